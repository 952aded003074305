"""The XmR chart of a measure as a picture (SVG): the same facts give the same text, in the unit's language.

What the picture says never hangs on colour: limits, mean and target are told apart by dashes and by their labels,
readings and signals by shape. Its colours turn with the reader's light or dark scheme where the viewer knows one.
"""

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from typing import Any, NamedTuple

from playbook.core.phrase import Phrase, say
from playbook.documents import svg
from playbook.documents.misuse import Misuse
from playbook.words import Words

WIDE, HIGH = 960, 440
TOP, BOTTOM = 64, 84
"""Room for the heading above the plot, for days and legend below it."""
EDGE = 16
HEADING = 84
"""Columns of the heading; a longer name is cut there, and whole in the picture's title."""
LINE = 15
"""Distance of two labels beside each other's lines."""
TICKS = 5
DAYS = 8
"""At most so many days stand below the plot."""
LINES = {
    "upper": say("upper limit {value}"),
    "mean": say("mean {value}"),
    "lower": say("lower limit {value}"),
    "target": say("target {value}"),
}
MARKS = {
    "reading": say("reading"),
    "past": say("reading before the new start"),
    "concern": say("signal of concern"),
    "welcome": say("welcome signal"),
}


class Stretch(NamedTuple):
    """Readings between two baselines: each stretch has limits of its own."""

    since: str
    """The day of the baseline that it begins with; empty for the first."""
    readings: Sequence[dict[str, Any]]
    chart: dict[str, float] | None
    marks: dict[int, str]
    """`concern` or `welcome`, by the index of a reading."""


class Plot(NamedTuple):
    """Where readings and values lie in the picture."""

    left: float
    right: float
    low: float
    high: float
    total: int

    def x(self, index: float) -> float:
        """Return where the reading with this number stands; a lone one stands in the middle."""
        if self.total == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * (index + 0.5) / self.total

    def y(self, value: float) -> float:
        """Return how far down a value lies."""
        share = (value - self.low) / (self.high - self.low)
        return HIGH - BOTTOM - share * (HIGH - BOTTOM - TOP)


def draw(measure: dict[str, Any], words: Words) -> str:
    """Return the picture of a measure as the view has it, unescaped, in the language of `words`.

    At least one reading is needed, now or earlier; ValueError without any.
    """
    stretches = [*map(_stretch, measure["earlier"]), _stretch(measure)]
    if not any(stretch.readings for stretch in stretches):
        raise Misuse(say("there is no reading of {measure} to draw", measure=measure["id"]))
    labels = _labels(measure, words)
    plot = _plot(measure, stretches, labels, words)
    body = [
        *_heading(measure),
        *_grid(plot, words),
        *_days(plot, [reading["day"] for stretch in stretches for reading in stretch.readings], words),
        *_stretches(plot, stretches, words),
        *_right(plot, labels),
        *_legend(stretches, words),
    ]
    return "\n".join((*_head(measure, stretches, words), *body, "</svg>", ""))


def _stretch(part: dict[str, Any]) -> Stretch:
    marks: dict[int, str] = {}
    for signal in part["signals"]:
        for index in range(signal["start"], signal["end"] + 1):
            marks[index] = "concern" if signal["concern"] else marks.get(index, "welcome")
    return Stretch(part["since"], part["readings"], part["chart"], marks)


def _labels(measure: dict[str, Any], words: Words) -> list[tuple[str, float, str]]:
    """Return (line, value, label) of what is written at the right of the plot."""
    lines: dict[str, float] = {name: measure["chart"][name] for name in ("upper", "mean", "lower") if measure["chart"]}
    lines["target"] = measure["target"]
    return [(name, value, _said(words, LINES[name], value=words.number(value))) for name, value in lines.items()]


