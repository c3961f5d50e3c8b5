//! From what the ENT said to a person of the base, and into their space.

use cas_protocol::Principal;
use db::{DbError, Tx};
use model::{CasId, Category, PronoteId};
use web::token;

use super::{
    Arrival, AtTheDoor, ByTicket, Candidate, Entered, Foreseen, Origin, Pending, Refusal, Refused, Verdict,
    common_id, identity::Identity, journal, line, open, pending, recognise, released_nothing,
};
use crate::{
    Failure, Pronote,
    bases::{DelegationId, SchoolBase, Space},
    delegation::{self, Delegation, Dialect, FirstConnection},
    journal::{Kind, Line},
    people::{self, Person, PersonId},
};

/// PRONOTE identifiers read of one answer: one for each profile of an account.
const MOST_IDS: usize = 8;

/// Somebody recognised.
struct Known {
    person: Person,
    /// The journal's word when the CAS identifier is learnt.
    learnt: Option<&'static str>,
}

enum Decision {
    Known(Box<Known>),
    AskPassword,
}

/// Recognises the person and opens their session, in one transaction: two people who come at the same time with the
/// same identifier cannot both have it.
pub(super) async fn admit(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
    door: AtTheDoor<'_>,
    principal: &Principal,
) -> Result<Arrival, Failure> {
    let cas_id = match common_id(&delegation.identification, principal) {
        Ok(cas_id) => cas_id,
        Err(refused) => return Ok(Arrival::Refused(refused)),
    };
    let mut tx = pronote.db().begin().await?;
    let decision = decide(&mut tx, base, delegation, door.space, &cas_id, principal).await?;
    if let Ok(Decision::Known(known)) = &decision
        && !serves(pronote, base, delegation, &known.person).await?
    {
        return Ok(Arrival::Elsewhere(Space::of(known.person.category)));
    }
    let ticket = token::digest(door.ticket);
    let waits = |person: Option<PersonId>| Pending {
        space: door.space,
        page: door.page.to_owned(),
        delegation: delegation.id.clone(),
        cas_id: cas_id.clone(),
        person,
        ticket: ticket.clone(),
    };
    match decision {
        Err(refused) => Ok(Arrival::Refused(refused)),
        // Whoever sent the ticket would be given the record of whoever types a password.
        Ok(Decision::AskPassword) if door.sent_by.is_none() => Ok(Arrival::Refused(Refusal::TooLate.into())),
        Ok(Decision::AskPassword) => {
            let secret = pending::keep(pronote, &mut tx, &base.id, &waits(None)).await?;
            tx.commit().await?;
            Ok(Arrival::AskPassword { secret, cas_id })
        }
        Ok(Decision::Known(known)) if door.sent_by.is_none() => {
            let waits = waits(Some(known.person.id.clone()));
            let secret = pending::keep(pronote, &mut tx, &base.id, &waits).await?;
            tx.commit().await?;
            Ok(Arrival::Confirm { secret, name: known.person.name.listed() })
        }
        Ok(Decision::Known(known)) => {
            let by = ByTicket { cas_id: &cas_id, digest: &ticket };
            enter(pronote, tx, base, &delegation.id, &known, by).await.map(Arrival::Entered)
        }
    }
}

/// What would become of somebody whom the ENT answers for. Nothing is recorded, and nobody enters.
pub(super) async fn foresee(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
    principal: &Principal,
) -> Result<Result<Foreseen, Refused>, Failure> {
    let cas_id = match common_id(&delegation.identification, principal) {
        Ok(cas_id) => cas_id,
        Err(refused) => return Ok(Err(refused)),
    };
    // Dropped without a commit.
    let mut tx = pronote.db().begin().await?;
    let decision = decide(&mut tx, base, delegation, space, &cas_id, principal).await?;
    Ok(decision.map(|decision| match decision {
        Decision::AskPassword => Foreseen::AskPassword,
        Decision::Known(known) => Foreseen::Enter {
            name: known.person.name.listed(),
            space: Space::of(known.person.category),
            learns: known.learnt.is_some(),
        },
    }))
}

