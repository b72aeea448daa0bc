from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from opencc import OpenCC

from coopbot.builds import publication
from coopbot.children import module_environment
from coopbot.errors import IndexUnavailable
from coopbot.index import IndexReader
from coopbot.ledger import Ledger
from coopbot.verification import verify_in_child
from ingest.build import ingest
from tests.built import (
    CORPUS,
    FOLDER,
    SYMBOL,
    built,
    built_copy,
    content_of,
    make_corpus,
    make_notes,
    note,
    paths_of,
    settings_of,
)

CUSTOMS = "The Secretariat took part in the Green Customs Initiative, see decision BS-III/10."
SCIENCE = "Scientific bodies are to advise on risk assessment under Article 15 of the Protocol."
CHINESE = "秘书处参加了绿色海关倡议的会议，并审查了该倡议的活动。"


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def symbols(settings):
    with Ledger(paths_of(settings).ledger) as ledger:
        return {(facts.symbol, facts.language) for facts in ledger.facts()}


def test_ingest_publishes_what_it_read():
    settings, result = built()
    assert result.published
    assert result.complete
    assert [(file.outcome, file.language) for file in result.files] == [("ok", "en"), ("ok", "zh")]
    assert all(file.paragraphs > 50 and file.references > 100 for file in result.files)
    assert publication(settings.index).build == result.build
    assert symbols(settings) == {(SYMBOL, "en"), (SYMBOL, "zh")}


def test_ingest_again_changes_nothing(tmp_path):
    settings = built_copy(tmp_path)
    # The copy's paths are those of another corpus folder, but relative to it they are the same.
    before = snapshot(settings.index)
    again = ingest(settings)
    assert (again.build, again.published, again.changed) == (built()[1].build, True, ())
    assert again.files == built()[1].files
    assert snapshot(settings.index) == before


def test_build_id_is_a_function_of_corpus_and_settings(tmp_path):
    notes = {"NOTE-1/en.txt": note(CUSTOMS), "NOTE-2/zh.txt": note(CHINESE)}
    first = settings_of(make_notes(tmp_path / "one", notes), tmp_path / "index-1")
    second = settings_of(
        make_notes(tmp_path / "two", dict(reversed(notes.items()))), tmp_path / "index-2"
    )
    assert ingest(first).build == ingest(second).build
    assert content_of(first.index) == content_of(second.index)


def test_changed_added_and_removed_files_give_the_build_of_a_new_index(tmp_path):
    corpus = make_notes(
        tmp_path / "corpus",
        {
            "NOTE-1/en.txt": note(CUSTOMS, SCIENCE),
            "NOTE-1/zh.txt": note(CHINESE),
            "NOTE-2/en.txt": note(SCIENCE),
            "NOTE-3/fr.txt": note("Le Secrétariat a participé à l'Initiative douanière verte."),
        },
    )
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    make_notes(
        corpus,
        {
            "NOTE-1/en.txt": note(SCIENCE, "An entirely new paragraph on living organisms."),
            "NOTE-4/zh.txt": note(CHINESE, "生物安全议定书第十八条。"),
        },
    )
    (corpus / "documents" / "NOTE-2" / "en.txt").unlink()
    (corpus / "documents" / "NOTE-3" / "fr.txt").unlink()
    step = ingest(settings)
    assert step.changed == tuple(
        f"documents/{name}.txt" for name in ("NOTE-1/en", "NOTE-2/en", "NOTE-3/fr", "NOTE-4/zh")
    )
    whole = settings_of(corpus, tmp_path / "index-2")
    assert ingest(whole).build == step.build
    assert content_of(whole.index) == content_of(settings.index)
    assert verify_in_child(paths_of(settings)).ok
    readers = [IndexReader.open(settings), IndexReader.open(whole)]
    try:
        one, two = readers
        assert one.languages == two.languages == ("zh", "en")
        terms = {"article:15": 1.0, "protocol": 0.5}
        assert one.lexical("en").search(terms, 9) == two.lexical("en").search(terms, 9)
        vector = one.embedder.embed_queries(["organisms"])[0]
        for language in ("en", "zh", "fr"):
            assert one.vectors.search(language, vector, 9) == two.vectors.search(
                language, vector, 9
            )
    finally:
        for reader in readers:
            reader.close()


