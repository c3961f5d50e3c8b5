//! The delegation tab and the identification window, as an operator meets them.

use crate::{
    delegation::{self, CasUrl, CommonId, Dialect, ExportReaders, FirstConnection, Identification, Settings},
    operators::Role,
    tests::{Browser, Fixture},
};

/// A console, and the page of the delegation.
async fn console(fixture: &Fixture) -> (Browser, String) {
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    (console, format!("/bases/{}/delegation", fixture.base))
}

async fn set(fixture: &Fixture, cas_url: &str) {
    let settings = Settings::of(CasUrl::parse(cas_url).unwrap());
    delegation::set(&fixture.pronote, &fixture.base, settings).await.unwrap();
}

async fn current(fixture: &Fixture) -> Option<delegation::Delegation> {
    delegation::current(&fixture.pronote, &fixture.school().await).await.unwrap()
}

#[tokio::test]
async fn an_ent_without_published_address_waits_for_it() {
    let fixture = Fixture::bare().await;
    let (console, page) = console(&fixture).await;
    let preset = format!("{page}/preset");
    let sent = console.submit(&page, &preset, &[("preset", "ent-oise")]).await;
    let waiting = console.get(&sent.location).await;
    assert!(waiting.shows("Aucune source ne publie l'adresse de cet ENT"), "{}", waiting.words());
    assert!(waiting.shows("id=\"cas_url\" name=\"cas_url\" value=\"https://\""));
    assert!(waiting.shows("<option value=\"ent-oise\" selected>") && current(&fixture).await.is_none());
    let typed = [("mode", "cas"), ("chosen", "ent-oise"), ("cas_url", "https://cas.example")];
    console.submit(&page, &page, &typed).await;
    assert_eq!(current(&fixture).await.unwrap().preset.as_deref(), Some("ent-oise"));
    // An address typed over one of the list belongs to no ENT of the list.
    set(&fixture, "https://cas.agora06.fr").await;
    let typed = [("mode", "cas"), ("chosen", "agora06"), ("cas_url", "https://other.example")];
    console.submit(&page, &page, &typed).await;
    assert_eq!(current(&fixture).await.unwrap().preset, None);
    // Over a configuration it asks first, as for any other.
    let asked = console.submit(&page, &preset, &[("preset", "ent-oise")]).await;
    assert!(asked.shows("Confirmez-vous l'application de la configuration ENT Oise (CG60) ?"));
    assert!(asked.shows("adresse non publiée"));
}

#[tokio::test]
async fn the_confirmation_shows_what_is_replaced_and_an_undo_brings_it_back() {
    let fixture = Fixture::bare().await;
    let (console, page) = console(&fixture).await;
    let (preset, undo) = (format!("{page}/preset"), format!("{page}/undo"));
    assert_eq!(console.submit(&page, &undo, &[]).await.location, format!("{page}?done=nothing"));
    let fields = [
        ("mode", "cas"),
        ("cas_url", "https://typed.example"),
        ("separate", "on"),
        ("validation_url", "https://valid.example"),
    ];
    console.submit(&page, &page, &fields).await;
    let typed = current(&fixture).await.unwrap();
    let named = Identification {
        common: CommonId::Attribute("uid".to_owned()),
        first: FirstConnection::Refuse,
        ..Identification::default()
    };
    delegation::set_identification(&fixture.pronote, &fixture.base, &typed.id, named.clone()).await.unwrap();
    let asked = console.submit(&page, &preset, &[("preset", "agora06")]).await;
    for words in [
        "<td>https://typed.example</td><td>https://cas.agora06.fr</td>",
        "<td>https://valid.example</td><td>la même que pour l'authentification</td>",
        "<td>Non</td><td>Oui</td>",
        "<td>uid</td><td>Utiliser l'identifiant utilisateur CAS (Subject)</td>",
        "<td>Refuser l'accès</td><td>Avec l'identifiant PRONOTE de l'utilisateur</td>",
        "« casse » l'interconnexion",
        "pré-rentrée",
    ] {
        assert!(asked.shows(words), "{words}: {}", asked.words());
    }
    assert!(!asked.shows("samlValidate"), "what stays is not listed");
    console.submit(&page, &preset, &[("preset", "agora06"), ("confirm", "yes")]).await;
    assert_eq!(current(&fixture).await.unwrap().identification, Identification::default());
    let shown = console.get(&page).await;
    assert!(shown.shows("Annuler ce changement") && shown.shows("pensez à redémarrer la publication"));
    assert_eq!(console.submit(&page, &undo, &[]).await.location, format!("{page}?done=undone"));
    let back = current(&fixture).await.unwrap();
    assert_eq!((back.id, back.identification, back.direct_access), (typed.id, named, false));
    assert!(console.get(&page).await.shows("https://valid.example/samlValidate"));
    fixture.publish(true).await;
    let locked = console.get(&page).await;
    assert!(!locked.shows("/delegation/undo") && !locked.shows("pensez à redémarrer"));
}

