from __future__ import annotations

import shutil
from importlib import resources

import numpy as np
import pytest

from coopbot import Coopbot
from coopbot.compose import ExtractiveComposer
from coopbot.embedder import LateInteraction
from coopbot.evidence import EvidenceReader
from coopbot.languages import LANGUAGES, sentence_spans
from coopbot.question import understand
from coopbot.retriever import HybridRetriever
from coopbot.static_embedder import StaticEmbedder
from ingest.build import ingest
from tests.built import make_corpus, settings_of
from tests.bundled import (
    NINE_PARTNERS,
    PARTNERS_QUESTION,
    SYMBOL,
    UNANSWERABLE,
    breaches,
    bundled_bot,
    read_question,
)


@pytest.fixture(scope="module")
def composer():
    return ExtractiveComposer(bundled_bot().index)


def compose(composer, asked, **options):
    question = read_question(asked, **options)
    index = bundled_bot().index
    hits = HybridRetriever(index).retrieve(question, 8)
    return composer.compose(question, hits, EvidenceReader(index).weigh(question, hits))


def whole_sentences(paragraph, quote):
    """Tell whether a quotation begins and ends where sentences do."""
    spans = list(sentence_spans(paragraph.text))
    start = paragraph.text.index(quote)
    return start in {s for s, _ in spans} and start + len(quote) in {e for _, e in spans}


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_is_the_official_text_whatever_the_language(composer, language):
    composition = compose(composer, PARTNERS_QUESTION, language=language)
    for quote in (quote for passage in composition.passages for quote in passage.quotes):
        assert quote.anchor.official
        assert quote.text in quote.anchor.text
        if language == "zh":
            assert quote.reading is None
        else:
            assert quote.reading.language == language
            assert quote.reading_text in quote.reading.text


def test_sentences_are_quoted_whole(composer):
    for asked in (
        "绿色海关教练训练班讲习班在哪里举行？",
        "Who reviewed the records of the database?",
    ):
        composition = compose(composer, asked)
        for quote in composition.passages[0].quotes:
            assert whole_sentences(quote.anchor, quote.text)


def test_translation_beside_the_evidence_says_the_same(composer):
    composition = compose(composer, "When was the training session on Article 18 in Shanghai held?")
    quotes = composition.passages[0].quotes
    assert any("上海" in quote.text and "Shanghai" in quote.reading_text for quote in quotes)


def test_list_is_quoted_whole_and_in_order(composer):
    composition = compose(composer, "工发组织合作备忘录的合作内容有哪些？")
    passages = [passage for passage in composition.passages if passage.label == "21"]
    quoted = "".join(quote.text for passage in passages for quote in passage.quotes)
    items = bundled_bot().index.ledger.select(SYMBOL, parent="21", language="zh")
    places = [quoted.find(item.text) for item in items]
    assert len(places) == 7
    assert min(places) >= 0
    assert places == sorted(places)


def test_paragraph_asked_for_by_its_place_is_quoted_whole(composer):
    (passage,) = compose(composer, "第13段说了什么？").passages
    (quote,) = passage.quotes
    assert quote.text == quote.anchor.text
    assert passage.label == "13"


def test_footnote_follows_the_sentence_that_carries_its_mark(composer):
    labels = [p.label for p in compose(composer, "第8段说了什么？").passages]
    assert labels == ["8"] or labels[:2] == ["8", "fn1"]
    sentence = compose(composer, "议定书缔约方在今后两年期的预算中拨出部分资金支持什么？")
    marked = [
        passage.label
        for passage in sentence.passages
        for quote in passage.quotes
        for note in quote.anchor.notes
        if quote.span[0] <= note.start < quote.span[1]
    ]
    assert marked
    assert "fn1" in [passage.label for passage in sentence.passages]


# --- An embedder without late interaction ------------------------------------------------------


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Open an index whose vectors a sentence-transformers model makes: no token comparison."""
    folder = tmp_path_factory.mktemp("other")
    shipped = resources.files("coopbot") / "weights"
    with resources.as_file(shipped) as source:
        (model,) = source.glob("*/model.safetensors")
        shutil.copytree(model.parent, folder / "model")
    settings = settings_of(
        make_corpus(folder / "corpus"),
        folder / "index",
        embedder=f"sentence-transformers:{folder / 'model'}",
    )
    ingest(settings)
    bot = Coopbot.open(settings)
    yield bot
    bot.close()


def test_sentence_transformers_index_answers_by_the_same_laws(other):
    assert not isinstance(other.index.embedder, LateInteraction)
    answer = other.ask(PARTNERS_QUESTION).to_dict()
    assert breaches(answer, other.index) == []
    quotes = "".join(c["quote"] for c in answer["citations"] if c["label"] == "5")
    assert [partner for partner in NINE_PARTNERS if partner not in quotes] == []
    assert answer["receipt"]["embedder"].startswith("sentence-transformers:")
    unknown = other.ask(UNANSWERABLE).to_dict()
    assert breaches(unknown, other.index) == []
    assert unknown["abstained"]


def test_sentence_transformers_index_is_searched_by_meaning_too(other):
    (best, *_) = other.search("scientific bibliographic database of abstracts", 3, "zh")
    assert best.paragraph.key == (SYMBOL, "12")
    assert best.found_by == ("dense", "lexical")
    assert "late" not in best.parts


def test_sentences_are_weighed_alike_whatever_found_them(other):
    index = other.index
    assert isinstance(index.sentence_model, StaticEmbedder)
    question = understand(PARTNERS_QUESTION, index)
    weighed = EvidenceReader(index).weigh(question, HybridRetriever(index).retrieve(question, 8))
    assert np.isfinite([sentence.features for sentence in weighed]).all()
    best = max(weighed, key=lambda sentence: sentence.probability)
    assert best.key == (SYMBOL, "5")
    (same,) = [
        sentence
        for sentence in read_bundled(PARTNERS_QUESTION)
        if (sentence.key, sentence.span) == (best.key, best.span)
    ]
    for name in ("terms", "near", "late"):
        assert best.feature(name) == pytest.approx(same.feature(name), abs=0.02)


def read_bundled(asked):
    """Return the sentences weighed over the bundled index, whose embedder is the shipped one."""
    index = bundled_bot().index
    question = read_question(asked)
    return EvidenceReader(index).weigh(question, HybridRetriever(index).retrieve(question, 8))
