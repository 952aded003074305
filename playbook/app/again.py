"""Confirming again: what somebody signed or approved, what it is now, and their word that they stand by it."""

import difflib
from collections.abc import Iterator
from typing import Any, NamedTuple

from playbook.app import suspects
from playbook.app.approve import not_own, refuse_torn
from playbook.app.desk import open_desk
from playbook.app.judging import content, rights
from playbook.app.session import Session
from playbook.app.sync import change
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.history import Approval, Paper, Suspect
from playbook.core.phrase import say
from playbook.documents.checklist import signed_part
from playbook.errors import Outrun, UsageError


class Rewritten(NamedTuple):
    """A signed document that is another now."""

    document: str
    path: str
    role: str
    signed: str
    """When it was signed."""
    sections: tuple[str, ...]
    lines: tuple[str, ...]
    """Lines that went (`-`), came (`+`) and stand around them (` `); none where the signed text was not kept."""


class Reset(NamedTuple):
    """A key of the configuration that has another value now; None stands for one that is not there."""

    key: str
    before: Any
    after: Any


class Lapsed(NamedTuple):
    """An approval of the next move that lapsed."""

    subject: str
    move: str
    role: str
    given: str
    resets: tuple[Reset, ...]


class Again(NamedTuple):
    """What the person at the keyboard would confirm."""

    documents: tuple[Rewritten, ...]
    approvals: tuple[Lapsed, ...]
    basis: tuple[str, ...]
    """What it rests on: it is confirmed as it was read, or not at all."""


def review(world: World, subject: str, role: str = "") -> tuple[Session, Again]:
    """Return what the person at the keyboard once stood for, at a subject or below it, that is another now.

    Nothing is written.

    Raises:
        UsageError: there is nothing of theirs to confirm.
        GateClosed: it is their own squad.
    """
    session, desk = open_desk(world, subject.partition("/")[0], acting=True)
    desk.prepare()
    return session, _review(session, subject, role)


def confirm(world: World, subject: str, role: str = "", note: str = "", basis: tuple[str, ...] = ()) -> Session:
    """Record that the person at the keyboard stands by what `review` showed them.

    Raises:
        Outrun: it is not what was shown any more (`basis`).
        UsageError, GateClosed: as `review`.
    """

    def act(session: Session) -> None:
        found = _review(session, subject, role)
        if basis and found.basis != basis:
            raise Outrun(
                say("what you were shown has changed since"),
                hint=say("read it again: {command}", command=_again(subject)),
            )
        refuse_torn(session, [one.document for one in found.documents])
        session.record(*_events(session, found, note))

    return change(world, subject.partition("/")[0], act)


def _again(subject: str) -> str:
    return f"playbook approve {subject} --again"


def _review(session: Session, subject: str, role: str) -> Again:
    suspects.look(session)
    papers = list(_mine(session, subject, role))
    approvals = list(_lapsed(session, subject, role))
    if not papers and not approvals:
        name = session.state.person(session.actor)
        raise UsageError(
            say("nothing that {name} signed or approved at {subject} has changed since", name=name, subject=subject),
            hint=say("to approve the next move: {command}", command=f"playbook approve {subject}"),
        )
    for paper, _ in papers:
        not_own(session, paper.subject)
    documents = tuple(_rewritten(session, paper, suspect) for paper, suspect in papers)
    basis = (
        *(f"{paper.id} {paper.content}" for paper, _ in papers),
        *(content(session.scene, at) for at, _ in approvals),
    )
    return Again(documents, tuple(_told(session, at, one) for at, one in approvals), basis)


def _mine(session: Session, subject: str, role: str) -> Iterator[tuple[Paper, Suspect]]:
    """Yield the suspect signatures at or below a subject that the person at the keyboard can confirm."""
    scene = session.scene
    scene.machine(subject)
    below = scene.below(subject) if "/" in subject else scene.subjects()
    for name in session.state.suspects:
        paper = session.state.papers[name]
        if paper.subject not in below:
            continue
        for suspect, holders in rights(scene, paper.subject).suspects(name):
            if session.actor in holders and role in ("", suspect.signature.role):
                yield paper, suspect


def _lapsed(session: Session, subject: str, role: str) -> Iterator[tuple[str, Approval]]:
    """Yield the approvals of this person for the subject's next move that are bound to something else than what is."""
    for one in session.state.standing(subject).approvals:
        theirs = one.by == session.actor and role in ("", one.role)
        still = theirs and one.by in rights(session.scene, subject).holders(one.role)
        if still and one.fingerprint != content(session.scene, subject):
            yield subject, one


def _rewritten(session: Session, paper: Paper, suspect: Suspect) -> Rewritten:
    then, now = suspects.signed_text(session, suspect.signature), suspects.text_of(session, paper)
    before, after = (signed_part(text, suspects.made(session, paper)) or "" for text in (then, now))
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm="") if then else iter(())
    shown = tuple(line for line in list(lines)[2:])
    one = suspect.signature
    return Rewritten(paper.id, paper.place, one.role, one.at, suspect.sections, shown)


def _told(session: Session, subject: str, one: Approval) -> Lapsed:
    return Lapsed(subject, one.move, one.role, one.at, tuple(_resets(session, subject, one)))


def _resets(session: Session, subject: str, one: Approval) -> Iterator[Reset]:
    for path, before, after in suspects.differences(session, subject, one):
        yield Reset(".".join(path), before, after)
    for waiver in suspects.waivers_since(session, subject, one):
        said = f"{waiver.condition}: {waiver.reason}"
        yield Reset(waiver.id, *((said, None) if waiver.ended else (None, said)))


def _events(session: Session, found: Again, note: str) -> Iterator[e.Event]:
    """Yield an approval for each that lapsed, and one confirmation a role for the documents that it does not cover."""
    covered: set[str] = set()
    rest: dict[tuple[str, str], list[str]] = {}
    for one in found.approvals:
        documents = suspects.covered(session, session.scene.below(one.subject))
        covered |= {f"{one.role} {name}" for name in documents}
        yield e.Approved(one.subject, one.move, one.role, content(session.scene, one.subject), note, documents)
    for document in found.documents:
        if f"{document.role} {document.document}" not in covered:
            subject = session.state.papers[document.document].subject
            rest.setdefault((subject, document.role), []).append(document.document)
    for (subject, role), names in rest.items():
        yield e.SignaturesConfirmed(subject, role, tuple(names), note)
