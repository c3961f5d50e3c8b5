//! The PRONOTE side: what each base wrote down about the people of its school.

use std::collections::{BTreeMap, BTreeSet};

use model::{BirthDate, CasId, Category, PersonName, PronoteId};

use crate::{
    Account, Cases, Cast, Civility, Class, PersonKey, PronoteKey, PronotePerson, PronoteView, SCHOOL_YEAR,
    Spelling, builder::Builder, naming, site::Place,
};

/// Records of the first base that repeat another.
pub(crate) const DUPLICATES: usize = 1;

/// A record without what depends on its place in the base: key, identifiers, keys of children.
#[derive(Debug)]
struct Draft {
    category: Category,
    name: PersonName,
    spelling: Spelling,
    civility: Civility,
    birth_date: Option<BirthDate>,
    class: Option<Class>,
    children: Vec<PersonKey>,
    truth: Option<PersonKey>,
}

/// Writes the base of a school; `before` records stand in the base written before it.
pub(crate) fn write(
    builder: &mut Builder,
    place: Place,
    before: usize,
    cast: &Cast,
    cases: &Cases,
) -> PronoteView {
    let mut drafts = Vec::new();
    for category in Category::ALL {
        for key in builder.known(place, category) {
            drafts.extend(draft(builder, category, key, None));
        }
    }
    if place == Place::First {
        // The second record was typed by somebody else: in capitals.
        let twice = draft(builder, Category::Teacher, cast.duplicated_teacher, Some(Spelling::UpperCase));
        drafts.extend(twice);
        drafts.extend(namesake(builder, cases.namesake_of_grandparent));
    }
    drafts.extend(grandparents(builder, place));
    drafts.extend(former_pupils(builder, place));
    // As PRONOTE lists people; the key of the account only settles ties.
    drafts.sort_by_cached_key(|draft| {
        let (last, first) = (naming::fold(&draft.name.last), naming::fold(&draft.name.first));
        (draft.category, last, first, draft.birth_date, draft.truth, draft.spelling)
    });
    number(builder, place, before, cast, drafts)
}

/// A person with an account, in this base's spelling.
fn draft(
    builder: &mut Builder,
    category: Category,
    key: PersonKey,
    spelling: Option<Spelling>,
) -> Option<Draft> {
    let Account { name, civility, birth_date, class, children, .. } = builder.account(key)?.clone();
    let (name, spelling) = match spelling {
        Some(spelling) => (spelling.write(&name, civility, &mut builder.chance), spelling),
        None => written(builder, key, name, civility),
    };
    let birth_date = match category {
        Category::Pupil => birth_date,
        Category::Teacher => birth_date.filter(|_| builder.chance.percent(40)),
        _ => None,
    };
    let children = if category == Category::Guardian { children } else { Vec::new() };
    Some(Draft { category, name, spelling, civility, birth_date, class, children, truth: Some(key) })
}

/// Draws a spelling. A damage that would make this person another's namesake does not happen: only the special cases
/// confuse, so that the plain rule (one folded name on each side) links nobody wrongly.
fn written(
    builder: &mut Builder,
    key: PersonKey,
    name: PersonName,
    civility: Civility,
) -> (PersonName, Spelling) {
    let spelling = Spelling::draw(&mut builder.chance);
    let other = spelling.write(&name, civility, &mut builder.chance);
    let allowed = spelling.folds_alike()
        || (!builder.steady.contains(&key) && other != name && builder.names.take(&other));
    if other != name && allowed { (other, spelling) } else { (name, Spelling::Same) }
}

/// Somebody without account.
fn stranger(category: Category, name: PersonName, civility: Civility) -> Draft {
    Draft {
        category,
        name,
        spelling: Spelling::Same,
        civility,
        birth_date: None,
        class: None,
        children: Vec::new(),
        truth: None,
    }
}

/// A grandparent who bears the name of the guardian of the same children.
fn namesake(builder: &Builder, guardian: PersonKey) -> Option<Draft> {
    let Account { name, civility, children, .. } = builder.account(guardian)?.clone();
    Some(Draft { children, ..stranger(Category::Guardian, name, civility) })
}

