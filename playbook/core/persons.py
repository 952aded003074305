"""How a person is written: `Name <mail>`."""

import unicodedata

from playbook.errors import UsageError


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
