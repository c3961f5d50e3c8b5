//! Applications of others behind the ENT: what stands on the way to them, why one is refused, and that they hear of the
//! end.

use ent::services::{self, LogoutChannel, NewService, ServiceKind};
use testkit::{Recorder, browser::in_every_mode};
use walker::Walker;

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

/// The heading of every application.
const APPLICATION: &str = "Application";

/// An application of the first school, for everybody, that knows of `/app/` and what is below.
struct Application {
    site: Recorder,
    title: String,
    /// Where it is entered.
    page: String,
}

impl Application {
    /// The same title in another mode would be another application.
    async fn offered(scene: &Scene<'_>, title: &str, logout: LogoutChannel) -> Self {
        let site = Recorder::start().await;
        let title = format!("{title} {}", scene.tab.mode().name());
        let (url, ends) = (format!("{}/app/", site.url), scene.ends());
        let service = NewService {
            code: &title,
            title: &title,
            kind: ServiceKind::Cas,
            url: &url,
            pattern: &format!("{url}**"),
            group: "Ressources",
            school: Some(&ends.district.schools[0].uai),
            open_to_all: true,
            logout,
            ..NewService::default()
        };
        services::register(&ends.ent, &service).await.unwrap();
        Self { page: format!("{url}page?a=1"), site, title }
    }

    /// Where it sends people who come without a ticket.
    fn login(&self, scene: &Scene<'_>) -> String {
        login(scene, &self.page)
    }

    /// What it was asked at this path, browsers' own wishes left out: query and body.
    fn asked(&self) -> Vec<String> {
        let requests = self.site.requests().into_iter().filter(|asked| asked.path == "/app/page");
        requests.map(|asked| format!("{} {}", asked.query, asked.body)).collect()
    }

    /// Somebody who is signed in enters it, and it has the ticket validated.
    async fn is_entered(&self, scene: &Scene<'_>) {
        scene.tab.open(&self.login(scene)).await;
        scene.tab.is_on(APPLICATION).await;
        let address = scene.tab.address().await;
        let (_, ticket) = address.split_once("&ticket=").unwrap();
        let (cas, service) = (scene.ends().ent.config().cas_url(), web::encode(&self.page));
        let validator = format!("{cas}/serviceValidate?ticket={ticket}&service={service}");
        let answer = Walker::new().unwrap().open(&validator).await.unwrap();
        assert!(answer.body.contains("authenticationSuccess"), "{}", answer.body);
    }
}

fn login(scene: &Scene<'_>, service: &str) -> String {
    format!("{}/login?service={}", scene.ends().ent.config().cas_url(), web::encode(service))
}

#[test]
fn who_wants_to_be_asked_is_asked_before_a_service() {
    let shared = Shared::new();
    in_every_mode("service-warning", async |tab| {
        let scene = Scene::among(tab, &shared).await;
        let app = Application::offered(&scene, "Médiathèque", LogoutChannel::None).await;
        tab.open(&scene.ends().ent_url).await;
        tab.tick(ours::WARN).await;
        scene.gives_password(tab, "teacher").await;
        tab.is_on(labels::MY_SPACE).await;
        tab.open(&app.login(&scene)).await;
        tab.is_on("Avant d'ouvrir ce service").await;
        tab.sees(&format!("Service : {}", app.title)).await;
        assert!(tab.offers("Ce n'est pas moi : me déconnecter").await);
        assert_eq!(app.asked(), [""; 0], "nothing has left yet");
        tab.press("Ne pas l'ouvrir : retour à mon espace").await;
        tab.is_on(labels::MY_SPACE).await;
        tab.press_beginning(&app.title).await;
        tab.is_on(APPLICATION).await;
        tab.open(&app.login(&scene)).await;
        tab.press(ours::GO_ON).await;
        tab.is_on(APPLICATION).await;
        assert!(app.asked()[0].starts_with("a=1&ticket=ST-"), "{:?}", app.asked());
    });
}

#[test]
fn a_ticket_is_posted_to_a_service_that_wants_it_so() {
    let shared = Shared::new();
    in_every_mode("service-post", async |tab| {
        let scene = Scene::among(tab, &shared).await;
        let app = Application::offered(&scene, "Médiathèque", LogoutChannel::None).await;
        // As long as the application has nothing to show, the browser stays on the page that posts.
        app.site.answer(204);
        tab.open(&format!("{}&method=POST", app.login(&scene))).await;
        scene.gives_password(tab, "teacher").await;
        tab.is_on("Vous y êtes presque").await;
        tab.sees(&app.title).await;
        let by_itself = usize::from(tab.mode().scripts);
        app.site.after(by_itself).await;
        app.site.answer(200);
        tab.press(ours::GO_ON).await;
        tab.is_on(APPLICATION).await;
        assert_eq!(tab.address().await, app.page, "no ticket in the address");
        let asked = app.asked();
        assert_eq!(asked.len(), by_itself + 1, "{asked:?}");
        assert!(asked.iter().all(|asked| asked.starts_with("a=1 ticket=ST-")), "{asked:?}");
    });
}

