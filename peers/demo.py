"""The demonstration, on free ports, once it has walked its whole road."""

import json
import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass

PROGRAM = os.environ["PASSERELLE_PROGRAM"]
# The step after which nothing of the demonstration moves any more.
LAST_STEP = "change-of-ent"


@dataclass
class Account:
    login: str
    password: str


class Demo:
    def __init__(self, ready):
        self.cas = ready["ent"]["cas"]
        self.pronote = ready["pronote"]["url"] + "/pronote/"
        self.console = ready["pronote"]["console"]
        self._accounts = ready["accounts"]

    def account(self, role, end="ent"):
        found = next(a for a in self._accounts if a["end"] == end and a["role"] == role)
        return Account(found["login"], found["password"])


@contextmanager
def demo():
    command = [PROGRAM, "demo", "--json", "--ent", "localhost:0", "--pronote", "127.0.0.1:0"]
    command += ["--console", "127.0.0.1:0"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        ready = json.loads(child.stdout.readline())
        for line in child.stdout:
            step = json.loads(line)
            assert step["ok"], f"a step of the demonstration failed: {line}"
            if step["name"] == LAST_STEP:
                break
        else:
            raise AssertionError("the demonstration ended before its road")
        yield Demo(ready)
    finally:
        child.kill()
        child.wait()
