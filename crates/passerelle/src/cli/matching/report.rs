//! What the command tells when it is done.

use std::{collections::BTreeMap, time::Duration};

use matching::Category;
use serde_json::{Value, json};

use super::{
    issues::Issues,
    links::{Count, Tally},
    people::category_word,
};

/// Seconds of the stages. The two lists are read at once, the directory made ready as soon as it is there.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Times {
    pub directory: Duration,
    pub prepare: Duration,
    pub export: Duration,
    pub matching: Duration,
    pub write: Duration,
    pub total: Duration,
}

/// A whole run.
pub(super) struct Report<'a> {
    pub accounts: usize,
    pub tally: &'a Tally,
    pub issues: &'a [&'a Issues],
    pub times: Times,
}

impl Report<'_> {
    /// One object on one line.
    pub fn json(&self) -> String {
        let total = self.total();
        let categories: BTreeMap<&str, Value> =
            self.tally.categories.iter().map(|(of, count)| (category_word(*of), counts(*count))).collect();
        let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
        for (word, count) in self.issues.iter().flat_map(|issues| issues.counts()) {
            *warnings.entry(word).or_default() += count;
        }
        let Times { directory, prepare, export, matching, write, total: whole } = self.times;
        let seconds = |time: Duration| (time.as_secs_f64() * 1e6).round() / 1e6;
        json!({
            "event": "match",
            "directory": self.accounts,
            "exported": total.auto + total.manual + total.none,
            "decisions": counts(total),
            "categories": categories,
            "unread": self.tally.left_out,
            "questions": self.tally.questions,
            "warnings": warnings,
            "seconds": {
                "directory": seconds(directory),
                "prepare": seconds(prepare),
                "export": seconds(export),
                "match": seconds(matching),
                "write": seconds(write),
                "total": seconds(whole),
            },
        })
        .to_string()
    }

    /// A table for people.
    pub fn text(&self) -> String {
        let mut text = format!("{:<20}{:>12}{:>12}{:>12}{:>12}\n", "", "identités", "auto", "manual", "none");
        for (category, count) in &self.tally.categories {
            text += &line(plural(*category), *count);
        }
        if self.tally.left_out > 0 {
            text += &line("Lignes illisibles", Count { none: self.tally.left_out, ..Count::default() });
        }
        let total = self.total();
        text += &line("Total", total);
        if total.known > 0 {
            text += &format!("Liens auto déjà confirmés : {}\n", total.known);
        }
        for (question, count) in &self.tally.questions {
            text += &format!("À trancher, {question} : {count}\n");
        }
        text + &format!("{} comptes, {:.2} s", self.accounts, self.times.total.as_secs_f64())
    }

    fn total(&self) -> Count {
        let unread = Count { none: self.tally.left_out, ..Count::default() };
        self.tally.categories.values().fold(unread, |sum, count| Count {
            auto: sum.auto + count.auto,
            known: sum.known + count.known,
            manual: sum.manual + count.manual,
            none: sum.none + count.none,
        })
    }
}

fn counts(Count { auto, known, manual, none }: Count) -> Value {
    json!({ "auto": auto, "known": known, "manual": manual, "none": none })
}

fn line(name: &str, Count { auto, manual, none, .. }: Count) -> String {
    format!("{name:<20}{:>12}{auto:>12}{manual:>12}{none:>12}\n", auto + manual + none)
}

const fn plural(category: Category) -> &'static str {
    match category {
        Category::Teacher => "Enseignants",
        Category::Pupil => "Élèves",
        Category::Guardian => "Responsables",
        Category::InternshipSupervisor => "Maîtres de stage",
        Category::Inspector => "Inspecteurs",
        Category::Staff => "Personnels",
    }
}
