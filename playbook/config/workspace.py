"""`playbook.yaml`: what all units of a workspace share."""

from collections.abc import Collection

from playbook.config.findings import Findings, Spot, hint, known, quote, unique
from playbook.config.source import read
from playbook.config.typed import validate
from playbook.core.model import Workspace


def read_workspace(raw: bytes, name: str = "playbook.yaml", *, languages: Collection[str]) -> Workspace:
    """Return what `playbook.yaml` says.

    Raises:
        ConfigurationError: with every mistake in the file, in file order.
    """
    source = read(raw, name)
    findings = Findings(source)
    workspace = None
    if source.whole:
        top = Spot(source.data)
        unique(findings, [goal.key("id") for goal in top.key("goals").each()], "the goal")
        known(findings, top.key("language"), languages, "a language of the documents")
        _store(findings, top.key("store"))
        workspace = validate(Workspace, findings)
    return findings.accept(workspace)


def _store(findings: Findings, spot: Spot) -> None:
    """A workspace may come from a stranger: its ledger stays inside it."""
    if not spot.text.strip() or spot.text == "sqlite":
        return
    kind, _, path = spot.text.partition(":")
    if kind != "sqlite":
        findings.add(spot.path, f"{quote(kind)} is not a store{hint(kind, ['sqlite']) or ' (known here: sqlite)'}")
    elif not path.strip():
        findings.add(spot.path, "a path is needed after `sqlite:`")
    elif path.startswith(("/", "\\", "~")) or path[1:2] == ":" or ".." in path.replace("\\", "/").split("/"):
        findings.add(spot.path, f"the store must lie inside the workspace, found {quote(path)}")
