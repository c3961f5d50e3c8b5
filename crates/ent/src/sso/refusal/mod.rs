//! The refusal of an unknown service, as administrators see it.

pub(super) mod pages;

#[cfg(test)]
pub(crate) mod tests;
