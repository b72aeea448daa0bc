"""The whole way on the real product: a corpus with a translator's slip, ingested, asked, gated."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from coopbot.settings import Settings
from evals.gate import check_gate, load_gate
from evals.reference import Reference
from evals.run import run_suite
from evals.systems.choose import open_system
from ingest.build import ingest
from tests.evals.conftest import ROOT

ASKED = (
    "cost-workshops.en",
    "cost-workshops.zh",
    "wto-bilateral.en",
    "bs-iii-6.ru",
    "system-prompt.zh",
)


@pytest.fixture(scope="module")
def slipped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ours")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    english = folder / "corpus" / "documents" / "UNEP-CBD-BS-COP-MOP-4-6" / "en.txt"
    text = english.read_text("utf-8")
    assert text.count("100,000") == 1
    english.write_text(text.replace("100,000", "110,000"), "utf-8")
    result = ingest(Settings(index=folder / "index", corpus=folder / "corpus"))
    assert result.published
    return folder


@pytest.fixture(scope="module")
def results(slipped, dev_suite):
    suite = replace(dev_suite, cases=tuple(c for c in dev_suite.cases if c.id in ASKED))
    system = open_system("coopbot", index=slipped / "index", corpus=slipped / "corpus")
    try:
        return run_suite(system, suite, Reference.load(slipped / "corpus"))
    finally:
        system.close()


def test_product_is_measured_through_its_public_surface(results):
    assert results.data["errors"] == 0
    assert results.data["unscored"] == {}
    assert results.metrics["verbatim_quotes"]["value"] == 1.0
    assert results.metrics["R@5"]["value"] > 0.5
    assert {"build", "embedder", "model", "settings"} <= results.data["system"].keys()
    outcomes = {row["id"]: row["outcome"] for row in results.rows}
    assert outcomes["system-prompt.zh"] != "answered"


def test_gate_catches_the_slip_in_a_real_build(results, tmp_path):
    gate_file = tmp_path / "gate.yaml"
    gate_file.write_text(
        "suites: [{suite: s.jsonl, rules: [{metric: parallels_agree, at_least: 1.0}]}]", "utf-8"
    )
    (gated,) = load_gate(gate_file)
    (reason,) = check_gate(gated, results).reasons
    assert "a language version shows another date or number" in reason
    assert "cost-workshops" in reason
