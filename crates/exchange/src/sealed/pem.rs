//! The textual form of keys (RFC 7468): base64 between a line that begins and a line that ends.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

/// Bytes of a PEM file at most: an RSA key of 8192 bits takes some six thousand.
const LONGEST: usize = 64 << 10;
/// Signs on a line (RFC 7468, section 2).
const LINE: usize = 64;

/// The bytes of the first section with this label; text around it is ignored. `None` when there is none that reads.
pub(super) fn decode(text: &str, label: &str) -> Option<Zeroizing<Vec<u8>>> {
    if text.len() > LONGEST {
        return None;
    }
    let (_, after) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = after.split_once(&format!("-----END {label}-----"))?;
    let signs: Zeroizing<Vec<u8>> =
        Zeroizing::new(body.bytes().filter(|b| !b.is_ascii_whitespace()).collect());
    STANDARD.decode(&*signs).ok().map(Zeroizing::new)
}

/// The section with this label.
pub(super) fn encode(der: &[u8], label: &str) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(der));
    // Room for all of it, so that growing leaves no copy of a private key behind.
    let mut text = Zeroizing::new(String::with_capacity(body.len() * 2 + 2 * label.len() + 64));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    for (place, sign) in body.chars().enumerate() {
        if place > 0 && place % LINE == 0 {
            text.push('\n');
        }
        text.push(sign);
    }
    text.push_str("\n-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}
