"""A person's browser: it keeps cookies, follows redirects and fills the forms of the CAS server."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

PATIENCE = 15


class Form(HTMLParser):
    """The first form of a page that posts: its address and its fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self.inside = None, {}, False
        self.login, self.password = None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and attributes.get("method", "").lower() == "post" and self.action is None:
            self.action, self.inside = attributes.get("action", ""), True
        elif tag == "input" and self.inside and attributes.get("name"):
            kind, name = attributes.get("type", "text"), attributes["name"]
            if kind not in ("checkbox", "radio") or "checked" in attributes:
                self.fields[name] = attributes.get("value", "")
            # A login is asked for in the field before the password, whatever a server calls it.
            if kind == "password":
                self.password = name
            elif kind in ("text", "email") and self.password is None:
                self.login = name

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Browser:
    """`cas` is the address of the CAS server, `authority` the file of the certificate to trust, if any."""

    def __init__(self, cas, authority=None):
        self.cas = cas
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(authority) if authority else True
        # What a real browser says of a navigation that it makes by itself.
        self.session.headers["Sec-Fetch-Site"] = "same-origin"

    def visit(self, address, person=None):
        """The page at the end of all redirects and forms. Without a person nobody may be asked for a password."""
        answer, left = self._walk(address, person, lambda target: False)
        assert left is None
        return answer

    def sent_back_to(self, address, person=None):
        """The address, with a ticket, to which the CAS server sends this browser, which does not go there."""
        answer, left = self._walk(address, person, lambda target: ticket_in(target) is not None)
        assert left, f"no ticket: {answer.url.split('?')[0]} answers {answer.status_code}"
        return left

    def without_sign_in(self, address):
        """What the client answers by itself: its page, and where at the CAS server it sends this browser.

        One of the two is None.
        """
        answer, left = self._walk(address, None, lambda target: target.startswith(self.cas))
        return (None, left) if left else (answer, None)

    def sign_out(self):
        """Ends the session at the CAS server."""
        answer = self.session.get(self.cas + "/logout", timeout=PATIENCE)
        assert answer.ok, f"the sign-out answers {answer.status_code}"

    def forget(self, address):
        """Loses the cookies of this address's host, as in a browser where only that client's session has ended."""
        self.session.cookies.clear(domain=urlsplit(address).hostname)

    def _walk(self, address, person, stop):
        """Goes on until a page of the client, or a redirect to an address where to stop."""
        answer = self.session.get(address, allow_redirects=False, timeout=PATIENCE)
        for _ in range(10):
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if stop(target):
                    return answer, target
                answer = self.session.get(target, allow_redirects=False, timeout=PATIENCE)
            elif answer.url.startswith(self.cas):
                answer = self._fill(answer, person)
            else:
                return answer, None
        raise AssertionError("no end after ten steps")

    def _fill(self, answer, person):
        form = Form(answer.text)
        assert form.action is not None, f"no form on {answer.url.split('?')[0]} ({answer.status_code})"
        if form.password:
            assert person is not None, "a password is asked for"
            form.fields[form.login], form.fields[form.password] = person.login, person.password
        address = urljoin(answer.url, form.action)
        origin = "://".join(urlsplit(address)[:2])
        headers = {"Origin": origin}
        return self.session.post(
            address, data=form.fields, headers=headers, allow_redirects=False, timeout=PATIENCE
        )


def ticket_in(address):
    """The ticket in the query of an address, if there is one."""
    query = parse_qs(urlsplit(address).query)
    return (query.get("ticket") or query.get("SAMLart") or [None])[0]
