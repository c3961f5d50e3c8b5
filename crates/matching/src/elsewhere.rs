//! Accounts of other schools: a pupil who has moved, an account that was never moved on.

use hashbrown::HashSet;
use rayon::prelude::*;

use crate::compare::is_one_name;
use crate::judge::{Around, Kin, Shares};
use crate::names::{NameId, Names};
use crate::outcome::PROPOSALS;
use crate::people::Row;
use crate::prepared::{Prepared, Vocabulary};
use crate::reason::{Field, Level};
use crate::run::Block;
use crate::view::{LARGEST_FAMILY, View, is_family};
use crate::{Category, Proposal};

/// A name that so many bear tells nobody apart in a whole region.
const MOST_NAMESAKES: usize = 32;

/// So many identities without account in their school have one in another.
const MOVED: f32 = 0.03;

/// What it says in bits that somebody answers for pupils of one last name in both schools.
const NAMESAKES: f32 = 2.0;

/// Who resembles an account by so many bits is not looked for under less than both names.
const ALIKE: f32 = -8.0;

/// Accounts of other schools below these bits are not proposed.
const LEAST_ELSEWHERE: f32 = -17.0;

/// All accounts by their [`Keys`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Elsewhere {
    /// Keys and rows, sorted.
    postings: Vec<(u32, u32)>,
}

impl Elsewhere {
    pub(crate) fn of(directory: &Prepared, vocabulary: &Vocabulary) -> Self {
        let keyed = |(number, row): (usize, &Row)| {
            let Keys { near, far } = Keys::of(&vocabulary.names, row);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            near.into_iter().chain(far).map(move |key| (key, number))
        };
        let mut postings: Vec<(u32, u32)> =
            directory.rows.par_iter().enumerate().flat_map_iter(keyed).collect();
        postings.par_sort_unstable();
        postings.dedup();
        postings.shrink_to_fit();
        Self { postings }
    }

