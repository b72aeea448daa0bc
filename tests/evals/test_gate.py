"""The gate passes a sound system and catches each way of breaking it, naming the symptom."""

from __future__ import annotations

import json

import pytest

from coopbot.errors import UsageError
from evals.gate import check_gate, load_gate
from evals.results import Results, load_results
from evals.run import run_suite
from tests.evals.conftest import ROOT
from tests.evals.oracle import OracleSystem, only, with_text

SHIPPED = ROOT / "evals" / "gate.yaml"


def judged(suite, corpus, texts, breaking=""):
    results = run_suite(OracleSystem(suite, corpus, breaking), suite, texts)
    gated, *_ = load_gate(SHIPPED)
    # The clock of a loaded machine is no matter of these tests.
    steady = {name: {"value": 0.001} for name in ("p50", "p95")}
    return check_gate(gated, Results({**results.data, "latency": steady}))


def test_gate_lets_a_sound_system_pass(dev_suite, reference):
    verdict = judged(dev_suite, reference, reference)
    assert verdict.reasons == ()
    assert verdict.checked >= 21


def test_gate_catches_wrong_paragraph_labels(dev_suite, reference):
    reasons = judged(dev_suite, reference, reference, "labels").reasons
    assert any(
        r.startswith("Cited paragraph right is ")
        and "answers cite a paragraph that does not carry them; see " in r
        for r in reasons
    )
    assert any("stands under another paragraph's label" in r for r in reasons)


def test_gate_catches_abstention_switched_off(dev_suite, reference):
    reasons = judged(dev_suite, reference, reference, "abstention").reasons
    assert any("questions that the documents do not answer get an answer" in r for r in reasons)
    assert any("it answers although the documents say nothing" in r for r in reasons)


def test_gate_catches_a_changed_number_of_a_translator(dev_suite, reference):
    slipped = with_text(reference, "fn1", "en", "100,000", "110,000")
    (reason,) = judged(only(dev_suite, "en", "zh"), slipped, reference).reasons
    assert reason.startswith("Figures agree across languages is 0.")
    assert "a language version shows another date or number" in reason
    assert "cost-workshops.en" in reason


def test_gate_catches_a_frame_in_another_language(dev_suite, reference):
    reasons = judged(dev_suite, reference, reference, "frame").reasons
    assert any("in a language that the user did not ask in" in r for r in reasons)


def test_gate_catches_a_swapped_embedder_by_its_retrieval(dev_suite, reference, tmp_path):
    sound = run_suite(OracleSystem(dev_suite, reference), dev_suite, reference)
    baseline = sound.save(tmp_path)
    gate_file = tmp_path / "gate.yaml"
    gate_file.write_text(
        "suites:\n  - suite: s.jsonl\n    rules:\n"
        f"      - {{metric: R@1, not_below: {baseline.name}, tolerance: 0.05}}\n",
        "utf-8",
    )
    (gated,) = load_gate(gate_file)
    assert check_gate(gated, sound).passed
    swapped = run_suite(OracleSystem(dev_suite, reference, "search"), dev_suite, reference)
    (reason,) = check_gate(gated, swapped).reasons
    assert reason.startswith("Retrieval: first paragraph right (R@1) is 0.000, below 0.950")
    assert "the search no longer brings the right paragraph to the front" in reason
    shipped, *_ = load_gate(SHIPPED)
    assert any("R@5" in reason for reason in check_gate(shipped, swapped).reasons)


@pytest.mark.parametrize("name", ["gate.yaml", "ci.yaml"])
def test_shipped_gate_names_suites_that_ship_and_the_laws_of_quoting(name):
    gates = load_gate(ROOT / "evals" / name)
    assert {gated.suite.parent for gated in gates} == {ROOT / "evals" / "suites"}
    for gated in gates:
        assert gated.suite.is_file()
        asked = {rule.values.get("metric"): rule.values.get("at_least") for rule in gated.rules}
        assert asked["verbatim_quotes"] == asked["statements_supported"] == 1.0
        assert {"errors", "unscored"} <= {rule.kind for rule in gated.rules}


@pytest.mark.parametrize("file", sorted((ROOT / "evals" / "results").glob("seed_*.json")))
def test_published_figures_pass_what_ci_asks(file):
    published = load_results(file)
    for gated in load_gate(ROOT / "evals" / "ci.yaml"):
        if gated.suite.stem == published.suite:
            assert check_gate(gated, published).reasons == ()


def rules(tmp_path, *lines):
    path = tmp_path / "gate.yaml"
    body = "".join(f"      - {line}\n" for line in lines)
    path.write_text(f"suites:\n  - suite: s.jsonl\n    rules:\n{body}", "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{metric: beauty, at_least: 1}", "there is no metric 'beauty'; use one of answered,"),
        ("{metric: facts, at_most: 1}", "unknown field 'at_most'; allowed are at_least,"),
        ("{metric: facts, at_least: high}", "at_least must be a number, not 'high'."),
        ("{metric: facts}", "give a bound, such as at_least: 0.9."),
        ("{speed: 1}", "a rule names one of metric, latency, errors, unscored."),
        ("7", "a rule is a mapping, not 7."),
    ],
)
def test_gate_file_error_names_the_rule(tmp_path, line, message):
    path = rules(tmp_path, "{errors: 0}", line)
    with pytest.raises(UsageError) as raised:
        load_gate(path)
    assert str(raised.value).startswith(f"{path}, suite 1, rule 2: ")
    assert message in str(raised.value)


@pytest.mark.parametrize("text", ["", "suites: []", "suites: [1]", "a: [", "suites: [{rules: []}]"])
def test_gate_file_without_suites_is_refused(tmp_path, text):
    path = tmp_path / "g.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError):
        load_gate(path)


def test_gate_checks_speed_errors_and_unscored(dev_suite, reference, tmp_path):
    results = run_suite(OracleSystem(dev_suite, reference), dev_suite, None)
    path = rules(
        tmp_path,
        "{latency: p95, at_most_ms: 0.000001}",
        "{latency: p50, at_most_ms: 100000}",
        "{errors: 0}",
        "{unscored: 3}",
    )
    (gated,) = load_gate(path)
    verdict = check_gate(gated, results)
    assert verdict.checked == 4
    assert len(verdict.reasons) == 2
    assert verdict.reasons[0].endswith("users wait longer than the budget allows.")
    assert "checks could not be made, more than 3." in verdict.reasons[1]


def test_gate_asks_for_figures_that_exist(dev_suite, reference, tmp_path):
    results = run_suite(OracleSystem(dev_suite, reference), dev_suite, reference, retrieval=False)
    (gated,) = load_gate(rules(tmp_path, "{metric: R@1, at_least: 0.5}"))
    with pytest.raises(UsageError, match=r"have no figure 'R@1'"):
        check_gate(gated, results)


def test_gate_checks_every_language(dev_suite, reference, tmp_path):
    results = run_suite(OracleSystem(dev_suite, reference), dev_suite, reference)
    worse = json.loads(json.dumps(results.data))
    worse["by_language"]["ar"]["facts"]["value"] = 0.5
    (gated,) = load_gate(rules(tmp_path, "{metric: facts, each_language: 0.8}"))
    verdict = check_gate(gated, type(results)(worse))
    assert verdict.checked == 6
    (reason,) = verdict.reasons
    assert reason.startswith("Facts stated in ar is 0.500, below 0.800 (seed_dev)")
