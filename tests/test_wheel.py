"""What an installation gets: built once for real, opened and read."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)),
        ],
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_wheel_holds_our_packages_and_nothing_else(names):
    assert {name.split("/")[0] for name in names} == {
        "coopbot", "ingest", "ui", "evals", "coopbot-0.1.0.dist-info",
    }  # fmt: skip


def test_wheel_holds_the_shipped_model_with_its_card(names):
    folder = "coopbot/weights/static/"
    for name in ("model.safetensors", "tokenizer.json", "config.json", "README.md"):
        assert folder + name in names


def test_wheel_holds_the_evidence_model_with_its_card(names):
    assert {f"coopbot/weights/evidence/{name}" for name in ("model.json", "README.md")} <= set(
        names
    )


def test_wheel_holds_types_marker_texts_and_static_files(names):
    assert "coopbot/py.typed" in names
    assert {f"ui/texts/{code}.yaml" for code in ("zh", "en", "fr", "es", "ru", "ar")} <= set(names)
    assert [name for name in names if name.startswith("ui/static/")]


def test_wheel_holds_every_python_file_of_its_packages(names):
    sources = {
        **{path: path.relative_to(ROOT / "src") for path in (ROOT / "src").rglob("*.py")},
        **{
            path: path.relative_to(ROOT)
            for package in ("ingest", "ui", "evals")
            for path in (ROOT / package).rglob("*.py")
        },
    }
    assert {place.as_posix() for place in sources.values()} - set(names) == set()


def test_wheel_holds_no_results_corpus_or_caches(names):
    assert [
        name
        for name in names
        if "__pycache__" in name or name.startswith(("corpus", "evals/results/", "evals/reports/"))
    ] == []


def test_wheel_carries_the_licence(names, wheel):
    (path,) = [name for name in names if name.endswith("/licenses/LICENSE")]
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(path).decode()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


def test_wheel_runs_without_the_source_tree(wheel, tmp_path):
    """Import from the wheel alone, away from the repository, without its editable entry."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; sys.path.insert(0, 'site'); import coopbot.cli, coopbot; "
        "from coopbot.embedder import load_embedder; e = load_embedder('static'); "
        "from coopbot.evidence_model import EvidenceModel; EvidenceModel.shipped(); "
        "print(coopbot.__file__, e.embed_queries(['biosafety']).shape)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert done.stdout.split()[0].endswith("site/coopbot/__init__.py")
    assert done.stdout.split()[1:] == ["(1,", "256)"]
