from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from coopbot.children import module_environment
from coopbot.errors import UsageError
from ingest.workers import work_through


class Square:
    """Square a number; some numbers bring the process down. Top-level, so it can be sent."""

    def __call__(self, number):
        if number == 13:
            os.kill(os.getpid(), signal.SIGSEGV)
        if number == 14:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 15:
            time.sleep(600)
        if number == 16:
            sys.stdout.write("noise on standard output\n")
            sys.stdout.flush()
        return number * number


class Unloadable:
    def __reduce__(self):
        return os.getcwdb, ("too many arguments",)


def failed(number, outcome, what):
    return f"{number} {outcome}: {what}"


def test_work_is_given_back_in_the_order_of_the_items():
    assert list(work_through(Square(), range(12), workers=3, failed=failed)) == [
        n * n for n in range(12)
    ]


def test_process_that_dies_costs_the_item_it_was_at_alone():
    found = list(work_through(Square(), [1, 13, 2, 14, 3], workers=2, failed=failed))
    assert found == [
        1,
        "13 damaged: brought its reader down (signal SIGSEGV)",
        4,
        "14 refused: needs more memory than there is",
        9,
    ]


def test_item_that_takes_too_long_is_given_up():
    found = list(work_through(Square(), [15, 2], workers=2, failed=failed, wall_seconds=3.0))
    assert found == ["15 refused: takes longer than 3 seconds to read", 4]


def test_words_on_the_standard_output_are_no_answer():
    assert list(work_through(Square(), [16], workers=1, failed=failed)) == [256]


def test_function_that_cannot_be_loaded_is_one_sentence():
    with pytest.raises(UsageError) as caught:
        list(work_through(Unloadable(), [1], workers=1, failed=failed))
    assert "cannot be started (TypeError" in str(caught.value)
    assert str(caught.value).endswith("ingest with --workers 1.")


def test_processes_end_when_the_work_is_not_taken():
    work = work_through(Square(), range(100), workers=2, failed=failed)
    assert next(work) == 0
    work.close()
    children = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ingest.worker" not in children.stdout


def test_script_without_a_guard_is_not_run_again(tmp_path):
    """A process pool that imports the caller's main program would start the work once more."""
    script = tmp_path / "script.py"
    script.write_text(
        "from tests.ingest.test_workers import Square, failed\n"
        "from ingest.workers import work_through\n"
        "print(list(work_through(Square(), range(5), workers=2, failed=failed)))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env=module_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[0, 1, 4, 9, 16]\n", 0)


def test_workers_end_with_a_parent_that_is_killed(tmp_path):
    script = (
        "from tests.ingest.test_workers import Square, failed\n"
        "from ingest.workers import work_through\n"
        "work = work_through(Square(), [1, 15, 15], workers=2, failed=failed)\n"
        "next(work); print('working', flush=True); next(work)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], env=module_environment(), stdout=subprocess.PIPE
    )
    with parent:
        assert parent.stdout.readline() == b"working\n"
        listed = subprocess.run(
            ["ps", "--ppid", str(parent.pid), "-o", "pid="],
            capture_output=True,
            text=True,
            check=True,
        )
        children = [int(pid) for pid in listed.stdout.split()]
        assert len(children) == 2
        parent.kill()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(map(alive, children)):
        time.sleep(0.1)
    assert not any(map(alive, children))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
        return file.read().rsplit(")", 1)[1].split()[0] != "Z"
