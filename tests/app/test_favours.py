"""Favours to the pilot: granted, settled, and what the chain asks before it opens."""

import pytest

from playbook.app.favours import favours, grant, settle
from playbook.errors import UsageError


def granted(place, text="a data engineer, lent", **how):
    return grant(place.world(), place.unit, text, **how)[1]


def settled(place, name="favour-1", how="drop", reason="not needed", **money):
    return settle(place.world(), place.unit, name, how, reason, **money)[1]


def ledger(place):
    return place.document("favour-ledger").read_text("utf-8")


def test_a_favour_is_in_the_ledger_of_favours_at_once(stabilisation):
    found = granted(stabilisation, cost=18_400, currency="eur")

    assert (found.id, found.cost, found.currency) == ("favour-1", 18_400, "EUR")
    assert "| a data engineer, lent | – | " in ledger(stabilisation)
    assert "**still open**" in ledger(stabilisation)
    assert not stabilisation.sync().changes


def test_who_granted_it_is_an_id_in_the_ledger_and_a_name_in_the_document(stabilisation):
    found = granted(stabilisation, by="Greta Giver <greta@example.org>")

    assert found.granted_by.startswith("p-")
    assert "Greta" not in "".join(stabilisation.events("FavourGranted"))
    assert "| Greta Giver |" in ledger(stabilisation)
    assert favours(stabilisation.world(), "first")[0]["granted_by"] == "Greta Giver <greta@example.org>"


def test_a_bare_name_is_enough_for_somebody_of_the_unit(stabilisation):
    sponsor = stabilisation.session().state.unit.sponsor

    assert granted(stabilisation, by="Sam Sponsor").granted_by == sponsor


@pytest.mark.parametrize(
    ("how", "said"), [("standardise", "every squad gets it"), ("drop", "no squad after the pilot gets it")]
)
def test_it_becomes_a_standard_or_nothing(stabilisation, how, said):
    granted(stabilisation)

    settled(stabilisation, how=how)

    assert said in ledger(stabilisation)
    assert "Nothing is priced into the waves." in ledger(stabilisation)


def test_what_is_priced_is_added_up_and_is_among_the_costs_at_the_end(stabilisation):
    granted(stabilisation, cost=18_400, currency="EUR")
    granted(stabilisation, "a lawyer")
    settled(stabilisation, how="price", cost=9_200.5, currency="EUR")
    settled(stabilisation, "favour-2", how="price", cost=800, currency="EUR")

    stabilisation.advance(by="stop", reason="the dairy was sold")

    assert "**€10,000.50**" in ledger(stabilisation)
    assert "€10,000.50" in stabilisation.document("result-and-cost").read_text("utf-8")


def test_a_price_is_what_it_cost_the_pilot_where_nobody_says_otherwise(stabilisation):
    granted(stabilisation, cost=18_400, currency="EUR")

    found = settled(stabilisation, how="price")

    assert (found.price, found.price_currency) == (18_400, "EUR")


def test_the_last_word_counts(stabilisation):
    granted(stabilisation, cost=18_400, currency="EUR")
    settled(stabilisation, how="price")

    found = settled(stabilisation, how="drop")

    assert (found.settlement, found.price) == ("dropped", 0)


def test_the_chain_does_not_open_over_an_open_favour(stabilisation):
    granted(stabilisation)
    assert stabilisation.why()["first", "favours_settled"].status == "fail"

    settled(stabilisation)

    assert stabilisation.why()["first", "favours_settled"].status == "pass"


def test_open_ones_are_listed_first(stabilisation):
    for text in ("a", "b", "c"):
        granted(stabilisation, text)
    settled(stabilisation)

    assert [one["id"] for one in favours(stabilisation.world(), "first")] == ["favour-2", "favour-3", "favour-1"]


@pytest.mark.parametrize(
    "money",
    [
        {"cost": 5.0},
        {"currency": "EUR"},
        {"cost": 5.0, "currency": "euro"},
        {"cost": 5.0, "currency": "€"},
        {"cost": 1e13, "currency": "EUR"},
        {"cost": 0.001, "currency": "EUR"},
        {"cost": float("nan"), "currency": "EUR"},
        {"cost": float("inf"), "currency": "EUR"},
    ],
)
def test_an_amount_has_a_size_and_a_currency(stabilisation, money):
    with pytest.raises(UsageError):
        granted(stabilisation, **money)

    assert not stabilisation.events("FavourGranted")


def test_a_price_without_an_amount_is_asked_for(stabilisation):
    granted(stabilisation)

    with pytest.raises(UsageError, match="what do the waves pay for 'favour-1'"):
        settled(stabilisation, how="price")


@pytest.mark.parametrize("how", ["standardise", "drop"])
def test_only_a_price_has_an_amount(stabilisation, how):
    granted(stabilisation)

    with pytest.raises(UsageError, match="only a favour that is priced"):
        settled(stabilisation, how=how, cost=5.0, currency="EUR")


def test_a_favour_that_nobody_knows_is_refused_with_those_there_are(stabilisation):
    with pytest.raises(UsageError, match="no favour 'favour-9'") as none:
        settled(stabilisation, "favour-9")
    granted(stabilisation)
    with pytest.raises(UsageError) as one:
        settled(stabilisation, "favour-9")

    assert "no favour is recorded yet" in str(none.value.hint)
    assert "favour-1" in str(one.value.hint)
