"""What every check uses: the tally of its lines, the programs that it starts, free ports."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager
from pathlib import Path

LOOPBACK = "127.0.0.1"

# The runner ends a check that lasts too long with SIGTERM: as an exception, it still ends what the check started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("the check took too long"))

_failed = False


def check(name, body):
    """Runs one check and says how it went. A check that dies is one that failed, and the others still run."""
    global _failed
    try:
        body()
        print(f"ok {name}", flush=True)
    except Exception:
        _failed = True
        print(f"not ok {name}", flush=True)
        traceback.print_exc()


def free_port():
    """A port on which nobody listens at this moment."""
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return found.getsockname()[1]


@contextmanager
def temporary_folder():
    """A folder that may be read by the servers which run as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="passerelle-peer-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def nobody(folder):
    """Arguments of `running` for a server without any right on the machine; `folder` becomes its own.

    Only root can become somebody else: for others there is nothing to give up.
    """
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def running(name, command, ready, log, **options):
    """Runs a server while the `with` block lasts; it must be `ready` (a function that says so) within 20 seconds.

    What it prints goes to the file `log`, whose end is shown when a check failed.
    """
    with open(log, "ab") as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
    try:
        wait_until(lambda: child.poll() is not None or ready(), 20, f"{name} is not ready")
        assert child.poll() is None, f"{name} did not start"
        yield
    except BaseException:
        _show(name, log)
        raise
    else:
        if _failed:
            _show(name, log)
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _show(name, log):
    lines = Path(log).read_text(errors="replace").splitlines()
    print(f"── the last lines of {name}", *lines[-40:], sep="\n", file=sys.stderr)


def listens(port):
    """A function that says whether somebody answers on this port."""

    def answers():
        with socket.socket() as caller:
            caller.settimeout(1)
            return caller.connect_ex((LOOPBACK, port)) == 0

    return answers


def wait_until(condition, seconds, otherwise):
    """Asks `condition` ten times a second; an AssertionError with `otherwise` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)
