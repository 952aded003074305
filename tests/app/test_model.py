"""The public functions driven at random on a real workspace, beside a simple model of what must come of it."""

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from playbook.app import failures, migrate, provisos, waivers
from playbook.app.approve import hold, resume
from playbook.app.audit import replay
from playbook.app.evidence import Value, close_cycle, decide_lesson, items_of, learn, open_cycle, read, tick, untick
from playbook.app.session import Session
from playbook.core import events as e
from playbook.errors import Outrun, PlaybookError
from playbook.ledger.codec import decode
from tests.app.workspace import COACH, EXAMPLES, Place

UNIT = "emea"
SPONSOR = "Adaeze Nwankwo <adaeze.nwankwo@example.org>"
SQUADS = ("pilot", "lyon", "nairobi")
SUBJECTS = (UNIT, *(f"{UNIT}/{name}" for name in (*SQUADS, "wave-1")))
PLACE_OF = st.sampled_from(SUBJECTS)
SPARE = "    # - {person: "
NEVER_WAIVED = {"shared_goal", "hold", "ended", "leader", "carried"}
"""What nobody may pass over; `squad_size` may, but only below six."""


def demo(folder):
    """Return the demo company with its first unit alone, of a pilot and four squads."""
    shutil.copytree(EXAMPLES / "demo", folder)
    for name in ("apac", "rev-ops"):
        (Path(folder) / "units" / f"{name}.yaml").unlink()
    place = Place(folder, unit=UNIT)
    if SPARE in place.file.read_text("utf-8"):
        place.change(SPARE, "    - {person: ")
    text = place.file.read_text("utf-8")
    start, end = text.index("  - id: casablanca"), text.index("# One squad first")
    place.file.write_text(f"{text[:start]}\n{text[end:]}", "utf-8")
    return place


def stages_of(place):
    """Return the stage of everything, by the ledger alone; nothing before the first command."""
    if not place.rows():
        return {}
    scene = replay(place.world(), UNIT)
    return {subject: scene.stage(subject) for subject in scene.subjects()}


