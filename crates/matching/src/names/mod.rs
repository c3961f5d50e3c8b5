//! Names made comparable, once for each different spelling.

mod edit;
mod repair;
mod sound;
mod variants;

pub(crate) use edit::apart;
pub(crate) use variants::{GroupId, NO_GROUP, is_short_form};

use crate::fold;
use crate::strings::{Strings, TextId};

/// The number of a name: names that fold alike have the same. `0` is no name.
pub(crate) type NameId = u32;

/// The number of a word of names.
pub(crate) type TokenId = u32;

/// More words than that tell nothing more.
const MOST_TOKENS: usize = 6;

/// A name, ready to be compared.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form {
    /// The words, the weak ones (`de`, `la`) after the strong ones.
    tokens: [TokenId; MOST_TOKENS],
    /// How many words.
    count: u8,
    /// How many of them are strong.
    strong: u8,
    /// The words in one, without spaces.
    pub(crate) squeezed: TextId,
    /// What is heard of the strong words together.
    pub(crate) sound: u32,
    /// Which pairs of letters occur, for a quick refusal.
    pub(crate) signature: u64,
    /// Letters were lost: `?` stands in their place.
    pub(crate) damaged: bool,
    /// How many bytes the words have together; 255 where there are more.
    pub(crate) length: u8,
}

impl Form {
    /// The words that tell people apart, in their order.
    pub(crate) fn strong(&self) -> &[TokenId] {
        self.tokens.get(..usize::from(self.strong)).unwrap_or_default()
    }

    /// All words.
    pub(crate) fn all(&self) -> &[TokenId] {
        self.tokens.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// A word of names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Token {
    /// What is heard.
    pub(crate) sound: u32,
    /// Spellings of one given name.
    pub(crate) given: GroupId,
    /// Spellings of one surname.
    pub(crate) surname: GroupId,
}

/// All names of both lists.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    keys: Strings,
    forms: Vec<Form>,
    words: Strings,
    tokens: Vec<Token>,
    squeezed: Strings,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            keys: Strings::default(),
            forms: vec![Form::default()],
            words: Strings::default(),
            tokens: vec![Token::default()],
            squeezed: Strings::default(),
        }
    }
}

impl Names {
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// The words of a name, folded, with one space between them.
    pub(crate) fn text(&self, name: NameId) -> &str {
        self.keys.get(name)
    }

