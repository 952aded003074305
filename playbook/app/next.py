"""What waits for a person, over all units: read from the projection, so that no event is folded."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playbook.core.phrase import Phrase, say
from playbook.errors import UsageError
from playbook.ledger.base import Ledger

Ask = dict[str, Any]
LATE = "9999-12-31"
ORDER = ("proviso", "cycle", "signature", "approval", "condition", "waiver", "lesson", "favour", "failure", "advance")
"""What has a day comes first, then what holds a gate closed, then what is to be decided."""


def waiting(ledger: Ledger, today: str, *, units: Iterable[str] = (), person: str = "") -> list[Ask]:
    """Return what waits on a day, what is due soonest first; with a person (id) only what waits for them.

    To each ask are added `unit`, `overdue`, and `people`: everybody it waits for, as `Name <mail>`. A request for a
    waiver is gone after its last day; an `advance` that only time holds up is there from its first day.
    """
    wanted = set(units)
    lines = [line for line in ledger.lines() if not wanted or line["unit"] in wanted]
    found = [{**ask, "unit": line["unit"]} for line in lines for ask in line.get("asks", ())]
    found = [ask for ask in found if _is_open(ask, today) and (not person or person in ask["who"])]
    names = ledger.people({who for ask in found for who in ask["who"]} | set(_named(found)))
    for ask in found:
        ask["people"] = [names.get(who, who) for who in ask["who"]]
        ask["overdue"] = ask["kind"] in ("proviso", "cycle") and bool(ask["until"]) and ask["until"] < today
        ask["names"] = names
    return sorted(found, key=_rank)


def _is_open(ask: Ask, today: str) -> bool:
    if ask["kind"] == "advance":
        return str(ask["until"]) <= today
    if ask["kind"] == "waiver":
        return str(ask["until"]) >= today
    return not (ask["kind"] in ("condition", "approval") and ask["until"] and ask["until"] <= today)


def _rank(ask: Ask) -> tuple[Any, ...]:
    day = ask["until"] if ask["kind"] in ("proviso", "cycle", "waiver") else ""
    return (day or LATE, ORDER.index(ask["kind"]) if ask["kind"] in ORDER else len(ORDER), ask["subject"])


def _named(asks: Iterable[Ask]) -> Iterator[str]:
    """Yield the ids of people that the sentences speak of."""
    from playbook.core.persons import ID

    for ask in asks:
        yield from ID.findall(repr(ask.get("found", "")))


def complete(ask: Mapping[str, Any], person: str) -> str:
    """Return the whole command, typed by somebody else's name: `--as "Name <mail>"` stands at its end."""
    quoted = shlex.quote(person) if set(person) & set('"$`\\!') else f'"{person}"'
    return f"{ask['command']} --as {quoted}"


def known_person(ledger: Ledger, person: str) -> str:
    """Return the id of `Name <mail>`; a bare name is enough where one person has it.

    Raises:
        UsageError: nobody here is called that, or several people are.
    """
    found = ledger.find_person(person)
    if found is not None:
        return found
    everybody = ledger.people()
    same = [who for who, text in everybody.items() if text.partition(" <")[0] == person.partition(" <")[0]]
    if "<" not in person and len(same) == 1:
        return same[0]
    if "<" not in person and same:
        texts = [everybody[who] for who in same]
        raise UsageError(
            say("several people are called '{name}'", name=person), hint=say("say which: {people}", people=texts)
        )
    raise UsageError(say("nobody here is called '{name}'", name=person), hint=_nearest(person, everybody))


def _nearest(person: str, everybody: Mapping[str, str]) -> Phrase:
    from difflib import get_close_matches

    names = {text.partition(" <")[0]: text for text in everybody.values()}
    close = get_close_matches(person.partition(" <")[0], names, 1)
    if close:
        return say("did you mean '{name}'?", name=names[close[0]])
    return say('say who you are: --as "Name <mail>"; or --all for everybody')
