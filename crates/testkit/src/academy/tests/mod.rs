//! What an academy promises.

mod population;
mod rates;
mod signs;
mod truth;

use super::{Academy, Size, profile::Profile, profiles};

/// Large enough for rare cases, small enough for a debug build.
const SMALL: Size = Size { accounts: 33_000, identities: 30_000 };

/// An academy of the profile that most tests look at.
fn typical() -> Academy {
    Academy::generate(&profiles::typical(), SMALL, 11)
}

/// The profile with this word.
fn profile(word: &str) -> Profile {
    Profile::named(word).unwrap()
}
