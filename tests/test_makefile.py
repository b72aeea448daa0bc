"""The commands of the README on a fresh machine: what they do first, and what they say."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TARGETS = ("chat", "test", "check", "eval", "gate", "bench", "load")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

FAKE_PYTHON = r"""#!/bin/sh
echo "$*" >> "$LOG"
case "$*" in
  "-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *" -r "*) [ ! -e "$FAIL" ] || exit 1 ;;
esac
"""
"""Stands for every Python that make calls: writes down how, and fails on installing if told."""


@pytest.fixture
def clone(tmp_path):
    """Return a folder with what the set-up reads, and an interpreter that only takes notes."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    python = tmp_path / "python"
    python.write_text(FAKE_PYTHON)
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return folder


def run(clone, *arguments):
    environment = {
        **os.environ,
        "LOG": str(clone.parent / "log"),
        "FAIL": str(clone.parent / "fail"),
    }
    environment.pop("MAKEFLAGS", None)
    return subprocess.run(
        ["make", *arguments],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def calls(clone) -> list[str]:
    log = clone.parent / "log"
    found = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [call for call in found if not call.startswith("-c ")]


def install(clone):
    return run(clone, "install", f"PYTHON={clone.parent / 'python'}")


@pytest.mark.parametrize("target", TARGETS)
def test_target_makes_the_environment_first(target):
    text = (ROOT / "Makefile").read_text("utf-8")
    (needs,) = re.findall(rf"^{target}: (.*)$", text, re.MULTILINE)
    assert needs in ("$(STAMP)", "index")
    assert re.search(r"^index: \$\(STAMP\)$", text, re.MULTILINE)


def test_install_makes_the_environment_from_the_lock(clone):
    done = install(clone)
    assert done.returncode == 0, done.stderr
    venv, packages, ourselves = calls(clone)
    assert venv == "-m venv .venv"
    assert packages.endswith("install -r requirements.lock")
    assert ourselves.endswith("install --no-build-isolation --no-deps -e .")
    assert not (clone / ".venv" / "incomplete").exists()


def test_install_again_does_nothing(clone):
    install(clone)
    calls(clone)
    assert install(clone).returncode == 0
    assert calls(clone) == []


def test_install_that_was_cut_off_starts_anew(clone):
    (clone.parent / "fail").touch()
    assert install(clone).returncode != 0
    assert (clone / ".venv" / "incomplete").exists()
    (clone / ".venv" / "half-a-package").touch()
    (clone.parent / "fail").unlink()
    calls(clone)
    assert install(clone).returncode == 0
    assert calls(clone)[0] == "-m venv .venv"
    assert not (clone / ".venv" / "half-a-package").exists()


def test_changed_lock_is_installed_into_the_same_environment(clone):
    install(clone)
    calls(clone)
    lock = clone / "requirements.lock"
    later = (clone / ".venv" / "packages").stat().st_mtime + 2
    os.utime(lock, (later, later))
    assert install(clone).returncode == 0
    assert [call for call in calls(clone) if "venv" in call] == []


def test_environment_of_a_moved_folder_is_installed_again(clone):
    install(clone)
    calls(clone)
    moved = clone.rename(clone.parent / "moved")
    assert install(moved).returncode == 0
    assert [call.split()[-1] for call in calls(moved)] == ["."]


def test_missing_python_is_said_in_one_sentence(clone):
    done = run(clone, "install", "PYTHON=")
    assert done.returncode != 0
    assert "No Python of version 3.11 or newer with its venv module was found; install one" in (
        done.stderr
    )
    assert not (clone / ".venv").exists()


def test_make_alone_lists_the_targets(clone):
    done = run(clone)
    assert [target for target in TARGETS if f"make {target}" not in done.stdout] == []


MAKE_THAT_TELLS = """#!/bin/sh
echo "$1" >> "$LOG"
mkdir -p build/artefacts/eval/index test-artefacts
echo report > build/artefacts/eval/report.html
echo picture > test-artefacts/page.png
[ "$1" != "$BROKEN" ] || exit 7
"""


@pytest.mark.parametrize(("broken", "status"), [("", 0), ("test", 7), ("gate", 7)])
def test_ci_runs_tests_and_gate_and_keeps_what_they_leave(tmp_path, broken, status):
    clone = tmp_path / "clone"
    (clone / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", clone / ".ci" / "run")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, script in (("make", MAKE_THAT_TELLS), ("id", "#!/bin/sh\necho 1000\n")):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    log = tmp_path / "log"
    done = subprocess.run(
        [str(clone / ".ci" / "run")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "LOG": str(log),
            "BROKEN": broken,
        },
    )
    assert done.returncode == status, done.stderr
    assert log.read_text().split() == ["test", "gate"]
    artefacts = clone / "build" / "artefacts"
    assert (artefacts / "eval" / "report.html").is_file()
    assert (artefacts / "screenshots" / "page.png").is_file()
    assert not (artefacts / "eval" / "index").exists()
