//! Who in the base is the person that a CAS server answered for? The table of decisions, without any I/O.
//!
//! A is the holder of the CAS identifier that came; B is whom the first connection found: the holder of the PRONOTE
//! identifier, the one of that name and birth date, or whoever typed their PRONOTE password. Both are of the category
//! of the space.

use crate::{delegation::FirstConnection, people::PersonId};

/// How a person came to have a CAS identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Learnt under the delegation in force.
    ThisDelegation,
    /// Learnt under a former delegation: the ENT was changed since.
    FormerDelegation,
    /// Typed by hand, under no delegation.
    ByHand,
}

/// A person who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub person: PersonId,
    /// Where their CAS identifier comes from, if they have one.
    pub cas_id: Option<Origin>,
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They enter.
    Enter(PersonId),
    /// They enter, and the CAS identifier is recorded as theirs.
    Record(PersonId),
    /// They enter, and the CAS identifier takes the place of the one a former delegation taught.
    Replace(PersonId),
    /// B is somebody whom this same delegation knows under another CAS identifier.
    Conflict,
    /// The two belong to two records.
    Duplicate,
    /// Nobody is meant.
    Stranger,
    /// Nobody is meant yet: the person says who they are with PRONOTE's own login and password.
    AskPassword,
}

impl Candidate {
    /// Whether the CAS identifier alone lets in its holder. Another ENT's word for somebody does not: this ENT may give
    /// the same word to somebody else.
    pub fn stands_alone(&self) -> bool {
        matches!(self.cas_id, Some(Origin::ThisDelegation | Origin::ByHand))
    }
}

/// Decides.
pub fn recognise(first: FirstConnection, a: Option<&Candidate>, b: Option<&Candidate>) -> Verdict {
    match (first, a, b) {
        (FirstConnection::PronoteId, ..) => compare(a, b),
        // What comes besides a known identifier is read at a first connection only: names change, identifiers do not.
        (_, Some(a), _) if a.stands_alone() => Verdict::Enter(a.person.clone()),
        (FirstConnection::Refuse, ..) => Verdict::Stranger,
        (FirstConnection::DoubleAuth, _, None) => Verdict::AskPassword,
        (FirstConnection::DoubleAuth | FirstConnection::Identity, ..) => compare(a, b),
    }
}

fn compare(a: Option<&Candidate>, b: Option<&Candidate>) -> Verdict {
    match (a, b) {
        (None, None) => Verdict::Stranger,
        (Some(a), None) if a.stands_alone() => Verdict::Enter(a.person.clone()),
        (Some(_), None) => Verdict::Stranger,
        (Some(a), Some(b)) if a.person != b.person => Verdict::Duplicate,
        (Some(a), Some(_)) if a.stands_alone() => Verdict::Enter(a.person.clone()),
        // Both ENT use the same identifier: from now on it is this delegation's.
        (Some(a), Some(_)) => Verdict::Record(a.person.clone()),
        (None, Some(b)) => match b.cas_id {
            None => Verdict::Record(b.person.clone()),
            Some(Origin::FormerDelegation) => Verdict::Replace(b.person.clone()),
            Some(Origin::ThisDelegation | Origin::ByHand) => Verdict::Conflict,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{FirstConnection::*, Origin::*, *};

    fn who(name: &str, cas_id: Option<Origin>) -> Candidate {
        Candidate { person: name.parse().unwrap(), cas_id }
    }

    fn p(name: &str) -> PersonId {
        name.parse().unwrap()
    }

    const ORIGINS: [Option<Origin>; 4] = [None, Some(ThisDelegation), Some(FormerDelegation), Some(ByHand)];

    /// A holds the identifier that came, so it has an origin.
    const OF_A: [Origin; 3] = [ThisDelegation, FormerDelegation, ByHand];

    #[test]
    fn nobody_is_a_stranger_or_asked_who_they_are() {
        for first in [PronoteId, Identity, Refuse] {
            assert_eq!(recognise(first, None, None), Verdict::Stranger, "{first}");
        }
        assert_eq!(recognise(DoubleAuth, None, None), Verdict::AskPassword);
    }

    #[test]
    fn b_alone_is_recorded_replaced_or_in_conflict() {
        for first in [PronoteId, Identity, DoubleAuth] {
            for origin in ORIGINS {
                let expected = match origin {
                    None => Verdict::Record(p("b")),
                    Some(FormerDelegation) => Verdict::Replace(p("b")),
                    Some(ThisDelegation | ByHand) => Verdict::Conflict,
                };
                assert_eq!(recognise(first, None, Some(&who("b", origin))), expected, "{first}, {origin:?}");
            }
        }
        for origin in ORIGINS {
            assert_eq!(recognise(Refuse, None, Some(&who("b", origin))), Verdict::Stranger, "{origin:?}");
        }
    }

    #[test]
    fn a_alone_enters_unless_a_former_ent_named_it() {
        for first in FirstConnection::ALL {
            for origin in OF_A {
                let expected = match (origin, first) {
                    (ThisDelegation | ByHand, _) => Verdict::Enter(p("a")),
                    (FormerDelegation, DoubleAuth) => Verdict::AskPassword,
                    (FormerDelegation, _) => Verdict::Stranger,
                };
                let a = who("a", Some(origin));
                assert_eq!(recognise(*first, Some(&a), None), expected, "{first}, {origin:?}");
            }
        }
    }

    #[test]
    fn a_and_b_together_are_one_person_or_a_duplicate() {
        for first in FirstConnection::ALL {
            for origin in OF_A {
                let a = who("a", Some(origin));
                let same = match (origin, first) {
                    (ThisDelegation | ByHand, _) => Verdict::Enter(p("a")),
                    (FormerDelegation, Refuse) => Verdict::Stranger,
                    (FormerDelegation, _) => Verdict::Record(p("a")),
                };
                assert_eq!(recognise(*first, Some(&a), Some(&a)), same, "{first}, {origin:?}");
                for other in ORIGINS {
                    let expected = match (origin, first) {
                        (_, PronoteId) => Verdict::Duplicate,
                        (ThisDelegation | ByHand, _) => Verdict::Enter(p("a")),
                        (FormerDelegation, Refuse) => Verdict::Stranger,
                        (FormerDelegation, _) => Verdict::Duplicate,
                    };
                    let verdict = recognise(*first, Some(&a), Some(&who("b", other)));
                    assert_eq!(verdict, expected, "{first}, {origin:?}, {other:?}");
                }
            }
        }
    }
}
