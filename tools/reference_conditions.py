"""The pages of conditions and of the names in expressions, written from the program: see tools/reference.py."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from playbook.core.scope import RECORDS, ROOTS, Field
from playbook.gates import CONDITIONS, check, defaults, meanings
from tools.reference_cases import SHOWN

WIDTH = 119
CLEARED, SOURCE = "Cleared by:", "Source:"
INDEX = """\
A gate is a list of conditions on a move, written in a stage map (`states/*.yaml`) as a name, or as a name with
options. All conditions of a gate are judged, never only the first that fails. Each gives a verdict: `pass`, `fail`,
`undecided` or `waived`. Evidence that is missing, too little, or older than what it is about is `undecided`, never
`pass`; both `fail` and `undecided` leave the stage unchanged. `playbook why SUBJECT` shows every verdict with what is
needed, what was found, where it is written and who can clear it.

Four verdicts are in no stage map, because they hold for every move forwards:

| verdict | fails when |
|---|---|
| `hold` | the subject, or what is above it, is on hold; `playbook resume` lifts it |
| `carried` | a squad that moves along with its unit or wave is not where that move starts; a pilot that failed or was \
disbanded keeps its unit where it is |
| `leader` | a squad would run ahead of what carries it: its wave, or the unit for the pilot. Advance that one: it \
takes the squad along. A squad that was left behind may catch up alone |
| `ended` | the unit was stopped or closed, or the squad's wave was aborted: nothing below goes on. What is still open \
there can be ended |

A condition that two gates of one move ask for alike is shown once. Where a wave is judged on its squads, the worst
squad speaks for all and is named. Options that a stage map leaves out have the defaults that its page lists.

What evidence is about: a break-fix cycle is about the goal, the mission and the playbook; a tick about the goal; a
reading about the measure as it is defined; a soak about the playbook; a probe of data about the mission; an approval
and a signature about the very text. When that changes, older evidence does not count any more, and the verdict says
what changed and when. Another target, another member or another backfill makes no reading and no cycle older."""
NAMES = """\
An expression of the condition [`expr`](conditions/expr.md) sees these names, and nothing else. How to write one:
[Expressions](../how-to/expressions.md).

What is not known is missing: to ask for it is no answer, and the condition is `undecided`. `has(squad.days_in_stage)`
asks whether it is there. Whole numbers (`int`) and others (`double`) compare with each other; to calculate with both,
write `double(…)` around the whole one. No person's name is in it."""


def condition_index(made: str) -> str:
    """Return the page that all conditions are found from."""
    rows = [f"| [`{name}`](conditions/{name}.md) | {_paragraphs(name)[0]} |" for name in CONDITIONS]
    return "\n".join(["# Conditions", "", made, "", INDEX, "", "| condition | rule |", "|---|---|", *rows, ""])


def condition_page(name: str, made: str) -> str:
    """Return the page of one condition: rule, options, example, what it says, who clears it, source."""
    lines = [f"# `{name}`", "", made, "", "[All conditions](../conditions.md)", "", "## Rule", "", *_rule(name)]
    lines += ["## Options", "", *_options(name), "", "## Example", "", "```yaml", *_written(name), "```", ""]
    lines += ["## What it says when it does not pass", "", "```text", *said(name), "```", ""]
    lines += ["## Cleared by", "", *_last(name, CLEARED), "", "## Source", "", *_last(name, SOURCE), ""]
    return "\n".join(lines)


def names_page(made: str) -> str:
    """Return the page of the names that an expression sees."""
    lines = ["# Names in expressions", "", made, "", NAMES, "", *_fields(ROOTS)]
    for record, fields in RECORDS.items():
        lines += ["", f"## {record}", "", *_fields(fields)]
    return "\n".join(lines) + "\n"


def _fields(fields: Mapping[str, Field]) -> Iterator[str]:
    yield "| name | type | meaning |"
    yield "|---|---|---|"
    yield from (f"| `{name}` | {_linked(field.kind)} | {field.says} |" for name, field in fields.items())


def _linked(kind: str) -> str:
    inner = kind.rpartition("(")[2].removesuffix(")")
    return kind.replace(inner, f"[{inner}](#{inner})") if inner in RECORDS else kind


def _paragraphs(name: str) -> list[str]:
    return textwrap.dedent(CONDITIONS[name].__doc__ or "").strip().split("\n\n")


def _rule(name: str) -> Iterator[str]:
    """Yield the paragraphs of the condition and of how it judges; what it returns in general goes without saying."""
    for paragraph in _paragraphs(name):
        if not paragraph.startswith((CLEARED, SOURCE)):
            yield from (paragraph, "")
    judged = textwrap.dedent("    " + (CONDITIONS[name].judge.__doc__ or "")).strip().split("\n\n")
    for paragraph in judged[1:]:
        yield from (re.sub(r"\s\(design, section [0-9]+\)", "", textwrap.dedent(paragraph)), "")


def _last(name: str, label: str) -> list[str]:
    found = [one.removeprefix(label) for one in _paragraphs(name) if one.startswith(label)]
    text = " ".join(found[0].split()) if found else ""
    return textwrap.wrap(text[:1].upper() + text[1:], WIDTH, break_long_words=False, break_on_hyphens=False)


def _options(name: str) -> Iterator[str]:
    module, means = CONDITIONS[name], meanings(name)
    if not module.OPTIONS:
        yield "It has none."
        return
    yield "| option | default | meaning |"
    yield "|---|---|---|"
    for option, default in defaults(name).items():
        choice = module.OPTIONS[option]
        more = ": " + ", ".join(f"`{one}`" for one in choice) if isinstance(choice, tuple) else ""
        yield f"| `{option}` | {_default(default)} | {means[option]}{more} |"


def _default(value: Any) -> str:
    if value == "":
        return "none"
    value = int(value) if isinstance(value, float) and value.is_integer() else value  # 1 and not 1.0
    texts = f"[{', '.join(value)}]" if isinstance(value, list) else json.dumps(value)
    return f"`{value if isinstance(value, str) else texts}`"


def _written(name: str) -> Iterator[str]:
    yield "gate:"
    for options in SHOWN[name].written:
        inner = ", ".join(f"{option}: {_value(value)}" for option, value in options.items())
        yield f"  - {name}: {{{inner}}}" if options else f"  - {name}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    is_plain = isinstance(value, str) and value.replace("-", "").replace("_", "").isalnum()
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def said(name: str) -> Iterator[str]:
    """Yield the verdict as the condition gives it on its case."""
    shown = SHOWN[name]
    whole = shown.case()
    (verdict,) = check(({name: dict(shown.options)},), whole)
    yield verdict.status
    rows = (
        ("needed", str(verdict.needed)),
        ("found", str(verdict.found)),
        ("where", verdict.where),
        ("cleared by", ", ".join(whole.state.person(who) for who in verdict.clears)),
        ("remedy", str(verdict.remedy or "")),
        ("command", verdict.command),
        ("until", verdict.until),
    )
    yield from (f"{title:<12}{text}" for title, text in rows if text)
