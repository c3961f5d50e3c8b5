//! Whole schools through the import, and the people who trouble real ones.

use crate::kit::Stage;
use ent::Ent;
use invented::District;
use walker::{Page, Walker};

/// Compares the links of the first school with the truth: how many there are, and which are wrong.
async fn links(ent: &Ent, district: &District) -> (usize, Vec<String>) {
    let school = &district.schools[0];
    let base = ent::schools::base_of(ent, &school.uai).await.unwrap().unwrap().id;
    let (mut right, mut wrong) = (0, Vec::new());
    for account in &district.ent.accounts {
        let known = ent::directory::by_login(ent, &account.login).await.unwrap().unwrap();
        for link in ent::identifiers::links_of(ent, &base, &known.id).await.unwrap().iter() {
            let record = school.pronote.people.iter().find(|r| r.pronote_id == link.pronote_id).unwrap();
            if record.truth == Some(account.key) && record.category == link.category {
                right += 1;
            } else {
                wrong.push(format!("{} linked to {}", record.key, account.key));
            }
        }
    }
    (right, wrong)
}

#[tokio::test]
async fn no_link_of_a_whole_school_is_wrong() {
    for seed in [1, 7] {
        let stage = Stage::of(District::generate(seed)).await;
        let (held, outcomes) = stage.walk(None).await;
        assert!(held, "{outcomes:?}");
        let (right, wrong) = links(&stage.ends.ent, &stage.ends.district).await;
        assert_eq!(wrong, Vec::<String>::new(), "seed {seed}");
        assert!(right >= 1_400, "seed {seed}: {right} links");
        stage.ends.stop().await;
    }
}

async fn home(stage: &Stage, role: &str) -> (Walker, Page) {
    let account = stage.ends.account("ent", role).unwrap();
    let walker = Walker::new().unwrap();
    let page = walker.open(&stage.ends.ent_url).await.unwrap();
    let typed = [("username", account.login.as_str()), ("password", account.password.as_str())];
    let page = walker.submit(&page, "form#fm1", &typed).await.unwrap();
    (walker, page)
}

#[tokio::test]
async fn a_teacher_who_is_a_parent_has_two_doors() {
    let stage = Stage::small().await;
    assert!(stage.walk(None).await.0);
    let (walker, home) = home(&stage, "teacher-and-guardian").await;
    let doors = home.texts("a.tile");
    assert_eq!(doors.len(), 2, "{doors:?}");
    for (door, space) in [("professeur", "Espace Professeurs"), ("parent", "Espace Parents")] {
        let mut page = walker.click(&home, &format!("a.tile[href$='{door}.html']")).await.unwrap();
        if page.text("h1").as_deref() == Some("Service Pronote avec CAS") {
            let ticked = [("acknowledged", "on")];
            page = walker.submit(&page, "form[action='/cas/first-visit']", &ticked).await.unwrap();
        }
        assert_eq!(page.text("h1").as_deref(), Some(space), "{}", page.body);
    }
    // A page inside the other space, opened directly in a fresh session.
    let direct = format!("{}/pronote/parent/notes.html", stage.ends.spaces_url);
    let (walker, _) = self::home(&stage, "teacher-and-guardian").await;
    let page = walker.open(&direct).await.unwrap();
    assert!(
        page.status == 200 && page.url.path().ends_with("/parent/notes.html"),
        "{} {}",
        page.status,
        page.body
    );
}

#[tokio::test]
async fn somebody_who_is_twice_in_pronote_is_left_to_a_person() {
    let stage = Stage::small().await;
    assert!(stage.walk(None).await.0);
    let (walker, home) = home(&stage, "duplicated-teacher").await;
    let page = walker.click(&home, "a.tile").await.unwrap();
    let page = walker.submit(&page, "form[action='/cas/first-visit']", &[]).await.unwrap();
    assert!(page.status >= 400 && page.says("Or aucun attribut n'a été renvoyé."), "{}", page.body);
}

