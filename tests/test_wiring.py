import json
import os
import shutil
from datetime import UTC, datetime

import pytest

from playbook import wiring
from playbook.app.audit import history
from playbook.app.check import check
from playbook.app.sync import sync
from playbook.errors import ConfigurationError, LedgerError, UsageError
from playbook.library import shipped

INIT = os.path.join(shipped("examples"), "init")
ANA = "Ana Diaz <ana@example.org>"


@pytest.fixture
def place(tmp_path):
    """Return a new workspace."""
    folder = tmp_path / "place"
    shutil.copytree(INIT, folder)
    return folder


def store(place, line):
    path = place / "playbook.yaml"
    path.write_text(path.read_text("utf-8").replace("store: sqlite", line), "utf-8")


def ledger_of(place):
    """Return the ledger's files, after a command has written something."""
    sync(wiring.open_world(str(place), actor=ANA), "first")
    return sorted(str(path.relative_to(place)) for path in place.rglob("*.sqlite"))


def test_a_workspace_that_is_given(place):
    assert wiring.find_workspace(str(place)) == str(place)


def test_a_workspace_is_looked_for_upwards(place, monkeypatch):
    monkeypatch.chdir(place / "units")

    assert wiring.find_workspace(None) == str(place)


def test_the_nearest_one_counts(place, monkeypatch):
    inner = place / "inner"
    shutil.copytree(INIT, inner)
    monkeypatch.chdir(inner / "units")

    assert wiring.find_workspace(None) == str(inner)


def test_a_workspace_from_the_environment(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLAYBOOK_WORKSPACE", str(place))

    assert wiring.find_workspace(None) == str(place)


def test_what_is_given_comes_before_the_environment(place, tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_WORKSPACE", str(tmp_path / "nowhere"))

    assert wiring.find_workspace(str(place)) == str(place)


def test_a_folder_that_is_given_is_not_looked_for_upwards(place):
    with pytest.raises(UsageError, match=r"is not a workspace: it has no playbook\.yaml") as caught:
        wiring.find_workspace(str(place / "units"))

    assert "playbook init" in caught.value.hint


def test_no_workspace_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="this folder is not a workspace"):
        wiring.find_workspace(None)


def test_the_ledger_lies_inside_the_workspace(place):
    assert ledger_of(place) == [".playbook/ledger.sqlite"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("store: sqlite:history/squads.sqlite", "history/squads.sqlite"),
        ('store: "sqlite:squads.sqlite"', "squads.sqlite"),
        ("store: sqlite  # beside this file", ".playbook/ledger.sqlite"),
        ("# store: sqlite:elsewhere.sqlite", ".playbook/ledger.sqlite"),
        ('"store": sqlite:squads.sqlite', "squads.sqlite"),
        ("store:\n  sqlite:squads.sqlite", "squads.sqlite"),
    ],
)
def test_the_store_that_the_file_names(place, line, expected):
    store(place, line)
    (place / "history").mkdir()

    assert ledger_of(place) == [expected]


def test_the_store_is_found_again_and_again(place):
    store(place, "store: sqlite:squads.sqlite")
    (place / ".playbook").mkdir()

    assert ledger_of(place) == ["squads.sqlite"]
    assert json.loads((place / ".playbook" / "store.json").read_text("utf-8"))["store"] == "sqlite:squads.sqlite"
    assert ledger_of(place) == ["squads.sqlite"]


def test_a_changed_store_is_seen_at_once(place):
    (place / ".playbook").mkdir()
    store(place, "store: sqlite:one.sqlite")
    ledger_of(place)
    path = place / "playbook.yaml"
    path.write_text(path.read_text("utf-8").replace("one.sqlite", "two.sqlite"), "utf-8")

    assert ledger_of(place) == ["one.sqlite", "two.sqlite"]


@pytest.mark.parametrize("content", ["", "[]", "{}", "nonsense", '{"source": 1}'])
def test_a_damaged_note_of_the_store_is_made_anew(place, content):
    store(place, "store: sqlite:squads.sqlite")
    (place / ".playbook").mkdir()
    (place / ".playbook" / "store.json").write_text(content, "utf-8")

    assert ledger_of(place) == ["squads.sqlite"]


def test_a_note_of_the_store_that_cannot_be_written_is_no_harm(place):
    store(place, "store: sqlite:squads.sqlite")
    (place / ".playbook" / "store.json").mkdir(parents=True)

    assert ledger_of(place) == ["squads.sqlite"]


@pytest.mark.parametrize(
    "line", ["store: sqlite:/tmp/x.sqlite", "store: sqlite:../x.sqlite", "store: mysql", "store: [1]"]
)
def test_a_store_that_cannot_be_is_told_with_its_line(place, line):
    store(place, line)

    with pytest.raises(ConfigurationError) as caught:
        wiring.open_ledger(str(place))

    assert caught.value.problems[0].line > 1


