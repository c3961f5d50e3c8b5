//! Whether a password is hard enough to guess.
//!
//! The rule is the French one: the CNIL counts bits (deliberation 2022-100 of 21 July 2022) and asks for 80 where the
//! password alone protects. No kind of sign is required: a longer password of small letters is as good (ASVS 5.0,
//! 6.2.5). What a stranger would try first counts for nothing: the login, the names around it, the usual words.

/// Fewest signs of a password.
pub const SHORTEST: usize = 12;
/// Fewest bits.
pub const BITS: u32 = 80;

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Nothing was given.
    #[error("the password is empty")]
    Empty,
    /// Fewer than [`SHORTEST`] signs.
    #[error("the password is too short")]
    Short,
    /// More than [`crate::passwords::LONGEST`] bytes.
    #[error("the password is too long")]
    Long,
    /// Fewer than [`BITS`] bits without what a stranger would try first.
    #[error("the password is too easy to guess: {bits} bits")]
    Guessable {
        /// What was counted.
        bits: u32,
    },
}

/// What strangers try first, beyond the words around the account: heads of every published list, and rows of French
/// and English keyboards.
const USUAL: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "administrateur",
    "azertyuiop",
    "qsdfghjklm",
    "qwertyuiop",
    "asdfghjkl",
    "0123456789",
    "passerelle",
    "motdepasse",
    "1234567890",
    "9876543210",
    "superviseur",
    "123456789",
    "987654321",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "bienvenue",
    "professeur",
    "doudou",
    "loulou",
    "chouchou",
    "marseille",
    "iloveyou",
    "jetaime",
    "je t'aime",
    "mot de passe",
    "welcome",
    "changeme",
    "letmein",
    "bonjour",
    "azerty",
    "qwerty",
    "wxcvbn",
    "123456",
    "654321",
    "pronote",
    "college",
    "collège",
    "france",
    "soleil",
    "secret",
    "admin",
    "lycee",
    "lycée",
    "ecole",
    "école",
    "00000",
    "11111",
    "2024",
    "2025",
    "2026",
    "2027",
    "2028",
    "ent",
];

/// Accepts a password or says why not. `around` are words of the account: login, names, school.
///
/// # Errors
/// [`Weakness`].
pub fn check(password: &str, around: &[&str]) -> Result<(), Weakness> {
    if password.is_empty() {
        return Err(Weakness::Empty);
    }
    if password.chars().count() < SHORTEST {
        return Err(Weakness::Short);
    }
    if password.len() > crate::passwords::LONGEST {
        return Err(Weakness::Long);
    }
    let bits = bits(&without_known(password, around));
    if bits < BITS { Err(Weakness::Guessable { bits }) } else { Ok(()) }
}

/// The password with each known word and each run of one sign shrunk to a single sign.
fn without_known(password: &str, around: &[&str]) -> String {
    let words = around
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .chain(around.iter().copied());
    let mut words: Vec<String> = words.chain(USUAL.iter().copied()).map(str::to_lowercase).collect();
    words.retain(|word| word.chars().count() >= 3);
    // The longest first: what is left of a word must not hide a longer one.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut left: Vec<char> = Vec::new();
    let mut rest = password;
    while let Some(first) = rest.chars().next() {
        let known = words.iter().find_map(|word| starts_with(rest, word));
        if known.is_some() || left.last() != Some(&first) {
            left.push(first);
        }
        rest = rest.get(known.unwrap_or(first.len_utf8())..).unwrap_or_default();
    }
    left.into_iter().collect()
}

/// How many bytes of `text` are this word (in lower case), whatever the case there.
fn starts_with(text: &str, word: &str) -> Option<usize> {
    let mut signs = text.char_indices();
    for expected in word.chars() {
        let (_, found) = signs.next()?;
        if !found.to_lowercase().eq(std::iter::once(expected)) {
            return None;
        }
    }
    Some(signs.next().map_or(text.len(), |(at, _)| at))
}

/// Length times the logarithm of the alphabet that the signs come from, rounded as the tables of the CNIL are:
/// twelve signs of all four kinds, fourteen of three, seventeen of one are 80 bits. A password of few different signs
/// comes from no larger an alphabet than these.
fn bits(text: &str) -> u32 {
    let has = |kind: fn(&char) -> bool| text.chars().any(|c| kind(&c));
    let mut alphabet = 0;
    for (size, kind) in [
        (26, char::is_ascii_lowercase as fn(&char) -> bool),
        (26, char::is_ascii_uppercase),
        (10, char::is_ascii_digit),
        (37, |c: &char| !c.is_ascii_alphanumeric()),
    ] {
        alphabet += if has(kind) { size } else { 0 };
    }
    let different: std::collections::BTreeSet<char> = text.chars().collect();
    let alphabet = if different.len() < 6 { different.len() } else { alphabet };
    let signs = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    // At most 512 signs of at most 99 kinds: the product is far below what a u32 holds.
    (f64::from(signs) * f64::from(u32::try_from(alphabet.max(1)).unwrap_or(1)).log2()).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: [&str; 4] = ["cgue", "Gué-Martin", "Camille", "Collège des Passerelles"];

    #[test]
    fn the_rule_is_the_one_of_the_cnil() {
        for good in [
            "k7!Rw2?mZq9&",
            "k7Rw2mZq9bTx4P",
            "hvkqzdwmtrbxjpfns",
            "quatre mots pour entrer",
            "Un pont, deux rives : 40 pas",
            "éàüçñœæêîôûëïÿâè!",
        ] {
            assert_eq!(check(good, &AROUND), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", Weakness::Empty),
            ("k7!Rw2?mZq9", Weakness::Short),
            ("éééééééé", Weakness::Short),
            ("k7Rw2mZq9bTx4", Weakness::Guessable { bits: 77 }),
            ("hvkqzdwmtrbxjpfn", Weakness::Guessable { bits: 75 }),
            ("1628394047561723", Weakness::Guessable { bits: 53 }),
        ] {
            assert_eq!(check(bad, &AROUND), Err(why), "{bad}");
        }
        assert_eq!(check(&"ab1!".repeat(200), &AROUND), Err(Weakness::Long));
    }

    #[test]
    fn what_a_stranger_tries_first_counts_for_nothing() {
        for bad in [
            "aaaaaaaaaaaaaaaaaaaaaaaaaa",
            "abababababababababababababab",
            "Motdepasse-2026!",
            "MotDePasseMotDePasse1!",
            "azertyuiopqsdfghjklm",
            "123456789012345678901234",
            "Administrateur2026!!!!!!",
            "collège des passerelles 2026",
            "CamilleGué-Martin-2026",
            "cgue.cgue.cgue.cgue.cgue",
            "P@ssw0rdP@ssw0rd!",
        ] {
            assert!(matches!(check(bad, &AROUND), Err(Weakness::Guessable { .. })), "{bad}");
        }
        let unknown = "CamilleGué-Martin, 9 rue d'ici";
        assert_eq!(check(unknown, &[]), Ok(()), "the same words say nothing about somebody else");
    }
}
