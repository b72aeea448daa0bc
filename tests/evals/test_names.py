from __future__ import annotations

import json

from typer.testing import CliRunner

from coopbot.registry import Registry
from evals.names import app, questions
from evals.reference import Passage
from tests.bundled import bundled_settings
from tests.evals.conftest import ROOT


def asked_of(*texts):
    registry = Registry.load(ROOT / "corpus" / "registry")
    passages = [Passage("S/1", str(n), "en", text) for n, text in enumerate(texts, start=1)]
    return list(questions(registry, passages))


def test_only_what_the_corpus_mentions_is_asked_for():
    found = asked_of("The World Customs Organization attended.")
    assert {(one.kind, one.id) for one in found} == {("organization", "wco")}
    texts = {one.text for one in found}
    assert {"World Customs Organization", "世界海关组织"} <= texts
    assert asked_of("Nothing of the kind.") == []


def test_name_is_no_part_of_a_longer_word():
    (one, *_) = asked_of("The World Customs Organization attended.")
    assert one.is_named_in("the WORLD customs organization", "en")
    assert not one.is_named_in("the World Customs Organizations", "en")
    assert not one.is_named_in("World Customs Organization", "tlh")


def test_command_counts_what_is_found_in_the_bundled_corpus(tmp_path):
    settings = bundled_settings()
    done = CliRunner().invoke(
        app,
        ["--index", str(settings.index), "--corpus", str(settings.corpus), "--out", str(tmp_path)],
    )
    assert done.exit_code == 0, done.output
    (path,) = tmp_path.glob("names-*.json")
    data = json.loads(path.read_text("utf-8"))
    every = next(group for group in data["groups"] if group["group"] == "all")
    assert every["found"]["value"] > 0.98
    assert len(data["missed"]) == round((1 - every["found"]["value"]) * every["questions"])
