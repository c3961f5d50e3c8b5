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
