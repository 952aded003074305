import pytest

from playbook.config.days import check_days, is_day
from playbook.config.findings import Findings, Spot
from playbook.config.source import read


def told(text):
    """Return what is said of one day of a file."""
    source = read(f"day: {text}\n".encode(), "units/emea.yaml")
    findings = Findings(source)
    check_days(findings, [Spot(source.data).key("day"), Spot(source.data).key("none")])
    return [str(one) for one in findings.problems()]


@pytest.mark.parametrize("day", ["2024-02-29", "2026-12-31"])
def test_a_day_of_the_calendar_is_right(day):
    assert is_day(day)
    assert told(f'"{day}"') == []


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "2026-04-31"])
def test_a_day_that_is_none_is_told_where_it_stands(day):
    assert not is_day(day)
    assert told(f'"{day}"') == [f"units/emea.yaml:1:6: a date is needed (YYYY-MM-DD), '{day}' is not in the calendar"]


@pytest.mark.parametrize("text", ['"soon"', "31", '"2026-2-1"'])
def test_what_is_not_written_as_a_day_is_for_the_type_to_tell(text):
    assert told(text) == []
