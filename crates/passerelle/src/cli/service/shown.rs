//! The services of an ENT, as text and as JSON.

use ent::{
    release::Rule,
    services::{Known, Service, ServiceKind},
};
use serde_json::{Value, json};

/// One service.
pub(super) struct Line {
    pub(super) known: Known,
    pub(super) rules: Vec<Rule>,
}

pub(super) fn as_text(lines: &[Line]) -> String {
    if lines.is_empty() {
        return "Aucun service n'est enregistré : « passerelle service add » en enregistre.".to_owned();
    }
    lines.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(line: &Line) -> String {
    let service = &line.known.service;
    let mut text = format!("{} ({})", service.title, kind(service));
    for pattern in &line.known.patterns {
        text += &format!("\n  {pattern}");
    }
    text += &match &service.uai {
        _ if service.open_to_all => "\n  ouvert à tous les comptes".to_owned(),
        Some(school) => format!("\n  service de l'établissement {school}"),
        None => "\n  ouvert aux profils choisis".to_owned(),
    };
    let names: Vec<&str> = line.rules.iter().map(|rule| rule.name.as_str()).collect();
    text += &match names.as_slice() {
        [] => "\n  n'apprend que l'identité opaque".to_owned(),
        names => format!("\n  apprend {}", names.join(", ")),
    };
    if service.allow_proxy {
        text += "\n  peut demander des tickets pour d'autres services";
    }
    text
}

/// The word for a kind, as on the command line.
pub(super) fn kind(service: &Service) -> &'static str {
    match service.kind {
        ServiceKind::PronoteWithCas => "pronote",
        ServiceKind::Cas | ServiceKind::Internal => "cas",
    }
}

pub(super) fn as_json(lines: &[Line]) -> String {
    let services = lines.iter().map(|Line { known, rules }| {
        let service = &known.service;
        json!({
            "name": service.code,
            "kind": kind(service),
            "url": service.pattern,
            "patterns": known.patterns,
            "school": service.uai.as_ref().map(ToString::to_string),
            "open_to_all": service.open_to_all,
            "release": rules.iter().map(|rule| rule.name.as_str()).collect::<Vec<_>>(),
            "allow_proxy": service.allow_proxy,
            "logout": service.logout.as_str(),
            "logout_url": service.logout_url,
            "attributes_over_https_only": service.attributes_over_https_only,
        })
    });
    Value::from_iter(services).to_string()
}
