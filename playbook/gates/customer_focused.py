"""The slice names a customer group, and an outcome that these customers would feel.

Texts are free, so the rule is small and open to everybody: a text is refused when nothing is left of it
after the words are taken away that name us, or that only move a number. It cannot tell a good outcome from a dull one;
the sponsor's approval does that.

1. A text without a single letter says nothing.
2. A text is *us* when it is the name of the unit or of a department, or has only words such as *we*, *our*, *the
   company*, *internal*, *management*.
3. An outcome is *an internal measure alone* when nothing is left of it after taking away the words of the measures'
   names and units, words that only move a number (*raise*, *reduce*, *improve*, *reach* …), small words (*by*, *to*,
   *the*, *percent* …) and numbers.

The words are known in the six languages of the documents; capitals and punctuation do not matter.

| text | verdict |
|---|---|
| customer: *Small bakeries that order weekly* | pass |
| customer: *Our internal team* | fail: us |
| customer: *Sales*, where sales is a department | fail: us |
| outcome: *An order arrives on the day it was promised* | pass |
| outcome: *Raise the net promoter score because bakeries get fresh flour* | pass |
| outcome: *Raise the NPS to 40 points*, where NPS is a measure | fail: an internal measure alone |
| outcome: *Improve by 10 %* | fail: an internal measure alone |

Cleared by: the sponsor.

Source: a rule of this playbook: an internal measure alone is not an outcome.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}

US = frozenset(
    """
    business company department firm headquarters hq internal internally management organisation organization
    ourselves team unit us we
    wir uns unternehmen firma abteilung intern
    noi azienda reparto interno
    biz şirket departman
    kami kita perusahaan departemen
    我们 公司 本公司 部门 内部
    """.split()  # noqa: SIM905  (words of six languages, set as people read them)
)
"""Words that name the company itself."""
MOVES = frozenset(
    """
    achieve beat boost cut decrease double drop exceed grow halve hit improve increase keep lift lower maintain
    maximise maximize minimise minimize move push raise reach reduce
    better fewer growth higher improvement less more
    erhöhen erreichen halten senken steigern verbessern verdoppeln
    aumentare migliorare raddoppiare raggiungere ridurre
    artırmak azaltmak yükseltmek
    mencapai mengurangi meningkatkan menaikkan menurunkan
    """.split()  # noqa: SIM905, RUF001  (words of six languages, set as people read them)
)
"""Words that only say that a number changes."""
FILL = frozenset(
    """
    a above all an and at below beyond by each for from in least most of on our over per than that the their to
    under until up with within percent percentage point points pp score number rate target
    am an auf bis das dem den der die im in mindestens prozent um und unser unsere von zum zur
    al alla da dal del della di entro il la le lo nostra nostro
    bir bu en ve bizim
    dan dari hingga ke sebesar
    """.split()  # noqa: SIM905  (words of six languages, set as people read them)
)
"""Words that carry nothing by themselves."""


def judge(case: Case) -> Verdict:
    """Return `fail` with the first of the two texts that does not hold, else `pass`."""
    needed = say("the slice names a customer group, and an outcome that these customers would feel")
    part, found = _wrong(case)
    if part:
        return case.verdict(
            "fail",
            needed,
            found,
            where=case.state.where("slice", part),
            clears=(case.unit.sponsor,),
            remedy=say("say in the customers' words who they are, and what will be different for them"),
        )
    return case.verdict("pass", needed, found, where=case.state.where("slice"))


def _wrong(case: Case) -> tuple[str, Phrase]:
    """Return the key of the text that does not hold and why; an empty key where both do."""
    customer, outcome = case.unit.slice.customer, case.unit.slice.outcome
    own = _own(case)
    if not _says_something(customer):
        return "customer", say("no customer group is named")
    if _words(customer) <= US | FILL or _plain(customer) in own:
        return "customer", say("'{text}' is us, not a customer group", text=customer)
    if not _says_something(outcome):
        return "outcome", say("no outcome is named")
    if _words(outcome) <= US | FILL or _plain(outcome) in own:
        return "outcome", say("'{text}' is us, not an outcome for customers", text=outcome)
    if all(word in MOVES | FILL or not _says_something(word) for word in _words(outcome) - _measures(case)):
        return "outcome", say("'{text}' is an internal measure alone", text=outcome)
    return "", say("{customer}: {outcome}", customer=customer, outcome=outcome)


def _own(case: Case) -> set[str]:
    """Return the names of the unit and its departments."""
    names = [case.unit.unit, case.unit.name]
    names += [text for department in case.unit.departments for text in (department.id, department.name)]
    return {_plain(name) for name in names}


def _measures(case: Case) -> set[str]:
    """Return the words of the measures' names and units."""
    texts = (text for measure in case.unit.measures for text in (measure.id, measure.name, measure.unit))
    return {word for text in texts for word in _words(text)}


def _says_something(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _words(text: str) -> set[str]:
    return set(_plain(text).split())


def _plain(text: str) -> str:
    """Return the text in one case, its punctuation turned into single spaces."""
    return " ".join("".join(one if one.isalnum() else " " for one in text.casefold()).split())
