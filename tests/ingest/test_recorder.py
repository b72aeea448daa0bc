from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from coopbot.children import module_environment
from coopbot.errors import IndexUnavailable, UnreadableFile
from coopbot.ledger import Ledger
from coopbot.records import SCHEMA_VERSION, document_number, first_row
from coopbot.types import (
    Document,
    DocumentFacts,
    FileReport,
    Paragraph,
    Reference,
    SourceFile,
)
from ingest import recorder as recorders
from ingest.recorder import Recorder, SameDocument
from ingest.terms import Terms


def document(path, *texts, symbol="A/1", language="en"):
    source = SourceFile(path, "0" * 64, 9, DocumentFacts(symbol, language))
    text = "\n".join(texts)
    paragraphs = tuple(
        Paragraph(symbol, language, str(n), "paragraph", one, ((0, len(one)),), ordinal=n)
        for n, one in enumerate(texts, 1)
    )
    return Document(source, text, paragraphs)


def put(recorder, made):
    rows = recorder.put_document(
        made, [[Reference("decision", "BS-I/1", "x", 0, 1)]] * len(made.paragraphs)
    )
    terms = [Terms(p.language, tuple(p.text.split()), ()) for p in made.paragraphs]
    vectors = np.eye(len(rows), 4, dtype=np.float32)
    recorder.put_entries(rows, terms, vectors, None, None)
    source = made.source
    recorder.put_report(
        source, FileReport(source.path, source.facts.symbol, source.facts.language, "ok")
    )
    return rows


def test_recorded_document_is_read_back(tmp_path):
    made = document("a.txt", "one two", "three")
    with Recorder(tmp_path / "l.sqlite") as recorder:
        rows = put(recorder, made)
        recorder.finish()
    assert rows[0] == first_row(document_number("a.txt"))
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert list(ledger.paragraphs(rows).values()) == list(made.paragraphs)
        assert [entry.terms for entry in ledger.entries("en")] == [["one", "two"], ["three"]]
        assert len(ledger.citing("decision", "BS-I/1")) == 2
        assert ledger.meta()["schema"] == str(SCHEMA_VERSION)


def test_removed_file_leaves_nothing(tmp_path):
    with Recorder(tmp_path / "l.sqlite") as recorder:
        rows = put(recorder, document("a.txt", "one", "two"))
        kept = put(recorder, document("b.txt", "three", symbol="B/1"))
        assert recorder.remove_file("a.txt") == {"en": rows}
        assert recorder.remove_file("a.txt") == {}
        recorder.finish()
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert [row for row, _ in ledger.iterate()] == kept
        assert set(ledger.files()) == {"b.txt"}
        assert [row for row, _, _ in ledger.citing("decision", "BS-I/1")] == kept


def test_second_file_of_an_expression_is_refused_but_not_another_language(tmp_path):
    with Recorder(tmp_path / "l.sqlite") as recorder:
        put(recorder, document("a.txt", "one"))
        put(recorder, document("b.txt", "un", language="fr"))
        with pytest.raises(SameDocument) as caught:
            put(recorder, document("c.txt", "one more"))
    assert caught.value.other == "a.txt"
    assert str(caught.value) == "c.txt is A/1 (en), as a.txt is; keep one of the two files"


def test_two_paths_that_ask_for_one_number_get_two(tmp_path, monkeypatch):
    monkeypatch.setattr(recorders, "document_number", lambda path: 7)
    with Recorder(tmp_path / "l.sqlite") as recorder:
        first = put(recorder, document("a.txt", "one"))
        second = put(recorder, document("b.txt", "two", symbol="B/1"))
        recorder.remove_file("a.txt")
        again = put(recorder, document("a.txt", "one"))
    assert first == again == [first_row(7)]
    assert second == [first_row(8)]


def test_document_with_too_many_paragraphs_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(recorders, "MAX_PARAGRAPHS", 2)
    with (
        Recorder(tmp_path / "l.sqlite") as recorder,
        pytest.raises(UnreadableFile, match=r"a\.txt has 3 paragraphs, more than the 2") as caught,
    ):
        put(recorder, document("a.txt", "1", "2", "3"))
    assert caught.value.outcome == "refused"


def test_superseded_remark_comes_and_goes_and_spares_others(tmp_path):
    old, new = document("a.txt", "one"), document("b.txt", "two", symbol="A/1/Rev.1")
    with Recorder(tmp_path / "l.sqlite") as recorder:
        put(recorder, old)
        report = FileReport("a.txt", "A/1", "en", "ok", warnings=("its own",))
        recorder.put_report(old.source, report)
        put(recorder, new)
        for _ in range(2):
            assert recorder.mark_superseded() == {"A/1": "A/1/Rev.1"}
        recorder.commit()
        with Ledger(tmp_path / "l.sqlite", immutable=False) as ledger:
            assert ledger.files()["a.txt"][2] == replace(
                report, warnings=("its own", "superseded by A/1/Rev.1: kept, but not searched")
            )
        recorder.remove_file("b.txt")
        assert recorder.mark_superseded() == {}
        recorder.finish()
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert ledger.files()["a.txt"][2] == report


def test_space_of_what_was_deleted_is_given_back(tmp_path):
    path = tmp_path / "l.sqlite"
    with Recorder(path) as recorder:
        for n in range(20):
            put(recorder, document(f"{n}.txt", "word " * 4000, symbol=f"A/{n}"))
        recorder.finish()
    full = path.stat().st_size
    with Recorder(path) as recorder:
        for n in range(15):
            recorder.remove_file(f"{n}.txt")
        recorder.finish()
    assert path.stat().st_size < full / 2


def test_full_disk_is_one_sentence(tmp_path):
    """A limit on the size of a file stands for a full disk."""
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.ingest.test_recorder import Recorder, document, put\n"
        "with Recorder(Path(sys.argv[1])) as recorder:\n"
        "    for n in range(50):\n"
        "        put(recorder, document(f'{n}.txt', 'word ' * 4000, symbol=f'A/{n}'))\n"
        "    recorder.finish()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "l.sqlite")],
        env=module_environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"IndexUnavailable: The ledger {tmp_path}/l.sqlite cannot be written (" in done.stderr


def test_ledger_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        Recorder(tmp_path / "file" / "l.sqlite")
