"""`migrate`."""

from collections.abc import Iterator
from typing import Any

import click

from playbook.app.migrate import Asked, Outcome
from playbook.app.migrate import migrate as take
from playbook.app.migrate import plan as rehearse
from playbook.cli import changed, show
from playbook.cli.command import Prose, Settings, Subject, command, pass_settings
from playbook.cli.mistakes import told
from playbook.cli.tongue import t
from playbook.core.phrase import say
from playbook.core.remap import written
from playbook.errors import UsageError

CLOSED = 3
MARKS = {"added": ("+", "green"), "removed": ("-", "red")}


class Mapping(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases of click
    """`operating=working`, or `squad:operating=working` where several maps have a stage of that name."""

    name = "OLD=NEW"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return the stage, and the one that takes its place."""
        if isinstance(value, tuple):
            return value
        old, _, new = (part.strip() for part in str(value).partition("="))
        if not (old and new):
            self.fail(t("'{text}' is no mapping (write OLD=NEW)", text=show.clean(str(value))), param, ctx)
        return old, new


@command(
    "playbook migrate --plan\n"
    'playbook migrate emea apac --reason "the waves need a second look"\n'
    'playbook migrate emea --map operating=working --reason "stages have other names"\n'
    'playbook migrate emea --revert --reason "the new gate stops every squad"'
)
@click.argument("units", nargs=-1, type=Subject(unit=True))
@click.option("--to", default="", metavar="VERSION", help="Another version than the one in the files.")
@click.option("--plan", "only", is_flag=True, help="Show what would change; nothing is changed.")
@click.option(
    "--map", "mapping", multiple=True, type=Mapping(), help="Which stage takes the place of one that is gone."
)
@click.option("--revert", is_flag=True, help="Back to the playbook that was followed before.")
@click.option("--reason", default="", type=Prose(empty=True), help="Why; it is in the history.")
@pass_settings
def migrate(  # noqa: PLR0913  (its options)
    settings: Settings,
    units: tuple[str, ...],
    to: str,
    mapping: tuple[tuple[str, str], ...],
    reason: str,
    *,
    only: bool,
    revert: bool,
) -> int:
    """Take units that are under way to another version of their playbook, or back; without UNITS, all of them.

    A unit keeps the version that it began on until it is migrated. What was completed stays completed, with its time
    stamps. A unit that is refused, or needs a mapping, stays as it is and keeps the others from nothing; exit 3 then.
    """
    if revert and to:
        raise UsageError(say("--revert knows where it leads: leave out --to"))
    if not (only or reason):
        raise UsageError(say("a reason is needed to migrate"), hint=say('add --reason "…", or look first: --plan'))
    asked = Asked(to, dict(mapping), revert, reason)
    found = (rehearse if only else take)(settings.world(), tuple(dict.fromkeys(units)), asked)
    settings.data([_data(one) for one in found])
    for line in _lines(found, asked, planned=only):
        settings.say(line)
    failed = next((one.error for one in found if one.error), None)
    if only or not (failed or any(one.stays for one in found)):
        return 0
    if failed and not any(one.stays for one in found):
        if settings.json:
            return _code(failed)
        raise failed
    return CLOSED


def _code(error: Exception) -> int:
    """Return the exit code of what went wrong; the JSON has told it already."""
    from playbook.cli.main import EXIT

    return next((code for kind, code in EXIT.items() if isinstance(error, kind)), 1)


def _lines(found: list[Outcome], asked: Asked, *, planned: bool) -> Iterator[str]:
    if not found:
        yield t("every unit that is under way follows the playbook that is there: nothing to migrate")
    for one in found:
        yield from _planned(one) if planned else _done(one)
    todo = [one.plan.unit for one in found if not (one.told or one.stays)]
    stuck = [one.plan.unit for one in found if one.stays]
    if planned and todo:
        yield show.faint(t("nothing has been changed; to do it: {command}", command=_command(todo, asked, reason=True)))
    elif stuck:
        more = Asked(asked.to, {**asked.mapping, "OLD": "NEW"}, asked.revert)
        known = any(each.kind == "mapping" for one in found for each in one.plan.obstacles)
        command = _command(stuck, more if known else asked, reason=False)
        yield show.faint(t("next: {command}", command=command))


def _command(units: list[str], asked: Asked, *, reason: bool) -> str:
    parts = ["playbook migrate", *units, *([f"--to {asked.to}"] if asked.to else [])]
    parts += [f"--map {old}={new}" for old, new in asked.mapping.items()]
    return " ".join([*parts, *(["--revert"] if asked.revert else []), '--reason "…"' if reason else "--plan"])


def _way(one: Outcome) -> str:
    return f"{show.clean(one.plan.source)} {show.glyph('→', '->')} {show.clean(one.plan.target)}"


def _planned(one: Outcome) -> Iterator[str]:
    """Yield what following the other playbook means for a unit."""
    if one.told:
        yield t(one.told)
        return
    verdict = {"safe": t("safe"), "mapping": t("needs a mapping"), "refused": t("refused")}[one.plan.verdict]
    colour = "red" if one.plan.verdict == "refused" else "yellow" if one.stays else "green"
    facts = {"unit": show.strong(one.plan.unit), "way": _way(one), "verdict": click.style(verdict, fg=colour)}
    yield t("{unit}: playbook {way}: {verdict}", **facts)
    for each in one.plan.differences:
        yield from _difference(each)
    yield from _obstacles(one)


def _difference(each: Any) -> Iterator[str]:
    sign, colour = MARKS.get(each.what, ("~", "yellow"))
    parts = {"stage": t("stage"), "move": t("move"), "document": t("document"), "item": t("item")}
    became = {"renamed": t("renamed"), "reworded": t("reworded"), "raised": t("asks for something else")}
    head = f"  {click.style(sign, fg=colour)} {parts[each.part]} {show.clean(each.name)}"
    told = [show.clean(t(one)) for one in each.details]
    text = t(", ").join([*([became[each.what]] if each.what in became else []), *told])
    yield t("{what}: {why}", what=head, why=text) if text else head


def _obstacles(one: Outcome) -> Iterator[str]:
    for each in one.plan.obstacles:
        sign = show.mark("fail" if each.kind == "refused" else "undecided")
        yield f"  {sign} {show.clean(t(each.why))}"


def _done(one: Outcome) -> Iterator[str]:
    """Yield what became of a unit."""
    facts = {"unit": show.strong(one.plan.unit), "way": _way(one), "version": show.clean(one.plan.source)}
    if one.told:
        yield t(one.told)
    elif one.stays:
        yield f"{show.mark('fail')} " + t("{unit} stays on playbook {version}", **facts)
        yield from _obstacles(one)
    elif one.done:
        yield f"{show.mark('pass')} " + t("{unit}: playbook {way}", **facts)
        yield from ("  " + line for line in changed.lines(one.documents, "documents"))
    else:
        why = one.error.sentence if one.error else ""
        yield f"{show.mark('fail')} " + t("{unit} stays on playbook {version}: {why}", why=told(why), **facts)


def _data(one: Outcome) -> dict[str, Any]:
    plan = one.plan
    return {
        "unit": plan.unit,
        "from": plan.source,
        "to": plan.target,
        "verdict": plan.verdict,
        "done": one.done,
        "told": str(one.told or ""),
        "mapping": list(written(plan.steps)),
        "differences": [
            {"part": each.part, "name": each.name, "what": each.what, "details": list(map(str, each.details))}
            for each in plan.differences
        ],
        "obstacles": [
            {"kind": each.kind, "subject": each.subject, "step": each.step, "why": str(each.why)}
            for each in plan.obstacles
        ],
        "lapsing": list(plan.gates),
        "documents": [each.data() for each in one.documents],
        "error": str(one.error or ""),
    }
