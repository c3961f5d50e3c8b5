//! A seed is a district, today and in the next release: demonstrations and tests may name people of seed 1.

use crate::{Account, District, PronotePerson};

/// FNV-1a of a text.
fn digest(text: &str) -> String {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
}

fn account_line(account: &Account) -> String {
    let class = account.class.as_ref().map_or("-", |class| class.name.as_str());
    let born = account.birth_date.map_or_else(|| "-".to_owned(), |d| d.to_string());
    format!(
        "{} {} {} · {} · {born} · {class}",
        account.key,
        account.civility.as_str(),
        account.name.listed(),
        account.login
    )
}

fn record_line(person: &PronotePerson) -> String {
    let PronotePerson { key, category, name, pronote_id, .. } = person;
    let truth = person.truth.map_or_else(|| "-".to_owned(), |key| key.to_string());
    let former = person.former_cas_id.as_ref().map_or("-", |id| id.as_str());
    format!("{key} {category} {} / {} · {pronote_id} · {truth} · {former}", name.last, name.first)
}

#[test]
fn the_same_seed_gives_the_same_district() {
    assert_eq!(District::generate(7), District::generate(7));
    assert_eq!(District::small(7), District::small(7));
}

#[test]
fn other_seeds_give_other_people() {
    let [one, other] = [1, 2].map(District::generate);
    let names =
        |district: &District| -> Vec<_> { district.ent.accounts.iter().map(|a| a.name.clone()).collect() };
    let common = names(&one).into_iter().filter(|name| names(&other).contains(name)).count();
    assert!(common < 300, "{common}");
    let ids = |district: &District| -> Vec<_> {
        district.records().map(|(_, person)| person.pronote_id.clone()).collect()
    };
    assert!(ids(&one).iter().all(|id| !ids(&other).contains(id)));
}

#[test]
fn the_names_and_logins_of_the_cast_never_change() {
    for seed in 0..5 {
        for district in [District::small(seed), District::generate(seed)] {
            let logins = district.cast.everybody().map(|key| district.account(key).unwrap().login.clone());
            insta::allow_duplicates! {
                insta::assert_snapshot!(logins.join("\n"), @r"
                maelle.lhostis
                ines.da-silva-mercier
                noel.nguyen
                gaelle.le-querrec
                benoit.de-la-hetraie
                marie-ange.coeurderoy
                yael.ghyselen
                jean-francois.delaunoy
                solene.kerbrat
                edouard.vanhoutte
                elouan.trevidic
                anh-thu.luong-gauthier
                ");
            }
        }
    }
}

fn every(step: usize, lines: &[String]) -> String {
    lines.iter().step_by(step).cloned().collect::<Vec<_>>().join("\n")
}

#[test]
fn the_accounts_of_seed_1_are_what_they_were() {
    let district = District::generate(1);
    let accounts: Vec<String> = district.ent.accounts.iter().map(account_line).collect();
    insta::assert_snapshot!(every(230, &accounts), @r"
    1 Mme L'HOSTIS Maëlle · maelle.lhostis · 2012-07-13 · 3e 4
    231 Mme OULD BRAHIM Inaya · inaya.ould-brahim · 2013-07-05 · 4e 5
    461 M. BEN YOUSSEF Issa · issa.ben-youssef · 2013-07-20 · 4e 5
    691 M. LE GOFF Ilyès · ilyes.le-goff · - · -
    921 M. BAILLY Jean-Noël · jean-noel.bailly · - · -
    1151 Mme DERRIEN Victoire · victoire.derrien · - · -
    1381 M. GROSJEAN Oscar · oscar.grosjean · - · -
    1611 M. COURTOIS Mehdi · mehdi.courtois · - · -
    1841 Mme LABBÉ Manon · manon.labbe · - · -
    ");
    insta::assert_snapshot!(digest(&accounts.join("\n")), @"4f24bac4f9f8a8e6");
}

#[test]
fn the_records_of_seed_1_are_what_they_were() {
    let district = District::generate(1);
    let records: Vec<String> = district.records().map(|(_, person)| record_line(person)).collect();
    insta::assert_snapshot!(every(230, &records), @r"
    1 teacher Amsellem / Titouan · RECFKSJ4V3ZYAUQG · 654 · -
    231 pupil Dos Santos / Jean Baptiste · MNQATPJWR7Y4FCD8 · 133 · X9AB12990
    461 pupil Paillard / Estelle · VWZGTQNB9CY4XA2K · 578 · X9AB15980
    691 guardian BOUCHARD / Nathan · K24VBPWSUQETDCF5 · 1483 · X9AB18970
    921 guardian Faucheux / Aya · PYRMC8XUSA4HFEJK · 1080 · -
    1151 guardian Masson / Mathéo · TPY3C2FR5UQGDWEJ · - · X9AB24950
    1381 guardian TEIXEIRA / Octave · 2PFA4HQEGJS9BUXM · 1641 · X9AB27940
    1611 pupil Berthelot / Ibrahim · DRE9X3HFU54CVS7B · 827 · -
    1841 guardian Huynh / Quentin · Y5SN7K24P9BMGUAC · 1914 · -
    ");
    insta::assert_snapshot!(digest(&records.join("\n")), @"796d6692d13b4bd7");
}
