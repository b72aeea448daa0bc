from __future__ import annotations

import numpy as np
import pytest

from coopbot.evidence import FEATURES, PARAGRAPHS, EvidenceReader
from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES, sentence_spans
from coopbot.question import understand
from coopbot.retriever import HybridRetriever
from coopbot.types import Hit
from ingest.build import ingest
from tests.built import built, make_notes, settings_of
from tests.bundled import PARTNERS_QUESTION, SYMBOL, bundled_bot, read_question

PARTNERS = {
    "zh": PARTNERS_QUESTION,
    "en": "Who are the partners of the Green Customs Initiative?",
    "fr": "Quels sont les partenaires de l'Initiative Douanes vertes ?",
    "es": "¿Quiénes son los asociados de la Iniciativa Aduanas Verdes?",
    "ru": "Кто входит в число партнеров инициативы «Зеленая таможня»?",
    "ar": "من هم الشركاء في مبادرة الجمارك الخضراء؟",
}
OF_THE_RANKING = {"rank", "share_of_best", "lead"}
"""Features that tell a hit from those before it."""


@pytest.fixture(scope="module")
def reader():
    return EvidenceReader(bundled_bot().index)


@pytest.fixture(scope="module")
def hits():
    return HybridRetriever(bundled_bot().index).retrieve(read_question(PARTNERS["en"]), PARAGRAPHS)


def weigh(reader, asked, **options):
    question = read_question(asked, **options)
    return reader.weigh(question, HybridRetriever(bundled_bot().index).retrieve(question, 8))


def numbers(weighed):
    return np.array([sentence.features for sentence in weighed])


def test_each_feature_has_one_name():
    assert len(set(FEATURES)) == len(FEATURES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_features_are_finite_and_in_their_order_in_every_language(reader, language):
    weighed = weigh(reader, PARTNERS[language], language=language)
    told = numbers(weighed)
    assert told.shape == (len(weighed), len(FEATURES))
    assert np.isfinite(told).all()
    for sentence, row in zip(weighed, told, strict=True):
        assert [sentence.feature(name) for name in FEATURES] == row.tolist()
        assert sentence.paragraph.language == language
        assert 0.0 < sentence.probability < 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_likeliest_sentence_stands_in_the_paragraph_that_answers(reader, language):
    weighed = weigh(reader, PARTNERS[language], language=language)
    best = max(weighed, key=lambda sentence: sentence.probability)
    assert best.key == (SYMBOL, "5")


def test_sentences_come_paragraph_by_paragraph_in_reading_order(reader, hits):
    weighed = reader.weigh(read_question(PARTNERS["en"]), hits)
    keys = list(dict.fromkeys(sentence.key for sentence in weighed))
    ranked = dict.fromkeys(
        (h.paragraph.symbol, h.paragraph.parent or h.paragraph.label) for h in hits
    )
    assert keys == list(ranked)
    for key in keys:
        own = [sentence for sentence in weighed if sentence.key == key]
        assert [s.span for s in own] == list(sentence_spans(own[0].paragraph.text))
        positions = [s.feature("position") for s in own]
        assert positions == sorted(positions)


def test_distances_to_the_best_are_0_for_the_best_and_less_for_others(reader):
    weighed = weigh(reader, PARTNERS["en"])
    for name in ("terms_within", "late_within", "near_within", "focus_within"):
        for key in {sentence.key for sentence in weighed}:
            own = [sentence.feature(name) for sentence in weighed if sentence.key == key]
            assert max(own) == 0.0
    for name in ("terms_among", "late_among", "near_among"):
        among = [sentence.feature(name) for sentence in weighed]
        assert max(among) == 0.0
        assert min(among) < 0.0


def test_sentence_holds_what_is_asked_for_or_lacks_it(reader):
    weighed = weigh(reader, "When was the Green Customs Initiative established?")
    assert {sentence.feature("asks_time") for sentence in weighed} == {1.0}
    assert {sentence.feature("time") for sentence in weighed} == {1.0, -1.0}
    assert {sentence.feature("number") for sentence in weighed} == {0.0}
    (dated,) = [s for s in weighed if "in 2001" in s.paragraph.text[slice(*s.span)]]
    assert dated.feature("time") == 1.0
    others = [s for s in weighed if s.key == dated.key and s is not dated]
    assert dated.feature("terms") > max(sentence.feature("terms") for sentence in others)


def test_sentence_has_the_same_numbers_whatever_the_order_of_hits(reader, hits):
    question = read_question(PARTNERS["en"])
    first, other = (
        {(s.key, s.span): s for s in reader.weigh(question, some)} for some in (hits, hits[::-1])
    )
    assert set(first) == set(other)
    kept = [name for name in FEATURES if name not in OF_THE_RANKING]
    for place, sentence in first.items():
        told = [other[place].feature(name) for name in kept]
        assert [sentence.feature(name) for name in kept] == pytest.approx(told, abs=1e-5), place


def test_weighing_again_gives_the_same_numbers(reader, hits):
    question = read_question(PARTNERS["en"])
    assert reader.weigh(question, hits) == reader.weigh(question, hits)


def test_paragraphs_below_the_best_are_not_read(reader):
    question = read_question(PARTNERS["en"])
    many = HybridRetriever(bundled_bot().index).retrieve(question, 30)
    assert len({sentence.key for sentence in reader.weigh(question, many)}) == PARAGRAPHS


def test_no_hits_have_no_sentences(reader):
    assert reader.weigh(read_question(PARTNERS["en"]), []) == ()


@pytest.mark.parametrize("asked", ["😀", "?", "…", "a", "the", "预算", "什么", "и", "في", "  x "])
def test_question_of_a_word_or_a_sign_is_weighed_too(reader, hits, asked):
    weighed = reader.weigh(read_question(asked), hits)
    assert weighed
    assert np.isfinite(numbers(weighed)).all()
    assert all(0.0 < sentence.probability < 1.0 for sentence in weighed)


# --- Other corpora -----------------------------------------------------------------------------


def test_asker_whose_language_is_not_held_is_read_the_official_text():
    index = IndexReader.open(built()[0])
    question = understand(PARTNERS["ar"], index, language="ar")
    weighed = EvidenceReader(index).weigh(question, HybridRetriever(index).retrieve(question, 4))
    index.close()
    assert {sentence.paragraph.language for sentence in weighed} == {"zh"}
    assert np.isfinite(numbers(weighed)).all()


def test_paragraphs_of_signs_alone_are_weighed_or_left_out(tmp_path):
    signs = ["☃", "* * *", "...", "—", "12", "😀 😀"]
    text = "".join(f"{n}. {sign}\n\n" for n, sign in enumerate(signs, 1))
    last = "The Secretariat invites partners to a workshop on customs."
    corpus = make_notes(tmp_path / "corpus", {"NOTE-1/en.txt": f"{text}{len(signs) + 1}. {last}\n"})
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    index = IndexReader.open(settings)
    paragraphs = [p for p in (p for _, p in index.ledger.iterate("en")) if p.kind != "heading"]
    found = [Hit(p, 1.0, n, ("lexical",)) for n, p in enumerate(paragraphs, 1)]
    assert len(found) > 3
    reader = EvidenceReader(index)
    for asked in ("Who invites partners?", "☃", "12"):
        question = understand(asked, index)
        for start in range(len(found)):
            weighed = reader.weigh(question, found[start:])
            assert np.isfinite(numbers(weighed)).all()
    index.close()
