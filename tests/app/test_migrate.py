import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from playbook import wiring
from playbook.app import playbooks
from playbook.app.approve import approve
from playbook.app.check import check
from playbook.app.migrate import Asked, migrate, plan
from playbook.app.sync import sync
from playbook.errors import ConfigurationError, LedgerError, Outrun, UsageError
from playbook.library import shipped
from tests.app.workspace import COACH, SPONSOR, Place

MACHINES = ("rollout", "wave", "squad")
RENAMED = Asked(mapping={"operating": "working"}, reason="another name")


@pytest.fixture
def own(stabilisation):
    """Return a unit in stabilisation, with stage maps and a template of its own that say what is shipped."""
    return owning(stabilisation)


def owning(place):
    shutil.copytree(shipped("states"), place.folder / "states")
    (place.folder / "templates" / "documents").mkdir(parents=True)
    shutil.copy(Path(shipped("templates")) / "documents" / "charter.md.j2", place.folder / "templates" / "documents")
    place.sync()
    return place


def world(place, actor=COACH, key=None):
    """Return a world that renders with the workspace's own templates."""
    made = place.world(actor, key)
    return replace(made, renderer=wiring.open_world(str(place.folder), actor=actor, key=key).renderer)


def raised(place, version="2.0", **texts):
    """Let somebody write another version of the playbook: texts to put into files, by machine or template."""
    for machine in MACHINES:
        path = place.folder / "states" / f"{machine}.yaml"
        path.write_text(re.sub(r'(?m)^version: ".*"', f'version: "{version}"', path.read_text("utf-8")), "utf-8")
    for name, (old, new) in texts.items():
        file = f"states/{name}.yaml" if name in MACHINES else f"templates/documents/{name}.md.j2"
        place.change(old, new, count=-1, file=file)
    return place


def renamed(place, version="2.0"):
    """Let the stage operating have another name from this version on, and the charter another heading."""
    raised(place, version, charter=("# {{ _(", "# NEW {{ _("))
    path = place.folder / "states" / "squad.yaml"
    path.write_text(re.sub(r"\boperating\b", "working", path.read_text("utf-8")), "utf-8")
    return place


def other(place, *, begun=True):
    """Return a second unit of the workspace, in selection or in pilot."""
    text = place.file.read_text("utf-8").replace("unit: first", "unit: second-unit")
    found = Place(place.folder, place.day, "second-unit")
    found.file.write_text(text, "utf-8")
    sync(world(found), found.unit)
    if begun:
        approve(world(found, SPONSOR), found.unit)
        found.advance()
    return found


def planned(place, asked=RENAMED, *units):
    return plan(world(place), units or (place.unit,), asked)


def done(place, asked=RENAMED, *units, key=None):
    return migrate(world(place, key=key), units or (place.unit,), asked)


def charter(place):
    return place.document("pilot/charter").read_text("utf-8")


def standings(place):
    state = place.session().state
    return {name: (one.stage, one.since, dict(one.been), one.ticks) for name, one in state.standings.items()}


# ------------------------------------------------------------------------------------------------------- pinned


def test_another_version_waits(own):
    before = charter(own), standings(own)

    renamed(own)

    assert sync(world(own), own.unit).changes == ()
    assert (charter(own), standings(own)) == before
    assert own.session().state.offered == "2.0"
    assert [str(one) for one in own.session().notes()] == [
        "first keeps to playbook 1.0; 2.0 waits: playbook migrate first --plan"
    ]


def test_what_changes_under_the_same_version_flows_in(own):
    raised(own, "1.0", charter=("# {{ _(", "# NEW {{ _("), rollout=("dwell: {days: 14}", "dwell: {days: 3}"))

    sync(world(own), own.unit)

    assert "# NEW Charter" in charter(own)
    assert "3 days" in str(own.why()["first", "dwell"].needed)


def test_before_its_first_move_a_unit_follows_the_files(selection):
    owning(selection)
    raised(selection, rollout=("target: pilot", "target: pilot"))

    sync(world(selection), selection.unit)

    assert (selection.session().state.playbook, selection.session().state.offered) == ("2.0", "")
    assert "DocumentsPinned" not in selection.events()


