"""The composition root: the only file that builds real things. Nothing is built at import time, and nothing twice.

`status` passes through here, so everything that costs is imported where it is first needed.
"""

import os
import sys

from playbook.errors import ConfigurationError, LedgerError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any, NoReturn, ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")

    from playbook.app.world import Gathered, Renderer, World
    from playbook.ledger.base import Ledger

MARK = "playbook.yaml"
STATE = ".playbook"


def find_workspace(given: str | None) -> str:
    """Return the workspace's folder: the one given, else PLAYBOOK_WORKSPACE, else the nearest one upwards.

    Raises:
        UsageError: there is no `playbook.yaml` there.
    """
    chosen = given or os.environ.get("PLAYBOOK_WORKSPACE")
    folder = os.path.abspath(chosen or os.curdir)
    while not os.path.isfile(os.path.join(folder, MARK)):
        above = os.path.dirname(folder)
        if chosen or above == folder:
            raise _no_workspace(chosen)
        folder = above
    return folder


def _no_workspace(chosen: str | None) -> UsageError:
    from playbook.core.phrase import say

    text = say("this folder is not a workspace: it has no {file}", file=MARK)
    if chosen:
        text = say("{folder} is not a workspace: it has no {file}", folder=chosen, file=MARK)
    return UsageError(text, hint=say("make one with: playbook init DIR"))


def open_ledger(folder: str, *, writing: bool = True) -> "Ledger":
    """Return the workspace's store; nothing is created before the first append.

    Raises:
        LedgerError: the store named in `playbook.yaml` is of a kind that there is none of.
    """
    store = _store(folder, writing=writing)
    kind, _, path = store.partition(":")
    if kind != "sqlite":
        from playbook.core.phrase import say

        text = say("there is no store of the kind '{kind}'", kind=kind)
        raise LedgerError(text, hint=say("store: sqlite, or store: sqlite:PATH"))
    from playbook.ledger.sqlite import SqliteLedger

    return SqliteLedger(os.path.join(folder, path or f"{STATE}/ledger.sqlite"))


class _Unopened:
    """A ledger that could not be found out about: whoever needs it is told why, `check` does not."""

    def __init__(self, error: ConfigurationError) -> None:
        self._error = error

    def __getattr__(self, name: str) -> "NoReturn":
        raise self._error

    def close(self) -> None:
        """Do nothing."""


def _ledger_or_why_not(folder: str, *, writing: bool) -> "Ledger":
    try:
        return open_ledger(folder, writing=writing)
    except ConfigurationError as error:
        unopened: Any = _Unopened(error)
        return unopened  # type: ignore[no-any-return]  # it stands for a ledger, and says why it is none


def _store(folder: str, *, writing: bool = True) -> str:
    """Return the `store:` of playbook.yaml. Reading YAML is dear, so it happens only where that word is in the file."""
    if "PLAYBOOK_STORE" in os.environ:
        return os.environ["PLAYBOOK_STORE"]
    with open(os.path.join(folder, MARK), "rb") as file:
        raw = file.read(1 << 20)
    said = [line for line in raw.splitlines() if line.startswith((b"store", b'"store', b"'store", b"{"))]
    if all(line.partition(b"#")[0].strip() == b"store: sqlite" for line in said):
        return "sqlite"
    return _cached_store(folder, raw, writing=writing)


def _cached_store(folder: str, raw: bytes, *, writing: bool) -> str:
    import json

    path, text = os.path.join(folder, STATE, "store.json"), raw.decode("utf-8", "replace")
    try:
        with open(path, encoding="utf-8") as file:
            cached = json.load(file)
        kept = str(cached["store"])
        if cached["source"] == text and not kept.startswith(("sqlite:/", "sqlite:~")) and ".." not in kept:
            return kept  # what a stranger's cache says leads no further than what their playbook.yaml may say
    except (OSError, ValueError, KeyError, TypeError):
        pass
    from playbook.config.workspace import read_workspace
    from playbook.words import languages

    store = read_workspace(raw, MARK, languages=languages()).store
    if writing and os.path.isdir(os.path.dirname(path)):
        try:
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"source": text, "store": store}, file)
        except OSError:
            pass  # a read-only workspace: only the next command pays again
    return store


