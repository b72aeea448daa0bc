from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.languages import (
    LANGUAGES,
    detect_language,
    direction,
    requested_language,
    script_of,
    sentence_spans,
    sentences,
    split_request,
)
from tests.built import CORPUS, FOLDER


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_of_each_expression_of_the_seed_is_told(language):
    text = (CORPUS / "documents" / FOLDER / f"{language}.txt").read_text("utf-8")
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("UNEP/CBD/BS/COP-MOP/4/6 的第 5 段说什么？", "zh"),
        ("BS-III/10 是什么", "zh"),
        ("What does 绿色海关 mean in the Protocol of the parties?", "en"),
        ("Какие партнёры у Green Customs Initiative?", "ru"),
        ("ما هي مبادرة Green Customs؟", "ar"),
        ("Qui sont les partenaires de l'Initiative ?", "fr"),
        ("¿Quiénes son los socios de la Iniciativa?", "es"),
        ("Where is it?", "en"),
    ],
)
def test_language_of_a_short_question_is_told(text, language):
    assert detect_language(text) == language


def test_language_that_nothing_tells_is_the_default():
    assert detect_language("BS-III/10") == "en"
    assert detect_language("BS-III/10", "fr") == "fr"
    assert detect_language("") == "en"


@pytest.mark.parametrize(
    ("question", "language", "rest"),
    [
        ("用中文回答: what is LMO-FFP?", "zh", "what is LMO-FFP?"),
        ("Answer in French: what is it?", "fr", "what is it?"),
        ("Who are the partners?", None, "Who are the partners?"),
        ("用英文回答", "en", "用英文回答"),
    ],
)
def test_wish_for_a_language_is_read_and_taken_out(question, language, rest):
    assert split_request(question) == (language, rest)
    assert requested_language(question) == language


def test_only_arabic_runs_from_right_to_left():
    assert {language: direction(language) for language in LANGUAGES if language != "ar"} == (
        dict.fromkeys(("zh", "en", "fr", "es", "ru"), "ltr")
    )
    assert direction("ar") == "rtl"


def test_script_of_a_letter_is_told_and_of_others_not():
    assert [script_of(c) for c in "生жسéA"] == ["han", "cyrillic", "arabic", "latin", "latin"]
    assert [script_of(c) for c in "1 .、؟-"] == [None] * 6


@given(st.text(max_size=200))
def test_sentences_own_each_visible_character_once(text):
    spans = list(sentence_spans(text))
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    owned = "".join(text[start:end] for start, end in spans)
    assert "".join(owned.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("One. Two (see para. 5). Three.", ["One.", "Two (see para. 5).", "Three."]),
        ("В 2007 г. состоялось. Затем.", ["В 2007 г. состоялось.", "Затем."]),
        ("هل هذا صحيح؟ نعم.", ["هل هذا صحيح؟", "نعم."]),
        (
            "It rose by 2.5 per cent. 1/ Then it fell.",
            ["It rose by 2.5 per cent. 1/", "Then it fell."],
        ),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "question",
    [
        "diferencia articulo 18 y articulo 25",
        "que paises estan en el convenio de aarhus",
        "informe de la reunion que documento",
    ],
)
def test_spanish_keywords_without_accents_are_no_french(question):
    assert detect_language(question) == "es"
