from __future__ import annotations

import pytest

from coopbot.collecting import collect
from coopbot.languages import LANGUAGES
from tests.bundled import PARTNERS_QUESTION, bundled_bot, read_question


@pytest.mark.parametrize(
    ("asked", "what", "ids"),
    [
        (
            "Which decisions are mentioned in the documents?",
            "decisions",
            ["BS-II/6", "BS-II/6(f)", "BS-III/10", "BS-III/11", "BS-III/6", "BS-III/9(3)"],
        ),
        ("文件提到了哪些条款？", "articles", ["18", "18(2)", "18(3)", "23", "25"]),
    ],
)
def test_everything_of_a_kind_is_collected_with_its_paragraphs(asked, what, ids):
    collected = collect(read_question(asked), bundled_bot().index)
    assert {thing.what for thing in collected} == {what}
    assert [thing.id for thing in collected] == ids
    for thing in collected:
        assert thing.places
        for paragraph, reference in thing.places:
            assert paragraph.official
            assert reference.text in paragraph.text


def test_nothing_is_collected_for_a_plain_question():
    assert collect(read_question(PARTNERS_QUESTION), bundled_bot().index) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_beyond_the_bound_are_counted_and_said(monkeypatch, language):
    asked = "Which decisions are mentioned in the documents?"
    (whole, *_) = sorted(
        collect(read_question(asked), bundled_bot().index), key=lambda thing: -len(thing.places)
    )
    monkeypatch.setattr("coopbot.collecting.MOST_PLACES", 1)
    bounded = {thing.id: thing for thing in collect(read_question(asked), bundled_bot().index)}
    assert bounded[whole.id].places == whole.places[:1]
    assert bounded[whole.id].further == len(whole.places) - 1 > 0
    answer = bundled_bot().ask(asked, language=language)
    line = next(line for line in answer.text.splitlines() if line.startswith(f"• {whole.id}:"))
    assert str(len(whole.places) - 1) in line.rpartition("]")[2]
