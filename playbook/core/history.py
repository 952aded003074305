"""State as a pure fold of events. Folding never fires the machine and never looks at a clock or a file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from playbook.core import events as e
from playbook.core.model import Goal, Unit

SHARED_ROLES = ("department-heads",)
"""Roles that several people have at once, each of whom signs."""


class Stamped(NamedTuple):
    """An event with when it happened (`2026-11-21T09:30:00Z`) and who made it happen (a person's id)."""

    at: str
    by: str
    event: e.Event


class Tick(NamedTuple):
    """A checklist item that is done, or does not apply."""

    at: str
    by: str
    evidence: str
    not_applicable: str
    who: str = ""
    """Whose tick it is, where git knows somebody else than `by`, who recorded it."""
    when: str = ""
    """When they committed the line, where git knows."""
    meaning: int = 1
    """The meaning of the item that it was given for."""

    @property
    def person(self) -> str:
        """Return the id of who ticked."""
        return self.who or self.by

    @property
    def day(self) -> str:
        """Return when it was ticked, as well as that is known: a UTC timestamp."""
        return self.when or self.at

    def stands(self, item: Mapping[str, Any]) -> bool:
        """Return whether it was given for what the item means now."""
        return self.meaning >= int(item.get("meaning", 1))


class Approval(NamedTuple):
    """An approval of a move, bound to a fingerprint."""

    at: str
    by: str
    role: str
    move: str
    fingerprint: str
    note: str
    configuration: str = ""
    """Hash of the configuration that was accepted when it was given."""
    documents: tuple[str, ...] = ()
    """Ids of the documents whose signed part it covers."""


class Signature(NamedTuple):
    """What somebody signed by an approval, or confirmed later: the part of a document above its signatures."""

    at: str
    by: str
    role: str
    signed: str
    """Hash of that part, as it was then."""
    text: str
    """Hash of the text it was a part of."""
    again: bool = False


class Suspect(NamedTuple):
    """A signature under a text that is another now."""

    signature: Signature
    sections: tuple[str, ...]
    """Titles of the sections that changed since; empty where it cannot be told which."""


class Passage(NamedTuple):
    """A move that was made."""

    at: str
    by: str
    move: str
    source: str
    target: str
    verdicts: tuple[dict[str, Any], ...]
    reason: str
    carried_by: str
    approvals: tuple[Approval, ...]
    """The approvals that stood when the move was made."""


class Hold(NamedTuple):
    """Why, since when and by whom a subject is on hold."""

    at: str
    by: str
    reason: str


@dataclass(slots=True)
class Cycle:
    """A break-fix cycle; `closed` is empty while it is open."""

    id: str
    subject: str
    opened: str
    hypothesis: str
    time_box: int
    closed: str = ""
    broke: str = ""
    cause: str = ""
    fix: str = ""
    verified: bool = False
    order: int = 0
    """How many events the unit had when it was closed."""


@dataclass(slots=True)
class Lesson:
    """What a cycle taught; `decision` is empty until somebody decides."""

    id: str
    subject: str
    cycle: str
    text: str
    recorded: str
    decision: str = ""
    reason: str = ""
    decided: str = ""


@dataclass(slots=True)
class Favour:
    """Something special that the pilot got; `settlement` is empty until somebody settles it."""

    id: str
    subject: str
    text: str
    granted: str
    granted_by: str = ""
    cost: float = 0.0
    currency: str = ""
    settlement: str = ""
    reason: str = ""
    settled: str = ""
    settled_by: str = ""
    price: float = 0.0
    """What the waves pay for it, in `price_currency`; 0 unless it is priced."""
    price_currency: str = ""


class Reading(NamedTuple):
    """One dated value."""

    day: str
    value: float


@dataclass(slots=True)
class Series:
    """Readings of one measure of one subject."""

    values: dict[str, float] = field(default_factory=dict)
    baseline: str = ""
    reason: str = ""
    breaks: dict[str, str] = field(default_factory=dict)
    """Why each new baseline was set, by its day."""

    def since_baseline(self) -> tuple[Reading, ...]:
        """Return the readings since the last baseline, oldest first."""
        return tuple(Reading(day, self.values[day]) for day in sorted(self.values) if day >= self.baseline)


@dataclass(slots=True)
class Paper:
    """A document as the ledger knows it."""

    id: str
    subject: str
    revision: str
    path: str
    items: tuple[dict[str, Any], ...]
    template: str
    seen: str = ""
    """Hash of its text as last seen on disk, without the ticks."""
    signed: str = ""
    """Hash of the part that approvals are bound to."""
    written: str = ""
    """Hash of the whole file as it was last written."""
    trouble: str = ""
    sightings: set[str] = field(default_factory=set)
    """Hashes of every text of it that the ledger knows of, without the ticks."""
    signatures: dict[tuple[str, str], Signature] = field(default_factory=dict)
    """The latest of each role and person."""
    revisions: tuple[str, ...] = ()
    """Every revision there was, oldest first: an editor may save what it read long ago."""
    own: tuple[dict[str, Any], ...] = ()
    """Items that people added and marked required: id, text, line."""
    unread: tuple[dict[str, Any], ...] = ()
    """Lines that look like ticks and are none: line, item, why."""
    figures: tuple[dict[str, Any], ...] = ()
    """Pictures beside it: file name and hash of each."""

    @property
    def place(self) -> str:
        """Where it lies, relative to the workspace."""
        return f"documents/{self.path}"


@dataclass(slots=True)
class Standing:
    """Where one subject stands."""

    subject: str
    stage: str = ""
    """Empty until the first move: the machine's initial stage."""
    since: str = ""
    been: dict[str, str] = field(default_factory=dict)
    """Stages it was in, with the time of the last entry."""
    hold: Hold | None = None
    ticks: dict[str, Tick] = field(default_factory=dict)
    approvals: list[Approval] = field(default_factory=list)
    """Given since the subject entered its stage."""
    passages: list[Passage] = field(default_factory=list)
    series: dict[str, Series] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    squads: tuple[str, ...] = ()
    """Ids of the squads of a wave, once it is composed."""


@dataclass(slots=True)
class Rollout:
    """A unit's whole state; `unit`, `goal`, `lines`, `people` are the accepted configuration's, not the fold's."""

    id: str
    standings: dict[str, Standing] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    favours: dict[str, Favour] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    digest: str = ""
    configuration: str = ""
    """Hash of the accepted configuration in the ledger's texts; empty before the first."""
    accepted: str = ""
    """When it was accepted."""
    playbook: str = ""
    last: str = ""
    """Time of the last event."""
    count: int = 0
    unit: Unit | None = None
    goal: Goal | None = None
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key of the unit's file, by dotted path: `pilot.members.2.person`."""
    people: Mapping[str, str] = field(default_factory=dict)
    """`Name <mail>` of each person's id."""
    suspects: Mapping[str, tuple[Suspect, ...]] = field(default_factory=dict)
    """By document: signatures under a text that changed. Found by comparing texts, so it is not the fold's either."""
    changes: Mapping[tuple[str, str, str, str], tuple[str, ...]] = field(default_factory=dict)
    """By (subject, move, role, person) of an approval that lapsed: what is not as it was approved."""

    def standing(self, subject: str) -> Standing:
        """Return where a subject stands; one that nothing happened to stands at the start (stage is empty)."""
        return self.standings.get(subject) or Standing(subject)

    def where(self, *path: str | int) -> str:
        """Return `file:line` of a key of the unit's file, or of the nearest key above it that is there."""
        parts = [str(part) for part in path]
        while parts and ".".join(parts) not in self.lines:
            parts.pop()
        line = self.lines.get(".".join(parts), 0)
        return f"{self.file}:{line}" if line else self.file

    def person(self, who: str) -> str:
        """Return the name behind a person's id without the mail; a role in words comes back as it is."""
        return self.people.get(who, who).partition(" <")[0]

    def held(self, subject: str) -> tuple[str, Hold] | None:
        """Return the hold that stops a subject, its own or one above it, with where it was placed."""
        for above in (subject, subject.partition("/")[0]):
            hold = self.standing(above).hold
            if hold:
                return above, hold
        wave = self.wave_of(subject)
        hold = self.standing(wave).hold if wave else None
        return (wave, hold) if wave and hold else None

    def wave_of(self, subject: str) -> str:
        """Return the subject of the composed wave that a squad belongs to, or an empty text."""
        squad = subject.partition("/")[2]
        for name, standing in self.standings.items():
            if squad and squad in standing.squads:
                return name
        return ""


def actors(state: Rollout) -> set[str]:
    """Return the ids of everybody who moved, approved, ticked or held something."""
    found = set()
    for standing in state.standings.values():
        found |= {passage.by for passage in standing.passages}
        found |= {approval.by for approval in standing.approvals}
        found |= {who for tick in standing.ticks.values() for who in (tick.by, tick.person)}
        found |= {approval.by for passage in standing.passages for approval in passage.approvals}
        found |= {standing.hold.by} if standing.hold else set()
    for favour in state.favours.values():
        found |= {who for who in (favour.granted_by, favour.settled_by) if who}
    return found


def fold(stamped: Iterable[Stamped], state: Rollout) -> Rollout:
    """Apply events in order and return the state (the one handed in, changed in place)."""
    for item in stamped:
        _APPLY[type(item.event)](state, item, item.event)
        state.last = item.at
        state.count += 1
    return state


def _own(state: Rollout, subject: str) -> Standing:
    found = state.standings.get(subject)
    if found is None:
        found = state.standings[subject] = Standing(subject)
    return found


def _accepted(state: Rollout, item: Stamped, event: e.ConfigurationAccepted) -> None:
    state.digest, state.configuration, state.accepted = event.digest, event.text, item.at
    state.playbook = event.playbook


def _moved(state: Rollout, item: Stamped, event: e.Moved) -> None:
    own = _own(state, event.subject)
    own.passages.append(
        Passage(
            item.at,
            item.by,
            event.move,
            event.source,
            event.target,
            event.verdicts,
            event.reason,
            event.carried_by,
            tuple(approval for approval in own.approvals if approval.move == event.move),
        )
    )
    own.been.setdefault(event.source, item.at)
    own.stage, own.since = event.target, item.at
    own.been[event.target] = item.at
    own.approvals = []


def _composed(state: Rollout, _: Stamped, event: e.WaveComposed) -> None:
    _own(state, event.subject).squads = event.squads


def _held(state: Rollout, item: Stamped, event: e.HoldPlaced) -> None:
    _own(state, event.subject).hold = Hold(item.at, item.by, event.reason)


def _lifted(state: Rollout, _: Stamped, event: e.HoldLifted) -> None:
    _own(state, event.subject).hold = None


def _approved(state: Rollout, item: Stamped, event: e.Approved) -> None:
    own = _own(state, event.subject)
    own.approvals = [one for one in own.approvals if (one.by, one.role, one.move) != (item.by, event.role, event.move)]
    given = Approval(item.at, item.by, event.role, event.move, event.fingerprint, event.note)
    own.approvals.append(given._replace(configuration=state.configuration, documents=event.documents))
    _sign(state, item, event.role, event.documents)


def _confirmed(state: Rollout, item: Stamped, event: e.SignaturesConfirmed) -> None:
    _sign(state, item, event.role, event.documents, again=True)


def _sign(state: Rollout, item: Stamped, role: str, documents: Iterable[str], *, again: bool = False) -> None:
    """Put a signature under documents as they are now; of most roles there is one holder, so the last one counts."""
    for paper in (state.papers[name] for name in documents if name in state.papers):
        if role not in SHARED_ROLES:
            paper.signatures = {key: one for key, one in paper.signatures.items() if key[0] != role}
        text = paper.seen or paper.revision
        paper.signatures[role, item.by] = Signature(item.at, item.by, role, paper.signed, text, again)


def _ticked(state: Rollout, item: Stamped, event: e.ItemTicked) -> None:
    said = (event.evidence, event.not_applicable, event.who, event.when, event.meaning)
    _own(state, event.subject).ticks[event.item] = Tick(item.at, item.by, *said)


def _unticked(state: Rollout, _: Stamped, event: e.ItemUnticked) -> None:
    _own(state, event.subject).ticks.pop(event.item, None)


def _series(state: Rollout, subject: str, measure: str) -> Series:
    return _own(state, subject).series.setdefault(measure, Series())


def _read(state: Rollout, _: Stamped, event: e.ReadingRecorded) -> None:
    _series(state, event.subject, event.measure).values[event.day] = event.value


def _rebased(state: Rollout, _: Stamped, event: e.BaselineSet) -> None:
    series = _series(state, event.subject, event.measure)
    series.baseline, series.reason = event.day, event.reason
    series.breaks[event.day] = event.reason


def _opened(state: Rollout, item: Stamped, event: e.CycleOpened) -> None:
    cycle = Cycle(event.cycle, event.subject, item.at, event.hypothesis, event.time_box)
    _own(state, event.subject).cycles[event.cycle] = cycle


def _closed(state: Rollout, item: Stamped, event: e.CycleClosed) -> None:
    cycle = _own(state, event.subject).cycles[event.cycle]
    cycle.closed, cycle.broke, cycle.cause = item.at, event.broke, event.cause
    cycle.fix, cycle.verified, cycle.order = event.fix, event.verified, state.count


def _learned(state: Rollout, item: Stamped, event: e.LessonRecorded) -> None:
    state.lessons[event.lesson] = Lesson(event.lesson, event.subject, event.cycle, event.text, item.at)


def _decided(state: Rollout, item: Stamped, event: e.LessonDecided) -> None:
    lesson = state.lessons[event.lesson]
    lesson.decision, lesson.reason, lesson.decided = event.decision, event.reason, item.at


def _granted(state: Rollout, item: Stamped, event: e.FavourGranted) -> None:
    given = (event.granted_by, event.cost, event.currency)
    state.favours[event.favour] = Favour(event.favour, event.subject, event.text, item.at, *given)


def _settled(state: Rollout, item: Stamped, event: e.FavourSettled) -> None:
    favour = state.favours[event.favour]
    favour.settlement, favour.reason = event.settlement, event.reason
    favour.settled, favour.settled_by = item.at, item.by
    favour.price, favour.price_currency = event.cost, event.currency


def _revised(state: Rollout, _: Stamped, event: e.DocumentRevised) -> None:
    old = state.papers.get(event.document)
    state.papers[event.document] = Paper(
        event.document,
        event.subject,
        event.revision,
        event.path,
        event.items,
        event.template,
        event.seen,
        event.signed,
        event.written,
        old.trouble if old else "",
        {event.seen, event.revision} | (old.sightings if old else set()),
        old.signatures if old else {},
        tuple(dict.fromkeys((*(old.revisions if old else ()), event.revision))),
        event.own,
        event.unread,
        event.figures,
    )


def _edited(state: Rollout, _: Stamped, event: e.DocumentEdited) -> None:
    paper = state.papers[event.document]
    paper.seen, paper.signed, paper.own, paper.unread = event.seen, event.signed, event.own, event.unread
    paper.sightings.add(event.seen)


def _troubled(state: Rollout, _: Stamped, event: e.DocumentTroubled) -> None:
    state.papers[event.document].trouble = event.trouble


def _laid(state: Rollout, _: Stamped, event: e.DocumentMoved) -> None:
    state.papers[event.document].path = event.path


def _mended(state: Rollout, _: Stamped, event: e.DocumentMended) -> None:
    state.papers[event.document].trouble = ""


_APPLY: dict[type, Callable[[Rollout, Stamped, Any], None]] = {
    e.ConfigurationAccepted: _accepted,
    e.Moved: _moved,
    e.WaveComposed: _composed,
    e.HoldPlaced: _held,
    e.HoldLifted: _lifted,
    e.Approved: _approved,
    e.SignaturesConfirmed: _confirmed,
    e.ItemTicked: _ticked,
    e.ItemUnticked: _unticked,
    e.ReadingRecorded: _read,
    e.BaselineSet: _rebased,
    e.CycleOpened: _opened,
    e.CycleClosed: _closed,
    e.LessonRecorded: _learned,
    e.LessonDecided: _decided,
    e.FavourGranted: _granted,
    e.FavourSettled: _settled,
    e.DocumentRevised: _revised,
    e.DocumentEdited: _edited,
    e.DocumentTroubled: _troubled,
    e.DocumentMoved: _laid,
    e.DocumentMended: _mended,
}
