"""The child process: what a file does to it stays there."""

import os
import signal
from pathlib import Path

import pytest

from coopbot.errors import UnreadableFile
from ingest.readers.sandbox import Sandbox
from ingest.readers.worker import answer
from tests.ingest.readers.pdfs import Text, write_pdf


@pytest.fixture
def sandbox():
    made = Sandbox(wall_seconds=30)
    yield made
    made.close()


def page(tmp_path, name="a.html"):
    path = tmp_path / name
    path.write_text("<p>1. Text of the page.</p>", encoding="utf-8")
    return path


def test_one_child_reads_many_files(sandbox, tmp_path):
    first = sandbox.read(page(tmp_path), "html", "a")
    child = sandbox._child
    pdf = write_pdf(tmp_path / "a.pdf", [[Text("Some words", 72, 700)]])
    second = sandbox.read(pdf, "pdf", "a")
    assert (first.text, second.text) == ("1. Text of the page.\n", "Some words\n")
    assert sandbox._child is child


def test_a_dead_child_is_replaced(sandbox, tmp_path):
    sandbox.read(page(tmp_path), "html", "a")
    os.kill(sandbox._child.pid, signal.SIGKILL)
    sandbox._child.wait()
    assert sandbox.read(page(tmp_path), "html", "a").text == "1. Text of the page.\n"


def test_a_child_that_dies_at_work_is_the_files_fault(sandbox, tmp_path):
    sandbox.read(page(tmp_path), "html", "a")
    fifo = tmp_path / "never.html"
    os.mkfifo(fifo)
    # The child blocks on the pipe without a writer: its clock runs out.
    slow = Sandbox(wall_seconds=1.5)
    with pytest.raises(UnreadableFile) as caught:
        slow.read(fifo, "html", "never.html")
    slow.close()
    assert caught.value.outcome == "refused"
    assert str(caught.value) == (
        "never.html takes longer than 1.5 seconds to read; split it or save it anew"
    )


def test_the_reason_of_the_child_arrives(sandbox, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(UnreadableFile) as caught:
        sandbox.read(path, "pdf", "a.pdf")
    assert caught.value.outcome == "damaged"
    assert str(caught.value).startswith("a.pdf cannot be read: ")


def test_the_child_has_a_folder_of_its_own_that_goes_with_it(sandbox, tmp_path):
    sandbox.read(page(tmp_path), "html", "a")
    folder = Path(sandbox._folder)
    assert folder.is_dir()
    sandbox.close()
    assert not folder.exists()


def test_an_unexpected_error_becomes_a_reason(tmp_path):
    reply = answer({"kind": "pdf", "path": str(tmp_path), "name": "folder.pdf"})
    assert reply["outcome"] == "damaged"
    assert reply["reason"].startswith("folder.pdf ")


LIMITS = """
import socket, subprocess, sys
from ingest.readers.worker import limit_process, limit_time
limit_process(); limit_time()
for attempt in (
    lambda: socket.socket().connect(("127.0.0.1", 9)),
    lambda: subprocess.run(["true"]),
    lambda: bytearray(4 * 2**30),
):
    try:
        attempt()
    except BaseException as error:
        print(type(error).__name__)
    else:
        print("allowed")
"""


def test_the_child_has_no_network_no_programs_and_little_memory():
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", LIMITS],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"]},
    )
    assert done.stdout.split() == ["PermissionError", "PermissionError", "MemoryError"]
