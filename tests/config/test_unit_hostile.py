"""Files that nobody would write, except by accident or to hurt."""

import json
import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.source import read
from playbook.errors import ConfigurationError
from tests.config.good import UNIT, changed, said, unit


def test_a_file_full_of_mistakes_is_answered_soon_and_shortly():
    text = UNIT + "\n".join(f"sponsor{n}x: 1" for n in range(20_000))
    start = time.process_time()

    found = said(text)

    assert len(found) == 201
    assert found[-1].endswith("19800 more problems from here on")
    assert time.process_time() - start < 5


def test_thousands_of_wrong_references_are_answered_soon():
    members = "\n".join(
        f"    - {{person: P{n} <p{n}@example.org>, department: dep{n}, specialty: x}}" for n in range(5_000)
    )
    departments = "\n".join(f"  - {{id: depp{n}, name: x, head: Bo Lind}}" for n in range(2_000))
    text = changed(
        UNIT, ("  members:\n", f"  members:\n{members}\n"), ("departments:\n", f"departments:\n{departments}\n")
    )
    start = time.process_time()

    assert len(said(text)) == 201
    assert time.process_time() - start < 8


def _twelve_squads():
    squads = []
    for n in range(12):
        members = "".join(
            f"      - person: Person {n}-{m} <p{n}-{m}@example.org>\n"
            f"        department: {'sales' if m % 2 else 'marketing'}\n"
            "        specialty: selling\n        skills: [selling]\n        allocation: 80\n"
            for m in range(10)
        )
        lead = f"Person {n}-0"
        squads.append(
            f"  - id: squad-{n}\n    name: S{n}\n    lead: {lead}\n    accountable: {lead}\n    members:\n{members}"
        )
    head, tail = UNIT[: UNIT.index("squads:\n")], "waves: [1, 3, '20%']\n"
    return head + "squads:\n" + "".join(squads) + tail


def test_a_unit_with_twelve_squads_is_accepted_quickly():
    text = _twelve_squads()
    unit()
    times = []
    for _ in range(5):
        start = time.process_time()
        found = unit(text)
        times.append(time.process_time() - start)

    assert len(found.unit.squads) == 12
    assert min(times) < 0.25


@given(st.binary(max_size=200))
def test_any_bytes_give_only_problems(raw):
    with pytest.raises(ConfigurationError) as caught:
        unit(raw)

    assert caught.value.problems


NAUGHTY = [
    "",
    "~",
    "{}",
    "[]",
    "'",
    '"',
    "- ",
    ": ",
    "*a",
    "&a ",
    "!x ",
    "\t",
    "99999999999999999999",
    ".nan",
    "true",
    "2026-13-45",
    "<<: ",
    "\u202e",
    "\x00",
    "id: ",
    "pilot",
    "%",
    "|",
    "\n",
    "    ",
    "{a: 1}",
    "[[1]]",
    "Ana <",
    "@",
]


def _found(text):
    """Return the problems of a file, none when it is accepted."""
    try:
        unit(text)
    except ConfigurationError as error:
        return error.problems
    return []


def _places_are_real(found, text):
    lines = text.split("\n")
    return all(1 <= one.line <= len(lines) and 1 <= one.column <= len(lines[one.line - 1]) + 1 for one in found)


@given(st.integers(0, len(UNIT) - 1), st.integers(0, 30), st.sampled_from(NAUGHTY) | st.text(max_size=5))
def test_a_mutation_anywhere_gives_a_unit_or_problems_with_real_places(start, length, instead):
    text = UNIT[:start] + instead.replace("\r", "") + UNIT[start + length :]

    assert _places_are_real(_found(text.encode("utf-8", "replace")), text)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "squads", "person", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def _spots(value, path=()):
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _spots(item, (*path, key))


@given(st.data())
def test_any_value_in_any_place_gives_a_unit_or_problems(data):
    tree = read(UNIT.encode(), "x").data
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(sorted(_spots(tree), key=str)))
        place = tree
        for part in path[:-1]:
            place = place[part]
        if path:
            place[path[-1]] = data.draw(_values)

    found = _found(json.dumps(tree))

    assert found == sorted(found, key=lambda one: one[:3])


@given(st.permutations(["unit", "name", "goal", "slice", "sponsor", "departments", "mission", "measures", "pilot"]))
def test_the_order_of_keys_means_nothing(order):
    tree = read(UNIT.encode(), "x").data

    assert unit(json.dumps({key: tree[key] for key in order} | tree)).unit == unit().unit


NAMES = [
    "Zoë",
    unicodedata.normalize("NFD", "Zoë"),
    "山本 大輔",
    "عبد الله",
    "O'Brien-Smith",
    "Ng, Cy",
    "null",
    "= 1",
    "李",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_free_text_in_any_script(name):
    text = changed(
        UNIT,
        ("Marta Rossi <", f"{name} <"),
        ("lead: Marta Rossi", f'lead: "{name}"'),
        ("accountable: Marta Rossi", f'accountable: "{name}"'),
    )

    assert unit(text).unit.pilot.lead == unicodedata.normalize("NFC", f"{name} <marta@example.org>")


def test_random_cuts_never_crash():
    chance = random.Random(7)
    for _ in range(300):
        cut = "\n".join(line for line in UNIT.splitlines() if chance.random() > 0.1)
        assert _places_are_real(_found(cut), cut)
