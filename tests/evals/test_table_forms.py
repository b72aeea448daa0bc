from __future__ import annotations

from rich.console import Console

from evals.table_forms import Table

TABLE = Table("Title", ("", "a|b"), [["one\ntwo", "<1>"], ["three", "4"]])


def test_markdown_keeps_its_columns():
    assert TABLE.as_markdown() == "|  | a\\|b |\n| --- | --- |\n| one two | <1> |\n| three | 4 |"


def test_html_escapes_what_cells_hold():
    assert TABLE.as_html() == (
        '<table><thead><tr><th scope="col"></th><th scope="col">a|b</th></tr></thead>'
        "<tbody><tr><td>one\ntwo</td><td>&lt;1&gt;</td></tr>"
        "<tr><td>three</td><td>4</td></tr></tbody></table>"
    )


def test_terminal_sets_names_to_the_left_and_figures_to_the_right():
    console = Console(width=40)
    with console.capture() as capture:
        console.print(Table("T", ("name", "figure"), [["ab", "1"]]).for_terminal())
    assert "│ ab   │      1 │" in capture.get()
