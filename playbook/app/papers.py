"""Documents between ledger and disk: what people changed is read back, what is owed is rendered and merged.

Nothing is written to disk here: the session is committed first, then `write` puts the files down. A crash in between
is healed by the next run, because what is on disk names the revision that it was generated from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from playbook.app import figures
from playbook.app.session import Session
from playbook.app.suspects import look
from playbook.app.ticks import read_ticks
from playbook.app.world import Stored
from playbook.core import events as e
from playbook.core.history import Paper
from playbook.core.persons import veil
from playbook.documents.checklist import signed_part, with_ticks, without_ticks
from playbook.documents.conflict import conflicted
from playbook.documents.header import compose, split
from playbook.documents.leftovers import PICTURE, discard, rescue
from playbook.documents.merge import settle
from playbook.documents.shelf import Changed
from playbook.documents.stamps import Stamp, digest
from playbook.documents.view import view
from playbook.errors import MergeConflict
from playbook.ledger.codec import text_hash

TURNS = 4
"""So often documents are rendered anew because of what others became; two are enough for all of ours."""
UNSETTLED = ("conflict", "unmerged")


@dataclass(slots=True)
class Change:
    """What `sync` did, or would do, to one document."""

    document: str
    path: str
    what: str
    """`new`, `updated`, `merged`, `ticked`, `restored`, `conflict`, `unmerged`, `missing`, `unreadable`,
    `rescued`."""
    kept: int = 0
    """Lines of a person that a merge kept."""
    added: int = 0
    removed: int = 0
    ticks: int = 0


class Draft(NamedTuple):
    """A document as it would be written."""

    subject: str
    template: str
    path: str
    text: str
    """The file's whole text, people's lines merged."""
    generated: str
    """The text as rendered."""
    items: tuple[dict[str, Any], ...]
    conflicts: int
    kept: int
    figures: tuple[dict[str, Any], ...] = ()


@dataclass(slots=True)
class Desk:
    """The documents of one unit during one command."""

    session: Session
    changes: dict[str, Change] = field(default_factory=dict)
    _loaded: dict[str, Stored | None] = field(default_factory=dict)
    _pending: dict[str, str] = field(default_factory=dict)
    _views: dict[str, dict[str, Any]] = field(default_factory=dict)
    _promised: frozenset[str] = frozenset()
    _shown: dict[str, str] = field(default_factory=dict)
    """Digest of what each subject's documents were last rendered from: what has not changed is not rendered again."""
    _known: Mapping[str, str] = field(default_factory=dict)
    """The same, as an earlier command left it."""
    _figures: figures.Figures = field(init=False)

    def __post_init__(self) -> None:
        """Have no pictures to write yet."""
        self._figures = figures.Figures(self.session.world.shelf)

    def _load(self, path: str) -> Stored | None:
        if path not in self._loaded:
            self._loaded[path] = self.session.world.shelf.load(path)
        return self._loaded[path]

    def _mine(self, path: str) -> str | None:
        """Return a document's text as it stands: what this command is about to write, else what is on disk."""
        if path in self._pending:
            return self._pending[path]
        stored = self._load(path)
        return stored.text if stored else None

    def read_back(self) -> None:
        """Turn what people did to the files into events: ticks, edits, deletions, conflicts left or resolved."""
        self._promised = self.session.world.shelf.promised(self.session.unit)
        for paper in list(self.session.state.papers.values()):
            if self._untouched(paper):
                continue
            trouble = self._trouble(paper)
            if trouble != paper.trouble:
                self._note(paper, trouble)
            if not trouble and self._load(paper.path):
                self._read_ticks(paper)
                self._read_text(paper)

    def _untouched(self, paper: Paper) -> bool:
        """Return whether the file is just as it was written, so that there is nothing to read back or to merge."""
        stored = None if paper.trouble or paper.path in self._pending else self._load(paper.path)
        return stored is not None and stored.text is not None and text_hash(stored.text) == paper.written

    def _trouble(self, paper: Paper) -> str:
        stored = self._load(paper.path)
        if stored is None:
            return "" if paper.path in self._promised else "missing"
        header = split(stored.text)[0] if stored.text is not None else None
        if header is None or header.id != paper.id or stored.text is None:
            return "unreadable"
        return "conflict" if conflicted(stored.text) else ""

    def _note(self, paper: Paper, trouble: str) -> None:
        if trouble in ("missing", "conflict", "unreadable"):
            self.session.record(e.DocumentTroubled(paper.subject, paper.id, trouble))  # type: ignore[arg-type]  # narrowed
        else:
            self.session.record(e.DocumentMended(paper.subject, paper.id))

    def _base(self, paper: Paper, body: str) -> tuple[str, str]:
        """Return (revision, text) that a file was generated from; the newest where its header names none of ours."""
        header, _ = split(body)
        wanted = header.revision if header else ""
        found = next((one for one in reversed(paper.revisions) if wanted and one.startswith(wanted)), paper.revision)
        return found, self.session.text(found) or ""

    def _read_ticks(self, paper: Paper) -> None:
        text = self._mine(paper.path) or ""
        count = read_ticks(self.session, paper, text, self._base(paper, text)[1])
        if count:
            self._change(paper, "ticked").ticks += count

    def _read_text(self, paper: Paper) -> None:
        text = self._mine(paper.path) or ""
        body = _bare(text)
        seen = text_hash(body)
        if seen == paper.seen or self._base(paper, text)[0] != paper.revision:
            return
        self.session.record(e.DocumentEdited(paper.subject, paper.id, self.session.keep(body), seen, _signed(text)))

    def prepare(self, *, restore: bool = False) -> None:
        """Render every document that is owed and merge it into what people have; remember what has to be written.

        Documents tell of documents: which there are, which signature is suspect. What was rendered can change what
        others show, so those are rendered once more.
        """
        state, only = self.session.state, None
        look(self.session)
        for _ in range(TURNS):
            shelf, suspects = self._listed(), dict(state.suspects)
            self._pass(only, restore=restore)
            look(self.session)
            moved = {name for name in {*suspects, *state.suspects} if suspects.get(name) != state.suspects.get(name)}
            only = {state.papers[name].subject for name in moved}
            if only or shelf != self._listed():
                only.add(self.session.unit)
            if not only:
                return

    def _listed(self) -> set[tuple[str, str, str]]:
        """Return what an index of the documents shows of them."""
        return {(paper.id, paper.path, paper.trouble) for paper in self.session.state.papers.values()}

    def _pass(self, only: set[str] | None, *, restore: bool) -> None:
        """Render what the subjects owe, of all of them where `only` is None."""
        scene = self.session.scene
        self._views = {}
        for subject in scene.subjects():
            if only is not None and subject not in only:
                continue
            stage_map = scene.machines[scene.machine(subject)].map
            owed = stage_map.owed(scene.been(subject))
            if not owed:
                continue
            shown = digest(owed, self._view(subject), self.session.state.standing(subject).ticks)
            if shown != self._shown.get(subject) and not self._as_left(subject, owed, shown):
                for template in owed:
                    self._settle(subject, template, restore=restore)
            self._shown[subject] = shown

    def _as_left(self, subject: str, owed: Iterable[str], shown: str) -> bool:
        """Return whether an earlier command made these documents from the very same, and nobody touched them since."""
        if self._known.get(subject) != shown:
            return False
        papers = [self.session.state.papers.get(f"{subject}/{template}") for template in owed]
        return all(paper and self._untouched(paper) and self._drawn(paper) for paper in papers)

    def _drawn(self, paper: Paper) -> bool:
        """Return whether the pictures beside a document are there, as they were drawn."""
        return self.session.world.shelf.same(figures.files(paper))

    def recall(self) -> None:
        """Find out what an earlier command left, if the ledger says that it was the last one to touch documents."""
        world, session = self.session.world, self.session
        stamp = world.stamps.load(session.unit)
        last = session.heads.get("documents")
        if stamp and last and stamp.heads.get("documents") == last and stamp.basis == world.basis():
            self._known = stamp.views

    def stamp(self) -> None:
        """Note what the documents were made from, for the next command."""
        session, state = self.session, self.session.state
        if not self._shown:
            return
        whole = not any(paper.trouble for paper in state.papers.values()) and not self.conflicts()
        files = {paper.path: paper.written for paper in state.papers.values()} if whole else {}
        for paper in state.papers.values() if whole else ():
            files |= figures.files(paper)
        sources = state.digest if not session.file_gone else ""
        stamp = Stamp(session.world.basis(), session.heads, sources, files, self._shown)
        session.world.stamps.save(session.unit, stamp)

    def _settle(self, subject: str, template: str, *, restore: bool) -> None:
        state = self.session.state
        name = f"{subject}/{template}"
        paper = state.papers.get(name)
        path = paper.path if paper else f"{name}.md"
        if paper and paper.trouble and not (restore and paper.trouble == "missing"):
            self._change(paper, paper.trouble)
            return
        try:
            self._generate(subject, template, paper, path)
        except MergeConflict:  # there is nothing here that could merge lines; the file stays as it is
            self.changes[name] = Change(name, path, "unmerged")

    def _generate(self, subject: str, template: str, paper: Paper | None, path: str) -> None:
        """Render a document and merge it into what people have."""
        state, name = self.session.state, f"{subject}/{template}"
        rendering = self._render(subject, template)
        drawn = figures.listed(rendering.figures)
        self._draw(path, rendering.figures)
        items = veil(tuple(dict(item) for item in rendering.items), state.people)
        same = paper and (paper.revision, paper.items, paper.figures) == (text_hash(rendering.text), items, drawn)
        if paper and same and self._untouched(paper):
            return
        ticks = state.standing(subject).ticks
        mine = self._theirs(paper, self._mine(path))
        if mine is None:
            body, conflicts, kept = rendering.text, 0, 0
        else:
            base = self.session.text(paper.revision) or "" if paper else ""
            merged = settle(base, mine, rendering.text, self.session.world.merge)
            # Merging a late save with what others wrote since may have left markers already.
            conflicts = merged.conflicts or int(conflicted(merged.text))
            body, kept = merged.text, merged.kept
        text = compose(name, rendering.text, with_ticks(body, ticks, self.session.configuration.language))
        self._put(Draft(subject, template, path, text, rendering.text, items, conflicts, kept, drawn))

    def _draw(self, path: str, drawn: Iterable[tuple[str, str]]) -> None:
        """Remember the pictures that have to be written, and say so."""
        for name, _ in drawn:
            self.changes.pop(figures.beside(path, name), None)
        for place, what in self._figures.draw(path, drawn).items():
            self.changes[place] = Change(place, place, what)

    def _theirs(self, paper: Paper | None, file: str | None) -> str | None:
        """Return a document's text as people want it, in terms of its newest revision; None where there is none.

        A file that is gone is what it last was. One that was generated from an older revision was saved late: what
        others wrote since is merged into it first, or their lines would look deleted.
        """
        if paper is None:
            return split(file)[1] if file is not None else None
        last = self.session.text(paper.seen) or self.session.text(paper.revision)
        if file is None:
            return last
        revision, base = self._base(paper, file)
        if revision == paper.revision or last is None:
            return split(file)[1]
        return settle(base, split(file)[1], last, self.session.world.merge).text

    def _put(self, draft: Draft) -> None:
        """Record a revision where it is a new one, and remember the file where it differs from what is there."""
        session = self.session
        name = f"{draft.subject}/{draft.template}"
        before = self._mine(draft.path)
        self._revise(name, draft)
        trouble = session.state.papers[name].trouble
        if trouble == "missing":
            session.record(e.DocumentMended(draft.subject, name))
        if draft.conflicts:
            session.record(e.DocumentTroubled(draft.subject, name, "conflict"))
        if draft.text != before:
            self._pending[draft.path] = draft.text
            what = "merged" if draft.kept else "updated" if before else "restored" if trouble else "new"
            what = "conflict" if draft.conflicts else what
            self._count(self._change(session.state.papers[name], what), before or "", draft.text, draft.kept)

    def _revise(self, name: str, draft: Draft) -> None:
        old = self.session.state.papers.get(name)
        made, seen, signed = text_hash(draft.generated), text_hash(_bare(draft.text)), _signed(draft.text)
        written = text_hash(draft.text)
        kept = (old.revision, old.items, old.seen, old.written, old.figures) if old else ()
        if kept == (made, draft.items, seen, written, draft.figures):
            return
        self.session.keep(draft.generated)
        if draft.kept:
            self.session.keep(_bare(draft.text))  # so that a lost file can be made again with people's lines
        self.session.record(
            e.DocumentRevised(
                draft.subject,
                name,
                made,
                draft.path,
                draft.items,
                draft.template,
                seen,
                signed,
                written,
                figures=draft.figures,
            )
        )

    def _render(self, subject: str, template: str) -> Any:
        session = self.session
        ticks = session.state.standing(subject).ticks
        return session.world.renderer(session.configuration.language).render(template, self._view(subject), ticks)

    def _view(self, subject: str) -> dict[str, Any]:
        """Return what a subject's documents show: one view for all of them, and the renderer escapes it once."""
        if subject not in self._views:
            session, scene = self.session, self.session.scene
            known = session.configuration
            maps = {name: machine.map for name, machine in scene.machines.items()}
            words = session.world.words(known.language)
            self._views[subject] = view(session.state, maps, scene.waves, subject, known.organisation, words)
        return self._views[subject]

    def _change(self, paper: Paper, what: str) -> Change:
        found = self.changes.setdefault(paper.id, Change(paper.id, paper.path, what))
        if what != "ticked" and found.what in ("ticked", "updated"):
            found.what = what
        return found

    def _count(self, change: Change, before: str, after: str, kept: int) -> None:
        old, new = Counter(before.splitlines()), Counter(after.splitlines())
        change.kept = kept
        change.added += (new - old).total()
        change.removed += (old - new).total()

    def promise(self) -> None:
        """Note which documents will be made for the first time, before they are recorded."""
        fresh = [path for path in self._pending if self._load(path) is None]
        self.session.world.shelf.promise(self.session.unit, fresh)

    def write(self) -> list[str]:
        """Put the files down, each whole or not at all; only after the session was committed.

        Return the paths that somebody saved in the meantime: they are left as they are, to be merged anew.
        """
        late = []
        for path, text in self._pending.items():
            stored = self._load(path)
            try:
                self.session.world.shelf.save(path, text, stored.raw if stored else None)
            except Changed:
                late.append(path)
        self._figures.write()
        self.session.world.shelf.kept(self.session.unit)
        self._pending.clear()
        self._loaded.clear()
        self._tidy()
        return late

    def _tidy(self) -> None:
        """Take away what killed writers left; a text that the ledger does not know gets a visible name instead."""
        papers = {paper.path: paper for paper in self.session.state.papers.values()}
        for below in sorted({path.rpartition("/")[0] for path in papers}):
            for left in self.session.world.shelf.leftovers(below):
                paper = papers.get(left.document)
                known = paper and left.text is not None and text_hash(_bare(left.text)) in paper.sightings
                if known or left.text == "" or left.document.endswith(PICTURE):
                    discard(left)
                else:
                    name = rescue(left)
                    self.changes[name] = Change(name, name, "rescued")

    def conflicts(self) -> list[str]:
        """Return the paths of documents that both sides changed and nothing could merge, sorted."""
        return sorted(one.path for one in self.changes.values() if one.what in UNSETTLED)

    def refuse_conflicts(self, so: str) -> None:
        """Raise MergeConflict where people and engine changed the same lines; `so` says what that means here."""
        if self.conflicts():
            raise unsettled(self.changes.values(), so)


def unsettled(changes: Iterable[Change], so: str) -> MergeConflict:
    """Return the error that names the documents which a person has to settle; `so` says what that means here."""
    found = [one for one in changes if one.what in UNSETTLED]
    paths = sorted(one.path for one in found)
    step = "edit the lines between <<<<<<< and >>>>>>>, then run: playbook sync"
    if all(one.what == "unmerged" for one in found):
        step = "both sides changed it, and git, which merges them, is not installed: install it, then playbook sync"
    return MergeConflict(f"conflict in {', '.join(paths)}", hint=f"{so}; {step}", documents=paths)


def _bare(text: str) -> str:
    """Return a file's text without header and ticks: what a person's edits are told by."""
    return without_ticks(split(text)[1])


def _signed(text: str) -> str:
    part = signed_part(text)
    return text_hash(part) if part is not None else ""
