//! The road, step by step, walked with a browser without a screen. Nothing here calls the ends behind their pages.

mod console;
mod portal;
mod steps;

use std::{
    future::Future,
    time::{Duration, Instant},
};

use super::Ends;

/// One step of the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// PRONOTE: stop the publication, choose the ENT, publish.
    ConfigurePronote,
    /// PRONOTE: export the identifiers into a file.
    Export,
    /// ENT: import the file.
    Import,
    /// A pupil's first visit.
    Pupil,
    /// The first visit of a parent of two.
    ParentOfTwo,
    /// A teacher's first visit.
    Teacher,
    /// The pupil again, on another device.
    SecondVisit,
    /// A ticket shown twice.
    ReplayedTicket,
    /// A person for whom the ENT has no identifier.
    WithoutIdentifier,
    /// A person whom PRONOTE knows by an identifier of the former ENT.
    ChangeOfEnt,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 10] = [
        Self::ConfigurePronote,
        Self::Export,
        Self::Import,
        Self::Pupil,
        Self::ParentOfTwo,
        Self::Teacher,
        Self::SecondVisit,
        Self::ReplayedTicket,
        Self::WithoutIdentifier,
        Self::ChangeOfEnt,
    ];

    /// The word of the JSON events.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfigurePronote => "configure-pronote",
            Self::Export => "export",
            Self::Import => "import",
            Self::Pupil => "first-connection-pupil",
            Self::ParentOfTwo => "first-connection-parent-of-two",
            Self::Teacher => "first-connection-teacher",
            Self::SecondVisit => "second-connection",
            Self::ReplayedTicket => "replayed-ticket-refused",
            Self::WithoutIdentifier => "without-idpronote-refused",
            Self::ChangeOfEnt => "change-of-ent",
        }
    }

    /// The sentence for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ConfigurePronote => "PRONOTE délègue l'authentification à cet ENT, puis publie la base",
            Self::Export => "Le superviseur exporte les identifiants dans IdPN_To_KOSMOS.xml",
            Self::Import => "L'administrateur de l'ENT importe ce fichier en mode Complet",
            Self::Pupil => "Première connexion d'un élève, par la page de première visite",
            Self::ParentOfTwo => "Première connexion d'un parent de deux élèves",
            Self::Teacher => "Première connexion d'un enseignant",
            Self::SecondVisit => "Seconde connexion de l'élève, sur un autre appareil : un seul clic",
            Self::ReplayedTicket => "Un ticket présenté une seconde fois est refusé",
            Self::WithoutIdentifier => "Une personne sans idPronote est refusée, avec la raison",
            Self::ChangeOfEnt => {
                "Un élève connu par l'ancien ENT entre tout de même, et son identifiant est remplacé"
            }
        }
    }
}

/// What became of a step.
#[derive(Debug)]
pub struct Outcome {
    /// Which one.
    pub step: Step,
    /// Its word.
    pub name: &'static str,
    /// Its sentence.
    pub title: &'static str,
    /// How long it took.
    pub duration: Duration,
    /// What was seen.
    pub seen: String,
    /// Why it did not hold.
    pub failure: Option<anyhow::Error>,
}

impl Outcome {
    /// What was seen, or why the step did not hold.
    pub fn detail(&self) -> String {
        match &self.failure {
            Some(error) => error.chain().map(ToString::to_string).collect::<Vec<_>>().join(" : "),
            None => self.seen.clone(),
        }
    }
}

/// Walks the road until a step does not hold; says whether all did. `before` runs before each step (a test breaks
/// something there), `after` is told each outcome.
///
/// # Errors
/// What `after` says.
pub async fn walk<B: Future<Output = ()>>(
    ends: &Ends,
    mut before: impl FnMut(Step) -> B,
    mut after: impl FnMut(&Outcome) -> anyhow::Result<()>,
) -> anyhow::Result<bool> {
    for step in Step::ALL {
        before(step).await;
        let begun = Instant::now();
        let result = steps::take(ends, step).await;
        let duration = begun.elapsed();
        let (seen, failure) = match result {
            Ok(seen) => (seen, None),
            Err(error) => (String::new(), Some(error)),
        };
        let outcome = Outcome { step, name: step.name(), title: step.title(), duration, seen, failure };
        after(&outcome)?;
        if outcome.failure.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}
