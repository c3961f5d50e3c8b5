//! `passerelle match` as scripts run it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the helpers of a test may fail loudly too"
)]

mod guide;
mod reading;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

/// A small school. From twenty families on, names say how rare they are: a link by the name alone needs that.
const DIRECTORY: &str = include_str!("ent.csv");
const EXPORT: &str = include_str!("pronote.csv");

/// A folder with the files of a run.
struct Place(TempDir);

impl Place {
    fn new(directory: impl AsRef<[u8]>, export: impl AsRef<[u8]>) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write("ent.csv", directory);
        place.write("pronote.csv", export);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    fn run(&self, more: &[&str]) -> Output {
        let usual = ["match", "--directory", "ent.csv", "--export", "pronote.csv", "--out", "links.csv"];
        self.passerelle(&[&usual[..], more].concat())
    }

    fn passerelle(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        command.args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    /// The links of a run that must succeed.
    fn links(&self, more: &[&str]) -> Vec<Vec<String>> {
        let output = self.run(more);
        assert!(output.status.success(), "{}", said(&output));
        rows(&self.path("links.csv"))
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The rows of a file of links, its header first.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Identifier, account and decision of each row, without the header and the twenty families, whom all links.
fn decided(rows: &[Vec<String>]) -> Vec<(&str, &str, &str)> {
    let others = |row: &&Vec<String>| !row[0].starts_with('N');
    rows.iter()
        .skip(1)
        .filter(others)
        .map(|row| (row[0].as_str(), row[1].as_str(), row[3].as_str()))
        .collect()
}

/// What becomes of the two lists above, however they are written.
const USUAL: [(&str, &str, &str); 6] = [
    ("C1", "e1", "auto"),
    ("C2", "e2", "auto"),
    ("C3", "e3", "auto"),
    ("R1", "p1", "auto"),
    ("R2", "", "none"),
    ("P1", "t1", "auto"),
];

#[test]
fn links_come_in_the_order_of_the_export_with_the_words_of_the_contract() {
    let place = Place::new(DIRECTORY, EXPORT);
    let output = place.run(&[]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", said(&output));
    let rows = rows(&place.path("links.csv"));
    assert_eq!(rows[0], ["pronote_id", "ent_id", "score", "decision"]);
    assert_eq!(decided(&rows), USUAL);
    for row in &rows[1..] {
        let (whole, decimals) = row[2].rsplit_once('.').unwrap_or_default();
        let number = whole.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()) && decimals.len() == 2;
        assert_eq!(number, row[3] != "none", "a score has two decimals: {row:?}");
        assert_eq!(row[3] == "none", row[2].is_empty());
    }
    let text = told(&output);
    assert!(text.contains("identités") && text.contains("Élèves") && text.contains("45 comptes"), "{text}");
    let inside = fs::read_dir(place.0.path()).unwrap().count();
    assert_eq!(inside, 3, "nothing else is left in the folder");
}

#[test]
fn decisions_of_people_are_kept_and_a_former_file_of_links_is_one() {
    let place = Place::new(DIRECTORY, EXPORT);
    place.write(
        "decisions.csv",
        "pronote_id,ent_id,decision\nR2,p1,refused\nR2,t9,confirmed\nC2,e2,refused\n",
    );
    let refused = place.links(&["--history", "decisions.csv"]);
    let of =
        |id: &str| refused.iter().filter(|row| row[0] == id).map(|row| row[1].as_str()).collect::<Vec<_>>();
    assert!(!of("C2").contains(&"e2"), "a refused pair is never proposed again: {refused:?}");

    place.write("decisions.csv", "decision;ent_id;pronote_id\nconfirmed;e1;C2\nmanual;e2;C1\nnone;;R2\n");
    let confirmed = place.links(&["--history", "decisions.csv", "--explain"]);
    let row = confirmed.iter().find(|row| row[0] == "C2").unwrap();
    assert_eq!((row[1].as_str(), row[3].as_str()), ("e1", "auto"), "whatever the names say");
    assert!(row[4].starts_with("confirmé"), "{row:?}");

    let before = place.links(&[]);
    fs::rename(place.path("links.csv"), place.path("before.csv")).unwrap();
    let again = place.run(&["--history", "before.csv", "--json"]);
    let summary: Value = serde_json::from_str(&told(&again)).unwrap();
    assert_eq!(summary["decisions"]["known"], 45, "{summary}");
    assert_eq!(decided(&rows(&place.path("links.csv"))), decided(&before));
}

#[test]
fn decisions_that_contradict_one_another_are_told() {
    let place = Place::new(DIRECTORY, EXPORT);
    let decisions = "pronote_id,ent_id,decision\nC1,e1,confirmed\nC1,e2,confirmed\nC2,,refused\nC3,e3,perhaps\n\
                     P1,t1,confirmed\nP1,t1,refused\nP1,t1,auto\n";
    place.write("decisions.csv", decisions);
    let output = place.run(&["--history", "decisions.csv"]);
    assert!(output.status.success());
    let warned = said(&output);
    for line in [
        "decisions.csv, ligne 3 : identifiant confirmé plus haut avec un autre compte",
        "decisions.csv, ligne 4 : il manque un identifiant",
        "decisions.csv, ligne 5 : décision « perhaps » inconnue",
    ] {
        assert!(warned.contains(line), "{line}: {warned}");
    }
    assert_eq!(warned.lines().count(), 3, "to change one's mind is no contradiction: {warned}");
    let rows = rows(&place.path("links.csv"));
    assert!(decided(&rows).contains(&("C1", "e2", "auto")), "the last decision counts: {rows:?}");
}

#[test]
fn the_summary_for_programs_counts_every_identity_once() {
    let place = Place::new(DIRECTORY, EXPORT);
    let output = place.run(&["--json"]);
    let text = told(&output);
    assert_eq!(text.lines().count(), 1, "one object on one line");
    let summary: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(summary["event"], "match");
    assert_eq!((&summary["directory"], &summary["exported"]), (&45.into(), &46.into()));
    let of = |place: &Value| ["auto", "known", "manual", "none"].map(|word| place[word].as_u64().unwrap());
    assert_eq!(of(&summary["decisions"]), [45, 0, 0, 1]);
    assert_eq!(of(&summary["categories"]["eleve"]), [23, 0, 0, 0]);
    assert_eq!(of(&summary["categories"]["responsable"]), [21, 0, 0, 1]);
    assert_eq!(summary["warnings"], serde_json::json!({}));
    for stage in ["directory", "prepare", "export", "match", "write", "total"] {
        assert!(summary["seconds"][stage].as_f64().is_some_and(|seconds| seconds >= 0.0), "{stage}");
    }
}

#[test]
fn an_explanation_is_a_column_more() {
    let place = Place::new(DIRECTORY, EXPORT);
    let plain = place.links(&[]);
    let explained = place.links(&["--explain"]);
    assert_eq!(explained[0], ["pronote_id", "ent_id", "score", "decision", "why"]);
    assert_eq!(decided(&explained), decided(&plain));
    let [link, nobody] = [1, 5].map(|row| explained[row][4].as_str());
    for reason in
        ["nom identique +", "prénom identique +", "date de naissance identique +", "classe identique +"]
    {
        assert!(link.contains(reason), "{reason}: {link}");
    }
    assert_eq!(nobody, "");
}

#[test]
fn the_same_people_in_another_order_get_the_same_decisions() {
    let shuffled = |text: &str| {
        let (header, rest) = text.split_once('\n').unwrap();
        let mut lines: Vec<&str> = rest.lines().collect();
        lines.sort_by_key(|line| line.bytes().rev().collect::<Vec<_>>());
        lines.reverse();
        format!("{header}\n{}\n", lines.join("\n"))
    };
    // A namesake on each side leaves something to decide.
    let directory = format!("{DIRECTORY}t2,enseignant,,Oscar,,Ines,,,0990001N,,,\n");
    let export = format!("{EXPORT}P2,0990001N,enseignant,,Oscar,Ines,,,,\n");
    let sorted = |mut rows: Vec<Vec<String>>| {
        rows.sort();
        rows
    };
    let one = sorted(Place::new(&directory, &export).links(&[]));
    let other = sorted(Place::new(shuffled(&directory), shuffled(&export)).links(&[]));
    assert_eq!(one, other);
    assert!(one.iter().any(|row| row[3] == "manual"), "{one:?}");
}

#[test]
fn a_refusal_says_why_and_leaves_everything_as_it_was() {
    let place = Place::new(DIRECTORY, EXPORT);
    place.write("links.csv", "former links");
    place.write("decisions.csv", "pronote_id,ent_id,decision\n");
    fs::hard_link(place.path("ent.csv"), place.path("same.csv")).unwrap();
    place.write("open.csv", EXPORT.replace("L ETANG", "\"L ETANG"));
    place.write("sheet.xlsx", b"PK\x03\x04rest");
    place.write("wide.csv", EXPORT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    place.write("blank.csv", " \n");
    place.write("broken.xml", "<x><Eleves>");
    let usual = ["--directory", "ent.csv", "--export", "pronote.csv", "--out", "links.csv"];
    for (option, value, code, reason) in [
        ("--out", "ent.csv", 2, "remplacerait ent.csv"),
        ("--out", "./pronote.csv", 2, "remplacerait pronote.csv"),
        ("--out", "same.csv", 2, "remplacerait ent.csv"),
        ("--out", "nowhere/links.csv", 1, "nowhere/links.csv ne peut pas être écrit"),
        ("--out", ".", 1, "est un dossier"),
        ("--directory", "nothing.csv", 1, "nothing.csv ne peut pas être lu"),
        ("--directory", "broken.xml", 1, "un CSV est attendu"),
        ("--directory", "blank.csv", 1, "est vide"),
        ("--directory", "sheet.xlsx", 1, "celui d'un tableur"),
        ("--export", "wide.csv", 1, "n'est pas un texte en UTF-8"),
        ("--export", "broken.xml", 1, "ne peut pas être lu"),
        ("--export", "open.csv", 1, "ligne 2 : un guillemet s'ouvre sans se fermer"),
    ] {
        let mut arguments = usual.to_vec();
        let at = arguments.iter().position(|word| *word == option).unwrap();
        arguments[at + 1] = value;
        let output = place.passerelle(&[&["match"], &arguments[..]].concat());
        let sentence = said(&output);
        assert_eq!(output.status.code(), Some(code), "{option} {value}: {sentence}");
        assert!(sentence.contains(reason), "{option} {value}: {sentence}");
        assert!(output.stdout.is_empty(), "{option} {value}");
    }
    let refused = place.run(&["--history", "links.csv"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    let both = place.passerelle(&[&["match", "--json"], &usual[..5], &["-"]].concat());
    assert_eq!(both.status.code(), Some(2), "{}", said(&both));
    assert_eq!(place.passerelle(&["match", "--export", "pronote.csv"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(place.path("links.csv")).unwrap(), "former links");
    assert_eq!(fs::read_to_string(place.path("ent.csv")).unwrap(), DIRECTORY);
    assert_eq!(fs::read_dir(place.0.path()).unwrap().count(), 10, "no half file stays");
}

#[test]
fn links_may_go_to_standard_output_or_to_what_is_no_file() {
    let place = Place::new(DIRECTORY, EXPORT);
    let links = place.links(&[]);
    let written = fs::read_to_string(place.path("links.csv")).unwrap();
    let usual = ["match", "--directory", "ent.csv", "--export", "pronote.csv", "--out"];
    let output = place.passerelle(&[&usual[..], &["-"]].concat());
    assert_eq!(told(&output), written);
    assert!(said(&output).contains("Total"), "the table goes where the links are not");
    assert_eq!(links.len(), 47);
    let nowhere = place.passerelle(&[&usual[..], &["/dev/null"]].concat());
    assert!(nowhere.status.success() && told(&nowhere).contains("Total"), "{}", said(&nowhere));
    assert!(!fs::metadata("/dev/null").unwrap().is_file(), "it is still what it was");
}
