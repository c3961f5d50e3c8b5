//! Writes an academy as the files that `passerelle match` reads, and the truth beside them.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use super::{Academy, people::Date};

impl Academy {
    /// Writes `ent.csv`, `pronote.csv` and `truth.csv` into a folder. UTF-8, comma, a header row; dates are ISO in `ent.csv`, JJ/MM/AAAA in
    /// `pronote.csv`. `truth.csv` has a row per right link, or one with an empty `ent_id` for an identity without account.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, dir: &Path) -> io::Result<()> {
        std::fs::create_dir_all(dir)?;
        let open = |name: &str| Ok::<_, io::Error>(BufWriter::new(File::create(dir.join(name))?));
        self.write_directory(open("ent.csv")?)?;
        self.write_export(open("pronote.csv")?)?;
        self.write_truth(open("truth.csv")?)
    }

    fn write_directory(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(
            out,
            "ent_id,categorie,civilite,nom,nom_famille,prenom,autres_prenoms,date_naissance,uai,classes,matieres,enfants"
        )?;
        for account in &self.accounts {
            let born = account.born.map_or_else(String::new, |(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
            row(
                &mut out,
                &[
                    &account.id,
                    account.category,
                    account.title,
                    &account.last,
                    &account.birth_last,
                    &account.first,
                    &account.other_first,
                    &born,
                    &account.schools,
                    &account.classes,
                    &account.subjects,
                    &account.children,
                ],
            )?;
        }
        out.flush()
    }

    fn write_export(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "pronote_id,uai,categorie,civilite,nom,prenom,date_naissance,classe,matieres,enfants")?;
        for identity in &self.identities {
            row(
                &mut out,
                &[
                    &identity.id,
                    &identity.school,
                    identity.category,
                    identity.title,
                    &identity.last,
                    &identity.first,
                    &identity.born.map_or_else(String::new, french),
                    &identity.class,
                    &identity.subjects,
                    &identity.children,
                ],
            )?;
        }
        out.flush()
    }

    fn write_truth(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "pronote_id,ent_id")?;
        let truth = self.truth();
        for (identity, rows) in self.identities.iter().zip(&truth) {
            if rows.is_empty() {
                row(&mut out, &[&identity.id, ""])?;
            }
            for account in rows {
                row(&mut out, &[&identity.id, &self.accounts[*account as usize].id])?;
            }
        }
        out.flush()
    }

    /// For each identity, the rows of the accounts that it may be linked with.
    pub fn truth(&self) -> Vec<Vec<u32>> {
        let mut of: HashMap<(u32, &str), Vec<u32>> = HashMap::with_capacity(self.accounts.len());
        for (row, account) in self.accounts.iter().enumerate() {
            of.entry((account.person, account.category)).or_default().push(row as u32);
        }
        let accounts = |person, category| of.get(&(person, category)).cloned().unwrap_or_default();
        self.identities.iter().map(|identity| accounts(identity.person, identity.category)).collect()
    }
}

fn french((year, month, day): Date) -> String {
    format!("{day:02}/{month:02}/{year:04}")
}

/// A row of a table; a field with a comma, a quote or a line break stands in quotes.
fn row(out: &mut impl Write, fields: &[&str]) -> io::Result<()> {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        if field.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            out.write_all(field.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}
