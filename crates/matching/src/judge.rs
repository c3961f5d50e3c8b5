//! What the fields of two people say, in bits.

use hashbrown::HashSet;

use crate::Category;
use crate::compare::{self, Agreement, On};
use crate::frequency::{Frequencies, Tally};
use crate::names::NameId;
use crate::people::Row;
use crate::prepared::{Prepared, Vocabulary};
use crate::reason::{FIELDS, Field, Level};
use crate::sets::{SetId, Sets, ValueId};
use crate::weights::Levels;

/// How many people of a school share a last name with somebody by being of one family, on average: a namesake in the
/// family is far likelier than one by chance.
const KIN_PER_SCHOOL: f32 = 0.3;

/// Of two people who answer for one pupil, or two pupils of one guardian, so many share a last name.
const SHARED_IN_FAMILY: f32 = 0.5;

/// So many members of a family bear the first name of another one by custom.
const NAMED_AFTER: f32 = 0.002;

/// Of two pupils of one guardian, so many are twins.
const TWINS: f32 = 0.02;

/// A misspelling is one of so many that could have been made.
const MISSPELLINGS: f32 = 120.0;

/// All that is needed to compare people.
pub(crate) struct Judge<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) frequencies: &'a Frequencies,
    pub(crate) directory: &'a Prepared,
    pub(crate) exported: &'a Prepared,
}

/// What is known of the accounts among which an identity is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    /// How many accounts.
    pub(crate) accounts: f32,
    /// The share of these accounts that is in each class.
    pub(crate) classes: &'a Shares,
    /// The same for subjects.
    pub(crate) subjects: &'a Shares,
    /// Accounts of pupils whose identity in this base is known: the base tells who answers for them.
    pub(crate) pupils: &'a HashSet<u32>,
}

/// The family of an identity, as far as it is linked: rows of the directory, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kin {
    /// Whether the list tells of a family at all.
    pub(crate) told: bool,
    /// Accounts of the pupils a guardian answers for, of the guardians a pupil has.
    pub(crate) linked: Vec<u32>,
    /// Accounts that are related to one of these in the directory.
    pub(crate) related: Vec<u32>,
    /// Of a guardian, those who answer with one of these for other pupils: directories tell a parent of one child and
    /// forget the brother.
    pub(crate) by_marriage: Vec<u32>,
}

/// The fields of one pair: a level, and how often it occurs by chance.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Comparison {
    fields: [Option<(Level, f32)>; FIELDS],
}

impl Comparison {
    fn set(&mut self, field: Field, level: Level, chance: f32) {
        if let Some(cell) = self.fields.get_mut(field as usize) {
            *cell = Some((level, chance));
        }
    }

    /// The fields that were compared.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (Field, Level, f32)> {
        const ORDER: [Field; FIELDS] = [
            Field::LastName,
            Field::FirstName,
            Field::BirthDate,
            Field::Title,
            Field::Class,
            Field::Subject,
            Field::Family,
        ];
        ORDER
            .into_iter()
            .zip(self.fields)
            .filter_map(|(field, told)| told.map(|(level, chance)| (field, level, chance)))
    }

    /// The levels, and the bits of rarity.
    pub(crate) fn summed(&self) -> (Levels, f32) {
        let mut levels = Levels::default();
        let mut chance = 1.0_f64;
        for (field, level, by_chance) in self.fields() {
            levels.set(field, level);
            chance *= f64::from(by_chance);
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a logarithm of a product of seven shares is small"
        )]
        let bits = -chance.log2() as f32;
        (levels, bits)
    }
}

