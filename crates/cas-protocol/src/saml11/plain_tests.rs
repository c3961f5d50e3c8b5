//! The short reading beside the tree: whatever it takes, the tree reads in the same way.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::XmlError;

/// As Java and Apache write it, in one line.
fn one_line() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><SOAP-ENV:Envelope xmlns:SOAP-ENV=\"{SOAP}\"><SOAP-ENV:Header/>\
         <SOAP-ENV:Body><samlp:Request xmlns:samlp=\"{PROTOCOL}\" MajorVersion=\"1\" MinorVersion=\"1\" \
         RequestID=\"_9f\" IssueInstant=\"2026-01-05T08:00:00Z\"><samlp:AssertionArtifact>ST-12345\
         </samlp:AssertionArtifact></samlp:Request></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )
}

/// The two readings, of which the short one may be none.
fn both(body: &str) -> (Option<Request>, Result<Request, RequestError>) {
    let (plain, law) = Request::both_readings(body.as_bytes());
    if let Some(plain) = &plain {
        assert_eq!(Ok(plain), law.as_ref(), "{body}");
    }
    assert_eq!(Request::parse(body.as_bytes()), law, "{body}");
    (plain, law)
}

/// The artifact that both readings find.
fn plain(body: &str) -> Option<String> {
    both(body).0.map(|request| request.artifact)
}

#[test]
fn what_clients_write_is_read_the_short_way() {
    let edited = |from: &str, to: &str| one_line().replace(from, to);
    let broken = one_line().replace("><", ">\n  <").replace("ST-12345", "\n    ST-12\r\n345\t") + "\r\n";
    let by_default = format!(
        "<Envelope xmlns='{SOAP}'><Body><Request xmlns='{PROTOCOL}'><AssertionArtifact>ST-12345\
         </AssertionArtifact></Request></Body></Envelope>"
    );
    for body in [
        one_line(),
        broken,
        by_default,
        edited("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", ""),
        edited("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version='1.0' ?>\n"),
        edited("UTF-8", "utf-8"),
        edited("<SOAP-ENV:Header/>", ""),
        edited("<SOAP-ENV:Header/>", "<SOAP-ENV:Header>\n</SOAP-ENV:Header>"),
        edited("<SOAP-ENV:Header/>", "<x:Header xmlns:x='http://schemas.xmlsoap.org/soap/envelope/'/>"),
        edited(
            "<SOAP-ENV:Body>",
            "<SOAP-ENV:Body id='a' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' >",
        ),
        edited("MinorVersion=\"1\"", "MinorVersion='0'"),
        edited("MinorVersion=\"1\" ", "\n\t\tMinorVersion=\"1\"\n\t\t"),
        edited("</samlp:Request>", "</samlp:Request\n>"),
    ] {
        assert_eq!(plain(&body).as_deref(), Some("ST-12345"), "{body}");
    }
    let id = |body: &str| both(body).0.unwrap().request_id.map(|id| id.as_str().to_owned());
    assert_eq!(id(&one_line()).as_deref(), Some("_9f"));
    assert_eq!(id(&edited("\"_9f\"", "'a b'")).as_deref(), Some("a b"));
    assert_eq!(id(&edited(" RequestID=\"_9f\"", "")), None);
    assert_eq!(id(&edited("_9f", "")), None);
}

