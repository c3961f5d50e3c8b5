//! A look at a reconciliation on its way, school by school: who is sought, among whom, and what was found.

use hashbrown::HashSet;
use rayon::prelude::*;

use crate::decide::{Decided, Found, NOBODY, decide};
use crate::engine::Engine;
use crate::judge::{Judge, Kin};
use crate::reason::Reason;
use crate::run::{Block, State, school_of};
use crate::scope::Scope;
use crate::search::{Search, Similar, Sought};
use crate::weights::Seen;
use crate::{Category, Verdict};

/// One reconciliation, to be looked at from all processors.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) state: &'a State,
}

/// What does not change between two looks at a block.
pub(crate) struct Kept {
    pub(crate) scope: Scope,
    similar: Similar,
}

/// What was decided of a block, and how many pairs were compared.
#[derive(Default)]
pub(crate) struct Settled {
    pub(crate) decided: Vec<(u32, Decided)>,
    pub(crate) work: u64,
}

/// An identity for whom everybody had to be looked at for the first time, and who is like it.
type New = Option<(u32, Vec<u32>)>;

/// No pupil has more guardians, and whoever answers for more pupils is no parent: a service, or a list that is meant to
/// take long. They tell nothing of anybody's family.
pub(crate) const LARGEST_FAMILY: usize = 32;

pub(crate) fn is_family(members: &&[u32]) -> bool {
    members.len() <= LARGEST_FAMILY
}

/// A processor looks for so many identities at once: fewer are not worth the hand-over.
const AT_ONCE: usize = 64;

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

    pub(crate) fn kept(&self, block: &Block) -> Kept {
        Kept { scope: self.scope(block), similar: Similar::default() }
    }

    pub(crate) fn search(&self, block: &Block, kept: &mut Kept, identities: &[u32]) -> (Sought, Vec<Found>) {
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
    pub(crate) fn confirmed(&self, block: &Block, scope: &Scope) -> Seen {
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
    pub(crate) fn settle_block(&self, block: &Block, kept: &mut Option<Kept>, again: bool) -> Settled {
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
        let surely = family.iter().take(LARGEST_FAMILY).filter_map(|member| self.surely(*member));
        let linked: Vec<u32> = surely.filter(|account| is_family(&relation.of(*account))).collect();
        let mut related: Vec<u32> =
            linked.iter().flat_map(|account| relation.of(*account).iter().copied()).collect();
        related.sort_unstable();
        related.dedup();
        let by_marriage = match category {
            Category::Guardian => self.by_marriage(&related),
            _ => Vec::new(),
        };
        Kin { told: !family.is_empty(), linked, related, by_marriage }
    }

    /// Those who answer with one of these guardians for other pupils, in the order of their rows.
    pub(crate) fn by_marriage(&self, guardians: &[u32]) -> Vec<u32> {
        let directory = &self.engine.directory;
        let of_guardian = |guardian: &u32| Some(directory.children.of(*guardian)).filter(is_family);
        let of_pupil = |pupil: &u32| Some(directory.guardians.of(*pupil)).filter(is_family);
        let pupils = guardians.iter().filter_map(of_guardian).flatten().take(LARGEST_FAMILY);
        let partners = pupils.filter_map(of_pupil).flatten().copied();
        let mut partners: Vec<u32> =
            partners.filter(|partner| guardians.binary_search(partner).is_err()).collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    }

    /// The block of an identity.
    pub(crate) fn block(&self, identity: u32) -> Option<&'a Block> {
        let school = school_of(&self.state.exported, &self.state.vocabulary, identity);
        let sought = (self.state.exported.row(identity).category, school);
        let at = self.state.blocks.binary_search_by_key(&sought, |block| (block.category, block.school));
        at.ok().and_then(|at| self.state.blocks.get(at))
    }
}
