"""python-cas, the library under django-cas-ng and others: CAS 1, 2, 3 and SAML 1.1.

First as an application of an ENT; then at PRONOTE's address in the demonstration, where people pass the first-visit
page and are told by their PRONOTE identifier.
"""

import os
import re
import sys

from cas import CASClient

from browser import Browser, ticket_in
from demo import demo
from ent import Ent
from peer import LOOPBACK, check, free_port, listens, running
from suite import Application, run

IDENTIFIER = re.compile(r"^[2-9A-HJ-NP-Z]{16}$")


def at_an_ent():
    port = free_port()
    base = f"http://{LOOPBACK}:{port}"
    with Ent("python-cas", base + "/") as ent:
        environment = os.environ | {
            "BASE": base,
            "CAS_URL": ent.cas,
            "PORT": str(port),
            "REQUESTS_CA_BUNDLE": str(ent.certificate),
        }
        command = [sys.executable, "application.py"]
        with running("the application", command, listens(port), ent.folder / "python.log", env=environment):
            for name, path in (("CAS 1", "/1/"), ("CAS 2", "/2/"), ("CAS 3", "/3/"), ("SAML 1.1", "/saml/")):
                run(ent, Application(f"python-cas {name}", base + path, attributes=name != "CAS 1"))


def at_pronote(demo, version):
    def names_the_pronote_account():
        cas = CASClient(version=version, service_url=demo.pronote, server_url=demo.cas + "/")
        browser = Browser(demo.cas)
        address = browser.sent_back_to(cas.get_login_url(), demo.account("pupil"))
        user, attributes, _ = cas.verify_ticket(ticket_in(address))
        assert user, "nobody named"
        assert IDENTIFIER.match(one(attributes["idPronote"])), "idPronote has another shape"
        # The second sign-in is silent, and names the same person.
        again = cas.verify_ticket(ticket_in(browser.sent_back_to(cas.get_login_url())))[0]
        assert again == user, "another person the second time"

    def refused(spoil):
        def body():
            cas = CASClient(version=version, service_url=demo.pronote, server_url=demo.cas + "/")
            ticket = ticket_in(Browser(demo.cas).sent_back_to(cas.get_login_url(), demo.account("teacher")))
            assert not cas.verify_ticket(spoil(cas, ticket))[0], "somebody was named"

        return body

    name = f"python-cas {version} at PRONOTE's address"
    check(f"{name}: signs in, silently the second time", names_the_pronote_account)
    for spoil in (replayed, for_another_service, forged):
        check(f"{name}: ticket {spoil.__name__.replace('_', ' ')} is refused", refused(spoil))


def one(value):
    return value[0] if isinstance(value, list) else value


def replayed(cas, ticket):
    assert cas.verify_ticket(ticket)[0], "the first time must pass"
    return ticket


def for_another_service(cas, ticket):
    cas.service_url += "elsewhere/"
    return ticket


def forged(_, ticket):
    return ticket[:-4] + ("AAAA" if ticket[-4:] != "AAAA" else "BBBB")


if __name__ == "__main__":
    at_an_ent()
    with demo() as demonstration:
        for version in ("2", "3", "CAS_2_SAML_1_0"):
            at_pronote(demonstration, version)
