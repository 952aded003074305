import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.workspace import read_workspace
from playbook.core.model import Goal
from playbook.errors import ConfigurationError
from tests.config.good import LANGUAGES, PLAYBOOK, changed, playbook_problems


def test_a_right_file_is_read():
    found = read_workspace(PLAYBOOK.encode(), languages=LANGUAGES)

    assert (found.name, found.language, found.store) == ("Acme", "en", "sqlite")
    assert found.goals == (Goal("loyal", "Customers stay"),)


def test_language_and_store_have_defaults():
    text = changed(PLAYBOOK, ("language: en\n", ""), ("store: sqlite\n", ""))

    assert read_workspace(text.encode(), languages=LANGUAGES).language == "en"


@pytest.mark.parametrize("store", ["sqlite:ledger.db", "sqlite:data/ledger.db", "sqlite:..ledger"])
def test_the_store_may_lie_anywhere_inside(store):
    text = changed(PLAYBOOK, ("store: sqlite", f"store: {store}"))

    assert read_workspace(text.encode(), languages=LANGUAGES).store == store


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("name: Acme", "nmae: Acme"), "1:1: unknown key 'nmae' (did you mean 'name'?)"),
        (("language: en", "language: de-at"), "5:11: 'de-at' is not a language of the documents"),
        (("language: en", "language: no"), "5:11: 'no' is not a language of the documents"),
        (("    statement: Customers stay\n", ""), "3:5: missing key 'statement': The goal in one sentence"),
        (("language: en", "  - {id: loyal, statement: x}"), "5:10: the goal 'loyal' is here twice (first on line 3)"),
        (("store: sqlite", "store: sqlitte"), "6:8: 'sqlitte' is not a store (did you mean 'sqlite'?)"),
        (("store: sqlite", "store: mongodb"), "6:8: 'mongodb' is not a store (known here: sqlite)"),
        (("store: sqlite", 'store: "sqlite:"'), "6:8: a path is needed after `sqlite:`"),
        (("store: sqlite", "store: sqlite:/etc/x"), "6:8: the store must lie inside the workspace, found '/etc/x'"),
        (
            ("store: sqlite", "store: sqlite:a/../../x"),
            "6:8: the store must lie inside the workspace, found 'a/../../x'",
        ),
        (("store: sqlite", "store: sqlite:C:\\x"), "6:8: the store must lie inside the workspace, found 'C:\\x'"),
        (("store: sqlite", "store: sqlite:~/x"), "6:8: the store must lie inside the workspace, found '~/x'"),
        (("store: sqlite", "store: 3"), "6:8: a text is needed, found 3 (put it in quotes)"),
    ],
)
def test_a_mistake_is_said_once_with_its_place(change, problem):
    assert playbook_problems(change) == [problem]


def test_an_empty_file_is_said_to_be_empty():
    assert playbook_problems((PLAYBOOK, "# later\n")) == ["1:1: the file is empty"]


@given(st.text(max_size=80))
def test_any_text_gives_a_workspace_or_problems(text):
    try:
        read_workspace(text.encode(), languages=LANGUAGES)
    except ConfigurationError as error:
        found = error.problems
    else:
        found = None

    assert found is None or all(one.line >= 1 and one.column >= 1 for one in found)
