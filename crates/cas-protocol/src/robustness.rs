//! What holds for every input, however hostile: no panic, and work that grows with the input and no faster. Work is
//! counted in events, so that no clock decides.
//!
//! The fuzz targets of the folder `fuzz` call these functions (`cargo fuzz` sets `fuzzing`); their twins below do it on
//! every build, with inputs made of the pieces that parsers disagree on.

use crate::{
    logout::{self, LogoutError},
    markup::Markup,
    saml11,
    service::{PathCase, ServiceAddress, ServicePattern, explain},
    ticket::ServiceTicket,
    xml::{self, MAX_ATTRIBUTES, MAX_DEPTH, MAX_DOCUMENT, MAX_NAMESPACES, XmlError},
};

/// A registered pattern and an address that asks for a ticket.
///
/// # Panics
/// When a rule does not hold.
pub fn service_matcher(pattern: &str, address: &str) {
    let (pattern, address) = (ServicePattern::parse(pattern), ServiceAddress::parse(address));
    let Ok(address) = address else { return };
    let parts = address.segments().count();
    let visited: usize = address.segments().map(|segment| segment.len() + 1).sum();
    assert!(parts <= visited && visited <= address.as_str().len(), "each byte of a path is in one part");
    let back = address.with_parameter("ticket", "ST-12345");
    assert!(back.starts_with(address.as_str()), "an address is given back as it came");
    let url = url::Url::parse(&back).map(|url| url.origin().ascii_serialization());
    assert_eq!(url.as_deref(), Ok(&*address.origin()), "a browser goes where we think");
    assert!(address.same_as(&address, PathCase::Exact));

    let Ok(pattern) = pattern else { return };
    for case in [PathCase::Exact, PathCase::Ignored] {
        let accepted = pattern.accepts(&address, case);
        let told = explain(&address, [&pattern], case).map(|explanation| explanation.differences.len());
        assert_eq!(told == Some(0), accepted, "what is refused has a reason, what is accepted has none");
        let most = parts.max(pattern.as_str().len()) + 5;
        assert!(told.is_some_and(|told| told <= most), "one difference for each part at most");
    }
}

/// The body of a POST to `/samlValidate`.
///
/// # Panics
/// When a rule does not hold.
pub fn soap_request(body: &[u8]) {
    document(body);
    if let (Some(plain), law) = saml11::Request::both_readings(body) {
        assert_eq!(
            law,
            Ok(plain),
            "the short reading takes nothing that the tree refuses or reads in another way"
        );
    }
    match saml11::Request::parse(body) {
        Ok(request) => {
            assert!(body.len() <= MAX_DOCUMENT && request.artifact.len() <= body.len());
            assert!(!request.artifact.is_empty() && !request.artifact.contains(char::is_whitespace));
            if let Ok(ticket) = request.ticket() {
                assert_eq!(ServiceTicket::parse(ticket.as_str()), Ok(ticket));
            }
        }
        Err(reason) => assert!(!reason.to_string().is_empty()),
    }
}

/// The value of the field `logoutRequest`.
///
/// # Panics
/// When a rule does not hold.
pub fn logout_request(value: &str) {
    document(value.as_bytes());
    if let Ok(body) = logout::unpack(value.trim()) {
        assert!(body.len() <= MAX_DOCUMENT + 1, "unpacking stops, whatever the message promises");
        document(&body);
    }
    match logout::ended_ticket(value) {
        Ok(ticket) => assert!((5..=256).contains(&ticket.as_str().len())),
        Err(LogoutError::Xml(XmlError::TooLarge)) => assert!(value.len() > 60),
        Err(reason) => assert!(!reason.to_string().is_empty()),
    }
}

