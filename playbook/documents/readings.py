"""The measures of a squad as plain data for templates: readings, limits, signals, and a chart that needs no picture."""

from playbook.core.history import Reading, Series
from playbook.core.model import Measure
from playbook.documents.pieces import Plain, Source

POINTS = 6
"""Readings since the last baseline without which nothing is said about stability (design, section 4, `stable`)."""
WIDTH = 40
"""Columns of the text chart."""


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
        "up": one.direction == "up",
        "where": source.state.where("measures", index),
        "readings": [{"day": reading.day, "value": reading.value} for reading in readings],
        "since": series.baseline,
        "why": series.reason,
        "latest": {"day": latest.day, "value": latest.value} if latest else None,
        "reached": bool(latest and _right_side(one, latest.value)),
        "missing": max(0, POINTS - len(readings)),
        **_stability(readings),
    }


def _right_side(one: Measure, value: float) -> bool:
    return value >= one.target if one.direction == "up" else value <= one.target


def _stability(readings: tuple[Reading, ...]) -> Plain:
    return {"chart": None, "signals": [], "plot": []}
