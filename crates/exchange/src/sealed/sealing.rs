//! Sealing: compress, hash, encrypt, and encrypt the key for each recipient.

use std::io::{self, Write};

use aws_lc_rs::{
    cipher::{AES_128, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey},
    digest,
    iv::FixedLength,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::ZlibEncoder};
use quick_xml::{
    Writer,
    events::{BytesStart, BytesText, Event},
};

use super::{
    ContentKey, Recipient,
    opening::{KeyBlock, Sealed},
};
use crate::{limits, xml::legal};

/// Why a container could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// A container that nobody could open.
    #[error("a container is sealed for one recipient at least")]
    NoRecipient,
    /// More than [`limits::PARTNERS`]: readers would refuse it.
    #[error("a container is sealed for at most {} recipients", limits::PARTNERS)]
    TooManyRecipients,
    /// The crypto library failed.
    #[error("the crypto library failed")]
    Crypto,
    /// Writing failed.
    #[error("writing the container")]
    Io(#[from] io::Error),
}

/// Seals a document under a content key that was never used.
pub(super) fn seal(
    document: &[u8],
    recipients: &[Recipient],
    key: &ContentKey,
    compress: bool,
) -> Result<Sealed, SealError> {
    if recipients.is_empty() {
        return Err(SealError::NoRecipient);
    }
    if recipients.len() > limits::PARTNERS {
        return Err(SealError::TooManyRecipients);
    }
    let mut content = document.to_vec();
    if compress {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(document)?;
        content = encoder.finish()?;
    }
    let verification = digest::digest(&digest::SHA256, &content).as_ref().to_vec();
    encrypt(key, &mut content)?;
    let block = key.block();
    let for_recipient = |recipient: &Recipient| {
        let encrypted = recipient.key.encrypt(&*block).ok_or(SealError::Crypto)?;
        Ok(KeyBlock { partner: Some(recipient.name.to_string()), encrypted })
    };
    let blocks = recipients.iter().map(for_recipient).collect::<Result<_, SealError>>()?;
    Ok(Sealed { blocks, content, verification, compressed: compress })
}

fn encrypt(key: &ContentKey, content: &mut Vec<u8>) -> Result<(), SealError> {
    let cipher = UnboundCipherKey::new(&AES_128, key.key()).and_then(PaddedBlockEncryptingKey::cbc_pkcs7);
    let iv = EncryptionContext::Iv128(FixedLength::from(key.iv()));
    let encrypted = cipher.and_then(|cipher| cipher.less_safe_encrypt(content, iv));
    encrypted.map(drop).map_err(|_| SealError::Crypto)
}

/// Base64 on one line: not every reader strips line feeds.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// An element with attributes and text; nothing without text.
pub(super) fn element(
    xml: &mut Writer<impl Write>,
    name: &str,
    attributes: &[(&str, &str)],
    text: Option<&str>,
) -> io::Result<()> {
    let Some(text) = text else { return Ok(()) };
    let attributes = attributes.iter().map(|(name, value)| (*name, legal(value)));
    let mut tag = BytesStart::new(name);
    for (name, value) in attributes {
        tag.push_attribute((name, value.as_ref()));
    }
    xml.write_event(Event::Start(tag.borrow()))?;
    xml.write_event(Event::Text(BytesText::new(&legal(text))))?;
    xml.write_event(Event::End(tag.to_end()))
}

/// A line feed after the root.
pub(super) fn end(out: &mut impl Write) -> Result<(), SealError> {
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}
