import re
import shutil
from pathlib import Path

import pytest

from playbook.library import shipped
from tests.cli.conftest import SPONSOR


@pytest.fixture
def newer(pilot):
    """Return a workspace whose unit is in pilot, and whose stage maps are of another version since."""
    shutil.copytree(shipped("states"), pilot / "states")
    for path in (pilot / "states").glob("*.yaml"):
        path.write_text(re.sub(r'(?m)^version: ".*"', 'version: "2.0"', path.read_text("utf-8")), "utf-8")
    return pilot


def rename(folder, old="forming", new="gathering"):
    path = folder / "states" / "squad.yaml"
    path.write_text(re.sub(rf"\b{old}\b", new, path.read_text("utf-8")), "utf-8")


def faster(folder):
    path = folder / "states" / "rollout.yaml"
    path.write_text(path.read_text("utf-8").replace("days: 14", "days: 3"), "utf-8")


def test_what_waits_is_told_wherever_one_looks(newer, pb):
    told = "first keeps to playbook 1.0; 2.0 waits: playbook migrate first --plan"

    assert told in pb("check").out
    assert told in pb("why", "first").out
    assert told in pb("show", "first").out
    pb("sync")
    assert told in pb("status", "first").out


def test_what_waits_is_told_to_programs(newer, pb):
    assert pb("check", "--json").data["waiting"] == [{"unit": "first", "playbook": "1.0", "offered": "2.0"}]
    assert (pb("show", "first", "--json").data["playbook"], pb("show", "first", "--json").data["offered"]) == (
        "1.0",
        "2.0",
    )


def test_a_plan_says_what_differs_and_how_to_go_on(newer, pb):
    faster(newer)

    answer = pb("migrate", "--plan")

    assert answer.code == 0
    assert answer.out.splitlines() == [
        "first: playbook 1.0 → 2.0: safe",
        "  ~ move rollout:replicate: asks for dwell (days: 3), not for dwell (days: 14)",
        'nothing has been changed; to do it: playbook migrate first --reason "…"',
    ]
    assert "2.0 waits" in pb("why", "first").out


def test_a_stage_that_needs_a_mapping(newer, pb):
    rename(newer)

    answer = pb("migrate", "--reason", "another name")

    assert answer.code == 3
    assert answer.out.splitlines() == [
        "✖ first stays on playbook 1.0",
        "  ? first/pilot stands in 'forming', which playbook 2.0 does not have: --map forming=gathering",
        "next: playbook migrate first --map OLD=NEW --plan",
    ]


@pytest.mark.parametrize("language", ["de", "it", "id", "tr", "zh"])
def test_stages_have_their_ids_where_a_mapping_takes_ids(newer, pb, language):
    rename(newer)

    plan = pb("migrate", "--plan", "--lang", language).out
    unknown = pb("migrate", "--plan", "--map", "fourming=gathering", "--lang", language).err

    told = [line for line in plan.splitlines() if "--map forming=gathering" in line]
    assert len(told) == 1
    assert told[0].count("forming") == 2
    assert "fourming" in unknown


def test_it_is_done_and_taken_back(newer, pb):
    rename(newer)

    there = pb("migrate", "first", "--map", "forming=gathering", "--reason", "another name")
    stage = pb("show", "first/pilot", "--json").data["stage"]
    back = pb("migrate", "first", "--revert", "--reason", "too early")

    assert (there.code, there.out.splitlines()[0], stage) == (0, "✔ first: playbook 1.0 → 2.0", "gathering")
    assert (back.code, back.out.splitlines()[0]) == (0, "✔ first: playbook 2.0 → 1.0")
    assert pb("show", "first/pilot", "--json").data["stage"] == "forming"
    told = [line.partition("PlaybookMigrated ")[2] for line in pb("history", "first").out.splitlines()]
    assert [line for line in told if line] == [
        "first 1.0 → 2.0 (forming=gathering): another name",
        "first 2.0 → 1.0 (gathering=forming): too early",
    ]


