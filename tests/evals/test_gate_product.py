"""The real product, broken on purpose: ingested, asked, and stopped by the gate with the symptom.

The translator's slip is in ``test_ours.py``.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from coopbot.errors import IndexUnavailable
from coopbot.settings import Settings
from coopbot.sufficiency import SufficiencyJudge
from coopbot.types import Evidence
from evals.gate import check_gate, load_gate
from evals.run import run_suite
from evals.systems.choose import open_system
from ingest.build import ingest
from tests.evals.conftest import ROOT

ANSWERABLE = 16
NUMBER = re.compile(rb"^( *)(\d{1,2})(?=\.)", re.MULTILINE)


@pytest.fixture(scope="module")
def suite(dev_suite):
    """Some questions that are answered, from all over the set, and those that are not."""
    english = [c for c in dev_suite.cases if c.language == "en"]
    answered = [c for c in english if c.expect == "answer" and not c.history]
    some = answered[:: max(1, len(answered) // ANSWERABLE)]
    silent = [c for c in dev_suite.cases if c.expect == "abstain" and c.language in ("en", "zh")]
    return replace(dev_suite, cases=(*some, *silent))


def measured(suite, reference, index, corpus, **settings):
    system = open_system("coopbot", index=index, corpus=corpus, overrides=settings)
    try:
        return run_suite(system, suite, reference)
    finally:
        system.close()


@pytest.fixture(scope="module")
def sound_index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "index"
    assert ingest(Settings(index=folder, corpus=ROOT / "corpus")).published
    return folder


@pytest.fixture(scope="module")
def gated(suite, reference, sound_index, tmp_path_factory):
    """A gate that asks for what the sound build reaches, and that the sound build passes."""
    folder = tmp_path_factory.mktemp("gate")
    sound = measured(suite, reference, sound_index, ROOT / "corpus")
    baseline = sound.save(folder).name
    rules = "".join(
        f"      - {{metric: {name}, not_below: {baseline}, tolerance: 0.05}}\n"
        for name in ("paragraph_right", "verbatim_quotes", "abstains", "R@1")
    )
    path = folder / "gate.yaml"
    path.write_text(f"suites:\n  - suite: s.jsonl\n    rules:\n{rules}", "utf-8")
    (gated,) = load_gate(path)
    assert check_gate(gated, sound).passed
    assert sound.metrics["paragraph_right"]["value"] > 0.8
    return gated


def test_gate_catches_wrong_labels_in_a_real_build(suite, reference, gated, tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    for path in (tmp_path / "corpus" / "documents").rglob("*.txt"):
        shifted = NUMBER.sub(lambda m: m[1] + str(int(m[2]) + 1).encode(), path.read_bytes())
        path.write_bytes(shifted)
    settings = Settings(index=tmp_path / "index", corpus=tmp_path / "corpus")
    assert ingest(settings).published
    found = measured(suite, reference, settings.index, settings.corpus)
    reasons = check_gate(gated, found).reasons
    assert any("answers cite a paragraph that does not carry them; see " in r for r in reasons)
    assert any("or stands under another paragraph's label; see " in r for r in reasons)


def test_gate_catches_abstention_switched_off_in_the_product(
    suite, reference, gated, sound_index, monkeypatch
):
    monkeypatch.setattr(
        SufficiencyJudge, "exact", lambda judge, question, hits: Evidence(tuple(hits), 1.0)
    )
    monkeypatch.setattr(
        SufficiencyJudge, "judged", lambda judge, question, evidence, *rest, **options: evidence
    )
    found = measured(suite, reference, sound_index, ROOT / "corpus")
    (reason,) = check_gate(gated, found).reasons
    assert reason.startswith("Abstains where the documents are silent is ")
    assert "it answers although the documents say nothing; see " in reason


class Noise(BaseHTTPRequestHandler):
    """An embedding endpoint whose vectors have nothing to do with what a text means."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["input"]
        rows = []
        for number, text in enumerate(asked):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            vector = np.random.default_rng(seed).standard_normal(64).tolist()
            rows.append({"index": number, "embedding": vector})
        body = json.dumps({"data": rows}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        return


@pytest.fixture
def noise():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Noise)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield {
        "embedder": "openai:noise",
        "embedder_base_url": f"http://127.0.0.1:{server.server_port}/v1",
    }
    server.shutdown()
    server.server_close()


def test_gate_catches_a_build_with_another_embedder(suite, reference, gated, noise, tmp_path):
    assert ingest(Settings(index=tmp_path / "i", corpus=ROOT / "corpus", **noise)).published
    found = measured(suite, reference, tmp_path / "i", ROOT / "corpus", **noise)
    reasons = check_gate(gated, found).reasons
    assert any("the search no longer brings the right paragraph to the front" in r for r in reasons)


def test_embedder_swapped_under_a_build_is_refused_in_one_sentence(noise, sound_index):
    with pytest.raises(IndexUnavailable, match=r"was built with the embedder 'static' and .* ask"):
        open_system("coopbot", index=sound_index, corpus=ROOT / "corpus", overrides=noise)
