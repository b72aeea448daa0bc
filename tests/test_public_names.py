"""What the packages say that they offer is there, and nothing heavy comes with it."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import coopbot
from coopbot import errors

ROOT = Path(__file__).parent.parent
PACKAGES = ("coopbot", "ingest", "ui", "evals")


def module_names():
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield name
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not info.name.endswith("__main__"):
                yield info.name


@pytest.mark.parametrize("name", sorted(set(module_names())))
def test_module_imports_and_offers_every_name_that_it_lists(name):
    module = importlib.import_module(name)
    missing = [public for public in getattr(module, "__all__", ()) if not hasattr(module, public)]
    assert missing == []


def test_package_offers_its_public_surface():
    assert coopbot.__all__ == ["Coopbot", "Settings", "__version__"]
    methods = ("open", "ask", "stream", "search", "as_retriever", "as_runnable")
    assert [name for name in methods if not callable(getattr(coopbot.Coopbot, name, None))] == []


def test_package_answers_an_unknown_name_with_attribute_error():
    with pytest.raises(AttributeError, match=r"^module 'coopbot' has no attribute 'Robot'$"):
        coopbot.Robot  # noqa: B018


def test_version_is_the_one_of_the_project():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert coopbot.__version__ == project["version"]


def test_error_tree_in_the_docstring_names_every_class():
    classes = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    drawn = {
        line.strip(" │├└─").split()[0]
        for line in (errors.__doc__ or "").splitlines()
        if line.startswith(("Coopbot", "│", "├", "└"))
    }
    assert drawn == classes


def test_importing_the_package_loads_no_engine():
    code = (
        "import sys, coopbot; from coopbot import Settings; "
        "heavy = {'torch', 'chromadb', 'gradio', 'langchain_core'}; print(heavy & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )
    assert done.stdout.strip() == "set()"
