"""From the rows of a table to squads with their members, or to people: each value with the cell it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from playbook.core.phrase import Phrase, say
from playbook.errors import Problem
from playbook.imports import heads
from playbook.imports.base import MOST_COLUMNS, Broken, Row, Table
from playbook.imports.findings import Findings

KINDS = ("squads", "people")
NEEDED = {"squads": ("person", "department", "specialty"), "people": ("person", "department")}
"""Columns without which a row says too little; a squad also needs its id or its name."""
_SHOWN = 60
SEPARATORS = ";|\n/\N{IDEOGRAPHIC COMMA}\N{FULLWIDTH COMMA}\N{FULLWIDTH SEMICOLON}"
"""What stands between the skills of a cell, besides a comma."""


class Value(NamedTuple):
    """What a cell says, and which cell that is."""

    text: str
    row: int
    column: int
    """From 1."""


Fields = dict[str, Value]


@dataclass(slots=True)
class Crew:
    """A squad as its rows describe it."""

    fields: Fields
    """`id`, and where the table says so `name` and `lane`."""
    members: list[Fields] = field(default_factory=list)
    lead: list[int] = field(default_factory=list)
    """Members (their place in the list) that are marked as the lead."""
    accountable: list[int] = field(default_factory=list)
    doubtful: bool = False
    """Whether a mark of a lead could not be understood, or a row may lack: then nobody can say that no one leads."""


@dataclass(slots=True)
class Roster:
    """What a table says."""

    kind: str
    crews: dict[str, Crew] = field(default_factory=dict)
    people: list[Fields] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    """Columns that nobody knows: their cells are not read."""
    rows: int = 0


class Terms(NamedTuple):
    """What a unit calls its departments and skills: by name as well as by id, each as `heads.plain` leaves it."""

    departments: Mapping[str, str]
    skills: Mapping[str, str]


def draw(table: Table, terms: Terms, findings: Findings, kind: str = "") -> Roster:
    """Return the squads or the people of a table; `kind` is guessed by its columns, when left out.

    Every mistake of a row that can be seen without the unit's file goes to `findings`. A needed cell that says nothing
    is an empty value there, so that the rest of its row can be judged.

    Raises:
        Broken: with every mistake of a head that lacks columns.
    """
    return _Draft(table, terms, findings, kind).draw()


class _Draft:
    """A roster while its table is read."""

    def __init__(self, table: Table, terms: Terms, findings: Findings, kind: str) -> None:
        self.table, self.terms, self.findings = table, terms, findings
        self.columns: dict[str, int] = {}
        self.unknown: list[tuple[int, str]] = []
        self._head(table.head)
        guessed = "squads" if {"squad", "name"} & self.columns.keys() else "people"
        self.roster = Roster(kind or guessed)

    def draw(self) -> Roster:
        self._needed()
        try:
            for row in self.table.rows:
                self._row(row)
        except Broken as error:
            self.findings.take(error)
            self._doubt(error)
        else:
            if not self.roster.rows:
                self.findings.add(self.table.head.number, 1, say("there is no row below the head"))
        self._leads()
        return self.roster

    def _doubt(self, error: Broken) -> None:
        """Hold no squad to have no lead where it is not read whose rows they are, or who leads."""
        telling = {self.columns[name] + 1 for name in ("squad", "name", "lead") if name in self.columns}
        if not error.cells or telling & {column for _, column in error.cells}:
            for crew in self.roster.crews.values():
                crew.doubtful = True

    def _row(self, row: Row) -> None:
        self.roster.rows += 1
        values = {name: Value(row.cell(at), row.number, at + 1) for name, at in self.columns.items() if row.cell(at)}
        self._person(row, values)
        if self.roster.kind == "squads":
            self._squad(row, values)
        else:
            self.roster.people.append(_only(values, ("person", "department", "skills")))

    def _head(self, row: Row) -> None:
        for at, cell in enumerate(islice(row.cells, MOST_COLUMNS)):
            name = heads.field_of(cell)
            if name in self.columns:
                facts = {"head": _short(cell), "column": self.columns[name] + 1}
                wrong = say("'{head}' says the same as column {column}; one is enough", **facts)
                self.findings.add(row.number, at + 1, wrong)
            elif name:
                self.columns[name] = at
            elif cell:
                self.unknown.append((at, cell))

    def _needed(self) -> None:
        row, kind = self.table.head.number, self.roster.kind
        missing = [name for name in NEEDED[kind] if name not in self.columns]
        if kind == "squads" and not {"squad", "name"} & self.columns.keys():
            missing.insert(0, "squad")
        for name in missing:
            self.findings.add(row, 1, say("a column '{head}' is needed in the first row", head=heads.label(name)))
        unread = [(at + 1, _unknown(head)) for at, head in self.unknown]
        if missing:
            for column, sentence in unread:
                self.findings.add(row, column, sentence)
            self.findings.refuse([])
        self.roster.notices += [self.table.place(row, column, sentence) for column, sentence in unread]

    def _person(self, row: Row, values: Fields) -> None:
        """Put name and mail together, and say what a row lacks."""
        person, mail = values.get("person"), values.pop("mail", None)
        if person and mail and "<" not in person.text:
            values["person"] = person._replace(text=f"{person.text} <{mail.text}>")
        for name in NEEDED[self.roster.kind]:
            if name not in values:
                wrong = say("this row lacks its '{head}'", head=_short(self.table.head.cell(self.columns[name])))
                values[name] = self._empty(row, name, wrong)
        for name, known in (("department", self.terms.departments), ("skills", self.terms.skills)):
            if name in values:
                values[name] = values[name]._replace(text=_ids(values[name].text, known, many=name == "skills"))
        for name in ("agreed", "until"):
            if name in values:
                values[name] = values[name]._replace(text=_day(values[name].text))
        if "allocation" in values:
            values["allocation"] = values["allocation"]._replace(text=_percent(values["allocation"].text))

    def _squad(self, row: Row, values: Fields) -> None:
        crew = self._crew(row, values.get("squad") or values.get("name"), is_id="squad" in values)
        for what in ("name", "lane"):
            self._agree(crew, what, values.get(what))
        for mark, marks in (("lead", crew.lead), ("accountable", crew.accountable)):
            if self._marked(values.get(mark), crew):
                marks.append(len(crew.members))
        keys = ("person", "department", "specialty", "skills", "allocation", "agreed", "until", "backfill", "by")
        crew.members.append(_only(values, keys))

    def _crew(self, row: Row, given: Value | None, *, is_id: bool) -> Crew:
        """Return the squad that a row is of; one of its own for a row that does not say it."""
        if given is None:
            at = "squad" if "squad" in self.columns else "name"
            empty = self._empty(row, at, say("this row does not say which {squad} it is of"))
            return self.roster.crews.setdefault(f"\n{row.number}", Crew({"id": empty}))
        name = (given.text if is_id else _slug(given.text)) or given.text
        return self.roster.crews.setdefault(name, Crew({"id": given._replace(text=name)}))

    def _empty(self, row: Row, name: str, sentence: Phrase) -> Value:
        """Tell what a cell lacks, and hold its place."""
        column = self.columns[name] + 1
        self.findings.close(row.number, column, sentence)
        return Value("", row.number, column)

    def _agree(self, crew: Crew, what: str, value: Value | None) -> None:
        """Keep a value that all rows of a squad share."""
        kept = crew.fields.setdefault(what, value) if value else None
        if value and kept and kept.text != value.text:
            facts = {"found": _short(value.text), "other": _short(kept.text), "line": kept.row}
            wrong = say("'{found}' here, '{other}' in row {line} of the same {squad}", **facts)
            self.findings.add(value.row, value.column, wrong)

    def _marked(self, value: Value | None, crew: Crew) -> bool:
        found = heads.marked(value.text) if value else False
        if value and found is None:
            wrong = say("a mark is needed (x), or an empty cell, found '{text}'", text=_short(value.text))
            self.findings.add(value.row, value.column, wrong)
            crew.doubtful = True
        return bool(found)

    def _leads(self) -> None:
        for name, crew in self.roster.crews.items():
            for mark, marks in (("lead", crew.lead), ("accountable", crew.accountable)):
                for at in marks[1:]:
                    first, other = crew.members[marks[0]]["person"], crew.members[at]["person"]
                    facts = {"name": _short(name), "head": heads.label(mark), "line": first.row}
                    wrong = say("one member is '{head}' in the {squad} '{name}', row {line} is already", **facts)
                    self.findings.add(other.row, self.columns[mark] + 1, wrong)


def _only(values: Fields, names: Iterable[str]) -> Fields:
    return {name: values[name] for name in names if name in values}


def _unknown(head: str) -> Phrase:
    from difflib import get_close_matches

    told = say("the column '{head}' is not known, and not read", head=_short(head))
    close = get_close_matches(heads.plain(head), heads.names(), 1, 0.7)
    return say("{sentence} (did you mean '{name}'?)", sentence=told, name=close[0]) if close else told


def _ids(text: str, known: Mapping[str, str], *, many: bool) -> str:
    """Return ids for what people call things; a list is put apart with commas."""
    if not many:
        return known.get(heads.plain(text), text)
    for separator in SEPARATORS:
        text = text.replace(separator, ",")
    words = (word.strip() for word in text.split(","))
    return ",".join(dict.fromkeys(known.get(heads.plain(word), word) for word in words if word))


def _percent(text: str) -> str:
    """Return `80` for `80 %`, `%80`, `80,0`; anything else as it is, for the reader of the file to refuse."""
    bare = text.replace("%", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".").strip()
    whole = bare.removesuffix(".0").removesuffix(".00")
    return whole if whole.isdecimal() and whole.isascii() else text


def _day(text: str) -> str:
    """Return `2026-11-01` for `1.11.2026`, which can mean nothing else; `1/11/2026` can, and stays to be refused."""
    parts = text.split(".")
    if [len(part) <= 2 for part in parts] != [True, True, False] or not all(one.isdecimal() for one in parts):  # noqa: PLR2004  (digits of a day)
        return text
    return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"


def _slug(text: str) -> str:
    """Return an id that looks like a name; empty where no letter of it can be kept."""
    import re
    import unicodedata

    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:63].strip("-")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
