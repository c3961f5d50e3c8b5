//! A small stage for the road, and ways to break it.

use std::sync::{Arc, Mutex};

use ent::identifiers::{Losses, Mode, Order};
use exchange::identifiers::{self, ExportedPerson, Imported};
use invented::{District, PersonKey};
use model::{Category, Uai};
use passerelle::demo::{Ends, Options, Site, Store, road, road::Step};
use pronote::{
    bases::{self, SchoolBase},
    console,
    delegation::{self, CasUrl, Settings},
    operators::Operator,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

/// Both ends with a small district, in a folder that goes away.
pub struct Stage {
    pub ends: Ends,
    _folder: tempfile::TempDir,
}

/// A step, and why it did not hold.
pub type Seen = (Step, Option<String>);

impl Stage {
    pub async fn small() -> Self {
        Self::of(District::small(1)).await
    }

    pub async fn of(district: District) -> Self {
        Self::with(Store::Sqlite, district, false).await
    }

    /// The same, with its data elsewhere.
    pub async fn on(database: Store, district: District) -> Self {
        Self::with(database, district, false).await
    }

    /// The same, over https.
    pub async fn over_https(district: District) -> Self {
        Self::with(Store::Sqlite, district, true).await
    }

    async fn with(database: Store, district: District, tls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            ent: "localhost:0".parse().unwrap(),
            pronote: "127.0.0.1:0".parse().unwrap(),
            console: "127.0.0.1:0".parse().unwrap(),
            data: None,
            database,
            seed: 1,
            tls,
            once: true,
            json: false,
        };
        let ends = Ends::start(&options, folder.path(), || district).await.unwrap();
        Self { ends, _folder: folder }
    }

    /// Walks the road, breaking what `broken` shows just before it.
    pub async fn walk(&self, broken: Option<Step>) -> (bool, Vec<Seen>) {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let before = async |step| {
            if Some(step) == broken {
                sabotage(&self.ends, step).await;
            }
        };
        let held = road::walk(&self.ends, before, |outcome| {
            let failure = outcome.failure.as_ref().map(|_| outcome.detail());
            seen.lock().unwrap().push((outcome.step, failure));
            Ok(())
        });
        let held = held.await.unwrap();
        let seen = seen.lock().unwrap().clone();
        (held, seen)
    }
}

/// Breaks what a step is about to show.
pub async fn sabotage(ends: &Ends, step: Step) {
    let cast = &ends.district.cast;
    match step {
        Step::ConfigurePronote => ends.stop_site(Site::Console).await,
        Step::Export => {
            with_publication_stopped(ends, async |base| {
                delegation::remove(&ends.pronote, &base.id).await.unwrap();
            })
            .await
        }
        Step::Import => {
            let mut content = std::fs::read(&ends.export_file).unwrap();
            content.truncate(content.len() / 2);
            std::fs::write(&ends.export_file, content).unwrap();
        }
        Step::Pupil => import_without(ends, cast.pupil).await,
        Step::ParentOfTwo => import_without(ends, cast.guardian_of_two).await,
        Step::Teacher => publish(ends, false).await,
        Step::SecondVisit => {
            let id = record(ends, cast.pupil).pronote_id;
            import(ends, |people| {
                let pupil = people.iter_mut().find(|person| person.pronote_id == id).unwrap();
                pupil.pronote_id = "2345789ABCDEFGHJ".parse().unwrap();
            })
            .await;
        }
        Step::ReplayedTicket => {
            let lenient = lenient_cas(ends).await;
            with_publication_stopped(ends, async |base| {
                let own = CasUrl::parse(&ends.ent.config().cas_url()).unwrap();
                let settings = Settings { validation_url: Some(lenient), ..Settings::of(own) };
                delegation::set(&ends.pronote, &base.id, settings).await.unwrap();
            })
            .await;
        }
        Step::WithoutIdentifier => {
            let account = ends.district.account(cast.without_pronote_id).unwrap();
            import(ends, |people| {
                let mut newcomer = people.iter().find(|p| p.category == Category::Pupil).unwrap().clone();
                newcomer.name = account.name.clone();
                newcomer.birth_date = account.birth_date;
                newcomer.pronote_id = "2345789ABCDEFGHJ".parse().unwrap();
                people.push(newcomer);
            })
            .await;
        }
        Step::ChangeOfEnt => import_without(ends, cast.pupil_from_former_ent).await,
    }
}

