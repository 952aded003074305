"""Where the shipped templates, stage maps and examples lie: in the installed package, or beside it in a checkout."""

import os.path

PACKAGE = os.path.dirname(os.path.abspath(__file__))


def shipped(name: str) -> str:
    """Return the folder of what is shipped under `name`: `templates`, `states` or `examples`.

    The wheel has it as `playbook/NAME`; a checkout (and an editable install) as a sibling of the package.
    """
    inside = os.path.join(PACKAGE, name)
    beside = os.path.join(os.path.dirname(PACKAGE), name)
    return inside if os.path.isdir(inside) else beside