#[test]
fn an_administrator_sees_why_a_service_is_refused_and_accepts_its_address() {
    in_every_mode("service-refused", async |tab| {
        // Alone: the nearest address may be one of another mode.
        let scene = Scene::among(tab, &Shared::new()).await;
        let app = Application::offered(&scene, "Médiathèque", LogoutChannel::None).await;
        let received = app.site.url.replace("localhost", "127.0.0.1") + "/App/accueil";
        scene.signs_in("teacher").await;
        tab.open(&login(&scene, &received)).await;
        tab.is_on("Ce service n'est pas connu de votre ENT").await;
        assert!(!tab.reads(&app.title).await, "only administrators learn which services there are");

        scene.signs_in("admin").await;
        tab.open(&login(&scene, "http://localhost/une page")).await;
        tab.sees("Cette adresse ne peut être celle d'aucun service.").await;
        tab.open(&login(&scene, &received)).await;
        tab.is_on("Ce service n'est pas connu de votre ENT").await;
        tab.sees(&received).await;
        tab.sees(&format!("{}/app/**", app.site.url)).await;
        tab.sees(&app.title).await;
        tab.sees("Le serveur reçu est 127.0.0.1, le serveur enregistré localhost.").await;
        tab.sees("seul un administrateur de tout l'ENT peut l'accepter").await;
        let nearby = format!("{}/App/accueil", app.site.url);
        tab.open(&login(&scene, &nearby)).await;
        tab.sees("Majuscules et minuscules").await;
        tab.press("Accepter cette adresse").await;
        tab.is_on("L'adresse est acceptée").await;
        tab.press("Continuer vers le service").await;
        tab.is_on(APPLICATION).await;
        assert!(tab.address().await.starts_with(&format!("{nearby}?ticket=ST-")));
    });
}

#[test]
fn an_administrator_tests_as_somebody_of_the_school() {
    let shared = Shared::new();
    in_every_mode("service-simulated", async |tab| {
        let scene = Scene::among(tab, &shared).await;
        let app = Application::offered(&scene, "Médiathèque", LogoutChannel::None).await;
        let tries = async |role: &str, address: &str| {
            let login = &scene.ends().account("ent", role).unwrap().login;
            tab.fill("Identifiant de la personne", login).await;
            tab.fill("Adresse du service", address).await;
            tab.press("Tester").await;
            tab.is_on(ours::SIMULATE).await;
            assert_eq!(tab.value("Adresse du service").await, address, "what was typed stays");
        };
        scene.signs_in("admin").await;
        tab.press(ours::SIMULATE).await;
        tries("pupil", &scene.pronote()).await;
        tab.sees("Cette personne peut y aller.").await;
        tab.sees(&scene.uid("pupil").await).await;
        tab.sees("idPronote, categories").await;
        tries("pupil", &app.page.replace("/app/", "/App/")).await;
        tab.sees("Adresse refusée").await;
        tab.sees("Majuscules et minuscules").await;
        tries("admin-second-school", &app.page).await;
        tab.sees("Adresse acceptée").await;
        tab.sees("Aucun compte des établissements dont vous avez la charge n'a cet identifiant.").await;
    });
}

#[test]
fn services_hear_of_the_end_and_administrators_read_whether_they_did() {
    let shared = Shared::new();
    in_every_mode("service-signed-out", async |tab| {
        let scene = Scene::among(tab, &shared).await;
        let front = Application::offered(&scene, "Cantine", LogoutChannel::Front).await;
        let (good, bad) = (
            Application::offered(&scene, "Médiathèque", LogoutChannel::Back).await,
            Application::offered(&scene, "Orientation", LogoutChannel::Back).await,
        );
        scene.signs_in("teacher").await;
        for app in [&front, &good, &bad] {
            app.is_entered(&scene).await;
        }
        bad.site.answer(500);
        tab.open(&scene.ends().ent_url).await;
        tab.press(labels::SIGN_OUT).await;
        tab.is_on("Vous êtes déconnecté").await;
        tab.sees("Les autres services que vous avez ouverts sont prévenus.").await;
        let heard = |app: &Application| app.asked().last().unwrap().contains("logoutRequest=");
        for app in [&front, &good, &bad] {
            testkit::until("the service is told", async || heard(app)).await;
        }

        scene.signs_in("admin").await;
        tab.press(ours::LOGOUT_CALLS).await;
        tab.is_on(ours::LOGOUT_CALLS).await;
        testkit::until("the outcome is noted", async || {
            tab.open(&tab.address().await).await;
            tab.reads(&bad.title).await && tab.reads(&good.title).await
        })
        .await;
        assert!(tab.line(&good.title).await.contains(" Prévenu "));
        let told = tab.line(&bad.title).await;
        assert!(told.contains("Non prévenu : il répond par le statut 500"), "{told}");
        assert!(!tab.reads(&front.title).await, "what a browser tells, the server does not know");
    });
}
