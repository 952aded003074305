"""What a template can call: words, dates, items. Facts of one rendering are kept here while it lasts."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playbook.core.history import Tick
from playbook.core.phrase import say
from playbook.documents.checklist import ITEM_ID, suffix
from playbook.documents.claims import LABELS, quoted
from playbook.documents.escape import escape
from playbook.documents.marker import SIGNATURES
from playbook.documents.misuse import Misuse
from playbook.documents.pieces import together
from playbook.grammar.base import Noun
from playbook.words import Words

RANGE_LIMIT = 100_000
"""Numbers that `range` hands out in one document, all calls together."""
NAMED = re.compile(r"\{\{|\}\}|\{[A-Za-z_][A-Za-z0-9_]*\}|\{[Ss]quads?:[a-z]{1,12}\}")
MEANINGS = 10**6
SHORT, LONG = 1024, 256 * 1024
"""Characters of a fact that may be named any number of times, and of a longer one as often as it is named."""
FACTS = (str, int, float, bool)


class Pen:
    """Writes the sentences and boxes of one document at a time, and remembers the items it wrote."""

    def __init__(self, words: Words) -> None:
        """Write in the language of `words`."""
        self.items: dict[str, dict[str, Any]] = {}
        self._language = self._words = words
        self.figures: dict[str, str] = {}
        self._ticks: Mapping[str, Tick] = {}
        self._template = ""
        self._view: Mapping[str, Any] = {}
        self._numbers = 0
        self._sound: set[str] = set()

    def start(self, ticks: Mapping[str, Tick], template: str = "", view: Mapping[str, Any] | None = None) -> None:
        """Begin a new document whose items are done as `ticks` (by item id) has them; `view` is not escaped yet."""
        self.figures, self._template, self._view = {}, template, view or {}
        self.items, self._ticks, self._numbers = {}, ticks, RANGE_LIMIT
        called = self._view.get("w")
        self._words = self._language.calling(_noun(called)) if called else self._language

    def offered(self) -> dict[str, Callable[..., Any]]:
        """Return what templates can call, by name."""
        return {
            "_": self.say,
            "ngettext": self.say_many,
            "item": self.item,
            "ticked": self.ticked,
            "label": self.label,
            "signatures": self.signatures,
            "range": self.range,
            "date": self._words.date,
            "number": self._words.number,
            "percent": self._words.percent,
            "currency": self._words.currency,
            "listed": self.listed,
            "figure": self.figure,
        }

    def say(self, text: str, /, **facts: Any) -> str:
        """Return the sentence in the document's language with its facts filled in."""
        self._check(text, facts)
        return self._words.text(text, **facts)

    def say_many(self, one: str, many: str, n: int, /, **facts: Any) -> str:
        """Return the form of the sentence that `n` asks for."""
        self._check(one, facts)
        self._check(many, facts)
        return self._words.plural(one, many, n, **facts)

    def item(
        self,
        id: str,  # noqa: A002
        text: str,
        evidence: bool = False,  # noqa: FBT001, FBT002
        required: bool = True,  # noqa: FBT001, FBT002
        meaning: int = 1,
    ) -> str:
        """Return the line of a checklist item; ValueError for a bad id or meaning, and for an id that is there already.

        A tick that was given for an earlier meaning leaves the box empty, with a note whose it was.
        """
        if not ITEM_ID.fullmatch(id):
            raise Misuse(say("'{id}' cannot be the id of an item: letters, digits, '.', '-', '_' and '/'", id=id))
        if id in self.items:
            raise Misuse(say("the item '{id}' is in this document twice", id=id))
        if type(meaning) is not int or not 1 <= meaning <= MEANINGS:
            raise Misuse(say("the meaning of an item is a whole number from 1 on, not {value}", value=repr(meaning)))
        found: dict[str, Any] = {"id": id, "text": quoted(text), "required": required, "evidence": evidence}
        self.items[id] = found | ({"meaning": meaning} if meaning > 1 else {})
        tick = self._ticks.get(id)
        hint = f" *({self._words.text('with evidence')})*" if evidence else ""
        if tick and not tick.stands(self.items[id]):
            hint, tick = f"{hint} *({self._again(tick)})*", None
        said = suffix(tick, self._words.language)
        return f"- [{'x' if tick else ' '}] {found['text']}{hint}{said} <!-- item: {id} -->"

    def ticked(self) -> list[dict[str, Any]]:
        """Return who ticked the items written so far: `name`, `n` items, the last on `day`; the busiest first."""
        found: dict[str, list[str]] = {}
        for name, item in self.items.items():
            tick = self._ticks.get(name)
            if tick and tick.stands(item):
                found.setdefault(tick.person, []).append(tick.day)
        whose = [{"name": escape(name), "n": len(days), "day": max(days)} for name, days in found.items()]
        return sorted(whose, key=lambda one: (-int(str(one["n"])), str(one["name"])))

    def label(self, kind: str) -> str:
        """Return a word that items' lines are read by: `evidence`, `not_applicable`, `required`; else ValueError."""
        labels = LABELS.get(self._words.language, LABELS["en"])._asdict()
        if kind not in labels:
            raise Misuse(say("there is no label '{label}': {labels}", label=kind, labels=list(labels)))
        return str(labels[kind])

    def _again(self, tick: Tick) -> str:
        name, day = escape(tick.person), self._words.date(tick.day)
        note = self._words.text("{name} ticked it for an earlier meaning on {day}; please confirm", name=name, day=day)
        return quoted(note)

    def listed(self, items: Iterable[str]) -> str:
        """Return texts as a list in running text: `a, b and c` in English."""
        return together(self._words, [str(item) for item in items])

    def figure(self, measure: str, text: str) -> str:
        """Return the line that shows a measure's chart; the picture lies beside the document.

        `text` says what it shows, for those who cannot see it. ValueError where there is no such measure, or where it
        has no reading.
        """
        from playbook.documents.chart import draw

        found = next((one for one in self._view.get("measures", ()) if one["id"] == measure), None)
        if found is None:
            raise Misuse(say("there is no measure '{measure}' to draw", measure=measure))
        name = f"{self._template}-{measure}.svg"
        self.figures[name] = draw(found, self._words)
        return f"![{text}]({name})"

    def signatures(self) -> str:
        """Return the line above which everything is what people sign."""
        return SIGNATURES

    def range(self, *bounds: int) -> range:
        """Return a range, as long as all ranges of a document together stay within their limit."""
        numbers = range(*bounds)
        self._numbers -= len(numbers)
        if self._numbers < 0:
            raise Misuse(say("more than {most:d} numbers from range() in one document", most=RANGE_LIMIT))
        return numbers

    def _check(self, text: str, facts: Mapping[str, Any]) -> None:
        """Refuse `{x.attribute}` and `{x:1000000000}`: a sentence has names alone, and facts that are plain."""
        for fact in facts.values():
            if type(fact) is str and len(fact) > SHORT and len(fact) * text.count("{") > LONG:
                raise Misuse(say("a sentence with its facts has at most {most:d} characters", most=LONG))
            if type(fact) not in FACTS:
                str(fact)  # an undefined name says here which one it is
                raise Misuse(say("a fact of a sentence is a text or a number, not a {kind}", kind=type(fact).__name__))
        if text not in self._sound:
            if set("{}") & set(NAMED.sub("", text)):
                raise Misuse(say("a sentence names its facts as {{name}} and no other way: {text}", text=repr(text)))
            self._sound.add(text)


def _noun(called: Mapping[str, str]) -> Noun:
    """Return what the unit calls a squad, escaped like every other text of the view."""
    return Noun(escape(called["squad"]), escape(called["squads"]), called.get("gender", ""))
