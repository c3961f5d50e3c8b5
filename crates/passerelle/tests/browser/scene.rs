//! Both ends at some point of the road, and the people who come to them.

use std::sync::Arc;

use passerelle::demo::{Ends, road, road::Step};
use testkit::browser::Tab;
use tokio::sync::OnceCell;

use super::{
    kit::Stage,
    labels::{self, ours},
};

/// What stands behind the tab.
pub struct Scene<'a> {
    pub tab: &'a Tab,
    stage: Arc<Stage>,
}

/// Ends that all modes of a scenario use, one after the other.
pub type Shared = OnceCell<Arc<Stage>>;

/// Both ends, after the road up to this step.
async fn stage_after(last: Step) -> Stage {
    let stage = Stage::small().await;
    // The walk ends when a step does not hold, or when what it is told of one is an error.
    let _ = road::walk(
        &stage.ends,
        async |_| {},
        |outcome| {
            anyhow::ensure!(outcome.failure.is_none(), "{}: {}", outcome.name, outcome.detail());
            anyhow::ensure!(outcome.step != last, "far enough");
            Ok(())
        },
    )
    .await
    .inspect_err(|told| assert_eq!(told.to_string(), "far enough"));
    stage
}

impl<'a> Scene<'a> {
    /// The ends before the first step of the road, as the modes before this one have left them.
    pub async fn among(tab: &'a Tab, shared: &Shared) -> Self {
        let stage = shared.get_or_init(async || Arc::new(Stage::small().await)).await;
        Self { tab, stage: Arc::clone(stage) }
    }

    /// The ends as they are when this step of the road has been taken.
    pub async fn after(tab: &'a Tab, last: Step) -> Self {
        Self::among_after(tab, &Shared::new(), last).await
    }

    /// The same, as the modes before this one have left them: for scenarios that change nothing that they look at.
    pub async fn among_after(tab: &'a Tab, shared: &Shared, last: Step) -> Self {
        let stage = shared.get_or_init(async || Arc::new(stage_after(last).await)).await;
        Self { tab, stage: Arc::clone(stage) }
    }

    pub fn ends(&self) -> &Ends {
        &self.stage.ends
    }

    /// The address of the first school's PRONOTE.
    pub fn pronote(&self) -> String {
        format!("{}/pronote/", self.ends().spaces_url)
    }

    /// The name of the first school.
    pub fn school(&self) -> &'static str {
        self.ends().district.schools[0].name
    }

    /// Somebody else comes to the ENT and signs in.
    pub async fn signs_in(&self, role: &str) {
        self.tab.leave_to_somebody_else().await;
        self.tab.open(&self.ends().ent_url).await;
        self.gives_password(self.tab, role).await;
        self.tab.is_on(labels::MY_SPACE).await;
    }

    /// Fills the ENT's sign-in form.
    pub async fn gives_password(&self, tab: &Tab, role: &str) {
        tab.is_on(ours::ENT_SIGN_IN).await;
        let account = self.ends().account("ent", role).unwrap();
        tab.fill(ours::USERNAME, &account.login).await;
        tab.fill(labels::PASSWORD, &account.password).await;
        tab.press(labels::SIGN_IN).await;
    }

    /// Somebody else signs in, clicks Pronote, and goes through the page of the first visit.
    pub async fn enters(&self, role: &str) {
        self.signs_in(role).await;
        self.tab.press_beginning(labels::PRONOTE).await;
        self.tab.is_on(labels::FIRST_VISIT).await;
        self.tab.tick(labels::ACKNOWLEDGE).await;
        self.tab.press(labels::ENTER).await;
    }

    /// The operator of the console comes, and signs in.
    pub async fn signs_in_at_the_console(&self) {
        self.operator("/", "console").await;
        self.tab.is_on(labels::CONSOLE_HOME).await;
    }

    /// The supervisor of a school comes, and signs in.
    pub async fn signs_in_as_supervisor(&self, role: &str) {
        self.operator("/spr/", role).await;
        self.tab.is_on(labels::SUPERVISOR).await;
    }

    async fn operator(&self, path: &str, role: &str) {
        self.tab.leave_to_somebody_else().await;
        self.tab.open(&format!("{}{path}", self.ends().console_url)).await;
        let account = self.ends().account("pronote", role).unwrap();
        self.tab.fill(labels::LOGIN, &account.login).await;
        self.tab.fill(labels::PASSWORD, &account.password).await;
        self.tab.press(labels::SIGN_IN).await;
    }

    /// The name of somebody of the first school, as PRONOTE lists it.
    pub fn listed(&self, key: invented::PersonKey) -> String {
        self.record(key).name.listed()
    }

    /// The record of somebody in the first school's PRONOTE.
    pub fn record(&self, key: invented::PersonKey) -> &invented::PronotePerson {
        let first = &self.ends().district.schools[0].uai;
        let mut records = self.ends().district.records_of(key).filter(|(school, _)| school.uai == *first);
        records.next().unwrap().1
    }

    /// The opaque identifier of an account of the ENT, which CAS sends.
    pub async fn uid(&self, role: &str) -> String {
        let login = &self.ends().account("ent", role).unwrap().login;
        ent::directory::by_login(&self.ends().ent, login).await.unwrap().unwrap().uid.to_string()
    }

    /// How many identifiers of the first school the ENT has linked to an account.
    pub async fn links(&self) -> usize {
        let (ent, district) = (&self.ends().ent, &self.ends().district);
        let base = ent::schools::base_of(ent, &district.schools[0].uai).await.unwrap().unwrap().id;
        let mut links = 0;
        for account in &district.ent.accounts {
            let known = ent::directory::by_login(ent, &account.login).await.unwrap().unwrap();
            links += ent::identifiers::links_of(ent, &base, &known.id).await.unwrap().len();
        }
        links
    }

    /// What the supervisor reads on somebody's line of the list.
    pub async fn line_of(&self, category: &str, key: invented::PersonKey) -> String {
        self.signs_in_as_supervisor("supervisor").await;
        self.tab.press(category).await;
        self.tab.is_on(category).await;
        let record = self.record(key);
        self.tab.fill(ours::SEARCH_FOR, &record.name.last).await;
        self.tab.press(ours::SEARCH).await;
        self.tab.sees(labels::PRONOTE_ID).await;
        self.tab.sees(labels::CAS_ID).await;
        self.tab.line(record.pronote_id.as_str()).await
    }
}
