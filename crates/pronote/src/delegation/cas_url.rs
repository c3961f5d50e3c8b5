//! The address of a CAS server.

use std::{fmt, str::FromStr};

use cas_protocol::service::ServiceAddress;

/// "URL du serveur CAS": the address below which a CAS server has `/login` and `/samlValidate`, without slash at
/// its end. `https`, or `http` on this machine only: the answer that lets people in travels this way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasUrl(String);

/// Why a text is no such address: each is a sentence of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CasUrlError {
    /// Nothing was typed.
    #[error("the address of the CAS server is missing")]
    Missing,
    /// Not an address, or one with a query.
    #[error("this is not the address of a CAS server")]
    Shape,
    /// `http` to another machine.
    #[error("the address of a CAS server starts with https://")]
    NotHttps,
}

impl CasUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// [`CasUrlError`].
    pub fn parse(raw: &str) -> Result<Self, CasUrlError> {
        let text = raw.trim().trim_end_matches('/');
        if text.is_empty() || matches!(text, "https:" | "http:") {
            return Err(CasUrlError::Missing);
        }
        let address = ServiceAddress::parse(text).map_err(|_| CasUrlError::Shape)?;
        if text.contains('?') {
            return Err(CasUrlError::Shape);
        }
        if !address.is_https() && !matches!(address.host(), "localhost" | "127.0.0.1" | "[::1]") {
            return Err(CasUrlError::NotHttps);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address, without slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the server, without port.
    pub fn host(&self) -> &str {
        let authority = self.0.split('/').nth(2).unwrap_or_default();
        authority.rsplit_once(':').map_or(authority, |(host, _)| host)
    }

    /// The full address of `/login`.
    pub fn login(&self) -> String {
        format!("{}/login", self.0)
    }

    /// The full address of `/logout`.
    pub fn logout(&self) -> String {
        format!("{}/logout", self.0)
    }
}

impl FromStr for CasUrl {
    type Err = CasUrlError;

    fn from_str(text: &str) -> Result<Self, CasUrlError> {
        Self::parse(text)
    }
}

impl fmt::Display for CasUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for CasUrl {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
