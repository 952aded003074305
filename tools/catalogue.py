#!/usr/bin/env python3
"""Collect what people read into `playbook/locale/messages.pot`, and bring the catalogues of all languages up to date.

    tools/catalogue.py           write messages.pot
    tools/catalogue.py --check   write nothing; exit 1 when messages.pot is not what the program says
    tools/catalogue.py update    write messages.pot, then bring every .po up to date; `update CODE` begins a new one

Nothing is guessed: a new or changed sentence is empty in every catalogue, and shown in English until it is translated.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import io
import sys
import typing
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playbook.catalogue import plural_rule  # noqa: E402
from playbook.cli.command import Group  # noqa: E402
from playbook.cli.history import HIDDEN  # noqa: E402
from playbook.cli.main import program  # noqa: E402
from playbook.cli.tongue import paragraphs  # noqa: E402
from playbook.config.typed import purposes  # noqa: E402
from playbook.core import events, model  # noqa: E402
from playbook.core.shape import build  # noqa: E402
from playbook.core.stagemap import StageMap, conditions  # noqa: E402
from playbook.gates import approval  # noqa: E402

if typing.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LOCALE = ROOT / "playbook" / "locale"
POT = LOCALE / "messages.pot"
WIDTH = 110
NAMES = {"say", "t"}
METHODS = {"text", "plural"}
HINT = "Translators:"
"""A comment that begins with this, right above a sentence, goes to the translators with it."""
HEAD = """\
# {title}
# What is translated, and how: docs/how-to/translate.md.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"

