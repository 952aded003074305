"""Write the reference pages that follow from the program itself: commands from click, keys from the JSON Schemas.

`python tools/reference.py` writes `docs/reference/{cli,unit,conditions,expressions}.md` and a page for each condition;
`--check` only says which of them are not as written. With names of pages only those are written.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import click  # noqa: E402  (the checkout beside this script comes first)

from playbook.cli.command import common  # noqa: E402
from playbook.cli.main import program  # noqa: E402
from playbook.config import schema  # noqa: E402
from playbook.gates import CONDITIONS  # noqa: E402
from tools.reference_conditions import condition_index, condition_page, names_page  # noqa: E402

MADE = "<!-- Written by tools/reference.py from the program; a test compares. Change the program, then run it. -->"
CODES = (
    (0, "done; or done before: the same command line with the same `--key`"),
    (
        1,
        (
            "`verify` or `sync --check` found something; a document could not be read or written; or a bug,"
            " with a log file to report"
        ),
    ),
    (2, "usage: an unknown command, subject, item, option or person; nothing was changed"),
    (3, "the gate is closed, or the approval is not this person's to give; the stage is unchanged"),
    (
        4,
        (
            "a document has lines that a person and the engine both changed; they stand between markers. "
            "What was to be recorded is recorded; nothing advances"
        ),
    ),
    (5, "somebody else was faster, or a kept plan is stale; nothing was changed"),
    (6, "a file that a person wrote (YAML, template) has mistakes; each is named with its line"),
    (7, "the ledger cannot be opened, read or trusted"),
    (130, "interrupted; nothing is half done"),
)
ENVIRONMENT = (
    (
        "PLAYBOOK_WORKSPACE",
        "The workspace, where `-C` does not say; else the nearest folder upwards with playbook.yaml.",
    ),
    ("PLAYBOOK_AS", "The person at the keyboard, where `--as` does not say; else git's `user.name` and `user.email`."),
    ("PLAYBOOK_NOW", "The time to act as if it were, for rehearsals: `2026-12-01` or `2026-12-01T09:30` (UTC)."),
    ("PLAYBOOK_STORE", "The store, instead of the one that `playbook.yaml` names."),
    ("NO_COLOR", "Set to anything: no colours. `TERM=dumb` and an output that is no terminal do the same."),
)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name, groups before their own commands."""
    context = click.Context(program, info_name="playbook")
    for name in program.list_commands(context):
        found = program.get_command(context, name)
        assert found is not None  # noqa: S101  (the table names it)
        yield name, found
        if isinstance(found, click.Group):
            yield from ((f"{name} {part}", inner) for part, inner in found.commands.items())


def cli_page() -> str:
    """Return the page of commands."""
    environment = ((f"`{name}`", text) for name, text in ENVIRONMENT)
    lines = ["# Commands", "", MADE, "", "## Options of every command", "", "They stand before or after its name.", ""]
    lines += _options(common())
    lines += ["", "## Environment", "", *_table("variable", "meaning", environment)]
    lines += ["", "## Exit codes", "", *_table("code", "meaning", ((str(code), text) for code, text in CODES))]
    lines += ["", "## Subjects", "", _subjects()]
    for name, command in commands():
        lines += ["", f"## `playbook {name}`", "", *_command(name, command)]
    return "\n".join(lines).rstrip() + "\n"


def _subjects() -> str:
    return (
        "A subject is a unit (`emea`), its pilot (`emea/pilot`), a squad (`emea/lyon`) or a wave (`emea/wave-2`).\n"
        "Where a command asks for a UNIT, only `emea` will do."
    )


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"playbook {name}")
    pieces = " ".join(["playbook", name, *command.collect_usage_pieces(context)])
    yield from ("```text", pieces, "```", "")
    for paragraph in (command.help or "").strip().split("\n\n"):
        yield " ".join(line.strip() for line in paragraph.splitlines())
        yield ""
    own = [one for one in command.params if isinstance(one, click.Option) and one.name not in _shared()]
    if own:
        yield from (*_options(own), "")
    if isinstance(command, click.Group):
        yield "Its commands: " + ", ".join(f"`playbook {name} {part}`" for part in command.commands) + "."
    example = getattr(command, "example", "")
    if example:
        yield from ("```sh", *example.splitlines(), "```")


def _shared() -> set[str | None]:
    return {one.name for one in common()}


def _options(options: list[click.Option]) -> Iterator[str]:
    rows = []
    for one in options:
        names = ", ".join([*one.opts, *one.secondary_opts])
        value = "" if one.is_flag else f" {one.make_metavar(click.Context(program))}"
        text = (one.help or "") + (" Required." if one.required else "")
        if one.show_default and one.default is not None:
            text += f" Without it: {one.default}."
        rows.append((f"`{names}{value}`", text))
    return _table("option", "meaning", rows)


