import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from playbook.core.model import Unit
from playbook.core.shape import build
from playbook.core.stability import RULES, signals, xmr
from playbook.core.waves import compose

DEMO = Path(__file__).parent.parent / "examples" / "demo"
READINGS = DEMO / "readings" / "emea.csv"
EMEA = build(Unit, yaml.safe_load((DEMO / "units" / "emea.yaml").read_text("utf-8")))
BEGINS = {"wave-1": date(2026, 5, 4), "wave-2": date(2026, 6, 29), "wave-3": date(2026, 8, 24)}


def series():
    found = defaultdict(list)
    with READINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["squad"], row["measure"]].append((date.fromisoformat(row["day"]), float(row["value"])))
    return dict(found)


def test_every_squad_of_the_demo_unit_is_measured():
    assert READINGS.read_text("utf-8").startswith("squad,measure,day,value\n")
    assert set(series()) == {
        (squad.id, measure.id) for squad in (EMEA.pilot, *EMEA.squads) for measure in EMEA.measures
    }


@pytest.mark.parametrize("key", series(), ids="/".join)
def test_readings_are_a_week_apart_and_begin_after_the_squad_does(key):
    days = [day for day, _ in series()[key]]
    wave = next((wave for wave, squads in compose(EMEA).items() if key[0] in squads), None)
    begin = BEGINS[wave] if wave else date(2026, 2, 2)

    assert days == [begin + timedelta(weeks=week) for week in range(1, len(days) + 1)]
    assert len(days) == (8 if wave else 10)


@pytest.mark.parametrize("key", series(), ids="/".join)
def test_a_demo_squad_is_stable_from_its_sixth_reading_on(key):
    values = [value for _, value in series()[key]]
    measure = next(measure for measure in EMEA.measures if measure.id == key[1])

    for many in range(6, len(values) + 1):
        chart = xmr(values[:many])
        assert signals(values[:many], chart, RULES) == ()
        assert chart.mean > measure.target if measure.direction == "up" else chart.mean < measure.target
