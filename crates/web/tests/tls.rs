//! Listeners that speak TLS, as clients of every kind meet them, on real sockets.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

mod kit;

use std::{path::Path, sync::Arc, time::Duration};

use kit::{BOTH, DEADLINE, Server, Shows, ask, client, everything, replace};
use rustls::{ClientConfig, HandshakeKind, ProtocolVersion, version};
use testkit::{EXPIRED, Scratch, TO_COME, TestCa, VALID};
use tokio::io::AsyncWriteExt as _;
use web::{
    Clock as _, SystemClock,
    tls::{Concern, Files, Tls, TlsError},
};

struct Stage {
    scratch: Scratch,
    ca: TestCa,
    files: Files,
}

impl Stage {
    fn new() -> Self {
        let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité inventée"));
        let files = ca.for_hosts(&["localhost"], VALID).write(&scratch, "site");
        Self { scratch, ca, files }
    }

    async fn server(&self) -> Server {
        let tls = Tls::load(&self.files).unwrap();
        Server::start(|listener| listener.tls = Some(tls)).await
    }

    fn client(&self) -> Arc<ClientConfig> {
        client(&self.ca.pem, BOTH, None)
    }
}

#[tokio::test]
async fn tls_1_2_and_1_3_are_spoken_with_http_1_1() {
    let stage = Stage::new();
    let server = stage.server().await;
    for (version, negotiated) in
        [(&version::TLS12, ProtocolVersion::TLSv1_2), (&version::TLS13, ProtocolVersion::TLSv1_3)]
    {
        let stream = server.handshake(&client(&stage.ca.pem, &[version], None)).await.unwrap();
        assert_eq!(stream.get_ref().1.protocol_version(), Some(negotiated));
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
        let answer = ask(stream, "/", "connection: close\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1 nobody"), "{answer}");
        assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");
    }
    server.stop().await;
}

/// A ClientHello of TLS 1.1 (RFC 4346, section 7.4.1.2), with cipher suites of its time.
fn hello_of_tls_1_1() -> Vec<u8> {
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 6, 0xc0, 0x14, 0xc0, 0x0a, 0, 0x35, 1, 0]);
    let mut record = vec![0x16, 3, 1, 0, u8::try_from(hello.len() + 4).unwrap(), 1, 0, 0];
    record.push(u8::try_from(hello.len()).unwrap());
    record.extend(hello);
    record
}

#[tokio::test]
async fn tls_1_1_is_refused() {
    let stage = Stage::new();
    let server = stage.server().await;
    let mut stream = server.connect().await;
    stream.write_all(&hello_of_tls_1_1()).await.unwrap();
    let mut answer = Vec::new();
    let reading = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut answer);
    let _ = tokio::time::timeout(DEADLINE, reading).await.unwrap();
    // An alert, fatal: handshake_failure (40) or protocol_version (70).
    assert_eq!((answer.first(), answer.get(5)), (Some(&0x15), Some(&2)), "{answer:?}");
    assert!(matches!(answer.get(6), Some(40 | 70)), "{answer:?}");
    server.stop().await;
}

#[tokio::test]
async fn plain_http_on_a_tls_port_is_told_to_use_https() {
    let stage = Stage::new();
    let server = stage.server().await;
    let answer = ask(server.connect().await, "/?ticket=ST-1", "").await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("Attention : https") && !answer.contains("ST-1"), "{answer}");
    let length: usize =
        answer.split("content-length: ").nth(1).unwrap().split('\r').next().unwrap().parse().unwrap();
    assert_eq!(answer.split_once("\r\n\r\n").unwrap().1.len(), length, "the page comes whole");
    server.stop().await;
}