def _table(left: str, right: str, rows: Any) -> Iterator[str]:
    yield f"| {left} | {right} |"
    yield "|---|---|"
    yield from (f"| {one} | {other} |" for one, other in rows)


def unit_page() -> str:
    """Return the page of keys."""
    lines = ["# Keys of the files", "", MADE, "", INTRODUCTION]
    for title, file, made in (
        ("A business unit", "units/ID.yaml", schema.unit_schema()),
        ("The workspace", "playbook.yaml", schema.workspace_schema()),
        ("A stage map", "states/NAME.yaml", schema.map_schema()),
    ):
        lines += ["", f"## {title}: `{file}`", ""]
        for kind, keys in _records(made):
            if kind:
                lines += ["", f"### {kind}", ""]
                if keys.get("description"):
                    lines += [keys["description"], ""]
            lines += _keys(keys, made)
    return "\n".join(lines) + "\n"


INTRODUCTION = """\
A file is YAML 1.2: `no` is a word and `3:30` is a text. Unknown, doubled and missing keys are mistakes, and
`playbook check` tells all of them at once. A person is written `Name <mail>`; where a squad names one of its members,
the name alone will do. An *id* has small letters, digits and hyphens, and begins and ends with a letter or digit. A
*date* is written `"YYYY-MM-DD"`. `playbook schema unit` prints the JSON Schema that this page is written from."""


def _records(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the file's own keys first, then each kind of entry in the order in which the file comes to it."""
    yield "", made
    for name in _reached(made, made, []):
        yield name, made["$defs"][name]


def _reached(keys: Any, made: dict[str, Any], seen: list[str]) -> Iterator[str]:
    for name in _named(keys.get("properties", keys)):
        if name not in seen:
            seen.append(name)
            yield name
            yield from _reached(made["$defs"][name], made, seen)


def _named(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        if "$ref" in content:
            yield content["$ref"].rpartition("/")[2]
        for inner in content.values():
            yield from _named(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from _named(inner)


def _keys(keys: dict[str, Any], made: dict[str, Any]) -> Iterator[str]:
    if "properties" not in keys:
        yield f"Written as {_kind(keys, made)}."
        return
    yield "| key | is | meaning |"
    yield "|---|---|---|"
    needed = keys.get("required", [])
    for name, one in keys["properties"].items():
        kind = _kind(one, made) + ("" if name in needed else _default(one))
        inner = made.get("$defs", {}).get(one.get("$ref", "").rpartition("/")[2], {})
        yield f"| `{name}` | {kind} | {one.get('description', inner.get('description', ''))} |"


def _default(one: dict[str, Any]) -> str:
    default = one.get("default")
    if default in (None, [], {}):
        return "; may be left out"
    text = default if isinstance(default, str) else json.dumps(default)
    return f"; `{text}` when left out"


def _kind(one: dict[str, Any], made: dict[str, Any]) -> str:
    """Return what may stand there, in words."""
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for key in ("allOf", "anyOf"):
        if key in one:
            parts = [part for part in one[key] if part.get("type") != "null" and set(part) != {"required"}]
            return " or ".join(_kind(part, made) for part in parts)
    if one.get("enum") and set(one["enum"]) <= set(CONDITIONS):
        return "the name of a [condition](conditions.md)"
    if "enum" in one or "const" in one:
        return ", ".join(f"`{value}`" for value in one.get("enum", [one.get("const")]))
    return f"list of {_kind(one['items'], made)}" if one.get("type") == "array" else _scalar(one)


def _scalar(one: dict[str, Any]) -> str:
    kind = str(one.get("type", "anything"))
    pattern = one.get("pattern", "")
    if kind == "string":
        texts = {"^[a-z0-9](": "id", "^[0-9]{4}-": "date", "^(100|": 'percentage (`"20%"`)'}
        return next((word for start, word in texts.items() if pattern.startswith(start)), "text")
    words = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`", "object": "keys"}
    low, high = one.get("minimum"), one.get("maximum")
    limits = f" from {low:g} to {high:g}" if low is not None and high is not None and high < 10**6 else ""
    return words.get(kind, kind) + limits


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "unit.md": unit_page,
    "conditions.md": partial(condition_index, MADE),
    "expressions.md": partial(names_page, MADE),
    **{f"conditions/{name}.md": partial(condition_page, name, MADE) for name in CONDITIONS},
}


def main() -> int:
    """Write the pages, or say which are not as written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="for example conditions/soak.md; without it all")
    given = parser.parse_args()
    check, wanted = given.check, set(given.pages) or set(PAGES)
    stale = 0
    for name, make in PAGES.items():
        if not any(name.startswith(one) for one in wanted):
            continue
        path = ROOT / "docs" / "reference" / name
        text = make()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"docs/reference/{name}: {'not as the program says' if check else 'written'}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
