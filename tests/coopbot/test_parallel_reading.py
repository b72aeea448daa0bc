from __future__ import annotations

import numpy as np
import pytest

from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES, sentence_spans
from coopbot.parallel_reading import ParallelReading
from tests.built import built
from tests.bundled import SYMBOL, bundled_bot

KNOWN = {
    # label, sentence from 0: a word that stands in that sentence alone, in each language
    ("7", 8): {"zh": "达喀尔", "en": "Dakar", "fr": "Dakar", "es": "Dakar", "ru": "Дакар",
               "ar": "داكار"},
    ("16", 0): {"zh": "罗马", "en": "Rome", "fr": "Rome", "es": "Roma", "ru": "Рим", "ar": "روما"},
}  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return bundled_bot().index


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", KNOWN, ids=lambda place: f"{place[0]}-{place[1]}")
def test_sentences_stand_beside_each_other_in_six_languages(index, place, language):
    label, number = place
    read = ParallelReading.of(index, (SYMBOL, label), language)
    words = read.wordings(number)
    assert words[0] == (read.reading.sentences[number], language)
    assert sorted(code for _, code in words) == sorted(LANGUAGES)
    for text, code in words:
        assert KNOWN[place][code] in text
    for other in set(range(len(read.reading.spans))) - {number}:
        assert not [text for text, code in read.wordings(other) if KNOWN[place][code] in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraph_is_read_first_as_asked_and_then_the_official_text(index, language):
    read = ParallelReading.of(index, (SYMBOL, "5"), language)
    assert read.work.language == language
    others = [code for code, _ in read.others]
    assert others == [code for code in LANGUAGES if code != language]
    assert index.expressions(SYMBOL, "5")["zh"].official


def test_each_sentence_has_its_tokens_and_vector_in_each_language(index):
    read = ParallelReading.of(index, (SYMBOL, "7"), "fr")
    rows = len(list(sentence_spans(read.work.text)))
    assert len(read.tokens) == rows
    assert {len(sentence) for sentence in read.tokens} == {len(LANGUAGES)}
    assert read.vectors.shape[:2] == (rows, len(LANGUAGES))
    for i in range(rows):
        texts = [text for text, _ in read.wordings(i)]
        own = index.sentence_model.pooled(index.sentence_model.token_ids(texts))
        assert np.allclose(read.vectors[i], own, atol=1e-6)
        expected = index.sentence_model.token_ids(texts)
        assert [ids.tolist() for ids in read.tokens[i]] == [ids.tolist() for ids in expected]


def test_names_are_those_of_all_languages(index):
    read = ParallelReading.of(index, (SYMBOL, "5"), "es")
    for paragraph in index.expressions(SYMBOL, "5").values():
        assert index.reading(paragraph).names <= read.names
    assert read.names


def test_paragraph_is_read_once_and_remembered(index):
    read = ParallelReading.of(index, (SYMBOL, "12"), "ru")
    assert ParallelReading.of(index, (SYMBOL, "12"), "ru") is read
    assert ParallelReading.of(index, (SYMBOL, "12"), "ar") is not read


def test_place_that_is_not_held_is_none(index):
    assert ParallelReading.of(index, (SYMBOL, "999"), "en") is None


def test_language_that_is_not_held_is_read_by_the_official_text():
    index = IndexReader.open(built()[0])
    read = ParallelReading.of(index, (SYMBOL, "5"), "ar")
    index.close()
    assert read.work.language == "zh"
    assert [code for code, _ in read.others] == ["en"]
