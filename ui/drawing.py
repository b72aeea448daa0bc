"""Pictures drawn on the server as SVG: who cites a decision, and when things happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopbot.languages import direction
from ui.markup import Child, Html, tag

GRAPH_ROW, GRAPH_BOX, GRAPH_WIDTH = 34, 104, 400
"""Height of a row, width of a box and of the whole graph: narrow enough to be read on a phone."""
MOMENT_ROW = 44
"""Height of a moment in pixels: what is told, and below it where it lies in time."""
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
    centre: str,
    citing: Sequence[str],
    related: Sequence[str],
    title: str,
    language: str,
    legend: tuple[str, str],
) -> Html:
    """Draw what cites a thing on one side, the thing in the middle, its kin on the other.

    :param legend: words above the two sides; an arrow shows that one side cites the middle.
    """
    left = [Node(text, "paragraph") for text in citing[:MOST_ROWS]]
    right = [Node(text, "decision") for text in related[:MOST_ROWS]]
    rows = max(len(left), len(right), 1)
    width, box, height = GRAPH_WIDTH, GRAPH_BOX, rows * GRAPH_ROW + 20
    middle = height / 2
    sides = (0, width - box)
    if direction(language) == "rtl":
        sides = (width - box, 0)
    shapes: list[Child] = []
    for nodes, x, kind in ((left, sides[0], "edge"), (right, sides[1], "edge kin")):
        top = middle - len(nodes) * GRAPH_ROW / 2
        for place, node in enumerate(nodes):
            y = top + place * GRAPH_ROW + GRAPH_ROW / 2
            near, far = (x + box, (width - box) / 2) if x == 0 else (x, (width + box) / 2)
            bend = (near + far) / 2
            curve = f"M{near} {y}C{bend} {y} {bend} {middle} {far} {middle}"
            shapes.append(tag("path", d=curve, class_=kind))
            shapes.append(_box(node, x, y, box))
        if nodes is left and left:
            tip, back = (far, far - 7) if x == 0 else (far, far + 7)
            points = f"{tip},{middle} {back},{middle - 4} {back},{middle + 4}"
            shapes.append(tag("polygon", points=points, class_="arrow"))
    shapes.append(_box(Node(centre, "centre"), (width - box) / 2, middle, box))
    words = [
        tag("span", text if nodes else "")
        for text, nodes in zip(legend, (left, right), strict=True)
    ]
    return _picture(shapes, title, "graph", words, viewBox=f"0 0 {width} {height:.0f}")


def _box(node: Node, x: float, y: float, width: float) -> Html:
    # Symbols and labels are Latin or short: the box isolates them from the page's direction.
    return tag(
        "g",
        tag("rect", x=f"{x + 1}", y=f"{y - 13}", width=f"{width - 2}", height="26", rx="6"),
        tag("text", shortened(node.text, 14), x=f"{x + width / 2}", y=f"{y + 4}"),
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
    start = date(first, 1, 1)
    days = (date(last, 1, 1) - start).days
    height = len(dated) * MOMENT_ROW + 34
    mirrored = direction(language) == "rtl"

    def across(share: float) -> str:
        return f"{100 - share if mirrored else share:.2f}%"

    def place(day: date) -> float:
        """Return where a day lies in percent of the width, with a margin for the years' numbers."""
        return 4 + (day - start).days / days * 92

    shapes: list[Child] = []
    step = max(1, (last - first) // 8)
    for year in range(first, last + 1, step):
        x = across(place(date(year, 1, 1)))
        shapes.append(tag("line", x1=x, x2=x, y1="22", y2=f"{height}", class_="scale"))
        shapes.append(tag("text", str(year), x=x, y="14", class_="year"))
    for row, ((begin, end), moment) in enumerate(dated):
        y = 34 + row * MOMENT_ROW
        here, there = place(begin), max(place(end), place(begin) + 1.5)
        told = shortened(f"{moment.text} · {moment.note}", 46)
        words = {"x": across(0), "y": f"{y + 12}", "direction": direction(language)}
        bar = {"x": across(there if mirrored else here), "width": f"{there - here:.2f}%"}
        shapes.append(tag("text", told, class_="told", **words))
        shapes.append(tag("rect", y=f"{y + 20}", height="10", rx="5", class_="moment", **bar))
    return _picture(shapes, title, "timeline", height=height)


def _picture(
    shapes: Sequence[Child],
    title: str,
    kind: str,
    legend: Sequence[Child] = (),
    **attributes: str | int | None,
) -> Html:
    words = tag("p", legend, class_="legend") if legend else None
    drawn = tag("svg", shapes, role="img", aria_label=title, class_=f"picture {kind}", **attributes)
    return tag(
        "div", words, drawn, class_="picture-frame", tabindex="0", role="group", aria_label=title
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