def test_templates_are_recorded_when_they_change_and_never_once_more(own):
    def pins():
        return len(own.events("DocumentsPinned"))

    before = pins()
    sync(world(own), own.unit)
    own.advance(actor=COACH, by="recycle", reason="again")
    assert pins() == before

    own.change("# {{ _(", "# {{ _(", file="templates/documents/charter.md.j2")
    own.change("\n\n## ", "\n\n\n## ", file="templates/documents/charter.md.j2")
    sync(world(own), own.unit)

    assert pins() == before + 1
    own.whole()


def test_a_template_is_in_the_ledger_once_whoever_uses_it(own):
    found = other(own)
    manifests = [json.loads(own.world().ledger.text(json.loads(each)["manifest"])) for each in pinned(own, found)]

    assert len({json.dumps(each, sort_keys=True) for each in manifests}) == 1
    assert all(own.world().ledger.text(digest) for digest in manifests[0].values())


def pinned(*places):
    return [place.events("DocumentsPinned")[-1] for place in places]


def test_mistakes_in_a_newer_map_stop_nobody_who_keeps_to_an_older_one(own):
    raised(own, squad=("target: forming", "target: nowhere"))

    assert own.session().state.playbook == "1.0"
    assert [one.file for one in check(world(own)).problems] == ["states/squad.yaml"]
    with pytest.raises(ConfigurationError):
        planned(own)


def test_a_map_whose_version_cannot_be_read_is_told(own):
    own.change('version: "1.0"', "version: [1]", file="states/rollout.yaml")

    with pytest.raises(ConfigurationError) as caught:
        own.session()

    assert "version" in str(caught.value.problems[0])


def test_a_path_whose_map_is_gone_keeps_who_is_on_it(stabilisation):
    place = stabilisation
    maps = place.folder / "states"
    maps.mkdir()
    text = (Path(shipped("states")) / "rollout.yaml").read_text("utf-8")
    (maps / "rollout-ours.yaml").write_text(text.replace("machine: rollout", "machine: rollout-ours"), "utf-8")
    found = Place(place.folder, place.day, "ours")
    text = place.file.read_text("utf-8").replace("unit: first", "unit: ours")
    found.file.write_text(re.sub(r"(?m)^path: .*$", "path: ours", text), "utf-8")
    sync(world(found), "ours")
    approve(world(found, SPONSOR), "ours")
    found.advance()

    (maps / "rollout-ours.yaml").unlink()

    assert found.stage() == "pilot"
    assert "is gone from the files" in str(found.session().notes()[-1])
    assert check(world(found)).problems == ()
    (outcome,) = planned(found)
    assert (outcome.plan.verdict, str(outcome.plan.obstacles[0].why)) == (
        "refused",
        "the files have no stage map for the path 'ours'",
    )


# ------------------------------------------------------------------------------------------------------- plans


def test_a_plan_says_what_differs_and_changes_nothing(own):
    renamed(own)
    raised(own, rollout=("dwell: {days: 14}", "dwell: {days: 3}"))
    before = own.rows()

    (outcome,) = planned(own)

    found = {(one.part, one.name, one.what) for one in outcome.plan.differences}
    assert found == {
        ("stage", "squad:operating", "renamed"),
        ("move", "rollout:replicate", "changed"),
        ("document", "charter", "changed"),
    }
    assert (outcome.plan.verdict, outcome.plan.gates) == ("safe", ("rollout:replicate",))
    assert own.rows() == before


def test_a_plan_tells_checklist_items_by_their_ids(own):
    shutil.copy(Path(shipped("templates")) / "documents" / "launch-checklist.md.j2", own.folder / "templates/documents")
    text = (own.folder / "templates/documents/launch-checklist.md.j2").read_text("utf-8")
    new = '{{ item("launch.cake", _("There is cake")) }}\n'
    first = re.search(r'\{\{ item\("launch\.sponsor-spoke".*?\}\}\n', text)[0]
    (own.folder / "templates/documents/launch-checklist.md.j2").write_text(text.replace(first, new), "utf-8")
    raised(own)

    found = {(one.name, one.what) for one in planned(own)[0].plan.differences if one.part == "item"}

    assert found == {("launch.cake", "added"), ("launch.sponsor-spoke", "removed")}


