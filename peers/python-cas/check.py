"""python-cas, the library under django-cas-ng and others, in its dialects with attributes."""

import re

from cas import CASClient

from peer import CAS, SERVICE, Browser, check

IDENTIFIER = re.compile(r"^[2-9A-HJ-NP-Z]{16}$")


def client(version):
    return CASClient(version=version, service_url=SERVICE, server_url=CAS + "/")


def names_the_person(version):
    def body():
        cas, browser = client(version), Browser()
        user, attributes, _ = cas.verify_ticket(browser.ticket(cas.get_login_url(), "pupil"))
        assert user, "nobody named"
        assert IDENTIFIER.match(one(attributes["idPronote"])), "idPronote has another shape"
        # The second sign-in is silent, and names the same person.
        again = cas.verify_ticket(browser.ticket(cas.get_login_url(), role=None))[0]
        assert again == user, "another person the second time"

    return body


def one(value):
    return value[0] if isinstance(value, list) else value


def refuses(version, spoil):
    def body():
        cas = client(version)
        ticket = Browser().ticket(cas.get_login_url(), "teacher")
        cas, ticket = spoil(cas, ticket)
        assert not cas.verify_ticket(ticket)[0], "somebody was named"

    return body


def replayed(cas, ticket):
    assert cas.verify_ticket(ticket)[0], "the first time must pass"
    return cas, ticket


def for_another_service(cas, ticket):
    cas.service_url = SERVICE + "elsewhere/"
    return cas, ticket


def forged(cas, ticket):
    return cas, ticket[:-4] + ("AAAA" if ticket[-4:] != "AAAA" else "BBBB")


for version in ["2", "3", "CAS_2_SAML_1_0"]:
    check(f"python-cas {version}: signs in, silently the second time", names_the_person(version))
    for spoil in (replayed, for_another_service, forged):
        name = spoil.__name__.replace("_", " ")
        check(f"python-cas {version}: ticket {name} is refused", refuses(version, spoil))
