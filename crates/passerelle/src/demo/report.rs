//! What the demonstration says: text for people, JSON lines for programs.

use std::{cell::Cell, io::Write as _};

use anyhow::Context as _;
use serde_json::json;

use super::{Ends, road::Outcome};

/// Where the text and the events go. Text goes to standard output, or to standard error when the events are there.
pub(super) struct Report {
    json: bool,
    steps: Cell<usize>,
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        Self { json, steps: Cell::new(0) }
    }

    pub(super) fn hello(&self) -> anyhow::Result<()> {
        self.say("Passerelle : démonstration, avec des établissements et des personnes inventés.\n")
    }

    pub(super) fn ready(&self, ends: &Ends) -> anyhow::Result<()> {
        let accounts: Vec<_> = ends.accounts.iter().map(|account| {
            json!({"end": account.end, "role": account.role, "login": account.login, "password": account.password})
        }).collect();
        let mut event = json!({
            "event": "ready",
            "ent": {"url": ends.ent_url, "cas": ends.ent.config().cas_url()},
            "pronote": {"url": ends.spaces_url, "console": ends.console_url},
            "accounts": accounts,
        });
        if let (Some(authority), Some(fields)) = (&ends.authority, event.as_object_mut()) {
            fields.insert("ca".to_owned(), json!(authority.file.display().to_string()));
        }
        self.event(&event)?;
        let (people, millis) = (ends.district.ent.accounts.len(), ends.ready_after.as_millis());
        let schools: Vec<_> = ends
            .district
            .schools
            .iter()
            .map(|school| format!("{} ({} personnes dans PRONOTE)", school.name, school.pronote.people.len()))
            .collect();
        self.say(&format!(
            "Prête en {millis} ms : {people} comptes dans l'ENT ; {}.\n\nLa route, par HTTP et par le fichier écrit :\n",
            schools.join(" ; ")
        ))
    }

    pub(super) fn step(&self, outcome: &Outcome) -> anyhow::Result<()> {
        self.steps.set(self.steps.get() + 1);
        let millis = outcome.duration.as_millis();
        self.event(&json!({
            "event": "step",
            "name": outcome.name,
            "title": outcome.title,
            "ok": outcome.failure.is_none(),
            "detail": outcome.detail(),
            "duration_ms": u64::try_from(millis).unwrap_or(u64::MAX),
        }))?;
        let mark = if outcome.failure.is_none() { "ok   " } else { "ÉCHEC" };
        self.say(&format!("  {mark} {:>5} ms  {}\n", millis, outcome.title))?;
        let detail = outcome.detail();
        if detail.is_empty() { Ok(()) } else { self.say(&format!("                  {detail}\n")) }
    }

    pub(super) fn end(&self, ends: &Ends, held: bool, once: bool) -> anyhow::Result<()> {
        let steps = self.steps.get();
        if held {
            self.say(&format!("\nLes {steps} étapes ont réussi.\n"))?;
        } else {
            self.say("\nUne étape n'a pas réussi : la route s'arrête là.\n")?;
        }
        if once { Ok(()) } else { self.say(&open_doors(ends)) }
    }

    pub(super) fn interrupted(&self) -> anyhow::Result<()> {
        self.say("\nInterrompue avant la fin de la route.\n")
    }

    fn say(&self, text: &str) -> anyhow::Result<()> {
        let written = if self.json {
            std::io::stderr().write_all(text.as_bytes())
        } else {
            std::io::stdout().write_all(text.as_bytes())
        };
        written.context("le texte ne peut pas être écrit")
    }

    fn event(&self, event: &serde_json::Value) -> anyhow::Result<()> {
        if !self.json {
            return Ok(());
        }
        let mut output = std::io::stdout().lock();
        writeln!(output, "{event}")
            .and_then(|()| output.flush())
            .context("l'événement ne peut pas être écrit")
    }
}

/// Where to go and as whom, for a person who goes on by hand.
fn open_doors(ends: &Ends) -> String {
    let mut text = format!(
        "\nÀ vous, dans un navigateur :\n  ENT                {}/\n  Espaces PRONOTE    {}/pronote/\n  \
         Console PRONOTE    {}/\n  Superviseur (SPR)  {}/spr/\n  Fichier exporté    {}\n\n",
        ends.ent_url,
        ends.spaces_url,
        ends.console_url,
        ends.console_url,
        ends.export_file.display()
    );
    if let Some(authority) = &ends.authority {
        text += &format!(
            "Autorité jetable, à ajouter dans votre navigateur le temps de l'essai :\n  {}\n\n",
            authority.file.display()
        );
    }
    for (end, name) in [("ent", "Comptes de l'ENT"), ("pronote", "Comptes de PRONOTE")] {
        text += &format!("{name} :\n");
        for account in ends.accounts.iter().filter(|account| account.end == end) {
            text += &format!("  {:<36}{:<26}{}\n", account.who, account.login, account.password);
        }
        text += "\n";
    }
    if let Some(second) = ends.district.schools.get(1) {
        text += &format!(
            "{} reste à raccorder : dans la console, choisissez « Passerelle (démonstration) » (serveur CAS {}),\n\
             publiez, exportez, puis importez avec les comptes « lycée ». Le service est déjà enregistré dans l'ENT.\n",
            second.name,
            ends.ent.config().cas_url()
        );
    }
    text + "Ctrl+C arrête tout ; rien n'est gardé sans --data.\n"
}
