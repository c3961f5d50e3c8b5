//! Invented academies: the directory of an ENT and the identities of PRONOTE bases, with the truth about who is who.
//!
//! People are invented first, as families around schools; then they are written down twice, once in each list, with the damage that a
//! [`Profile`] states. The same profile, size and seed always give the same academy. Nothing here but the standard library.

pub mod case;
mod chance;
mod district;
pub mod exact;
mod family;
pub mod held_out;
mod held_out_words;
mod household;
pub mod letters;
mod people;
pub mod profile;
pub mod profiles;
mod records;
mod school;
mod spelling;
mod stock;
#[cfg(test)]
mod tests;
mod variants;
mod words;
mod write;

use case::Cases;
use chance::Chance;
use district::{District, Quota};
use family::Maker;
use people::Date;
use profile::Profile;
use records::Scribe;
use school::School;
use spelling::Writer;
use stock::Stock;
use variants::Variants;

/// An account of the directory. Several values of one field stand with `|` between them; what is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier in the directory.
    pub id: String,
    /// `enseignant`, `eleve`, `responsable`, `maitre_stage`, `inspecteur` or `personnel`.
    pub category: &'static str,
    /// `M.`, `Mme` or nothing.
    pub title: &'static str,
    /// Surname in use.
    pub last: String,
    /// Surname at birth.
    pub birth_last: String,
    /// First given name.
    pub first: String,
    /// Further given names.
    pub other_first: String,
    /// Year, month, day.
    pub born: Option<Date>,
    /// National numbers of the schools.
    pub schools: String,
    /// Names of the classes.
    pub classes: String,
    /// Subjects of a teacher.
    pub subjects: String,
    /// Identifiers of the accounts of a guardian's children.
    pub children: String,
    /// Whose account it is.
    pub person: u32,
}

/// An identity of a PRONOTE base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Sixteen signs, all different.
    pub id: String,
    /// National number of the school of the base.
    pub school: String,
    /// As in [`Account::category`].
    pub category: &'static str,
    /// `M.`, `Mme`, `Mlle` or nothing.
    pub title: &'static str,
    /// Surname, as this base writes it.
    pub last: String,
    /// Given name, as this base writes it.
    pub first: String,
    /// Year, month, day.
    pub born: Option<Date>,
    /// Class, or the classes of a teacher.
    pub class: String,
    /// Subjects of a teacher.
    pub subjects: String,
    /// Identifiers of a guardian's children in the same base.
    pub children: String,
    /// Whose identity it is.
    pub person: u32,
    /// What befell it: for reports, never for an engine.
    pub cases: Cases,
}

/// How many records an academy has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Accounts of the directory.
    pub accounts: usize,
    /// Identities of all bases.
    pub identities: usize,
}

impl Size {
    /// One school.
    pub const SCHOOL: Self = Self { accounts: 1_780, identities: 1_600 };
    /// About forty schools.
    pub const ACADEMY: Self = Self { accounts: 100_000, identities: 90_000 };
    /// About six hundred schools.
    pub const REGION: Self = Self { accounts: 1_490_000, identities: 1_280_000 };

    /// The size with this word: `school`, `academy` or `region`.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "school" => Some(Self::SCHOOL),
            "academy" => Some(Self::ACADEMY),
            "region" => Some(Self::REGION),
            _ => None,
        }
    }
}

/// Two lists of people. A link is right if both ends are the same person in the same category; an identity can be linked if such an account exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Academy {
    /// The directory, in the order of identifiers that tell nothing.
    pub accounts: Vec<Account>,
    /// The bases one after the other, each by category and name.
    pub identities: Vec<Identity>,
}

/// Identities of a full district.
const DISTRICT: usize = 9_000;

impl Profile {
    /// The profile with this word: `typical`, `hard`, `minimal`, `held-out` or `held-out-minimal`.
    pub fn named(word: &str) -> Option<Self> {
        [profiles::typical, profiles::hard, profiles::minimal, held_out::held_out, held_out::held_out_minimal]
            .into_iter()
            .map(|profile| profile())
            .find(|profile| profile.name == word)
    }
}

impl Academy {
    /// Invents an academy of about this size: families are whole, so that some records more may come.
    pub fn generate(profile: &Profile, size: Size, seed: u64) -> Self {
        let stock = Stock::new(profile.names);
        let variants = Variants::new();
        let mut scribe = Scribe {
            profile,
            writer: Writer { rates: &profile.spelling, variants: &variants },
            seed,
            accounts: Vec::with_capacity(size.accounts + 50),
            identities: Vec::with_capacity(size.identities + 50),
        };
        let mut maker = Maker {
            rates: &profile.families,
            same_origin: profile.names.same_origin,
            stock: &stock,
            next: 0,
        };
        let count = (size.identities.div_ceil(DISTRICT)).max(1);
        let mut schools = 0;
        for number in 1..=count {
            let share = |all: usize, so_far: usize| (all * number / count).saturating_sub(so_far);
            let quota = Quota {
                identities: share(size.identities, scribe.identities.len()),
                accounts: share(size.accounts, scribe.accounts.len()),
            };
            let mut chance = Chance::new(seed, number as u64);
            let schools = founded(quota.identities, &mut schools, profile, &mut chance);
            District { scribe: &mut scribe, maker: &mut maker, chance, schools }.fill(quota);
        }
        let Scribe { mut accounts, mut identities, .. } = scribe;
        accounts.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        identities.sort_unstable_by(|a, b| {
            (&a.school, a.category, &a.last, &a.first, &a.id)
                .cmp(&(&b.school, b.category, &b.last, &b.first, &b.id))
        });
        Self { accounts, identities }
    }
}

/// The schools of a district with this many identities: a lycée and its collèges, or one collège.
fn founded(identities: usize, number: &mut u32, profile: &Profile, chance: &mut Chance) -> Vec<School> {
    let pupils = identities * 2 / 5;
    let mut found = |lycee, pupils, chance: &mut Chance| {
        *number += 1;
        School::new(*number, lycee, pupils, profile, chance)
    };
    if identities < 3_000 {
        return vec![found(false, pupils, chance)];
    }
    let (in_colleges, in_lycee) = (pupils * 4 / 7, pupils * 3 / 7);
    let colleges = (in_colleges / (450 + chance.below(300))).max(1);
    let mut schools: Vec<School> =
        (0..colleges).map(|_| found(false, in_colleges / colleges, chance)).collect();
    schools.push(found(true, in_lycee, chance));
    schools
}
