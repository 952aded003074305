"""What a new document begins with: a template that renders at once, with a word about each thing it can do."""

NAMES = {"unit": "unit.name", "wave": "wave.name", "squad": "squad.name"}
"""What each kind of subject is called in a template."""
WHERE = {"unit": "unit.where.slice", "wave": "unit.where.waves", "squad": "squad.where.members"}
"""Where that which the example shows is written."""
SIGNERS = {
    "unit": ("unit.sponsor", "sponsor"),
    "wave": ("unit.sponsor", "sponsor"),
    "squad": ("squad.lead", "{squad} lead"),
}


def skeleton(name: str, kind: str) -> str:
    """Return the source of a template for a unit, a wave or a squad."""
    person, role = SIGNERS[kind]
    found = TEXT
    facts = {"NAME": name, "TITLE": name.replace("-", " ").capitalize(), "CALLED": NAMES[kind], "WHERE": WHERE[kind]}
    for word, value in {**facts, "PERSON": person, "ROLE": role, "KIND": kind}.items():
        found = found.replace(f"%{word}%", value)
    return found


TEXT = """\
{# %NAME%: one of these for each %KIND%. What stands between these marks is for you and never in the document.

   See what it becomes, while you write:   playbook preview SUBJECT %NAME% --watch
   See everything that is wrong with it:   playbook check
   Names, filters and functions:           docs/reference/templates.md #}
# {{ _("%TITLE% of {name}", name=%CALLED%) }}

{# Facts have names, so that a translator can put them in another order. A value that may be missing needs an `if`. #}
{{ _("{name} serves {customer}, so that {outcome}.", name=%CALLED%, customer=unit.customer, outcome=unit.outcome) }}

## {{ _("What has to be done") }}

{# An item's id is its meaning: ticks hang on it, so it never changes. `evidence=true` asks what shows that it is done,
   `required=false` lets the gate pass without it. #}
{{ item("%NAME%.first", _("The first thing is done"), evidence=true) }}

{# Everything above this line is what people sign: when it changes, an approval has to be given again. #}
{{ signatures() }}

## {{ _("Signatures") }}

| {{ _("Who") }} | {{ _("As") }} | {{ _("Date and signature") }} |
|---|---|---|
| {{ %PERSON% }} | {{ _("%ROLE%", **w) }} | |
{# The ending says where each thing above is changed: what it is called, and the file with its line. #}
{% set sources = [
  (_("Customer, outcome, scope"), unit.where.slice),
  (_("What this document says of the %KIND%"), %WHERE%),
] %}
{% include "documents/_ending.md.j2" %}
"""
