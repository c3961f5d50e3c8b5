//! One reconciliation: pupils first, then their guardians, then the pupils again whom their guardians tell apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::decide::{Decided, Found, NOBODY, decide};
use crate::engine::Engine;
use crate::frequency::Frequencies;
use crate::judge::{Judge, Kin};
use crate::prepared::{Prepared, Vocabulary};
use crate::scope::Scope;
use crate::search::{Search, Sought};
use crate::sets::ValueId;
use crate::weights::{Seen, Weights};
use crate::{Category, History, Outcome, People, Proposal, Verdict};

/// Identities of one school and category.
#[derive(Debug)]
struct Block {
    category: Category,
    school: ValueId,
    identities: Vec<u32>,
}

/// What was decided earlier, by rows.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// Of an identity, its confirmed account.
    pub(crate) confirmed: HashMap<u32, u32>,
    /// Accounts confirmed for an identity, with its school; without it when the identity is not in the list.
    taken: HashSet<(u32, Option<ValueId>)>,
    /// Pairs that are not one person.
    pub(crate) refused: HashSet<(u32, u32)>,
}

impl Past {
    /// Whether an account is somebody else's in this school.
    pub(crate) fn is_taken(&self, account: u32, school: ValueId) -> bool {
        !self.taken.is_empty()
            && (self.taken.contains(&(account, None)) || self.taken.contains(&(account, Some(school))))
    }
}

/// One reconciliation on its way.
pub(crate) struct Run<'a> {
    engine: &'a Engine,
    vocabulary: Vocabulary,
    exported: Prepared,
    frequencies: Frequencies,
    weights: Weights,
    past: Past,
    blocks: Vec<Block>,
    decided: Vec<Decided>,
    work: u64,
}

/// So many identities of a category are enough to learn from.
const SAMPLE: usize = 20_000;

/// Learning settles in so many passes.
const PASSES: usize = 6;

impl<'a> Run<'a> {
    pub(crate) fn new(engine: &'a Engine, people: &People, history: &History) -> Self {
        let mut vocabulary = engine.vocabulary.clone();
        let exported = Prepared::new(people, &mut vocabulary);
        let frequencies = Frequencies::of(&vocabulary, [&engine.directory.rows, &exported.rows]);
        let past = past(engine, people, &exported, &vocabulary, history);
        let blocks = blocks(&exported, &vocabulary);
        let mut decided = vec![Decided::default(); exported.rows.len()];
        for (identity, account) in &past.confirmed {
            if let Some(cell) = decided.get_mut(*identity as usize) {
                *cell = Decided::known(*account);
            }
        }
        Self {
            engine,
            vocabulary,
            exported,
            frequencies,
            weights: Weights::default(),
            past,
            blocks,
            decided,
            work: 0,
        }
    }

    pub(crate) fn decide(mut self) -> Outcome {
        use Category::{Guardian, Inspector, InternshipSupervisor, Pupil, Staff, Teacher};
        for category in [Pupil, Guardian] {
            self.learn(category);
            self.settle(category, false);
        }
        for category in [Pupil, Guardian] {
            self.settle(category, true);
        }
        for category in [Teacher, Staff, Inspector, InternshipSupervisor] {
            self.learn(category);
            self.settle(category, false);
        }
        let mut outcome = Outcome::default();
        outcome.add_work(self.work);
        for decided in &self.decided {
            outcome.push(decided.verdict, decided.proposals());
        }
        outcome
    }

