//! Counts what is right in the links that a program made, against the true ones.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// What became of the identities of one list, or of several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Links made without asking.
    pub automatic: u64,
    /// Those of them that are true.
    pub right: u64,
    /// Identities that somebody's account is there for.
    pub matchable: u64,
    /// Those of them that a person is asked about.
    pub asked: u64,
    /// Asked, and the first account proposed is the right one.
    pub first: u64,
    /// Asked, and the right account is among those proposed.
    pub among: u64,
    /// Matchable, and nobody was proposed.
    pub nobody: u64,
}

impl Score {
    /// Links made without asking to somebody else.
    pub fn wrong(&self) -> u64 {
        self.automatic - self.right
    }

    /// Reads both files (`pronote_id,ent_id` and `pronote_id,ent_id,score,decision`) and counts.
    pub fn read(truth: &Path, links: &Path) -> Result<Self> {
        let text =
            |path: &Path| fs::read_to_string(path).with_context(|| format!("reading {}", path.display()));
        let (truth, links) = (text(truth)?, text(links)?);
        Self::of(&truth, &links).context("scoring the links")
    }

    fn of(truth: &str, links: &str) -> Result<Self> {
        // A row without account says that the identity has none.
        let truth: HashSet<(&str, &str)> = rows(truth, "pronote_id,ent_id")?
            .map(|[identity, account, ..]| (identity, account))
            .filter(|(_, account)| !account.is_empty())
            .collect();
        let matchable: HashSet<&str> = truth.iter().map(|(identity, _)| *identity).collect();
        let mut score = Self { matchable: matchable.len() as u64, ..Self::default() };
        // Rows seen and whether the right account was among them, by identity that a person is asked about.
        let mut asked: HashMap<&str, (u32, bool)> = HashMap::new();
        let mut linked = HashSet::new();
        for [identity, account, _, decision] in rows(links, "pronote_id,ent_id,score,decision")? {
            let right = truth.contains(&(identity, account));
            match decision {
                "auto" => {
                    ensure!(linked.insert(identity), "{identity} is linked twice");
                    score.automatic += 1;
                    score.right += u64::from(right);
                }
                "manual" if matchable.contains(identity) => {
                    let seen = asked.entry(identity).or_default();
                    score.first += u64::from(right && seen.0 == 0);
                    score.among += u64::from(right && !seen.1);
                    *seen = (seen.0 + 1, seen.1 || right);
                }
                "manual" | "none" => {}
                other => bail!("`{other}` is not a decision"),
            }
        }
        score.asked = asked.len() as u64;
        score.nobody =
            matchable.iter().filter(|it| !linked.contains(*it) && !asked.contains_key(*it)).count() as u64;
        Ok(score)
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.automatic += other.automatic;
        self.right += other.right;
        self.matchable += other.matchable;
        self.asked += other.asked;
        self.first += other.first;
        self.among += other.among;
        self.nobody += other.nobody;
    }
}

/// The first four fields of each row below the header; identifiers have neither commas nor quotes within.
fn rows<'a>(text: &'a str, header: &str) -> Result<impl Iterator<Item = [&'a str; 4]>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines();
    let found = lines.next().unwrap_or_default();
    ensure!(found.starts_with(header), "the header is `{found}`, and not `{header}`");
    Ok(lines.filter(|line| !line.is_empty()).map(|line| {
        let mut fields = line.split(',').map(|field| field.trim_matches('"'));
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `c` has two accounts; `e` and `z` have none.
    const TRUTH: &str = "pronote_id,ent_id\na,1\nb,2\nc,3\nc,30\nd,4\ne,\nf,6\ng,7\n";

    #[test]
    fn each_identity_counts_once_and_the_order_of_proposals_matters() {
        let links = "pronote_id,ent_id,score,decision,why\n\
            a,1,30.5,auto,\"name, date\"\n\"b\",\"9\",20,auto,\ne,8,9.5,auto,\n\
            c,30,5,manual,\nc,3,5,manual,\nd,1,4,manual,\nd,4,3,manual,\nf,,,none,\nz,1,1,manual,\n";
        let score = Score::of(TRUTH, links).unwrap();
        let expected =
            Score { automatic: 3, right: 1, matchable: 6, asked: 2, first: 1, among: 2, nobody: 2 };
        assert_eq!(score, expected);
        assert_eq!(score.wrong(), 2);
        let mut twice = score;
        twice += score;
        assert_eq!((twice.automatic, twice.matchable, twice.nobody, twice.among), (6, 12, 4, 4));
    }

    #[test]
    fn what_is_no_file_of_links_is_refused() {
        let header = "pronote_id,ent_id,score,decision\n";
        for (links, reason) in [
            ("id,ent_id\n", "the header"),
            ("", "the header"),
            (&format!("{header}a,1,3,auto\na,2,3,auto\n"), "linked twice"),
            (&format!("{header}a,1,3,perhaps\n"), "not a decision"),
        ] {
            let error = Score::of(TRUTH, links).unwrap_err().to_string();
            assert!(error.contains(reason), "{links}: {error}");
        }
        assert_eq!(Score::of(TRUTH, header).unwrap().nobody, 6);
    }
}