/// Grandparents and neighbours who may fetch a pupil; in the first base one of them is the [`namesake`].
fn grandparents(builder: &mut Builder, place: Place) -> Vec<Draft> {
    let already = if place == Place::First { 1 } else { 0 };
    let pupils = builder.known(place, Category::Pupil);
    let wanted = already..builder.site(place).size.grandparents;
    let one = |_| {
        let child = pupils.get(builder.chance.below(pupils.len())).copied();
        let family_name = child.and_then(|key| builder.account(key)).map(|account| account.name.last.clone());
        let civility = builder.civility();
        let name = match family_name.filter(|_| builder.chance.percent(60)) {
            Some(last) => builder.names.draw(&mut builder.chance, civility, &last),
            None => builder.name(civility),
        };
        Draft { children: child.into_iter().collect(), ..stranger(Category::Guardian, name, civility) }
    };
    wanted.map(one).collect()
}

/// Pupils who left one or two years ago.
fn former_pupils(builder: &mut Builder, place: Place) -> Vec<Draft> {
    let site = builder.site(place);
    let (wanted, oldest) =
        (site.size.former_pupils, site.levels.iter().map(|(_, age)| *age).max().unwrap_or(14));
    let one = |_| {
        let civility = builder.civility();
        let name = builder.name(civility);
        let years = if builder.chance.percent(60) { 1 } else { 2 };
        let (month, day) = (1 + builder.chance.below(12), 1 + builder.chance.below(28));
        let birth_date = format!("{}-{month:02}-{day:02}", SCHOOL_YEAR - oldest - years);
        let birth_date = BirthDate::parse(&birth_date).ok();
        Draft { birth_date, ..stranger(Category::Pupil, name, civility) }
    };
    (0..wanted).map(one).collect()
}

/// Gives each record its key and identifiers, in the order of the base.
fn number(
    builder: &mut Builder,
    place: Place,
    before: usize,
    cast: &Cast,
    drafts: Vec<Draft>,
) -> PronoteView {
    let pupils: BTreeMap<PersonKey, PronoteKey> = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.category == Category::Pupil)
        .filter_map(|(index, draft)| Some((draft.truth?, PronoteKey::at(before + index))))
        .collect();
    let mut given = BTreeSet::new();
    let record = |(index, draft): (usize, Draft)| PronotePerson {
        key: PronoteKey::at(before + index),
        category: draft.category,
        name: draft.name,
        spelling: draft.spelling,
        civility: draft.civility,
        birth_date: draft.birth_date,
        pronote_id: pronote_id(builder, &mut given),
        class: draft.class,
        children: draft.children.iter().filter_map(|child| pupils.get(child).copied()).collect(),
        former_cas_id: former_cas_id(builder, place, cast, draft.truth, index),
        truth: draft.truth,
    };
    PronoteView { people: drafts.into_iter().enumerate().map(record).collect() }
}

fn pronote_id(builder: &mut Builder, given: &mut BTreeSet<PronoteId>) -> PronoteId {
    loop {
        let fresh = PronoteId::generate(|bound| builder.chance.below(bound));
        if given.insert(fresh.clone()) {
            return fresh;
        }
    }
}

/// A third of the first base was known to a former ENT; of the cast, only those whose role it is.
fn former_cas_id(
    builder: &mut Builder,
    place: Place,
    cast: &Cast,
    truth: Option<PersonKey>,
    index: usize,
) -> Option<CasId> {
    let drawn = builder.chance.below(3) == 0;
    let former = [cast.pupil_from_former_ent, cast.teacher_from_former_ent];
    let knew = match truth {
        Some(key) if former.contains(&key) => true,
        Some(key) if cast.everybody().contains(&key) => false,
        _ => drawn && place == Place::First,
    };
    let number = 10_000 + index * 13;
    CasId::parse(&format!("X9AB{number}")).ok().filter(|_| knew)
}
