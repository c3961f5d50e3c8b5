//! Who in the base has the name, the birth date and the postal code that an ENT sends. Without any I/O: the caller
//! reads those who have the name.

use cas_protocol::Principal;
use model::{BirthDate, Category, PersonName};

use super::{Refusal, Refused, released_nothing};
use crate::{
    bases::Space,
    delegation::{Dialect, Identification},
    people::Person,
};

/// What an ENT says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) name: PersonName,
    birth_date: Option<BirthDate>,
    postal_code: Option<String>,
    /// None: the ENT says nothing of them.
    categories: Option<Vec<Category>>,
}

impl Identity {
    /// Reads the attributes: names must be there, a birth date must be written `JJ/MM/AAAA`.
    pub(super) fn read(identification: &Identification, principal: &Principal) -> Result<Self, Refused> {
        let value = |name: &str| {
            let mut values = principal.values(name).iter().map(|value| value.trim());
            values.find(|value| !value.is_empty()).map(str::to_owned)
        };
        let needed = |name: &String| value(name).ok_or_else(|| missing(identification, principal, name));
        let name = PersonName::new(&needed(&identification.last_name)?, &needed(&identification.first_name)?);
        let birth_date = match value(&identification.birth_date) {
            // The other form of our own files would let an ENT in that a real PRONOTE refuses.
            Some(text) => match BirthDate::parse(&text) {
                Ok(date) if text.contains('/') => Some(date),
                _ => return Err(Refused::about(Refusal::BirthDateForm, &identification.birth_date)),
            },
            None => None,
        };
        let words = principal.values(&identification.categories);
        let said = words.iter().any(|word| !word.trim().is_empty());
        let categories = said.then(|| identification.words.read(words));
        Ok(Self { name, birth_date, postal_code: value(&identification.postal_code), categories })
    }

    /// The one who is meant, among those who have the name.
    pub(super) fn choose(
        &self,
        identification: &Identification,
        space: Space,
        namesakes: Vec<Person>,
    ) -> Result<Person, Refused> {
        let allowed = |category: &Category| self.categories.as_ref().is_none_or(|of| of.contains(category));
        if space.category().is_some_and(|category| !allowed(&category)) {
            return Err(Refusal::OtherSpace.into());
        }
        let mut of_space = namesakes;
        of_space.retain(|p| allowed(&p.category) && space.category().is_none_or(|c| c == p.category));
        if self.birth_date.is_none() && of_space.iter().any(|person| person.category == Category::Pupil) {
            return Err(Refused::about(Refusal::NoAttribute, &identification.birth_date));
        }
        of_space.retain(|person| self.was_born_with(person));
        if of_space.len() > 1 {
            of_space = self.neighbours(identification, of_space)?;
        }
        of_space.pop().ok_or_else(|| Refusal::UnknownIdentity.into())
    }

    /// A pupil is known by their birth date; of adults a base may have none, and an ENT may send none.
    fn was_born_with(&self, person: &Person) -> bool {
        match (self.birth_date, person.birth_date) {
            (Some(said), Some(known)) => said == known,
            _ => person.category != Category::Pupil,
        }
    }

    /// Of several, the only one who lives where the ENT says.
    fn neighbours(
        &self,
        identification: &Identification,
        several: Vec<Person>,
    ) -> Result<Vec<Person>, Refused> {
        let Some(said) = &self.postal_code else {
            return Err(Refused::about(
                if are_of_one_category(&several) { Refusal::Homonyms } else { Refusal::SeveralSpaces },
                &identification.postal_code,
            ));
        };
        let at_home = |person: &Person| person.postal_code.as_deref().map(plain) == Some(plain(said));
        let (mut near, far): (Vec<_>, Vec<_>) = several.into_iter().partition(at_home);
        match (near.pop(), near.is_empty()) {
            (Some(person), true) => Ok(vec![person]),
            (last, _) => {
                let left: Vec<Person> =
                    if last.is_some() { near.into_iter().chain(last).collect() } else { far };
                let one = are_of_one_category(&left);
                Err(if one { Refusal::HomonymsAtHome } else { Refusal::SeveralSpacesAtHome }.into())
            }
        }
    }
}

fn missing(identification: &Identification, principal: &Principal, name: &str) -> Refused {
    if identification.dialect == Dialect::Cas2 && released_nothing(principal) {
        return Refusal::WithoutAttributes.into();
    }
    Refused::about(Refusal::NoAttribute, name)
}

fn are_of_one_category(people: &[Person]) -> bool {
    people.windows(2).all(|pair| matches!(pair, [a, b] if a.category == b.category))
}

/// A postal code as it is compared: without spaces and the like.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}
