//! "Mon compte" of an operator: password, other sessions, second factor; and the client of a supervisor.

use askama::Template;
use web::{
    Extension, HeaderMap, MenuEntry, Problem, RawQuery, Response, Routes, Shell, State, StatusCode,
    Submitted, Visit, strength::Weakness,
};

use super::pages::{console_shell, notice};
use crate::{
    Pronote,
    gate::Authority,
    operators::{
        self, PasswordRefused, Role, SignedIn,
        pages::secret,
        second_factor::{self, Factor},
    },
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    let account =
        of(Role::Console, ["/account", "/account/password", "/account/sessions", "/account/second-factor"]);
    let spr =
        ["/spr/account", "/spr/account/password", "/spr/account/sessions", "/spr/account/second-factor"];
    account
        .merge(of(Role::Supervisor, spr))
        .get("/spr/client", Authority::Own(Role::Supervisor), client_page)
        .post("/spr/client", Authority::Own(Role::Supervisor), update_client)
}

fn of(role: Role, [page, password, sessions, factor]: [&'static str; 4]) -> Routes<Pronote, Authority> {
    let own = Authority::Own(role);
    Routes::new()
        .get(page, own, async move |State(pronote), Extension(signed), RawQuery(query), visit| {
            account(&pronote, role, visit, &signed, query.as_deref()).await
        })
        .post(
            password,
            own,
            async move |State(pronote), Extension(signed), visit, headers: HeaderMap, form| {
                change_password(&pronote, role, visit, &signed, &headers, form).await
            },
        )
        .post(
            sessions,
            own,
            async move |State(pronote): State<Pronote>,
                        Extension(signed),
                        visit: Visit,
                        headers: HeaderMap,
                        _: Submitted| {
                end_others(&pronote, role, &visit, &signed, &headers).await
            },
        )
        .post(factor, own, async move |State(pronote), Extension(signed), visit, headers: HeaderMap, form| {
            change_factor(&pronote, role, visit, &signed, &headers, form).await
        })
}

#[derive(Template)]
#[template(path = "console/account.html")]
struct AccountPage {
    shell: Shell,
    /// Path of the page, below which its forms post.
    path: &'static str,
    login: String,
    /// Whether a base wants a second factor, which brought the operator here.
    wanted: bool,
    password_error: Option<String>,
    new_error: Option<String>,
    factor: Factor,
    code_error: Option<String>,
    /// Codes on paper: shown once.
    codes: Option<Vec<String>>,
}

impl AccountPage {
    async fn new(pronote: &Pronote, role: Role, visit: Visit, signed: &SignedIn) -> Result<Self, Problem> {
        Ok(Self {
            shell: shell(role, visit.clone(), signed, visit.t("menu-account")),
            path: role.account(),
            login: signed.login.clone(),
            wanted: false,
            password_error: None,
            new_error: None,
            factor: second_factor::of(pronote, &signed.operator.id).await?,
            code_error: None,
            codes: None,
        })
    }

    /// The secret in groups of four signs, for who types it.
    fn grouped(text: &str) -> String {
        let signs: Vec<char> = text.chars().collect();
        signs.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }

    fn codes_left(&self, left: &i64) -> String {
        self.shell.visit.words.count("account-codes-left", usize::try_from(*left).unwrap_or_default())
    }

    /// What a program that makes codes is given by a link.
    fn otpauth(&self, secret: &str) -> String {
        let label = web::encode(&format!("Passerelle PRONOTE:{}", self.login));
        format!("otpauth://totp/{label}?secret={secret}&issuer=Passerelle%20PRONOTE")
    }
}

fn shell(role: Role, visit: Visit, signed: &SignedIn, title: String) -> Shell {
    if role == Role::Console {
        return console_shell(visit, &signed.operator, title, None);
    }
    let mut shell = Shell::new(visit, title);
    shell.person = Some(signed.operator.name.clone());
    shell.place = signed.operator.bases.first().map(|base| base.file_name());
    shell.sign_out = Some("/spr/sign-out".to_owned());
    shell.menu = [("console-home", "/spr/"), ("menu-account", "/spr/account")]
        .into_iter()
        .map(|(key, href)| MenuEntry { label: shell.t(key), href: href.to_owned() })
        .collect();
    shell
}

async fn account(
    pronote: &Pronote,
    role: Role,
    visit: Visit,
    signed: &SignedIn,
    query: Option<&str>,
) -> Result<Response, Problem> {
    let mut page = AccountPage::new(pronote, role, visit, signed).await?;
    page.wanted = !signed.second_factor && query == Some("wanted=second-factor");
    page.shell.notice = notice(&page.shell.visit, query);
    Ok(web::page(StatusCode::OK, &page))
}

/// The secret of the session that asks, which the gate has just read.
fn own_secret<'h>(role: Role, visit: &Visit, headers: &'h HeaderMap) -> Result<&'h str, Problem> {
    secret(role, visit, headers).ok_or_else(Problem::forbidden)
}

