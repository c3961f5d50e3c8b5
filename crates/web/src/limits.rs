//! The limits of what a site reads, in one place. Those of files are in `exchange`.

use std::time::Duration;

/// A form posted by a page, in bytes.
pub const FORM: usize = 64 * 1024;
/// A SOAP message posted to a validation address, in bytes.
pub const SOAP: usize = 64 * 1024;
/// The address and headers of a request, in bytes.
pub const HEAD: usize = 32 * 1024;
/// How long a client may take to send the head of a request.
pub const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a client may pause in the middle of a body; a form must be whole within it.
pub const BODY_PAUSE: Duration = Duration::from_secs(20);
/// Connections open at the same time; further ones wait in the queue of the system.
pub const CONNECTIONS: usize = 2048;
/// How long a client may take to agree on the terms of TLS.
pub const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// Handshakes under way at the same time; further clients wait, within their [`HANDSHAKE_TIME`].
pub const HANDSHAKES: usize = 512;
/// How often the files of a certificate are read again.
pub const CERTIFICATE_CHECK: Duration = Duration::from_secs(60);
/// How long another server may take to answer a question of ours.
pub const OUTGOING_TIME: Duration = Duration::from_secs(5);
/// The answer of another server, in bytes.
pub const OUTGOING_ANSWER: usize = 64 * 1024;
/// How long a stopping server waits for answers under way.
pub const STOP_TIME: Duration = Duration::from_secs(10);
