"""What is declared, locked and imported agree."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
FOLDERS = ("src", "ingest", "ui", "evals", "training", "docs", "tests")
OURS = {"coopbot", "ingest", "ui", "evals", "training", "docs", "tests"}

LOADERS = {"import_module", "importorskip"}
"""Functions that import what their first argument names."""

NOT_IMPORTED = {
    "editables": "hatchling needs it for an editable installation",
    "hatchling": "the build backend",
    "langchain": "finds the client of a chat model by name",
    "langchain-openai": "the client behind openai: names, loaded by langchain",
    "mypy": "a command",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a command",
    "types-pyyaml": "types for mypy",
    "uharfbuzz": "fpdf2 shapes Arabic by it",
}
"""Declared without an import of ours, and why."""

OPTIONAL = {
    "ray": "an engine of ingest where it is installed",
}
"""Imported without being declared: each is looked for, and its absence has its own sentence."""


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def declared() -> dict[str, Requirement]:
    data = project()
    lines = data["project"]["dependencies"] + [
        line for group in data["dependency-groups"].values() for line in group
    ]
    requirements = map(Requirement, lines)
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def locked() -> dict[str, Version]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def imported() -> set[str]:
    """Return the top-level names of other people's packages that our files import."""
    names = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names.add(node.module.split(".")[0])
                elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in LOADERS:
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        names.add(str(first.value).split(".")[0])
    beside = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    return names - set(sys.stdlib_module_names) - OURS - beside


def test_lock_gives_each_package_one_exact_public_version():
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    assert [e for e in entries if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", e)] == []
    names = [canonicalize_name(entry.split("==")[0]) for entry in entries]
    assert len(names) == len(set(names))


def test_lock_holds_every_declared_dependency_in_its_range():
    versions = locked()
    wrong = [
        f"{requirement} is locked at {versions.get(name)}"
        for name, requirement in declared().items()
        if name not in versions
        or not requirement.specifier.contains(versions[name], prereleases=True)
    ]
    assert wrong == []


def test_lock_brings_no_cuda():
    assert [name for name in locked() if re.match(r"nvidia|cuda|triton", name)] == []


def test_lock_pins_torch():
    assert locked()["torch"] == Version("2.13.0")


def test_environment_has_the_locked_versions():
    differing = {}
    for name, expected in locked().items():
        try:
            found = Version(version(name)).public
        except PackageNotFoundError:
            found = "missing"
        if found != expected.public:
            differing[name] = f"{found} instead of {expected}"
    assert differing == {}


def test_every_imported_package_is_declared():
    distributions = packages_distributions()
    known = declared()
    missing = {}
    for name in imported() - set(OPTIONAL):
        owners = {canonicalize_name(owner) for owner in distributions.get(name, [])}
        if not owners & set(known):
            missing[name] = owners
    assert missing == {}


def test_every_declared_package_is_imported():
    distributions = packages_distributions()
    used = {
        canonicalize_name(owner) for name in imported() for owner in distributions.get(name, [])
    }
    assert set(declared()) - used - set(NOT_IMPORTED) == set()


@pytest.mark.parametrize("name", NOT_IMPORTED)
def test_exception_is_still_declared(name):
    assert name in declared()


def test_product_imports_without_the_packages_of_developers():
    """Import every shipped module while what only the dependency groups bring cannot be found."""
    wanted = {canonicalize_name(Requirement(r).name) for r in project()["project"]["dependencies"]}
    needed = set(wanted)
    while wanted:
        wanted = {
            canonicalize_name(requirement.name)
            for name in wanted
            for requirement in map(Requirement, requires(name) or [])
            if not requirement.marker or requirement.marker.evaluate({"extra": ""})
        } - needed
        needed |= wanted
    developers = {
        module
        for module, owners in packages_distributions().items()
        if not {canonicalize_name(owner) for owner in owners} & needed
    } - OURS
    assert {"pytest", "hypothesis", "playwright", "openpyxl"} <= developers
    code = (
        "import importlib, pkgutil, sys\n"
        f"hidden = {sorted(developers)!r}\n"
        "class Hide:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in hidden:\n"
        "            raise ModuleNotFoundError(f'{name} is hidden', name=name)\n"
        "sys.meta_path.insert(0, Hide())\n"
        "for package in ('coopbot', 'ingest', 'ui', 'evals'):\n"
        "    path = importlib.import_module(package).__path__\n"
        "    for found in pkgutil.walk_packages(path, package + '.'):\n"
        "        if not found.name.endswith('__main__'):\n"
        "            importlib.import_module(found.name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    assert done.returncode == 0, done.stderr
