"""Small SVG charts for the report: no script, no outside file, readable in print and by readers."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_INK = "#1b3a57"
_SOFT = "#9db4c8"
_GRID = "#d9e1e8"
_MOST_NAMES = 6
"""Names below one axis."""
PALETTE = ("#1b6ca8", "#c8553d", "#588157", "#7a4f9a", "#b8860b", "#2a9d8f")
"""Distinct in lightness too, so that they stay apart for colour-blind readers and in print."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its interval."""

    label: str
    value: float
    low: float
    high: float
    n: int


def interval_bars(bars: Sequence[Bar], title: str) -> str:
    """Draw one horizontal bar per entry, 0 to 1, with its interval as a whisker."""
    row, left, width = 22, 190, 300
    height = row * len(bars) + 24
    parts = [_open(left + width + 120, height, title)]
    for mark in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + mark * width
        parts.append(f'<line x1="{x}" y1="0" x2="{x}" y2="{height - 20}" stroke="{_GRID}"/>')
        parts.append(_text(x, height - 6, f"{mark:.0%}", anchor="middle", size=10))
    for number, bar in enumerate(bars):
        y = number * row + 4
        parts.append(_text(left - 6, y + 11, bar.label, anchor="end"))
        parts.append(
            f'<rect x="{left}" y="{y}" width="{max(bar.value, 0) * width:.1f}" height="14" '
            f'fill="{PALETTE[0]}" rx="2"/>'
        )
        x1, x2, middle = left + bar.low * width, left + bar.high * width, y + 7
        parts.append(
            f'<path d="M{x1:.1f} {middle}H{x2:.1f}M{x1:.1f} {y + 3}v8M{x2:.1f} {y + 3}v8" '
            f'stroke="{_INK}" fill="none"/>'
        )
        parts.append(_text(left + width + 8, y + 11, f"{bar.value:.3f}  n={bar.n}"))
    return "".join(parts) + "</svg>"


def histogram(values: Sequence[float], title: str, unit: str) -> str:
    """Draw how often values occur, in 24 equal steps up to the 99th percentile."""
    if not values:
        return ""
    ordered = sorted(values)
    top = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] or 1e-9
    steps = 24
    counts = [0] * steps
    for value in ordered:
        counts[min(int(value / top * steps), steps - 1)] += 1
    width, height = 480, 120
    parts = [_open(width + 20, height + 28, title)]
    for number, count in enumerate(counts):
        tall = count / max(counts) * height
        x = number * width / steps
        parts.append(
            f'<rect x="{x:.1f}" y="{height - tall:.1f}" width="{width / steps - 2:.1f}" '
            f'height="{tall:.1f}" fill="{PALETTE[0]}"/>'
        )
    parts.append(_text(0, height + 16, f"0 {unit}"))
    parts.append(_text(width, height + 16, f"{top:.3g} {unit}", anchor="end"))
    return "".join(parts) + "</svg>"


def lines(
    series: Mapping[str, Sequence[tuple[float, float]]],
    title: str,
    *,
    x_label: str,
    y_label: str,
    log: bool = False,
    x_names: Sequence[str] = (),
) -> str:
    """Draw one line per series.

    :param series: points (x, y) by name.
    :param log: both axes logarithmic; points that are not positive are left out.
    :param x_names: names of the places 0, 1, 2 ... instead of figures.
    """
    import math

    def scale(value: float) -> float:
        return math.log10(value) if log else value

    points = {
        name: [(scale(x), scale(y)) for x, y in values if not log or (x > 0 and y > 0)]
        for name, values in series.items()
    }
    every = [point for values in points.values() for point in values]
    if not every:
        return ""
    left, top, width, height = 64, 10, 420, 200
    x0, x1 = min(p[0] for p in every), max(p[0] for p in every)
    y0, y1 = min(p[1] for p in every), max(p[1] for p in every)
    if not log:
        y0, y1 = min(y0, 0.0), max(y1, 1.0 if y1 <= 1 else y1)
    x_span, y_span = (x1 - x0) or 1.0, (y1 - y0) or 1.0

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (
            left + (point[0] - x0) / x_span * width,
            top + height - (point[1] - y0) / y_span * height,
        )

    parts = [_open(left + width + 170, top + height + 44, title)]
    parts.append(
        f'<path d="M{left} {top}V{top + height}H{left + width}" stroke="{_SOFT}" fill="none"/>'
    )
    for share in (0.0, 0.5, 1.0):
        y = y0 + share * y_span
        shown = 10**y if log else y
        parts.append(_text(left - 6, place((x0, y))[1] + 4, f"{shown:.3g}", anchor="end", size=10))
    places = sorted({point[0] for point in every})
    # Many builds share the axis: each name needs room; the last is always shown.
    step = -(-len(places) // _MOST_NAMES)
    shown_x = places[::-1][::step]
    for x in shown_x:
        name = x_names[int(x)] if x_names else f"{10**x if log else x:.3g}"
        parts.append(_text(place((x, y0))[0], top + height + 16, name, anchor="middle", size=10))
    for number, (name, values) in enumerate(points.items()):
        colour = PALETTE[number % len(PALETTE)]
        placed = [place(point) for point in values]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        y = top + 12 + number * 16
        parts.append(
            f'<rect x="{left + width + 12}" y="{y - 9}" width="10" height="10" fill="{colour}"/>'
        )
        parts.append(_text(left + width + 26, y, name))
    parts.append(_text(left + width / 2, top + height + 36, x_label, anchor="middle"))
    parts.append(_text(left, top - 1, y_label, size=10))
    return "".join(parts) + "</svg>"


def _open(width: float, height: float, title: str) -> str:
    name = html.escape(title, quote=True)
    return (
        f'<svg role="img" aria-label="{name}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" xmlns="http://www.w3.org/2000/svg"><title>{name}</title>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{_INK}">{html.escape(text)}</text>'
    )
