from __future__ import annotations

import json
from html.parser import HTMLParser

from coopbot.builds import BuildPaths
from coopbot.types import FileReport
from ingest.report import report_page, write_report

FILES = [
    FileReport("b.txt", "B/1", "en", "ok", None, 2, 30, 40, ("superseded by B/1/Rev.1",)),
    FileReport("<a>.txt", None, None, "refused", 'it is "binary" & <b>bad</b>'),
]

WORKS = [
    {
        "symbol": "B/1", "leading": "en", "official": True, "paragraphs": 30, "sound": False,
        "pairs": [
            {
                "language": "fr", "paragraphs": 29, "matched": 29, "coverage": 29 / 30,
                "proposed": [], "gaps": [{"label": "4", "language": "fr"}], "doubts": [],
                "findings": ["gap: fr has no counterpart of <4>"],
            },
            {
                "language": "zh", "paragraphs": 30, "matched": 30, "coverage": 1.0,
                "proposed": [], "gaps": [], "doubts": [], "findings": [],
            },
        ],
    },
    {"symbol": "C/2", "leading": "zh", "official": True, "paragraphs": 5, "sound": True,
     "pairs": [{"language": "ar", "paragraphs": 5, "matched": 5, "coverage": 1.0, "proposed": [],
                "gaps": [], "doubts": [], "findings": []}]},
]  # fmt: skip


class Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_report_page_shows_each_file_with_its_outcome_and_remarks():
    cells = Cells()
    cells.feed(report_page("abc", FILES, WORKS))
    text = " ".join(cells.text)
    assert "1 of 2 files read, 30 paragraphs, 40 references." in text
    assert text.index("<a>.txt") < text.index("b.txt")
    assert 'it is "binary" & <b>bad</b>' in text
    assert "superseded by B/1/Rev.1" in text
    assert "1 of the 2 works held in several languages line up without a gap or doubt." in text
    assert "fr 96.7%, zh 100.0%" in text
    assert "gap: fr has no counterpart of <4>" in text
    assert cells.tags.count("tr") == 6
    # What a file says of itself is text, never markup, and nothing is fetched from outside.
    assert not {"b", "script", "img", "link"} & set(cells.tags)


def test_report_json_holds_the_rows_as_they_are(tmp_path):
    write_report(BuildPaths(tmp_path), "abc", FILES, WORKS)
    stored = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert stored["build"] == "abc"
    assert [
        FileReport(**file | {"warnings": tuple(file["warnings"])}) for file in stored["files"]
    ] == FILES
    assert stored["alignment"] == WORKS
    assert (tmp_path / "report.html").read_text("utf-8") == report_page("abc", FILES, WORKS)
