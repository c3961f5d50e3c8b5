//! Each way to be wrong is the same refusal, after the same work.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{round_trips::between, *};
use crate::sealed::opening::{KeyBlock, Sealed};

fn sealed() -> Sealed {
    read_export(written(CLEAR.as_bytes()).as_bytes()).unwrap().sealed
}

/// The content of a container encrypted with our own padding, for paddings that no writer would make.
fn padded(plain: &[u8]) -> Vec<u8> {
    use aws_lc_rs::cipher::{AES_128, EncryptingKey, EncryptionContext, UnboundCipherKey};
    let mut content = plain.to_vec();
    let key = content_key();
    let cipher = EncryptingKey::cbc(UnboundCipherKey::new(&AES_128, key.key()).unwrap()).unwrap();
    let iv = EncryptionContext::Iv128(aws_lc_rs::iv::FixedLength::from(key.iv()));
    cipher.less_safe_encrypt(&mut content, iv).unwrap();
    content
}

fn block(bytes: &[u8]) -> Vec<KeyBlock> {
    vec![KeyBlock { partner: Some("KOSMOS".into()), encrypted: ours().public().encrypt(bytes).unwrap() }]
}

#[test]
fn every_tampering_is_one_refusal_after_the_same_work() {
    let good = sealed();
    let keys = ring(&[("KOSMOS", ours())]);
    let mut usual = Work::default();
    good.clone().open(&keys, &mut usual).unwrap();
    assert_eq!((usual.blocks, usual.decrypted), (1, good.content.len()));

    let flipped = |place: usize| {
        let mut changed = good.clone();
        changed.content[place] ^= 1;
        changed
    };
    let with_blocks = |blocks| Sealed { blocks, ..good.clone() };
    let key_block = content_key().block();
    let mut bad_md5 = key_block.clone();
    bad_md5[47] ^= 1;
    let mut other_key = key_block.clone();
    other_key[0] ^= 1;
    let mut off_by_one = good.blocks.clone();
    off_by_one[0].encrypted[100] ^= 1;
    let mut hash = good.verification.clone();
    hash[31] ^= 0x80;
    // The plain text of the last block is replaced by bytes that are no padding, or a padding longer than a block.
    let no_padding = padded(&vec![0x41; good.content.len()]);
    let long_padding = padded(&vec![17; good.content.len()]);
    let zero_padding = padded(&vec![0; good.content.len()]);
    let last = good.content.len() - 1;
    for (what, changed) in [
        (
            "RSA padding: a block of noise",
            with_blocks(vec![KeyBlock { partner: Some("KOSMOS".into()), encrypted: vec![7; 256] }]),
        ),
        ("RSA padding: one bit", with_blocks(off_by_one)),
        (
            "RSA: the block is larger than the modulus",
            with_blocks(vec![KeyBlock { partner: Some("KOSMOS".into()), encrypted: vec![0xFF; 256] }]),
        ),
        (
            "RSA: too short a block",
            with_blocks(vec![KeyBlock { partner: Some("KOSMOS".into()), encrypted: vec![1; 8] }]),
        ),
        (
            "RSA: no block",
            with_blocks(vec![KeyBlock { partner: Some("KOSMOS".into()), encrypted: Vec::new() }]),
        ),
        ("47 bytes inside", with_blocks(block(&key_block[..47]))),
        ("49 bytes inside", with_blocks(block(&[0; 49]))),
        ("nothing inside", with_blocks(block(&[]))),
        ("48 zeros inside", with_blocks(block(&[0; 48]))),
        ("MD5", with_blocks(block(&*bad_md5))),
        ("key under the old MD5", with_blocks(block(&*other_key))),
        (
            "sealed for another key under our name",
            with_blocks(vec![KeyBlock {
                partner: Some("KOSMOS".into()),
                encrypted: theirs().public().encrypt(&*key_block).unwrap(),
            }]),
        ),
        ("SHA-256", Sealed { verification: hash, ..good.clone() }),
        ("first byte", flipped(0)),
        ("a byte in the middle", flipped(last / 2)),
        ("AES padding", flipped(last)),
        ("no padding at all", Sealed { content: no_padding, ..good.clone() }),
        ("a padding longer than a block", Sealed { content: long_padding, ..good.clone() }),
        ("a padding of zero", Sealed { content: zero_padding, ..good.clone() }),
    ] {
        let mut work = Work::default();
        let refused = changed.open(&keys, &mut work).expect_err(what);
        assert!(matches!(refused, Unreadable::CannotBeOpened), "{what}: {refused:?}");
        assert_eq!(refused.to_string(), "the sealed file cannot be opened", "{what}");
        assert_eq!(work, usual, "{what}");
    }
}

