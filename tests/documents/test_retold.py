from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.lines import lines
from playbook.documents.retold import retold

ENGLISH = "# Charter\n\nOne serves many.\n\n- first\n- second\n\n| a | b |\n|---|---|\n| c | d |\n"
GERMAN = "# Charta\n\nEine dient vielen.\n\n- erstens\n- zweitens\n\n| A | B |\n|---|---|\n| C | D |\n"


def test_nobody_touched_it():
    assert retold(ENGLISH, ENGLISH, GERMAN) == GERMAN


def test_what_a_person_added_stays_where_it_was():
    mine = ENGLISH.replace("- second\n", "- second\n- third, of ours\n")

    assert retold(ENGLISH, mine, GERMAN) == GERMAN.replace("- zweitens\n", "- zweitens\n- third, of ours\n")


def test_what_a_person_changed_stays_changed():
    mine = ENGLISH.replace("One serves many.", "One serves everybody.")

    assert retold(ENGLISH, mine, GERMAN) == GERMAN.replace("Eine dient vielen.", "One serves everybody.")


def test_what_a_person_took_out_stays_out():
    mine = ENGLISH.replace("- first\n", "")

    assert retold(ENGLISH, mine, GERMAN) == GERMAN.replace("- erstens\n", "")


def test_renderings_of_another_shape_are_not_told_anew():
    assert retold(ENGLISH, ENGLISH, GERMAN + "more\n") is None
    assert retold(ENGLISH, ENGLISH, GERMAN.replace("- erstens", "erstens")) is None


LINE = st.sampled_from(["", "a", "b", "- a", "# t", "| x |", "same", "same"])


@given(st.lists(LINE), st.lists(st.tuples(st.integers(0, 30), st.text("xyz ", min_size=1, max_size=4))))
def test_no_line_that_a_person_added_is_lost(was, additions):
    old = "".join(f"{line}\n" for line in was)
    new = "".join(f"{line}{'' if not line or line.startswith(('#', '|')) else ' neu'}\n" for line in was)
    here = list(was)
    for place, line in additions:
        here.insert(min(place, len(here)), f"mine {line}")

    found = retold(old, "".join(f"{line}\n" for line in here), new)

    assert found is not None
    assert [line for line in lines(found) if line.startswith("mine")] == [one for one in here if one.startswith("mine")]
    assert retold(new, found, new) == found
