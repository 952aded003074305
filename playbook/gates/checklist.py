"""Every required item of the subject's checklists is ticked, with evidence where asked, or does not apply."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from playbook.core.history import Paper
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}

SHOWN = 5
"""How many open items a verdict names; it always counts them all."""


class Open(NamedTuple):
    """A required item that is not done; `bare` when it is ticked without the evidence it asks for."""

    paper: Paper
    id: str
    text: str
    bare: bool
    evidence: bool


def judge(case: Case) -> Verdict:
    """Return `undecided` without a checklist or with one that cannot be read, `fail` with open items, else `pass`."""
    needed = say("every required item is ticked, with its evidence, or does not apply for a reason")
    papers = [paper for paper in case.state.papers.values() if paper.subject == case.subject and paper.items]
    if not papers:
        found = say("no checklist of {subject} has been generated yet", subject=case.subject)
        remedy = say("generate the documents of this stage")
        return case.verdict("undecided", needed, found, clears=(case.keeper(),), remedy=remedy, command="playbook sync")
    left = list({item.id: item for paper in papers for item in _open(case, paper)}.values())
    if left:
        return _fail(case, needed, left)
    broken = next((paper for paper in papers if paper.trouble), None)
    if broken:
        found = say("{path} cannot be relied on: {trouble}", path=broken.place, trouble=broken.trouble)
        return case.verdict(
            "undecided",
            needed,
            found,
            where=broken.place,
            clears=(case.keeper(),),
            remedy=say("mend the file, then bring it and the history together"),
            command="playbook sync",
        )
    n = len({item["id"] for paper in papers for item in paper.items if item.get("required", True)})
    if not n:
        found = say("the checklist asks for nothing: no item of it is required")
        remedy = say("mark in the template what has to be done")
        return case.verdict("undecided", needed, found, where=papers[0].place, clears=(case.keeper(),), remedy=remedy)
    done = say("the one required item is done", "all {n} required items are done", n=n)
    return case.verdict("pass", needed, done, where=papers[0].place)


def _open(case: Case, paper: Paper) -> Iterator[Open]:
    ticks = case.state.standing(case.subject).ticks
    for item in paper.items:
        tick, evidence = ticks.get(item["id"]), bool(item.get("evidence"))
        if not item.get("required", True) or (tick and tick.not_applicable.strip()):
            continue
        if tick is None or (evidence and not tick.evidence.strip()):
            yield Open(paper, item["id"], item["text"], tick is not None, evidence)


def _fail(case: Case, needed: Phrase, left: list[Open]) -> Verdict:
    first = left[0]
    return case.verdict(
        "fail",
        needed,
        both(*_lists(left)),
        where=first.paper.place,
        clears=(case.keeper(),),
        remedy=say("tick it here or in the file, or say why it does not apply"),
        command=f"playbook tick {case.subject} {first.id}" + (' --evidence "…"' if first.evidence else ""),
    )


def _lists(left: list[Open]) -> Iterator[Phrase]:
    """Yield how many items are open, and how many lack evidence only, naming the first few of them."""
    shown = left[:SHOWN]
    count = sum(not item.bare for item in left)
    if count:
        names = [f"'{item.text}'" for item in shown if not item.bare] or ["…"]
        yield say(
            "{n} item is open: {items}", "{n} items are open: {items}", n=count, items=[*names, *_more(count, names)]
        )
    bare = len(left) - count
    if bare:
        names = [f"'{item.text}'" for item in shown if item.bare] or ["…"]
        items = [*names, *_more(bare, names)]
        yield say("{n} item has no evidence: {items}", "{n} items have no evidence: {items}", n=bare, items=items)


def _more(count: int, names: list[str]) -> list[str]:
    return ["…"] if count > len(names) and names != ["…"] else []
