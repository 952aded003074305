"""`favour` at the keyboard."""

import pytest

ENGINEER = "a data engineer, lent by head office"
EUROS = ("--cost", "18400", "--currency", "EUR")


def test_a_favour_from_gift_to_price(operating, pb):
    added = pb("favour", "add", "first", ENGINEER, "--by", "Sam Sponsor", *EUROS)

    assert added.code == 0
    assert "first: favour-1 is recorded" in added.out
    assert "playbook favour settle first favour-1" in added.out

    settled = pb(
        "favour",
        "settle",
        "first",
        "favour-1",
        "price",
        "--reason",
        "each wave needs one",
        "--cost",
        "9200.50",
        "--currency",
        "eur",
    )

    assert settled.code == 0
    assert f"the waves pay €9,200.50: {ENGINEER}" in settled.out


@pytest.mark.parametrize(("how", "said"), [("standardise", "standard now"), ("drop", "is dropped")])
def test_it_can_become_a_standard_or_nothing(operating, pb, how, said):
    pb("favour", "add", "first", ENGINEER)

    assert said in pb("favour", "settle", "first", "favour-1", how, "--reason", "because").out


def test_the_list_has_the_open_ones_first(operating, pb):
    assert "no favours yet" in pb("favour", "list", "first").out
    pb("favour", "add", "first", ENGINEER, *EUROS)
    pb("favour", "add", "first", "a waived rule")
    pb("favour", "settle", "first", "favour-1", "price", "--reason", "needed")

    lines = pb("favour", "list", "first").out.splitlines()

    assert lines[0].split() == ["FAVOUR", "GRANTED", "COST", "IN", "THE", "WAVES", "TEXT"]
    assert lines[1].startswith("favour-2")
    assert "open" in lines[1]
    assert "priced: €18,400" in lines[2]


def test_programs_get_plain_numbers(operating, pb):
    added = pb("favour", "add", "first", ENGINEER, *EUROS, "--json").data
    settled = pb("favour", "settle", "first", "favour-1", "price", "--reason", "needed", "--json").data
    (listed,) = pb("favour", "list", "first", "--json").data

    assert added == {"unit": "first", "favour": "favour-1", "cost": 18400.0, "currency": "EUR"}
    assert (settled["settlement"], settled["cost"], settled["currency"]) == ("priced", 18400.0, "EUR")
    assert (listed["id"], listed["text"], listed["price"]) == ("favour-1", ENGINEER, 18400.0)


@pytest.mark.parametrize(
    "argv",
    [
        ("settle", "first", "favour-9", "drop", "--reason", "because"),
        ("settle", "first", "favour-9", "sell", "--reason", "because"),
        ("settle", "first", "favour-9", "drop"),
        ("add", "first", " "),
        ("add", "first", ENGINEER, "--cost", "-5", "--currency", "EUR"),
        ("add", "first", ENGINEER, "--cost", "nan", "--currency", "EUR"),
        ("add", "first", ENGINEER, "--by", "Nobody <"),
        ("add", "first/pilot", ENGINEER),
    ],
)
def test_what_cannot_be_is_refused(operating, pb, argv):
    answer = pb("favour", *argv)

    assert answer.code == 2
    assert pb("favour", "list", "first", "--json").data == []


def test_it_speaks_the_terminals_language(operating, pb):
    assert pb("favour", "list", "first", "--lang", "de").code == 0
