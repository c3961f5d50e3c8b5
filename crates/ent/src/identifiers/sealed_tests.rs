//! Sealed files through the page: opened with a key that is held, refused at the field otherwise.

use exchange::sealed::{
    ContentKey, ExportHeader, KeyRing, PartnerName, PrivateKey, PublicKey, Recipient, write_export,
};
use testkit::private_keys;
use walker::Page;

use super::families::GOOD;
use crate::tests::TestEnt;

const SAMPLE: &[u8] = include_bytes!("../../../exchange/tests/samples/enveloppe-export-index-education.xml");

fn name(raw: &str) -> PartnerName {
    PartnerName::parse(raw).unwrap()
}

fn held(name_of_key: &str, key: PrivateKey) -> KeyRing {
    let mut keys = KeyRing::default();
    keys.add(name(name_of_key), key);
    keys
}

fn sealed(recipients: &[(&str, &PublicKey)], document: &[u8]) -> Vec<u8> {
    let recipient = |(to, key): &(&str, &PublicKey)| Recipient { name: name(to), key: (*key).clone() };
    let recipients: Vec<Recipient> = recipients.iter().map(recipient).collect();
    let mut file = Vec::new();
    let key = ContentKey::from_random([7; 32]);
    write_export(&mut file, &ExportHeader::default(), &recipients, document, &key).unwrap();
    file
}

/// What the page says at the field, once it is sure that the page is the form again and nothing changed.
async fn refusal(test: &TestEnt, page: &Page) -> String {
    assert_eq!(page.status, 422, "{}", page.body);
    assert!(test.links().await.is_empty());
    assert_eq!(page.attribute("#file", "aria-invalid").as_deref(), Some("true"), "{}", page.body);
    let described = page.attribute("#file", "aria-describedby").unwrap();
    assert!(described.split(' ').any(|id| id == "file-error"), "{described}");
    let alert = page.text("#file-error").unwrap();
    assert!(alert.contains("Rien n'a été modifié."), "{alert}");
    alert
}

#[tokio::test]
async fn a_sealed_file_is_imported_as_the_clear_one() {
    let [ours, theirs] = private_keys();
    let recipients = [("NEO-Open", theirs.public()), ("KOSMOS", ours.public())];
    let file = sealed(&recipients, GOOD.as_bytes());
    let test = TestEnt::start_with(held("KOSMOS", ours.clone())).await.with_families().await;
    let (_, page) = test.import_page().await;
    assert!(page.says("Cet ENT ouvre les fichiers chiffrés pour : KOSMOS."), "{}", page.body);
    let page = test.import(file).await;
    assert!(page.says("164 identifiant(s) Pronote importé(s)."), "{}", page.body);
    assert_eq!(test.links().await["zoe"], ["9JT7VHC2XK8RMQZ4"]);
    // The same page still takes a clear file.
    assert!(test.import(GOOD.as_str()).await.says("164 identifiant(s) Pronote importé(s)."));
}

#[tokio::test]
async fn a_file_for_others_names_them_and_those_whose_key_is_held() {
    let [ours, theirs] = private_keys();
    let test = TestEnt::start_with(held("Mon ENT", ours)).await.with_families().await;
    let page =
        test.import(sealed(&[("KOSMOS", theirs.public()), ("NEO", theirs.public())], GOOD.as_bytes())).await;
    let said = refusal(&test, &page).await;
    assert!(
        said.contains("Ce fichier est chiffré pour KOSMOS, NEO. Cet ENT a les clés de : Mon ENT."),
        "{said}"
    );
    assert!(said.contains("choisissant un destinataire dont cet ENT a la clé"), "{said}");
    let page = test.import(SAMPLE).await;
    assert!(refusal(&test, &page).await.contains("chiffré pour KOSMOS. Cet ENT"));
}

#[tokio::test]
async fn without_a_key_the_page_says_so_before_and_after() {
    let [_, theirs] = private_keys();
    let test = TestEnt::start().await.with_families().await;
    let (_, page) = test.import_page().await;
    assert!(page.says("Cet ENT n'a pas de clé : il n'ouvre que les fichiers en clair."), "{}", page.body);
    let page = test.import(sealed(&[("<b>KOSMOS", theirs.public())], GOOD.as_bytes())).await;
    let said = refusal(&test, &page).await;
    assert!(said.contains("chiffré pour <b>KOSMOS, et cet ENT n'a aucune clé."), "{said}");
    assert!(!page.body.contains("<b>KOSMOS"), "a name stays text");
}

#[tokio::test]
async fn a_wrong_key_and_a_damaged_file_are_one_sentence() {
    let [ours, theirs] = private_keys();
    let test = TestEnt::start_with(held("KOSMOS", ours.clone())).await.with_families().await;
    let good = String::from_utf8(sealed(&[("KOSMOS", ours.public())], GOOD.as_bytes())).unwrap();
    let hash = good.split_once("<VERIFICATION>").unwrap().1.split_once('<').unwrap().0;
    let damaged = good.replace(hash, &hash.chars().rev().skip(1).collect::<String>());
    let changed = |at: &str| {
        let place = good.find(at).unwrap() + at.len() + 60;
        let mut bytes = good.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        bytes
    };
    let mut said = Vec::new();
    for file in [
        sealed(&[("KOSMOS", theirs.public())], GOOD.as_bytes()),
        SAMPLE.to_vec(),
        damaged.into_bytes(),
        changed("NOM=\"KOSMOS\">"),
        changed("Chiffrement=\"true\">"),
    ] {
        let page = test.import(file).await;
        said.push(refusal(&test, &page).await);
    }
    assert!(said[0].contains("Ce fichier chiffré ne s'ouvre pas"), "{}", said[0]);
    assert!(said.iter().all(|text| *text == said[0]), "{said:?}");
    // The file as it was is imported.
    assert!(test.import(good).await.says("164 identifiant(s) Pronote importé(s)."));
}

#[tokio::test]
async fn a_file_too_large_outside_or_inside_is_told_which() {
    let [ours, _] = private_keys();
    let test = TestEnt::start_with(held("KOSMOS", ours.clone())).await.with_families().await;
    let mut outside = b"<EXPORT_INDEX_EDUCATION><CLES><PARTENAIRE NOM='KOSMOS'/></CLES><CONTENU>".to_vec();
    outside.resize(65 << 20, b'=');
    let page = test.import(outside).await;
    assert!(refusal(&test, &page).await.contains("Le fichier dépasse 64 Mio."));
    // Long comments compress best, and are gone through fastest.
    let comment = [&b"<!--"[..], &vec![b' '; (1 << 20) - 7], b"-->"].concat();
    let inside = [&b"<x>"[..], &comment.repeat(257)].concat();
    let page = test.import(sealed(&[("KOSMOS", ours.public())], &inside)).await;
    let said = refusal(&test, &page).await;
    assert!(said.contains("Une fois déchiffré et décompressé, le fichier dépasse 256 Mio."), "{said}");
}
