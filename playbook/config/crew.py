"""What squads say about people, departments, skills, decisions and questions, held against what the unit defines."""

from collections.abc import Iterable, Iterator

from playbook.config.findings import Findings, Spot, known, meant, short, slug, unique
from playbook.config.people import People
from playbook.config.source import Path
from playbook.core.phrase import Phrase, say


def check_crews(findings: Findings, top: Spot, squads: list[Spot]) -> dict[Path, str]:
    """Return who is meant at each place of the file that names a person, in full; add what is wrong with the squads."""
    _references(findings, top, squads)
    own = [*_officers(top), *_outsiders(top, squads)]
    crews = [[member.key("person") for member in squad.key("members").each()] for squad in squads]
    people = People(findings, [*own, *(person for crew in crews for person in crew)])
    full = {spot.path: people.resolve(spot) for spot in own}
    full |= {person.path: people.resolve(person) for crew in crews for person in crew}
    is_clear = all(full.values())
    for squad, crew in zip(squads, crews, strict=True):
        full |= _roles(findings, people, squad, [(spot, full[spot.path]) for spot in crew])
    for squad, crew in zip(squads, crews, strict=True):
        full |= _deciders(people, squad, [full[spot.path] for spot in crew], is_clear=is_clear)
    return {path: person for path, person in full.items() if person}


def _officers(top: Spot) -> Iterator[Spot]:
    yield top.key("sponsor")
    yield from (department.key("head") for department in top.key("departments").each())


def _outsiders(top: Spot, squads: list[Spot]) -> Iterator[Spot]:
    """Yield the places that may name somebody who is in no squad, where the file fills them."""
    retooling = top.key("retooling")
    named = [candidate.key("person") for candidate in top.key("people").each()]
    named += [milestone.key("owner") for milestone in retooling.key("milestones").each()]
    named += [consultant.key("successor") for consultant in retooling.key("consultants").each()]
    named += [member.key("release").key("by") for squad in squads for member in squad.key("members").each()]
    yield from (spot for spot in named if spot.value is not None)


def ids(spots: Iterable[Spot]) -> dict[str, Spot] | None:
    """Return the ids that `spots` define, None where one cannot be read: then nobody can say which are unknown.

    An id that is wrong in itself also counts as what it was meant to be: one mistake is reported once.
    """
    listed = list(spots)
    if not listed or not all(spot.text for spot in listed):
        return None
    return {form: spot for spot in listed for form in (spot.text, slug(spot.text))}


def label(squad: Spot) -> str:
    """Return how to name a squad in a sentence."""
    return short(squad.key("id").text or str(squad.path[0] if squad.path == ("pilot",) else "?"))


def _references(findings: Findings, top: Spot, squads: list[Spot]) -> None:
    departments = ids(one.key("id") for one in top.key("departments").each())
    skills = ids(top.key("mission").key("skills").each())
    decisions = ids(one.key("id") for one in top.key("mission").key("decisions").each())
    questions = ids(one.key("id") for one in top.key("mission").key("questions").each())
    for name in top.key("mission").key("skill_names").each():
        known(findings, name.key("id"), skills, _not_a_skill)
    for squad in squads:
        for owner in (*squad.key("members").each(), *squad.key("data").each()):
            known(findings, owner.key("department"), departments, _not_a_department)
        for skill in _skills(squad):
            known(findings, skill, skills, _not_a_skill)
        for right in squad.key("decides").each():
            known(findings, right.key("decision"), decisions, _not_a_decision)
        for source in squad.key("data").each():
            known(findings, source.key("question"), questions, _not_a_question)
        for member in squad.key("members").each():
            unique(findings, member.key("skills").each(), skill_twice)


def _skills(squad: Spot) -> Iterator[Spot]:
    for member in squad.key("members").each():
        yield from member.key("skills").each()
    yield from (plan.key("skill") for plan in squad.key("skill_plans").each())


def _roles(findings: Findings, people: People, squad: Spot, crew: list[tuple[Spot, str]]) -> dict[Path, str]:
    """Return who the lead and the accountable person are; nobody is a member twice."""
    first: dict[str, Spot] = {}
    for spot, person in crew:
        if person and first.setdefault(person, spot) is not spot:
            line = findings.source.position(first[person].path)[0]
            findings.add(spot.path, _member_twice(person, label(squad), line))
    is_clear = isinstance(squad.key("members").value, list) and all(person for _, person in crew)
    name = label(squad) if is_clear else ""
    roles = (squad.key("lead"), squad.key("accountable"))
    return {spot.path: _member(findings, people, spot, list(first), name) for spot in roles}


def _member(findings: Findings, people: People, spot: Spot, members: list[str], squad: str) -> str:
    """Return which of `members` is meant; `squad` is empty where a member is unreadable and nobody can be ruled out."""
    if not spot.text.strip() or not people.is_sound(spot):
        return ""
    if any(person in members for person in people.match(spot.text)):
        return people.resolve(spot, members)
    if squad:
        forms = people.forms(members)
        findings.add(spot.path, lambda: meant(_not_a_member(spot.text, squad), spot.text, forms))
    return ""


def _deciders(people: People, squad: Spot, members: list[str], *, is_clear: bool) -> dict[Path, str]:
    """Return who decides. One from outside the squad is no mistake of the file: the gate `empowered` says so.

    Where somebody in the file is unreadable (not `is_clear`), nobody can be said to be missing from it.
    """
    full: dict[Path, str] = {}
    for right in squad.key("decides").each():
        spot = right.key("decider")
        if is_clear or (spot.text.strip() and people.is_sound(spot) and people.match(spot.text)):
            full[spot.path] = people.resolve(spot, members)
    return full


def skill_twice(name: str, line: int) -> Phrase:
    """Return what is said of a skill that stands twice in a list."""
    return say("the skill '{name}' is here twice (first on line {line})", name=name, line=line)


def _not_a_department(name: str) -> Phrase:
    return say("'{name}' is not a department of this unit", name=name)


def _not_a_skill(name: str) -> Phrase:
    return say("'{name}' is not a skill of the mission", name=name)


def _not_a_decision(name: str) -> Phrase:
    return say("'{name}' is not a decision of the mission", name=name)


def _not_a_question(name: str) -> Phrase:
    return say("'{name}' is not a question of the mission", name=name)


def _not_a_member(person: str, name: str) -> Phrase:
    return say("'{person}' is not a member of the squad '{name}'", person=short(person), name=name)


def _member_twice(person: str, name: str, line: int) -> Phrase:
    facts = {"person": short(person), "name": name, "line": line}
    return say("'{person}' is in the squad '{name}' twice (first on line {line})", **facts)
