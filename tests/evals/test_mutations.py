from __future__ import annotations

import io
import zipfile
from collections import Counter

import pytest

from evals.mutations import Good, mutants
from evals.mutations_archive import ARCHIVE
from evals.mutations_bytes import ANY
from evals.mutations_markup import HTML, TEXT
from evals.mutations_pdf import PDF
from evals.typesetting import as_html, write_docx
from tests.ingest.rewrapping import read_seed


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    seed = read_seed("en")
    path = tmp_path_factory.mktemp("good") / "a.docx"
    write_docx(seed, path)
    return [
        Good("en", "docx", path.read_bytes()),
        Good("en", "html", as_html(seed).encode("utf-8")),
        Good("en", "txt", seed.text.encode("utf-8")),
    ]


def test_mutants_are_the_same_for_the_same_seed(good):
    cheap = [file for file in good if file.form == "txt"]
    first, second = (list(mutants(cheap, 40, 7)) for _ in range(2))
    assert first == second
    assert list(mutants(cheap, 40, 8)) != first


def test_mutants_take_every_mutation_in_turn(good):
    count = 3 * len(ANY) + len(ARCHIVE) + len(HTML) + len(TEXT) + 2
    made = list(mutants(good, count, 1))
    assert set(Counter(mutant.kind for mutant in made).values()) == {1}
    assert len({mutant.name for mutant in made}) == count


def test_mutants_differ_from_what_they_are_made_of(good):
    made = list(mutants([file for file in good if file.form == "html"], 30, 3))
    changed = sum(mutant.data != good[1].data for mutant in made if mutant.kind[:4] == "html")
    assert changed >= 25


def test_bomb_is_small_on_disk_and_large_inside(good):
    import random

    data = ARCHIVE["bomb"](good[0].data, random.Random(1))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(entry.file_size for entry in archive.infolist()) > 100 * len(data)


def test_pdf_mutations_leave_bytes_without_structure_alone():
    import random

    names = ("streams-swapped", "references-in-loops", "stream-cut", "nested-deep")
    assert [PDF[name](b"%PDF-1.7", random.Random(1)) for name in names] == [b"%PDF-1.7"] * 4
