from __future__ import annotations

import json

import pytest

from evals.measurement_tables import LINES, measurements_table
from evals.readme import latest_files
from tests.evals.conftest import ROOT

INCREMENTAL = {
    "files": 1000,
    "cpu_share": 0.0205,
    "rows_that_differ": {"files": 0, "paragraphs": 2},
    "questions_with_other_results": 9,
    "questions": 72,
    "passed": False,
}
EVIDENCE = {
    "questions": {"answer": 1200, "abstain": 300},
    "threshold": 0.45,
    "curve": [
        {"threshold": 0.4, "answer": 1.0, "right": 0.9, "abstain": 0.5},
        {"threshold": 0.45, "answer": 0.884, "right": 0.801, "abstain": 0.352},
    ],
}
MISBEHAVING = {
    "runs": 1000,
    "said": {"true": 455, "shortened": 146, "paraphrased": 90, "year": 48, "name": 63},
    "shown": {"true": 452, "shortened": 145, "paraphrased": 70, "year": 0, "name": 1},
}


def test_lines_say_what_was_measured_and_in_which_file():
    files = [
        ("incremental", "incremental-1.json", INCREMENTAL),
        ("others", "others-1.json", {}),
        ("evidence", "evidence-1.json", EVIDENCE),
        ("misbehaving", "misbehaving-1.json", MISBEHAVING),
    ]
    assert measurements_table(files).cells == [
        [
            "One changed file among 1,000, beside a full build",
            "2.1% of the computing time; rows that differ 2; questions that find anything else "
            "9 of 72: **failed**",
            "`incremental-1.json`",
        ],
        [
            "Answered by the estimate at threshold 0.45, of 1,200 answerable questions and 300 "
            "that the documents leave open",
            "answerable 88.4%; rightly 80.1%; left open 35.2%",
            "`evidence-1.json`",
        ],
        [
            "False lines of a lying language model shown, 1,000 runs",
            "1 of 111; true ones shown: copied 452 of 455, shortened 145 of 146, "
            "paraphrased 70 of 90",
            "`misbehaving-1.json`",
        ],
    ]


@pytest.mark.parametrize("kind", LINES)
def test_published_file_of_each_kind_has_its_line(kind):
    held = [path for path in latest_files(ROOT / "evals" / "results") if path.stem.startswith(kind)]
    (path,) = held
    lines = LINES[kind](json.loads(path.read_text("utf-8")))
    assert lines
    assert all(what and result for what, result in lines)
