from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from coopbot.errors import CoopbotError, UsageError
from evals import bench
from evals.bench_page import budget_lines, growth_table, render_bench
from evals.bench_recall import share_found
from evals.bench_steps import folder_bytes, ratios, run_worker
from evals.charts import Bar, histogram, interval_bars, lines
from tests.evals.conftest import ROOT

ROW = {
    "size": 1000,
    "ingest": {"seconds": 2.0, "peak_mb": 300, "stages": {"read": 1.0, "embed": 0.5}},
    "paragraphs_per_second": 500,
    "search_ms": {"p50": 10.0, "p95": 20.0},
    "answer_ms": {"p50": 12.0, "p95": 30.0},
    "serving_mb": {"rss": 250.0, "pss": 240.0},
    "cold_start": {"seconds": 1.2, "cpu_seconds": 1.0},
    "vectors": {
        "recall_at_10": 0.999,
        "exact_ms": {"p50": 0.1, "p95": 0.2},
        "graph_ms": {"p50": 1.0, "p95": 2.0},
    },
    "index_mb": 10,
    "text_mb": 1,
}
RECIPE = {
    "size": 1000,
    "seconds": 50.0,
    "paragraphs_per_second": 20,
    "search_ms": {"p50": 50.0, "p95": 80.0},
    "peak_mb": 900,
    "index_mb": 20,
}
RESULTS = {
    "rows": [ROW, {**ROW, "size": 10_000, "ingest": {**ROW["ingest"], "seconds": 21.0}}],
    "recipe": RECIPE,
    "date": "2026-01-01",
    "commit": "<abc>",
    "machine": {"cores": 2},
    "ratios": {"at": 1000, **ratios(ROW, RECIPE)},
}


def test_ratios_say_how_many_times_faster():
    assert ratios(ROW, RECIPE) == {"ingest": 25.0, "search_p50": 5.0, "search_p95": 4.0}


def test_page_has_the_table_and_plots_the_growth_without_anything_from_outside():
    page = render_bench(RESULTS)
    assert page.count("<svg") == 7
    for text in ("Build time by stage", "recipe, 1,000", "building 25", "&lt;abc&gt;"):
        assert text in page
    assert "<script" not in page
    assert "src=" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_page_does_without_recipe_and_memory():
    rows = [{**ROW, "serving_mb": None}]
    page = render_bench({**RESULTS, "rows": rows, "recipe": None, "ratios": None})
    assert "recipe" not in page


def test_budgets_are_judged_at_their_sizes_alone():
    found = budget_lines(RESULTS)
    assert found == [
        "10,000 paragraphs, search p95: 20.0 ms of 15 ms: exceeded.",
        "10,000 paragraphs, answer p95: 30.0 ms of 60 ms: kept.",
    ]


def test_table_has_a_line_for_each_size_and_the_recipe():
    table = growth_table(RESULTS)
    assert [cells[0] for cells in table.cells] == ["1,000", "10,000", "recipe, 1,000"]
    assert all(len(cells) == len(table.heads) for cells in table.cells)


def test_recall_counts_what_is_as_near_as_the_tenth():
    numbers = np.arange(100, 120)
    cosines = np.linspace(0, 0.95, 20, dtype=np.float32)
    least = float(np.sort(cosines)[-10])
    assert share_found(range(110, 120), cosines, numbers, least) == 1.0
    assert share_found(range(100, 110), cosines, numbers, least) == 0.0
    assert share_found([100, *range(111, 120)], cosines, numbers, least) == 0.9
    assert share_found([], cosines, numbers, least) == 0.0
    tied = np.full(20, 0.5, dtype=np.float32)
    assert share_found(range(100, 110), tied, numbers, 0.5) == 1.0


def test_size_is_measured_whole_and_not_again(tmp_path):
    def call(*more):
        arguments = ["--recipe-size", "0", "--out", str(tmp_path), "--corpus", str(ROOT / "corpus")]
        suite = ["--suite", str(ROOT / "evals" / "suites" / "seed_check.jsonl")]
        done = CliRunner().invoke(bench.app, [*arguments, *suite, *more])
        assert done.exit_code == 0, done.output
        (path,) = tmp_path.glob("bench-*.json")
        return json.loads(path.read_text("utf-8")), path

    first, path = call("--size", "120")
    (row,) = first["rows"]
    assert row["size"] == 120
    assert {"read", "embed", "index"} <= row["ingest"]["stages"].keys()
    assert 0 < row["search_ms"]["p50"] <= row["search_ms"]["p95"]
    assert row["vectors"]["recall_at_10"] > 0.9
    assert set(row["vectors"]["languages"]) == {"zh", "en", "fr", "es", "ru", "ar"}
    assert row["serving_mb"]["rss"] >= row["serving_mb"]["pss"] > 50
    assert row["cold_start"]["seconds"] > 0
    assert path.with_suffix(".html").is_file()
    again, _ = call("--size", "120", "--into", str(path))
    assert again["rows"] == first["rows"]


def test_file_of_another_machine_is_not_continued(tmp_path):
    path = tmp_path / "bench-x.json"
    path.write_text('{"format": 2, "machine": {"cores": 512}, "rows": []}', "utf-8")
    with pytest.raises(UsageError, match="is of another machine or form and cannot be continued"):
        bench._continued(path, tmp_path, {"machine": {"cores": 2}})
    with pytest.raises(UsageError, match="There is no results file"):
        bench._continued(tmp_path / "none.json", tmp_path, {"machine": {}})


def test_a_failing_step_is_reported_in_one_sentence(tmp_path):
    with pytest.raises(CoopbotError) as raised:
        run_worker("query", {"index": str(tmp_path), "corpus": "corpus", "questions": ["?"]})
    assert str(raised.value).startswith("The benchmark step 'query' failed (")
    assert "There is no index at" in str(raised.value)


def test_a_step_that_takes_too_long_is_ended_with_advice(tmp_path):
    arguments = {"index": str(tmp_path), "corpus": "corpus", "questions": ["?"]}
    with pytest.raises(CoopbotError, match=r"took more than 0\.0001 minutes; allow more with"):
        run_worker("query", arguments, minutes=0.0001)


def test_folder_bytes_counts_all_files_below(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"12345")
    (tmp_path / "c").write_bytes(b"123")
    assert folder_bytes(tmp_path) == 8


def test_chart_of_many_builds_names_some_and_the_last():
    points = [(float(n), 0.5) for n in range(30)]
    names = [f"build {n:02}" for n in range(30)]
    drawn = lines({"a": points}, "t", x_label="x", y_label="y", x_names=names)
    shown = [name for name in names if f">{name}<" in drawn]
    assert len(shown) <= 6
    assert shown[-1] == "build 29"
    assert drawn.count("<circle") == 30


def test_charts_draw_nothing_from_nothing_and_escape_names():
    assert histogram([], "t", "ms") == ""
    assert lines({}, "t", x_label="x", y_label="y") == ""
    assert lines({"a": [(0.0, 0.0)]}, "t", x_label="x", y_label="y", log=True) == ""
    assert "&lt;b&gt;" in interval_bars([Bar("<b>", 0.5, 0.4, 0.6, 3)], "t")
    assert "<svg" in histogram([0.0, 0.0], "t", "ms")
    assert json.dumps(lines({"a": [(1, 1), (10, 10)]}, "t", x_label="x", y_label="y", log=True))
