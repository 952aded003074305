"""The shipped machines walked stage by stage and at random: nothing out of reach, no dead end, nothing out of order."""

from itertools import pairwise

import pytest
import yaml
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from playbook.core import events as e
from playbook.core.history import Stamped, fold
from playbook.core.moves import decide, follow
from playbook.core.shape import build
from playbook.core.stagemap import StageMap, conditions
from playbook.core.waves import waves_of
from tests.builders import STATES, maps, moved, stamped, unit
from tests.core.scenes import judging, scene

TOP_DOWN = build(StageMap, yaml.safe_load((STATES / "rollout-top-down.yaml").read_text("utf-8")))
MAPS = {**maps(), "rollout-top-down": TOP_DOWN}
PATHS = {"incremental": maps(), "top-down": {**maps(), "rollout": TOP_DOWN}}
NAMES = sorted(MAPS)


def reach(stage_map, start, skip=()):
    """Return the stages that can be reached, and the moves that are made on the way."""
    found, made, waiting = {start}, set(), [start]
    while waiting:
        stage = waiting.pop()
        for move in stage_map.leaving(stage):
            if move.by in skip:
                continue
            made.add((move.name, stage))
            if move.target not in found:
                found.add(move.target)
                waiting.append(move.target)
    return found, made


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_is_reached_and_every_move_made(name):
    found, made = reach(MAPS[name], MAPS[name].initial)

    assert found == {stage.id for stage in MAPS[name].stages}
    assert {move for move, _ in made} == {move.name for move in MAPS[name].moves}


@pytest.mark.parametrize("name", NAMES)
def test_only_a_last_stage_has_no_way_out(name):
    for stage in MAPS[name].stages:
        assert bool(MAPS[name].leaving(stage.id)) is not stage.terminal


@pytest.mark.parametrize("name", NAMES)
def test_a_good_end_is_reached_from_every_stage_without_stopping(name):
    stage_map = MAPS[name]
    good = {stage.id for stage in stage_map.stages if stage.terminal and stage.tally == "good"}

    for stage in stage_map.stages:
        if not stage.terminal:
            assert reach(stage_map, stage.id, skip=("stop",))[0] & good


@pytest.mark.parametrize("name", NAMES)
def test_a_person_can_always_stop(name):
    for stage in MAPS[name].stages:
        only_planned = (name, stage.id) == ("wave", "planned")  # it is taken out of the file instead
        assert stage.terminal or only_planned or MAPS[name].leaving(stage.id, "stop")


@pytest.mark.parametrize("name", NAMES)
def test_each_stage_names_at_most_one_next_step(name):
    for stage in MAPS[name].stages:
        assert len(MAPS[name].leaving(stage.id, "advance")) <= 1


MOVES = [(path, "rollout", move) for path, found in PATHS.items() for move in found["rollout"].moves]
MOVES += [("incremental", machine, move) for machine in ("wave", "squad") for move in maps()[machine].moves]
STEPS = [
    (path, machine, move, stage) for path, machine, move in MOVES for stage in move.sources(PATHS[path][machine].stages)
]


def way(stage_map, target):
    """Return moves by people, the shortest chain of them, that lead from the first stage to another."""
    ways = {stage_map.initial: []}
    waiting = [stage_map.initial]
    while waiting:
        stage = waiting.pop(0)
        for move in stage_map.leaving(stage):
            if move.target not in ways:
                ways[move.target] = [*ways[stage], (move, stage)]
                waiting.append(move.target)
    return ways[target]


def led(path, machine, stage):
    """Return a scene whose unit, wave or squad has gone all the way to a stage, and what is there.

    A unit and a wave are led by decisions, so that their squads go along; a squad by its own history.
    """
    subject = {"rollout": "emea", "wave": "emea/wave-1", "squad": "emea/lyon"}[machine]
    passed = way(PATHS[path][machine], stage)
    events = [] if machine == "rollout" else [moved("emea", "replication", 9)]
    if machine == "squad":
        events += [moved("emea/wave-1", one, 9) for one in ("staffing", "launched", "soaking")]
        events += [stamped(e.Moved(subject, machine, move.name, source, move.target), 5) for move, source in passed]
    found = scene(*events, unit=unit(), stage_maps=PATHS[path])
    for move, _ in passed if machine != "squad" else ():
        made = decide(found, subject, move, "because")
        fold([stamped(event, 5) for event in made.events], found.state)
        object.__setattr__(found, "waves", waves_of(found.state, found.unit))
    return found, subject


@pytest.mark.parametrize(
    ("path", "machine", "move", "stage"), STEPS, ids=lambda one: getattr(one, "name", None) or str(one)
)
def test_every_move_is_made_from_each_of_its_stages_and_by_its_gate_alone(path, machine, move, stage):
    found, subject = led(path, machine, stage)
    assert found.stage(subject) == stage
    if move.by == "engine":
        unless = next(name for name, _ in conditions(move.unless))
        object.__setattr__(found, "judge", judging(**{unless: "fail"}))
        events = follow(found, (subject,))
        assert move.target in {one.target for one in events} or ruled_out(found, stage, move)
        return

    decision = decide(found, subject, move, "because")

    if move.by == "recycle" and machine == "squad":
        assert [one.condition for one in decision.verdicts if one.stands_in_the_way] == ["leader"], (
            "it goes with its wave"
        )
        return
    assert decision.open, [one for one in decision.verdicts if one.stands_in_the_way]
    made = [one for one in decision.events if isinstance(one, e.Moved) and one.subject == subject]
    assert [(one.move, one.source, one.target) for one in made] == [(move.name, stage, move.target)]
    for name, _ in conditions(move.gate):
        for status in ("fail", "undecided"):
            object.__setattr__(found, "judge", judging(**{f"{subject}:{name}": status}))
            assert decide(found, subject, move, "because").events == (), f"{name} is {status}"


