from __future__ import annotations

import re

import pytest

from tests.ui.fake_core import SYMBOL, TEXTS, FakeCore

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' & \u202e"


def page_of(client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.text


def test_reader_shows_two_languages_side_by_side(client):
    page = page_of(client, f"/d/{SYMBOL}?lang=zh,ar&ui=en")
    assert '<html lang="en" dir="ltr">' in page
    assert f'<p lang="zh" dir="ltr">{TEXTS["zh"]["1"]}</p>' in page
    assert f'<p lang="ar" dir="rtl">{TEXTS["ar"]["1"]}</p>' in page
    assert "Unofficial translation" in page


def test_reader_shows_one_language_when_one_is_asked_for(client):
    page = page_of(client, f"/d/{SYMBOL}?lang=zh&ui=en")
    assert TEXTS["zh"]["1"] in page
    assert TEXTS["en"]["1"] not in page


def test_reader_follows_the_browsers_language(client):
    page = page_of(client, f"/d/{SYMBOL}", **{"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in page
    assert TEXTS["ar"]["1"] in page


def test_reader_marks_the_paragraph_that_the_address_names(client):
    page = page_of(client, f"/d/{SYMBOL}/1?lang=en&ui=en")
    chosen = re.search(r'<section class="row paragraph chosen" id="chosen".*?</section>', page)
    assert TEXTS["en"]["1"] in chosen.group()


def test_reader_marks_an_item_inside_its_paragraph(client):
    page = page_of(client, f"/d/{SYMBOL}/2(b)?lang=zh,en&ui=en")
    assert "<mark>开展项目。</mark>" in page
    assert "<mark>run projects.</mark>" in page
    assert page.count('id="chosen"') == 1


def test_reader_gives_each_paragraph_a_stable_address(client):
    page = page_of(client, f"/d/{SYMBOL}?lang=zh,en&ui=fr")
    assert f'href="/d/{SYMBOL}/1?lang=zh,en&amp;ui=fr"' in page
    links = re.findall(r'href="(/d/[^"]+)"', page)
    assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)


def test_reader_names_the_nearest_when_nothing_is_held(client):
    response = client.get(f"/d/{SYMBOL}/99?ui=es")
    assert response.status_code == 404
    assert f'href="/d/{SYMBOL}/1"' in response.text
    other = client.get("/d/UNEP/CBD/NOTHING/1?ui=en")
    assert other.status_code == 404
    assert f'href="/d/{SYMBOL}"' in other.text


def test_reader_shows_hostile_text_of_a_document_as_text(client, core: FakeCore):
    core.texts = {"en": TEXTS["en"] | {"1": HOSTILE, "title": HOSTILE}}
    page = page_of(client, f"/d/{SYMBOL}/1?ui=en")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "path", ["<script>alert(1)</script>", "%3Cimg%20src=x%20onerror=alert(1)%3E/1"]
)
def test_reader_shows_a_hostile_address_as_text(client, path):
    response = client.get(f"/d/{path}", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "<script>alert" not in response.text
    assert "<img" not in response.text


def test_reader_runs_no_inline_script_and_loads_nothing_from_elsewhere(client):
    page = page_of(client, f"/d/{SYMBOL}")
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    outside = [address for address in addresses if not address.startswith("/")]
    # The one address outside is the link to the official source, which loads nothing by itself.
    assert outside in ([], ["https://www.cbd.int/doc/4-6-zh.pdf"])
