"""LemonLDAP::NG of Debian, to which PRONOTE delegates the authentication: CAS 3 and CAS 2, the dialects it has."""

import json
import os
from pathlib import Path
from string import Template

from browser import Browser
from delegation import DIALECTS, Checks, Person, Server, Stopped
from demo import Account, demo
from pages import Page
from peer import LOOPBACK, check, nobody, running, temporary_folder
from school import School

INI = Template(Path("lemonldap-ng.ini").read_text())
# Accounts of its demonstration backend, whose passwords are their logins.
LOGINS = ["dwho", "rtyler", "msmith"]


def configuration(server, service, people, folder):
    """What an administrator sets in its manager, and where a private portal keeps its sessions."""
    # idPronote is a macro, as in a school whose directory has it under another name: none for who has no record.
    known = " ".join(
        f'$uid eq "{person.account.login}" ? "{person.pupil.pronote_id}" :' for person in people if person.pupil
    )

    def stored(name):
        return {"Directory": f"{folder}/{name}", "LockDirectory": f"{folder}/{name}"}

    return {
        "cfgNum": 1,
        "cfgDate": 1,
        "key": "of a portal that lives a minute",
        "domain": LOOPBACK,
        "portal": server.site + "/",
        "locationRules": {LOOPBACK: {"default": "accept"}},
        "macros": {"idPronote": f"{known} undef"},
        "globalStorageOptions": stored("sessions"),
        "persistentStorageOptions": stored("persistent"),
        "localSessionStorageOptions": {"namespace": "sessions", "cache_root": f"{folder}/cache"},
        "issuerDBCASActivation": 1,
        "casAccessControlPolicy": "error",
        "casBackChannelSingleLogout": 1,
        "casAppMetaDataOptions": {"pronote": {"casAppMetaDataOptionsService": service}},
        "casAppMetaDataExportedVars": {"pronote": {"idPronote": "idPronote", "nom": "cn"}},
    }


def lemonldap(server, service, people, folder):
    """The portal under Plack's own server, which knows these people and gives tickets to this service."""
    for name in ("configuration", "sessions", "persistent", "cache"):
        (folder / name).mkdir()
    settings = configuration(server, service, people, folder)
    (folder / "configuration/lmConf-1.json").write_text(json.dumps(settings))
    (folder / "lemonldap-ng.ini").write_text(INI.substitute(folder=folder))
    command = ["/usr/bin/plackup", "--env", "deployment", "--host", LOOPBACK, "--port", str(server.port)]
    command += ["--access-log", server.log, "/usr/share/lemonldap-ng/portal/htdocs/index.psgi"]
    environment = {"PATH": os.environ["PATH"], "LLNG_DEFAULTCONFFILE": str(folder / "lemonldap-ng.ini")}
    options = {"cwd": folder, "env": environment} | nobody(folder)
    return running("LemonLDAP::NG", command, server.answers, folder / "portal.log", **options)


def other_protocol(school, server, person):
    """What is read as long as the protocol that the console proposes first is not changed."""
    school.delegate(server.cas, DIALECTS["SAML 1.1"][0])
    page = Page(Browser(server.site).visit(school.pupils_space, person.account))
    page.must_say(f"La réponse du serveur CAS {server.cas} n'est pas celle d'un serveur CAS.")


def main():
    with demo() as demonstration, temporary_folder() as folder:
        school = School(demonstration)
        pupils = school.pupils_without_cas_identifier()
        first, second = (Person(Account(login, login), pupil) for login, pupil in zip(LOGINS[:2], pupils))
        stranger = Person(Account(LOGINS[-1], LOGINS[-1]), None)
        # Its session is a cookie for a domain, which the cookie jar of Python takes for no name without a dot.
        server = Server("LemonLDAP::NG", folder / "requests.log", LOOPBACK)
        with lemonldap(server, school.spaces, [first, second, stranger], folder):
            check("LemonLDAP::NG: asked in SAML 1.1, it is told apart", lambda: other_protocol(school, server, stranger))
            for dialect, person in (("CAS 3", first), ("CAS 2", second)):
                checks = Checks(school, server, dialect, person, stranger)
                checks.run()
            stopped = Stopped(checks)
        stopped.run()


if __name__ == "__main__":
    main()
