//! The key of one container, and the 48 bytes in which recipients receive it.

use md5::{Digest as _, Md5};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};
use zeroize::Zeroizing;

use super::{PrivateKey, opening::Work};

/// An AES-128 key of 16 bytes followed by an IV of 16.
const KEY_AND_IV: usize = 32;
/// The same with their MD5.
const BLOCK: usize = 48;

/// The AES-128 key and the IV of one container. Used once, wiped when dropped.
pub struct ContentKey(Zeroizing<[u8; KEY_AND_IV]>);

impl ContentKey {
    /// Takes 32 bytes of fresh randomness: the key, then the IV.
    pub fn from_random(bytes: [u8; KEY_AND_IV]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The AES-128 key.
    pub(super) fn key(&self) -> &[u8] {
        self.0.get(..16).unwrap_or_default()
    }

    /// The IV.
    pub(super) fn iv(&self) -> [u8; 16] {
        self.0.last_chunk().copied().unwrap_or_default()
    }

    /// Key, IV, and the MD5 of both: what is encrypted for a recipient.
    pub(super) fn block(&self) -> Zeroizing<[u8; BLOCK]> {
        let mut block = Zeroizing::new([0; BLOCK]);
        let digest = Md5::digest(self.0.as_slice());
        for (to, from) in block.iter_mut().zip(self.0.iter().chain(digest.iter())) {
            *to = *from;
        }
        block
    }

    /// Finds the key among blocks, each with a private key that might open it. When none does, a key is made up,
    /// whose use cannot be told from that of a right one; the [`Choice`] says which it was.
    pub(super) fn find(tries: &[(&PrivateKey, &[u8])], work: &mut Work) -> (Self, Choice) {
        let mut chosen = match tries.first() {
            Some((key, block)) => key.rejected(block),
            None => Zeroizing::default(),
        };
        let mut found = Choice::from(0);
        for (key, block) in tries {
            let (plain, decrypted) = key.decrypt::<BLOCK>(block);
            let (key_and_iv, digest) = plain.split_at(KEY_AND_IV);
            work.blocks += 1;
            let good = Choice::from(u8::from(decrypted)) & Md5::digest(key_and_iv).ct_eq(digest) & !found;
            for (to, from) in chosen.iter_mut().zip(key_and_iv) {
                to.conditional_assign(from, good);
            }
            found |= good;
        }
        (Self(chosen), found)
    }
}
