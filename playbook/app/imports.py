"""Squads and people from a table into a unit's file: all of them or none, and nothing that people wrote is lost."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playbook.app.joining import Imported, Joining
from playbook.app.session import Session
from playbook.app.tables import open_table
from playbook.app.world import World
from playbook.config.mapedit import Unclear
from playbook.config.text import MOST_BYTES
from playbook.config.unitedit import Edited, Editor, line_of
from playbook.core.phrase import Phrase, say
from playbook.documents.swap import exchange
from playbook.errors import ConfigurationError, Outrun, PlaybookError, Problem, UsageError
from playbook.imports.findings import Findings
from playbook.imports.heads import plain
from playbook.imports.roster import Terms, draw

_REST = say("{n} more problem from here on", "{n} more problems from here on", n=0)
"""How the reader of a unit's file ends a long list."""


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
    findings = Findings(table.place)
    roster = draw(table, _terms(editor.data), findings, asked.kind)
    found = Imported(file, roster.kind, roster.rows, notices=roster.notices)
    work = Joining(editor, findings, found, update=asked.update)
    work.squads(roster) if roster.kind == "squads" else work.people(roster)
    edited = _finished(editor, findings, found) if editor.edits else None
    if edited and len(edited.raw) > MOST_BYTES:
        facts = {"n": roster.rows, "size": MOST_BYTES // 1024}
        wrong = say("with these {n} rows the file would be bigger than {size:d} KiB", **facts)
        findings.other(Problem(file, 0, 0, wrong))
    elif edited:
        _accept(world, session, work, edited)
    findings.refuse(found.notices)
    if edited and not dry:
        _save(os.path.join(world.folder.path, "units"), f"{asked.unit}.yaml", edited.raw, raw)
        found.written = True
    return found


def _terms(data: Mapping[str, Any]) -> Terms:
    departments = {plain(one["name"]): one["id"] for one in data["departments"]}
    departments |= {plain(one["id"]): one["id"] for one in data["departments"]}
    skills = {plain(one["name"]): one["id"] for one in data["mission"].get("skill_names", ())}
    return Terms(departments, skills | {plain(one): one for one in data["mission"]["skills"]})


def _finished(editor: Editor, findings: Findings, found: Imported) -> Edited:
    try:
        return editor.finish()
    except Unclear:
        findings.refuse(found.notices)
        what = say("{file} is written in a way that this command does not dare to change", file=found.file)
        raise UsageError(what, hint=say("write `squads:` and `people:` as lists with a `-` on each line")) from None


def _accept(world: World, session: Session, work: Joining, edited: Edited) -> None:
    """Read the new file as `check` does; each mistake is told at the cell that it comes from."""
    from playbook.app import accept
    from playbook.config.unit import read_unit

    file = work.found.file
    try:
        shared = accept.workspace(world, world.folder.read("playbook.yaml") or b"")
        read = read_unit(edited.raw, file, shared, paths=world.folder.paths(), languages=world.languages())
        problems = accept.forbidden(session.state, read.unit, read.lines, file)
    except ConfigurationError as error:
        problems = error.problems
    for problem in problems:
        _trace(problem, work, edited)


def _trace(problem: Problem, work: Joining, edited: Edited) -> None:
    """Tell a mistake at its cell; elsewhere only what would be wrong with a change that was asked for."""
    sentence = problem.sentence
    if isinstance(sentence, Phrase) and sentence.text == _REST.text:
        work.findings.count(sentence.facts["n"])
        return
    line = line_of(problem)
    if line and isinstance(sentence, Phrase):
        other = edited.origin(line, 1)
        sentence = sentence._replace(facts={**sentence.facts, "line": other[0] if other else edited.old(line)})
        if not other:
            sentence = say("{sentence} [{file}]", sentence=sentence, file=problem.file)
    origin = edited.origin(problem.line, problem.column)
    if origin:
        work.findings.add(origin[0], origin[1], sentence)  # type: ignore[arg-type]  # the floor of errors knows less
    elif not work.barred:
        at = edited.old(problem.line) or problem.line
        work.findings.other(Problem(problem.file, at, problem.column, sentence))


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
