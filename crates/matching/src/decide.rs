//! From possible links to decisions.

use hashbrown::HashMap;

use crate::assign::{Edge, odds};
use crate::elsewhere::Further;
use crate::outcome::PROPOSALS;
use crate::reason::{Field, Level};
use crate::rules::{agrees_wholly, contradiction, threshold};
use crate::search::Sought;
use crate::weights::{Levels, Ownership, Seen, Standing, Weights};
use crate::{Category, Proposal, Question, Verdict};

/// The account of an identity without one.
pub(crate) const NOBODY: u32 = u32::MAX;

/// So many candidates are kept for an identity.
pub(crate) const MOST_CANDIDATES: usize = 8;

/// Pairs below these bits do not compete for an account.
const COMPETES: f32 = -4.0;

/// From these bits on, an identity lays claim to an account, whoever else does.
const CLAIMS: f32 = 0.0;

/// From these bits on, a family is known by a link, whoever else claims its account.
const SURE: f32 = 10.0;

/// That somebody has a second identity in one base is so much less likely (in bits) than a first.
const SECOND: f32 = 10.0;

/// Of two records of one pupil, one is the fuller by so many bits: the other has no class, or an old one.
const FULLER: f32 = 2.0;

/// Pairs below these bits are not even proposed.
const PROPOSED: f32 = -18.0;

/// An account that an identity may mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) account: u32,
    pub(crate) ownership: Ownership,
    pub(crate) levels: Levels,
    /// Bits of rarity, which do not change with the weights.
    pub(crate) rarity: f32,
}