#[tokio::test]
async fn families_can_be_told_in_plain_words() {
    let fixture = Fixture::new().await;
    let (console, page) = console(&fixture).await;
    let shown = console.get(&page).await;
    for words in [
        "L'accès à PRONOTE (Collège des Passerelles) passe par l'ENT « Passerelle (démonstration) »",
        "utilisez la nouvelle adresse : http://127.0.0.1:8081/pronote/?login=true</textarea>",
        "<a href=\"http://127.0.0.1:8081/pronote/?login=true\">",
        "L'ancienne adresse ne fonctionne plus",
    ] {
        assert!(shown.shows(words), "{words}");
    }
    fixture.publish(false).await;
    assert!(!console.get(&page).await.shows("<a href=\"http://127.0.0.1:8081/pronote/?login=true\">"));
    console.submit(&page, &page, &[("mode", "cas"), ("cas_url", &fixture.cas.url())]).await;
    let shown = console.get(&page).await;
    assert!(shown.shows("Il n'est plus possible d'entrer sans passer par l'ENT.</textarea>"));
}

/// Every field of the window with a good value.
const WINDOW: [(&str, &str); 16] = [
    ("common", "subject"),
    ("first", "pronote-id"),
    ("attribute", "idPronote"),
    ("dialect", "saml11"),
    ("identity-last-name", "nom"),
    ("identity-first-name", "prenom"),
    ("identity-birth-date", "dateNaissance"),
    ("identity-postal-code", "codePostal"),
    ("identity-categories", "categories"),
    ("word-pupil", "National_1"),
    ("word-guardian", "National_2"),
    ("word-teacher", "National_3"),
    ("word-staff", "National_4"),
    ("uai", "0999991X"),
    ("code", "PRONOTECAS"),
    ("readers", "*"),
];

/// The same with other values for some of its fields.
pub(super) fn window_with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let of = |name: &str| changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| *value);
    let kept = WINDOW.iter().map(|(name, value)| (*name, of(name).unwrap_or(value)));
    let more = changes.iter().filter(|(name, _)| WINDOW.iter().all(|(known, _)| known != name));
    kept.chain(more.copied()).collect()
}

