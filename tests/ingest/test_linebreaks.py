"""Soft line breaks: whatever the width, the text and its structure are the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.laws import verify_document
from ingest.lines import display_width, lines_of
from ingest.paragraphs import without_space
from ingest.reading import Reading
from tests.ingest.rewrapping import (
    LANGUAGES,
    SEED,
    Setting,
    blocks_of,
    read_seed,
    read_text,
    set_anew,
    shape,
    wrap,
)

SEEDS = {language: read_seed(language) for language in LANGUAGES}
BLOCKS = {language: blocks_of(document) for language, document in SEEDS.items()}


def joined(text, language="en"):
    """Return the text of the only paragraph."""
    document = read_text(text, language)
    assert verify_document(document) == []
    (paragraph,) = [p for p in document.paragraphs if p.kind != "item"]
    return paragraph.text


@settings(max_examples=40, deadline=None)
@given(
    language=st.sampled_from(LANGUAGES),
    width=st.integers(24, 160) | st.just(400),
    trailing=st.booleans(),
    blanks=st.sampled_from(["between", "none", "everywhere"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_structure_is_the_same_at_every_width(language, width, trailing, blanks, newline):
    text = set_anew(BLOCKS[language], Setting(width, trailing, blanks, newline))
    document = read_text(text, language)
    assert verify_document(document) == []
    assert shape(document) == shape(SEEDS[language])


@settings(max_examples=15, deadline=None)
@given(language=st.sampled_from(LANGUAGES), width=st.integers(30, 120))
def test_structure_of_repaired_text_is_itself(language, width):
    once = read_text(set_anew(BLOCKS[language], Setting(width, False, "between")), language)
    again = read_text(set_anew(blocks_of(once), Setting(10_000, False, "between")), language)
    assert shape(again) == shape(once)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(
            list("ab 1.2)(（一二）、。/*-[]\n\n \t\u200f\u00ad\x00\f注第条«é中")
        ),
        max_size=300,
    )
)
def test_no_visible_character_is_lost_whatever_the_text(text):
    if not text.strip("\x00\u200f\u00ad \n\t\f"):
        return
    assert verify_document(read_text(text)) == []


@settings(max_examples=25, deadline=None)
@given(
    language=st.sampled_from(LANGUAGES),
    cuts=st.lists(st.integers(0, 40_000), max_size=6),
    drop=st.booleans(),
)
def test_no_visible_character_of_a_mutilated_document_is_lost(language, cuts, drop):
    text = (SEED / f"{language}.txt").read_text(encoding="utf-8")
    for cut in cuts:
        place = cut % (len(text) + 1)
        text = text[:place] + text[place + 57 :] if drop else text[:place] + "\n" + text[place:]
    if text.strip():
        assert verify_document(read_text(text, language)) == []


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (
            "1. 根据第 BS-III/6\n号决定中提到的组\n织的安排。",
            "根据第 BS-III/6 号决定中提到的组织的安排。",
        ),
        ("1. 第18条第\n2款", "第18条第2款"),
        ("1. UNEP/CBD/BS/\nCOP-MOP/4/6 of the\nmeeting", "UNEP/CBD/BS/COP-MOP/4/6 of the meeting"),
        ("1. UNEP/CBD/BS/COP-\nMOP/4/6", "UNEP/CBD/BS/COP-MOP/4/6"),
        ("1. a sum of 10,\n000 dollars", "a sum of 10,000 dollars"),
        ("1. in 2007,\n100 Parties", "in 2007, 100 Parties"),
        ("1. capacity-\nbuilding", "capacity-building"),
        ("1. biodiver\u00ad\nsity", "biodiversity"),
        ("1. Les « Douanes\nvertes »", "Les « Douanes vertes »"),
        ("1. https://www.cbd.int/\ndoc.pdf is", "https://www.cbd.int/doc.pdf is"),
        ("1. и разнооб-\nразие, разнообразие", "и разнообразие, разнообразие"),
        ("1. مؤتمر\nالأطراف", "مؤتمر الأطراف"),
        ("1. 题为“绿色海\n关”的手册", "题为“绿色海关”的手册"),
    ],
)
def test_soft_break_is_removed_the_way_the_script_asks(broken, whole):
    assert joined(broken) == whole


def test_hyphen_that_parts_a_word_is_cut_only_where_the_document_shows_the_word():
    text = "1. The conserva-\ntion of species. No conservation without capacity-\nbuilding at all."
    document = read_text(text, "en")
    (paragraph,) = document.paragraphs
    assert paragraph.text == (
        "The conservation of species. No conservation without capacity-building at all."
    )
    (hyphen,) = [a for a in document.artefacts if a.kind == "hidden"]
    assert document.text[hyphen.start : hyphen.end + 1] == "-\n"
    assert verify_document(document) == []


def test_space_between_chinese_and_latin_follows_the_document():
    spaced = read_text("1. 在 2007 年 5 月和\n2008 年举行")
    glued = read_text("1. 在2007年5月和\n2008年举行")
    assert spaced.paragraphs[0].text == "在 2007 年 5 月和 2008 年举行"
    assert glued.paragraphs[0].text == "在2007年5月和2008年举行"


def test_display_width_counts_east_asian_characters_twice():
    assert display_width("第 18 条，") == 10
    assert display_width("كُتُب") == 3
    assert display_width("conservación") == 12


def test_lines_carry_what_surrounds_them():
    lines = lines_of(
        Reading(text=f"one \n\n{' ' * 56}\n two\f\nthree", format="text", pages=(0, 68))
    )
    assert [line.text for line in lines] == ["one", "two", "three"]
    assert [line.trailing for line in lines] == [True, False, False]
    assert [line.indent for line in lines] == [0, 1, 0]
    assert [line.ruled for line in lines] == [False, True, False]
    assert [line.page_break for line in lines] == [False, False, True]


def test_wrapping_of_the_tests_loses_nothing():
    for block in BLOCKS["zh"]:
        assert without_space("".join(wrap(block, 40))) == without_space(block)


def test_lines_with_half_a_million_spaces_inside_are_read():
    # A pattern for the margin that tried again behind each space would not come to an end.
    text = "before" + " " * 500_000 + "behind\0 \n" + "\u00a0\0second\u3000\n"
    lines = lines_of(Reading(text=text, format="text"))
    assert [(line.text[:6], line.text[-6:]) for line in lines] == [
        ("before", "behind"), ("second", "second"),
    ]  # fmt: skip
    assert [text[line.start : line.end][-6:] for line in lines] == ["behind", "second"]
