"""The checks that PRONOTE passes with every CAS server to which a school delegates the authentication."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import requests

from browser import PATIENCE, Browser, Form
from demo import Account
from pages import Page
from peer import check, free_port, wait_until
from school import Pupil, School

#: The choice in the console, and the address below the CAS server's at which it then asks about tickets.
DIALECTS = {
    "SAML 1.1": ("SAML 1.1 (samlValidate)", "/samlValidate?"),
    "CAS 3": ("CAS 3 (p3/serviceValidate)", "/p3/serviceValidate?"),
    "CAS 2": ("CAS 2 (serviceValidate)", "/cas/serviceValidate?"),
}
NO_ATTRIBUTE = (
    'Le serveur CAS doit être configuré pour renvoyer un attribut "idPronote". Or aucun attribut n\'a été renvoyé.'
)


class Server:
    """A CAS server at a free port, which writes the requests that it answers to the file `log`."""

    def __init__(self, name, log, host="localhost"):
        self.name, self.log = name, log
        self.port = free_port()
        # All its pages are below `site`; `cas` is what is typed in the console.
        self.site = f"http://{host}:{self.port}"
        self.cas = self.site + "/cas"

    def answers(self):
        try:
            return requests.get(self.cas + "/login", timeout=2).ok
        except (requests.ConnectionError, requests.Timeout):
            return False


@dataclass
class Person:
    """An account of the CAS server, and the record of PRONOTE that its idPronote names, if it has one."""

    account: Account
    pupil: Pupil | None


class Checks:
    """One server in one dialect, whose first visits are made by `person`, and by `stranger` without idPronote."""

    def __init__(self, school: School, server: Server, dialect: str, person: Person, stranger: Person):
        self.school, self.server, self.space = school, server, school.pupils_space
        self.dialect, self.person, self.stranger = dialect, person, stranger
        self.name = f"{server.name} {dialect}"

    def run(self):
        check(f"{self.name}: is typed in the console", self.delegate)
        check(f"{self.name}: its own sign-in page leads to the pupil's space", self.first_visit)
        check(f"{self.name}: the CAS identifier is recorded", self.recorded)
        check(f"{self.name}: the second visit is silent", self.second_visit)
        check(f"{self.name}: the server is asked in this dialect and no other", self.asked)
        check(f"{self.name}: a ticket that was used is refused", self.used_ticket)
        check(f"{self.name}: who has no idPronote is told what is missing", self.without_attribute)
        check(f"{self.name}: signing out there ends the session in PRONOTE, and no other", self.single_logout)

    def delegate(self):
        self.already_asked = self.server.log.stat().st_size
        self.school.delegate(self.server.cas, DIALECTS[self.dialect][0])

    def first_visit(self):
        assert self.school.cas_identifier(self.person.pupil) == "", "PRONOTE knows the account already"
        browser = self.browser()
        _, login = browser.without_sign_in(self.space)
        assert login.startswith(self.server.cas + "/login?"), "not led to the sign-in page"
        service = parse_qs(urlsplit(login).query)["service"]
        assert service == [self.space], f"for {service}"
        form = Form(browser.session.get(login, timeout=PATIENCE).text)
        assert form.login and form.password, "no sign-in page"
        self.inside(browser.visit(self.space, self.person.account))

    def inside(self, answer):
        page = Page(answer)
        assert page.status == 200, page.status
        assert answer.url == self.space, f"at {answer.url.split('?')[0]}"
        page.must_say("Espace Elèves")
        pupil = self.person.pupil
        page.must_say(f"{pupil.last_name.upper()} {pupil.first_name}")

    def recorded(self):
        assert self.school.cas_identifier(self.person.pupil) == self.person.account.login

    def second_visit(self):
        browser = self.signed_in()
        browser.forget(self.space)
        assert not self.knows(browser), "PRONOTE remembers without a cookie"
        self.inside(browser.visit(self.space))

    def asked(self):
        asked = self.server.log.read_bytes()[self.already_asked :].decode(errors="replace")
        spoken = [dialect for dialect, (_, path) in DIALECTS.items() if path in asked]
        assert spoken == [self.dialect], f"asked in {spoken}"

    def used_ticket(self):
        browser = self.browser()
        address = browser.sent_back_to(self.space, self.person.account)
        self.inside(browser.visit(address))
        # Another browser, which PRONOTE has sent to the server too: only the server can tell that the ticket was used.
        self.refused(address).must_say(f"Le serveur CAS {self.server.cas} n'a pas accepté cette connexion.")

    def without_attribute(self):
        page = Page(self.browser().visit(self.space, self.stranger.account))
        page.must_say(NO_ATTRIBUTE)
        assert page.status == 403, page.status

    def single_logout(self):
        browser, other = self.signed_in(), self.signed_in()
        browser.session.get(self.server.cas + "/logout", timeout=PATIENCE)
        wait_until(lambda: not self.knows(browser), 10, "the session outlived the sign-out")
        assert self.knows(other), "the sign-out ended another session"

    def knows(self, browser):
        """Whether PRONOTE shows a page by itself."""
        return browser.without_sign_in(self.space)[0] is not None

    def browser(self):
        return Browser(self.server.site)

    def signed_in(self):
        browser = self.browser()
        self.inside(browser.visit(self.space, self.person.account))
        return browser

    def refused(self, address):
        """PRONOTE's page for a ticket that does not let in, at a browser that was on its way to the server."""
        browser = self.browser()
        browser.without_sign_in(self.space)
        answer, _ = browser.without_sign_in(address)
        browser_is_out = browser.without_sign_in(self.space)[0] is None
        assert answer is not None and browser_is_out, "somebody was let in"
        return Page(answer)


class Stopped:
    """What remains when the server is gone. Made while it runs: one ticket was given out by then."""

    def __init__(self, checks: Checks):
        self.checks = checks
        self.browser = checks.browser()
        self.address = self.browser.sent_back_to(checks.space, checks.person.account)

    def run(self):
        name = self.checks.server.name
        check(f"{name}: stopped, it is called unreachable", self.unreachable)
        check(f"{name}: stopped, the direct access still works", self.direct)

    def unreachable(self):
        page = Page(self.browser.without_sign_in(self.address)[0])
        page.must_say(f"Le serveur CAS {self.checks.server.cas} ne répond pas.")
        assert page.status == 502, page.status

    def direct(self):
        assert self.checks.school.enters_directly(), "nobody enters"
