"""What an expression of a stage map can look at: every name with its type.

The types are those of the expression language (`int`, `double`, `string`, `bool`), `list(…)` and `map(…)` of them,
and the records below. What is not known (the mean of no readings) is left out, so that asking for it is an error and
never an answer. Nobody's name is in it: an expression is about the work, not about persons.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*')
SHOWN = 4
"""So many of the values that an expression names are shown with its verdict."""


class Expression(str):
    """The default of an option that is an expression: `playbook check` looks into its text."""

    __slots__ = ()


class Field(NamedTuple):
    """A name: the type of what it stands for, and what that is."""

    kind: str
    says: str


ROOTS: Mapping[str, Field] = {
    "subject": Field("string", "what is judged: `emea`, `emea/wave-2`, `emea/pilot`"),
    "stage": Field("string", "its stage"),
    "days_in_stage": Field("int", "whole days since it came there; missing where no move brought it there"),
    "today": Field("string", "the day, `YYYY-MM-DD` (UTC); such texts compare in the order of time"),
    "unit": Field("unit", "the business unit"),
    "goal": Field("goal", "the shared goal; missing where the unit has none"),
    "wave": Field("wave", "the wave that is judged; missing where none is"),
    "squad": Field("squad", "the squad that is judged, for a unit its pilot; missing for a wave"),
    "squads": Field("list(squad)", "of a wave its squads, of a unit all of them with the pilot, else the squad alone"),
    "measures": Field("map(measure)", "measures of `squad` by their id: `measures['csat'].mean`; missing for a wave"),
    "cycles": Field("list(cycle)", "break-fix cycles of `squads`, in the order in which they were opened"),
    "lessons": Field("list(lesson)", "lessons of the whole unit"),
    "failures": Field("list(failure)", "failures of the whole unit"),
    "favours": Field("list(favour)", "special favours of the whole unit"),
}
RECORDS: Mapping[str, Mapping[str, Field]] = {
    "unit": {
        "id": Field("string", "its id"),
        "stage": Field("string", "its stage"),
        "path": Field("string", "`incremental`, `top-down`, or one of your own"),
        "value_area": Field("string", "where the value arises, as the file says it"),
        "failure_budget": Field("int", "how many failed squads are tolerated over all waves"),
        "departments": Field("list(string)", "ids of its departments"),
        "waves": Field("int", "how many waves there are, composed or planned"),
        "held": Field("bool", "whether it is on hold"),
    },
    "goal": {
        "id": Field("string", "its id"),
        "statement": Field("string", "the goal in one sentence"),
    },
    "wave": {
        "id": Field("string", "`wave-2`"),
        "number": Field("int", "1 for the first"),
        "stage": Field("string", "its stage"),
        "planned": Field("int", "how many squads it has, composed or planned"),
        "held": Field("bool", "whether it is on hold itself"),
    },
    "squad": {
        "id": Field("string", "its id; `pilot` for the pilot"),
        "stage": Field("string", "its stage"),
        "days_in_stage": Field("int", "whole days since it came there; missing where no move brought it there"),
        "members": Field("list(member)", "who is in it"),
        "departments": Field("list(string)", "departments that its members come from, each once"),
        "skills": Field("list(string)", "skills of the mission that its members hold, each once"),
        "lane": Field("string", "the group that it is rolled out with; empty where it has none"),
        "held": Field("bool", "whether it is on hold itself"),
        "measures": Field("map(measure)", "measures by their id"),
    },
    "member": {
        "department": Field("string", "id of the department"),
        "specialty": Field("string", "what the member is good at"),
        "skills": Field("list(string)", "skills of the mission that the member holds"),
        "allocation": Field("int", "percent of working time"),
    },
    "measure": {
        "target": Field("double", "the value that makes the outcome true"),
        "baseline": Field("double", "the value before the pilot"),
        "direction": Field("string", "`up` or `down`: where better is"),
        "points": Field("int", "how many readings there are since the last baseline"),
        "mean": Field("double", "their mean; missing without any"),
        "last": Field("double", "the latest of them; missing without any"),
        "days_since_reading": Field("int", "whole days since the latest; missing without any"),
        "lower": Field("double", "lower limit of the XmR chart; missing with fewer than two"),
        "upper": Field("double", "upper limit of the XmR chart; missing with fewer than two"),
    },
    "cycle": {
        "squad": Field("string", "id of the squad"),
        "days_open": Field("int", "whole days from its opening to its end, or until today"),
        "closed": Field("bool", "whether it was closed"),
        "verified": Field("bool", "whether it was closed as verified"),
        "skill": Field("string", "the skill that was missing, where that was the cause; else empty"),
    },
    "lesson": {
        "squad": Field("string", "id of the squad that learned it"),
        "decision": Field("string", "`adopted`, `local`, `rejected`; empty while nobody has decided"),
    },
    "failure": {
        "squad": Field("string", "id of the squad or wave that it happened to"),
        "how_large": Field("string", "`small`, `medium` or `large`"),
        "cause": Field("string", "its cause, as it was recorded"),
        "learned": Field("bool", "whether a lesson was recorded for it"),
        "days": Field("int", "whole days since it was recorded"),
    },
    "favour": {
        "settlement": Field("string", "how it was settled; empty while it is not"),
        "price": Field("double", "what the waves pay for it; 0 unless it is priced"),
    },
}


def words(text: str) -> frozenset[str]:
    """Return every word of an expression: only the names among them have to be made."""
    return frozenset(WORD.findall(text))


def mentioned(text: str, known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (name, value) of the first few plain values that an expression names: `unit.failure_budget`, `2`."""
    found = {}
    for path in PATH.findall(QUOTED.sub(" ", text)):
        value: Any = known
        for at, part in enumerate(path.split(".")):
            if not isinstance(value, Mapping) or part not in value:
                break
            value = value[part]
            name = ".".join(path.split(".")[: at + 1])
            if isinstance(value, bool):
                found[name] = "true" if value else "false"
            elif isinstance(value, int | float | str):
                found[name] = f"{value:g}" if isinstance(value, float) else str(value)
    return list(found.items())[:SHOWN]
