//! The ENT side being built: accounts, families, and who belongs to which base.

use std::collections::{BTreeMap, BTreeSet};

use model::{BirthDate, Category, PersonName};

use crate::{
    Account, Civility, Class, EntProfile, PersonKey, SCHOOL_YEAR, Size,
    chance::Chance,
    naming::{self, Names},
    site::{Place, Site},
    words::SIMPLE,
};

/// Two different last names of a single word.
fn two_names(chance: &mut Chance) -> (&'static str, &'static str) {
    let one = chance.below(SIMPLE.len());
    let other = (one + 1 + chance.below(SIMPLE.len() - 1)) % SIMPLE.len();
    let word = |place: usize| SIMPLE.get(place).copied().unwrap_or_default();
    (word(one), word(other))
}

/// A family: its children, at one school or both, and those who answer for them.
#[derive(Debug)]
pub(crate) struct Family {
    /// Last name of the children.
    pub(crate) last: String,
    /// Last names of the guardians; further guardians bear another.
    guardian_lasts: Vec<String>,
    /// Children are born from this month on and in different years, so that nine months lie between them.
    month: u16,
    /// Years that its children have repeated: the same for all, else two could be born in the same year.
    repeated: u16,
    levels: BTreeSet<&'static str>,
    pub(crate) places: BTreeSet<Place>,
    pub(crate) children: Vec<PersonKey>,
    pub(crate) guardians: usize,
}

impl Family {
    /// Keeps the children of this family out of the years in which those of another are born.
    pub(crate) fn born_apart_from(&mut self, other: &Self) {
        self.levels.extend(&other.levels);
        self.repeated = other.repeated;
    }
}

/// Accounts and families so far.
#[derive(Debug)]
pub(crate) struct Builder {
    pub(crate) chance: Chance,
    pub(crate) names: Names,
    pub(crate) sites: [Site; 2],
    pub(crate) accounts: Vec<Account>,
    pub(crate) families: Vec<Family>,
    /// Who is what, and where, in the order of creation.
    members: BTreeMap<(Place, Category), Vec<PersonKey>>,
    /// Accounts that no base knows yet.
    absent: BTreeSet<PersonKey>,
    /// Accounts whose name keeps its fold in every base, because a story is told about them.
    pub(crate) steady: BTreeSet<PersonKey>,
}

impl Builder {
    pub(crate) fn new(seed: u64, size: Size) -> Self {
        let first = Site::open(
            Place::First,
            "Collège du Pont-aux-Hérons",
            &[("6e", 11), ("5e", 12), ("4e", 13), ("3e", 14)],
            size.first,
        );
        let second = Site::open(
            Place::Second,
            "Lycée de la Passerelle",
            &[("2de", 15), ("1re", 16), ("Tle", 17)],
            size.second,
        );
        Self {
            chance: Chance::new(seed),
            names: Names::default(),
            sites: [first, second],
            accounts: Vec::new(),
            families: Vec::new(),
            members: BTreeMap::new(),
            absent: BTreeSet::new(),
            steady: BTreeSet::new(),
        }
    }

    pub(crate) fn site(&self, place: Place) -> &Site {
        let [first, second] = &self.sites;
        match place {
            Place::First => first,
            Place::Second => second,
        }
    }

    pub(crate) fn account(&self, key: PersonKey) -> Option<&Account> {
        self.accounts.get(key.place())
    }

    /// Those whom the base of a school knows in a category.
    pub(crate) fn known(&self, place: Place, category: Category) -> Vec<PersonKey> {
        let members = self.members.get(&(place, category)).into_iter().flatten();
        members.copied().filter(|key| !self.absent.contains(key)).collect()
    }

    /// Tells that no base knows this account yet.
    pub(crate) fn hide(&mut self, key: PersonKey) {
        self.absent.insert(key);
    }

    /// The accounts that no base knows yet.
    pub(crate) fn absent(&self) -> &BTreeSet<PersonKey> {
        &self.absent
    }

    pub(crate) fn civility(&mut self) -> Civility {
        if self.chance.percent(50) { Civility::Madam } else { Civility::Sir }
    }

    /// A new name, all of it drawn.
    pub(crate) fn name(&mut self, civility: Civility) -> PersonName {
        let last = naming::last_name(&mut self.chance);
        self.names.draw(&mut self.chance, civility, last)
    }

    /// An account without profile yet; the login comes last, when homonyms are settled.
    fn person(
        &mut self,
        name: PersonName,
        civility: Civility,
        birth_date: Option<BirthDate>,
        class: Option<Class>,
    ) -> PersonKey {
        self.names.take(&name);
        let key = PersonKey::at(self.accounts.len());
        let (login, profiles, children) = (String::new(), Vec::new(), Vec::new());
        self.accounts.push(Account { key, name, civility, birth_date, login, profiles, class, children });
        key
    }

    /// Gives an account a place in a school.
    fn join(&mut self, key: PersonKey, place: Place, category: Category) {
        let profile = (self.site(place).uai.clone(), EntProfile::of(category));
        if let Some(account) = self.accounts.get_mut(key.place())
            && !account.profiles.contains(&profile)
        {
            account.profiles.push(profile);
        }
        self.members.entry((place, category)).or_default().push(key);
    }

