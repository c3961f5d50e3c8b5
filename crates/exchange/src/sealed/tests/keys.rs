//! Keys as text, and what is never shown of them.

use super::*;

#[test]
fn keys_survive_their_text() {
    let der = made();
    let pem = PrivateKey::pem_of(&der);
    assert!(
        pem.starts_with("-----BEGIN PRIVATE KEY-----\n") && pem.ends_with("\n-----END PRIVATE KEY-----\n")
    );
    assert!(pem.lines().all(|line| line.len() <= 64), "{}", pem.lines().count());
    let key = PrivateKey::from_pem(&format!("# mine\r\n{}", pem.replace('\n', "\r\n"))).unwrap();
    let public = PublicKey::from_pem(&key.public().to_pem()).unwrap();
    assert_eq!((public.fingerprint(), public.bits()), (key.public().fingerprint(), 2048));
    assert_eq!(public.fingerprint().len(), 64);
    let container = written_for(&[Recipient { name: name("A"), key: public }], b"x");
    assert_eq!(opened(&container, &ring(&[("A", key)])).unwrap(), b"x");
}

#[test]
fn what_is_no_key_says_what_is_missing() {
    let private = PrivateKey::pem_of(&made());
    let public = ours().public().to_pem();
    let not_pem = |expected| KeyError::NotPem { expected };
    assert_eq!(PublicKey::from_pem(&private).unwrap_err(), not_pem("PUBLIC KEY"));
    assert_eq!(PrivateKey::from_pem(&public).unwrap_err(), not_pem("PRIVATE KEY"));
    assert_eq!(PrivateKey::from_pem("").unwrap_err(), not_pem("PRIVATE KEY"));
    assert_eq!(PublicKey::from_pem(&public[..public.len() - 30]).unwrap_err(), not_pem("PUBLIC KEY"));
    let noise = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
    assert_eq!(PublicKey::from_pem(noise).unwrap_err(), KeyError::NotRsa);
    assert_eq!(PrivateKey::from_pem(&noise.replace("PUBLIC", "PRIVATE")).unwrap_err(), KeyError::NotRsa);
    assert_eq!(PublicKey::from_pem(&"a".repeat(1 << 20)).unwrap_err(), not_pem("PUBLIC KEY"));
}

#[test]
fn a_ring_printed_for_debugging_shows_names_and_fingerprints_only() {
    let pem = PrivateKey::pem_of(&made());
    let shown = format!("{:?}", ring(&[("KOSMOS", PrivateKey::from_pem(&pem).unwrap())]));
    assert!(shown.contains("KOSMOS") && shown.contains("PublicKey"), "{shown}");
    assert!(shown.len() < 250, "{shown}");
}

#[test]
fn names_are_what_one_can_read_aloud() {
    for good in ["KOSMOS", "K-d'école", " NEO-Open ", "É"] {
        assert_eq!(PartnerName::parse(good).unwrap().as_str(), good.trim());
    }
    for bad in ["", "  ", "a\nb", "\u{0}", &"x".repeat(65)] {
        assert_eq!(PartnerName::parse(bad), Err(PartnerNameError), "{bad:?}");
    }
}
