//! Whose the identities of a file are: the school as both lists tell it, given to the engine at once.

use std::collections::{HashMap, HashSet};

use db::DbError;
use exchange::identifiers::{ExportedPerson, Imported};
use matching::{Day, Engine, History, People, Question, Record, Title, Verdict};
use model::{BirthDate, Uai};

use super::import::KnownLink;
use crate::{
    Ent,
    directory::{self, Account, Profile},
    ids::AccountId,
};

/// What is decided for one person of the file.
pub(super) struct Decision<'f> {
    pub(super) person: &'f ExportedPerson,
    pub(super) outcome: Result<NewLink, Open>,
}

/// A link to store.
pub(super) struct NewLink {
    pub(super) account: AccountId,
    pub(super) linked_at: i64,
}

/// Why somebody is not linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// Nobody of the directory resembles this person.
    Nobody,
    /// An administrator must look.
    Ask(Question),
}

impl Open {
    /// All of them.
    #[cfg(test)]
    pub(super) const EVERY: [Self; 11] = [
        Self::Nobody,
        Self::Ask(Question::Weak),
        Self::Ask(Question::SeveralAccounts),
        Self::Ask(Question::SeveralIdentities),
        Self::Ask(Question::FirstNameContradicted),
        Self::Ask(Question::LastNameContradicted),
        Self::Ask(Question::BirthDateContradicted),
        Self::Ask(Question::FamilyContradicted),
        Self::Ask(Question::TitleContradicted),
        Self::Ask(Question::OtherSchool),
        Self::Ask(Question::AccountTaken),
    ];

    /// The word stored: the screens have a sentence for each.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Ask(Question::Weak) => "weak",
            Self::Ask(Question::SeveralAccounts) => "several-accounts",
            Self::Ask(Question::SeveralIdentities) => "several-identities",
            Self::Ask(Question::FirstNameContradicted) => "first-name-differs",
            Self::Ask(Question::LastNameContradicted) => "last-name-differs",
            Self::Ask(Question::BirthDateContradicted) => "birth-differs",
            Self::Ask(Question::FamilyContradicted) => "family-differs",
            Self::Ask(Question::TitleContradicted) => "title-differs",
            Self::Ask(Question::OtherSchool) => "other-school",
            Self::Ask(Question::AccountTaken) => "linked",
        }
    }
}

/// Decides for everybody of the file, in its order. A known link stays while its account is in the school.
pub(super) async fn decide<'f>(
    ent: &Ent,
    school: &Uai,
    file: &'f Imported,
    links: &[KnownLink],
) -> Result<Vec<Decision<'f>>, DbError> {
    let directory = Directory::of(ent, school).await?;
    let known = directory.known(&file.people, links);
    let mut history = History::new();
    for (person, link) in file.people.iter().zip(&known) {
        if let Some(link) = link {
            history.confirm(person.pronote_id.as_str(), &key(Profile::of(person.category), &link.account_id));
        }
    }
    let outcome = Engine::new(directory.people(school)).reconcile(&exported(file, school), &history);
    let now = ent.now().as_millisecond();
    let decide = |(row, (person, link)): (usize, (&'f ExportedPerson, Option<&KnownLink>))| {
        let decided = outcome.decision(row);
        let proposed = decided.proposals.first().and_then(|best| directory.accounts.get(best.row as usize));
        let outcome = match (link, decided.verdict, proposed) {
            (Some(link), _, _) => Ok(NewLink { account: link.account_id.clone(), linked_at: link.linked_at }),
            (None, Verdict::Known | Verdict::Automatic, Some((_, account))) => {
                Ok(NewLink { account: account.id.clone(), linked_at: now })
            }
            (None, Verdict::Manual(question), _) => Err(Open::Ask(question)),
            (None, Verdict::Known | Verdict::Automatic | Verdict::Nobody, _) => Err(Open::Nobody),
        };
        Decision { person, outcome }
    };
    Ok(file.people.iter().zip(known).enumerate().map(decide).collect())
}

