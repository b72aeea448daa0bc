from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from coopbot.errors import UsageError
from evals.cli import app
from evals.readme import BLOCKS, latest_files, ratios_table, tables_from, update_page
from evals.run import run_suite
from tests.evals.oracle import OracleSystem, only

BENCH = {
    "format": 2,
    "kind": "bench",
    "hash": "1",
    "date": "2026-01-02",
    "machine": {"cores": 2},
    "rows": [
        {
            "size": 1000,
            "paragraphs_per_second": 500.4,
            "search_ms": {"p50": 6.04, "p95": 9.96},
            "answer_ms": {"p50": 12.2, "p95": 30.6},
            "cold_start": {"seconds": 1.31},
            "serving_mb": {"rss": 250.0},
            "index_mb": 10.0,
        }
    ],
    "recipe": {"paragraphs_per_second": 20.0, "search_ms": {"p50": 30.2}},
    "ratios": {"at": 1000, "ingest": 25.02, "search_p50": 5.0, "search_p95": 4.0},
}
LOAD = {
    "kind": "load",
    "hash": "2",
    "machine": {"cores": 2},
    "bursts": [
        {
            "users": 200,
            "outcomes": {"answered": 150, "abstained": 40, "refused": 10, "failed": 0},
            "seconds_to": {"first_byte": {"p50": 0.513, "p95": 2.067}},
        }
    ],
    "soak": {
        "questions": 5000,
        "at_a_time": 8,
        "outcomes": {"answered": 4000, "abstained": 1000, "refused": 0, "failed": 0},
        "seconds_to": {"first_byte": {"p50": 0.01, "p95": 0.02}},
        "rss_growth_mb": 1.5,
    },
}


def direction(name, asked, searched, value):
    interval = {"value": value, "low": value - 0.05, "high": value + 0.05}
    return {"set": name, "asked": asked, "searched": searched, "R@1": interval, "R@5": interval}


def retrieval(system, digest, zh, across):
    return {
        "format": 1,
        "kind": "retrieval",
        "hash": digest,
        "date": "2026-01-02",
        "system": {"name": system},
        "limit": 200,
        "rows": [
            direction("drcd", "zh", "zh", zh),
            direction("pairs", "zh", "fr", across),
            direction("pairs", "fr", "zh", across + 0.1),
        ],
    }


OURS = retrieval("coopbot", "a", 0.91, 0.6)
RECIPE = retrieval("recipe", "b", 0.14, 0.0)


@pytest.fixture(scope="module")
def files(dev_suite, reference, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    suite = only(dev_suite, "fr")
    paths = [run_suite(OracleSystem(suite, reference), suite, reference).save(folder)]
    for name, data in (
        ("bench-1", BENCH),
        ("load-2", LOAD),
        ("retrieval_dev-coopbot-a", OURS),
        ("retrieval_dev-recipe-b", RECIPE),
    ):
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps(data), "utf-8")
    return paths


def test_tables_come_from_the_files_and_name_them(files):
    tables = tables_from(files)
    assert set(tables) == set(BLOCKS) - {"measurements"}
    head, _, row, *_ = tables["quality"].splitlines()
    assert row.startswith("| `seed_dev`")
    place = head.split(" | ").index("Cited paragraph right")
    assert row.split(" | ")[place] == "1.000 (1.00–1.00)"
    assert f"From `{files[0].name}`." in tables["quality"]
    assert "| 1,000 | 500 | 6.0 / 10.0 | 12.2 / 30.6 | 1.3 | 250 | 10 |" in tables["speed"]
    assert tables["speed"].endswith("From `bench-1.json`, on 2 cores.")
    assert "| drcd, within a language | 0.910 (0.910) | 0.140 (0.140) |" in tables["retrieval"]
    assert tables["retrieval-pairs"].endswith(
        "From `retrieval_dev-coopbot-a.json` (at most 200 questions per set and language), "
        "`retrieval_dev-recipe-b.json` (at most 200 questions per set and language)."
    )
    assert "| 200 at once | 190 | 10 | 0 | 0.51 / 2.07 |" in tables["load"]
    assert "| 5,000, 8 at a time | 5000 | 0 | 0 | 0.01 / 0.02 |" in tables["load"]
    assert "Memory after 5,000 questions: +1.5 MB" in tables["load"]


