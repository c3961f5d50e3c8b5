//! The console and the supervisor's pages, as their people use them.

use anyhow::{Context as _, ensure};
use exchange::identifiers::PARTNER;
use model::PronoteId;
use walker::{Page, Walker};

use super::super::{Ends, settle_pronote};

/// Signs in on a page that shows PRONOTE's sign-in form.
async fn sign_in(ends: &Ends, path: &str, role: &str) -> anyhow::Result<(Walker, Page)> {
    let account = ends.account("pronote", role)?;
    let walker = ends.walker()?;
    let page = walker.open(&format!("{}{path}", ends.console_url)).await?;
    let typed = [("login", account.login.as_str()), ("password", account.password.as_str())];
    let page = walker.submit(&page, "main form", &typed).await?;
    ensure!(page.status == 200 && page.text("#password").is_none(), "{role} n'entre pas dans la console");
    Ok((walker, page))
}

/// Stops the publication, chooses this ENT in the list over the former one, and publishes.
pub(super) async fn delegate(ends: &Ends) -> anyhow::Result<String> {
    let (walker, home) = sign_in(ends, "/", "console").await?;
    let page = walker.click(&home, "main a[href^='/bases/']").await?;
    let page = walker.click(&page, "a[href$='/delegation']").await?;
    ensure!(
        page.says("Vous devez arrêter la publication de la base pour pouvoir modifier ces paramètres."),
        "les paramètres ne sont pas verrouillés alors que la base est publiée"
    );
    let page = walker.submit(&page, "form[action$='/publication']", &[("action", "stop")]).await?;
    ensure!(page.says("Non publiée"), "la publication ne s'arrête pas");
    let page = walker.submit(&page, "form[action$='/preset']", &[("preset", settle_pronote::PRESET)]).await?;
    ensure!(page.says("va supprimer les paramètres renseignés"), "aucune confirmation n'est demandée");
    let page = walker.submit(&page, "form[action$='/preset']", &[("confirm", "yes")]).await?;
    let link = page.attribute("#link-service", "value").context("l'adresse à communiquer à l'ENT manque")?;
    let cas = ends.ent.config().cas_url();
    let filled = page.attribute("#cas_url", "value").unwrap_or_default();
    ensure!(filled == cas, "l'adresse du serveur CAS est {filled}, et non {cas}");
    let page = walker.submit(&page, "form[action$='/publication']", &[("action", "publish")]).await?;
    ensure!(page.says("Base publiée"), "la base n'est pas publiée");
    Ok(format!("serveur CAS {cas} ; adresse communiquée à l'ENT : {link}"))
}

/// Exports everybody and writes the file, as a browser saves it.
pub(super) async fn export(ends: &Ends) -> anyhow::Result<String> {
    let (walker, home) = sign_in(ends, "/spr/", "supervisor").await?;
    let page = walker.click(&home, "a[href='/spr/export']").await?;
    let page = walker.submit(&page, "form[action='/spr/export']", &[("platform", "kosmos")]).await?;
    ensure!(page.says("L'export a été réalisé pour : KOSMOS"), "l'export n'a pas abouti");
    ensure!(page.says("peuvent être déchiffrées par : K-d'école"), "l'export n'est pas chiffré");
    let file = walker.click(&page, "main a[download]").await?;
    ensure!(file.status == 200, "le fichier ne se télécharge pas");
    std::fs::write(&ends.export_file, &file.bytes)
        .with_context(|| format!("le fichier {} ne peut pas être écrit", ends.export_file.display()))?;
    Ok(format!("{} Kio, chiffré pour K-d'école ({PARTNER})", file.bytes.len().div_ceil(1024)))
}

/// What the supervisor sees under "Identifiant CAS" for a person; empty when there is nothing.
pub(super) async fn cas_identifier(
    ends: &Ends,
    category: &str,
    wanted: &PronoteId,
) -> anyhow::Result<String> {
    let (walker, _) = sign_in(ends, "/spr/", "supervisor").await?;
    let page = walker.open(&format!("{}/spr/people/{category}?q={wanted}", ends.console_url)).await?;
    let cells = page.texts("tbody td");
    let place = cells
        .iter()
        .position(|cell| cell == wanted.as_str())
        .context("la personne n'est pas dans la liste")?;
    Ok(cells.get(place + 1).cloned().unwrap_or_default())
}
