from __future__ import annotations

import shutil

import pytest

from coopbot.builds import publication, require_whole
from coopbot.errors import IndexDamaged, IndexLocked, IndexUnavailable, UsageError
from coopbot.index import IndexReader
from ingest.lock import write_lock
from ingest.operations import backup, rebuild, restore
from tests.built import built, built_copy, content_of, paths_of, settings_of


def damage(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.write_bytes(content)


def answers(settings):
    """Return what the indexes of a build give for a few questions."""
    reader = IndexReader.open(settings)
    try:
        vector = reader.embedder.embed_queries(["Green Customs Initiative"])[0]
        terms = dict.fromkeys(reader.analyzer.content_terms("绿色海关倡议的合作伙伴", "zh"), 1.0)
        return (
            reader.vectors.search("en", vector, 10),
            reader.lexical("zh").search(terms, 10),
            reader.lexical("en").search({"article:18": 1.0}, 10),
        )
    finally:
        reader.close()


def test_rebuild_makes_every_index_again_from_the_ledger(tmp_path):
    settings = built_copy(tmp_path)
    before = answers(settings)
    content = content_of(settings.index)
    folder = paths_of(settings).folder
    for path in [*folder.rglob("chroma.sqlite3"), *folder.rglob("*.term"), folder / "words.bin"]:
        damage(path)
    shutil.rmtree(folder / "lexical" / "zh")
    with pytest.raises(IndexDamaged):
        IndexReader.open(settings)
    stages = []
    result = rebuild(settings, progress=lambda stage, done, total: stages.append(stage))
    assert result.ok
    assert set(stages) == {"index", "verify"}
    published = publication(settings.index)
    assert (published.build, published.folder) == (built()[1].build, f"{built()[1].build}-2")
    require_whole(settings.index, published, contents=True)
    assert answers(settings) == before
    assert content_of(settings.index) == content


def test_rebuild_of_a_damaged_ledger_is_refused_and_changes_nothing(tmp_path):
    settings = built_copy(tmp_path)
    damage(paths_of(settings).ledger)
    before = publication(settings.index)
    with pytest.raises(IndexDamaged) as caught:
        rebuild(settings)
    assert "(the file ledger.sqlite has changed)" in str(caught.value)
    assert str(caught.value).endswith("run `coopbot restore` with a backup or `coopbot ingest`.")
    assert publication(settings.index) == before
    assert {path.name for path in (settings.index / "builds").iterdir()} == {before.folder}


def test_rebuild_without_an_index_says_what_to_do(tmp_path):
    with pytest.raises(IndexUnavailable, match="There is no index at"):
        rebuild(settings_of(built()[0].corpus, tmp_path / "index"))


@pytest.mark.parametrize("operation", ["rebuild", "backup", "restore"])
def test_operation_waits_for_no_other_writer(tmp_path, operation, monkeypatch):
    settings = built_copy(tmp_path)
    monkeypatch.setattr("ingest.lock.WAIT_SECONDS", 0.1)
    calls = {
        "rebuild": lambda: rebuild(settings),
        "backup": lambda: backup(settings, tmp_path / "backup"),
        "restore": lambda: restore(settings, built()[0].index),
    }
    with write_lock(settings.index, "ingest"), pytest.raises(IndexLocked):
        calls[operation]()


def test_backup_is_restored_elsewhere_with_the_same_answers(tmp_path):
    settings = built()[0]
    assert backup(settings, tmp_path / "backup").ok
    assert not (tmp_path / "backup.partial").exists()
    other = settings_of(settings.corpus, tmp_path / "elsewhere")
    assert restore(other, tmp_path / "backup").ok
    assert content_of(other.index) == content_of(settings.index)
    assert answers(other) == answers(settings)


def test_restore_keeps_the_build_before(tmp_path):
    settings = built_copy(tmp_path)
    restore(settings, built()[0].index)
    build = built()[1].build
    assert publication(settings.index).folder == f"{build}-2"
    folders = {path.name for path in (settings.index / "builds").iterdir()}
    assert folders == {build, f"{build}-2"}


def test_backup_never_overwrites(tmp_path):
    (tmp_path / "backup").mkdir()
    with pytest.raises(UsageError) as caught:
        backup(built()[0], tmp_path / "backup")
    assert str(caught.value) == (
        f"The folder {tmp_path}/backup exists already; give the name of a new folder for the "
        "backup."
    )


def test_damaged_build_gives_no_backup(tmp_path):
    settings = built_copy(tmp_path)
    damage(paths_of(settings).chroma / "chroma.sqlite3")
    with pytest.raises(IndexDamaged, match=r"is damaged: the file chroma/chroma\.sqlite3 has"):
        backup(settings, tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "index"]


def test_damaged_backup_is_not_published(tmp_path):
    settings = built_copy(tmp_path)
    shutil.copytree(settings.index, tmp_path / "backup")
    damage(next((tmp_path / "backup").rglob("ledger.sqlite")))
    before = publication(settings.index)
    with pytest.raises(IndexDamaged, match=r"is damaged: the file ledger\.sqlite has changed"):
        restore(settings, tmp_path / "backup")
    assert publication(settings.index) == before
    assert not list((settings.index / "builds").glob("*.partial"))


def test_restore_from_what_is_no_backup_says_so(tmp_path):
    with pytest.raises(IndexUnavailable, match="There is no index at"):
        restore(built_copy(tmp_path), tmp_path / "corpus")
