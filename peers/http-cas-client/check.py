"""http-cas-client of npm, for applications written for Node: CAS 2 and CAS 3."""

import os

from ent import Ent
from peer import LOOPBACK, free_port, listens, running
from suite import Application, run


def main():
    for version in ("2", "3"):
        port = free_port()
        base = f"http://{LOOPBACK}:{port}"
        with Ent("http-cas-client", base + "/") as ent:
            environment = os.environ | {
                "BASE": base,
                "CAS_URL": ent.cas,
                "CAS_VERSION": version,
                "NODE_EXTRA_CA_CERTS": str(ent.certificate),
                "PORT": str(port),
            }
            command = ["/usr/bin/node", "application.js"]
            with running("Node", command, listens(port), ent.folder / "node.log", env=environment):
                run(ent, Application(f"http-cas-client CAS {version}", base + "/", attributes=version == "3"))


if __name__ == "__main__":
    main()