    fn judge(&self) -> Judge<'_> {
        Judge {
            vocabulary: &self.vocabulary,
            frequencies: &self.frequencies,
            directory: &self.engine.directory,
            exported: &self.exported,
        }
    }

    /// Learns what levels say of a category, from a part of it where it is large.
    fn learn(&mut self, category: Category) {
        let mut sampled = 0;
        let of_category: Vec<&Block> =
            self.blocks.iter().filter(|block| block.category == category).collect();
        let all: usize = of_category.iter().map(|block| block.identities.len()).sum();
        // Every so manieth school, so that no region weighs more than another.
        let stride = all.div_ceil(SAMPLE).max(1);
        let mut sample = Vec::new();
        for block in of_category.iter().step_by(stride) {
            if sampled > SAMPLE {
                break;
            }
            sampled += block.identities.len();
            sample.push(*block);
        }
        let found: Vec<(Sought, Vec<Found>)> = sample
            .par_iter()
            .map(|block| {
                let scope = self.scope(block);
                let (sought, found) = self.search(block, &scope, &block.identities);
                (sought, found)
            })
            .collect();
        let mut weights = self.weights.clone();
        for _ in 0..PASSES {
            let mut seen = Seen::default();
            for (sought, found) in &found {
                for one in found {
                    one.teach(&weights, sought, category, &mut seen);
                }
            }
            weights.learn(category, &seen);
        }
        self.weights = weights;
    }

    fn scope(&self, block: &Block) -> Scope {
        let rows = self.engine.groups.accounts(block.category, self.school(block));
        Scope::new(rows, &self.engine.directory, &self.vocabulary)
    }

    fn school(&self, block: &Block) -> ValueId {
        block.school
    }

    fn search(&self, block: &Block, scope: &Scope, identities: &[u32]) -> (Sought, Vec<Found>) {
        let judge = self.judge();
        let search = Search {
            judge: &judge,
            weights: &self.weights,
            scope,
            past: &self.past,
            category: block.category,
            school: block.school,
        };
        let sought = search.sought(block.identities.iter().map(|identity| self.exported.row(*identity)));
        let found = identities
            .iter()
            .filter(|identity| !self.past.confirmed.contains_key(identity))
            .map(|identity| search.find(*identity, &self.kin(*identity, block.category), &sought))
            .collect();
        (sought, found)
    }

    /// Decides on a category, school by school; `again` only on those who were left open and whose family has become
    /// known since.
    fn settle(&mut self, category: Category, again: bool) {
        let results: Vec<(Vec<(u32, Decided)>, u64)> = self
            .blocks
            .par_iter()
            .filter(|block| block.category == category)
            .map(|block| self.settle_block(block, again))
            .collect();
        for (decided, work) in results {
            self.work += work;
            for (identity, decided) in decided {
                if let Some(cell) = self.decided.get_mut(identity as usize) {
                    *cell = decided;
                }
            }
        }
    }

    fn settle_block(&self, block: &Block, again: bool) -> (Vec<(u32, Decided)>, u64) {
        let (settled, open): (Vec<u32>, Vec<u32>) =
            block.identities.iter().partition(|identity| again && self.is_settled(**identity));
        let with_kin = |identity: &u32| !self.kin(*identity, block.category).linked.is_empty();
        if open.is_empty() || again && !open.iter().any(with_kin) {
            return (Vec::new(), 0);
        }
        let linked: HashSet<u32> = settled.iter().filter_map(|identity| self.account_of(*identity)).collect();
        let scope = self.scope(block);
        let (sought, found) = self.search(block, &scope, &open);
        let work = found.iter().map(|found| u64::from(found.compared)).sum();
        let free = |account: u32| !linked.contains(&account) && !self.past.is_taken(account, block.school);
        (decide(&found, &sought, &self.weights, block.category, &free), work)
    }

    fn is_settled(&self, identity: u32) -> bool {
        let verdict = self.decided.get(identity as usize).map(|decided| decided.verdict);
        matches!(verdict, Some(Verdict::Known | Verdict::Automatic))
    }

    fn account_of(&self, identity: u32) -> Option<u32> {
        let decided = self.decided.get(identity as usize)?;
        decided.proposals().first().map(|proposal| proposal.row)
    }

    /// The family of an identity, as far as it is linked beyond doubt.
    fn kin(&self, identity: u32, category: Category) -> Kin {
        let (exported, directory) = (&self.exported, &self.engine.directory);
        let (family, relation) = match category {
            Category::Guardian => (exported.children.of(identity), &directory.guardians),
            Category::Pupil => (exported.guardians.of(identity), &directory.children),
            _ => return Kin::default(),
        };
        let linked: Vec<u32> = family
            .iter()
            .filter(|member| self.is_settled(**member))
            .filter_map(|member| self.account_of(*member))
            .collect();
        let mut related: Vec<u32> =
            linked.iter().flat_map(|account| relation.of(*account).iter().copied()).collect();
        related.sort_unstable();
        related.dedup();
        Kin { told: !family.is_empty(), linked, related }
    }
}

fn past(
    engine: &Engine,
    people: &People,
    exported: &Prepared,
    vocabulary: &Vocabulary,
    history: &History,
) -> Past {
    let mut past = Past::default();
    let pair = |one: &str, other: &str| {
        (exported.find(people, one), engine.directory.find(engine.directory(), other))
    };
    for (one, other) in &history.confirmed {
        let (identity, Some(account)) = pair(one, other) else { continue };
        let school = identity.map(|identity| school_of(exported, vocabulary, identity));
        past.taken.insert((account, school));
        if let Some(identity) = identity {
            past.confirmed.insert(identity, account);
        }
    }
    let refused = history.refused.iter().filter_map(|(one, other)| match pair(one, other) {
        (Some(identity), Some(account)) => Some((identity, account)),
        _ => None,
    });
    past.refused = refused.collect();
    past
}

/// The school of an identity: the base that exported it.
fn school_of(exported: &Prepared, vocabulary: &Vocabulary, identity: u32) -> ValueId {
    vocabulary.schools.members(exported.row(identity).schools).first().copied().unwrap_or(0)
}

fn blocks(exported: &Prepared, vocabulary: &Vocabulary) -> Vec<Block> {
    let mut blocks: BTreeMap<(Category, ValueId), Vec<u32>> = BTreeMap::new();
    for identity in 0..u32::try_from(exported.rows.len()).unwrap_or(u32::MAX) {
        let school = school_of(exported, vocabulary, identity);
        blocks.entry((exported.row(identity).category, school)).or_default().push(identity);
    }
    blocks
        .into_iter()
        .map(|((category, school), identities)| Block { category, school, identities })
        .collect()
}
