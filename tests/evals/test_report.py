from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from evals.report import find_history, render_junit, render_markdown, write_report
from evals.results import Results
from evals.run import run_suite
from tests.evals.oracle import OracleSystem, only


@pytest.fixture(scope="module")
def results(dev_suite, reference):
    suite = only(dev_suite, "en", "ar")
    return run_suite(OracleSystem(suite, reference, "abstention"), suite, reference)


class Strict(HTMLParser):
    """Checks nesting and collects addresses and scripts."""

    VOID = frozenset({"meta", "line", "rect", "path", "circle", "polyline", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.addresses, self.tags = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [v for k, v in attributes if k in ("src", "href", "xlink:href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_page_is_whole_and_needs_nothing_from_outside(results, reference, tmp_path):
    paths = write_report(results, tmp_path, reference, [results])
    page = next(p for p in paths if p.suffix == ".html").read_text("utf-8")
    parser = Strict()
    parser.feed(page)
    assert parser.open == []
    assert parser.addresses == []
    assert "script" not in parser.tags
    assert not re.search(r"url\(|@import", page)
    assert set(re.findall(r"https?://[^\s\"<]+", page)) <= {"http://www.w3.org/2000/svg"}
    for title in ("Figures", "By language", "By class", "Worst cases", "Over builds", "Speed"):
        assert f"<h2>{title}</h2>" in page


def test_page_shows_question_expected_and_got_with_their_direction(results, reference, tmp_path):
    write_report(results, tmp_path, reference)
    page = next(tmp_path.glob("*.html")).read_text("utf-8")
    assert "oie-cooperation.ar" in page
    assert '<span lang="ar" dir="rtl">' in page
    assert "Expected</h4>" in page
    assert "Got</h4>" in page


def test_page_escapes_what_users_wrote(results):
    from evals.page import render_page

    changed = json.loads(json.dumps(results.data))
    row = next(r for r in changed["rows"] if r["scores"].get("handled") == 0)
    row["question"] = "<img src=x onerror=alert(1)>"
    page = render_page(Results(changed))
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_junit_counts_failures_and_errors(results):
    root = ElementTree.fromstring(render_junit(results).encode())
    assert root.get("tests") == str(len(results.rows))
    failures = root.findall("testcase/failure")
    assert root.get("failures") == str(len(failures))
    wrong = sum(row["scores"].get("handled") == 0 for row in results.rows)
    assert len(failures) == wrong > 0
    assert all("handled is 0.00" in node.get("message") for node in failures)


def test_junit_holds_characters_that_xml_forbids(results):
    changed = json.loads(json.dumps(results.data))
    row = next(r for r in changed["rows"] if r["scores"].get("handled") == 0)
    row["question"] = "a\x00b\x0bc"
    assert ElementTree.fromstring(render_junit(Results(changed)).encode()) is not None


def test_markdown_tables_keep_their_columns(results):
    text = render_markdown(results)
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(counts) == 1
    assert "oie-cooperation.en" in text


def test_json_report_is_the_results_file(results, tmp_path):
    write_report(results, tmp_path)
    assert json.loads(next(tmp_path.glob("*.json")).read_text("utf-8")) == json.loads(
        json.dumps(results.data)
    )


def test_history_holds_earlier_runs_of_the_same_suite_in_order(results, tmp_path):
    for number, day in enumerate(("03", "01", "02")):
        data = json.loads(json.dumps(results.data))
        data["date"], data["hash"] = f"2020-01-{day}T00:00:00+00:00", f"h{number}"
        Results(data).save(tmp_path)
    other = json.loads(json.dumps(results.data))
    other["suite"]["sha256"], other["hash"] = "other", "h9"
    other["date"] = "2020-01-01T00:00:00+00:00"
    Results(other).save(tmp_path)
    found = find_history(tmp_path, results)
    assert [run.data["hash"] for run in found] == ["h1", "h2", "h0"]
