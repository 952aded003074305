"""Is a process stable? The XmR chart (individual values and moving ranges) and what it signals.

The rules are Donald J. Wheeler's: *Understanding Variation: The Key to Managing Chaos*, 2nd edition, appendix
"XmR Charts Using the Average Moving Range", for the limits; *Making Sense of Data*, chapters 8 and 9, for the signals.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import isfinite
from statistics import mean
from typing import Literal, NamedTuple

SCALE = 2.66
"""From a mean moving range to the distance of the limits: 3 / 1.128, rounded as the published tables round it."""
RUN = 8
"""How many values in a row on one side of the mean are a signal."""
WINDOW, NEAR = 4, 3
"""Of how many successive values how many must lie nearer to a limit than to the mean."""

Side = Literal["above", "below"]


class Chart(NamedTuple):
    """An XmR chart; all numbers are in the measure's own unit."""

    mean: float
    moving_range: float
    """Mean of the distances between neighbouring values."""
    lower: float
    upper: float


class Signal(NamedTuple):
    """Something that routine variation does not explain; `start` and `end` are the first and last index it covers."""

    rule: str
    side: Side
    start: int
    end: int


def xmr(values: Sequence[float]) -> Chart | None:
    """Return the chart of values in time order, or None for fewer than two, or for values that are no finite number."""
    if len(values) <= 1 or not all(map(isfinite, values)):
        return None
    # Exact rational means: a series of one repeated value must lie on its own mean, not a rounding error beside it.
    centre = mean(values)
    spread = mean(abs(after - before) for before, after in pairwise(values))
    return Chart(centre, spread, centre - SCALE * spread, centre + SCALE * spread)


def signals(values: Sequence[float], chart: Chart, rules: Iterable[str]) -> tuple[Signal, ...]:
    """Return the signals that the named rules (see `RULES`) find, rule by rule, in time order; KeyError for others."""
    return tuple(Signal(rule, *found) for rule in rules for found in RULES[rule](values, chart))


def of_concern(signal: Signal, direction: str) -> bool:
    """Return whether a signal lies on the unfavourable side of a measure whose better `direction` is `up` or `down`."""
    return signal.side == ("below" if direction == "up" else "above")


Found = tuple[Side, int, int]


def _outside(values: Sequence[float], chart: Chart) -> Iterator[Found]:
    """Yield every value beyond a limit (Making Sense of Data, chapter 9: detection rule one)."""
    for index, value in enumerate(values):
        if value > chart.upper:
            yield "above", index, index
        elif value < chart.lower:
            yield "below", index, index


def _eight(values: Sequence[float], chart: Chart) -> Iterator[Found]:
    """Yield runs of at least eight values on one side; a value on the mean ends a run (chapter 8: rule two)."""
    index = 0
    for side, run in groupby(values, key=lambda value: (value > chart.mean) - (value < chart.mean)):
        length = len(list(run))
        if side and length >= RUN:
            yield "above" if side > 0 else "below", index, index + length - 1
        index += length


def _three_of_four(values: Sequence[float], chart: Chart) -> Iterator[Found]:
    """Yield stretches where three of four successive values are nearer to a limit (chapter 9: rule three)."""
    high, low = (chart.mean + chart.upper) / 2, (chart.mean + chart.lower) / 2
    yield from (("above", *span) for span in _stretches([value > high for value in values]))
    yield from (("below", *span) for span in _stretches([value < low for value in values]))


def _stretches(near: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of the near values in each group of overlapping windows."""
    spans: list[tuple[int, int]] = []
    for start in range(len(near) - WINDOW + 1):
        hits = [index for index in range(start, start + WINDOW) if near[index]]
        if len(hits) < NEAR:
            continue
        if spans and spans[-1][1] >= hits[0]:
            spans[-1] = (spans[-1][0], hits[-1])
        else:
            spans.append((hits[0], hits[-1]))
    yield from spans


RULES = {"outside": _outside, "eight": _eight, "three-of-four": _three_of_four}
"""Every rule by the name that a stage map uses."""
