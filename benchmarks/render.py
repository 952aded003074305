"""What a charter costs to render: ours (sandboxed, values escaped, items, ticks) beside Jinja2 with a cached template.

Plain Jinja2 gets the same template text, the same words and the values escaped beforehand, and must give the same text.
It is shown with its own attribute lookup and without a sandbox: that is the peer. Ratios of medians in one run.

Then, for information: 1,000 documents rendered and compared, beside reading and hashing 1,000 such files.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import jinja2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

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


def charter() -> None:
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


if __name__ == "__main__":
    charter()
