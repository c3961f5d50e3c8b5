//! Telling systemd how far we are: `sd_notify(3)`, one datagram per message.

use std::{
    ffi::OsStr,
    os::{
        linux::net::SocketAddrExt as _,
        unix::{
            ffi::OsStrExt as _,
            net::{SocketAddr, UnixDatagram},
        },
    },
    time::Duration,
};

/// The service manager, if one started us.
#[derive(Debug)]
pub(super) struct Manager {
    socket: Option<(UnixDatagram, SocketAddr)>,
    /// How often it wants a sign of life: half of what it waits for.
    pub(super) watchdog: Option<Duration>,
}

impl Manager {
    /// From `NOTIFY_SOCKET` and `WATCHDOG_USEC`.
    pub(super) fn from_environment() -> Self {
        let socket = std::env::var_os("NOTIFY_SOCKET").and_then(|path| {
            let address = address(&path)?;
            Some((UnixDatagram::unbound().ok()?, address))
        });
        let watchdog = std::env::var("WATCHDOG_USEC").ok().and_then(|text| text.parse().ok());
        let watchdog = watchdog.filter(|micros| *micros > 1 && socket.is_some());
        Self { socket, watchdog: watchdog.map(|micros: u64| Duration::from_micros(micros / 2)) }
    }

    /// Sends a state such as `READY=1`. A manager that has gone away is no reason to stop serving.
    pub(super) fn tell(&self, state: &str) {
        if let Some((socket, address)) = &self.socket {
            let _ = socket.send_to_addr(state.as_bytes(), address);
        }
    }
}

/// A path, or a name of Linux' abstract namespace after `@`.
fn address(path: &OsStr) -> Option<SocketAddr> {
    match path.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name).ok(),
        None => SocketAddr::from_pathname(path).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_sockets_are_reached() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let name = format!("@passerelle-test-{}", std::process::id());
        for text in [path.as_os_str(), OsStr::new(&name)] {
            let receiver = UnixDatagram::bind_addr(&address(text).unwrap()).unwrap();
            let socket = Some((UnixDatagram::unbound().unwrap(), address(text).unwrap()));
            Manager { socket, watchdog: None }.tell("READY=1");
            let mut said = [0; 32];
            let length = receiver.recv(&mut said).unwrap();
            assert_eq!(&said[..length], b"READY=1");
        }
        // Nobody listens any more.
        let gone = Some((UnixDatagram::unbound().unwrap(), address(OsStr::new("/nowhere/at/all")).unwrap()));
        Manager { socket: gone, watchdog: None }.tell("STOPPING=1");
    }
}
