//! From possible links to decisions.

use crate::assign::{Edge, odds};
use crate::outcome::PROPOSALS;
use crate::reason::{Field, Level};
use crate::search::Sought;
use crate::weights::{Levels, Seen, Standing, Weights};
use crate::{Category, Proposal, Question, Verdict};

/// The account of an identity without one.
pub(crate) const NOBODY: u32 = u32::MAX;

/// So many candidates are kept for an identity.
pub(crate) const MOST_CANDIDATES: usize = 8;

/// Pairs below these bits do not compete for an account.
const COMPETES: f32 = -4.0;

/// Pairs below these bits are not even proposed.
const PROPOSED: f32 = -14.0;

/// An account that an identity may mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) account: u32,
    pub(crate) levels: Levels,
    /// Bits of rarity, which do not change with the weights.
    pub(crate) rarity: f32,
}

impl Candidate {
    /// All bits but the prior.
    pub(crate) fn bits(&self, weights: &Weights, category: Category) -> f32 {
        self.rarity + weights.of(category, self.levels)
    }
}

/// The accounts that one identity may mean, best first.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) identity: u32,
    pub(crate) standing: Standing,
    pub(crate) compared: u32,
    pub(crate) candidates: Vec<Candidate>,
}

impl Found {
    /// Tells what this identity teaches under the weights of the last pass.
    pub(crate) fn teach(&self, weights: &Weights, sought: &Sought, category: Category, seen: &mut Seen) {
        let prior = sought.prior(weights, category, self.standing);
        let weight = |candidate: &Candidate| (candidate.bits(weights, category) + prior).min(60.0).exp2();
        let sum: f32 = 1.0 + self.candidates.iter().map(weight).sum::<f32>();
        for candidate in &self.candidates {
            let probability = weight(candidate) / sum;
            if probability > 1e-3 {
                seen.pair(candidate.levels, probability);
            }
        }
        seen.identity(self.standing, 1.0 - 1.0 / sum);
    }
}

/// What becomes of one identity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decided {
    pub(crate) verdict: Verdict,
    proposals: [Proposal; PROPOSALS],
    count: u8,
}

impl Default for Decided {
    fn default() -> Self {
        let nobody = Proposal { row: NOBODY, bits: 0.0 };
        Self { verdict: Verdict::Nobody, proposals: [nobody; PROPOSALS], count: 0 }
    }
}

impl Decided {
    pub(crate) fn known(account: u32) -> Self {
        let mut decided = Self { verdict: Verdict::Known, ..Self::default() };
        decided.propose(Proposal { row: account, bits: 60.0 });
        decided
    }

    fn propose(&mut self, proposal: Proposal) {
        if let Some(place) = self.proposals.get_mut(usize::from(self.count)) {
            *place = proposal;
            self.count += 1;
        }
    }

    pub(crate) fn proposals(&self) -> &[Proposal] {
        self.proposals.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// The odds (in bits) from which a link needs nobody to look at it.
fn threshold(category: Category) -> f32 {
    match category {
        Category::Pupil => 13.0,
        Category::Guardian => 13.0,
        _ => 12.0,
    }
}

/// Decides on all identities of a block. `free` says whether an account is nobody else's.
pub(crate) fn decide(
    found: &[Found],
    sought: &Sought,
    weights: &Weights,
    category: Category,
    free: &dyn Fn(u32) -> bool,
) -> Vec<(u32, Decided)> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut offsets = Vec::with_capacity(found.len());
    for (identity, one) in (0_u32..).zip(found) {
        let prior = sought.prior(weights, category, one.standing);
        offsets.push((edges.len(), prior));
        let competing = one.candidates.iter().filter(|candidate| free(candidate.account));
        let edge = |candidate: &Candidate| Edge {
            identity,
            account: candidate.account,
            bits: candidate.bits(weights, category) + prior,
        };
        edges.extend(competing.map(edge).filter(|edge| edge.bits > COMPETES));
    }
    let odds = odds(&edges);
    let context = Context { edges: &edges, odds: &odds, weights, category, free };
    found
        .iter()
        .zip(offsets)
        .map(|(one, (offset, prior))| (one.identity, context.decide(one, offset, prior)))
        .collect()
}

struct Context<'a> {
    edges: &'a [Edge],
    odds: &'a [f32],
    weights: &'a Weights,
    category: Category,
    free: &'a dyn Fn(u32) -> bool,
}

impl Context<'_> {
    fn decide(&self, found: &Found, offset: usize, prior: f32) -> Decided {
        let mut ranked: Vec<(f32, bool, &Candidate)> = Vec::new();
        let mut at = offset;
        for candidate in &found.candidates {
            let bits = candidate.bits(self.weights, self.category) + prior;
            let free = (self.free)(candidate.account);
            if !free || bits <= COMPETES {
                // An account that is somebody else's is shown last.
                ranked.push((if free { bits } else { bits - 40.0 }, free, candidate));
                continue;
            }
            ranked.push((self.odds.get(at).copied().unwrap_or(bits), free, candidate));
            at += 1;
        }
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.2.account.cmp(&other.2.account)));
        let mut decided = Decided::default();
        let Some((odds, free, best)) = ranked.first().copied() else { return decided };
        let bits = best.bits(self.weights, self.category) + prior;
        if bits < PROPOSED {
            return decided;
        }
        let contradiction = contradiction(self.category, best);
        if free && odds >= threshold(self.category) && contradiction.is_none() {
            decided.verdict = Verdict::Automatic;
            decided.propose(Proposal { row: best.account, bits: odds });
            return decided;
        }
        let question = if !free {
            Question::AccountTaken
        } else if let Some(contradiction) = contradiction {
            contradiction
        } else {
            self.question(bits, &ranked, best, found.identity, prior)
        };
        decided.verdict = Verdict::Manual(question);
        for (odds, _, candidate) in ranked {
            if candidate.bits(self.weights, self.category) + prior >= PROPOSED {
                decided.propose(Proposal { row: candidate.account, bits: odds });
            }
        }
        decided
    }

    /// What keeps a link that nothing contradicts from being made.
    fn question(
        &self,
        bits: f32,
        ranked: &[(f32, bool, &Candidate)],
        best: &Candidate,
        _identity: u32,
        prior: f32,
    ) -> Question {
        let near = |other: f32| other > bits - 8.0;
        let second = ranked.iter().filter(|(_, free, other)| *free && other.account != best.account);
        if bits >= threshold(self.category) {
            if second.into_iter().any(|(_, _, other)| near(other.bits(self.weights, self.category) + prior)) {
                return Question::SeveralAccounts;
            }
            return Question::SeveralIdentities;
        }
        Question::Weak
    }
}

/// What forbids a link whatever else agrees: a name or a date that says somebody else is meant.
fn contradiction(category: Category, candidate: &Candidate) -> Option<Question> {
    let is = |field, level| candidate.levels.is(field, level);
    if is(Field::FirstName, Level::Different) || candidate.levels.number(Field::FirstName as usize).is_none()
    {
        return Some(Question::FirstNameContradicted);
    }
    if is(Field::BirthDate, Level::Different) {
        return Some(Question::BirthDateContradicted);
    }
    let last =
        is(Field::LastName, Level::Different) || candidate.levels.number(Field::LastName as usize).is_none();
    if last && category != Category::Guardian {
        return Some(Question::LastNameContradicted);
    }
    None
}
