//! Calls to other servers, on real sockets, with certificates good and bad.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, response::Redirect, routing::post};
use testkit::{EXPIRED, Scratch, TO_COME, TestCa, VALID};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use web::{
    Listener,
    outgoing::{CallError, CertificateFault, Outgoing, OutgoingError},
    tls::{Tls, TlsError},
};

/// A server that repeats what it is told; gives its port.
async fn server(tls: Option<Tls>) -> u16 {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = socket.local_addr().unwrap().port();
    let router = Router::new()
        .route("/", post(async |body: Bytes| body))
        .route("/elsewhere", post(async || Redirect::temporary("/")))
        .route("/long", post(async || "x".repeat(web::limits::OUTGOING_ANSWER + 1)))
        .route("/never", post(async || std::future::pending::<()>().await));
    testkit::serve(Listener { tls, ..Listener::from(socket) }, router);
    port
}

async fn server_with(ca: &TestCa, scratch: &Scratch, hosts: &[&str], years: (i32, i32)) -> u16 {
    let files = ca.for_hosts(hosts, years).write(scratch, "site");
    server(Some(Tls::load(&files).unwrap())).await
}

async fn call(outgoing: &Outgoing, address: &str) -> Result<Vec<u8>, CallError> {
    outgoing.caller().unwrap().post(address, &[("content-type", "text/plain")], "bonjour".to_owned()).await
}

fn trusting(extra_ca: &[PathBuf]) -> Outgoing {
    Outgoing { extra_ca: extra_ca.to_vec(), ..Outgoing::default() }
}

fn fault(result: Result<Vec<u8>, CallError>) -> Option<CertificateFault> {
    match result {
        Err(CallError::Certificate(fault)) => Some(fault),
        _ => None,
    }
}

#[tokio::test]
async fn a_server_is_trusted_through_an_added_authority_and_not_without() {
    let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité inventée"));
    let port = server_with(&ca, &scratch, &["localhost", "127.0.0.1"], VALID).await;
    let added = [ca.write(&scratch, "ca.pem")];
    for host in ["localhost", "127.0.0.1"] {
        let address = format!("https://{host}:{port}/");
        assert_eq!(call(&trusting(&added), &address).await.unwrap(), b"bonjour");
        let stranger = call(&trusting(&[]), &address).await;
        assert_eq!(fault(stranger), Some(CertificateFault::UnknownIssuer));
        let other = [TestCa::new("Une autre").write(&scratch, "other.pem")];
        assert_eq!(fault(call(&trusting(&other), &address).await), Some(CertificateFault::UnknownIssuer));
        let both = [other[0].clone(), added[0].clone()];
        assert_eq!(call(&trusting(&both), &address).await.unwrap(), b"bonjour");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_named() {
    let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité inventée"));
    let added = [ca.write(&scratch, "ca.pem")];
    for (hosts, years, wrong) in [
        (&["autre.example"][..], VALID, CertificateFault::OtherName),
        (&["127.0.0.1"], VALID, CertificateFault::OtherName),
        (&["localhost"], EXPIRED, CertificateFault::Expired),
        (&["localhost"], TO_COME, CertificateFault::NotYetValid),
    ] {
        let port = server_with(&ca, &scratch, hosts, years).await;
        let result = call(&trusting(&added), &format!("https://localhost:{port}/?ticket=ST-1")).await;
        let said = result.as_ref().unwrap_err().to_string();
        assert!(said.starts_with("its certificate cannot be trusted") && !said.contains("ST-1"), "{said}");
        assert_eq!(fault(result), Some(wrong));
    }
    let visitor = ca.for_visitor("localhost", VALID).write(&scratch, "visitor");
    let port = server(Some(Tls::load(&visitor).unwrap())).await;
    let result = call(&trusting(&added), &format!("https://127.0.0.1:{port}/")).await;
    assert!(matches!(result, Err(CallError::Certificate(_))), "made for a visitor: {result:?}");
}

#[tokio::test]
async fn an_answer_is_bounded_and_not_followed_elsewhere() {
    let port = server(None).await;
    let plain = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let outgoing = trusting(&[]);
    assert_eq!(call(&outgoing, &plain("/")).await.unwrap(), b"bonjour");
    assert!(matches!(call(&outgoing, &plain("/elsewhere")).await, Err(CallError::Status(307))));
    assert!(matches!(call(&outgoing, &plain("/none")).await, Err(CallError::Status(404))));
    assert!(matches!(call(&outgoing, &plain("/long")).await, Err(CallError::TooLong)));
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let refused = call(&outgoing, &format!("http://{free}/?ticket=ST-1")).await.unwrap_err();
    assert!(matches!(refused, CallError::NoAnswer(_)) && !refused.to_string().contains("ST-1"), "{refused}");
    // TLS to a server that speaks none.
    let result = call(&outgoing, &format!("https://127.0.0.1:{port}/")).await;
    assert!(matches!(result, Err(CallError::NoAnswer(_))), "{result:?}");
    let never = plain("/never");
    let given_up =
        tokio::time::timeout(web::limits::OUTGOING_TIME * 3, call(&outgoing, &never)).await.unwrap();
    assert!(matches!(given_up, Err(CallError::NoAnswer(_))), "{given_up:?}");
}

/// A proxy that opens tunnels (RFC 9110, section 9.3.6) to one port of this machine, whatever host is asked for, and
/// notes what it was asked.
async fn proxy(to: u16) -> (String, Arc<Mutex<Vec<String>>>) {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://127.0.0.1:{}", socket.local_addr().unwrap().port());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&asked);
    tokio::spawn(async move {
        loop {
            let (client, _) = socket.accept().await.unwrap();
            let mut client = BufReader::new(client);
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") && client.read_line(&mut head).await.unwrap() > 0 {}
            notes.lock().unwrap().push(head);
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut server).await });
        }
    });
    (address, asked)
}

