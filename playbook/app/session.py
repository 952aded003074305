"""One unit for the length of one command: read once, change in memory, write everything or nothing."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import cast

from playbook.app import accept
from playbook.app.judging import judge
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.allocations import taken
from playbook.core.fingerprint import evidence_is_about
from playbook.core.history import Rollout, Stamped, actors, fold
from playbook.core.machine import machines
from playbook.core.migration import waits
from playbook.core.model import people_of
from playbook.core.moves import follow
from playbook.core.phrase import Phrase, say
from playbook.core.scene import Scene, stamp
from playbook.core.summary import line, tree
from playbook.core.waves import waves_of
from playbook.errors import LedgerError, Outrun, UsageError
from playbook.ledger.base import STREAMS, Append, Written
from playbook.ledger.codec import decode, encode, text_hash
from playbook.ledger.people import lookup


class Session:
    """A unit's state: what the ledger holds, with this command's events already folded in."""

    def __init__(self, world: World, unit: str, *, acting: bool = False) -> None:
        """Read the unit's events and its configuration; a changed file is validated and accepted in memory.

        Raises:
            UsageError: there is no such unit.
            ConfigurationError: its file, `playbook.yaml` or a stage map has problems.
        """
        self.world = world
        self.now = world.clock()
        self.state = Rollout(unit)
        self.versions = dict.fromkeys(STREAMS, 0)
        self.heads: dict[str, str] = {}
        """Hash of the last event of each stream."""
        self.events: list[e.Event] = []
        self._texts: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._fresh: dict[str, str] = {}
        """Ids of the people who are new with this command, by what two ways to write one person share."""
        self._time: dict[str, dict[str, int]] | None = None
        self._actor = ""
        self._acting = acting
        self._read(unit)
        self._configure(unit)
        self._identify()

    def _read(self, unit: str) -> None:
        rows = []
        for row in self.world.ledger.read(unit):
            rows.append(Stamped(row.at, row.by, decode(row.kind, row.data)))
            self.versions[row.stream], self.heads[row.stream] = row.version, row.hash
        fold(rows, self.state)

    def _configure(self, unit: str) -> None:
        found = accept.sources(self.world, unit)
        if found is None and not self.state.configuration:
            known = self.world.folder.units()
            raise UsageError(say("there is no unit '{unit}'", unit=unit), hint=nearest(unit, known), unit=unit)
        self.file_gone = found is None
        self.file_changed = found is not None and found.digest != self.state.digest
        if self.state.configuration:
            self._use(accept.from_text(self._kept(self.state.configuration)))
        if found is not None and self.file_changed:
            self._accept(found, unit)

    def _identify(self) -> None:
        """Find out who acts before anything is folded that names them; a reader may stay unknown."""
        if self._acting and not self._actor:
            with suppress(UsageError):
                person = self.world.actor()
                if "<" in person or self.state.people:
                    self._actor = self._recognise(person)

    def _kept(self, digest: str) -> str:
        text = self.world.ledger.text(digest)
        if text is None:
            lost = say("the ledger lost an accepted configuration")
            raise LedgerError(lost, hint=say("run `playbook verify`"), text=digest)
        return text

    def _accept(self, found: accept.Sources, unit: str) -> None:
        self._identify()
        read = accept.validate(self.world, found, unit, self.state, self.configuration if self.pinned else None)
        ids = {person: self.person(person) for person in people_of(read.unit)}
        self.adopt(accept.with_ids(read, ids), found.digest)

    def adopt(self, known: accept.Accepted, digest: str, *first: e.Event) -> None:
        """Take a configuration, people by their ids, as what decisions rest on; `digest` is of its files.

        What has to have happened before it is `first`.
        """
        self._use(known)
        text, version = self.keep(accept.to_text(known)), known.maps["rollout"].version
        about = evidence_is_about(known.unit, known.goal, version)
        self._fold([*first, e.ConfigurationAccepted(self.unit, digest, text, version, about, known.offered)])
        self.settle()

    @property
    def pinned(self) -> bool:
        """Whether the rollout is under way: from its first move on it keeps to its playbook's version."""
        return bool(self.state.standing(self.unit).stage)

    def _use(self, known: accept.Accepted) -> None:
        self.configuration = known
        state = self.state
        state.unit, state.goal, state.lines, state.file = known.unit, known.goal, known.lines, known.file
        names = self.world.ledger.people({*people_of(known.unit), *actors(state)})
        state.people = {**state.people, **names, **self._people}
        self.machines = machines(known.maps)
        self._time = None

    def notes(self) -> list[Phrase]:
        """Return what the reader should know about where the configuration comes from."""
        if self.file_gone:
            facts = {"file": self.state.file, "day": self.state.accepted[:10]}
            return [say("{file} is gone: judged on what was accepted on {day}", **facts), *waits(self.state)]
        return [*([_not_accepted(self.state.file)] if self.file_changed else []), *waits(self.state)]

    @property
    def unit(self) -> str:
        """The unit's id."""
        return self.state.id

    @property
    def actor(self) -> str:
        """The id of the person at the keyboard.

        Raises:
            UsageError: nobody said who that is.
        """
        if not self._actor:
            self._actor = self._recognise(self.world.actor())
        return self._actor

    def _recognise(self, person: str) -> str:
        """Return the id of `Name <mail>`; a bare name is enough where one person of this unit has it."""
        same = [who for who, text in self.state.people.items() if text.partition(" <")[0] == person]
        return same[0] if len(same) == 1 else self.person(person)

    def person(self, person: str) -> str:
        """Return the id of a person, a new one for somebody the ledger does not know."""
        found = self.world.ledger.find_person(person)
        if found is None:
            found = self._fresh.get(lookup(person))
        if found is None:
            found = self.world.new_id("p")
            self._people[found] = person
            self._fresh[lookup(person)] = found
        kept = self._people.get(found) or self.world.ledger.people([found]).get(found, person)
        if self.state.people.get(found) != kept:
            cast("dict[str, str]", self.state.people)[found] = kept  # this session's own; a copy each would be dear
        return found

    @property
    def scene(self) -> Scene:
        """What is true now, for a decision."""
        return self._scene(self.state)

    def _scene(self, state: Rollout) -> Scene:
        unit = state.unit
        if unit is None:
            raise LedgerError(say("no configuration of {unit} was ever accepted", unit=self.unit))
        return Scene(state, unit, self.machines, waves_of(state, unit), self.now, judge, self._elsewhere)

    def _elsewhere(self, people: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """Return what other units' squads have of people's time; the ledger is asked once for all of this unit's."""
        if self._time is None:
            unit = self.configuration.unit
            everybody = {member.person for squad in (unit.pilot, *unit.squads) for member in squad.members}
            self._time = self.world.ledger.allocations(everybody)
        known = ((person, self._time.get(person, {})) for person in people)
        return {person: {unit: n for unit, n in units.items() if unit != self.unit} for person, units in known}

    def _ends(self, event: e.Event) -> bool:
        """Return whether a squad, or the unit, came to the end of its way: then it gives its people back."""
        return isinstance(event, e.Moved) and self.machines[event.machine].map.stage(event.target).terminal

    def _allocations(self) -> Mapping[str, int] | None:
        """Return whose time the squads have, None where that is as the ledger has it."""
        mine = taken(self.state, self.scene.unit, self.configuration.maps)
        if any(isinstance(one, e.ConfigurationAccepted) or self._ends(one) for one in self.events):
            return mine
        # They are kept all at once, so one of them tells: a ledger of an older program has none.
        kept = self.world.ledger.allocations(list(mine)[:1])
        return None if any(self.unit in units for units in kept.values()) else mine

    def keep(self, text: str) -> str:
        """Return the hash under which the text will be in the ledger."""
        digest = text_hash(text)
        self._texts[digest] = text
        return digest

    def text(self, digest: str) -> str | None:
        """Return a kept text, of this command or of the ledger."""
        return self._texts.get(digest) or self.world.ledger.text(digest)

    def record(self, *events: e.Event) -> None:
        """Let these events have happened, and then the moves that the engine itself makes because of them."""
        self._fold(list(events))
        kinds = tuple(e.KINDS[kind] for kind in e.DOCUMENTS)
        touched = {event.subject for event in events if not isinstance(event, kinds)}
        if touched:
            self.settle(touched)

    def settle(self, touched: Collection[str] | None = None) -> None:
        """Make the engine's own moves: of a stable squad whose numbers turned, of a squad that shrank."""
        scene = self.scene
        known = set(scene.subjects())
        squads = [one for one in touched or self.state.standings if one in known and scene.machine(one) == "squad"]
        self._fold(follow(scene, tuple(squads)))

    def _fold(self, events: list[e.Event]) -> None:
        who = self._actor or "-"
        fold([Stamped(stamp(self.now), who, event) for event in events], self.state)
        self.events += events

    def commit(self) -> Written | None:
        """Write everything this command did, durably and at once; nothing when it did nothing.

        Raises:
            Outrun: somebody else changed the unit since it was read.
        """
        if not self.events:
            return None
        # The portfolio shows what this unit's own events say: it can be made again, whatever other units do meanwhile.
        scene = replace(self.scene, elsewhere=lambda _: {})
        own = line(scene)
        batch = Append(
            unit=self.unit,
            at=stamp(self.now),
            by=self.actor,
            key=self.world.key,
            expected=self.versions,
            events=[encode(event) for event in self.events],
            texts=self._texts,
            people=self._people,
            line=own,
            tree=tree(scene, own),
            allocations=self._allocations(),
        )
        written = self.world.ledger.append(batch)
        if written.repeated:
            raise Outrun(say("this command was carried out before (same idempotency key); nothing was done again"))
        for row in written.rows:
            self.versions[row.stream], self.heads[row.stream] = row.version, row.hash
        self.events, self._texts, self._people, self._fresh, self._time = [], {}, {}, {}, None
        return written


def _not_accepted(file: str) -> Phrase:
    return say(
        "judged on {file}, playbook.yaml and the stage maps as they stand now; "
        "the next command that changes something accepts them",
        file=file,
    )


def meant(name: str, known: list[str]) -> Phrase | None:
    """Return a hint: the name that was probably meant."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return say("did you mean '{name}'?", name=close[0]) if close else None


def nearest(name: str, known: list[str]) -> Phrase:
    """Return a hint: the unit that was probably meant, or which there are."""
    there = say("units here: {units}", units=known[:12]) if known else say("this workspace has no units yet")
    return meant(name, known) or there