def test_without_units_all_are_planned_that_are_under_way_on_another_version(own):
    begun, waiting = other(own), Place(own.folder, own.day, "third")
    waiting.file.write_text(own.file.read_text("utf-8").replace("unit: first", "unit: third"), "utf-8")
    sync(world(waiting), "third")
    renamed(own)

    found = plan(world(own), (), Asked())

    assert [(one.plan.unit, one.plan.verdict) for one in found] == [("first", "mapping"), (begun.unit, "safe")]


def test_what_has_ended_is_left_alone_unless_it_is_named(own):
    own.advance(by="stop", reason="sold")
    renamed(own)

    assert plan(world(own), (), RENAMED) == []
    assert [one.plan.verdict for one in planned(own)] == ["safe"]


def test_a_template_that_cannot_be_rendered_refuses(own):
    raised(own, charter=("# {{ _(", "# {{ nobody.there }} {{ _("))

    (outcome,) = planned(own, Asked())

    assert outcome.plan.verdict == "refused"
    assert "charter.md.j2:1" in str(outcome.plan.obstacles[0].why)


@pytest.mark.parametrize(
    ("asked", "text", "hint"),
    [
        (Asked("1.5"), "neither the files nor the ledger have a playbook 1.5 for first", "did you mean"),
        (Asked("x"), "neither the files nor the ledger have a playbook x for first", "there are: 1.0, 2.0"),
        (Asked(mapping={"opreating": "working"}), "'opreating' is not a stage", "did you mean 'operating'?"),
        (Asked(revert=True), "first has no migration that could be taken back", "playbook migrate first --to"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(own, asked, text, hint):
    renamed(own)

    with pytest.raises(UsageError, match=text) as caught:
        planned(own, asked)

    assert hint in caught.value.hint


def test_units_are_named_where_something_is_taken_back(own):
    with pytest.raises(UsageError, match="which units"):
        plan(world(own), (), Asked(revert=True))


# ------------------------------------------------------------------------------------------------------- applying


def test_a_migration_keeps_stages_and_time_stamps(own):
    own.later(3)
    before = own.session().state.standing(own.pilot)
    renamed(own)

    (outcome,) = done(own)

    after = own.session().state.standing(own.pilot)
    assert outcome.done
    assert (after.stage, after.since, after.ticks) == ("working", before.since, before.ticks)
    assert after.been == {("working" if key == "operating" else key): at for key, at in before.been.items()}
    assert "# NEW Charter" in charter(own)
    assert (own.session().state.playbook, own.session().state.offered) == ("2.0", "")
    own.whole()


def test_it_is_in_the_history_with_who_and_why(own):
    renamed(own)
    done(own)

    event = json.loads(own.events("PlaybookMigrated")[0])

    assert event == {
        "subject": "first",
        "source": "1.0",
        "target": "2.0",
        "reason": "another name",
        "mapping": ["squad:operating=working"],
    }
    row = next(row for row in own.rows() if row.kind == "PlaybookMigrated")
    assert own.session().state.people[row.by] == COACH


def test_twice_is_told_and_changes_nothing(own):
    renamed(own)
    done(own)
    before = own.rows()

    (again,) = done(own)

    assert (str(again.told), again.done, own.rows()) == ("first follows playbook 2.0 already", False, before)


def test_the_same_key_happens_once(own):
    renamed(own)
    done(own, key="k")
    raised(own, "3.0")

    (again,) = done(own, replace(RENAMED, mapping={}), key="k")

    assert "carried out before" in str(again.told)
    assert own.session().state.playbook == "2.0"


def test_a_unit_that_is_refused_keeps_the_others_from_nothing(own):
    second = other(own)
    renamed(own)

    found = done(own, Asked(reason="no mapping"), own.unit, second.unit)

    assert [(one.plan.unit, one.stays, one.done) for one in found] == [
        ("first", True, False),
        (second.unit, False, True),
    ]
    assert (own.session().state.playbook, second.session().state.playbook) == ("1.0", "2.0")


def test_two_units_on_two_versions_each_have_their_own_maps_and_templates(own):
    second = other(own)
    renamed(own)
    done(own, RENAMED, second.unit)

    for place in (own, second):
        place.change("name: Pilot squad", "name: Night shift")
        sync(world(place), place.unit)

    assert charter(own).splitlines()[1] == "# Charter of Night shift"
    assert charter(second).splitlines()[1] == "# NEW Charter of Night shift"
    assert own.stage(own.pilot) == "operating"
    assert "working" in {stage.id for stage in second.session().machines["squad"].map.stages}
    own.whole()


def test_somebody_who_was_faster(own, monkeypatch):
    renamed(own)
    real = playbooks.of_files

    def late(session):
        found = real(session)
        if session.world.key.endswith("+first"):
            monkeypatch.setattr(playbooks, "of_files", real)
            own.change("failure_budget: ", "failure_budget: 1")
            sync(world(own), own.unit)
        return found

    monkeypatch.setattr(playbooks, "of_files", late)
    (outcome,) = done(own)

    assert isinstance(outcome.error, Outrun)
    assert not outcome.done
    assert own.session().state.playbook == "1.0"


def test_an_approval_lapses_where_the_gate_is_another(pilot):
    place = owning(pilot)
    place.tick_all(place.pilot)
    approve(world(place, SPONSOR), place.unit)
    assert place.why()["first", "approval"].status == "pass"

    raised(place, squad=("      - checklist\n", ""))
    done(place, Asked(reason="less to tick"))

    verdict = place.why()["first", "approval"]
    assert (verdict.status, "playbook.gate" in str(verdict.found)) == ("undecided", True)
    approve(world(place, SPONSOR), place.unit)
    assert place.why()["first", "approval"].status == "pass"


def test_an_approval_stands_where_the_gate_is_the_same(pilot):
    place = owning(pilot)
    place.tick_all(place.pilot)
    approve(world(place, SPONSOR), place.unit)

    raised(place, rollout=("dwell: {days: 14}", "dwell: {days: 3}"))
    done(place, Asked(reason="faster"))

    assert place.why()["first", "approval"].status == "pass"


def test_a_document_that_both_changed_is_a_conflict_of_that_unit(own):
    own.edit("pilot/charter", "# Charter of Pilot squad", "# Our own charter")
    renamed(own)

    (outcome,) = done(own)

    assert outcome.done
    assert "conflict" in str(outcome.error).lower() or outcome.error.facts["documents"]
    assert own.session().state.playbook == "2.0"


def test_a_unit_that_has_not_begun_is_told(selection):
    owning(selection)
    raised(selection)

    (outcome,) = done(selection, Asked(reason="why not"))

    assert str(outcome.told) == "first has not begun: it follows the files as they are"


# ------------------------------------------------------------------------------------------------------- back


def test_back_to_a_playbook_that_the_files_no_longer_have(own):
    before = own.disk(), standings(own)
    renamed(own)
    done(own)
    raised(own, "3.0", charter=("# NEW", "# NEWER"))

    (outcome,) = done(own, Asked(revert=True, reason="too early"))

    assert (outcome.done, outcome.plan.source, outcome.plan.target) == (True, "2.0", "1.0")
    assert standings(own) == before[1]
    assert own.disk() == before[0]
    assert own.session().state.offered == "3.0"
    own.whole()


def test_back_to_the_version_in_the_files_follows_the_files(own):
    renamed(own)
    done(own)
    shutil.rmtree(own.folder / "states")
    shutil.rmtree(own.folder / "templates")

    done(own, Asked(revert=True, reason="as shipped"))

    assert (own.session().state.playbook, own.session().state.offered) == ("1.0", "")


def test_what_happened_since_is_kept_on_the_way_back(own):
    renamed(own)
    done(own)
    own.later(2)
    own.advance(own.pilot, by="stop", name="fail", reason="it broke")
    since = own.session().state.standing(own.pilot).since

    done(own, Asked(revert=True, reason="too early"))

    after = own.session().state.standing(own.pilot)
    assert (after.stage, after.since) == ("failed", since)
    assert {"operating", "failed"} <= set(after.been)
    assert "working" not in after.been


def test_a_way_back_that_is_not_clear_is_not_taken(own):
    renamed(own)
    own.change(
        "  - id: failed\n",
        "  - id: burnt\n    terminal: true\n    tally: bad\n  - id: failed\n",
        file="states/squad.yaml",
    )
    own.change(
        "moves:\n", "moves:\n  - {name: burn, source: working, target: burnt, by: stop}\n", file="states/squad.yaml"
    )
    done(own)
    own.advance(own.pilot, by="stop", name="burn", reason="it burnt")

    (outcome,) = done(own, Asked(revert=True, reason="too early"))

    assert (outcome.plan.verdict, [one.step for one in outcome.plan.obstacles]) == ("mapping", ["squad:burnt"])
    (outcome,) = done(own, Asked(revert=True, mapping={"burnt": "failed"}, reason="too early"))
    assert (outcome.done, own.stage(own.pilot)) == (True, "failed")


def test_a_version_that_only_another_unit_knows(own):
    second = other(own)
    renamed(own)
    done(own, RENAMED, second.unit)
    raised(own, "3.0", charter=("# NEW", "# NEWER"))

    (outcome,) = done(own, replace(RENAMED, to="2.0"))

    assert outcome.done
    assert "# NEW Charter" in charter(own)
    assert own.session().state.playbook == "2.0"


def test_a_text_that_the_ledger_lost_is_told(own):
    session = own.session()

    with pytest.raises(LedgerError, match="lost an accepted configuration"):
        playbooks.from_text(session, "1.0", "0" * 64, "")


STAGES = ("forming", "chartered", "operating", "stable", "understrength")
edits = st.fixed_dictionaries(
    {
        "names": st.dictionaries(
            st.sampled_from(STAGES), st.sampled_from(("one", "two", "three", "four", "five"))
        ).filter(lambda names: len(set(names.values())) == len(names)),
        "days": st.integers(1, 60),
        "documents": st.booleans(),
        "dropped": st.sets(st.sampled_from(("handed-over", "hand-over"))).filter(lambda some: len(some) != 1),
        "heading": st.sampled_from(("#", "# X", "# Our")),
    }
)


@given(edits)
@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_planned_applied_and_taken_back_is_as_it_was(made, tmp_path_factory, edit):
    place = owning(made("stabilisation").copy(tmp_path_factory.mktemp("any") / "workspace"))
    before = standings(place), place.disk(), place.session().configuration
    write(place, edit)

    asked = Asked(mapping={f"squad:{old}": new for old, new in edit["names"].items()}, reason="any")
    (first,) = planned(place, asked)
    (there,) = done(place, asked)
    (back,) = done(place, Asked(revert=True, reason="back"))

    assert (first.plan.verdict, there.done, back.done) == ("safe", True, True)
    assert first.plan == there.plan
    assert standings(place) == before[0]
    kept = {path for path in before[1] if path != "first/index.md" or not edit["documents"]}  # it lists one more now
    assert {path: text for path, text in place.disk().items() if path in kept} == {
        path: text for path, text in before[1].items() if path in kept
    }
    assert place.session().configuration == before[2]


def write(place, edit):
    """Write version 2.0 of the playbook, with stages named otherwise, a move left out, other documents and days."""
    path = place.folder / "states" / "squad.yaml"
    found, names = yaml.safe_load(path.read_text("utf-8")), edit["names"]
    found["stages"] = [one for one in found["stages"] if one["id"] not in edit["dropped"]]
    found["moves"] = [one for one in found["moves"] if one["name"] not in edit["dropped"]]
    for stage in found["stages"]:
        stage["id"] = names.get(stage["id"], stage["id"])
    for move in found["moves"]:
        move["target"], source = names.get(move["target"], move["target"]), move["source"]
        move["source"] = names.get(source, source) if isinstance(source, str) else [names.get(s, s) for s in source]
    if edit["documents"]:
        found["stages"][0]["documents"] = ["stability-report"]
    path.write_text(yaml.safe_dump(found, sort_keys=False), "utf-8")
    place.change('version: "1.0"', 'version: "2.0"', file="states/rollout.yaml")
    place.change("dwell: {days: 14}", f"dwell: {{days: {edit['days']}}}", file="states/rollout.yaml")
    place.change("# {{ _(", edit["heading"] + " {{ _(", file="templates/documents/charter.md.j2")