class Rollout(RuleBasedStateMachine):
    """What the model knows: every event so far, where subjects stand, which lines people wrote and where."""

    begun: ClassVar[dict[int, Path]] = {}
    made: ClassVar[Counter] = Counter()

    def __init__(self):
        super().__init__()
        self.top = Path(tempfile.mkdtemp(prefix="model-"))
        self.lines, self.rows, self.stages, self.number = [], [], {}, 0
        self.asked, self.granted, self.used = {}, {}, Counter()
        self.failed, self.promised = [], {}

    @initialize(steps=st.sampled_from((0, 1, 2, 2, 3)))
    def begin(self, steps):
        """Start anew, or where the pilot forms, operates, or has been replicated."""
        self.place = Place(self.begun[steps], unit=UNIT).copy(self.top / "place")
        self.place.day = {0: "2026-12-01", 1: "2026-12-01", 2: "2026-12-02", 3: "2027-02-01"}[steps]
        self.rows = self.place.rows()
        self.stages = stages_of(self.place)

    def teardown(self):
        try:
            self.place.sync()
            rows, disk = self.place.rows(), self.place.disk()
            self.place.sync()
            assert (self.place.rows(), self.place.disk()) == (rows, disk), "twice changes nothing"
            self.place.whole()
        finally:
            shutil.rmtree(self.top)

    @contextmanager
    def command(self, moving=False):
        """Let a command run that may be refused in words; what it may not do is checked afterwards."""
        with suppress(PlaybookError):
            yield
        rows = self.place.rows()
        assert rows[: len(self.rows)] == self.rows, "history only grows"
        fresh = [decode(row.kind, row.data) for row in rows[len(self.rows) :]]
        self.rows = rows
        self.made.update(type(one).__name__ for one in fresh)
        for moved in (one for one in fresh if isinstance(one, e.Moved)):
            assert self.stages.get(moved.subject, moved.source) == moved.source
            closed = [one for one in moved.verdicts if one["status"] not in ("pass", "waived")]
            engine = moved.move in ("regress", "shrink", "outgrow")
            assert engine or (moving and not closed), "a stage changes by an open gate alone"
            assert not engine or closed
            self.stages[moved.subject] = moved.target
            for one in moved.verdicts:
                if one["status"] == "waived":
                    self.passed_over(moved, one)

    def passed_over(self, moved, verdict):
        """Only what somebody granted is passed over, and nothing that nobody can waive."""
        condition, subject = verdict["condition"], verdict["subject"]
        names = [name for name, asked in self.asked.items() if asked == (subject, condition) and name in self.granted]
        assert names, f"{condition} of {subject} was waived by nobody"
        assert condition not in NEVER_WAIVED
        assert any(self.place.day <= self.granted[name] for name in names), "an expired waiver let something pass"

    @rule(
        subject=st.sampled_from((UNIT, UNIT, *SUBJECTS)),
        granted_by=st.sampled_from((SPONSOR, COACH)),
        days=st.integers(1, 20),
        data=st.data(),
    )
    def waive(self, subject, granted_by, days, data):
        """Somebody asks for a waiver, and somebody grants it: never who asked, never what cannot be waived."""
        try:
            judged = self.place.why(subject)
        except PlaybookError:
            return
        closed = [name for name, one in judged.items() if one.stands_in_the_way]
        closed = [name for name in closed if judged[name].waivable] or closed
        if not closed:
            return
        below, condition = data.draw(st.sampled_from(sorted(closed)))
        until = (date.fromisoformat(self.place.day) + timedelta(days=days)).isoformat()
        found = []
        with self.command():
            found.append(waivers.request(self.place.world(COACH), below, condition, "because", until)[1])
        for one in found:
            assert one.condition not in NEVER_WAIVED
            self.asked[one.id] = (one.subject, one.condition)
            with self.command():
                waivers.grant(self.place.world(granted_by), below, one.id)
                assert granted_by != COACH, "nobody grants their own waiver"
                self.granted[one.id] = until

    @rule(subject=PLACE_OF, days=st.integers(0, 20))
    def promise(self, subject, days):
        due = (date.fromisoformat(self.place.day) + timedelta(days=days)).isoformat()
        with self.command():
            terms = provisos.Terms("train two more", SPONSOR, due)
            self.promised[provisos.add(self.place.world(SPONSOR), subject, terms)[1].id] = subject

    @rule(data=st.data())
    def keep_a_promise(self, data):
        if self.promised:
            name = data.draw(st.sampled_from(sorted(self.promised)))
            with self.command():
                provisos.meet(self.place.world(), self.promised[name], name, "seen")
                del self.promised[name]

    @rule(subject=PLACE_OF, size=st.sampled_from(failures.SIZES), lesson=st.sampled_from(("", "Ask earlier")))
    def fail(self, subject, size, lesson):
        with self.command():
            self.failed.append(failures.record(self.place.world(), subject, "it broke", size=size, lesson=lesson)[1].id)

    @rule()
    def follow_another_playbook(self):
        """The files hold the version that the rollout follows already: nothing to do, however often it is asked."""
        before = len(self.rows)
        with self.command():
            migrate.migrate(self.place.world(), (UNIT,), migrate.Asked())
        assert not any(one.kind == "PlaybookMigrated" for one in self.rows[before:])

    @rule(reason=st.sampled_from(("one", "two")))
    def race(self, reason):
        """Two people read the same history, and both write: one wins, the other is told and changes nothing."""
        sessions = [Session(self.place.world(), UNIT, acting=True) for _ in range(2)]
        for session in sessions:
            session.record(e.LessonRecorded(f"{UNIT}/pilot", f"lesson-{len(session.state.lessons) + 1}", "", reason))
        with self.command():
            sessions[0].commit()
        with self.command(), pytest.raises(Outrun):
            sessions[1].commit()

    @rule()
    def sync(self):
        with self.command():
            self.place.sync()

    @rule(subject=PLACE_OF)
    def approve(self, subject):
        with self.command():
            self.place.approve(subject, actor=SPONSOR)

    @rule(subject=st.sampled_from((UNIT, UNIT, *SUBJECTS)), help_=st.booleans())
    def advance(self, subject, help_):
        if help_:
            self.tick_all(subject)
            self.approve(subject)
        with self.command(moving=True):
            self.place.advance(subject)

    @rule(subject=PLACE_OF)
    def recycle(self, subject):
        with self.command(moving=True):
            self.place.advance(subject, by="recycle", reason="numbers turned")

    @rule(subject=PLACE_OF)
    def hold(self, subject):
        with self.command():
            hold(self.place.world(), subject, "wait")

    @rule(subject=PLACE_OF)
    def resume(self, subject):
        with self.command():
            resume(self.place.world(), subject)

    def tick_all(self, subject):
        for squad in self.place.session().scene.below(subject):
            with self.command():
                tick(self.place.world(), squad, list(items_of(self.place.session(), squad)), evidence="seen")

    @rule(squad=st.sampled_from(SQUADS), data=st.data())
    def tick_or_untick(self, squad, data):
        subject = f"{UNIT}/{squad}"
        items = sorted(items_of(self.place.session(), subject))
        if items:
            act = data.draw(st.sampled_from((tick, untick)))
            with self.command():
                act(self.place.world(), subject, [data.draw(st.sampled_from(items))])

    @rule(squad=st.sampled_from(SQUADS), values=st.lists(st.integers(30, 95), min_size=1, max_size=8))
    def measure(self, squad, values):
        session = self.place.session()
        measure = session.scene.unit.measures[0].id
        today = date.fromisoformat(self.place.day)
        days = [(today - timedelta(days=back)).isoformat() for back in range(len(values))]
        subject = f"{UNIT}/{squad}"
        with self.command():
            given = [Value(subject, measure, day, value) for day, value in zip(days, values, strict=True)]
            read(self.place.world(), UNIT, given)
            kept = self.place.session().state.standing(subject).series[measure].values
            assert {day: kept[day] for day in days} == dict(zip(days, values, strict=True))

    @rule(verified=st.booleans(), lesson=st.sampled_from(("", "Ask earlier")))
    def cycle(self, verified, lesson):
        subject = f"{UNIT}/pilot"
        told = {"broke": "slow", "cause": "no limit", "fix": "limit", "verified": verified, "lesson": lesson}
        with self.command():
            open_cycle(self.place.world(), subject, "a hypothesis", 14)
        with self.command():
            close_cycle(self.place.world(), subject, "", **told)

    @rule(decision=st.sampled_from(("adopted", "local", "rejected")))
    def lesson(self, decision):
        with self.command():
            learn(self.place.world(), f"{UNIT}/pilot", "Print the card")
        for name, one in self.place.session().state.lessons.items():
            if not one.decision:
                with self.command():
                    decide_lesson(self.place.world(), UNIT, name, decision, "because")

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        self.place.later(days)

    @rule(budget=st.integers(0, 5))
    def edit_the_file(self, budget):
        text = self.place.file.read_text("utf-8")
        lines = [f"failure_budget: {budget}" if one.startswith("failure_budget:") else one for one in text.splitlines()]
        self.place.file.write_text("\n".join(lines) + "\n", "utf-8")

    @rule(data=st.data(), above=st.booleans())
    def write_in_a_document(self, data, above):
        """A person writes a line of their own, at the end or in the middle, and saves."""
        documents = sorted(self.place.disk())
        if documents:
            name = data.draw(st.sampled_from(documents))
            path = self.place.folder / "documents" / name
            self.number += 1
            mine = f"A person's line, number {self.number}."
            lines = path.read_text("utf-8").splitlines()
            at = len(lines) // 2 if above else len(lines)
            path.write_text("\n".join([*lines[:at], "", mine, "", *lines[at:]]) + "\n", "utf-8")
            self.lines.append((path, mine))

    @rule(data=st.data())
    def tick_in_a_document(self, data):
        documents = [name for name, raw in self.place.disk().items() if b"- [ ]" in raw]
        if documents:
            path = self.place.folder / "documents" / data.draw(st.sampled_from(sorted(documents)))
            path.write_text(path.read_text("utf-8").replace("- [ ]", "- [x]", 1), "utf-8")

    @invariant()
    def a_persons_line_is_never_lost(self):
        for path, mine in self.lines:
            assert mine in path.read_text("utf-8")

    @invariant()
    def what_was_promised_granted_or_failed_is_remembered(self):
        if not self.rows:
            return
        state = replay(self.place.world(), UNIT).state
        assert {name for name, one in state.provisos.items() if not one.met} == set(self.promised)
        assert list(state.failures) == self.failed
        assert set(state.waivers) == set(self.asked)
        assert all(one.granted_by != one.requested_by for one in state.waivers.values())
        assert all(bool(state.waivers[name].granted) == (name in self.granted) for name in self.asked)

    @invariant()
    def there_is_one_pilot_and_each_squad_has_one_wave(self):
        if not self.rows:
            return
        scene = replay(self.place.world(), UNIT)
        opened = [squad for wave in scene.waves.values() for squad in wave]
        assert "pilot" not in opened
        assert len(opened) == len(set(opened))

    @invariant()
    def where_everything_stands_is_what_the_moves_say(self):
        if not self.rows:
            return
        scene = replay(self.place.world(), UNIT)
        found = {subject: scene.stage(subject) for subject in scene.subjects()}
        assert {subject: found[subject] for subject in self.stages} == self.stages
        for squad in (scene.unit.pilot, *scene.unit.squads):
            if found[f"{UNIT}/{squad.id}"] in ("operating", "stable"):
                assert 6 <= len(squad.members) <= 10
                assert (squad.goal or scene.unit.goal) == scene.unit.goal


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return workspaces to begin with, by the steps they have gone."""
    top = tmp_path_factory.mktemp("begun")
    place = demo(top / "0")
    found = {0: place.folder}
    for step in (1, 2, 3):
        place = place.copy(top / str(step))
        forward(place, step)
        found[step] = place.folder
    return found


def forward(place, step):
    place.day = "2026-12-01"
    if step == 1:
        place.sync()
        place.approve(actor=SPONSOR)
    elif step == 2:
        place.tick_all(place.pilot)
        place.approve(actor=SPONSOR)
    else:
        replicate(place)
    place.advance()


def replicate(place):
    for number in range(3):
        place.later(10)
        place.cycle(f"lesson {number}")
    measure = place.session().scene.unit.measures[0]
    place.later(15)
    good = measure.target + (2 if measure.direction == "up" else -2)
    place.measure(place.pilot, *(good + wobble for wobble in (0, 1, 0, 1, 0, 1, 0)), measure=measure.id)
    for other in place.session().scene.unit.measures[1:]:
        good = other.target + (2 if other.direction == "up" else -2)
        place.measure(place.pilot, *(good + wobble for wobble in (0, 1, 0, 1, 0, 1, 0)), measure=other.id)
    place.approve(actor=SPONSOR)


@pytest.mark.git
@pytest.mark.slow
def test_whatever_people_do_the_promises_hold(begun):
    Rollout.begun = begun

    run_state_machine_as_test(Rollout, settings=settings(max_examples=25, stateful_step_count=22, deadline=None))

    usual = {"Moved", "Approved", "ItemTicked", "DocumentEdited", "ConfigurationAccepted", "HoldPlaced", "CycleClosed"}
    usual |= {"WaiverRequested", "ProvisoAdded", "FailureRecorded", "LessonRecorded", "ReadingRecorded"}
    assert len(usual & set(Rollout.made)) >= len(usual) // 2, "the walk goes somewhere"


def test_the_walk_begins_where_it_should(begun):
    found = {step: Place(folder, unit=UNIT).stage() for step, folder in begun.items()}

    assert found == {0: "selection", 1: "pilot", 2: "stabilisation", 3: "replication"}
