"""When two writings of a person are the same person. Knows no store."""

from unicodedata import normalize


def lookup(person: str) -> str:
    """Return what is equal for two writings of one person, empty where nobody is named.

    With a mail (`Name <mail>`) it is the mail alone, in any case; without one it is the name, in any case and with
    any spacing. The angle brackets keep a name that looks like a mail apart from the mail.
    """
    text = person.strip()
    name, bracket, mail = text.rpartition("<")
    if bracket and mail.endswith(">") and mail[:-1].strip():
        return f"<{_folded(mail[:-1])}>"
    return _folded(name if bracket and mail.endswith(">") else text)


def _folded(text: str) -> str:
    # Folding can take a text out of its normal form, so it is normalised again afterwards.
    return normalize("NFC", normalize("NFC", " ".join(text.split())).casefold())
