from __future__ import annotations

import os
import subprocess
import sys

import pytest

from coopbot.children import module_environment
from coopbot.errors import IndexLocked, IndexUnavailable
from ingest.lock import write_lock

HOLD = (
    "import sys; from pathlib import Path; from ingest.lock import write_lock\n"
    "with write_lock(Path(sys.argv[1]), 'ingest'):\n"
    "    print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def holder(tmp_path):
    """Give a process that holds the lock of ``tmp_path`` until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=module_environment(),
    )
    with process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_second_writer_is_refused_with_the_holders_name(tmp_path, holder, monkeypatch):
    monkeypatch.setattr("ingest.lock.WAIT_SECONDS", 0.2)
    with pytest.raises(IndexLocked) as caught, write_lock(tmp_path, "ingest"):
        pass
    assert f"is being written by process {holder.pid} on " in str(caught.value)
    assert "(ingest, since 20" in str(caught.value)


def test_writer_waits_for_one_that_is_about_to_finish(tmp_path, holder, monkeypatch):
    monkeypatch.setattr("ingest.lock.WAIT_SECONDS", 60.0)
    holder.stdin.close()
    with write_lock(tmp_path, "ingest"):
        pass


def test_lock_of_a_killed_writer_is_free(tmp_path, holder):
    holder.kill()
    holder.wait()
    with write_lock(tmp_path, "rebuild"):
        assert f'"pid": {os.getpid()}' in (tmp_path / "lock").read_text()


def test_lock_is_free_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), write_lock(tmp_path, "ingest"):
        raise ZeroDivisionError
    with write_lock(tmp_path, "ingest"):
        pass
    assert (tmp_path / "lock").read_text() == ""


def test_lock_in_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable) as caught, write_lock(tmp_path / "file" / "index", "x"):
        pass
    assert str(caught.value) == (
        f"The index {tmp_path}/file/index cannot be written (Not a directory); check the path and "
        "its permissions or give another folder with --index."
    )