def now() -> "datetime":
    """Return the time: the clock's, or PLAYBOOK_NOW for rehearsals and tests.

    Raises:
        UsageError: PLAYBOOK_NOW is not a time.
    """
    from datetime import UTC, datetime

    given = os.environ.get("PLAYBOOK_NOW")
    if not given:
        return datetime.now(UTC)
    try:
        time = datetime.fromisoformat(given)
    except ValueError:
        from playbook.core.phrase import say

        text = say("PLAYBOOK_NOW is not a time: '{text}'", text=given)
        raise UsageError(text, hint=say("write 2026-12-01 or 2026-12-01T09:30")) from None
    return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)


def rehearsal() -> str:
    """Return what marks the events of a rehearsal in the ledger: the start of their key, which their hash covers."""
    from playbook.ledger.base import REHEARSAL

    return REHEARSAL if os.environ.get("PLAYBOOK_NOW") else ""


def who(given: str | None, folder: str) -> str:
    """Return the person at the keyboard as `Name <mail>`: `--as`, PLAYBOOK_AS, else git's user.

    Raises:
        UsageError: nobody said, or it is not `Name <mail>`.
    """
    person = given or os.environ.get("PLAYBOOK_AS") or _git_user(folder)
    if not person:
        from playbook.core.phrase import say

        hint = say('add --as "Name <mail>", or set PLAYBOOK_AS or git\'s user')
        raise UsageError(say("who are you? nobody said"), hint=hint)
    from playbook.core.persons import reachable

    return reachable(person)


def _git_user(folder: str) -> str:
    import subprocess

    found = []
    for key in ("user.name", "user.email"):
        try:
            asked = ["git", "-C", folder, "config", key]
            answer = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
        except OSError:
            return ""
        found.append(answer.stdout.strip())
    name, mail = found
    return f"{name} <{mail}>" if name and mail else name


def open_world(folder: str, *, actor: str | None = None, key: str | None = None, writing: bool = True) -> "World":
    """Return everything a request needs, for the workspace in `folder` and the person at the keyboard.

    Without `writing` nothing is kept that would only save time: no compiled template, no cached store.
    """
    import secrets

    from playbook.app.world import World
    from playbook.config.folder import Folder
    from playbook.documents.blame import blame
    from playbook.documents.git import merge_file
    from playbook.documents.shelf import Shelf
    from playbook.documents.stamps import Stamps, basis
    from playbook.words import Words, languages

    place = Folder(folder)

    def renderer(language: str) -> "Renderer":
        from playbook.documents.render import Renderer

        return Renderer(place.template_folders(), Words(language), cache_folder() if writing else None)

    def kept(language: str, version: str, manifest: str) -> "Renderer":
        from playbook.documents.loading import Kept
        from playbook.documents.render import Renderer

        loader = Kept(version, ledger.text(manifest) or "{}", ledger.text)
        return Renderer(loader, Words(language), cache_folder() if writing else None)

    def templates() -> "Gathered":
        from playbook.documents.loading import gather

        return gather(place.template_folders())

    ledger = _ledger_or_why_not(folder, writing=writing)
    return World(
        folder=place,
        ledger=ledger,
        shelf=Shelf(os.path.join(folder, "documents")),
        stamps=Stamps(os.path.join(folder, STATE, "stamps")),
        basis=_once(lambda: basis(place.template_folders(), os.path.dirname(os.path.abspath(__file__)))),
        renderer=_once(renderer),
        kept=_once(kept),
        templates=_once(templates),
        words=_once(Words),
        merge=merge_file,
        languages=languages,
        clock=_once(now),
        new_id=lambda prefix: f"{prefix}-{secrets.token_hex(5)}",
        actor=lambda: who(actor, folder),
        key=rehearsal() + (key or f"auto-{secrets.token_hex(12)}"),
        blame=lambda path, lines: blame(os.path.join(folder, "documents", path), lines),
    )


def _once(make: "Callable[P, T]") -> "Callable[P, T]":
    """Return `make`, called once for each argument; the signature stays visible to the type checker."""
    import functools

    return functools.cache(make)  # type: ignore[return-value]  # cache asks for hashable arguments: ours are texts


def cache_folder() -> str | None:
    """Return the folder for compiled templates: the user's own, never a workspace's (compiled templates are code)."""
    import platformdirs

    folder = os.path.join(
        platformdirs.user_cache_dir("squad-playbook"), f"templates-{sys.version_info[0]}{sys.version_info[1]}"
    )
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return None
    return folder