impl Judge<'_> {
    /// Compares an identity with an account.
    pub(crate) fn compare(&self, one: &Row, account: u32, kin: &Kin, around: Around<'_>) -> Comparison {
        let other = self.directory.row(account);
        let mut told = Comparison::default();
        self.family(one.category, account, kin, around, &mut told);
        let related = matches!(told.fields.get(Field::Family as usize), Some(Some((Level::Same, _))));
        self.names(one, &other, account, around, related, &mut told);
        if let Some(level) = compare::dates(one.born, other.born) {
            let chance = match level {
                Level::Same if related => self.frequencies.date(one.born, 2).max(TWINS),
                Level::Same => self.frequencies.date(one.born, 2),
                Level::Swapped => self.frequencies.date(other.born, 1).max(1.0 / 4_000.0),
                Level::Close => 0.022,
                Level::Beginning => 0.02,
                _ => 1.0,
            };
            told.set(Field::BirthDate, level, chance);
        }
        if one.classes != 0 && other.classes != 0 {
            let sets = &self.vocabulary.classes;
            let meet = sets.meet(one.classes, other.classes);
            told.set_met(Field::Class, meet, chance_of(sets.members(one.classes), around.classes));
        }
        if one.subjects != 0 && other.subjects != 0 {
            let sets = &self.vocabulary.subjects;
            let meet = sets.meet(one.subjects, other.subjects);
            told.set_met(Field::Subject, meet, chance_of(sets.members(one.subjects), around.subjects));
        }
        told
    }

    fn names(
        &self,
        one: &Row,
        other: &Row,
        account: u32,
        around: Around<'_>,
        related: bool,
        told: &mut Comparison,
    ) {
        let names = &self.vocabulary.names;
        let last = compare::last_names(names, one.last, other.last, other.birth_last);
        let first = compare::first_names(names, one.first, other.first, other.other_first);
        let different = |told: Option<Agreement>| told.is_some_and(|told| told.level == Level::Different);
        let (mut last, mut first) = (last, first);
        if different(last) && different(first) && self.swapped(one, other) {
            let swapped = |name| Some(Agreement { level: Level::Swapped, on: On::Name(name) });
            (last, first) = (swapped(other.first), swapped(other.last));
        }
        if different(last) && one.category == Category::Guardian && self.is_name_of_child(one.last, account) {
            last = Some(Agreement { level: Level::Kin, on: On::Name(one.last) });
        }
        if let Some(last) = last {
            let tally = if last.level == Level::Swapped {
                self.frequencies.first(one.category)
            } else {
                &self.frequencies.last
            };
            let kin = KIN_PER_SCHOOL / around.accounts.max(1.0);
            let chance =
                self.chance(tally, last, one.last) + kin + if related { SHARED_IN_FAMILY } else { 0.0 };
            told.set(Field::LastName, last.level, chance.min(1.0));
        }
        if let Some(first) = first {
            let tally = if first.level == Level::Swapped {
                &self.frequencies.last
            } else {
                self.frequencies.first(one.category)
            };
            let together = match (last, first.level) {
                (Some(Agreement { level: Level::Same, .. }), Level::Same) => {
                    self.frequencies.first_with_last(one.category, one.last, one.first)
                }
                _ => 0.0,
            };
            let chance =
                self.chance(tally, first, one.first).max(together) + if related { NAMED_AFTER } else { 0.0 };
            told.set(Field::FirstName, first.level, chance.min(1.0));
        }
        self.titles(one, other, first, told);
    }

    /// First names mostly tell how somebody is addressed: agreeing says nothing more then, and disagreeing less.
    fn titles(&self, one: &Row, other: &Row, first: Option<Agreement>, told: &mut Comparison) {
        use crate::Title::Unknown;
        if one.title == Unknown || other.title == Unknown {
            return;
        }
        let agreed = first.is_some_and(|first| first.level < Level::Sound);
        match (one.title == other.title, agreed) {
            (true, true) => told.set(Field::Title, Level::Same, 1.0),
            (true, false) => told.set(Field::Title, Level::Same, 0.5),
            (false, true) => told.set(Field::Title, Level::Different, 0.05),
            (false, false) => told.set(Field::Title, Level::Different, 0.5),
        }
    }

    /// Whether last and first name stand in each other's place.
    fn swapped(&self, one: &Row, other: &Row) -> bool {
        let names = &self.vocabulary.names;
        let agree = |one, other| compare::is_one_name(names, one, other);
        agree(one.last, other.first) && (agree(one.first, other.last) || agree(one.first, other.birth_last))
    }

    fn is_name_of_child(&self, last: NameId, account: u32) -> bool {
        let names = &self.vocabulary.names;
        let child = |child: &u32| compare::is_one_name(names, last, self.directory.row(*child).last);
        last != 0 && self.directory.children.of(account).iter().any(child)
    }

    /// How often a name agrees in this way by chance.
    fn chance(&self, tally: &Tally, agreement: Agreement, exported: NameId) -> f32 {
        let names = &self.vocabulary.names;
        let (name, token) = match agreement.on {
            On::Name(name) => (name, None),
            On::Token(token) => (exported, Some(token)),
            On::Nothing => return 1.0,
        };
        let sound = || tally.sound(names.form(name).sound, 2);
        match agreement.level {
            Level::Same => tally.name(name, 2),
            Level::Part => token.map_or(1.0, |token| 1.5 * tally.token(token, 2)),
            Level::Other => 2.0 * tally.name(name, 1),
            Level::Kin | Level::Swapped => tally.name(name, 1),
            Level::Variant => {
                let token =
                    names.form(name).strong().first().map(|token| names.token(*token)).unwrap_or_default();
                tally.group(token.given, 2).max(tally.group(token.surname, 2))
            }
            Level::Short => tally.name(name, 1) + tally.name(exported, 1) + 0.003,
            Level::Joined | Level::Sound => sound(),
            // Only a writing that nobody else has is likely a slip.
            Level::Close => (MISSPELLINGS * tally.name(exported, 1)).max(tally.name(name, 1)).max(1e-4),
            Level::Beginning if names.squeezed(&names.form(exported)).len() == 1 => 0.08,
            Level::Beginning => (20.0 * tally.name(exported, 1)).max(tally.name(name, 1)).max(1e-4),
            Level::Alone | Level::Different => 1.0,
        }
    }

    fn family(&self, category: Category, account: u32, kin: &Kin, around: Around<'_>, told: &mut Comparison) {
        let own = match category {
            Category::Guardian => self.directory.children.of(account),
            Category::Pupil => self.directory.guardians.of(account),
            _ => return,
        };
        if kin.related.binary_search(&account).is_ok() {
            let chance = (kin.related.len() as f32 / around.accounts.max(1.0)).min(1.0);
            told.set(Field::Family, Level::Same, chance);
        } else if kin.by_marriage.binary_search(&account).is_ok() {
            let chance = (kin.by_marriage.len() as f32 / around.accounts.max(1.0)).min(1.0);
            told.set(Field::Family, Level::Kin, chance);
        } else if kin.told && own.iter().any(|child| around.pupils.contains(child)) {
            // This base knows the account's child, and names others as its guardians.
            told.set(Field::Family, Level::Different, 1.0);
        } else if !kin.linked.is_empty() {
            told.set(Field::Family, if own.is_empty() { Level::Alone } else { Level::Different }, 1.0);
        }
    }
}

