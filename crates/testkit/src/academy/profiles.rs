//! The profiles that tuning may read.

use super::{
    profile::{Directory, Facts, Families, Names, Presence, Profile, Spelling},
    words,
};

/// The seeds that figures on these profiles are taken with; tests and tuning take small ones.
pub const SEEDS: [u64; 3] = [20_250_901, 20_251_103, 20_260_105];

/// Data as schools have them in an ordinary year.
pub fn typical() -> Profile {
    Profile {
        name: "typical",
        names: NAMES,
        families: FAMILIES,
        presence: PRESENCE,
        spelling: SPELLING,
        facts: FACTS,
        directory: DIRECTORY,
        minimal: false,
    }
}

/// About twice the damage of [`typical`].
pub fn hard() -> Profile {
    let (presence, spelling, facts, directory) = (PRESENCE, SPELLING, FACTS, DIRECTORY);
    Profile {
        name: "hard",
        presence: Presence {
            guardian_without_account: 2.0 * presence.guardian_without_account,
            left_family: 1.6 * presence.left_family,
            left_sibling: 1.5 * presence.left_sibling,
            identity_twice: 2.0 * presence.identity_twice,
            account_twice: 2.0 * presence.account_twice,
            ..presence
        },
        families: Families { extra_guardian: 1.5 * FAMILIES.extra_guardian, ..FAMILIES },
        spelling: spelling.times(2.0),
        facts: Facts {
            date_missing: 2.0 * facts.date_missing,
            date_wrong: 2.0 * facts.date_wrong,
            adult_date: 0.6 * facts.adult_date,
            stale_class: 2.0 * facts.stale_class,
            classes_renamed: 2.0 * facts.classes_renamed,
            child_link_missing: 2.0 * facts.child_link_missing,
            title_missing: 2.0 * facts.title_missing,
            title_wrong: 2.0 * facts.title_wrong,
            subject_differs: 1.5 * facts.subject_differs,
        },
        directory: Directory {
            date_missing: 2.0 * directory.date_missing,
            birth_name_missing: 1.5 * directory.birth_name_missing,
            accents_lost: 2.0 * directory.accents_lost,
            typo: 2.0 * directory.typo,
            child_link_missing: 2.0 * directory.child_link_missing,
            ..directory
        },
        ..typical()
    }
}

/// The damage of [`typical`], when the export holds little more than names and the birth dates of pupils.
pub fn minimal() -> Profile {
    Profile { name: "minimal", minimal: true, ..typical() }
}

/// Names as in most of France: the commonest surname is borne by one person in 300, most by a handful.
const NAMES: Names = Names {
    stock: &words::STOCK,
    surname_slope: 0.7,
    surname_offset: 2.0,
    tail_ranks: (450.0, 1_000_000),
    tail_slope: 1.02,
    given_slope: 0.75,
    rare_given: 0.2,
    same_origin: 0.85,
};

const FAMILIES: Families = Families {
    twins: 0.015,
    triplets: 0.0003,
    twins_alike: 0.4,
    married: 0.48,
    apart: 0.24,
    alone: 0.09,
    step_parent: 0.12,
    husband_name: 0.68,
    joined_name: 0.09,
    two_surnames: 0.12,
    extra_guardian: 0.045,
    same_name_relative: 0.012,
    namesake_cousin: 0.0006,
    namesake_birth_date: 0.02,
    father_and_son: 0.004,
    teacher_parent: 0.012,
    second_school: 0.13,
};

const PRESENCE: Presence = Presence {
    pupil_without_account: 0.004,
    guardian_without_account: 0.012,
    guardian_without_identity: 0.018,
    left_family: 0.02,
    left_sibling: 0.06,
    kept_by_old_school: 0.003,
    account_outlives: 0.05,
    extra_with_account: 0.12,
    teacher_without_account: 0.03,
    staff_without_account: 0.12,
    visitor_without_account: 0.45,
    identity_twice: 0.004,
    account_twice: 0.005,
};

const SPELLING: Spelling = Spelling {
    base_without_accents: 0.1,
    accents_lost: 0.17,
    hyphen_lost: 0.2,
    birth_name: 0.15,
    both_names: 0.05,
    decorated: 0.012,
    half_surname: 0.15,
    surnames_swapped: 0.03,
    particle: 0.12,
    transliterated: 0.06,
    variant: 0.06,
    diminutive: 0.035,
    second_added: 0.06,
    second_alone: 0.012,
    compound_short: 0.07,
    compound_odd: 0.05,
    typo: 0.03,
    second_typo: 0.002,
    mojibake: 0.008,
    truncated_at: 16,
    base_truncates: 0.05,
    keyboard: 0.0,
    phonetic: 0.004,
    initial: 0.0,
    doubled_spaces: 0.0,
    fields_swapped: 0.0,
};

const FACTS: Facts = Facts {
    date_missing: 0.004,
    date_wrong: 0.007,
    adult_date: 0.3,
    stale_class: 0.03,
    classes_renamed: 0.1,
    child_link_missing: 0.035,
    title_missing: 0.04,
    title_wrong: 0.006,
    subject_differs: 0.2,
};

const DIRECTORY: Directory = Directory {
    date_missing: 0.012,
    adult_date: 0.85,
    guardian_date: 0.01,
    birth_name_missing: 0.3,
    other_first_missing: 0.35,
    all_first: 0.012,
    accents_lost: 0.05,
    typo: 0.004,
    child_link_missing: 0.01,
    title_missing: 0.01,
    other_first_joined_by: "|",
};

impl Spelling {
    /// Each damage this many times as frequent, and never certain.
    pub(super) fn times(self, factor: f64) -> Self {
        let more = |rate: f64| (rate * factor).min(0.9);
        Self {
            base_without_accents: more(self.base_without_accents),
            accents_lost: more(self.accents_lost),
            hyphen_lost: more(self.hyphen_lost),
            birth_name: more(self.birth_name),
            both_names: more(self.both_names),
            decorated: more(self.decorated),
            half_surname: more(self.half_surname),
            surnames_swapped: more(self.surnames_swapped),
            particle: more(self.particle),
            transliterated: more(self.transliterated),
            variant: more(self.variant),
            diminutive: more(self.diminutive),
            second_added: more(self.second_added),
            second_alone: more(self.second_alone),
            compound_short: more(self.compound_short),
            compound_odd: more(self.compound_odd),
            typo: more(self.typo),
            second_typo: more(self.second_typo),
            mojibake: more(self.mojibake),
            truncated_at: self.truncated_at,
            base_truncates: more(self.base_truncates),
            keyboard: more(self.keyboard),
            phonetic: more(self.phonetic),
            initial: more(self.initial),
            doubled_spaces: more(self.doubled_spaces),
            fields_swapped: more(self.fields_swapped),
        }
    }
}
