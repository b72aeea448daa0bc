from __future__ import annotations

import json
import subprocess

import pytest

from evals.results import current_commit, digest_of, save_measurement


@pytest.fixture
def repository(tmp_path, monkeypatch):
    def git(*arguments):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet")
    (tmp_path / "file").write_text("1")
    git("add", "file")
    git("commit", "--quiet", "--message", "one")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_measurement_carries_commit_date_and_machine(tmp_path):
    path = save_measurement("kind", {"value": 1}, tmp_path / "new", ["settings"])
    data = json.loads(path.read_text("utf-8"))
    assert path.name == f"kind-{data['hash']}.json"
    assert (data["kind"], data["value"]) == ("kind", 1)
    assert data["commit"] == current_commit()
    assert data["date"].endswith("+00:00")
    assert {"cores", "platform", "python", "load"} == data["machine"].keys()


def test_repeated_measurement_overwrites_its_file_and_another_one_does_not(tmp_path):
    one = save_measurement("kind", {"value": 1}, tmp_path, ["settings"])
    assert save_measurement("kind", {"value": 2}, tmp_path, ["settings"]) == one
    assert save_measurement("kind", {"value": 2}, tmp_path, ["others"], name="name") != one
    assert len(list(tmp_path.glob("*.json"))) == 2
    assert json.loads(one.read_text("utf-8"))["value"] == 2


def test_digest_does_not_depend_on_the_order_of_names():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def test_commit_is_marked_when_files_differ_from_it(repository):
    clean = current_commit()
    assert len(clean) == 12
    (repository / "file").write_text("2")
    assert current_commit() == f"{clean}+"


def test_commit_is_unknown_outside_a_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert current_commit() is None
