//! How many people are invented.

/// Numbers of people of a district.
///
/// [`Cast`](crate::Cast) and [`Cases`](crate::Cases) are always there: a number too small for them is exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The first school, a collège.
    pub first: SchoolSize,
    /// The second school, a lycée.
    pub second: SchoolSize,
    /// Families with a child in each school, besides the one of the cast.
    pub shared_families: usize,
}

/// Numbers of people of a school, as its PRONOTE base counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchoolSize {
    /// Records of the base, hence identifiers to export. Guardians make up the difference: at least one and at most
    /// three for each family bound the number that can be reached.
    pub identifiers: usize,
    /// Pupils of this year, all with an account.
    pub pupils: usize,
    /// Teachers, the one who is twice in the base counted once.
    pub teachers: usize,
    /// Staff.
    pub staff: usize,
    /// Inspectors.
    pub inspectors: usize,
    /// Internship supervisors.
    pub internship_supervisors: usize,
    /// Grandparents and neighbours, recorded as guardians, without account.
    pub grandparents: usize,
    /// Pupils who have left and are still in the base, without account.
    pub former_pupils: usize,
    /// Pupils who have an account and are not yet in the base, each with a guardian in the same situation.
    pub new_arrivals: usize,
}

impl Size {
    /// What the demonstration shows: 1,575 identifiers in the first base, 450 in the second.
    pub const fn full() -> Self {
        Self {
            first: SchoolSize {
                identifiers: 1_575,
                pupils: 520,
                teachers: 60,
                staff: 40,
                inspectors: 4,
                internship_supervisors: 60,
                grandparents: 20,
                former_pupils: 15,
                new_arrivals: 6,
            },
            second: SchoolSize {
                identifiers: 450,
                pupils: 145,
                teachers: 25,
                staff: 12,
                inspectors: 2,
                internship_supervisors: 20,
                grandparents: 5,
                former_pupils: 4,
                new_arrivals: 2,
            },
            shared_families: 25,
        }
    }

    /// About the smallest district that holds every member of the cast and every special case.
    pub const fn small() -> Self {
        Self {
            first: SchoolSize {
                identifiers: 42,
                pupils: 14,
                teachers: 6,
                staff: 3,
                inspectors: 1,
                internship_supervisors: 1,
                grandparents: 2,
                former_pupils: 1,
                new_arrivals: 2,
            },
            second: SchoolSize {
                identifiers: 12,
                pupils: 4,
                teachers: 2,
                staff: 2,
                inspectors: 0,
                internship_supervisors: 0,
                grandparents: 0,
                former_pupils: 0,
                new_arrivals: 0,
            },
            shared_families: 0,
        }
    }
}
