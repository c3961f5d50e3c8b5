//! Spellings that people interchange, read from the files of `data/`.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// The number of a group of spellings.
pub(crate) type GroupId = u16;

/// In no group.
pub(crate) const NO_GROUP: GroupId = 0;

static GIVEN: LazyLock<HashMap<&'static str, GroupId>> =
    LazyLock::new(|| groups(include_str!("../../data/given-variants.txt")));
static FIRST: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let first = |line: &'static str| line.split_whitespace().next().unwrap_or(line);
    lines(include_str!("../../data/given-variants.txt")).map(first).collect()
});
static SURNAMES: LazyLock<HashMap<&'static str, GroupId>> =
    LazyLock::new(|| groups(include_str!("../../data/surname-variants.txt")));
static SHORT: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| short(include_str!("../../data/given-diminutives.txt")));
static PARTICLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    lines(include_str!("../../data/particles.txt"))
        .filter_map(|line| line.split_whitespace().next())
        .collect()
});

/// The group of spellings of this given name.
pub(crate) fn given(word: &str) -> GroupId {
    GIVEN.get(word).copied().unwrap_or(NO_GROUP)
}

/// The group of spellings of this surname.
pub(crate) fn surname(word: &str) -> GroupId {
    SURNAMES.get(word).copied().unwrap_or(NO_GROUP)
}

/// Whether one of the two given names is the short form of the other.
pub(crate) fn is_short_form(one: &str, other: &str) -> bool {
    let (one, other) = (usual(one), usual(other));
    let of = |short: &str, full: &str| SHORT.get(short).is_some_and(|fulls| fulls.contains(&full));
    of(one, other) || of(other, one)
}

/// The first spelling of the group of a given name: the one under which short forms are listed.
fn usual(word: &str) -> &str {
    let first = given(word).checked_sub(1).and_then(|group| FIRST.get(usize::from(group)));
    first.copied().unwrap_or(word)
}

/// Whether this word of a surname tells nobody apart.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
}

fn groups(file: &'static str) -> HashMap<&'static str, GroupId> {
    let numbered = lines(file).zip(1..);
    numbered.flat_map(|(line, group)| line.split_whitespace().map(move |word| (word, group))).collect()
}

fn short(file: &'static str) -> HashMap<&'static str, Vec<&'static str>> {
    let entry = |line: &'static str| {
        let (short, full) = line.split_once(':')?;
        Some((short.trim(), full.split_whitespace().collect()))
    };
    lines(file).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_say_what_they_mean() {
        assert!(given("mohamed") != NO_GROUP && given("mohamed") == given("mohammed"));
        assert_eq!(given("zebulon"), NO_GROUP);
        assert!(is_short_form("alex", "alexandre") && is_short_form("alexandre", "alex"));
        assert!(!is_short_form("marc", "marie") && !is_short_form("alexandre", "alexis"));
        assert!(is_particle("de") && !is_particle("martin"));
    }

    #[test]
    fn no_name_stands_in_two_groups_and_all_are_folded() {
        for file in
            [include_str!("../../data/given-variants.txt"), include_str!("../../data/surname-variants.txt")]
        {
            let mut seen = std::collections::BTreeSet::new();
            for word in lines(file).flat_map(str::split_whitespace) {
                assert!(seen.insert(word), "{word} stands twice");
                assert_eq!(crate::fold(word), word);
            }
        }
        for (short, fulls) in SHORT.iter() {
            assert!(
                !fulls.is_empty() && fulls.iter().all(|full| full != short && crate::fold(full) == *full),
                "{short}"
            );
        }
    }
}
