//! The two schools, before anybody is in them.

use model::Uai;

use crate::{Class, SchoolSize};

/// One of the two schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    First,
    Second,
}

impl Place {
    pub(crate) const BOTH: [Self; 2] = [Self::First, Self::Second];
}

/// A school and the room it has.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) uai: Uai,
    pub(crate) name: &'static str,
    pub(crate) classes: Vec<Class>,
    /// Levels, with the age that its pupils reach in the calendar year in which the school year begins.
    pub(crate) levels: &'static [(&'static str, u16)],
    pub(crate) size: SchoolSize,
}

/// A class is opened for as many pupils.
const CLASS_SIZE: usize = 27;

impl Site {
    pub(crate) fn open(
        place: Place,
        name: &'static str,
        levels: &'static [(&'static str, u16)],
        size: SchoolSize,
    ) -> Self {
        let per_level = size.pupils.div_ceil(CLASS_SIZE * levels.len()).max(1);
        let class = |level, number| Class { name: format!("{level} {number}"), level };
        let classes =
            levels.iter().flat_map(|(level, _)| (1..=per_level).map(|number| class(*level, number)));
        Self { uai: uai(place), name, classes: classes.collect(), levels, size }
    }
}

/// No department has the number 99.
#[expect(clippy::expect_used, reason = "two constants; every test reads them")]
fn uai(place: Place) -> Uai {
    let text = match place {
        Place::First => "0990417R",
        Place::Second => "0990862Z",
    };
    Uai::parse(text).expect("the check letter was computed")
}