def test_unchanged_paragraphs_keep_their_rows(tmp_path):
    corpus = make_notes(
        tmp_path / "corpus",
        {"NOTE-1/en.txt": note(CUSTOMS), "NOTE-2/en.txt": note(SCIENCE, CUSTOMS)},
    )
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    with Ledger(paths_of(settings).ledger) as ledger:
        before = {row for row, p in ledger.iterate() if p.symbol == "NOTE-2"}
    make_notes(corpus, {"NOTE-0/en.txt": note(SCIENCE), "NOTE-1/en.txt": note(SCIENCE)})
    ingest(settings)
    with Ledger(paths_of(settings).ledger) as ledger:
        assert {row for row, p in ledger.iterate() if p.symbol == "NOTE-2"} == before


def test_bad_files_have_their_row_and_the_others_are_published(tmp_path):
    seed = (CORPUS / "documents" / FOLDER / "zh.txt").read_text("utf-8")
    corpus = make_notes(tmp_path / "corpus", {"GOOD/en.txt": note(CUSTOMS)})
    for name, content in {
        "EMPTY/en.txt": b"",
        "BINARY/en.txt": bytes(range(256)) * 64,
        "SIMPLE/zh.txt": seed.encode("gb18030"),
        "TRADITIONAL/zh.txt": OpenCC("s2t").convert(seed).encode("big5", "ignore"),
        "NOISE/zh.txt": b"1. \xff\xfe\xfd" + b"\x81\x20\xff" * 500,
        "HUGE/en.txt": b"",
    }.items():
        path = corpus / "documents" / name
        path.parent.mkdir()
        path.write_bytes(content)
    with (corpus / "documents" / "HUGE" / "en.txt").open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    settings = settings_of(corpus, tmp_path / "index")
    result = ingest(settings, [settings.documents, tmp_path / "missing.txt"])
    rows = {Path(file.path).parent.name or file.path: file for file in result.files}
    assert result.published
    assert not result.complete
    assert {name: file.outcome for name, file in rows.items() if "missing" not in file.path} == {
        "BINARY": "refused",
        "EMPTY": "empty",
        "GOOD": "ok",
        "HUGE": "refused",
        "NOISE": rows["NOISE"].outcome,
        "SIMPLE": "ok",
        "TRADITIONAL": "ok",
    }
    assert rows["NOISE"].outcome in ("damaged", "refused")
    (missing,) = (file for file in result.files if "missing" in file.path)
    assert missing.outcome == "damaged"
    for file in result.files:
        assert (file.reason is None) == (file.outcome == "ok")
        assert "\n" not in (file.reason or "")
    with Ledger(paths_of(settings).ledger) as ledger:
        assert "世界海关组织" in ledger.select("SIMPLE", label="5")[0].text
        assert "世界海關組織" in ledger.select("TRADITIONAL", label="5")[0].text
    assert ingest(settings, [settings.documents, tmp_path / "missing.txt"]).files == result.files


def test_file_that_becomes_readable_is_read(tmp_path):
    corpus = make_notes(tmp_path / "corpus", {"A/en.txt": note(CUSTOMS), "B/en.txt": ""})
    settings = settings_of(corpus, tmp_path / "index")
    assert [file.outcome for file in ingest(settings).files] == ["ok", "empty"]
    make_notes(corpus, {"B/en.txt": note(SCIENCE)})
    assert [file.outcome for file in ingest(settings).files] == ["ok", "ok"]


def test_corpus_of_which_nothing_can_be_read_leaves_the_build_before(tmp_path):
    corpus = make_notes(tmp_path / "corpus", {"A/en.txt": note(CUSTOMS)})
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    before = snapshot(settings.index)
    (corpus / "documents" / "A" / "en.txt").write_bytes(b"\0\1\2" * 1000)
    result = ingest(settings)
    assert (result.build, result.published) == (None, False)
    assert [file.outcome for file in result.files] == ["refused"]
    assert snapshot(settings.index) == before


def test_corpus_without_documents_publishes_nothing(tmp_path):
    (tmp_path / "corpus" / "documents").mkdir(parents=True)
    settings = settings_of(tmp_path / "corpus", tmp_path / "index")
    result = ingest(settings)
    assert (result.published, result.files) == (False, ())
    with pytest.raises(IndexUnavailable, match="There is no index at"):
        IndexReader.open(settings)


