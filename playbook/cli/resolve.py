"""`resolve`: conflicts in documents, settled one by one or all at once."""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from playbook.app import resolve as app
from playbook.app.resolve import Conflicted
from playbook.app.world import World
from playbook.cli import changed, show
from playbook.cli.command import Settings, command, pass_settings
from playbook.cli.editor import edit
from playbook.cli.papers import Papers, Wanted
from playbook.cli.tongue import t
from playbook.core.phrase import say
from playbook.documents.conflict import Choice, Hunk
from playbook.errors import MergeConflict, UsageError

SIDES: dict[str, Choice] = {"mine": "mine", "engine": "engine", "both": "both"}
ANSWERS: dict[str, Choice] = {"o": "mine", "m": "mine", "t": "engine", "g": "engine", "b": "both"}
"""Keys: ours (mine), theirs (generated), both."""


class Stopped(Exception):  # noqa: N818  (named after what happened)
    """The person has had enough; what they chose so far stands."""


@command("playbook resolve\nplaybook resolve emea/pilot/charter --mine\nplaybook resolve --list")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...", type=Papers())
@click.option("--mine", "--ours", "side", flag_value="mine", help="Keep what people wrote (the part that comes first).")
@click.option("--engine", "--theirs", "side", flag_value="engine", help="Take what is generated (the last part).")
@click.option("--both", "side", flag_value="both", help="Keep both parts, what people wrote first.")
@click.option("--editor", "side", flag_value="editor", help="Open the file in $VISUAL or $EDITOR.")
@click.option(
    "--hunk", "numbers", type=click.IntRange(min=1), multiple=True, help="Only this conflict of the document."
)
@click.option("--list", "listing", is_flag=True, help="Show the conflicts and change nothing.")
@pass_settings
def resolve(
    settings: Settings, documents: tuple[str, ...], *, side: str | None, numbers: tuple[int, ...], listing: bool
) -> None:
    """Settle conflicts: lines that both you and the engine changed.

    "Mine" and "ours" are what people wrote into the file; "engine" and "theirs" are what is generated from the unit's
    file. Without a choice every conflict is shown, and you are asked. DOCUMENT is an id, a path, a subject or a unit.
    """
    world = settings.world(writing=not listing)
    units, found = _asked(world, documents, numbers)
    if not found:
        # An earlier command may have been killed when the file was settled and nothing was read back yet.
        _finish(settings, world, () if listing else units, t("no document has a conflict"))
        return
    if listing:
        _list(settings, found, numbers)
        raise _still(found)
    if not side and (settings.no_input or settings.json or not sys.stdin.isatty()):
        text = say("nobody is there to ask whose lines shall stand")
        raise UsageError(
            text, hint=say("add --mine, --engine, --both or --editor; the conflicts: playbook resolve --list")
        )
    try:
        for one in found:
            _settle(settings, world, one, side, numbers)
    except Stopped:
        pass
    n = len(found)
    whole = t("{n} document is whole again", "{n} documents are whole again", n=n)
    _finish(settings, world, [one.unit for one in found], whole)


def _asked(world: World, documents: tuple[str, ...], numbers: tuple[int, ...]) -> tuple[list[str], list[Conflicted]]:
    """Return the units that were named and their documents with conflicts: all of them where none was named."""
    wanted = Wanted.of(world, documents)
    whole = {name for name in documents if name in wanted.known}
    units = [unit for unit in wanted.units if unit in wanted.known]
    found = [
        one
        for one in app.conflicted(world, units)
        if not documents or one.unit in whole or one.document in wanted.documents
    ]
    if numbers and len(found) > 1:
        raise UsageError(say("--hunk takes one document, {n} have conflicts", n=len(found)), hint=found[0].document)
    over = [number for number in numbers for one in found if number > len(one.hunks)]
    if over:
        n = len(found[0].hunks)
        text = say("{document} has {n} conflict", "{document} has {n} conflicts", document=found[0].document, n=n)
        raise UsageError(text, hint=say("there is no number {number}", number=over[0]))
    return units, found


def _settle(settings: Settings, world: World, one: Conflicted, side: str | None, numbers: tuple[int, ...]) -> None:
    if side == "editor" or (one.torn and side is None):
        edit(_place(world, one), one.lines[0])
        return
    if one.torn:
        text = t("{path}: the markers do not pair up at line {line}", path=f"documents/{one.path}", line=one.torn)
        show.error(text, t("playbook resolve {document} --editor", document=one.document), plain=settings.plain)
        return
    chosen = numbers or range(1, len(one.hunks) + 1)
    if side:
        app.settle(world, one, dict.fromkeys(chosen, SIDES[side]))
        return
    choices: dict[int, Choice] = {}
    try:
        _ask_all(world, one, chosen, choices)
    finally:
        app.settle(world, one, choices)


