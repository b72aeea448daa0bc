from __future__ import annotations

import pytest

from coopbot.languages import LANGUAGES
from coopbot.thesaurus import Thesaurus
from tests.bundled import bundled_bot


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    return bundled_bot().index.thesaurus


def found(thesaurus, text, language):
    terms = bundled_bot().index.analyzer.content_terms(text, language)
    return {match.id: match.terms for match in thesaurus.find(text, terms, language)}


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("Who runs it?", "en", "coordinate"),
        ("谁牵头？", "zh", "coordinate"),
        ("Quel est le prix à payer ?", "fr", "cost"),
        ("¿Quiénes son los socios?", "es", "partner"),
        ("Кто руководит инициативой?", "ru", "coordinate"),
        ("من هم شركاء المبادرة؟", "ar", "partner"),
    ],
)
def test_everyday_word_names_its_concept(thesaurus, text, language, concept):
    assert concept in found(thesaurus, text, language)


def test_phrase_needs_all_its_words(thesaurus):
    assert "coordinate" in found(thesaurus, "Who is in charge?", "en")
    assert "fundraising" in found(thesaurus, "Will they raise funds?", "en")
    assert "fundraising" not in found(thesaurus, "Will they raise awareness?", "en")


def test_match_tells_the_terms_of_the_question(thesaurus):
    assert found(thesaurus, "Who coordinates it?", "en")["coordinate"] == frozenset({"coordin"})


def test_every_concept_has_terms_in_every_language(thesaurus):
    concepts = bundled_bot().registry.concepts
    assert len(concepts) > 150
    assert [
        (id, language)
        for id in concepts
        for language in LANGUAGES
        if not thesaurus.forms(id, language)
    ] == []


def test_text_speaks_of_a_concept_in_its_own_language(thesaurus):
    assert thesaurus.is_spoken_of("coordinate", "该倡议由臭氧行动处协调。", "zh")
    assert thesaurus.is_spoken_of("coordinate", "It is coordinated by the Branch.", "en")
    assert not thesaurus.is_spoken_of("coordinate", "It joined in 2006.", "en")


def test_decisive_concepts_are_marked_in_the_file(thesaurus):
    assert thesaurus.is_decisive("recommend")
    assert not thesaurus.is_decisive("coordinate")


def test_date_tells_when_without_its_word(thesaurus):
    assert thesaurus.told_by("date") == "date"
    assert thesaurus.told_by("venue") == "place"
    assert thesaurus.told_by("coordinate") is None


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("Which office is responsible for the Initiative?", "en", "reply"),
        ("To whom did the secretariat report?", "en", "press"),
        ("Where is the rest written up?", "en", "author"),
        ("Qu'a donné le Secrétariat ?", "fr", "donor"),
        ("¿Qué número tiene la reunión?", "es", "many"),
        ("ما المهام التي كُلف بها الأمين التنفيذي؟", "ar", "cost"),
        ("في أي وثائق أجد التقريرين؟", "ar", "cost_effective"),
    ],
)
def test_word_of_another_meaning_with_the_same_stem_names_no_concept(
    thesaurus, text, language, concept
):
    assert concept not in found(thesaurus, text, language)
