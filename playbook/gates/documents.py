"""Every document that the subject owes so far exists, and is whole.

Every document that the subject's stages so far owe has been generated, and none is deleted, in conflict or unreadable.
`playbook approve SUBJECT --again` shows what changed under a signature, and confirms it.

Cleared by: the squad's lead; for a unit or a wave the sponsor; a suspect signature by whoever holds its role.

Source: the stage maps in `states/`: each stage names the documents it owes.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.history import Paper, Suspect
from playbook.core.phrase import Phrase, both, say
from playbook.core.stagemap import conditions
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


def judge(case: Case) -> Verdict:
    """Return `fail` with every document that was not generated, was deleted, has a conflict or cannot be read.

    A signature under a text that has changed since is `undecided` until whoever holds that role confirms it; a unit
    and a wave answer for those of their squads too, where no gate of the squads' own does.
    """
    needed = say("every document owed so far exists, without a conflict or a suspect signature")
    owed = _owed(case)
    papers = {name: case.state.papers[name] for name in owed if name in case.state.papers}
    absent = [name for name in owed if name not in papers]
    gone = [paper.place for paper in papers.values() if paper.trouble == "missing"]
    torn = [paper.place for paper in papers.values() if paper.trouble == "conflict"]
    bare = [paper.place for paper in papers.values() if paper.trouble == "empty"]
    locked = [paper.place for paper in papers.values() if paper.trouble == "locked"]
    odd = [paper.place for paper in papers.values() if paper.trouble == "unreadable"]
    found = [
        *([say("not generated yet: {documents}", documents=absent)] if absent else []),
        *([say("deleted: {documents}", documents=gone)] if gone else []),
        *([say("with a conflict to solve: {documents}", documents=torn)] if torn else []),
        *([say("emptied: {documents}", documents=bare)] if bare else []),
        *([say("read-only, and not up to date: {documents}", documents=locked)] if locked else []),
        *([say("unreadable: {documents}", documents=odd)] if odd else []),
    ]
    mend = (*torn, *gone, *bare, *locked, *odd)
    if found:
        return case.verdict(
            "fail",
            needed,
            both(*found),
            where=mend[0] if mend else "",
            clears=(case.keeper(),),
            remedy=say("mend the files, then bring them and the history together") if mend else say("generate them"),
            command="playbook resolve" if torn else "playbook sync",
        )
    if suspect := _suspect(case, needed):
        return suspect
    n = len(owed)
    whole = say("{n} document is in order", "{n} documents are in order", n=n) if n else say("none is owed so far")
    return case.verdict("pass", needed, whole)


def _suspect(case: Case, needed: Phrase) -> Verdict | None:
    """Return the verdict on all suspect signatures together, of the squads that are led as well; None without any."""
    led = {case.subject, *(() if _carried(case) else (subject for subject, _ in case.squads()))}
    papers = [case.state.papers[name] for name in sorted(case.state.suspects)]
    suspects = [(paper, *one) for paper in papers if paper.subject in led for one in case.suspects(paper.id)]
    if not suspects:
        return None
    people = (person for *_, holders in suspects for person in holders)
    return case.verdict(
        "undecided",
        needed,
        both(*(_changed(case, paper, suspect) for paper, suspect, _ in suspects)),
        where=suspects[0][0].place,
        clears=tuple(dict.fromkeys(people)),
        remedy=say("read what changed, and confirm the signature"),
        command=f"playbook approve {case.subject} --again",
    )


def _carried(case: Case) -> bool:
    """Return whether the squads come along by a move whose own gate asks for their documents."""
    moves = {carry.move for carry in case.move.carries}
    return any(
        move.name in moves and any(name == case.condition for name, _ in conditions(move.gate))
        for move in case.maps["squad"].moves
    )


def _changed(case: Case, paper: Paper, suspect: Suspect) -> Phrase:
    one, sections = suspect.signature, [title for title in suspect.sections if title]
    facts = {"document": paper.place, "name": case.state.person(one.by), "day": one.at[:10]}
    if not sections:
        return say("{document} is not what {name} signed on {day}", **facts)
    return say("{document} is not what {name} signed on {day}; changed since: {sections}", **facts, sections=sections)


def _owed(case: Case) -> tuple[str, ...]:
    """Return the ids of the documents owed by every stage the subject has been in."""
    been = (*case.state.standing(case.subject).been, case.stage(case.subject))
    return tuple(f"{case.subject}/{template}" for template in case.machine(case.subject).owed(been))