    /// The accounts, wherever they are, that are found under these keys, in the order of their rows.
    fn candidates(&self, keys: &[u32]) -> Vec<u32> {
        let mut found = Vec::new();
        for key in keys.iter().copied() {
            let start = self.postings.partition_point(|(other, _)| *other < key);
            let rest = self.postings.get(start..).unwrap_or_default();
            let posting = rest.iter().take_while(|(other, _)| *other == key).take(MOST_NAMESAKES + 1);
            let rows: Vec<u32> = posting.map(|(_, row)| *row).collect();
            if rows.len() <= MOST_NAMESAKES {
                found.extend(rows);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Under what a person is found in other schools.
#[derive(Debug, Default)]
struct Keys {
    /// What is heard of the first name and of a last name or one of its words; of pupils the birth date with either name.
    near: Vec<u32>,
    /// The first name with the letters of a last name, a last name with the first letter of the first name.
    far: Vec<u32>,
}

impl Keys {
    fn of(names: &Names, person: &Row) -> Self {
        let mut keys = Self::default();
        let token = names.form(person.first).all().first().copied();
        let first = token.map_or(0, |token| names.token(token).sound);
        let letter = token.and_then(|token| names.word(token).chars().next()).map_or(0, u32::from);
        let mix = |kind: u32, one: u32, other: u32| {
            let told = one != 0 && other != 0;
            told.then(|| mixed(kind << 3 | person.category as u32, one, other))
        };
        let birth = if person.birth_last == person.last { 0 } else { person.birth_last };
        for last in [person.last, birth].into_iter().filter(|last| *last != 0) {
            let form = names.form(last);
            keys.near.extend(mix(0, form.sound, first));
            if form.strong().len() > 1 {
                let words = form.strong().iter().map(|word| names.token(*word).sound);
                keys.near.extend(words.filter_map(|word| mix(0, word, first)));
            }
            keys.far.extend(mix(2, letters(names, last), first));
            keys.far.extend(mix(3, form.sound, letter));
        }
        if person.category == Category::Pupil {
            keys.near.extend(mix(1, person.born.0, first));
            keys.near.extend(mix(1, person.born.0, names.form(person.last).sound));
        }
        keys
    }
}

/// Which letters stand in a name: doubling, dropping a double or exchanging some changes nothing.
fn letters(names: &Names, name: NameId) -> u32 {
    let bit = |letter: u8| 1_u32 << (letter & 31);
    names.squeezed(&names.form(name)).bytes().fold(0, |bits, letter| bits | bit(letter))
}

fn mixed(kind: u32, one: u32, other: u32) -> u32 {
    let mixed = (u64::from(one) << 32 | u64::from(other)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ u64::from(kind)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    u32::try_from(mixed >> 32).unwrap_or(0)
}

/// What is proposed further to somebody who is left open.
pub(crate) struct Further {
    pub(crate) identity: u32,
    /// Best first.
    pub(crate) found: Vec<Proposal>,
    /// Whether the best is of another school.
    pub(crate) is_elsewhere: bool,
}

impl View<'_> {
    /// What other schools have for those of a block who are left open.
    pub(crate) fn look_elsewhere(&self, block: &Block) -> Vec<Further> {
        let open: Vec<u32> = block.identities.iter().filter(|one| !self.is_settled(**one)).copied().collect();
        if open.is_empty() {
            return Vec::new();
        }
        let own = self.engine.groups.accounts(block.category, block.school);
        let further = |identity| {
            let found = self.elsewhere(block, &own, identity);
            let is_elsewhere = found.first().is_some_and(|best| own.binary_search(&best.row).is_err());
            Further { identity, found, is_elsewhere }
        };
        open.into_iter().map(further).filter(|further| !further.found.is_empty()).collect()
    }

    /// Accounts of other schools that may be this identity's, and those of its own (`here`, in order) that its unlinked
    /// pupils lead to, best first.
    fn elsewhere(&self, block: &Block, here: &[u32], identity: u32) -> Vec<Proposal> {
        let state = self.state;
        let one = state.exported.row(identity);
        let (classes, subjects, pupils) = (Shares::default(), Shares::default(), HashSet::new());
        let accounts = self.engine.groups.size(block.category) as f32;
        let around = Around { accounts, classes: &classes, subjects: &subjects, pupils: &pupils };
        let kin = self.supposed_kin(identity, block.category);
        let family: Vec<u32> = kin.related.iter().chain(&kin.by_marriage).copied().collect();
        let judge = self.judge();
        let proposal = |account: u32, among: f32| {
            let (levels, rarity) = judge.compare(&one, account, &kin, around).summed();
            let named = if self.answers_for_namesakes(identity, account) { NAMESAKES } else { 0.0 };
            let bits = rarity + state.weights.of(block.category, levels) + named - among.max(1.0).log2();
            // Of whom both names differ only a family speaks, which is itself supposed.
            let stranger =
                levels.is(Field::LastName, Level::Different) && levels.is(Field::FirstName, Level::Different);
            (bits > LEAST_ELSEWHERE && !stranger).then_some(Proposal { row: account, bits })
        };
        let mut found: Vec<Proposal> = Vec::new();
        let mut propose = |accounts: &[u32], among: f32, fits: &dyn Fn(u32) -> bool| {
            let new = accounts
                .iter()
                .copied()
                .filter(|account| fits(*account))
                .filter(|account| !state.past.is_refused(identity, *account))
                .filter(|account| self.engine.directory.row(*account).category == block.category)
                .filter_map(|account| proposal(account, among));
            found.extend(new);
            found.sort_by(|one, other| other.bits.total_cmp(&one.bits).then(one.row.cmp(&other.row)));
            found.dedup_by_key(|proposal| proposal.row);
            found.truncate(PROPOSALS);
            found.first().map_or(f32::MIN, |best| best.bits)
        };
        let is_here = |account: u32| here.binary_search(&account).is_ok();
        let is_elsewhere = |account: u32| !is_here(account);
        let Keys { near, far } = Keys::of(&state.vocabulary.names, &one);
        let index = &self.engine.elsewhere;
        let own = state.decided.get(identity as usize).and_then(|decided| decided.proposals().first());
        propose(&family, here.len() as f32, &is_here);
        propose(&family, accounts / MOVED, &is_elsewhere);
        let best = propose(&index.candidates(&near), accounts / MOVED, &is_elsewhere);
        if best.max(own.map_or(f32::MIN, |own| own.bits)) < ALIKE {
            propose(&index.candidates(&far), accounts / MOVED, &is_elsewhere);
        }
        found
    }

    /// The family of a guardian as the accounts tell it that its pupils most likely have, linked or not.
    fn supposed_kin(&self, identity: u32, category: Category) -> Kin {
        let kin = self.kin(identity, category);
        if category != Category::Guardian {
            return kin;
        }
        let pupils = self.state.exported.children.of(identity).iter().take(LARGEST_FAMILY);
        let accounts = pupils.filter_map(|pupil| self.account_of(*pupil));
        let guardians = |account: u32| Some(self.engine.directory.guardians.of(account)).filter(is_family);
        let mut related: Vec<u32> = accounts.filter_map(guardians).flatten().copied().collect();
        related.sort_unstable();
        related.dedup();
        let by_marriage = self.by_marriage(&related);
        Kin { related, by_marriage, ..kin }
    }

    /// Whether a guardian answers for pupils of one last name here and there: brothers and sisters.
    fn answers_for_namesakes(&self, identity: u32, account: u32) -> bool {
        let (exported, directory) = (&self.state.exported, &self.engine.directory);
        let lasts = |pupil: &u32| exported.row(*pupil).last;
        let pupils = exported.children.of(identity).iter().take(LARGEST_FAMILY);
        let names: Vec<NameId> = pupils.map(lasts).collect();
        directory.children.of(account).iter().take(LARGEST_FAMILY).any(|child| {
            let last = directory.row(*child).last;
            names.iter().any(|name| is_one_name(&self.state.vocabulary.names, *name, last))
        })
    }
}
