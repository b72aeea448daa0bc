from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from coopbot.retriever import HybridRetriever
from coopbot.sufficiency import Calibration, Features, SufficiencyJudge
from tests.bundled import PARTNERS_QUESTION, bundled_bot, read_question


@pytest.fixture(scope="module")
def judge():
    return SufficiencyJudge(bundled_bot().index)


def judged(judge, asked, threshold=0.4):
    question = read_question(asked)
    hits = HybridRetriever(bundled_bot().index).retrieve(question, 8)
    return judge.judge(question, hits, threshold)


@pytest.mark.parametrize("name", ["coverage", "late", "reference", "unknown", "sentence"])
def test_estimate_rises_with_each_feature_or_falls_with_what_is_unknown(name):
    middle = Features(0.5, 0.5, 0.5, 0.5, 0.5)
    values = (1.0, 0.7, 0.3, 0.0) if name == "unknown" else (0.0, 0.3, 0.7, 1.0)
    estimates = [replace(middle, **{name: value}).estimate(Calibration()) for value in values]
    assert all(lower < higher for lower, higher in pairwise(estimates))
    assert all(0.0 < estimate < 1.0 for estimate in estimates)


def test_evidence_that_suffices_has_no_reason(judge):
    evidence = judged(judge, PARTNERS_QUESTION)
    assert (evidence.reason, evidence.missing) == (None, ())
    assert evidence.sufficiency > 0.4


def test_no_hits_are_no_evidence(judge):
    evidence = judge.judge(read_question(PARTNERS_QUESTION), [], 0.4)
    assert (evidence.hits, evidence.sufficiency, evidence.reason) == ((), 0.0, "no_evidence")


def test_threshold_decides(judge):
    assert judged(judge, PARTNERS_QUESTION, threshold=1.0).reason == "no_evidence"
    assert judged(judge, PARTNERS_QUESTION, threshold=0.0).reason is None


@pytest.mark.parametrize(
    ("asked", "reason", "missing"),
    [
        ("What does decision BS-V/2 say?", "not_in_corpus", "BS-V/2"),
        ("What does Article 99 of the Protocol require?", "not_in_corpus", "99"),
        ("What does UNEP/CBD/BS/COP-MOP/4/9 say?", "not_in_corpus", "UNEP/CBD/BS/COP-MOP/4/9"),
        ("What did the Green Customs Initiative do in 2019?", "no_evidence", "2019"),
        ("绿色海关倡议在2019年做了什么？", "no_evidence", "2019年"),
        ("How does the Secretariat cooperate with the XQTZ?", "no_evidence", "XQTZ"),
    ],
    ids=["decision", "article", "document", "year", "year-zh", "acronym"],
)
def test_thing_that_the_documents_lack_is_named(judge, asked, reason, missing):
    evidence = judged(judge, asked, threshold=0.0)
    assert (evidence.reason, evidence.sufficiency) == (reason, 0.0)
    assert missing in evidence.missing
    assert evidence.hits


def test_paragraph_asked_for_by_its_place_suffices(judge):
    assert judged(judge, "What does paragraph 13 say?", threshold=1.0).reason is None


def test_features_lie_between_zero_and_one(judge):
    for asked in (PARTNERS_QUESTION, "BS-III/10", "What is the weather?", "科学书目数据库"):
        question = read_question(asked)
        hits = HybridRetriever(bundled_bot().index).retrieve(question, 3)
        features = judge.features(question, hits)
        for name in ("coverage", "late", "reference", "unknown", "sentence"):
            assert 0.0 <= getattr(features, name) <= 1.0, (asked, name)
