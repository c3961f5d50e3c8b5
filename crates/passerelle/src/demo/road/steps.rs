//! What each step does, and what must be seen for it to hold.

use anyhow::{Context as _, ensure};
use model::Category;
use walker::{Page, Walker};

use super::{
    super::{Ends, settle_pronote::identifier},
    Step, console, portal,
};

/// Takes one step; gives what was seen.
pub(super) async fn take(ends: &Ends, step: Step) -> anyhow::Result<String> {
    let cast = &ends.district.cast;
    match step {
        Step::ConfigurePronote => console::delegate(ends).await,
        Step::Export => console::export(ends).await,
        Step::Import => import(ends).await,
        Step::Pupil => enter(ends, "pupil", cast.pupil, Category::Pupil).await.map(|(seen, _)| seen),
        Step::ParentOfTwo => {
            let (seen, page) =
                enter(ends, "guardian-of-two", cast.guardian_of_two, Category::Guardian).await?;
            let children = page.texts("main li").len();
            ensure!(children == 2, "{children} enfants sont affichés, et non 2");
            Ok(format!("{seen} ; deux enfants affichés"))
        }
        Step::Teacher => enter(ends, "teacher", cast.teacher, Category::Teacher).await.map(|(seen, _)| seen),
        Step::SecondVisit => second_visit(ends).await,
        Step::ReplayedTicket => replayed_ticket(ends).await,
        Step::WithoutIdentifier => without_identifier(ends).await,
        Step::ChangeOfEnt => change_of_ent(ends).await,
    }
}

/// Everybody in the file is either linked or listed for the administrator, and most are linked: homonyms, duplicates
/// and people without account are left to a person on purpose.
async fn import(ends: &Ends) -> anyhow::Result<String> {
    let result = portal::import(ends).await?;
    let line = result.text("main .lead").context("le nombre d'identifiants importés manque")?;
    let imported: usize =
        line.split(' ').next().and_then(|n| n.parse().ok()).context("le nombre ne se lit pas")?;
    let listed = result.texts("tbody th").len();
    let people = ends.district.schools.first().map_or(0, |school| school.pronote.people.len());
    ensure!(imported + listed == people, "{imported} reliés et {listed} listés, pour {people} personnes");
    ensure!(imported * 3 >= people * 2, "{imported} identifiants seulement pour {people} personnes");
    Ok(format!("{line} {listed} restent à rapprocher, chacun avec la raison."))
}

const fn space(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Teacher => ("professeur.html", "Espace Professeurs"),
        Category::Pupil => ("eleve.html", "Espace Elèves"),
        Category::Guardian => ("parent.html", "Espace Parents"),
        Category::Staff => ("viescolaire.html", "Espace Vie scolaire"),
        Category::InternshipSupervisor => ("entreprise.html", "Espace Entreprise"),
        Category::Inspector => ("academie.html", "Espace Académie"),
    }
}

/// Makes sure that the right person stands in the right space, without a ticket in the address.
fn in_space(ends: &Ends, page: &Page, key: invented::PersonKey, category: Category) -> anyhow::Result<()> {
    let (address, title) = space(category);
    let shown = page.text("h1").unwrap_or_default();
    ensure!(page.status == 200 && shown == title, "« {shown} » s'affiche, et non « {title} »");
    ensure!(page.url.path().ends_with(address), "l'adresse est {}", page.url);
    ensure!(page.url.query().is_none(), "le ticket reste dans l'adresse");
    let mut records = ends.district.records_of(key).filter(|(_, record)| record.category == category);
    let name = &records.next().context("la personne n'est pas dans PRONOTE")?.1.name;
    ensure!(page.says(&name.listed()), "l'espace ne salue pas la bonne personne");
    Ok(())
}

/// A first visit, from the portal's home page to the space; the supervisor then sees the CAS identifier.
async fn enter(
    ends: &Ends,
    role: &str,
    key: invented::PersonKey,
    category: Category,
) -> anyhow::Result<(String, Page)> {
    let (walker, home) = portal::sign_in(ends, role).await?;
    let page = portal::first_visit(&walker, &home).await?;
    in_space(ends, &page, key, category)?;
    let recorded =
        console::cas_identifier(ends, category.as_str(), &identifier(&ends.district, key, category)?).await?;
    let login = &ends.account("ent", role)?.login;
    let account =
        ent::directory::by_login(&ends.ent, login).await?.context("le compte de l'ENT a disparu")?;
    ensure!(recorded == account.uid, "l'identifiant CAS retenu par PRONOTE est « {recorded} »");
    Ok((format!("{} ; identifiant CAS retenu par PRONOTE", space(category).1), page))
}

