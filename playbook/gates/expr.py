"""An expression of the playbook's author is true.

It is written in the Common Expression Language (CEL) and sees plain data of the unit and nothing else: the names are
listed in docs/reference/expressions.md. It passes when it comes out true and fails when it comes out false. What
cannot be worked out (a division by zero, the mean of no readings, a name that this subject does not have) is
`undecided` with the reason. `||` and `&&` need no more than one side where that decides: `true || UNKNOWN` is true.

Cleared by: the squad's lead; for a unit or a wave the sponsor.

Source: the language's own definition, <https://github.com/google/cel-spec>, without what has no limit in time.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.phrase import Phrase, say
from playbook.core.scope import Expression, mentioned, words
from playbook.core.sight import Sight, names
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"that": Expression(), "says": ""}
MEANS: Mapping[str, str] = {
    "that": "the expression that has to be true",
    "says": "what is needed, in words for people; without it the expression itself is shown",
}


def judge(case: Case) -> Verdict:
    """Return `pass` where the expression is true, `fail` where it is false, `undecided` where there is no answer."""
    text = str(case.options["that"])
    told = str(case.options["says"]) or " ".join(text.split())
    needed = Phrase("{text}", {"text": told})
    known = names(Sight(case.state, case.unit, case.subject, case.waves, case.stage, case.now), words(text))
    answer = case.evaluate(text, known)
    seen = [say("{name} is {value}", name=name, value=value) for name, value in mentioned(text, known)]
    if answer is True:
        return case.verdict("pass", needed, _with(say("true"), seen), where=_where(case))
    facts: dict[str, Any] = {"where": _where(case), "clears": (case.keeper(),)}
    if answer is False:
        remedy = say("bring it about; the expression stands in the stage map")
        return case.verdict("fail", needed, _with(say("not true"), seen), remedy=remedy, **facts)
    reason = answer if isinstance(answer, Phrase) else say("nothing here can work out expressions")
    remedy = say("bring the evidence that is missing, or ask in the expression whether it is there: `has(…)`")
    return case.verdict("undecided", needed, _with(reason, seen), remedy=remedy, **facts)


def _with(answer: Phrase, seen: list[Phrase]) -> Phrase:
    return say("{answer}: {values}", answer=answer, values=seen) if seen else answer


def _where(case: Case) -> str:
    return f"states/{case.machine(case.subject).machine}.yaml"
