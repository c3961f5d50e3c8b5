"""django-cas-server, to which PRONOTE delegates the authentication: SAML 1.1, CAS 3 and CAS 2."""

import json
import os
import sys

from delegation import DIALECTS, Checks, Person, Server, Stopped
from demo import Account, demo
from peer import running, temporary_folder
from school import School


def django(server, service, people, folder):
    """The server, which knows these people and gives tickets to this service."""
    accounts = folder / "accounts.json"
    accounts.write_text(json.dumps({person.account.login: described(person) for person in people}))
    environment = os.environ | {
        "ACCOUNTS": str(accounts),
        "DATABASE": str(folder / "django.db"),
        "PORT": str(server.port),
        "SERVICE": service,
    }
    command = [sys.executable, "server.py"]
    return running("Django", command, server.answers, server.log, env=environment)


def described(person):
    attributes = {"idPronote": person.pupil.pronote_id} if person.pupil else {}
    # Its writer of XML is asked for what XML must escape.
    return {"password": person.account.password, "attributes": attributes | {"etablissement": "Collège <A & B>"}}


def main():
    with demo() as demonstration, temporary_folder() as folder:
        school = School(demonstration)
        # For each dialect somebody whom PRONOTE has not seen yet.
        people = [
            Person(Account(f"eleve.{number}", "Une phrase, pour essayer"), pupil)
            for number, pupil in enumerate(school.pupils_without_cas_identifier()[: len(DIALECTS)])
        ]
        stranger = Person(Account("sans.identifiant", "Une phrase, pour essayer"), None)
        server = Server("django-cas-server", folder / "django.log")
        with django(server, school.spaces, [*people, stranger], folder):
            for dialect, person in zip(DIALECTS, people, strict=True):
                checks = Checks(school, server, dialect, person, stranger)
                checks.run()
            stopped = Stopped(checks)
        stopped.run()


if __name__ == "__main__":
    main()