impl Comparison {
    fn set_met(&mut self, field: Field, meet: bool, chance: f32) {
        if meet {
            self.set(field, Level::Same, chance)
        } else {
            self.set(field, Level::Different, 1.0 - 0.9 * chance)
        }
    }
}

/// How probably somebody has one of these values by chance.
fn chance_of(values: &[ValueId], shares: &Shares) -> f32 {
    values.iter().map(|value| shares.of(*value)).sum::<f32>().clamp(0.002, 0.9)
}

/// Which share of people has each value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shares(Vec<(ValueId, f32)>);

impl Shares {
    /// Counts the values of these sets, one set for each person.
    pub(crate) fn of_sets(sets: &Sets, each: impl Iterator<Item = SetId>) -> Self {
        let (mut values, mut people): (Vec<ValueId>, f32) = (Vec::new(), 0.0);
        for set in each.filter(|set| *set != 0) {
            values.extend(sets.members(set));
            people += 1.0;
        }
        values.sort_unstable();
        let runs = values.chunk_by(|one, other| one == other);
        Self(runs.filter_map(|run| Some((*run.first()?, run.len() as f32 / people))).collect())
    }

    /// The share of this value.
    pub(crate) fn of(&self, value: ValueId) -> f32 {
        let at = self.0.binary_search_by_key(&value, |(value, _)| *value);
        at.ok().and_then(|at| self.0.get(at)).map_or(0.0, |(_, share)| *share)
    }
}
