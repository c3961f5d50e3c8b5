//! The answer is that of the CAS server.

use cas_protocol::service::Difference;

use super::*;
use crate::tests::TestEnt;

#[tokio::test]
async fn the_answer_is_that_of_the_server() {
    let test = TestEnt::start().await;
    let asked = async |address, login| simulate(&test.ent, address, login).await.unwrap();
    let page = "https://pronote.example/pronote/eleve.html";

    let Simulation::Known { service, pattern, outcome: Outcome::Enters(learnt) } = asked(page, " ZOE ").await
    else {
        panic!("a pupil enters");
    };
    assert_eq!((service.code.as_str(), pattern.as_str()), ("PRONOTE1", "https://pronote.example/pronote/**"));
    let uid = directory::by_login(&test.ent, "zoe").await.unwrap().unwrap().uid;
    assert_eq!((&learnt.subject, learnt.attributes), (&uid, vec![("uid".to_owned(), vec![uid.clone()])]));
    assert_eq!(learnt.without_value, ["idPronote", "categories"], "no identifier was imported");
    assert!(!learnt.withheld);

    let refused = asked(page, "inspector").await;
    let Simulation::Known { outcome: Outcome::NotEntitled(at), .. } = refused else { panic!("{refused:?}") };
    assert_eq!(at.len(), 1);
    assert!(matches!(asked(page, "nobody").await, Simulation::Known { outcome: Outcome::NoAccount, .. }));

    let unknown = asked("http://pronote.example:80/Pronot/eleve.html", "zoe").await;
    let Simulation::Unknown(Some(nearest)) = unknown else { panic!("{unknown:?}") };
    assert_eq!((nearest.service.code.as_str(), nearest.pattern.as_str()), ("PRONOTE1", pattern.as_str()));
    let segment = Difference::Segment {
        number: 1,
        given: Some("Pronot".to_owned()),
        registered: Some("pronote".to_owned()),
    };
    assert_eq!(nearest.differences, [Difference::Scheme { given_is_https: false }, segment]);
    // The port and the case of the path make no difference to a PRONOTE.
    let accepted = asked("https://pronote.example:443/PRONOTE/", "zoe").await;
    assert!(matches!(accepted, Simulation::Known { .. }), "{accepted:?}");
    let unfit = asked("https://a@pronote.example/", "zoe").await;
    assert!(matches!(unfit, Simulation::Unfit(ServiceAddressError::UserInfo)), "{unfit:?}");
}

#[tokio::test]
async fn administrators_test_as_the_people_of_their_schools_only() {
    let test = TestEnt::start().await;
    let page = test.address("/admin/simulate");
    let tried = async |by: &str, login: &str, address: &str| {
        let walker = test.signed_in(by).await;
        let form = walker.open(&page).await.unwrap();
        walker.submit(&form, "form#simulate", &[("login", login), ("address", address)]).await.unwrap()
    };
    let address = "https://pronote.example/pronote/";
    let answer = tried("admin", "zoe", address).await;
    assert!(
        answer.says("Adresse acceptée") && answer.says("Cette personne peut y aller."),
        "{}",
        answer.body
    );
    let uid = directory::by_login(&test.ent, "zoe").await.unwrap().unwrap().uid;
    assert!(answer.says(&uid) && answer.says("idPronote, categories"), "{}", answer.body);
    assert_eq!(answer.attribute("#login", "value").as_deref(), Some("zoe"), "what was typed stays");
    let answer = tried("admin", "inspector", address).await;
    assert!(answer.says("aucun de ses profils n'y donne droit"), "{}", answer.body);

    // Of another school's people one learns what one learns of nobody.
    let (other, nobody) =
        (tried("elsewhere", "zoe", address).await, tried("elsewhere", "nobody", address).await);
    for answer in [&other, &nobody] {
        assert!(answer.says("Aucun compte des établissements dont vous avez la charge"), "{}", answer.body);
        assert!(!answer.says(&uid), "{}", answer.body);
    }
    let unknown = tried("elsewhere", "elsewhere", "https://pronote.example/pronot/").await;
    assert!(unknown.says("Adresse refusée") && !unknown.says("/pronote/**"), "not a service of theirs");
    assert!(tried("admin", "zoe", "https://a@b.example/").await.says("nom d'utilisateur"));

    authority::appoint_super(&test.ent, &test.accounts["elsewhere"]).await.unwrap();
    let answer = tried("elsewhere", "zoe", "http://pronote.example/pronote/").await;
    assert!(
        answer.says("Adresse refusée") && answer.says("https://pronote.example/pronote/**"),
        "{}",
        answer.body
    );
    assert!(tried("elsewhere", "zoe", address).await.says(&uid), "the whole ENT is theirs");
    assert_eq!(
        journal::count(&test.ent, Event::VisitSimulated).await.unwrap(),
        7,
        "all but what is no address"
    );
}
