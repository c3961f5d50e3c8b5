//! One account for one identity: what the others who could be meant leave of a link's odds.

use std::collections::BTreeMap;

use hashbrown::HashSet;

/// A possible link between places of two lists, with its bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) identity: u32,
    pub(crate) account: u32,
    pub(crate) bits: f32,
}

/// Beyond so many ways of assigning a group, its odds are estimated from below instead of counted.
const MOST_WAYS: usize = 20_000;

/// Odds beyond which, in a large group, a link is taken as made: what it leaves to its competitors is nothing.
const MADE: f32 = 12.0;

/// Large groups are taken apart in so many rounds at most.
const ROUNDS: usize = 8;

/// The odds (in bits) that each link is right, given all the others: an identity has one account at most, an account
/// one identity at most. `edges` are sorted by identity.
///
/// Groups of people who compete with one another (the connected components) are small; there every way of assigning
/// them is weighed. In larger ones each competitor counts in full, whatever else it could have, so that odds are lower
/// than the true ones; links that are beyond doubt even so are taken as made, and the rest falls into smaller groups.
pub(crate) fn odds(edges: &[Edge]) -> Vec<f32> {
    let mut odds: Vec<f32> = edges.iter().map(|edge| edge.bits.min(40.0)).collect();
    let mut open = contested(edges);
    for round in 0..=ROUNDS {
        let mut made: Vec<Edge> = Vec::new();
        for group in groups(&open) {
            let members: Vec<(usize, Edge)> = group.iter().filter_map(|at| open.get(*at).copied()).collect();
            let small = ways(&members).is_some();
            let found = if small { weighed(&members) } else { estimated(&members) };
            for ((at, edge), bits) in members.iter().zip(found) {
                if let Some(cell) = odds.get_mut(*at) {
                    *cell = bits;
                }
                if !small && bits >= MADE {
                    made.push(*edge);
                }
            }
        }
        if made.is_empty() || round == ROUNDS {
            break;
        }
        open = without(open, &made, &mut odds);
    }
    odds
}

/// The edges that share an identity or an account with another one, with their places: all others keep their bits.
fn contested(edges: &[Edge]) -> Vec<(usize, Edge)> {
    let mut accounts: Vec<u32> = edges.iter().map(|edge| edge.account).collect();
    accounts.sort_unstable();
    let is_shared = |edge: &Edge| {
        let start = accounts.partition_point(|account| *account < edge.account);
        accounts.get(start + 1) == Some(&edge.account)
    };
    let own = edges.chunk_by(|one, other| one.identity == other.identity);
    let alone = own.flat_map(|own| own.iter().map(|_| own.len() == 1));
    let all = edges.iter().copied().enumerate().zip(alone);
    all.filter(|((_, edge), alone)| !alone || is_shared(edge)).map(|(edge, _)| edge).collect()
}

/// The edges that made links leave to others; the odds of those they take away fall.
fn without(open: Vec<(usize, Edge)>, made: &[Edge], odds: &mut [f32]) -> Vec<(usize, Edge)> {
    let identities: HashSet<u32> = made.iter().map(|edge| edge.identity).collect();
    let accounts: HashSet<u32> = made.iter().map(|edge| edge.account).collect();
    let pairs: HashSet<(u32, u32)> = made.iter().map(|edge| (edge.identity, edge.account)).collect();
    let (mut kept, mut lost) = (Vec::with_capacity(open.len()), Vec::new());
    for (at, edge) in open {
        match (identities.contains(&edge.identity), accounts.contains(&edge.account)) {
            (false, false) => kept.push((at, edge)),
            _ => lost.push((at, edge)),
        }
    }
    for (at, edge) in lost {
        let is_made = pairs.contains(&(edge.identity, edge.account));
        if let Some(cell) = odds.get_mut(at).filter(|_| !is_made) {
            *cell = cell.min(-MADE);
        }
    }
    kept
}

