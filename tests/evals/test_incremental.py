from __future__ import annotations

import pytest

from coopbot.errors import CoopbotError
from evals.incremental import change_one, differences, found_by, ingest_apart, row_counts
from tests.built import make_notes, note


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("incremental") / "corpus"
    notes = {
        f"NOTE-{n}/en.txt": note(f"The Parties met in city {n}.", f"They decided matter {n}.")
        for n in range(4)
    }
    return make_notes(folder, notes)


def test_second_ingest_of_one_changed_file_equals_a_build_from_nothing(corpus, tmp_path):
    index, fresh = tmp_path / "index", tmp_path / "fresh"
    assert ingest_apart(corpus, index).changed == 4
    before = row_counts(index)
    change_one(corpus)
    assert ingest_apart(corpus, index).changed == 1
    assert ingest_apart(corpus, fresh).changed == 4
    assert row_counts(index) == before | {"paragraph_references": 2}
    assert set(differences(index, fresh).values()) == {0}
    asked = ["Where did the Parties meet?"]
    assert found_by(corpus, index, asked) == found_by(corpus, fresh, asked) != [[]]


def test_differences_count_the_rows_of_a_changed_file(corpus, tmp_path):
    ingest_apart(corpus, tmp_path / "one")
    change_one(corpus)
    ingest_apart(corpus, tmp_path / "two")
    found = differences(tmp_path / "one", tmp_path / "two")
    assert found["documents"] == found["files"] == 2
    # The paragraph that changed and the one after it, whose place in the file moved.
    assert found["paragraphs"] == 4


def test_ingest_that_fails_is_reported_in_one_sentence(tmp_path):
    with pytest.raises(CoopbotError, match=r"An ingest of the measurement failed"):
        ingest_apart(tmp_path / "nowhere", tmp_path / "index")
