"""Who holds a role at a unit, and who can stand by a signature that was given in one."""

from collections.abc import Iterable

from playbook.core.model import Squad, Unit
from playbook.core.state import SHARED_ROLES, Signature


def holders(unit: Unit, squads: Iterable[Squad], role: str) -> dict[str, tuple[str | int, ...]]:
    """Return who holds a role (ids), each with the path of the key of the unit's file that names the person.

    `lead` and `accountable` are those of the pilot; `department-heads` are of the departments that give members to
    these squads.
    """
    if role == "sponsor":
        return {unit.sponsor: ("sponsor",)}
    if role in ("lead", "accountable"):
        return {getattr(unit.pilot, role): ("pilot", role)}
    giving = {member.department for squad in squads for member in squad.members}
    departments = enumerate(unit.departments)
    return {one.head: ("departments", index, "head") for index, one in departments if one.id in giving}


def confirmers(unit: Unit, squads: Iterable[Squad], signature: Signature) -> tuple[str, ...]:
    """Return who (ids) can confirm a signature under a text that changed; nobody where it no longer counts.

    Of a role with one holder that is whoever has it now; of several holders each answers for their own, and one who
    has left no longer counts.
    """
    found = tuple(holders(unit, squads, signature.role))
    if signature.role not in SHARED_ROLES:
        return found
    return (signature.by,) if signature.by in found else ()
