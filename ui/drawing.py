"""Pictures drawn on the server as SVG: who cites a decision, and when things happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopbot.languages import direction
from ui.markup import Child, Html, tag

ROW = 34
"""Height of one row in units of the drawing."""
MOST_ROWS = 24
"""Rows of one picture; a longer one could not be read. The list beside it is complete."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the graph."""

    text: str
    kind: str
    """``centre``, ``paragraph`` or ``decision``: the class that gives its colour."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the timeline: a date or period and where it is told."""

    iso: str
    """``2007``, ``2007-05``, ``2007-05-19`` or two of them with a slash between."""
    text: str
    note: str


def citation_graph(
    centre: str, citing: Sequence[str], related: Sequence[str], title: str, language: str
) -> Html:
    """Draw what cites a thing on one side, the thing in the middle, its kin on the other."""
    left = [Node(text, "paragraph") for text in citing[:MOST_ROWS]]
    right = [Node(text, "decision") for text in related[:MOST_ROWS]]
    rows = max(len(left), len(right), 1)
    width, box, height = 760, 190, rows * ROW + 20
    middle = height / 2
    sides = (0, width - box)
    if direction(language) == "rtl":
        sides = (width - box, 0)
    shapes: list[Child] = []
    for nodes, x in ((left, sides[0]), (right, sides[1])):
        top = middle - len(nodes) * ROW / 2
        for place, node in enumerate(nodes):
            y = top + place * ROW + ROW / 2
            near, far = (x + box, (width - box) / 2) if x == 0 else (x, (width + box) / 2)
            bend = (near + far) / 2
            curve = f"M{near} {y}C{bend} {y} {bend} {middle} {far} {middle}"
            shapes.append(tag("path", d=curve, class_="edge"))
            shapes.append(_box(node, x, y, box))
    shapes.append(_box(Node(centre, "centre"), (width - box) / 2, middle, box))
    return _picture(shapes, width, height, title)


def _box(node: Node, x: float, y: float, width: float) -> Html:
    # Symbols and labels are Latin or short: the box isolates them from the page's direction.
    return tag(
        "g",
        tag("rect", x=f"{x + 1}", y=f"{y - 13}", width=f"{width - 2}", height="26", rx="6"),
        tag("text", shortened(node.text, 26), x=f"{x + width / 2}", y=f"{y + 4}"),
        class_=f"node {node.kind}",
    )


def timeline(moments: Sequence[Moment], title: str, language: str) -> Html:
    """Draw moments one below the other along a scale of time, the earliest on top."""
    dated = sorted(
        ((span, moment) for moment in moments if (span := span_of(moment.iso))),
        key=lambda entry: (entry[0], entry[1].text),
    )[:MOST_ROWS]
    if not dated:
        return Html("")
    first = min(span[0] for span, _ in dated).year
    last = max(span[1] for span, _ in dated).year + 1
    width, label = 760, 330
    scale = width - label - 48
    height = len(dated) * ROW + 40
    start = date(first, 1, 1)
    days = max(1, (date(last, 1, 1) - start).days)
    mirrored = direction(language) == "rtl"

    def across(x: float) -> float:
        return width - x if mirrored else x

    def place(day: date) -> float:
        return 24 + (day - start).days / days * scale

    shapes: list[Child] = []
    step = max(1, (last - first) // 8)
    for year in range(first, last + 1, step):
        x = across(place(date(year, 1, 1)))
        shapes.append(tag("path", d=f"M{x:.1f} 24V{height - 6}", class_="scale"))
        shapes.append(tag("text", str(year), x=f"{x:.1f}", y="14", class_="year"))
    for row, ((begin, end), moment) in enumerate(dated):
        y = 40 + row * ROW
        here, there = place(begin), max(place(end), place(begin) + 8)
        left = across(there) if mirrored else here
        shapes.append(
            tag(
                "rect",
                x=f"{left:.1f}", y=f"{y - 6}", width=f"{there - here:.1f}", height="12", rx="6",
                class_="moment",
            )
        )  # fmt: skip
        shapes.append(
            tag(
                "text",
                shortened(f"{moment.text} · {moment.note}", 46),
                x=f"{across(width - label):.1f}", y=f"{y + 4}",
                class_="told", direction=direction(language),
            )
        )  # fmt: skip
    return _picture(shapes, width, height, title)


def _picture(shapes: Sequence[Child], width: int, height: float, title: str) -> Html:
    return tag(
        "div",
        tag(
            "svg",
            shapes,
            viewBox=f"0 0 {width} {height:.0f}",
            role="img",
            aria_label=title,
            class_="picture",
        ),
        class_="picture-frame",
        tabindex="0",
        role="group",
        aria_label=title,
    )


def span_of(iso: str) -> tuple[date, date] | None:
    """Return the first and last day of an ISO date or period; None without a year."""
    begin, _, end = iso.partition("/")
    first = _days(begin)
    last = _days(end) if end else first
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _days(text: str) -> tuple[date, date] | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not match:
        return None
    year = int(match[1])
    try:
        if match[3]:
            day = date(year, int(match[2]), int(match[3]))
            return day, day
        if match[2]:
            month = date(year, int(match[2]), 1)
            following = (month + timedelta(days=31)).replace(day=1)
            return month, following - timedelta(days=1)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None


def shortened(text: str, most: int) -> str:
    """Cut a label that does not fit, and say so with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
