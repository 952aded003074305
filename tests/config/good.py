"""A unit, a workspace and a stage map without a mistake; a test makes the one mistake it is about."""

import pytest

from playbook.config.unit import AcceptedUnit, read_unit
from playbook.config.workspace import read_workspace
from playbook.core.model import Goal, Workspace
from playbook.errors import ConfigurationError

WORKSPACE = Workspace(
    "Acme", (Goal("loyal", "Customers stay because staying is easy"), Goal("fast", "We answer today"))
)
PATHS = ("incremental", "top-down")
LANGUAGES = ("en", "de", "it", "tr", "id", "zh")

UNIT = """\
unit: emea
name: Europe
goal: loyal
slice:
  value_area: geographic
  customer: Small bakeries
  outcome: An order arrives on the day that was promised
sponsor: Ana Diaz <ana@example.org>
departments:
  - id: sales
    name: Sales
    head: Bo Lind <bo@example.org>
  - id: marketing
    name: Marketing
    head: Cy Ng <cy@example.org>
mission:
  skills: [selling, writing]
  decisions:
    - {id: refund, name: Refund an order}
  questions:
    - {id: late, ask: Which orders are late?}
measures:
  - id: csat
    name: Satisfaction
    unit: points
    baseline: 41
    target: 55
    direction: up
pilot:
  name: Pilot
  lead: Marta Rossi
  accountable: Marta Rossi
  members:
    - person: Marta Rossi <marta@example.org>
      department: sales
      specialty: selling
      skills: [selling]
      allocation: 80
    - person: Jo Smith <jo@example.org>
      department: marketing
      specialty: writing
  decides:
    - decision: refund
      decider: Jo Smith
      limit: 500
      unit: EUR an order
  data:
    - question: late
      source: Orders
      department: sales
      grant: active
      until: 2027-03-31
  skill_plans:
    - skill: writing
      how: hire
      by: 2027-01-31
squads:
  - id: lyon
    name: Lyon
    lead: Li Wu
    accountable: Li Wu
    members:
      - person: Li Wu <li@example.org>
        department: sales
        specialty: selling
  - id: kyiv
    name: Київ
    lead: Олена Коваль
    accountable: Олена Коваль
    members:
      - person: Олена Коваль <olena@example.org>
        department: sales
        specialty: selling
waves:
  - squads: [lyon]
  - squads: [kyiv]
failure_budget: 1
path: incremental
language: en
"""

PLAYBOOK = """\
name: Acme
goals:
  - id: loyal
    statement: Customers stay
language: en
store: sqlite
"""

MAP = """\
machine: squad
version: "1.0"
initial: proposed
stages:
  - id: proposed
  - id: operating
    documents: [charter]
  - id: stable
    tally: good
  - id: ended
    terminal: true
moves:
  - name: launch
    source: proposed
    target: operating
    gate:
      - squad_size
      - components: {need: present}
  - name: stabilise
    source: [operating]
    target: stable
    gate:
      - dwell: {days: 14}
  - name: regress
    source: stable
    target: operating
    by: engine
    unless:
      - squad_size: {least: 6}
  - name: stop
    source: "*"
    target: ended
    by: stop
"""


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Return the text with each first occurrence replaced; a change that changes nothing is a mistake in the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def unit(text: str | bytes = UNIT, name: str = "units/emea.yaml") -> AcceptedUnit:
    """Read a unit's file."""
    raw = text if isinstance(text, bytes) else text.encode()
    return read_unit(raw, name, WORKSPACE, paths=PATHS, languages=LANGUAGES)


def problems(*changes: tuple[str, str], name: str = "units/emea.yaml") -> list[str]:
    """Return what is said about the good unit with changes, without the name of the file."""
    return said(changed(UNIT, *changes), name)


def said(text: str | bytes, name: str = "units/emea.yaml") -> list[str]:
    """Return what is said about a unit's file, each as `line:column: sentence`."""
    with pytest.raises(ConfigurationError) as caught:
        unit(text, name)

    assert all(problem.file == name for problem in caught.value.problems)
    return [str(problem).removeprefix(f"{name}:").strip() for problem in caught.value.problems]


def playbook_problems(*changes: tuple[str, str]) -> list[str]:
    """Return what is said about the good workspace with changes."""
    with pytest.raises(ConfigurationError) as caught:
        read_workspace(changed(PLAYBOOK, *changes).encode(), languages=LANGUAGES)

    return [str(problem).removeprefix("playbook.yaml:").strip() for problem in caught.value.problems]