"""


class Found(NamedTuple):
    """A message: the English sentence, its plural or nothing, the file it is in, and what translators must know."""

    text: str
    plural: str
    place: str
    note: str = ""


class UnclearError(Exception):
    """A sentence that no catalogue can hold, with its place."""


# ------------------------------------------------------------------------------------------------------- collecting


def found() -> Iterator[Found]:
    """Yield every message of the program, of its templates and of its stage maps."""
    for path in sorted((ROOT / "playbook").rglob("*.py")):
        yield from in_python(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        yield from in_template(path.read_bytes(), str(path.relative_to(ROOT)))
    yield from in_stage_maps()
    yield from in_choices()
    yield from in_events()
    yield from in_commands(program)
    for text in purposes():
        yield Found(text, "", "playbook/core/model.py", "what a key of a file is for; it follows: missing key 'x':")


def in_python(source: str, place: str) -> Iterator[Found]:
    """Yield what stands in `say("…")`, `t("…")`, `words.text("…")` and `words.plural("…", "…", n)`.

    Babel's own extractor cannot tell the plural of `say("…", "…")` from the fact of `say("…", name="…")`.

    Raises:
        UnclearError: a sentence is not written out, so that nobody can find it.
    """
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        named = isinstance(node.func, ast.Name) and node.func.id in NAMES
        method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
        if not (named or method):
            continue
        if isinstance(node.args[0], ast.JoinedStr):
            raise UnclearError(f"{place}:{node.lineno}: a sentence with a name filled in already: write {{name}}")
        texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if texts and isinstance(node.args[0], ast.Constant):
            yield Found(texts[0], texts[1] if len(texts) > 1 else "", place, _note(lines, node.lineno))


def _note(lines: list[str], lineno: int) -> str:
    """Return the comment for translators that ends right above a line."""
    kept: list[str] = []
    for line in reversed(lines[: lineno - 1]):
        text = line.strip()
        if not text.startswith("#"):
            return ""
        kept.insert(0, text.lstrip("# "))
        if kept[0].startswith(HINT):
            return " ".join(kept).removeprefix(HINT).strip()
    return ""


def in_template(source: bytes, place: str) -> Iterator[Found]:
    """Yield what stands in `_("…")` and `ngettext("…", "…", n)` of a template, blocks and item texts included."""
    options = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    for _, name, said, notes in babel_extract(io.BytesIO(source), ("_", "ngettext"), [HINT], options):
        texts = [said] if isinstance(said, str) else [one for one in said if one]
        note = " ".join(notes).removeprefix(HINT).strip()
        if texts:
            yield Found(texts[0], texts[1] if name == "ngettext" else "", place, note)


def in_stage_maps() -> Iterator[Found]:
    """Yield the names of stages, moves and conditions, as documents show them."""
    for path in sorted((ROOT / "states").glob("*.yaml")):
        place = str(path.relative_to(ROOT))
        one = build(StageMap, yaml.safe_load(path.read_text(encoding="utf-8")))
        for stage in one.stages:
            yield Found(stage.id, "", place, "a stage: what a unit, wave or squad is in")
        for move in one.moves:
            spoken = move.name.replace("-", " ")
            yield Found(f"move: {spoken}", "", place, f"say “{spoken}” alone, as in: the sponsor approves “{spoken}”")
            for name, _ in (*conditions(move.gate), *conditions(move.unless)):
                yield Found(name.replace("_", " "), "", place, "a condition of a gate, in a table")


def in_events() -> Iterator[Found]:
    """Yield the kinds of events and their facts, as the history shows them; documents are listed apart."""
    place = "playbook/core/events.py"
    for name, kind in events.KINDS.items():
        if name in events.DOCUMENTS:
            continue
        yield Found(name, "", place, "what happened, at the head of a line of the history")
        for field in dataclasses.fields(kind):
            if field.name not in HIDDEN:
                yield Found(field.name, "", place, "a fact of an event, before its value: “role sponsor”")


def in_choices() -> Iterator[Found]:
    """Yield the words that files and commands choose from and that documents show."""
    for kind, key, note in CHOICES:
        place = str(Path(sys.modules[kind.__module__].__file__ or "").relative_to(ROOT))
        for word in typing.get_args(typing.get_type_hints(kind)[key]):
            yield Found(word, "", place, note)
    for name in ("hold", "carried", "leader", "ended", "provisos"):
        yield Found(name, "", "playbook/core/moves.py", "a condition that the engine puts into every gate, in a table")
    for role in approval.OPTIONS["role"]:
        yield Found(role, "", "playbook/gates/approval.py", "the role in which somebody approves")


CHOICES = (
    (model.SkillPlan, "how", "how a missing skill is found"),
    (model.Component, "state", "how far a component is"),
    (model.DataSource, "grant", "where the access to a data source stands"),
    (events.LessonDecided, "decision", "what was decided about a lesson"),
    (events.FavourSettled, "settlement", "what becomes of a favour in the waves"),
)


def in_commands(command: Any, place: str = "playbook/cli/main.py") -> Iterator[Found]:
    """Yield the help of a command, of its options and of the commands below it, as it is shown; never an example."""
    if command.callback:
        place = command.callback.__module__.replace(".", "/") + ".py"
    for text in (*paragraphs(command.help or ""), *paragraphs(command.epilog or "")):
        yield Found(text, "", place, "help of a command")
    for option in command.params:
        shared = "playbook/cli/command.py" if option.expose_value is False else place
        if getattr(option, "help", None):
            yield Found(option.help, "", shared, "help of an option")
    if isinstance(command, Group):
        for _, line in command.lazy.values():
            yield Found(line, "", place, "help of a command, in the list of commands")
        context: Any = None
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            yield from in_commands(below, place)


# ------------------------------------------------------------------------------------------------------- catalogues


def catalogue(messages: Iterable[Found]) -> Catalog:
    """Return all messages as one catalogue without translations: sorted, with the files they are in."""
    made = Catalog(charset="utf-8")
    for one in sorted(set(messages)):
        if one.text:
            known = made.get(one.text)
            plural = one.plural or (known.id[1] if known and known.pluralizable else "")
            notes = [one.note] if one.note and not (known and one.note in known.auto_comments) else []
            places = [] if known and (one.place, None) in known.locations else [(one.place, None)]
            made.add((one.text, plural) if plural else one.text, "", locations=places, auto_comments=notes)
    return made


def template(made: Catalog) -> str:
    """Return the text of messages.pot."""
    head = HEAD.format(
        title="Every message, to begin a new language from.", language="", plural="nplurals=2; plural=(n != 1)"
    )
    return head + _body(made)


def merged(code: str, made: Catalog, old: str) -> str:
    """Return a language's catalogue with the program's messages: what was translated stays, the rest is empty."""
    count, rule = plural_rule(code)
    spoken = Catalog(locale=code, charset="utf-8")
    spoken.mime_headers = [("Plural-Forms", f"nplurals={count}; plural={rule};")]
    kept = read_po(io.BytesIO(old.encode()), locale=code) if old else Catalog(locale=code)
    for message in made:
        if message.id:
            spoken[message.id] = _carried(message, kept.get(_key(message)), count)
    first = old.splitlines()[0].removeprefix("# ") if old.startswith("# ") else f"squad-playbook in {code}."
    return HEAD.format(title=first, language=code, plural=f"nplurals={count}; plural={rule}") + _body(spoken)


def _key(message: Message) -> str:
    return message.id[0] if message.pluralizable else str(message.id)


def _carried(message: Message, known: Message | None, count: int) -> Message:
    """Return a message with what was translated before, if it is the same message."""
    same = known is not None and known.id == message.id
    string = known.string if same else ("",) * count if message.pluralizable else ""
    if message.pluralizable and len(string) != count:
        string = (*string, *("",) * count)[:count]
    return Message(
        message.id,
        string,
        locations=message.locations,
        flags=[flag for flag in known.flags if flag == "fuzzy"] if same and known else [],
        auto_comments=message.auto_comments,
        user_comments=known.user_comments if same and known else [],
    )


def _body(made: Catalog) -> str:
    file = io.BytesIO()
    write_po(file, made, width=WIDTH, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue().decode().strip("\n") + "\n"


# -------------------------------------------------------------------------------------------------------------- main


def main(argv: list[str] | None = None) -> int:
    """Write the catalogues, or say that messages.pot is stale; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("action", nargs="?", choices=("update",), help="bring the languages' catalogues up to date too")
    parser.add_argument("codes", nargs="*", metavar="CODE", help="these languages alone, also new ones")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(argv)
    try:
        made = catalogue(found())
    except UnclearError as error:
        print(error)
        return 1
    stale = _write(POT, template(made), check=options.check)
    if options.action:
        for path in sorted(LOCALE / f"{code}.po" for code in options.codes) or sorted(LOCALE.glob("*.po")):
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            stale |= _write(path, merged(path.stem, made, old), check=options.check)
    return int(stale and options.check)


def _write(path: Path, text: str, *, check: bool) -> bool:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    print(f"{path.relative_to(ROOT)}: {'not as the program says: tools/catalogue.py update' if check else 'written'}")
    if not check:
        path.write_text(text, encoding="utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main())
