"""Where the shipped templates, stage maps and examples lie: in the installed package, or beside it in a checkout."""

import os.path

PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  (pathlib is not free to import)


def shipped(name: str) -> str:
    """Return the folder of what is shipped under `name`: `templates`, `states` or `examples`.

    The wheel has it as `playbook/NAME`; a checkout (and an editable install) as a sibling of the package.
    """
    inside = os.path.join(PACKAGE, name)  # noqa: PTH118
    beside = os.path.join(os.path.dirname(PACKAGE), name)  # noqa: PTH118, PTH120
    return inside if os.path.isdir(inside) else beside  # noqa: PTH112
