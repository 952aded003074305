"""Documents between ledger and disk: what is owed is rendered and merged into what people have.

Nothing is written to disk here: the session is committed first, then `write` puts the files down. A crash in between
is healed by the next run, because what is on disk names the revision that it was generated from.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from playbook.app import figures
from playbook.app.changes import UNSETTLED, Change, Changes, left_out, unsettled
from playbook.app.draft import Draft, retells, revise
from playbook.app.files import Files, signed
from playbook.app.memory import Memory
from playbook.app.playbooks import pin, renderer, templates
from playbook.app.readback import Reader
from playbook.app.session import Session
from playbook.app.suspects import look
from playbook.app.ticks import named, standing
from playbook.core import events as e
from playbook.core.history import Paper
from playbook.core.persons import veil
from playbook.core.phrase import Phrase, say
from playbook.documents.checklist import generated_part, mended, with_own, with_ticks, without_ticks
from playbook.documents.conflict import conflicted
from playbook.documents.decisions import reviewed
from playbook.documents.header import MARK, compose, split
from playbook.documents.merge import Merged, settle
from playbook.documents.retold import retold as tell
from playbook.documents.stamps import digest
from playbook.documents.view import view
from playbook.errors import MergeConflict
from playbook.ledger.codec import text_hash

TURNS = 4
"""So often documents are rendered anew because of what others became; two are enough for all of ours."""
GONE = ("missing", "empty")
"""Troubles in which there is no text of a person to keep, so that the document can be made again."""


@dataclass(slots=True)
class Desk:
    """The documents of one unit during one command."""

    session: Session
    changes: Changes = field(default_factory=Changes)
    restore: Collection[str] | bool = ()
    """Ids of documents that shall be made again though people deleted them, or True for all of them."""
    files: Files = field(init=False)
    _reader: Reader = field(init=False)
    _views: dict[str, dict[str, Any]] = field(default_factory=dict)
    _memory: Memory = field(init=False)
    _figures: figures.Figures = field(init=False)

    def __post_init__(self) -> None:
        """Have nothing to write yet."""
        self.files = Files(self.session.world, self.session.unit)
        self._reader = Reader(self.session, self.files, self.changes)
        self._memory = Memory(self.session, self.files, self.changes)
        self._figures = figures.Figures(self.session.world.shelf)

    def read_back(self, *, search: bool = False) -> None:
        """Turn what people did to the files into events; with `search`, look for all documents that are missing."""
        self._reader.read(search=search)

    def prepare(self) -> None:
        """Render every document that is owed and merge it into what people have; remember what has to be written.

        Documents tell of documents: which there are, which signature is suspect. What was rendered can change what
        others show, so those are rendered once more.
        """
        state, only = self.session.state, None
        pin(self.session)
        look(self.session)
        for _ in range(TURNS):
            shelf, suspects = self._listed(), dict(state.suspects)
            self._pass(only)
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

    def _pass(self, only: set[str] | None) -> None:
        """Render what the subjects owe, of all of them where `only` is None."""
        scene = self.session.scene
        self._views = {}
        for subject in scene.subjects():
            if only is not None and subject not in only:
                continue
            stage_map = scene.machines[scene.machine(subject)].map
            owed = reviewed(stage_map, scene.been(subject), self.session.state.standing(subject))
            if not owed:
                continue
            ticks = self.session.state.standing(subject).ticks
            shown = digest(owed, self._view(subject), ticks, templates(self.session))
            if not self._memory.knows(subject, owed, shown):
                for template in owed:
                    self._settle(subject, template)
            self._memory.shown[subject] = shown

    def recall(self) -> None:
        """Find out what an earlier command left."""
        self._memory.recall()

    def stamp(self) -> None:
        """Note what the documents were made from, for the next command."""
        self._memory.save()

    def _settle(self, subject: str, template: str) -> None:
        name = f"{subject}/{template}"
        paper = self.session.state.papers.get(name)
        if paper and paper.trouble and not self._wanted_back(paper):
            self.changes.tell(name, paper.path, paper.trouble)
            return
        path = paper.path if paper else f"{name}.md"
        why = self.files.unreadable(path) or ("" if paper else self.files.taken(path, name))
        if why:
            self.changes.tell(name, path, "unreadable", why)
            return
        try:
            self._generate(subject, template, paper, path)
        except MergeConflict as error:  # nothing here could merge the lines; the file stays as it is
            self.changes.tell(name, path, "unmerged", error.sentence)  # type: ignore[arg-type]  # a phrase, or English

    def _wanted_back(self, paper: Paper) -> bool:
        """Return whether a document that is gone shall be made again; it is made at its own place."""
        if paper.trouble not in GONE or not (self.restore is True or (self.restore and paper.id in self.restore)):
            return False
        own = f"{paper.id}.md"
        if paper.trouble == "missing" and paper.path != own and self.files.absent(own):
            self.session.record(e.DocumentMoved(paper.subject, paper.id, own))
        return True

    def _generate(self, subject: str, template: str, paper: Paper | None, path: str) -> None:
        """Render a document and merge it into what people have."""
        state, name = self.session.state, f"{subject}/{template}"
        rendering = self._render(subject, template)
        drawn = figures.listed(rendering.figures)
        self._draw(path, rendering.figures)
        items = veil(tuple(dict(item) for item in rendering.items), state.people)
        ticks = standing(self.session, subject, rendering.items)
        made = with_own(rendering.text, self.files.text(path) or "", ticks)
        same = paper and (paper.revision, paper.items, paper.figures) == (text_hash(made), items, drawn)
        if paper and same and self.files.untouched(paper):
            return
        file = None if paper and paper.trouble in GONE else self.files.text(path)
        mine = self._theirs(paper, file)
        if mine is None:
            body, conflicts, kept = rendering.text, 0, 0
        else:
            base = generated_part(self._kept(paper))
            merged = self._merged(subject, template, base, mine, rendering.text)
            # Merging a late save with what others wrote since may have left markers already.
            conflicts = merged.conflicts or int(conflicted(merged.text))
            body, kept = merged.text, merged.kept
        mark = bool(file and file.startswith(MARK))
        asked = {item["id"] for item in items}
        made = with_own(rendering.text, body, ticks)
        drawn_in = with_ticks(body, ticks, self.session.configuration.language, asked, file or "")
        text = compose(name, made, drawn_in, mark=mark)
        source = self._source(subject, template, rendering.text)
        retold = retells(paper, source, signed(file or "", self._kept(paper)))
        self._put(Draft(subject, template, path, text, made, items, conflicts, kept, drawn, source, retold))

    def _kept(self, paper: Paper | None) -> str:
        """Return what a document was generated from last, as the ledger keeps it."""
        return (self.session.text(paper.revision) or "") if paper else ""

    def _source(self, subject: str, template: str, text: str) -> str:
        """Return the hash of what the signed part says in English: a translator's better word lapses no signature."""
        if signed(text) and self.session.configuration.language != "en":
            text = self._render(subject, template, "en").text
        return signed(text)

    def _merged(self, subject: str, template: str, base: str, mine: str, new: str) -> Merged:
        """Return people's text brought to the new rendering.

        In another language every line is new. So it is brought up to date in the old one first, and then told anew.
        """
        paper, merge = self.session.state.papers.get(f"{subject}/{template}"), self.session.world.merge
        if paper and paper.language not in ("", self.session.configuration.language):
            before = self._render(subject, template, paper.language).text
            merged = settle(base, mine, before, merge)
            told = tell(without_ticks(before), merged.text, without_ticks(new))
            if told is not None:
                return merged._replace(text=told, changed=True)
        return settle(base, mine, new, merge)

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
        last = self._reader.last(paper)
        if file is None:
            return last
        revision, kept = self._reader.base(paper, file)
        base = generated_part(kept)
        body = mended(split(file)[1], base)
        if revision == paper.revision or last is None:
            return body
        return settle(base, body, last, self.session.world.merge).text

    def _put(self, draft: Draft) -> None:
        """Record a revision where it is a new one, and remember the file where it differs from what is there."""
        session, name = self.session, draft.name
        before, old = self.files.text(draft.path), session.state.papers.get(name)
        trouble = old.trouble if old else ""
        if before is not None and draft.text != before and self.files.locked(draft.path):
            self._leave(draft, known=old is not None)
            return
        revise(session, draft)
        if trouble in GONE:
            session.record(e.DocumentMended(draft.subject, name))
        if draft.conflicts:
            session.record(e.DocumentTroubled(draft.subject, name, "conflict"))
        if draft.text != before:
            self.files.pending[draft.path] = draft.text
            what = "merged" if draft.kept else "updated" if before else "restored" if trouble else "new"
            what = "conflict" if draft.conflicts else "restored" if trouble in GONE else what
            told = self.changes.tell(name, draft.path, what)
            told.kept = draft.kept
            if draft.conflicts:
                told.tear(draft.text, draft.generated)
            stored = self.files.load(draft.path)
            told.count((stored.text if stored else None) or "", draft.text)

    def _leave(self, draft: Draft, *, known: bool) -> None:
        """Leave a file alone that a person made read-only."""
        if known:
            self.session.record(e.DocumentTroubled(draft.subject, draft.name, "locked"))
        why = say("it is read-only, and there is something new to write: make it writable, then run: playbook sync")
        self.changes.tell(draft.name, draft.path, "locked", why)

    def _render(self, subject: str, template: str, language: str = "") -> Any:
        """Return a rendering in the unit's language, or in another."""
        session = self.session
        facts = self._seen(subject, language) if language else self._view(subject)
        found = renderer(session, language or session.configuration.language)
        return found.render(template, facts, named(session, subject))

    def _view(self, subject: str) -> dict[str, Any]:
        """Return what a subject's documents show: one view for all of them, and the renderer escapes it once."""
        if subject not in self._views:
            self._views[subject] = self._seen(subject, self.session.configuration.language)
        return self._views[subject]

    def _seen(self, subject: str, language: str) -> dict[str, Any]:
        session, scene = self.session, self.session.scene
        maps = {name: machine.map for name, machine in scene.machines.items()}
        words = session.world.words(language)
        return view(session.state, maps, scene.waves, subject, session.configuration.organisation, words)

    def promise(self) -> None:
        """Note which documents will be made for the first time, before they are recorded."""
        self.files.promise()

    def write(self) -> list[str]:
        """Put the files down, each whole or not at all; only after the session was committed.

        Return the paths that somebody saved in the meantime: they are left as they are, to be merged anew.
        """
        names = {paper.path: name for name, paper in self.session.state.papers.items()}
        late, failed = self.files.write()
        for path, why in failed.items():
            self.changes.tell(names.get(path, path), path, "unwritten", why)
        self._figures.write()
        for path in self.files.tidy(self.session.state.papers.values()):
            self.changes.tell(path, path, "rescued")
        return late

    def tell_copies(self) -> None:
        """Tell of files that have the id of a document which lies elsewhere; they are left alone."""
        told = {one.path for one in self.changes.values()}
        for path, paper in self.files.copies(self.session.state.papers):
            if path in told:  # it lies in the place of a new document, which is told already
                continue
            self.changes.tell(path, path, "copy", say("the one that counts is documents/{path}", path=paper.path))

    def conflicts(self) -> list[str]:
        """Return the paths of documents that both sides changed and nothing could merge, sorted."""
        return self.changes.paths(*UNSETTLED)

    def refuse_conflicts(self, so: str | Phrase) -> None:
        """Raise MergeConflict where people and engine changed the same lines; `so` says what that means here.

        A document that could not be written is a PlaybookError.
        """
        if self.conflicts():
            raise unsettled(self.changes.values(), so)
        if self.changes.paths("unwritten"):
            raise left_out(self.changes.values(), so)
