from __future__ import annotations

import math

import pytest

from evals.reference import Passage
from evals.systems.bm25 import K1, B, Bm25System, tokens


def passage(label, text, language="en"):
    return Passage("S/1", label, language, text)


def test_tokens_are_folded_words_and_chinese_pairs():
    assert list(tokens("Les OVM, à 第18条")) == ["les", "ovm", "a", "第", "18", "条"]
    assert list(tokens("绿色海关")) == ["绿色", "色海", "海关"]


def test_scores_equal_the_formula_by_hand():
    system = Bm25System([passage("1", "a b"), passage("2", "a c c d"), passage("3", "d")])
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    mean = 7 / 3
    expected = idf * 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 4 / mean))
    assert system.scores("c") == {1: pytest.approx(expected)}
    assert system.scores("zebra") == {}


def test_search_gives_each_paragraph_once_whatever_its_language():
    system = Bm25System(
        [passage("1", "green customs"), passage("1", "green douanes", "fr"), passage("2", "green")]
    )
    assert sorted(system.search("green", 10)) == [("S/1", "1"), ("S/1", "2")]
    assert system.search("green customs", 1) == [("S/1", "1")]


def test_answer_quotes_the_sentence_that_shares_most_words():
    system = Bm25System([passage("1", "First thing here. The award was shared in 2007. End.")])
    answer = system.ask("When was the award shared?", ())
    assert answer["citations"][0]["quote"] == "The award was shared in 2007."
    assert answer["abstained"] is False


def test_answer_abstains_only_when_nothing_matches():
    answer = Bm25System([passage("1", "green")]).ask("zebra?", ())
    assert (answer["abstained"], answer["citations"]) == (True, [])