def _plot(
    measure: dict[str, Any], stretches: list[Stretch], labels: list[tuple[str, float, str]], words: Words
) -> Plot:
    values = [reading["value"] for stretch in stretches for reading in stretch.readings] + [measure["target"]]
    for stretch in stretches:
        values += [stretch.chart["lower"], stretch.chart["upper"]] if stretch.chart else []
    low, high = min(values), max(values)
    room = (high - low) * 0.06 or max(1.0, abs(high) * 0.1)
    low, high = low - room, high + room
    left = EDGE + 8 + max(svg.width(words.number(value)) for value in _steps(low, high))
    right = WIDE - EDGE - 8 - max(svg.width(label) for _, _, label in labels)
    return Plot(left, right, low, high, sum(len(stretch.readings) for stretch in stretches))


def _head(measure: dict[str, Any], stretches: list[Stretch], words: Words) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}"'
        f' role="img" aria-labelledby="title desc" xml:lang="{svg.safe(words.language)}" font-size="12">'
    )
    yield f'<title id="title">{svg.safe(_title(measure, words))}</title>'
    yield f'<desc id="desc">{svg.safe(" ".join(_told(measure, stretches, words)))}</desc>'
    yield f"<style>\n{svg.STYLE}</style>"
    yield f'<rect class="paper" {svg.COLOURS["paper"]} width="{WIDE}" height="{HIGH}"/>'


def _title(measure: dict[str, Any], words: Words) -> str:
    return _said(words, say("XmR chart of {measure}"), measure=measure["name"])


def _told(measure: dict[str, Any], stretches: list[Stretch], words: Words) -> Iterator[str]:
    """Yield in sentences what the picture shows, for those who cannot see it."""
    readings = [reading for stretch in stretches for reading in stretch.readings]
    first, last = (words.date(reading["day"]) for reading in (readings[0], readings[-1]))
    counted = say("{n} reading, from {first} to {last}.", "{n} readings, from {first} to {last}.", n=len(readings))
    yield words.phrase(Phrase(counted.text, {**counted.facts, "first": first, "last": last}, counted.plural))
    target = words.number(measure["target"])
    if measure["chart"]:
        facts = {name: words.number(measure["chart"][name]) for name in ("mean", "lower", "upper")}
        sentence = say("Mean {mean}, natural process limits {lower} to {upper}, target {target}, in {unit}.")
        yield _said(words, sentence, target=target, unit=measure["unit"], **facts)
    else:
        sentence = say("Too few readings for limits; the target is {target} {unit}.")
        yield _said(words, sentence, target=target, unit=measure["unit"])
    for signal in measure["signals"]:
        sentence = say("Of concern, {when}: {signal}.") if signal["concern"] else say("Welcome, {when}: {signal}.")
        yield _said(words, sentence, when=signal["when"], signal=signal["text"])


def _heading(measure: dict[str, Any]) -> Iterator[str]:
    yield svg.text(EDGE, 28, svg.cut(measure["name"], HEADING), size=16, bold=True)
    yield svg.text(EDGE, 46, svg.cut(measure["unit"], HEADING), kind="faint")


def _grid(plot: Plot, words: Words) -> Iterator[str]:
    for value in _steps(plot.low, plot.high):
        yield svg.line("grid", plot.left, plot.y(value), plot.right, plot.y(value))
        yield svg.text(plot.left - 6, plot.y(value) + 4, words.number(value), kind="faint", anchor="end")


def _steps(low: float, high: float) -> list[float]:
    """Return round values between two bounds, about `TICKS` of them."""
    raw = (high - low) / TICKS
    unit = 10.0 ** floor(log10(raw))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw)
    return [number * step for number in range(ceil(low / step), floor(high / step) + 1)]


