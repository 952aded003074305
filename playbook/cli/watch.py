"""`status --watch`: the picture is drawn again when it changes, on a screen of its own, until Ctrl-C."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from playbook.cli import show
from playbook.cli.command import Settings
from playbook.cli.tongue import t
from playbook.core.phrase import say
from playbook.errors import UsageError

# The screen that editors use, without a cursor, lines cut at the edge; and back again.
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J", "\x1b[?7h\x1b[?25h\x1b[?1049l"
HOME, REST_OF_LINE, BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
INTERRUPTED = 130
"""The exit code of what Ctrl-C ended, here as everywhere."""


def refuse(settings: Settings, form: str | None) -> None:
    """Raise UsageError where there is nobody to watch, or a program that wants one answer."""
    if settings.json or form or settings.quiet:
        raise UsageError(
            say("--watch draws for people, not for programs"), hint=say("run it without --json, --format and --quiet")
        )
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError(say("--watch needs a terminal that can be drawn on"), hint="playbook status")


def watching(drawn: Callable[[], list[str]], every: float, *, plain: bool = False) -> int:
    """Draw the picture now and whenever it has changed when it is looked at; return the exit code of Ctrl-C.

    The last picture stays on the ordinary screen. Nothing is written but the screen; `plain` is without colours.
    """

    def picture() -> list[str]:
        return [click.unstyle(line) for line in drawn()] if plain else drawn()

    lines = picture()  # a mistake is told on the ordinary screen
    try:
        with _screen():
            _watch(lines, picture, every)
    except KeyboardInterrupt:
        pass
    sys.stdout.write("\n".join(picture()) + "\n")
    sys.stdout.flush()
    return INTERRUPTED


def _watch(lines: list[str], picture: Callable[[], list[str]], every: float) -> None:
    """Draw until somebody interrupts; what is on the screen already is not drawn again, so that nothing flickers."""
    drawn = None
    while True:
        size = shutil.get_terminal_size()
        if drawn != (lines, size):
            sys.stdout.write(_frame(lines, size.lines, every))
            sys.stdout.flush()
            drawn = lines, size
        time.sleep(every)
        lines = picture()


def _frame(lines: list[str], height: int, every: float) -> str:
    """Return what puts these lines over what is there, at most a screen of them, with a last line of ours."""
    room = max(1, height - 2)
    shown = lines if len(lines) <= room else lines[: room - 1]
    rest = len(lines) - len(shown)
    shown = [*shown, t("{n} more line", "{n} more lines", n=rest)] if rest else shown
    told = t("looked at every {seconds} s; Ctrl-C ends", seconds=show.number(every))
    return HOME + "".join(f"{line}{REST_OF_LINE}\n" for line in (*shown, "")) + told + REST_OF_LINE + BELOW


@contextmanager
def _screen() -> Iterator[None]:
    """Give the terminal back as it was, also when the program is told to end."""

    def ended(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, ended)
    sys.stdout.write(ENTER)
    try:
        yield
    finally:
        sys.stdout.write(LEAVE)
        sys.stdout.flush()
        signal.signal(signal.SIGTERM, before)
