//! The district, from nothing to its two views.

use model::{Category, Uai};

use crate::{
    Account, Cases, Cast, Class, EntView, PersonKey, PronoteKey, PronotePerson, PronoteView, Size, base,
    builder::Builder,
    population,
    site::{Place, Site},
};

/// Two invented schools: the ENT they share, a PRONOTE base each, and the truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// A collège, then a lycée.
    pub schools: [SchoolData; 2],
    /// The directory of the ENT.
    pub ent: EntView,
    /// The people whom the demonstration follows.
    pub cast: Cast,
    /// The people who are hard to recognise.
    pub cases: Cases,
}

/// A school and its base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolData {
    /// National number, of a department that does not exist.
    pub uai: Uai,
    /// Name, with its kind.
    pub name: &'static str,
    /// Classes, by level.
    pub classes: Vec<Class>,
    /// What PRONOTE knows of the school.
    pub pronote: PronoteView,
}

impl SchoolData {
    fn new(site: Site, pronote: PronoteView) -> Self {
        Self { uai: site.uai, name: site.name, classes: site.classes, pronote }
    }

    /// The records of a category.
    pub fn category(&self, category: Category) -> impl Iterator<Item = &PronotePerson> {
        self.pronote.people.iter().filter(move |person| person.category == category)
    }
}

impl District {
    /// The district of the demonstration: 1,575 identifiers in the first base. The same seed gives the same district.
    pub fn generate(seed: u64) -> Self {
        Self::sized(seed, Size::full())
    }

    /// A district with the same special cases and about 42 identifiers in the first base, for tests.
    pub fn small(seed: u64) -> Self {
        Self::sized(seed, Size::small())
    }

    /// A district of another size.
    pub fn sized(seed: u64, size: Size) -> Self {
        let shared_families = size.shared_families;
        let mut builder = Builder::new(seed, size);
        let cast = Cast::invent(&mut builder);
        let mut cases = Cases::invent(&mut builder);
        population::fill(&mut builder, shared_families);
        cases.new_arrivals = builder.absent().clone();

        let first = base::write(&mut builder, Place::First, 0, &cast, &cases);
        let second = base::write(&mut builder, Place::Second, first.people.len(), &cast, &cases);
        let [first_site, second_site] = builder.sites;
        Self {
            schools: [SchoolData::new(first_site, first), SchoolData::new(second_site, second)],
            ent: EntView { accounts: builder.accounts },
            cast,
            cases,
        }
    }

    /// The account of a key.
    pub fn account(&self, key: PersonKey) -> Option<&Account> {
        self.ent.accounts.get(key.place())
    }

    /// The record of a key, with its school.
    pub fn record(&self, key: PronoteKey) -> Option<(&SchoolData, &PronotePerson)> {
        self.records().find(|(_, person)| person.key == key)
    }

    /// The records that are truly those of an account: by school, then by category.
    pub fn records_of(&self, account: PersonKey) -> impl Iterator<Item = (&SchoolData, &PronotePerson)> {
        self.records().filter(move |(_, person)| person.truth == Some(account))
    }

    /// Every record of the two bases, with its school.
    pub fn records(&self) -> impl Iterator<Item = (&SchoolData, &PronotePerson)> {
        self.schools
            .iter()
            .flat_map(|school| school.pronote.people.iter().map(move |person| (school, person)))
    }
}
