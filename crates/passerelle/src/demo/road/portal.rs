//! The portal, as its people use it.

use anyhow::{Context as _, ensure};
use walker::{Chosen, Page, Walker};

use super::super::Ends;

/// Title of the first-visit page.
pub(super) const FIRST_VISIT: &str = "Service Pronote avec CAS";

/// Somebody on the home page of the ENT, in a fresh browser.
pub(super) async fn sign_in(ends: &Ends, role: &str) -> anyhow::Result<(Walker, Page)> {
    let account = ends.account("ent", role)?;
    let walker = ends.walker()?;
    let page = walker.open(&ends.ent_url).await?;
    let typed = [("username", account.login.as_str()), ("password", account.password.as_str())];
    let page = walker.submit(&page, "form#fm1", &typed).await?;
    ensure!(page.says("Bonjour"), "{role} n'entre pas dans l'ENT");
    Ok((walker, page))
}

/// Uploads the written file in mode Complet; gives the page of the result.
pub(super) async fn import(ends: &Ends) -> anyhow::Result<Page> {
    let (walker, home) = sign_in(ends, "admin").await?;
    let page = walker.click(&home, "nav a[href='/admin/pronote-identifiers']").await?;
    let content = std::fs::read(&ends.export_file)
        .with_context(|| format!("le fichier {} ne peut pas être lu", ends.export_file.display()))?;
    let file = Chosen { field: "file", name: "IdPN_To_KOSMOS.xml", content };
    let page = walker.upload(&page, "main form", &[("mode", "complete")], file).await?;
    if let Some(refusal) = page.text("[role=alert]") {
        anyhow::bail!("le fichier est refusé : {refusal}");
    }
    ensure!(page.says("en mode Complet."), "l'import n'a pas de bilan");
    Ok(page)
}

/// Clicks the PRONOTE tile, goes through the first-visit page, and gives the page that opens.
pub(super) async fn first_visit(walker: &Walker, home: &Page) -> anyhow::Result<Page> {
    let page = walker.click(home, "a.tile").await?;
    ensure!(page.text("h1").as_deref() == Some(FIRST_VISIT), "la page de première visite ne s'affiche pas");
    let form = "form[action='/cas/first-visit']";
    Ok(walker.submit(&page, form, &[("acknowledged", "on")]).await?)
}
