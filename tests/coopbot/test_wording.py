from __future__ import annotations

import re
from string import Formatter

import pytest

from coopbot.languages import LANGUAGES
from coopbot.wording import (
    export_text,
    language_name,
    place,
    places,
    quoted,
    text,
    view_text,
    words_in,
)

PARTS = ("answers", "views", "exports")
OTHERS = [code for code in LANGUAGES if code != "en"]


def fields_in(part: str, language: str) -> dict[str, list[str]]:
    """Return the names of the places that each text of a part has."""
    return {
        key: sorted(name for _, name, _, _ in Formatter().parse(words) if name)
        for key, words in words_in(language)[part].items()
    }


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", OTHERS)
def test_wording_has_the_same_keys_and_fields_in_every_language(language, part):
    assert fields_in(part, language) == fields_in(part, "en")
    assert set(words_in(language)) == set(PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_wording_fills_the_places_of_each_part(language):
    assert "§" in text("missing", language, terms="§")
    assert "§" in view_text("decision_card", language, id="§")
    assert "§" in export_text("understood", language, question="§")


@pytest.mark.parametrize(
    ("language", "script"),
    [("zh", r"[\u4e00-\u9fff]"), ("ru", r"[\u0400-\u04ff]"), ("ar", r"[\u0600-\u06ff]")],
)
def test_wording_is_written_in_the_script_of_its_language(language, script):
    patterns = {
        "separator", "open_quote", "close_quote", "elsewhere", "in_brackets", "full_stop", "space",
    }  # fmt: skip
    foreign = [
        key
        for part in PARTS
        for key, words in words_in(language)[part].items()
        if key not in patterns and not re.search(script, re.sub(r"\{\w+\}", "", words))
    ]
    assert foreign == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("zh", "第21段（三）"),
        ("en", "paragraph 21(c)"),
        ("fr", "paragraphe 21 c)"),
        ("es", "párrafo 21 c)"),
        ("ru", "пункт 21 c)"),
        ("ar", "الفقرة 21(ج)"),
    ],
)
def test_place_of_an_item_follows_the_language(language, shown):
    assert place("21(c)", language) == shown


def test_places_are_listed_with_the_separator_of_the_language():
    assert places(["5", "6"], "zh") == "第5段、第6段"
    assert places(["5", "6"], "en") == "paragraph 5, paragraph 6"


def test_quotation_marks_follow_the_language():
    assert quoted("x", "fr") == "« x »"
    assert quoted("x", "zh") == "“x”"


def test_language_name_is_said_in_the_language_asked_for():
    assert language_name("zh", "en") == "Chinese"
    assert language_name("en", "zh") == "英文"
