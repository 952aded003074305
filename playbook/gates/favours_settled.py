"""Every favour granted to the pilot is standardised, priced into the waves, or dropped.

What one squad got for nothing cannot be had for a hundred: an executive's hours, a waived rule, a borrowed expert.

Standardised: every squad gets it. Priced: the waves pay for it. Dropped: nobody has it any more. A pilot that got
none, or for which nobody recorded any, passes: the favour ledger says so, and the sponsor signs for the gate.

Cleared by: the sponsor.

Source: a rule of this playbook: what one squad got for nothing cannot be had for a hundred.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.phrase import say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


def judge(case: Case) -> Verdict:
    """Return `fail` with the favours that nobody has settled; a unit whose pilot got none passes."""
    needed = say("every favour to the pilot is standardised, priced into the waves, or dropped")
    favours = list(case.state.favours.values())
    waiting = [one for one in favours if not one.settlement]
    if not waiting:
        n = len(favours)
        done = say("{n} favour, settled", "{n} favours, all settled", n=n) if n else say("no favour is recorded")
        return case.verdict("pass", needed, done)
    return case.verdict(
        "fail",
        needed,
        say("{n} favour waits: {favours}", "{n} favours wait: {favours}", n=len(waiting), favours=case.named(waiting)),
        where=case.paper(case.unit.unit, "favour-ledger"),
        clears=(case.unit.sponsor,),
        remedy=say("say what becomes of it in the waves: a standard for all, a price, or nothing"),
        command=_command(case, waiting[0].id),
    )


def _command(case: Case, favour: str) -> str:
    return f'playbook favour settle {case.unit.unit} {favour} price --reason "…" --cost 1200 --currency EUR'
