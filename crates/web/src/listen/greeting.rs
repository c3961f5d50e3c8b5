//! The first bytes of a connection where TLS is spoken.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Semaphore,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::tls::{CertificateWanted, ClientCertificate, Loaded, judge};

/// First byte of a TLS record that holds a handshake (RFC 8446, section 5.1).
const HANDSHAKE: u8 = 0x16;

type Greeted = (TlsStream<TcpStream>, Option<Result<ClientCertificate, CertificateWanted>>);

/// Agrees on the terms of TLS, and learns who the visitor is where that is asked. Nothing when it comes to nothing.
/// The caller bounds the time.
pub(super) async fn greet(client: TcpStream, tls: Arc<Loaded>, places: &Semaphore) -> Option<Greeted> {
    let mut first = [0];
    // Somebody who says nothing takes no place among those who speak.
    client.peek(&mut first).await.ok().filter(|read| *read == 1)?;
    if first != [HANDSHAKE] {
        ask_for_https(client).await;
        return None;
    }
    let _place = places.acquire().await.ok()?;
    let stream = TlsAcceptor::from(Arc::clone(&tls.config)).accept(client).await.ok()?;
    let chain = stream.get_ref().1.peer_certificates();
    let certificate = tls.visitors.as_deref().map(|visitors| judge(visitors, chain));
    Some((stream, certificate))
}

const PAGE: &str = "<!doctype html><html lang=\"fr\"><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>Attention : https</title>\
    <main><h1>Attention : https</h1>\
    <p>Cette adresse ne répond qu'en https : écrivez <code>https://</code> au lieu de <code>http://</code> \
    au début de l'adresse, puis recommencez.</p>\
    <p lang=\"en\">This address answers only by https: write <code>https://</code> instead of <code>http://</code> \
    and try again.</p></main></html>\n";

/// Answers plain HTTP. Not by a redirection: the public address is not known here, and what was sent in the clear
/// (a password, a cookie) should be noticed rather than repeated.
async fn ask_for_https(mut client: TcpStream) {
    let answer = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         content-security-policy: default-src 'none'; frame-ancestors 'none'\r\nx-content-type-options: nosniff\r\n\
         cache-control: no-store\r\nconnection: close\r\n\r\n{PAGE}",
        PAGE.len()
    );
    if client.write_all(answer.as_bytes()).await.is_err() || client.shutdown().await.is_err() {
        return;
    }
    // Closing with bytes unread would reset the connection, and the page would be lost on the way.
    let rest = async {
        let mut unread = [0; 4096];
        while client.read(&mut unread).await.is_ok_and(|read| read > 0) {}
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), rest).await;
}
