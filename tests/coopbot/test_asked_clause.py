from __future__ import annotations

import pytest

from coopbot.asked_clause import asked_clause
from coopbot.languages import LANGUAGES

BEFORE_AND_ASKED = {
    "zh": ("关于与工发组织签署的备忘录，", "它将在多少年内有效？"),
    "en": (
        "As regards the memorandum signed with UNIDO, ",
        "for how many years will it be in force?",
    ),
    "fr": (
        "S'agissant du mémorandum signé avec l'ONUDI, ",
        "pendant combien d'années reste-t-il en vigueur ?",
    ),
    "es": ("En lo tocante al acuerdo firmado con la ONUDI, ", "¿cuántos años estará en vigor?"),
    "ru": ("О меморандуме с ЮНИДО: ", "сколько лет он будет действовать?"),
    "ar": ("فيما يتعلق بالمذكرة الموقعة مع اليونيدو، ", "كم سنة ستظل سارية المفعول؟"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_clause_that_asks_is_parted_from_what_it_is_about(language):
    before, asked = BEFORE_AND_ASKED[language]
    assert asked_clause(before + asked, language) == asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_clause_alone_is_the_whole(language):
    _, asked = BEFORE_AND_ASKED[language]
    assert asked_clause(asked, language) == asked


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("zh", "内罗毕讲习班的举办日期，举办地点"),
        ("en", "Date of the second workshop in Nairobi, venue of the second workshop"),
        ("fr", "Date du second atelier de Nairobi, lieu du second atelier"),
        ("es", "Fecha del segundo taller de Nairobi, sede del segundo taller"),
        ("ru", "Дата второго семинара в Найроби, место второго семинара"),
        ("ar", "تاريخ الحلقة الثانية في نيروبي، مكان انعقاد الحلقة الثانية"),
    ],
    ids=LANGUAGES,
)
def test_question_without_a_word_that_asks_is_returned_whole(language, question):
    assert asked_clause(question, language) == question


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("zh", "谁签署了这份备忘录，哪年？"),
        ("en", "Who signed the memorandum with the customs body, and when?"),
        ("fr", "Qui a signé le mémorandum avec les douanes, et quand ?"),
        ("es", "¿Quién firmó el memorando con las aduanas, y cuándo?"),
        ("ru", "Кто подписал меморандум с таможней, и когда?"),
        ("ar", "من وقع المذكرة مع هيئة الجمارك، ومتى؟"),
    ],
    ids=LANGUAGES,
)
def test_clause_that_is_too_short_keeps_the_one_before_it(language, question):
    assert asked_clause(question, language) == question


def test_last_of_two_clauses_that_ask_is_taken():
    question = "Which officers came to the workshop, and which of them spoke there?"
    assert asked_clause(question, "en") == "and which of them spoke there?"


def test_clauses_after_the_one_that_asks_stay_with_it():
    question = "About the workshop: where was it held, in the view of the Secretariat, at the time?"
    assert asked_clause(question, "en") == (
        "where was it held, in the view of the Secretariat, at the time?"
    )


@pytest.mark.parametrize(
    "asked",
    [
        "of the 1,500.50 dollars how much was paid?",
        "in section 3.2 what do they say of fees?",
        "in the follow-up note who is thanked for it?",
    ],
)
def test_sign_within_a_number_or_a_word_does_not_part(asked):
    assert asked_clause(f"As for the centre, {asked}", "en") == asked


@pytest.mark.parametrize(
    "question",
    [
        "The Parties met in 2007. Which of them sent no report?",
        "The Parties met in 2007; Which of them sent no report?",
        "The Parties met in 2007 - Which of them sent no report?",
        "The Parties met in 2007 – Which of them sent no report?",
        "The Parties met in 2007: Which of them sent no report?",
    ],
)
def test_clauses_are_parted_by_each_sign_that_ends_one(question):
    assert asked_clause(question, "en") == "Which of them sent no report?"


def test_word_that_only_holds_a_word_that_asks_does_not_ask():
    question = "The training of customs officers, somewhere in the showrooms of Nairobi"
    assert asked_clause(question, "en") == question


def test_nothing_asks_nothing():
    assert asked_clause("", "en") == ""
