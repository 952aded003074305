import pytest

from tests.builders import case, changed_pilot, judged, members, squad, unit


@pytest.mark.parametrize(
    ("departments", "status"),
    [
        pytest.param(["sales"] * 3 + ["finance"] * 2 + ["service"], "pass", id="exactly-half"),
        pytest.param(["sales"] * 4 + ["finance"] * 2 + ["service"], "fail", id="four-of-seven"),
        pytest.param(["sales"] * 3 + ["finance"] * 3, "fail", id="two-departments"),
        pytest.param(["sales", "finance", "service"] * 2, "pass", id="three-departments"),
        pytest.param(["sales"] * 6, "fail", id="one-department"),
        pytest.param([], "fail", id="nobody"),
    ],
)
def test_three_departments_and_no_majority(departments, status):
    verdict = judged("cross_functional", case(unit=changed_pilot(members=members(*departments))))

    assert verdict.status == status


def test_it_counts_departments_and_names_the_largest():
    roster = members("sales", "sales", "finance", "service", "marketing")

    verdict = judged("cross_functional", case(unit=changed_pilot(members=roster)))

    assert str(verdict.found) == "4 departments, the largest (Sales) with 2 of 5 members (40 %)"
    assert verdict.remedy is None


@pytest.mark.parametrize(
    ("departments", "remedy"),
    [(["sales"] * 3 + ["finance"] * 3, "other departments"), (["sales"] * 5 + ["finance", "service"], "replace")],
)
def test_each_reason_has_its_remedy(departments, remedy):
    verdict = judged("cross_functional", case(unit=changed_pilot(members=members(*departments))))

    assert remedy in str(verdict.remedy)
    assert verdict.clears == ("p-pilot-1", "p-sponsor")


def test_options():
    two = case(unit=changed_pilot(members=members("sales", "sales", "finance")))

    strict, loose = (
        judged("cross_functional", two, departments=2),
        judged("cross_functional", two, departments=2, share=67),
    )

    assert (strict.status, loose.status) == ("fail", "pass")


def test_the_worst_squad_of_a_wave_is_named():
    squads = (squad("kyiv"), squad("oslo", members=members("sales", "finance", squad="oslo")))

    verdict = judged("cross_functional", case("emea/wave-2", unit=unit(squads=squads)))

    assert verdict.status == "fail"
    assert str(verdict.found).startswith("emea/oslo: 2 departments")


def test_a_department_that_the_unit_does_not_have_is_named_by_its_id():
    verdict = judged("cross_functional", case(unit=changed_pilot(members=members("legal", "legal", "sales"))))

    assert "(legal)" in str(verdict.found)
