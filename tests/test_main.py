"""`python -m playbook` and the command are the same program, and start with next to nothing."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("argv", "said"),
    [(("--version",), b"playbook "), (("--help",), b"Usage: playbook"), (("nonsense",), b"see: playbook --help")],
)
def test_the_module_is_the_command(argv, said):
    module = subprocess.run([sys.executable, "-m", "playbook", *argv], capture_output=True, check=False)
    code = "import sys\nfrom playbook.__main__ import main\nmain()"
    command = subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, check=False)

    assert (module.returncode, module.stdout, module.stderr) == (command.returncode, command.stdout, command.stderr)
    assert said in module.stdout + module.stderr


def test_importing_the_package_does_nothing():
    done = subprocess.run(
        [sys.executable, "-c", "import playbook, sys; print([m for m in sys.modules if m.startswith('playbook')])"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "['playbook']"
