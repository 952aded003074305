from playbook.app.status import portfolio, unread


def test_units_with_history_and_units_with_a_file_alone():
    lines = [{"unit": "emea", "stage": "pilot"}, {"unit": "zeta", "stage": "closed"}]

    found = portfolio(lines, ["apac", "emea"])

    assert found == [unread("apac"), {**unread("emea"), **lines[0]}, {**unread("zeta"), **lines[1]}]


def test_the_line_of_a_unit_that_nobody_read_has_all_that_a_line_has(pilot):
    (line,) = pilot.world().ledger.lines()

    assert set(unread("first")) == set(line)
    assert {key: type(value) for key, value in unread("first").items()} == {
        key: type(value) for key, value in line.items()
    }


def test_the_portfolio_is_the_projection(replication):
    (found,) = portfolio(replication.world().ledger.lines(), replication.world().folder.units())

    assert (found["stage"], found["next"], found["waves"], found["squads"]) == (
        "replication",
        "wave-1",
        [0, 1],
        {"stable": 1},
    )
    assert found["blocked"] == []
