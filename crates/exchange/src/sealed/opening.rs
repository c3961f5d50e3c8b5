//! Opening: always the same work, and one refusal.

use aws_lc_rs::{
    cipher::{AES_128, DecryptingKey, DecryptionContext, UnboundCipherKey},
    digest,
    iv::FixedLength,
};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

use super::{Content, ContentKey, KeyRing, PrivateKey, Unreadable};

/// Bytes of an AES block.
pub(super) const BLOCK: usize = 16;
/// Bytes of a SHA-256.
const HASH: usize = 32;

/// A key block of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyBlock {
    /// The name of its recipient, where the container gives names.
    pub partner: Option<String>,
    /// The 48 bytes of a [`ContentKey`], encrypted.
    pub encrypted: Vec<u8>,
}

/// The parts of a container that its keys open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sealed {
    pub blocks: Vec<KeyBlock>,
    pub content: Vec<u8>,
    /// SHA-256 of the content once decrypted, before it is inflated.
    pub verification: Vec<u8>,
    pub compressed: bool,
}

/// What opening took, so that a test can compare refusals.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Work {
    /// RSA decryptions.
    pub blocks: usize,
    /// Bytes decrypted by AES.
    pub decrypted: usize,
    /// Bytes hashed by SHA-256.
    pub hashed: usize,
}

impl Sealed {
    /// Opens with any of the keys. What is told apart without a key (names, lengths) may be told at once; all the
    /// rest is one refusal.
    pub fn open(mut self, keys: &KeyRing, work: &mut Work) -> Result<Content, Unreadable> {
        let tries = self.tries(keys);
        if tries.is_empty() {
            return Err(self.not_for_us(keys));
        }
        let whole = !self.content.is_empty() && self.content.len().is_multiple_of(BLOCK);
        let Some(verification) =
            self.verification.first_chunk::<HASH>().filter(|_| self.verification.len() == HASH)
        else {
            return Err(Unreadable::CannotBeOpened);
        };
        if !whole {
            return Err(Unreadable::CannotBeOpened);
        }
        let (key, found) = ContentKey::find(&tries, work);
        decrypt(&key, &mut self.content, work)?;
        let (length, verified) = verify(&self.content, verification, work);
        if bool::from(found & verified) {
            self.content.truncate(length);
            Ok(Content::new(self.content, self.compressed))
        } else {
            Err(Unreadable::CannotBeOpened)
        }
    }

    /// Each block with each key that its name calls for.
    fn tries<'a>(&'a self, keys: &'a KeyRing) -> Vec<(&'a PrivateKey, &'a [u8])> {
        let with_keys = |block: &'a KeyBlock| {
            keys.held_for(block.partner.as_deref()).map(move |key| (key, block.encrypted.as_slice()))
        };
        self.blocks.iter().flat_map(with_keys).collect()
    }

    fn not_for_us(&self, keys: &KeyRing) -> Unreadable {
        let mut sealed_for: Vec<String> = Vec::new();
        for name in self.blocks.iter().filter_map(|block| block.partner.as_ref()) {
            if !sealed_for.contains(name) {
                sealed_for.push(name.clone());
            }
        }
        let held = keys.names().into_iter().map(ToString::to_string).collect();
        Unreadable::NotForUs { sealed_for, held }
    }
}

/// AES-128-CBC in place, the padding left on.
pub(super) fn decrypt(key: &ContentKey, content: &mut [u8], work: &mut Work) -> Result<(), Unreadable> {
    work.decrypted += content.len();
    let refused = |_| Unreadable::CannotBeOpened;
    let cipher = UnboundCipherKey::new(&AES_128, key.key()).and_then(DecryptingKey::cbc).map_err(refused)?;
    let iv = DecryptionContext::Iv128(FixedLength::from(key.iv()));
    cipher.decrypt(content, iv).map(drop).map_err(refused)
}

/// Finds the length without padding (PKCS#7) for which the hash holds. All sixteen lengths are tried, whatever the
/// padding says, so that neither its value nor its fault shows in the time taken.
pub(super) fn verify(content: &[u8], verification: &[u8; HASH], work: &mut Work) -> (usize, Choice) {
    let (before, last) = content.split_at(content.len().saturating_sub(BLOCK));
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(before);
    work.hashed += before.len();
    let (mut length, mut verified) = (0_u64, Choice::from(0));
    for (kept, padding) in (0..last.len()).zip((1..=16_u8).rev()) {
        let (message, filler) = last.split_at(kept);
        let mut hash = hash.clone();
        hash.update(message);
        work.hashed += message.len();
        let padded = filler.iter().fold(Choice::from(1), |so_far, byte| so_far & byte.ct_eq(&padding));
        let good = padded & hash.finish().as_ref().ct_eq(verification);
        length.conditional_assign(&((before.len() + kept) as u64), good);
        verified |= good;
    }
    (usize::try_from(length).unwrap_or(0), verified)
}