async fn first_base(ends: &Ends) -> SchoolBase {
    let first = &ends.district.schools[0].uai;
    bases::all(&ends.pronote).await.unwrap().into_iter().find(|base| base.uai == *first).unwrap()
}

pub async fn publish(ends: &Ends, published: bool) {
    let base = first_base(ends).await;
    let operator = Operator { id: "saboteur".parse().unwrap(), name: String::new(), bases: Vec::new() };
    console::set_published(&ends.pronote, &operator, &base.id, published).await.unwrap();
}

pub async fn with_publication_stopped(ends: &Ends, change: impl AsyncFnOnce(SchoolBase)) {
    publish(ends, false).await;
    change(first_base(ends).await).await;
    publish(ends, true).await;
}

fn record(ends: &Ends, key: PersonKey) -> invented::PronotePerson {
    let first = &ends.district.schools[0].uai;
    let mut records = ends.district.records_of(key).filter(|(school, _)| school.uai == *first);
    records.next().unwrap().1.clone()
}

async fn import_without(ends: &Ends, key: PersonKey) {
    let id = record(ends, key).pronote_id;
    import(ends, |people| people.retain(|person| person.pronote_id != id)).await;
}

/// Imports the exported file once more, changed.
async fn import(ends: &Ends, change: impl FnOnce(&mut Vec<ExportedPerson>)) {
    let mut file = read_export(ends);
    change(&mut file.people);
    import_into(&ends.ent, &ends.district, &file).await;
}

pub fn read_export(ends: &Ends) -> Imported {
    identifiers::read_any(std::fs::File::open(&ends.export_file).unwrap(), &ends.ent.config().keys).unwrap()
}

pub async fn import_into(ent: &ent::Ent, district: &District, file: &Imported) {
    let administrator = district.account(district.cast.administrators[0]).unwrap();
    let account = ent::directory::by_login(ent, &administrator.login).await.unwrap().unwrap();
    let school: &Uai = &district.schools[0].uai;
    let order = Order { done_by: &account.id, school, mode: Mode::Complete, losses: Losses::Ask };
    ent::identifiers::import(ent, order, file).await.unwrap();
}

/// A CAS server that finds every ticket good, each time, and always for the pupil of the road.
async fn lenient_cas(ends: &Ends) -> CasUrl {
    let pupil = ends.district.account(ends.district.cast.pupil).unwrap();
    let subject = ent::directory::by_login(&ends.ent, &pupil.login).await.unwrap().unwrap().uid;
    let id = record(ends, ends.district.cast.pupil).pronote_id.to_string();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 64 * 1024];
            let read = socket.read(&mut request).await.unwrap();
            request.truncate(read);
            let head = String::from_utf8_lossy(&request).into_owned();
            let target = head.split_once("TARGET=").unwrap().1.split([' ', '&']).next().unwrap().to_owned();
            let target = web::Fields::parse(&format!("t={target}")).text("t").to_owned();
            let body = always_yes(&subject, &id, &target);
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    CasUrl::parse(&url).unwrap()
}

fn always_yes(subject: &str, pronote_id: &str, target: &str) -> String {
    use cas_protocol::{
        Attributes,
        saml11::{AuthenticationMethod, MessageId, Success},
        service::ServiceAddress,
    };
    use web::Clock as _;
    let now = web::SystemClock.now();
    let mut attributes = Attributes::default();
    attributes.add("idPronote", pronote_id).unwrap();
    let success = Success {
        response_id: &MessageId::from_random([1; 32]),
        assertion_id: &MessageId::from_random([2; 32]),
        in_response_to: None,
        issuer: "lenient",
        service: &ServiceAddress::parse(target).unwrap(),
        issue_instant: now,
        not_before: now,
        not_on_or_after: now.saturating_add(web::clock::SignedDuration::from_secs(30)).unwrap(),
        subject,
        attributes: &attributes,
        authentication_instant: now,
        authentication_method: AuthenticationMethod::Password,
        long_term: false,
        is_from_new_login: false,
    };
    success.to_xml()
}
