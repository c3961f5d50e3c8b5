//! Why an address is refused, in words that say what to change.

use cas_protocol::service::{PatternError, ServiceAddressError};
use web::Words;

/// The sentence for a pattern that cannot be read.
pub fn pattern_refused(words: Words, error: &PatternError) -> String {
    match error {
        PatternError::Wildcard => words.t("address-wildcard"),
        PatternError::QueryBelow => words.t("address-query-below"),
        PatternError::Address(error) => address_refused(words, *error),
    }
}

/// The sentence for an address that no service can have.
pub fn address_refused(words: Words, error: ServiceAddressError) -> String {
    match error {
        ServiceAddressError::TooLong => words.t("address-too-long"),
        ServiceAddressError::ForbiddenCharacter => words.t("address-character"),
        ServiceAddressError::Backslash => words.t("address-backslash"),
        ServiceAddressError::Fragment => words.t("address-fragment"),
        ServiceAddressError::Scheme => words.t("address-scheme"),
        ServiceAddressError::UserInfo => words.t("address-user-info"),
        ServiceAddressError::NonAsciiHost => words.t("address-host-letters"),
        ServiceAddressError::EncodedHost => words.t("address-host-encoded"),
        ServiceAddressError::EmptyHost => words.t("address-host-missing"),
        ServiceAddressError::InvalidHost => words.t("address-host-invalid"),
        ServiceAddressError::InvalidPort => words.t("address-port"),
        ServiceAddressError::DotSegment => words.t("address-dot-segment"),
    }
}
