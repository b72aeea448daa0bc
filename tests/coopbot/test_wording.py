from __future__ import annotations

import re

import pytest

from coopbot.languages import LANGUAGES
from coopbot.wording import KEYS, complete, language_name, place, places, quoted, text


def fields_in(key: str, language: str) -> set[str]:
    """Return the names of the fields that a text has, found by trying to fill it."""
    given: dict[str, str] = {}
    while True:
        try:
            text(key, language, **given)
        except KeyError as missing:
            given[missing.args[0]] = "x"
        else:
            return set(given)


def filled(key: str, language: str) -> str:
    return text(key, language, **dict.fromkeys(FIELDS[key], "x"))


FIELDS = {key: fields_in(key, "en") for key in KEYS}


def test_wording_has_every_key_in_every_language():
    assert complete()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_wording_has_the_same_fields_in_every_language(language):
    assert {key: fields_in(key, language) for key in KEYS} == FIELDS


@pytest.mark.parametrize(
    ("language", "script"),
    [("zh", r"[\u4e00-\u9fff]"), ("ru", r"[\u0400-\u04ff]"), ("ar", r"[\u0600-\u06ff]")],
)
def test_wording_is_written_in_the_script_of_its_language(language, script):
    marks = {"separator", "open_quote", "close_quote"}
    foreign = [
        key for key in KEYS if key not in marks and not re.search(script, filled(key, language))
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
