//! The profile that the engine is measured on and never tuned on.
//!
//! It was committed before the first figure. Nothing that chooses a weight, a threshold or a rule may read it, and it does not change once a
//! figure was taken with it: a profile added later is reported beside it, never instead.

use super::{
    held_out_words,
    profile::{Directory, Facts, Families, Names, Presence, Profile, Spelling},
};

/// The seeds that figures on this profile are taken with.
pub const SEEDS: [u64; 4] = [7_190_341, 40_277_513, 615_902_887, 3_301_118_059];

/// Another country than [`super::profiles`]: the eastern border and the overseas departments, with a shorter tail of surnames, other families, and
/// damage that the other profiles lack: keyboard neighbours, names written as they sound, initials, doubled spaces, names in each other's field.
pub fn held_out() -> Profile {
    Profile {
        name: "held-out",
        names: Names {
            stock: &held_out_words::STOCK,
            surname_slope: 0.62,
            surname_offset: 4.0,
            tail_ranks: (250.0, 300_000),
            tail_slope: 0.93,
            given_slope: 0.68,
            rare_given: 0.38,
            same_origin: 0.77,
        },
        families: Families {
            twins: 0.018,
            triplets: 0.0004,
            twins_alike: 0.5,
            married: 0.36,
            apart: 0.25,
            alone: 0.19,
            step_parent: 0.16,
            husband_name: 0.55,
            joined_name: 0.14,
            two_surnames: 0.19,
            extra_guardian: 0.08,
            same_name_relative: 0.015,
            namesake_cousin: 0.0009,
            namesake_birth_date: 0.015,
            father_and_son: 0.006,
            teacher_parent: 0.015,
            second_school: 0.17,
        },
        presence: Presence {
            pupil_without_account: 0.006,
            guardian_without_account: 0.02,
            guardian_without_identity: 0.05,
            left_family: 0.03,
            left_sibling: 0.07,
            kept_by_old_school: 0.004,
            account_outlives: 0.04,
            extra_with_account: 0.15,
            teacher_without_account: 0.04,
            staff_without_account: 0.15,
            visitor_without_account: 0.4,
            identity_twice: 0.006,
            account_twice: 0.007,
        },
        spelling: Spelling {
            base_without_accents: 0.22,
            accents_lost: 0.12,
            hyphen_lost: 0.25,
            birth_name: 0.07,
            both_names: 0.06,
            decorated: 0.01,
            half_surname: 0.1,
            surnames_swapped: 0.06,
            particle: 0.1,
            transliterated: 0.06,
            variant: 0.04,
            diminutive: 0.02,
            second_added: 0.03,
            second_alone: 0.01,
            compound_short: 0.06,
            compound_odd: 0.04,
            typo: 0.012,
            second_typo: 0.001,
            mojibake: 0.012,
            truncated_at: 20,
            base_truncates: 0.15,
            keyboard: 0.008,
            phonetic: 0.01,
            initial: 0.002,
            doubled_spaces: 0.012,
            fields_swapped: 0.004,
        },
        facts: Facts {
            date_missing: 0.006,
            date_wrong: 0.006,
            adult_date: 0.2,
            stale_class: 0.04,
            classes_renamed: 0.2,
            child_link_missing: 0.045,
            title_missing: 0.06,
            title_wrong: 0.004,
            subject_differs: 0.3,
        },
        directory: Directory {
            date_missing: 0.015,
            adult_date: 0.7,
            guardian_date: 0.02,
            birth_name_missing: 0.25,
            other_first_missing: 0.3,
            all_first: 0.02,
            accents_lost: 0.08,
            typo: 0.003,
            child_link_missing: 0.015,
            title_missing: 0.02,
            other_first_joined_by: ", ",
        },
        minimal: false,
    }
}

/// [`held_out`], when the export holds little more than names and the birth dates of pupils.
pub fn held_out_minimal() -> Profile {
    Profile { name: "held-out-minimal", minimal: true, ..held_out() }
}
