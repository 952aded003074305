#!/usr/bin/env python3
"""Make the project's environment with nothing but the standard library.

It makes `.venv` and installs the checkout into it, with uv where uv is on the path, else with the pip that ensurepip
brings, else with a pinned pip wheel that is fetched from the configured index and whose hash is checked before use (a
plain Debian has neither pip nor ensurepip). It reads pip's own settings: PIP_INDEX_URL, PIP_CERT and the other PIP_*
variables, pip.conf, and the usual proxy variables. A second run with nothing changed returns at once.
"""

from __future__ import annotations

import argparse
import base64
import configparser
import contextlib
import hashlib
import html.parser
import importlib.util
import json
import os
import shutil
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import venv
from pathlib import Path
from typing import Any

OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
PUBLIC_INDEX = "https://pypi.org/simple"  # the default of pip itself, used only when no index is configured
TRIES = 4
TIMEOUT_S = 60
ROOT = Path(__file__).resolve().parent.parent
STAMP = "bootstrap.json"
LOG = "bootstrap.log"
NETWORK_SIGNS = ("newconnectionerror", "connection", "timed out", "name resolution", "dns error", "failed to fetch")


class BootstrapError(Exception):
    """Something a person can act on, in one line."""


def main(argv: list[str] | None = None) -> int:
    """Make or refresh the environment; returns the exit code."""
    options = parse(argv)
    try:
        use_new_enough_python()
        bootstrap(Path(options.venv).absolute(), set(options.extras), options.source, options.installer)
    except (BootstrapError, OSError) as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def parse(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make the project's environment.")
    parser.add_argument("--extras", default=[], type=split_words, help="extras to install, with commas: test,diagram")
    parser.add_argument("--venv", default=str(ROOT / ".venv"), help="the folder of the environment (default: .venv)")
    parser.add_argument("--from", dest="source", help="install this wheel instead of the checkout")
    parser.add_argument("--installer", choices=("auto", "uv", "pip"), default="auto", help="default: uv if it is there")
    return parser.parse_args(argv)


def split_words(text: str) -> list[str]:
    """Split `a,b` into words."""
    return [word.strip() for word in text.split(",") if word.strip()]


def say(line: str) -> None:
    """Tell people what happens, on stderr."""
    print(f"bootstrap: {line}", file=sys.stderr, flush=True)


def use_new_enough_python() -> None:
    """Go on with a newer interpreter from the path when this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        newer = shutil.which(name)
        if newer and subprocess.run([newer, "-c", ""], check=False, capture_output=True).returncode == 0:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606 - the same script, a newer interpreter
    found = ".".join(map(str, sys.version_info[:3]))
    wanted = ".".join(map(str, OLDEST))
    msg = f"Python {wanted} or newer is needed, this is {found}; name one with: make PYTHON=/path/to/python3"
    raise BootstrapError(msg)


# ------------------------------------------------------------------------------------------------ the environment


def bootstrap(folder: Path, extras: set[str], source: str | None, installer: str) -> None:
    """Bring `folder` to hold the package with `extras`.

    Raises:
        BootstrapError: when it cannot be done, with what to do about it.
    """
    wanted = {"digest": digest(source), "python": interpreter(), "folder": str(folder)}
    have = read_stamp(folder)
    extras = extras | set(have.get("extras", []))
    if have == {**wanted, "extras": sorted(extras)} and venv_python(folder).exists():
        return
    refuse_foreign(folder, have)
    if any(have.get(key) != wanted[key] for key in ("python", "folder")) or not venv_python(folder).exists():
        make_environment(folder)
    # Ours from here on, whatever interrupts it; the empty digest makes the next run go on.
    write_stamp(folder, {**wanted, "digest": "", "extras": sorted(extras)})
    install(folder, requirement(source, extras), installer)
    write_stamp(folder, {**wanted, "extras": sorted(extras)})


def digest(source: str | None) -> str:
    """Return a hash of everything that the installed packages depend on."""
    files = [ROOT / "setup.cfg", ROOT / "pyproject.toml", Path(__file__)]
    total = hashlib.sha256()
    for file in [*files, *([Path(source)] if source else [])]:
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def interpreter() -> str:
    """Return what makes this interpreter different from another: name, version, home."""
    return f"{sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))} {sys.base_prefix}"


def read_stamp(folder: Path) -> dict[str, Any]:
    """Return what an earlier run left, or nothing."""
    with contextlib.suppress(OSError, ValueError):
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        return stamp if isinstance(stamp, dict) else {}
    return {}


def write_stamp(folder: Path, stamp: dict[str, Any]) -> None:
    """Leave word for the next run."""
    (folder / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def venv_python(folder: Path) -> Path:
    """Return the interpreter of the environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def refuse_foreign(folder: Path, stamp: dict[str, Any]) -> None:
    """Never touch a folder that this script did not make.

    Raises:
        BootstrapError: when `folder` holds something that is not ours.
    """
    if not stamp and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{folder} was not made by this script; move it away, or choose another folder with --venv"
        raise BootstrapError(msg)


def make_environment(folder: Path) -> None:
    """Make an empty environment, without pip: `venv` can do that even where ensurepip is missing."""
    say(f"making {folder.name} with Python {'.'.join(map(str, sys.version_info[:3]))}")
    venv.EnvBuilder(clear=True, with_pip=False, symlinks=os.name != "nt").create(folder)


def requirement(source: str | None, extras: set[str]) -> list[str]:
    """Return the installer's arguments for what is to be installed."""
    suffix = f"[{','.join(sorted(extras))}]" if extras else ""
    return [f"{Path(source).absolute()}{suffix}"] if source else ["--editable", f"{ROOT}{suffix}"]


# ------------------------------------------------------------------------------------------------- the installers


def install(folder: Path, what: list[str], installer: str) -> None:
    """Install `what` into the environment, with uv or pip."""
    uv = shutil.which("uv") if installer in {"auto", "uv"} else None
    if installer == "uv" and not uv:
        msg = "uv is not on the path; leave --installer away to use pip"
        raise BootstrapError(msg)
    if uv:
        say("installing with uv")
        command = [uv, "pip", "install", "--quiet", "--python", str(venv_python(folder)), *what]
        run(command, folder, {**os.environ, **uv_settings()})
        return
    bring_pip(folder)
    say("installing with pip")
    run([*pip(folder), "install", "--quiet", "--no-input", "--disable-pip-version-check", *what], folder)


def pip(folder: Path) -> list[str]:
    """Return the command of the environment's pip."""
    return [str(venv_python(folder)), "-m", "pip"]


def uv_settings() -> dict[str, str]:
    """Return pip's settings in uv's words, where uv itself has none: one configuration is enough for a person."""
    settings = {}
    if not any(name in os.environ for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX")) and pip_option("index-url"):
        settings["UV_DEFAULT_INDEX"] = pip_option("index-url")
    if "SSL_CERT_FILE" not in os.environ and pip_option("cert"):
        settings["SSL_CERT_FILE"] = pip_option("cert")
    return settings


def bring_pip(folder: Path) -> None:
    """See to it that the environment has pip, from ensurepip or from the pinned wheel."""
    if subprocess.run([*pip(folder), "--version"], check=False, capture_output=True).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip"):
        run([str(venv_python(folder)), "-m", "ensurepip", "--default-pip"], folder)
        return
    say(f"fetching {PIP_WHEEL}")
    wheel = folder / PIP_WHEEL
    wheel.write_bytes(fetch_pip(indexes()))
    # A wheel is a zip file that Python can run: pip installs itself from it.
    command = [str(venv_python(folder)), f"{wheel}/pip", "install", "--quiet", "--no-index", "--no-input", str(wheel)]
    run(command, folder)
    wheel.unlink()


def run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
    """Run an installer; its words go to a log and come back only when it fails.

    Raises:
        BootstrapError: with the last line that says why.
    """
    done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace", env=env)
    log = folder / LOG
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        raise BootstrapError(explain(done.stdout + done.stderr, log))


def explain(output: str, log: Path) -> str:
    """Return one line for a failed installation."""
    if any(sign in output.lower() for sign in NETWORK_SIGNS):
        return f"{no_network(indexes())} (what the installer said: {log})"
    lines = [line.strip() for line in output.splitlines()]
    # pip says "ERROR: ...", uv says "error: ..." or marks the line with a cross.
    errors = [line for line in lines if line.lower().startswith(("error", "\N{MULTIPLICATION SIGN}"))]
    return f"the installation failed: {errors[-1] if errors else 'no reason given'} (what the installer said: {log})"


# ------------------------------------------------------------------------------------------------ pip's settings


def pip_option(name: str) -> str:
    """Return an option as pip would see it: the environment first, then the last of pip's files that has it."""
    if value := os.environ.get(f"PIP_{name.upper().replace('-', '_')}"):
        return value
    parser = configparser.RawConfigParser()
    # pip itself says what is wrong with a broken file.
    with contextlib.suppress(configparser.Error, UnicodeDecodeError):
        parser.read(pip_files(), encoding="utf-8")
    for section in ("install", "global"):
        if parser.has_option(section, name):
            return parser.get(section, name).strip()
    return ""


def pip_files() -> list[str]:
    """Return pip's configuration files, the strongest last."""
    chosen = os.environ.get("PIP_CONFIG_FILE", "")
    if chosen == os.devnull:
        return []
    folders = os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")
    home = Path.home()
    user = os.environ.get("XDG_CONFIG_HOME") or str(home / ".config")
    shared = [*(f"{folder}/pip/pip.conf" for folder in folders), "/etc/pip.conf"]
    return [*shared, str(home / ".pip/pip.conf"), f"{user}/pip/pip.conf", *([chosen] if chosen else [])]


def indexes() -> list[str]:
    """Return the package indexes to ask, in order; the public one only when none is configured."""
    first = pip_option("index-url") or os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")
    return [first or PUBLIC_INDEX, *pip_option("extra-index-url").split()]


# ------------------------------------------------------------------------------------------------------- the wheel


class Links(html.parser.HTMLParser):
    """The addresses on an index page (PEP 503)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of an anchor."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def fetch_pip(pages: list[str]) -> bytes:
    """Return the pinned wheel's bytes from the first index that has it.

    Raises:
        BootstrapError: when no index can be reached, none has it, or its hash is wrong.
    """
    reached = False
    for page in pages:
        try:
            link = find_wheel(page)
            reached = True
            if link:
                return checked(fetch(link))
        except OSError:
            continue
    if reached:
        msg = f"no configured package index has {PIP_WHEEL} ({shown(pages)})"
        raise BootstrapError(msg)
    raise BootstrapError(no_network(pages))


def find_wheel(index: str) -> str:
    """Return the address of the pinned wheel on an index, or nothing."""
    page = f"{index.rstrip('/')}/pip/"
    links = Links()
    links.feed(fetch(f"{page}index.html" if page.startswith("file:") else page).decode("utf-8", "replace"))
    for link in links.found:
        address = urllib.parse.urljoin(page, urllib.parse.urldefrag(link).url)
        if urllib.parse.unquote(address).rsplit("/", 1)[-1] == PIP_WHEEL:
            return with_user_of(index, address)
    return ""


def with_user_of(index: str, address: str) -> str:
    """Return `address` with the index's user and password when both are on one host."""
    source, target = urllib.parse.urlsplit(index), urllib.parse.urlsplit(address)
    same = source.hostname == target.hostname and source.scheme == target.scheme
    return target._replace(netloc=source.netloc).geturl() if same and "@" in source.netloc else address


def checked(wheel: bytes) -> bytes:
    """Return the wheel if it is the pinned one.

    Raises:
        BootstrapError: when a single bit differs.
    """
    found = hashlib.sha256(wheel).hexdigest()
    if found != PIP_SHA256:
        msg = f"{PIP_WHEEL} is not the pinned file and was not used: sha256 {found}, expected {PIP_SHA256}"
        raise BootstrapError(msg)
    return wheel


def fetch(url: str) -> bytes:
    """Return what is at `url`, after a few tries.

    Raises:
        OSError: when the server says no, or does not answer in the end.
    """
    request = with_credentials(url)
    for attempt in range(1, TRIES + 1):
        try:
            with opener().open(request, timeout=TIMEOUT_S) as answer:
                body: bytes = answer.read()
                return body
        except OSError as problem:
            if attempt == TRIES or is_final(problem):
                raise
            time.sleep(2 ** (attempt - 1))
    raise OSError(url)  # not reached: the last try returns or raises


def is_final(problem: OSError) -> bool:
    """Tell whether asking again is of no use: the server refused, or there is no such file."""
    if isinstance(problem, urllib.error.HTTPError):
        return problem.code < 500 and problem.code not in {408, 429}  # noqa: PLR2004 - HTTP's own numbers
    reason = getattr(problem, "reason", problem)
    return isinstance(reason, (FileNotFoundError, ssl.SSLCertVerificationError))


def with_credentials(url: str) -> urllib.request.Request:
    """Return a request; urllib does not read `user:password@` from an address itself."""
    parts = urllib.parse.urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(parts._replace(netloc=host).geturl())  # noqa: S310 - the user's own index
    if at:
        token = base64.b64encode(urllib.parse.unquote(user).encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    return request


def opener() -> urllib.request.OpenerDirector:
    """Return an opener with pip's proxy and certificates, or the system's."""
    proxy = pip_option("proxy")
    proxies = urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None)
    return urllib.request.build_opener(proxies, urllib.request.HTTPSHandler(context=tls()))


def tls() -> ssl.SSLContext:
    """Return what to trust: pip's certificate file, else the system's.

    A plain system may have no certificates at all. What is fetched is then still only used if its hash is the pinned
    one, so the connection need not be trusted; pip brings its own certificates for everything after.
    """
    bundle = pip_option("cert") or os.environ.get("REQUESTS_CA_BUNDLE") or None
    context = ssl.create_default_context(cafile=bundle)
    if not bundle and not has_certificates(context):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def has_certificates(context: ssl.SSLContext) -> bool:
    """Tell whether the system knows any certificate authority."""
    folder = ssl.get_default_verify_paths().capath
    return bool(context.cert_store_stats()["x509_ca"] or (folder and any(Path(folder).glob("*.0"))))


def no_network(pages: list[str]) -> str:
    """Return the one line for a machine that reaches no index."""
    settings = "PIP_INDEX_URL, PIP_PROXY or PIP_CERT"
    return f"no package index could be reached: {shown(pages)}; check the network, or set {settings}"


def shown(pages: list[str]) -> str:
    """Return addresses without the passwords in them."""
    parts = [urllib.parse.urlsplit(page) for page in pages]
    return ", ".join(part._replace(netloc=part.netloc.rpartition("@")[2]).geturl() for part in parts)


if __name__ == "__main__":
    sys.exit(main())
