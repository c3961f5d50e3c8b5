//! The parameters of a request: names with their case, a value once at most.

use std::borrow::Cow;

/// A parameter that names two values: the one that is checked might not be the one that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeated(pub(crate) &'static str);

/// A query without its `?`, or a form body, decoded once.
pub(crate) struct Parameters<'q>(Vec<(Cow<'q, str>, Cow<'q, str>)>);

impl<'q> Parameters<'q> {
    pub(crate) fn parse(text: &'q str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// The value of this parameter; an empty one is none.
    pub(crate) fn single(&self, name: &'static str) -> Result<Option<&str>, Repeated> {
        let mut values = self.all(name).filter(|value| !value.is_empty());
        let first = values.next();
        if values.next().is_some() { Err(Repeated(name)) } else { Ok(first) }
    }

    /// Whether a parameter that counts by presence is there. `false` is taken as absent: a client in use always
    /// sends `renew=false`.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.all(name).any(|value| value != "false")
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_ref())
    }
}

/// `application/x-www-form-urlencoded` (URL Standard §5.1), in one pass: each sign-on brings two addresses in which a
/// tenth of the signs is encoded. What is not UTF-8 then becomes U+FFFD.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|sign| matches!(sign, b'%' | b'+')) {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let (byte, after) = match (first, others) {
            (b'+', _) => (b' ', others),
            (b'%', [high, low, after @ ..]) => {
                hex(*high).zip(hex(*low)).map_or((b'%', others), |(high, low)| (high << 4 | low, after))
            }
            _ => (*first, others),
        };
        bytes.push(byte);
        rest = after;
    }
    let text = String::from_utf8(bytes);
    text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()).into()
}

fn hex(sign: u8) -> Option<u8> {
    char::from(sign).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Parameters;

    fn parsed(text: &str) -> Vec<(String, String)> {
        let pairs = Parameters::parse(text).0;
        pairs.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }

    #[test]
    fn names_and_values_are_decoded_once() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            parsed("a=%C3%A9+%2B%2526&&b&=c&%61=d=e"),
            [pair("a", "é +%26"), pair("b", ""), pair("", "c"), pair("a", "d=e"),]
        );
        assert_eq!(
            parsed("a=%&b=%4&c=%+1&d=%zz%%41&e=%C3"),
            [pair("a", "%"), pair("b", "%4"), pair("c", "% 1"), pair("d", "%zz%A"), pair("e", "\u{fffd}"),]
        );
    }

    proptest! {
        #[test]
        fn parameters_are_those_of_the_url_standard(any_text: String, query in "[a-c%&=+0-9A-Fé]{0,40}") {
            for text in [any_text, query] {
                let expected: Vec<_> = url::form_urlencoded::parse(text.as_bytes()).into_owned().collect();
                prop_assert_eq!(parsed(&text), expected);
            }
        }
    }
}
