//! Letters damaged on the way from one program to another.

use std::borrow::Cow;

/// UTF-8 that was read as Windows-1252 (`HÃ©lÃ¨ne`), read again as what it was. A text that does not hold together as
/// UTF-8 stays as it is.
pub(crate) fn repaired(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| matches!(c, 'Ã' | 'Â' | 'Å' | 'â' | 'Ä')) {
        return Cow::Borrowed(text);
    }
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    match String::from_utf8(bytes.into_owned()) {
        Ok(repaired) if !lost => Cow::Owned(repaired),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn what_was_read_wrongly_is_read_again() {
        for (damaged, meant) in [
            ("HÃ©lÃ¨ne", "Hélène"),
            ("Nâ€™Diaye", "N’Diaye"),
            ("FranÃ§ois", "François"),
            ("LÅ“ic", "Lœic"),
            ("Ângela", "Ângela"),
            ("Châtel", "Châtel"),
            ("Ãlvaro", "Ãlvaro"),
            ("Zoé", "Zoé"),
        ] {
            assert_eq!(repaired(damaged), meant);
        }
    }
}
