//! What an administrator is told, by tables.

use proptest::prelude::*;

use super::{
    Difference::{self, *},
    PathCase::{self, Exact, Ignored},
    ServiceAddress, ServicePattern, explain,
};

fn told(registered: &str, given: &str, case: PathCase) -> Vec<Difference> {
    let (pattern, address) =
        (ServicePattern::parse(registered).unwrap(), ServiceAddress::parse(given).unwrap());
    explain(&address, [&pattern], case).unwrap().differences
}

fn host(given: &str, registered: &str) -> Difference {
    Host { given: given.to_owned(), registered: registered.to_owned() }
}

fn segment(number: usize, given: &str, registered: &str) -> Difference {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Segment { number, given: some(given), registered: some(registered) }
}

fn letters(number: usize, given: &str, registered: &str) -> Difference {
    LetterCase { number, given: given.to_owned(), registered: registered.to_owned() }
}

#[test]
fn each_difference_is_told_in_its_place() {
    let query = |given: Option<&str>| Query { given: given.map(str::to_owned), registered: "a=1".to_owned() };
    let rows: &[(&str, &str, &[Difference])] = &[
        // Nothing to tell: what is written differs, what is named does not.
        ("http://app.example/**", "http://APP.example:80/x", &[]),
        ("https://app.example:443/a", "https://app.example/%61?b=1", &[]),
        ("https://app.example", "https://app.example/", &[]),
        // Scheme and port.
        ("https://app.example/**", "http://app.example/", &[Scheme { given_is_https: false }]),
        ("https://app.example/**", "http://app.example:80/", &[Scheme { given_is_https: false }]),
        ("http://app.example/**", "https://app.example:443/", &[Scheme { given_is_https: true }]),
        ("https://app.example/**", "https://app.example:80/", &[Port { given: 80, registered: 443 }]),
        ("https://app.example:8443/**", "https://app.example/", &[Port { given: 443, registered: 8443 }]),
        ("https://app.example/**", "http://app.example:443/", &[Scheme { given_is_https: false }]),
        (
            "https://app.example/**",
            "http://app.example:8080/",
            &[Scheme { given_is_https: false }, Port { given: 8080, registered: 443 }],
        ),
        // Host.
        ("https://app.example/**", "https://www.app.example/", &[host("www.app.example", "app.example")]),
        ("https://www.app.example/a", "https://app.example/a", &[host("app.example", "www.app.example")]),
        (
            "https://app.example/**",
            "https://app.example.evil.test/",
            &[host("app.example.evil.test", "app.example")],
        ),
        ("http://127.0.0.1/**", "http://[::1]/", &[host("[::1]", "127.0.0.1")]),
        // Path.
        ("https://app.example/cas/**", "https://app.example/", &[segment(1, "", "cas")]),
        ("https://app.example/cas/**", "https://app.example", &[segment(1, "", "cas")]),
        ("https://app.example/cas/**", "https://app.example/cassette/x", &[segment(1, "cassette", "cas")]),
        ("https://app.example/a/cas/**", "https://app.example/b/cas/x", &[segment(1, "b", "a")]),
        ("https://app.example/a/cas/**", "https://app.example/a", &[segment(2, "", "cas")]),
        ("https://app.example/cas", "https://app.example/cas/x", &[segment(2, "x", "")]),
        ("https://app.example/", "https://app.example/x", &[segment(1, "x", "")]),
        ("https://app.example/cas/**", "https://app.example//cas", &[segment(1, "", "cas")]),
        ("https://app.example/cas", "https://app.example/cas/", &[TrailingSlash { given_has_it: true }]),
        ("https://app.example/cas/", "https://app.example/cas", &[TrailingSlash { given_has_it: false }]),
        (
            "https://app.example/cas/",
            "https://app.example/CAS",
            &[letters(1, "CAS", "cas"), TrailingSlash { given_has_it: false }],
        ),
        ("https://app.example/cas/**", "https://app.example/Cas/x", &[letters(1, "Cas", "cas")]),
        // Query.
        ("https://app.example/?a=1", "https://app.example/", &[query(None)]),
        ("https://app.example/?a=1", "https://app.example/?A=1", &[query(Some("A=1"))]),
        // Several, from left to right.
        (
            "https://app.example/cas?a=1",
            "http://dev.example:81/x/?b",
            &[
                Scheme { given_is_https: false },
                host("dev.example", "app.example"),
                Port { given: 81, registered: 443 },
                segment(1, "x", "cas"),
                TrailingSlash { given_has_it: true },
                query(Some("b")),
            ],
        ),
    ];
    for (registered, given, expected) in rows {
        assert_eq!(told(registered, given, Exact), *expected, "{registered} {given}");
    }
    assert_eq!(told("https://app.example/cas/**", "https://app.example/Cas/x", Ignored), []);
}

#[test]
fn the_nearest_pattern_is_the_one_with_least_to_change() {
    let registered = [
        "https://other.test/cas/**",
        "https://www.school.example/cas/**",
        "https://app.school.example/pronote/**",
        "https://app.school.example/pronote/teachers/",
        "http://app.school.example:8080/**",
    ];
    let patterns = registered.map(|raw| ServicePattern::parse(raw).unwrap());
    for (given, nearest) in [
        ("https://app.school.example/pronote/x", 2),
        ("http://app.school.example/pronote/x", 2),
        ("https://app.school.example:80/pronote/", 2),
        ("https://app.school.example/Pronote/", 2),
        ("https://app.school.example/pronotes/", 2),
        ("http://app.school.example:8081/other", 4),
        ("https://app.school.example/pronote/teachers", 2),
        ("https://cas.school.example/cas/", 1),
        ("https://www.other.test/cas/", 0),
        ("https://nothing.alike/", 0),
    ] {
        let found = explain(&ServiceAddress::parse(given).unwrap(), &patterns, Exact).unwrap();
        assert_eq!(found.nearest.as_str(), registered[nearest], "{given}: {:?}", found.differences);
    }
    let address = ServiceAddress::parse("https://app.example/").unwrap();
    assert_eq!(explain(&address, [], Exact), None);
}

proptest! {
    #[test]
    fn there_is_no_difference_exactly_where_the_pattern_accepts(
        registered in "https?://(app|www[.]app)[.]example(:443|:80)?(/(a|A|b|%61)?){0,3}(/[*][*]|[?]q)?",
        given in "https?://(app|www[.]app)[.]example(:443|:80)?(/(a|A|b|%61)?){0,3}([?]q)?",
        case in prop_oneof![Just(Exact), Just(Ignored)],
    ) {
        if let Ok(pattern) = ServicePattern::parse(&registered) {
            let address = ServiceAddress::parse(&given).unwrap();
            let differences = told(&registered, &given, case);
            prop_assert_eq!(differences.is_empty(), pattern.accepts(&address, case), "{:?}", differences);
        }
    }
}
