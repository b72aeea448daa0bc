from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coopbot.compose import Composition, ExtractiveComposer
from coopbot.evidence import FEATURES, EvidenceReader
from coopbot.expectation import Expectation
from coopbot.languages import LANGUAGES
from coopbot.retriever import HybridRetriever
from coopbot.sufficiency import COLUMNS, SufficiencyJudge, columns
from coopbot.types import Evidence
from tests.bundled import PARTNERS_QUESTION, UNANSWERABLE, bundled_bot, read_question


@pytest.fixture(scope="module")
def judge():
    return SufficiencyJudge(bundled_bot().index)


def read(asked, **options):
    """Return a question, what is found for it, its sentences weighed and what would be quoted."""
    index = bundled_bot().index
    question = read_question(asked, **options)
    hits = HybridRetriever(index).retrieve(question, 8)
    weighed = EvidenceReader(index).weigh(question, hits)
    return question, hits, weighed, ExtractiveComposer(index).compose(question, hits, weighed)


def exact(judge, asked):
    question = read_question(asked)
    return judge.exact(question, HybridRetriever(bundled_bot().index).retrieve(question, 8))


def judged(judge, asked, threshold=0.45, **options):
    question, hits, weighed, composition = read(asked, **options)
    return judge.judged(
        question,
        Evidence(tuple(hits), 1.0),
        weighed,
        composition,
        threshold,
        holds=Expectation(bundled_bot().index).holds(question, composition),
    )


# --- What the question names -------------------------------------------------------------------


def test_no_hits_are_no_evidence(judge):
    evidence = judge.exact(read_question(PARTNERS_QUESTION), [])
    assert (evidence.hits, evidence.sufficiency, evidence.reason) == ((), 0.0, "no_evidence")


def test_question_that_names_what_is_there_passes(judge):
    evidence = exact(judge, PARTNERS_QUESTION)
    assert (evidence.sufficiency, evidence.reason, evidence.missing) == (1.0, None, ())
    assert evidence.hits


@pytest.mark.parametrize(
    ("asked", "reason", "missing"),
    [
        ("What does decision BS-V/2 say?", "not_in_corpus", "BS-V/2"),
        ("What does Article 99 of the Protocol require?", "not_in_corpus", "99"),
        ("What does UNEP/CBD/BS/COP-MOP/4/9 say?", "not_in_corpus", "UNEP/CBD/BS/COP-MOP/4/9"),
        ("What did the Green Customs Initiative do in 2019?", "no_evidence", "2019"),
        ("绿色海关倡议在2019年做了什么？", "no_evidence", "2019年"),
        (UNANSWERABLE, "no_evidence", "2030年"),
        ("How does the Secretariat cooperate with the XQTZ?", "no_evidence", "XQTZ"),
    ],
    ids=["decision", "article", "document", "year", "year-zh", "year-2030", "acronym"],
)
def test_thing_that_the_documents_lack_is_named(judge, asked, reason, missing):
    evidence = exact(judge, asked)
    assert (evidence.reason, evidence.sufficiency) == (reason, 0.0)
    assert missing in evidence.missing
    assert evidence.hits


# --- The estimate ------------------------------------------------------------------------------


def test_evidence_that_suffices_has_no_reason(judge):
    evidence = judged(judge, PARTNERS_QUESTION)
    assert (evidence.reason, evidence.missing) == (None, ())
    assert 0.45 < evidence.sufficiency < 1.0


def test_threshold_decides(judge):
    assert judged(judge, PARTNERS_QUESTION, threshold=1.0).reason == "no_evidence"
    assert judged(judge, PARTNERS_QUESTION, threshold=0.0).reason is None
    estimates = {
        judged(judge, PARTNERS_QUESTION, threshold=threshold).sufficiency
        for threshold in (0.0, 0.5, 1.0)
    }
    assert len(estimates) == 1


def test_words_that_stand_nowhere_are_named_where_the_estimate_is_too_low(judge):
    evidence = judged(judge, "Who quantified the zorblatt of customs?", threshold=1.0)
    assert evidence.reason == "no_evidence"
    assert "zorblatt" in evidence.missing


def test_paragraph_asked_for_by_its_place_suffices(judge):
    assert judged(judge, "What does paragraph 13 say?", threshold=1.0).reason is None


def test_nothing_to_weigh_leaves_the_evidence_as_it_is(judge):
    evidence = Evidence((), 0.25)
    question = read_question(PARTNERS_QUESTION)
    assert judge.judged(question, evidence, (), Composition(), 0.9, holds=True) == evidence


def test_answer_of_the_wrong_type_is_estimated_lower(judge):
    question, hits, weighed, composition = read(PARTNERS_QUESTION)
    evidence = Evidence(tuple(hits), 1.0)
    held, lacking = (
        judge.judged(question, evidence, weighed, composition, 0.0, holds=holds).sufficiency
        for holds in (True, False)
    )
    assert lacking < held


def test_less_likely_sentences_are_estimated_lower(judge):
    question, hits, weighed, composition = read(PARTNERS_QUESTION)
    doubted = [replace(s, probability=s.probability / 20) for s in weighed]
    evidence = Evidence(tuple(hits), 1.0)
    likely, unlikely = (
        judge.judged(question, evidence, some, composition, 0.0, holds=True).sufficiency
        for some in (weighed, doubted)
    )
    assert unlikely < likely


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_are_finite_and_in_their_order(language):
    _, _, weighed, composition = read(PARTNERS_QUESTION, language=language)
    row = columns(weighed, composition, holds=True)
    assert row.shape == (len(COLUMNS),)
    assert np.isfinite(row).all()
    told = dict(zip(COLUMNS, row.tolist(), strict=True))
    best, second = sorted(weighed, key=lambda s: -s.probability)[:2]
    assert told["second"] == second.probability
    assert told["holds"] == 1.0
    assert told["quoted"] == sum(len(passage.quotes) for passage in composition.passages)
    assert [told[name] for name in FEATURES] == list(best.features)


def test_sentence_that_is_certain_has_finite_odds():
    _, _, weighed, composition = read(PARTNERS_QUESTION)
    for probability in (0.0, 1.0):
        sure = [replace(s, probability=probability) for s in weighed]
        assert np.isfinite(columns(sure, composition, holds=False)).all()
    one = columns(weighed[:1], composition, holds=True)
    told = dict(zip(COLUMNS, one.tolist(), strict=True))
    assert (told["second"], told["other_paragraph"]) == (0.0, 0.0)
