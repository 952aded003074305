"""A person's own editor, called on a file and waited for. No shell reads the command, whatever the file is called."""

import os
import shlex
import subprocess
from shutil import which

from playbook.core.phrase import say
from playbook.errors import PlaybookError, UsageError

USUAL = ("sensible-editor", "nano", "vim", "vi")
"""Tried in this order where nobody said which editor they like."""
TAKES_LINE = frozenset(("nano", "vi", "vim", "nvim", "emacs", "micro", "sensible-editor"))
"""Editors that open a file at a line which is given as `+12`."""


def editor() -> list[str]:
    """Return the command of the person's editor: $VISUAL, $EDITOR, or one that most systems have.

    Raises:
        UsageError: there is none, or the variable cannot be understood.
    """
    for name in ("VISUAL", "EDITOR"):
        said = os.environ.get(name, "").strip()
        if said:
            try:
                return shlex.split(said)
            except ValueError as error:
                raise UsageError(say("${name} is no command: {value}", name=name, value=said)) from error
    found = next((name for name in USUAL if which(name)), None)
    if not found:
        raise UsageError(say("there is no editor"), hint=say("set EDITOR, for example: export EDITOR=nano"))
    return [found]


def edit(path: str, line: int = 1) -> None:
    """Open a file in the person's editor, at a line where the editor knows how, and wait until they are done.

    Raises:
        PlaybookError: the editor cannot be started, or it failed; the file is as it left it.
    """
    command = editor()
    at = [f"+{line}"] if os.path.basename(command[0]) in TAKES_LINE else []
    try:
        done = subprocess.run([*command, *at, os.path.abspath(path)], check=False)  # noqa: S603  (the person's own editor)
    except OSError as error:
        raise PlaybookError(
            say("the editor cannot be started: {command}", command=" ".join(command)),
            hint=say("set EDITOR to a command that waits until the file is closed"),
        ) from error
    if done.returncode:
        text = say("the editor ended with status {code}", code=done.returncode)
        raise PlaybookError(text, hint=say("the file is as the editor left it; run: playbook sync"))
