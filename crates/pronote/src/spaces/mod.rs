//! The spaces, once inside: what each shows to its person.

pub(crate) mod pages;
#[cfg(test)]
pub(crate) mod tests;

use crate::{bases::Space, people::Person};

/// An entry of the menu of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Notes.
    Marks,
    /// Compétences/B2i.
    Skills,
    /// Bulletins.
    Reports,
}

impl Section {
    /// The key of its words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Skills => "skills",
            Self::Reports => "reports",
        }
    }
}

/// The pages of the menu below the root of a base, in the order of the menu. Only the spaces of pupils, parents and teachers have one.
pub const SECTIONS: [(&str, Space, Section); 9] = [
    ("/professeur/notes.html", Space::Teachers, Section::Marks),
    ("/professeur/competences.html", Space::Teachers, Section::Skills),
    ("/professeur/bulletins.html", Space::Teachers, Section::Reports),
    ("/parent/notes.html", Space::Parents, Section::Marks),
    ("/parent/competences.html", Space::Parents, Section::Skills),
    ("/parent/bulletins.html", Space::Parents, Section::Reports),
    ("/eleve/notes.html", Space::Pupils, Section::Marks),
    ("/eleve/competences.html", Space::Pupils, Section::Skills),
    ("/eleve/bulletins.html", Space::Pupils, Section::Reports),
];

/// `M. NOM Prénom`.
pub fn greeting(person: &Person) -> String {
    match &person.civility {
        Some(civility) => format!("{civility} {}", person.name.listed()),
        None => person.name.listed(),
    }
}