    pub(crate) fn tokens(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn form(&self, name: NameId) -> Form {
        self.forms.get(name as usize).copied().unwrap_or_default()
    }

    pub(crate) fn token(&self, token: TokenId) -> Token {
        self.tokens.get(token as usize).copied().unwrap_or_default()
    }

    pub(crate) fn word(&self, token: TokenId) -> &str {
        self.words.get(token)
    }

    pub(crate) fn squeezed(&self, form: &Form) -> &str {
        self.squeezed.get(form.squeezed)
    }

    /// The number of a name as it is written.
    #[cfg(test)]
    pub(crate) fn intern(&mut self, written: &str) -> NameId {
        self.intern_words(&words(written))
    }

    /// The number of a name of these [`words`].
    pub(crate) fn intern_words(&mut self, words: &[String]) -> NameId {
        let key = self.keys.intern(&words.join(" "));
        if key as usize == self.forms.len() {
            let form = self.shape(words);
            self.forms.push(form);
        }
        key
    }

    fn shape(&mut self, words: &[String]) -> Form {
        let (strong, weak): (Vec<&String>, Vec<&String>) =
            words.iter().take(MOST_TOKENS).partition(|word| !variants::is_particle(word));
        let strong_count = if strong.is_empty() { weak.len() } else { strong.len() };
        let squeezed: String = words.concat();
        let mut tokens = [0; MOST_TOKENS];
        let mut count = 0_u8;
        for (place, word) in tokens.iter_mut().zip(strong.iter().chain(&weak)) {
            *place = self.intern_word(word);
            count += 1;
        }
        let sound = match (strong.as_slice(), tokens.first()) {
            ([_], Some(token)) => self.token(*token).sound,
            ([], _) => number(&sound::sound(&squeezed)),
            _ => number(&sound::sound(&strong.iter().map(|word| word.as_str()).collect::<String>())),
        };
        Form {
            tokens,
            count,
            strong: u8::try_from(strong_count).unwrap_or(count),
            squeezed: self.squeezed.intern(&squeezed),
            sound,
            signature: signature(&squeezed),
            damaged: squeezed.contains('?'),
            length: u8::try_from(squeezed.len()).unwrap_or(u8::MAX),
        }
    }

    fn intern_word(&mut self, word: &str) -> TokenId {
        let token = self.words.intern(word);
        if token as usize == self.tokens.len() {
            self.tokens.push(Token {
                sound: number(&sound::sound(word)),
                given: variants::given(word),
                surname: variants::surname(word),
            });
        }
        token
    }
}

/// The words of a name: encoding repaired, folded, what stands in brackets and words of civil status left out where
/// something else is left.
pub(crate) fn words(written: &str) -> Vec<String> {
    const STATUS: [&str; 14] = [
        "ep",
        "epse",
        "epouse",
        "nee",
        "ne",
        "veuve",
        "vve",
        "mme",
        "mlle",
        "madame",
        "mademoiselle",
        "monsieur",
        "mr",
        "div",
    ];
    let repaired = repair::repaired(written);
    let folded = match repaired.contains('\u{FFFD}') {
        true => fold(&repaired.replace('\u{FFFD}', "?")),
        false => fold(&repaired),
    };
    let split = |text: &str| -> Vec<String> {
        let letters =
            |word: &str| word.chars().filter(|c| c.is_alphanumeric() || *c == '?').collect::<String>();
        text.split([' ', '/', ',', ';', '|']).map(letters).filter(|word| !word.is_empty()).collect()
    };
    let mut words = match folded.contains(['(', '[', ')', ']']) {
        true => split(&without_brackets(&folded)),
        false => split(&folded),
    };
    if words.is_empty() {
        words = split(&folded);
    }
    let is_status = |word: &String| STATUS.contains(&word.as_str());
    if words.len() > 1 && words.iter().any(|word| !is_status(word)) {
        words.retain(|word| !is_status(word));
    }
    words
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = |c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            other => return (depth == 0).then_some(other),
        }
        Some(' ')
    };
    text.chars().filter_map(outside).collect()
}

/// A number for a text: FNV-1a, so that it is the same in every run.
pub(crate) fn number(text: &str) -> u32 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    u32::try_from((hash ^ hash >> 32) & 0xffff_ffff).unwrap_or(0)
}

/// One bit for each pair of neighbouring letters.
fn signature(squeezed: &str) -> u64 {
    let bit = |pair: &[u8]| {
        let number = pair.iter().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
        1_u64 << (number.wrapping_mul(0x9E37_79B1) >> 26)
    };
    squeezed.as_bytes().windows(2).fold(0, |bits, pair| bits | bit(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_name_have_one_number() {
        let mut names = Names::default();
        for writings in [
            &["HÉLÈNE", "Hélène", "helene", "HÃ©lÃ¨ne", "Mme Hélène"][..],
            &["d'Artois", "D ARTOIS", "D’Artois (ép. Martin)", "Mme D’ARTOIS"],
            &["DUPONT ép. MARTIN", "Dupont Martin", "DUPONT-MARTIN", "Dupont née Martin"],
        ] {
            let numbers: Vec<NameId> = writings.iter().map(|writing| names.intern(writing)).collect();
            assert!(
                numbers.iter().all(|number| number == numbers.first().unwrap()),
                "{writings:?} {numbers:?}"
            );
        }
        assert_eq!(names.intern(" - "), 0);
        assert_ne!(names.intern("Née"), 0, "a name that is only a word of status stays one");
    }

    #[test]
    fn words_are_strong_or_weak_and_joined_ones_meet() {
        let mut names = Names::default();
        let form = |names: &mut Names, written: &str| {
            let id = names.intern(written);
            names.form(id)
        };
        let (apart, joined) = (form(&mut names, "de la Tour"), form(&mut names, "DELATOUR"));
        assert_eq!(apart.squeezed, joined.squeezed);
        assert_eq!((apart.strong().len(), apart.all().len()), (1, 3));
        let only_weak = form(&mut names, "Da");
        assert_eq!(only_weak.strong().len(), 1);
        assert!(form(&mut names, "H?LENE").damaged && form(&mut names, "H\u{FFFD}LENE").damaged);
    }
}
