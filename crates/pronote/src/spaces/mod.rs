//! The spaces, once inside: what each shows to its person.

pub(crate) mod pages;
#[cfg(test)]
pub(crate) mod tests;

use db::DbError;
use model::Category;

use crate::{
    Pronote,
    access::Stay,
    bases::{SchoolBase, Space},
    people::{self, ListQuery, Person},
};

/// An entry of the menu of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Notes.
    Marks,
    /// Compétences/B2i.
    Skills,
    /// Bulletins.
    Reports,
    /// The classes with their pupils counted.
    Classes,
    /// What a company needs to know of the school.
    School,
    /// How many people of each category the school has.
    Numbers,
}

impl Section {
    /// The key of its words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Skills => "skills",
            Self::Reports => "reports",
            Self::Classes => "classes",
            Self::School => "school",
            Self::Numbers => "numbers",
        }
    }
}

/// The pages of the menus below the root of a base, in the order of the menu.
pub const SECTIONS: [(&str, Space, Section); 12] = [
    ("/professeur/notes.html", Space::Teachers, Section::Marks),
    ("/professeur/competences.html", Space::Teachers, Section::Skills),
    ("/professeur/bulletins.html", Space::Teachers, Section::Reports),
    ("/parent/notes.html", Space::Parents, Section::Marks),
    ("/parent/competences.html", Space::Parents, Section::Skills),
    ("/parent/bulletins.html", Space::Parents, Section::Reports),
    ("/eleve/notes.html", Space::Pupils, Section::Marks),
    ("/eleve/competences.html", Space::Pupils, Section::Skills),
    ("/eleve/bulletins.html", Space::Pupils, Section::Reports),
    ("/viescolaire/classes.html", Space::SchoolLife, Section::Classes),
    ("/entreprise/etablissement.html", Space::Company, Section::School),
    ("/academie/effectifs.html", Space::Academy, Section::Numbers),
];

/// The children of a parent, and the one that is looked at: the chosen one, else the first.
#[derive(Debug, Clone, Default)]
pub struct Children {
    /// All of them, in the order of the list.
    pub all: Vec<Person>,
    chosen: usize,
}

impl Children {
    /// The children of this person, who has none unless they are a parent.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn of(pronote: &Pronote, person: &Person, stay: &Stay) -> Result<Self, DbError> {
        if person.category != Category::Guardian {
            return Ok(Self::default());
        }
        let all = people::children(pronote, &person.id).await?;
        let is_chosen = |child: &Person| stay.child.as_ref() == Some(&child.id);
        Ok(Self { chosen: all.iter().position(is_chosen).unwrap_or_default(), all })
    }

    /// The child that is looked at.
    pub fn chosen(&self) -> Option<&Person> {
        self.all.get(self.chosen)
    }

    /// Whether this child is the one that is looked at.
    pub fn is_chosen(&self, child: &Person) -> bool {
        self.chosen().is_some_and(|chosen| chosen.id == child.id)
    }

    /// Whether there is a choice.
    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }
}

/// What a section has to tell, as lines of two cells.
///
/// # Errors
/// [`DbError`].
pub async fn rows_of(
    pronote: &Pronote,
    base: &SchoolBase,
    section: Section,
) -> Result<Vec<(Row, String)>, DbError> {
    Ok(match section {
        Section::Classes => {
            let classes = people::classes(pronote, &base.id).await?;
            classes.into_iter().map(|class| (Row::Class(class.name), class.pupils.to_string())).collect()
        }
        Section::Numbers => {
            let mut rows = Vec::new();
            for category in Category::ALL {
                let total = people::count(pronote, &base.id, &ListQuery::all(category)).await?;
                rows.push((Row::Category(category), total.to_string()));
            }
            rows
        }
        Section::School => vec![
            (Row::Word("school-name"), base.school_name.clone()),
            (Row::Word("school-uai"), base.uai.as_str().to_owned()),
            (Row::Word("school-year"), base.year_label.clone()),
        ],
        Section::Marks | Section::Skills | Section::Reports => Vec::new(),
    })
}

/// What a line of a section is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A class, by its name.
    Class(String),
    /// A category of people.
    Category(Category),
    /// Something with words of its own.
    Word(&'static str),
}

/// `M. NOM Prénom`.
pub fn greeting(person: &Person) -> String {
    match &person.civility {
        Some(civility) => format!("{civility} {}", person.name.listed()),
        None => person.name.listed(),
    }
}