def test_a_store_from_the_environment(place, tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_STORE", f"sqlite:{tmp_path / 'outside.sqlite'}")

    assert ledger_of(place) == []
    assert (tmp_path / "outside.sqlite").exists()


def test_a_kind_of_store_there_is_not(place, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_STORE", "oracle:x")

    with pytest.raises(LedgerError, match="there is no store of the kind 'oracle'"):
        wiring.open_ledger(str(place))


def test_nothing_is_made_before_something_is_written(place):
    world = wiring.open_world(str(place))

    assert world.ledger.units() == []
    assert check(world).problems == ()
    assert not (place / ".playbook").exists()


def test_the_clock():
    before = datetime.now(UTC)

    assert before <= wiring.now() <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2026-12-01T09:30", datetime(2026, 12, 1, 9, 30, tzinfo=UTC)),
        ("2026-12-01T09:30:00+02:00", datetime(2026, 12, 1, 7, 30, tzinfo=UTC)),
        ("2026-12-01T09:30:00Z", datetime(2026, 12, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_the_time_of_a_rehearsal(monkeypatch, given, expected):
    monkeypatch.setenv("PLAYBOOK_NOW", given)

    assert wiring.now() == expected


def test_a_time_that_is_none(monkeypatch):
    monkeypatch.setenv("PLAYBOOK_NOW", "tomorrow")

    with pytest.raises(UsageError, match="PLAYBOOK_NOW is not a time: 'tomorrow'"):
        wiring.now()


def test_one_command_has_one_time(place):
    world = wiring.open_world(str(place))

    assert world.clock() == world.clock()


@pytest.mark.git
def test_who_by_option_then_environment_then_git(tmp_path, monkeypatch):
    assert wiring.who(None, str(tmp_path)) == "Test Person <test.person@example.org>"
    monkeypatch.setenv("PLAYBOOK_AS", "Bo  Li <bo@example.org>")
    assert wiring.who(None, str(tmp_path)) == "Bo Li <bo@example.org>"
    assert wiring.who(ANA, str(tmp_path)) == ANA


@pytest.mark.git
def test_a_git_user_without_a_mail(tmp_path, home):
    (home / ".gitconfig").write_text("[user]\n\tname = Test Person\n")

    assert wiring.who(None, str(tmp_path)) == "Test Person"


@pytest.mark.git
def test_the_workspaces_own_git_user_counts(place, git):
    git("init", "-q", cwd=place)
    git("config", "user.name", "Local Person", cwd=place)

    assert wiring.who(None, str(place)) == "Local Person <test.person@example.org>"


@pytest.mark.parametrize("path", [None, ""])
def test_nobody_said(tmp_path, home, monkeypatch, path):
    (home / ".gitconfig").write_text("")
    if path is not None:
        monkeypatch.setenv("PATH", path)

    with pytest.raises(UsageError, match="who are you") as caught:
        wiring.who(None, str(tmp_path))

    assert "--as" in caught.value.hint


def test_nobody_is_asked_before_it_matters(place, home):
    (home / ".gitconfig").write_text("")

    assert wiring.open_world(str(place)).folder.units() == ["first"]


def test_each_command_has_its_own_key_unless_one_is_given(place):
    keys = {wiring.open_world(str(place)).key for _ in range(3)}

    assert len(keys) == 3
    assert wiring.open_world(str(place), key="k1").key == "k1"


def test_what_a_rehearsal_writes_is_marked(place, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-01")

    sync(wiring.open_world(str(place), actor=ANA), "first")

    found = list(history(wiring.open_world(str(place)), "first", documents=True))
    assert len(found) > 1
    assert all(entry.rehearsed for entry in found)
    assert found[0].at == "2026-12-01T00:00:00Z"


def test_what_the_clock_dates_is_no_rehearsal(place, monkeypatch):
    sync(wiring.open_world(str(place), actor=ANA), "first")

    assert not any(entry.rehearsed for entry in history(wiring.open_world(str(place)), "first"))


def test_new_ids_never_meet(place):
    new_id = wiring.open_world(str(place)).new_id

    assert len({new_id("p") for _ in range(1000)}) == 1000
    assert new_id("p").startswith("p-")


def test_compiled_templates_are_kept_with_the_user_and_never_in_a_workspace(home):
    folder = wiring.cache_folder()

    assert folder.startswith(str(home))
    assert os.stat(folder).st_mode & 0o077 == 0


def test_no_place_for_compiled_templates_is_no_harm(home, monkeypatch, place):
    (home / ".cache").write_text("no folder")

    assert wiring.cache_folder() is None
    assert len(sync(wiring.open_world(str(place), actor=ANA), "first").changes) == 4


def test_a_template_of_its_own_comes_first(place):
    own = place / "templates" / "documents"
    own.mkdir(parents=True)
    (own / "goal-sheet.md.j2").write_text("# Our own goal sheet\n", "utf-8")

    sync(wiring.open_world(str(place), actor=ANA), "first")

    assert "# Our own goal sheet" in (place / "documents" / "first" / "goal-sheet.md").read_text("utf-8")


@pytest.mark.parametrize("path", ["sqlite:../outside.sqlite", "sqlite:/tmp/outside.sqlite"])
def test_a_note_from_a_stranger_leads_no_ledger_out_of_the_workspace(place, path):
    store(place, "store: sqlite:squads.sqlite")
    (place / ".playbook").mkdir()
    source = (place / "playbook.yaml").read_text("utf-8")
    (place / ".playbook" / "store.json").write_text(json.dumps({"source": source, "store": path}), "utf-8")

    found = wiring.open_ledger(str(place))

    assert "outside" not in str(vars(found))


def test_a_broken_workspace_file_with_a_store_hides_no_mistake_of_the_units(place):
    store(place, "store: sqlite:squads.sqlite\ngaols: []")
    unit = place / "units" / "first.yaml"
    unit.write_text(unit.read_text("utf-8").replace("failure_budget: 1", "failure_budget: one"), "utf-8")

    files = {problem.file for problem in check(wiring.open_world(str(place))).problems}

    assert files == {"playbook.yaml", "units/first.yaml"}
