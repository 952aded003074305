"""Every required item of the subject's checklists is ticked, with evidence where asked, or does not apply.

A tick is evidence about the goal: one from before the shared goal was changed does not count, and leaves the condition
`undecided` until somebody has looked again.

Cleared by: the squad's lead; for a unit or a wave the sponsor.

Source: a rule of this playbook; items and their evidence come from the templates, and from what people marked as
required.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from playbook.core.history import Paper, Tick
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}

SHOWN = 5
"""How many open items a verdict names; it always counts them all."""


class Open(NamedTuple):
    """A required item that is not done."""

    paper: Paper
    id: str
    text: str
    how: str
    """`open`, `again` (ticked for an earlier meaning), `bare` (ticked without the evidence it asks for), or `stale`."""
    evidence: bool
    line: int = 0
    """Where it stands in the file, if that is known."""


def judge(case: Case) -> Verdict:
    """Return `undecided` without a checklist or with one that cannot be read, `fail` with open items, else `pass`.

    Items that people added to any document of the subject and marked as required are items like the generated ones.
    """
    needed = say("every required item is ticked, with its evidence, or does not apply for a reason")
    papers = [paper for paper in case.papers(case.subject) if paper.items or paper.own]
    if not any(paper.items for paper in papers):
        found = say("no checklist of {subject} has been generated yet", subject=case.subject)
        remedy = say("generate the documents of this stage")
        return case.verdict("undecided", needed, found, clears=(case.keeper(),), remedy=remedy, command="playbook sync")
    left = list({item.id: item for paper in papers for item in _open(case, paper)}.values())
    if left:
        return _left(case, needed, left)
    broken = next((paper for paper in papers if paper.trouble), None)
    if broken:
        return _unreliable(case, needed, broken)
    required = {item["id"] for paper in papers for item in _required(paper)}
    if not required:
        found = say("the checklist asks for nothing: no item of it is required")
        remedy = say("mark in the template what has to be done")
        return case.verdict("undecided", needed, found, where=papers[0].place, clears=(case.keeper(),), remedy=remedy)
    ticks = case.state.standing(case.subject).ticks
    names = sorted({case.state.person(ticks[item].person) for item in required})
    done = say(
        "the one required item is done, ticked by {names}",
        "all {n} required items are done, ticked by {names}",
        n=len(required),
        names=names,
    )
    return case.verdict("pass", needed, done, where=papers[0].place)


def _unreliable(case: Case, needed: Phrase, paper: Paper) -> Verdict:
    return case.verdict(
        "undecided",
        needed,
        say("{path} cannot be relied on: {trouble}", path=paper.place, trouble=paper.trouble),
        where=paper.place,
        clears=(case.keeper(),),
        remedy=say("mend the file, then bring it and the history together"),
        command="playbook sync",
    )


def _required(paper: Paper) -> list[dict[str, Any]]:
    return [item for item in paper.items if item.get("required", True)] + list(paper.own)


def _open(case: Case, paper: Paper) -> Iterator[Open]:
    ticks = case.state.standing(case.subject).ticks
    lines = {one["item"]: one["line"] for one in paper.unread}
    for item in _required(paper):
        how = _how(case, ticks.get(item["id"]), item)
        if how:
            line = item.get("line", 0) or lines.get(item["id"], 0)
            yield Open(paper, item["id"], item["text"], how, bool(item.get("evidence")), line)


def _how(case: Case, tick: Tick | None, item: Mapping[str, Any]) -> str:
    """Return how an item is not done; empty where it is."""
    if tick is None:
        return "open"
    if not tick.stands(item):
        return "again"
    settled = tick.not_applicable.strip() or tick.evidence.strip() or not item.get("evidence")
    if not settled:
        return "bare"
    return "stale" if tick.order < case.turned("goal") or _is_earlier(tick.day, case.since("goal")) else ""


def _is_earlier(day: str, goal: str) -> bool:
    """Return whether an item was ticked before the goal changed: git may know an earlier day than the ledger."""
    return bool(goal) and datetime.fromisoformat(day) < datetime.fromisoformat(goal)


def _left(case: Case, needed: Phrase, left: list[Open]) -> Verdict:
    """What is open fails; where everything is done and some of it too long ago, nobody knows."""
    if all(item.how == "stale" for item in left):
        return _stale(case, needed, left)
    first = next(item for item in left if item.how != "stale")
    place = f"{first.paper.place}:{first.line}" if first.line else first.paper.place
    return case.verdict(
        "fail",
        needed,
        both(*_lists(left)),
        where=place,
        clears=(case.keeper(),),
        remedy=say("tick it here or in the file, or say why it does not apply"),
        command=f"playbook tick {case.subject} {first.id}" + (' --evidence "…"' if first.evidence else ""),
    )


def _stale(case: Case, needed: Phrase, left: list[Open]) -> Verdict:
    first = left[0]
    return case.verdict(
        "undecided",
        needed,
        both(*_lists(left), case.changed("goal")),
        where=f"{first.paper.place}:{first.line}" if first.line else first.paper.place,
        clears=(case.keeper(),),
        remedy=say("look whether it holds for the goal as it is now, and tick it again with what you saw"),
        command=f'playbook tick {case.subject} {first.id} --evidence "…"',
    )


def _lists(left: list[Open]) -> Iterator[Phrase]:
    """Yield how many items are open, to be confirmed again, and without evidence, naming the first few of them all."""
    for how in ("open", "again", "bare", "stale"):
        count = sum(item.how == how for item in left)
        if count:
            names = [say("“{text}”", text=item.text) for item in left[:SHOWN] if item.how == how]
            yield _counted(how, count, [*names, *(["…"] if count > len(names) else [])])


def _counted(how: str, n: int, items: list[Any]) -> Phrase:
    if how == "again":
        return say(
            "{n} item means something else now and has to be confirmed again: {items}",
            "{n} items mean something else now and have to be confirmed again: {items}",
            n=n,
            items=items,
        )
    if how == "stale":
        return say(
            "{n} item was ticked for another goal: {items}",
            "{n} items were ticked for another goal: {items}",
            n=n,
            items=items,
        )
    if how == "bare":
        return say("{n} item has no evidence: {items}", "{n} items have no evidence: {items}", n=n, items=items)
    return say("{n} item is open: {items}", "{n} items are open: {items}", n=n, items=items)
