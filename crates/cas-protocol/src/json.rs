//! Writing JSON (RFC 8259): the answers are small, and their members stay in the order of the specification.

/// A string between its quotes.
pub(crate) fn string(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for sign in value.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            control @ '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// An array of strings.
pub(crate) fn strings(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| string(value)).collect();
    format!("[{}]", values.join(","))
}

/// An object whose values are written already.
pub(crate) fn object<N: AsRef<str>>(members: impl IntoIterator<Item = (N, String)>) -> String {
    let members: Vec<String> =
        members.into_iter().map(|(name, value)| format!("{}:{value}", string(name.as_ref()))).collect();
    format!("{{{}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{object, string, strings};

    #[test]
    fn strange_values_are_escaped() {
        assert_eq!(string("O'Neill <&\"\\> é\u{1}\n\u{7f}"), "\"O'Neill <&\\\"\\\\> é\\u0001\\n\u{7f}\"");
        assert_eq!(object([("a", strings(&[])), ("b", object::<&str>([]))]), r#"{"a":[],"b":{}}"#);
    }

    proptest! {
        #[test]
        fn another_reader_finds_the_same(name in any::<String>(), values: Vec<String>) {
            let read: serde_json::Value = serde_json::from_str(&object([(&*name, strings(&values))])).unwrap();
            prop_assert_eq!(read, serde_json::json!({ name: values }));
        }
    }
}
