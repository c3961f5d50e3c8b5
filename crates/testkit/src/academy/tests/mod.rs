//! What an academy promises.

mod population;
mod rates;
mod signs;
mod truth;

use std::sync::LazyLock;

use super::{Academy, Size, profile::Profile, profiles};

/// Large enough for rare cases, small enough for a debug build.
const SMALL: Size = Size { accounts: 33_000, identities: 30_000 };

/// An academy of the profile that most tests look at, invented once.
fn typical() -> &'static Academy {
    static TYPICAL: LazyLock<Academy> = LazyLock::new(|| Academy::generate(&profiles::typical(), SMALL, 11));
    &TYPICAL
}

/// The profile with this word.
fn profile(word: &str) -> Profile {
    Profile::named(word).unwrap()
}
