//! The spaces of a base.

use std::{fmt, str::FromStr};

use model::Category;

/// A space: a door into a base for one category of people, or for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Space {
    /// Page commune: leads people to the space of their category.
    Common,
    /// Espace Professeurs.
    Teachers,
    /// Espace Vie scolaire.
    SchoolLife,
    /// Espace Parents.
    Parents,
    /// Espace Elèves.
    Pupils,
    /// Espace Entreprise.
    Company,
    /// Espace Académie.
    Academy,
}

impl Space {
    /// All of them, in the order of the console.
    pub const ALL: [Self; 7] = [
        Self::Common,
        Self::Teachers,
        Self::SchoolLife,
        Self::Parents,
        Self::Pupils,
        Self::Company,
        Self::Academy,
    ];

    /// Those published unless the operator says otherwise.
    pub const USUAL: [Self; 4] = [Self::Common, Self::Teachers, Self::Parents, Self::Pupils];

    /// Those that can have a mobile version.
    pub const MOBILES: [Self; 3] = [Self::Teachers, Self::Parents, Self::Pupils];

    /// How the path of a mobile version begins.
    pub const MOBILE: &str = "/mobile.";

    /// The path of its mobile version below the root of its base; `None` for those that have none.
    pub const fn mobile_path(self) -> Option<&'static str> {
        match self {
            Self::Teachers => Some("/mobile.professeur.html"),
            Self::Parents => Some("/mobile.parent.html"),
            Self::Pupils => Some("/mobile.eleve.html"),
            Self::Common | Self::SchoolLife | Self::Company | Self::Academy => None,
        }
    }

    /// The same without its first slash.
    pub fn mobile_page(self) -> Option<&'static str> {
        self.mobile_path().map(|path| path.trim_start_matches('/'))
    }

    /// The word stored, used in forms and as a key for words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Teachers => "teachers",
            Self::SchoolLife => "school-life",
            Self::Parents => "parents",
            Self::Pupils => "pupils",
            Self::Company => "company",
            Self::Academy => "academy",
        }
    }

    /// The path of the space below the root of its base.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Common => "/",
            Self::Teachers => "/professeur.html",
            Self::SchoolLife => "/viescolaire.html",
            Self::Parents => "/parent.html",
            Self::Pupils => "/eleve.html",
            Self::Company => "/entreprise.html",
            Self::Academy => "/academie.html",
        }
    }

    /// The same without its first slash, to be put after a root.
    pub fn page(self) -> &'static str {
        self.path().trim_start_matches('/')
    }

    /// The paths that older versions gave to the space, without their last slash.
    pub const fn former_paths(self) -> &'static [&'static str] {
        match self {
            Self::Common => &["/index.html"],
            Self::Teachers => &["/enseignants"],
            Self::SchoolLife => &["/viescolaire"],
            Self::Parents => &["/parents"],
            Self::Pupils => &["/eleves"],
            Self::Company => &["/entreprise"],
            Self::Academy => &["/academie"],
        }
    }

    /// Whom the space is for; `None` for the common page.
    pub const fn category(self) -> Option<Category> {
        match self {
            Self::Common => None,
            Self::Teachers => Some(Category::Teacher),
            Self::SchoolLife => Some(Category::Staff),
            Self::Parents => Some(Category::Guardian),
            Self::Pupils => Some(Category::Pupil),
            Self::Company => Some(Category::InternshipSupervisor),
            Self::Academy => Some(Category::Inspector),
        }
    }

    /// The space of a category.
    pub const fn of(category: Category) -> Self {
        match category {
            Category::Teacher => Self::Teachers,
            Category::Staff => Self::SchoolLife,
            Category::Guardian => Self::Parents,
            Category::Pupil => Self::Pupils,
            Category::InternshipSupervisor => Self::Company,
            Category::Inspector => Self::Academy,
        }
    }
}

impl fmt::Display for Space {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of spaces, stored as their words separated by spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spaces(Vec<Space>);

/// A word that names no space.
#[derive(Debug, thiserror::Error)]
#[error("unknown space {0:?}")]
pub struct UnknownSpace(String);

impl Spaces {
    /// A set, in the order of the console.
    pub fn of(spaces: &[Space]) -> Self {
        Self(Space::ALL.into_iter().filter(|space| spaces.contains(space)).collect())
    }

    /// Whether a space is in it.
    pub fn contains(&self, space: Space) -> bool {
        self.0.contains(&space)
    }
}

impl fmt::Display for Spaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(|space| space.as_str()).collect::<Vec<_>>().join(" "))
    }
}

impl FromStr for Space {
    type Err = UnknownSpace;

    fn from_str(word: &str) -> Result<Self, UnknownSpace> {
        Self::ALL.into_iter().find(|s| s.as_str() == word).ok_or_else(|| UnknownSpace(word.to_owned()))
    }
}

impl FromStr for Spaces {
    type Err = UnknownSpace;

    fn from_str(text: &str) -> Result<Self, UnknownSpace> {
        let spaces: Vec<Space> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self::of(&spaces))
    }
}
