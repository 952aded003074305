"""`demo`: a year of a rollout in seconds. Every command it shows is carried out, by the same program."""

import contextlib
import gc
import io
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator

import click

from playbook.app import story
from playbook.app.start import start
from playbook.app.story import COACH, SPONSOR, UNIT, Clock, Step, as_
from playbook.cli import main, show
from playbook.cli.command import Command, Settings, pass_settings
from playbook.cli.tongue import t
from playbook.core.phrase import Phrase, say
from playbook.documents.git import git_available
from playbook.errors import PlaybookError, UsageError
from playbook.library import shipped

MARK = ".playbook-demo"
FEW = 1
"""So many squads of a wave are shown; the others are done the same way, in silence."""


@click.command(cls=Command, example="playbook demo\nplaybook demo my-demo")
@click.argument("folder", metavar="[DIR]", default="demo", type=click.Path(file_okay=False))
@pass_settings
def demo(settings: Settings, folder: str) -> None:
    """Watch a unit go through the whole chain: selection, pilot, stabilisation, three waves, sustaining.

    Makes a workspace in DIR (demo), afresh at each run, and leaves it there to look at.
    """
    _fresh(folder)
    gc.enable()
    teller = Teller(settings, folder)
    with _quiet_environment():
        teller.tell()
    settings.data({"folder": folder, "commands": teller.count, "documents": teller.documents()})


def _fresh(folder: str) -> None:
    """Make the workspace anew; only a folder that an earlier demo left is thrown away."""
    if os.path.lexists(folder) and os.listdir(folder):
        if not os.path.isfile(os.path.join(folder, MARK)):
            text = say("{folder} is not empty, and no demo made it", folder=folder)
            raise UsageError(text, hint="playbook demo OTHER-DIR")
        shutil.rmtree(folder)
    start(os.path.join(shipped("examples"), "demo"), os.path.abspath(folder))
    with open(os.path.join(folder, MARK), "w", encoding="utf-8") as file:
        file.write("made by playbook demo, which makes it afresh at each run\n")


