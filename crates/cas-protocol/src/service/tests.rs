//! The threat list on addresses, row by row, and properties of the match.

use proptest::prelude::*;

use super::{
    PathCase::{self, Exact, Ignored},
    PatternError, ServiceAddress,
    ServiceAddressError::{self as E, *},
    ServicePattern,
};

fn address(raw: &str) -> ServiceAddress {
    ServiceAddress::parse(raw).unwrap_or_else(|error| panic!("{raw}: {error}"))
}

fn accepts(pattern: &str, raw: &str, case: PathCase) -> bool {
    ServicePattern::parse(pattern).unwrap().accepts(&address(raw), case)
}

#[test]
fn origins_are_those_that_browsers_write() {
    for (address, origin, path) in [
        ("https://App.example/x?y=1", "https://app.example", "/x"),
        ("https://app.example:443", "https://app.example", ""),
        ("http://127.0.0.1:8081/Pronote/", "http://127.0.0.1:8081", "/Pronote/"),
        ("http://app.example:80/", "http://app.example", "/"),
    ] {
        let address = ServiceAddress::parse(address).unwrap();
        assert_eq!((address.origin().as_str(), address.path()), (origin, path));
    }
}

#[test]
fn ambiguous_addresses_are_refused_with_their_reason() {
    let rows: &[(&str, E)] = &[
        ("", Scheme),
        ("//evil.example/", Scheme),
        ("/relative", Scheme),
        ("https:/app.example/", Scheme),
        ("https:app.example", Scheme),
        ("javascript:alert(1)", Scheme),
        ("javascript://app.example/%0Aalert(1)", Scheme),
        ("data:text/html,https://app.example/", Scheme),
        ("ftp://app.example/", Scheme),
        ("file:///etc/passwd", Scheme),
        ("httpss://app.example/", Scheme),
        ("\u{feff}https://app.example/", Scheme),
        ("https://app.example@evil.example/", UserInfo),
        ("https://user:secret@app.example/", UserInfo),
        ("https://@app.example/", UserInfo),
        ("http://localhost:80@evil.example", UserInfo),
        ("http://localhost:80@evil", UserInfo),
        ("https://evil.example\\@app.example/", Backslash),
        (r"https://app.example\@evil", Backslash),
        (r"https:\\app.example\", Backslash),
        ("https://app.example/#@evil.example", Fragment),
        ("https://app.example/#", Fragment),
        ("https://app.example#.evil.example/", Fragment),
        ("https://app.example/../", DotSegment),
        ("https://app.example/a/..", DotSegment),
        ("https://app.example/./a", DotSegment),
        ("https://app.example/%2e%2e/", DotSegment),
        ("https://app.example/a/%2E./b", DotSegment),
        ("https://app.example/a/..%2Fb", DotSegment),
        ("https://app.example/a/..%5cb", DotSegment),
        ("https://app.example/a/..;x=1/b", DotSegment),
        (" https://app.example/", ForbiddenCharacter),
        ("https://app.example/\n", ForbiddenCharacter),
        ("ht\ttps://app.example/", ForbiddenCharacter),
        ("https://app.ex\tample/", ForbiddenCharacter),
        ("https://app.example/a\r\nSet-Cookie:x", ForbiddenCharacter),
        ("https://app.example/a b", ForbiddenCharacter),
        ("https://app.example/\u{0}", ForbiddenCharacter),
        ("https://app.example/\u{a0}", ForbiddenCharacter),
        ("https://app.example/\u{2028}", ForbiddenCharacter),
        ("https://app.example\u{ff0f}.evil.example/", NonAsciiHost),
        ("https://\u{ff41}pp.example/", NonAsciiHost),
        ("https://\u{e9}cole.example/", NonAsciiHost),
        ("https://app.example\u{3002}evil/", NonAsciiHost),
        ("https://app\u{ad}.example/", NonAsciiHost),
        ("https://%61pp.example/", EncodedHost),
        ("https://app.example%2f.evil.example/", EncodedHost),
        ("https://", EmptyHost),
        ("https:///app.example/", EmptyHost),
        ("https://:443/", EmptyHost),
        ("https://?service", EmptyHost),
        ("https://app<.example/", InvalidHost),
        ("https://[::1/", InvalidHost),
        ("http://256.0.0.1/", InvalidHost),
        ("https://app.example:65536/", InvalidPort),
        ("https://app.example:https/", InvalidPort),
    ];
    for (raw, reason) in rows {
        assert_eq!(ServiceAddress::parse(raw), Err(*reason), "{raw:?}");
    }
    let long = format!("https://app.example/{}", "a".repeat(2028));
    assert_eq!(address(&long).as_str().len(), 2048);
    assert_eq!(ServiceAddress::parse(&format!("{long}a")), Err(TooLong));
}

#[test]
fn an_accepted_address_is_kept_byte_for_byte() {
    for raw in [
        "HTTPS://APP.Example:443",
        "https://app.example/?next=../a&at=x@y*",
        "https://app.example//double//",
        "https://app.example/a%2Fb/%7Ec/100%",
        "https://app.example/\u{e9}t\u{e9}?q=\u{ff0f}",
        "http://[::1]:8081/x",
        "http://127.0.0.1:8081/...",
        "https://xn--cole-9oa.example/",
    ] {
        assert_eq!(address(raw).as_str(), raw);
    }
    assert_eq!(address("HTTP://App.Example:81/A").host(), "app.example");
    assert!(address("HTTPS://app.example").is_https() && !address("http://app.example").is_https());
}

#[test]
fn a_parameter_is_added_without_touching_the_rest() {
    for (raw, expected) in [
        ("https://App.example", "https://App.example?ticket=ST-1"),
        ("https://App.example:443/a", "https://App.example:443/a?ticket=ST-1"),
        ("https://App.example/%7e?", "https://App.example/%7e?ticket=ST-1"),
        ("https://App.example/?a=1", "https://App.example/?a=1&ticket=ST-1"),
        ("https://App.example/?a=1&", "https://App.example/?a=1&ticket=ST-1"),
        ("https://App.example/?a=b?c", "https://App.example/?a=b?c&ticket=ST-1"),
    ] {
        assert_eq!(address(raw).with_parameter("ticket", "ST-1"), expected);
    }
    assert_eq!(
        address("https://app.example/").with_parameter("a&b", "x&y=z #\u{e9}+%"),
        "https://app.example/?a%26b=x%26y%3Dz%20%23%C3%A9%2B%25"
    );
}

#[test]
fn addresses_are_compared_by_what_they_name() {
    let same = |a: &str, b: &str, case| address(a).same_as(&address(b), case);
    for (a, b) in [
        ("https://app.example:443/", "https://app.example/"),
        ("HTTPS://APP.example/", "https://app.example/"),
        ("http://app.example:80/a", "http://app.example/a"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("https://app.example", "https://app.example/"),
        ("https://app.example/%7Ea", "https://app.example/~a"),
        ("https://app.example/a%2fb", "https://app.example/a%2Fb"),
    ] {
        assert!(same(a, b, Exact) && same(b, a, Exact), "{a} {b}");
    }
    for (a, b) in [
        ("https://app.example/", "http://app.example/"),
        ("https://app.example:80/", "http://app.example/"),
        ("https://app.example/", "https://app.example:8443/"),
        ("https://app.example/", "https://app.example./"),
        ("https://app.example/a", "https://app.example/a/"),
        ("https://app.example/a%2Fb", "https://app.example/a/b"),
        ("https://app.example/a", "https://app.example/a?"),
        ("https://app.example/?a=1", "https://app.example/?A=1"),
        ("https://app.example/?a=%7E", "https://app.example/?a=~"),
    ] {
        assert!(!same(a, b, Ignored) && !same(b, a, Ignored), "{a} {b}");
    }
    assert!(!same("https://app.example/Space", "https://app.example/space", Exact));
    assert!(same("https://app.example/Sp%41ce", "https://app.example/space", Ignored));
}

#[test]
fn a_pattern_covers_its_path_and_with_two_stars_all_below() {
    let rows: &[(&str, &str, bool)] = &[
        ("https://app.example/cas/**", "https://app.example/cas", true),
        ("https://app.example/cas/**", "https://app.example/cas/", true),
        ("https://app.example/cas/**", "https://APP.example:443/cas/menu.html?a=1", true),
        ("https://app.example/cas/**", "https://app.example/cas?a=1", true),
        ("https://app.example/cas/**", "https://app.example/c%61s/x", true),
        ("https://app.example/cas/**", "https://app.example/cassette", false),
        ("https://app.example/cas/**", "https://app.example/", false),
        ("https://app.example/cas/**", "https://app.example//cas/", false),
        ("https://app.example/cas/**", "https://app.example/cas%2Fmenu", false),
        ("https://app.example/cas/**", "https://app.example/CAS/", false),
        ("https://app.example/**", "https://app.example", true),
        ("https://app.example/**", "https://app.example/any/where", true),
        ("https://app.example/**", "https://app.example:444/", false),
        ("https://app.example/**", "https://app.example.evil.example/", false),
        ("https://app.example/**", "http://app.example/", false),
        ("https://app.example", "https://app.example/", true),
        ("https://app.example/", "https://app.example?a=1", true),
        ("https://app.example/", "https://app.example/a", false),
        ("https://app.example/a", "https://app.example/a?b=1", true),
        ("https://app.example/a", "https://app.example/a/", false),
        ("https://app.example/a/", "https://app.example/a", false),
        ("https://app.example/a?b=1", "https://app.example/a?b=1", true),
        ("https://app.example/a?b=1", "https://app.example/a?b=2", false),
        ("https://app.example/a?b=1", "https://app.example/a", false),
    ];
    for (pattern, raw, expected) in rows {
        assert_eq!(accepts(pattern, raw, Exact), *expected, "{pattern} {raw}");
    }
    assert!(accepts("https://app.example/cas/**", "https://app.example/CAS/x", Ignored));
    assert!(!accepts("https://app.example/cas/**", "https://app.example/CASSETTE", Ignored));
}

#[test]
fn other_wildcards_and_refused_addresses_are_no_patterns() {
    for (raw, reason) in [
        ("https://*.example/", PatternError::Wildcard),
        ("https://app.example/*", PatternError::Wildcard),
        ("https://app.example/a**", PatternError::Wildcard),
        ("https://app.example/**/a/**", PatternError::Wildcard),
        ("https://app.example/***", PatternError::Wildcard),
        ("https://app.example/?a=*", PatternError::Wildcard),
        ("**", PatternError::Wildcard),
        ("https://app.example/?a=1/**", PatternError::QueryBelow),
        ("/**", PatternError::Address(Scheme)),
        ("https:///**", PatternError::Address(EmptyHost)),
        ("https://a@app.example/**", PatternError::Address(UserInfo)),
        ("https://app.example/../**", PatternError::Address(DotSegment)),
    ] {
        assert_eq!(ServicePattern::parse(raw), Err(reason), "{raw}");
    }
}

/// Texts made of the pieces that parsers disagree on.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("https://"),
        Just("http:"),
        Just("app.example"),
        Just("evil.example"),
        Just("/"),
        Just("\\"),
        Just("@"),
        Just(":"),
        Just("443"),
        Just("?"),
        Just("#"),
        Just("%2e"),
        Just("%2F"),
        Just(".."),
        Just("."),
        Just("cas"),
        Just(";"),
        Just("\t"),
        Just("\u{ff0f}"),
        Just("[::1]"),
        Just("&"),
        Just("%"),
        Just("*"),
    ];
    let start = prop_oneof![Just(""), Just("https://app.example"), Just("https://app.example/cas")];
    (start, prop::collection::vec(piece, 0..10))
        .prop_map(|(start, pieces)| format!("{start}{}", pieces.concat()))
}