/// The first look takes every byte once; what the parser then makes stays within the limits.
fn document(body: &[u8]) {
    if let Ok(text) = std::str::from_utf8(body) {
        let (mut markup, mut left) = (Markup::of(text), text.len());
        while markup.next().is_some() {
            assert!(markup.left() < left, "every event takes something off");
            left = markup.left();
        }
        assert_eq!(markup.left(), 0);
    }
    let Ok(document) = xml::document(body) else { return };
    let mut events = 0;
    for node in document.descendants() {
        // Among its ancestors are the document and the node itself, which may be a text.
        assert!(node.ancestors().count() <= MAX_DEPTH + 2, "no deeper than the first look allows");
        let (attributes, namespaces) = (node.attributes().count(), node.namespaces().count());
        // The parser compares each attribute with the others of its tag, and copies the namespaces down.
        assert!(
            attributes <= MAX_ATTRIBUTES && namespaces <= MAX_NAMESPACES + 1,
            "its work has a bound a node"
        );
        events += 1 + attributes;
    }
    assert!(events <= body.len() + 1, "one node or attribute for each byte at most");
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::{logout_request, service_matcher, soap_request};

    /// Texts made of these pieces, each up to `most` times in all.
    fn made_of(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
        vec(select(pieces), 0..most).prop_map(|pieces| pieces.concat())
    }

    const ADDRESS: &[&str] = &[
        "https://",
        "http:",
        "app.example",
        "evil.example",
        "/",
        "//",
        "\\",
        "@",
        ":",
        "443",
        ":80",
        "?",
        "#",
        "%2e",
        "%2F",
        "..",
        ".",
        "cas",
        "CAS",
        ";",
        "\t",
        "\u{ff0f}",
        "[::1]",
        "&",
        "%",
        "*",
        "/**",
        "0x7f.1",
        "xn--",
        "=",
    ];

    const MARKUP: &[&str] = &[
        "<a>",
        "</a>",
        "<a/>",
        "<",
        ">",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE a>",
        "<?",
        "?>",
        "&lt;",
        "&x;",
        "&#0;",
        "'",
        "\"",
        "=",
        " ",
        "\n",
        "x",
        "xmlns",
        ":",
        " xmlns:p='urn:p'",
        " a='b'",
        "p:a",
        "\u{feff}",
        "<p:AssertionArtifact xmlns:p='urn:oasis:names:tc:SAML:1.0:protocol'>",
        "</p:AssertionArtifact>",
        "ST-12345",
        " MajorVersion='1'",
        " RequestID=\"a\"",
        "<p:SessionIndex>",
        "</p:SessionIndex>",
    ];

    fn envelope(content: &str) -> String {
        format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><p:Request \
             xmlns:p='urn:oasis:names:tc:SAML:1.0:protocol'>{content}</p:Request></e:Body></e:Envelope>"
        )
    }

    fn logout(content: &str) -> String {
        format!("<p:LogoutRequest xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol'>{content}</p:LogoutRequest>")
    }

    /// As many levels, namespaces and tags as the limits allow.
    #[test]
    fn the_largest_document_that_is_read_stays_linear() {
        let levels = |level| {
            let declarations: String = (0..10).map(|n| format!(" xmlns:b{level}_{n}='u'")).collect();
            format!("<a{declarations}>")
        };
        let nested: String = (0..50).map(levels).collect();
        let body = format!("{nested}{}{}", "<a b=''/>".repeat(5_000), "</a>".repeat(50));
        assert!(crate::xml::document(body.as_bytes()).is_ok());
        soap_request(body.as_bytes());
    }

    /// What one byte can cost most: each shape is repeated up to the limit of a document.
    #[test]
    fn the_costliest_shapes_stay_linear() {
        for shape in [
            "<a>",
            "<a",
            "<",
            "<!--",
            "<a b='",
            "<a/>",
            "<a b=''/>",
            "&#1;",
            "=",
            "<a xmlns='u'/>",
            "'\"",
            "x",
        ] {
            for length in [1_000, 10_000, 65_000] {
                let text = shape.repeat(length / shape.len());
                for body in [text.clone(), format!("<r>{text}</r>"), envelope(&text), logout(&text)] {
                    soap_request(body.as_bytes());
                    logout_request(&body);
                }
            }
        }
        for shape in ["/", "/a", "%2e", "?", ":", "[", "a.", "/%61", "&"] {
            let address = format!("https://app.example{}", shape.repeat(2_000 / shape.len()));
            service_matcher("https://app.example/a/**", &address);
            service_matcher(&address, "https://app.example/a/b");
            service_matcher(&address, &address);
        }
    }

    proptest! {
        #[test]
        fn service_matcher_holds(
            pattern in made_of(ADDRESS, 8), address in made_of(ADDRESS, 12), any_text: String,
        ) {
            let under = |text: &str| format!("https://app.example/{text}");
            service_matcher(&pattern, &address);
            service_matcher(&under(&pattern), &under(&address));
            service_matcher("https://app.example/cas/**", &any_text);
            service_matcher(&any_text, &under(&address));
        }

        #[test]
        fn soap_request_holds(markup in made_of(MARKUP, 24), bytes: Vec<u8>) {
            for body in [markup.clone(), envelope(&markup)] {
                soap_request(body.as_bytes());
            }
            soap_request(&bytes);
        }

        #[test]
        fn logout_request_holds(markup in made_of(MARKUP, 24), any_text: String, bytes: Vec<u8>) {
            use base64::{Engine as _, engine::general_purpose::STANDARD};
            for value in [logout(&markup), markup, any_text, STANDARD.encode(&bytes)] {
                logout_request(&value);
            }
        }
    }
}
