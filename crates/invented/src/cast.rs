//! The people of the demonstration, under the same names whatever the seed.

use model::{Category, PersonName};

use crate::{
    Civility::{self, Madam, Sir},
    PersonKey,
    builder::{Builder, Family},
    site::Place,
};

/// Accounts that the demonstration follows.
///
/// Unless the role says otherwise, a plain comparison of folded names (and birth dates of pupils) recognises each of
/// them: nobody else in the district bears the name, at either end. [`crate::District::records_of`] finds their
/// records. Nobody but [`Self::pupil_from_former_ent`] and [`Self::teacher_from_former_ent`] has a CAS identifier of a
/// former ENT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// A pupil of the first school.
    pub pupil: PersonKey,
    /// A guardian of two pupils of the first school.
    pub guardian_of_two: PersonKey,
    /// A guardian of a pupil of each school: one account, a record in each base.
    pub guardian_of_both_schools: PersonKey,
    /// A teacher of the first school.
    pub teacher: PersonKey,
    /// A teacher of the first school, guardian of a pupil there: one account, two records in one base.
    pub teacher_and_guardian: PersonKey,
    /// A member of the staff of the first school.
    pub staff: PersonKey,
    /// A pupil of the first school, just arrived, whom the base does not know: there is no `idPronote` to release.
    pub without_pronote_id: PersonKey,
    /// A teacher whom the first base holds twice, with two identifiers: the two records make the name ambiguous.
    pub duplicated_teacher: PersonKey,
    /// Administrators of the ENT in the first and in the second school, both members of the staff.
    pub administrators: [PersonKey; 2],
    /// A pupil of the first school to whom a former ENT gave a CAS identifier.
    pub pupil_from_former_ent: PersonKey,
    /// A teacher of the first school to whom a former ENT gave a CAS identifier.
    pub teacher_from_former_ent: PersonKey,
}

impl Cast {
    /// Every member of the cast, in the order of the fields.
    pub fn everybody(&self) -> [PersonKey; 12] {
        let [first_administrator, second_administrator] = self.administrators;
        [
            self.pupil,
            self.guardian_of_two,
            self.guardian_of_both_schools,
            self.teacher,
            self.teacher_and_guardian,
            self.staff,
            self.without_pronote_id,
            self.duplicated_teacher,
            first_administrator,
            second_administrator,
            self.pupil_from_former_ent,
            self.teacher_from_former_ent,
        ]
    }

    /// Makes the cast and its families: the first accounts, so that their keys and logins never change.
    pub(crate) fn invent(builder: &mut Builder) -> Self {
        let pupil = only_child(builder, "L'Hostis", "Maëlle", Madam);
        let guardian_of_two = guardian_of_two(builder);
        let guardian_of_both_schools = guardian_of_both_schools(builder);
        let teacher = adult(builder, Place::First, Category::Teacher, ("Le Querrec", "Gaëlle", Madam));
        let teacher_and_guardian = teacher_and_guardian(builder);
        let staff = adult(builder, Place::First, Category::Staff, ("Cœurderoy", "Marie-Ange", Madam));
        let without_pronote_id = new_pupil(builder);
        let duplicated_teacher =
            adult(builder, Place::First, Category::Teacher, ("Delaunoy", "Jean-François", Sir));
        let administrators = [
            adult(builder, Place::First, Category::Staff, ("Kerbrat", "Solène", Madam)),
            adult(builder, Place::Second, Category::Staff, ("Vanhoutte", "Édouard", Sir)),
        ];
        let pupil_from_former_ent = only_child(builder, "Trévidic", "Élouan", Sir);
        let teacher_from_former_ent =
            adult(builder, Place::First, Category::Teacher, ("Luong-Gauthier", "Anh-Thu", Madam));
        let cast = Self {
            pupil,
            guardian_of_two,
            guardian_of_both_schools,
            teacher,
            teacher_and_guardian,
            staff,
            without_pronote_id,
            duplicated_teacher,
            administrators,
            pupil_from_former_ent,
            teacher_from_former_ent,
        };
        builder.steady.extend(cast.everybody());
        cast
    }
}

fn adult(
    builder: &mut Builder,
    place: Place,
    category: Category,
    (last, first, civility): (&str, &str, Civility),
) -> PersonKey {
    builder.adult(place, category, PersonName::new(last, first), civility)
}

fn child(
    builder: &mut Builder,
    family: &mut Family,
    place: Place,
    first: &str,
    civility: Civility,
) -> PersonKey {
    let name = PersonName::new(&family.last, first);
    let key = builder.child(family, place, name, civility);
    builder.steady.insert(key);
    key
}

fn only_child(builder: &mut Builder, last: &str, first: &str, civility: Civility) -> PersonKey {
    let mut family = builder.family(Some(last));
    let key = child(builder, &mut family, Place::First, first, civility);
    builder.families.push(family);
    key
}

fn guardian_of_two(builder: &mut Builder) -> PersonKey {
    let mut family = builder.family(Some("Da Silva-Mercier"));
    child(builder, &mut family, Place::First, "Tiago", Sir);
    child(builder, &mut family, Place::First, "Luna", Madam);
    let key = builder.guardian(&mut family, PersonName::new("Da Silva-Mercier", "Inês"), Madam);
    builder.families.push(family);
    key
}

fn guardian_of_both_schools(builder: &mut Builder) -> PersonKey {
    let mut family = builder.family(Some("N'Guyen"));
    child(builder, &mut family, Place::First, "Mélody", Madam);
    child(builder, &mut family, Place::Second, "Kim-Anh", Madam);
    let key = builder.guardian(&mut family, PersonName::new("N'Guyen", "Noël"), Sir);
    builder.families.push(family);
    key
}

fn teacher_and_guardian(builder: &mut Builder) -> PersonKey {
    let key = adult(builder, Place::First, Category::Teacher, ("de la Hêtraie", "Benoît", Sir));
    let mut family = builder.family(Some("de la Hêtraie"));
    child(builder, &mut family, Place::First, "Côme", Sir);
    builder.answer_for(key, &mut family);
    builder.families.push(family);
    key
}

fn new_pupil(builder: &mut Builder) -> PersonKey {
    let mut family = builder.family(Some("Ghÿselen"));
    let key = child(builder, &mut family, Place::First, "Yaël", Sir);
    builder.hide(key);
    let guardian = builder.any_guardian(&mut family);
    builder.hide(guardian);
    key
}
