from __future__ import annotations

import sys

from ingest.recipe import digest, recipe, shaping_sources


def test_recipe_depends_on_each_choice():
    one = recipe(embedder="static", ocr=False)
    assert one == recipe(ocr=False, embedder="static")
    assert one != recipe(embedder="static", ocr=True)
    assert one != recipe(embedder="other", ocr=False)


def test_recipe_covers_all_of_our_code_that_reading_imports():
    """What is loaded when a document has been read is what can change what becomes of it."""
    import subprocess

    script = (
        "import sys; from pathlib import Path; import ingest.prepare, ingest.recorder\n"
        "from coopbot.registry import Registry; from ingest.sources import find_sources\n"
        "corpus = Path('corpus'); sources, _ = find_sources([corpus / 'documents'], corpus)\n"
        "prepared = ingest.prepare.Preparer(Registry.load(corpus / 'registry'), corpus)(sources[-1])\n"
        "assert prepared.document is not None\n"
        "print(*(n for n in sys.modules if n.split('.')[0] in ('coopbot', 'ingest')))"
    )
    from coopbot.children import module_environment
    from tests.built import CORPUS

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=CORPUS.parent,
        env=module_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split()) - {"ingest.readers.worker"}
    packages = {"coopbot", "ingest"}
    assert loaded - packages <= set(shaping_sources())
    assert "coopbot.tokens" in loaded
    assert "ingest.structure" in loaded


def test_recipe_leaves_out_what_only_answers():
    names = set(shaping_sources())
    assert not {"coopbot.cli", "coopbot.chain", "coopbot.compose", "ingest.operations"} & names


def test_digest_takes_any_text_and_does_not_depend_on_key_order():
    assert digest({"a": 1, "b": "\ud800"}) == digest({"b": "\ud800", "a": 1})
    assert digest("ab", "c") != digest("a", "bc")
