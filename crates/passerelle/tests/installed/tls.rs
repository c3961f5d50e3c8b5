//! Both ends with certificates of their own, over real sockets.

use testkit::{Scratch, TestCa, VALID};
use walker::Walker;

use crate::place::{PASSWORD, Place};

/// Gives both ends a certificate of this authority.
fn encrypted(place: &mut Place, scratch: &Scratch, ca: &TestCa) {
    let files = ca.for_hosts(&["localhost", "127.0.0.1"], VALID).write(scratch, "site");
    let section = format!("[tls]\ncertificate = {:?}\nkey = {:?}\n\n", files.certificate, files.key);
    for (file, first) in [("ent.toml", "[ent]"), ("pronote.toml", "[pronote]")] {
        place.edit(file, "\"http://", "\"https://");
        place.edit(file, first, &format!("{section}{first}"));
    }
    for url in [&mut place.ent_url, &mut place.spaces_url, &mut place.console_url] {
        *url = url.replace("http://", "https://");
    }
}

#[tokio::test]
async fn both_ends_serve_with_the_certificate_of_their_file() {
    let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité inventée"));
    let mut place = Place::new();
    encrypted(&mut place, &scratch, &ca);
    place.furnish_ent();

    let server = place.serve("ent");
    let walker = Walker::trusting(ca.pem.as_bytes()).unwrap();
    let page = walker.open(&place.ent_url).await.unwrap();
    let page =
        walker.submit(&page, "form#fm1", &[("username", "ada"), ("password", PASSWORD)]).await.unwrap();
    assert_eq!(page.text("h1").as_deref(), Some("Mon espace"), "{}", page.body);
    let stranger = TestCa::new("Une autre");
    let refused = Walker::trusting(stranger.pem.as_bytes()).unwrap().open(&place.ent_url).await;
    assert!(refused.is_err(), "whoever does not know the authority is warned");
    assert!(server.stop().0.success());

    let server = place.serve("pronote");
    for url in [&place.spaces_url, &place.console_url] {
        let page = walker.open(url).await.unwrap();
        assert!(page.status < 500 && page.url.scheme() == "https", "{url}: {}", page.status);
    }
    assert!(server.stop().0.success());
}
