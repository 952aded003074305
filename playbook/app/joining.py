"""What a table says, joined to what a unit's file says: what is new, what changes, what is just so already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playbook.config.mapedit import Unclear
from playbook.config.source import Path
from playbook.config.unitedit import Editor
from playbook.config.yamllines import Said, Tree, bare, said
from playbook.core.persons import normal
from playbook.core.phrase import Phrase, say
from playbook.errors import Problem, UsageError
from playbook.imports.findings import Findings
from playbook.imports.roster import Crew, Fields, Roster, Value

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


class Joining:
    """The changes to one file, as they are put together."""

    def __init__(self, editor: Editor, findings: Findings, found: Imported, *, update: bool) -> None:
        self.editor, self.findings, self.found, self.update = editor, findings, found, update
        self.barred = False
        """Whether something was there already that may not change: it is changed all the same, to judge its cells."""

    def squads(self, roster: Roster) -> None:
        """Add the squads that are new; with `update` change those that are there."""
        listed = self.editor.data.get("squads") or ()
        known: dict[str, Path] = {one["id"]: ("squads", at) for at, one in enumerate(listed)}
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
            at = None if self._again(rows, _key(person.text), person) else known.find(person.text)
            if at is None:
                fresh.append(_member(fields))
                self.found.changes.append(Change(person.text, added=True))
                continue
            facts = {"person": person.text, "file": self.found.file, "line": self._line(("people", at))}
            self._bar(person, say("'{person}' is in {file} already (line {line}); --update changes it", **facts))
            if self._member(("people", at), listed[at], fields):
                self.found.changes.append(Change(person.text, added=False))
            else:
                self.found.same += 1
        self._append(("people",), fresh)

    def _lead(self, name: str, crew: Crew) -> None:
        """Let the only member lead; of several, one must be marked, and the first one leads until then."""
        if crew.lead:
            return
        if len(crew.members) > 1 and not crew.doubtful:
            wrong = say("nobody leads the {squad} '{name}': mark one of its rows in a column 'lead'", name=name)
            self._wrong(crew.fields["id"], wrong)
        crew.lead.append(0)

    def _squad(self, name: str, path: Path, crew: Crew) -> None:
        facts = {"name": name, "file": self.found.file, "line": self._line(path)}
        wrong = say("the {squad} '{name}' is in {file} already (line {line}); --update changes it", **facts)
        self._bar(crew.fields["id"], wrong)
        there = self.editor.data["pilot"] if path == ("pilot",) else self.editor.data["squads"][path[-1]]
        try:
            wrote = self._officers(path, there, crew)
            added, changed = self._crew(path, there["members"], crew)
        except Unclear as error:
            self._unclear(error)
            return
        if wrote or added or changed:
            self.found.changes.append(Change(name, added=False, members_added=added, members_changed=changed))
        else:
            self.found.same += 1

    def _officers(self, path: Path, there: Mapping[str, Any], crew: Crew) -> bool:
        """Set name, lane, lead and the accountable person, where the table says another."""
        keys = ("name", "lane")
        given: Fields = {key: crew.fields[key] for key in keys if key in crew.fields}
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

    def _crew(self, path: Path, listed: Sequence[Any], crew: Crew) -> tuple[int, int]:
        """Return how many members were added, and how many changed; nobody is taken out."""
        known, changed = _Known(listed), 0
        fresh: list[Tree] = []
        rows: dict[Any, int] = {}
        for fields in crew.members:
            person = fields["person"]
            at = known.find(person.text)
            if at is not None and self._again(rows, at, person):
                at = None
            if at is None:
                fresh.append(_member(fields))
            else:
                changed += self._member((*path, "members", at), listed[at], fields)
        self.editor.append((*path, "members"), fresh)
        return len(fresh), changed

    def _member(self, path: Path, there: Mapping[str, Any], fields: Fields) -> bool:
        """Change one member or person in the keys that the table fills; return whether anything is another now."""
        new: dict[str, Tree] = {key: value for key, value in _member(fields).items() if key != "person"}
        kept: dict[str, Tree] = {key: said(value) for key, value in there.items()}
        old, release = said(there.get("release")), new.get("release")
        if isinstance(old, Mapping) and isinstance(release, Mapping):
            new["release"] = {**old, **release}
        merged = {**kept, **new}
        if bare(merged) == dict(there):
            return False
        try:
            self.editor.replace(path, merged)
        except Unclear as error:
            self._unclear(error)
        return True

    def _append(self, path: Path, trees: list[Tree]) -> None:
        try:
            self.editor.append(path, trees)
        except Unclear as error:
            self.findings.other(unusual(self.found.file, error))

    def _again(self, rows: dict[Any, int], key: Any, person: Value) -> bool:
        """Tell somebody whom another row has already; that row is judged as if it were somebody else's."""
        line = rows.setdefault(key, person.row) if person.text else person.row
        if line != person.row:
            wrong = say("'{person}' is in row {line} already", person=person.text, line=line)
            self.findings.close(person.row, person.column, wrong)
        return line != person.row

    def _bar(self, value: Value, sentence: Phrase) -> None:
        """Tell what is there already, unless it may change."""
        if not self.update:
            self.barred = True
            self._wrong(value, sentence)

    def _unclear(self, error: Unclear) -> None:
        """Tell what cannot be changed, unless nobody wanted to change it."""
        if self.update:
            self.findings.other(unusual(self.found.file, error))

    def _line(self, path: Path) -> int:
        return self.editor.source.position(path)[0]

    def _wrong(self, value: Value, sentence: Phrase) -> None:
        self.findings.add(value.row, value.column, sentence)


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


def unusual(file: str, error: Unclear) -> Problem:
    """Return the problem of a place in the file that cannot be changed safely."""
    line = int(error.args[0]) if error.args else 0
    wrong = say("this is written in a way that this command does not dare to change: change it by hand")
    return Problem(file, line, 1 if line else 0, wrong)
