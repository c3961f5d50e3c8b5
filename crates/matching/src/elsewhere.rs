//! Accounts of other schools: a pupil who has moved, an account that was never moved on.

use hashbrown::HashSet;

use crate::judge::{Around, Kin, Shares};
use crate::names::{NameId, Names};
use crate::outcome::PROPOSALS;
use crate::people::Row;
use crate::prepared::{Prepared, Vocabulary};
use crate::run::Block;
use crate::view::View;
use crate::{Category, Proposal};

/// A name that so many bear tells nobody apart in a whole region.
const MOST_NAMESAKES: usize = 32;

/// So many identities without account in their school have one in another.
const MOVED: f32 = 0.03;

/// Who resembles an account by so many bits is not looked for under less than both names.
const ALIKE: f32 = -8.0;

/// Accounts of other schools below these bits are not proposed.
const LEAST_ELSEWHERE: f32 = -17.0;

/// All accounts by what is heard of both names, and pupils by birth date and first name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Elsewhere {
    /// Keys and rows, sorted.
    postings: Vec<(u32, u32)>,
}

impl Elsewhere {
    pub(crate) fn of(directory: &Prepared, vocabulary: &Vocabulary) -> Self {
        let mut postings = Vec::with_capacity(directory.rows.len() * 2);
        for (number, row) in (0_u32..).zip(&directory.rows) {
            let Keys { near, far } = Keys::of(&vocabulary.names, row);
            postings.extend(near.into_iter().chain(far).flatten().map(|key| (key, number)));
        }
        postings.sort_unstable();
        postings.dedup();
        postings.shrink_to_fit();
        Self { postings }
    }

    /// The accounts, wherever they are, that are found under these keys, in the order of their rows.
    fn candidates(&self, keys: &[Option<u32>]) -> Vec<u32> {
        let mut found = Vec::new();
        for key in keys.iter().copied().flatten() {
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
struct Keys {
    /// What is heard of both names; of pupils the birth date with either name.
    near: [Option<u32>; 4],
    /// The first name with the letters of the last name, the last name with the first letter of the first name.
    far: [Option<u32>; 4],
}

impl Keys {
    fn of(names: &Names, person: &Row) -> Self {
        let heard = |name| names.form(name).sound;
        let token = names.form(person.first).all().first().copied();
        let first = token.map_or(0, |token| names.token(token).sound);
        let letter = token.and_then(|token| names.word(token).chars().next()).map_or(0, u32::from);
        let mix = |kind: u32, one: u32, other: u32| {
            let told = one != 0 && other != 0;
            told.then(|| mixed(kind << 3 | person.category as u32, one, other))
        };
        let last = person.last;
        let birth = if person.birth_last == last { 0 } else { person.birth_last };
        let born = if person.category == Category::Pupil { person.born.0 } else { 0 };
        Self {
            near: [
                mix(0, heard(last), first),
                mix(0, heard(birth), first),
                mix(1, born, first),
                mix(1, born, heard(last)),
            ],
            far: [
                mix(2, letters(names, last), first),
                mix(2, letters(names, birth), first),
                mix(3, heard(last), letter),
                mix(3, heard(birth), letter),
            ],
        }
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

impl View<'_> {
    /// What other schools have for those of a block who are left open.
    pub(crate) fn look_elsewhere(&self, block: &Block) -> Vec<(u32, Vec<Proposal>)> {
        let open: Vec<u32> = block.identities.iter().filter(|one| !self.is_settled(**one)).copied().collect();
        if open.is_empty() {
            return Vec::new();
        }
        let own = self.engine.groups.accounts(block.category, block.school);
        let found = open.into_iter().map(|identity| (identity, self.elsewhere(block, &own, identity)));
        found.filter(|(_, found)| !found.is_empty()).collect()
    }

    /// Accounts of other schools that may be this identity's, best first; `here` are those of its own, in order.
    fn elsewhere(&self, block: &Block, here: &[u32], identity: u32) -> Vec<Proposal> {
        let state = self.state;
        let one = state.exported.row(identity);
        let (classes, subjects, pupils) = (Shares::default(), Shares::default(), HashSet::new());
        let accounts = self.engine.groups.size(block.category) as f32;
        let around = Around { accounts, classes: &classes, subjects: &subjects, pupils: &pupils };
        let related = self.related_elsewhere(identity, block.category);
        let kin = Kin { related, ..self.kin(identity, block.category) };
        let judge = self.judge();
        let among = accounts / MOVED;
        let bits = |account: u32| {
            let (levels, rarity) = judge.compare(&one, account, &kin, around).summed();
            rarity + state.weights.of(block.category, levels) - among.max(1.0).log2()
        };
        let mut found: Vec<Proposal> = Vec::new();
        let mut propose = |accounts: Vec<u32>| {
            let new = accounts
                .into_iter()
                .filter(|account| here.binary_search(account).is_err())
                .filter(|account| !state.past.is_refused(identity, *account))
                .filter(|account| self.engine.directory.row(*account).category == block.category)
                .map(|account| Proposal { row: account, bits: bits(account) })
                .filter(|proposal| proposal.bits > LEAST_ELSEWHERE);
            found.extend(new);
            found.sort_by(|one, other| other.bits.total_cmp(&one.bits).then(one.row.cmp(&other.row)));
            found.dedup_by_key(|proposal| proposal.row);
            found.truncate(PROPOSALS);
            found.first().map_or(f32::MIN, |best| best.bits)
        };
        let Keys { near, far } = Keys::of(&state.vocabulary.names, &one);
        let index = &self.engine.elsewhere;
        let own = state.decided.get(identity as usize).and_then(|decided| decided.proposals().first());
        let best = propose([index.candidates(&near), kin.related.clone()].concat());
        if best.max(own.map_or(f32::MIN, |own| own.bits)) < ALIKE {
            propose(index.candidates(&far));
        }
        found
    }

    /// The guardians of the accounts that the pupils of a guardian may have, here or elsewhere.
    fn related_elsewhere(&self, identity: u32, category: Category) -> Vec<u32> {
        if category != Category::Guardian {
            return Vec::new();
        }
        let family = self.state.exported.children.of(identity).iter();
        let accounts = family.filter_map(|member| self.account_of(*member));
        let guardians = |account: u32| self.engine.directory.guardians.of(account).iter().copied();
        let mut related: Vec<u32> = accounts.flat_map(guardians).collect();
        related.sort_unstable();
        related.dedup();
        related
    }
}
