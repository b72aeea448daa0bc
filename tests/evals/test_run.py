from __future__ import annotations

import json

import pytest

from coopbot.errors import UsageError
from evals.results import load_results, make_results
from evals.run import put, run_suite
from evals.suite import Case, Suite, Target
from tests.evals.oracle import answer

CASES = tuple(
    Case(f"q{n}.en", "en", "factual", f"question {n}", "answer", (Target("S/1", "5"),))
    for n in range(3)
)
SUITE = Suite("small", CASES)


class Scripted:
    """Answers in the order of its script after a first, unmeasured question; raises exceptions."""

    name = "scripted"

    def __init__(self, *script):
        self._script = list(script)
        self._warm = False
        self.asked = []

    def describe(self):
        return {"build": "b1"}

    def ask(self, question, history):
        if not self._warm:
            self._warm = True
            return {}
        self.asked.append(question)
        step = self._script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    def search(self, query, k):
        return [("S/1", "5")] if query != "question 1" else [("S/1", "6")]

    def close(self):
        return


GOOD = answer("en", "It is so.", citations=[("5", "zh", "q")])


def test_run_asks_every_case_in_order_and_measures():
    system = Scripted(GOOD, GOOD, GOOD)
    seen = []
    results = run_suite(
        system, SUITE, None, progress=lambda done, total: seen.append((done, total))
    )
    assert system.asked == [case.question for case in CASES]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert results.metrics["paragraph_right"]["value"] == 1.0
    assert results.metrics["R@1"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert results.data["system"] == {"name": "scripted", "build": "b1"}
    assert [row["question"] for row in results.rows] == system.asked


def test_run_turns_a_failing_system_into_a_failed_case():
    results = run_suite(Scripted(GOOD, RuntimeError("out of memory"), GOOD), SUITE, None)
    failed = results.rows[1]
    assert failed["outcome"] == "failed"
    assert failed["error"] == "RuntimeError: out of memory"
    assert failed["seconds"] is None
    assert results.data["errors"] == 1
    assert results.metrics["paragraph_right"]["value"] == pytest.approx(2 / 3, abs=1e-6)


def test_run_takes_build_and_settings_from_the_receipts():
    said = GOOD | {"receipt": {"build": "abc", "settings": "f00", "embedder": "static"}}
    system = Scripted(said, said, said)
    system.describe = dict
    assert run_suite(system, SUITE, None).data["system"] == {
        "name": "scripted", "build": "abc", "settings": "f00", "embedder": "static",
    }  # fmt: skip


def test_put_reports_an_error_of_the_product_as_its_sentence():
    system = Scripted(UsageError("The question is empty."))
    system.ask("warm", ())
    reply = put(system, CASES[0])
    assert reply.error == "The question is empty."
    assert reply.answer is None


def test_results_are_named_after_suite_system_and_content(tmp_path):
    results = run_suite(Scripted(GOOD, GOOD, GOOD), SUITE, None)
    path = results.save(tmp_path)
    assert path.name == f"small-scripted-{results.data['hash']}.json"
    assert load_results(path).data == json.loads(json.dumps(results.data))
    again = run_suite(Scripted(GOOD, GOOD, GOOD), SUITE, None)
    assert again.name == results.name
    other = make_results(SUITE, {"name": "scripted", "build": "b2"}, [], seconds=1)
    assert other.name != results.name


def test_results_carry_what_is_needed_to_repeat_the_run():
    data = run_suite(Scripted(GOOD, GOOD, GOOD), SUITE, None).data
    assert data["suite"] == {"name": "small", "sha256": SUITE.sha256, "cases": 3}
    assert {"commit", "date", "machine", "system", "seconds"} <= data.keys()
    assert data["date"].endswith("+00:00")


@pytest.mark.parametrize("content", ["", "[]", '{"format": 99, "rows": []}', '{"format": 1}'])
def test_a_file_that_is_no_results_file_is_refused(tmp_path, content):
    path = tmp_path / "r.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"coopbot eval run"):
        load_results(path)