    /// Somebody who works for a school; the ENT knows the birth date of three in ten.
    pub(crate) fn adult(
        &mut self,
        place: Place,
        category: Category,
        name: PersonName,
        civility: Civility,
    ) -> PersonKey {
        let birth_date = self.adult_birth_date();
        let key = self.person(name, civility, birth_date, None);
        self.join(key, place, category);
        key
    }

    /// As [`Self::adult`], everything drawn.
    pub(crate) fn any_adult(&mut self, place: Place, category: Category) -> PersonKey {
        let civility = self.civility();
        let name = self.name(civility);
        self.adult(place, category, name, civility)
    }

    fn adult_birth_date(&mut self) -> Option<BirthDate> {
        let (year, month, day) =
            (1964 + self.chance.below(26), 1 + self.chance.below(12), 1 + self.chance.below(28));
        let known = self.chance.percent(30);
        BirthDate::parse(&format!("{year}-{month:02}-{day:02}")).ok().filter(|_| known)
    }

    /// A family with the last name given or a drawn one; some children bear the names of both parents.
    pub(crate) fn family(&mut self, last: Option<&str>) -> Family {
        let (last, guardian_lasts) = match last {
            Some(last) => (last.to_owned(), vec![last.to_owned()]),
            None if self.chance.percent(9) => {
                let (one, other) = two_names(&mut self.chance);
                (format!("{one}-{other}"), vec![one.to_owned(), other.to_owned()])
            }
            None => {
                let last = naming::last_name(&mut self.chance).to_owned();
                let same = if self.chance.percent(55) { 2 } else { 1 };
                (last.clone(), vec![last; same])
            }
        };
        let month = u16::try_from(1 + self.chance.below(10)).unwrap_or(1);
        Family {
            last,
            guardian_lasts,
            month,
            repeated: u16::from(self.chance.percent(5)),
            levels: BTreeSet::new(),
            places: BTreeSet::new(),
            children: Vec::new(),
            guardians: 0,
        }
    }

    /// A child of the family, at another level than its brothers and sisters.
    pub(crate) fn child(
        &mut self,
        family: &mut Family,
        place: Place,
        name: PersonName,
        civility: Civility,
    ) -> PersonKey {
        let mut levels = self.site(place).levels.to_vec();
        levels.retain(|(level, _)| !family.levels.contains(level));
        let (level, age) = levels.get(self.chance.below(levels.len())).copied().unwrap_or(("", 14));
        let month = family.month + u16::try_from(self.chance.below(3)).unwrap_or(0);
        let birth_date =
            format!("{}-{month:02}-{:02}", SCHOOL_YEAR - age - family.repeated, 1 + self.chance.below(28));
        self.child_born(family, place, name, civility, (level, BirthDate::parse(&birth_date).ok()))
    }

    /// As [`Self::child`], everything drawn.
    pub(crate) fn any_child(&mut self, family: &mut Family, place: Place) -> PersonKey {
        let civility = self.civility();
        let name = self.names.draw(&mut self.chance, civility, &family.last);
        self.child(family, place, name, civility)
    }

    /// A child at a given level, born on a given day: a twin.
    pub(crate) fn child_born(
        &mut self,
        family: &mut Family,
        place: Place,
        name: PersonName,
        civility: Civility,
        (level, birth_date): (&'static str, Option<BirthDate>),
    ) -> PersonKey {
        let classes: Vec<Class> =
            self.site(place).classes.iter().filter(|class| class.level == level).cloned().collect();
        let class = classes.get(self.chance.below(classes.len())).cloned();
        let key = self.person(name, civility, birth_date, class);
        self.join(key, place, Category::Pupil);
        family.levels.insert(level);
        family.places.insert(place);
        family.children.push(key);
        key
    }

    /// Makes an account a guardian of all children of the family, at each of their schools.
    pub(crate) fn answer_for(&mut self, key: PersonKey, family: &mut Family) {
        if let Some(account) = self.accounts.get_mut(key.place()) {
            account.children.extend(&family.children);
        }
        for place in family.places.clone() {
            self.join(key, place, Category::Guardian);
        }
        family.guardians += 1;
    }

    /// A guardian of the family.
    pub(crate) fn guardian(
        &mut self,
        family: &mut Family,
        name: PersonName,
        civility: Civility,
    ) -> PersonKey {
        let birth_date = self.adult_birth_date();
        let key = self.person(name, civility, birth_date, None);
        self.answer_for(key, family);
        key
    }

    /// As [`Self::guardian`], everything drawn: mother and father more often than not, then a step-parent.
    pub(crate) fn any_guardian(&mut self, family: &mut Family) -> PersonKey {
        let civility = match family.guardians {
            0 => Civility::Madam,
            1 => Civility::Sir,
            _ => self.civility(),
        };
        let last = match family.guardian_lasts.get(family.guardians) {
            Some(last) => last.clone(),
            None => naming::last_name(&mut self.chance).to_owned(),
        };
        let name = self.names.draw(&mut self.chance, civility, &last);
        self.guardian(family, name, civility)
    }
}
