from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.fake_core import paragraph
from ui.markup import Html, data_block, escape, marked, quoted, tag


class Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, name, attributes):
        self.tags.append(name)

    def handle_data(self, data):
        self.text += data


def read(markup: str) -> Reading:
    reading = Reading()
    reading.feed(markup)
    reading.close()
    return reading


# HTML reads carriage returns and NUL in ways of its own; documents have neither after ingest.
TEXT = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]))


@given(TEXT)
def test_escape_gives_back_the_text_on_one_line(text):
    escaped = escape(text)
    assert "\n" not in escaped
    reading = read(f"<p>{escaped}</p>")
    assert reading.tags == ["p"]
    assert reading.text == text


@given(TEXT, st.lists(TEXT, max_size=4))
def test_marked_keeps_every_character_in_its_place(text, quotes):
    reading = read(f"<p>{marked(text, [*quotes, text[1:4], text[3:6]])}</p>")
    assert set(reading.tags) <= {"p", "mark"}
    assert reading.text == text


def test_marked_joins_overlapping_quotes():
    assert marked("abcdef", ["bcd", "cde"]) == "a<mark>bcd</mark><mark>e</mark>f"
    assert marked("abc", ["xyz", ""]) == "abc"


def test_tag_escapes_children_and_attributes_and_leaves_out_none():
    made = tag("a", "<b>", Html("<i></i>"), None, [["x"], "&"], href='"><script>', title=None)
    assert made == '<a href="&quot;&gt;&lt;script&gt;">&lt;b&gt;<i></i>x&amp;</a>'


def test_quoted_says_its_language_and_direction():
    assert quoted(paragraph("1", "ar")).startswith('<div class="quoted" lang="ar" dir="rtl">')


@given(st.recursive(TEXT, lambda inner: st.lists(inner, max_size=3)))
def test_data_block_cannot_be_closed_by_its_data(data):
    block = data_block("x", [data, "</script><script>alert(1)</script><!--"])
    inside = block[block.index(">") + 1 : -len("</script>")]
    assert "<" not in inside
    assert json.loads(inside)[0] == data
