"""Any record whatever, drawn from its annotations alone; and histories that could have happened."""

import types
import typing
from dataclasses import fields, is_dataclass
from functools import cache

from hypothesis import strategies as st

from playbook.core import events as e
from playbook.core.history import Stamped

words = st.text(max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)
BASIC = {
    str: words,
    int: st.integers(-(10**6), 10**6),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    typing.Any: json_values,
}


@cache
def records(kind):
    """Return records of that class, every field drawn."""
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})


def values(hint):
    """Return values of an annotation."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if is_dataclass(hint):
        return st.deferred(lambda: records(hint))
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if origin in (types.UnionType, typing.Union):
        return st.one_of([values(part) for part in inner])
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin is dict:
        return st.dictionaries(words, json_values, max_size=2)
    return BASIC[hint]


SUBJECTS = ("emea", "emea/pilot", "emea/lyon", "emea/wave-1")
subjects = st.sampled_from(SUBJECTS)
names = st.sampled_from(("one", "two"))
days = st.sampled_from(("2026-11-01", "2026-11-02", "2026-11-03"))
stages = st.sampled_from(("proposed", "forming", "operating", "stable"))


@st.composite
def histories(draw, longest=25):
    """Return events in an order that could have happened: what is closed was opened, what is decided was recorded."""
    found, cycles, lessons, papers, asked = [], [], [], [], []
    for number in range(draw(st.integers(0, longest))):
        made = draw(st.sampled_from(STEPS))(draw, number, cycles, lessons, papers, asked)
        if made is not None:
            stamp = f"2026-11-{1 + number // 24:02}T{number % 24:02}:00:00Z"
            found.append(Stamped(stamp, draw(st.sampled_from(("p-1", "p-2"))), made))
    return found


def _accepted(draw, number, *_):
    about = draw(st.sampled_from(((), ("goal=a",), ("goal=b", "playbook=1"))))
    return e.ConfigurationAccepted("emea", f"digest {number}", f"text {number}", "1.0", about)


def _moved(draw, *_):
    return e.Moved(draw(subjects), "squad", draw(names), draw(stages), draw(stages), ({"condition": "x"},), draw(words))


def _composed(draw, *_):
    return e.WaveComposed("emea/wave-1", draw(st.sampled_from((("lyon",), ("lyon", "kyiv")))))


def _held(draw, *_):
    return e.HoldPlaced(draw(subjects), draw(words))


def _lifted(draw, *_):
    return e.HoldLifted(draw(subjects))


def _approved(draw, *_):
    return e.Approved(draw(subjects), draw(names), "sponsor", draw(words))


def _ticked(draw, *_):
    return e.ItemTicked(draw(subjects), draw(names), draw(words), draw(words))


def _unticked(draw, *_):
    return e.ItemUnticked(draw(subjects), draw(names))


def _read(draw, *_):
    return e.ReadingRecorded(draw(subjects), draw(names), draw(days), draw(st.integers(-9, 9)))


def _rebased(draw, *_):
    return e.BaselineSet(draw(subjects), draw(names), draw(days), draw(words))


def _opened(draw, number, cycles, *_):
    cycles.append((draw(subjects), f"c{number}"))
    return e.CycleOpened(*cycles[-1], draw(words), 14)


def _closed(draw, number, cycles, *_):
    if cycles:
        return e.CycleClosed(*draw(st.sampled_from(cycles)), "broke", "cause", "fix", draw(st.booleans()))
    return None


def _learned(draw, number, cycles, lessons, *_):
    lessons.append((draw(subjects), f"lesson-{number}"))
    return e.LessonRecorded(*lessons[-1], "", draw(words))


def _decided(draw, number, cycles, lessons, *_):
    if lessons:
        return e.LessonDecided(
            *draw(st.sampled_from(lessons)), draw(st.sampled_from(("adopted", "local"))), draw(words)
        )
    return None


def _revised(draw, number, cycles, lessons, papers, *_):
    papers.append(("emea", draw(st.sampled_from(("emea/charter", "emea/plan")))))
    return e.DocumentRevised(*papers[-1], draw(words), f"{papers[-1][1]}.md")


def _paper(kind, *rest):
    def step(draw, number, cycles, lessons, papers, *_):
        return kind(*draw(st.sampled_from(papers)), *rest) if papers else None

    return step


def _began(kind, *rest):
    """Return a step that begins something which later steps end."""

    def step(draw, number, *lists):
        lists[-1].append((kind, draw(subjects), f"x{number}"))
        return kind(*lists[-1][-1][1:], *rest)

    return step


def _went_on(kind, began):
    """Return a step that goes on with something that `began`."""

    def step(draw, _number, *lists):
        known = [one[1:] for one in lists[-1] if one[0] is began]
        return kind(*draw(st.sampled_from(known)), draw(words)) if known else None

    return step


STEPS = (
    *(_accepted, _moved, _composed, _held, _lifted, _approved, _ticked, _unticked, _read, _rebased, _opened, _closed),
    *(_learned, _decided, _revised),
    _paper(e.DocumentEdited, "text", "seen"),
    _paper(e.DocumentTroubled, "missing"),
    _paper(e.DocumentMended),
    _began(e.FailureRecorded, "text", "small"),
    _went_on(e.FailureLearned, e.FailureRecorded),
    _began(e.ProvisoAdded, "text", "p-1", "2026-12-31"),
    _went_on(e.ProvisoFulfilled, e.ProvisoAdded),
    _began(e.WaiverRequested, "dwell", "replicate", "reason", "2026-12-31"),
    _went_on(e.WaiverGranted, e.WaiverRequested),
    _went_on(e.WaiverEnded, e.WaiverRequested),
    _began(e.DissentRecorded, "too early"),
)