/// The edges of each connected component, by their places, in order.
fn groups(edges: &[(usize, Edge)]) -> Vec<Vec<usize>> {
    let mut by_account: Vec<(u32, usize)> =
        edges.iter().zip(0..).map(|((_, edge), at)| (edge.account, at)).collect();
    by_account.sort_unstable();
    let mut leader: Vec<usize> = (0..edges.len()).collect();
    let neighbours = edges.windows(2).zip(0..).filter_map(|(pair, at)| match pair {
        [(_, one), (_, other)] if one.identity == other.identity => Some((at, at + 1)),
        _ => None,
    });
    let sharers = by_account.windows(2).filter_map(|pair| match pair {
        [(one, at), (other, facing)] if one == other => Some((*at, *facing)),
        _ => None,
    });
    for (one, other) in neighbours.chain(sharers) {
        let (one, other) = (root(&mut leader, one), root(&mut leader, other));
        if let Some(cell) = leader.get_mut(one.max(other)) {
            *cell = one.min(other);
        }
    }
    let mut grouped: Vec<(usize, usize)> = (0..edges.len()).map(|at| (root(&mut leader, at), at)).collect();
    grouped.sort_unstable();
    let runs = grouped.chunk_by(|one, other| one.0 == other.0);
    runs.map(|run| run.iter().map(|(_, at)| *at).collect()).collect()
}

fn root(leader: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while let Some(next) = leader.get(at).copied().filter(|next| *next != at) {
        // Half the way is forgotten each time, so that ways stay short.
        let beyond = leader.get(next).copied().unwrap_or(next);
        if let Some(cell) = leader.get_mut(at) {
            *cell = beyond;
        }
        at = beyond;
    }
    at
}

/// How many ways there are at most to assign these identities; nothing when there are far too many.
fn ways(members: &[(usize, Edge)]) -> Option<usize> {
    let identities = members.chunk_by(|one, other| one.1.identity == other.1.identity);
    identities
        .map(|options| options.len() + 1)
        .try_fold(1_usize, |product, options| product.checked_mul(options).filter(|ways| *ways <= MOST_WAYS))
}

/// Exact odds: the sum over all ways that hold the link, over the sum of all others.
fn weighed(members: &[(usize, Edge)]) -> Vec<f32> {
    let edges: Vec<Edge> = members.iter().map(|(_, edge)| *edge).collect();
    let identities: Vec<&[Edge]> = edges.chunk_by(|one, other| one.identity == other.identity).collect();
    let mut with: Vec<f64> = vec![0.0; edges.len()];
    let mut walk =
        Walk { identities: &identities, used: Vec::new(), chosen: Vec::new(), with: &mut with, all: 0.0 };
    walk.go(0, 0, 1.0);
    let all = walk.all;
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm")]
    let bits = |with: &f64, edge: &Edge| {
        // The difference of two sums loses what is small: odds beyond that are the link's own.
        let rest = all - with;
        if rest <= all * 1e-12 { edge.bits.min(40.0) } else { (with / rest).log2() as f32 }
    };
    with.iter().zip(&edges).map(|(with, edge)| bits(with, edge).min(edge.bits)).collect()
}

struct Walk<'a> {
    identities: &'a [&'a [Edge]],
    used: Vec<u32>,
    chosen: Vec<usize>,
    with: &'a mut [f64],
    all: f64,
}

impl Walk<'_> {
    /// Assigns the identities from this one on; `offset` is the place of its first edge, `weight` that of the way so far.
    fn go(&mut self, identity: usize, offset: usize, weight: f64) {
        let Some(options) = self.identities.get(identity) else {
            self.all += weight;
            for at in &self.chosen {
                if let Some(cell) = self.with.get_mut(*at) {
                    *cell += weight;
                }
            }
            return;
        };
        let options: &[Edge] = options;
        self.go(identity + 1, offset + options.len(), weight);
        for (at, edge) in (offset..).zip(options) {
            if self.used.contains(&edge.account) {
                continue;
            }
            self.used.push(edge.account);
            self.chosen.push(at);
            self.go(identity + 1, offset + options.len(), weight * f64::from(edge.bits.min(60.0)).exp2());
            self.used.pop();
            self.chosen.pop();
        }
    }
}

