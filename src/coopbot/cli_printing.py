"""How the commands print: JSON, answers, paragraphs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from coopbot.types import Answer, Hit, Paragraph


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_answer(answer: Answer) -> None:
    """Print an answer, its citations with their status, and what else may help."""
    if answer.standalone_question != answer.question:
        typer.echo(f"({answer.standalone_question})")
    typer.echo(answer.text)
    if answer.citations:
        typer.echo()
    for citation in answer.citations:
        paragraph = citation.paragraph
        typer.echo(
            f"[{citation.n}] {paragraph.symbol} {shown_label(paragraph)} [{paragraph.language}] "
            f"{shown_status(paragraph)} – {citation.verdict}"
        )
    for hit in answer.nearest:
        near = hit.paragraph
        typer.echo(f"  {shown_label(near)} [{near.language}] {shortened(near.text)}")
    for suggestion in answer.suggestions:
        typer.echo(f"→ {suggestion}")


def hit_dict(hit: Hit) -> dict[str, Any]:
    """Return a paragraph found, with how it was found."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "found_by": list(hit.found_by),
        **paragraph_dict(hit.paragraph),
    }


def paragraph_dict(paragraph: Paragraph) -> dict[str, Any]:
    """Return a paragraph with its place and status."""
    from coopbot.types import status_of

    return {
        "symbol": paragraph.symbol,
        "label": paragraph.label,
        "display": shown_label(paragraph),
        "language": paragraph.language,
        "status": status_of(paragraph),
        "kind": paragraph.kind,
        "heading": list(paragraph.heading),
        "page": paragraph.page,
        "text": paragraph.text,
    }


def shown_label(paragraph: Paragraph) -> str:
    """Return the label as the paragraph's language writes it."""
    from coopbot.labels import display_label

    shown = display_label(paragraph.label, paragraph.language)
    return f"¶{shown}" if paragraph.label[0].isdigit() else shown


def shown_status(paragraph: Paragraph) -> str:
    """Return ``official``, or in the paragraph's language that it is an unofficial translation."""
    from coopbot.types import status_of
    from coopbot.wording import text

    if paragraph.official:
        return status_of(paragraph)
    return text("unofficial", paragraph.language)


def shortened(text: str, width: int = 160) -> str:
    """Return a text on one line of at most ``width`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else f"{flat[: width - 1]}…"


def around(text: str, start: int, end: int, margin: int = 40) -> str:
    """Return a stretch of a text with ``margin`` characters on each side of it."""
    before = "…" if start > margin else ""
    after = "…" if end + margin < len(text) else ""
    window = text[max(0, start - margin) : end + margin]
    return f"{before}{' '.join(window.split())}{after}"


def plain_value(value: Any) -> str:
    """Return what the registry knows as words on one line."""
    if isinstance(value, dict) and value.keys() == {"text", "status"}:
        return f"{value['text']} ({value['status']})"
    if isinstance(value, dict) and "id" in value:
        return str(value["id"])
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain_value(item)}" for key, item in value.items() if item)
    if isinstance(value, (list, tuple)):
        return ", ".join(plain_value(item) for item in value)
    return str(value)
