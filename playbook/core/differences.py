"""What differs between two playbooks: stages, moves with what their gates ask for, documents, checklist items."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playbook.core.phrase import Phrase, say
from playbook.core.remap import Steps
from playbook.core.shape import plain
from playbook.core.stagemap import Gate, Move, Stage, StageMap, conditions

Maps = Mapping[str, StageMap]
"""Stage maps by machine: `rollout`, `wave`, `squad`."""
TALLIES = {"open": say("neither good nor bad"), "good": say("good"), "bad": say("bad")}
"""How a subject in a stage counts."""
Key = tuple[str, str]
"""Name of a move and, where there are several of that name, the first stage it leaves."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the playbook that is not as it was."""

    part: Literal["stage", "move", "document", "item"]
    name: str
    """`squad:operating` for a stage or move, `charter` for a document, `pilot.sponsor-named` for an item."""
    what: Literal["added", "removed", "changed", "renamed", "reworded", "raised"]
    details: tuple[Phrase, ...] = ()


def verbatim(known: str) -> Phrase:
    """Return an id as files and `--map` have it: told in every language as it is, where a stage has a word."""
    return say("{text}", text=known)


def of_maps(old: Maps, new: Maps, steps: Steps) -> Iterator[Difference]:
    """Yield what differs between the stage maps, machine by machine: stages, then moves."""
    for machine in dict.fromkeys((*old, *new)):
        before, after = old.get(machine), new.get(machine)
        names = _names(steps, machine)
        yield from _stages(machine, before, after, names)
        yield from _moves(machine, before, after, names)


