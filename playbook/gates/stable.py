"""Each measure's XmR chart shows no signal of concern, and its mean is on the target's right side.

At least `points` readings since the last baseline are needed. A reading is evidence about the measure as it is
defined: one from before the measure was defined anew does not count. What was measured before the squad came to the
stage `since` is not its work.

Cleared by: the squad's lead.

Source: Donald J. Wheeler, *Understanding Variation*, 2nd edition, appendix, for the limits and the least number of
readings; *Making Sense of Data*, chapters 8 and 9, for the rules.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.history import Series
from playbook.core.model import Measure, Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.stability import RULES, Chart, Signal, of_concern, signals, xmr
from playbook.core.verdict import Status, Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {
    "points": 6,
    "rules": ["outside", "eight", "three-of-four"],
    "measures": [],
    "since": "operating",
}
MEANS: Mapping[str, str] = {
    "points": "fewest readings since the last baseline",
    "rules": "rules that are applied: `outside`, `eight`, `three-of-four`",
    "measures": "ids of the measures that are judged; none means all",
    "since": "the stage from which on readings are the squad's own",
}

Answer = tuple[Status, Phrase, Measure]
ORDER = ("pass", "undecided", "fail")


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad; of its measures, those that are worst off are named.

    `points` since the last baseline are needed at least: five or six values already give limits, if soft ones
    (Donald J. Wheeler, *Understanding Variation*, appendix). Without `measures` all are judged.
    """
    needed = say(
        "at least {n} reading since the last baseline, no signal of concern, and the mean where the target asks",
        "at least {n} readings since the last baseline, no signal of concern, and the mean where the target asks",
        n=case.options["points"],
    )
    wanted = case.options["measures"]
    measures = [measure for measure in case.unit.measures if not wanted or measure.id in wanted]
    trouble = _unknown(case, {measure.id for measure in measures})
    if trouble:
        where = case.state.where("measures")
        remedy = say("name the measures by which everyone will know, and in the stage map only those")
        return case.verdict("undecided", needed, trouble, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    return case.worst(needed, (_one(case, needed, measures, *one) for one in case.squads()))


def _unknown(case: Case, measures: set[str]) -> Phrase | None:
    """Return what the options name and nobody knows, or None."""
    rules = [name for name in case.options["rules"] if name not in RULES]
    if rules:
        return say("there is no rule {names}", names=rules)
    names = [name for name in case.options["measures"] if name not in measures]
    if names:
        return say("this unit has no measure {names}", names=names)
    return None if measures else say("no measure is named")


def _one(case: Case, needed: Phrase, measures: list[Measure], subject: str, squad: Squad) -> Verdict:
    answers = [_measure(case, subject, measure) for measure in measures]
    status = max((answer[0] for answer in answers), key=ORDER.index)
    worst = [answer for answer in answers if answer[0] == status]
    first = worst[0][2]
    found = case.about(subject, both(*(answer[1] for answer in worst)))
    where = case.state.where("measures", case.unit.measures.index(first))
    if status == "pass":
        return case.verdict(status, needed, found, where=where)
    today = case.now.date().isoformat()
    remedy = say("find the cause; once the process is changed, set a baseline and judge it afresh")
    command = f'playbook measure {subject} {first.id} --baseline {today} --reason "…"'
    if status == "undecided":
        remedy, command = say("go on measuring"), f"playbook measure {subject} {first.id} {today}=VALUE"
    return case.verdict(status, needed, found, where=where, clears=(squad.lead,), remedy=remedy, command=command)


def _measure(case: Case, subject: str, measure: Measure) -> Answer:
    redefined = case.since(f"measure:{measure.id}")[:10]
    began = max(_began(case, subject), redefined)
    series = case.state.standing(subject).series.get(measure.id, Series())
    readings = [reading for reading in series.since_baseline() if reading.day >= began]
    values = [reading.value for reading in readings]
    missing = case.options["points"] - len(values)
    if missing > 0:
        found = _too_few(measure, len(values), missing)
        lost = redefined and any(one.day < redefined for one in series.since_baseline())
        return "undecided", both(found, case.changed(f"measure:{measure.id}")) if lost else found, measure
    chart = xmr(values)
    if chart is None:
        return "undecided", say("{measure}: these readings make no chart", measure=measure.name), measure
    concerns = [one for one in signals(values, chart, case.options["rules"]) if of_concern(one, measure.direction)]
    if concerns:
        return "fail", _signal(measure, chart, concerns[0], [reading.day for reading in readings]), measure
    if not _on_target(measure, chart.mean):
        facts = {"target": _number(measure.target), **_facts(measure, chart)}
        found = say("{measure}: the mean {mean} misses the target {target} (limits {lower} to {upper})", **facts)
        return "fail", found, measure
    return "pass", say("{measure}: mean {mean}, limits {lower} to {upper}", **_facts(measure, chart)), measure


def _began(case: Case, subject: str) -> str:
    """Return the day on which the squad first came to `since`; what was measured before is not its work.

    A squad that moved and never came there has done nothing yet; one without any history is taken as it is.
    """
    passages = case.state.standing(subject).passages
    days = [passage.at[:10] for passage in passages if passage.target == case.options["since"]]
    return min(days, default="9999" if passages else "")


def _on_target(measure: Measure, mean: float) -> bool:
    return mean >= measure.target if measure.direction == "up" else mean <= measure.target


def _too_few(measure: Measure, have: int, missing: int) -> Phrase:
    return say(
        "{measure}: {have} readings since the last baseline, {n} more is needed",
        "{measure}: {have} readings since the last baseline, {n} more are needed",
        measure=measure.name,
        have=have,
        n=missing,
    )


def _signal(measure: Measure, chart: Chart, signal: Signal, days: list[str]) -> Phrase:
    """Return the sentence for a signal; `first` and `last` are the days it covers."""
    facts = {**_facts(measure, chart), "first": days[signal.start], "last": days[signal.end]}
    match signal.rule, signal.side:
        case "outside", "above":
            return say("{measure}: above its upper limit {upper} on {first} (mean {mean})", **facts)
        case "outside", _:
            return say("{measure}: below its lower limit {lower} on {first} (mean {mean})", **facts)
        case "eight", "above":
            return say("{measure}: eight or more in a row above the mean {mean}, {first} to {last}", **facts)
        case "eight", _:
            return say("{measure}: eight or more in a row below the mean {mean}, {first} to {last}", **facts)
        case _, "above":
            return say(
                "{measure}: three of four near the upper limit {upper}, {first} to {last} (mean {mean})", **facts
            )
    return say("{measure}: three of four near the lower limit {lower}, {first} to {last} (mean {mean})", **facts)


def _facts(measure: Measure, chart: Chart) -> dict[str, Any]:
    numbers = {"mean": chart.mean, "lower": chart.lower, "upper": chart.upper}
    return {"measure": measure.name, **{name: _number(value) for name, value in numbers.items()}}


def _number(value: float) -> float:
    """Return the number as people read it: two decimals at most, and never minus nothing."""
    rounded = round(value, 2) + 0.0
    return int(rounded) if rounded.is_integer() else rounded