async fn change_password(
    pronote: &Pronote,
    role: Role,
    visit: Visit,
    signed: &SignedIn,
    headers: &HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let secret = own_secret(role, &visit, headers)?;
    let (present, new) = (fields.exact("present"), fields.exact("new"));
    let refused = operators::change_password(pronote, &signed.operator, secret, present, new).await?;
    let mut page = AccountPage::new(pronote, role, visit.clone(), signed).await?;
    match refused {
        Ok(()) => return Ok(web::redirect(&format!("{}?done=password", role.account()))),
        Err(PasswordRefused::Wrong) => page.password_error = Some(visit.t("account-present-error")),
        Err(PasswordRefused::Weak(weakness)) => page.new_error = Some(sentence(&visit, weakness)),
    }
    Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn sentence(visit: &Visit, weakness: Weakness) -> String {
    match weakness {
        Weakness::Empty | Weakness::Short => {
            visit.words.t1("account-new-short", "signs", web::strength::SHORTEST)
        }
        Weakness::Long => visit.t("account-new-long"),
        Weakness::Guessable { .. } => visit.t("account-new-guessable"),
    }
}

async fn end_others(
    pronote: &Pronote,
    role: Role,
    visit: &Visit,
    signed: &SignedIn,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let secret = own_secret(role, visit, headers)?;
    operators::end_others(pronote, &signed.operator.id, secret).await?;
    Ok(web::redirect(&format!("{}?done=sessions", role.account())))
}

async fn change_factor(
    pronote: &Pronote,
    role: Role,
    visit: Visit,
    signed: &SignedIn,
    headers: &HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let operator = &signed.operator.id;
    match fields.text("action") {
        "begin" => {
            second_factor::begin(pronote, operator).await?;
            Ok(web::redirect(role.account()))
        }
        "confirm" => {
            let secret = own_secret(role, &visit, headers)?;
            let codes = second_factor::confirm(pronote, operator, secret, fields.text("code")).await?;
            let wrong = codes.is_none();
            let mut page = AccountPage::new(pronote, role, visit, signed).await?;
            page.codes = codes;
            Ok(coded(page, wrong))
        }
        "remove" if second_factor::remove(pronote, operator, fields.text("code")).await? => {
            Ok(web::redirect(&format!("{}?done=no-second-factor", role.account())))
        }
        "remove" => Ok(coded(AccountPage::new(pronote, role, visit, signed).await?, true)),
        _ => Err(Problem::new(StatusCode::BAD_REQUEST, "problem-form")),
    }
}

fn coded(mut page: AccountPage, wrong: bool) -> Response {
    page.code_error = wrong.then(|| page.shell.t("code-refused"));
    web::page(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

#[derive(Template)]
#[template(path = "console/client.html")]
struct ClientPage {
    shell: Shell,
    /// The version that the client was opened with.
    client: String,
    /// That of the base.
    version: String,
    outdated: bool,
}

impl ClientPage {
    fn warning(&self) -> String {
        let (client, base) = (("client", &self.client), ("base", &self.version));
        self.shell.visit.words.t2("client-outdated-text", client, base)
    }
}

async fn client_page(Extension(signed): Extension<SignedIn>, visit: Visit) -> Result<Response, Problem> {
    let base = signed.operator.bases.first().ok_or_else(Problem::forbidden)?;
    let (client, version) = (signed.client_version.clone(), base.version_label.clone());
    let outdated = signed.is_outdated(base);
    let shell = shell(Role::Supervisor, visit.clone(), &signed, visit.t("client-title"));
    Ok(web::page(StatusCode::OK, &ClientPage { shell, client, version, outdated }))
}

async fn update_client(
    State(pronote): State<Pronote>,
    Extension(signed): Extension<SignedIn>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    let base = signed.operator.bases.first().ok_or_else(Problem::forbidden)?;
    let secret = own_secret(Role::Supervisor, &visit, &headers)?;
    operators::update_client(&pronote, secret, &base.version_label).await?;
    Ok(web::redirect(Role::Supervisor.home()))
}
