"""JSON Schemas of the files that people write, for editors: the same records that the reader checks with."""

from typing import Any

from playbook.config.typed import adapter
from playbook.core.model import Unit, Workspace
from playbook.core.scope import Expression
from playbook.core.stagemap import StageMap
from playbook.gates import CONDITIONS, meanings

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def unit_schema() -> dict[str, Any]:
    """Return the JSON Schema of `units/*.yaml`."""
    schema = _schema(Unit, "Business unit")
    properties = schema["properties"]
    properties["squads"]["items"] = {"allOf": [properties["squads"]["items"], {"required": ["id"]}]}
    pilot_id = {"properties": {"id": {"const": "pilot"}}}
    properties["pilot"] = {**properties["pilot"], "allOf": [pilot_id]}
    return schema


def workspace_schema() -> dict[str, Any]:
    """Return the JSON Schema of `playbook.yaml`."""
    return _schema(Workspace, "Playbook workspace")


def map_schema() -> dict[str, Any]:
    """Return the JSON Schema of `states/*.yaml`, with every condition and its options."""
    made = _schema(StageMap, "Stage map")
    conditions = {name: _condition(name) for name in CONDITIONS}
    made["$defs"]["Condition"] = {
        "type": "object",
        "description": "A condition with options.",
        "properties": conditions,
        "additionalProperties": False,
    }
    bare = [name for name, one in conditions.items() if "required" not in one]
    for key in ("gate", "unless"):
        entry = [{"type": "string", "enum": bare}, {"$ref": "#/$defs/Condition"}]
        made["$defs"]["Move"]["properties"][key]["items"] = {"anyOf": entry}
    return made


def _condition(name: str) -> dict[str, Any]:
    """Return what may stand under a condition's name: its options, described as its reference page does."""
    module, means = CONDITIONS[name], meanings(name)
    options = {option: _option(default, means[option]) for option, default in module.OPTIONS.items()}
    needed = [option for option, default in module.OPTIONS.items() if isinstance(default, Expression)]
    found = {"type": "object", "description": (module.__doc__ or "").partition("\n")[0], "properties": options}
    return {**found, "additionalProperties": False, **({"required": needed} if needed else {})}


def _option(default: Any, says: str) -> dict[str, Any]:
    """Return an option by its default, as `playbook check` takes it: a tuple is a choice, a list has texts."""
    if isinstance(default, Expression):
        return {"type": "string", "minLength": 1, "description": says}
    if isinstance(default, tuple):
        return {"enum": list(default), "default": default[0], "description": says}
    if isinstance(default, list):
        texts = {"type": "string", "minLength": 1}
        return {"type": "array", "items": texts, "default": default, "description": says}
    if isinstance(default, bool | str):
        kind = "boolean" if isinstance(default, bool) else "string"
        return {"type": kind, "default": default, "description": says}
    kind = "integer" if isinstance(default, int) else "number"
    return {"type": kind, "minimum": 0, "default": default, "description": says}


def _schema(cls: Any, title: str) -> dict[str, Any]:
    made = _plainer(adapter(cls).json_schema())
    description = " ".join(str(made.pop("description", "")).split())
    return {"$schema": DRAFT, "title": title, "description": description, **made}


def _plainer(node: Any) -> Any:
    """Return the schema without titles, which repeat the names of keys and hide the descriptions in editors."""
    if isinstance(node, list):
        return [_plainer(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {name: _plainer(item) for name, item in value.items()}
        if key in ("properties", "$defs")
        else _plainer(value)
        for key, value in node.items()
        if key != "title"
    }
