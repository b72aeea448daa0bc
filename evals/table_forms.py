"""A table of plain cells, and the forms in which it is shown."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import rich.table


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the heads of the columns and the cells."""

    title: str
    heads: Sequence[str]
    cells: Sequence[Sequence[str]]

    def as_markdown(self) -> str:
        """Return the table without its title, in Markdown."""
        rows = [self.heads, ["---"] * len(self.heads), *self.cells]
        return "\n".join(
            "| " + " | ".join(one_line(cell).replace("|", "\\|") for cell in row) + " |"
            for row in rows
        )

    def as_html(self) -> str:
        """Return the table without its title, in HTML."""
        heads = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in self.heads)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
            for cells in self.cells
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    def for_terminal(self) -> rich.table.Table:
        """Return the table for a terminal: names to the left, figures to the right."""
        shown = rich.table.Table(title=self.title, title_justify="left")
        for number, head in enumerate(self.heads):
            shown.add_column(head, justify="left" if number == 0 else "right", overflow="fold")
        for cells in self.cells:
            shown.add_row(*cells)
        return shown


def one_line(text: str) -> str:
    """Return a text with its white space made single."""
    return " ".join(text.split())
