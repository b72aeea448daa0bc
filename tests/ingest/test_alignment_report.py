from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from coopbot.errors import NotInCorpus
from coopbot.ledger import Ledger
from coopbot.types import Document, DocumentFacts, SourceFile
from ingest.alignment_report import WorkAlignment, align_versions, align_work
from ingest.build import ingest
from ingest.document import read_document
from tests.built import FOLDER, SYMBOL, built, make_notes, note, paths_of, settings_of

LONG = "The Secretariat shall report on the workshop for customs officers in 2007."
OTHER = "Le Secrétariat rend compte de l'atelier destiné aux agents des douanes en 2007."


def version(folder: Path, language: str, text: str) -> Document:
    """Read a text as one language version of a note."""
    path = folder / f"{language}.txt"
    path.write_text(text, "utf-8")
    facts = DocumentFacts(symbol="NOTE-1", language=language)
    return read_document(SourceFile(path.name, "", len(text), facts), folder)


@pytest.fixture(scope="module")
def two_works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Open the ledger of two works whose symbols end alike, each in English alone."""
    folder = tmp_path_factory.mktemp("two-works")
    notes = {f"{name}/en.txt": note(LONG) for name in (FOLDER, "UNEP-CBD-COP-4-6")}
    settings = settings_of(make_notes(folder / "corpus", notes), folder / "index")
    ingest(settings)
    with Ledger(paths_of(settings).ledger) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def seed() -> WorkAlignment:
    with Ledger(paths_of(built()[0]).ledger) as ledger:
        return align_work(ledger, "4/6")


def test_seed_lines_up_without_a_gap(seed):
    assert (seed.symbol, seed.leading, seed.official) == (SYMBOL, "zh", True)
    (pair,) = seed.pairs
    assert pair.language == "en"
    assert (pair.gaps, pair.proposed, pair.doubts) == ((), (), ())
    assert pair.coverage == 1.0
    assert pair.matched > 40
    assert seed.sound


def test_report_as_json_is_complete(seed):
    data = json.loads(json.dumps(seed.to_dict(), ensure_ascii=False))
    assert (data["symbol"], data["sound"]) == (SYMBOL, True)
    assert set(data["pairs"][0]) == {
        "language", "paragraphs", "matched", "coverage", "proposed", "gaps", "doubts", "findings",
    }  # fmt: skip


def test_paragraph_that_one_version_lacks_is_a_gap(tmp_path):
    english = version(tmp_path, "en", note(*[LONG] * 4))
    french = version(tmp_path, "fr", note(*[OTHER] * 3))
    report = align_versions([english, french])
    (pair,) = report.pairs
    assert [(gap.label, gap.language) for gap in pair.gaps] == [("4", "fr")]
    assert (pair.matched, pair.coverage) == (3, 0.75)
    assert pair.findings == ("gap: fr has no counterpart of 4",)
    assert not report.sound


def test_differing_labels_are_proposed_not_taken(tmp_path):
    english = version(tmp_path, "en", f"1. {LONG}\n\n2. {LONG}\n\n3. {LONG}\n")
    french = version(tmp_path, "fr", f"1. {OTHER}\n\n2. {OTHER}\n\n3 bis. {OTHER}\n")
    (pair,) = align_versions([english, french]).pairs
    assert [(match.label, match.other) for match in pair.proposed] == [("3", "3bis")]
    assert (pair.matched, pair.coverage) == (2, 0.5)
    assert pair.findings == ("proposed: 3 may correspond to 3bis in fr",)


def test_paragraph_much_shorter_than_expected_is_doubted(tmp_path):
    english = version(tmp_path, "en", note(*[LONG] * 6))
    french = version(tmp_path, "fr", note(*[OTHER] * 3, "Le Secrétariat.", OTHER, OTHER))
    (pair,) = align_versions([english, french]).pairs
    assert [doubt.label for doubt in pair.doubts] == ["4"]
    ratio = pair.doubts[0].ratio
    assert ratio < 0.33
    assert pair.findings == (f"doubt: 4 is {ratio:g} times as long in fr as expected",)
    assert pair.gaps == ()


def test_single_version_has_no_pair(two_works):
    report = align_work(two_works, SYMBOL)
    assert (report.leading, report.pairs, report.sound) == ("en", (), True)
    assert report.paragraphs == 1


def test_document_that_is_not_held_is_named(two_works):
    with pytest.raises(NotInCorpus, match=r"^The document '9/13' is not held; `coopbot search`"):
        align_work(two_works, "9/13")


def test_short_symbol_that_fits_several_works_is_not_guessed(two_works):
    with pytest.raises(NotInCorpus, match=r"fits .*COP-MOP/4/6.*; name one\.$") as caught:
        align_work(two_works, "4/6")
    assert len(caught.value.nearest) == 2
