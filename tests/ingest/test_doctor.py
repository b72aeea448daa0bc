from __future__ import annotations

import socket

import pytest

from ingest.doctor import SENDING, doctor
from tests.built import built_copy, paths_of, settings_of


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return built_copy(tmp_path_factory.mktemp("doctor"))


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in SENDING:
        monkeypatch.delenv(name, raising=False)


def checks_of(settings):
    return {check.name: check for check in doctor(settings)}


def test_doctor_finds_a_sound_installation_sound(settings):
    found = checks_of(settings_of(settings.corpus, settings.index, port=0))
    assert [check for check in found.values() if not check.ok and check.name != "packages"] == []
    assert {
        "python",
        "corpus",
        "registry",
        "index",
        "embedder",
        "chroma",
        "disk of the index",
    } <= set(found)
    assert found["index"].detail.endswith("self-queries found")


def test_doctor_says_what_to_do_for_each_thing_that_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = checks_of(settings_of(tmp_path / "none", tmp_path / "index", port=port))
    wrong = {name for name, check in found.items() if not check.ok}
    assert wrong - {"packages"} == {"corpus", "registry", "index", "embedder", "port", "privacy"}
    assert all(found[name].remedy for name in wrong)
    assert found["privacy"].detail == "LANGSMITH_TRACING would send data out"
    assert found["index"].detail == f"There is no index at {tmp_path}/index"
    assert found["index"].remedy == "run `coopbot ingest` to build it."


def test_doctor_names_damage_of_the_index(tmp_path):
    settings = built_copy(tmp_path)
    (paths_of(settings).folder / "words.bin").write_bytes(b"x")
    found = checks_of(settings)
    assert not found["index"].ok
    assert found["index"].detail.startswith("the file words.bin has 1 bytes, not ")
    assert found["index"].remedy == "Run `coopbot rebuild`."
