//! Passwords: Argon2id, a few at a time.
//!
//! A hash takes 19 MiB and some tens of milliseconds. All pupils of a school sign in at eight o'clock: without a
//! bound, the pool of blocking threads would take all memory; with it they wait in line, and nobody else does.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};

/// A well-formed hash that no password has: checking against it costs what checking against a real one costs.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Longest password that is read, in bytes: longer ones are refused unread, so that nobody pays for hashing a book.
pub const LONGEST: usize = 512;

/// Room reserved for a hash, in blocks of 1 KiB; only what is used becomes memory. The system's allocator maps blocks
/// of more than 32 MiB apart and gives them back when they are freed; smaller ones it would keep for each thread that
/// ever hashed, hundreds of MiB after a busy morning.
const RESERVED: usize = 34 * 1024;

/// A password could not be hashed: a failure of ours, never of the person.
#[derive(Debug, thiserror::Error)]
#[error("a password cannot be hashed")]
pub struct HashingFailed;

/// Hashes and checks passwords. Cheap to clone: clones share the line.
#[derive(Debug, Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    checks: Arc<AtomicU64>,
}

impl Default for Passwords {
    /// One core is left for everything else, where there are several: people who are signed in already do not feel
    /// eight o'clock.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_places(cores.saturating_sub(1).max(1))
    }
}

impl Passwords {
    fn with_places(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), checks: Arc::default() }
    }

    /// How many passwords have been checked, right or wrong, since the start.
    pub fn checks(&self) -> u64 {
        self.checks.load(Relaxed)
    }

    /// Whether whoever comes now waits in line.
    pub fn is_full(&self) -> bool {
        self.places.available_permits() == 0
    }

    /// The hash to store, as a PHC string with its own salt.
    ///
    /// # Errors
    /// [`HashingFailed`] when the password is longer than [`LONGEST`] or the machine fails.
    pub async fn hash(&self, password: &str) -> Result<String, HashingFailed> {
        if password.len() > LONGEST {
            return Err(HashingFailed);
        }
        let password = password.to_owned();
        self.in_line(move || hash(password.as_bytes())).await?.ok_or(HashingFailed)
    }

    /// Waits in line until a password may be checked. Whoever has something to look up that others in line may change
    /// does so now.
    ///
    /// # Errors
    /// [`HashingFailed`].
    pub async fn turn(&self) -> Result<Turn, HashingFailed> {
        let waits = InLine::enter();
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| HashingFailed)?;
        drop(waits);
        Ok(Turn { place, checks: Arc::clone(&self.checks) })
    }

    /// [`Turn::verify`], when its turn has come.
    ///
    /// # Errors
    /// [`HashingFailed`] when the stored hash cannot be read or the machine fails.
    pub async fn verify(&self, stored: Option<&str>, password: &str) -> Result<bool, HashingFailed> {
        let (fits, _) = self.turn().await?.verify(stored, password).await?;
        Ok(fits)
    }

    /// Does the work when a place is free.
    async fn in_line<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        Ok(self.turn().await?.work(work).await?.0)
    }
}

/// A place in which one password may be checked; the next in line has it when this is dropped.
#[derive(Debug)]
pub struct Turn {
    place: OwnedSemaphorePermit,
    checks: Arc<AtomicU64>,
}

impl Turn {
    /// Whether `password` is the one behind `stored`. `None` stands for a person who is unknown or has no password:
    /// the answer is no, after the same work, so that the time tells nothing. Gives the turn back, for what must be done
    /// before the next one.
    ///
    /// # Errors
    /// [`HashingFailed`] when the stored hash cannot be read or the machine fails.
    pub async fn verify(self, stored: Option<&str>, password: &str) -> Result<(bool, Self), HashingFailed> {
        self.checks.fetch_add(1, Relaxed);
        let known = stored.is_some() && password.len() <= LONGEST;
        let stored = stored.unwrap_or(NOBODY).to_owned();
        let password: Vec<u8> = password.bytes().take(LONGEST).collect();
        let (fits, turn) = self.work(move || fits(&stored, &password)).await?;
        Ok((fits.ok_or(HashingFailed)? && known, turn))
    }

    /// The place goes with the work, not with the request: a visitor who leaves cannot make room for one more hash while
    /// theirs still runs.
    async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<(T, Self), HashingFailed> {
        let Self { place, checks } = self;
        let done = spawn_blocking(move || {
            let done = work();
            (done, place)
        });
        let (done, place) = done.await.map_err(|_| HashingFailed)?;
        Ok((done, Self { place, checks }))
    }
}

/// Somebody who waits for a place, counted for whoever watches the program. A visitor who leaves is counted off too.
struct InLine;

impl InLine {
    fn enter() -> Self {
        metrics::gauge!("passerelle_password_hashes_waiting").increment(1.0);
        Self
    }
}

impl Drop for InLine {
    fn drop(&mut self) {
        metrics::gauge!("passerelle_password_hashes_waiting").decrement(1.0);
    }
}

fn hash(password: &[u8]) -> Option<String> {
    let (salt, params) = (Salt::generate(), Params::default());
    let output = digest(password, &salt, &params)?;
    let phc = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).ok()?,
        salt: Some(salt),
        hash: Some(output),
    };
    Some(phc.to_string())
}

/// Whether a password is behind a stored hash; `None` when that is not a hash of ours.
fn fits(stored: &str, password: &[u8]) -> Option<bool> {
    let stored = PasswordHash::new(stored).ok()?;
    let ours =
        stored.algorithm == Algorithm::Argon2id.ident() && stored.version == Some(Version::V0x13.into());
    let params = Params::try_from(&stored).ok().filter(|_| ours)?;
    let expected = stored.hash.as_ref()?;
    // `Output` compares in constant time.
    Some(digest(password, stored.salt.as_ref()?, &params)? == *expected)
}

fn digest(password: &[u8], salt: &Salt, params: &Params) -> Option<Output> {
    let mut memory = Vec::with_capacity(RESERVED.max(params.block_count()));
    memory.resize(params.block_count(), Block::new());
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    argon2.hash_password_into_with_memory(password, salt.as_ref(), &mut output, &mut memory).ok()?;
    Output::new(&output).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

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
        let too_long = "x".repeat(LONGEST + 1);
        assert!(!passwords.verify(Some(&stored), &too_long).await.unwrap());
        assert!(passwords.hash(&too_long).await.is_err());
    }

    #[tokio::test]
    async fn what_is_stored_is_the_standard_form_and_nothing_else_is_read() {
        use argon2::password_hash::PasswordVerifier as _;
        let passwords = Passwords::default();
        let stored = passwords.hash("mot de passe").await.unwrap();
        let read = PasswordHash::new(&stored).unwrap();
        assert!(Argon2::default().verify_password(b"mot de passe", &read).is_ok(), "others can check it");
        for bad in ["not a hash", "", &stored.replace("argon2id", "argon2i"), &stored.replace("v=19", "v=16")]
        {
            assert!(passwords.verify(Some(bad), "mot de passe").await.is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn visitors_who_leave_do_not_make_more_work_run_at_once() {
        let passwords = Passwords::with_places(2);
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        for _ in 0..40 {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            let work = passwords.in_line(move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(5));
                running.fetch_sub(1, Ordering::SeqCst);
            });
            // The visitor goes as soon as the work may have begun.
            let _ = tokio::time::timeout(std::time::Duration::from_millis(1), work).await;
        }
        let _ = passwords.in_line(|| ()).await;
        assert!((1..=2).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    }
}
