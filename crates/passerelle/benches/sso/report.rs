//! The figures, as `cargo xtask figures` reads them: `figure`, name, unit and samples, with tabulators between.

use crate::{cpu::Spent, flow::Validation};

/// One sample of one kind of flow, in microseconds of CPU time a flow.
pub struct Run {
    pub validation: Validation,
    pub ent: Spent,
    pub database: f64,
    pub ceiling: Spent,
}

/// Prints what was measured over one engine.
pub fn print(engine: &str, runs: &[Run]) {
    let of = |validation: Validation| runs.iter().filter(move |run| run.validation == validation);
    let apart = runs.iter().any(|run| run.database > 0.0);
    for (validation, name) in [(Validation::Cas3, "CAS 3"), (Validation::Saml, "SAML 1.1")] {
        let named = |what: &str| format!("SSO flow, {name}, {engine}{what}");
        let figure = |what: &str, unit: &str, part: fn(&Run) -> f64| {
            line(&named(what), unit, of(validation).map(part));
        };
        figure("", "flows/CPU-s", |run| 1e6 / run.ent.all);
        figure(": the fixed-answer ceiling", "flows/CPU-s", |run| 1e6 / run.ceiling.all);
        figure(": share of the ceiling", "", |run| run.ceiling.all / run.ent.all);
        if apart {
            figure(", its processes included", "flows/CPU-s", |run| 1e6 / (run.ent.all + run.database));
            figure(", its processes included: share of the ceiling", "", |run| {
                run.ceiling.all / (run.ent.all + run.database)
            });
        } else {
            figure(": in SQLite's threads", "µs/flow", |run| run.ent.sqlite);
        }
        // The whole flow without its first request, measured one after the other.
        let rest = |part: fn(&Run) -> f64| {
            of(validation).zip(of(Validation::None)).map(move |(both, first)| part(both) - part(first))
        };
        line(&named(": the validation"), "µs/flow", rest(|run| run.ent.all));
        line(&named(": the validation, ceiling"), "µs/flow", rest(|run| run.ceiling.all));
    }
    let first = |what: &str, part: fn(&Run) -> f64| {
        line(&format!("SSO flow, {engine}: {what}"), "µs/flow", of(Validation::None).map(part));
    };
    first("the way to the ticket", |run| run.ent.all);
    first("the way to the ticket, ceiling", |run| run.ceiling.all);
}

fn line(name: &str, unit: &str, samples: impl Iterator<Item = f64>) {
    let samples: Vec<String> = samples.map(|sample| format!("{sample:.3}")).collect();
    println!("figure\t{name}\t{unit}\t{}", samples.join("\t"));
}
