//! The sentences of the import: what is wrong with a file, and what to do.

use exchange::Unreadable;
use model::{Category, Uai};
use web::{Problem, Visit};

use super::{ImportRefused, Mode};

/// What is wrong with a file, and what to do.
pub(super) struct Refusal {
    pub(super) what: String,
    pub(super) help: String,
}

impl Refusal {
    /// The words under `key` and `key-help`.
    pub(super) fn new(visit: &Visit, key: &str) -> Self {
        Self { what: visit.t(key), help: visit.t(&format!("{key}-help")) }
    }

    /// What is wrong with a file that cannot be read at all, in the words of the person who runs the school.
    pub(super) fn of_file(visit: &Visit, unreadable: &Unreadable) -> Self {
        let at =
            |key: &str, line: u32| Self { what: visit.words.t1(key, "line", line), ..Self::new(visit, key) };
        match unreadable {
            Unreadable::Empty => Self::new(visit, "file-empty"),
            Unreadable::NotXml { line } => at("file-not-xml", *line),
            Unreadable::Truncated { line } => at("file-truncated", *line),
            Unreadable::Doctype { line } => at("file-doctype", *line),
            Unreadable::Limit { line, .. } => at("file-limit", *line),
            Unreadable::TooLarge { limit_mib } => Self {
                what: visit.words.t1("file-too-large", "limit", limit_mib),
                help: visit.t("file-too-large-help"),
            },
            Unreadable::Encoding { .. } => Self::new(visit, "file-encoding"),
            Unreadable::Sealed { .. } => Self::new(visit, "file-sealed"),
            Unreadable::NoPerson => Self::new(visit, "file-no-person"),
            Unreadable::Io(_) => Self::new(visit, "file-interrupted"),
        }
    }

    /// Why a file that could be read was not imported.
    pub(super) fn of_import(visit: &Visit, school: &Uai, refused: ImportRefused) -> Result<Self, Problem> {
        match refused {
            ImportRefused::OtherSchool(other) => Ok(Self {
                what: visit.words.t2("import-other-school", ("file", other), ("school", school)),
                help: visit.t("import-other-school-help"),
            }),
            ImportRefused::WouldLose { lost, known } => Ok(Self {
                what: visit.words.t2("import-would-lose", ("lost", lost), ("known", known)),
                help: visit.t("import-would-lose-help"),
            }),
            ImportRefused::NewcomersOnly => Ok(Self::new(visit, "import-newcomers-only")),
            ImportRefused::NobodyUsable => Ok(Self::new(visit, "import-nobody-usable")),
            error @ (ImportRefused::NoBase | ImportRefused::Db(_)) => Err(error.into()),
        }
    }
}

/// "Complet".
pub(super) fn mode(visit: &Visit, mode: Mode) -> String {
    match mode {
        Mode::Complete => visit.t("import-mode-complete"),
    }
}

/// "Elèves", "Responsables"…
pub(super) fn category(visit: &Visit, category: Category) -> String {
    visit.t(match category {
        Category::Teacher => "category-teachers",
        Category::Pupil => "category-pupils",
        Category::Guardian => "category-guardians",
        Category::InternshipSupervisor => "category-internship-supervisors",
        Category::Inspector => "category-inspectors",
        Category::Staff => "category-staff",
    })
}