def test_given_paths_are_all_that_is_read(tmp_path):
    corpus = make_notes(tmp_path / "corpus", {"A/en.txt": note(CUSTOMS), "B/en.txt": note(SCIENCE)})
    loose = tmp_path / "loose note.txt"
    loose.write_text(note(SCIENCE), "utf-8")
    settings = settings_of(corpus, tmp_path / "index")
    result = ingest(settings, [corpus / "documents" / "B", loose])
    assert result.complete
    assert {facts for facts in symbols(settings)} == {("B", "en"), ("loose note", "en")}


def test_second_file_of_one_expression_is_refused_whatever_the_order(tmp_path):
    corpus = make_notes(tmp_path / "corpus", {"A/en.txt": note(CUSTOMS)})
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    # Sorted before the one that is held: the result is still that of a build from nothing.
    make_notes(corpus, {"A/en.aaa": note(SCIENCE)})
    step = ingest(settings)
    assert [(file.path, file.outcome) for file in step.files] == [
        ("documents/A/en.aaa", "ok"),
        ("documents/A/en.txt", "refused"),
    ]
    assert step.files[1].reason == (
        "documents/A/en.txt is A (en), as documents/A/en.aaa is; keep one of the two files"
    )
    (corpus / "documents" / "A" / "en.aaa").unlink()
    assert [file.outcome for file in ingest(settings).files] == ["ok"]


def test_revision_supersedes_and_the_report_says_so(tmp_path):
    stem = "UNEP-CBD-BS-COP-MOP-3-7"
    corpus = make_notes(tmp_path / "corpus", {f"{stem}/en.txt": note(CUSTOMS)})
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    make_notes(corpus, {f"{stem}-Rev.1/en.txt": note(SCIENCE)})
    result = ingest(settings)
    old, new = "UNEP/CBD/BS/COP-MOP/3/7", "UNEP/CBD/BS/COP-MOP/3/7/Rev.1"
    assert {file.symbol: file.warnings for file in result.files} == {
        old: (f"superseded by {new}: kept, but not searched",),
        new: (),
    }
    assert f"superseded by {new}" in paths_of(settings).report.read_text("utf-8")
    reader = IndexReader.open(settings)
    assert reader.superseded == {old: new}
    assert reader.ledger.select(old)
    reader.close()
    whole = settings_of(corpus, tmp_path / "index-2")
    ingest(whole)
    assert content_of(whole.index) == content_of(settings.index)
    shutil.rmtree(corpus / "documents" / f"{stem}-Rev.1")
    assert [file.warnings for file in ingest(settings).files] == [()]


def report_of(settings):
    report = paths_of(settings).report
    return json.loads(report.with_suffix(".json").read_text("utf-8")), report.read_text("utf-8")


def test_build_report_names_what_a_language_lacks(tmp_path):
    corpus = make_corpus(tmp_path / "corpus", ("zh", "en", "fr"))
    french = corpus / "documents" / FOLDER / "fr.txt"
    whole = french.read_text("utf-8")
    start, end = whole.index("\n9. "), whole.index("\n10. ")
    french.write_text(whole[:start] + whole[end:], "utf-8")
    make_notes(corpus, {"N/en.txt": note(CUSTOMS, SCIENCE), "N/es.txt": note(CUSTOMS)})
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    stored, page = report_of(settings)
    seed, other = sorted(stored["alignment"], key=lambda work: work["symbol"], reverse=True)
    pairs = {pair["language"]: pair for pair in seed["pairs"]}
    assert (seed["symbol"], seed["leading"], seed["sound"]) == (SYMBOL, "zh", False)
    assert pairs["fr"]["findings"] == ["gap: fr has no counterpart of 9"]
    assert pairs["fr"]["gaps"] == [{"label": "9", "language": "fr"}]
    assert pairs["en"]["findings"] == []
    assert other["pairs"][0]["findings"] == ["gap: es has no counterpart of 2"]
    assert "0 of the 2 works held in several languages line up without" in page
    assert "gap: fr has no counterpart of 9" in page
    # Mended, it is compared again, and the work that did not change keeps its entry.
    french.write_text(whole, "utf-8")
    assert ingest(settings).changed == (f"documents/{FOLDER}/fr.txt",)
    fresh = settings_of(corpus, tmp_path / "fresh")
    ingest(fresh)
    assert report_of(settings) == report_of(fresh)
    stored, page = report_of(settings)
    assert [work["sound"] for work in stored["alignment"]] == [False, True]
    # A work of which one language remains has nothing to line up.
    (corpus / "documents" / "N" / "es.txt").unlink()
    ingest(settings)
    assert [work["symbol"] for work in report_of(settings)[0]["alignment"]] == [SYMBOL]


