from __future__ import annotations

import pytest

from coopbot.languages import LANGUAGES
from coopbot.sentence_facts import sentence_facts
from tests.bundled import SYMBOL, bundled_bot


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
    assert [one.timed for one in facts_of("5", language)] == [True, False, False]
    assert [one.timed for one in facts_of("16", language)] == [True, False, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentence_that_lists_has_more_of_the_form_of_a_list(language):
    established, _, partners = facts_of("5", language)
    assert partners.listing >= 1.0 > established.listing


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "三个国家参加了会议。"),
        ("en", "Three countries took part in the meeting."),
        ("fr", "Trois pays ont pris part à la réunion."),
        ("es", "Tres países participaron en la reunión."),
        ("ru", "В совещании участвовали 3 страны."),
        ("ar", "شارك 3 بلدان في الاجتماع."),
    ],
    ids=LANGUAGES,
)
def test_number_is_noticed(language, text):
    assert told(text, language).counted


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "讲习班在上海举行。"),
        ("en", "The workshop was held in Shanghai, China."),
        ("fr", "L'atelier s'est tenu à Shanghai (Chine)."),
        ("es", "El taller se celebró en Shanghái (China)."),
        ("ru", "Семинар проходил в Шанхае (Китай)."),
    ],
    ids=[code for code in LANGUAGES if code != "ar"],
)
def test_place_is_noticed_where_there_is_a_pattern_for_it(language, text):
    assert told(text, language).placed


def test_plain_sentence_holds_nothing():
    facts = told("The work goes on", "en")
    assert (facts.cited, facts.timed, facts.counted, facts.placed, facts.listing) == (
        frozenset(), False, False, False, 0.0,
    )  # fmt: skip


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