impl Candidate {
    /// All bits but the identity's prior.
    pub(crate) fn bits(&self, weights: &Weights, category: Category) -> f32 {
        self.rarity + weights.of(category, self.levels) + weights.of_ownership(category, self.ownership)
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

/// Identities for which one account is the best: two of them are a question, however much more speaks for one.
#[derive(Debug, Clone, Copy, Default)]
struct Claims {
    /// Those that nothing contradicts.
    all: u32,
    /// Guardians of one pupil with the account, whatever their first name.
    tied: u32,
    /// Those that bear both names and the birth date of the account: one person, twice in the base.
    twice: u32,
    /// The bits of the best two.
    best: [f32; 2],
}

impl Claims {
    /// Whether somebody else could mean the account of this candidate too.
    fn contest(self, candidate: &Candidate) -> bool {
        let tied = candidate.levels.is(Field::Family, Level::Same);
        self.all > 1 || !tied && self.tied > 0
    }

    /// Whether this is the fuller of two records of one person: what it is linked with leaves only the other to be looked
    /// at.
    fn is_fuller(self, bits: f32) -> bool {
        let [best, second] = self.best;
        self.all > 1 && self.twice == self.all && bits >= best && best - second >= FULLER
    }
}

/// Who lays claim to each account: identities for which it is the best one.
fn claims(
    found: &[Found],
    starts: &[(usize, f32)],
    weights: &Weights,
    category: Category,
    free: &dyn Fn(u32) -> bool,
) -> HashMap<u32, Claims> {
    let mut claims: HashMap<u32, Claims> = HashMap::new();
    for (one, (_, prior)) in found.iter().zip(starts) {
        let Some(best) = one.candidates.iter().find(|candidate| free(candidate.account)) else { continue };
        let bits = best.bits(weights, category) + prior;
        let tied = best.levels.is(Field::Family, Level::Same);
        if bits < PROPOSED || !tied && bits < CLAIMS {
            continue;
        }
        let claims = claims.entry(best.account).or_default();
        claims.tied += u32::from(tied && !best.levels.is(Field::Title, Level::Different));
        let named = !best.levels.is(Field::FirstName, Level::Different);
        if tied && named || contradiction(category, best).is_none() {
            claims.all += 1;
            let is_born = category == Category::Pupil && best.levels.is(Field::BirthDate, Level::Same);
            claims.twice += u32::from(is_born && agrees_wholly(best));
            let [first, second] = claims.best;
            claims.best = if bits > first { [bits, first] } else { [first, second.max(bits)] };
        }
    }
    claims
}

/// What a block of identities may be linked with, and the odds of each link.
pub(crate) struct Weighed {
    edges: Vec<Edge>,
    odds: Vec<f32>,
    /// Of each identity, the place of its first edge and its prior.
    starts: Vec<(usize, f32)>,
}

impl Weighed {
    /// Weighs all identities of a block together. `free` says whether an account is nobody else's.
    pub(crate) fn of(
        found: &[Found],
        sought: &Sought,
        weights: &Weights,
        category: Category,
        free: &dyn Fn(u32) -> bool,
    ) -> Self {
        let mut edges: Vec<Edge> = Vec::new();
        let mut starts = Vec::with_capacity(found.len());
        for (identity, one) in (0_u32..).zip(found) {
            let prior = sought.prior(weights, category, one.standing);
            starts.push((edges.len(), prior));
            let competing = one.candidates.iter().filter(|candidate| free(candidate.account));
            let edge = |candidate: &Candidate| Edge {
                identity,
                account: candidate.account,
                bits: candidate.bits(weights, category) + prior,
            };
            edges.extend(competing.map(edge).filter(|edge| edge.bits > COMPETES));
        }
        let odds = odds(&edges);
        Self { edges, odds, starts }
    }

    /// Tells what this block teaches.
    pub(crate) fn teach(&self, found: &[Found], seen: &mut Seen) {
        for (identity, (one, (start, _))) in (0_u32..).zip(found.iter().zip(&self.starts)) {
            let mut present = 0.0;
            let own = self.edges.iter().zip(&self.odds).skip(*start);
            for (edge, odds) in own.take_while(|(edge, _)| edge.identity == identity) {
                let probability = 1.0 / (1.0 + (-odds).exp2());
                present += probability;
                let candidate = one.candidates.iter().find(|candidate| candidate.account == edge.account);
                if let Some(candidate) = candidate.filter(|_| probability > 1e-3) {
                    seen.pair(candidate.levels, probability);
                    seen.account(candidate.ownership, probability);
                }
            }
            seen.identity(one.standing, present.min(1.0));
        }
    }
}

/// What becomes of one identity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decided {
    pub(crate) verdict: Verdict,
    /// The account that this identity, or another one of the same person, surely means: what a family is known by.
    pub(crate) surely: u32,
    proposals: [Proposal; PROPOSALS],
    count: u8,
}

impl Default for Decided {
    fn default() -> Self {
        let nobody = Proposal { row: NOBODY, bits: 0.0 };
        Self { verdict: Verdict::Nobody, surely: NOBODY, proposals: [nobody; PROPOSALS], count: 0 }
    }
}

impl Decided {
    pub(crate) fn known(account: u32) -> Self {
        let mut decided = Self { verdict: Verdict::Known, surely: account, ..Self::default() };
        decided.propose(Proposal { row: account, bits: 60.0 });
        decided
    }

    fn propose(&mut self, proposal: Proposal) {
        if let Some(place) = self.proposals.get_mut(usize::from(self.count)) {
            *place = proposal;
            self.count += 1;
        }
    }

    /// Adds what was found further, best first.
    pub(crate) fn add(&mut self, further: &Further) {
        let mut all = [self.proposals(), &further.found].concat();
        all.sort_by(|one, other| other.bits.total_cmp(&one.bits).then(one.row.cmp(&other.row)));
        let best = further.found.first().map(|best| best.row);
        if further.is_elsewhere && all.first().map(|best| best.row) == best {
            self.verdict = Verdict::Manual(Question::OtherSchool);
        } else if self.verdict == Verdict::Nobody {
            self.verdict = Verdict::Manual(Question::Weak);
        }
        self.count = 0;
        for proposal in all {
            if !self.proposals().iter().any(|other| other.row == proposal.row) {
                self.propose(proposal);
            }
        }
    }

