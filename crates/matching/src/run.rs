//! One reconciliation: pupils first, then their guardians, then the pupils again whom their guardians tell apart.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::decide::{Decided, Found, Weighed};
use crate::elsewhere::Further;
use crate::engine::Engine;
use crate::frequency::Frequencies;
use crate::past::Past;
use crate::prepared::{Prepared, Vocabulary};
use crate::search::Sought;
use crate::sets::ValueId;
use crate::view::{Kept, Settled, View};
use crate::weights::{Seen, Weights};
use crate::{Category, History, People};

/// Identities of one school and category.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) category: Category,
    pub(crate) school: ValueId,
    pub(crate) identities: Vec<u32>,
}

/// What is known of the exported list, and what has been decided of it.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) exported: Prepared,
    pub(crate) frequencies: Frequencies,
    pub(crate) weights: Weights,
    pub(crate) past: Past,
    pub(crate) blocks: Vec<Block>,
    pub(crate) decided: Vec<Decided>,
    pub(crate) work: u64,
}

/// One reconciliation on its way.
struct Run<'a> {
    engine: &'a Engine,
    state: State,
    /// What the next look at each block need not find again.
    kept: Vec<Option<Kept>>,
}

/// What there is to learn from a block.
struct Lesson {
    sought: Sought,
    found: Vec<Found>,
    confirmed: Seen,
}

/// So many identities of a category are enough to learn from.
const SAMPLE: usize = 5_000;

/// Learning settles in so many passes.
const PASSES: usize = 5;

/// Decides for every exported identity whose it is.
pub(crate) fn reconcile(engine: &Engine, people: &People, history: &History) -> State {
    use Category::{Guardian, Inspector, InternshipSupervisor, Pupil, Staff, Teacher};
    let state = State::new(engine, people, history);
    let kept = state.blocks.iter().map(|_| None).collect();
    let mut run = Run { engine, state, kept };
    for category in [Pupil, Guardian] {
        run.learn(category);
        run.settle(category, false);
    }
    for category in [Pupil, Guardian] {
        run.settle(category, true);
    }
    for category in [Teacher, Staff, Inspector, InternshipSupervisor] {
        run.learn(category);
        run.settle(category, false);
    }
    for category in [Pupil, Guardian, Teacher, Staff, Inspector, InternshipSupervisor] {
        run.look_elsewhere(category);
    }
    run.state
}

impl State {
    fn new(engine: &Engine, people: &People, history: &History) -> Self {
        let mut vocabulary = engine.vocabulary.clone();
        let exported = Prepared::new(people, &mut vocabulary);
        let frequencies = Frequencies::of(&vocabulary, [&engine.directory.rows, &exported.rows]);
        let school = |identity| school_of(&exported, &vocabulary, identity);
        let past = Past::of(engine, people, &exported, school, history);
        let blocks = blocks(&exported, &vocabulary);
        let mut decided = vec![Decided::default(); exported.rows.len()];
        for (identity, account) in &past.confirmed {
            if let Some(cell) = decided.get_mut(*identity as usize) {
                *cell = Decided::known(*account);
            }
        }
        Self { vocabulary, exported, frequencies, past, blocks, decided, ..Self::default() }
    }
}

impl Run<'_> {
    fn view(&self) -> View<'_> {
        View { engine: self.engine, state: &self.state }
    }

    /// Learns what levels say of a category, from a part of it where it is large.
    fn learn(&mut self, category: Category) {
        let view = self.view();
        let mut sampled = 0;
        let of_category: Vec<(usize, &Block)> =
            self.state.blocks.iter().enumerate().filter(|(_, block)| block.category == category).collect();
        let all: usize = of_category.iter().map(|(_, block)| block.identities.len()).sum();
        // Every so manieth school, so that no region weighs more than another.
        let stride = all.div_ceil(SAMPLE).max(1);
        let mut sample = Vec::new();
        for block in of_category.iter().step_by(stride) {
            if sampled > SAMPLE {
                break;
            }
            sampled += block.1.identities.len();
            sample.push(*block);
        }
        let (kept, lessons): (Vec<Kept>, Vec<Lesson>) = sample
            .par_iter()
            .map(|(_, block)| {
                let mut kept = view.kept(block);
                let (sought, found) = view.search(block, &mut kept, &block.identities);
                let confirmed = view.confirmed(block, &kept.scope);
                (kept, Lesson { sought, found, confirmed })
            })
            .unzip();
        let mut weights = self.state.weights.clone();
        for _ in 0..PASSES {
            let pass = |((_, block), lesson): (&(usize, &Block), &Lesson)| {
                let Lesson { sought, found, confirmed } = lesson;
                let mut seen = confirmed.clone();
                let free = |account: u32| !self.state.past.is_taken(account, block.school);
                Weighed::of(found, sought, &weights, category, &free).teach(found, &mut seen);
                seen.accounts(sought.accounts);
                seen
            };
            let seen: Vec<Seen> = sample.par_iter().zip(&lessons).map(pass).collect();
            let mut all = Seen::default();
            seen.iter().for_each(|seen| all.add(seen));
            weights.learn(category, &all);
        }
        for ((at, _), kept) in sample.iter().zip(kept) {
            if let Some(place) = self.kept.get_mut(*at) {
                *place = Some(kept);
            }
        }
        self.state.weights = weights;
    }

    /// Looks in other schools for those whom nobody of their own resembles. Such accounts are proposed, never linked.
    fn look_elsewhere(&mut self, category: Category) {
        let view = self.view();
        let all: Vec<Further> = self
            .state
            .blocks
            .par_iter()
            .filter(|block| block.category == category)
            .flat_map_iter(|block| view.look_elsewhere(block))
            .collect();
        for further in all {
            if let Some(decided) = self.state.decided.get_mut(further.identity as usize) {
                decided.add(&further);
            }
        }
    }

    /// Decides on a category, school by school; `again` only on those who were left open and whose family has become
    /// known since.
    fn settle(&mut self, category: Category, again: bool) {
        let mut kept = std::mem::take(&mut self.kept);
        let view = self.view();
        let settled: Vec<Settled> = self
            .state
            .blocks
            .par_iter()
            .zip(&mut kept)
            .filter(|(block, _)| block.category == category)
            .map(|(block, kept)| view.settle_block(block, kept, again))
            .collect();
        self.kept = kept;
        for Settled { decided, work } in settled {
            self.state.work += work;
            for (identity, decided) in decided {
                if let Some(cell) = self.state.decided.get_mut(identity as usize) {
                    *cell = decided;
                }
            }
        }
    }
}

/// The school of an identity: the base that exported it.
pub(crate) fn school_of(exported: &Prepared, vocabulary: &Vocabulary, identity: u32) -> ValueId {
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