/// Everybody of a school, once for each profile, as the tables hold them.
struct Directory {
    accounts: Vec<(Profile, Account)>,
    classes: HashMap<AccountId, String>,
    children: HashMap<AccountId, Vec<AccountId>>,
}

impl Directory {
    async fn of(ent: &Ent, school: &Uai) -> Result<Self, DbError> {
        let mut accounts = Vec::new();
        for profile in Profile::ALL {
            let people = directory::people_of(ent, school, profile).await?;
            accounts.extend(people.into_iter().map(|account| (profile, account)));
        }
        let classes = directory::classes_of(ent, school).await?;
        let mut children: HashMap<AccountId, Vec<AccountId>> = HashMap::new();
        for pair in directory::guardianships_of(ent, school).await? {
            children.entry(pair.guardian_id).or_default().push(pair.pupil_id);
        }
        let classes = classes.into_iter().map(|held| (held.account_id, held.class)).collect();
        Ok(Self { accounts, classes, children })
    }

    /// Of each person of the file, the link that is there already.
    fn known<'l>(&self, people: &[ExportedPerson], links: &'l [KnownLink]) -> Vec<Option<&'l KnownLink>> {
        let here: HashSet<(Profile, &AccountId)> =
            self.accounts.iter().map(|(profile, account)| (*profile, &account.id)).collect();
        let by_id: HashMap<_, _> =
            links.iter().map(|link| ((link.category, &link.pronote_id), link)).collect();
        let link = |person: &ExportedPerson| {
            let link = *by_id.get(&(person.category, &person.pronote_id))?;
            here.contains(&(Profile::of(person.category), &link.account_id)).then_some(link)
        };
        people.iter().map(link).collect()
    }

    /// The list that the engine compares with, row by row as `accounts`.
    fn people(&self, school: &Uai) -> People {
        let mut people = People::new();
        for (profile, account) in &self.accounts {
            let class = if *profile == Profile::Pupil { self.classes.get(&account.id) } else { None };
            let children = if *profile == Profile::Parent { self.children.get(&account.id) } else { None };
            let children = children.into_iter().flatten().map(|pupil| key(Profile::Pupil, pupil));
            people.push(&Record {
                id: &key(*profile, &account.id),
                category: compared(*profile),
                last: &account.last_name,
                first: &account.first_name,
                born: account.birth_date.map(day),
                schools: school.as_str(),
                classes: class.map_or("", String::as_str),
                children: &children.collect::<Vec<_>>().join("|"),
                ..Record::default()
            });
        }
        people
    }
}

/// The people of the file as the engine takes them, in their order.
fn exported(file: &Imported, school: &Uai) -> People {
    let children = file.children();
    let mut people = People::new();
    for person in &file.people {
        let pupils = person.ident.as_deref().and_then(|ident| children.get(ident));
        let pupils: Vec<&str> = pupils.into_iter().flatten().map(|pupil| pupil.as_str()).collect();
        people.push(&Record {
            id: person.pronote_id.as_str(),
            category: compared(Profile::of(person.category)),
            title: person.civility.as_deref().map_or(Title::Unknown, Title::read),
            last: &person.name.last,
            first: &person.name.first,
            born: person.birth_date.map(day),
            schools: school.as_str(),
            classes: &person.classes.join("|"),
            children: &pupils.join("|"),
            ..Record::default()
        });
    }
    people
}

/// The category in which people of a profile are compared. Those that the portal does not tell apart compete for the
/// same accounts: an inspector and an internship supervisor of one name are two people, and neither is linked by chance.
const fn compared(profile: Profile) -> matching::Category {
    match profile {
        Profile::Pupil => matching::Category::Pupil,
        Profile::Parent => matching::Category::Guardian,
        Profile::Teacher => matching::Category::Teacher,
        Profile::Staff => matching::Category::Staff,
        Profile::Other => matching::Category::Inspector,
    }
}

/// One account may have several profiles, and an identity for each.
fn key(profile: Profile, account: &AccountId) -> String {
    format!("{profile} {account}")
}

fn day(date: BirthDate) -> Day {
    let (year, month, day) = date.parts();
    Day { year, month, day }
}
