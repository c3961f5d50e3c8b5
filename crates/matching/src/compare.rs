//! How two values compare: a level for each field.

use crate::names::{Form, NO_GROUP, NameId, Names, TokenId, apart, is_short_form};
use crate::people::Date;
use crate::reason::Level;

/// A level, and the name or word that agrees: how rare it is decides what the agreement is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) level: Level,
    pub(crate) on: On,
}

/// What agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    /// This whole name.
    Name(NameId),
    /// This word of it.
    Token(TokenId),
    /// Nothing.
    Nothing,
}

const DIFFERENT: Agreement = Agreement { level: Level::Different, on: On::Nothing };

/// Compares an exported last name with the two of an account: the usual one and the one at birth. Nothing when there is
/// none to compare.
pub(crate) fn last_names(names: &Names, exported: NameId, usual: NameId, birth: NameId) -> Option<Agreement> {
    if exported == 0 || usual == 0 && birth == 0 {
        return None;
    }
    let with_usual = last_name(names, exported, usual);
    if birth == 0 || birth == usual || with_usual.level == Level::Same {
        return Some(with_usual);
    }
    let with_birth = last_name(names, exported, birth);
    if matches!(with_birth.level, Level::Same | Level::Joined) {
        return Some(Agreement { level: Level::Other, on: On::Name(exported) });
    }
    // A double name made of both.
    let (form, one, other) = (names.form(exported), names.form(usual), names.form(birth));
    let both = |token: &TokenId| one.strong().contains(token) || other.strong().contains(token);
    if form.strong().len() > 1 && form.strong().iter().all(both) {
        return Some(Agreement { level: Level::Joined, on: On::Name(usual) });
    }
    Some(if with_birth.level < with_usual.level { with_birth } else { with_usual })
}

/// What needs no look at the letters: the same name, or one that is missing.
fn plainly(one: NameId, other: NameId) -> Option<Agreement> {
    match (one == other, one == 0 || other == 0) {
        (true, _) => Some(Agreement { level: Level::Same, on: On::Name(one) }),
        (false, true) => Some(DIFFERENT),
        (false, false) => None,
    }
}

/// Compares two last names.
pub(crate) fn last_name(names: &Names, one: NameId, other: NameId) -> Agreement {
    if let Some(plain) = plainly(one, other) {
        return plain;
    }
    let (form, facing) = (names.form(one), names.form(other));
    let on_name = |level| Agreement { level, on: On::Name(other) };
    if form.squeezed == facing.squeezed || same_words(&form, &facing) {
        return on_name(Level::Joined);
    }
    if let Some(token) = shared_part(&form, &facing) {
        return Agreement { level: Level::Part, on: On::Token(token) };
    }
    let group = |form: &Form| match form.strong() {
        [token] => names.token(*token).surname,
        _ => NO_GROUP,
    };
    if group(&form) != NO_GROUP && group(&form) == group(&facing) {
        return on_name(Level::Variant);
    }
    alike(names, &form, &facing).map_or(DIFFERENT, on_name)
}

/// Whether two last names are one but for spaces, hyphens and the order of their words.
pub(crate) fn is_one_name(names: &Names, one: NameId, other: NameId) -> bool {
    if one == 0 || other == 0 {
        return one == other;
    }
    let (form, facing) = (names.form(one), names.form(other));
    form.squeezed == facing.squeezed || same_words(&form, &facing)
}

/// Compares an exported first name with that of an account, and with its further ones.
pub(crate) fn first_names(
    names: &Names,
    exported: NameId,
    first: NameId,
    others: NameId,
) -> Option<Agreement> {
    if exported == 0 || first == 0 {
        return None;
    }
    let with_first = first_name(names, exported, first);
    if others == 0 || with_first.level <= Level::Joined {
        return Some(with_first);
    }
    let (form, further) = (names.form(exported), names.form(others));
    let named = |token: &TokenId| further.all().contains(token);
    if with_first.level > Level::Other && !form.all().is_empty() && form.all().iter().all(named) {
        return Some(Agreement { level: Level::Other, on: On::Name(exported) });
    }
    Some(with_first)
}

