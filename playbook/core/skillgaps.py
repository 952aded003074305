"""Skills that were found missing in operation, and which squads have to bring them.

The mission's list is written before the work begins. What a cycle finds missing is asked of the squad that lacked it,
and of every squad that was not chartered yet: it can still be staffed for it (design, section 4, `skills_covered`).
"""

from playbook.core.state import Rollout, SkillGap, Standing

STAFFING = "skills_covered"
"""The condition that judges whether a squad is staffed; the move it opens is its charter."""


def chartered(standing: Standing) -> str:
    """Return when a squad was first let through with its skills judged; an empty text before that."""
    for passage in standing.passages:
        if any(verdict.get("condition") == STAFFING for verdict in passage.verdicts):
            return passage.at
    return ""


def asked_of(state: Rollout, subject: str) -> dict[str, SkillGap]:
    """Return the skills found missing that a squad has to bring, each with the cycle that found it first."""
    since = chartered(state.standing(subject)) if state.gaps else ""
    found: dict[str, SkillGap] = {}
    for gap in state.gaps:
        if gap.subject == subject or not since or gap.at < since:
            found.setdefault(gap.skill, gap)
    return found


def spared(state: Rollout, subject: str) -> frozenset[str]:
    """Return the skills that were found missing elsewhere when a squad had been chartered: it is not asked for them."""
    if not state.gaps:
        return frozenset()
    return frozenset(gap.skill for gap in state.gaps) - frozenset(asked_of(state, subject))
