"""People of one file: who is who, when the same person is written in full in one place and by name in another."""

import re
from collections.abc import Iterable

from playbook.config.findings import Findings, Spot, meant, short
from playbook.core.persons import normal
from playbook.core.phrase import Phrase, say
from playbook.errors import UsageError

_MAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@.,;]+(\.[^\s<>@.,;]+)+")


class People:
    """The people that a file defines: its sponsor, the heads of its departments, the members of its squads."""

    def __init__(self, findings: Findings, spots: Iterable[Spot]) -> None:
        """Read every defining `spot`; what is wrong with how a person is written goes to `findings`."""
        self._findings = findings
        self._mails: dict[str, Spot] = {}
        self._full: dict[str, str] = {}
        self._names: dict[str, dict[str, str]] = {}
        short = [spot for spot in spots if not self._define(spot)]
        for spot in short:
            self._define_short(spot)

    def match(self, text: str) -> list[str]:
        """Return everybody whom a text may mean, in full: by mail where it has one, else by name."""
        name, mail = split(text)
        if mail:
            found = self._full.get(mail.casefold())
            return [found] if found else []
        return list(self._names.get(_fold(name), {}).values())

    def resolve(self, spot: Spot, members: Iterable[str] = ()) -> str:
        """Return who is meant, in full; an empty text where that is not clear, said to `findings`.

        Where several people have the name, one of `members` is meant before anybody else.
        """
        if not spot.text.strip() or not self.is_sound(spot):
            return ""
        found = self.match(spot.text)
        near = [person for person in found if person in set(members)] or found
        if len(near) == 1:
            return near[0]
        if near:
            self._findings.add(spot.path, lambda: _several(spot.text, near))
        else:
            everybody = self.forms(self._full.values())
            self._findings.add(spot.path, lambda: meant(_nobody(spot.text), spot.text, everybody))
        return ""

    def forms(self, persons: Iterable[str]) -> list[str]:
        """Return the ways to write each of `persons`, for a suggestion: in full, and by name."""
        return [form for person in persons for form in dict.fromkeys((split(person)[0], person))]

    def is_sound(self, spot: Spot) -> bool:
        """Return whether a person is written as one; if not, say so."""
        try:
            mail = split(normal(spot.text))[1]
        except UsageError:
            self._findings.add(spot.path, lambda: _no_person(spot.text))
            return False
        if mail and not _MAIL.fullmatch(mail):
            wrong = say("a mail address is needed between < and >, found '{mail}'", mail=short(mail))
            self._findings.add(spot.path, wrong)
            return False
        if not mail and "@" in spot.text:
            self._findings.add(spot.path, lambda: _no_person(spot.text))
            return False
        return True

    def _define(self, spot: Spot) -> bool:
        """Take in a person who is written in full; return False for one who is written by name alone."""
        if not spot.text.strip() or not self.is_sound(spot):
            return True
        person = normal(spot.text)
        name, mail = split(person)
        if not mail:
            return False
        first = self._mails.setdefault(mail.casefold(), spot)
        known = self._full.setdefault(mail.casefold(), person)
        if _fold(split(known)[0]) != _fold(name):
            line = self._findings.source.position(first.path)[0]
            self._findings.add(spot.path, _other_name(mail, split(known)[0], line))
        self._names.setdefault(_fold(name), {}).setdefault(mail.casefold(), known)
        return True

    def _define_short(self, spot: Spot) -> None:
        """Take in a person without a mail anywhere in the file: the name alone is who they are."""
        person = normal(spot.text)
        if not self.match(person):
            self._full[person] = person
            self._names[_fold(person)] = {"": person}


def split(person: str) -> tuple[str, str]:
    """Return name and mail of `Name <mail>`; the mail is empty where there is none."""
    name, _, mail = " ".join(person.split()).partition("<")
    return name.strip(), mail.removesuffix(">")


def _several(text: str, near: Iterable[str]) -> Phrase:
    first, *more = near
    persons: Phrase | str = first
    for person in more:
        persons = say("{one} or {other}", one=persons, other=person)
    return say("'{name}' can be {persons}; write name and mail", name=short(text), persons=persons)


def _other_name(mail: str, name: str, line: int) -> Phrase:
    facts = {"mail": mail, "name": short(name), "line": line}
    return say("the mail {mail} belongs to '{name}' on line {line}; one person, one name", **facts)


def _nobody(text: str) -> Phrase:
    return say("'{name}' is nobody in this file", name=short(text))


def _no_person(text: str) -> Phrase:
    return say("a person is written `Name <mail>`, found '{text}'", text=short(text))


def _fold(name: str) -> str:
    return normal(name).casefold()
