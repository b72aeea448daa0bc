from __future__ import annotations

import contextlib
import math
import random
from collections import Counter

import pytest

from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.ledger import Ledger
from coopbot.lexical import HEADING_BOOST, LexicalIndex
from coopbot.records import LexicalEntry
from tests.built import built, paths_of

K1, B = 1.2, 0.75


@pytest.fixture(scope="module")
def entries():
    with Ledger(paths_of(built()[0]).ledger) as ledger:
        return list(ledger.entries("en"))


@pytest.fixture(scope="module")
def index(entries, tmp_path_factory):
    return LexicalIndex.write(tmp_path_factory.mktemp("lexical") / "en", entries)


def bm25(field, terms):
    """Score documents by the formula of Robertson and Zaragoza (2009), with tantivy's rarity."""
    lengths = {row: len(words) for row, words in field.items()}
    mean = sum(lengths.values()) / len(lengths)
    scores = Counter()
    for term in terms:
        holding = {row: words.count(term) for row, words in field.items() if term in words}
        rarity = math.log(1 + (len(field) - len(holding) + 0.5) / (len(holding) + 0.5))
        for row, count in holding.items():
            shortened = K1 * (1 - B + B * lengths[row] / mean)
            scores[row] += rarity * count * (K1 + 1) / (count + shortened)
    return scores


def test_lexical_index_holds_every_entry(index, entries):
    assert len(index) == len(entries)
    assert index.rows() == {entry.row for entry in entries}


def test_lexical_scores_are_those_of_bm25(index, entries):
    words = {entry.row: list(entry.terms) for entry in entries}
    headings = {entry.row: list(entry.heading) for entry in entries}
    for seed in range(30):
        known = sorted(set(random.Random(seed).choice(entries).terms))
        terms = random.Random(seed).sample(known, min(3, len(known)))
        expected = bm25(words, terms)
        for row, score in bm25(headings, terms).items():
            expected[row] += HEADING_BOOST * score
        found = dict(index.search(dict.fromkeys(terms, 1.0), len(entries)))
        assert set(found) == set(expected)
        for row, score in found.items():
            # The engine stores the length of a field in one byte.
            assert score == pytest.approx(expected[row], rel=0.08)


def test_lexical_weights_scale_a_terms_score(index, entries):
    term = sorted(set(entries[5].terms))[0]
    once = dict(index.search({term: 1.0}, 5))
    twice = dict(index.search({term: 2.0}, 5))
    assert once
    assert twice == pytest.approx({row: 2 * score for row, score in once.items()}, rel=1e-4)


def test_lexical_results_descend_and_break_ties_by_row(index, entries):
    common = Counter(term for entry in entries for term in set(entry.terms)).most_common(1)[0][0]
    found = index.search({common: 1.0}, 20)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert len(found) == 20


def test_lexical_frequency_counts_paragraphs(index, entries):
    counted = Counter(term for entry in entries for term in set(entry.terms))
    for term in ("article:18", "protocol", "mangrove"):
        assert index.frequency(term) == counted[term]


def test_lexical_similar_terms_find_a_misspelling(index):
    exact = {row for row, _ in index.search({"custom": 1.0}, 50)}
    near = {row for row, _ in index.similar_terms("custmo", 50)} | {
        row for row, _ in index.similar_terms("custon", 50)
    }
    assert exact & near


def test_lexical_search_within_stretches_leaves_the_scores_as_they_are(index, entries):
    rows = sorted(entry.row for entry in entries)
    within = ((rows[2], rows[9]), (rows[20], rows[30]))
    inside = {row for row in rows if any(first <= row < end for first, end in within)}
    common = Counter(term for entry in entries for term in set(entry.terms)).most_common(1)[0][0]
    everywhere = dict(index.search({common: 1.0}, len(rows)))
    found = dict(index.search({common: 1.0}, len(rows), within))
    assert set(found) == set(everywhere) & inside
    assert found == {row: everywhere[row] for row in found}
    near = dict(index.similar_terms("custmo", len(rows)))
    assert dict(index.similar_terms("custmo", len(rows), within)) == {
        row: score for row, score in near.items() if row in inside
    }
    assert index.search({common: 1.0}, 5, ()) == []


def test_lexical_search_for_nothing_or_the_unknown_is_empty(index):
    assert index.search({}, 10) == []
    assert index.search({"zzzzzz": 1.0}, 10) == []
    assert index.search({'" OR (*': 1.0, "\0": 1.0}, 10) == []


def test_lexical_write_replaces_what_was_there(entries, tmp_path):
    LexicalIndex.write(tmp_path / "en", entries)
    again = LexicalIndex.write(tmp_path / "en", entries[:3])
    assert again.rows() == {entry.row for entry in entries[:3]}
    gone = set(entries[10].terms) - {term for entry in entries[:3] for term in entry.terms}
    assert all(again.frequency(term) == 0 for term in gone)


def test_lexical_index_of_nothing_is_searched_all_the_same(tmp_path):
    empty = LexicalIndex.write(tmp_path / "en", [])
    assert len(empty) == 0
    assert empty.rows() == set()
    assert empty.search({"protocol": 1.0}, 5) == []


def test_lexical_terms_of_any_script_are_kept_whole(tmp_path):
    terms = ["生物安全", "биобезопасность", "السلامة", "symbol:UNEP/CBD/BS/COP-MOP/4/6", "18(2)(a)"]
    index = LexicalIndex.write(tmp_path / "x", [LexicalEntry(7, terms, ["kopf"])])
    for term in terms:
        assert index.search({term: 1.0}, 5)[0][0] == 7
    assert index.search({"kopf": 1.0}, 5)[0][0] == 7


def test_lexical_index_that_is_missing_is_damage(tmp_path):
    with pytest.raises(IndexDamaged) as caught:
        LexicalIndex(tmp_path / "nowhere")
    assert str(caught.value).startswith(f"The lexical index {tmp_path}/nowhere cannot be used (")
    assert str(caught.value).endswith("); run `coopbot rebuild`.")


def test_lexical_index_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        LexicalIndex.write(tmp_path / "file" / "en", [])


@pytest.mark.parametrize("damage", ["cut", "zero", "gone"])
def test_lexical_damage_gives_our_error_or_a_result_but_nothing_else(entries, tmp_path, damage):
    folder = tmp_path / "en"
    LexicalIndex.write(folder, entries)
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        if not content:
            continue
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\0" * 50)
        with contextlib.suppress(IndexDamaged):
            opened = LexicalIndex(folder)
            opened.search({"protocol": 1.0, "article:18": 1.0}, 10)
            opened.rows()
        path.write_bytes(content)