/// What is rare is read all the same, by the tree.
#[test]
fn rare_shapes_are_left_to_the_tree() {
    for (from, to) in [
        ("<?xml", "\u{feff}<?xml"),
        ("<?xml ", "<?xml\n"),
        ("UTF-8", "ISO-8859-1"),
        ("\"1.0\"", "\"1.1\""),
        ("<SOAP-ENV:Envelope", "<!-- a --><SOAP-ENV:Envelope"),
        ("<SOAP-ENV:Header/>", "<SOAP-ENV:Header><a/></SOAP-ENV:Header>"),
        ("<SOAP-ENV:Header/>", "<SOAP-ENV:Header/><SOAP-ENV:Header/>"),
        ("<SOAP-ENV:Header/>", "text"),
        ("<SOAP-ENV:Body>", "<SOAP-ENV:Body SOAP-ENV:encodingStyle='a'>"),
        ("<SOAP-ENV:Body>", "<SOAP-ENV:Body xmlns=''>"),
        ("<samlp:AssertionArtifact>", "<samlp:RespondWith/><samlp:AssertionArtifact>"),
        ("</samlp:AssertionArtifact>", "</samlp:AssertionArtifact><samlp:Other/>"),
        ("ST-12345", "ST-<!-- -->12345"),
        ("ST-12345", "<![CDATA[ST-12345]]>"),
        ("ST-12345", "ST&#45;12345"),
        ("ST-12345", "<b>ST-</b>12345"),
        ("_9f", "_&amp;9f"),
        ("_9f", "_'9f"),
        ("_9f", "_\n9f"),
        ("_9f", "é"),
        ("RequestID=", "RequestID = "),
        ("</SOAP-ENV:Envelope>", "</SOAP-ENV:Envelope><!-- a -->"),
    ] {
        let body = one_line().replace(from, to);
        let (plain, law) = both(&body);
        assert_eq!((plain, law.map(|request| request.artifact)), (None, Ok("ST-12345".to_owned())), "{body}");
    }
}

#[test]
fn what_is_not_well_formed_or_no_request_is_refused() {
    for (from, to) in [
        ("<?xml", " <?xml"),
        ("<?xml", "<!DOCTYPE a><?xml"),
        ("?>", "?><!DOCTYPE a>"),
        ("?>", ">"),
        (" encoding", " xmlns:a='urn:a' encoding"),
        ("xmlns:samlp=", "xmlns:='urn:x' xmlns:samlp="),
        ("xmlns:samlp=", "xmlns:9='urn:x' xmlns:samlp="),
        ("xmlns:samlp=", "xmlns:a:b='urn:x' xmlns:samlp="),
        ("xmlns:samlp=", "xmlns:samlp='urn:x' xmlns:samlp="),
        ("xmlns:samlp=", "9='b' xmlns:samlp="),
        ("samlp:Request", "9samlp:Request"),
        ("</samlp:Request>", "</samlp:Requests>"),
        ("</samlp:Request>", "</Request>"),
        ("</samlp:Request></SOAP-ENV:Body>", "</SOAP-ENV:Body></samlp:Request>"),
        ("</SOAP-ENV:Envelope>", ""),
        ("</SOAP-ENV:Envelope>", "</SOAP-ENV:Envelope><a/>"),
        ("</SOAP-ENV:Envelope>", "</SOAP-ENV:Envelope>a"),
        ("</SOAP-ENV:Body>", "</SOAP-ENV:Body><SOAP-ENV:Body/>"),
        ("</samlp:AssertionArtifact>", "</samlp:AssertionArtifact><samlp:AssertionArtifact/>"),
        ("MajorVersion=\"1\" ", "MajorVersion=\"1\" MajorVersion=\"1\" "),
        ("MajorVersion=\"1\" ", "MajorVersion=\"1\""),
        ("MajorVersion=\"1\" ", "MajorVersion=\"1' "),
        ("MajorVersion=\"1\" ", "MajorVersion=1 "),
        ("MajorVersion=\"1\" ", "MajorVersion=\"2\" "),
        ("xmlns:samlp=", "xmlns:other="),
        ("xmlns:samlp=", "xmlnssamlp="),
        ("xmlns:samlp=", "xmlns:xmlns='http://www.w3.org/2000/xmlns/' xmlns:samlp="),
        ("xmlns:samlp=", "xmlns:x='http://www.w3.org/XML/1998/namespace' xmlns:samlp="),
        ("xmlns:samlp=", "xmlns:xml='urn:x' xmlns:samlp="),
        ("xmlns:samlp=", "x:a='b' xmlns:samlp="),
        (PROTOCOL, "urn:oasis:names:tc:SAML:2.0:protocol"),
        (SOAP, "http://www.w3.org/2003/05/soap-envelope"),
        ("SOAP-ENV:Body", ":Body"),
        ("SOAP-ENV:Body", "a:SOAP-ENV:Body"),
        ("SOAP-ENV:Header/", "SOAP-ENV:Header"),
        ("<SOAP-ENV:Body>", "<SOAP-ENV:Body/>"),
        ("ST-12345", ""),
        ("ST-12345", " \n"),
        ("ST-12345", "ST-12345]]>"),
        ("ST-12345", "ST-12345&x;"),
        ("ST-12345", "ST-\u{1}12345"),
    ] {
        let body = one_line().replace(from, to);
        assert!(body != one_line() && both(&body).1.is_err(), "{body}");
    }
    for name in ["SOAP-ENV:Envelope", "SOAP-ENV:Body", "samlp:Request", "samlp:AssertionArtifact"] {
        let (start, end) = (format!("<{name}"), format!("</{name}>"));
        let (before, after) =
            one_line().split_once(&start).map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let empty = format!("{before}{start}{}", after.replacen('>', "/>", 1).replace(&end, ""));
        assert!(both(&empty).1.is_err(), "{empty}");
    }
    // The prefix of `Header` is not that of what follows.
    let elsewhere = one_line()
        .replace("<SOAP-ENV:Header/>", &format!("<SOAP-ENV:Header xmlns:x='{PROTOCOL}'/>"))
        .replace("samlp:", "x:");
    let undeclared = elsewhere.replace(&format!("xmlns:x=\"{PROTOCOL}\""), "");
    assert!(plain(&elsewhere).is_none() && both(&undeclared).1.is_err());
}

