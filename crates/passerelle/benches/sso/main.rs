//! What a repeated sign-on costs the server, beside a server on the same stack that answers the same requests with
//! fixed bytes: `cargo xtask figures sso`.
//!
//! Three processes: the release program over SQLite or PostgreSQL, the ceiling, and this one, which sends the requests
//! and looks at who is in every answer. Servers are measured turn about, by the CPU time that the kernel counts for
//! them: seconds on the clock would measure the client and the neighbours too.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark: it fails loudly, and its answer is what it prints"
)]

mod ceiling;
mod client;
mod cpu;
mod flow;
mod place;
mod report;

use std::path::Path;

use cpu::{Cluster, Cpu, Spent};
use flow::{Flow, Person, Validation};
use mimalloc::MiMalloc;
use place::{Place, Server};

/// That of the program, so that the ceiling has what the program has.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Connections that are open at the same time.
const CONNECTIONS: usize = 16;
/// Flows of one sample.
const FLOWS: usize = 10_000;
/// Flows before the first sample.
const WARM_UP: usize = 2_000;
/// Samples of each figure.
const SAMPLES: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, folder] = arguments.as_slice()
        && word == ceiling::WORD
    {
        return ceiling::serve(Path::new(folder));
    }
    measure("SQLite", None, "");
    let cluster = testkit::postgres::Cluster::start_for_measures();
    measure("PostgreSQL", Some(&cluster), "");
    measure("PostgreSQL with tickets in memory", Some(&cluster), "tickets = \"memory\"\n");
}

/// Measures the program over one engine, and prints its figures.
fn measure(engine: &str, cluster: Option<&testkit::postgres::Cluster>, settings: &str) {
    let place = Place::new(cluster.map(|cluster| cluster.database()), settings);
    place.furnish();
    let ent = place.serve();
    let people = place.sign_in_all(&ent);
    let recorded = tempfile::tempdir().unwrap();
    let same = flow::record(&ent, people.first().unwrap(), recorded.path());
    let ceiling = ceiling::start(recorded.path());
    let mut runs = Vec::new();
    for validation in Validation::ALL {
        run(&ent, &people, validation, WARM_UP);
        run(&ceiling, &same, validation, WARM_UP);
    }
    for _ in 0..SAMPLES {
        for validation in Validation::ALL {
            let database = cluster.map(|cluster| Cluster::of(cluster.folder()));
            let before = database.as_ref().map_or(0.0, Cluster::cpu);
            let ent = run(&ent, &people, validation, FLOWS);
            let database = database.map_or(0.0, |database| (database.cpu() - before) * 1e6 / FLOWS as f64);
            let ceiling = run(&ceiling, &same, validation, FLOWS);
            runs.push(report::Run { validation, ent, database, ceiling });
        }
    }
    report::print(engine, &runs);
}

/// Sends flows over all connections, and gives what they cost the server: all of it, lines that it writes afterwards
/// included.
fn run(server: &Server, people: &[Person], validation: Validation, flows: usize) -> Spent {
    let cpu = Cpu::of(server.id());
    let before = cpu.settled();
    std::thread::scope(|scope| {
        for place in 0..CONNECTIONS {
            scope.spawn(move || {
                let mut flow = Flow::over(server.address());
                for turn in 0..flows / CONNECTIONS {
                    // Each connection goes through everybody, no two in step.
                    let person = people.get((place * 7 + turn) % people.len()).unwrap();
                    flow.go(person, validation);
                }
            });
        }
    });
    cpu.settled().since(&before).per_flow(flows / CONNECTIONS * CONNECTIONS)
}
