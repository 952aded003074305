"""What a template may see: plain data, made from the ledger and the accepted configuration alone. No clock is here."""

from collections.abc import Mapping
from typing import Any

from playbook.core.history import Rollout
from playbook.core.stagemap import StageMap
from playbook.documents import decisions, favours, lessons, pieces, records, roster, skills
from playbook.documents.contents import contents
from playbook.documents.pieces import Plain, Source
from playbook.documents.signatures import signatures
from playbook.words import Words


def view(  # noqa: PLR0913, PLR0917  (all that the documents of a subject are a function of)
    state: Rollout,
    maps: Mapping[str, StageMap],
    waves: Mapping[str, tuple[str, ...]],
    subject: str,
    organisation: str,
    words: Words,
) -> dict[str, Any]:
    """Return what all templates of `subject` show: dicts, lists, texts, numbers, flags and None, never escaped.

    Every view has what the unit says of itself. A squad's has the squad, its numbers, cycles and lessons; a wave's has
    its squads; a unit's has the pilot and every wave. `docs/reference/documents.md` lists the keys.

    Raises:
        KeyError: the unit has no such squad or wave.
        ValueError: no configuration was accepted yet.
    """
    source = pieces.source_of(state, maps, waves, words)
    name = subject.partition("/")[2]
    found = _common(source, subject) | {"organisation": organisation}
    if not name:
        return found | _of_unit(source, subject)
    if name in waves:
        return found | _of_wave(source, subject, name)
    return found | _of_squad(source, subject, name)


def _common(source: Source, subject: str) -> Plain:
    state = source.state
    held = state.held(subject)
    return {
        "subject": subject,
        "name": subject.partition("/")[2],
        "language": source.words.language,
        "w": source.words.squad(source.unit.squad_word),
        "unit": pieces.unit(source),
        "goal": pieces.goal(source),
        "mission": pieces.mission(source),
        "passages": records.passages(source, subject),
        "decisions": decisions.decisions(source, subject),
        "ahead": decisions.ahead(source, subject),
        "provisos": decisions.provisos(source, subject),
        "approvals": records.approvals(source, subject),
        "signed": signatures(source, subject),
        "hold": records.hold(source, *held) if held else None,
        "file": state.file,
    }


def _of_unit(source: Source, subject: str) -> Plain:
    everyone = [source.path("pilot"), *(source.path(squad.id) for squad in source.unit.squads)]
    waves = [records.wave(source, name) for name in source.waves]
    planned = {squad["id"] for wave in waves for squad in wave["squads"]}
    return {
        "retooling": pieces.retooling(source),
        "pilot": roster.squad(source, "pilot"),
        "measures": records.measures(source, source.path("pilot")),
        "waves": waves,
        "unplanned": [records.brief(source, squad.id) for squad in source.unit.squads if squad.id not in planned],
        "squads": [records.brief(source, one.partition("/")[2]) for one in everyone],
        "results": [records.result(source, one) for one in everyone],
        "gaps": skills.gaps(source),
        "missed": skills.missed(source),
        "cycles": [cycle for one in everyone for cycle in records.cycles(source, one)],
        "lessons": lessons.lessons(source, everyone, subject),
        "losses": records.losses(source),
        "favours": favours.favours(source),
        "priced": favours.priced(source),
        "index": contents(source),
    }


def _of_wave(source: Source, subject: str, name: str) -> Plain:
    squads = [source.path(squad) for squad in source.waves[name]]
    return {
        "wave": records.wave(source, name),
        "before": [records.wave(source, other) for other in source.waves if source.order(other) < source.order(name)],
        "results": [records.result(source, squad) for squad in squads],
        "cycles": [cycle for squad in squads for cycle in records.cycles(source, squad)],
        "lessons": lessons.lessons(source, squads, subject),
        "inherited": lessons.inherited(source, name),
    }


def _of_squad(source: Source, subject: str, name: str) -> Plain:
    return {
        "squad": roster.squad(source, name),
        "measures": records.measures(source, subject),
        "cycles": records.cycles(source, subject),
        "lessons": lessons.lessons(source, [subject]),
        "inherited": lessons.inherited(source, name),
        "elsewhere": roster.elsewhere(source, name),
    }
