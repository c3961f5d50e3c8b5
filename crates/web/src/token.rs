//! Secrets: made of the operating system's randomness, stored only as digests.

use std::{
    cell::RefCell,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::Timestamp;

/// A secret could not be made: the operating system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no randomness")]
pub struct NoRandomness;

/// Makes a secret of 256 bits, in 64 characters of `0-9a-f`.
///
/// # Errors
/// [`NoRandomness`].
pub fn secret() -> Result<String, NoRandomness> {
    random::<32>().map(|bytes| hex(&bytes))
}

/// A name that tells nothing of what it names: 128 bits, in 32 characters of `0-9a-f`. Stable once given, not secret.
///
/// # Errors
/// [`NoRandomness`].
pub fn opaque() -> Result<String, NoRandomness> {
    random::<16>().map(|bytes| hex(&bytes))
}

/// Randomness of the operating system.
///
/// # Errors
/// [`NoRandomness`].
pub fn random<const BYTES: usize>() -> Result<[u8; BYTES], NoRandomness> {
    thread_local! { static SUPPLY: RefCell<Supply> = const { RefCell::new(Supply(Vec::new())) } }
    SUPPLY.with_borrow_mut(Supply::draw)
}

/// Randomness that a thread has asked for and not used yet: asking for each ticket would be a call into the system for
/// each request.
struct Supply(Vec<u8>);

impl Supply {
    /// Bytes that are asked for at once.
    const REFILL: usize = 1024;

    fn draw<const BYTES: usize>(&mut self) -> Result<[u8; BYTES], NoRandomness> {
        if self.0.len() < BYTES {
            self.refill(Self::REFILL.max(BYTES))?;
        }
        let kept = self.0.len() - BYTES;
        let (_, drawn) = self.0.split_last_chunk_mut().ok_or(NoRandomness)?;
        // What is given away is not to be found here any more.
        let bytes = std::mem::replace(drawn, [0; BYTES]);
        self.0.truncate(kept);
        Ok(bytes)
    }

    /// On a failure nothing is left: bytes that were not drawn must never be taken for random ones.
    fn refill(&mut self, bytes: usize) -> Result<(), NoRandomness> {
        let mut fresh = vec![0; bytes];
        getrandom::fill(&mut fresh).map_err(|_| NoRandomness)?;
        self.0 = fresh;
        Ok(())
    }
}

/// A UUID version 7 (RFC 9562, section 5.7) for the key of a new row: keys made one after the other sort together,
/// which keeps indexes compact. It tells when it was made, so it is never a secret.
pub fn row_key(now: Timestamp) -> Uuid {
    static PROCESS: LazyLock<[u8; 6]> = LazyLock::new(|| random().unwrap_or_default());
    static MADE: AtomicU32 = AtomicU32::new(0);
    // Other processes have another random part; this one never makes the same number twice within a millisecond.
    let [a, b, c, d, e, f] = *PROCESS;
    let [g, h, i, j] = MADE.fetch_add(1, Relaxed).to_be_bytes();
    uuid::Builder::from_unix_timestamp_millis(millis(now), &[a, b, c, d, e, f, g, h, i, j]).into_uuid()
}

/// The first key that [`row_key`] can make at this instant: rows with lower keys are older.
pub fn first_row_key(at: Timestamp) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(millis(at), &[0; 10]).into_uuid()
}

fn millis(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond()).unwrap_or(0)
}

/// The digest under which a secret is stored or compared: SHA-256, in 64 characters of `0-9a-f`. Secrets have 256
/// bits of randomness, so a plain digest suffices; passwords need a slow one and never come here.
pub fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Bytes in `0-9a-f`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_digests_are_those_of_sha_256() {
        assert_ne!(secret().unwrap(), secret().unwrap());
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn randomness_is_never_given_twice_and_leaves_nothing_behind() {
        let drawn: std::collections::HashSet<_> = (0..500).map(|_| random::<24>().unwrap()).collect();
        assert_eq!(drawn.len(), 500);
        assert_ne!(random::<3000>().unwrap(), random::<3000>().unwrap(), "more than is asked for at once");
        let mut supply = Supply(Vec::new());
        let first: [u8; 24] = supply.draw().unwrap();
        assert_eq!(supply.0.len(), Supply::REFILL - 24);
        assert!(!supply.0.windows(24).any(|window| window == first));
    }

    #[test]
    fn row_keys_differ_sort_by_their_making_and_tell_their_time() {
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        let keys: Vec<_> = (0..70_000).map(|_| row_key(at(1_000)).to_string()).collect();
        assert!(keys.is_sorted() && keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(keys[0].as_bytes()[14], b'7', "{}", keys[0]);
        let first = |millis| first_row_key(at(millis)).to_string();
        assert!(first(1_000) <= keys[0] && *keys.last().unwrap() < first(1_001));
    }
}
