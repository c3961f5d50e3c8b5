//! What a server releases about a person besides the subject.

/// Attributes the answers write by themselves (CAS §2.5.5).
pub(crate) const AUTHENTICATION_DATE: &str = "authenticationDate";
pub(crate) const LONG_TERM: &str = "longTermAuthenticationRequestTokenUsed";
pub(crate) const FROM_NEW_LOGIN: &str = "isFromNewLogin";

/// Released attributes in the order in which they were added, the values of one name together.
///
/// Grouping is part of the protocol: clients that meet a repeated SAML `Attribute` keep its last value only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, Vec<String>)>);

/// Why a name cannot be released.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttributeNameError {
    /// Not a name of XML without a colon; CAS writes attributes as elements of that name.
    #[error("{0:?} cannot be the name of an XML element")]
    Shape(String),
    /// A name that the protocol gives its own meaning.
    #[error("{0:?} is written by the protocol itself")]
    Reserved(String),
}

impl Attributes {
    /// Releases one more value under this name.
    ///
    /// # Errors
    /// [`AttributeNameError`] when one of the dialects could not write the name.
    pub fn add(&mut self, name: &str, value: impl Into<String>) -> Result<(), AttributeNameError> {
        if !is_element_name(name) {
            return Err(AttributeNameError::Shape(name.to_owned()));
        }
        if [AUTHENTICATION_DATE, LONG_TERM, FROM_NEW_LOGIN].contains(&name) {
            return Err(AttributeNameError::Reserved(name.to_owned()));
        }
        collect(&mut self.0, name, value.into());
        Ok(())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each name with its values, of which there is at least one.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}

/// Puts a value with the others of its name, wherever the answer repeats the name.
pub(crate) fn collect(attributes: &mut Vec<(String, Vec<String>)>, name: &str, value: String) {
    match attributes.iter_mut().find(|(known, _)| known == name) {
        Some((_, values)) => values.push(value),
        None => attributes.push((name.to_owned(), vec![value])),
    }
}

/// `NCName` of "Namespaces in XML 1.0" §3: a name of XML 1.0 §2.3 without a colon.
fn is_element_name(name: &str) -> bool {
    let mut signs = name.chars();
    signs.next().is_some_and(starts_name) && signs.all(continues_name)
}

fn starts_name(sign: char) -> bool {
    matches!(sign, 'A'..='Z' | '_' | 'a'..='z'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

fn continues_name(sign: char) -> bool {
    starts_name(sign)
        || matches!(sign, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::{AttributeNameError, Attributes};

    #[test]
    fn values_of_one_name_stay_together_in_order() {
        let mut attributes = Attributes::default();
        for (name, value) in [("role", "a"), ("uid", "1"), ("role", "b"), ("role", "a")] {
            attributes.add(name, value).unwrap();
        }
        let read: Vec<_> = attributes.iter().map(|(name, values)| (name, values.join("+"))).collect();
        assert_eq!(read, [("role", "a+b+a".to_owned()), ("uid", "1".to_owned())]);
    }

    #[test]
    fn names_that_xml_cannot_write_are_refused() {
        for name in ["uid", "_x", "prénom", "a-b.c9", "ENTPersonProfils"] {
            Attributes::default().add(name, "").unwrap();
        }
        for name in ["", "9a", "-a", "a b", "cas:user", "a>", "urn:oid:2.5.4.3", "a/b", "×"] {
            let refused = Err(AttributeNameError::Shape(name.to_owned()));
            assert_eq!(Attributes::default().add(name, ""), refused);
        }
        assert!(matches!(
            Attributes::default().add("isFromNewLogin", "true"),
            Err(AttributeNameError::Reserved(_))
        ));
    }
}