#[tokio::test]
async fn the_window_sets_how_people_are_recognised_and_what_the_export_carries() {
    let fixture = Fixture::bare().await;
    set(&fixture, "https://cas.example").await;
    let (console, page) = console(&fixture).await;
    let window = format!("/bases/{}/identification", fixture.base);
    let shown = console.get(&window).await;
    for words in [
        "Avec l'identifiant PRONOTE de l'utilisateur",
        "value=\"idPronote\"",
        "value=\"0999990W\"",
        "(*) Ces paramètres doivent vous être communiqués par l'administrateur CAS.",
        "Fichier > Socles ENT > Exporter les identifiants Pronote",
    ] {
        assert!(shown.shows(words), "{words}");
    }
    let fields = window_with(&[
        ("common", "attribute"),
        ("common-name", "uid"),
        ("first", "identity"),
        ("attribute", "idPN"),
        ("dialect", "cas3"),
        ("identity-last-name", "sn"),
        ("word-pupil", "ELEVE"),
        ("word-staff", ""),
        ("to-url", "on"),
        ("url", "https://ent.example/depot"),
        ("automatic", "on"),
        ("readers", ""),
    ]);
    let sent = console.submit(&window, &window, &fields).await;
    assert_eq!(sent.location, format!("{page}?done=identification"), "{}", sent.words());
    let set = current(&fixture).await.unwrap().identification;
    assert_eq!((set.common, set.first), (CommonId::Attribute("uid".to_owned()), FirstConnection::Identity));
    assert_eq!((set.attribute.as_str(), set.last_name.as_str(), set.dialect), ("idPN", "sn", Dialect::Cas3));
    assert_eq!(set.words.to_string(), "teacher=National_3;pupil=ELEVE;guardian=National_2");
    let export = delegation::export_settings(&fixture.pronote, &fixture.base).await.unwrap().unwrap();
    assert_eq!((export.uai.as_str(), export.pairing_code.as_str()), ("0999991X", "PRONOTECAS"));
    assert_eq!((export.readers, export.automatic), (ExportReaders::Anyone, true));
    assert_eq!(export.url.as_deref(), Some("https://ent.example/depot"));
    let shown = console.get(&window).await;
    assert!(shown.shows("value=\"https://ent.example/depot\"") && shown.shows("value=\"ELEVE\""));
    fixture.publish(true).await;
    let locked = console.submit(&window, &window, &WINDOW).await;
    assert!(locked.status == 409 && locked.shows("<fieldset class=\"form\" disabled>"));
    assert_eq!(current(&fixture).await.unwrap().identification.attribute, "idPN");
}

#[tokio::test]
async fn what_is_wrong_in_the_window_is_told_at_its_field_and_kept() {
    let fixture = Fixture::bare().await;
    let (console, _) = console(&fixture).await;
    let window = format!("/bases/{}/identification", fixture.base);
    assert!(console.get(&window).await.shows("Définissez d'abord une délégation CAS"));
    assert_eq!(console.submit(&window, &window, &WINDOW).await.status, 404);
    set(&fixture, "https://cas.example").await;
    for (field, typed, sentence) in [
        ("uai", "0999991Z", "La lettre ne correspond pas au numéro. Vouliez-vous dire 0999991X ?"),
        ("uai", "99", "sept chiffres et une lettre sont attendus"),
        ("code", "", "Saisissez le code de rapprochement."),
        ("code", "deux mots", "Un code se compose de lettres"),
        ("attribute", "", "Ce nom est nécessaire"),
        ("attribute", "id pronote", "Un nom d'attribut se compose"),
        ("identity-birth-date", "né le", "Un nom d'attribut se compose"),
        ("word-pupil", "a;b", "Une valeur de catégorie n'a ni"),
        ("url", "", "Saisissez l'adresse de destination"),
        ("url", "http://ent.example/", "Saisissez l'adresse de destination"),
        ("first", "guess", "Choisissez dans la liste."),
        ("dialect", "cas9", "Choisissez dans la liste."),
        ("readers", "nobody", "Choisissez un destinataire de la liste."),
    ] {
        let fields = window_with(&[(field, typed), ("to-url", "on"), ("url", typed)]);
        let answer = console.submit(&window, &window, &fields).await;
        assert!(answer.status == 422 && answer.shows(sentence), "{field} {typed}: {}", answer.words());
        if !["first", "dialect", "readers"].contains(&field) {
            assert!(answer.shows(&format!("name=\"{field}\" value=\"{typed}\"")), "{field} {typed}");
        }
        assert!(delegation::export_settings(&fixture.pronote, &fixture.base).await.unwrap().is_none());
    }
    let named = window_with(&[("common", "attribute"), ("common-name", "")]);
    assert_eq!(console.submit(&window, &window, &named).await.status, 422);
    let without_url = window_with(&[("url", "not an address")]);
    assert_eq!(console.submit(&window, &window, &without_url).await.status, 303, "required only when ticked");
}