def of_items(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    """Yield what differs between checklist items, by their ids.

    An item whose meaning was raised asks for something else: a tick for the old one does not count for it.
    """
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            text = str((before or after or {}).get("text", ""))
            yield Difference("item", name, "added" if after else "removed", (say("{text}", text=text),))
        elif int(after.get("meaning", 1)) > int(before.get("meaning", 1)):
            yield Difference("item", name, "raised", (say("{text}", text=after["text"]),))
        elif before["text"] != after["text"]:
            yield Difference("item", name, "reworded", (say("{text}", text=after["text"]),))
        elif told := tuple(_duties(before, after)):
            yield Difference("item", name, "changed", told)


def _duties(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Phrase]:
    if old["required"] != new["required"]:
        yield say("is required now") if new["required"] else say("is not required any more")
    if old["evidence"] != new["evidence"]:
        yield say("needs evidence now") if new["evidence"] else say("needs no evidence any more")


def owed(maps: Maps) -> dict[str, tuple[str, ...]]:
    """Return the documents that the stages of each machine owe, in map order."""
    return {machine: one.owed(tuple(stage.id for stage in one.stages)) for machine, one in maps.items()}


def of_documents(old: Maps, new: Maps, reworded: Iterable[str]) -> Iterator[Difference]:
    """Yield documents that are added, removed or, as `reworded` names them, say something else."""
    before, after = ({name for names in owed(maps).values() for name in names} for maps in (old, new))
    other = {*reworded}
    for name in sorted(before | after):
        if name not in before:
            yield Difference("document", name, "added")
        elif name not in after:
            yield Difference("document", name, "removed")
        elif name in other:
            yield Difference("document", name, "changed")


def regated(old: Maps, new: Maps, steps: Steps) -> tuple[str, ...]:
    """Return the moves, as `machine:move`, that lead elsewhere or ask for something else in the new maps.

    What is asked of the squads that a move carries counts: who approved the move approved that as well.
    """
    found = []
    for machine, before in old.items():
        names = _names(steps, machine)
        several = _several(before, new.get(machine))
        after = {key: _asked_in_all(new, move, {}) for key, move in _keyed(new.get(machine), several)}
        for key, move in _keyed(before, several):
            if after.get(_renamed(key, names)) != _asked_in_all(old, move, names):
                found.append(f"{machine}:{move.name}")
    return tuple(dict.fromkeys(found))


def _asked_in_all(maps: Maps, move: Move, names: Mapping[str, str]) -> Any:
    carried = {one.move for one in move.carries}
    squads = [[one.name, plain(one.gate)] for one in maps["squad"].moves if one.name in carried]
    return [_ends(move, names), plain(move.gate), plain(move.carries), squads]


def _names(steps: Steps, machine: str) -> dict[str, str]:
    return {stage: name for (kind, stage), name in steps.items() if kind == machine}


# ---------------------------------------------------------------------------------------------------------- stages


def _stages(machine: str, old: StageMap | None, new: StageMap | None, names: Mapping[str, str]) -> Iterator[Difference]:
    before, after = ({one.id: one for one in each.stages} if each else {} for each in (old, new))
    for name, stage in before.items():
        key, other = f"{machine}:{name}", after.get(names.get(name, name))
        told = tuple(_stage(stage, other)) if other else ()
        if other is None:
            yield Difference("stage", key, "removed")
        elif name in names:
            yield Difference("stage", key, "renamed", (say("is {stage} now", stage=verbatim(other.id)), *told))
        elif told:
            yield Difference("stage", key, "changed", told)
    known = {*before, *names.values()}
    yield from (Difference("stage", f"{machine}:{name}", "added") for name in after if name not in known)
    if old and new and names.get(old.initial, old.initial) != new.initial:
        yield Difference("stage", f"{machine}:{new.initial}", "changed", (say("is the first stage now"),))


def _stage(old: Stage, new: Stage) -> Iterator[Phrase]:
    if old.terminal != new.terminal:
        yield say("is an end now") if new.terminal else say("is no end any more")
    if old.tally != new.tally:
        yield say("counts as {after}, not as {before}", after=TALLIES[new.tally], before=TALLIES[old.tally])
    if more := [one for one in new.documents if one not in old.documents]:
        yield say("owes {documents} as well", documents=more)
    if less := [one for one in old.documents if one not in new.documents]:
        yield say("owes {documents} no longer", documents=less)


# ----------------------------------------------------------------------------------------------------------- moves


def _moves(machine: str, old: StageMap | None, new: StageMap | None, names: Mapping[str, str]) -> Iterator[Difference]:
    several = _several(old, new)
    before, after = dict(_keyed(old, several)), dict(_keyed(new, several))
    for key, move in before.items():
        other = after.get(_renamed(key, names))
        told = tuple(_move(move, other, names)) if other else ()
        if other is None:
            yield Difference("move", _shown(machine, key), "removed")
        elif told:
            yield Difference("move", _shown(machine, key), "changed", told)
    known = {_renamed(key, names) for key in before}
    for key, move in after.items():
        if key not in known:
            gate = _conditions((), (*move.gate, *move.unless))
            yield Difference("move", _shown(machine, key), "added", (_way(move), *gate))


def _several(*maps: StageMap | None) -> set[str]:
    """Return the names that several moves of one map have."""
    counted = (Counter(move.name for move in one.moves) for one in maps if one)
    return {name for names in counted for name, count in names.items() if count > 1}


def _keyed(one: StageMap | None, several: set[str]) -> Iterator[tuple[Key, Move]]:
    for move in one.moves if one else ():
        yield (move.name, _sources(move)[0] if move.name in several else ""), move


def _renamed(key: Key, names: Mapping[str, str]) -> Key:
    return key[0], names.get(key[1], key[1])


def _shown(machine: str, key: Key) -> str:
    name, source = key
    return f"{machine}:{name}:{source}" if source else f"{machine}:{name}"


def _sources(move: Move) -> tuple[str, ...]:
    return (move.source,) if isinstance(move.source, str) else move.source


def _ends(move: Move, names: Mapping[str, str]) -> tuple[list[str], str]:
    return sorted(names.get(one, one) for one in _sources(move)), names.get(move.target, move.target)


def _way(move: Move) -> Phrase:
    return say("from {sources} to {target}", sources=list(_sources(move)), target=move.target)


def _move(old: Move, new: Move, names: Mapping[str, str]) -> Iterator[Phrase]:
    if _ends(old, names) != _ends(new, {}):
        yield _way(new)
    if old.by != new.by:
        yield say("is made by `{after}`, not by `{before}`", after=new.by, before=old.by)
    yield from _conditions((*old.gate, *old.unless), (*new.gate, *new.unless))
    before, after = ([f"{one.squads} {one.move}" for one in each.carries] for each in (old, new))
    if before != after:
        nobody = say("nobody")
        yield say("carries {after}, not {before}", after=after or nobody, before=before or nobody)


def _conditions(old: Gate, new: Gate) -> Iterator[Phrase]:
    before, after = _counted(old), _counted(new)
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if one is None:
            yield say("asks for {condition}", condition=other)
        elif other is None:
            yield say("asks no longer for {condition}", condition=one)
        elif one != other:
            yield say("asks for {after}, not for {before}", after=other, before=one)


def _counted(gate: Gate) -> dict[tuple[str, int], str]:
    """Return each condition in words; the same one can stand in a gate several times with other options."""
    found: dict[tuple[str, int], str] = {}
    for name, options in conditions(gate):
        told = ", ".join(f"{key}: {_value(value)}" for key, value in sorted(options.items()))
        found[name, sum(one == name for one, _ in found)] = f"{name} ({told})" if told else name
    return found


def _value(value: Any) -> str:
    return ", ".join(map(_value, value)) if isinstance(value, list | tuple) else str(value)
