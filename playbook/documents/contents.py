"""What the index of a unit shows: every document with a link, whose it is, how it is, and what is owed next."""

import posixpath
from urllib.parse import quote

from playbook.core.history import Paper
from playbook.core.phrase import say
from playbook.documents.pieces import Plain, Source, spoken

TITLES = {
    "break-fix-log": say("Break-fix log"),
    "charter": say("Charter"),
    "closing-report": say("Closing report"),
    "data-access-map": say("Data-access map"),
    "decision-card": say("Decision card"),
    "decision-record": say("Decision record"),
    "donor-agreement": say("Donor agreement"),
    "favour-ledger": say("Favour ledger"),
    "gate-review": say("Gate review"),
    "goal-sheet": say("Goal sheet"),
    "index": say("Index"),
    "launch-checklist": say("Launch checklist"),
    "mission-map": say("Mission map"),
    "result-and-cost": say("Result and cost"),
    "skill-gap-register": say("Skill-gap register"),
    "stability-report": say("Stability report"),
    "wave-plan": say("Wave plan"),
    "wave-review": say("Wave review"),
}
"""What people call a document of ours; one of the workspace's own is called by its template's name."""
STATES = {
    "": say("in order"),
    "missing": say("missing: somebody deleted it"),
    "conflict": say("conflict: settle it"),
    "unreadable": say("cannot be read"),
    "empty": say("empty: somebody took its text out"),
    "locked": say("read-only, and out of date"),
    "suspect": say("signed, but changed since"),
    "owed": say("not made yet"),
    "later": say("not owed yet"),
}
"""How a document is, worst first after the good one."""
INDEX = "index"
MANY = 2000
"""From so many squads on, each has one link, to its folder: a page with ten thousand links a screen helps nobody."""


def contents(source: Source) -> Plain:
    """Return the index of a unit: its own documents and the pilot's one by one, waves and other squads a row each."""
    shelf = _Shelf(source)
    waves = [{**shelf.row(wave), "squads": [shelf.row(one) for one in source.waves[wave]]} for wave in source.waves]
    opened = {squad for squads in source.waves.values() for squad in squads}
    others = [shelf.row(one.id) for one in source.unit.squads if one.id not in opened]
    return {
        "unit": shelf.papers(""),
        "pilot": shelf.papers("pilot"),
        "waves": waves,
        "others": others,
        "troubled": shelf.troubled(),
        "count": len(shelf.everything),
    }


class _Shelf:
    """The documents of one unit, seen from where its index lies."""

    def __init__(self, source: Source) -> None:
        self.source = source
        index = source.state.papers.get(f"{source.unit.unit}/{INDEX}")
        self.here = posixpath.dirname(index.path if index else f"{source.unit.unit}/{INDEX}.md")
        self.everything = [paper for paper in source.state.papers.values() if paper.template != INDEX]
        self.below: dict[str, list[Paper]] = {}
        for paper in self.everything:
            self.below.setdefault(paper.subject, []).append(paper)
        self.many = len(source.unit.squads) > MANY

    def papers(self, name: str) -> list[Plain]:
        """Return the documents of a subject in the order of its stages, those that are owed later at the end."""
        subject = self.source.path(name) if name else self.source.unit.unit
        had = {paper.template: paper for paper in self.below.get(subject, [])}
        been, over = self._been(subject, name)
        found = []
        for template, stages in self._owed(name).items():
            paper = had.pop(template, None)
            stage = next((one for one in stages if one in been), stages[0])
            if paper:
                found.append(self._present(paper, stage))
            elif stage in been or not over:
                found.append(self._absent(template, stage, "owed" if stage in been else "later"))
        found += [self._present(paper, "") for paper in had.values()]
        return found

    def row(self, name: str) -> Plain:
        """Return a wave or squad in one row: links to what it has, and what is wrong with any of it."""
        source, subject = self.source, self.source.path(name)
        machine = "wave" if name in source.waves else "squad"
        order = {template: place for place, template in enumerate(self._owed(name))}
        papers = sorted(self.below.get(subject, []), key=lambda one: (order.get(one.template, len(order)), one.id))
        wrong = [paper for paper in papers if self._state(paper)]
        return {
            "id": name,
            "name": source.label(subject),
            "number": source.number.get(name, 0),
            "stage": source.words.text(source.stage(subject, machine)),
            "papers": [self._present(paper, "") for paper in papers] if not self.many else [],
            "folder": self._link(posixpath.dirname(papers[0].path) + "/") if self.many and papers else "",
            "wrong": [self._present(paper, "") for paper in wrong],
            "count": len(papers),
        }

    def troubled(self) -> list[Plain]:
        """Return every document that needs a person, in the order of their ids."""
        wrong = sorted((paper for paper in self.everything if self._state(paper)), key=lambda one: one.id)
        return [self._present(paper, "") | {"whose": self.source.label(paper.subject)} for paper in wrong]

    def _been(self, subject: str, name: str) -> tuple[set[str], bool]:
        """Return the stages that a subject has been in, and whether its way has ended."""
        machine = self._machine(name)
        stage = self.source.stage(subject, machine)
        over = any(one.terminal for one in self.source.maps[machine].stages if one.id == stage)
        return {*self.source.state.standing(subject).been, stage}, over

    def _machine(self, name: str) -> str:
        return "rollout" if not name else "wave" if name in self.source.waves else "squad"

    def _owed(self, name: str) -> dict[str, list[str]]:
        """Return every document that a subject may ever owe, in the map's order, with the stages that owe it."""
        found: dict[str, list[str]] = {}
        for stage in self.source.maps[self._machine(name)].stages:
            for template in stage.documents:
                if template != INDEX:
                    found.setdefault(template, []).append(stage.id)
        return found

    def _present(self, paper: Paper, stage: str) -> Plain:
        state = self._state(paper)
        return {
            "title": self._title(paper.template),
            "link": self._link(paper.path) if paper.trouble != "missing" else "",
            "stage": self.source.words.text(stage) if stage else "",
            "state": self.source.words.phrase(STATES[state]),
            "sound": not state,
        }

    def _absent(self, template: str, stage: str, state: str) -> Plain:
        return {
            "title": self._title(template),
            "link": "",
            "stage": self.source.words.text(stage),
            "state": self.source.words.phrase(STATES[state]),
            "sound": state == "later",
        }

    def _state(self, paper: Paper) -> str:
        """Return what is wrong with a document: a key of `STATES`, empty where nothing is."""
        if paper.trouble:
            return paper.trouble if paper.trouble in STATES else "unreadable"
        return "suspect" if self.source.state.suspects.get(paper.id) else ""

    def _title(self, template: str) -> str:
        known = TITLES.get(template)
        return self.source.words.phrase(known) if known else spoken(template)

    def _link(self, path: str) -> str:
        """Return the relative link from the index to a path below the folder of documents."""
        found = posixpath.relpath(path, self.here or ".")
        return quote(found + "/" * path.endswith("/"), safe="/")
