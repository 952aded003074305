"""Squads and people from a table into a unit's file: all of them or none, and nothing that people wrote is lost."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playbook.app.session import Session
from playbook.app.tables import open_table
from playbook.app.world import World
from playbook.config.mapedit import Unclear
from playbook.config.unitedit import Edited, Editor, Said, Tree, bare, line_of, said
from playbook.core.persons import normal
from playbook.core.phrase import Phrase, say
from playbook.documents.swap import exchange
from playbook.errors import ConfigurationError, Outrun, PlaybookError, Problem, UsageError
from playbook.imports.base import Broken, Table
from playbook.imports.heads import plain
from playbook.imports.roster import Crew, Fields, Roster, Terms, Value, draw

RELEASE = ("agreed", "until", "backfill", "by")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one squad, or of a person."""

    name: str
    added: bool
    """True for a new one, False for one that was there and changes."""
    members_added: int = 0
    members_changed: int = 0


@dataclass(slots=True)
class Imported:
    """What an import did, or would do."""

    file: str
    kind: str
    rows: int
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    """Squads or people that were there already, just so."""
    notices: list[Problem] = field(default_factory=list)
    written: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    path: str
    unit: str
    kind: str = ""
    sheet: str = ""
    update: bool = False


def bring(world: World, asked: Asked, *, dry: bool = False) -> Imported:
    """Put what a table says into a unit's file; with `dry` only say what would be.

    Raises:
        UsageError: there is no such unit or sheet, or openpyxl is missing.
        ConfigurationError: with every mistake of the table (or, where it has one already, of the unit's file).
        Outrun: somebody saved the unit's file meanwhile.
    """
    session = Session(world, asked.unit)
    file = f"units/{asked.unit}.yaml"
    raw = world.folder.read(file)
    if raw is None:
        raise UsageError(say("{unit} has no file any more", unit=asked.unit), hint=say("put {file} back", file=file))
    editor = Editor(raw, file)
    table = open_table(asked.path, asked.sheet)
    roster = draw(table, _terms(editor.data), asked.kind)
    found = Imported(file, roster.kind, roster.rows, notices=roster.notices)
    work = _Work(editor, table, found, update=asked.update)
    work.squads(roster) if roster.kind == "squads" else work.people(roster)
    if work.problems:
        raise Broken(work.problems)
    if found.changes:
        edited = _finished(editor, file)
        _accept(world, session, table, edited, file)
        if not dry:
            _save(os.path.join(world.folder.path, "units"), f"{asked.unit}.yaml", edited.raw, raw)
            found.written = True
    return found


def _terms(data: Mapping[str, Any]) -> Terms:
    departments = {plain(one["name"]): one["id"] for one in data["departments"]}
    departments |= {plain(one["id"]): one["id"] for one in data["departments"]}
    skills = {plain(one["name"]): one["id"] for one in data["mission"].get("skill_names", ())}
    return Terms(departments, skills | {plain(one): one for one in data["mission"]["skills"]})