def test_ratios_take_what_both_systems_have(files):
    table = tables_from(files)["ratios"]
    assert "| Building, paragraphs a second | 500 | 20 | 25.0 times |" in table
    assert "| Search, median, ms | 6.0 | 30.2 | 5.0 times faster |" in table
    assert "| First place within Chinese | 0.910 | 0.140 | 6.5 times |" in table
    assert "| First place across languages | 0.650 | 0.050 | 13.0 times |" in table
    for name in ("bench-1", "retrieval_dev-coopbot-a", "retrieval_dev-recipe-b"):
        assert f"`{name}.json`" in table
    assert ratios_table(None, [OURS]) is None
    assert ratios_table({**BENCH, "ratios": None}, []) is None
    less = {**RECIPE, "rows": RECIPE["rows"][:1]}
    assert "across languages" not in ratios_table(None, [OURS, less])
    nothing = retrieval("recipe", "c", 0.0, 0.0)
    assert "| First place within Chinese | 0.910 | 0.000 | – |" in ratios_table(
        None, [OURS, nothing]
    )


def test_latest_results_of_each_kind_fill_the_places_of_a_page(files, tmp_path, monkeypatch):
    folder = tmp_path / "results"
    shutil.copytree(files[0].parent, folder)
    ours = json.loads(files[0].read_text("utf-8"))
    for name, suite, date in (
        ("seed_check-coopbot-1", "seed_check", "2026-01-01"),
        ("seed_dev-coopbot-1", "seed_dev", "2026-01-01"),
        ("seed_dev-coopbot-2", "seed_dev", "2026-01-03"),
    ):
        data = {**ours, "date": date, "hash": name[-1], "system": {"name": "coopbot"}}
        data["suite"] = {**data["suite"], "name": suite}
        (folder / f"{name}.json").write_text(json.dumps(data), "utf-8")
    (folder / "notes-1.json").write_text('{"kind": "notes"}', "utf-8")
    (folder / "others-1.json").write_text('{"rows": [], "suite": "s"}', "utf-8")
    chosen = [path.name for path in latest_files(folder)]
    answers = [name for name in chosen if name.startswith("seed")]
    assert answers == ["seed_dev-coopbot-2.json", "seed_check-coopbot-1.json"]
    assert {"notes-1.json", "others-1.json"}.isdisjoint(chosen)

    page = tmp_path / "README.md"
    marks = "".join(
        f"<!-- eval:{name} -->\nformer {name}\n<!-- /eval:{name} -->\n"
        for name in ("quality", "speed", "ratios", "load")
    )
    page.write_text(f"before\n{marks}after\n", "utf-8")
    monkeypatch.setattr("evals.cli._RESULTS", folder)
    done = CliRunner().invoke(app, ["table", "--into", str(page)])
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert "former" not in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert done.output.startswith("Rewrote quality, speed, load, ratios in ")


def test_page_is_rewritten_between_its_marks_only(files, tmp_path):
    page = tmp_path / "README.md"
    page.write_text("a\n<!-- eval:quality -->\nold\n<!-- /eval:quality -->\nb\n", "utf-8")
    assert update_page(page, files[:1]) == ["quality"]
    text = page.read_text("utf-8")
    assert text.startswith("a\n<!-- eval:quality -->\n| ")
    assert text.endswith(".\n<!-- /eval:quality -->\nb\n")
    assert "old" not in text
    assert update_page(page, files[:1]) == ["quality"]
    assert page.read_text("utf-8") == text


def test_page_without_a_place_and_file_of_no_kind_are_refused(files, tmp_path):
    page = tmp_path / "README.md"
    page.write_text("nothing", "utf-8")
    with pytest.raises(UsageError, match=r"has no place for speed, ratios; put <!-- eval:NAME -->"):
        update_page(page, files[1:2])
    page.write_text("<!-- eval:sped -->\n<!-- /eval:sped -->\n", "utf-8")
    with pytest.raises(UsageError, match=r"the unknown table 'sped'; there are quality, "):
        update_page(page, files[1:2])
    page.write_text("[]", "utf-8")
    with pytest.raises(UsageError, match=r"is no results file"):
        tables_from([page])
