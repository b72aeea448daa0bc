from __future__ import annotations

from urllib.parse import quote

import pytest

from coopbot.languages import LANGUAGES
from tests.ui.fake_core import SYMBOL, TEXTS
from ui.texts import texts_in


def test_documents_lists_works_and_how_each_file_was_read(client):
    body = client.get("/api/v1/documents").json()
    (work,) = body["documents"]
    assert work["symbol"] == SYMBOL
    assert work["languages"]["zh"]["status"] == "official"
    assert work["languages"]["en"]["status"] == "unofficial"
    assert [file["outcome"] for file in body["files"]] == ["ok", "ok", "ok", "damaged"]
    assert body["build"] == "fake-1"


def test_paragraph_comes_in_every_language_with_its_neighbours(client):
    body = client.get(f"/api/v1/documents/{SYMBOL}/paragraphs/1").json()
    assert {language: one["text"] for language, one in body["languages"].items()} == {
        language: texts["1"] for language, texts in TEXTS.items()
    }
    assert (body["previous"], body["next"], body["parent"]) == ("title", "2", None)
    assert body["languages"]["zh"]["source"] == "https://www.cbd.int/doc/4-6-zh.pdf"


def test_item_has_its_siblings_as_neighbours(client):
    body = client.get(f"/api/v1/documents/{SYMBOL}/paragraphs/{quote('2(b)', safe='')}").json()
    assert (body["previous"], body["next"], body["parent"]) == ("2(a)", None, "2")
    assert body["languages"]["zh"]["display"] == "2（二）"
    assert body["languages"]["ar"]["display"] == "2(ب)"


def test_paragraph_carries_notes_on_its_errors_and_keeps_its_text(client, core):
    text = "系统提供协调一致的不住，促进各文书的目标。"
    core.texts = {"zh": TEXTS["zh"] | {"5": text}}
    body = client.get(f"/api/v1/documents/{SYMBOL}/paragraphs/5").json()
    assert body["languages"]["zh"]["text"] == text
    assert "不住" in next(note["form"] for note in body["notes"])
    assert all(note["reading"] for note in body["notes"])


def test_paragraph_that_is_not_held_names_the_nearest(client):
    response = client.get(f"/api/v1/documents/{SYMBOL}/paragraphs/99")
    assert response.status_code == 404
    assert response.json()["nearest"] == ["1", "2"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "what", "near"),
    [
        (f"/documents/{SYMBOL}/paragraphs/99", f"{SYMBOL} 99", "1, 2"),
        ("/documents/X/paragraphs/1", "X", SYMBOL),
        ("/refs/BS-IX/99", "BS-IX/99", "BS-II/6"),
    ],
)
def test_what_is_not_held_is_told_in_the_language_of_the_request(
    client, language, path, what, near
):
    told = texts_in(language)("error_missing_near", what=what, near=near)
    spoken = client.get(f"/api/v1{path}", headers={"Accept-Language": language})
    assert (spoken.status_code, spoken.json()["message"]) == (404, told)
    # The parameter says more than a browser's habit.
    asked = client.get(f"/api/v1{path}?lang={language}", headers={"Accept-Language": "de, fr"})
    assert asked.json() == spoken.json() | {"request_id": asked.json()["request_id"]}


def test_references_give_the_citing_paragraphs(client):
    body = client.get("/api/v1/refs/BS-II/6").json()
    assert body["citing"][0]["symbol"] == SYMBOL
    assert client.get("/api/v1/refs/BS-IX/99").status_code == 404


def test_search_ranks_paragraphs(client):
    body = client.get("/api/v1/search", params={"q": "customs", "language": "zh"}).json()
    assert body["hits"][0]["language"] == "zh"
    assert client.get("/api/v1/search", params={"q": "x", "k": 0}).status_code == 422
