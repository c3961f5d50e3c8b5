//! The road holds; and when one step is broken, the demonstration fails at that step.

use crate::kit::Stage;
use invented::District;
use passerelle::demo::road::Step;

#[tokio::test]
async fn the_road_holds_from_the_click_to_the_space() {
    let stage = Stage::small().await;
    let (held, outcomes) = stage.walk(None).await;
    assert!(held, "{outcomes:?}");
    assert_eq!(outcomes.iter().map(|o| o.0).collect::<Vec<_>>(), Step::ALL);
}

#[tokio::test]
async fn the_road_holds_on_postgresql() {
    let database = testkit::postgres::shared().database();
    let stage = Stage::on(database.parse().unwrap(), District::small(1)).await;
    let (held, outcomes) = stage.walk(None).await;
    assert!(held, "{outcomes:?}");
    assert_eq!(outcomes.iter().map(|o| o.0).collect::<Vec<_>>(), Step::ALL);
    let entered = testkit::postgres::shared().executed();
    assert!(entered.iter().any(|text| text.starts_with("INSERT INTO space_session")), "the data are there");
}

#[tokio::test]
async fn each_step_fails_when_what_it_shows_is_broken() {
    for step in Step::ALL {
        let stage = Stage::small().await;
        let (held, outcomes) = stage.walk(Some(step)).await;
        assert!(!held, "{step:?} was broken, and the road held");
        let (last, others) = outcomes.split_last().unwrap();
        assert_eq!(last.0, step, "the road stops at the broken step: {outcomes:?}");
        assert!(last.1.as_ref().is_some_and(|reason| !reason.is_empty()), "{step:?} says why");
        assert!(others.iter().all(|(_, failure)| failure.is_none()), "{outcomes:?}");
        stage.ends.stop().await;
    }
}

#[tokio::test]
async fn what_is_broken_is_what_the_reason_names() {
    for (step, reason) in [
        (Step::Import, "le fichier est refusé : Le fichier est incomplet"),
        (Step::Export, "l'export"),
        (Step::SecondVisit, "la page de première visite revient"),
        (Step::ReplayedTicket, "le ticket rejoué ouvre"),
        (Step::WithoutIdentifier, "la phrase attendue n'est pas affichée"),
    ] {
        let stage = Stage::small().await;
        let (_, outcomes) = stage.walk(Some(step)).await;
        let said = outcomes.last().unwrap().1.clone().unwrap_or_default();
        // The export is missing from the menu: the walker cannot even click it.
        let expected = if step == Step::Export { "/spr/export" } else { reason };
        assert!(said.contains(expected), "{step:?}: {said}");
    }
}
