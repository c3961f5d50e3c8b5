//! One reconciliation: pupils first, then their guardians, then the pupils again whom their guardians tell apart.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use rayon::prelude::*;

use crate::decide::{Decided, Found, NOBODY, Weighed, decide};
use crate::engine::Engine;
use crate::frequency::Frequencies;
use crate::judge::{Judge, Kin};
use crate::past::Past;
use crate::prepared::{Prepared, Vocabulary};
use crate::reason::Reason;
use crate::scope::Scope;
use crate::search::{Search, Similar, Sought};
use crate::sets::ValueId;
use crate::weights::{Seen, Weights};
use crate::{Category, History, People, Proposal, Verdict};

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
    frequencies: Frequencies,
    pub(crate) weights: Weights,
    pub(crate) past: Past,
    blocks: Vec<Block>,
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

/// What does not change between two looks at a block.
struct Kept {
    scope: Scope,
    similar: Similar,
}

/// The same, to be looked at.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) state: &'a State,
}

/// An identity for whom everybody had to be looked at for the first time, and who is like it.
type New = Option<(u32, Vec<u32>)>;

/// What there is to learn from a block.
struct Lesson {
    sought: Sought,
    found: Vec<Found>,
    confirmed: Seen,
}

/// So many identities of a category are enough to learn from.
const SAMPLE: usize = 5_000;