#[tokio::test]
async fn whoever_does_not_finish_the_handshake_is_let_go() {
    let stage = Stage::new();
    let tls = Tls::load(&stage.files).unwrap();
    let server = Server::start(|listener| {
        listener.tls = Some(tls);
        listener.handshake_time = Duration::from_millis(300);
    })
    .await;
    for said in [&[][..], &[0x16], &hello_of_tls_1_1()[..20], b"G"] {
        let mut slow = server.connect().await;
        slow.write_all(said).await.unwrap();
        // Somebody else is served meanwhile.
        assert!(server.get(&stage.client(), "/").await.starts_with("HTTP/1.1 200"));
        // It closes: reading ends, well before the deadline.
        let answer = everything(slow).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_server_stops_at_once_whoever_is_at_the_door() {
    let stage = Stage::new();
    let server = stage.server().await;
    let mut waiting = Vec::new();
    for said in [&[][..], &[0x16, 3, 1]] {
        let mut client = server.connect().await;
        client.write_all(said).await.unwrap();
        waiting.push(client);
    }
    assert!(server.get(&stage.client(), "/").await.starts_with("HTTP/1.1 200"));
    // Both limits of time, of the handshake and of the end, are 10 seconds: neither is waited for.
    tokio::time::timeout(Duration::from_secs(8), server.stop()).await.unwrap();
}

#[tokio::test]
async fn a_visitor_is_known_by_the_certificate_or_told_to_ask_for_one() {
    let stage = Stage::new();
    let (known, foreign) = (TestCa::new("Autorité de la console"), TestCa::new("Une autre autorité"));
    let files = Files { client_ca: Some(known.write(&stage.scratch, "visitors.pem")), ..stage.files.clone() };
    let tls = Tls::load(&files).unwrap();
    let server = Server::start(|listener| listener.tls = Some(tls)).await;
    let good = known.for_visitor("Camille Gué", VALID);
    let shows = |issued: &testkit::Issued| Some(Shows::pem(&issued.certificate, &issued.key));
    for versions in [&[&version::TLS12][..], &[&version::TLS13]] {
        let visitor = client(&stage.ca.pem, versions, shows(&good));
        assert!(server.get(&visitor, "/").await.ends_with("127.0.0.1 Camille Gué"));
        let again = server.handshake(&visitor).await.unwrap();
        assert_eq!(again.get_ref().1.handshake_kind(), Some(HandshakeKind::Resumed));
        assert!(ask(again, "/", "connection: close\r\n").await.ends_with("127.0.0.1 Camille Gué"));
        for (kind, shown) in [
            ("absent", None),
            ("foreign", shows(&foreign.for_visitor("Camille Gué", VALID))),
            ("expired", shows(&known.for_visitor("Camille Gué", EXPIRED))),
            ("to come", shows(&known.for_visitor("Camille Gué", TO_COME))),
            ("for a site", shows(&known.for_hosts(&["localhost"], VALID))),
        ] {
            let stranger = client(&stage.ca.pem, versions, shown);
            let answer = server.get(&stranger, "/").await;
            assert!(answer.starts_with("HTTP/1.1 403"), "{kind}: {answer}");
            assert!(answer.contains("certificat") && answer.contains("support"), "{kind}: {answer}");
            assert!(!answer.contains("Camille"), "{kind}: {answer}");
            let style = answer.split('"').find(|part| part.ends_with("passerelle.css")).unwrap();
            assert!(server.get(&stranger, style).await.starts_with("HTTP/1.1 200"), "the page is dressed");
        }
        // A certificate is public: without its key it is worth nothing.
        let thief = client(
            &stage.ca.pem,
            versions,
            Some(Shows::pem(&good.certificate, &foreign.for_visitor("x", VALID).key)),
        );
        let entered = match server.handshake(&thief).await {
            Ok(stream) => {
                let (mut reader, mut writer) = tokio::io::split(stream);
                let _ = writer.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
                everything(&mut reader).await
            }
            Err(_) => String::new(),
        };
        assert_eq!(entered, "");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_listener_that_asks_for_no_certificate_knows_nobody() {
    let stage = Stage::new();
    let server = stage.server().await;
    let own = stage.ca.for_visitor("Camille Gué", VALID);
    let visitor = client(&stage.ca.pem, BOTH, Some(Shows::pem(&own.certificate, &own.key)));
    assert!(server.get(&visitor, "/").await.ends_with("127.0.0.1 nobody"));
    server.stop().await;
}

#[tokio::test]
async fn a_renewed_certificate_is_used_without_a_break() {
    let stage = Stage::new();
    let tls = Tls::load(&stage.files).unwrap();
    let server = Server::start(|listener| listener.tls = Some(tls.clone())).await;
    let under_way = server.handshake(&stage.client()).await.unwrap();
    assert!(!tls.reload().unwrap(), "nothing has changed");

    let other = TestCa::new("Nouvelle autorité");
    let renewed = other.for_hosts(&["localhost"], VALID);
    replace(&stage.files.certificate, &renewed.certificate);
    assert!(matches!(tls.reload(), Err(TlsError::KeyOfAnother { .. })), "half of a renewal");
    assert!(server.get(&stage.client(), "/").await.starts_with("HTTP/1.1 200"), "the former one stays");
    replace(&stage.files.key, &renewed.key);
    assert!(tls.reload().unwrap());
    assert!(server.handshake(&stage.client()).await.is_err(), "the former authority did not sign this one");
    assert!(server.get(&client(&other.pem, BOTH, None), "/").await.starts_with("HTTP/1.1 200"));
    assert!(ask(under_way, "/", "connection: close\r\n").await.starts_with("HTTP/1.1 200"));
    server.stop().await;
}

#[tokio::test]
async fn files_are_read_again_by_themselves() {
    let stage = Stage::new();
    let tls = Tls::load(&stage.files).unwrap();
    let server = Server::start(|listener| {
        listener.tls = Some(tls);
        listener.certificate_check = Duration::from_millis(20);
    })
    .await;
    let other = TestCa::new("Nouvelle autorité");
    other.for_hosts(&["localhost"], VALID).write(&stage.scratch, "site");
    let new = client(&other.pem, BOTH, None);
    let seen = async {
        while server.handshake(&new).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, seen).await.unwrap();
    server.stop().await;
}

#[tokio::test]
async fn only_a_listed_proxy_says_where_a_request_comes_from() {
    let said = "connection: close\r\nx-forwarded-for: 198.51.100.1\r\nx-forwarded-proto: http\r\n\
                x-forwarded-host: evil.example\r\nforwarded: for=198.51.100.2\r\nx-real-ip: 198.51.100.3\r\n";
    for (trusted, client) in
        [(&[][..], "127.0.0.1"), (&["192.0.2.0/24"], "127.0.0.1"), (&["127.0.0.0/8"], "198.51.100.1")]
    {
        let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let server = Server::start(|listener| listener.trusted_proxies = trusted).await;
        let answer = ask(server.connect().await, "/", said).await;
        assert!(answer.ends_with(&format!("{client} nobody")), "{answer}");
        // The public address is https, whatever the proxy says of the scheme.
        let page = ask(server.connect().await, "/none", said).await;
        assert!(page.contains("set-cookie: __Host-T-form=") && !page.contains("evil.example"), "{page}");
        server.stop().await;
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let stage = Stage::new();
    let other = stage.ca.for_hosts(&["localhost"], VALID).write(&stage.scratch, "other");
    let garbage = stage.scratch.path("garbage.pem");
    replace(&garbage, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let (missing, folder) = (stage.scratch.path("missing.pem"), stage.scratch.path(""));
    let site = &stage.files;
    let with = |certificate: &Path, key: &Path, client_ca: Option<&Path>| Files {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
        client_ca: client_ca.map(Path::to_owned),
    };
    for (files, wrong, sentence) in [
        (with(&missing, &site.key, None), &missing, "n'existe pas"),
        (with(&site.certificate, &missing, None), &missing, "n'existe pas"),
        (with(&site.certificate, &site.key, Some(&missing)), &missing, "n'existe pas"),
        (with(&folder, &site.key, None), &folder, "ne peut pas être lu"),
        (with(&site.key, &site.key, None), &site.key, "ne contient pas de certificat PEM"),
        (
            with(&site.certificate, &site.certificate, None),
            &site.certificate,
            "ne contient pas de clé privée",
        ),
        (with(&site.certificate, &site.key, Some(&site.key)), &site.key, "ne contient pas de certificat PEM"),
        (with(&site.certificate, &other.key, None), &other.key, "n'est pas celle du certificat"),
        (with(&garbage, &site.key, None), &garbage, "ne contient pas de certificat PEM"),
        (with(&site.certificate, &site.key, Some(&garbage)), &garbage, "ne convient pas"),
    ] {
        let error = Tls::load(&files).err().unwrap().to_string();
        assert!(error.contains(sentence) && error.contains(wrong.to_str().unwrap()), "{error}");
    }
    assert!(Tls::load(site).is_ok());
}

#[test]
fn an_expired_certificate_is_a_concern_and_no_error() {
    let stage = Stage::new();
    let now = SystemClock.now();
    let concern = |years| {
        let files = stage.ca.for_hosts(&["localhost"], years).write(&stage.scratch, "dated");
        Tls::load(&files).unwrap().concern(now)
    };
    assert_eq!(concern(VALID), None);
    assert_eq!(concern((2000, 9999)), None);
    let expired = concern(EXPIRED).unwrap();
    assert!(matches!(expired, Concern::Expired { .. }));
    assert!(expired.to_string().contains("a expiré le 01/01/01 01:00"), "{expired}");
    let to_come = concern(TO_COME).unwrap().to_string();
    assert!(to_come.contains("qu'à partir du 01/01/00"), "{to_come}");
    let tls = Tls::load(&stage.files).unwrap();
    for (day, soon) in [("2499-12-01T00:00:00Z", false), ("2499-12-25T00:00:00Z", true)] {
        let found = tls.concern(day.parse().unwrap());
        assert_eq!(matches!(found, Some(Concern::EndsSoon { .. })), soon, "{day}");
    }
}
