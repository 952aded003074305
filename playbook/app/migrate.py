"""Taking units that are under way to another version of their playbook, and back: planned first, then unit by unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playbook.app import accept, playbooks
from playbook.app.changes import Change as Written
from playbook.app.changes import unsettled
from playbook.app.desk import finish, open_desk, refuse_repeated
from playbook.app.playbooks import Playbook
from playbook.app.preview import seen
from playbook.app.session import Session, meant
from playbook.app.world import Renderer, World
from playbook.core import events as e
from playbook.core.differences import Difference, of_documents, of_items, of_maps, owed, regated, verbatim
from playbook.core.migration import GONE, Change, Obstacle, Plan, obstacles, resolve, returned
from playbook.core.phrase import Phrase, say
from playbook.core.remap import Migration, written
from playbook.errors import Outrun, PlaybookError, Repeated, TemplateProblem, UsageError


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for."""

    to: str = ""
    """A version; the one in the files, where it is empty."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Stages of the new playbook by the ones whose place they take: `operating` or `squad:operating`."""
    revert: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one unit, or would become of it."""

    plan: Plan
    told: Phrase | None = None
    """Why there is nothing to do."""
    done: bool = False
    documents: tuple[Written, ...] = ()
    error: PlaybookError | None = None
    """What went wrong with this unit alone, where nothing was wrong with its plan."""

    @property
    def stays(self) -> bool:
        """True where the unit was to follow another playbook and cannot."""
        return self.plan.verdict != "safe"


def plan(world: World, units: tuple[str, ...], asked: Asked) -> list[Outcome]:
    """Return what following another playbook would mean for each unit; nothing is changed.

    Without `units` these are all that are under way and follow another version than the one asked for.

    Raises:
        UsageError: there is no such unit or version, or a mapping names a stage that no playbook here has.
        ConfigurationError: a stage map in the files has problems.
    """
    if asked.revert and not units:
        raise UsageError(say("which units shall be taken back?"), hint='playbook migrate UNIT --revert --reason "…"')
    sessions = [_open(world, unit) for unit in units] if units else list(_other(world, asked))
    found = [(session, *_planned(session, asked)) for session in sessions]
    _refuse_unknown(found, asked)
    return [outcome for _, outcome, _ in found]


def migrate(world: World, units: tuple[str, ...], asked: Asked) -> list[Outcome]:
    """Take each unit that can follow to the other playbook, and write the documents that follow from it.

    All are planned before the first is changed. A unit that is refused keeps the others from nothing, and each is
    recorded by itself: those that were migrated stay so.

    Raises:
        UsageError, ConfigurationError: as `plan`; nothing is changed then.
    """
    found = plan(world, units, asked)
    return [one if one.told or one.stays else _migrated(world, one, asked) for one in found]


def _open(world: World, unit: str) -> Session:
    session, desk = open_desk(world, unit)
    desk.prepare()
    return session


def _other(world: World, asked: Asked) -> Iterator[Session]:
    """Yield the units that are under way, and have not ended, on another version than the one asked for."""
    for unit in world.ledger.units():
        session = Session(world, unit)
        scene = session.scene
        ended = scene.machines["rollout"].map.stage(scene.stage(unit)).terminal
        other = asked.to != session.state.playbook if asked.to else session.state.offered
        if session.pinned and other and not ended:
            yield _open(world, unit)


def _planned(session: Session, asked: Asked) -> tuple[Outcome, list[str]]:
    """Return what would become of a unit, and which stages of the mapping its playbook does not have."""
    unit, version = session.unit, session.state.playbook
    nothing = Plan(unit, version, version)
    if not session.pinned:
        return Outcome(nothing, say("{unit} has not begun: it follows the files as they are", unit=unit)), []
    undone = _undone(session) if asked.revert else None
    target = _target(session, asked, undone)
    if target is None:
        why = say("the files have no stage map for the path '{path}'", path=session.configuration.unit.path)
        return Outcome(replace(nothing, target=GONE, obstacles=(Obstacle("refused", unit, "", why),))), []
    if target.version == version:
        return Outcome(nothing, say("{unit} follows playbook {version} already", unit=unit, version=version)), []
    old = {name: machine.map for name, machine in session.machines.items()}
    steps, unknown = resolve(asked.mapping, old)
    if undone:
        steps = {**returned(undone, old, target.maps), **steps}
    change = Change(old, target.maps, steps, target.version, undone)
    return Outcome(_plan(session, target, change)), unknown


def _undone(session: Session) -> Migration:
    if not session.state.migrations:
        raise UsageError(
            say("{unit} has no migration that could be taken back", unit=session.unit),
            hint=say("to follow another version: playbook migrate {unit} --to VERSION --plan", unit=session.unit),
        )
    return session.state.migrations[-1]


def _target(session: Session, asked: Asked, undone: Migration | None) -> Playbook | None:
    """Return the playbook that is asked for, None where the files have no stage map of the unit's path any more."""
    maps = accept.map_sources(session.world, session.configuration.unit.path)
    there = accept.version_in(maps)
    version = undone.source if undone else asked.to or there
    if version == there:
        return playbooks.of_files(session)
    if undone:
        return playbooks.from_text(session, undone.source, undone.configuration, undone.manifest)
    found = playbooks.of_ledger(session, version)
    if found is None:
        known = list(dict.fromkeys([*playbooks.versions(session), *([] if there == GONE else [there])]))
        hint = meant(version, known) or say("there are: {versions}", versions=known)
        facts = {"unit": session.unit, "version": version}
        raise UsageError(
            say("neither the files nor the ledger have a playbook {version} for {unit}", **facts), hint=hint
        )
    return found