async fn second_visit(ends: &Ends) -> anyhow::Result<String> {
    let (walker, home) = portal::sign_in(ends, "pupil").await?;
    let page = walker.click(&home, "a.tile").await?;
    ensure!(page.text("h1").as_deref() != Some(portal::FIRST_VISIT), "la page de première visite revient");
    in_space(ends, &page, ends.district.cast.pupil, Category::Pupil)?;
    let last = page.texts("p").into_iter().find(|text| text.starts_with("Dernière connexion"));
    last.context("la dernière connexion n'est pas affichée")
}

/// Walks by hand up to the address that carries a ticket, lets it be used, then shows it again from a browser that
/// PRONOTE itself has sent to the ENT, and to the ENT's validator.
async fn replayed_ticket(ends: &Ends) -> anyhow::Result<String> {
    let (walker, home) = portal::sign_in(ends, "pupil").await?;
    let (used, _) = ticket_address(&walker, &home).await?;
    let entered = walker.open(&used).await?;
    in_space(ends, &entered, ends.district.cast.pupil, Category::Pupil)?;

    let (thief, home) = portal::sign_in(ends, "guardian-of-two").await?;
    let (own, service) = ticket_address(&thief, &home).await?;
    ensure!(own != used, "deux tickets sont égaux");
    let refused = thief.open(&used).await?;
    ensure!(refused.status >= 400, "le ticket rejoué ouvre {}", refused.url);
    ensure!(refused.says("n'a pas accepté cette connexion"), "le refus ne dit pas pourquoi");

    let ticket = used.split_once("ticket=").context("l'adresse n'a pas de ticket")?.1;
    let validator = format!(
        "{}/serviceValidate?ticket={ticket}&service={}",
        ends.ent.config().cas_url(),
        web::encode(&service)
    );
    let answer = walker.step(&validator).await?;
    ensure!(answer.body.contains("INVALID_TICKET"), "l'ENT valide le ticket une seconde fois");
    Ok("refusé par PRONOTE, et par l'ENT (INVALID_TICKET)".to_owned())
}

/// Clicks the tile and follows by hand until the address that carries the ticket, without opening it. Gives it with
/// the address of the service it is for.
async fn ticket_address(walker: &Walker, home: &Page) -> anyhow::Result<(String, String)> {
    let mut address = home.attribute("a.tile", "href").context("l'accueil n'a pas de lien PRONOTE")?;
    for _ in 0..5 {
        if let Some((service, _)) = address.split_once("?ticket=") {
            return Ok((address.clone(), service.to_owned()));
        }
        let page = walker.step(&address).await?;
        address = page.location().with_context(|| format!("{} ne mène nulle part", page.url))?;
    }
    anyhow::bail!("aucun ticket n'est délivré")
}

async fn without_identifier(ends: &Ends) -> anyhow::Result<String> {
    let (walker, home) = portal::sign_in(ends, "without-pronote-id").await?;
    let page = portal::first_visit(&walker, &home).await?;
    let cas = ends.ent.config().cas_url();
    let sentence = format!(
        "Échec de l'authentification par le serveur CAS {cas} : Le serveur CAS doit être configuré pour renvoyer un \
         attribut \"idPronote\". Or aucun attribut n'a été renvoyé."
    );
    ensure!(page.status >= 400, "la personne entre dans {}", page.url);
    ensure!(page.says(&sentence), "la phrase attendue n'est pas affichée");
    Ok("« Le serveur CAS doit être configuré pour renvoyer un attribut \"idPronote\". »".to_owned())
}

async fn change_of_ent(ends: &Ends) -> anyhow::Result<String> {
    let key = ends.district.cast.pupil_from_former_ent;
    let id = identifier(&ends.district, key, Category::Pupil)?;
    let former = console::cas_identifier(ends, Category::Pupil.as_str(), &id).await?;
    ensure!(!former.is_empty(), "l'élève n'avait pas d'identifiant de l'ancien ENT");
    enter(ends, "pupil-from-former-ent", key, Category::Pupil).await?;
    let replaced = console::cas_identifier(ends, Category::Pupil.as_str(), &id).await?;
    ensure!(replaced != former, "l'identifiant de l'ancien ENT est resté");
    Ok("identifiant CAS de l'ancien ENT remplacé".to_owned())
}
