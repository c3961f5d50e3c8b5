//! Who in the base is the person that a CAS server answered for? The table of decisions, without any I/O.
//!
//! A is the holder of the CAS identifier that came, B the holder of the PRONOTE identifier that came; both are of
//! the category of the space.

use crate::people::PersonId;

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
    /// The PRONOTE identifier is that of somebody whom this same delegation knows under another CAS identifier.
    Conflict,
    /// The two identifiers belong to two records.
    Duplicate,
    /// Nobody has either.
    Stranger,
}

/// Decides.
pub fn recognise(a: Option<&Candidate>, b: Option<&Candidate>) -> Verdict {
    match (a, b) {
        (None, None) => Verdict::Stranger,
        // Another ENT's word for somebody: this ENT may give the same word to somebody else.
        (Some(Candidate { cas_id: Some(Origin::FormerDelegation), .. }), None) => Verdict::Stranger,
        (Some(a), None) => Verdict::Enter(a.person.clone()),
        (Some(a), Some(b)) if a.person != b.person => Verdict::Duplicate,
        (Some(a), Some(_)) => match a.cas_id {
            // Both ENT use the same identifier: from now on it is this delegation's.
            Some(Origin::FormerDelegation) => Verdict::Record(a.person.clone()),
            _ => Verdict::Enter(a.person.clone()),
        },
        (None, Some(b)) => match b.cas_id {
            None => Verdict::Record(b.person.clone()),
            Some(Origin::FormerDelegation) => Verdict::Replace(b.person.clone()),
            Some(Origin::ThisDelegation | Origin::ByHand) => Verdict::Conflict,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin::*, *};

    fn who(name: &str, cas_id: Option<Origin>) -> Candidate {
        Candidate { person: name.parse().unwrap(), cas_id }
    }

    /// Every line of the table: A's identifier by origin, B's by origin, same record or not.
    #[test]
    fn the_whole_table() {
        let origins = [None, Some(ThisDelegation), Some(FormerDelegation), Some(ByHand)];
        let p = |name: &str| name.parse::<PersonId>().unwrap();
        assert_eq!(recognise(None, None), Verdict::Stranger);
        for origin in origins {
            let b = who("b", origin);
            let expected = match origin {
                None => Verdict::Record(p("b")),
                Some(FormerDelegation) => Verdict::Replace(p("b")),
                Some(ThisDelegation | ByHand) => Verdict::Conflict,
            };
            assert_eq!(recognise(None, Some(&b)), expected, "B alone, {origin:?}");
        }
        for origin in [ThisDelegation, FormerDelegation, ByHand] {
            let a = who("a", Some(origin));
            let alone = match origin {
                FormerDelegation => Verdict::Stranger,
                ThisDelegation | ByHand => Verdict::Enter(p("a")),
            };
            assert_eq!(recognise(Some(&a), None), alone, "A alone, {origin:?}");
            let expected = match origin {
                FormerDelegation => Verdict::Record(p("a")),
                ThisDelegation | ByHand => Verdict::Enter(p("a")),
            };
            assert_eq!(recognise(Some(&a), Some(&a)), expected, "A = B, {origin:?}");
            for other in origins {
                let b = who("b", other);
                let verdict = recognise(Some(&a), Some(&b));
                assert_eq!(verdict, Verdict::Duplicate, "A ≠ B, {origin:?}, {other:?}");
            }
        }
    }
}
