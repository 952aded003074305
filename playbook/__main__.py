"""`python -m playbook` and the command `playbook`: the same program."""

import gc
import os
import sys

gc.disable()  # a command is short: collecting while its modules load costs a tenth of its start


def main() -> None:
    """Run the command line and leave with its exit code, at once.

    What the interpreter would still do (taking apart a few hundred modules) takes longer than `status` itself; ledgers
    are closed and output is flushed before.
    """
    from playbook.cli.main import run

    try:
        run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
