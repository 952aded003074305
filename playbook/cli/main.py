"""The command line's front door: the table of commands, the only table of exit codes, and what happens to errors."""

import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from playbook import errors
from playbook.cli import show, tongue
from playbook.cli.command import Group, Settings
from playbook.cli.tongue import t

EXIT = {
    errors.Repeated: 0,
    errors.UsageError: 2,
    errors.GateClosed: 3,
    errors.MergeConflict: 4,
    errors.Outrun: 5,
    errors.ConfigurationError: 6,
    errors.TemplateProblem: 6,
    errors.LedgerError: 7,
}
"""Exit codes, published in the reference: 0 ok, 1 findings, drift or a bug, and these; 130 interrupted."""
BUG = 1
INTERRUPTED = 130

COMMANDS = {
    "demo": ("playbook.cli.demo:demo", "Watch a unit go through the whole chain."),
    "init": ("playbook.cli.workspace:init", "Make a workspace."),
    "check": ("playbook.cli.workspace:check", "Find every mistake in the workspace's files."),
    "schema": ("playbook.cli.workspace:schema", "Print the JSON Schema of a file, for editors."),
    "import": ("playbook.cli.imports:import_table", "Bring squads and people from a table into a unit's file."),
    "new": ("playbook.cli.authoring:new", "Make a document of your own."),
    "preview": ("playbook.cli.authoring:preview", "Show a document as it would be generated now."),
    "diagram": ("playbook.cli.workspace:diagram", "Draw a stage map."),
    "status": ("playbook.cli.status:status", "Show where units stand and what blocks them."),
    "next": ("playbook.cli.next:next_steps", "List what you can clear now, over all units."),
    "show": ("playbook.cli.subject:show_subject", "Show everything about a unit, wave or squad."),
    "drill": ("playbook.cli.drill:drill", "Play decision cases against a squad's rights and data."),
    "why": ("playbook.cli.moves:why", "Say what stands in the way, where, and who can clear it."),
    "plan": ("playbook.cli.moves:plan", "Show what advance would do."),
    "waves": ("playbook.cli.waves:waves", "Show the plan of a unit's waves, and what binds."),
    "advance": ("playbook.cli.moves:advance", "Take a unit, wave or squad to its next stage."),
    "approve": ("playbook.cli.approvals:approve", "Approve the next move, bound to what is there now."),
    "hold": ("playbook.cli.approvals:hold", "Put a unit, wave or squad on hold."),
    "resume": ("playbook.cli.approvals:resume", "Lift a hold."),
    "recycle": ("playbook.cli.moves:recycle", "Take a rollout back a stage, with a reason."),
    "stop": ("playbook.cli.moves:stop", "End a unit, wave or squad, with a reason."),
    "decide": ("playbook.cli.decide:decide", "Do what a gate meeting decided: go, hold, recycle or stop."),
    "dissent": ("playbook.cli.decide:dissent", "Disagree with a move, for the record."),
    "waiver": ("playbook.cli.waivers:waiver", "Ask for, grant and list waivers of one condition."),
    "proviso": ("playbook.cli.provisos:proviso", "Go with conditions: who does what until when."),
    "tick": ("playbook.cli.evidence:tick", "Tick checklist items."),
    "untick": ("playbook.cli.evidence:untick", "Take ticks back."),
    "cycle": ("playbook.cli.cycles:cycle", "Open, close and list break-fix cycles."),
    "measure": ("playbook.cli.evidence:measure", "Record readings, or show a measure's chart."),
    "lesson": ("playbook.cli.cycles:lesson", "Record, decide and list lessons."),
    "favour": ("playbook.cli.favours:favour", "Record, settle and list favours to the pilot."),
    "failure": ("playbook.cli.failures:failure", "Record failures, and show what they cost of the budget."),
    "sync": ("playbook.cli.documents:sync", "Bring the documents up to date; read back what people wrote."),
    "resolve": ("playbook.cli.resolve:resolve", "Settle conflicts between your edits and the engine's."),
    "migrate": ("playbook.cli.migrate:migrate", "Take units to another version of their playbook."),
    "history": ("playbook.cli.history:history", "Show who did what, when, on which evidence."),
    "diff": ("playbook.cli.diff:diff", "Show what changed between two points in time."),
    "verify": ("playbook.cli.history:verify", "Prove that the history was not changed."),
    "words": ("playbook.cli.words:words", "Help those who translate the program."),
    "rebuild": ("playbook.cli.history:rebuild", "Make the portfolio anew from the events."),
}


