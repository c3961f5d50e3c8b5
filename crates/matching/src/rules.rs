//! What a link needs, and what forbids it.

use crate::decide::Candidate;
use crate::reason::{Field, Level};
use crate::weights::Ownership;
use crate::{Category, Question};

/// The odds (in bits) from which a link needs nobody to look at it, found on invented academies: see
/// `docs/reference/matching.md`. Of a pupil, the birth date excludes nearly everybody; a guardian without pupils in
/// common, or whose names agree only in part, may be a relative.
pub(crate) fn threshold(category: Category, candidate: &Candidate) -> f32 {
    let is = |field, level| candidate.levels.is(field, level);
    match category {
        Category::Pupil if is(Field::BirthDate, Level::Same) => 8.0,
        Category::Pupil => 12.0,
        Category::Guardian => {
            let doubtful = is(Field::LastName, Level::Different) || is(Field::Title, Level::Different);
            match (is(Field::Family, Level::Same), agrees_wholly(candidate)) {
                (true, _) if is(Field::FirstName, Level::Other) => 11.0,
                (true, _) if doubtful => 9.0,
                (true, true) => 5.0,
                (true, false) => 6.0,
                (false, true) if is(Field::Family, Level::Kin) && !doubtful => 8.0,
                (false, _) if candidate.ownership == Ownership::Detached => 13.0,
                (false, _) => 12.0,
            }
        }
        _ => 8.0,
    }
}

/// Whether both names agree but for what clerks change: accents, hyphens, spaces, the name at birth.
pub(crate) fn agrees_wholly(candidate: &Candidate) -> bool {
    let up_to = |field: Field, level: Level| {
        candidate.levels.number(field as usize).is_some_and(|number| number <= level as usize)
    };
    up_to(Field::LastName, Level::Other) && up_to(Field::FirstName, Level::Joined)
}

/// What forbids a link whatever else agrees: a name or a date that says somebody else is meant.
pub(crate) fn contradiction(category: Category, candidate: &Candidate) -> Option<Question> {
    let is = |field, level| candidate.levels.is(field, level);
    if is(Field::FirstName, Level::Different) || candidate.levels.number(Field::FirstName as usize).is_none()
    {
        return Some(Question::FirstNameContradicted);
    }
    if is(Field::BirthDate, Level::Different) {
        return Some(Question::BirthDateContradicted);
    }
    let tied = is(Field::Family, Level::Same) && agrees_wholly(candidate);
    if category == Category::Guardian && is(Field::Title, Level::Different) && !tied {
        return Some(Question::TitleContradicted);
    }
    if category == Category::Guardian && is(Field::Family, Level::Different) {
        return Some(Question::FamilyContradicted);
    }
    let last =
        is(Field::LastName, Level::Different) || candidate.levels.number(Field::LastName as usize).is_none();
    if last && category != Category::Guardian {
        return Some(Question::LastNameContradicted);
    }
    None
}
