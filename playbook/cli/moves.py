"""`why`, `plan`, `advance`, `recycle`, `stop`."""

import json
from typing import Any

import click

from playbook.app.advance import Moving, Plan
from playbook.app.advance import advance as make
from playbook.app.advance import plan as rehearse
from playbook.app.advance import why as judge
from playbook.cli import changed, provisos, show
from playbook.cli.command import PROSE, Settings, Subject, command, pass_settings
from playbook.cli.tongue import call, t, term
from playbook.core.events import Moved
from playbook.core.moves import Decision
from playbook.core.phrase import say
from playbook.core.shape import plain
from playbook.errors import GateClosed, PlaybookError, UsageError

SUBJECT = Subject()


@command("playbook why emea\nplaybook why emea/wave-2 --all")
@click.argument("subject", type=SUBJECT)
@click.option("--move", "name", default="", metavar="MOVE", help="Another move than the next one.")
@click.option("--all", "every", is_flag=True, help="Show the conditions that pass one by one as well.")
@pass_settings
def why(settings: Settings, subject: str, name: str, *, every: bool) -> None:
    """Say what stands in the way of the next move: what is needed, what was found, where, and who can clear it.

    Nothing is changed. The exit code is 0 whatever the verdicts are; `advance` is what refuses.
    """
    session, decision = judge(settings.world(), Moving(subject, name=name))
    call(session.scene.unit.squad_word)
    people = session.state.people
    verdicts = [show.verdict_data(one, people) for one in decision.verdicts]
    settings.data({**_head(decision), "verdicts": verdicts, **provisos.data(session, decision)})
    for line in explain(decision, people, every=every):
        settings.say(line)
    for line in (*provisos.notes(session, subject), *provisos.dissents(session, decision)):
        settings.say(line)
    for note in session.notes():
        settings.say(show.faint(t(note)))


def explain(decision: Decision, people: Any, *, every: bool = False) -> list[str]:
    """Return the lines that explain a decision."""
    way = _way(decision.subject, decision.source, decision.move.target)
    blocking = sum(one.stands_in_the_way for one in decision.verdicts)
    head = _closed(way, blocking, len(decision.verdicts)) if blocking else t("{way} is open", way=way)
    return [head, *show.verdicts(decision.verdicts, people, decision.subject, every=every)]


def _way(subject: str, source: str, target: str) -> str:
    """Return from where to where a subject goes, the stages as the reader calls them."""
    way = f"{term(source)} {show.glyph('→', '->')} {term(target)}"
    # Translators: a unit, wave or squad, and from which stage to which it goes.
    return t("{subject}: {way}", subject=show.strong(subject), way=way)


def _closed(way: str, blocking: int, total: int) -> str:
    if total == 1:
        return t("{way} is closed: 1 of 1 condition stands in the way", way=way)
    return t(
        "{way} is closed: {n} of {total} conditions stands in the way",
        "{way} is closed: {n} of {total} conditions stand in the way",
        way=way,
        n=blocking,
        total=total,
    )


@command("playbook plan emea/wave-2\nplaybook plan emea --out emea.plan")
@click.argument("subject", type=SUBJECT)
@click.option("--move", "name", default="", metavar="MOVE", help="Another move than the next one.")
@click.option("--out", type=click.File("w", encoding="utf-8", lazy=True), help="Keep the plan for advance --plan.")
@pass_settings
def plan(settings: Settings, subject: str, name: str, out: Any) -> None:
    """Show what `advance` would do: events and documents. Nothing is changed.

    A plan kept with --out can be carried out with `advance --plan`; it is refused when anything changed since.
    """
    found = rehearse(settings.world(), Moving(subject, name=name))
    if out:
        json.dump(found.basis, out, indent=2)
        out.write("\n")
    settings.data(_plan_data(found))
    decision = found.decision
    settings.say(_way(subject, decision.source, decision.move.target))
    if not decision.open:
        for line in explain(decision, found.session.state.people)[1:]:
            settings.say("  " + line)
    _effects(settings, found)
    if decision.open:
        command = f"playbook advance {f'--plan {out.name}' if out else subject}"
        settings.say(show.faint(t("nothing has been changed; to do it: {command}", command=command)))
    else:
        command = f"playbook why {subject}"
        settings.say(show.faint(t("nothing has been changed; the gate is closed: {command}", command=command)))


def _effects(settings: Settings, found: Plan) -> None:
    for event in found.events:
        text = describe(event)
        if text:
            settings.say(f"  {show.faint(t('event'))}  {text}")
    for line in changed.lines(found.documents, "documents"):
        settings.say("  " + line)


def describe(event: Any) -> str:
    """Return an event in words; documents are listed apart."""
    kind = type(event).__name__
    if kind.startswith("Document"):
        return ""
    facts = {
        key: value for key, value in plain(event).items() if key not in ("subject", "verdicts", "machine", "playbook")
    }
    if kind == "Moved":
        what = f"{term(event.source)} {show.glyph('→', '->')} {term(event.target)}{_carried(event)}"
    elif kind == "ConfigurationAccepted":
        what = t("the unit's file as it stands now")
    else:
        what = t(", ").join(f"{term(key)} {show.clean(str(value))}" for key, value in facts.items())
    # Translators: something that happened (“Moved”), to what, and what is known of it.
    return t("{event} {subject}: {what}", event=term(kind), subject=event.subject, what=what)


