from playbook.core import events as e
from playbook.core.history import fold
from playbook.documents.favours import favours, priced
from playbook.documents.pieces import source_of
from playbook.words import Words
from tests.builders import maps, stamped
from tests.documents.story import WAVES, told


def source(*events):
    return source_of(fold([stamped(event) for event in events], told()), maps(), WAVES, Words("en"))


def priced_at(cost, currency, name="favour-1"):
    return e.FavourSettled("emea/pilot", name, "priced", "because", cost, currency)


def test_open_ones_come_first_then_the_order_in_which_they_were_granted():
    found = favours(source())

    assert [one["id"] for one in found] == ["favour-1", "favour-2", "favour-3", "favour-4"]
    assert [one["open"] for one in found] == [True, False, False, False]


def test_settling_the_open_one_puts_it_among_the_others():
    found = favours(source(e.FavourSettled("emea/pilot", "favour-1", "dropped", "he has no time")))

    assert not any(one["open"] for one in found)


def test_people_and_money_are_there_where_somebody_said():
    found = {one["id"]: one for one in favours(source())}

    assert found["favour-2"]["by"] == "Chidi Okafor"
    assert (found["favour-2"]["cost"], found["favour-2"]["currency"]) == (18_400, "EUR")
    assert (found["favour-2"]["price"], found["favour-2"]["settled_by"]) == (9_200, "Ana Diaz")
    assert (found["favour-4"]["by"], found["favour-1"]["cost"]) == ("", 0)


def test_what_becomes_of_it_is_said_with_the_units_word():
    found = {one["id"]: one["settlement"] for one in favours(source())}

    assert found["favour-3"] == "standardised: every pod gets it"
    assert found["favour-1"] == "still open"


def test_what_is_priced_is_added_up_by_currency():
    assert priced(source()) == [{"currency": "EUR", "total": 9_200}]

    both = priced(source(priced_at(0.1, "EUR"), priced_at(0.2, "CHF", "favour-3")))

    assert both == [{"currency": "CHF", "total": 0.2}, {"currency": "EUR", "total": 9_200.1}]


def test_the_last_word_on_a_favour_counts():
    assert priced(source(e.FavourSettled("emea/pilot", "favour-2", "dropped", "not needed"))) == []
