//! How common names are in the country, for lists too short to tell: read from the files of `data/`, which give their
//! source.

use std::sync::LazyLock;

use hashbrown::HashMap;

static SURNAMES: LazyLock<HashMap<&'static str, f32>> =
    LazyLock::new(|| shares(include_str!("../data/surnames-fr.txt"), |columns| columns.first().copied()));
static PUPILS: LazyLock<HashMap<&'static str, f32>> =
    LazyLock::new(|| shares(include_str!("../data/given-fr.txt"), |columns| columns.last().copied()));
static ADULTS: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    shares(include_str!("../data/given-fr.txt"), |columns| match columns {
        [_, older, younger, _] => Some((older + younger) / 2.0),
        _ => None,
    })
});

/// The share of people of this surname, if it is one of the 2,000 commonest.
pub(crate) fn surname(name: &str) -> Option<f32> {
    SURNAMES.get(name).copied()
}

/// The share of this given name among pupils, if it is common.
pub(crate) fn pupil(name: &str) -> Option<f32> {
    PUPILS.get(name).copied()
}

/// The share of this given name among people of the age of parents, if it is common.
pub(crate) fn adult(name: &str) -> Option<f32> {
    ADULTS.get(name).copied()
}

/// Names with what one column, or several, say per million.
fn shares(file: &'static str, told: fn(&[f32]) -> Option<f32>) -> HashMap<&'static str, f32> {
    let entry = |line: &'static str| {
        let at = line.find(|c: char| c.is_ascii_digit())?;
        let (name, figures) = line.split_at_checked(at)?;
        let columns: Vec<f32> = figures.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
        let share = told(&columns).filter(|per_million| *per_million > 0.0)? / 1e6;
        Some((name.trim(), share))
    };
    file.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read() {
        assert!(SURNAMES.len() > 1_900 && PUPILS.len() > 900 && ADULTS.len() > 900);
        assert_eq!(surname("martin"), Some(3_449.0 / 1e6));
        assert!(surname("da silva").is_some() && surname("zzz").is_none());
        assert!(adult("nathalie") > adult("emma") && pupil("emma") > pupil("nathalie"));
        let all: f32 = SURNAMES.values().sum();
        assert!((0.2..0.6).contains(&all), "{all}");
    }
}
