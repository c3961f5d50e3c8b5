"""django-cas-ng, the client of sites made with Django: CAS 3, with the sessions that it ends by single logout."""

import os
import sys

from ent import Ent
from peer import LOOPBACK, free_port, listens, running
from suite import Application, run


def main():
    port = free_port()
    home = f"http://{LOOPBACK}:{port}/"
    with Ent("django-cas-ng", home) as ent:
        environment = os.environ | {
            "CAS_URL": ent.cas,
            "CAS_VERSION": "3",
            "DATABASE": str(ent.folder / "django.db"),
            "PORT": str(port),
            "REQUESTS_CA_BUNDLE": str(ent.certificate),
        }
        command = [sys.executable, "application.py"]
        with running("Django", command, listens(port), ent.folder / "django.log", env=environment):
            run(ent, Application("django-cas-ng CAS 3", home))


if __name__ == "__main__":
    main()
