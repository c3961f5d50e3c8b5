//! How a school comes to exist in an ENT, for the command line and for the demonstration.

use ent::{
    Ent,
    directory::Profile,
    release::{self, Rule, Source},
    schools::{self, School},
    services::{self, NewService, ServiceKind},
};

/// Registers the PRONOTE of a school at `url` (with a slash at its end), open to all of its profiles, with
/// `idPronote` and two more attributes.
pub async fn offer_pronote(ent: &Ent, school: &School, url: &str) -> anyhow::Result<()> {
    let base = schools::base_of(ent, &school.uai).await?;
    let service = NewService {
        code: &format!("PRONOTE-{}", school.uai),
        title: "Pronote",
        kind: ServiceKind::PronoteWithCas,
        pattern: &format!("{url}**"),
        url,
        group: "Scolarité",
        base: base.as_ref().map(|base| &base.id),
        ..NewService::default()
    };
    let id = services::register(ent, &service).await?;
    services::grant(ent, &id, &school.uai, &Profile::ALL).await?;
    let rules = [("idPronote", Source::PronoteId), ("uid", Source::Uid), ("categories", Source::Category)];
    let rules = rules.map(|(name, source)| Rule { name: name.to_owned(), source });
    Ok(release::set_rules(ent, &id, &rules).await?)
}
