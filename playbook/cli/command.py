"""What all commands share: options that stand anywhere on the line, the settings they fill, and lazy loading."""

from collections.abc import Callable
from typing import Any

import click

from playbook import wiring
from playbook.cli import show, tongue
from playbook.cli.tongue import t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from playbook.app.world import World
    from playbook.ledger.base import Ledger


class Settings:
    """What the options say; the world is built at the first question."""

    workspace: str | None = None
    actor: str | None = None
    key: str | None = None
    lang = ""
    """What `--lang` asked for; `preview` writes its document in it."""
    json = False
    quiet = False
    plain = False
    no_input = False

    def folder(self) -> str:
        """Return the workspace's folder."""
        return wiring.find_workspace(self.workspace)

    def __init__(self) -> None:
        """Nothing is opened yet."""
        self._open: list[Ledger] = []

    def units(self) -> list[str]:
        """Return the units that have a file; nothing of them is read."""
        from playbook.config.folder import Folder

        return Folder(self.folder()).units()

    def ledger(self) -> "Ledger":
        """Return the workspace's ledger alone: all that `status` needs."""
        self._open.append(wiring.open_ledger(self.folder()))
        return self._open[-1]

    def world(self, *, writing: bool = True) -> "World":
        """Return everything that a request works with; without `writing`, not even a cache is written."""
        world = wiring.open_world(self.folder(), actor=self.actor, key=self.one_key(), writing=writing)
        self._open.append(world.ledger)
        from playbook.cli import called

        called.listen(world)
        return world

    def one_key(self) -> str | None:
        """Return the idempotency key of this command line: the same key on another line is another command."""
        if self.key is None:
            return None
        import hashlib

        context = click.get_current_context(silent=True)
        said = repr((context.command_path, sorted(context.params.items(), key=repr))) if context else ""
        return f"{self.key}#{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:12]}"

    def close(self) -> None:
        """Let go of every ledger that was opened."""
        while self._open:
            self._open.pop().close()

    def say(self, text: str = "") -> None:
        """Print a line for people, unless they asked for JSON or for silence."""
        if not (self.json or self.quiet):
            click.echo(text)

    def data(self, content: Any) -> None:
        """Print JSON for programs, if they asked for it."""
        if self.json:
            import json

            click.echo(json.dumps(content, ensure_ascii=False, indent=2))


pass_settings = click.make_pass_decorator(Settings, ensure=True)