def test_damaged_build_is_made_again_by_the_next_ingest(tmp_path):
    settings = built_copy(tmp_path)
    (data,) = list(paths_of(settings).chroma.rglob("data_level0.bin"))[:1]
    content = bytearray(data.read_bytes())
    content[len(content) // 2] ^= 1
    data.write_bytes(content)
    result = ingest(settings)
    assert result.build == built()[1].build
    assert publication(settings.index).folder == f"{result.build}-2"
    assert verify_in_child(paths_of(settings)).ok


def test_old_builds_go_but_the_one_before_stays(tmp_path):
    settings = settings_of(tmp_path / "corpus", tmp_path / "index")
    ids = []
    for text in (CUSTOMS, SCIENCE, CUSTOMS + SCIENCE):
        make_notes(settings.corpus, {"A/en.txt": note(text)})
        ids.append(ingest(settings).build)
    assert {path.name for path in (settings.index / "builds").iterdir()} == set(ids[1:])


def test_index_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    settings = settings_of(built()[0].corpus, tmp_path / "file" / "index")
    with pytest.raises(IndexUnavailable) as caught:
        ingest(settings)
    assert "cannot be written (Not a directory)" in str(caught.value)


RUN = (
    "import json, sys; from pathlib import Path; from coopbot.errors import CoopbotError\n"
    "from coopbot.settings import Settings; from ingest.build import ingest\n"
    "corpus, index = map(Path, sys.argv[1:3])\n"
    "try: result = ingest(Settings(corpus=corpus, index=index, workers=2))\n"
    "except CoopbotError as error: sys.exit(f'{type(error).__name__}: {error}')\n"
    "print(json.dumps(result.to_dict()))"
)


def run(settings, *, before=None):
    """Ingest in another process, whose script has no guard for being imported again."""
    return subprocess.run(
        [sys.executable, "-c", RUN, str(settings.corpus), str(settings.index)],
        env=module_environment(),
        capture_output=True,
        text=True,
        preexec_fn=before,
        check=False,
    )


@pytest.mark.parametrize("limit", [100_000, 6_500_000])
def test_full_disk_is_one_sentence_and_leaves_the_build_before(tmp_path, limit):
    """A limit on the size of a file stands for a full disk: every write beyond it fails."""
    settings = built_copy(tmp_path)
    make_notes(
        settings.corpus,
        {f"N{n}/en.txt": note(*[f"{CUSTOMS} {n}.{i}" for i in range(900)]) for n in range(4)},
    )
    before = snapshot(settings.index)
    done = run(settings, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert done.returncode == 1
    assert done.stderr.startswith("IndexUnavailable: The ")
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1
    assert snapshot(settings.index) == before
    assert IndexReader.open(settings).is_published()


def test_two_ingests_at_once_publish_one_and_refuse_the_other(tmp_path):
    settings = built_copy(tmp_path)
    make_notes(settings.corpus, {"N/en.txt": note(*[f"{CUSTOMS} {i}" for i in range(200)])})
    command = [sys.executable, "-c", RUN, str(settings.corpus), str(settings.index)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    first = subprocess.Popen(command, env=module_environment(), **pipes)
    lock = settings.index / "lock"
    while not lock.read_text():
        time.sleep(0.01)
    # Stopped, the first holds the lock for as long as the test needs it to.
    os.kill(first.pid, 19)
    second = run(settings)
    os.kill(first.pid, 18)
    output, _ = first.communicate()
    assert second.returncode == 1
    assert second.stderr.startswith(f"IndexLocked: The index {settings.index} is being written by")
    assert f"process {first.pid} on" in second.stderr
    assert json.loads(output)["published"]
    assert verify_in_child(paths_of(settings)).ok
