"""What click says by itself, in the terminal's language. Loaded only where that is not English.

Click asks gettext for its sentences, and gettext wants compiled files in folders of its own. So click's modules are
given our catalogue to ask instead; what is not in it stays as click wrote it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click.formatting

from playbook.cli import show, tongue
from playbook.core.phrase import say

SENTENCES = (
    say("Usage:"),
    say("Options:"),
    say("Commands:"),
    say("Example:"),
    say("required"),
    say("default: {default}"),
    say("Missing command."),
    say("Missing argument"),
    say("Missing option"),
    say("Missing parameter"),
    say("No such option {name!r}."),
    say("No such option: {name}"),
    say("No such command {name!r}."),
    say("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    say("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    say("Invalid value: {message}"),
    say("Invalid value for {param_hint}: {message}"),
    say("Could not open file {filename!r}: {message}"),
    say("Argument {name!r} takes {nargs} values."),
    say("Option {name!r} does not take a value."),
    say("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    say("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    say("{value!r} is not a valid {number_type}."),
    say("{value} is not in the range {range}."),
    say("{name} {filename!r} does not exist."),
    say("{name} {filename!r} is a file."),
    say("{name} {filename!r} is a directory."),
    say("{name} {filename!r} is not readable."),
    say("{name} {filename!r} is not writable."),
    say("file"),
    say("directory"),
    say("path"),
)
"""Click's sentences that our command line can meet, in click 8.1 and later; its own placeholders are kept."""
FOLDED = click.formatting.wrap_text
HEADED = click.formatting.HelpFormatter.write_heading
MODULES = ("core", "exceptions", "types", "parser", "formatting")


def teach(argv: Sequence[str]) -> None:
    """Let click speak the terminal's language; where programs read the answer (`--json`), its own."""
    import importlib

    words = None if "--json" in argv or tongue.is_english() else tongue.words()
    look_up = words.look_up if words else _english
    for name in MODULES:
        module: Any = importlib.import_module(f"click.{name}")
        for asked in ("_", "ngettext"):
            if hasattr(module, asked):
                setattr(module, asked, look_up)
    module = click.formatting
    module.wrap_text = _wrapped if words else FOLDED
    module.HelpFormatter.write_heading = _headed if words else HEADED
    tongue.FOREIGN[:] = [True]


def _english(one: str, many: str = "", n: int = 1) -> str:
    return one if n == 1 or not many else many


def _headed(formatter: click.formatting.HelpFormatter, heading: str) -> None:
    """Write the heading of a part of the help; its colon belongs to the message."""
    formatter.write(" " * formatter.current_indent + tongue.words().look_up(f"{heading}:") + "\n")


def _wrapped(text: str, width: int = 78, initial_indent: str = "", subsequent_indent: str = "", **more: Any) -> str:
    """Fold a help text as click does; one with wide characters by the columns that they take."""
    if show.width(text) == len(text):
        return str(FOLDED(text, width, initial_indent, subsequent_indent, **more))
    paragraphs = [show.fold(" ".join(one.split()), width - len(subsequent_indent)) for one in text.split("\n\n")]
    told = "\n\n".join("\n".join(subsequent_indent + line for line in lines) for lines in paragraphs)
    return initial_indent + told.removeprefix(subsequent_indent)


@contextmanager
def translated(command: Any, options: Iterable[Any]) -> Iterator[None]:
    """Give a command and its options the help of the terminal's language, while it is written and no longer."""
    texts = [(one, "help") for one in (command, *options) if getattr(one, "help", None)]
    texts += [(command, "epilog")] if command.epilog else []
    kept = [getattr(one, name) for one, name in texts]
    try:
        for (one, name), text in zip(texts, kept, strict=True):
            setattr(one, name, tongue.shown(text))
        yield
    finally:
        for (one, name), text in zip(texts, kept, strict=True):
            setattr(one, name, text)
