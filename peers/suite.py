"""The checks that every client passes: a web application whose pages are for people who signed in."""

from dataclasses import dataclass
from typing import Callable
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from browser import Browser, ticket_in
from ent import PUPIL, TEACHER
from peer import check, wait_until


def said_in_json(answer):
    """Whom the page names, `(user, {attribute: [values]})`, or None: for pages that are a JSON object."""
    if answer.status_code != 200:
        return None
    said = answer.json()
    attributes = said.get("attributes") or {}
    return said["user"], {name: v if isinstance(v, list) else [v] for name, v in attributes.items()}


@dataclass
class Application:
    name: str
    #: The address of a page for people who signed in.
    home: str
    #: Whom a page of the application names, or None when it names nobody.
    said: Callable = said_in_json
    #: Whether the dialect has attributes.
    attributes: bool = True
    #: Makes the application forget the tickets it has seen, so that only the CAS server can refuse one.
    forget_tickets: Callable = lambda: None


def run(ent, application):
    """Runs all checks on one application."""
    scenarios = Scenarios(ent, application)
    wanted = [
        ("signs people in, each under their own name", scenarios.signs_in),
        ("signs in silently the second time", scenarios.silent_the_second_time),
        ("refuses a ticket that was used", scenarios.refuses_a_used_ticket),
        ("refuses a ticket for another service", scenarios.refuses_a_ticket_for_another_service),
        ("refuses a forged ticket", scenarios.refuses_a_forged_ticket),
        ("ends the session of who signs out at the ENT, and no other", scenarios.single_logout),
    ]
    if application.attributes:
        wanted.insert(1, ("gives every value of every attribute", scenarios.attributes))
    for name, body in wanted:
        check(f"{application.name}: {name}", body)


class Scenarios:
    def __init__(self, ent, application):
        self.ent, self.application, self.home = ent, application, application.home

    def browser(self):
        return Browser(self.ent.cas, self.ent.certificate)

    def signed_in(self, person):
        """A browser in which this person has signed in, and whom the application names."""
        browser = self.browser()
        said = self.application.said(browser.visit(self.home, person))
        assert said and said[0], "nobody is named"
        return browser, said

    def named(self, browser, address=None):
        """Whom the application names by itself; None when it sends to the ENT."""
        page, _ = browser.without_sign_in(address or self.home)
        return None if page is None else self.application.said(page)

    def service(self, browser):
        """The address under which the application wants its tickets, and the ENT's page where it sends people."""
        page, login = browser.without_sign_in(self.home)
        assert login, f"no redirect to the ENT, but a page: {page.status_code}"
        return parse_qs(urlsplit(login).query)["service"][0], login

    def signs_in(self):
        _, (pupil, _) = self.signed_in(PUPIL)
        _, (teacher, _) = self.signed_in(TEACHER)
        assert pupil != teacher, "two people under one name"
        _, (again, _) = self.signed_in(PUPIL)
        assert again == pupil, "one person under two names"

    def attributes(self):
        for person in (PUPIL, TEACHER):
            _, (user, attributes) = self.signed_in(person)
            assert attributes["uid"] == [user], "the subject is the uid"
            assert attributes["login"] == [person.login]
            for name in (person.last_name, person.first_name):
                assert name in attributes["displayName"][0], f"{name} is missing"
            for name, values in person.attributes.items():
                assert sorted(attributes[name]) == sorted(values), f"{name}: {attributes[name]}"

    def silent_the_second_time(self):
        browser, (user, _) = self.signed_in(PUPIL)
        browser.forget(self.home)
        assert self.named(browser) is None, "the application remembers without a cookie"
        assert self.application.said(browser.visit(self.home))[0] == user, "another person the second time"

    def refuses_a_used_ticket(self):
        address = self.browser().sent_back_to(self.home, TEACHER)
        assert self.named(self.browser(), address), "the first time must pass"
        self.application.forget_tickets()
        self.refused(address)

    def refuses_a_ticket_for_another_service(self):
        service, login = self.service(self.browser())
        scheme, host = urlsplit(service)[:2]
        other = urlunsplit((scheme, host, "/elsewhere/", "", ""))
        for_other = login.split("?")[0] + "?" + urlencode({"service": other})
        sent_back = self.browser().sent_back_to(for_other, TEACHER)
        assert sent_back.startswith(other), "sent somewhere else"
        self.refused(with_ticket(service, ticket_in(sent_back)))

    def refuses_a_forged_ticket(self):
        address = self.browser().sent_back_to(self.home, TEACHER)
        ticket = ticket_in(address)
        forged = ticket[:-4] + ("AAAA" if ticket[-4:] != "AAAA" else "BBBB")
        self.refused(address.replace(ticket, forged))
        assert self.named(self.browser(), address), "the true one is still good"

    def refused(self, address):
        """Nobody is signed in by this address, neither at once nor when the browser comes back."""
        browser = self.browser()
        assert self.named(browser, address) is None, "somebody was named"
        assert self.named(browser) is None, "somebody was signed in"

    def single_logout(self):
        browser, _ = self.signed_in(PUPIL)
        other, _ = self.signed_in(TEACHER)
        assert self.named(browser), "the application keeps no session"
        browser.sign_out()
        wait_until(lambda: self.named(browser) is None, 10, "the session outlived the sign-out")
        assert self.named(other), "the sign-out ended the session of somebody else"


def with_ticket(service, ticket):
    """The service's address as the CAS server would send a browser there."""
    return service + ("&" if "?" in service else "?") + urlencode({"ticket": ticket})
