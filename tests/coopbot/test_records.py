from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coopbot.records import (
    MAX_PARAGRAPHS,
    document_number,
    first_row,
    next_number,
    pack_terms,
    paragraph_of,
    paragraph_values,
    reference_of,
    unpack_terms,
)
from coopbot.types import NoteMark, Paragraph, Reference

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
WORDS = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=8).filter(
    lambda word: not any(character.isspace() for character in word)
)


@given(
    st.builds(
        Paragraph,
        symbol=TEXT,
        language=st.sampled_from(["zh", "ar"]),
        label=TEXT,
        kind=st.sampled_from(["paragraph", "item"]),
        text=TEXT,
        spans=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1).map(tuple),
        heading=st.lists(TEXT, max_size=3).map(tuple),
        parent=st.none() | TEXT,
        printed=TEXT,
        page=st.none() | st.integers(1, 999),
        ordinal=st.integers(0, 9999),
        notes=st.lists(
            st.builds(NoteMark, label=TEXT, start=st.integers(0, 9), end=st.integers(0, 9))
        ).map(tuple),
        official=st.booleans(),
    )
)
def test_paragraph_comes_back_from_its_row(paragraph):
    assert paragraph_of(paragraph_values(7, paragraph)) == paragraph


@given(st.lists(WORDS, max_size=20))
def test_terms_come_back_as_they_were_packed(terms):
    assert unpack_terms(pack_terms(terms)) == terms


@given(st.text(max_size=200))
def test_document_number_leaves_room_for_every_row_in_63_bits(path):
    last = first_row(document_number(path)) + MAX_PARAGRAPHS - 1
    assert 0 <= last < 2**63
    assert document_number(path) == document_number(path)


def test_document_numbers_of_a_corpus_differ():
    paths = [f"documents/BENCH-{n}/{lang}.txt" for n in range(20_000) for lang in ("zh", "ar")]
    assert len({document_number(path) for path in paths}) == len(paths)


def test_next_number_of_the_last_one_is_the_first():
    assert next_number(5) == 6
    assert next_number((1 << 45) - 1) == 0


def test_reference_comes_back_from_its_columns():
    reference = Reference("article", "18(2)(a)", "第18条第2款(a)项", 3, 14)
    assert reference_of(("article", "18(2)(a)", "第18条第2款(a)项", 3, 14)) == reference
