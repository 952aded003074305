"""What a charter costs to render: ours (sandboxed, values escaped, items, ticks) beside Jinja2 with a cached template.

Plain Jinja2 gets the same template text, the same words and the values escaped beforehand, and must give the same text.
It is shown with its own attribute lookup and without a sandbox: that is the peer. Ratios of medians in one run.

Then, for information: 1,000 documents rendered and compared, beside reading and hashing 1,000 such files.

Last, documents per second beside whole runs of cookiecutter and copier that write the same text, one document a run.
They get the finished charter with its values as variables, which is less work than the charter's own template.
Processor time, in user mode and in the system; found beside this Python or on the path, else installed for this run.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import jinja2

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import bootstrap  # noqa: E402

from playbook.documents.checklist import with_ticks  # noqa: E402
from playbook.documents.escape import escape, escape_all  # noqa: E402
from playbook.documents.merge import settle  # noqa: E402
from playbook.documents.pen import Pen  # noqa: E402
from playbook.documents.render import Renderer  # noqa: E402
from playbook.documents.view import view  # noqa: E402
from playbook.library import shipped  # noqa: E402
from playbook.words import Words  # noqa: E402
from tests.builders import maps  # noqa: E402
from tests.documents.story import ORGANISATION, TICKS, WAVES, told  # noqa: E402

ROUNDS, TIMES, DOCUMENTS = 21, 60, 1000
GOAL = 1.0
TOOLS = ("cookiecutter", "copier")
RUNS = 7
TIMES_AS_MANY = 50


def peer(words: Words, pen: Pen) -> jinja2.Template:
    environment = jinja2.Environment(  # noqa: S701  (Markdown: nothing to escape as HTML)
        loader=jinja2.FileSystemLoader(shipped("templates")),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= pen.offered() | {"_": words.text, "ngettext": words.plural}
    return environment.get_template("documents/charter.md.j2")


def seconds(work: Callable[[], object], times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def compare(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float, float]:
    """Return the medians of both and of the ratios of neighbours; they take turns, so a slow moment hits both."""
    pairs = [(seconds(ours, TIMES), seconds(theirs, TIMES)) for _ in range(ROUNDS)]
    ratio = statistics.median(one / other for one, other in pairs)
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs), ratio


def charter() -> tuple[Callable[[], str], str]:
    """Return what renders the charter, and its text, once they are measured."""
    words = Words()
    facts = view(told(), maps(), WAVES, "emea/lyon", ORGANISATION, words)
    renderer, pen = Renderer([shipped("templates")], words, None), Pen(words)
    template, escaped = peer(words, pen), escape_all(facts)

    def theirs() -> str:
        pen.start(TICKS)
        return template.render(escaped)

    def ours() -> str:
        return renderer.render("charter", dict(facts), TICKS).text  # a view of its own, so that it is escaped anew

    def cold() -> None:
        escape.cache_clear()
        escape_all(facts)

    text = ours()
    assert text == theirs()
    one, other, ratio = compare(ours, theirs)
    print(f"charter, {len(text):,} characters: ours {one * 1e6:.0f} µs, jinja2 {other * 1e6:.0f} µs, ratio {ratio:.2f}")
    print(f"  of ours, escaping the view: {seconds(lambda: escape_all(facts), 500) * 1e6:.0f} µs", end="")
    print(f" ({seconds(cold, 100) * 1e6:.0f} µs where every value is new)")
    print("  goal: at most 1.00:", "met" if ratio <= GOAL else "MISSED")
    thousand(ours, text)
    return ours, text


def thousand(render: Callable[[], str], text: str) -> None:
    def generated() -> None:
        for _ in range(DOCUMENTS):
            merged = settle(text, text, render(), lambda *_: ("", 0))
            assert with_ticks(merged.text, TICKS) == text

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.md") for number in range(DOCUMENTS)]
        for path in paths:
            path.write_text(text, encoding="utf-8")

        def looked_at() -> None:
            for path in paths:
                sha256(path.read_bytes()).hexdigest()

        print(f"{DOCUMENTS:,} documents   rendered and compared {seconds(generated, 1):.2f} s", end="   ")
        print(f"read and hashed {seconds(looked_at, 3):.3f} s")


# ------------------------------------------------------------------------------------------------- whole programs


def beside_tools(render: Callable[[], str], text: str) -> None:
    begun = time.process_time()
    for _ in range(DOCUMENTS):
        render()
    ours = DOCUMENTS / max(time.process_time() - begun, 1e-9)  # a clock may stand still for a moment
    print(f"documents a second: ours {ours:,.0f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for tool, path in found(folder / "venv").items():
            one = 1 / statistics.median(run(tool, path, folder / f"{tool}-{turn}", text) for turn in range(RUNS))
            ratio = ours / one
            goal = "met" if ratio >= TIMES_AS_MANY else "MISSED"
            print(f"  {tool} {one:.1f}, ours are {ratio:,.0f} times as many (goal: at least {TIMES_AS_MANY}: {goal})")


def found(folder: Path) -> dict[str, str]:
    """Return the programs to run beside us; those that are neither here nor can be fetched are left out, and said."""
    beside = os.path.dirname(sys.executable)
    known = {tool: shutil.which(tool, path=beside) or shutil.which(tool) for tool in TOOLS}
    missing = [tool for tool, path in known.items() if path is None]
    if missing:
        try:
            bootstrap.make_environment(folder)
            bootstrap.install(folder, missing, "auto")
        except bootstrap.BootstrapError as problem:
            print(f"  measured without {', '.join(missing)}: {problem}")
        place = str(bootstrap.venv_python(folder).parent)
        known |= {tool: shutil.which(tool, path=place) for tool in missing}
    return {tool: path for tool, path in known.items() if path}


def run(tool: str, path: str, folder: Path, text: str) -> float:
    """Return the seconds of one run of a program that writes the charter; it must be the same text."""
    source, values = with_variables(text, "cookiecutter." if tool == "cookiecutter" else "")
    template, out = folder / "template", folder / "out"
    inner = template / "{{cookiecutter.slug}}" if tool == "cookiecutter" else template
    inner.mkdir(parents=True)
    (inner / ("charter.md" if tool == "cookiecutter" else "charter.md.jinja")).write_text(source, encoding="utf-8")
    (template / "cookiecutter.json").write_text(json.dumps({"slug": "made", **values}), encoding="utf-8")
    (template / "copier.yml").write_text(json.dumps(values), encoding="utf-8")
    commands = {
        "cookiecutter": [path, "--no-input", "--output-dir", str(out), str(template)],
        "copier": [path, "copy", "--quiet", "--defaults", str(template), str(out)],
    }
    spent = spent_on(commands[tool], folder)
    made = next(out.rglob("charter.md")).read_text(encoding="utf-8")
    assert made.rstrip("\n") == text.rstrip("\n"), f"{tool} wrote another text"
    return spent


def with_variables(text: str, prefix: str) -> tuple[str, dict[str, str]]:
    """Return the text with its cells and bold words as variables, and their values."""
    cells = {cell.strip(" *") for line in text.splitlines() if line[:1] == "|" for cell in line.split("|")}
    plain = sorted((cell for cell in cells if cell.replace(" ", "").isalpha() and len(cell) > 4), key=len, reverse=True)
    values: dict[str, str] = {}
    for number, cell in enumerate(plain):
        text, values[f"v{number}"] = text.replace(cell, f"\0{number}\0"), cell
    for name in values:
        text = text.replace(f"\0{name[1:]}\0", "{{ " + prefix + name + " }}")
    return text, values


def spent_on(command: list[str], home: Path) -> float:
    """Return the processor time of a program, whose home is empty."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    running = subprocess.Popen(command, env=environment, **streams)  # type: ignore[call-overload]
    said = running.stderr.read()
    running.stderr.close()
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0, said.decode()
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    beside_tools(*charter())
