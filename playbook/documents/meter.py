"""What one rendering may cost: steps, characters, loads, time. A template may come from a stranger, and may be wrong.

Counted is what a template repeats: turns of loops, calls, what filters walk through, characters that are put together.
Time is looked at between steps; where the system lets us, a timer also ends what never takes one.
"""

import signal
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

from playbook.core.phrase import Phrase, say

STEP_LIMIT = 2_000_000
"""Turns of loops, calls and values that filters look at, in one document."""
CHARACTER_LIMIT = 16 * 1024 * 1024
"""Characters that a document's macros, filters and `~` put together on the way, all of them."""
VALUE_LIMIT = 256 * 1024
"""Characters of one text that a template makes."""
SIZE_LIMIT = 2_000_000
"""Values inside one list or mapping that a template makes, those inside of those counted as often as they stand."""
LOAD_LIMIT = 1000
"""Includes and imports in one document."""
TIME_LIMIT = 5.0
"""Seconds of processor time."""
LOOK = 1024
"""Steps between two looks at the clock."""
SMALL = 64
"""Lists that hold less are counted again rather than remembered."""
AGAIN = 0.2
"""Seconds after which the timer rings again."""
CONTAINERS = (list, tuple, dict)


class Refusal(Exception):  # noqa: N818  (named after what happened)
    """A template asks for what no template gets; `phrase` says what, `line` where, if no traceback can tell."""

    def __init__(self, phrase: Phrase, line: int = 0) -> None:
        super().__init__(str(phrase))
        self.phrase, self.line = phrase, line


class Meter:
    """The account of one rendering."""

    def __init__(self) -> None:
        """Begin with a full account."""
        self.start()

    def start(self) -> None:
        """Begin a new document."""
        self.left, self.mark = STEP_LIMIT, max(0, STEP_LIMIT - LOOK)
        self.characters, self.loads = CHARACTER_LIMIT, LOAD_LIMIT
        self._until = time.thread_time() + TIME_LIMIT
        self._sizes: dict[int, tuple[int, Any]] = {}

    def step(self, count: int = 1) -> None:
        """Take steps. Refusal when there are none left, or no time."""
        self.left -= count
        if self.left < self.mark:
            self.look()

    def look(self) -> None:
        """Raise Refusal where steps or time are used up."""
        if self.left < 0:
            raise Refusal(say("it repeats too much: more than {n} steps in one document", n=STEP_LIMIT))
        self.mark = max(0, self.left - LOOK)
        if time.thread_time() > self._until:
            raise Refusal(TOO_LONG)

    def load(self) -> None:
        """Count an include or an import."""
        self.loads -= 1
        if self.loads < 0:
            raise Refusal(say("more than {n} includes in one document", n=LOAD_LIMIT))

    def spend(self, count: int) -> None:
        """Count characters that were, or would be, put together."""
        self.characters -= count
        if self.characters < 0:
            raise Refusal(say("it puts together more than {n} characters", n=CHARACTER_LIMIT))

    def text(self, length: int) -> None:
        """Count the characters of a text before it is made; Refusal where it would be too long."""
        if length > VALUE_LIMIT:
            raise Refusal(say("a single text of more than {n} characters", n=VALUE_LIMIT))
        self.spend(length)

    def made(self, value: Any) -> Any:
        """Return a list, tuple or mapping that a template made, once it is known not to be too large.

        A list of lists of the same list is small in memory and endless to whoever compares it.
        """
        self.step(1 + (len(value) >> 3))
        if self.size(value) > SIZE_LIMIT:
            raise Refusal(say("a list with more than {n} values inside", n=SIZE_LIMIT))
        return value

    def size(self, value: Any) -> int:
        """Return how many values are inside, at every depth."""
        known = self._sizes.get(id(value))
        if known:
            return known[0]
        inside = value.values() if isinstance(value, dict) else value
        size = len(value) + sum(self.size(one) for one in inside if isinstance(one, CONTAINERS))
        if size > SMALL:
            self._sizes[id(value)] = (size, value)  # kept, so that no other list gets its id
        return size

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """Yield values, a step each."""
        for value in values:
            self.step()
            yield value


class Pieces(list[str]):
    """What a macro or a block writes before it is one text; counted as it comes."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self._meter = meter

    def append(self, piece: str) -> None:
        """Add a piece."""
        self._meter.spend(len(piece))
        super().append(piece)

    def extend(self, pieces: Iterable[str]) -> None:
        """Add pieces."""
        for piece in pieces:
            self.append(piece)


TOO_LONG = say("it takes longer than {n} seconds of processor time", n=int(TIME_LIMIT))


class Alarm:
    """Ends what runs inside after TIME_LIMIT, also where nothing is counted; only the main thread can have one."""

    def __init__(self, meter: Meter) -> None:
        """Let the meter look at the clock first: an error that comes out of the blue may be swallowed somewhere."""
        self._meter = meter

    def __enter__(self) -> None:
        self._set = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        if self._set:
            self._rung = False
            self._before = signal.signal(signal.SIGVTALRM, self._ring)
            signal.setitimer(signal.ITIMER_VIRTUAL, TIME_LIMIT, AGAIN)

    def __exit__(self, *_: object) -> None:
        if self._set:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, self._before or signal.SIG_DFL)

    def _ring(self, *_: object) -> None:
        self._meter.mark = self._meter.left + 1
        if self._rung:
            raise Refusal(TOO_LONG)
        self._rung = True
