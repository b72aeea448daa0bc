"""The bundled corpus is what was published: no byte of an official document is ours to change."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from coopbot.languages import LANGUAGES
from coopbot.registry import Registry

CORPUS = Path(__file__).parent.parent / "corpus"
SEED = "UNEP-CBD-BS-COP-MOP-4-6"

OFFICIAL = {
    f"documents/{SEED}/zh.txt": "2863b2e50a9044b7a7a3d3bdfb17d2daedcfe4cfda771416710a801696497cb5",
}
"""Every official file with the digest of the bytes that were received."""


def manifest():
    return yaml.safe_load((CORPUS / "manifest.yaml").read_text("utf-8"))["documents"]


@pytest.mark.parametrize("path", OFFICIAL)
def test_official_document_is_unchanged(path):
    assert hashlib.sha256((CORPUS / path).read_bytes()).hexdigest() == OFFICIAL[path]


def test_manifest_gives_the_digest_of_every_official_file():
    given = {
        file["path"]: file["sha256"]
        for entry in manifest()
        for file in entry["files"].values()
        if file.get("official", True)
    }
    assert given == OFFICIAL


def test_manifest_and_documents_name_the_same_files():
    named = {file["path"] for entry in manifest() for file in entry["files"].values()}
    held = {
        path.relative_to(CORPUS).as_posix()
        for path in (CORPUS / "documents").rglob("*")
        if path.is_file()
    }
    assert named == held


def test_seed_document_is_there_in_six_languages():
    assert {path.stem for path in (CORPUS / "documents" / SEED).iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "zh"])
def test_unofficial_translation_says_so_in_its_first_line(language):
    path = CORPUS / "documents" / SEED / f"{language}.txt"
    words = {
        "en": "unofficial translation",
        "fr": "traduction non officielle",
        "es": "traducción no oficial",
        "ru": "неофициальный перевод",
        "ar": "ترجمة غير رسمية",
    }
    first = path.read_text("utf-8").splitlines()[0].casefold()
    assert words[language] in first


def test_registry_loads_whole():
    registry = Registry.load(CORPUS / "registry")
    assert registry.organizations
    assert registry.decisions
    assert registry.articles
    assert registry.meetings
    assert registry.terms


def test_readme_of_the_corpus_states_the_reuse_rule():
    text = " ".join((CORPUS / "README.md").read_text("utf-8").split())
    assert "the content is not changed and the source is acknowledged" in text
