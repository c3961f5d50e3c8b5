//! Reasons in French, for the column `why`.

use std::fmt::Write as _;

use matching::{Field, Level, Question, Reason, Verdict};

/// What is asked about an identity, then what speaks for and against a proposal, e.g.
/// `plusieurs comptes possibles ; nom identique +12.3 ; prénom variante +6.1`.
pub(super) fn sentence(verdict: Verdict, reasons: &[Reason]) -> String {
    let mut text = match verdict {
        Verdict::Known => "confirmé".to_owned(),
        Verdict::Manual(question) => question_asked(question).to_owned(),
        Verdict::Automatic | Verdict::Nobody => String::new(),
    };
    for Reason { field, level, bits } in reasons {
        let space = if text.is_empty() { "" } else { " ; " };
        // Writing to a text does not fail.
        let _ = write!(text, "{space}{} {} {bits:+.1}", compared(*field), how(*field, *level));
    }
    text
}

/// Why somebody must look.
pub(super) const fn question_asked(question: Question) -> &'static str {
    match question {
        Question::Weak => "indices insuffisants",
        Question::SeveralAccounts => "plusieurs comptes possibles",
        Question::SeveralIdentities => "plusieurs identités pour un compte",
        Question::FirstNameContradicted => "prénoms contradictoires",
        Question::LastNameContradicted => "noms contradictoires",
        Question::BirthDateContradicted => "dates de naissance contradictoires",
        Question::FamilyContradicted => "élèves contradictoires",
        Question::TitleContradicted => "civilités contradictoires",
        Question::OtherSchool => "compte d'un autre établissement",
        Question::AccountTaken => "compte déjà relié à une autre identité",
    }
}

const fn compared(field: Field) -> &'static str {
    match field {
        Field::LastName => "nom",
        Field::FirstName => "prénom",
        Field::BirthDate => "date de naissance",
        Field::Title => "civilité",
        Field::Class => "classe",
        Field::Subject => "matière",
        Field::Family => "famille",
        Field::Scope => "nombre de personnes possibles",
    }
}

const fn how(field: Field, level: Level) -> &'static str {
    match (field, level) {
        (Field::Scope, _) => "pris en compte",
        (_, Level::Same) => "identique",
        (_, Level::Joined) => "identique aux espaces et particules près",
        (Field::LastName, Level::Other) => "de naissance",
        (_, Level::Other) => "secondaire",
        (_, Level::Part) => "partiel",
        (_, Level::Variant) => "variante",
        (_, Level::Short) => "diminutif",
        (_, Level::Sound) => "de même son",
        (Field::BirthDate, Level::Close) => "proche",
        (_, Level::Close) => "à une ou deux lettres près",
        (_, Level::Beginning) => "de même début",
        (Field::BirthDate, Level::Swapped) => "jour et mois inversés",
        (_, Level::Swapped) => "nom et prénom inversés",
        (_, Level::Kin) => "d'un élève du compte",
        (_, Level::Alone) => "sans élève ici",
        (_, Level::Different) => "autre",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_one_line_that_a_person_reads() {
        let reason = |field, level, bits| Reason { field, level, bits };
        let reasons = [
            reason(Field::LastName, Level::Same, 12.34),
            reason(Field::FirstName, Level::Variant, 6.12),
            reason(Field::BirthDate, Level::Swapped, 3.0),
            reason(Field::Scope, Level::Same, -9.99),
        ];
        assert_eq!(
            sentence(Verdict::Manual(Question::SeveralAccounts), &reasons),
            "plusieurs comptes possibles ; nom identique +12.3 ; prénom variante +6.1 ; date de naissance jour et \
             mois inversés +3.0 ; nombre de personnes possibles pris en compte -10.0"
        );
        assert_eq!(sentence(Verdict::Automatic, &[]), "");
    }
}