/// Lets in somebody whom the ENT had answered for and who has said who they are: `person`.
pub(super) async fn settle(
    pronote: &Pronote,
    base: &SchoolBase,
    secret: &str,
    pending: &Pending,
    person: &PersonId,
) -> Result<Result<Entered, Refused>, Failure> {
    let trusted = delegation::accepted(pronote, base, pending.space).await?;
    let Some(delegation) = trusted.into_iter().find(|delegation| delegation.id == pending.delegation) else {
        return Ok(Err(Refusal::NoDelegation.into()));
    };
    let mut tx = pronote.db().begin().await?;
    let Some(person) = people::find_in(&mut tx, &base.id, person).await? else {
        return Ok(Err(Refusal::TooLate.into()));
    };
    if pending.space.category().is_some_and(|wanted| wanted != person.category) {
        return Ok(Err(Refusal::OtherSpace.into()));
    }
    if !base.spaces.contains(Space::of(person.category)) {
        return Ok(Err(Refusal::SpaceClosed.into()));
    }
    if !serves(pronote, base, &delegation, &person).await? {
        return Ok(Err(Refusal::OtherSpace.into()));
    }
    let holders = people::by_cas_id_in(&mut tx, &base.id, &pending.cas_id).await?;
    let first = FirstConnection::PronoteId;
    let known = match compare(&delegation, first, person.category, &holders, std::slice::from_ref(&person)) {
        Ok(Decision::Known(known)) => known,
        Ok(Decision::AskPassword) => return Ok(Err(Refusal::TooLate.into())),
        Err(why) => return Ok(Err(why.unwrap_or(Refusal::TooLate).into())),
    };
    if !pending::take(&mut tx, secret).await? {
        return Ok(Err(Refusal::TooLate.into()));
    }
    let by = ByTicket { cas_id: &pending.cas_id, digest: &pending.ticket };
    enter(pronote, tx, base, &delegation.id, &known, by).await.map(Ok)
}

/// Whether the ENT speaks for people of this category too: by the common page it must not open the spaces that have
/// chosen another.
async fn serves(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
    person: &Person,
) -> Result<bool, DbError> {
    let accepted = delegation::accepted(pronote, base, Space::of(person.category)).await?;
    Ok(accepted.iter().any(|accepted| accepted.id == delegation.id))
}

async fn enter(
    pronote: &Pronote,
    mut tx: Tx,
    base: &SchoolBase,
    delegation: &DelegationId,
    known: &Known,
    by: ByTicket<'_>,
) -> Result<Entered, Failure> {
    let person = &known.person;
    if let Some(detail) = known.learnt {
        people::learn_cas_id(pronote, &mut tx, &person.id, by.cas_id, delegation).await?;
        let line = line(Kind::CasIdLearnt, base, detail);
        journal::append(pronote, &mut tx, Line { person: Some(person.id.as_str()), ..line }).await?;
    }
    open(pronote, tx, base, person.category, &person.id, Some(by)).await
}

/// Who enters, or why nobody does.
async fn decide(
    tx: &mut Tx,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
    cas_id: &CasId,
    principal: &Principal,
) -> Result<Result<Decision, Refused>, DbError> {
    let first = delegation.identification.first;
    let holders = people::by_cas_id_in(tx, &base.id, cas_id).await?;
    let of_space = |person: &&Person| space.category().is_none_or(|category| category == person.category);
    let is_known = holders.iter().filter(of_space).any(|person| candidate(person, delegation).stands_alone());
    let found = match first {
        FirstConnection::PronoteId => named(tx, base, delegation, principal).await?,
        FirstConnection::Identity if !is_known => {
            match identified(tx, base, delegation, space, principal).await? {
                Ok(person) => vec![person],
                Err(refused) => return Ok(Err(refused)),
            }
        }
        _ => Vec::new(),
    };
    // The common page takes people as what the ENT says they are, else as what they entered as last.
    let said = || found.iter().chain(&holders).next().map(|person| person.category);
    let Some(category) = space.category().or_else(said) else {
        let asks = first == FirstConnection::DoubleAuth;
        return Ok(if asks { Ok(Decision::AskPassword) } else { Err(stranger(delegation, principal)) });
    };
    if !base.spaces.contains(Space::of(category)) {
        return Ok(Err(Refusal::SpaceClosed.into()));
    }
    Ok(compare(delegation, first, category, &holders, &found).map_err(|why| match why {
        None => stranger(delegation, principal),
        Some(why) => why.into(),
    }))
}

