"""Decision cases as a charter shows them: who decides, how fast, from which data, and what has to leave the squad."""

from playbook.core.drill import Exit, Play, plays
from playbook.core.model import Squad
from playbook.core.phrase import Phrase, both, say
from playbook.documents.pieces import Plain, Source


def cases(source: Source, squad: Squad) -> list[Plain]:
    """Return each case of the mission as it goes for a squad. No grant's end is judged: no clock is here."""
    return [_case(source, one) for one in plays(source.unit, squad, source.state.person)]


def _case(source: Source, one: Play) -> Plain:
    right, words = one.right, source.words
    exits = [_exit(each, source.state.person(each.to)) for each in one.exits]
    return {
        "id": one.case.id,
        "case": one.case.case,
        "decision": one.decision,
        "decider": source.state.person(right.decider) if right else "",
        "within": one.case.within or 0,
        "minutes": -1 if right is None or right.minutes is None else right.minutes,
        "sources": [each.source.source if each.source else words.text("no source yet") for each in one.answers],
        "stays": one.stays,
        "certain": one.leaves,
        "leaves": words.phrase(both(*exits)) if exits else "",
    }


def _exit(one: Exit, name: str) -> Phrase:
    if one.sure:
        return say("to {name}: {why}", name=name, why=one.why)
    return say("perhaps to {name}: {why}", name=name, why=one.why)
