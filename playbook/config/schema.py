"""JSON Schemas of the files that people write, for editors: the same records that the reader checks with."""

from typing import Any

from playbook.config.typed import adapter
from playbook.core.model import Unit, Workspace
from playbook.core.stagemap import StageMap

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
    """Return the JSON Schema of `states/*.yaml`."""
    return _schema(StageMap, "Stage map")


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
