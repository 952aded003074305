"""The measures of a squad as plain data for templates: readings, limits, signals, and a chart that needs no picture."""

from functools import lru_cache

from playbook.core import stability
from playbook.core.history import Reading, Series
from playbook.core.model import Measure
from playbook.core.phrase import say
from playbook.documents.pieces import Plain, Source
from playbook.words import Words

POINTS = 6
"""Readings since the last baseline without which nothing is said about stability (design, section 4, `stable`)."""
WIDTH = 40
"""Columns of the text chart."""
WIDE = 10
"""From here on one decimal is enough for a computed number."""
SIGNALS = {
    ("outside", "above"): say("above the upper limit"),
    ("outside", "below"): say("below the lower limit"),
    ("eight", "above"): say("eight or more in a row above the mean"),
    ("eight", "below"): say("eight or more in a row below the mean"),
    ("three-of-four", "above"): say("three of four nearer to the upper limit than to the mean"),
    ("three-of-four", "below"): say("three of four nearer to the lower limit than to the mean"),
}
"""What each signal says, in plain words."""


def measures(source: Source, subject: str) -> list[Plain]:
    """Return every measure of the unit with what was read of it for one squad, in the order of the file."""
    series = source.state.standing(subject).series
    return [
        _measure(source, index, one, series.get(one.id) or Series()) for index, one in enumerate(source.unit.measures)
    ]


def _measure(source: Source, index: int, one: Measure, series: Series) -> Plain:
    readings = series.since_baseline()
    latest = readings[-1] if readings else None
    return {
        "id": one.id,
        "name": one.name,
        "unit": one.unit,
        "baseline": one.baseline,
        "target": one.target,
        "goes": _goes(source.words, one),
        "up": one.direction == "up",
        "where": source.state.where("measures", index),
        "readings": [{"day": reading.day, "value": reading.value} for reading in readings],
        "since": series.baseline,
        "why": series.reason,
        "latest": {"day": latest.day, "value": latest.value} if latest else None,
        "reached": bool(latest and _right_side(one, latest.value)),
        "missing": max(0, POINTS - len(readings)),
        **_stability(source.words, one, readings),
        "earlier": _earlier(source.words, one, series),
    }


def _earlier(words: Words, one: Measure, series: Series) -> list[Plain]:
    """Return the readings before the last baseline, a stretch for each baseline before it: a chart shows them all."""
    days = sorted(day for day in series.values if day < series.baseline)
    found = []
    starts = ["", *sorted(day for day in series.breaks if day < series.baseline)]
    for since, until in zip(starts, [*starts[1:], series.baseline], strict=True):
        readings = tuple(Reading(day, series.values[day]) for day in days if since <= day < until)
        if readings:
            chart = _stability(words, one, readings)
            shown = [{"day": reading.day, "value": reading.value} for reading in readings]
            found.append({"since": since, "why": series.breaks.get(since, ""), "readings": shown} | chart)
    return found


def _goes(words: Words, one: Measure) -> str:
    """Return by what everyone will know, as an item of a list."""
    facts = {"before": words.number(one.baseline), "target": words.number(one.target)}
    return words.text("“{measure}” from {before} to {target} {unit}", measure=one.name, unit=one.unit, **facts)


def _right_side(one: Measure, value: float) -> bool:
    return value >= one.target if one.direction == "up" else value <= one.target


@lru_cache(maxsize=4096)
def _stability(words: Words, one: Measure, readings: tuple[Reading, ...]) -> Plain:
    """Return the chart of these very readings: a squad's, its wave's and its unit's documents all show it."""
    values = [reading.value for reading in readings]
    chart = stability.xmr(values) if len(values) >= POINTS else None
    if chart is None:
        return {"chart": None, "steady": False, "signals": [], "plot": []}
    signals = stability.signals(values, chart, stability.RULES)
    return {
        "chart": {name: _tidy(value) for name, value in chart._asdict().items()},
        "steady": _right_side(one, chart.mean),
        "signals": [_signal(words, one, readings, each) for each in sorted(signals, key=lambda each: each.start)],
        "plot": _plot(words, readings, chart),
    }


def _tidy(value: float) -> float:
    """Return a computed number with as many decimals as a reader wants; what was recorded is never rounded."""
    return round(value, 1 if abs(value) >= WIDE else 3)


def _signal(words: Words, one: Measure, readings: tuple[Reading, ...], signal: stability.Signal) -> Plain:
    text = words.phrase(SIGNALS[signal.rule, signal.side])
    first, last = words.date(readings[signal.start].day), words.date(readings[signal.end].day)
    when = first if first == last else words.text("{first} to {last}", first=first, last=last)
    found = {"when": when, "text": text, "concern": stability.of_concern(signal, one.direction)}
    return found | {"start": signal.start, "end": signal.end}


def _plot(words: Words, readings: tuple[Reading, ...], chart: stability.Chart) -> list[Plain]:
    """Return one row of the text chart a reading, oldest first; without blanks, so that escaping leaves a bar alone."""
    values = [reading.value for reading in readings]
    low, high = min(chart.lower, *values), max(chart.upper, *values)

    def column(value: float) -> int:
        return round((value - low) / ((high - low) or 1) * (WIDTH - 1))

    rows = []
    for reading in readings:
        bar = ["·"] * WIDTH
        bar[column(chart.mean)] = "┆"
        bar[column(chart.lower)] = bar[column(chart.upper)] = "│"
        bar[column(reading.value)] = "●" if chart.lower <= reading.value <= chart.upper else "○"
        rows.append({"bar": "".join(bar), "day": words.date(reading.day), "value": words.number(reading.value)})
    return rows
