//! What `passerelle service simulate` answers.

use ent::{
    directory::{Affiliation, Profile},
    services::{Nearest, wording},
    simulate::{Learnt, Outcome, Simulation},
};
use serde_json::{Map, Value, json};

use super::shown;

pub(super) fn as_text(simulation: &Simulation, url: &str, login: &str) -> String {
    let mut lines = vec![url.escape_debug().to_string()];
    match simulation {
        Simulation::Unfit(_) | Simulation::Unknown(_) => {
            lines.push(format!("  refusée : {}", why_refused(simulation)));
            if let Simulation::Unknown(Some(nearest)) = simulation {
                lines.push(format!(
                    "  la plus proche : {} (service « {} »)",
                    nearest.pattern, nearest.service.title
                ));
                lines.extend(differences(nearest).into_iter().map(|found| format!("    - {found}")));
            }
        }
        Simulation::Known { service, pattern, outcome } => {
            let kind = shown::kind(service);
            lines
                .push(format!("  acceptée : service « {} » ({kind}), enregistré à {pattern}", service.title));
            match why_not(outcome) {
                Some(why) => lines.push(format!("  {login} n'y entre pas : {why}")),
                None => lines.push(format!("  {login} peut y aller")),
            }
            if let Outcome::Enters(learnt) = outcome {
                lines.extend(learnt_lines(learnt));
            }
        }
    }
    lines.join("\n")
}

fn learnt_lines(learnt: &Learnt) -> Vec<String> {
    let mut lines = vec![format!("  identité opaque : {}", learnt.subject)];
    if learnt.withheld {
        lines.push(
            "  aucun attribut ne part : l'adresse n'est pas chiffrée, et le service l'exige".to_owned(),
        );
    } else {
        let told =
            learnt.attributes.iter().map(|(name, values)| format!("  {name} = {}", values.join(" | ")));
        lines.extend(told);
        if !learnt.without_value.is_empty() {
            lines.push(format!("  sans valeur pour cette personne : {}", learnt.without_value.join(", ")));
        }
    }
    lines.push(format!(
        "  le ticket part dans le paramètre « {} » (« SAMLart » si le service demande par TARGET)",
        learnt.parameter.as_str()
    ));
    lines
}

pub(super) fn as_json(simulation: &Simulation, url: &str, login: &str) -> String {
    let mut answer = json!({ "url": url, "login": login, "accepted": false, "may_use": false });
    let mut set = |name: &str, value: Value| {
        if let Value::Object(answer) = &mut answer {
            answer.insert(name.to_owned(), value);
        }
    };
    match simulation {
        Simulation::Unfit(_) | Simulation::Unknown(_) => {
            set("reason", why_refused(simulation).into());
            if let Simulation::Unknown(Some(nearest)) = simulation {
                let (service, pattern) = (&nearest.service.code, &nearest.pattern);
                let differences = differences(nearest);
                set("nearest", json!({ "service": service, "pattern": pattern, "differences": differences }));
            }
        }
        Simulation::Known { service, pattern, outcome } => {
            set("accepted", true.into());
            set("service", service.code.as_str().into());
            set("kind", shown::kind(service).into());
            set("pattern", pattern.as_str().into());
            if let Some(why) = why_not(outcome) {
                set("reason", why.into());
            }
            if let Outcome::Enters(learnt) = outcome {
                set("may_use", true.into());
                set("subject", learnt.subject.as_str().into());
                let attributes = learnt.attributes.iter();
                let attributes = attributes.map(|(name, values)| (name.clone(), json!(values)));
                set("attributes", attributes.collect::<Map<_, _>>().into());
                set("without_value", json!(learnt.without_value));
                set("attributes_withheld", learnt.withheld.into());
                set("ticket_parameter", learnt.parameter.as_str().into());
            }
        }
    }
    answer.to_string()
}

fn why_refused(simulation: &Simulation) -> String {
    match simulation {
        Simulation::Unfit(error) => wording::address_refused(ent::french(), *error),
        _ => "aucun service n'est enregistré à cette adresse".to_owned(),
    }
}

fn why_not(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::NoAccount => Some("aucun compte n'a cet identifiant".to_owned()),
        Outcome::NotEntitled(at) if at.is_empty() => {
            Some("ce compte n'est dans aucun établissement".to_owned())
        }
        Outcome::NotEntitled(at) => {
            let at = at.iter().map(profile).collect::<Vec<_>>().join(", ");
            Some(format!("aucun de ses profils n'y a droit ({at})"))
        }
        Outcome::Enters(_) => None,
    }
}

fn profile(at: &Affiliation) -> String {
    let profile = match at.profile {
        Profile::Pupil => "élève",
        Profile::Parent => "parent",
        Profile::Teacher => "enseignant",
        Profile::Staff => "non enseignant",
        Profile::Other => "autre",
    };
    format!("{profile} à {}", at.uai)
}

fn differences(nearest: &Nearest) -> Vec<String> {
    nearest.differences.iter().map(|found| wording::difference(ent::french(), found)).collect()
}
