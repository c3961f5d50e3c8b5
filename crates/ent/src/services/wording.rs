//! Why an address is refused, and what sets it apart from a registered one, in words that say what to change.

use cas_protocol::service::{Difference, PatternError, ServiceAddressError};
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

/// What sets an address that came apart from a registered one.
pub fn difference(words: Words, difference: &Difference) -> String {
    let two = |key: &str, given: &dyn ToString, registered: &dyn ToString| {
        words.t2(key, ("given", given.to_string()), ("registered", registered.to_string()))
    };
    match difference {
        Difference::Scheme { given_is_https: true } => words.t("difference-https-given"),
        Difference::Scheme { given_is_https: false } => words.t("difference-http-given"),
        Difference::Host { given, registered } => two("difference-host", given, registered),
        Difference::Port { given, registered } => two("difference-port", given, registered),
        Difference::Segment { given: Some(given), registered: Some(registered), .. } => {
            two("difference-segment", given, registered)
        }
        Difference::Segment { given: Some(given), .. } => words.t1("difference-segment-more", "given", given),
        Difference::Segment { registered, .. } => {
            words.t1("difference-segment-missing", "registered", registered.as_deref().unwrap_or_default())
        }
        Difference::LetterCase { given, registered, .. } => two("difference-case", given, registered),
        Difference::TrailingSlash { given_has_it: true } => words.t("difference-slash-more"),
        Difference::TrailingSlash { given_has_it: false } => words.t("difference-slash-missing"),
        Difference::Query { given: Some(given), registered } => two("difference-query", given, registered),
        Difference::Query { given: None, registered } => {
            words.t1("difference-query-missing", "registered", registered)
        }
    }
}

#[cfg(test)]
mod tests {
    use cas_protocol::service::{PathCase, ServiceAddress, ServicePattern, explain};

    use super::*;

    /// What is said, in French, of an address beside a pattern.
    fn said(address: &str, pattern: &str) -> Vec<String> {
        let (address, pattern) =
            (ServiceAddress::parse(address).unwrap(), ServicePattern::parse(pattern).unwrap());
        let explained = explain(&address, [&pattern], PathCase::Exact).unwrap();
        explained.differences.iter().map(|found| difference(crate::french(), found)).collect()
    }

    #[test]
    fn each_difference_is_said_with_both_sides() {
        let registered = "https://club.example/app/";
        for (address, parts) in [
            ("http://club.example/app/", &["http://", "https://"][..]),
            ("https://clubs.example/app/", &["clubs.example", "club.example"]),
            ("https://club.example:8443/app/", &["8443", "443"]),
            ("https://club.example/apps/", &["« apps »", "« app »"]),
            ("https://club.example/App/", &["Majuscules", "« App »", "« app »"]),
            ("https://club.example/app", &["barre oblique"]),
            ("https://club.example/app/x/", &["« x »", "de plus"]),
            ("https://club.example/", &["« app »", "manque"]),
        ] {
            let said = said(address, registered);
            assert!(said.len() == 1 || address == "https://club.example/", "{address}: {said:?}");
            for part in parts {
                let said = said.join(" ").replace('\u{a0}', " ");
                assert!(said.contains(part), "{address}: {said}");
            }
        }
        let query = "https://club.example/?a=1";
        assert!(said("https://club.example/?a=2", query)[0].contains("a=2"));
        assert!(said("https://club.example/", query)[0].contains("a=1"));
        assert!(said("https://club.example:443/app/", registered).is_empty());
    }
}