def _ask_all(world: World, one: Conflicted, numbers: Iterable[int], choices: dict[int, Choice]) -> None:
    """Ask about each conflict of a document and put the answers into `choices`."""
    for number in numbers:
        for line in _hunk(one, number):
            click.echo(line)
        answer = _answer()
        if answer == "q":
            raise Stopped
        if answer == "e":
            app.settle(world, one, choices)
            choices.clear()
            edit(_place(world, one), one.hunks[number - 1].line)
            return
        if answer != "s":
            choices[number] = ANSWERS[answer]


def _answer() -> str:
    click.echo(t("o: yours (ours)   t: the engine's (theirs)   b: both   e: editor   s: skip   q: quit"))
    while True:
        answer = str(click.prompt(t("whose lines shall stand?"), prompt_suffix=" ", default="s", show_default=False))
        key = answer.strip().lower()[:1]
        if key in {*ANSWERS, "e", "s", "q"}:
            return key


def _hunk(one: Conflicted, number: int) -> list[str]:
    """Return the lines that show a conflict."""
    hunk = one.hunks[number - 1]
    count = t("{number} of {n}", number=number, n=len(one.hunks))
    head = f"documents/{show.clean(one.path)}:{hunk.line}  ({count})"
    mine, engine = (t("yours"), t("generated")) if hunk.ours else hunk.labels
    shown = [show.strong(head), *_part(mine, hunk.mine, "green")]
    if hunk.base:
        shown += _part(t("before") if hunk.ours else t("common"), hunk.base, None)
    return [*shown, *_part(engine, hunk.engine, "cyan")]


def _part(label: str, lines: tuple[str, ...], colour: str | None) -> list[str]:
    mark = show.glyph("│", "|")
    body = [f"  {mark} {show.clean(line)}" for line in lines] or [f"  {mark} {t('(nothing)')}"]
    # Translators: whose lines follow.
    head = "  " + t("{label}:", label=show.clean(label))
    return (
        [show.faint(line) for line in (head, *body)]
        if colour is None
        else [click.style(head, fg=colour, bold=True), *(click.style(line, fg=colour) for line in body)]
    )


def _list(settings: Settings, found: list[Conflicted], numbers: tuple[int, ...]) -> None:
    for one in found:
        for number in numbers or range(1, len(one.hunks) + 1):
            for line in _hunk(one, number):
                settings.say(line)
        if one.torn:
            path = f"documents/{show.clean(one.path)}:{one.torn}"
            settings.say(t("{path}: the markers do not pair up here", path=path))


def _finish(settings: Settings, world: World, units: Iterable[str], whole: str) -> None:
    """Read the files back, say what came of it (`whole` where all is settled), end with 4 where a conflict is left."""
    changes = app.read_back(world, units)
    for line in changed.lines(changes, "documents"):
        settings.say(line)
    still = app.left(changes)
    if still:
        still.facts["data"] = {"changes": [change.data() for change in changes]}
        raise still
    settings.say(whole)
    settings.data({"changes": [change.data() for change in changes], "conflicts": []})


def _still(found: list[Conflicted]) -> MergeConflict:
    n = sum(len(one.lines) for one in found)
    text = say("{n} conflict is left", "{n} conflicts are left", n=n)
    data = {"conflicts": [_data(one) for one in found]}
    hint = say("settle them with: playbook resolve, and --mine, --engine, --both or --editor")
    return MergeConflict(text, hint=hint, documents=[one.path for one in found], data=data)


def _data(one: Conflicted) -> Mapping[str, Any]:
    return {
        "document": one.document,
        "path": f"documents/{one.path}",
        "torn": one.torn,
        "hunks": [_plain(number, hunk) for number, hunk in enumerate(one.hunks, 1)],
    }


def _plain(number: int, hunk: Hunk) -> dict[str, Any]:
    sides = {"mine": list(hunk.mine), "base": list(hunk.base), "engine": list(hunk.engine)}
    return {"number": number, "line": hunk.line, "end": hunk.end, **sides}


def _place(world: World, one: Conflicted) -> str:
    return os.path.join(world.folder.path, "documents", *one.path.split("/"))