def _store(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def callback(context: click.Context, _: click.Parameter, value: Any) -> Any:
        settings = context.ensure_object(Settings)
        if value not in (None, False):
            setattr(settings, name, value)
        return value

    return callback


def _plain(context: click.Context, _: click.Parameter, value: Any) -> None:
    if value:
        context.color = False
        context.ensure_object(Settings).plain = True


def _lang(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """Refuse a language that nobody wrote; which one is spoken was found before the line was understood."""
    if value is not None and not tongue.catalogue(value):
        tongue.refuse(value)
    if value is not None:
        context.ensure_object(Settings).lang = tongue.catalogue(value)


def _help(context: click.Context, _: click.Parameter, value: Any) -> None:
    """Show the help. Click's own option asks gettext for its text, which costs every start as much as sqlite3 does."""
    if value:
        click.echo(context.get_help(), color=context.color)
        context.exit()


SHARED: list[click.Option] = []


def common() -> list[click.Option]:
    """Return the options that every command takes, before or after its name: the same objects for all commands."""
    if not SHARED:
        SHARED.extend(_options())
    return SHARED


def _options() -> list[click.Option]:
    flag: dict[str, Any] = {"is_flag": True, "default": False, "expose_value": False}
    text: dict[str, Any] = {"default": None, "expose_value": False}
    return [
        click.Option(["-C", "--workspace"], metavar="DIR", callback=_store("workspace"), help="The workspace.", **text),
        click.Option(["--as", "_as"], metavar="PERSON", callback=_store("actor"), help='Who: "Name <mail>".', **text),
        click.Option(["--json"], callback=_store("json"), help="Print JSON.", **flag),
        click.Option(["-q", "--quiet"], callback=_store("quiet"), help="Print only what went wrong.", **flag),
        click.Option(["--no-color"], callback=_plain, help="No colours (also NO_COLOR).", **flag),
        click.Option(["--lang"], metavar="CODE", callback=_lang, help="Language of the terminal (also LANG).", **text),
        click.Option(["--no-input"], callback=_store("no_input"), help="Never ask.", **flag),
        click.Option(
            ["--key"], metavar="KEY", callback=_store("key"), help="Idempotency key: the same key happens once.", **text
        ),
        click.Option(["-h", "--help"], is_eager=True, callback=_help, help="Show this and exit.", **flag),
    ]


class _Helpful(click.Command):
    """Help in the terminal's language; in English it is click's own."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        if tongue.is_english():
            super().format_help(ctx, formatter)
            return
        from playbook.cli.foreign import translated

        with translated(self, self.get_params(ctx)):
            super().format_help(ctx, formatter)


class Command(_Helpful):
    """A command with the common options, and an example at the end of its help."""

    def __init__(self, *args: Any, example: str = "", **more: Any) -> None:
        """Add the common options behind the command's own."""
        more["params"] = [*(more.get("params") or []), *common()]
        more["add_help_option"] = False
        super().__init__(*args, **more)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (click's)
        """Write the example as it is typed."""
        if self.example:
            with formatter.section("Example"):
                for line in self.example.strip().splitlines():
                    formatter.write(" " * formatter.current_indent + line.strip() + "\n")


class Group(_Helpful, click.Group):
    """A group whose commands are imported when they are called: `--help` and `status` load none of the others."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]] | None = None, **more: Any) -> None:
        """Take `lazy`: for each command `module:attribute` and its one line of help."""
        more["params"] = [*(more.get("params") or []), *common()]
        more["add_help_option"] = False
        super().__init__(*args, **more)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table: the order in which a rollout needs them."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that is called."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        import importlib

        module, _, name = self.lazy[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a mistyped one gets the nearest name."""
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            close = show.nearest(args[0], self.list_commands(ctx))
            if close:
                ctx.fail(t("there is no command '{name}' (did you mean '{close}'?)", name=args[0], close=close))
            ctx.fail(t("there is no command '{name}'", name=args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (click's)
        """List the commands from the table, without importing any."""
        rows = [(name, tongue.shown(text)) for name, (_, text) in self.lazy.items()]
        rows += [(name, tongue.brief(one) or one.get_short_help_str()) for name, one in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def command(example: str, **more: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; its first paragraph is the help, `example` is shown as it is typed."""
    return click.command(cls=Command, example=example, **more)


class Prose(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases of click
    """A sentence that is kept for good: one line, no control characters, and not blank where it is needed."""

    name = "text"

    def __init__(self, *, empty: bool = False) -> None:
        """With `empty`, nothing will do as well."""
        self.empty = empty

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the sentence on one line."""
        text = " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())
        if not (text or self.empty):
            self.fail(t("say it in a few words; it must not be empty"), param, ctx)
        return text


PROSE = Prose()
DEEPEST = 2
LONGEST = 63
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def is_id(text: str) -> bool:
    """Return whether a text is an id (core.model.ID_PATTERN, without the price of compiling it at every start)."""
    return 0 < len(text) <= LONGEST and LETTERS.issuperset(text) and "-" not in (text[0], text[-1])


class Subject(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases of click
    """`emea`, `emea/pilot`, `emea/wave-2`."""

    name = "subject"

    def __init__(self, *, unit: bool = False) -> None:
        """With `unit`, only whole units will do."""
        self.unit = unit

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the subject; a slash at the end is forgiven."""
        text = str(value).rstrip("/")
        parts = text.split("/")
        if len(parts) > DEEPEST or not all(map(is_id, parts)):
            known = t("'{text}' is not a subject (write emea, emea/pilot or emea/wave-2)", text=show.clean(text))
            self.fail(known, param, ctx)
        if self.unit and "/" in text:
            self.fail(t("a unit is needed, '{subject}' is a part of one", subject=text), param, ctx)
        return text

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002  (click's signature)
        incomplete: str,
    ) -> "list[CompletionItem]":
        """Offer units, then what is in the unit that was typed; silent where there is no workspace."""
        from click.shell_completion import CompletionItem

        try:
            from playbook.cli.completion import subjects

            given = ctx.find_root().params.get("workspace") or ctx.ensure_object(Settings).workspace
            names = subjects(given, incomplete.partition("/")[0], deep="/" in incomplete and not self.unit)
        except Exception:  # noqa: BLE001  (completion must never print a traceback into a prompt)
            return []
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]
