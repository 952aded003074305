"""The story that `playbook demo` tells: which commands, on which day, and why.

Every step is a real command line; the demo only types it. Times are given to the program as PLAYBOOK_NOW, so that
a year passes in seconds.
"""

import csv
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from playbook.core.phrase import Phrase, say

UNIT = "emea"
SPONSOR = "Adaeze Nwankwo <adaeze.nwankwo@example.org>"
COACH = "Ruth Okafor <ruth.okafor@example.org>"
SPARE = re.compile(r"^( +)# (- \{person: .*\})$", re.MULTILINE)
"""The commented line of the example that cures its one flaw."""


class Step(NamedTuple):
    """Something that happens: a heading, a remark, a command, or a person's hand in a file."""

    kind: str
    """`chapter`, `say`, `run`, `quiet` (a command whose output is left out) or `hand`."""
    text: Phrase
    argv: tuple[str, ...] = ()
    day: str = ""
    expect: int = 0
    """The exit code that the story needs."""


def cure(folder: str) -> str:
    """Let a person mend the unit's file: the sixth member is written in. Return the line that was mended."""
    path = os.path.join(folder, "units", f"{UNIT}.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = SPARE.search(text)
    if found is None:
        return ""
    with open(path, "w", encoding="utf-8") as file:
        file.write(SPARE.sub(r"\1\2", text, count=1))
    return found[2]


def write_in(folder: str, document: str, old: str, new: str) -> bool:
    """Let a person change a line of a document in their editor; return whether the line was there."""
    path = os.path.join(folder, "documents", *document.split("/"))
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new, 1))
    return old in text


def readings(folder: str, squads: tuple[str, ...], until: str) -> str:
    """Write the readings that these squads had taken by a day to a CSV of their own; return its path."""
    source = os.path.join(folder, "readings", f"{UNIT}.csv")
    target = os.path.join(folder, "readings", f"{UNIT}-{until}.csv")
    with open(source, encoding="utf-8", newline="") as file, open(target, "w", encoding="utf-8", newline="") as out:
        rows = csv.DictReader(file)
        writer = csv.DictWriter(out, rows.fieldnames or ())
        writer.writeheader()
        writer.writerows(row for row in rows if row["squad"] in squads and row["day"] <= until)
    return target


class Clock:
    """The day of the story."""

    def __init__(self, start: str) -> None:
        """Begin on that day."""
        self.day = date.fromisoformat(start)

    def on(self, day: str) -> str:
        """Go to a day, never back."""
        self.day = max(self.day, date.fromisoformat(day))
        return self.day.isoformat()

    def after(self, days: int) -> str:
        """Let days pass."""
        self.day += timedelta(days=days)
        return self.day.isoformat()


def as_(person: str) -> tuple[str, ...]:
    """Return the option that says who is at the keyboard."""
    return ("--as", person)


def selection(day: str) -> Iterator[Step]:
    """The unit is chosen, and the sponsor has to say yes."""
    yield Step("chapter", say("1  Selection: one slice of one business unit"), day=day)
    yield Step("run", say("every mistake in the files would be told here"), ("check",))
    yield Step("run", say("the documents of this stage"), ("sync", UNIT, *as_(COACH)))
    yield Step("run", say("not yet: the gate is closed"), ("advance", UNIT, *as_(COACH)), expect=3)
    yield Step("run", say("who can open it, and how"), ("why", UNIT))
    yield Step("run", say("the sponsor reads the decision record and approves"), ("approve", UNIT, *as_(SPONSOR)))
    yield Step("run", say("the pilot is formed"), ("advance", UNIT, *as_(COACH)))


CYCLES = (
    (
        "one squad answers a shop within the day if it may grant small credits itself",
        "credits still waited for finance",
        "the limit was not known to the shop desk",
        "limit printed on the decision card",
        "Print the decision card before the first week",
    ),
    (
        "a morning look at late vans halves the empty jars",
        "the van data came a day late",
        "the grant was for the weekly extract only",
        "daily extract asked for and granted",
        "Ask for daily data, not weekly, before launch",
    ),
    (
        "two people on each shop's case keep answers right on days off",
        "cases were handed over twice",
        "no owner was named in the morning",
        "one owner a case, named at the stand-up",
        "Parking at the Lisbon depot is free before nine",
    ),
)
"""Break-fix cycles of the pilot: hypothesis, what broke, cause, fix, lesson."""
DECISIONS = (("adopt",), ("adopt",), ("keep", "--reason", "true of one depot only"))
"""What becomes of each cycle's lesson."""


FAVOURS = (
    ("A data engineer, lent by head office for eight weeks", ("--cost", "18400", "--currency", "EUR")),
    ("Credits below 50 euro without a second signature", ()),
)
"""What the pilot got that the waves cannot have for free."""
SETTLEMENTS = (
    ("price", "each wave needs its data made ready", ("--cost", "9200", "--currency", "EUR")),
    ("standardise", "the limit is on every decision card now", ()),
)
"""What becomes of each favour."""


def favours() -> Iterator[Step]:
    """The pilot gets what nobody else has, and somebody writes it down."""
    for text, cost in FAVOURS:
        yield Step("run", say("a favour, so that nobody forgets it"), ("favour", "add", UNIT, text, *cost, *as_(COACH)))


def settlements() -> Iterator[Step]:
    """Each favour is settled: the waves get it, pay for it, or go without."""
    for number, (how, why, price) in enumerate(SETTLEMENTS, 1):
        told = (f"favour-{number}", how, "--reason", why, *price)
        yield Step("run", say("and what becomes of it in the waves"), ("favour", "settle", UNIT, *told, *as_(COACH)))


def opening(number: int) -> Iterator[Step]:
    """A break-fix cycle of the pilot begins."""
    yield Step("run", say("a hypothesis"), ("cycle", "open", f"{UNIT}/pilot", CYCLES[number][0], *as_(COACH)))


def closing(number: int) -> Iterator[Step]:
    """It ends, with what broke, why, what was changed and what it taught."""
    _, broke, cause, fix, lesson = CYCLES[number]
    told = ("--broke", broke, "--cause", cause, "--fix", fix, "--verified", "--lesson", lesson)
    yield Step("run", say("what it showed"), ("cycle", "close", f"{UNIT}/pilot", f"c{number + 1}", *told, *as_(COACH)))


def lessons() -> Iterator[Step]:
    """Each lesson is decided: what is adopted travels to the next squads."""
    for number, (verb, *rest) in enumerate(DECISIONS, 1):
        yield Step("run", say("a lesson is decided"), ("lesson", verb, UNIT, f"lesson-{number}", *rest, *as_(COACH)))
