//! Whom an identity resembles, best first.

use hashbrown::HashMap;

use crate::Category;
use crate::decide::{Candidate, Found, MOST_CANDIDATES};
use crate::judge::{Judge, Kin};
use crate::past::Past;
use crate::people::Row;
use crate::prepared::Prepared;
use crate::reason::{Field, Level, Reason};
use crate::scope::{Keys, Scope};
use crate::weights::{Ownership, STANDINGS, Standing, Weights};

/// What is asked of a whole block before its identities are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sought {
    /// How many accounts there are of each kind ([`Ownership`]).
    pub(crate) accounts: [f32; STANDINGS],
    /// Whether enough identities tell their class for its absence to say something.
    classes_told: bool,
}

impl Sought {
    /// Counts the accounts of a scope that are nobody's yet, and looks at the identities of a block.
    pub(crate) fn of(
        scope: &Scope,
        directory: &Prepared,
        category: Category,
        rows: impl Iterator<Item = Row>,
        free: impl Fn(u32) -> bool,
    ) -> Self {
        let (mut identities, mut told) = (0_u32, 0_u32);
        for row in rows {
            identities += 1;
            told += u32::from(row.classes != 0);
        }
        let mut accounts = [0.0; STANDINGS];
        for row in scope.rows.iter().filter(|row| free(**row)) {
            if let Some(count) = accounts.get_mut(scope.ownership(directory, category, *row) as usize) {
                *count += 1.0;
            }
        }
        Self { accounts, classes_told: told * 2 > identities }
    }

    /// The bits with which every link of an identity of this standing with an account of this kind begins: how likely the
    /// one has an account and the other an identity at all, against how many there are to choose from. Where nearly
    /// everybody of both lists is in the other, little needs to agree to find who belongs together.
    ///
    /// What depends on the account is part of [`Candidate::bits`].
    pub(crate) fn prior(&self, weights: &Weights, category: Category, standing: Standing) -> f32 {
        let present = weights.present(category, standing);
        let kinds = [Ownership::Plain, Ownership::Attached, Ownership::Detached];
        let owners: f32 = self
            .accounts
            .iter()
            .zip(kinds)
            .map(|(count, kind)| count * weights.claimed(category, kind))
            .sum();
        (present / (1.0 - present)).log2() - owners.max(1.0).log2()
    }
}

/// Who resembles an account of the same last name or date by so many bits is not looked for elsewhere.
const FOUND: f32 = 12.0;

/// Of the identities for whom everybody had to be looked at, the accounts that have many letters in common with them.
pub(crate) type Similar = HashMap<u32, Vec<u32>>;

/// A search in one scope.
pub(crate) struct Search<'a> {
    pub(crate) judge: &'a Judge<'a>,
    pub(crate) weights: &'a Weights,
    pub(crate) scope: &'a Scope,
    pub(crate) past: &'a Past,
    pub(crate) category: Category,
}

impl Search<'_> {
    /// Whom an identity resembles; `similar` are those of [`Similar`], where they are known from an earlier look, and are
    /// given back where they were found in this one.
    pub(crate) fn find(
        &self,
        identity: u32,
        kin: &Kin,
        sought: &Sought,
        similar: Option<&Vec<u32>>,
    ) -> (Found, Option<Vec<u32>>) {
        let names = &self.judge.vocabulary.names;
        let one = self.judge.exported.row(identity);
        let standing = self.standing(&one, kin, sought);
        let prior = sought.prior(self.weights, self.category, standing);
        let mut found = Found { identity, standing, compared: 0, candidates: Vec::new() };
        if one.last == 0 && one.first == 0 {
            return (found, None);
        }
        let keys = Keys::of(names, &one, self.scope.is_large());
        self.weigh(&mut found, &one, kin, &self.scope.near(&keys, kin));
        let best = |found: &Found| {
            found.candidates.first().map_or(f32::MIN, |best| best.bits(self.weights, self.category) + prior)
        };
        if best(&found) < FOUND {
            self.weigh(&mut found, &one, kin, &self.scope.far(names, keys, &one));
        }
        if best(&found) >= 0.0 {
            return (found, None);
        }
        let new = similar.is_none().then(|| self.scope.similar(names, &one));
        self.weigh(&mut found, &one, kin, similar.or(new.as_ref()).map_or(&[][..], |rows| rows));
        (found, new)
    }

    fn weigh(&self, found: &mut Found, one: &Row, kin: &Kin, accounts: &[u32]) {
        let around = self.scope.around();
        for account in accounts.iter().copied() {
            if self.past.is_refused(found.identity, account)
                || found.candidates.iter().any(|candidate| candidate.account == account)
            {
                continue;
            }
            found.compared += 1;
            let (levels, rarity) = self.judge.compare(one, account, kin, around).summed();
            let ownership = self.scope.ownership(self.judge.directory, self.category, account);
            found.candidates.push(Candidate { account, ownership, levels, rarity });
        }
        let bits = |candidate: &Candidate| candidate.bits(self.weights, self.category);
        let mut ranked: Vec<(f32, Candidate)> =
            found.candidates.iter().map(|candidate| (bits(candidate), *candidate)).collect();
        ranked.sort_unstable_by(|(bits, one), (others, other)| {
            others.total_cmp(bits).then(one.account.cmp(&other.account))
        });
        found.candidates = ranked.into_iter().take(MOST_CANDIDATES).map(|(_, candidate)| candidate).collect();
        found.candidates.shrink_to_fit();
    }

    /// What speaks for and against a pair: how many could be meant, then each field.
    pub(crate) fn reasons(&self, identity: u32, account: u32, kin: &Kin, sought: &Sought) -> Vec<Reason> {
        let one = self.judge.exported.row(identity);
        let standing = self.standing(&one, kin, sought);
        let prior = sought.prior(self.weights, self.category, standing);
        let ownership = self.scope.ownership(self.judge.directory, self.category, account);
        let bits = prior + self.weights.of_ownership(self.category, ownership);
        let mut reasons = vec![Reason { field: Field::Scope, level: Level::Same, bits }];
        let told = self.judge.compare(&one, account, kin, self.scope.around());
        reasons.extend(told.fields().map(|(field, level, chance)| Reason {
            field,
            level,
            bits: self.weights.of_level(self.category, field, level) - chance.log2(),
        }));
        reasons
    }

    fn standing(&self, one: &Row, kin: &Kin, sought: &Sought) -> Standing {
        match self.category {
            Category::Pupil if sought.classes_told => {
                let classes = self.judge.vocabulary.classes.members(one.classes);
                if self.scope.has_class(classes) { Standing::Attached } else { Standing::Detached }
            }
            Category::Guardian if !kin.linked.is_empty() => Standing::Attached,
            Category::Guardian if kin.told => Standing::Detached,
            _ => Standing::Plain,
        }
    }
}