/// Plays the table for a category: `holders` have the CAS identifier, `found` are those whom the first connection
/// finds. No reason: what came leads to nobody.
fn compare(
    delegation: &Delegation,
    first: FirstConnection,
    category: Category,
    holders: &[Person],
    found: &[Person],
) -> Result<Decision, Option<Refusal>> {
    let a = holders.iter().find(|person| person.category == category);
    let mut others = found.iter().filter(|person| person.category == category);
    let b = others.next();
    if others.any(|person| b.is_some_and(|b| b.id != person.id)) {
        return Err(Some(Refusal::SeveralPronoteIds));
    }
    let candidate = |person| candidate(person, delegation);
    let verdict = recognise(first, a.map(candidate).as_ref(), b.map(candidate).as_ref());
    // A former ENT that is still accepted does not take back what its successor has taught.
    let stays =
        |person: &Person| person.cas_taught_by.is_some() && person.cas_taught_by == delegation.successor;
    let known = |learnt: Option<&'static str>| {
        let person = a.or(b).cloned()?;
        let learnt = learnt.filter(|_| !stays(&person));
        Some(Decision::Known(Box::new(Known { person, learnt })))
    };
    match verdict {
        Verdict::Enter(_) => known(None).ok_or(None),
        Verdict::Record(_) => known(Some("recorded")).ok_or(None),
        Verdict::Replace(_) => known(Some("replaced")).ok_or(None),
        Verdict::AskPassword => Ok(Decision::AskPassword),
        Verdict::Conflict if first == FirstConnection::Identity => Err(Some(Refusal::IdentityTaken)),
        Verdict::Conflict => Err(Some(Refusal::Conflict)),
        Verdict::Duplicate => Err(Some(Refusal::Duplicate)),
        Verdict::Stranger if a.is_none() && !(holders.is_empty() && found.is_empty()) => {
            Err(Some(Refusal::OtherSpace))
        }
        Verdict::Stranger => Err(None),
    }
}

/// The people whose PRONOTE identifiers came.
async fn named(
    tx: &mut Tx,
    base: &SchoolBase,
    delegation: &Delegation,
    principal: &Principal,
) -> Result<Vec<Person>, DbError> {
    let values = principal.values(&delegation.identification.attribute);
    let mut found = Vec::new();
    for pronote_id in values.iter().take(MOST_IDS).filter_map(|value| PronoteId::parse(value).ok()) {
        found.extend(people::by_pronote_id_in(tx, &base.id, &pronote_id).await?);
    }
    Ok(found)
}

/// The person whose name, birth date and postal code came.
async fn identified(
    tx: &mut Tx,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
    principal: &Principal,
) -> Result<Result<Person, Refused>, DbError> {
    let identification = &delegation.identification;
    let identity = match Identity::read(identification, principal) {
        Ok(identity) => identity,
        Err(refused) => return Ok(Err(refused)),
    };
    let namesakes = people::by_name_in(tx, &base.id, &identity.name).await?;
    Ok(identity.choose(identification, space, namesakes))
}

fn candidate(person: &Person, delegation: &Delegation) -> Candidate {
    let origin = match &person.cas_taught_by {
        None => Origin::ByHand,
        Some(id) if *id == delegation.id => Origin::ThisDelegation,
        Some(_) => Origin::FormerDelegation,
    };
    Candidate { person: person.id.clone(), cas_id: person.cas_id.as_ref().map(|_| origin) }
}

/// Why what came leads to nobody, as the first connection has it.
fn stranger(delegation: &Delegation, principal: &Principal) -> Refused {
    let identification = &delegation.identification;
    match (identification.first, &identification.common) {
        (FirstConnection::Refuse, delegation::CommonId::Attribute(name)) => {
            Refused::about(Refusal::UnknownCommonId, name)
        }
        (FirstConnection::Refuse, _) => Refusal::AccessRefused.into(),
        (FirstConnection::Identity, _) => Refusal::UnknownIdentity.into(),
        (FirstConnection::PronoteId | FirstConnection::DoubleAuth, _) => {
            let attribute = &identification.attribute;
            let came = principal.values(attribute).iter().any(|value| !value.trim().is_empty());
            if came {
                return Refused::about(Refusal::UnknownPronoteId, attribute);
            }
            if identification.dialect == Dialect::Cas2 && released_nothing(principal) {
                return Refusal::WithoutAttributes.into();
            }
            Refused::about(Refusal::NoAttribute, attribute)
        }
    }
}