class _Work:
    """The changes to one file, as they are put together."""

    def __init__(self, editor: Editor, table: Table, found: Imported, *, update: bool) -> None:
        self.editor, self.table, self.found, self.update = editor, table, found, update
        self.problems: list[Problem] = []

    def squads(self, roster: Roster) -> None:
        """Add the squads that are new; with `update` change those that are there."""
        data = self.editor.data
        known = {one["id"]: ("squads", at) for at, one in enumerate(data.get("squads") or ())}
        known["pilot"] = ("pilot",)
        fresh: list[Tree] = []
        for name, crew in roster.crews.items():
            if name in known:
                self._squad(name, known[name], crew)
            else:
                self._lead(name, crew)
                fresh.append(_squad(crew))
                self.found.changes.append(Change(name, added=True, members_added=len(crew.members)))
        self._append(("squads",), fresh)

    def people(self, roster: Roster) -> None:
        """Add the people that are new; with `update` change those that are there."""
        listed = self.editor.data.get("people") or []
        known = _Known(listed)
        fresh: list[Tree] = []
        rows: dict[str, int] = {}
        for fields in roster.people:
            person = fields["person"]
            line = rows.setdefault(_key(person.text), person.row)
            if line != person.row:
                self._wrong(person, say("'{person}' is in row {line} already", person=person.text, line=line))
                continue
            at = known.find(person.text)
            if at is None:
                fresh.append(_member(fields))
                self.found.changes.append(Change(person.text, added=True))
            elif not self.update:
                facts = {"person": person.text, "file": self.found.file, "line": self._line(("people", at))}
                self._wrong(person, say("'{person}' is in {file} already (line {line}); --update changes it", **facts))
            elif self._member(("people", at), listed[at], fields):
                self.found.changes.append(Change(person.text, added=False))
            else:
                self.found.same += 1
        self._append(("people",), fresh)

    def _lead(self, name: str, crew: Crew) -> None:
        """Let the only member lead; of several, one must be marked."""
        if not crew.lead and len(crew.members) == 1:
            crew.lead.append(0)
        if not crew.lead:
            wrong = say("nobody leads the {squad} '{name}': mark one of its rows in a column 'lead'", name=name)
            self._wrong(crew.fields["id"], wrong)

    def _squad(self, name: str, path: tuple[str | int, ...], crew: Crew) -> None:
        if not self.update:
            facts = {"name": name, "file": self.found.file, "line": self._line(path)}
            wrong = say("the {squad} '{name}' is in {file} already (line {line}); --update changes it", **facts)
            self._wrong(crew.fields["id"], wrong)
            return
        there = self.editor.data["pilot"] if path == ("pilot",) else self.editor.data["squads"][path[-1]]
        try:
            wrote = self._officers(path, there, crew)
            added, changed = self._crew(path, there["members"], crew)
        except Unclear as error:
            self.problems.append(_unusual(self.found.file, error))
            return
        if wrote or added or changed:
            self.found.changes.append(Change(name, added=False, members_added=added, members_changed=changed))
        else:
            self.found.same += 1

    def _officers(self, path: tuple[str | int, ...], there: Mapping[str, Any], crew: Crew) -> bool:
        """Set name, lane, lead and the accountable person, where the table says another."""
        given = {key: crew.fields[key] for key in ("name", "lane") if key in crew.fields}
        given |= {key: crew.members[marks[0]]["person"] for key, marks in _marks(crew).items() if marks}
        known = _Known(there["members"])
        wrote = False
        for key, value in given.items():
            old = str(there.get(key, ""))
            same = _same(known, old, value.text) if key in ("lead", "accountable") else old == value.text
            if not same:
                self.editor.write((*path, key), _said(value), "name")
                wrote = True
        return wrote

    def _crew(self, path: tuple[str | int, ...], listed: Sequence[Any], crew: Crew) -> tuple[int, int]:
        """Return how many members were added, and how many changed; nobody is taken out."""
        known, changed = _Known(listed), 0
        fresh: list[Tree] = []
        for fields in crew.members:
            at = known.find(fields["person"].text)
            if at is None:
                fresh.append(_member(fields))
            else:
                changed += self._member((*path, "members", at), listed[at], fields)
        self.editor.append((*path, "members"), fresh)
        return len(fresh), changed

    def _member(self, path: tuple[str | int, ...], there: Mapping[str, Any], fields: Fields) -> bool:
        """Change one member or person in the keys that the table fills; return whether anything is another now."""
        new = {key: value for key, value in _member(fields).items() if key != "person"}
        kept: dict[str, Tree] = {key: said(value) for key, value in there.items()}
        if isinstance(new.get("release"), Mapping) and isinstance(there.get("release"), Mapping):
            new["release"] = {**said(there["release"]), **new["release"]}  # type: ignore[dict-item]  # both are mappings
        merged = {**kept, **new}
        if bare(merged) == dict(there):
            return False
        try:
            self.editor.replace(path, merged)
        except Unclear as error:
            self.problems.append(_unusual(self.found.file, error))
        return True

    def _append(self, path: tuple[str | int, ...], trees: list[Tree]) -> None:
        try:
            self.editor.append(path, trees)
        except Unclear as error:
            self.problems.append(_unusual(self.found.file, error))

    def _line(self, path: tuple[str | int, ...]) -> int:
        return self.editor.source.position(path)[0]

    def _wrong(self, value: Value, sentence: Phrase) -> None:
        self.problems.append(self.table.place(value.row, value.column, sentence))


class _Known:
    """Members or people of a file, found again by mail, or by name where either side has no mail."""

    def __init__(self, listed: Sequence[Mapping[str, Any]]) -> None:
        self.full: dict[str, int] = {}
        self.names: dict[str, list[int]] = {}
        for at, one in enumerate(listed):
            person = str(one["person"])
            self.full[_key(person)] = at
            self.names.setdefault(_name(person), []).append(at)

    def find(self, person: str) -> int | None:
        """Return the place in the list, or None for somebody who is not there, or not clearly."""
        found = self.full.get(_key(person))
        same = self.names.get(_name(person), [])
        if found is None and len(same) == 1:
            mails = {"<" in person, any("<" in key for key, at in self.full.items() if at == same[0])}
            return None if mails == {True} else same[0]
        return found


def _same(known: _Known, one: str, other: str) -> bool:
    at = known.find(one)
    return at is not None and at == known.find(other)


