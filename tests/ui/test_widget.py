from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "ui" / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))


def test_widget_is_small_and_served_to_other_origins(client):
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(gzip.compress(response.content, 9)) <= 15 * 1024


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_never_read_text_as_html_or_code(script):
    code = script.read_text("utf-8")
    for dangerous in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
        "createContextualFragment", "DOMParser", "srcdoc", "setHTMLUnsafe",
    ):  # fmt: skip
        assert dangerous not in code


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_name_no_other_origin_and_post_to_no_wildcard(script):
    code = script.read_text("utf-8")
    assert re.findall(r"https?://[\w.-]+", code) == []
    assert not re.search(r"postMessage\([^;]*[\"']\*[\"']", code)


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda sheet: sheet.name)
def test_style_sheets_load_nothing(sheet):
    assert "url(" not in sheet.read_text("utf-8")
    assert "@import" not in sheet.read_text("utf-8")


def test_embed_page_carries_its_texts_and_no_inline_script(connect):
    client = connect(portal_origins=("https://portal.example",))
    page = client.get("/embed?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '"portals": ["https://portal.example"]' in page
    inline = re.findall(r"<script(?![^>]*src=)([^>]*)>", page)
    assert inline == [' type="application/json" id="coopbot-interface"']


def test_embed_page_ignores_a_language_that_it_does_not_have(client):
    page = client.get('/embed?lang="><script>', headers={"Accept-Language": "es"}).text
    assert '<html lang="es" dir="ltr">' in page


def test_static_files_are_served_from_the_list_alone(client):
    assert client.get("/coopbot/chat.js").status_code == 200
    assert client.get("/coopbot/none.js").status_code == 404
    assert client.get("/coopbot/..%2fservice.py").status_code == 404