#[tokio::test]
async fn a_second_delegation_is_added_chosen_renamed_and_removed() {
    let fixture = Fixture::bare().await;
    set(&fixture, "https://staff.example").await;
    let first = fixture.school().await.delegation.unwrap();
    let (console, page) = console(&fixture).await;
    let adding = format!("{page}?d=new");
    assert!(!console.get(&page).await.shows("Délégation de chaque espace"), "nothing to choose from");
    let long = "n".repeat(81);
    for (name, cas_url, sentence) in [
        (long.as_str(), "https://families.example", "Le nom est trop long"),
        ("Familles", "https://staff.example", "a déjà ce serveur CAS"),
        ("Familles", "families", "Ce n'est pas l'adresse"),
    ] {
        let fields = [("delegation", "new"), ("mode", "cas"), ("name", name), ("cas_url", cas_url)];
        let answer = console.submit(&adding, &page, &fields).await;
        assert!(answer.status == 422 && answer.shows(sentence), "{}", answer.words());
        assert!(answer.shows(&format!("value=\"{name}\"")) && answer.shows(&format!("value=\"{cas_url}\"")));
    }
    let fields = [
        ("delegation", "new"),
        ("mode", "cas"),
        ("name", "Familles"),
        ("cas_url", "https://families.example"),
        ("direct_access", "on"),
    ];
    console.submit(&adding, &page, &fields).await;
    let all = delegation::all(&fixture.pronote, &fixture.school().await).await.unwrap();
    let second = all.last().unwrap().id.to_string();
    let choice = [("base", first.as_str()), ("parents", second.as_str())];
    console.submit(&page, &format!("{page}/spaces"), &choice).await;
    let shown = console.get(&page).await;
    assert!(shown.shows("Modifier Familles"));
    assert!(shown.shows(&format!("<option value=\"{second}\" selected>Familles</option>")));
    let of_parents = async || {
        let school = fixture.school().await;
        let space = crate::bases::Space::Parents;
        delegation::for_space(&fixture.pronote, &school, space).await.unwrap().unwrap()
    };
    assert_eq!(of_parents().await.cas_url.as_str(), "https://families.example");

    let one = format!("{page}?d={second}");
    let fields = [("delegation", second.as_str()), ("mode", "cas"), ("name", "Parents")];
    console.submit(&one, &page, &[&fields[..], &[("cas_url", "https://families.example")]].concat()).await;
    assert_eq!((of_parents().await.name.as_str(), of_parents().await.direct_access), ("Parents", false));
    let window = format!("/bases/{}/identification", fixture.base);
    let fields = window_with(&[("delegation", &second), ("attribute", "idPN")]);
    console.submit(&format!("{window}?d={second}"), &window, &fields).await;
    assert_eq!(of_parents().await.identification.attribute, "idPN");
    assert_eq!(
        current(&fixture).await.unwrap().identification.attribute,
        "idPronote",
        "not that of the base"
    );
    console.submit(&page, &format!("{page}/drop"), &[("delegation", &second)]).await;
    assert_eq!(of_parents().await.cas_url.as_str(), "https://staff.example");
    assert_eq!(console.get(&format!("{page}?d={second}")).await.status, 404);
}

#[tokio::test]
async fn the_date_of_the_former_ent_is_to_come() {
    let fixture = Fixture::bare().await;
    set(&fixture, "https://former.example").await;
    let (console, page) = console(&fixture).await;
    assert!(!console.get(&page).await.shows("Accepter l'ancien ENT jusqu'au"));
    set(&fixture, "https://new.example").await;
    let transition = format!("{page}/transition");
    for wrong in ["demain", "31/02/2027", "03/09/2026"] {
        let answer = console.submit(&page, &transition, &[("until", wrong)]).await;
        assert!(answer.status == 422 && answer.shows("Saisissez une date à venir"), "{wrong}");
        assert!(answer.shows(&format!("value=\"{wrong}\"")));
    }
    console.submit(&page, &transition, &[("until", "04/09/2026")]).await;
    let shown = console.get(&page).await;
    assert!(shown.shows("value=\"04/09/2026\"") && shown.shows("http://127.0.0.1:8081/pronote/?ent="));
    console.submit(&page, &transition, &[("until", "")]).await;
    assert!(!console.get(&page).await.shows("?ent="));
}

