//! A few pages on a socket, walked as a browser would.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use walker::{Chosen, WalkError, Walker};

const FORM: &str = r#"<form id="f" method="post" action="/echo">
  <input type="hidden" name="token" value="t&amp;1"><input name="who" value="old"><input type="checkbox" name="a" value="1">
  <input type="checkbox" name="b" checked><input name="off" value="x" disabled>
  <input type="radio" name="r" value="1" checked><input type="radio" name="r" value="2">
  <select name="s"><option value="x">X</option><option value="y" selected>Y</option></select>
  <textarea name="t">long</textarea><input type="file" name="file"><button name="go" value="1">Go</button></form><a class="next" href="?page=2">next</a>"#;

/// Answers each request on its own connection; `/echo` gives back what was posted.
async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            let mut piece = [0; 4096];
            while !complete(&request) {
                let read = socket.read(&mut piece).await.unwrap();
                request.extend_from_slice(piece.get(..read).unwrap());
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            let path = head.split(' ').nth(1).unwrap();
            let answer = match path {
                "/" => {
                    "HTTP/1.1 303 x\r\nLocation: /home\r\nSet-Cookie: c=1; Path=/\r\n".to_owned() + &end("")
                }
                "/circle" => "HTTP/1.1 302 x\r\nLocation: /circle\r\n".to_owned() + &end(""),
                "/echo" => "HTTP/1.1 200 x\r\n".to_owned() + &end(body),
                _ => {
                    let cookie = head.lines().find(|l| l.starts_with("cookie")).unwrap_or("none");
                    "HTTP/1.1 200 x\r\n".to_owned() + &end(&format!("<h1>{cookie}\n {path}</h1>{FORM}"))
                }
            };
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    address
}

fn complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length =
        head.lines().find_map(|l| l.strip_prefix("content-length: ")).map_or(0, |l| l.parse().unwrap());
    body.len() >= length
}

fn end(body: &str) -> String {
    format!("Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn redirections_are_followed_and_cookies_kept() {
    let server = server().await;
    let walker = Walker::new().unwrap();
    let page = walker.open(&server).await.unwrap();
    assert_eq!(page.text("h1").as_deref(), Some("cookie: c=1 /home"));
    assert_eq!(walker.step(&server).await.unwrap().location(), Some(format!("{server}/home")));
    let next = walker.click(&page, "a.next").await.unwrap();
    assert!(next.says("/home?page=2"));
    let fresh = Walker::new().unwrap().open(&format!("{server}/home")).await.unwrap();
    assert!(fresh.says("none"), "another browser has no cookie");
    assert!(matches!(walker.open(&format!("{server}/circle")).await, Err(WalkError::Circles(_))));
}

#[tokio::test]
async fn forms_are_sent_as_a_browser_sends_them() {
    let server = server().await;
    let walker = Walker::new().unwrap();
    let page = walker.open(&server).await.unwrap();
    let plain = walker.submit(&page, "#f", &[]).await.unwrap();
    assert_eq!(plain.body, "token=t%261&who=old&b=on&r=1&s=y&t=long");
    let filled =
        walker.submit(&page, "#f", &[("who", "Zoé"), ("a", "1"), ("r", "2"), ("go", "1")]).await.unwrap();
    assert_eq!(filled.body, "token=t%261&who=Zo%C3%A9&a=1&b=on&r=2&s=y&t=long&go=1");
    for (form, field) in [("#g", "who"), ("#f", "nobody"), ("#f", "off")] {
        let refused = walker.submit(&page, form, &[(field, "x")]).await;
        assert!(matches!(refused, Err(WalkError::Missing { .. })), "{form} {field}");
    }
    let file = Chosen { field: "file", name: "a.xml", content: b"<a/>".to_vec() };
    let sent = walker.upload(&page, "#f", &[("who", "x")], file).await.unwrap();
    assert!(sent.body.contains("filename=\"a.xml\"") && sent.body.contains("<a/>"), "{}", sent.body);
}
