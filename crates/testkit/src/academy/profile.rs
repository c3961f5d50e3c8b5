//! What a population is like and what happened to its data: every rate is stated here, with its meaning.

use super::stock::StockWords;

/// A population and its damage. All rates are probabilities between 0 and 1.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Word for reports, such as `typical`.
    pub name: &'static str,
    /// Where names come from.
    pub names: Names,
    /// How families are made.
    pub families: Families,
    /// Who is in one of the two lists only, or twice.
    pub presence: Presence,
    /// How PRONOTE writes a name otherwise.
    pub spelling: Spelling,
    /// What else differs in PRONOTE.
    pub facts: Facts,
    /// What the directory itself lacks.
    pub directory: Directory,
    /// The export holds only id, school, category, names, a title now and then, and the birth dates of pupils.
    pub minimal: bool,
}

/// Where names come from, and how often each occurs.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// The words.
    pub stock: &'static StockWords,
    /// How fast the frequency of listed surnames falls with their rank.
    pub surname_slope: f64,
    /// How far down the curve the first listed surname stands: the larger, the less it sticks out.
    pub surname_offset: f64,
    /// Rank at which surnames that are built from syllables begin to be counted, and at which they end.
    pub tail_ranks: (f64, usize),
    /// How fast the frequency of built surnames falls with their rank.
    pub tail_slope: f64,
    /// How fast the frequency of listed given names falls with their rank.
    pub given_slope: f64,
    /// Given names that are built from syllables, among pupils; a third of it among adults.
    pub rare_given: f64,
    /// Couples in which both come from the same part of the world.
    pub same_origin: f64,
}

/// How families are made.
#[derive(Debug, Clone, Copy)]
pub struct Families {
    /// Births that bring two children.
    pub twins: f64,
    /// Births that bring three.
    pub triplets: f64,
    /// Twins whose given names begin alike, as Léa and Léo.
    pub twins_alike: f64,
    /// Couples that are married; the others live together, apart, or one of them raises the children alone.
    pub married: f64,
    /// Couples that live apart.
    pub apart: f64,
    /// Families with one guardian.
    pub alone: f64,
    /// Parents living apart whose new partner is a guardian too, for each of the two.
    pub step_parent: f64,
    /// Married women who use their husband's surname.
    pub husband_name: f64,
    /// Married women who join their husband's surname to theirs.
    pub joined_name: f64,
    /// Children who bear the surnames of both parents.
    pub two_surnames: f64,
    /// Pupils with one more guardian in PRONOTE: a grandparent, an aunt, a neighbour.
    pub extra_guardian: f64,
    /// Such relatives who bear surname and given name of a parent of the same child.
    pub same_name_relative: f64,
    /// Pupils who bear surname and given name of a cousin of the same district.
    pub namesake_cousin: f64,
    /// Namesake cousins who share even the birth date.
    pub namesake_birth_date: f64,
    /// Fathers whose eldest son bears their given name.
    pub father_and_son: f64,
    /// Families in which one parent teaches in the district.
    pub teacher_parent: f64,
    /// Teachers who teach in a second school.
    pub second_school: f64,
}

/// Who is in one of the two lists only, or twice.
#[derive(Debug, Clone, Copy)]
pub struct Presence {
    /// Pupils of the year without an account yet.
    pub pupil_without_account: f64,
    /// Guardians of pupils of the year without an account.
    pub guardian_without_account: f64,
    /// Parents with an account and no PRONOTE right.
    pub guardian_without_identity: f64,
    /// Families that left: PRONOTE kept them, their accounts are gone.
    pub left_family: f64,
    /// Brothers and sisters who left the school in the last three years whom PRONOTE kept.
    pub left_sibling: f64,
    /// Pupils whom the base of a former school of the district still holds.
    pub kept_by_old_school: f64,
    /// Leavers, and guardians with no child in the directory, who have an account nevertheless.
    pub account_outlives: f64,
    /// Grandparents, aunts and neighbours who have an account.
    pub extra_with_account: f64,
    /// Teachers without an account.
    pub teacher_without_account: f64,
    /// Staff without an account.
    pub staff_without_account: f64,
    /// Internship supervisors and inspectors without an account.
    pub visitor_without_account: f64,
    /// People whom a base holds twice.
    pub identity_twice: f64,
    /// People whom the directory holds twice, the second time as they were in another year or school.
    pub account_twice: f64,
}

