"""A page for people who signed in, once per dialect of python-cas. Variables: CAS_URL, BASE, PORT."""

import json
import os
import secrets
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from cas import CASClient, CASClientV3

VERSIONS = {"/1/": "1", "/2/": "2", "/3/": "3", "/saml/": "CAS_2_SAML_1_0"}
#: By the secret in the cookie: (ticket, user, attributes).
sessions = {}


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        if address.path not in VERSIONS:
            return self.answer(404)
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        if cookie and cookie.value in sessions:
            _, user, attributes = sessions[cookie.value]
            said = json.dumps({"user": user, "attributes": attributes})
            return self.answer(200, said, ("Content-Type", "application/json"))
        client = CASClient(
            version=VERSIONS[address.path],
            service_url=os.environ["BASE"] + address.path,
            server_url=os.environ["CAS_URL"] + "/",
        )
        ticket = parse_qs(address.query).get("ticket", [None])[0]
        if ticket is None:
            return self.answer(302, "", ("Location", client.get_login_url()))
        user, attributes, _ = client.verify_ticket(ticket)
        if not user:
            return self.answer(403, "this ticket is not good")
        secret = secrets.token_urlsafe()
        sessions[secret] = (ticket, user, attributes)
        cookie = f"session={secret}; Path={address.path}; HttpOnly"
        return self.answer(302, "", ("Set-Cookie", cookie), ("Location", address.path))

    def do_POST(self):
        """Single logout. The library reads the request; which sessions end is the application's business."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        ended = {slo.text for slo in CASClientV3.get_saml_slos(parse_qs(body)["logoutRequest"][0])}
        for secret in [secret for secret, (ticket, *_) in sessions.items() if ticket in ended]:
            del sessions[secret]
        self.answer(200)

    def answer(self, status, text="", *headers):
        body = text.encode()
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
