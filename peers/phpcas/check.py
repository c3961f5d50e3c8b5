"""phpCAS of Debian, the client of most applications written in PHP: CAS 2, CAS 3 and SAML 1.1."""

import os
import shutil
from contextlib import contextmanager

from ent import Ent
from peer import LOOPBACK, free_port, listens, nobody, running, temporary_folder
from suite import Application, run


@contextmanager
def php(ent, port):
    with temporary_folder() as folder:
        (folder / "sessions").mkdir()
        shutil.copy("index.php", folder)
        shutil.copy(ent.certificate, folder / "certificate.pem")
        command = ["/usr/bin/php", "-d", f"session.save_path={folder}/sessions"]
        command += ["-S", f"{LOOPBACK}:{port}", folder / "index.php"]
        environment = {
            "PATH": os.environ["PATH"],
            "CAS_PORT": str(ent.port),
            "CAS_CERTIFICATE": str(folder / "certificate.pem"),
            "SERVICE_BASE": f"http://{LOOPBACK}:{port}",
        }
        log = ent.folder / "php.log"
        with running("PHP", command, listens(port), log, cwd=folder, env=environment, **nobody(folder)):
            yield


def main():
    port = free_port()
    base = f"http://{LOOPBACK}:{port}/"
    with Ent("phpCAS", base) as ent, php(ent, port):
        for name, path in (("CAS 2", "2/"), ("CAS 3", "3/"), ("SAML 1.1", "saml/")):
            run(ent, Application(f"phpCAS {name}", base + path))


if __name__ == "__main__":
    main()
