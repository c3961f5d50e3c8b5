//! Schools, their classes and what is taught there.

use super::{chance::Chance, profile::Profile, spelling::Habits};

/// A school and the habits of its base.
#[derive(Debug)]
pub struct School {
    /// National number.
    pub uai: String,
    /// Levels that it teaches, counted from the sixth form: 0 to 3 in a collège, 4 to 6 in a lycée.
    pub levels: std::ops::RangeInclusive<i16>,
    /// Classes of each level.
    pub classes: usize,
    /// How the directory names classes.
    pub style: usize,
    /// How PRONOTE names them.
    pub style_in_base: usize,
    /// How the base writes names.
    pub habits: Habits,
    /// Girls are addressed as `Mlle`.
    pub old_titles: bool,
    /// The base calls subjects by short names.
    pub short_subjects: bool,
}

impl School {
    /// The school with this number in the population; all stand in a department that does not exist.
    pub fn new(number: u32, lycee: bool, pupils: usize, profile: &Profile, chance: &mut Chance) -> Self {
        const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
        let digits = 990_000 + number % 10_000;
        let uai = format!("{digits:07}{}", char::from(LETTERS[digits as usize % LETTERS.len()]));
        let style = chance.below(4);
        let levels = if lycee { 4..=6 } else { 0..=3 };
        let level_count = if lycee { 3 } else { 4 };
        Self {
            uai,
            levels,
            classes: (pupils / level_count / 27).max(1),
            style,
            style_in_base: if chance.is(profile.facts.classes_renamed) { 3 - style } else { style },
            habits: Habits::draw(&profile.spelling, chance),
            old_titles: chance.is(0.15),
            short_subjects: chance.is(0.3),
        }
    }

    /// The name of a class, in one of the four styles.
    pub fn class(style: usize, level: i16, index: usize) -> String {
        let level = level.clamp(0, 6) as usize;
        let letter = char::from(b'A' + (index % 26) as u8);
        match style {
            0 => format!("{}{letter}", ["6", "5", "4", "3", "2", "1", "T"][level]),
            1 => format!("{} {}", ["6e", "5e", "4e", "3e", "2nde", "1re", "Tle"][level], index + 1),
            2 => format!("{}{:02}", ["6", "5", "4", "3", "2", "1", "T"][level], index + 1),
            _ => format!("{} {letter}", ["6EME", "5EME", "4EME", "3EME", "2NDE", "1ERE", "TERM"][level]),
        }
    }
}

/// Subjects as the directory names them, and as some bases do.
pub const SUBJECTS: [(&str, &str); 18] = [
    ("MATHEMATIQUES", "MATHS"),
    ("FRANCAIS", "FRANCAIS"),
    ("HISTOIRE-GEOGRAPHIE", "HIST-GEO"),
    ("ANGLAIS LV1", "ANGLAIS"),
    ("ESPAGNOL LV2", "ESPAGNOL"),
    ("ALLEMAND LV2", "ALLEMAND"),
    ("SCIENCES VIE & TERRE", "SVT"),
    ("PHYSIQUE-CHIMIE", "PHYS-CHIM"),
    ("EDUCATION PHYSIQUE & SPORTIVE", "EPS"),
    ("TECHNOLOGIE", "TECHNO"),
    ("ARTS PLASTIQUES", "ARTS PLAST"),
    ("EDUCATION MUSICALE", "MUSIQUE"),
    ("PHILOSOPHIE", "PHILO"),
    ("SCIENCES ECONO. & SOCIALES", "SES"),
    ("LATIN", "LATIN"),
    ("ITALIEN LV2", "ITALIEN"),
    ("NUMERIQUE SC. INFORM.", "NSI"),
    ("DOCUMENTATION", "CDI"),
];
