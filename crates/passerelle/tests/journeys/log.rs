//! The log of a whole road, and of what goes wrong on it, names nobody.

use std::{
    collections::BTreeSet,
    io,
    sync::{Arc, Mutex},
};

use invented::District;
use passerelle::demo::Site;
use tracing::{Level, subscriber::set_default};
use tracing_subscriber::{Layer as _, filter::Targets, fmt::MakeWriter, layer::SubscriberExt as _};
use walker::Walker;

use crate::kit::Stage;

/// Our crates with all they can say; libraries when something is wrong, as in service.
const OURS: [&str; 5] = ["db", "ent", "passerelle", "pronote", "web"];

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Words of the log that would tell who somebody is.
fn telling(district: &District, accounts: &[passerelle::demo::Account], log: &str) -> BTreeSet<String> {
    let mut secrets: BTreeSet<String> = accounts.iter().map(|account| account.password.clone()).collect();
    for person in &district.ent.accounts {
        secrets.extend([person.login.clone(), person.name.last.to_string(), person.name.first.to_string()]);
        secrets.extend(person.birth_date.map(|date| date.to_string()));
    }
    for person in district.schools.iter().flat_map(|school| &school.pronote.people) {
        secrets.insert(person.pronote_id.to_string());
    }
    let words: BTreeSet<&str> =
        log.split(|sign: char| !(sign.is_alphanumeric() || "-.'".contains(sign))).collect();
    secrets.retain(|secret| words.contains(secret.as_str()));
    secrets
}

#[tokio::test]
async fn the_log_of_a_full_run_names_nobody() {
    let lines = Lines::default();
    let filter = Targets::new().with_default(Level::WARN).with_targets(OURS.map(|name| (name, Level::TRACE)));
    let layer =
        tracing_subscriber::fmt::layer().with_ansi(false).with_writer(lines.clone()).with_filter(filter);
    let _logging = set_default(tracing_subscriber::registry().with(layer));

    let stage = Stage::small().await;
    let (held, seen) = stage.walk(None).await;
    assert!(held, "{seen:?}");
    // A wrong password, a ticket that is none, and a CAS server that has gone.
    let visitor = Walker::new().unwrap();
    let page = visitor.open(&stage.ends.ent_url).await.unwrap();
    let login = stage.ends.account("ent", "pupil").unwrap().login.clone();
    visitor.submit(&page, "form#fm1", &[("username", &login), ("password", "autre chose")]).await.unwrap();
    let space = format!("{}/pronote/eleve.html", stage.ends.spaces_url);
    let sent = visitor.step(&space).await.unwrap();
    assert!(sent.location().is_some_and(|place| place.starts_with(&stage.ends.ent_url)));
    visitor.open(&format!("{space}?ticket=ST-forged-0123456789abcdef")).await.unwrap();
    stage.ends.stop_site(Site::Ent).await;
    visitor.step(&space).await.unwrap();
    visitor.step(&format!("{space}?ticket=ST-forged-fedcba9876543210")).await.unwrap();

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("a CAS server cannot be asked"), "the log was heard: {log}");
    assert_eq!(telling(&stage.ends.district, &stage.ends.accounts, &log), BTreeSet::new(), "{log}");
    assert!(!log.contains("ST-") && !log.contains("ticket=") && !log.contains("autre chose"), "{log}");
}
