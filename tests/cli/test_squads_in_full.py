"""Every stage of a squad, reached and left by public commands: what grows, shrinks, splits, regresses and ends."""

import re

import pytest

from tests.cli.conftest import LEAD, SPONSOR, edit

PILOT = "first/pilot"
FILE = "units/first.yaml"
ADA = "    - {person: Ada Adviser"
GOOD = (2, 1, 2, 2, 1, 2, 2, 1)


@pytest.fixture
def squad(pb):
    """Return what `show` says of the pilot."""
    return lambda subject=PILOT: pb("show", subject, "--json").data


@pytest.fixture
def why(pb):
    """Return the verdicts of a subject's next move, by condition."""
    return lambda subject=PILOT: {
        one["condition"]: one for one in pb("why", subject, "--json").data["verdicts"] if one["subject"] == subject
    }


def measure(pb, values):
    """Record a reading a day, from 2 December on."""
    days = [f"2026-12-{day:02}={value}" for day, value in enumerate(values, 2)]
    assert pb("measure", PILOT, "days-to-wash", *days).code == 0


def working(folder):
    path = folder / FILE
    path.write_text(path.read_text("utf-8").replace("state: present", "state: working"), "utf-8")


def members(folder):
    """Return the lines of the pilot's members."""
    pilot = (folder / FILE).read_text("utf-8").partition("pilot:\n")[2].partition("decides:")[0]
    return [line for line in pilot.splitlines() if line.startswith("    - {person:")]


def grow(folder, n):
    """Let n more people join the pilot, from two departments in turn."""
    last = members(folder)[-1]
    department = ("service", "parts", "finance")
    more = [
        re.sub(
            r"\{person: [^,]+, department: \w+",
            f"{{person: Joiner {at} <joiner{at}@example.org>, department: {department[at % 3]}",
            last,
        )
        for at in range(n)
    ]
    edit(folder / FILE, last, "\n".join((last, *more)))


def leave(folder, n):
    """Let the last n members of the pilot go."""
    for line in members(folder)[-n:]:
        edit(folder / FILE, line + "\n", "")


@pytest.fixture
def stable(operating, pb, monkeypatch):
    """Return a workspace whose pilot has numbers that hold, and three verified cycles."""
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-10")
    working(operating)
    measure(pb, GOOD)
    for number in range(3):
        pb("cycle", "open", PILOT, f"guess {number}")
        pb("cycle", "close", PILOT, "--broke", "a", "--cause", "b", "--fix", "c", "--verified")
    return operating


def replicate(pb, monkeypatch):
    """Take the unit to replication, and the pilot to stable with it."""
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-20")
    pb("sync")
    assert pb("approve", "first", "--as", SPONSOR).code == 0
    answer = pb("advance", "first")
    assert answer.code == 0, answer


def test_from_proposed_to_operating(workspace, operating, squad):
    assert [one["stage"] for one in squad()["been"]] == ["proposed", "forming", "chartered", "operating"]


def test_stable_and_regressed_when_the_numbers_turn(stable, pb, squad, monkeypatch):
    replicate(pb, monkeypatch)
    assert squad()["stage"] == "stable"

    pb("measure", PILOT, "days-to-wash", "2026-12-19=40")

    found = squad()
    assert found["stage"] == "operating"
    assert (
        "stable → operating: Days until the machine washes again: above its upper limit" in pb("history", "first").out
    )


def test_a_squad_that_regressed_is_stable_again_once_its_numbers_hold(stable, pb, squad, monkeypatch):
    replicate(pb, monkeypatch)
    pb("measure", PILOT, "days-to-wash", "2026-12-19=40")
    assert pb("advance", PILOT).code == 3

    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-31")
    pb("measure", PILOT, "days-to-wash", "--baseline", "2026-12-20", "--reason", "spare parts by night")
    pb("measure", PILOT, "days-to-wash", *(f"2026-12-{day}={2 - day % 2}" for day in range(20, 29)))
    answer = pb("advance", PILOT)

    assert answer.code == 0, answer
    assert squad()["stage"] == "stable"


def test_a_squad_of_more_than_ten_has_to_be_split_and_is_told_how(operating, pb, squad, why):
    grow(operating, 5)

    pb("sync")

    assert squad()["stage"] == "split-required"
    found = why()["squad_size"]
    assert found["status"] == "fail"
    assert found["found"] == "11 members, 1 too many (55 links)"
    assert found["remedy"].startswith(
        "leave at most 10 of them here, and make the others a squad of their own under `squads`"
    )
    assert pb("advance", PILOT).code == 3


def test_a_split_makes_two_squads_and_the_first_is_restored(operating, pb, squad, why):
    grow(operating, 6)
    pb("sync")
    assert squad()["stage"] == "split-required"
    gone = members(operating)[-6:]
    leave(operating, 6)
    text = (operating / FILE).read_text("utf-8")
    second = text[text.index("  - id: second") : text.index("# How many squads open together")]
    split = second.replace("id: second", "id: split").replace("Second", "Split").replace("second@", "split@")
    split = split.replace(".second", ".split")
    people = [line for line in split.splitlines() if "{person:" in line]
    split = split.replace(people[-1], "\n".join("  " + line for line in gone[:2]))
    (operating / FILE).write_text(
        text.replace("# How many squads open together", split + "# How many squads open together"), "utf-8"
    )

    pb("sync")
    verdicts = pb("why", PILOT, "--json").data
    answer = pb("advance", PILOT)

    assert verdicts["move"] == "restore"
    assert answer.code == 0, answer
    assert squad()["stage"] == "operating"
    assert squad("first/split")["stage"] == "proposed"


def test_a_squad_that_shrank_is_understrength_until_somebody_joins(operating, pb, squad, why):
    leave(operating, 1)
    pb("sync")
    assert squad()["stage"] == "understrength"
    assert why()["squad_size"]["found"] == "5 members, 1 too few (10 links)"
    assert pb("advance", PILOT).code == 3

    grow(operating, 1)
    answer = pb("advance", PILOT)

    assert answer.code == 0, answer
    assert squad()["stage"] == "operating"


def test_while_it_is_understrength_its_unit_does_not_go_on(stable, pb, monkeypatch):
    leave(stable, 1)
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-20")
    pb("sync")

    found = [one for one in pb("why", "first", "--json").data["verdicts"] if one["condition"] == "carried"]

    assert [one["found"] for one in found] == ["it is in the stage 'understrength'"]
    assert found[0]["command"] == f"playbook why {PILOT}"


@pytest.mark.parametrize(("move", "stage"), [("disband", "disbanded"), ("fail", "failed")])
def test_an_understrength_squad_can_be_ended(operating, pb, squad, move, stage):
    leave(operating, 1)
    pb("sync")

    answer = pb("stop", PILOT, "--move", move, "--reason", "nobody else could be found")

    assert answer.code == 0, answer
    assert squad()["stage"] == stage
    assert pb("advance", PILOT).code == 2


def test_a_planned_squad_can_be_disbanded_before_it_began(operating, pb, squad):
    answer = pb("stop", "first/second", "--reason", "the region was sold")

    assert answer.code == 0, answer
    assert squad("first/second")["stage"] == "disbanded"


def test_a_stable_squad_is_handed_over_and_stays_good(stable, pb, squad, monkeypatch):
    replicate(pb, monkeypatch)

    answer = pb("advance", PILOT, "--as", LEAD)

    assert answer.code == 0, answer
    assert squad()["stage"] == "handed-over"
    assert pb("advance", PILOT).code == 2
    verdicts = pb("why", "first", "--json").data["verdicts"]
    assert [one for one in verdicts if one["condition"] == "carried"] == []
