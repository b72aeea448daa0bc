from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from ui.drawing import MOST_ROWS, Moment, citation_graph, shortened, span_of, timeline


def drawn(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


@pytest.mark.parametrize(
    ("iso", "span"),
    [
        ("2007", (date(2007, 1, 1), date(2007, 12, 31))),
        ("2008-02", (date(2008, 2, 1), date(2008, 2, 29))),
        ("2007-12", (date(2007, 12, 1), date(2007, 12, 31))),
        ("2007-09-24/2007-09-28", (date(2007, 9, 24), date(2007, 9, 28))),
        ("--04-28", None),
        ("2007-13", None),
        ("2008/2007", None),
        ("", None),
    ],
)
def test_span_of_reads_dates_and_periods(iso, span):
    assert span_of(iso) == span


def test_timeline_draws_a_row_for_each_dated_moment():
    picture = drawn(
        timeline(
            [
                Moment("2007-05", "May 2007", "¶ 7"),
                Moment("2006", "2006", "¶ 4"),
                Moment("--04-28", "28 April", "¶ 15"),
            ],
            "Dates",
            "en",
        )
    )
    svg = picture[0]
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Dates"
    told = [text.text for text in svg.iter("text") if text.get("class") == "told"]
    assert told == ["2006 · ¶ 4", "May 2007 · ¶ 7"]


def test_timeline_runs_from_the_right_in_arabic():
    moments = [Moment("2006", "2006", "¶ 4"), Moment("2008", "2008", "¶ 8")]

    def years(language):
        svg = drawn(timeline(moments, "x", language))[0]
        return [float(t.get("x").rstrip("%")) for t in svg.iter("text") if t.get("class") == "year"]

    assert years("en") == sorted(years("en"))
    assert years("ar") == sorted(years("ar"), reverse=True)


def test_timeline_without_dates_draws_nothing():
    assert timeline([Moment("--04", "April", "¶ 1")], "x", "en") == ""


def test_graph_has_a_box_for_each_thing_and_stays_readable():
    picture = drawn(
        citation_graph(
            "BS-II/6",
            ["¶ 1", "¶ 17"],
            [f"BS-I/{n}" for n in range(99)],
            "t",
            "en",
            ("Cited in", "Kin"),
        )
    )
    boxes = [node.get("class") for node in picture.iter("g")]
    assert boxes.count("node centre") == 1
    assert boxes.count("node paragraph") == 2
    assert boxes.count("node decision") == MOST_ROWS


def test_graph_says_what_stands_on_each_side_and_which_way_it_cites():
    markup = citation_graph("BS-II/6", ["¶ 1"], ["BS-I/9"], "t", "en", ("Cited in", "Kin"))
    frame = ElementTree.fromstring(markup)
    assert [span.text for span in frame.findall("p/span")] == ["Cited in", "Kin"]
    assert [path.get("class") for path in frame.iter("path")] == ["edge", "edge kin"]
    (arrow,) = frame.iter("polygon")
    tip, *back = [float(point.split(",")[0]) for point in arrow.get("points").split()]
    # It points from the paragraph on the left to the decision in the middle.
    assert all(x < tip for x in back)
    alone = ElementTree.fromstring(citation_graph("BS-II/6", [], ["BS-I/9"], "t", "en", ("a", "b")))
    assert [span.text or "" for span in alone.findall("p/span")] == ["", "b"]
    assert not list(alone.iter("polygon"))


def test_picture_shows_hostile_text_as_text():
    hostile = '"><script>alert(1)</script>'
    markup = citation_graph(hostile, [hostile], [hostile], hostile, "en", (hostile, hostile))
    assert "<script" not in markup
    assert timeline([Moment("2006", hostile, hostile)], hostile, "en").count("<script") == 0
    drawn(markup)


def test_shortened_says_that_it_cut():
    assert shortened("abc", 3) == "abc"
    assert shortened("abcdef", 4) == "abc…"
    assert re.fullmatch(r".{1,5}", shortened("a b c d e f", 5))