#[tokio::test]
async fn a_published_base_changes_its_ent_in_one_go() {
    let fixture = Fixture::new().await;
    let former = current(&fixture).await.unwrap();
    let (console, page) = console(&fixture).await;
    assert!(console.get(&page).await.shows("Préparer une modification"));
    let edit = format!("{page}?edit=1");
    let typed = [("mode", "cas"), ("cas_url", "https://cas.example"), ("name", "Essai")];
    let refused = console.submit(&edit, &page, &typed).await;
    assert_eq!((refused.status.as_u16(), current(&fixture).await.unwrap().id), (409, former.id.clone()));
    let wrong = [("mode", "cas"), ("cas_url", "https://"), ("action", "prepare")];
    let wrong = console.submit(&edit, &page, &wrong).await;
    assert!(wrong.status == 422 && wrong.shows("Voir ce qui change"), "{}", wrong.words());

    // What is prepared is shown, and nothing has happened yet.
    let prepared = [&typed[..], &[("action", "prepare")]].concat();
    let shown = console.submit(&edit, &page, &prepared).await;
    for words in ["Arrêter, appliquer, publier", "https://cas.example", "Essai", &fixture.cas.url()] {
        assert!(shown.shows(words), "{words}: {}", shown.words());
    }
    // The box of the direct access was not ticked.
    assert!(shown.shows("Autoriser l'authentification directe"), "{}", shown.words());
    assert_eq!(current(&fixture).await.unwrap().id, former.id);

    let applied = [&typed[..], &[("action", "apply")]].concat();
    let sent = console.submit(&edit, &page, &applied).await;
    assert_eq!(sent.location, format!("{page}?done=applied"));
    let now = current(&fixture).await.unwrap();
    assert_eq!((now.cas_url.as_str(), now.direct_access), ("https://cas.example", false));
    assert!(fixture.school().await.published, "nobody meets a stopped base");
    let away = fixture.visitor().get("/pronote/eleve.html").await;
    assert!(away.location.starts_with("https://cas.example/login?service="), "{}", away.location);

    // Without a delegation, in one go too; then an ENT of the list.
    let without = [("mode", "without"), ("action", "apply")];
    console.submit(&edit, &page, &without).await;
    assert!(current(&fixture).await.is_none() && fixture.school().await.published);
    let preset = format!("{page}/preset");
    let locked = console.submit(&edit, &preset, &[("preset", "agora06")]).await;
    assert_eq!(locked.status, 409);
    let chosen = [("preset", "agora06"), ("prepared", "on")];
    let asked = console.submit(&edit, &preset, &chosen).await;
    assert!(asked.status == 200 && asked.shows("Arrêter, appliquer, publier"), "{}", asked.words());
    let yes = [&chosen[..], &[("confirm", "yes")]].concat();
    console.submit(&edit, &preset, &yes).await;
    assert_eq!(current(&fixture).await.unwrap().preset.as_deref(), Some("agora06"));
    let other = [("preset", "demo"), ("prepared", "on")];
    let asked = console.submit(&edit, &preset, &other).await;
    assert!(asked.shows("Confirmez-vous l'application") && asked.shows("applique et publie en une fois"));
    let yes = [&other[..], &[("confirm", "yes")]].concat();
    console.submit(&edit, &preset, &yes).await;
    assert_eq!(current(&fixture).await.unwrap().cas_url.to_string(), fixture.cas.url());
    assert!(fixture.school().await.published);
}

#[tokio::test]
async fn the_menu_leads_to_the_delegation_of_the_base() {
    let fixture = Fixture::bare().await;
    let (console, page) = console(&fixture).await;
    assert_eq!(console.get("/delegation").await.location, page);
    let entry = format!("<a href=\"{page}\"");
    for address in [page.as_str(), &format!("/bases/{}/publication", fixture.base)] {
        assert_eq!(
            console.get(address).await.text.matches(&entry).count(),
            2,
            "the menu and the tab: {address}"
        );
    }
    assert!(console.get("/clients").await.text.contains("<a href=\"/delegation\""));
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    the_confirmation_shows_what_is_replaced_and_an_undo_brings_it_back,
    the_window_sets_how_people_are_recognised_and_what_the_export_carries,
    a_second_delegation_is_added_chosen_renamed_and_removed,
];
