import json
import re

import jsonschema
import pytest

from playbook.config.schema import map_schema, unit_schema, workspace_schema
from playbook.config.source import read
from playbook.gates import CONDITIONS
from tests.config.good import MAP, PLAYBOOK, UNIT, changed

SCHEMAS = {"unit": unit_schema, "workspace": workspace_schema, "map": map_schema}


def _check(schema, text):
    jsonschema.Draft202012Validator(schema).validate(read(text.encode(), "x").data)


def _nodes(node):
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
    schema = SCHEMAS[name]()

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described(name):
    schema = SCHEMAS[name]()

    for record in (schema, *schema["$defs"].values()):
        for key, entry in record["properties"].items():
            reference = schema["$defs"].get(entry.get("$ref", "").rpartition("/")[2], {})
            assert entry.get("description") or reference.get("description"), key


@pytest.mark.parametrize("name", SCHEMAS)
def test_patterns_mean_the_same_in_an_editor(name):
    patterns = {node["pattern"] for node in _nodes(SCHEMAS[name]()) if isinstance(node.get("pattern"), str)}

    assert patterns
    for pattern in patterns:
        assert re.compile(pattern)
        assert not re.search(r"\(\?|\\[AzZdDwWhpP]|\[\[|[*+?}][+]", pattern)


def test_right_files_fit():
    _check(unit_schema(), UNIT)
    _check(workspace_schema(), PLAYBOOK)
    _check(map_schema(), MAP)


def test_the_examples_fit(root):
    files = sorted((root / "examples").glob("*/units/*.yaml"))

    assert files
    for path in files:
        _check(unit_schema(), path.read_text("utf-8"))
    for path in (root / "examples").glob("*/playbook.yaml"):
        _check(workspace_schema(), path.read_text("utf-8"))
    for path in (root / "states").glob("*.yaml"):
        _check(map_schema(), path.read_text("utf-8"))


@pytest.mark.parametrize(
    "change",
    [
        ("sponsor:", "sponser:"),
        ("id: csat", "id: C Sat"),
        ("allocation: 80", "allocation: 101"),
        ("direction: up", "direction: upp"),
        ("until: 2027-03-31", "until: 31.03.2027"),
        ("  - id: lyon\n    name", "  - name"),
        ("  name: Pilot\n", "  name: Pilot\n  id: first\n"),
        ("  - squads: [kyiv]", "  - 120%"),
        ("name: Europe", "name: ''"),
    ],
)
def test_a_broken_unit_does_not_fit(change):
    with pytest.raises(jsonschema.ValidationError):
        _check(unit_schema(), changed(UNIT, change))


@pytest.mark.parametrize("change", [("by: engine", "by: magic"), ("  - name: launch", "  - nam: launch")])
def test_a_broken_map_does_not_fit(change):
    with pytest.raises(jsonschema.ValidationError):
        _check(map_schema(), changed(MAP, change))


def _conditions():
    return map_schema()["$defs"]["Condition"]["properties"]


def test_editors_know_every_condition_and_what_its_options_mean():
    found = _conditions()

    assert list(found) == list(CONDITIONS)
    for name, condition in CONDITIONS.items():
        assert found[name]["description"]
        assert list(found[name]["properties"]) == list(condition.OPTIONS)
        assert all(option["description"] for option in found[name]["properties"].values())


def _entry(entry):
    schema = map_schema()
    items = schema["$defs"]["Move"]["properties"]["gate"]["items"]
    jsonschema.Draft202012Validator({"$schema": schema["$schema"], "$defs": schema["$defs"], **items}).validate(entry)


@pytest.mark.parametrize(
    "entry",
    [
        "squad_size",
        {"squad_size": {"least": 6}},
        {"approval": {"role": "department-heads"}},
        {"stable": {"measures": ["csat"]}},
        {"soak": {"days": 7, "now": False}, "dwell": {}},
        {"expr": {"that": "true"}},
    ],
)
def test_what_check_accepts_in_a_gate_fits(entry):
    _entry(entry)


@pytest.mark.parametrize(
    "entry",
    [
        "squad_sise",
        {"squad_size": {"lest": 6}},
        {"squad_size": {"least": -1}},
        {"approval": {"role": "king"}},
        {"soak": {"now": 1}},
        "expr",
        {"expr": {"says": "no expression"}},
        {"stable": {"measures": "csat"}},
    ],
)
def test_what_check_refuses_in_a_gate_does_not_fit(entry):
    with pytest.raises(jsonschema.ValidationError):
        _entry(entry)
