"""Skills that a unit lacks: what the mission asks for and nobody holds, and what was found missing in operation."""

from playbook.documents.pieces import Plain, Source

SHOWN = 5
"""So many people who hold a skill are named."""


def gaps(source: Source) -> list[Plain]:
    """Return every skill that some squad lacks, with the squad and its dated plan (empty: there is none)."""
    found = []
    for squad in source.living():
        held = {skill for member in squad.members for skill in member.skills}
        plans = {plan.skill: (index, plan) for index, plan in enumerate(squad.skill_plans)}
        for skill in source.unit.mission.skills:
            if skill in held:
                continue
            index, plan = plans.get(skill, (0, None))
            found.append(
                {
                    "squad": squad.name,
                    "skill": source.unit.mission.skill(skill),
                    "how": source.words.text(plan.how) if plan else "",
                    "by": plan.by if plan else "",
                    "lead": source.state.person(squad.lead),
                    "where": source.where(squad.id, "skill_plans", index),
                }
            )
    return found


def missed(source: Source) -> list[Plain]:
    """Return the skills that cycles found missing, oldest first, each with the first few who hold it by now."""
    holders = _holders(source) if source.state.gaps else {}
    return [
        {
            "at": gap.at,
            "squad": source.label(gap.subject),
            "subject": gap.subject,
            "cycle": gap.cycle,
            "skill": source.unit.mission.skill(gap.skill),
            "broke": gap.broke,
            "holders": [source.state.person(one) for one in holders.get(gap.skill, ())[:SHOWN]],
            "more": max(len(holders.get(gap.skill, ())) - SHOWN, 0),
            "listed": gap.skill in source.unit.mission.skills,
        }
        for gap in source.state.gaps
    ]


def _holders(source: Source) -> dict[str, list[str]]:
    """Return who in the living squads holds each skill, in the order of the file."""
    found: dict[str, list[str]] = {}
    for squad in source.living():
        for member in squad.members:
            for skill in member.skills:
                found.setdefault(skill, []).append(member.person)
    return {skill: list(dict.fromkeys(people)) for skill, people in found.items()}