def _days(plot: Plot, days: list[str], words: Words) -> Iterator[str]:
    """Yield the days below the plot: the first, the last, and as many between as there is room for."""
    room = max(svg.width(words.date(day)) for day in (days[0], days[len(days) // 2], days[-1])) + 24
    each = (plot.right - plot.left) / plot.total
    step = max(1, ceil(room / each), ceil(len(days) / DAYS))
    shown = [index for index in range(0, len(days), step) if index + step <= len(days) - 1 or index == 0]
    for index in dict.fromkeys((*shown, len(days) - 1)):
        x = plot.x(index)
        yield svg.line("grid", x, HIGH - BOTTOM, x, HIGH - BOTTOM + 5)
        yield svg.text(x, HIGH - BOTTOM + 20, words.date(days[index]), kind="faint", anchor="middle")


def _stretches(plot: Plot, stretches: list[Stretch], words: Words) -> Iterator[str]:
    first = 0
    for number, stretch in enumerate(stretches):
        count = len(stretch.readings)
        left, right = (_between(plot, place) for place in (first, first + count))
        if number:
            yield from _break(left, right if number < len(stretches) - 1 else WIDE - EDGE, stretch.since, words)
        if stretch.chart and count:
            for name in ("lower", "mean", "upper"):
                at = plot.y(stretch.chart[name])
                yield svg.line("mean" if name == "mean" else "limit", left, at, right, at)
        yield from _points(plot, stretch, first, now=number == len(stretches) - 1)
        first += count


def _break(left: float, right: float, since: str, words: Words) -> Iterator[str]:
    """Yield the line where a new baseline begins, with its day where the label has room; the last one always has it."""
    yield svg.line("break", left, TOP - 8, left, HIGH - BOTTOM)
    label = _said(words, say("judged afresh since {day}"), day=words.date(since))
    if left + 4 + svg.width(label) <= right:
        yield svg.text(left + 4, TOP - 8, label, kind="faint")
    elif right == WIDE - EDGE:
        yield svg.text(right, TOP - 8, label, kind="faint", anchor="end")


def _between(plot: Plot, index: int) -> float:
    """Return the place just before the reading with this number: where a stretch begins or ends."""
    return plot.left + (plot.right - plot.left) * index / plot.total


def _points(plot: Plot, stretch: Stretch, first: int, *, now: bool) -> Iterator[str]:
    places = [(plot.x(first + index), plot.y(one["value"])) for index, one in enumerate(stretch.readings)]
    if len(places) > 1:
        corners = " ".join(f"{svg.place(x)},{svg.place(y)}" for x, y in places)
        yield f'<polyline class="path" {svg.COLOURS["path"]} points="{corners}"/>'
    size = min(4.0, max(1.4, (plot.right - plot.left) / plot.total * 0.3))
    for index, (x, y) in enumerate(places):
        yield svg.mark(stretch.marks.get(index, "reading" if now else "past"), x, y, size)


def _right(plot: Plot, labels: list[tuple[str, float, str]]) -> Iterator[str]:
    """Yield the target's line, and the labels at the right, apart from each other."""
    target = plot.y(next(value for name, value, _ in labels if name == "target"))
    yield svg.line("target", plot.left, target, plot.right, target)
    ordered = sorted(labels, key=lambda one: -one[1])
    places = _apart([plot.y(value) for _, value, _ in ordered])
    for (name, _, label), place in zip(ordered, places, strict=True):
        yield svg.text(plot.right + 6, place + 4, label, bold=name == "mean")


def _apart(places: list[float]) -> list[float]:
    """Return places that are at least a line from each other, in the same order, inside the plot."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + LINE) if found else place)
    limit = float(HIGH - BOTTOM)
    for index in reversed(range(len(found))):
        found[index] = min(found[index], limit)
        limit = found[index] - LINE
    return found


def _legend(stretches: list[Stretch], words: Words) -> Iterator[str]:
    kinds = ["reading"]
    kinds += ["past"] if any(stretch.readings for stretch in stretches[:-1]) else []
    kinds += [kind for kind in ("concern", "welcome") if any(kind in one.marks.values() for one in stretches)]
    x = float(EDGE + 6)
    for kind in kinds:
        label = words.phrase(MARKS[kind])
        yield svg.mark(kind, x, HIGH - 24, 4.0)
        yield svg.text(x + 12, HIGH - 20, label)
        x += svg.width(label) + 44


def _said(words: Words, phrase: Phrase, **facts: Any) -> str:
    return words.phrase(Phrase(phrase.text, facts))