/// How PRONOTE writes a name otherwise. Each rate counts among the identities to which it can happen.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    /// Bases in which no name has an accent.
    pub base_without_accents: f64,
    /// Names that lost their accents in the other bases.
    pub accents_lost: f64,
    /// Hyphens written as spaces, or dropped.
    pub hyphen_lost: f64,
    /// Women with two surnames: the birth name stands instead of the usage name.
    pub birth_name: f64,
    /// Women with two surnames: both stand, joined.
    pub both_names: f64,
    /// Women with two surnames: `X ép. Y`, `Y née X`, `Y (X)`.
    pub decorated: f64,
    /// Double surnames: one of the two stands.
    pub half_surname: f64,
    /// Double surnames: in the other order.
    pub surnames_swapped: f64,
    /// Particles dropped or glued: `de La Tour`, `Latour`, `Tour`.
    pub particle: f64,
    /// Surnames of other alphabets or sounds, written another way: `Benaïssa`, `Ben Aissa`.
    pub transliterated: f64,
    /// Given names with known variants: another of them (`Mathieu`, `Matthieu`).
    pub variant: f64,
    /// Given names with a diminutive: the diminutive (`Alexandre`, `Alex`); adults; a third of it for pupils.
    pub diminutive: f64,
    /// The second given name follows the first.
    pub second_added: f64,
    /// The second given name stands instead of the first.
    pub second_alone: f64,
    /// Compound given names: only the first part.
    pub compound_short: f64,
    /// Compound given names: `J-Baptiste`, `J. Baptiste`, `Jeanbaptiste`.
    pub compound_odd: f64,
    /// One letter wrong in one of the names: left out, added, replaced, swapped with the next.
    pub typo: f64,
    /// Two letters wrong.
    pub second_typo: f64,
    /// Names with an accent in which an encoding was read as another (`LÃ©a`, `L?a`).
    pub mojibake: f64,
    /// Surnames longer than this are cut…
    pub truncated_at: usize,
    /// … in this share of the bases.
    pub base_truncates: f64,
    /// A letter replaced by its neighbour on the keyboard.
    pub keyboard: f64,
    /// A name written as it sounds: `ph` as `f`, `ault` as `o`.
    pub phonetic: f64,
    /// The given name is an initial.
    pub initial: f64,
    /// Two spaces where one belongs, or spaces around.
    pub doubled_spaces: f64,
    /// Surname and given name stand in each other's field.
    pub fields_swapped: f64,
}

/// What else differs in PRONOTE.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Pupils without birth date.
    pub date_missing: f64,
    /// Birth dates with day and month swapped, a part wrong, or the first of January.
    pub date_wrong: f64,
    /// Teachers and staff whose birth date PRONOTE knows.
    pub adult_date: f64,
    /// Pupils in last year's class, or in none.
    pub stale_class: f64,
    /// Schools in which the two lists name classes differently (`6A`, `6EME A`).
    pub classes_renamed: f64,
    /// Guardians without their children.
    pub child_link_missing: f64,
    /// People without title; half of all people in a minimal export.
    pub title_missing: f64,
    /// People with the wrong title.
    pub title_wrong: f64,
    /// Subjects missing or other than in the directory.
    pub subject_differs: f64,
}

/// What the directory itself lacks.
#[derive(Debug, Clone, Copy)]
pub struct Directory {
    /// Pupils without birth date.
    pub date_missing: f64,
    /// Teachers and staff with a birth date.
    pub adult_date: f64,
    /// Guardians with a birth date.
    pub guardian_date: f64,
    /// Women with two surnames of whom only the usage name is known.
    pub birth_name_missing: f64,
    /// People whose further given names are not known.
    pub other_first_missing: f64,
    /// People all of whose given names stand in the field of the first.
    pub all_first: f64,
    /// Names without accents.
    pub accents_lost: f64,
    /// One letter wrong.
    pub typo: f64,
    /// Children missing from a guardian.
    pub child_link_missing: f64,
    /// People without title.
    pub title_missing: f64,
    /// What stands between further given names.
    pub other_first_joined_by: &'static str,
}
