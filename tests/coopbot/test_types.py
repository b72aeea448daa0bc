from __future__ import annotations

import dataclasses

import pytest

from coopbot import types
from coopbot.types import Paragraph, status_of
from tests.built import SYMBOL

PARAGRAPH = Paragraph(
    SYMBOL, "zh", "21(c)", "item", "内容", ((3, 5), (9, 11)), heading=("一、导言", "合作")
)


def test_every_noun_is_frozen_and_has_no_dictionary():
    nouns = [
        noun
        for noun in vars(types).values()
        if isinstance(noun, type) and noun.__module__ == types.__name__
    ]
    assert len(nouns) > 10
    for noun in nouns:
        assert dataclasses.is_dataclass(noun), noun
        assert noun.__dataclass_params__.frozen, noun
        assert "__slots__" in vars(noun), noun


def test_paragraph_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        PARAGRAPH.text = "anders"


def test_paragraph_spans_its_first_to_its_last_character():
    assert (PARAGRAPH.start, PARAGRAPH.end) == (3, 11)
    assert PARAGRAPH.key == (SYMBOL, "21(c)")


def test_paragraph_id_depends_on_place_and_text_alone():
    assert len(PARAGRAPH.id) == 32
    same = dataclasses.replace(PARAGRAPH, page=3, ordinal=7, spans=((0, 2),), official=False)
    assert same.id == PARAGRAPH.id
    for change in ({"text": "內容"}, {"language": "en"}, {"label": "21(d)"}, {"symbol": "X"}):
        assert dataclasses.replace(PARAGRAPH, **change).id != PARAGRAPH.id


def test_paragraph_in_context_begins_with_its_headings():
    assert PARAGRAPH.in_context == "一、导言\n合作\n内容"


def test_status_says_whether_a_text_is_official():
    assert status_of(PARAGRAPH) == "official"
    assert status_of(dataclasses.replace(PARAGRAPH, official=False)) == "unofficial"