#[test]
fn limits_hold_for_both() {
    let padded = |length: usize| one_line().replace("ST-12345", &format!("ST-12345{}", " ".repeat(length)));
    let room = crate::MAX_DOCUMENT - padded(0).len();
    assert_eq!(plain(&padded(room)).as_deref(), Some("ST-12345"));
    assert_eq!(both(&padded(room + 1)), (None, Err(XmlError::TooLarge.into())));
    let attributes = |count: usize| -> String {
        let more: String = (0..count).map(|n| format!(" a{n}=''")).collect();
        one_line().replace("<SOAP-ENV:Body>", &format!("<SOAP-ENV:Body{more}>"))
    };
    assert!(plain(&attributes(16)).is_some());
    assert!(both(&attributes(17)).0.is_none() && both(&attributes(17)).1.is_ok());
}

/// A request as some client could write it.
fn requests() -> impl Strategy<Value = (String, String, Option<String>)> {
    let prefix = || option::of("[a-wA-W][a-zA-Z0-9_.-]{0,8}");
    let space = || "[ \n\r\t]{0,3}";
    let quote = select(vec!["'", "\""]);
    let declaration = select(vec!["", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding='Utf-8' ?>"]);
    let header = select(vec!["", "<H/>", "<H a='b' />", "<H></H>", "<H> </H >"]);
    (
        (prefix(), prefix(), declaration, header, quote),
        (vec(space(), 8), option::of("[!#-%(-;=?-~ ]{0,20}"), "[!#-%(-;=?-~]{1,40}"),
    )
        .prop_map(|((soap, saml, declaration, header, quote), (spaces, id, artifact))| {
            let named = |prefix: &Option<String>, name: &str| match prefix {
                Some(prefix) => format!("{prefix}:{name}"),
                None => name.to_owned(),
            };
            let declared = |prefix: &Option<String>, address: &str| match prefix {
                Some(prefix) => format!(" xmlns:{prefix}={quote}{address}{quote}"),
                None => format!(" xmlns={quote}{address}{quote}"),
            };
            let [e, b] = ["Envelope", "Body"].map(|name| named(&soap, name));
            let [r, a] = ["Request", "AssertionArtifact"].map(|name| named(&saml, name));
            let header = header.replace('H', &named(&soap, "Header"));
            let (soap, saml) = (declared(&soap, SOAP), declared(&saml, PROTOCOL));
            let id_written =
                id.as_ref().map_or(String::new(), |id| format!("\nRequestID={quote}{id}{quote}"));
            let [s0, s1, s2, s3, s4, s5, s6, s7] = spaces.try_into().unwrap();
            let body = format!(
                "{declaration}{s0}<{e}{soap}{s1}>{s2}{header}<{b}>{s3}<{r}{saml} MajorVersion={quote}1{quote}\
                 {id_written}>{s4}<{a}>{s5}{artifact}{s6}</{a}>{s4}</{r}>{s3}</{b}{s1}>{s2}</{e}>{s7}"
            );
            (body, artifact, id.filter(|id| !id.is_empty()))
        })
}

/// What a mistake, or somebody who looks for a gap between two readers, puts into a request.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "<",
    ">",
    "/",
    "=",
    "'",
    "\"",
    ":",
    "&",
    "&#32;",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?x?>",
    "<!DOCTYPE a>",
    "x",
    "xmlns",
    " xmlns=''",
    " xmlns='urn:x'",
    " xmlns:samlp='urn:x'",
    " a='b'",
    " a:b='c'",
    "</",
    "<a>",
    "</a>",
    "<a/>",
    "\u{0}",
    "\u{b}",
    "\u{a0}",
    "é",
    "\u{feff}",
    "Body",
    "<SOAP-ENV:Body>",
    "</SOAP-ENV:Body>",
    "<samlp:AssertionArtifact>",
    "</samlp:AssertionArtifact>",
    "ST-6789",
];

/// What is done to the tags of a request, each with the text before it.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Remove,
    Repeat,
    Swap,
    Close,
}

