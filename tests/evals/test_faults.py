from __future__ import annotations

from coopbot.registry import Registry
from evals.faults import normalized, passes, read_all, summary
from evals.timed_reading import ReadFile
from ingest.sources import find_sources


def test_every_file_has_its_row_whatever_it_holds(tmp_path):
    (tmp_path / "a.txt").write_text("1. The Parties met in Bonn.\n", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04 broken")
    sources, _ = find_sources([tmp_path], tmp_path)
    rows = list(read_all(sources, tmp_path, Registry()))
    assert [(row.path, row.outcome) for row in rows] == [
        ("a.txt", "ok"), ("b.pdf", "damaged"), ("c.docx", "damaged"),
    ]  # fmt: skip
    assert all(row.reason for row in rows[1:])
    group = summary(rows)
    assert group["outcomes"] == {"damaged": 2, "ok": 1}
    assert passes({"files": group})


def test_normalized_reasons_of_like_files_are_equal():
    one = normalized("x/a.pdf has 1,203 pages, more than 5,000; split it", "x/a.pdf")
    other = normalized("b.pdf has 7,000 pages, more than 5,000; split it", "b.pdf")
    assert one == other == "FILE has N pages, more than N; split it"


def test_passes_only_where_nothing_is_missing_or_lost():
    good = ReadFile("a", "ok", None)
    for bad in (
        ReadFile("b", "damaged", None),
        ReadFile("b", "strange", "why"),
        ReadFile("b", "ok", None, breaches=("two owners",)),
        ReadFile("b", "refused", "takes longer than 600 seconds", worker_lost=True),
    ):
        assert not passes({"files": summary([good, bad])})
    assert passes({"files": summary([good, ReadFile("b", "damaged", "why")])})


def test_summary_counts_the_limits_that_were_reached():
    slow = ReadFile("b", "refused", "b takes longer than 120 seconds to read; split it")
    limits = summary([slow, ReadFile("a", "ok", None)])["limits_reached"]
    assert limits == {"wall clock": 1, "computing time or memory": 0, "memory": 0}
