//! The ways into PRONOTE from our own ENT: each protocol, each first connection, and the way out.

use crate::{
    change_of_ent::{cas_id, connect, enter},
    kit::{Stage, with_publication_stopped},
};
use ent::release::Source;
use passerelle::demo::{Ends, road::Step};
use pronote::delegation::{self, CommonId, Dialect, FirstConnection, Identification};
use testkit::until;
use walker::{Page, Walker};

async fn identify(ends: &Ends, identification: Identification) {
    with_publication_stopped(ends, async |base| {
        let delegation = base.delegation.unwrap();
        delegation::set_identification(&ends.pronote, &base.id, &delegation, identification).await.unwrap();
    })
    .await;
}

/// Signs in to the ENT as the pupil of the road, from the page of the space.
async fn comes(ends: &Ends) -> (Walker, Page) {
    let walker = Walker::new().unwrap();
    let account = ends.account("ent", "pupil").unwrap();
    let page = walker.open(&format!("{}/pronote/eleve.html", ends.spaces_url)).await.unwrap();
    let typed = [("username", account.login.as_str()), ("password", account.password.as_str())];
    let page = walker.submit(&page, "form#fm1", &typed).await.unwrap();
    (walker, page)
}

fn is_inside(page: &Page) {
    assert_eq!(page.text("h1").as_deref(), Some("Espace Elèves"), "{}", page.body);
}

#[tokio::test]
async fn signing_out_of_the_ent_ends_the_session_of_pronote() {
    let stage = Stage::small().await;
    assert!(stage.walk(None).await.0);
    let ends = &stage.ends;
    let space = format!("{}/pronote/eleve.html", ends.spaces_url);
    let (walker, page) = comes(ends).await;
    is_inside(&page);
    let (other, page) = comes(ends).await;
    is_inside(&page);

    let home = walker.open(&ends.ent_url).await.unwrap();
    walker.submit(&home, "form[action='/sign-out']", &[]).await.unwrap();
    // The ENT tells its services soon, each on its own.
    until("the session of PRONOTE", async || walker.step(&space).await.unwrap().status == 303).await;
    let page = walker.open(&space).await.unwrap();
    assert!(page.url.as_str().starts_with(&ends.ent_url), "{}", page.url);
    assert_eq!(other.step(&space).await.unwrap().status, 200, "another browser goes on");
}

#[tokio::test]
async fn each_protocol_lets_in_people_of_our_ent() {
    let stage = Stage::small().await;
    assert!(stage.walk(None).await.0);
    let ends = &stage.ends;
    let taught = cas_id(ends).await.unwrap();
    for dialect in Dialect::ALL {
        identify(ends, Identification { dialect: *dialect, ..Identification::default() }).await;
        is_inside(&comes(ends).await.1);
        assert_eq!(cas_id(ends).await.as_ref(), Some(&taught), "{dialect}");
    }
}

/// A second ENT tells PRONOTE the name and the birth date, and nobody has imported anything there. What it takes for the
/// identifier is the login that an attribute holds.
#[tokio::test]
async fn identity_lets_in_people_of_our_ent_without_any_import() {
    let (old, new) = (Stage::small().await, Stage::small().await);
    assert!(!old.walk(Some(Step::Import)).await.0);
    let told = [
        ("nom", Source::LastName),
        ("prenom", Source::FirstName),
        ("dateNaissance", Source::BirthDate),
        ("login", Source::Login),
    ];
    connect(&new.ends, &old.ends, &told).await;
    let identification = Identification {
        common: CommonId::Attribute("login".to_owned()),
        first: FirstConnection::Identity,
        ..Identification::default()
    };
    for dialect in Dialect::ALL {
        identify(&old.ends, Identification { dialect: *dialect, ..identification.clone() }).await;
        is_inside(&enter(&old.ends, &new.ends).await);
    }
    let login = &new.ends.account("ent", "pupil").unwrap().login;
    assert_eq!(cas_id(&old.ends).await.as_ref(), Some(login));
}
