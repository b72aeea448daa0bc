from __future__ import annotations

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from coopbot.errors import ModelUnavailable
from evals.judge import cohen_kappa, judge, model_asker
from evals.run import run_suite
from tests.evals.oracle import OracleSystem, only


@pytest.fixture(scope="module")
def french(dev_suite):
    return only(dev_suite, "fr")


@pytest.fixture(scope="module")
def results(french, reference):
    return run_suite(OracleSystem(french, reference), french, reference)


def test_judge_sees_question_paragraph_and_answer_as_data(results, french, reference):
    prompts = []

    def ask(prompt):
        prompts.append(prompt)
        return "RIGHT"

    judged = judge(results, reference, ask)
    answerable = [case for case in french.cases if case.expect == "answer"]
    assert len(judged.right) == len(prompts) == len(answerable)
    assert judged.agreement == 1.0
    assert judged.kappa is None
    first = answerable[0]
    assert f"<question>{first.question}</question>" in prompts[0]
    assert reference.text(first.expected[0].symbol, first.expected[0].label, "fr") in prompts[0]


def test_judge_reports_disagreement_and_verdicts_not_had(results, reference):
    script = FakeListChatModel(responses=["WRONG", "RIGHT", "I cannot say", "RIGHT"])
    judged = judge(results, reference, lambda prompt: str(script.invoke(prompt).content))
    total = len(judged.right) + len(judged.wrong) + len(judged.unscored)
    assert set(judged.wrong) == set(judged.disagreements)
    assert set(judged.unscored.values()) == {"the model said neither RIGHT nor WRONG"}
    assert len(judged.unscored) == pytest.approx(total / 4, abs=1)
    assert judged.agreement == pytest.approx(len(judged.right) / (total - len(judged.unscored)))


def test_a_model_that_fails_is_unscored(results, reference):
    def ask(prompt):
        raise TimeoutError("no reply")

    judged = judge(results, reference, ask)
    assert judged.agreement is None
    assert set(judged.unscored.values()) == {"TimeoutError: no reply"}


def test_kappa_of_known_tables():
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([(True, True)]) is None
    assert cohen_kappa([]) is None


def test_an_unknown_model_is_refused_in_one_sentence():
    with pytest.raises(ModelUnavailable, match=r"The judge 'nobody:x' cannot be opened"):
        model_asker("nobody:x")
