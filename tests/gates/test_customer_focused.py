from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.model import Measure
from tests.builders import case, judged, state, unit

NPS = Measure("nps", "Net promoter score", "points", 10, 40, "up")


def about(**texts):
    plain = unit()
    return case("emea", unit=replace(plain, slice=replace(plain.slice, **texts), measures=(*plain.measures, NPS)))


@pytest.mark.parametrize(
    "customer",
    [
        "Small bakeries that order weekly",
        "Business customers in the Alps",
        "Unit managers of hospitals",
        "Unsere Stammkunden",
        "重要客户",
        "Teams",
    ],
)
def test_a_customer_group_passes(customer):
    verdict = judged("customer_focused", about(customer=customer))

    assert verdict.status == "pass"


@pytest.mark.parametrize("customer", [" ", "-", "???", "12 %"])
def test_no_customer_group(customer):
    verdict = judged("customer_focused", about(customer=customer))

    assert verdict.status == "fail"
    assert str(verdict.found) == "no customer group is named"


@pytest.mark.parametrize(
    "customer",
    ["Sales", "sales.", "FINANCE", "We", "the company", "Our internal team", "Wir", "公司", "emea"],
)
def test_we_are_no_customer_group(customer):
    verdict = judged("customer_focused", about(customer=customer))

    assert verdict.status == "fail"
    assert str(verdict.found) == f"'{customer}' is us, not a customer group"


@pytest.mark.parametrize(
    "outcome",
    [
        "An order arrives on the day it was promised",
        "Customers raise fewer complaints because orders are right",
        "Increase the net promoter score because bakeries get fresh flour",
        "Nobody waits longer than two minutes",
        "顾客当天收到货物",
    ],
)
def test_an_outcome_that_is_felt_passes(outcome):
    verdict = judged("customer_focused", about(outcome=outcome))

    assert verdict.status == "pass"


@pytest.mark.parametrize(
    "outcome",
    [
        "Customer satisfaction",
        "csat",
        "Increase customer satisfaction by 10 %",
        "Raise the NPS to 40 points",
        "Reach 55",
        "+10 % net promoter score!",
        "Improve CSAT and NPS",
    ],
)
def test_an_internal_measure_alone_fails(outcome):
    verdict = judged("customer_focused", about(outcome=outcome))

    assert verdict.status == "fail"


def test_it_says_which_text_and_where_and_who():
    found = state(lines={"slice": 5, "slice.outcome": 8})

    verdict = judged("customer_focused", replace(about(outcome="Raise the NPS"), state=found))

    assert str(verdict.found) == "'Raise the NPS' is an internal measure alone"
    assert verdict.where == "units/emea.yaml:8"
    assert verdict.clears == ("p-sponsor",)


@pytest.mark.parametrize(("outcome", "found"), [("...", "no outcome is named"), ("Marketing", "'Marketing' is us")])
def test_an_outcome_is_more_than_punctuation_or_a_department(outcome, found):
    verdict = judged("customer_focused", about(outcome=outcome))

    assert verdict.status == "fail"
    assert str(verdict.found).startswith(found)


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_any_text_gets_a_verdict_and_case_and_punctuation_do_not_matter(customer, outcome):
    verdict = judged("customer_focused", about(customer=customer, outcome=outcome))

    assert verdict.status in ("pass", "fail")
    assert (
        judged("customer_focused", about(customer=f"  {customer}!", outcome=f"{outcome} ...")).status == verdict.status
    )