/// Odds from below: every competitor of either side counts in full.
fn estimated(members: &[(usize, Edge)]) -> Vec<f32> {
    let weight = |edge: &Edge| f64::from(edge.bits.min(60.0)).exp2();
    let mut identities: BTreeMap<u32, f64> = BTreeMap::new();
    let mut accounts = identities.clone();
    for (_, edge) in members {
        *identities.entry(edge.identity).or_default() += weight(edge);
        *accounts.entry(edge.account).or_default() += weight(edge);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm")]
    let bits = |(_, edge): &(usize, Edge)| {
        let sum = |sums: &BTreeMap<u32, f64>, at: u32| sums.get(&at).copied().unwrap_or(0.0);
        let own = weight(edge);
        let besides = |sum: f64| 1.0 + (sum - own).max(0.0);
        let others = besides(sum(&identities, edge.identity)) * besides(sum(&accounts, edge.account));
        (own / others).log2() as f32
    };
    members.iter().map(bits).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edges(told: &[(u32, u32, f32)]) -> Vec<Edge> {
        told.iter()
            .map(|(identity, account, bits)| Edge { identity: *identity, account: *account, bits: *bits })
            .collect()
    }

    #[test]
    fn one_alone_keeps_its_bits() {
        assert_eq!(odds(&edges(&[(0, 7, 12.0)])), [12.0]);
    }

    #[test]
    fn two_claims_on_one_account_are_a_question() {
        let found = odds(&edges(&[(0, 7, 20.0), (1, 7, 19.0)]));
        assert!(found.iter().all(|bits| bits.abs() < 1.1), "{found:?}");
    }

    #[test]
    fn namesakes_who_each_have_their_account_do_not_disturb() {
        let found = odds(&edges(&[(0, 7, 30.0), (0, 8, 15.0), (1, 7, 15.0), (1, 8, 30.0)]));
        assert!(found[0] > 28.0 && found[3] > 28.0 && found[1] < -20.0, "{found:?}");
    }

    #[test]
    fn what_is_left_over_is_not_given_away() {
        // Two accounts for one identity: neither.
        let found = odds(&edges(&[(0, 7, 20.0), (0, 8, 20.0)]));
        assert!(found.iter().all(|bits| bits.abs() < 0.1), "{found:?}");
    }

    proptest! {
        #[test]
        fn estimates_are_never_higher(bits in proptest::collection::vec((0_u32..4, 0_u32..4, -5.0_f32..25.0), 1..10)) {
            let mut told = bits;
            told.sort_by_key(|edge| (edge.0, edge.1));
            told.dedup_by_key(|edge| (edge.0, edge.1));
            let members: Vec<(usize, Edge)> = (0..).zip(edges(&told)).collect();
            for (low, exact) in estimated(&members).into_iter().zip(weighed(&members)) {
                prop_assert!(low <= exact + 0.01, "{low} {exact}");
            }
        }

        #[test]
        fn no_account_is_given_twice(bits in proptest::collection::vec((0_u32..9, 0_u32..9, -5.0_f32..25.0), 1..40)) {
            let mut told = bits;
            told.sort_by_key(|edge| (edge.0, edge.1));
            told.dedup_by_key(|edge| (edge.0, edge.1));
            let told = edges(&told);
            let likely: Vec<Edge> = told.iter().zip(odds(&told)).filter(|(_, odds)| *odds > 0.01).map(|(edge, _)| *edge).collect();
            for (at, one) in likely.iter().enumerate() {
                for other in &likely[at + 1..] {
                    prop_assert!(one.account != other.account && one.identity != other.identity);
                }
            }
        }
    }
}
