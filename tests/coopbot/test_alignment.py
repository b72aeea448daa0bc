from __future__ import annotations

from itertools import pairwise

import pytest

from coopbot.alignment import align_sentences
from coopbot.languages import LANGUAGES, sentence_spans
from tests.bundled import SYMBOL, bundled_bot

KNOWN = {
    # label, sentence from 0: a word that stands in that sentence alone, in each language
    ("7", 7): {"zh": "上海", "en": "Shanghai", "fr": "Shanghai", "es": "Shanghái", "ru": "Шанха",
               "ar": "شنغهاي"},
    ("7", 8): {"zh": "达喀尔", "en": "Dakar", "fr": "Dakar", "es": "Dakar", "ru": "Дакар",
               "ar": "داكار"},
    ("8", 1): {"zh": "巴黎", "en": "Paris", "fr": "Paris", "es": "París", "ru": "Париж",
               "ar": "باريس"},
    ("16", 0): {"zh": "罗马", "en": "Rome", "fr": "Rome", "es": "Roma", "ru": "Рим", "ar": "روما"},
}  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return bundled_bot().index


def expressions(index, label):
    return {code: p.text for code, p in index.ledger.expressions(SYMBOL, label).items()}


def spans_of(text):
    return list(sentence_spans(text))


def without(text, number, language):
    """Return a text without one of its sentences."""
    kept = [text[slice(*span)] for i, span in enumerate(spans_of(text)) if i != number]
    return ("" if language == "zh" else " ").join(kept)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", KNOWN, ids=lambda place: f"{place[0]}-{place[1]}")
def test_known_sentence_is_found_in_every_other_language(index, place, language):
    label, number = place
    texts = expressions(index, label)
    span = spans_of(texts[language])[number]
    for other in set(LANGUAGES) - {language}:
        found = texts[other][
            slice(*align_sentences(texts[language], span, texts[other], index.embedder))
        ]
        assert KNOWN[place][other] in found
        assert len(spans_of(found)) == 1


@pytest.mark.parametrize("label", ["7", "8", "16"])
def test_sentence_is_found_where_the_other_text_lacks_one_before_it(index, label):
    texts = expressions(index, label)
    for other in set(LANGUAGES) - {"zh"}:
        shorter = without(texts[other], 0, other)
        for mine, theirs in list(zip(spans_of(texts["zh"]), spans_of(texts[other]), strict=True))[
            1:
        ]:
            found = align_sentences(texts["zh"], mine, shorter, index.embedder)
            assert shorter[slice(*found)] == texts[other][slice(*theirs)]


@pytest.mark.parametrize("label", ["7", "8", "16"])
def test_sentence_is_among_those_found_where_the_other_text_has_one_more(index, label):
    texts = expressions(index, label)
    shorter = without(texts["zh"], 1, "zh")
    partners = [span for i, span in enumerate(spans_of(texts["fr"])) if i != 1]
    for mine, theirs in zip(spans_of(shorter), partners, strict=True):
        start, end = align_sentences(shorter, mine, texts["fr"], index.embedder)
        assert start <= theirs[0]
        assert theirs[1] <= end
        assert len(spans_of(texts["fr"][start:end])) <= 2


def test_sentences_that_one_language_joins_are_given_together(index):
    texts = expressions(index, "8")
    first, second, *rest = (texts["en"][slice(*span)] for span in spans_of(texts["en"]))
    joined = " ".join((f"{first[:-1]}; {second[0].lower()}{second[1:]}", *rest))
    assert len(spans_of(joined)) == len(spans_of(texts["zh"])) - 1
    start, end = align_sentences(joined, spans_of(joined)[0], texts["zh"], index.embedder)
    assert "臭氧保护奖" in texts["zh"][start:end]
    assert "巴黎" in texts["zh"][start:end]
    assert "然而" not in texts["zh"][start:end]


def test_neighbouring_sentences_stay_neighbours(index):
    texts = expressions(index, "7")
    found = [
        align_sentences(texts["zh"], span, texts["ar"], index.embedder)
        for span in spans_of(texts["zh"])
    ]
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_stretch_of_several_sentences_is_given_whole(index):
    texts = expressions(index, "7")
    zh, en = spans_of(texts["zh"]), spans_of(texts["en"])
    assert align_sentences(texts["zh"], (zh[1][0], zh[3][1]), texts["en"], index.embedder) == (
        en[1][0],
        en[3][1],
    )


def test_part_of_a_sentence_brings_its_whole_sentence(index):
    texts = expressions(index, "16")
    (start, end), *_ = spans_of(texts["zh"])
    whole = align_sentences(texts["zh"], (start, end), texts["en"], index.embedder)
    assert (
        align_sentences(texts["zh"], (start + 3, start + 9), texts["en"], index.embedder) == whole
    )


@pytest.mark.parametrize(("text", "span"), [("", (0, 0)), ("Text.", (5, 5))])
def test_stretch_without_a_sentence_gives_the_whole_other_text(index, text, span):
    assert align_sentences(text, span, "Other. Text.", index.embedder) == (0, 12)


def test_other_text_without_a_sentence_is_given_as_it_is(index):
    assert align_sentences("Some. Text.", (0, 5), "  ", index.embedder) == (0, 2)
