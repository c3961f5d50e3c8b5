//! What Prometheus is told.

use walker::Walker;

use crate::place::{Place, SCHOOL, free_port};

#[tokio::test]
async fn prometheus_is_told_how_much_is_done_and_never_who() {
    let place = Place::new();
    place.furnish_ent();
    let port = free_port();
    let config = std::fs::read_to_string(place.path("ent.toml")).unwrap();
    place.write("ent.toml", &format!("{config}[metrics]\nlisten = \"127.0.0.1:{port}\"\n"));
    let server = place.serve("ent");
    place.sign_in().await;
    let walker = Walker::new().unwrap();
    let asked = format!("{}/cas/login?service=https%3A%2F%2Finconnu.example%2Fsecret", place.ent_url);
    assert_eq!(walker.open(&asked).await.unwrap().status, 403);

    let told = walker.step(&format!("http://127.0.0.1:{port}/metrics")).await.unwrap();
    assert_eq!(told.status, 200);
    for line in [
        "passerelle_events_total{event=\"signed-in\"} 1",
        "passerelle_events_total{event=\"ticket-issued\"} 1",
        "passerelle_events_total{event=\"ticket-validated\"} 1",
        "passerelle_password_hashes_waiting 0",
        "passerelle_request_seconds_count{route=\"/cas/login\",method=\"POST\",status=\"3xx\"} 1",
        "passerelle_request_seconds_bucket{route=\"/cas/login\",method=\"GET\",status=\"4xx\",le=\"+Inf\"} 1",
    ] {
        assert!(told.body.lines().any(|found| found == line), "{line} is not in:\n{}", told.body);
    }
    for said in ["ada", "Gestion", "inconnu.example", "secret", "ST-", SCHOOL] {
        assert!(!told.body.contains(said), "{said} is in:\n{}", told.body);
    }
    assert_eq!(walker.step(&format!("http://127.0.0.1:{port}/")).await.unwrap().status, 404);
    assert_eq!(walker.step(&format!("{}/metrics", place.ent_url)).await.unwrap().status, 404, "apart");
    assert!(server.stop().0.success());
}
