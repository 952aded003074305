"""Conditions of a gate and their options, held against what the conditions declare."""

from collections.abc import Mapping
from typing import Any

from playbook.config.findings import Findings, Spot, known_here, meant, quote, short
from playbook.config.needs import at_least_zero, either, found
from playbook.core.phrase import Phrase, say
from playbook.core.scope import Expression

Conditions = Mapping[str, Mapping[str, Any]]


def check_options(findings: Findings, gate: Spot, conditions: Conditions) -> None:
    """Add every unknown condition of a gate, every unknown option, and every option of a wrong type."""
    for entry in gate.each():
        if entry.text:
            if _condition(findings, entry, entry.text, conditions):
                _complete(findings, entry, entry.text, conditions)
        elif isinstance(entry.value, dict):
            _with_options(findings, entry, conditions)


def _with_options(findings: Findings, entry: Spot, conditions: Conditions) -> None:
    if not entry.value:
        findings.add(entry.path, say("the name of a condition is needed, found an empty mapping"))
    for name in entry.value:
        spot = entry.key(name)
        if _condition(findings, spot, name, conditions) and isinstance(spot.value, dict):
            for option in spot.value:
                _option(findings, spot.key(option), option, name, conditions[name])
            _complete(findings, spot, name, conditions)


def _condition(findings: Findings, spot: Spot, name: str, conditions: Conditions) -> bool:
    if name not in conditions:
        findings.add(spot.path, lambda: meant(_no_condition(name), name, conditions), key=True)
    return name in conditions


def _complete(findings: Findings, spot: Spot, name: str, conditions: Conditions) -> None:
    """An expression is what its condition is about: without it nothing is asked."""
    given = spot.value if isinstance(spot.value, dict) else {}
    for option, default in conditions[name].items():
        if isinstance(default, Expression) and option not in given:
            needed = say("{condition} needs '{name}': the expression that has to be true", condition=name, name=option)
            findings.add(spot.path, needed, key=True)


def _option(findings: Findings, spot: Spot, name: str, condition: str, options: Mapping[str, Any]) -> None:
    if name not in options:
        findings.add(spot.path, _unknown(name, condition, options), key=True)
        return
    wanted = _wanted(options[name], spot.value)
    if wanted:
        choice = options[name] if isinstance(options[name], tuple) else ()
        value = found(spot.value)
        wrong = say("{wanted} is needed for '{name}', found {value}", wanted=wanted, name=short(name), value=value)
        findings.add(spot.path, meant(wrong, spot.text, choice))
    elif isinstance(options[name], Expression):
        _expression(findings, spot)


def _expression(findings: Findings, spot: Spot) -> None:
    """The library is imported for a map that has an expression, and for no other."""
    from playbook.config.expressions import mistakes

    for wrong in mistakes(spot.text):
        findings.add(spot.path, wrong.sentence, within=wrong.at)


def _no_condition(name: str) -> Phrase:
    return say("unknown condition '{name}'", name=short(name))


def _unknown(name: str, condition: str, options: Mapping[str, Any]) -> Phrase:
    facts = {"name": short(name), "condition": condition}
    if not options:
        return say("unknown option '{name}' of {condition} (it has none)", **facts)
    wrong = say("unknown option '{name}' of {condition}", **facts)
    return meant(wrong, name, options, known_here(wrong, options))


def _wanted(default: Any, value: Any) -> Phrase | str | None:
    """Return what is needed where `value` is not of the default's type, else None.

    A tuple of texts is a closed choice, a list means texts, None means anything.
    """
    if isinstance(default, tuple):
        return None if value in default else either(map(quote, default))
    if isinstance(default, list):
        is_texts = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
        return None if is_texts else say("a list of texts")
    if isinstance(default, bool):
        return None if isinstance(value, bool) else say("true or false")
    if isinstance(default, int | float):
        return _wanted_number(default, value)
    if isinstance(default, str):
        return None if isinstance(value, str) else say("a text")
    return None


def _wanted_number(default: float, value: Any) -> Phrase | str | None:
    """No option of a condition means anything below zero."""
    kinds: Any = int if isinstance(default, int) else int | float
    is_right = isinstance(value, kinds) and not isinstance(value, bool)
    return None if is_right and value >= 0 else at_least_zero(kinds)
