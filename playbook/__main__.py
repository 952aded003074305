"""`python -m playbook` and the command `playbook`: the same program."""

import gc

gc.disable()  # a command is short: collecting while its modules load costs a tenth of its start


def main() -> None:
    """Run the command line and end with its exit code."""
    from playbook.cli.main import run

    run()


if __name__ == "__main__":
    main()
