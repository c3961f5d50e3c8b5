"""mod_auth_cas of Debian, the module of Apache that most universities use: CAS 2 and SAML 1.1."""

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from string import Template

from ent import RELEASED, Ent
from peer import LOOPBACK, free_port, listens, nobody, running, temporary_folder
from suite import Application, run

TEMPLATE = Template(Path("apache.conf").read_text())


@contextmanager
def apache(ent, port, validator, saml):
    with temporary_folder() as folder:
        for name in ("cookies", "pages"):
            (folder / name).mkdir()
        (folder / "pages/index.html").write_text("for people who signed in\n")
        (folder / "certificate.pem").write_bytes(ent.certificate.read_bytes())
        values = {"folder": folder, "host": LOOPBACK, "port": port, "cas": ent.cas}
        values |= {"validator": validator, "saml": saml, "certificate": folder / "certificate.pem"}
        (folder / "apache.conf").write_text(TEMPLATE.substitute(values))
        # Apache opens its log by name, so the file must be its own.
        log = folder / "apache.log"
        log.touch()
        command = ["/usr/sbin/apache2", "-DFOREGROUND", "-f", folder / "apache.conf"]
        with running("Apache", command, listens(port), log, **nobody(folder)):
            yield folder


def said(answer):
    user = answer.headers.get("Seen-User")
    if answer.status_code != 200 or not user:
        return None
    # HTTP gives header bytes no encoding: requests reads them as Latin-1, the module wrote UTF-8.
    texts = {name: answer.headers[f"Seen-{name}"].encode("latin-1").decode() for name in RELEASED}
    return user, {name: text.split("|") for name, text in texts.items()}


def emptied(folder):
    for path in folder.iterdir():
        path.unlink()


def main():
    for name, validator, saml in (("CAS 2", "serviceValidate", "Off"), ("SAML 1.1", "samlValidate", "On")):
        port = free_port()
        home = f"http://{LOOPBACK}:{port}/"
        with Ent("mod_auth_cas", home) as ent, apache(ent, port, validator, saml) as folder:
            # The module keeps a file per session and per ticket, and itself refuses a ticket that has one.
            forget = partial(emptied, folder / "cookies")
            run(ent, Application(f"mod_auth_cas {name}", home, said, forget_tickets=forget))


if __name__ == "__main__":
    main()
