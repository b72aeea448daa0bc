from __future__ import annotations

import random

import pytest

from evals.metrics import (
    CONSISTENCY,
    SYMPTOMS,
    TITLES,
    count_unscored,
    latency,
    refusal_matrix,
    score_all,
    score_reply,
    summarize,
)
from evals.reply import Reply
from evals.suite import Case, Target
from tests.evals.oracle import answer


def case(name, language="en", expect="answer", labels=("5",), **more):
    return Case(
        id=f"{name}.{language}",
        language=language,
        kind="factual",
        question=f"{name}?",
        expect=expect,
        expected=tuple(Target("S/1", label) for label in labels),
        **more,
    )


def reply(*labels, language="en", abstained=False, reason=None, seconds=0.01, ranking=None):
    text = "" if abstained else "The documents say that this is so."
    body = answer(
        language,
        text,
        citations=[(label, "zh", "q") for label in labels],
        abstained=abstained,
        reason=reason,
    )
    return Reply(body, ranking, seconds)


FAILED = Reply(None, None, None, "boom")


def test_a_case_without_an_answer_scores_zero_in_all_that_applies():
    row = score_reply(case("a", facts=(("2006",),)), FAILED, None)
    assert row.outcome == "failed"
    assert row.reply.error == "boom"
    assert row.scores["paragraph_right"] == row.scores["facts"] == row.scores["answered"] == 0.0
    assert "handled" not in row.scores
    malformed = score_reply(case("a"), Reply({"answer": "x"}, None, 0.1), None)
    assert malformed.outcome == "failed"
    assert "public form" in str(malformed.reply.error)


def test_a_check_that_cannot_be_made_is_unscored_and_not_zero():
    rows = score_all([(case("a"), reply("5"))], None)
    assert "verbatim_quotes" not in rows[0].scores
    assert rows[0].unscored == {"verbatim_quotes": "no corpus to compare with"}
    assert count_unscored(rows) == {"verbatim_quotes": 1}
    assert "verbatim_quotes" not in summarize(rows)


def test_a_fault_of_the_grader_is_unscored_too():
    class Broken:
        def text(self, *_):
            raise RuntimeError("disk on fire")

        languages = text

    row = score_reply(case("a"), reply("5"), Broken())
    assert row.unscored["verbatim_quotes"] == "RuntimeError: disk on fire"
    assert row.scores["paragraph_right"] == 1.0


def test_means_are_those_of_the_rows():
    pairs = [(case("a"), reply("5")), (case("b"), reply("6")), (case("c"), FAILED)]
    summary = summarize(score_all(pairs, None))
    assert summary["paragraph_right"].value == pytest.approx(1 / 3)
    assert summary["paragraph_right"].n == 3
    assert summary["answered"].value == pytest.approx(2 / 3)


def test_metrics_do_not_depend_on_the_order_of_the_cases():
    pairs = [
        (case(f"q{n}", expect="answer" if n % 3 else "abstain"), reply("5" if n % 2 else "6"))
        for n in range(30)
    ]
    shuffled = pairs.copy()
    random.Random(4).shuffle(shuffled)
    one, other = summarize(score_all(pairs, None)), summarize(score_all(shuffled, None))
    assert {name: e.value for name, e in one.items()} == pytest.approx(
        {name: e.value for name, e in other.items()}
    )


def test_consistency_is_the_share_of_versions_treated_alike():
    pairs = [
        (case("g", "en"), reply("5")),
        (case("g", "fr"), reply("5", "5", language="fr")),
        (case("g", "ru"), reply("6", language="ru")),
        (case("g", "ar"), reply(abstained=True, reason="no_evidence", language="ar")),
        (case("alone", "en"), reply("5")),
    ]
    rows = {row.case.id: row for row in score_all(pairs, None)}
    assert rows["g.en"].scores[CONSISTENCY] == pytest.approx(1 / 3)
    assert rows["g.ru"].scores[CONSISTENCY] == 0.0
    assert rows["g.ar"].scores[CONSISTENCY] == 0.0
    assert CONSISTENCY not in rows["alone.en"].scores


def test_consistency_takes_an_item_for_its_paragraph_and_failures_agree_with_nothing():
    pairs = [
        (case("g", "en"), reply("21(c)")),
        (case("g", "fr"), reply("21", language="fr")),
        (case("h", "en"), FAILED),
        (case("h", "fr"), FAILED),
    ]
    rows = {row.case.id: row for row in score_all(pairs, None)}
    assert rows["g.en"].scores[CONSISTENCY] == 1.0
    assert rows["h.en"].scores[CONSISTENCY] == 0.0


def test_abstentions_agree_whatever_reason_they_give():
    pairs = [
        (case("g", "en", "refuse"), reply(abstained=True, reason="out_of_scope")),
        (case("g", "fr", "refuse"), reply(abstained=True, reason="no_evidence", language="fr")),
    ]
    assert all(row.scores[CONSISTENCY] == 1.0 for row in score_all(pairs, None))


def test_retrieval_is_scored_where_a_search_exists_and_missing_is_zero():
    right, wrong = (("S/1", "5"),), (("S/1", "9"),)
    pairs = [
        (case("a"), reply("5", ranking=right)),
        (case("b"), reply("5", ranking=wrong)),
        (case("c"), reply("5", ranking=())),
        (case("d", expect="abstain"), reply("5", ranking=right)),
        (case("e", history=({"role": "user", "text": "x"},)), reply("5", ranking=right)),
    ]
    summary = summarize(score_all(pairs, None))
    assert summary["R@1"].value == pytest.approx(1 / 3)
    assert summary["R@1"].n == 3
    assert "R@1" not in summarize(score_all([(case("a"), reply("5"))], None))


def test_matrix_counts_what_was_done_for_what_was_expected():
    pairs = [
        (case("a"), reply("5")),
        (case("b", expect="abstain"), reply(abstained=True, reason="not_in_corpus")),
        (case("c", expect="ask_back"), reply(abstained=True, reason="ambiguous")),
        (case("d", expect="refuse"), reply(abstained=True, reason="out_of_scope")),
        (case("e", expect="refuse"), FAILED),
    ]
    matrix = refusal_matrix(score_all(pairs, None))
    assert matrix["answer"]["answered"] == 1
    assert matrix["abstain"]["abstained"] == 1
    assert matrix["ask_back"]["asked"] == 1
    assert matrix["refuse"] == {
        "answered": 0, "asked": 0, "declined": 1, "abstained": 0, "failed": 1,
    }  # fmt: skip
    assert sum(sum(row.values()) for row in matrix.values()) == len(pairs)


def test_latency_is_of_answers_only():
    pairs = [(case(str(n)), reply("5", seconds=n / 100)) for n in range(101)]
    found = latency(score_all([*pairs, (case("x"), FAILED)], None))
    assert found["p50"].value == pytest.approx(0.5)
    assert found["p95"].value == pytest.approx(0.95)
    assert found["p95"].n == 101


def test_every_metric_has_a_title_and_a_symptom():
    assert set(TITLES) == set(SYMPTOMS)
