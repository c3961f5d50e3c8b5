//! Why an address is not covered, for whoever registers services: the nearest pattern and what sets them apart.

use super::{PathCase, ServiceAddress, ServicePattern, address::same_segment, pattern::Reach};

/// The registered pattern that is nearest to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'p> {
    /// The pattern.
    pub nearest: &'p ServicePattern,
    /// What would have to change in one of the two, from left to right; empty when the pattern covers the address.
    pub differences: Vec<Difference>,
}

/// One thing in which an address differs from a pattern. `given` is always the address, `registered` the pattern;
/// both as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Difference {
    /// One is `https`, the other `http`.
    Scheme {
        /// Whether the address that came is the `https` one.
        given_is_https: bool,
    },
    /// Another host, be it one above or below in the same domain.
    Host {
        /// In lower case, as browsers understand it.
        given: String,
        /// Likewise.
        registered: String,
    },
    /// Another port, and not just because each scheme has its own.
    Port {
        /// Also when it is not written.
        given: u16,
        /// Likewise.
        registered: u16,
    },
    /// Another part of the path.
    Segment {
        /// Which part, from 1.
        number: usize,
        /// `None` when the address has no such part, or an empty one.
        given: Option<String>,
        /// `None` when the pattern has no such part, or an empty one.
        registered: Option<String>,
    },
    /// A part of the path that differs in the case of its letters only.
    LetterCase {
        /// Which part, from 1.
        number: usize,
        /// As it came.
        given: String,
        /// As it is registered.
        registered: String,
    },
    /// One of the two paths ends with a slash, the other one without.
    TrailingSlash {
        /// Whether the address that came has the slash.
        given_has_it: bool,
    },
    /// Another query, where the pattern names one.
    Query {
        /// Without its `?`.
        given: Option<String>,
        /// Likewise.
        registered: String,
    },
}

/// The pattern with the least to change, the first one of several; `None` when there is no pattern at all.
///
/// It covers the address exactly when there is no difference.
pub fn explain<'p>(
    address: &ServiceAddress,
    patterns: impl IntoIterator<Item = &'p ServicePattern>,
    case: PathCase,
) -> Option<Explanation<'p>> {
    patterns
        .into_iter()
        .map(|nearest| Explanation { nearest, differences: differences(address, nearest, case) })
        .min_by_key(|explanation| explanation.differences.iter().map(Difference::weight).sum::<usize>())
}

impl Difference {
    /// How far apart it puts the two: what is mistyped often weighs little, what names another service much.
    fn weight(&self) -> usize {
        match self {
            Self::LetterCase { .. } | Self::TrailingSlash { .. } => 1,
            Self::Scheme { .. } => 2,
            Self::Query { .. } => 3,
            Self::Segment { .. } => 8,
            Self::Port { .. } => 10,
            // More than the longest paths can differ in.
            Self::Host { given, registered } if same_domain(given, registered) => 100_000,
            Self::Host { .. } => 200_000,
        }
    }
}

/// Whether one host is below the other, or both have the same parent of two names at least.
fn same_domain(a: &str, b: &str) -> bool {
    let below = |host: &str, parent: &str| {
        parent.contains('.') && host.strip_suffix(parent).is_some_and(|name| name.ends_with('.'))
    };
    let parent = |host: &str| host.split_once('.').map(|(_, parent)| parent.to_owned());
    let siblings =
        parent(a).filter(|parent| parent.contains('.')).is_some_and(|name| parent(b) == Some(name));
    below(a, b) || below(b, a) || siblings
}

fn differences(address: &ServiceAddress, pattern: &ServicePattern, case: PathCase) -> Vec<Difference> {
    let base = &pattern.base;
    let mut found = Vec::new();
    if address.is_https() != base.is_https() {
        found.push(Difference::Scheme { given_is_https: address.is_https() });
    }
    if address.host() != base.host() {
        found.push(Difference::Host { given: address.host().to_owned(), registered: base.host().to_owned() });
    }
    if address.port() != base.port() && !(address.has_usual_port() && base.has_usual_port()) {
        found.push(Difference::Port { given: address.port(), registered: base.port() });
    }
    match pattern.reach {
        Reach::ThisPathAndBelow if base.has_root_path() => {}
        Reach::ThisPathAndBelow => {
            let wanted: Vec<&str> = base.segments().collect();
            let given: Vec<&str> = address.segments().take(wanted.len()).collect();
            compare_segments(&given, &wanted, case, &mut found);
        }
        Reach::ThisPath => {
            compare_whole_paths(address, base, case, &mut found);
            if let Some(registered) = base.query().filter(|query| Some(*query) != address.query()) {
                let given = address.query().map(str::to_owned);
                found.push(Difference::Query { given, registered: registered.to_owned() });
            }
        }
    }
    found
}

fn compare_whole_paths(
    address: &ServiceAddress,
    base: &ServiceAddress,
    case: PathCase,
    found: &mut Vec<Difference>,
) {
    let (given, given_has_it) = without_last_slash(address);
    let (wanted, wanted_has_it) = without_last_slash(base);
    compare_segments(&given, &wanted, case, found);
    if given_has_it != wanted_has_it {
        found.push(Difference::TrailingSlash { given_has_it });
    }
}

/// The parts of a path, and whether a slash follows them; the root has neither.
fn without_last_slash(address: &ServiceAddress) -> (Vec<&str>, bool) {
    let mut segments: Vec<&str> = address.segments().collect();
    let slash = segments.pop_if(|last| last.is_empty()).is_some() && !segments.is_empty();
    (segments, slash)
}

fn compare_segments(given: &[&str], wanted: &[&str], case: PathCase, found: &mut Vec<Difference>) {
    let owned =
        |segment: Option<&&str>| segment.filter(|text| !text.is_empty()).map(|text| (*text).to_owned());
    for at in 0..given.len().max(wanted.len()) {
        let number = at + 1;
        match (given.get(at), wanted.get(at)) {
            (Some(given), Some(wanted)) if same_segment(given, wanted, case) => {}
            (Some(given), Some(wanted)) if same_segment(given, wanted, PathCase::Ignored) => {
                let (given, registered) = ((*given).to_owned(), (*wanted).to_owned());
                found.push(Difference::LetterCase { number, given, registered });
            }
            (given, wanted) => {
                let (given, registered) = (owned(given), owned(wanted));
                found.push(Difference::Segment { number, given, registered });
            }
        }
    }
}