def test_to_migrate_to_what_is_followed_is_told(newer, pb):
    pb("migrate", "--reason", "newer")

    assert pb("migrate", "first", "--reason", "newer").out == "first follows playbook 2.0 already\n"
    assert "nothing to migrate" in pb("migrate", "--reason", "newer").out


def test_json_says_all_of_a_unit(newer, pb):
    rename(newer)

    answer = pb("migrate", "--plan", "--map", "squad:forming=gathering", "--json")

    (found,) = answer.data
    assert {
        key: found[key] for key in ("unit", "from", "to", "verdict", "done", "mapping", "obstacles", "told", "error")
    } == {
        "unit": "first",
        "from": "1.0",
        "to": "2.0",
        "verdict": "safe",
        "done": False,
        "mapping": ["squad:forming=gathering"],
        "obstacles": [],
        "told": "",
        "error": "",
    }
    assert {"part": "stage", "name": "squad:forming", "what": "renamed", "details": ["is gathering now"]} in found[
        "differences"
    ]


def test_json_says_why_a_unit_stays(newer, pb):
    rename(newer)

    answer = pb("migrate", "--reason", "another name", "--json")

    (one,) = answer.data[0]["obstacles"]
    assert answer.code == 3
    assert (one["kind"], one["subject"], one["step"]) == ("mapping", "first/pilot", "squad:forming")


def test_a_conflict_has_its_exit_code_and_the_unit_is_migrated(newer, pb):
    pb("sync")
    pb("tick", "first/pilot", "launch.sponsor-spoke", "--evidence", "yes")
    charter = newer / "documents" / "first" / "pilot" / "charter.md"
    charter.write_text(charter.read_text("utf-8").replace("# Charter of Pilot squad", "# Ours"), "utf-8")
    (newer / "templates" / "documents").mkdir(parents=True)
    text = Path(shipped("templates"), "documents", "charter.md.j2").read_text("utf-8")
    own = newer / "templates" / "documents" / "charter.md.j2"
    own.write_text(text.replace("# {{ _(", "# NEW {{ _(", 1), "utf-8")

    answer = pb("migrate", "--reason", "a new heading")

    assert answer.code == 4
    assert "✔ first: playbook 1.0 → 2.0" in answer.out
    assert "first was migrated; edit the lines between" in answer.err


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (("migrate",), "a reason is needed to migrate"),
        (("migrate", "--plan", "--map", "forming"), "is no mapping (write OLD=NEW)"),
        (("migrate", "first", "--revert", "--to", "1.0", "--reason", "x"), "leave out --to"),
        (("migrate", "--revert", "--plan"), "which units shall be taken back?"),
        (("migrate", "frist", "--plan"), "there is no unit 'frist'"),
        (("migrate", "first", "--to", "7", "--plan"), "have a playbook 7 for first"),
    ],
)
def test_what_is_not_understood(newer, pb, argv, text):
    answer = pb(*argv)

    assert answer.code == 2
    assert text in answer.err


def test_maps_of_one_playbook_that_do_not_go_together(newer, pb):
    path = newer / "states" / "wave.yaml"
    path.write_text(path.read_text("utf-8").replace('"2.0"', '"1.9"'), "utf-8")

    answer = pb("check")

    assert answer.code == 0
    assert re.search(
        r"warning: states/wave\.yaml:\d+:10: version '1\.9', but states/rollout\.yaml has '2\.0'", answer.out
    )


def test_a_map_that_changed_under_its_version_while_units_run_on_it(pilot, pb):
    shutil.copytree(shipped("states"), pilot / "states")
    assert "changed under" not in pb("check").out
    faster(pilot)

    found = pb("check").out

    assert re.search(
        r"warning: states/rollout\.yaml:\d+:10: changed under version '1\.0' while first is under way", found
    )
    pb("approve", "first", "--as", SPONSOR)
    assert "changed under" not in pb("check").out
