"""HTML pages."""

import pytest

from coopbot.errors import UnreadableFile
from evals.typesetting import as_html
from ingest.laws import verify_document
from ingest.paragraphs import document_from
from ingest.readers import read_file
from ingest.readers.html import read_html
from tests.ingest.rewrapping import LANGUAGES, read_seed, shape


def lines(markup):
    return read_html(markup.encode(), "page").text.rstrip("\n").split("\n")


def test_html_blocks_become_lines_and_inline_marks_do_not():
    markup = "<p>one <b>bold</b>\n word</p><div>two<br>lines</div><p> </p>"
    assert lines(markup) == ["one bold word", "two", "lines"]


def test_html_main_content_alone_is_read():
    markup = "<body><nav>Menu</nav><main><p>Text</p></main><footer>Foot</footer></body>"
    assert lines(markup) == ["Text"]


def test_html_scripts_forms_and_landmarks_are_no_text():
    markup = "<script>x()</script><form><p>f</p></form><div role=navigation>n</div><p>Text</p>"
    assert lines(markup) == ["Text"]


def test_html_row_of_figures_is_one_line_and_a_page_laid_out_in_cells_is_not():
    rows = "<table><tr><th>Party<th>US$</tr><tr><td>Austria<td><p>22,108</tr></table>"
    assert lines(rows) == ["Party\tUS$", "Austria\t22,108"]
    page = "<table><tr><td><p>1. One.</p><p>2. Two.</p></td><td>Menu</td></tr></table>"
    assert lines(page) == ["1. One.", "2. Two.", "Menu"]
    assert lines("<table><tr><td>a<td style='display:none'>b<td>c</tr></table>") == ["a\tc"]


def test_html_hidden_text_is_left_out_and_reported():
    markup = (
        "<p>seen</p><p hidden>a</p><p style='display:none'>b</p>"
        "<span style='color:#fff'>c</span><p style='text-indent:-9999px'>d</p>"
    )
    reading = read_html(markup.encode(), "page")
    assert reading.text == "seen\n"
    assert reading.warnings == ("4 hidden passages left out",)


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<ol><li>x<li>y</ol>", ["1. x", "2. y"]),
        ("<ol start=4><li>x<li value=9>y<li>z</ol>", ["4. x", "9. y", "10. z"]),
        ("<ol type=a><li>x<li>y</ol>", ["a. x", "b. y"]),
        ("<ol style='list-style-type: upper-roman'><li>x<li>y</ol>", ["I. x", "II. y"]),
        ("<ul><li>x<li>y</ul>", ["x", "y"]),
        ("<ol><li>x<ol type=i><li>deep</ol><li>y</ol>", ["1. x", "i. deep", "2. y"]),
    ],
)
def test_html_lists_are_numbered_as_a_browser_shows_them(markup, shown):
    assert lines(markup) == shown


def test_html_raised_figures_are_footnote_marks():
    markup = "<p>1. The Parties met<sup>1</sup>.</p><p><sup>1</sup> In Bonn.</p>"
    document = document_from(read_html(markup.encode(), "page"), read_seed("en").source)
    assert [(p.label, p.text) for p in document.paragraphs] == [
        ("1", "The Parties met¹."),
        ("fn1", "In Bonn."),
    ]


def test_html_declared_encoding_is_used():
    markup = "<meta charset=windows-1251><p>Решение Конференции Сторон о биобезопасности</p>"
    reading = read_html(markup.encode("cp1251"), "page")
    assert reading.text == "Решение Конференции Сторон о биобезопасности\n"


def test_html_nested_very_deep_is_cut_and_reported():
    markup = "<p>before</p>" + "<div>" * 220 + "<p>deep</p>" + "</div>" * 220 + "<p>after</p>"
    reading = read_html(markup.encode(), "page")
    assert reading.text == "before\nafter\n"
    assert reading.warnings == ("1 passages nested too deep left out",)


def test_html_nested_without_end_brings_nothing_down():
    reading = read_html(b"<p>before</p>" + b"<div>" * 50_000, "page")
    assert reading.text == "before\n"


@pytest.mark.parametrize("markup", ["<html><body></body></html>", "<html><script>1</script>"])
def test_html_without_text_is_empty(markup):
    with pytest.raises(UnreadableFile) as caught:
        read_html(markup.encode(), "page")
    assert caught.value.outcome == "empty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_of_the_seed_gives_the_seed(tmp_path, language):
    seed = read_seed(language)
    path = tmp_path / "seed.html"
    path.write_text(as_html(seed), encoding="utf-8")
    document = document_from(read_file(path), seed.source)
    wanted = {
        label: value
        for label, value in shape(seed).items()
        if value[0] != "note" and not label.startswith("tn")
    }
    assert shape(document) == wanted
    assert verify_document(document) == []
