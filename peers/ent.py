"""An ENT as an outsider sets one up: the command line, a configuration file, a certificate of its own."""

import os
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass, field

import requests

from peer import LOOPBACK, free_port, running, temporary_folder

PROGRAM = os.environ["PASSERELLE_PROGRAM"]
SCHOOL = "0990001N"
RELEASED = ["uid", "login", "mail", "displayName", "memberOf"]


@dataclass
class Person:
    login: str
    population: str
    last_name: str
    first_name: str
    attributes: dict = field(default_factory=dict)
    password: str = "Une phrase de passe, pour essayer"


# Each value has what some writer or reader of XML gets wrong.
PUPIL = Person(
    login="zoe.oneill",
    population="pupil",
    last_name="O'Neill-Lefèvre",
    first_name="Zoé",
    attributes={
        "mail": ["zoe.o'neill@exemple.fr"],
        "memberOf": ["Élèves <6e & 5e>", "Club d'échecs", 'Théâtre "Molière"'],
    },
)
TEACHER = Person(
    login="paul.martin",
    population="teacher",
    last_name="Martin",
    first_name="Paul",
    attributes={"mail": ["paul.martin@exemple.fr"], "memberOf": ["Équipe pédagogique"]},
)


class Ent:
    """A running ENT with one school, two people, and one service: all addresses below `service`."""

    def __init__(self, name, service):
        self.name, self.service = name, service
        self.port = free_port()
        self.url = f"https://localhost:{self.port}"
        self.cas = self.url + "/cas"

    def __enter__(self):
        with ExitStack() as stack:
            self.folder = stack.enter_context(temporary_folder())
            self._configure()
            self._fill()
            command = [PROGRAM, "ent", "--config", self.configuration]
            stack.enter_context(running("the ENT", command, self._answers, self.folder / "ent.log"))
            self._running = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._running.__exit__(*error)

    def _configure(self):
        """phpCAS and mod_auth_cas speak to a CAS server by https only."""
        self.certificate = self.folder / "certificate.pem"
        key = self.folder / "key.pem"
        command = ["/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "90"]
        command += ["-keyout", key, "-out", self.certificate]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        data = self.folder / "data"
        data.mkdir()
        self.configuration = self.folder / "ent.toml"
        self.configuration.write_text(
            f"data = '{data}'\n"
            f"[ent]\npublic_url = '{self.url}'\nlisten = '{LOOPBACK}:{self.port}'\n"
            f"[tls]\ncertificate = '{self.certificate}'\nkey = '{key}'\n"
        )

    def _fill(self):
        pronote = f"http://{LOOPBACK}:1/pronote/"
        self._run("school", "add", "--uai", SCHOOL, "--name", "Collège d'essai", "--pronote", pronote)
        for person in (PUPIL, TEACHER):
            words = ["account", "create", "--school", SCHOOL, "--login", person.login]
            words += ["--population", person.population]
            words += ["--last-name", person.last_name, "--first-name", person.first_name]
            for name, values in person.attributes.items():
                for value in values:
                    words += ["--attribute", f"{name}={value}"]
            self._run(*words, "--password-stdin", entry=person.password + "\n")
        services = self.folder / "services.toml"
        services.write_text(
            f'[[service]]\nname = "Essai {self.name}"\nurl = "{self.service}**"\nkind = "cas"\n'
            f"release = {RELEASED}\nallow_proxy = false\nlogout = \"back\"\n"
        )
        self._run("service", "add", "--file", services)

    def _run(self, first, second, *rest, entry=""):
        command = [PROGRAM, first, second, "--config", self.configuration, *rest]
        done = subprocess.run(command, input=entry, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"passerelle {first} {second}: {done.stdout}{done.stderr}"

    def _answers(self):
        try:
            return requests.get(self.cas + "/login", verify=self.certificate, timeout=2).ok
        except requests.ConnectionError:
            return False
