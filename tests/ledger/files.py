"""What the tests of the ledger's file share: a person with the sqlite3 program, other programs, and their refusals."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from playbook.errors import LedgerError
from tests.ledger.contract import FULL

WRITER = Path(__file__).with_name("writer.py")


def raw(path, *statements):
    """Do to the file what a person with the sqlite3 program could do."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return [connection.execute(statement).fetchall() for statement in statements]


def program(*arguments, before=()):
    """Start our Python, which finds what this one finds."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*before, sys.executable, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def start(path, *arguments):
    """Start a program that appends (see writer.py)."""
    return program(WRITER, path, *arguments)


def acknowledged(output):
    """Return (version, hash) of every event that a writer was told is safe."""
    words = (line.split() for line in output.splitlines() if line.startswith("+ ") and line.count(" ") == 2)
    return {(int(version), digest) for _, version, digest in words if len(digest) == 64}


def unprivileged():
    """Return what a command must begin with so that permissions count: without these powers root is bound by them."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("permissions do not bind root")
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]


def refused(call, *arguments):
    """Return the LedgerError of a call: one sentence, with a hint and the path, and no word of SQLite's errors."""
    with pytest.raises(LedgerError) as caught:
        call(*arguments)
    assert "\n" not in caught.value.message
    assert "sqlite3" not in caught.value.message
    assert caught.value.facts["path"]
    return caught.value


def answered(call, *arguments):
    """Return what a call returns, or LedgerError where it raises that; nothing else may come out."""
    try:
        return call(*arguments)
    except LedgerError:
        return LedgerError


def every_call(ledger):
    """Return what would be called by a command, reading first."""
    return [
        (ledger.lines,),
        (ledger.tree, "emea"),
        (lambda: list(ledger.read("emea")),),
        (ledger.heads, "emea"),
        (ledger.units,),
        (ledger.text, "t1"),
        (ledger.people,),
        (ledger.people, ["p-1"]),
        (ledger.find_person, "Ana"),
        (ledger.append, FULL),
        (ledger.project, "emea", {}, {}),
    ]
