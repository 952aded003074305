"""The house tests its own floors: contracts, packages, what a wheel takes along, and what no file may say."""

from __future__ import annotations

import ast
import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("examples", "states", "templates")
NOT_OURS = {".git", ".venv", "__pycache__", "build", "demo", "dist", "htmlcov"}
BINARY = {".png", ".ico", ".gz", ".zip", ".db", ".sqlite", ".woff2"}
PURE = ("playbook/core", "playbook/gates", "playbook/documents/merge.py", "playbook/documents/checklist.py")
# Homes, private addresses, and the hosts of registries that are not everybody's.
MACHINE = re.compile(
    r"(?<![\w.])/(?:home|Users|root)/[\w.-]+"
    r"|(?<![\w.])[A-Z]:\\Users\\"
    r"|(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])"
    r"|(?:index-url|index_url|registry)\s*[=:]\s*[\"']?https?://(?![\w.]+\.example\b)",
)


@pytest.fixture(scope="module")
def settings() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def words(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip() and not line.strip().startswith("#")]


def packages_in_the_tree() -> list[str]:
    folders = [path.parent.relative_to(ROOT) for path in (ROOT / "playbook").rglob("*.py")]
    return sorted({".".join(folder.parts) for folder in folders})


def our_files() -> list[Path]:
    found = []
    for folder, inner, names in os.walk(ROOT):
        hidden = {name for name in inner if name.startswith(".") and name != ".ci"}
        inner[:] = sorted(set(inner) - NOT_OURS - hidden - {name for name in inner if name.endswith(".egg-info")})
        found += [Path(folder, name) for name in sorted(names)]
    return [path for path in found if path.suffix not in BINARY and not path.name.startswith(".coverage")]


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_of_the_tree_is_listed_and_every_listed_one_exists(settings):
    listed = words(settings["options"]["packages"])

    expected = sorted([*packages_in_the_tree(), *(f"playbook.{name}" for name in SHIPPED)])

    assert listed == expected


@pytest.mark.parametrize("package", packages_in_the_tree())
def test_every_package_says_what_it_is_for_and_imports_nothing(package):
    file = ROOT.joinpath(*package.split("."), "__init__.py")

    tree = ast.parse(file.read_text(encoding="utf-8"))

    assert ast.get_docstring(tree), f"{package} does not say what belongs in it"
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imports == [] or package == "playbook.gates"  # the table of conditions; `status` never comes near it


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_folder_is_mapped_into_the_package(settings, name):
    mapped = dict(line.split(" = ") for line in words(settings["options"]["package_dir"]))

    assert mapped[f"playbook.{name}"] == name
    assert (ROOT / name).is_dir()


def test_every_file_that_the_program_reads_is_in_the_package_data(settings):
    data = settings["options.package_data"]
    folders = {f"playbook.{name}": ROOT / name for name in SHIPPED} | {"playbook": ROOT / "playbook"}
    folders["playbook.ledger"] = ROOT / "playbook/ledger"
    taken = {path for key, folder in folders.items() for glob in words(data[key]) for path in folder.glob(glob)}

    present = {path for folder in folders.values() for path in folder.rglob("*") if path.is_file()}

    # A README beside the files is for whoever changes them.
    other = {path for path in present if path.suffix in {".py", ".pyc"} or path.name[0] == "." or path.stem == "README"}
    assert sorted(str(path.relative_to(ROOT)) for path in present - taken - other) == []


def test_no_file_names_a_machine():
    hits = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in our_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line) and path != Path(__file__)
    ]

    assert hits == []


def pure_files() -> list[Path]:
    folders = [ROOT / place for place in PURE]
    return [file for place in folders for file in ([place] if place.suffix else sorted(place.rglob("*.py")))]


@pytest.mark.parametrize("file", pure_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_rules_never_ask_the_clock_or_the_disk(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]

    # Time is handed in, so is everything that was read; and a rule never prints.
    assert {"now", "utcnow", "today"} & {name for name in names if is_of_datetime(tree, name)} == set()
    assert {"open", "print", "input"} & set(calls) == set()


def is_of_datetime(tree: ast.AST, attribute: str) -> bool:
    owners = [node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == attribute]
    return any(
        ast.unparse(owner) in {"datetime", "date", "datetime.datetime", "datetime.date", "dt"} for owner in owners
    )


def test_no_file_is_imported_relatively():
    relative = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in (ROOT / "playbook").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert relative == []