/// Compares two first names.
pub(crate) fn first_name(names: &Names, one: NameId, other: NameId) -> Agreement {
    if let Some(plain) = plainly(one, other) {
        return plain;
    }
    let (form, facing) = (names.form(one), names.form(other));
    let on_name = |level| Agreement { level, on: On::Name(other) };
    if form.squeezed == facing.squeezed {
        return on_name(Level::Joined);
    }
    if let Some(token) = contained(&form, &facing) {
        return Agreement { level: Level::Part, on: On::Token(token) };
    }
    let (heads, words) = match (form.all(), facing.all()) {
        ([one], [other]) => {
            ((names.token(*one), names.token(*other)), (names.word(*one), names.word(*other)))
        }
        _ => return several(names, &form, &facing).map_or(DIFFERENT, on_name),
    };
    if heads.0.given != NO_GROUP && heads.0.given == heads.1.given {
        return on_name(Level::Variant);
    }
    if is_short_form(words.0, words.1) {
        return on_name(Level::Short);
    }
    let initial = |one: &str, other: &str| {
        (one.len() == 1 || one.len() > 2) && other.starts_with(one) && other.len() > one.len() + 2
    };
    if initial(words.0, words.1) || initial(words.1, words.0) {
        return on_name(Level::Beginning);
    }
    alike(names, &form, &facing).map_or(DIFFERENT, on_name)
}

/// The words are the same in another order.
fn same_words(one: &Form, other: &Form) -> bool {
    one.strong().len() == other.strong().len()
        && one.strong().len() > 1
        && one.strong().iter().all(|token| other.strong().contains(token))
}

/// A strong word that both hold: one of the names is the other and more.
fn shared_part(one: &Form, other: &Form) -> Option<TokenId> {
    one.strong().iter().find(|token| other.strong().contains(token)).copied()
}

/// One of the first names is the other and more: `jean` and `jean pierre`. Two that share a word and differ in another
/// (`marie claire`, `marie anne`) are two people's.
fn contained(one: &Form, other: &Form) -> Option<TokenId> {
    let (short, long) = if one.all().len() < other.all().len() { (one, other) } else { (other, one) };
    let within = !short.all().is_empty() && short.all().iter().all(|token| long.all().contains(token));
    within.then(|| short.all().first().copied()).flatten()
}

/// First names of several words that are nearly written alike, or of which one is the other and more but for a slip.
fn several(names: &Names, one: &Form, other: &Form) -> Option<Level> {
    if let Some(level) = alike(names, one, other) {
        return Some(level);
    }
    let (short, long) = if one.all().len() < other.all().len() { (one, other) } else { (other, one) };
    let nearly = |one: &TokenId, other: &TokenId| {
        let (head, facing) = (names.token(*one), names.token(*other));
        let (word, against) = (names.word(*one), names.word(*other));
        let initial = |one: &str, other: &str| one.len() == 1 && other.starts_with(one);
        one == other
            || initial(word, against)
            || initial(against, word)
            || head.given != NO_GROUP && head.given == facing.given
            || word.len() >= 4 && head.sound == facing.sound
            || word.len() >= 5 && apart(word.as_bytes(), against.as_bytes(), 1).is_some()
    };
    let found = |token: &TokenId| long.all().iter().any(|against| nearly(token, against));
    (!short.all().is_empty() && short.all().iter().all(found)).then_some(Level::Close)
}

