//! What was counted, as Markdown: always the counts, with the bounds that hold with 95 % where a target is set.

use super::bound::{at_least, at_most, share};
use super::others::Row;
use super::score::Score;

/// A table of one row per name: how many links are wrong, how many people are linked, what the others are shown.
pub fn scores(rows: &[(String, Score)]) -> String {
    let mut text = String::from(
        "| lists | links made | wrong | wrong, at most | linked rightly, of those with an account | at least \
         | asked about | right one first | at least | among five | at least | proposed nobody |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for (name, score) in rows {
        let Score { automatic, right, matchable, asked, first, among, nobody } = *score;
        let wrong = score.wrong();
        text += &format!(
            "| {name} | {automatic} | {wrong} | {:.1e} | {right} of {matchable} ({}) | {} | {asked} | {first} ({}) | {} \
             | {among} ({}) | {} | {nobody} |\n",
            at_most(wrong, automatic),
            percent(share(right, matchable)),
            percent(at_least(right, matchable)),
            percent(share(first, asked)),
            percent(at_least(first, asked)),
            percent(share(among, asked)),
            percent(at_least(among, asked)),
        );
    }
    text
}

/// A table of one row per tool.
pub fn tools(rows: &[Row]) -> String {
    let mut text = String::from(
        "| tool | links made | wrong | linked rightly, of those with an account | asked about | right one first \
         | among five | proposed nobody | clock s | CPU s | MiB |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for Row { tool, score, used } in rows {
        let Score { automatic, right, matchable, asked, first, among, nobody } = *score;
        text += &format!(
            "| {tool} | {automatic} | {} ({:.1e}) | {right} of {matchable} ({}) | {asked} | {first} | {among} | {nobody} \
             | {:.2} | {:.2} | {:.0} |\n",
            score.wrong(),
            share(score.wrong(), automatic),
            percent(share(right, matchable)),
            used.wall,
            used.cpu,
            used.peak,
        );
    }
    text
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::process::Used;

    const SCORE: Score =
        Score { automatic: 1000, right: 999, matchable: 1100, asked: 90, first: 88, among: 90, nobody: 11 };

    fn last_line(table: &str) -> Vec<&str> {
        let line = table.lines().last().unwrap();
        assert_eq!(line.matches('|').count(), table.lines().next().unwrap().matches('|').count(), "{table}");
        line.trim_matches('|').split('|').map(str::trim).collect()
    }

    #[test]
    fn counts_stand_beside_their_bounds() {
        let table = scores(&[("typical".to_owned(), SCORE)]);
        assert_eq!(
            last_line(&table),
            [
                "typical",
                "1000",
                "1",
                "4.7e-3",
                "999 of 1100 (90.82 %)",
                "89.26 %",
                "90",
                "88 (97.78 %)",
                "93.17 %",
                "90 (100.00 %)",
                "96.73 %",
                "11"
            ]
        );
    }

    #[test]
    fn a_tool_shows_what_it_used() {
        let used = Used { wall: 1.5, cpu: 2.25, peak: 100.4 };
        let table = tools(&[Row { tool: "Splink", score: SCORE, used }]);
        assert_eq!(last_line(&table)[..4], ["Splink", "1000", "1 (1.0e-3)", "999 of 1100 (90.82 %)"]);
        assert_eq!(last_line(&table)[4..], ["90", "88", "90", "11", "1.50", "2.25", "100"]);
    }
}
