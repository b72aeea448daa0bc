from __future__ import annotations

from decimal import Decimal

import pytest

from coopbot.given import given_by
from coopbot.languages import LANGUAGES

ASKED = {
    "zh": "2007年3月签署的备忘录在12个国家有何成果？",
    "en": "What did the memorandum signed in March 2007 lead to in 12 countries?",
    "fr": "Qu'a donné le mémorandum signé en mars 2007 dans 12 pays ?",
    "es": "¿Qué produjo el memorando firmado en marzo de 2007 en 12 países?",
    "ru": "К чему привёл меморандум, подписанный в марте 2007 года в 12 странах?",
    "ar": "ماذا نتج عن المذكرة الموقعة في مارس 2007 في 12 بلدا؟",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_and_numbers_of_a_question_are_read(language):
    given = given_by(ASKED[language], language)
    assert given.dates == ("2007-03",)
    assert given.numbers == {Decimal(12)}


@pytest.mark.parametrize(
    ("date", "new"),
    [
        ("2007", False),
        ("2007-03", False),
        ("2007-03-28", True),
        ("2007-03-28/2007-03-30", True),
        ("2007-04", True),
        ("2008", True),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_date_that_says_more_is_new(language, date, new):
    assert given_by(ASKED[language], language).new_dates([date]) == ([date] if new else [])


def test_month_of_a_period_of_days_is_not_new():
    given = given_by("What was shown from 24 to 28 September 2007?", "en")
    assert given.new_dates(["2007-09-24/2007-09-28", "2007-09", "2007"]) == []
    assert given.new_dates(["2007-10", "2007-09-30"]) == ["2007-10", "2007-09-30"]


def test_new_dates_keep_their_order():
    given = given_by("What was signed in 2007?", "en")
    assert given.new_dates(["2009", "2007", "2008-01"]) == ["2009", "2008-01"]


def test_without_dates_in_the_question_every_date_is_new():
    assert given_by("When was it signed?", "en").new_dates(["2007", "2008"]) == ["2007", "2008"]


@pytest.mark.parametrize(
    ("language", "question", "name", "other"),
    [
        ("zh", "除了日本以外，还有谁到会？", "日本", "赞比亚"),
        ("en", "Who came to the workshop besides Zambia?", "Zambia", "Japan"),
        ("fr", "Qui est venu à l'atelier, outre le Sénégal ?", "Sénégal", "Cameroun"),
        ("es", "¿Quién vino al taller, además de México?", "México", "Perú"),
        ("ru", "Кто приехал на семинар, кроме Японии?", "Япония", "Замбия"),
        ("ar", "من حضر حلقة العمل غير اليابان؟", "اليابان", "زامبيا"),
    ],
    ids=LANGUAGES,
)
def test_name_is_new_where_the_question_has_no_form_of_it(language, question, name, other):
    given = given_by(question, language)
    assert not given.is_new(name)
    assert given.is_new(other)


def test_name_is_the_same_without_its_accents():
    assert not given_by("Outre le Senegal, qui est venu ?", "fr").is_new("Sénégal")


def test_name_in_another_case_is_the_same():
    assert not given_by("Кто приехал, кроме Японии?", "ru").is_new("Японией")


@pytest.mark.parametrize("name", ["Equatorial Guinea", "South Sudan"])
def test_name_of_which_the_question_has_one_word_is_new(name):
    assert given_by("Who came besides Guinea and South Africa?", "en").is_new(name)


@pytest.mark.parametrize(
    ("question", "name"),
    [("Which countries besides Niger?", "Nigeria"), ("romantic", "Oman")],
)
def test_a_name_that_begins_like_another_is_new(question, name):
    assert given_by(question, "en").is_new(name)


def test_the_ends_of_a_period_that_the_question_has_are_not_new():
    given = given_by("What happened from 24 to 28 September 2007?", "en")
    assert given.new_dates(["2007-09-24", "2007-09-28", "2007-09-26"]) == ["2007-09-26"]