#[tokio::test]
async fn direct_access_works_beside_the_ent() {
    let stage = Stage::small().await;
    assert!(stage.walk(None).await.0);
    let account = stage.ends.account("pronote", "teacher-direct").unwrap();
    let walker = Walker::new().unwrap();
    let page = walker.open(&format!("{}/Pronote/?login=true", stage.ends.spaces_url)).await.unwrap();
    let typed = [("username", account.login.as_str()), ("password", account.password.as_str())];
    let page = walker.submit(&page, "main form", &typed).await.unwrap();
    assert_eq!(page.text("h1").as_deref(), Some("Espace Professeurs"), "{}", page.body);
}

/// What the demonstration leaves to the visitor: the second school, connected through the same pages.
#[tokio::test]
async fn the_second_school_is_connected_by_hand_and_a_parent_opens_both() {
    let stage = Stage::small().await;
    assert!(stage.walk(None).await.0);
    let ends = &stage.ends;

    let console = Walker::new().unwrap();
    let page = console.open(&ends.console_url).await.unwrap();
    let page = sign_in_operator(&stage, &console, page, "console").await;
    let second = page.texts("main h2").iter().position(|name| name == ends.district.schools[1].name).unwrap();
    let card = format!("main section:nth-of-type({}) a[href$='/delegation']", second + 1);
    let page = console.click(&page, &card).await.unwrap();
    let page = console.submit(&page, "form[action$='/publication']", &[("action", "stop")]).await.unwrap();
    let page =
        console.submit(&page, "form[action$='/preset']", &[("preset", "passerelle-demo")]).await.unwrap();
    assert!(page.attribute("#link-service", "value").unwrap().ends_with("/lycee/pronote/"), "{}", page.body);
    let page = console.submit(&page, "form[action$='/publication']", &[("action", "publish")]).await.unwrap();
    assert!(page.says("Base publiée"), "{}", page.body);

    let supervisor = Walker::new().unwrap();
    let page = supervisor.open(&format!("{}/spr/", ends.console_url)).await.unwrap();
    sign_in_operator(&stage, &supervisor, page, "supervisor-second-school").await;
    let page = supervisor.open(&format!("{}/spr/export", ends.console_url)).await.unwrap();
    let page = supervisor.submit(&page, "form[action='/spr/export']", &[]).await.unwrap();
    let file = supervisor.click(&page, "main a[download]").await.unwrap();

    let (admin, page) = home(&stage, "admin-second-school").await;
    let page = admin.click(&page, "nav a[href='/admin/pronote-identifiers']").await.unwrap();
    let file = walker::Chosen { field: "file", name: "IdPN_To_KOSMOS.xml", content: file.bytes };
    let page = admin.upload(&page, "main form", &[("mode", "complete")], file).await.unwrap();
    assert!(page.says("en mode Complet."), "{}", page.body);

    let (parent, home) = home(&stage, "guardian-of-both-schools").await;
    assert_eq!(home.texts("a.tile").len(), 2, "one door for each school");
    for school in &ends.district.schools {
        let door = home.texts("a.tile").iter().position(|tile| tile.contains(school.name)).unwrap() + 1;
        let page = parent.click(&home, &format!("li:nth-of-type({door}) a.tile")).await.unwrap();
        let page = parent.submit(&page, "form[action='/cas/first-visit']", &[]).await.unwrap();
        assert_eq!(page.text("h1").as_deref(), Some("Espace Parents"), "{}", page.body);
        assert!(page.says(school.name), "{}", page.body);
    }
}

async fn sign_in_operator(stage: &Stage, walker: &Walker, page: Page, role: &str) -> Page {
    let account = stage.ends.account("pronote", role).unwrap();
    let typed = [("login", account.login.as_str()), ("password", account.password.as_str())];
    walker.submit(&page, "main form", &typed).await.unwrap()
}
