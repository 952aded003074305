"""No document says a word that a translator cannot reach: a language that puts every message in brackets finds them."""

import re

import pytest

from playbook import words
from playbook.core import events as e
from playbook.core.history import fold
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from tests.builders import maps, stamped
from tests.documents.story import UNIT, WAVES
from tests.documents.test_templates import cases, everywhere

NOT_OURS = re.compile(
    r"```(?:text)?\n|`[^`\n]*`|<style>.*?</style>|<[^>]*>|\]\([^)]*\)|[\w/.-]+\.yaml:[0-9]+", re.DOTALL
)
"""Commands, places, comments, tags and the ends of links: the same in every language."""
DAYS = {*words.MONTHS, "CHF"}
"""Written by the language itself, not by its catalogue."""


def bracketed():
    """Return a language whose every message stands in brackets."""
    found = words.Words("en")
    found._speech = words.ENGLISH._replace(
        text=lambda message: f"⟦{message}⟧", plural=lambda one, many, n: f"⟦{one if n == 1 else many}⟧"
    )
    return found


def outside(text):
    """Return what stands in no brackets."""
    depth, kept = 0, []
    for char in text:
        depth += (char == "⟦") - (char == "⟧")
        kept += [char] if not depth and char != "⟧" else []
    return NOT_OURS.sub(" ", "".join(kept))


@pytest.mark.parametrize(("subject", "template"), cases(), ids=lambda one: one.replace("/", "-"))
def test_every_word_of_ours_goes_through_the_catalogue(subject, template):
    regressed = e.Moved("emea/pilot", "squad", "regress", "stable", "operating", reason="not shown")
    state = fold([stamped(regressed, by="p-diaz")], everywhere("42"))
    language = bracketed()
    skills = set(re.findall("[a-z]+", " ".join(UNIT.mission.skills)))

    seen = view(state, maps(), WAVES, subject, "42", language)
    found = Renderer([shipped("templates")], language, None).render(template, seen, {})

    for text in (found.text, *(picture for _, picture in found.figures)):
        assert set(re.findall(r"[^\W\d_]{3,}", outside(text))) - skills - DAYS == set()
