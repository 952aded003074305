"""Favours to the pilot as plain data for templates: what it got, what becomes of it, what the waves pay for it."""

from playbook.core.history import Favour
from playbook.core.phrase import say
from playbook.documents.pieces import Plain, Source

SETTLED = {
    "": say("still open"),
    "standardised": say("standardised: every {squad} gets it"),
    "priced": say("priced: the waves pay for it"),
    "dropped": say("dropped: no {squad} after the pilot gets it"),
}
"""What becomes of a favour, in words."""


def favours(source: Source) -> list[Plain]:
    """Return every favour of the unit's pilot, the open ones first, then in the order in which they were granted."""
    found = sorted(source.state.favours.values(), key=lambda one: (bool(one.settlement), one.granted))
    return [_favour(source, one) for one in found]


def priced(source: Source) -> list[Plain]:
    """Return what is priced into the waves: a total for each currency, in the order of the currencies' codes."""
    totals: dict[str, float] = {}
    for one in source.state.favours.values():
        if one.settlement == "priced" and one.price:
            totals[one.price_currency] = totals.get(one.price_currency, 0.0) + one.price
    return [{"currency": currency, "total": round(totals[currency], 2)} for currency in sorted(totals)]


def _favour(source: Source, one: Favour) -> Plain:
    words = source.words.squad(source.unit.squad_word)
    return {
        "id": one.id,
        "text": one.text,
        "granted": one.granted,
        "by": source.state.person(one.granted_by) if one.granted_by else "",
        "cost": one.cost,
        "currency": one.currency,
        "open": not one.settlement,
        "settlement": source.words.text(SETTLED[one.settlement].text, **words),
        "reason": one.reason,
        "settled": one.settled,
        "settled_by": source.state.person(one.settled_by) if one.settled_by else "",
        "price": one.price,
        "price_currency": one.price_currency,
    }