/// A processor looks for so many identities at once: fewer are not worth the hand-over.
const AT_ONCE: usize = 64;

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
        let found: Vec<(u32, Vec<Proposal>)> = self
            .state
            .blocks
            .par_iter()
            .filter(|block| block.category == category)
            .flat_map_iter(|block| view.look_elsewhere(block))
            .collect();
        for (identity, found) in found {
            if let Some(decided) = self.state.decided.get_mut(identity as usize) {
                decided.add_elsewhere(&found);
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

/// What was decided of a block, and how many pairs were compared.
#[derive(Default)]
struct Settled {
    decided: Vec<(u32, Decided)>,
    work: u64,
}

impl<'a> View<'a> {
    pub(crate) fn judge(&self) -> Judge<'a> {
        Judge {
            vocabulary: &self.state.vocabulary,
            frequencies: &self.state.frequencies,
            directory: &self.engine.directory,
            exported: &self.state.exported,
        }
    }

    pub(crate) fn scope(&self, block: &Block) -> Scope {
        let rows = self.engine.groups.accounts(block.category, block.school);
        Scope::new(rows, self.pupils(block), &self.engine.directory, &self.state.vocabulary)
    }

    /// Accounts of the pupils of a base, as far as they are known: they tell its guardians apart.
    fn pupils(&self, block: &Block) -> HashSet<u32> {
        if block.category != Category::Guardian {
            return HashSet::new();
        }
        let school = block.school;
        let at = self
            .state
            .blocks
            .binary_search_by_key(&(Category::Pupil, school), |block| (block.category, block.school));
        let pupils =
            at.ok().and_then(|at| self.state.blocks.get(at)).map_or(&[][..], |block| &block.identities);
        let account = |pupil: &u32| self.state.decided.get(*pupil as usize).map(|decided| decided.surely);
        pupils.iter().filter_map(account).filter(|account| *account != NOBODY).collect()
    }

    /// What is asked of a whole block.
    pub(crate) fn sought(&self, block: &Block, scope: &Scope) -> Sought {
        let rows = block.identities.iter().map(|identity| self.state.exported.row(*identity));
        let free = |account: u32| !self.state.past.is_taken(account, block.school);
        Sought::of(scope, &self.engine.directory, block.category, rows, free)
    }

    fn kept(&self, block: &Block) -> Kept {
        Kept { scope: self.scope(block), similar: Similar::default() }
    }

    fn search(&self, block: &Block, kept: &mut Kept, identities: &[u32]) -> (Sought, Vec<Found>) {
        let Kept { scope, similar } = kept;
        let judge = self.judge();
        let search = self.searching(block, scope, &judge);
        let sought = self.sought(block, scope);
        let (found, new): (Vec<Found>, Vec<New>) = identities
            .par_iter()
            .with_min_len(AT_ONCE)
            .filter(|identity| !self.state.past.confirmed.contains_key(*identity))
            .map(|identity| {
                let kin = self.kin(*identity, block.category);
                let (found, new) = search.find(*identity, &kin, &sought, similar.get(identity));
                (found, new.map(|new| (*identity, new)))
            })
            .unzip();
        similar.extend(new.into_iter().flatten());
        (sought, found)
    }

    /// What the confirmed pairs of a block teach: which damage its names suffer.
    fn confirmed(&self, block: &Block, scope: &Scope) -> Seen {
        let (judge, past) = (self.judge(), &self.state.past);
        let mut seen = Seen::default();
        let pairs = block.identities.iter().filter_map(|one| Some((*one, *past.confirmed.get(one)?)));
        for (identity, account) in pairs {
            let kin = self.kin(identity, block.category);
            let told = judge.compare(&self.state.exported.row(identity), account, &kin, scope.around());
            seen.pair(told.summed().0, 1.0);
        }
        seen
    }

    fn searching<'s>(&self, block: &Block, scope: &'s Scope, judge: &'s Judge<'a>) -> Search<'s>
    where
        'a: 's,
    {
        let (weights, past) = (&self.state.weights, &self.state.past);
        Search { judge, weights, scope, past, category: block.category }
    }

    /// What speaks for and against a pair.
    pub(crate) fn reasons(
        &self,
        block: &Block,
        scope: &Scope,
        sought: &Sought,
        identity: u32,
        account: u32,
    ) -> Vec<Reason> {
        let judge = self.judge();
        self.searching(block, scope, &judge).reasons(
            identity,
            account,
            &self.kin(identity, block.category),
            sought,
        )
    }

    /// Looks at a block; what this finds out for good is kept for the second look, and dropped after it.
    fn settle_block(&self, block: &Block, kept: &mut Option<Kept>, again: bool) -> Settled {
        let before = kept.take();
        let pupils = self.pupils(block);
        let keeps = |identity: &&u32| {
            again && self.is_settled(**identity) && !self.is_doubted(**identity, block, &pupils)
        };
        let (settled, open): (Vec<u32>, Vec<u32>) = block.identities.iter().partition(keeps);
        let with_kin = |identity: &u32| !self.kin(*identity, block.category).linked.is_empty();
        if open.is_empty() || again && !open.iter().any(with_kin) {
            return Settled::default();
        }
        let linked: HashSet<u32> = settled.iter().filter_map(|identity| self.account_of(*identity)).collect();
        let mut known = before.unwrap_or_else(|| self.kept(block));
        known.scope.pupils = pupils;
        let (sought, found) = self.search(block, &mut known, &open);
        let work = found.iter().map(|found| u64::from(found.compared)).sum();
        let free =
            |account: u32| !linked.contains(&account) && !self.state.past.is_taken(account, block.school);
        let decided = decide(&found, &sought, &self.state.weights, block.category, &free);
        if !again && matches!(block.category, Category::Pupil | Category::Guardian) {
            *kept = Some(known);
        }
        Settled { decided, work }
    }

    pub(crate) fn is_settled(&self, identity: u32) -> bool {
        let verdict = self.state.decided.get(identity as usize).map(|decided| decided.verdict);
        matches!(verdict, Some(Verdict::Known | Verdict::Automatic))
    }

    /// Whether a family that has become known since speaks against the account of a guardian.
    fn is_doubted(&self, identity: u32, block: &Block, pupils: &HashSet<u32>) -> bool {
        if block.category != Category::Guardian {
            return false;
        }
        let Some(account) = self.account_of(identity) else { return false };
        let answered_for = self.engine.directory.children.of(account);
        let family = self.state.exported.children.of(identity);
        let mut linked = family.iter().filter_map(|pupil| self.surely(*pupil)).peekable();
        let told = linked.peek().is_some() || answered_for.iter().any(|child| pupils.contains(child));
        !family.is_empty() && told && !linked.any(|pupil| answered_for.contains(&pupil))
    }

    /// The account that somebody surely has.
    fn surely(&self, identity: u32) -> Option<u32> {
        let surely = self.state.decided.get(identity as usize)?.surely;
        (surely != NOBODY).then_some(surely)
    }

    pub(crate) fn account_of(&self, identity: u32) -> Option<u32> {
        let decided = self.state.decided.get(identity as usize)?;
        decided.proposals().first().map(|proposal| proposal.row)
    }

    /// The family of an identity, as far as it is linked beyond doubt.
    pub(crate) fn kin(&self, identity: u32, category: Category) -> Kin {
        let (exported, directory) = (&self.state.exported, &self.engine.directory);
        let (family, relation) = match category {
            Category::Guardian => (exported.children.of(identity), &directory.guardians),
            Category::Pupil => (exported.guardians.of(identity), &directory.children),
            _ => return Kin::default(),
        };
        let linked: Vec<u32> = family.iter().filter_map(|member| self.surely(*member)).collect();
        let mut related: Vec<u32> =
            linked.iter().flat_map(|account| relation.of(*account).iter().copied()).collect();
        related.sort_unstable();
        related.dedup();
        Kin { told: !family.is_empty(), linked, related }
    }

    /// The block of an identity.
    pub(crate) fn block(&self, identity: u32) -> Option<&'a Block> {
        let school = school_of(&self.state.exported, &self.state.vocabulary, identity);
        let sought = (self.state.exported.row(identity).category, school);
        let at = self.state.blocks.binary_search_by_key(&sought, |block| (block.category, block.school));
        at.ok().and_then(|at| self.state.blocks.get(at))
    }
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
