//! What was odd in a file: some with their line, all counted.

use std::collections::BTreeMap;

/// How many are listed for one file: the others are counted.
const LISTED: usize = 20;

/// What is odd about a row. No name and no date is told: what is written on a terminal is kept by others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Oddity {
    /// Nobody can be named.
    NoId,
    /// Cells are missing, or too many.
    Width {
        /// Cells.
        found: usize,
        /// Titles.
        wanted: usize,
    },
    /// A word that is no category, or none at all.
    Category(String),
    /// The identifier stands further up.
    Repeated,
    /// A birth date that is none.
    BirthDate,
    /// A word that is no decision.
    Decision(String),
    /// A decision about nobody, or with nobody.
    NoPair,
    /// A person confirmed with another account further up.
    SeveralConfirmed,
    /// What the reader of the XML export says.
    Xml(String),
}

impl Oddity {
    /// The word for programs.
    const fn word(&self) -> &'static str {
        match self {
            Self::NoId => "missing-id",
            Self::Width { .. } => "wrong-width",
            Self::Category(_) => "unknown-category",
            Self::Repeated => "repeated-id",
            Self::BirthDate => "bad-birth-date",
            Self::Decision(_) => "unknown-decision",
            Self::NoPair => "missing-pair",
            Self::SeveralConfirmed => "several-confirmed",
            Self::Xml(_) => "xml",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::NoId => "pas d'identifiant ; la ligne n'est pas prise en compte".to_owned(),
            Self::Width { found, wanted } => {
                format!("{found} champs au lieu de {wanted} ; la ligne n'est pas rapprochée")
            }
            Self::Category(word) => {
                format!("catégorie « {} » inconnue ; la ligne n'est pas rapprochée", shown(word))
            }
            Self::Repeated => "identifiant déjà lu plus haut ; la première ligne compte".to_owned(),
            Self::BirthDate => "date de naissance illisible ; la ligne compte sans elle".to_owned(),
            Self::Decision(word) => {
                format!("décision « {} » inconnue ; « confirmed » ou « refused » est attendu", shown(word))
            }
            Self::NoPair => "il manque un identifiant ; la ligne n'est pas prise en compte".to_owned(),
            Self::SeveralConfirmed => {
                "identifiant confirmé plus haut avec un autre compte ; la dernière décision compte".to_owned()
            }
            Self::Xml(sentence) => sentence.clone(),
        }
    }
}

/// A word of the file, short and on one line.
fn shown(word: &str) -> String {
    word.chars().take(40).flat_map(char::escape_debug).collect()
}

/// The oddities of one file.
#[derive(Debug)]
pub(super) struct Issues {
    file: String,
    listed: Vec<(u64, Oddity)>,
    counts: BTreeMap<&'static str, usize>,
    decoded: usize,
}

impl Issues {
    /// Of this file, none yet.
    pub fn of(file: String) -> Self {
        Self { file, listed: Vec::new(), counts: BTreeMap::new(), decoded: 0 }
    }

    /// Notes one, with its line from 1.
    pub fn add(&mut self, line: u64, oddity: Oddity) {
        *self.counts.entry(oddity.word()).or_default() += 1;
        if self.listed.len() < LISTED {
            self.listed.push((line, oddity));
        }
    }

    /// Counts a row that is not UTF-8.
    pub fn count_decoded(&mut self) {
        self.decoded += 1;
    }

    /// Counts remarks on an XML export that its reader only counted.
    pub fn count_further(&mut self, further: usize) {
        if further > 0 {
            *self.counts.entry(Oddity::Xml(String::new()).word()).or_default() += further;
        }
    }

    /// How many there are of each word, rows that are not UTF-8 among them.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let decoded = (self.decoded > 0).then_some(("windows-1252", self.decoded));
        self.counts.iter().map(|(word, count)| (*word, *count)).chain(decoded)
    }

    /// A line of text for each that is listed, and one for the others.
    pub fn lines(&self) -> Vec<String> {
        let file = &self.file;
        let listed = self.listed.iter();
        let mut lines: Vec<String> =
            listed.map(|(line, oddity)| format!("{file}, ligne {line} : {}", oddity.sentence())).collect();
        let others = self.counts.values().sum::<usize>() - self.listed.len();
        if others > 0 {
            lines.push(format!("{file} : {others} autres remarques ne sont pas listées"));
        }
        if self.decoded > 0 {
            lines.push(format!("{file} : {} lignes lues comme du Windows-1252, faute d'UTF-8", self.decoded));
        }
        lines
    }
}
