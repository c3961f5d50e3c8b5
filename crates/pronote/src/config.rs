//! What the person who runs this end decides.

use web::outgoing::Outgoing;

use crate::delegation::Preset;

/// Configuration of the PRONOTE end.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Public address of the spaces: scheme, host and port, no slash at the end (`http://127.0.0.1:8081`).
    /// Addresses given to others are built from it, never from what a request claims.
    pub spaces_url: String,
    /// Public address of the console and of the supervisor's pages, in the same form.
    pub console_url: String,
    /// ENT offered under "Mon ENT" besides those that ship with the program.
    pub extra_presets: Vec<Preset>,
    /// How the CAS servers of the ENT are reached.
    pub outgoing: Outgoing,
    /// Who may open the exported identifiers. Without anybody, exports are written in clear.
    pub recipients: Vec<ExportRecipient>,
}

/// Somebody for whom the export of identifiers is sealed.
#[derive(Debug, Clone)]
pub struct ExportRecipient {
    /// The name shown on screens: "K-d'école".
    pub label: String,
    /// The name in the file, and the key.
    pub sealed: exchange::sealed::Recipient,
}
