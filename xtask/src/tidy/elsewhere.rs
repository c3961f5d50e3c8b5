//! The repository stands by itself: it names no path of the machine it was written on.

use crate::breach::Breach;
use crate::tree::Tree;

/// Spelt in two halves so that this file does not break its own rule.
const ELSEWHERE: &[&str] = &[concat!("/wo", "rk/"), concat!("/tmp/tar", "get-")];

pub fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for path in tree.files.keys() {
        for (index, line) in tree.text(path).unwrap_or_default().lines().enumerate() {
            if let Some(pattern) = ELSEWHERE.iter().find(|pattern| line.contains(**pattern)) {
                breaches.push(Breach::new(
                    path,
                    index + 1,
                    format!("The repository names no path of one machine, and this line has `{pattern}`."),
                    "Write a path from the root of the repository, or make it an argument.",
                ));
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    #[test]
    fn a_path_of_one_machine_is_told() {
        for pattern in ELSEWHERE {
            let text = format!("One.\nSee {pattern}x.\n");
            let found =
                check(&tree(&[("docs/guide.md", &text), ("README.md", "networking, /tmp/x, target")]));
            assert_eq!(found.iter().map(|breach| breach.line).collect::<Vec<_>>(), [2]);
        }
    }
}
