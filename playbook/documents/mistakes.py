"""What went wrong in a template, told to the person who wrote it: where, what, and what there would have been."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from playbook.core.phrase import Phrase, say
from playbook.documents.filters import kind
from playbook.documents.loading import FOLDER, SUFFIX, Loader
from playbook.documents.meter import Refusal
from playbook.documents.place import Place, compiled, exact, excerpt, lines, trail
from playbook.documents.sandbox import MisusedError, UnknownError
from playbook.errors import TemplateProblem

SHOWN = 12
QUOTED = re.compile(r"'([^']+)'")
NO_FILTER = re.compile(r"No (filter|test) named '([^']+)'")
NO_TAG = re.compile(r"Encountered unknown tag '([^']+)'")
NESTED = "too many statically nested blocks"


class Said(NamedTuple):
    """What is wrong: the sentence, what was available, and the word in the source that it is about."""

    what: Phrase
    available: tuple[str, ...] = ()
    word: str = ""


class Known(NamedTuple):
    """What there is, for suggestions."""

    names: Sequence[str]
    filters: Sequence[str]
    tests: Sequence[str]
    templates: Callable[[], list[str]]


def problem(error: Exception, name: str, loader: Loader, known: Known) -> TemplateProblem:
    """Return a mistake, whatever was raised, with its place, its line of source and the way to it."""
    if isinstance(error, TemplateProblem):
        return error
    steps = trail(error)
    path, line = steps[-1] if steps else (loader.path(name) or name, 0)
    if isinstance(error, TemplateSyntaxError):
        path, line = error.filename or path, error.lineno
    elif isinstance(error, Refusal) and error.line:
        path, line = compiled(error) or path, error.line
    said = explained(error, known)
    way = [Place(*step) for step in steps if step[0] != path]
    return told(Place(path, line), said, loader, way)


def told(place: Place, said: Said, loader: Loader, way: Iterable[Place] = ()) -> TemplateProblem:
    """Return the problem: `templates/…:line:column: sentence`, the line with a mark under it, who included it."""
    source = lines(place.path)
    place = exact(place, said.word, source)
    shown = loader.shown(place.path)
    shown_line = excerpt(place, source)
    chain = tuple(f"{loader.shown(one.path)}:{one.line}" for one in reversed(list(way)))
    facts: dict[str, Any] = {
        "place": f"{shown}:{place.line}:{place.column}" if place.line else shown,
        "what": said.what,
    }
    message = say("{place}: {what}", **facts)
    if chain:
        facts["chain"] = ", ".join(chain)
        message = say("{place}: {what} (included by {chain})", **facts)
    return TemplateProblem(
        message,
        template=shown.removeprefix("(shipped) ").removeprefix("templates/"),
        file=shown,
        line=place.line,
        column=place.column,
        what=said.what,
        excerpt=shown_line,
        chain=chain,
        available=tuple(sorted({*said.available})),
    )


def explained(error: Exception, known: Known) -> Said:  # noqa: PLR0911  (a return for each kind of mistake)
    """Return what an error means to the author of the template."""
    match error:
        case Refusal():
            return Said(error.phrase)
        case MisusedError():
            return _misused(error)
        case TemplateNotFound():
            return no_template(str(error.name), known.templates())
        case TemplateSyntaxError():
            return _syntax(error.message or "", known)
        case UnknownError():
            return unknown(error.name, known.names if error.known is None else error.known)
        case RecursionError():
            return Said(say("too deep: it is nested too far, or includes or calls itself"))
        case ZeroDivisionError():
            return Said(say("division by zero"))
    return _other(error, known)


def _other(error: Exception, known: Known) -> Said:
    if isinstance(error, SyntaxError):  # of the code that the template became
        deep = say("blocks are nested too deeply: at most 20 loops inside each other")
        return Said(deep if NESTED in str(error) else say("it cannot be compiled: {why}", why=str(error.msg)))
    sentence = getattr(error, "sentence", None)
    if isinstance(sentence, Phrase):
        return Said(sentence)
    if isinstance(error, TemplateError) and NO_FILTER.search(str(error)):
        return _syntax(str(error), known)
    fallen = isinstance(error, UndefinedError) and not str(error)
    return Said(say("{why}", why=type(error).__name__ if fallen or not str(error) else str(error)))


def unknown(name: str, known: Sequence[str]) -> Said:
    """Return that a name is not known, with the nearest one or with what there is."""
    return Said(_meant(say("'{name}' is not known here", name=name), name, known), tuple(known), name)


def no_template(name: str, templates: Sequence[str]) -> Said:
    """Return that there is no such template."""
    bare = name.removeprefix(FOLDER).removesuffix(SUFFIX)
    names = [one.removeprefix(FOLDER).removesuffix(SUFFIX) for one in templates]
    same = [one for one in names if one.startswith("_") == bare.startswith("_")]
    return Said(_meant(say("there is no template '{name}'", name=bare), bare, same), tuple(same), bare)


def no_filter(name: str, known: Sequence[str]) -> Said:
    """Return that there is no such filter."""
    return Said(_meant(say("there is no filter '{name}'", name=name), name, known), tuple(known), name)


def no_test(name: str, known: Sequence[str]) -> Said:
    """Return that there is no such test."""
    return Said(_meant(say("there is no test '{name}'", name=name), name, known), tuple(known), name)


def _meant(what: Phrase, name: str, known: Sequence[str]) -> Phrase:
    close = get_close_matches(name, known, 1)
    if close:
        return say("{what} (did you mean '{name}'?)", what=what, name=close[0])
    if known:
        return say("{what} (there are: {names})", what=what, names=", ".join(sorted({*known} - {"_"})[:SHOWN]))
    return what


def _syntax(message: str, known: Known) -> Said:
    missing = NO_FILTER.search(message)
    if missing:
        kinds = {"filter": (no_filter, known.filters), "test": (no_test, known.tests)}
        say_so, names = kinds[missing[1]]
        return say_so(missing[2], names)
    tag = NO_TAG.search(message)
    if tag:
        tags = ("if", "for", "set", "include", "macro", "block", "import", "from", "call", "filter", "with", "extends")
        known_tags = (*tags, *(f"end{one}" for one in tags), "else", "elif")
        if tag[1] in known_tags:
            return Said(say("'{name}' stands here without its beginning", name=tag[1]), (), tag[1])
        return Said(_meant(say("there is no tag '{name}'", name=tag[1]), tag[1], known_tags), (), tag[1])
    word = QUOTED.search(message)
    return Said(say("it cannot be read: {why}", why=message.rstrip(".")), (), word[1] if word else "")


# ---------------------------------------------------------------------------------------------- functions and facts


def usage(name: str, function: Callable[..., Any]) -> str:
    """Return how a function is called: `item(id, text, evidence=false, required=true)`."""
    parts = []
    for one in inspect.signature(function).parameters.values():
        default = "" if one.default is one.empty else f"={str(one.default).lower()}"
        stars = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
        parts.append(f"{stars}{one.name}{default}")
    return f"{name}({', '.join(parts)})"


def _misused(error: MisusedError) -> Said:
    args, kwargs = error.given
    found = misfit(error.name, error.function, args, kwargs)
    if found:
        return found
    if isinstance(error.error, KeyError) and error.name in SENTENCES:
        return missing_fact(str(error.error.args[0]), sorted(kwargs), error.name)
    sentence = getattr(error.error, "sentence", None)
    why = sentence if isinstance(sentence, Phrase) else str(error.error)
    return Said(say("{name}(): {why}", name=error.name, why=why), (), error.name)


SENTENCES = ("_", "ngettext")


def missing_fact(fact: str, given: Sequence[str], name: str) -> Said:
    """Return that a sentence names a fact that was not given."""
    said = say("the sentence names {{{fact}}}, which is not given: add {fact}=…", fact=fact)
    return Said(_meant(said, fact, given) if given else said, tuple(given), f"{{{fact}}}" if name else "")


def misfit(name: str, function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Said | None:
    """Return why these arguments do not fit a function, or None where they do."""
    signature = inspect.signature(function)
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        strange = next((one for one in kwargs if one not in signature.parameters), None)
        how = usage(name, function)
        if strange is not None and "unexpected" in str(error):
            what = say("{name}() knows no '{strange}': {how}", name=name, strange=strange, how=how)
            return Said(what, tuple(signature.parameters), strange)
        return Said(say("{name}(): {why}; it is {how}", name=name, why=str(error), how=how), (), name)
    for part, value in bound.arguments.items():
        wanted = signature.parameters[part]
        named = wanted.kind in (wanted.POSITIONAL_OR_KEYWORD, wanted.POSITIONAL_ONLY)
        if named and not _fits(value, wanted.annotation):
            needed = NEEDED[wanted.annotation]
            facts = {"name": name, "part": part, "needed": needed, "what": kind(value)}
            return Said(say("{name}(): '{part}' is {needed}, found {what}", **facts), (), name)
    return None


NEEDED: dict[Any, Phrase] = {
    str: say("a text"),
    int: say("a whole number"),
    float: say("a number"),
    bool: say("a flag (true or false)"),
}


def _fits(value: Any, wanted: Any) -> bool:
    if wanted not in NEEDED:
        return True
    if wanted in (int, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, wanted)
