//! Base64 that arrives in pieces, with line feeds anywhere.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// Some writers leave the `=` at the end out.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Decodes while the text comes, so that text and bytes are never both held whole.
#[derive(Debug, Default)]
pub(super) struct Base64Text {
    bytes: Vec<u8>,
    /// Signs that do not make a group of four yet.
    rest: Vec<u8>,
    ended: bool,
    damaged: bool,
}

impl Base64Text {
    /// Takes a piece; white space is ignored.
    pub fn push(&mut self, piece: &str) {
        if self.damaged {
            return;
        }
        self.rest.extend(piece.bytes().filter(|b| !b.is_ascii_whitespace()));
        let whole = self.rest.len() - self.rest.len() % 4;
        let later = self.rest.split_off(whole);
        self.decode();
        self.rest = later;
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.bytes.len() + self.rest.len()
    }

    /// The bytes, unless something was no base64.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        self.decode();
        (!self.damaged).then_some(self.bytes)
    }

    fn decode(&mut self) {
        if self.rest.is_empty() {
            return;
        }
        // Nothing follows a group with a padding sign.
        self.damaged |= self.ended || ENGINE.decode_vec(&self.rest, &mut self.bytes).is_err();
        self.ended = self.rest.last() == Some(&b'=');
        self.rest.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(pieces: &[&str]) -> Option<Vec<u8>> {
        let mut text = Base64Text::default();
        pieces.iter().for_each(|piece| text.push(piece));
        text.finish()
    }

    #[test]
    fn pieces_may_be_cut_anywhere() {
        for pieces in
            [&["UHJvbm90ZQ=="][..], &["U", "H\r\n", "Jvb", "m90", "ZQ", "=", "="], &["UHJvbm90\tZQ"]]
        {
            assert_eq!(decoded(pieces).as_deref(), Some(&b"Pronote"[..]), "{pieces:?}");
        }
        assert_eq!(decoded(&[]).as_deref(), Some(&b""[..]));
    }

    #[test]
    fn what_is_no_base64_gives_nothing() {
        for pieces in [&["UHJv*m90ZQ=="][..], &["UHJvbm90ZQ==", "UHJv"], &["U"], &["UH=v", "bm90"]] {
            assert_eq!(decoded(pieces), None, "{pieces:?}");
        }
    }
}
