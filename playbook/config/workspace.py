"""`playbook.yaml`: what all units of a workspace share."""

from collections.abc import Collection

from playbook.config.findings import Findings, Spot, known, known_here, meant, short, unique
from playbook.config.source import read
from playbook.config.typed import validate
from playbook.core.model import Workspace
from playbook.core.phrase import Phrase, say


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
        unique(findings, [goal.key("id") for goal in top.key("goals").each()], _twice)
        known(findings, top.key("language"), languages, not_a_language)
        _store(findings, top.key("store"))
        workspace = validate(Workspace, findings)
    return findings.accept(workspace)


def _store(findings: Findings, spot: Spot) -> None:
    """A workspace may come from a stranger: its ledger stays inside it."""
    if not spot.text.strip() or spot.text == "sqlite":
        return
    kind, _, path = spot.text.partition(":")
    if kind != "sqlite":
        wrong = say("'{kind}' is not a store", kind=short(kind))
        findings.add(spot.path, meant(wrong, kind, ["sqlite"], known_here(wrong, ["sqlite"])))
    elif not path.strip():
        findings.add(spot.path, say("a path is needed after `sqlite:`"))
    elif path.startswith(("/", "\\", "~")) or path[1:2] == ":" or ".." in path.replace("\\", "/").split("/"):
        findings.add(spot.path, say("the store must lie inside the workspace, found '{path}'", path=short(path)))


def not_a_language(name: str) -> Phrase:
    """Return what is said of a language that has no catalogue."""
    return say("'{name}' is not a language of the documents", name=name)


def _twice(name: str, line: int) -> Phrase:
    return say("the goal '{name}' is here twice (first on line {line})", name=name, line=line)
