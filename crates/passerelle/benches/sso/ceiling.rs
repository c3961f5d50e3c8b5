//! The most that a server on this stack can do: the listener, hyper and axum of the program, and answers that are there
//! already, byte for byte those of the program (`date` excepted). Routes and their gate are those of the house; no language,
//! cookie or form is looked at, and no header is put on.

use std::{
    fmt,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use web::{Authority, Body, HeaderMap, Parts, Response, Routes, State, StatusCode, header};

use crate::place::Server;

/// The argument with which this program is the ceiling.
pub const WORD: &str = "--ceiling";

#[derive(Clone, Copy)]
struct Anyone;

impl fmt::Display for Anyone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anyone")
    }
}

impl Authority<Arc<Fixed>> for Anyone {
    async fn admit(self, _: &Arc<Fixed>, _: &mut Parts) -> Result<(), Response> {
        Ok(())
    }
}

struct Fixed {
    login: Recorded,
    cas3: Recorded,
    saml: Recorded,
}

struct Recorded {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

/// Starts the ceiling in a process of its own, with the answers of a folder.
pub fn start(folder: &Path) -> Server {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(WORD).arg(folder).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    Server::new(child, address.trim().parse().unwrap())
}

/// Is the ceiling, until it is killed.
pub fn serve(folder: &Path) {
    let read = |name: &str| Recorded::read(&std::fs::read_to_string(folder.join(name)).unwrap());
    let fixed = Arc::new(Fixed { login: read("login"), cas3: read("cas3"), saml: read("saml") });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", socket.local_addr().unwrap());
        let routes = Routes::new()
            .effect("/cas/login", Anyone, login)
            .effect("/cas/p3/serviceValidate", Anyone, cas3)
            .message("/cas/samlValidate", Anyone, saml);
        let router = routes.into_router(fixed);
        web::serve(socket, router, std::future::pending()).await;
    });
}

async fn login(State(fixed): State<Arc<Fixed>>) -> Response {
    fixed.login.response()
}

async fn cas3(State(fixed): State<Arc<Fixed>>) -> Response {
    fixed.cas3.response()
}

async fn saml(State(fixed): State<Arc<Fixed>>, body: Body) -> Response {
    // A body that nobody reads would cost the connection.
    web::read_body(body, web::limits::SOAP).await.unwrap();
    fixed.saml.response()
}

impl Recorded {
    fn read(answer: &str) -> Self {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            // The server writes these two itself.
            if !matches!(name, "date" | "content-length") {
                let name = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
                headers.append(name, value.parse().unwrap());
            }
        }
        Self { status, headers, body: body.to_owned() }
    }

    fn response(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}
