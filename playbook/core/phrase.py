"""A sentence before it has a language: the English text is the catalogue's key, the facts are filled in last."""

from typing import Any, NamedTuple


class Phrase(NamedTuple):
    """An English sentence with `{named}` facts; with `plural`, the fact `n` chooses the form."""

    text: str
    facts: dict[str, Any] = {}  # noqa: RUF012  (never written: a NamedTuple default shared on purpose)
    plural: str = ""

    def __str__(self) -> str:
        """Return the sentence in English."""
        text = self.plural if self.plural and self.facts.get("n") != 1 else self.text
        return text.format_map(self.facts)


def say(text: str, plural: str = "", /, **facts: Any) -> Phrase:
    """Return a phrase; written this way so that the extraction of catalogues finds `say("…")`."""
    return Phrase(text, facts, plural)
