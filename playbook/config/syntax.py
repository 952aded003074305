"""What a YAML parser's complaint means to the person who wrote the file."""

from typing import Any

from playbook.core.phrase import Phrase, say

Position = tuple[int, int]

_SAID = {
    "mapping values are not allowed in this context": say(
        "a ':' is not expected here: the line is indented differently from its neighbours, "
        "or a text with ': ' in it needs quotes"
    ),
    "block sequence entries are not allowed in this context": say("a list item ('- ') must start on a line of its own"),
    "did not find expected key": say("a key is needed here; is the line indented like its neighbours?"),
    "did not find expected '-' indicator": say(
        "a list item ('- ') is needed here, or a line indented like its neighbours"
    ),
    "could not find expected ':'": say("a ':' after the key is missing"),
    "found unknown escape character": say("an unknown escape; write '\\\\' for a backslash, or use single quotes"),
    "did not find expected ',' or ']'": say("the list that starts here with '[' is never closed"),
    "did not find expected ',' or '}'": say("the '{{' that starts here is never closed"),
    "found unexpected end of stream": say("the quote that starts here is never closed"),
}
_AT_THE_START = (
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
    "found unexpected end of stream",
)
"""Complaints about what was opened and never closed: told where it was opened."""
_TAB = say("a tab is used to indent; YAML allows spaces only")


def explain(error: Any, text: str) -> tuple[Position, Phrase]:
    """Return where a parser's error is, and a sentence about it.

    `error` is a MarkedYAMLError: `problem` and `context`, each with a mark that counts lines and columns from 0.
    """
    problem = error.problem or error.context or "this is not YAML"
    lines = text.splitlines() or [""]
    at = _position(error.problem_mark or error.context_mark)
    if at[0] > len(lines):
        at = len(lines), len(lines[-1]) + 1
    character = lines[at[0] - 1][at[1] - 1 : at[1]]
    if character == "\t" or "tab character" in problem:
        return at, _TAB
    if "cannot start any token" in problem:
        return at, say("a text that starts with '{character}' needs quotes", character=character)
    sentence = _SAID.get(problem)
    if sentence is None:
        return at, say("this is not YAML: {problem}", problem=problem)
    if problem in _AT_THE_START and error.context_mark:
        return _position(error.context_mark), sentence
    return at, sentence


def _position(mark: Any) -> Position:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