def _plan(session: Session, target: Playbook, change: Change) -> Plan:
    sheets, broken = _sheets(session, target, change)
    reworded = [name for name, (before, after) in sheets.items() if before and after and before.text != after.text]
    items: list[dict[str, Mapping[str, Any]]] = [
        {item["id"]: item for pair in sheets.values() if pair[side] for item in pair[side].items} for side in (0, 1)
    ]
    differences: list[Difference] = [
        *of_maps(change.old, change.new, change.steps),
        *of_documents(change.old, change.new, reworded),
        *of_items(*items),
    ]
    standing = (*obstacles(session.state, change), *broken)
    gates = regated(change.old, change.new, change.steps)
    told = (change.steps, tuple(differences), standing, gates)
    return Plan(session.unit, session.state.playbook, target.version, *told)


Sheet = tuple[Any, Any]
"""A document as the templates of the old playbook render it, and as those of the new one do; None where it has none."""


def _sheets(session: Session, target: Playbook, change: Change) -> tuple[dict[str, Sheet], list[Obstacle]]:
    """Return what every document says on a subject of its kind, and what keeps the new ones from being rendered."""
    language = session.configuration.language
    old, new = playbooks.renderer(session, language), playbooks.of(session, target, language)
    before, after = owed(change.old), owed(change.new)
    found: dict[str, Sheet] = {}
    broken: list[Obstacle] = []
    for machine, subject in _examples(session):
        sight = seen(session, subject, language)
        for name in dict.fromkeys((*before.get(machine, ()), *after.get(machine, ()))):
            first = _rendered(old, name, sight) if name in before.get(machine, ()) else None
            second = _rendered(new, name, sight) if name in after.get(machine, ()) else None
            if isinstance(second, TemplateProblem):
                broken.append(Obstacle("refused", subject, name, _sentence(second)))
            pair = [None if isinstance(one, TemplateProblem) else one for one in (first, second)]
            found.setdefault(name, (pair[0], pair[1]))
    return found, broken


def _examples(session: Session) -> Iterator[tuple[str, str]]:
    """Yield a subject of each machine."""
    seen_machines = set()
    for subject in session.scene.subjects():
        machine = session.scene.machine(subject)
        if machine not in seen_machines:
            seen_machines.add(machine)
            yield machine, subject


def _rendered(renderer: Renderer, name: str, sight: Mapping[str, Any]) -> Any:
    try:
        return renderer.render(name, sight, {})
    except TemplateProblem as error:
        return error


def _sentence(error: TemplateProblem) -> Phrase:
    return error.sentence if isinstance(error.sentence, Phrase) else say("{text}", text=str(error.sentence))


def _refuse_unknown(found: list[tuple[Session, Outcome, list[str]]], asked: Asked) -> None:
    """Raise UsageError for a stage of the mapping that no unit's playbook has."""
    planned = [(session, unknown) for session, outcome, unknown in found if not outcome.told]
    for name in asked.mapping:
        if planned and all(name in unknown for _, unknown in planned):
            known = [
                stage.id for session, _ in planned for one in session.machines.values() for stage in one.map.stages
            ]
            text = say("'{stage}' is not a stage of the playbook that is followed now", stage=verbatim(name))
            raise UsageError(text, hint=meant(name, known) or say("write --map OLD=NEW"))


def _migrated(world: World, found: Outcome, asked: Asked) -> Outcome:
    """Take one unit along; what goes wrong with it is told with it, so that the others can follow."""
    unit = found.plan.unit
    world = replace(world, key=f"{world.key}+{unit}")
    try:
        refuse_repeated(world, unit)
        session, desk = open_desk(world, unit, acting=True)
        _ = session.actor
        desk.prepare()
        again, _ = _planned(session, asked)
        if again.told or again.stays or again.plan != found.plan:
            raise Outrun(say("{unit} changed since it was planned", unit=unit), hint=_how(unit))
        _record(session, found.plan, asked)
        desk.prepare()
        finish(session, desk)
    except Repeated as repeated:
        return replace(found, told=say("{unit}: {what}", unit=unit, what=repeated.sentence))
    except PlaybookError as error:
        return replace(found, error=error)
    torn = unsettled(desk.changes.values(), say("{unit} was migrated", unit=unit)) if desk.conflicts() else None
    return replace(found, done=True, documents=tuple(desk.changes.values()), error=torn)


def _how(unit: str) -> str:
    return f"playbook migrate {unit} --plan"


def _record(session: Session, plan: Plan, asked: Asked) -> None:
    """Record the migration, the stage maps that are in force from here on, and templates that the files do not have."""
    undone = _undone(session) if asked.revert else None
    target = _target(session, asked, undone)
    if target is None:
        raise Outrun(say("{unit} changed since it was planned", unit=session.unit), hint=_how(session.unit))
    told = (asked.reason, written(plan.steps), plan.gates, asked.revert)
    event = e.PlaybookMigrated(session.unit, plan.source, plan.target, *told)
    there = accept.version_in(accept.map_sources(session.world, session.configuration.unit.path))
    offered = "" if there == target.version else there
    known = session.configuration._replace(maps=target.maps, offered=offered)
    session.adopt(known, session.state.digest, event)
    if target.manifest and session.state.manifests.get(target.version) != target.manifest:
        session.record(e.DocumentsPinned(session.unit, target.version, target.manifest))
