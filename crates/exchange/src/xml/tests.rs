use std::io::{self, Read};

use super::{Element, Handler, parse};
use crate::{Unreadable, limits, limits::Limit};

/// Writes the document down as it is walked: `3<name attr=value>`, `text`, `/`.
#[derive(Default)]
struct Log(String);

impl Handler for Log {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Unreadable> {
        self.0 += &format!("{}<{}", element.line, element.name);
        for (name, value) in &element.attributes {
            self.0 += &format!(" {name}={value}");
        }
        self.0.push('>');
        Ok(())
    }

    fn text(&mut self, piece: &str, _line: u32) -> Result<(), Unreadable> {
        self.0 += piece.trim_matches('\n');
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        self.0.push('/');
        Ok(())
    }
}

fn walk(source: impl Read) -> Result<String, Unreadable> {
    let mut log = Log::default();
    parse(source, limits::FILE_MIB, &mut log).map(|()| log.0)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn references_sections_prefixes_and_lines() {
    let text = "<?xml version='1.0'?>\n<!-- é\n -->\n<a:r xmlns:a='u' xsi:nil='x' a:k='&lt;&#xE9;&quot;'>\n\
                A&amp;B<![CDATA[<C>]]>&#233;\r\n<b\nx='1'/><?pi ?></a:r>\n<!-- end -->\n";
    assert_eq!(walk(text.as_bytes()).unwrap(), "4<r k=<é\">A&B<C>é6<b x=1>//");
}

#[test]
fn every_usual_encoding_is_read() {
    let text = |label: &str| format!("<?xml version=\"1.0\" encoding=\"{label}\"?>\n<é à=\"œ\"/>");
    let latin = |label: &str, oe: u8| {
        let mut bytes = format!("<?xml version='1.0' encoding = '{label}'?>\n<").into_bytes();
        bytes.extend_from_slice(&[0xE9, b' ', 0xE0, b'=', b'"', oe, b'"', b'/', b'>']);
        bytes
    };
    for (what, bytes) in [
        ("UTF-8", text("utf-8").into_bytes()),
        ("UTF-8 with a mark", format!("\u{FEFF}{}", text("UTF-8")).into_bytes()),
        ("UTF-8 without declaration", "\n<é à='œ'/>".into()),
        ("UTF-8 that still declares UTF-16", text("utf-16").into_bytes()),
        ("ISO-8859-15", latin("ISO-8859-15", 0xBD)),
        ("Windows-1252", latin("windows-1252", 0x9C)),
        ("ISO-8859-1 (really Windows-1252)", latin("iso-8859-1", 0x9C)),
        ("UTF-16LE with a mark", utf16(&format!("\u{FEFF}{}", text("UTF-16")), u16::to_le_bytes)),
        ("UTF-16BE with a mark", utf16(&format!("\u{FEFF}{}", text("UTF-16")), u16::to_be_bytes)),
        ("UTF-16LE", utf16(&text("UTF-16LE"), u16::to_le_bytes)),
        ("UTF-16BE", utf16(&text("UTF-16BE"), u16::to_be_bytes)),
    ] {
        assert_eq!(walk(bytes.as_slice()).unwrap(), "2<é à=œ>/", "{what}");
    }
    assert!(matches!(
        walk(text("klingon").as_bytes()),
        Err(Unreadable::Encoding { declared }) if declared == "klingon"
    ));
    assert_eq!(walk(&b"<r a='\xE9'/>"[..]).unwrap(), "1<r a=\u{FFFD}>/", "Latin bytes, not declared");
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (text, expected) in [
        ("", "the file is empty"),
        (" \n\t\r\n", "the file is empty"),
        ("\u{FEFF}", "the file is empty"),
        ("\nNom;Prenom", "line 2: this is not XML"),
        ("PK\u{3}\u{4}", "line 1: this is not XML"),
        ("{}", "line 1: this is not XML"),
        ("<?xml version='1.0'?>\n", "line 2: the file stops before its end"),
        ("<a>\n<b/>\n", "line 3: the file stops before its end"),
        ("<a>\n<b", "line 2: the file stops before its end"),
        ("<a>\n<b c='\n", "line 3: the file stops before its end"),
        ("<a>\n<!-- ", "line 2: the file stops before its end"),
        ("<a>\n&am", "line 2: the file stops before its end"),
        ("<", "line 1: the file stops before its end"),
        ("<!", "line 1: the file stops before its end"),
        ("<a>\n<b></c></a>", "line 2: this is not XML"),
        ("<a>\n</a></a>", "line 2: this is not XML"),
        ("<a/>\n<a/>", "line 2: this is not XML"),
        ("<a/>\ntext", "line 1: this is not XML"),
        ("<a>\n<b c=d/></a>", "line 2: this is not XML"),
        ("<a>\n<b c='1' c='2'/></a>", "line 2: this is not XML"),
        ("<a>\n<b c='&eacute;'/></a>", "line 2: this is not XML"),
        ("<a>&eacute;</a>", "line 1: this is not XML"),
        ("<a>&#0;</a>", "line 1: this is not XML"),
        ("<a>\n<1/></a>", "line 2: this is not XML"),
        ("<a>\n<></></a>", "line 2: this is not XML"),
        (
            "\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>",
            "line 2: a document type declaration (DTD) is not accepted",
        ),
        ("\n<!doctype html>\n<html></html>", "line 2: a document type declaration (DTD) is not accepted"),
    ] {
        assert_eq!(walk(text.as_bytes()).unwrap_err().to_string(), expected, "{text:?}");
    }
}

#[test]
fn limits_are_told_and_what_is_under_them_is_read() {
    let nested = |depth| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let attributes = |n| format!("<a {}/>", (0..n).map(|i| format!("k{i}='' ")).collect::<String>());
    let value = |n| format!("<a k='{}'/>", "x".repeat(n));
    let name = |n| format!("<{}/>", "x".repeat(n));
    let elements = |n| format!("<a>{}</a>", "<b/>".repeat(n - 1));
    for (limit, good, bad) in [
        (Limit::Depth, nested(limits::DEPTH), nested(limits::DEPTH + 1)),
        (Limit::Attributes, attributes(limits::ATTRIBUTES), attributes(limits::ATTRIBUTES + 1)),
        (Limit::ValueBytes, value(limits::VALUE_BYTES), value(limits::VALUE_BYTES + 1)),
        (Limit::NameBytes, name(limits::NAME_BYTES), name(limits::NAME_BYTES + 1)),
        (Limit::Elements, elements(1_000), elements(limits::ELEMENTS + 1)),
    ] {
        assert!(walk(good.as_bytes()).is_ok(), "{limit}");
        match walk(bad.as_bytes()) {
            Err(Unreadable::Limit { what, line: 1 }) => assert_eq!(what, limit),
            other => panic!("{limit}: {other:?}"),
        }
    }
}

/// A source that never ends: if the reader held the file in memory, this test would not either.
fn endless(start: &'static str, then: u8) -> impl Read {
    start.as_bytes().chain(io::repeat(then))
}

#[test]
fn an_endless_piece_is_refused_early_and_an_endless_file_at_its_limit() {
    for start in ["<a k='", "<a><!--", "<a>", "<a><![CDATA[", "<a><?pi ", "<a>&", "<!DOCTYPE a ["] {
        let mut read = 0;
        let counted = Counted(endless(start, b'x'), &mut read);
        let got = walk(counted);
        assert!(
            matches!(got, Err(Unreadable::Limit { what: Limit::PieceBytes, line: 1 })),
            "{start}: {got:?}"
        );
        assert!(read < 2 * limits::PIECE_BYTES, "{start}: {read}");
    }
    assert!(matches!(walk(endless("", b' ')), Err(Unreadable::TooLarge { limit_mib: 64 })));
    assert!(matches!(walk(endless("\n", b'x')), Err(Unreadable::NotXml { line: 2 })));
}

struct Counted<'a, R>(R, &'a mut usize);

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(into)?;
        *self.1 += count;
        Ok(count)
    }
}

#[test]
fn a_source_that_fails_or_dribbles() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    for start in ["", "<a>", "<a><b c='"] {
        let got = walk(start.as_bytes().chain(Broken));
        assert!(
            matches!(&got, Err(Unreadable::Io(e)) if e.kind() == io::ErrorKind::ConnectionReset),
            "{start}: {got:?}"
        );
    }

    struct Dribble<'a>(&'a [u8], bool);
    impl Read for Dribble<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            self.0.read(&mut into[..1])
        }
    }
    let text = "\u{FEFF}<?xml version='1.0'?>\n<é à='œ'>𝄞</é>";
    assert_eq!(walk(Dribble(text.as_bytes(), false)).unwrap(), "2<é à=œ>𝄞/");
}
