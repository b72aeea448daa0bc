from __future__ import annotations

import pytest

from coopbot.given import given_by
from coopbot.languages import LANGUAGES
from coopbot.sentence_facts import sentence_facts
from tests.bundled import SYMBOL, bundled_bot

NOTHING = given_by("", "en")
"""A question that states nothing itself."""


def facts_of(label, language):
    index = bundled_bot().index
    return index.reading(index.expressions(SYMBOL, label)[language]).facts


def told(text, language):
    return sentence_facts(text, language, (0, len(text)), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentence_that_cites_is_told_from_those_beside_it(language):
    facts = facts_of("14", language)
    assert ["decision" in one.cited for one in facts] == [False, False, True]
    assert ["meeting" in one.cited for one in facts] == [False, True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentence_that_gives_a_date_is_told_from_those_beside_it(language):
    assert [one.is_timed(NOTHING) for one in facts_of("5", language)] == [True, False, False]
    assert [one.is_timed(NOTHING) for one in facts_of("16", language)] == [True, False, False]


@pytest.mark.parametrize(
    ("language", "same", "more"),
    [
        ("zh", "2008年2月的会议谈了什么？", "2008年的会议谈了什么？"),
        (
            "en",
            "What was raised at the meeting of February 2008?",
            "What was raised at the meeting of 2008?",
        ),
        ("fr", "Qu'a-t-on dit à la réunion de février 2008 ?", "Qu'a-t-on dit en 2008 ?"),
        ("es", "¿Qué se trató en la reunión de febrero de 2008?", "¿Qué se trató en 2008?"),
        ("ru", "О чём шла речь в феврале 2008 года?", "О чём шла речь в 2008 году?"),
        ("ar", "ماذا نوقش في اجتماع فبراير 2008؟", "ماذا نوقش في عام 2008؟"),
    ],
    ids=LANGUAGES,
)
def test_date_that_the_question_states_itself_tells_no_time(language, same, more):
    held_in_february_2008 = facts_of("16", language)[0]
    assert not held_in_february_2008.is_timed(given_by(same, language))
    assert held_in_february_2008.is_timed(given_by(more, language))


def test_time_by_an_event_is_one_whatever_the_question_states():
    facts = told("Since the third meeting, held in 2006, records are sent by post.", "en")
    assert facts.dates == ("2006",)
    assert facts.is_timed(given_by("What has changed since 2006?", "en"))
    assert not told("In 2006 records were sent by post.", "en").is_timed(
        given_by("What was sent in 2006?", "en")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentence_that_lists_has_more_of_the_form_of_a_list(language):
    established, _, partners = facts_of("5", language)
    assert partners.listing >= 1.0 > established.listing


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("zh", "三个国家参加了会议。", "这3个国家做了什么？"),
        ("en", "Three countries took part in the meeting.", "What did the 3 countries do?"),
        ("fr", "Trois pays ont pris part à la réunion.", "Qu'ont fait les 3 pays ?"),
        ("es", "Tres países participaron en la reunión.", "¿Qué hicieron los 3 países?"),
        ("ru", "В совещании участвовали 3 страны.", "Что сделали эти 3 страны?"),
        ("ar", "شارك 3 بلدان في الاجتماع.", "ماذا فعلت البلدان 3؟"),
    ],
    ids=LANGUAGES,
)
def test_number_is_noticed_unless_the_question_states_it(language, text, question):
    assert told(text, language).numbers == {3}
    assert told(text, language).is_counted(NOTHING)
    assert not told(text, language).is_counted(given_by(question, language))


def test_one_number_more_than_in_the_question_is_enough():
    given = given_by("What did the 3 countries do?", "en")
    assert told("The 3 countries sent 12 officers.", "en").is_counted(given)


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("zh", "讲习班在上海举行。", "上海的讲习班怎么样？"),
        ("en", "The workshop was held in Shanghai.", "How was the Shanghai workshop?"),
        ("fr", "L'atelier s'est tenu à Shanghai.", "Qui était à l'atelier de Shanghai ?"),
        ("es", "El taller se celebró en Shanghái.", "¿Quién fue al taller de Shanghai?"),
        ("ru", "Семинар проходил в Шанхае.", "Кто был на семинаре в городе Шанхай?"),
    ],
    ids=[code for code in LANGUAGES if code != "ar"],
)
def test_place_is_noticed_unless_the_question_names_it(language, text, question):
    assert told(text, language).is_placed(NOTHING)
    assert not told(text, language).is_placed(given_by(question, language))


def test_place_is_not_noticed_where_there_is_no_pattern_for_it():
    assert not told("عقدت حلقة العمل في شنغهاي.", "ar").is_placed(NOTHING)


def test_plain_sentence_holds_nothing():
    facts = told("The work goes on", "en")
    assert (facts.cited, facts.dates, facts.since, facts.numbers, facts.listing) == (
        frozenset(), (), False, frozenset(), 0.0,
    )  # fmt: skip
    assert not facts.is_timed(NOTHING)
    assert not facts.is_counted(NOTHING)
    assert not facts.is_placed(NOTHING)


def test_long_list_counts_no_more_than_a_list():
    assert told("a, b, c, d, e, f, g, h, i", "en").listing == 1.0
    assert told("Those are: a, b, c, d, e, f, g, h, i", "en").listing == 1.5


def test_only_citations_inside_the_sentence_count():
    index = bundled_bot().index
    paragraph = index.expressions(SYMBOL, "14")["en"]
    references = index.references(paragraph)
    (start, end) = index.reading(paragraph).spans[2]
    text = paragraph.text[start:end]
    assert "decision" in sentence_facts(text, "en", (start, end), references).cited
    assert "decision" not in sentence_facts(text, "en", (0, start), references).cited


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It met on 29 May 2006.", {"date"}),
        ("It was held in Shanghai.", {"place"}),
        ("It has 12 members.", {"number"}),
        ("The Parties met.", set()),
    ],
)
def test_sentence_tells_what_it_holds_without_the_word_for_it(text, kinds):
    assert told(text, "en").told == kinds


def test_sentence_that_cites_a_document_tells_a_symbol():
    assert [facts.told for facts in facts_of("fn2", "en")] == [{"symbol"}]
