"""Folding: what becomes equal before text is cut into tokens, and the binary map that says so."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.folding import character_map, character_normalizer, normalizer, pre_tokenizer


@pytest.fixture(scope="module")
def mapping() -> dict[str, str]:
    return character_map()


def test_precompiled_map_changes_each_character_as_the_map_says(mapping: dict[str, str]) -> None:
    stored = character_normalizer()
    for code in range(1, 0x10000):
        character = chr(code)
        if 0xD800 <= code < 0xE000:
            continue
        # What changes under a combining mark is judged with a letter before it elsewhere.
        assert stored.normalize_str(character) == mapping.get(character, character), hex(code)


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_normalizer_takes_any_text(text: str) -> None:
    folded = normalizer().normalize_str(text)
    assert not any(
        unicodedata.category(character) == "Lu" for character in folded if ord(character) < 0x10000
    )


@pytest.mark.parametrize(
    ("forms", "folded"),
    [
        (("締約國", "缔约国"), "缔约国"),
        (("École", "ECOLE", "école", "E\u0301cole"), "ecole"),
        (("２００６", "٢٠٠٦", "۲۰۰۶", "2006"), "2006"),
        (("الجليدية", "والجليدية", "بالجليدية", "جليدي", "الجَلِيدِيَّة"), "جليد"),
        (("أهداف", "اهداف", "الأهداف", "أهدافها"), "اهداف"),
        (("документ", "документа", "Документы", "документами"), "документ"),
        (("Ёлка", "елки", "ЁЛКОЙ"), "елк"),
        (("decisions", "décision", "Decisión"), "decision"),
        (("mo\ufb01", "MOFI"), "mofi"),
    ],
    ids=["chinese", "accents", "digits", "article", "alif", "cases", "yo", "plural", "ligature"],
)
def test_normalizer_makes_forms_of_a_word_equal(forms: tuple[str, ...], folded: str) -> None:
    assert {normalizer().normalize_str(form) for form in forms} == {folded}


@pytest.mark.parametrize("word", ["дом", "суд", "сын", "بيت", "من", "الله", "gas", "bus"])
def test_normalizer_leaves_short_words_whole(word: str) -> None:
    assert len(normalizer().normalize_str(word)) >= 3 or word == "من"


def test_pre_tokenizer_separates_scripts_and_numbers() -> None:
    cut = pre_tokenizer().pre_tokenize_str("使用firefox 2001年, 128948 foo-bar «мир» سلام")
    assert [word for word, _ in cut] == [
        "使用",
        "firefox",
        "2001",
        "年",
        "1289",
        "48",
        "foo",
        "bar",
        "мир",
        "سلام",
    ]
