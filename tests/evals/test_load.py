from __future__ import annotations

import asyncio
import json

import pytest
from typer.testing import CliRunner

from coopbot.errors import CoopbotError
from coopbot.settings import Settings
from evals import load
from evals.served import Served, memory_mb, served
from evals.sse import Heard, ask_stream, outcome_of
from tests.bundled import bundled_settings
from tests.evals.conftest import ROOT
from tests.ui.browser.serving import served as served_here
from tests.ui.fake_core import FakeCore
from ui.service import create_app


def samples(*sizes):
    return [{"questions": 50 * n, "rss": size, "pss": size} for n, size in enumerate(sizes)]


def test_growth_compares_the_end_with_the_warm_state():
    flat = load.growth(samples(100, 150, 200, 200, 201, 200, 199, 201, 200, 200))
    assert flat == {"rss_growth_mb": 0.0, "flat": True}
    rising = load.growth(samples(100, 110, 120, 130, 140, 150, 160, 170, 180, 190))
    assert rising == {"rss_growth_mb": 60.0, "flat": False}


def test_growth_says_nothing_of_too_few_samples():
    assert load.growth(samples(100, 200)) == {"rss_growth_mb": None, "flat": None}
    assert load.growth([]) == {"rss_growth_mb": None, "flat": None}


@pytest.mark.parametrize(
    ("stream", "outcome"),
    [
        (b'event: answer\ndata: {"abstained": false}\n\n', "answered"),
        (b'event: answer\ndata: {"abstained": true}\n\n', "abstained"),
        (b'event: problem\ndata: {"error": "busy"}\n\n', "refused"),
        (b'event: problem\ndata: {"error": "server"}\n\n', "failed"),
        (b'event: status\ndata: {"stage": "received"}\n\n', "failed"),
        (b"", "failed"),
    ],
)
def test_outcome_is_what_the_stream_ended_in(stream, outcome):
    assert outcome_of(stream) == outcome


def test_summary_counts_everyone_and_times_those_who_were_served():
    heard = [Heard("answered", 0.1, 0.2, 0.3), Heard("abstained", 0.3, 0.4, 0.5), Heard("refused")]
    found = load.summary(heard)
    assert found["outcomes"] == {"answered": 1, "abstained": 1, "refused": 1, "failed": 0}
    assert found["seconds_to"]["first_byte"]["p50"] == pytest.approx(0.2)
    assert load.summary([Heard("failed")])["seconds_to"]["first_byte"] == {}


def test_limits_and_strangers_are_told_apart(tmp_path):
    core = FakeCore()
    settings = Settings(database_url=f"sqlite:///{tmp_path}/store.sqlite", rate_address=1)
    with served_here(create_app(core, settings, page=False)) as origin:
        core.settle()
        host, _, port = origin.removeprefix("http://").partition(":")
        service = Served(host, int(port), 0)
        first = asyncio.run(ask_stream(service, "When?"))
        assert first.outcome == "answered"
        assert 0 < first.first_byte <= first.first_statement <= first.complete
        assert asyncio.run(ask_stream(service, "When?")) == Heard("refused")
    assert asyncio.run(ask_stream(service, "When?")).outcome == "failed"


def test_memory_of_a_process_that_is_gone_is_unknown():
    assert memory_mb(2**22 + 1) is None


def test_service_that_cannot_start_is_reported_with_its_own_sentence(tmp_path):
    with (
        pytest.raises(CoopbotError, match=r"^The service did not start \(There is no index at "),
        served(tmp_path, ROOT / "corpus"),
    ):
        pass


def test_real_service_is_loaded_and_measured(tmp_path):
    settings = bundled_settings()
    done = CliRunner().invoke(
        load.app,
        [
            "--users", "3", "--questions", "12", "--at-a-time", "2",
            "--index", str(settings.index), "--corpus", str(settings.corpus),
            "--suite", str(ROOT / "evals" / "suites" / "seed_check.jsonl"), "--out", str(tmp_path),
        ],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    (path,) = tmp_path.glob("load-*.json")
    data = json.loads(path.read_text("utf-8"))
    (burst,) = data["bursts"]
    assert sum(burst["outcomes"].values()) == 3
    assert burst["outcomes"]["failed"] == data["soak"]["outcomes"]["failed"] == 0
    assert sum(data["soak"]["outcomes"].values()) == 12
    assert data["soak"]["memory_mb"][0]["rss"] > 50
    assert data["build"]
