//! Passwords: Argon2id, a few at a time.
//!
//! A hash takes 19 MiB and some tens of milliseconds. All pupils of a school sign in at eight o'clock: without a
//! bound, the pool of blocking threads would take all memory; with it they wait in line, and nobody else does.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// A well-formed hash that no password has: checking against it costs what checking against a real one costs.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Longest password that is read, in bytes: longer ones are refused unread, so that nobody pays for hashing a book.
pub const LONGEST: usize = 512;

/// A password could not be hashed: a failure of ours, never of the person.
#[derive(Debug, thiserror::Error)]
#[error("a password cannot be hashed")]
pub struct HashingFailed;

/// Hashes and checks passwords. Cheap to clone: clones share the line.
#[derive(Debug, Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { places: Arc::new(Semaphore::new(cores)) }
    }
}

impl Passwords {
    /// The hash to store, as a PHC string with its own salt.
    ///
    /// # Errors
    /// [`HashingFailed`] when the password is longer than [`LONGEST`] or the machine fails.
    pub async fn hash(&self, password: &str) -> Result<String, HashingFailed> {
        if password.len() > LONGEST {
            return Err(HashingFailed);
        }
        let password = password.to_owned();
        self.in_line(move || Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string()).ok())
            .await?
            .ok_or(HashingFailed)
    }

    /// Whether `password` is the one behind `stored`. `None` stands for a person who is unknown or has no password:
    /// the answer is no, after the same work, so that the time tells nothing.
    ///
    /// # Errors
    /// [`HashingFailed`] when the stored hash cannot be read or the machine fails.
    pub async fn verify(&self, stored: Option<&str>, password: &str) -> Result<bool, HashingFailed> {
        let known = stored.is_some() && password.len() <= LONGEST;
        let stored = stored.unwrap_or(NOBODY).to_owned();
        let password: Vec<u8> = password.bytes().take(LONGEST).collect();
        let fits = self
            .in_line(move || {
                let hash = PasswordHash::new(&stored).ok()?;
                Some(Argon2::default().verify_password(&password, &hash).is_ok())
            })
            .await?
            .ok_or(HashingFailed)?;
        Ok(fits && known)
    }

    async fn in_line<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        let _place = self.places.acquire().await.map_err(|_| HashingFailed)?;
        spawn_blocking(work).await.map_err(|_| HashingFailed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_person_fits() {
        let passwords = Passwords::default();
        let stored = passwords.hash("Été 2026 !").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(stored, passwords.hash("Été 2026 !").await.unwrap(), "each hash has its own salt");
        for (stored, password, fits) in [
            (Some(stored.as_str()), "Été 2026 !", true),
            (Some(stored.as_str()), "été 2026 !", false),
            (Some(stored.as_str()), "", false),
            (None, "Été 2026 !", false),
            (None, "", false),
        ] {
            assert_eq!(passwords.verify(stored, password).await.unwrap(), fits, "{password}");
        }
        assert!(passwords.verify(Some("not a hash"), "x").await.is_err());
        assert!(passwords.hash(&"x".repeat(LONGEST + 1)).await.is_err());
    }
}
