import pytest

from playbook.core import events as e
from tests.builders import case, document, judged, state


def favour(name="favour-1", text="a data engineer, lent by head office"):
    return e.FavourGranted("emea/pilot", name, text, "p-sponsor", 18_400.0, "EUR")


def settled(how, name="favour-1"):
    return e.FavourSettled("emea/pilot", name, how, "because", 9_200.0 if how == "priced" else 0.0, "EUR")


def judge(*events, subject="emea"):
    return judged("favours_settled", case(subject, state=state(*events)))


@pytest.mark.parametrize("how", ["standardised", "priced", "dropped"])
def test_a_favour_is_settled_in_three_ways(how):
    verdict = judge(favour(), settled(how))

    assert verdict.status == "pass"
    assert str(verdict.found) == "1 favour, settled"


def test_a_pilot_without_favours_passes():
    verdict = judge()

    assert verdict.status == "pass"
    assert str(verdict.found) == "no favour is recorded"


def test_one_open_favour_is_enough_to_close_the_gate():
    verdict = judge(favour(), settled("priced"), favour("favour-2", "a waived rule"))

    assert verdict.status == "fail"
    assert str(verdict.found) == "1 favour waits: favour-2 (“a waived rule”)"
    assert verdict.command.startswith("playbook favour settle emea favour-2 price")
    assert verdict.clears == ("p-sponsor",)


def test_it_counts_all_and_names_the_first():
    verdict = judge(*(favour(f"favour-{number}") for number in range(9)))

    assert str(verdict.found).startswith("9 favours wait: favour-0")
    assert str(verdict.found).endswith("…")
    assert "favour-5" not in str(verdict.found)


def test_it_points_at_the_ledger_of_favours():
    verdict = judge(document("favour-ledger", subject="emea"), favour())

    assert verdict.where == "documents/emea/favour-ledger.md"
