//! Where a site listens.

use std::{fmt, io::ErrorKind, str::FromStr};

use anyhow::Context as _;
use tokio::net::TcpListener;

/// A host and a port. The host is part of the public address, so `localhost` and `127.0.0.1` are two sites with
/// cookies of their own: ports do not separate cookies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    host: String,
    port: u16,
}

/// A text that is no `HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("HÔTE:PORT est attendu, par exemple localhost:8080 ou 127.0.0.1:0")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (host, port) = text.rsplit_once(':').ok_or(NoPlace)?;
        let good =
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.[]:".contains(&b));
        let port = port.parse().ok().filter(|_| good).ok_or(NoPlace)?;
        // Hosts have no case; addresses are compared as browsers write them.
        Ok(Self { host: host.to_ascii_lowercase(), port })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Place {
    /// The host, as in the public address.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Takes the port; gives the socket and the public address, which begins with `scheme`.
    pub(crate) async fn bind(&self, scheme: &str) -> anyhow::Result<(TcpListener, String)> {
        let host = self.host.trim_matches(['[', ']']);
        let socket = TcpListener::bind((host, self.port)).await.map_err(|error| {
            let cure = match error.kind() {
                ErrorKind::AddrInUse => "elle est déjà utilisée ; le port 0 en choisit un libre",
                ErrorKind::AddrNotAvailable => "cette machine n'a pas cette adresse",
                ErrorKind::PermissionDenied => "les ports au-dessous de 1024 sont réservés",
                _ => "vérifiez le nom et le port",
            };
            anyhow::Error::new(error).context(format!("l'adresse {self} ne peut pas être prise : {cure}"))
        })?;
        let port = socket.local_addr().context("le port pris n'est pas connu")?.port();
        // The people are invented, their passwords are printed: nothing but this machine may reach it.
        anyhow::ensure!(
            socket.local_addr().is_ok_and(|at| at.ip().is_loopback()),
            "l'adresse {self} est visible d'autres machines : la démonstration reste sur celle-ci (localhost, 127.0.0.1)"
        );
        Ok((socket, format!("{scheme}://{}:{port}", self.host)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_host_and_a_port() {
        for good in ["localhost:8080", "127.0.0.1:0", "[::1]:1"] {
            assert_eq!(good.parse::<Place>().unwrap().to_string(), good);
        }
        for bad in
            ["", "localhost", ":80", "localhost:", "localhost:x", "localhost:70000", "a b:1", "http://x:1"]
        {
            assert_eq!(bad.parse::<Place>(), Err(NoPlace), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_taken_or_public_address_is_refused_with_what_to_do() {
        let (_socket, url) = "127.0.0.1:0".parse::<Place>().unwrap().bind("http").await.unwrap();
        let taken: Place = url.strip_prefix("http://").unwrap().parse().unwrap();
        let refused = taken.bind("http").await.unwrap_err().to_string();
        assert!(refused.contains("déjà utilisée") && refused.contains("port 0"), "{refused}");
        let public = "0.0.0.0:0".parse::<Place>().unwrap().bind("http").await.unwrap_err().to_string();
        assert!(public.contains("visible d'autres machines"), "{public}");
    }
}
