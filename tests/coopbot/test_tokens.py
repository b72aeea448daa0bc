from __future__ import annotations

import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.frequencies import WordFrequencies
from coopbot.registry import Registry
from coopbot.tokens import Analyzer, fold, reference_terms, simplify, strip_accents
from coopbot.types import Reference
from tests.built import CORPUS, built, paths_of


@pytest.fixture(scope="module")
def analyzer():
    words = Registry.load(CORPUS / "registry").chinese_words()
    return Analyzer(words, WordFrequencies(paths_of(built()[0]).dictionary))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＵＮＥＰ／ＣＢＤ", "unep/cbd"),
        ("綠色海關倡議", "绿色海关倡议"),
        ("الأطراف إلى", "الاطراف الي"),
        ("٢٠٠٧", "2007"),
        ("ещё", "еще"),
        ("a\u200bb\u00adc\u202e", "abc"),
        ("COP\u2013MOP", "cop-mop"),
    ],
)
def test_fold_unifies_what_is_written_in_two_ways(text, folded):
    assert fold(text) == folded


def test_simplify_leaves_simplified_text_as_it_is():
    assert simplify("生物安全议定书") == "生物安全议定书"


def test_strip_accents_touches_latin_letters_alone():
    assert strip_accents("coopération") == "cooperation"
    assert strip_accents("йод") == "йод"


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "cooperation of the organizations", "Organization, cooperating"),
        ("fr", "l'organisation coopère", "organisations coopérant"),
        ("es", "organización", "organizaciones"),
        ("ru", "организации сотрудничают", "организация сотрудничает"),
        ("ar", "الاجتماع", "اجتماع"),
    ],
)
def test_forms_of_a_word_give_the_same_term(analyzer, language, one, other):
    assert set(analyzer.terms(one, language)) & set(analyzer.terms(other, language))


def test_chinese_gives_words_pairs_and_characters(analyzer):
    terms = analyzer.terms("绿色海关倡议", "zh")
    assert {"绿色", "海关", "倡议", "色海", "绿", "议"} <= set(terms)


def test_traditional_question_meets_simplified_text(analyzer):
    assert analyzer.terms("綠色海關倡議", "zh") == analyzer.terms("绿色海关倡议", "zh")


def test_words_of_the_registry_are_kept_whole(analyzer):
    assert "世界海关组织" in analyzer.terms("世界海关组织的代表", "zh")


def test_figures_and_identifiers_are_terms_in_every_language(analyzer):
    for language in ("zh", "en", "ar"):
        assert "2007" in analyzer.terms("2007", language)
        assert "12345" in analyzer.terms("12,345", language)


def test_content_terms_leave_stop_words_out_and_repeat_nothing(analyzer):
    terms = analyzer.content_terms(
        "What are the partners of the Initiative and the partners?", "en"
    )
    assert len(terms) == len(set(terms))
    assert not {"what", "are", "the", "of", "and"} & set(terms)
    assert terms == analyzer.content_terms("partners of the Initiative", "en")


def test_what_was_read_as_reference_gives_no_term(analyzer):
    text = "see decision BS-III/10 on partners"
    omit = [(4, 22)]
    assert analyzer.terms(text, "en", omit) == [
        *analyzer.terms("see", "en"),
        *analyzer.terms("on partners", "en"),
    ]


def test_reference_terms_name_each_whole_that_a_thing_is_part_of():
    article = Reference("article", "18(2)(a)", "Article 18, paragraph 2 (a)", 0, 27)
    date = Reference("date", "2007-05", "May 2007", 0, 8)
    assert reference_terms([article, date]) == ["article:18(2)(a)", "article:18(2)", "article:18"]


@given(st.text(max_size=80), st.sampled_from(["zh", "en", "fr", "es", "ru", "ar"]))
def test_terms_of_any_text_can_be_stored(text, language):
    analyzer = Analyzer((), WordFrequencies(paths_of(built()[0]).dictionary))
    terms = analyzer.terms(text, language)
    assert all(term and not any(map(str.isspace, term)) for term in terms)
    assert terms == analyzer.terms(text, language)


def test_cache_that_lies_in_the_shared_temporary_folder_is_not_believed(tmp_path, monkeypatch):
    """jieba loads whatever is there under the name of its cache."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(b"planted")
    assert "海关" in Analyzer().terms("绿色海关倡议", "zh")
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
