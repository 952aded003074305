"""How a person is written: `Name <mail>`."""

import re
import unicodedata

from playbook.errors import UsageError

MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def normal(person: str) -> str:
    """Return `Name <mail>` (or `Name`) with one form for each person: NFC, single spaces.

    Raises:
        UsageError: there is no name, or the mail is not closed or holds a space.
    """
    text = " ".join(unicodedata.normalize("NFC", person).split())
    name, found, rest = text.partition("<")
    mail = rest.removesuffix(">")
    wrong = not name.strip() or any(not char.isprintable() for char in text)
    if wrong or (found and (not rest.endswith(">") or not mail or " " in mail or "<" in mail or ">" in mail)):
        raise UsageError(f"a person is written 'Name <mail>', found '{person}'")
    return f"{name.strip()} <{mail}>" if found else name.strip()


def reachable(person: str) -> str:
    """Return `normal(person)` of somebody who acts: a mail, where there is one, must look like one.

    Raises:
        UsageError: as `normal`, or what stands in angle brackets is no mail.
    """
    text = normal(person)
    mail = text.partition("<")[2].removesuffix(">")
    if mail and not MAIL.fullmatch(mail):
        raise UsageError(f"'{mail}' is no mail: a person is written 'Name <mail>'")
    return text