/// What was sealed with a sound hash and does not inflate is the same error, found after the same work and one step on.
#[test]
fn bad_zlib_under_a_sound_hash_is_the_same_refusal() {
    let keys = ring(&[("KOSMOS", ours())]);
    let packed = {
        let good = sealed();
        let mut content = good.content;
        opening::decrypt(&content_key(), &mut content, &mut Work::default()).unwrap();
        let padding = usize::from(*content.last().unwrap());
        content.truncate(content.len() - padding);
        content
    };
    let mut checksum = packed.clone();
    *checksum.last_mut().unwrap() ^= 1;
    for (what, bytes) in [
        ("no zlib", b"plain text".to_vec()),
        ("nothing", Vec::new()),
        ("cut", packed[..packed.len() / 2].to_vec()),
        ("its checksum", checksum),
    ] {
        let mut claimed = sealing::seal(&bytes, &[to("KOSMOS", &ours())], &content_key(), false).unwrap();
        claimed.compressed = true;
        let mut file = Vec::new();
        export::write(&mut file, &ExportHeader::default(), &claimed).unwrap();
        let text = String::from_utf8(file).unwrap();
        let refused = opened(&text, &keys).expect_err(what);
        assert!(matches!(refused, Unreadable::CannotBeOpened), "{what}: {refused:?}");
        let refused = crate::identifiers::read_any(text.as_bytes(), &keys).expect_err(what);
        assert!(matches!(refused, Unreadable::CannotBeOpened), "{what}: {refused:?}");
    }
}

#[test]
fn each_element_that_is_damaged_or_missing_is_the_same_refusal() {
    let good = written(CLEAR.as_bytes());
    let keys = ring(&[("KOSMOS", ours())]);
    let part = |start: &str| between(&good, start, "<").to_owned();
    let (key, content, hash) =
        (part("NOM=\"KOSMOS\">"), part("Chiffrement=\"true\">"), part("<VERIFICATION>"));
    let whole = |element: &str| {
        let start = good.find(&format!("<{element}")).unwrap();
        let end = good.find(&format!("</{element}>")).unwrap() + element.len() + 3;
        good[start..end].to_owned()
    };
    let longer = STANDARD.encode([STANDARD.decode(&hash).unwrap(), vec![0]].concat());
    for (what, changed) in [
        ("no key block", good.replace(&whole("PARTENAIRE"), "")),
        ("no content", good.replace(&whole("CONTENU"), "")),
        ("no hash", good.replace(&whole("VERIFICATION"), "")),
        ("an empty key block", good.replace(&key, "")),
        ("an empty content", good.replace(&content, "")),
        ("an empty hash", good.replace(&hash, "")),
        ("a short hash", good.replace(&hash, &hash[..40])),
        ("a long hash", good.replace(&hash, &longer)),
        ("a key block that is no base64", good.replace(&key, "%%%")),
        ("a content that is no base64", good.replace(&content, "é")),
        ("a content of seven bytes", good.replace(&content, "AAAAAAAAAA")),
        ("content twice", good.replace("<VERIFICATION>", &format!("{}<VERIFICATION>", whole("CONTENU")))),
        ("hash twice", good.replace("<VERIFICATION>", &format!("{}<VERIFICATION>", whole("VERIFICATION")))),
        (
            "the flag turned over into noise",
            good.replace("Chiffrement=\"true\"", "Chiffrement=\"peut-être\""),
        ),
        (
            "two contents exchanged",
            good.replace(&content, between(&written(b"other"), "Chiffrement=\"true\">", "<")),
        ),
    ] {
        assert_ne!(changed, good, "{what}");
        let refused = opened(&changed, &keys).expect_err(what);
        assert!(matches!(refused, Unreadable::CannotBeOpened), "{what}: {refused:?}");
    }
}

#[test]
fn more_blocks_or_more_keys_are_more_work_whether_they_open_or_not() {
    let container = written_for(&[to("KOSMOS", &theirs()), to("KOSMOS", &ours())], b"x");
    let (done, work) = opened_with_work(&container, &ring(&[("KOSMOS", ours())]));
    assert_eq!(
        (done.unwrap(), work.blocks),
        (b"x".to_vec(), 2),
        "the first block does not open, the second does"
    );
    let wrong = container.replace("AAAA", "AAAB");
    let (_, same) = opened_with_work(&wrong, &ring(&[("KOSMOS", ours())]));
    assert_eq!(same, work);
}

#[test]
fn a_made_up_key_stays_the_same_for_a_block_and_differs_between_blocks() {
    let (first, second) = (ours().rejected(b"a"), ours().rejected(b"b"));
    assert_eq!(first, ours().rejected(b"a"));
    assert_ne!(first, second);
    assert_ne!(first, theirs().rejected(b"a"), "it depends on a secret of the key");
}
