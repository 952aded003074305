"""What a condition says about a move."""

from dataclasses import dataclass
from typing import Any, Literal

from playbook.core.phrase import Phrase

Status = Literal["pass", "fail", "undecided", "waived"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One condition's answer: what is needed, what was found, where it is written and who can clear it."""

    condition: str
    status: Status
    subject: str
    """The subject that was judged: a carried squad's own path."""
    needed: Phrase
    found: Phrase
    where: str = ""
    """`units/emea.yaml:41`, the path of a document, or empty."""
    clears: tuple[str, ...] = ()
    """Who can clear it: ids of people (`p-…`), or a role in words."""
    remedy: Phrase | None = None
    """What to do about it, in one sentence."""
    command: str = ""
    """The command that clears it, complete, where there is one."""
    until: str = ""
    """The day (YYYY-MM-DD) on which time alone clears it."""
    waivable: bool = True
    """False for what nobody can pass over: the goal, more than ten people, membership, the engine's own rules."""
    waiver: str = ""
    """Id of the waiver by which it is `waived`."""

    @property
    def stands_in_the_way(self) -> bool:
        """True unless the condition passed or was waived; missing evidence never passes."""
        return self.status not in ("pass", "waived")

    def record(self) -> dict[str, Any]:
        """Return what the history keeps: plain JSON, the phrases unfilled so that any language can show them."""
        return {
            "condition": self.condition,
            "status": self.status,
            "subject": self.subject,
            "needed": [self.needed.text, self.needed.facts, self.needed.plural],
            "found": [self.found.text, self.found.facts, self.found.plural],
            "where": self.where,
            "clears": list(self.clears),
            **({"waiver": self.waiver} if self.waiver else {}),
        }
