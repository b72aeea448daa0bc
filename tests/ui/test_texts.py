from __future__ import annotations

from string import Formatter

import pytest

from coopbot.languages import LANGUAGES
from ui.texts import evaluate_texts, preferred_language, texts_in

OTHERS = [language for language in LANGUAGES if language != "en"]


def fields_of(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("texts_of", [texts_in, evaluate_texts])
@pytest.mark.parametrize("language", OTHERS)
def test_texts_have_the_same_keys_and_fields_in_every_language(language, texts_of):
    own, english = (texts_of(code).entries for code in (language, "en"))
    assert {key: fields_of(text) for key, text in own.items()} == {
        key: fields_of(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", OTHERS)
def test_texts_are_translated_not_copied(language):
    english = texts_in("en").entries
    same = {key for key, text in texts_in(language).entries.items() if text == english[key]}
    # Words that really are equal in two languages, names, and pure patterns.
    assert same <= {
        "name", "tab_documents", "scope_documents", "works", "document", "conversation",
        "languages",
        "history", "date", "pages", "paragraph", "footnote_other",
        "class_list", "citation",
        "class_temporal", "choose_document", "tab_article18",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_never_empty_and_written_in_their_script(language):
    texts = texts_in(language)
    entries = [*texts.entries.values(), *evaluate_texts(language).entries.values()]
    assert all(text.strip() for text in entries)
    script = {"zh": "\u4e00\u9fff", "ru": "\u0400\u04ff", "ar": "\u0600\u06ff"}.get(language)
    if script:
        for example in texts.examples:
            assert any(script[0] <= character <= script[1] for character in example.question)


def test_examples_have_the_same_classes_in_every_language():
    english = [example.kind for example in texts_in("en").examples]
    for language in OTHERS:
        assert [example.kind for example in texts_in(language).examples] == english


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("de-DE,de;q=0.9,fr;q=0.4,es;q=0.5", "es"),
        ("ar-EG", "ar"),
        ("pt-BR", "en"),
        ("ru;q=0, fr;q=0.1", "fr"),
        ("*;q=0.5, RU", "ru"),
        ("x" * 10_000, "en"),
    ],
)
def test_preferred_language_follows_the_browser(header, language):
    assert preferred_language(header) == language
