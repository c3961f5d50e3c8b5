//! Draws surnames and given names: listed ones by rank, rarer ones built from syllables.

use super::{
    chance::{Chance, mixed},
    profile::Names,
};

/// Names as they stand in a table: words after commas, commonest first.
#[derive(Debug)]
pub struct StockWords {
    /// Parts of the world; a surname and the given names of its bearers come from the same.
    pub origins: &'static [OriginWords],
    /// Syllables of rarer surnames.
    pub tails: &'static [TailWords],
    /// Beginnings, middles and endings of rarer given names of girls.
    pub girls_tail: (&'static str, &'static str, &'static str),
    /// The same for boys.
    pub boys_tail: (&'static str, &'static str, &'static str),
    /// Second parts of compound given names, for girls and for boys.
    pub compound_second: (&'static str, &'static str),
    /// Given names that are compound and not listed.
    pub compound_share: f64,
}

/// Names of one part of the world.
#[derive(Debug)]
pub struct OriginWords {
    /// Families that come from there, as a weight.
    pub share: f64,
    /// Surnames that are built from syllables, in the first origin, or derived from a listed one, in the others.
    pub built: f64,
    /// Surnames.
    pub surnames: &'static str,
    /// Given names of girls of today.
    pub girls: &'static str,
    /// Given names of boys of today.
    pub boys: &'static str,
    /// Given names of women.
    pub women: &'static str,
    /// Given names of men.
    pub men: &'static str,
}

/// Syllables of the rarer surnames of a region.
#[derive(Debug)]
pub struct TailWords {
    /// Names of this region, as a weight.
    pub share: f64,
    /// First syllables.
    pub starts: &'static str,
    /// What may stand between.
    pub middles: &'static str,
    /// Endings.
    pub ends: &'static str,
    /// Particles before the name.
    pub articles: &'static str,
    /// Names that have a particle.
    pub article_share: f64,
}

/// Which given names are in fashion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Pupils.
    Young,
    /// Everybody else.
    Grown,
}

type List = Vec<&'static str>;
type Syllables = (List, List, List);

/// The tables, split into words.
#[derive(Debug)]
pub struct Stock {
    names: Names,
    shares: Vec<f64>,
    origins: Vec<Origin>,
    tails: Vec<Tail>,
    tail_shares: Vec<f64>,
    girls_tail: Syllables,
    boys_tail: Syllables,
    seconds: (List, List),
}

#[derive(Debug)]
struct Origin {
    built: f64,
    surnames: List,
    /// Girls, boys, women, men.
    given: [List; 4],
}

#[derive(Debug)]
struct Tail {
    syllables: Syllables,
    articles: List,
    article_share: f64,
}

fn words(text: &'static str) -> List {
    text.split(',').map(str::trim).collect()
}

fn syllables((starts, middles, ends): (&'static str, &'static str, &'static str)) -> Syllables {
    (words(starts), words(middles), words(ends))
}

impl Stock {
    /// Splits the tables of a profile.
    pub fn new(names: Names) -> Self {
        let words_of = names.stock;
        Self {
            names,
            shares: words_of.origins.iter().map(|origin| origin.share).collect(),
            origins: words_of
                .origins
                .iter()
                .map(|origin| Origin {
                    built: origin.built,
                    surnames: words(origin.surnames),
                    given: [origin.girls, origin.boys, origin.women, origin.men].map(words),
                })
                .collect(),
            tails: words_of
                .tails
                .iter()
                .map(|tail| Tail {
                    syllables: syllables((tail.starts, tail.middles, tail.ends)),
                    articles: words(tail.articles),
                    article_share: tail.article_share,
                })
                .collect(),
            tail_shares: words_of.tails.iter().map(|tail| tail.share).collect(),
            girls_tail: syllables(words_of.girls_tail),
            boys_tail: syllables(words_of.boys_tail),
            seconds: (words(words_of.compound_second.0), words(words_of.compound_second.1)),
        }
    }

    /// The origin of a family, as an index.
    pub fn origin(&self, chance: &mut Chance) -> usize {
        chance.weighted(&self.shares)
    }

    /// A surname of this origin, well written.
    pub fn surname(&self, origin: usize, chance: &mut Chance) -> String {
        let words = &self.origins[origin];
        if !chance.is(words.built) {
            // The short lists of other origins have no names that stand out as much.
            let offset = self.names.surname_offset + if origin == 0 { 0.0 } else { 4.0 };
            let rank = chance.rank(words.surnames.len(), offset, self.names.surname_slope);
            return words.surnames[rank].to_owned();
        }
        if origin == 0 {
            let (from, len) = self.names.tail_ranks;
            let rank = chance.rank(len, from, self.names.tail_slope) as u64;
            self.built_surname(&mut Chance::new(0x005E_ED0F_7A11, rank))
        } else {
            // A family of names: the listed one with another ending, of which a few thousand exist.
            let rank = chance.rank(4_000, 60.0, 0.9) as u64;
            let mut fixed = Chance::new(mixed(origin as u64), rank);
            let root = words.surnames[fixed.below(words.surnames.len())];
            derived(root, &mut fixed)
        }
    }

    /// The surname that belongs to a rank of the tail: the same source always gives the same.
    fn built_surname(&self, fixed: &mut Chance) -> String {
        let tail = &self.tails[fixed.weighted(&self.tail_shares)];
        let mut name = String::with_capacity(16);
        if fixed.is(tail.article_share) {
            let article = fixed.pick(&tail.articles);
            name.push_str(article);
            if !article.ends_with('\'') {
                name.push(' ');
            }
        }
        join(&tail.syllables, fixed, &mut name);
        name
    }

    /// A given name that a person of this origin and age may have.
    pub fn given(&self, origin: usize, woman: bool, age: Age, chance: &mut Chance) -> String {
        let rare = if age == Age::Young { self.names.rare_given } else { self.names.rare_given / 3.0 } * 0.6;
        if chance.is(rare) {
            let table = if woman { &self.girls_tail } else { &self.boys_tail };
            let all = table.0.len() * table.1.len() * table.2.len();
            let rank = chance.rank(all, 40.0, 0.85) as u64;
            let mut fixed = Chance::new(if woman { 71 } else { 72 }, rank);
            let mut name = String::with_capacity(12);
            join(table, &mut fixed, &mut name);
            return name;
        }
        let list = match (woman, age) {
            (true, Age::Young) => 0,
            (false, Age::Young) => 1,
            (true, Age::Grown) => 2,
            (false, Age::Grown) => 3,
        };
        let list = &self.origins[origin].given[list];
        // A short list would make its first names far too common.
        let offset = if origin == 0 { 6.0 } else { 25.0 };
        let first = list[chance.rank(list.len(), offset, self.names.given_slope)];
        if origin == 0 && !first.contains('-') && chance.is(self.names.stock.compound_share) {
            let second = chance.pick(if woman { &self.seconds.0 } else { &self.seconds.1 });
            if second != first {
                return format!("{first}-{second}");
            }
        }
        first.to_owned()
    }
}

/// One beginning, perhaps a middle, one ending.
fn join((starts, middles, ends): &Syllables, fixed: &mut Chance, name: &mut String) {
    for part in [fixed.pick(starts), fixed.pick(middles), fixed.pick(ends)] {
        for letter in part.chars() {
            // No name has the same letter three times in a row.
            if !name.ends_with(&[letter, letter].iter().collect::<String>()) {
                name.push(letter);
            }
        }
    }
}

/// A neighbour of a name: another ending or another beginning of its last word, as in `Bouzidi` beside `Bouzid`.
fn derived(root: &str, fixed: &mut Chance) -> String {
    const ENDS: [&str; 14] =
        ["i", "a", "ou", "ane", "in", "oui", "ba", "ra", "o", "ez", "ara", "one", "at", "em"];
    const STARTS: [&str; 12] = ["Ma", "Be", "Sa", "Ka", "Da", "Ha", "To", "Ra", "Lo", "Za", "Fa", "Ou"];
    let cut = root.rfind([' ', '\'', '-']).map_or(0, |at| at + 1);
    let (before, word) = root.split_at(cut);
    let trimmed = word.trim_end_matches(['a', 'e', 'i', 'o', 'u', 'é', 's', 'z']);
    let stem = if trimmed.chars().count() < 3 { word } else { trimmed };
    // The beginning goes with its vowel, so that what is left can be pronounced.
    let rest = stem.trim_start_matches(|letter: char| !"aeiouyéèıöü".contains(letter));
    let rest = rest.trim_start_matches(|letter: char| "aeiouyéèıöüAEIOUÖÜÉ".contains(letter));
    match fixed.below(3) {
        0 => format!("{before}{stem}{}", fixed.pick(&ENDS)),
        1 => format!("{before}{}{rest}{}", fixed.pick(&STARTS), fixed.pick(&ENDS)),
        _ => format!("{before}{}{rest}", fixed.pick(&STARTS)),
    }
}
