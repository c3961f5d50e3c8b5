"""What the checks of every peer share: the demonstration, a browser, a tally.

The demonstration's "ready" event comes in the variable PASSERELLE_READY. Each check prints one line, `ok …` or
`not ok …`: the runner counts them. A check that dies counts as one that failed, and the others still run.
"""

import json
import os
import traceback
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

READY = json.loads(os.environ["PASSERELLE_READY"])
CAS = READY["ent"]["cas"]
SERVICE = READY["pronote"]["url"] + "/pronote/"


def account(role, end="ent"):
    """Login and password of a demonstration account."""
    found = next(a for a in READY["accounts"] if a["end"] == end and a["role"] == role)
    return found["login"], found["password"]


class Form(HTMLParser):
    """The first form of a page: its address and its fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self.inside = None, {}, False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and attributes.get("method", "").lower() == "post" and self.action is None:
            self.action, self.inside = attributes.get("action", ""), True
        elif tag == "input" and self.inside and attributes.get("name"):
            if attributes.get("type") not in ("checkbox", "radio") or "checked" in attributes:
                self.fields[attributes["name"]] = attributes.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Browser:
    """A person's browser, which stops where it would leave for the service."""

    def __init__(self):
        self.session = requests.Session()
        self.session.trust_env = False
        # What a real browser says of a navigation that it makes by itself.
        self.session.headers["Sec-Fetch-Site"] = "same-origin"

    def ticket(self, login_url, role):
        """Goes to the CAS server, signs in if asked, passes the first-visit page; gives the ticket.

        Without a role nobody may be asked for a password.
        """
        answer = self.session.get(login_url, allow_redirects=False)
        for _ in range(6):
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                query = parse_qs(urlsplit(target).query)
                if target.startswith(SERVICE) and ("ticket" in query or "SAMLart" in query):
                    return (query.get("ticket") or query["SAMLart"])[0]
                answer = self.session.get(target, allow_redirects=False)
                continue
            form = Form(answer.text)
            assert form.action is not None, f"no form on {answer.url.split('?')[0]} ({answer.status_code})"
            if "password" in form.fields:
                form.fields["username"], form.fields["password"] = account(role)
            address = urljoin(answer.url, form.action)
            origin = "://".join(urlsplit(address)[:2])
            answer = self.session.post(address, data=form.fields, headers={"Origin": origin}, allow_redirects=False)
        raise AssertionError("no ticket after six steps")


def check(name, body):
    """Runs one check and says how it went."""
    try:
        body()
        print(f"ok {name}", flush=True)
    except Exception:
        print(f"not ok {name}", flush=True)
        traceback.print_exc()
