from __future__ import annotations

from ingest.readers.furniture import furniture_kinds
from ingest.readers.pagelayout import TextLine

_HEIGHT = 800.0


def line(text, base, left=50.0):
    return TextLine(text, left, base - 2, left + 200, base + 8, base, 10.0, right_to_left=False)


def test_line_that_returns_on_another_page_is_furniture():
    pages = [
        [line("UNEP/CBD/BS/COP-MOP/4/6", 780), line("The first page says this.", 400)],
        [line("UNEP/CBD/BS/COP-MOP/4/6", 780), line("The second says that.", 400)],
    ]
    assert furniture_kinds(pages, [_HEIGHT] * 2) == [{0: "header"}, {0: "header"}]


def test_columns_of_one_page_that_end_in_the_same_words_keep_them():
    pages = [
        [
            line("efforts of capacity-building in the field of", 60),
            line("initiatives of capacity-building", 400, left=320.0),
            line("efforts of capacity-building in the field of", 60, left=320.0),
        ],
        [line("biosafety.", 400)],
    ]
    assert furniture_kinds(pages, [_HEIGHT] * 2) == [{}, {}]
