//! The cookies of the spaces, by name. Two bases share a host.

use model::Category;

use crate::bases::{SchoolBase, Space};

/// Longer than a slow line takes from a redirection to the next page (else it would be asked in circles), shorter than
/// it takes to sign out, change seats and sign in.
pub(super) const ENTERED_SECONDS: u32 = 15;

/// How long a browser may take at the ENT: typing a password, reading the page of a first visit.
pub(super) const ASKED_SECONDS: u32 = 15 * 60;

/// As long as [`super::pending::LIFE`].
pub(super) const PENDING_SECONDS: u32 = 10 * 60;

/// The session of a person; one for each category, since a teacher may be a parent too.
pub(super) fn session(base: &SchoolBase, category: Category) -> String {
    format!("PN-{}-{category}", part(base))
}

/// Says that this browser was sent to the ENT for a space. One for each space, so that two tabs do not disturb one
/// another. It needs no secret: what matters is that another site cannot put it into this browser.
pub(super) fn asked(base: &SchoolBase, space: Space) -> String {
    format!("PN-{}-{}-asked", part(base), space.as_str())
}

/// Says that this browser has just come back from the ENT.
pub(super) fn entered(base: &SchoolBase) -> String {
    format!("PN-{}-entered", part(base))
}

/// The secret of somebody for whom the ENT has answered and who is not inside yet.
pub(super) fn pending(base: &SchoolBase) -> String {
    format!("PN-{}-pending", part(base))
}

/// The last digits of a version 7 key are its random ones.
fn part(base: &SchoolBase) -> &str {
    let key = base.id.as_str();
    key.get(key.len().saturating_sub(12)..).unwrap_or(key)
}
