"""A real workspace in a folder of its own: real ledger, templates and merges, on the day that a test wants."""

import re
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from playbook import wiring
from playbook.app.advance import Moving, advance, plan, why
from playbook.app.approve import approve
from playbook.app.audit import rebuild, verify
from playbook.app.evidence import Value, close_cycle, decide_lesson, items_of, open_cycle, read, tick
from playbook.app.session import Session
from playbook.app.sync import sync
from playbook.documents.render import Renderer
from playbook.library import shipped
from playbook.words import Words

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SPONSOR = "Sam Sponsor <sam.sponsor@example.org>"
COACH = "Ruth Okafor <ruth.okafor@example.org>"
LEAD = "Lena Lead <lena.lead@example.org>"
BEGIN = "2026-12-01"


@cache
def renderer(language):
    """Return the real renderer of the shipped templates, made once for all tests."""
    return Renderer([shipped("templates")], Words(language), None)


class Place:
    """A workspace, the day, and the commands that a test needs in one word."""

    def __init__(self, folder, day=BEGIN, unit="first"):
        self.folder, self.day, self.unit = Path(folder), day, unit

    @property
    def pilot(self):
        return f"{self.unit}/pilot"

    def world(self, actor=COACH, key=None, **changes):
        """Return the world of one command, on this day."""
        time = datetime.fromisoformat(f"{self.day}T09:00:00+00:00")
        opened = wiring.open_world(str(self.folder), actor=actor, key=key)
        return replace(opened, **{"clock": lambda: time, "renderer": renderer, **changes})

    def later(self, days):
        """Let days pass."""
        self.day = (date.fromisoformat(self.day) + timedelta(days=days)).isoformat()

    def session(self):
        return Session(self.world(), self.unit)

    def stage(self, subject=None):
        return self.session().scene.stage(subject or self.unit)

    def sync(self, actor=COACH, **how):
        return sync(self.world(actor), self.unit, **how)

    def plan(self, subject=None, **how):
        return plan(self.world(), Moving(subject or self.unit, **how))

    def why(self, subject=None, **how):
        """Return the verdicts of the next move by (subject, condition)."""
        _, found = why(self.world(), Moving(subject or self.unit, **how))
        return {(one.subject, one.condition): one for one in found.verdicts}

    def advance(self, subject=None, actor=COACH, basis=None, key=None, **how):
        return advance(self.world(actor, key), Moving(subject or self.unit, **how), basis)

    def approve(self, subject=None, actor=SPONSOR, **how):
        return approve(self.world(actor), subject or self.unit, **how)

    def approved(self, subject=None, **how):
        self.approve(subject)
        return self.advance(subject, **how)

    def tick_all(self, subject):
        return tick(self.world(), subject, list(items_of(self.session(), subject)), evidence="seen")

    def measure(self, subject, *values, measure="days-to-wash"):
        """Record a reading a day, the last one today."""
        last = date.fromisoformat(self.day)
        days = [(last - timedelta(days=len(values) - 1 - index)).isoformat() for index in range(len(values))]
        given = [Value(subject, measure, day, value) for day, value in zip(days, values, strict=True)]
        return read(self.world(), self.unit, given)

    def cycle(self, lesson=""):
        """Open and close a cycle of the pilot that was verified."""
        _, opened = open_cycle(self.world(), self.pilot, "a hypothesis", 14)
        told = {"broke": "slow", "cause": "no limit", "fix": "limit printed", "verified": True, "lesson": lesson}
        close_cycle(self.world(), self.pilot, opened.id, **told)
        if lesson:
            name = list(self.session().state.lessons)[-1]
            decide_lesson(self.world(), self.unit, name, "adopted")

    def rows(self, unit=None):
        return list(self.world().ledger.read(unit or self.unit))

    def events(self, kind=None):
        """Return the kinds of all events, or the data of those of one kind."""
        return [row.kind if kind is None else row.data for row in self.rows() if kind in (None, row.kind)]

    def document(self, name):
        return self.folder / "documents" / f"{self.unit}/{name}.md"

    def edit(self, name, old, new, count=1):
        """Let a person change a document in an editor."""
        path = self.document(name)
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), "utf-8")

    @property
    def file(self):
        return self.folder / "units" / f"{self.unit}.yaml"

    def change(self, old, new, count=1, file=None):
        """Let a person change the unit's file (or another)."""
        path = self.folder / file if file else self.file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), "utf-8")

    def disk(self):
        """Return the bytes of every document."""
        top = self.folder / "documents"
        return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*.md"))}

    def whole(self):
        """Assert that the ledger holds what it must: nothing to find, nothing to rebuild."""
        assert list(verify(self.world())) == []
        assert [unit for unit, different in rebuild(self.world()) if different] == []

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        return Place(folder, self.day, self.unit)


def fresh(folder):
    """Return the workspace of `playbook init`, whose components work; no command has run yet."""
    shutil.copytree(EXAMPLES / "init", folder)
    found = Place(folder)
    text = found.file.read_text("utf-8")
    found.file.write_text(re.sub(r"state: present", "state: working", text), "utf-8")
    return found


STAGES = ("fresh", "selection", "pilot", "stabilisation", "replication", "wave")


def drive(place, stage):
    """Bring a workspace from one of STAGES to the next, named `stage`."""
    if stage == "selection":
        place.sync()
    elif stage == "pilot":
        place.approved()
    elif stage == "stabilisation":
        place.tick_all(place.pilot)
        place.approved()
    elif stage == "replication":
        place.later(10)
        for number in range(3):
            place.cycle(f"lesson {number}")
        place.later(10)
        place.measure(place.pilot, 1.8, 1.6, 1.9, 1.7, 1.8, 1.6, 1.9)
        place.approved()
    elif stage == "wave":
        place.advance(f"{place.unit}/wave-1")
