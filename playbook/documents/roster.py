"""A squad as its charter shows it: who is in it, what it decides, where its answers come from, what it still lacks."""

from playbook.core.model import DataSource, Member, Right, Squad
from playbook.documents.cases import cases
from playbook.documents.pieces import Plain, Source
from playbook.words import Words


def squad(source: Source, name: str) -> Plain:
    """Return a squad with everything its charter says. KeyError where the unit has no such squad."""
    one = source.squad(name)
    if one is None:
        raise KeyError(name)
    person = source.state.person
    members = [_member(source, name, index, each) for index, each in enumerate(one.members)]
    wave = source.wave_of(name)
    return {
        "id": one.id,
        "subject": source.path(name),
        "name": one.name,
        "lead": person(one.lead),
        "accountable": person(one.accountable),
        "members": members,
        "departments": list(dict.fromkeys(member["department"] for member in members)),
        "donors": _donors(source, one),
        "links": len(members) * (len(members) - 1) // 2,
        "decides": _rights(source, one),
        "cases": cases(source, one),
        "data": _data(source, one),
        "components": _components(source, one),
        "skills": _skills(source, one),
        "cadence": list(one.cadence),
        "interfaces": list(one.interfaces),
        "duration": one.duration or "",
        "pilot": name == "pilot",
        "wave": source.wave_name(wave) if wave else "",
        "stage": source.words.text(source.stage(source.path(name), "squad")),
        "since": source.state.standing(source.path(name)).since,
        "where": {key: source.where(name, key) for key in SQUAD_KEYS},
    }


SQUAD_KEYS = (
    "name",
    "lead",
    "members",
    "decides",
    "data",
    "components",
    "skill_plans",
    "cadence",
    "interfaces",
    "duration",
)


def elsewhere(source: Source, name: str) -> list[Plain]:
    """Return, for each member, what the unit's other living squads take of their time, in percent."""
    one = source.squad(name)
    taken: dict[str, list[Plain]] = {member.person: [] for member in one.members} if one else {}
    for other in source.living():
        for member in other.members:
            if other.id != name and member.person in taken:
                taken[member.person].append({"squad": other.name, "allocation": member.allocation})
    return [{"squads": found, "total": sum(each["allocation"] for each in found)} for found in taken.values()]


def _member(source: Source, name: str, index: int, member: Member) -> Plain:
    return source.department(member.department) | {
        "person": source.state.person(member.person),
        "specialty": member.specialty,
        "allocation": member.allocation,
        "skills": [source.unit.mission.skill(skill) for skill in member.skills],
        "where": source.where(name, "members", index),
        **_release(source, member),
    }


def _release(source: Source, member: Member) -> Plain:
    """Return what was agreed of a member's release, empty where nothing was; `by` where it was not the head."""
    release, home = member.release, source.unit.department(member.department)
    if release is None:
        return {"agreed": "", "until": "", "backfill": "", "granted": 0, "by": ""}
    stranger = release.by if release.by and home and release.by != home.head else ""
    return {
        "agreed": release.agreed,
        "until": release.until or "",
        "backfill": release.backfill or "",
        "granted": release.allocation or member.allocation,
        "by": source.state.person(stranger) if stranger else "",
    }


def _donors(source: Source, one: Squad) -> list[Plain]:
    """Return each department that gives members, in the members' order, with its head and how many it gives."""
    given: dict[str, int] = {}
    for member in one.members:
        given[member.department] = given.get(member.department, 0) + 1
    return [source.department(department) | {"people": people} for department, people in given.items()]


def _rights(source: Source, one: Squad) -> list[Plain]:
    """Return each decision the mission needs, in the mission's order, with who takes it (empty: nobody yet)."""
    held: dict[str, Right] = {right.decision: right for right in one.decides}
    found = []
    for decision in source.unit.mission.decisions:
        right = held.get(decision.id)
        found.append(
            {
                "id": decision.id,
                "name": decision.name,
                "decider": source.state.person(right.decider) if right else "",
                "alone": _alone(source.words, right) if right else "",
            }
        )
    return found


def _alone(words: Words, right: Right) -> str:
    """Return up to where the decider asks nobody, in words; empty where no limit was agreed."""
    if right.limit is None:
        return ""
    if right.limit == "unlimited":
        return words.text("always")
    limit = words.number(right.limit)
    if right.unit:
        # Translators: a number and what it counts.
        limit = words.text("{value} {unit}", value=limit, unit=right.unit)
    return words.text("up to {limit}", limit=limit)


def _data(source: Source, one: Squad) -> list[Plain]:
    """Return each question the squad must answer, with every source of it (none: nobody found one yet)."""
    found = []
    for question in source.unit.mission.questions:
        sources = [
            _grant(source, each, source.where(one.id, "data", index))
            for index, each in enumerate(one.data)
            if each.question == question.id
        ]
        found.append({"id": question.id, "ask": question.ask, "sources": sources})
    return found


def _grant(source: Source, data: DataSource, where: str) -> Plain:
    return source.department(data.department) | {
        "source": data.source,
        "grant": source.words.text(data.grant),
        "until": data.until or "",
        "where": where,
    }


def _components(source: Source, one: Squad) -> Plain | None:
    if one.components is None:
        return None
    return {
        kind: {
            "how": getattr(one.components, kind).how,
            "state": source.words.text(getattr(one.components, kind).state),
        }
        for kind in ("people", "method", "intelligence")
    }


def _skills(source: Source, one: Squad) -> list[Plain]:
    """Return each skill that the mission needs, with who holds it and the plan where nobody does."""
    plans = {plan.skill: plan for plan in one.skill_plans}
    return [
        {
            "skill": source.unit.mission.skill(skill),
            "holders": [source.state.person(member.person) for member in one.members if skill in member.skills],
            "how": source.words.text(plans[skill].how) if skill in plans else "",
            "by": plans[skill].by if skill in plans else "",
            "gap": not any(skill in member.skills for member in one.members),
        }
        for skill in source.unit.mission.skills
    ]
