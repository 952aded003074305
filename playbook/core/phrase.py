"""A sentence before it has a language: the English text is the catalogue's key, the facts are filled in last."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Phrase(NamedTuple):
    """An English sentence with `{named}` facts; with `plural`, `n` chooses the form. A fact may be a phrase."""

    text: str
    facts: dict[str, Any] = {}  # noqa: RUF012  (never written: a NamedTuple default shared on purpose)
    plural: str = ""

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.fill(_english)

    def fill(self, form: Callable[["Phrase"], str]) -> str:
        """Return the sentence with its facts, where `form(phrase)` finds the text in a language and number."""
        return form(self).format_map(_Facts({name: _filled(fact, form) for name, fact in self.facts.items()}))


class _Facts(dict[str, Any]):
    """The facts of a sentence; the word for a squad is known to every one."""

    def __missing__(self, name: str) -> Any:
        from playbook.grammar.english import default

        return default()[name]


def say(text: str, plural: str = "", /, **facts: Any) -> Phrase:
    """Return a phrase; written this way so that the extraction of catalogues finds `say("…")`."""
    return Phrase(text, facts, plural)


def both(*phrases: Phrase) -> Phrase:
    """Return one phrase that says all of these, in order; at least one is needed."""
    first, *more = phrases
    return say("{first}; {rest}", first=first, rest=both(*more)) if more else first


def listed(phrases: Iterable[Phrase]) -> Phrase:
    """Return phrases as one list, as the language joins one."""
    return say("{items}", items=list(phrases))


def lines(phrases: Iterable[Phrase]) -> Phrase:
    """Return phrases one below the other; not as `both` does it, as a file can have thousands of mistakes."""
    facts: dict[str, Any] = {f"line{at}": phrase for at, phrase in enumerate(phrases)}
    return Phrase("\n".join(f"{{{name}}}" for name in facts), facts)


def revived(fact: Any) -> Phrase | None:
    """Return the phrase that a fact is, also as the list that the history keeps of it; None for any other fact."""
    if isinstance(fact, Phrase):
        return fact
    match fact:
        case [str(text), dict(facts), str(plural)]:
            return Phrase(text, facts, plural)
    return None


def kept(phrase: Phrase) -> list[Any]:
    """Return a phrase as plain JSON, which `revived` understands: its facts stay facts, for any language to say."""
    return [phrase.text, {name: _plain(fact) for name, fact in phrase.facts.items()}, phrase.plural]


def _plain(fact: Any) -> Any:
    if isinstance(fact, Phrase):
        return kept(fact)
    return [_plain(item) for item in fact] if isinstance(fact, list | tuple) else fact


def _english(phrase: Phrase) -> str:
    return phrase.plural if phrase.plural and phrase.facts.get("n") != 1 else phrase.text


def _filled(fact: Any, form: Callable[[Phrase], str]) -> Any:
    """Fill in a fact that is a phrase, or a list of facts."""
    phrase = revived(fact)
    if phrase:
        return phrase.fill(form)
    return ", ".join(str(_filled(item, form)) for item in fact) if isinstance(fact, list | tuple) else fact
