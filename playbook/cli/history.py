"""`history`, `verify`, `rebuild`."""

import itertools
from typing import Any

import click

from playbook.app import audit
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.mistakes import told
from playbook.cli.tongue import move, t, term

UNIT = Subject(unit=True)
HIDDEN = (
    "subject",
    "verdicts",
    "machine",
    "playbook",
    "digest",
    "about",
    "needed",
    "fingerprint",
    "documents",
    "language",
    "retold",
    "figures",
    "revision",
    "seen",
    "signed",
    "items",
    "own",
    "unread",
    "about",
    "manifest",
    "gates",
)


@command("playbook history emea\nplaybook history emea/pilot --json")
@click.argument("subject", type=Subject())
@click.option("--documents", is_flag=True, help="Also the revisions of documents.")
@click.option("-n", "--last", type=click.IntRange(1), default=None, help="Only the last so many.")
@pass_settings
def history(settings: Settings, subject: str, *, documents: bool, last: int | None) -> None:
    """Show who did what, when, on which evidence; oldest first, in the order of the ledger."""
    entries: Any = audit.history(settings.world(), subject, documents=documents)
    if last:
        entries = list(entries)[-last:]
    if settings.json:
        settings.data([entry._asdict() for entry in entries])
        return
    for entry in entries:
        settings.say(_line(entry))


SPOKEN = {
    "move": move,
    **dict.fromkeys(("role", "decision", "settlement", "size", "condition"), term),
    **dict.fromkeys(("day", "until", "due"), show.day),
}
"""Facts that hold an id which people have a word for, or a day."""


def _worth_telling(event: str, name: str, value: Any) -> bool:
    """Return whether a fact says something to people; the text of a document or a file is only its hash there."""
    if name == "text" and (event == "ConfigurationAccepted" or event.startswith("Document")):
        return False
    return name not in HIDDEN and value != "" and (name, value) != ("meaning", 1)


def _fact(name: str, value: Any) -> str:
    """Return a fact of an event and its value, in the terminal's language."""
    said = value
    if name in SPOKEN:
        said = SPOKEN[name](value)
    elif isinstance(value, bool):
        said = term("yes" if value else "no")
    elif isinstance(value, list):
        said = t(", ").join(map(str, value))
    elif isinstance(value, float):
        said = show.number(value)
    return f"{term(name)} {said}"


def _migrated(facts: dict[str, Any]) -> str:
    """Return from which playbook to which a unit was taken, with the stages that others took the place of, and why."""
    mapping = [one.partition(":")[2] for one in facts.get("mapping", ())]
    way = f"{facts['source']} {show.glyph('→', '->')} {facts['target']}"
    return t("{what}: {why}", what=f"{way} ({', '.join(mapping)})" if mapping else way, why=facts["reason"])


def _line(entry: audit.Entry) -> str:
    facts = entry.facts
    people = {key: str(facts[key]).partition(" <")[0] for key in audit.PEOPLE if facts.get(key)}
    facts = facts | people
    if entry.event == "PlaybookMigrated":
        what = _migrated(facts)
    elif entry.event == "Moved":
        arrow = show.glyph("→", "->")
        way = f"{term(facts['source'])} {arrow} {term(facts['target'])}"
        what = t("{what}: {why}", what=way, why=facts["reason"]) if facts.get("reason") else way
    else:
        what = t(", ").join(
            _fact(name, value) for name, value in facts.items() if _worth_telling(entry.event, name, value)
        )
    at = f"{entry.at[:10]} {entry.at[11:16]}"
    who = show.pad(show.clean(entry.by.partition(" <")[0]), 18)
    number = show.faint(f"{entry.version:>4}")
    at += show.faint(" " + t("(rehearsal)")) if entry.rehearsed else ""
    return f"{number} {at}  {who} {term(entry.event)} {show.strong(facts['subject'])} {show.clean(what)}"


@command("playbook verify\nplaybook verify emea --head 3f2a…")
@click.argument("units", nargs=-1, type=UNIT)
@click.option("--head", "heads", multiple=True, metavar="HASH", help="A head that was kept outside the ledger.")
@pass_settings
def verify(settings: Settings, units: tuple[str, ...], heads: tuple[str, ...]) -> int:
    """Prove that no event was changed, removed or reordered, and that the portfolio is what the events say.

    Without a --head kept elsewhere, it cannot see a tail that was cut off or a chain that was rewritten as a whole.
    Exit 1 when something is found.
    """
    world = settings.world()
    findings = list(audit.verify(world, list(units) or None, heads))
    found = {unit: world.ledger.heads(unit) for unit in units or world.ledger.units()}
    settings.data(
        {
            "findings": [{"unit": finding.unit, "what": str(finding.what)} for finding in findings],
            "heads": {unit: {stream: head for stream, (_, head) in streams.items()} for unit, streams in found.items()},
            "outside_heads": list(heads),
        }
    )
    for finding in findings:
        what = show.clean(told(finding.what))
        said = t("{unit}: {what}", unit=finding.unit, what=what) if finding.unit else what
        settings.say(f"{show.mark('fail')} {said}")
    for unit, streams in found.items():
        for stream, (version, head) in streams.items():
            facts = {"unit": unit, "stream": stream, "n": version}
            settings.say(t("{unit} {stream}: {n} event, head", "{unit} {stream}: {n} events, head", **facts))
            settings.say(f"  {head}")
    if not findings:
        settings.say(f"{show.mark('pass')} " + t("nothing was changed, removed or reordered"))
        if not heads:
            limit = t("(a cut tail, or a chain rewritten whole, shows only against a kept --head)")
            settings.say(show.faint(f"  {limit}"))
    return int(bool(findings))


@command("playbook rebuild")
@click.argument("units", nargs=-1, type=UNIT)
@pass_settings
def rebuild(settings: Settings, units: tuple[str, ...]) -> None:
    """Make what `status` shows anew from the events."""
    world = settings.world()
    names = list(units) or world.ledger.units()
    work = (audit.rebuild(world, [unit]) for unit in names)
    steps = list(itertools.chain.from_iterable(work))
    settings.data([{"unit": unit, "changed": changed} for unit, changed in steps])
    changed = sum(changed for _, changed in steps)
    settings.say(
        t(
            "{n} unit rebuilt, {changed} had been different",
            "{n} units rebuilt, {changed} had been different",
            n=len(steps),
            changed=changed,
        )
    )
