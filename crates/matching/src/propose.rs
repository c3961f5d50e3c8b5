//! The engine: groups of one name, then what is unique in them.

use std::collections::HashMap;

use crate::{
    Claim, Day, Known, LinkReason, OldOutcome, OldVerdict, Person, Requirement, UnmatchedReason, fold,
};

/// Decides for every claim whether it is somebody of the directory. Both lists must be whole for their scope (one
/// school, one category): a namesake who is not listed cannot be seen.
///
/// Known links stay, and neither of their sides is linked again. What they mean for namesakes depends on what is
/// required:
/// - with [`Requirement::NameOnly`], everybody of the directory and every claim counts, known or not: of two
///   namesakes, one linked earlier, the other is **not** linked to the remaining claim. It could as well be the
///   claim of somebody without account, and nothing but the name would speak against it;
/// - with [`Requirement::NameAndBirthDate`], known links are set aside first: when two people of one name and one
///   birth date stand against two claims and one pair is known, the remaining two are linked. A third homonym
///   born the same day is too improbable to hold them back.
///
/// Somebody of that name without birth date in the directory does not hold back a link to somebody whose date
/// agrees. An empty last or first name, once folded, is nobody's.
///
/// Time grows with the number of people and claims.
pub fn propose(
    directory: &[Person],
    exported: &[Claim],
    requirement: Requirement,
    known: &Known,
) -> OldOutcome {
    let groups = group(directory, exported, requirement, known);
    let verdict = |claim: &Claim| {
        if let Some(person) = known.person_of(claim.key) {
            return OldVerdict::Linked { person, reason: LinkReason::Known };
        }
        let group = name(&claim.last, &claim.first).and_then(|name| groups.get(&name));
        let decided = match (group, requirement) {
            (None, _) => Err(UnmatchedReason::NobodyOfThatName),
            (Some(group), Requirement::NameOnly) => group
                .candidates
                .get(&None)
                .map_or(Err(UnmatchedReason::NobodyOfThatName), Candidates::by_name),
            (Some(group), Requirement::NameAndBirthDate) => group.by_birth_date(claim.born),
        };
        match decided {
            Ok((person, reason)) => OldVerdict::Linked { person, reason },
            Err(reason) => OldVerdict::Unmatched { reason },
        }
    };
    OldOutcome { verdicts: exported.iter().map(|claim| (claim.key, verdict(claim))).collect() }
}

type Name = (String, String);

fn name(last: &str, first: &str) -> Option<Name> {
    let (last, first) = (fold(last), fold(first));
    (!last.is_empty() && !first.is_empty()).then_some((last, first))
}

/// Everybody of one name.
#[derive(Default)]
struct Group {
    /// By birth date when it is required; all under `None` when not.
    candidates: HashMap<Option<Day>, Candidates>,
}

/// Who cannot be told apart by what is required.
#[derive(Default)]
struct Candidates {
    people: usize,
    claims: usize,
    free_people: usize,
    free_claims: usize,
    /// One of the free people: the only one when there is one.
    free_person: Option<usize>,
}

fn group(
    directory: &[Person],
    exported: &[Claim],
    requirement: Requirement,
    known: &Known,
) -> HashMap<Name, Group> {
    let part = |born: Option<Day>| born.filter(|_| requirement == Requirement::NameAndBirthDate);
    let mut groups: HashMap<Name, Group> = HashMap::new();
    for person in directory {
        let Some(name) = name(&person.last, &person.first) else { continue };
        let candidates = groups.entry(name).or_default().candidates.entry(part(person.born)).or_default();
        candidates.people += 1;
        if !known.holds_person(person.key) {
            candidates.free_people += 1;
            candidates.free_person = Some(person.key);
        }
    }
    for claim in exported {
        // A name that nobody of the directory has needs no group.
        let group = name(&claim.last, &claim.first).and_then(|name| groups.get_mut(&name));
        if let Some(candidates) = group.and_then(|group| group.candidates.get_mut(&part(claim.born))) {
            candidates.claims += 1;
            candidates.free_claims += usize::from(known.person_of(claim.key).is_none());
        }
    }
    groups
}

impl Candidates {
    fn by_name(&self) -> Result<(usize, LinkReason), UnmatchedReason> {
        self.only(self.people, self.claims, LinkReason::SameName)
    }

    fn only(
        &self,
        people: usize,
        claims: usize,
        reason: LinkReason,
    ) -> Result<(usize, LinkReason), UnmatchedReason> {
        match self.free_person {
            None => Err(UnmatchedReason::AlreadyLinked),
            Some(_) if people > 1 => Err(UnmatchedReason::SeveralInDirectory(people)),
            Some(_) if claims > 1 => Err(UnmatchedReason::SeveralInExport(claims)),
            Some(person) => Ok((person, reason)),
        }
    }
}

impl Group {
    fn by_birth_date(&self, born: Option<Day>) -> Result<(usize, LinkReason), UnmatchedReason> {
        let Some(born) = born else { return Err(UnmatchedReason::BirthDateMissing) };
        match self.candidates.get(&Some(born)) {
            Some(same) => same.only(same.free_people, same.free_claims, LinkReason::SameNameAndBirthDate),
            None if self.candidates.keys().any(Option::is_some) => Err(UnmatchedReason::BirthDateDiffers),
            None => Err(UnmatchedReason::BirthDateMissing),
        }
    }
}
