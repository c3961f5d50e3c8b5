//! A client of one kept connection: as little work as possible, since both servers share the machine with it.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// Only a failure waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer as it came, head and body.
pub struct Answer<'a> {
    pub head: &'a str,
    pub body: &'a str,
}

impl Client {
    pub fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { stream, read: Vec::new() }
    }

    /// Sends a whole request and reads its answer.
    pub fn ask(&mut self, request: &str) -> Answer<'_> {
        self.stream.write_all(request.as_bytes()).unwrap();
        self.read.clear();
        let head = loop {
            self.more();
            if let Some(end) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let length = length(str::from_utf8(self.read.get(..head).unwrap()).unwrap());
        while self.read.len() < head + length {
            self.more();
        }
        let (head, body) = str::from_utf8(&self.read).unwrap().split_at(head);
        Answer { head, body }
    }

    fn more(&mut self) {
        let mut bytes = [0; 8192];
        let count = self.stream.read(&mut bytes).unwrap();
        assert!(count > 0, "the server has closed the connection");
        self.read.extend_from_slice(bytes.get(..count).unwrap());
    }
}

/// What `content-length` says.
fn length(head: &str) -> usize {
    header(head, "content-length").map_or(0, |length| length.parse().unwrap())
}

/// The value of a header. Both servers write names in small letters.
pub fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}
