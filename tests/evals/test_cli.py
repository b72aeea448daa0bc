from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from coopbot.errors import UsageError
from evals.cli import app
from tests.evals.conftest import ROOT

SUITE = ROOT / "evals" / "suites" / "seed_check.jsonl"
CORPUS = str(ROOT / "corpus")


@pytest.fixture
def call():
    runner = CliRunner()

    def invoke(*arguments):
        return runner.invoke(app, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    out = tmp_path_factory.mktemp("results")
    result = CliRunner().invoke(
        app,
        ["run", str(SUITE), "--system", "bm25", "--corpus", CORPUS, "--out", str(out), "--json"],
    )
    assert result.exit_code == 0, result.output
    (entry,) = json.loads(result.stdout)
    return entry


def test_run_saves_results_and_prints_them_as_json(saved):
    assert saved["errors"] == 0
    assert 0.5 < saved["metrics"]["R@5"]["value"] <= 1
    assert saved["metrics"]["verbatim_quotes"]["value"] == 1.0


def test_run_prints_tables_for_people(call, tmp_path):
    result = call("run", SUITE, "--system", "bm25", "--corpus", CORPUS, "--out", tmp_path)
    assert result.exit_code == 0
    assert "Cited paragraph right" in result.stdout
    assert "By language of the question" in result.stdout


def test_compare_says_that_equal_results_are_equal(call, saved):
    result = call("compare", saved["path"], saved["path"])
    assert result.exit_code == 0
    assert "Better beyond chance: nothing. Worse beyond chance: nothing." in result.stdout
    as_json = json.loads(call("compare", saved["path"], saved["path"], "--json").stdout)
    assert as_json["flips"] == []


def test_compare_gives_programs_what_a_page_shows(call, saved):
    compared = json.loads(call("compare", saved["path"], saved["path"], "--json").stdout)
    one = compared["differences"]["R@1"]
    assert one["title"] == "Retrieval: first paragraph right (R@1)"
    assert one["a"] == one["b"] == saved["metrics"]["R@1"]["value"]


def test_run_tells_programs_its_progress_line_by_line(call, tmp_path):
    suite = tmp_path / "small.jsonl"
    suite.write_text("".join(SUITE.read_text("utf-8").splitlines(True)[:3]), "utf-8")
    result = call(
        "run", suite, "--system", "bm25", "--corpus", CORPUS, "--out", tmp_path,
        "--progress-lines", "--json",
    )  # fmt: skip
    assert result.exit_code == 0
    assert json.loads(result.stdout)[0]["errors"] == 0
    told = [json.loads(line) for line in result.stderr.splitlines()]
    assert told == [{"done": done, "total": 3} for done in (1, 2, 3)]


def gate_file(tmp_path, bound):
    path = tmp_path / "gate.yaml"
    path.write_text(
        f"suites:\n  - suite: {SUITE}\n    system: bm25\n"
        f"    rules: [{{metric: R@1, at_least: {bound}}}, {{errors: 0}}]\n",
        "utf-8",
    )
    return path


def test_gate_exits_with_0_or_1_and_the_reason(call, saved, tmp_path):
    passed = call("gate", gate_file(tmp_path, 0.1), "--results", saved["path"])
    assert (passed.exit_code, passed.stdout) == (0, "PASS: 2 of 2 conditions hold.\n")
    failed = call("gate", gate_file(tmp_path, 1.0), "--results", saved["path"])
    assert failed.exit_code == 1
    assert failed.stdout.startswith("FAIL Retrieval: first paragraph right (R@1) is 0.")
    assert failed.stdout.endswith("FAIL: 1 of 2 conditions hold.\n")


def test_gate_runs_the_suite_when_no_results_are_given(call, tmp_path):
    result = call("gate", gate_file(tmp_path, 0.1), "--corpus", CORPUS, "--out", tmp_path, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"passed": True, "checked": 2, "reasons": []}


def test_gate_refuses_results_of_another_suite(call, saved, tmp_path):
    other = tmp_path / "gate.yaml"
    dev = SUITE.with_name("seed_dev.jsonl")
    other.write_text(f"suites: [{{suite: {dev}, rules: [{{errors: 0}}]}}]", "utf-8")
    result = call("gate", other, "--results", saved["path"])
    assert isinstance(result.exception, UsageError)
    assert "None of the given results is of the suite seed_dev" in str(result.exception)


def test_lint_exits_with_0_for_the_shipped_suites(call):
    result = call("lint", *sorted(SUITE.parent.glob("*.jsonl")), "--corpus", CORPUS)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("0 errors, ")


def test_lint_exits_with_1_when_a_suite_is_wrong(call, tmp_path):
    path = tmp_path / "s.jsonl"
    line = SUITE.read_text("utf-8").splitlines()[0]
    path.write_text(line.replace('"label": "1"', '"label": "77"') + "\n", "utf-8")
    result = call("lint", path, "--corpus", CORPUS, "--json")
    assert result.exit_code == 1
    assert any("unknown label 77" in finding["message"] for finding in json.loads(result.stdout))


def test_new_makes_a_suite_and_does_not_overwrite(call, tmp_path):
    sheet, target = tmp_path / "s.csv", tmp_path / "s.jsonl"
    sheet.write_text("question,symbol,labels\nWhen was it founded?,S/1,5\n", "utf-8")
    assert "1 cases written" in call("new", sheet, target).stdout
    again = call("new", sheet, target)
    assert isinstance(again.exception, UsageError)
    assert call("new", sheet, target, "--force").exit_code == 0


def test_report_writes_every_form(call, saved, tmp_path):
    result = call("report", saved["path"], "--out", tmp_path, "--corpus", CORPUS)
    assert result.exit_code == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".html", ".md", ".xml", ".json"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--system", "elastic"), "There is no system 'elastic'; use one of coopbot, bm25,"),
        (("--system", "http"), "The system 'http' cannot be opened; write http:<address>."),
        (("--system", "bm25", "--set", "x=1"), "The system 'bm25' takes no settings; drop --set."),
        (("--set", "embedder"), "The setting 'embedder' cannot be read; write name=value."),
    ],
)
def test_run_refuses_a_wrong_call_in_one_sentence(call, arguments, message):
    result = call("run", SUITE, "--corpus", CORPUS, *arguments)
    assert isinstance(result.exception, UsageError)
    assert str(result.exception).startswith(message)