/// What sounds, or is written, nearly the same. What can be told without the letters is told first: most pairs are of
/// two names.
fn alike(names: &Names, one: &Form, other: &Form) -> Option<Level> {
    let (short, long) = (one.length.min(other.length), one.length.max(other.length));
    let damaged = one.damaged || other.damaged;
    let letters = || (names.squeezed(one).as_bytes(), names.squeezed(other).as_bytes());
    let within = |limit| {
        let (text, facing) = letters();
        apart(text, facing, limit).is_some()
    };
    if damaged && within(0) {
        return Some(Level::Joined);
    }
    if one.sound == other.sound && short >= 3 {
        return Some(Level::Sound);
    }
    let common = one.signature & other.signature;
    if short >= 5 && long > short + 1 && (common == one.signature || common == other.signature) {
        let (text, facing) = letters();
        if text.starts_with(facing) || facing.starts_with(text) {
            return Some(Level::Beginning);
        }
    }
    let limit = match short {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let far = (one.signature ^ other.signature).count_ones() > 6 * u32::from(limit) && !damaged;
    (limit > 0 && long - short <= limit && !far && within(limit)).then_some(Level::Close)
}

/// A year written wrongly is rarely further off.
const MOST_YEARS: u32 = 10;

/// Compares two birth dates; nothing when one is not known.
pub(crate) fn dates(one: Date, other: Date) -> Option<Level> {
    if !one.is_known() || !other.is_known() {
        return None;
    }
    let ((year, month, day), (other_year, other_month, other_day)) = (one.parts(), other.parts());
    let agreeing =
        usize::from(year == other_year) + usize::from(month == other_month) + usize::from(day == other_day);
    let filler = |month, day| month == 1 && day == 1;
    Some(match agreeing {
        3 => Level::Same,
        // A clerk who knows only the year writes the first of January.
        _ if year == other_year && (filler(month, day) || filler(other_month, other_day)) => Level::Beginning,
        // A slip of the pen does not make a pupil a father.
        2 if year.abs_diff(other_year) <= MOST_YEARS => Level::Close,
        _ if year == other_year && month == other_day && day == other_month => Level::Swapped,
        _ => Level::Different,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Day;

    fn last(one: &str, usual: &str, birth: &str) -> Option<Level> {
        let mut names = Names::default();
        let (one, usual, birth) = (names.intern(one), names.intern(usual), names.intern(birth));
        last_names(&names, one, usual, birth).map(|agreement| agreement.level)
    }

    fn first(one: &str, first: &str, others: &str) -> Option<Level> {
        let mut names = Names::default();
        let (one, first, others) = (names.intern(one), names.intern(first), names.intern(others));
        first_names(&names, one, first, others).map(|agreement| agreement.level)
    }

    #[test]
    fn last_names_compare() {
        for (exported, usual, birth, level) in [
            ("VERDIER", "Verdier", "", Some(Level::Same)),
            ("LE GOFF", "Legoff", "", Some(Level::Joined)),
            ("DE LA TOUR", "Tour", "", Some(Level::Part)),
            ("CASTEL VERDIER", "Verdier-Castel", "", Some(Level::Joined)),
            ("VERDIER", "Castel", "Verdier", Some(Level::Other)),
            ("CASTEL VERDIER", "Castel", "Verdier", Some(Level::Joined)),
            ("CASTEL", "Castel-Verdier", "", Some(Level::Part)),
            ("LEFEVRE", "Lefebvre", "", Some(Level::Sound)),
            ("VERDEIR", "Verdier", "", Some(Level::Close)),
            ("VERD?ER", "Verdier", "", Some(Level::Joined)),
            ("CASTELLANOS", "Castellanos-Ruiz", "", Some(Level::Part)),
            ("CASTELLAN", "Castellanoriz", "", Some(Level::Beginning)),
            ("VERDIER", "Morel", "", Some(Level::Different)),
            ("", "Morel", "", None),
            ("VERDIER", "", "", None),
        ] {
            assert_eq!(last(exported, usual, birth), level, "{exported} {usual} {birth}");
        }
    }

    #[test]
    fn first_names_compare() {
        for (exported, usual, others, level) in [
            ("Zoé", "ZOE", "", Some(Level::Same)),
            ("Jean-Pierre", "Jeanpierre", "", Some(Level::Joined)),
            ("Jean", "Jean-Pierre", "", Some(Level::Part)),
            ("Marie-Claire", "Marie-Anne", "", Some(Level::Different)),
            ("Louise", "Marie", "Jeanne, Louise", Some(Level::Other)),
            ("Mohammed", "Mohamed", "", Some(Level::Variant)),
            ("Alex", "Alexandre", "", Some(Level::Short)),
            ("L.", "Louise", "", Some(Level::Beginning)),
            ("Léa", "Léo", "", Some(Level::Different)),
            ("Lucas", "Nathan", "", Some(Level::Different)),
            ("Valentni", "Valentin", "", Some(Level::Close)),
            ("Valentni Marc", "Valentin", "", Some(Level::Close)),
            ("Natalie", "Marie-Nathalie", "", Some(Level::Close)),
            ("J-Pierre", "Jean-Pierre", "", Some(Level::Close)),
            ("", "Zoé", "", None),
        ] {
            assert_eq!(first(exported, usual, others), level, "{exported} {usual} {others}");
        }
    }

    #[test]
    fn birth_dates_compare() {
        let date = |year, month, day| Date::of(Some(Day { year, month, day }));
        let unknown = Date::default();
        for (one, other, level) in [
            (date(2012, 3, 4), date(2012, 3, 4), Some(Level::Same)),
            (date(2012, 3, 4), date(2012, 4, 3), Some(Level::Swapped)),
            (date(2012, 3, 4), date(2012, 3, 14), Some(Level::Close)),
            (date(2012, 3, 4), date(2011, 3, 4), Some(Level::Close)),
            (date(2012, 1, 1), date(2012, 3, 4), Some(Level::Beginning)),
            (date(2012, 3, 4), date(2010, 5, 6), Some(Level::Different)),
            (date(2012, 3, 4), date(1972, 3, 4), Some(Level::Different)),
            (date(2012, 3, 4), unknown, None),
        ] {
            assert_eq!(dates(one, other), level, "{one:?} {other:?}");
        }
    }
}