fn damaged(body: &str, changes: &[(prop::sample::Index, prop::sample::Index, Damage)]) -> String {
    let mut tags: Vec<String> = body.split_inclusive('>').map(str::to_owned).collect();
    for (one, other, damage) in changes {
        let (one, other) = (one.index(tags.len()), other.index(tags.len()));
        match damage {
            Damage::Remove if tags.len() > 1 => drop(tags.remove(one)),
            Damage::Remove => {}
            Damage::Repeat => tags.insert(other, tags[one].clone()),
            Damage::Swap => tags.swap(one, other),
            Damage::Close => tags[one] = tags[one].replace('>', "/>"),
        }
    }
    tags.concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn both_read_what_a_client_could_write((body, artifact, id) in requests()) {
        let (plain, law) = both(&body);
        prop_assert!(plain.is_some(), "{body}");
        let law = law.unwrap();
        prop_assert_eq!((law.artifact, law.request_id.map(|id| id.as_str().to_owned())), (artifact, id));
    }

    #[test]
    fn both_agree_on_damaged_requests(
        (body, ..) in requests(), changes in vec((any::<prop::sample::Index>(), 0usize..12, select(PIECES)), 1..4),
    ) {
        for mut body in [body, one_line()] {
            for (at, cut, piece) in &changes {
                let at = body.floor_char_boundary(at.index(body.len() + 1));
                let end = body.ceil_char_boundary((at + cut).min(body.len()));
                body.replace_range(at..end, piece);
            }
            let _ = both(&body);
        }
    }

    #[test]
    fn both_agree_on_requests_whose_tags_are_out_of_order(
        (body, ..) in requests(),
        changes in vec((
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            select(vec![Damage::Remove, Damage::Repeat, Damage::Swap, Damage::Close]),
        ), 1..4),
    ) {
        for body in [body, one_line()] {
            let _ = both(&damaged(&body, &changes));
        }
    }
}