def ruled_out(found, stage, move):
    """Return whether an engine's move before this one has the same condition: then that one is made."""
    before = found.machines["squad"].map.leaving(stage, "engine")
    names = [{name for name, _ in conditions(one.unless)} for one in before]
    return any(names[at] & names[before.index(move)] for at in range(before.index(move)))


class Chain(RuleBasedStateMachine):
    """A unit of three squads, driven by decisions and by the engine, with conditions that answer at random."""

    path = "incremental"

    def __init__(self):
        super().__init__()
        self.scene = scene(unit=unit(), stage_maps=PATHS[self.path])
        self.clock = 0

    def happen(self, events):
        self.clock += 1
        at = f"2026-11-21T{self.clock // 60:02}:{self.clock % 60:02}:00Z"
        fold([Stamped(at, "p-1", event) for event in events], self.scene.state)
        object.__setattr__(self.scene, "waves", waves_of(self.scene.state, self.scene.unit))

    def stages(self):
        return {subject: self.scene.stage(subject) for subject in self.scene.subjects()}

    def waits(self, wave):
        """Return whether an earlier wave was not opened yet."""
        return any(
            self.scene.stage(f"emea/{name}") == "planned"
            for name in self.scene.waves
            if int(name.rpartition("-")[2]) < int(wave.rpartition("-")[2])
        )

    @rule(data=st.data(), status=st.sampled_from(("pass", "pass", "pass", "fail", "undecided")))
    def move(self, data, status):
        subject = data.draw(st.sampled_from(self.scene.subjects()))
        stage_map = self.scene.machines[self.scene.machine(subject)].map
        stage = self.scene.stage(subject)
        ways = [move for move in stage_map.leaving(stage) if move.by in ("advance", "recycle")]
        ways += stage_map.leaving(stage, "stop") if data.draw(st.integers(0, 9)) == 0 else ()
        if not ways:
            return
        # Waves open in their order: what is only planned is composed anew behind the last one that was opened.
        early = self.scene.machine(subject) == "wave" and self.waits(subject)
        answers = {"documents": status, "stable": status, "reached": "fail" if early else status}
        object.__setattr__(self.scene, "judge", judging(**answers))
        before = self.stages()

        decision = decide(self.scene, subject, data.draw(st.sampled_from(ways)), "because")
        self.happen(decision.events)

        assert bool(decision.events) is decision.open
        moved = {one.subject: one for one in decision.events if isinstance(one, e.Moved)}
        for one, stage in self.stages().items():
            assert (stage != before.get(one, stage)) <= (one in moved)

    @rule(data=st.data(), failing=st.sampled_from(("stable", "squad_size")))
    def evidence(self, data, failing):
        subject = data.draw(st.sampled_from(self.scene.subjects()))
        object.__setattr__(self.scene, "judge", judging(**{failing: "fail"}))

        self.happen(follow(self.scene, (subject,)))

    @rule(data=st.data())
    def hold(self, data):
        self.happen([e.HoldPlaced(data.draw(st.sampled_from(self.scene.subjects())), "wait")])

    @precondition(lambda self: any(one.hold for one in self.scene.state.standings.values()))
    @rule(data=st.data())
    def resume(self, data):
        held = [name for name, one in self.scene.state.standings.items() if one.hold]
        self.happen([e.HoldLifted(data.draw(st.sampled_from(held)))])

    @invariant()
    def every_passage_is_a_move_of_the_map_and_they_form_a_way(self):
        for subject, standing in self.scene.state.standings.items():
            stage_map = self.scene.machines[self.scene.machine(subject)].map
            for one in standing.passages:
                assert (one.move, one.target) in {(move.name, move.target) for move in stage_map.leaving(one.source)}
            assert all(one.target == next_.source for one, next_ in pairwise(standing.passages))
            assert not standing.passages or standing.passages[0].source == stage_map.initial

    @invariant()
    def a_last_stage_is_the_last(self):
        for subject, standing in self.scene.state.standings.items():
            stage_map = self.scene.machines[self.scene.machine(subject)].map
            assert not any(stage_map.stage(one.source).terminal for one in standing.passages)

    @invariant()
    def each_squad_is_in_one_wave(self):
        squads = [squad for wave in self.scene.waves.values() for squad in wave]
        assert sorted(squads) == ["kyiv", "lyon", "oslo"]

    @invariant()
    def nobody_is_ahead_of_what_carries_them(self):
        for wave, squads in self.scene.waves.items():
            for squad in squads if self.scene.stage(f"emea/{wave}") == "planned" else ():
                assert self.scene.stage(f"emea/{squad}") in ("proposed", "disbanded")
        begun = "pilot" in self.scene.been("emea")
        assert begun or self.scene.stage("emea/pilot") in ("proposed", "disbanded")


class TopDown(Chain):
    """The same on the other path."""

    path = "top-down"


@pytest.mark.parametrize("chain", [Chain, TopDown], ids=lambda chain: chain.path)
def test_a_walk_at_random_keeps_its_order(chain):
    run_state_machine_as_test(chain, settings=settings(max_examples=30, stateful_step_count=40, deadline=None))
