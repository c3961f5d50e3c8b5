//! The file of links: what is decided of each identity, in the order of the export.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use csv::{ByteRecord, WriterBuilder};
use matching::{Category, Engine, Explainer, Outcome, Verdict};
use tempfile::NamedTempFile;

use super::{people::List, why};

/// Bytes written at a time.
const BUFFER: usize = 256 << 10;

/// Where the links go.
pub(super) enum Place {
    /// `-`.
    Standard,
    /// A file that appears once it is whole.
    Beside(NamedTempFile, PathBuf),
    /// What is there and no file: a pipe, `/dev/null`.
    Direct(File),
}

impl Place {
    /// Checks that the place can be written, before anything is computed.
    ///
    /// # Errors
    /// When it cannot.
    pub fn at(path: &Path) -> anyhow::Result<Self> {
        let unwritable = || {
            format!(
                "{} ne peut pas être écrit : vérifiez que son dossier existe et que vous en avez le droit",
                path.display()
            )
        };
        if path == Path::new("-") {
            return Ok(Self::Standard);
        }
        if path.metadata().is_ok_and(|known| !known.is_file() && !known.is_dir()) {
            return Ok(Self::Direct(OpenOptions::new().write(true).open(path).with_context(unwritable)?));
        }
        anyhow::ensure!(!path.is_dir(), "{} est un dossier : donnez le nom d'un fichier", path.display());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).with_context(unwritable)?;
        Ok(Self::Beside(file, path.to_owned()))
    }

    /// Writes the links; a file is in its place when all of them are.
    ///
    /// # Errors
    /// When they cannot be written; the place is then as it was.
    pub fn fill(self, work: &Work<'_>) -> anyhow::Result<Tally> {
        let unwritable = "les liens ne peuvent pas être écrits";
        match self {
            Self::Standard => work.write(io::stdout().lock()).context(unwritable),
            Self::Direct(file) => work.write(file).context(unwritable),
            Self::Beside(file, path) => {
                let tally = work.write(file.as_file()).context(unwritable)?;
                let kept = file.persist(&path).map_err(|failed| failed.error);
                kept.with_context(|| format!("{} ne peut pas être remplacé", path.display()))?;
                Ok(tally)
            }
        }
    }
}

/// How many identities met which end.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Count {
    /// `auto`, those that the history confirms included.
    pub auto: usize,
    /// Of these, confirmed by the history.
    pub known: usize,
    /// `manual`.
    pub manual: usize,
    /// `none`.
    pub none: usize,
}

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By category.
    pub categories: BTreeMap<Category, Count>,
    /// Why people must look.
    pub questions: BTreeMap<&'static str, usize>,
    /// Rows that could not be compared, all `none`.
    pub left_out: usize,
}

/// What is to be written.
pub(super) struct Work<'a> {
    pub exported: &'a List,
    pub engine: &'a Engine,
    pub outcome: &'a Outcome,
    pub explain: bool,
}

impl Work<'_> {
    fn write(&self, out: impl Write) -> csv::Result<Tally> {
        let mut lines = Lines {
            out: WriterBuilder::new().from_writer(BufWriter::with_capacity(BUFFER, out)),
            explain: self.explain,
            score: String::new(),
            record: ByteRecord::new(),
        };
        lines.write(["pronote_id", "ent_id", "score", "decision"], "why")?;
        let mut explainer = self.explain.then(|| self.outcome.explainer(self.engine));
        let mut tally = Tally::default();
        let mut left_out = self.exported.left_out.iter().peekable();
        for row in 0..=self.exported.people.len() {
            while let Some((_, id)) = left_out.next_if(|(before, _)| *before <= row) {
                lines.write([id, "", "", "none"], "ligne illisible")?;
                tally.left_out += 1;
            }
            if row < self.exported.people.len() {
                self.write_row(&mut lines, row, explainer.as_mut(), &mut tally)?;
            }
        }
        lines.out.flush()?;
        Ok(tally)
    }

    fn write_row(
        &self,
        lines: &mut Lines<impl Write>,
        row: usize,
        mut explainer: Option<&mut Explainer<'_>>,
        tally: &mut Tally,
    ) -> csv::Result<()> {
        let decision = self.outcome.decision(row);
        let count = tally.categories.entry(self.exported.people.category(row)).or_default();
        let word = match decision.verdict {
            Verdict::Known => {
                count.known += 1;
                count.auto += 1;
                "auto"
            }
            Verdict::Automatic => {
                count.auto += 1;
                "auto"
            }
            Verdict::Manual(question) => {
                count.manual += 1;
                *tally.questions.entry(why::question_asked(question)).or_default() += 1;
                "manual"
            }
            Verdict::Nobody => {
                count.none += 1;
                return lines.write([self.exported.people.id(row), "", "", "none"], "");
            }
        };
        for proposal in decision.proposals {
            let reasons = explainer.as_mut().map(|explainer| explainer.why(row, *proposal));
            let why = reasons.map(|reasons| why::sentence(decision.verdict, &reasons)).unwrap_or_default();
            lines.proposal(
                self.exported.people.id(row),
                self.engine.directory().id(proposal.row as usize),
                proposal.bits,
                word,
                &why,
            )?;
        }
        Ok(())
    }
}

/// The lines of the file.
struct Lines<W: Write> {
    out: csv::Writer<W>,
    explain: bool,
    score: String,
    record: ByteRecord,
}

impl<W: Write> Lines<W> {
    fn proposal(
        &mut self,
        exported: &str,
        directory: &str,
        bits: f32,
        word: &str,
        why: &str,
    ) -> csv::Result<()> {
        let mut score = std::mem::take(&mut self.score);
        score.clear();
        // Writing to a text does not fail.
        let _ = write!(score, "{bits:.2}");
        let written = self.write([exported, directory, &score, word], why);
        self.score = score;
        written
    }

    fn write(&mut self, cells: [&str; 4], why: &str) -> csv::Result<()> {
        self.record.clear();
        for cell in cells {
            self.record.push_field(cell.as_bytes());
        }
        if self.explain {
            self.record.push_field(why.as_bytes());
        }
        self.out.write_byte_record(&self.record)
    }
}
