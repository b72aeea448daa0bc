from __future__ import annotations

import json

import pytest

from coopbot.errors import UsageError
from evals.readme import tables_from, update_page
from evals.run import run_suite
from tests.evals.oracle import OracleSystem, only

BENCH = {
    "format": 1,
    "kind": "bench",
    "rows": [
        {
            "size": 1000,
            "paragraphs_per_second": 500.4,
            "answer_ms": {"p50": 12.2, "p95": 30.6},
            "query_peak_mb": 250.0,
            "index_mb": 10.0,
        }
    ],
    "ratios": {"at": 1000, "ingest": 25.0, "search_p50": 5.0, "search_p95": 4.0},
}
RETRIEVAL = {
    "format": 1,
    "kind": "retrieval",
    "hash": "abc",
    "system": {"name": "bm25"},
    "averages": [{"set": "drcd", "across": False, "directions": 1, "R@1": 0.91}],
}


@pytest.fixture(scope="module")
def files(dev_suite, reference, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    suite = only(dev_suite, "fr")
    paths = [run_suite(OracleSystem(suite, reference), suite, reference).save(folder)]
    for name, data in (("bench-1", BENCH), ("retrieval_dev-bm25-abc", RETRIEVAL)):
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps(data), "utf-8")
    return paths


def test_tables_come_from_the_files_and_name_them(files):
    tables = tables_from(files)
    assert set(tables) == {"quality", "speed", "retrieval"}
    assert "| Cited paragraph right | 1.000 (1.00–1.00) |" in tables["quality"]
    assert f"From `{files[0].name}`." in tables["quality"]
    assert "| 1,000 | 500 | 12 / 31 | 250 | 10 |" in tables["speed"]
    assert "building 25, search 5 (median)" in tables["speed"]
    assert "| drcd, within a language | 0.910 |" in tables["retrieval"]


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
    with pytest.raises(UsageError, match=r"has no place for the table 'speed'"):
        update_page(page, files[1:2])
    page.write_text("[]", "utf-8")
    with pytest.raises(UsageError, match=r"is no results file"):
        tables_from([page])
