//! What proxies add to the answers.

use super::{
    tests::{accepted, attributes, lines, success},
    *,
};
use crate::ticket::{ProxyGrantingTicketIou, ProxyTicket};

#[test]
fn a_success_names_the_granting_ticket_and_the_proxies_after_the_attributes() {
    let iou = ProxyGrantingTicketIou::parse("PGTIOU-12345").unwrap();
    let proxies = ["https://last.example/p?a=1&b=2".to_owned(), "https://first.example/p".to_owned()];
    let released = attributes(&[("role", "pupil")]);
    let answer =
        Success { proxy_granting_ticket: Some(&iou), proxies: &proxies, ..success("zoe", &released) };
    insta::assert_snapshot!(lines(&answer.write(Dialect::Cas2, Format::Xml)), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:authenticationSuccess>
    <cas:user>zoe</cas:user>
    <cas:attributes>
    <cas:role>pupil</cas:role>
    </cas:attributes>
    <cas:proxyGrantingTicket>PGTIOU-12345</cas:proxyGrantingTicket>
    <cas:proxies>
    <cas:proxy>https://last.example/p?a=1&amp;b=2</cas:proxy>
    <cas:proxy>https://first.example/p</cas:proxy>
    </cas:proxies>
    </cas:authenticationSuccess>
    </cas:serviceResponse>
    "#);
    insta::assert_snapshot!(answer.write(Dialect::Cas2, Format::Json), @r#"{"serviceResponse":{"authenticationSuccess":{"user":"zoe","attributes":{"role":"pupil"},"proxyGrantingTicket":"PGTIOU-12345","proxies":["https://last.example/p?a=1&b=2","https://first.example/p"]}}}"#);
    let principal = accepted(&answer.to_xml(Dialect::Cas3));
    assert_eq!(principal.values("role"), ["pupil"]);
    assert_eq!(principal.values("proxies"), [""; 0]);
}

#[test]
fn the_answers_of_proxy() {
    let ticket = ProxyTicket::parse("PT-12345").unwrap();
    let failure = Failure { code: FailureCode::UnauthorizedService, message: "<b> isn't registered" };
    let (success, failure) = (ProxyAnswer::Success(&ticket), ProxyAnswer::Failure(failure));
    insta::assert_snapshot!(lines(&success.write(Format::Xml)), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:proxySuccess>
    <cas:proxyTicket>PT-12345</cas:proxyTicket>
    </cas:proxySuccess>
    </cas:serviceResponse>
    "#);
    insta::assert_snapshot!(success.write(Format::Json), @r#"{"serviceResponse":{"proxySuccess":{"proxyTicket":"PT-12345"}}}"#);
    insta::assert_snapshot!(lines(&failure.write(Format::Xml)), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:proxyFailure code="UNAUTHORIZED_SERVICE">&lt;b&gt; isn't registered</cas:proxyFailure>
    </cas:serviceResponse>
    "#);
    insta::assert_snapshot!(failure.write(Format::Json), @r#"{"serviceResponse":{"proxyFailure":{"code":"UNAUTHORIZED_SERVICE","description":"<b> isn't registered"}}}"#);
}