proptest! {
    #[test]
    fn parse_never_panics(raw in any::<String>()) {
        let _ = ServiceAddress::parse(&raw);
        let _ = ServicePattern::parse(&raw);
    }

    /// The oracle is the parser of browsers: what the pattern accepts must lead there, after its own
    /// resolution of dots, slashes and hosts.
    #[test]
    fn the_match_stays_on_its_host_port_scheme_and_path(raw in hostile()) {
        let pattern = ServicePattern::parse("https://app.example/cas/**").unwrap();
        if let Ok(address) = ServiceAddress::parse(&raw)
            && pattern.accepts(&address, Exact)
        {
            let url = url::Url::parse(&address.with_parameter("ticket", "ST-1")).unwrap();
            prop_assert_eq!(url.origin().ascii_serialization(), "https://app.example");
            prop_assert!(url.path() == "/cas" || url.path().starts_with("/cas/"), "{}", url);
            prop_assert_eq!(url.query_pairs().last().unwrap().1, "ST-1");
            prop_assert!(url.username().is_empty() && url.fragment().is_none());
        }
    }

    #[test]
    fn siblings_and_other_origins_are_never_accepted(
        name in "[a-z]{1,6}", suffix in "[a-z0-9._~-]{1,4}", port in 1u16..,
        below in "[a-zA-Z0-9/_~-]{0,20}",
    ) {
        let pattern = ServicePattern::parse(&format!("https://app.example/{name}/**")).unwrap();
        let accepts = |raw: String| pattern.accepts(&address(&raw), Ignored);
        let own = format!("https://app.example/{name}/{below}");
        prop_assert!(accepts(own));
        let sibling = format!("https://app.example/{name}{suffix}/{below}");
        prop_assert!(!accepts(sibling));
        let (other_host, other_scheme) =
            (format!("https://{suffix}a.app.example/{name}/{below}"), format!("http://app.example/{name}/{below}"));
        if let Ok(other) = ServiceAddress::parse(&other_host) {
            prop_assert!(!pattern.accepts(&other, Ignored));
        }
        prop_assert!(!accepts(other_scheme));
        let other_port = format!("https://app.example:{port}/{name}/{below}");
        prop_assert_eq!(accepts(other_port), port == 443);
    }

    #[test]
    fn what_is_kept_is_what_was_given(raw in hostile()) {
        if let Ok(address) = ServiceAddress::parse(&raw) {
            prop_assert_eq!(address.as_str(), &raw);
            prop_assert!(address.same_as(&address, Exact));
        }
    }
}
