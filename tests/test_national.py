"""A published national programme, replayed from its dates and numbers by the commands that people use."""

import csv
import shutil
from collections import Counter

import pytest

from playbook.app.approve import approve, hold, resume
from playbook.app.imports import Asked, bring
from playbook.core.waves import waves_of
from playbook.errors import GateClosed
from tests.app.workspace import EXAMPLES, Place

NATIONAL = EXAMPLES / "national"
UNIT = "full-service"
SPONSOR = "Secretary of State for Work and Pensions (role)"
FIRST_PLAN = "waves: [1, 6, 5, 5, 6, 6, 10, 6, 50]"
SECOND_PLAN = "waves: [1, 6, 5, 5, 6, 6, 10, 6, 5, 5, 5, 5, 6, 29, 45, 50]"
THIRD_PLAN = "waves: [1, 6, 5, 5, 6, 6, 10, 6, 5, 5, 5, 5, 6, 29, 45, 45, 44, 10, 10, 10, 41, 47, 60]"

UNTIL_2016 = [
    ("2015-12-01", 2),
    ("2016-04-20", 8),
    ("2016-05-25", 13),
    ("2016-06-29", 18),
    ("2016-07-27", 24),
    ("2016-10-26", 30),
    ("2016-11-30", 40),
    ("2016-12-14", 46),
]
"""The day of a wave, and how many jobcentres have the full service from then on, the pilot included."""
UNTIL_HOLD = [
    ("2017-02-22", 51),
    ("2017-03-22", 56),
    ("2017-04-26", 61),
    ("2017-05-24", 66),
    ("2017-06-28", 72),
    ("2017-07-26", 101),
    ("2017-10-25", 146),
]
UNTIL_2018 = [
    ("2017-12-06", 191),
    ("2017-12-13", 235),
    ("2018-02-28", 245),
    ("2018-03-28", 255),
    ("2018-04-25", 265),
    ("2018-05-30", 306),
    ("2018-06-27", 353),
    ("2018-07-25", 413),
    ("2018-09-26", 473),
    ("2018-10-24", 533),
    ("2018-11-28", 593),
    ("2018-12-12", 640),
]
PUBLISHED = {"2016-12-14": 46, "2017-07-26": 101, "2017-10-25": 146, "2018-05-30": 306, "2018-06-27": 353}
"""Totals that a source says, or that add up from what sources say; the README tells which."""


@pytest.fixture
def national(tmp_path):
    shutil.copytree(NATIONAL, tmp_path / "national")
    return Place(tmp_path / "national", day="2014-11-26", unit=UNIT)


def sites():
    with (NATIONAL / "sites.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imported(place):
    """Bring the schedule into the unit's file, as people do."""
    return bring(place.world(), Asked(str(place.folder / "sites.csv"), UNIT))


def portfolio(place):
    """Return how many jobcentres have the full service, as `status` counts them."""
    (line,) = place.world().ledger.lines()
    return sum(count for stage, count in line["squads"].items() if stage in ("operating", "stable"))


def month(place, day, number):
    """Let one month's jobcentres go live on their day."""
    place.day = day
    place.advance(f"{UNIT}/wave-{number}")
    live = portfolio(place)
    place.advance(f"{UNIT}/wave-{number}")
    return live


def begin(place):
    """Open the pilot, and replicate it."""
    place.advance()
    approve(place.world(SPONSOR), UNIT)
    place.day = "2015-11-01"
    place.advance()


def test_the_schedule_names_each_jobcentre_once_and_says_which_names_are_published():
    found = sites()

    assert len({row["Squad"] for row in found}) == len(found) == 639
    assert Counter(row["Origin"] for row in found) == {"published": 45, "placeholder": 594}
    assert all(row["Person"].endswith("(role)") for row in found)


def test_the_schedule_is_imported_in_its_order(national):
    made = imported(national)

    squads = [squad.id for squad in national.session().scene.unit.squads]
    assert (made.rows, len(made.changes), made.written) == (639, 639, True)
    assert squads == [row["Squad"] for row in sites()]
    assert "# No person is named" in national.file.read_text("utf-8")


def test_the_months_of_the_schedule_are_the_waves_of_the_last_plan(national):
    imported(national)
    national.change(FIRST_PLAN, THIRD_PLAN)

    scene = national.session().scene
    months = [list(Counter(row["Month"] for row in sites()).values())]
    assert [[len(wave) for wave in scene.waves.values()]] == months


@pytest.mark.slow
def test_the_programme_is_replayed_from_its_dates(national):
    imported(national)
    begin(national)
    assert (national.stage(), portfolio(national)) == ("replication", 1)

    counts = {day: month(national, day, at) for at, (day, _) in enumerate(UNTIL_2016, 1)}
    assert counts == dict(UNTIL_2016)
    session = national.session()
    assert len(waves_of(session.state, session.scene.unit)["wave-9"]) == 50, "the jump that was planned"

    national.change(FIRST_PLAN, SECOND_PLAN)
    counts |= {day: month(national, day, at) for at, (day, _) in enumerate(UNTIL_HOLD, 9)}
    assert counts == dict(UNTIL_2016 + UNTIL_HOLD)
    assert [len(one) for name, one in national.session().scene.waves.items() if name == "wave-16"] == [50]

    national.day = "2017-11-22"
    hold(national.world(SPONSOR), UNIT, "the wait for the first payment is too long: change that first")
    with pytest.raises(GateClosed):
        national.advance(f"{UNIT}/wave-16")
    assert portfolio(national) == 146

    national.change(SECOND_PLAN, THIRD_PLAN)
    national.day = "2017-12-01"
    resume(national.world(SPONSOR), UNIT)
    counts |= {day: month(national, day, at) for at, (day, _) in enumerate(UNTIL_2018, 16)}
    assert counts == dict(UNTIL_2016 + UNTIL_HOLD + UNTIL_2018)
    assert {day: counts[day] for day in PUBLISHED} == PUBLISHED
    composed = [len(national.session().state.standing(f"{UNIT}/wave-{at}").squads) for at in range(1, 28)]
    assert composed == [1, 6, 5, 5, 6, 6, 10, 6, 5, 5, 5, 5, 6, 29, 45, 45, 44, 10, 10, 10, 41, 47, 60, 60, 60, 60, 47]

    approve(national.world(SPONSOR), UNIT)
    national.advance()
    assert (national.stage(), portfolio(national)) == ("sustaining", 640)
    national.whole()