def _carried(event: Moved) -> str:
    return " " + t("(with {subject})", subject=event.carried_by) if event.carried_by else ""


@command('playbook advance emea --as "Marta Rossi <marta@example.org>"')
@click.argument("subject", type=SUBJECT, required=False)
@click.option("--move", "name", default="", metavar="MOVE", help="Another move than the next one.")
@click.option("--plan", "kept", type=click.File(encoding="utf-8"), help="Carry out a kept plan; refused when stale.")
@pass_settings
def advance(settings: Settings, subject: str | None, name: str, kept: Any) -> None:
    """Take a unit, wave or squad to its next stage, if every condition of the gate passes.

    Documents owed from then on are written. Exit 3 when the gate is closed, 5 when somebody else was faster.
    """
    basis = _basis(kept) if kept else None
    if basis is None and subject is None:
        raise UsageError(say("which unit, wave or {squad}?"), hint="playbook advance emea")
    asked = Moving(basis["subject"], name=basis["move"]) if basis else Moving(subject or "", name=name)
    if basis and subject not in (None, basis["subject"]):
        raise UsageError(say("the plan is about {planned}, not {subject}", planned=basis["subject"], subject=subject))
    carry_out(settings, asked, basis)


def _basis(kept: Any) -> dict[str, Any]:
    try:
        basis: dict[str, Any] = json.load(kept)
        _ = basis["subject"], basis["move"], basis["digest"]
    except (ValueError, KeyError, TypeError):
        hint = say("make one with: {command}", command="playbook plan SUBJECT --out FILE")
        raise UsageError(say("{file} is not a plan", file=kept.name), hint=hint) from None
    return basis


@command('playbook recycle emea --reason "second site lost its analyst"')
@click.argument("subject", type=SUBJECT)
@click.option("--reason", required=True, type=PROSE, help="Why; it is in the gate review.")
@pass_settings
def recycle(settings: Settings, subject: str, reason: str) -> None:
    """Take a rollout back a stage: replication to stabilisation, stabilisation to pilot."""
    carry_out(settings, Moving(subject, "recycle", reason=reason))


@command('playbook stop emea --reason "the market was sold"')
@click.argument("subject", type=SUBJECT)
@click.option("--move", "name", default="", metavar="MOVE", help="Which end: fail or disband, for a squad.")
@click.option("--reason", required=True, type=PROSE, help="Why; it is in the closing report.")
@pass_settings
def stop(settings: Settings, subject: str, name: str, reason: str) -> None:
    """End a unit, wave or squad for good, with a reason. What was learned stays."""
    carry_out(settings, Moving(subject, "stop", name, reason))


def carry_out(settings: Settings, asked: Moving, basis: dict[str, Any] | None = None) -> None:
    """Make a move, and say what became of it; the verdicts of a closed gate are the data of what is raised."""
    try:
        done = make(settings.world(), asked, basis)
    except GateClosed as closed:
        _refused(closed)
        raise
    except PlaybookError as error:
        if plan := error.facts.pop("plan", None):
            error.facts["data"] = _plan_data(plan)
            if plan.moved:
                _tell(settings, plan)
        raise
    settings.data(_plan_data(done))
    _tell(settings, done)
    step = f"playbook why {asked.unit if _is_last(done) else asked.subject}"
    settings.say(show.faint(t("next: {command}", command=step)))


def _tell(settings: Settings, done: Plan) -> None:
    """Say which stages were reached, and what became of the documents."""
    good = click.style(show.glyph("✔", "+"), fg="green")
    for event in done.events:
        if isinstance(event, Moved):
            by = show.faint(_carried(event)) if event.carried_by else ""
            settings.say(f"{good} {_way(event.subject, event.source, event.target)}{by}")
    for line in changed.lines(done.documents, "documents"):
        settings.say("  " + line)


def _is_last(done: Plan) -> bool:
    """Return whether the subject came to the end of its way."""
    scene = done.session.scene
    machine = scene.machines[scene.machine(done.decision.subject)].map
    return machine.stage(scene.stage(done.decision.subject)).terminal


def _refused(closed: GateClosed) -> None:
    """Say how many conditions are in the way; the verdicts are the error's data."""
    made = closed.facts.get("plan")
    if made is None:
        return
    decision = made.decision
    fails = sum(one.status == "fail" for one in decision.verdicts)
    undecided = sum(one.status == "undecided" for one in decision.verdicts)
    parts = [say("{n} condition fails", "{n} conditions fail", n=fails)] if fails else []
    parts += [say("{count} undecided", count=undecided)] if undecided else []
    closed.sentence = say("{refusal} ({reasons})", refusal=closed.sentence, reasons=parts)
    closed.advice = say("see: playbook why {subject}", subject=decision.subject)
    closed.facts["data"] = _plan_data(made)


def _head(decision: Decision) -> dict[str, Any]:
    return {
        "subject": decision.subject,
        "move": decision.move.name,
        "from": decision.source,
        "to": decision.move.target,
        "open": decision.open,
    }


def _plan_data(found: Plan) -> dict[str, Any]:
    people = found.session.state.people
    return {
        **_head(found.decision),
        "verdicts": [show.verdict_data(one, people) for one in found.decision.verdicts],
        "events": [{"event": type(event).__name__, **plain(event)} for event in found.events],
        "documents": [change.data() for change in found.documents],
        "basis": found.basis,
    }