def _key(person: str) -> str:
    """Return what two ways to write one person share: the mail, else the name."""
    name, _, mail = _normal(person).partition(" <")
    return f"<{mail}" if mail else name


def _name(person: str) -> str:
    return _normal(person).partition(" <")[0]


def _normal(person: str) -> str:
    try:
        return normal(person).casefold()
    except UsageError:
        return " ".join(person.split()).casefold()


def _marks(crew: Crew) -> dict[str, list[int]]:
    return {"lead": crew.lead, "accountable": crew.accountable}


def _said(value: Value) -> Said:
    return Said(value.text, (value.row, value.column))


def _squad(crew: Crew) -> dict[str, Tree]:
    """Return a new squad; the lead is accountable where nobody else is marked."""
    name = crew.fields.get("name", crew.fields["id"])
    tree: dict[str, Tree] = {"id": _said(crew.fields["id"]), "name": _said(name)}
    if "lane" in crew.fields:
        tree["lane"] = _said(crew.fields["lane"])
    for key, marks in (("lead", crew.lead), ("accountable", crew.accountable or crew.lead)):
        person = crew.members[marks[0]].get("person") if marks else None
        tree[key] = _said(person) if person else Said("")
    return {**tree, "members": [_member(fields) for fields in crew.members]}


def _member(fields: Fields) -> dict[str, Tree]:
    """Return a member, or a person: the keys that the table fills."""
    tree: dict[str, Tree] = {key: _said(fields[key]) for key in ("person", "department", "specialty") if key in fields}
    if "skills" in fields:
        origin = _said(fields["skills"]).origin
        tree["skills"] = [Said(word, origin) for word in fields["skills"].text.split(",")]
    if "allocation" in fields:
        text, origin = _said(fields["allocation"])
        tree["allocation"] = Said(int(text) if str(text).isdecimal() and len(str(text)) < 9 else text, origin)  # noqa: PLR2004  (digits)
    release = {key: _said(fields[key]) for key in RELEASE if key in fields}
    return {**tree, "release": release} if release else tree


def _finished(editor: Editor, file: str) -> Edited:
    try:
        return editor.finish()
    except Unclear:
        what = say("{file} is written in a way that this command does not dare to change", file=file)
        raise UsageError(what, hint=say("write `squads:` and `people:` as lists with a `-` on each line")) from None


def _unusual(file: str, error: Unclear) -> Problem:
    line = int(error.args[0]) if error.args else 0
    wrong = say("this is written in a way that this command does not dare to change: change it by hand")
    return Problem(file, line, 1 if line else 0, wrong)


def _accept(world: World, session: Session, table: Table, edited: Edited, file: str) -> None:
    """Read the new file as `check` does; each mistake is told at the cell that it comes from."""
    from playbook.app import accept
    from playbook.config.unit import read_unit

    try:
        shared = accept.workspace(world, world.folder.read("playbook.yaml") or b"")
        read = read_unit(edited.raw, file, shared, paths=world.folder.paths(), languages=world.languages())
        problems = accept.forbidden(session.state, read.unit, read.lines, file)
    except ConfigurationError as error:
        problems = error.problems
    if problems:
        raise Broken([_traced(problem, table, edited) for problem in problems])


def _traced(problem: Problem, table: Table, edited: Edited) -> Problem:
    sentence = problem.sentence
    line = line_of(problem)
    if line:
        other = edited.origin(line, 1)
        facts = {**sentence.facts, "line": other[0] if other else edited.old(line)}  # type: ignore[union-attr]  # it has facts
        sentence = sentence._replace(facts=facts)  # type: ignore[union-attr]  # a phrase
        if not other:
            sentence = say("{sentence} [{file}]", sentence=sentence, file=problem.file)
    origin = edited.origin(problem.line, problem.column)
    if origin:
        return table.place(*origin, sentence)  # type: ignore[arg-type]  # the floor of errors knows less of phrases
    return Problem(problem.file, edited.old(problem.line) or problem.line, problem.column, sentence)


def _save(folder: str, name: str, data: bytes, seen: bytes) -> None:
    """Put the file in place whole, if it is still what was read."""
    beside = f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        mode = os.stat(name, dir_fd=at).st_mode & 0o777
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode, dir_fd=at), "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        if not exchange(beside, name, seen, at):
            text = say("{path} was saved by somebody else just now", path=f"units/{name}")
            raise Outrun(text, hint=say("run the command again"))
        os.fsync(at)
    except OSError as error:
        why = error.strerror or ""
        raise PlaybookError(say("cannot write {file}: {why}", file=f"units/{name}", why=why)) from None
    finally:
        if os.path.lexists(os.path.join(folder, beside)):
            os.unlink(beside, dir_fd=at)
        os.close(at)
