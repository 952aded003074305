"""Conditions of a gate and their options, held against what the conditions declare."""

from collections.abc import Mapping
from typing import Any

from playbook.config.findings import Findings, Spot, hint, quote
from playbook.config.typed import either, found

Conditions = Mapping[str, Mapping[str, Any]]


def check_options(findings: Findings, gate: Spot, conditions: Conditions) -> None:
    """Add every unknown condition of a gate, every unknown option, and every option of a wrong type."""
    for entry in gate.each():
        if entry.text:
            _condition(findings, entry, entry.text, conditions)
        elif isinstance(entry.value, dict):
            _with_options(findings, entry, conditions)


def _with_options(findings: Findings, entry: Spot, conditions: Conditions) -> None:
    if not entry.value:
        findings.add(entry.path, "the name of a condition is needed, found an empty mapping")
    for name in entry.value:
        spot = entry.key(name)
        if _condition(findings, spot, name, conditions) and isinstance(spot.value, dict):
            for option in spot.value:
                _option(findings, spot.key(option), option, name, conditions[name])


def _condition(findings: Findings, spot: Spot, name: str, conditions: Conditions) -> bool:
    if name not in conditions:
        findings.add(spot.path, lambda: f"unknown condition {quote(name)}{hint(name, conditions)}", key=True)
    return name in conditions


def _option(findings: Findings, spot: Spot, name: str, condition: str, options: Mapping[str, Any]) -> None:
    if name not in options:
        known = f" (known here: {', '.join(options)})" if options else " (it has none)"
        meant = hint(name, options) or known
        findings.add(spot.path, f"unknown option {quote(name)} of {condition}{meant}", key=True)
        return
    wanted = _wanted(options[name], spot.value)
    if wanted:
        meant = hint(spot.text, options[name]) if isinstance(options[name], tuple) else ""
        findings.add(spot.path, f"{wanted} is needed for {quote(name)}, found {found(spot.value)}{meant}")


def _wanted(default: Any, value: Any) -> str:
    """Return what is needed where `value` is not of the default's type, else an empty text.

    A tuple of texts is a closed choice, a list means texts, None means anything.
    """
    if isinstance(default, tuple):
        return "" if value in default else either(map(quote, default))
    if isinstance(default, list):
        is_texts = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
        return "" if is_texts else "a list of texts"
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else "true or false"
    if isinstance(default, int | float):
        return _wanted_number(default, value)
    if isinstance(default, str):
        return "" if isinstance(value, str) else "a text"
    return ""


def _wanted_number(default: float, value: Any) -> str:
    """No option of a condition means anything below zero."""
    kinds, noun = (int, "a whole number") if isinstance(default, int) else (int | float, "a number")
    is_right = isinstance(value, kinds) and not isinstance(value, bool)
    return "" if is_right and value >= 0 else f"{noun} from 0 on"
