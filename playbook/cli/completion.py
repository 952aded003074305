"""What the shell offers when a subject is typed: loaded for completion alone."""

from playbook import wiring


def subjects(given: str | None, unit: str, *, deep: bool) -> list[str]:
    """Return the units, or with `deep` what is in one; whatever it raises, completion stays silent."""
    from playbook.config.folder import Folder

    folder = wiring.find_workspace(given)
    if not deep:
        return Folder(folder).units()
    tree = wiring.open_ledger(folder).tree(unit) or {}
    waves = tree.get("tree", [])
    names = ["pilot", *(wave["id"] for wave in waves), *(squad["id"] for wave in waves for squad in wave["squads"])]
    return [f"{unit}/{name}" for name in names]