@contextlib.contextmanager
def _quiet_environment() -> Iterator[None]:
    """Keep the reader's own settings out of the story, and the story's time out of the reader's."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("PLAYBOOK_")}
    for name in kept:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.pop("PLAYBOOK_NOW", None)
        os.environ.update(kept)


class Teller:
    """Tells the story: types each command and shows what it prints."""

    def __init__(self, settings: Settings, folder: str) -> None:
        """Tell it about the workspace in `folder`."""
        self.settings = settings
        self.folder = folder
        self.clock = Clock("2026-01-12")
        self.count = 0

    def tell(self) -> None:
        """Tell all of it."""
        self.note(
            say(
                "every command is carried out in the folder {folder}, on the day that its chapter names",
                folder=self.folder,
            )
        )
        self.play(story.selection(self.clock.on("2026-01-12")))
        self.pilot()
        self.stabilisation()
        self.replication()
        self.ending()

    def play(self, steps: Iterator[Step]) -> None:
        """Carry out steps."""
        for step in steps:
            if step.kind == "chapter":
                self.chapter(step.text)
            else:
                self.run(step.text, *step.argv, expect=step.expect)

    def chapter(self, text: Phrase) -> None:
        """Print a heading with the day of the story."""
        rule = show.glyph("━", "-") * 3
        self.settings.say()
        self.settings.say(
            click.style(f"{rule} {t(text)}", bold=True, fg="magenta")
            + show.faint(f"   {show.day(str(self.clock.day))}")
        )

    def note(self, text: Phrase) -> None:
        """Print a remark."""
        self.settings.say(show.faint(f"# {t(text)}"))

    def run(self, why: Phrase, *argv: str, expect: int = 0, silent: bool = False) -> None:
        """Type one command, carry it out, show what it prints; a code that the story does not expect ends it."""
        self.count += 1
        os.environ["PLAYBOOK_NOW"] = f"{self.clock.day}T09:00"
        if not silent:
            self.settings.say()
            self.note(why)
            typed = _typed(tuple(arg.removeprefix(self.folder + os.sep) for arg in argv))
            self.settings.say(click.style("$ ", fg="green") + click.style(typed, bold=True))
        code, text = _carry_out(["-C", self.folder, *argv])
        if not silent and not self.settings.json and not self.settings.quiet:
            click.echo(text, nl=False)
        if code != expect:
            facts = {"command": _typed(argv), "code": code, "expected": expect, "text": click.unstyle(text)}
            raise PlaybookError(say("the demo broke at: {command} (exit {code}, not {expected})\n{text}", **facts))
        if expect and not silent:
            self.note(say("exit {code}: refused, and nothing was changed", code=code))

    def pilot(self) -> None:
        """The pilot squad is chartered; its one flaw is found and mended."""
        self.clock.on("2026-01-26")
        self.chapter(say("2  Pilot: one squad, got right"))
        self.run(say("what the pilot still needs"), "why", UNIT)
        line = story.cure(self.folder)
        self.note(say("a sixth person joins: {file} gets the line", file=f"units/{UNIT}.yaml"))
        self.settings.say(click.style(f"+ {line}", fg="green"))
        self.hand()
        self.run(say("documents follow; what the squad wrote stays"), "sync", UNIT, *as_(COACH))
        self.checklist("pilot")
        self.run(say("the sponsor approves what is there now"), "approve", UNIT, *as_(SPONSOR))
        self.run(say("what advance would do"), "plan", UNIT, *as_(COACH))
        self.clock.on("2026-02-02")
        self.run(say("the pilot operates"), "advance", UNIT, *as_(COACH))
        self.play(story.favours())

    def hand(self) -> None:
        """Someone writes in a document with an editor, as people do."""
        path = f"{UNIT}/pilot/launch-checklist.md"
        text = self.read(path)
        box = next(line for line in text.splitlines() if line.startswith("- [ ] ") and "evidence" not in line)
        story.write_in(self.folder, path, box, box.replace("- [ ]", "- [x]", 1))
        self.note(say("somebody ticks a box in {path}", path=f"documents/{path}"))
        if not git_available():
            self.note(say("(git is not on this machine: it merges lines where two sides changed one document)"))
            return
        self.note(say("and writes a line into the charter"))
        with open(os.path.join(self.folder, "documents", UNIT, "pilot", "charter.md"), "a", encoding="utf-8") as file:
            file.write("\nWe meet at the Lisbon depot, never online on Mondays.\n")
        self.settings.say(click.style("+ We meet at the Lisbon depot, never online on Mondays.", fg="green"))

    def read(self, path: str) -> str:
        """Return a document's text."""
        with open(os.path.join(self.folder, "documents", *path.split("/")), encoding="utf-8") as file:
            return file.read()

    def checklist(self, squad: str, *, silent: bool = False) -> None:
        """Tick what is open on a squad's checklist; what asks for evidence gets it."""
        subject = f"{UNIT}/{squad}"
        listed = json.loads(_carry_out(["-C", self.folder, "tick", subject, "--json"])[1])
        items = [one for one in listed if one["required"] and not one["ticked"]]
        for why, proved in (
            (say("the squad lead ticks what is done"), False),
            (say("and says what proves the rest"), True),
        ):
            names = [one["item"] for one in items if one["needs_evidence"] is proved]
            evidence = ("--evidence", f"minutes of {self.clock.day}") if proved else ()
            self.run(why, "tick", subject, *names, *evidence, *as_(COACH), silent=silent)

    def stabilisation(self) -> None:
        """Break-fix cycles until the numbers say that the squad is stable."""
        self.clock.on("2026-02-16")
        self.chapter(say("3  Stabilisation: break, fix, learn, until the numbers hold"))
        for number in range(len(story.CYCLES)):
            self.play(story.opening(number))
            self.clock.after(11)
            self.play(story.closing(number))
            self.clock.after(3)
        self.clock.on("2026-04-13")
        self.measure(("pilot",))
        self.run(say("the chart of the pilot"), "measure", f"{UNIT}/pilot", "satisfaction")
        self.run(say("good numbers are not enough"), "advance", UNIT, *as_(COACH), expect=3)
        self.run(say("the lessons and the favours are still open"), "why", UNIT)
        self.play(story.lessons())
        self.play(story.settlements())
        self.run(say("the sponsor approves"), "approve", UNIT, *as_(SPONSOR))
        self.run(say("the chain may open"), "advance", UNIT, *as_(COACH))

    def measure(self, squads: tuple[str, ...]) -> None:
        """Record the readings that squads have taken so far."""
        path = story.readings(self.folder, squads, str(self.clock.day))
        self.run(say("a year of weekly readings, as far as it has gone"), "measure", UNIT, "--from", path, *as_(COACH))

    def replication(self) -> None:
        """The waves: staffed, launched, watched, reviewed."""
        days = {"wave-1": "2026-05-03", "wave-2": "2026-06-29", "wave-3": "2026-08-24"}
        for wave, squads in self.waves().items():
            self.clock.on(days.get(wave, str(self.clock.day)))
            n = len(squads)
            self.chapter(say("4  Replication: {wave}, {n} squad", "4  Replication: {wave}, {n} squads", wave=wave, n=n))
            self.wave(wave, squads)

    def waves(self) -> dict[str, tuple[str, ...]]:
        """Return the waves and their squads as the ledger has them."""
        tree = self.settings.__class__()
        tree.workspace = self.folder
        found = tree.ledger().tree(UNIT) or {}
        return {wave["id"]: tuple(squad["id"] for squad in wave["squads"]) for wave in found.get("tree", [])}

    def wave(self, wave: str, squads: tuple[str, ...]) -> None:
        """One wave, from its plan to its review."""
        subject = f"{UNIT}/{wave}"
        self.run(say("its squads are formed; charters inherit the lessons"), "advance", subject, *as_(COACH))
        for number, squad in enumerate(squads):
            self.checklist(squad, silent=number >= FEW)
        if len(squads) > FEW:
            n = len(squads) - FEW
            self.note(say("{n} more squad does the same", "{n} more squads do the same", n=n))
        self.run(say("the sponsor approves the wave"), "approve", subject, *as_(SPONSOR))
        self.clock.after(1)
        self.run(say("launch"), "advance", subject, *as_(COACH))
        self.clock.after(42)
        self.measure(squads)
        self.run(say("every squad is stable: the soak begins"), "advance", subject, *as_(COACH))
        self.clock.after(7)
        self.measure(squads)
        self.run(say("too early: seven days are not fourteen"), "why", subject)
        self.clock.after(7)
        self.run(say("the sponsor reads the wave review and approves"), "approve", subject, *as_(SPONSOR))
        self.run(say("the wave is complete"), "advance", subject, *as_(COACH))

    def ending(self) -> None:
        """The chain is complete; what is left to look at."""
        self.chapter(say("5  Sustaining: the chain is complete"))
        self.run(say("the sponsor approves"), "approve", UNIT, *as_(SPONSOR))
        self.run(say("the whole chain"), "advance", UNIT, *as_(COACH))
        self.run(say("where everything stands"), "status", UNIT)
        self.run(say("all units"), "status")
        self.run(say("and it can be proved"), "verify", UNIT)
        documents = self.documents()
        self.settings.say()
        made = say("{n} document", "{n} documents", n=documents)
        self.settings.say(
            t(
                "{n} command, {documents}, one year.",
                "{n} commands, {documents}, one year.",
                n=self.count,
                documents=made,
            )
        )
        charter = show.strong(os.path.join(self.folder, "documents", UNIT, "pilot", "charter.md"))
        self.settings.say(t("look at   {path}", path=charter))
        command = show.strong(f"playbook -C {shlex.quote(self.folder)} why rev-ops")
        self.settings.say(t("then try  {command}", command=command))

    def documents(self) -> int:
        """Return how many documents there are."""
        found = os.walk(os.path.join(self.folder, "documents"))
        return sum(name.endswith(".md") for _, _, names in found for name in names)


def _typed(argv: tuple[str, ...]) -> str:
    return "playbook " + " ".join(f'"{arg}"' if any(char in arg for char in " <>") else arg for arg in argv)


def _carry_out(argv: list[str]) -> tuple[int, str]:
    """Run a command line in this process; return its exit code and all that it printed."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=sys.stdout.encoding, errors="replace", newline="")
    settings = Settings()
    colour = click.get_current_context().color if not sys.stdout.isatty() else True
    act = main.program.main
    show.WATCHED.append(sys.stdout.isatty())
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main.guarded(
            lambda: act(argv, prog_name="playbook", standalone_mode=False, obj=settings, color=colour), settings
        )
    show.WATCHED.pop()
    out.flush()
    buffer = out.buffer
    buffer.seek(0)
    return code, buffer.read().decode(out.encoding)