@click.group(
    cls=Group,
    lazy=COMMANDS,
    params=[
        click.Option(
            ["-V", "--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=lambda context, _, value: _version(context) if value else None,
            help="Show the version and exit.",
        )
    ],
    context_settings={"terminal_width": show.terminal_width()},
    epilog="Start with: playbook demo. Every command has --help with an example.",
)
@click.pass_context
def program(context: click.Context) -> None:
    """Drive the rollout of customer value squads: one pilot, got right, then replicated in waves."""
    if asked_plain():
        context.color = False


def asked_plain() -> bool:
    """Return whether the environment asks for no colours."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def _version(context: click.Context) -> None:
    from importlib.metadata import version

    click.echo(f"playbook {version('squad-playbook')}")
    context.exit()


def run(argv: list[str] | None = None) -> NoReturn:
    """Run the program, let go of the ledger, and end with the exit code."""
    line = sys.argv[1:] if argv is None else argv
    tongue.begin(line)
    if tongue.FOREIGN or not tongue.is_english():
        from playbook.cli.foreign import teach

        teach(line)
    settings = Settings()
    settings.plain = asked_plain()
    code = guarded(lambda: program.main(argv, prog_name="playbook", standalone_mode=False, obj=settings), settings)
    settings.close()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def guarded(act: Callable[[], Any], settings: Settings) -> int:  # noqa: PLR0911  (a return for each way to end)
    """Return the exit code of `act`; a mistake gets a sentence, a bug gets a log file."""
    try:
        result = act()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        show.error(t("nothing is half done"), word=t("interrupted:"), plain=settings.plain)
        return INTERRUPTED
    except click.ClickException as error:
        return _misused(error, settings)
    except errors.PlaybookError as error:
        return _mistake(error, settings)
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001  (the one place where a bug becomes a log file and a sentence)
        return _bug(error, settings)
    return result if isinstance(result, int) else 0


def _mistake(error: errors.PlaybookError, settings: Settings) -> int:
    code = next((code for kind, code in EXIT.items() if isinstance(error, kind)), BUG)
    if settings.json:
        _say_json(error, code)
        return code
    from playbook.cli.mistakes import lines, told

    problems = lines(error)
    for line in problems:
        click.echo(line, err=True)
    if isinstance(error, errors.Repeated):
        settings.say(told(error.sentence))
    elif not problems:
        show.error(told(error.sentence), told(error.advice), plain=settings.plain)
        for line in str(error.facts.get("excerpt", "")).splitlines():
            click.echo(f"  {show.clean(line)}", err=True)
    return code


def _say_json(error: errors.PlaybookError, code: int) -> None:
    """Print the error, and what is known beside it, as one JSON value."""
    import json

    problems = error.problems if isinstance(error, errors.ConfigurationError) else []
    places = [{"file": p.file, "line": p.line, "column": p.column, "message": p.message} for p in problems]
    body = {"kind": type(error).__name__, "message": error.message, "hint": error.hint, "exit": code}
    said = {"error": {**body, **({"problems": places} if places else {})}, **error.facts.get("data", {})}
    click.echo(json.dumps(said, ensure_ascii=False, indent=2))


def _misused(error: click.ClickException, settings: Settings) -> int:
    """Say what is wrong with the command line; what was typed may hold anything, so it is cleaned first."""
    context = getattr(error, "ctx", None)
    if settings.json:
        _say_json(errors.UsageError(error.format_message()), error.exit_code)
        return error.exit_code
    hint = t("see: {command}", command=f"{context.command_path} --help") if context else ""
    show.error(error.format_message(), hint, plain=settings.plain)
    return error.exit_code


def _bug(error: Exception, settings: Settings) -> int:
    import platform
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="playbook-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(f"python {platform.python_version()} on {platform.platform()}\n{' '.join(sys.argv)}\n\n")
        file.write("".join(traceback.format_exception(error)))
    what = f"{type(error).__name__}: {error}"
    show.error(t("this is a bug in playbook, not your mistake: {what}", what=what), plain=settings.plain)
    click.echo("  " + t("please report it with {file}", file=file.name), err=True)
    return BUG