#[tokio::test]
async fn calls_go_through_the_configured_proxy_which_cannot_read_them() {
    let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité inventée"));
    let port = server_with(&ca, &scratch, &["cas.ent.example"], VALID).await;
    let (address, asked) = proxy(port).await;
    let with_password = address.replace("http://", "http://essai:secret@");
    let outgoing = Outgoing {
        extra_ca: vec![ca.write(&scratch, "ca.pem")],
        proxy: Some(with_password.parse().unwrap()),
        ..Outgoing::default()
    };
    assert!(!format!("{outgoing:?}").contains("secret"), "{outgoing:?}");
    // No such host: only the proxy knows the way.
    assert_eq!(call(&outgoing, "https://cas.ent.example/?ticket=ST-1").await.unwrap(), b"bonjour");
    let seen = asked.lock().unwrap().join("\n");
    assert!(seen.starts_with("CONNECT cas.ent.example:443 ") && !seen.contains("ST-1"), "{seen}");
    assert!(seen.to_ascii_lowercase().contains("proxy-authorization: basic "), "{seen}");
    // The certificate is that of the server, and is checked all the same.
    let result = call(&outgoing, "https://autre.ent.example/").await;
    assert_eq!(fault(result), Some(CertificateFault::OtherName));
    let untrusting = Outgoing { extra_ca: Vec::new(), ..outgoing };
    assert_eq!(
        fault(call(&untrusting, "https://cas.ent.example/").await),
        Some(CertificateFault::UnknownIssuer)
    );
}

#[test]
fn an_authority_that_cannot_be_read_is_named() {
    let scratch = Scratch::new();
    let missing = scratch.path("missing.pem");
    let error = trusting(&[missing]).caller().unwrap_err();
    assert!(matches!(error, OutgoingError::ExtraCa(TlsError::Missing(_))), "{error}");
    let empty = scratch.path("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let error = trusting(&[empty]).caller().unwrap_err().to_string();
    assert!(error.contains("empty.pem") && error.contains("BEGIN CERTIFICATE"), "{error}");
}