    pub(crate) fn proposals(&self) -> &[Proposal] {
        self.proposals.get(..usize::from(self.count)).unwrap_or_default()
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
    let weighed = Weighed::of(found, sought, weights, category, free);
    let claims = claims(found, &weighed.starts, weights, category, free);
    let context = Context { odds: &weighed.odds, claims: &claims, weights, category, free };
    let starts = weighed.starts.iter().copied();
    found
        .iter()
        .zip(starts)
        .map(|(one, (start, prior))| (one.identity, context.decide(one, start, prior)))
        .collect()
}

struct Context<'a> {
    odds: &'a [f32],
    claims: &'a HashMap<u32, Claims>,
    weights: &'a Weights,
    category: Category,
    free: &'a dyn Fn(u32) -> bool,
}

impl Context<'_> {
    fn decide(&self, found: &Found, offset: usize, prior: f32) -> Decided {
        let mut ranked = self.ranked(found, offset, prior);
        let mut decided = Decided::default();
        let Some(best) = ranked.first().copied() else { return decided };
        let contradiction = contradiction(self.category, best.candidate);
        let second = ranked.get(1).map_or(PROPOSED, |other| other.bits);
        if contradiction.is_none() && best.bits >= SURE && best.bits - second >= SURE {
            decided.surely = best.candidate.account;
        }
        let threshold = threshold(self.category, best.candidate);
        let is_fuller =
            || self.claims.get(&best.candidate.account).is_some_and(|claims| claims.is_fuller(best.bits));
        let alone = best.odds >= threshold && !self.is_contested(best.candidate);
        if best.free && contradiction.is_none() && (alone || best.bits >= threshold && is_fuller()) {
            decided.verdict = Verdict::Automatic;
            let bits = if alone { best.odds } else { best.bits };
            decided.propose(Proposal { row: best.candidate.account, bits });
            return decided;
        }
        // Somebody will look: an account that is somebody else's may be this one's too.
        ranked.sort_by(|one, other| {
            other.shown().total_cmp(&one.shown()).then(one.candidate.account.cmp(&other.candidate.account))
        });
        let Some(best) = ranked.first() else { return decided };
        decided.verdict = Verdict::Manual(self.question(best, &ranked));
        for ranked in &ranked {
            decided.propose(Proposal { row: ranked.candidate.account, bits: ranked.shown() });
        }
        decided
    }

    /// The candidates that come into question, best first.
    fn ranked<'c>(&self, found: &'c Found, offset: usize, prior: f32) -> Vec<Ranked<'c>> {
        let mut ranked: Vec<Ranked<'c>> = Vec::new();
        let mut at = offset;
        for candidate in &found.candidates {
            let bits = candidate.bits(self.weights, self.category) + prior;
            if bits < PROPOSED {
                continue;
            }
            let free = (self.free)(candidate.account);
            if !free && bits < CLAIMS {
                continue;
            }
            let odds = if !free {
                bits - 40.0
            } else if bits <= COMPETES {
                bits
            } else {
                at += 1;
                self.odds.get(at - 1).copied().unwrap_or(bits)
            };
            ranked.push(Ranked { odds, bits, free, candidate });
        }
        ranked.sort_by(|one, other| {
            other.odds.total_cmp(&one.odds).then(one.candidate.account.cmp(&other.candidate.account))
        });
        ranked
    }

    fn is_contested(&self, candidate: &Candidate) -> bool {
        self.claims.get(&candidate.account).is_some_and(|claims| claims.contest(candidate))
    }

    /// What keeps a link from being made.
    fn question(&self, best: &Ranked<'_>, ranked: &[Ranked<'_>]) -> Question {
        if !best.free {
            return Question::AccountTaken;
        }
        if let Some(contradiction) = contradiction(self.category, best.candidate) {
            return contradiction;
        }
        if self.is_contested(best.candidate) {
            return Question::SeveralIdentities;
        }
        if best.bits < threshold(self.category, best.candidate) {
            return Question::Weak;
        }
        let mut others =
            ranked.iter().filter(|other| other.free && other.candidate.account != best.candidate.account);
        match others.any(|other| other.bits > best.bits - 8.0) {
            true => Question::SeveralAccounts,
            false => Question::SeveralIdentities,
        }
    }
}

/// A candidate among those of one identity.
#[derive(Clone, Copy)]
struct Ranked<'a> {
    /// The odds that it has this account and no other identity has.
    odds: f32,
    /// The odds that the two are one person, whoever else they may be.
    bits: f32,
    /// Whether the account is nobody else's.
    free: bool,
    candidate: &'a Candidate,
}

impl Ranked<'_> {
    /// What is told of it to somebody who looks.
    fn shown(&self) -> f32 {
        self.odds.max(self.bits - SECOND)
    }
}
