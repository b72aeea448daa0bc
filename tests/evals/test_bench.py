from __future__ import annotations

import json

import pytest

from coopbot.errors import CoopbotError
from evals.bench import folder_bytes, ratios, render_bench, run_worker
from evals.charts import Bar, histogram, interval_bars, lines

ROW = {
    "size": 1000,
    "ingest": {"seconds": 2.0, "peak_mb": 300},
    "paragraphs_per_second": 500,
    "search_ms": {"p50": 10.0, "p95": 20.0},
    "answer_ms": {"p50": 12.0, "p95": 30.0},
    "query_peak_mb": 250,
    "index_mb": 10,
    "text_mb": 1,
}
RECIPE = {"paragraphs_per_second": 20, "search_ms": {"p50": 50.0, "p95": 80.0}}


def test_ratios_say_how_many_times_faster():
    assert ratios(ROW, RECIPE) == {"ingest": 25.0, "search_p50": 5.0, "search_p95": 4.0}


def test_page_plots_the_growth():
    bigger = {**ROW, "size": 10_000, "ingest": {"seconds": 21.0, "peak_mb": 400}}
    page = render_bench(
        {
            "rows": [ROW, bigger],
            "date": "2026-01-01",
            "commit": "abc",
            "machine": {"cores": 2},
            "ratios": None,
        }
    )
    assert page.count("<svg") == 4
    assert "Build time" in page


def test_a_failing_step_is_reported_in_one_sentence(tmp_path):
    with pytest.raises(CoopbotError) as raised:
        run_worker("query", {"index": str(tmp_path), "corpus": "corpus", "questions": ["?"]})
    assert str(raised.value).startswith("The benchmark step 'query' failed (")
    assert "There is no index at" in str(raised.value)


def test_folder_bytes_counts_all_files_below(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"12345")
    (tmp_path / "c").write_bytes(b"123")
    assert folder_bytes(tmp_path) == 8


def test_charts_draw_nothing_from_nothing_and_escape_names():
    assert histogram([], "t", "ms") == ""
    assert lines({}, "t", x_label="x", y_label="y") == ""
    assert lines({"a": [(0.0, 0.0)]}, "t", x_label="x", y_label="y", log=True) == ""
    assert "&lt;b&gt;" in interval_bars([Bar("<b>", 0.5, 0.4, 0.6, 3)], "t")
    assert "<svg" in histogram([0.0, 0.0], "t", "ms")
    assert json.dumps(lines({"a": [(1, 1), (10, 10)]}, "t", x_label="x", y_label="y", log=True))
