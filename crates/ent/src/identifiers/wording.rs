//! The sentences of the import: what is wrong with a file, and what to do.

use exchange::{
    Unreadable, limits,
    sealed::{KeyRing, PartnerName},
};
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
            Unreadable::TooLarge { limit_mib } => {
                let inside = *limit_mib == limits::INFLATED_MIB;
                let key = if inside { "file-too-large-inside" } else { "file-too-large" };
                Self { what: visit.words.t1(key, "limit", limit_mib), help: visit.t("file-too-large-help") }
            }
            Unreadable::Encoding { .. } => Self::new(visit, "file-encoding"),
            Unreadable::NotForUs { sealed_for, held } => Self::of_foreign_seal(visit, sealed_for, held),
            Unreadable::CannotBeOpened => Self::new(visit, "file-cannot-be-opened"),
            Unreadable::NoPerson | Unreadable::OtherDocument { .. } => Self::new(visit, "file-no-person"),
            Unreadable::Io(_) => Self::new(visit, "file-interrupted"),
        }
    }

    /// A file that is sealed for others: their names, and those under which this ENT could open one.
    fn of_foreign_seal(visit: &Visit, sealed_for: &[String], held: &[String]) -> Self {
        let (partners, held) = (sealed_for.join(", "), held.join(", "));
        let what = if held.is_empty() {
            visit.words.t1("file-sealed-no-key", "partners", partners)
        } else {
            visit.words.t2("file-sealed", ("partners", partners), ("held", held))
        };
        Self { what, help: visit.t("file-sealed-help") }
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

/// For whom a sealed file must be sealed to be opened here.
pub(super) fn keys(visit: &Visit, keys: &KeyRing) -> String {
    let names: Vec<&str> = keys.names().into_iter().map(PartnerName::as_str).collect();
    if names.is_empty() {
        visit.t("import-no-keys")
    } else {
        visit.words.t1("import-keys", "names", names.join(", "))
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
