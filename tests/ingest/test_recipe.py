from __future__ import annotations

import subprocess
import sys

from coopbot.children import module_environment
from ingest.recipe import digest, recipe, shaping_sources
from tests.built import CORPUS

FINDING = {"ingest.sources", "ingest.manifest", "ingest.symbols"}
"""What these say of a file is part of a build's id itself, beside the recipe."""

READ_ONE = """
import sys
from pathlib import Path
import ingest.recorder
from coopbot.registry import Registry
from ingest.prepare import Preparer
from ingest.sources import find_sources

corpus = Path("corpus")
sources, _ = find_sources([corpus / "documents"], corpus)
assert Preparer(Registry.load(corpus / "registry"), corpus)(sources[-1]).document is not None
print(*(name for name in sys.modules if name.split(".")[0] in ("coopbot", "ingest")))
"""


def test_recipe_depends_on_each_choice():
    one = recipe(embedder="static", ocr=False)
    assert one == recipe(ocr=False, embedder="static")
    assert one != recipe(embedder="static", ocr=True)
    assert one != recipe(embedder="other", ocr=False)


def test_recipe_covers_all_of_our_code_that_reading_imports():
    """What is loaded when a document has been read is what can change what becomes of it."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ONE],
        cwd=CORPUS.parent,
        env=module_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert loaded - FINDING - {"coopbot", "ingest"} <= set(shaping_sources())
    assert "coopbot.tokens" in loaded
    assert "ingest.structure" in loaded


def test_recipe_leaves_out_what_only_answers():
    names = set(shaping_sources())
    assert not {"coopbot.cli", "coopbot.chain", "coopbot.compose", "ingest.operations"} & names


def test_digest_takes_any_text_and_does_not_depend_on_key_order():
    assert digest({"a": 1, "b": "\ud800"}) == digest({"b": "\ud800", "a": 1})
    assert digest("ab", "c") != digest("a", "bc")
