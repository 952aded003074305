"""Why the bytes of a file are no text of ours, said such that a person can mend it: where it is, what to do. Pure."""

from playbook.core.phrase import Phrase, say

MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
"""How files begin that editors saved in another encoding."""


def decoded(raw: bytes) -> str | None:
    """Return the text of a file, or None where it is none: not UTF-8, or with a NUL byte in it."""
    try:
        return None if b"\0" in raw else raw.decode()
    except UnicodeDecodeError:
        return None


def reason(raw: bytes) -> Phrase:
    """Return why `decoded` gave no text, with the line or the byte, and what to do."""
    wide = next((name for mark, name in MARKS if raw.startswith(mark)), "")
    if wide:
        return say("it is saved as {encoding}: save it as UTF-8", encoding=wide)
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        facts = {
            "line": raw.count(b"\n", 0, error.start) + 1,
            "offset": error.start,
            "byte": f"0x{raw[error.start]:02x}",
        }
        if _is_latin(raw):
            return say(
                "it is not UTF-8: line {line}, byte {offset} is {byte}, as Windows-1252 or Latin-1 have it;"
                " save it as UTF-8",
                **facts,
            )
        return say("it is not UTF-8: line {line}, byte {offset} is {byte}; save it as UTF-8", **facts)
    at = raw.find(b"\0")
    return say(
        "it has a NUL byte in line {line} (byte {offset}), which no text has: take it out, or save it as UTF-8",
        line=raw.count(b"\n", 0, at) + 1,
        offset=at,
    )


def _is_latin(raw: bytes) -> bool:
    """Return whether the bytes could be Windows-1252 text: printable there, most of it plain ASCII."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = sum(byte > 0x7F for byte in raw)  # noqa: PLR2004  (beyond ASCII)
    return high * 4 < len(raw) and all(char.isprintable() or char.isspace() for char in text)
