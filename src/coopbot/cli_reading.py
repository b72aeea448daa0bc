"""The commands that read without a question: ``show`` and ``refs``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from coopbot.cli_options import (
    IndexOption,
    JsonOption,
    LanguageOption,
    language_of,
    languages_of,
    official_first,
    open_bot,
)
from coopbot.cli_printing import (
    around,
    paragraph_dict,
    plain_value,
    print_json,
    shortened,
    shown_label,
    shown_status,
)
from coopbot.errors import UsageError

if TYPE_CHECKING:
    from coopbot import Coopbot
    from coopbot.types import Paragraph


def show(
    symbol: Annotated[str, typer.Argument(help="A document, such as 4/6 or COP-MOP/4/6.")],
    label: Annotated[
        str | None, typer.Argument(help="A paragraph, such as 21(c) or 21（三）.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="Languages, such as zh,en,ar; all by default.")
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a paragraph side by side in its languages, or a document's outline."""
    bot = open_bot(index)
    wanted = languages_of(lang)
    if label is None:
        if wanted is not None and len(wanted) > 1:
            _show_versions(bot, symbol, wanted, as_json)
        else:
            _show_document(bot, symbol, wanted, as_json)
        return
    found = bot.paragraph(symbol, label)
    order = wanted or official_first(found)
    chosen = {language: found[language] for language in order if language in found}
    if not chosen:
        raise UsageError(
            f"Paragraph {label!r} is held in {', '.join(found)}, not in {lang}; "
            "choose one of these with --lang."
        )
    if as_json:
        print_json({language: paragraph_dict(p) for language, p in chosen.items()})
        return
    for paragraph in chosen.values():
        place = f"{paragraph.symbol} {shown_label(paragraph)} [{paragraph.language}]"
        typer.echo(f"{place} {shown_status(paragraph)}")
        if paragraph.heading:
            typer.echo(f"  {' › '.join(paragraph.heading)}")
        typer.echo(f"  {paragraph.text}\n")


def refs(
    id: Annotated[
        str, typer.Argument(help="A decision, article, document, body or meeting, as you write it.")
    ],
    lang: LanguageOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a thing is and every paragraph that cites it."""
    language = language_of(lang)
    card = open_bot(index).references(id, language or "en")
    if as_json:
        print_json(card.to_dict())
        return
    typer.echo(f"{card.title} ({card.kind})")
    for name, value in card.facts.items():
        if value not in (None, {}, []):
            typer.echo(f"  {name}: {plain_value(value)}")
    if not card.citing:
        typer.echo("No paragraph of the corpus cites it.")
    shown: set[str] = set()
    for paragraph, reference in card.citing:
        if language in (None, paragraph.language) and paragraph.id not in shown:
            shown.add(paragraph.id)
            place = f"{paragraph.symbol} {shown_label(paragraph)} [{paragraph.language}]"
            words = around(paragraph.text, reference.start, reference.end)
            typer.echo(f"  {place} {shown_status(paragraph)}: {words}")


def _show_versions(bot: Coopbot, symbol: str, wanted: list[str], as_json: bool) -> None:
    """Show a whole document, each paragraph in several languages one below the other."""
    resolved = bot.resolve_document(symbol)
    versions: dict[str, dict[str, Paragraph]] = {}
    for language in wanted:
        for paragraph in bot.document(resolved, language):
            versions.setdefault(paragraph.label, {})[language] = paragraph
    # A label that only one version has stands where that version has it.
    ordered = sorted(versions, key=lambda label: min(p.ordinal for p in versions[label].values()))
    if as_json:
        rows = {
            label: {code: paragraph_dict(p) for code, p in versions[label].items()}
            for label in ordered
        }
        print_json(rows)
        return
    typer.echo(f"{resolved} [{', '.join(wanted)}]")
    for label in ordered:
        typer.echo(label)
        for language in wanted:
            held = versions[label].get(language)
            mark = "" if held is None or held.official else f" ({shown_status(held)})"
            typer.echo(f"  [{language}]{mark} {held.text if held else '–'}")


def _show_document(bot: Coopbot, symbol: str, wanted: list[str] | None, as_json: bool) -> None:
    resolved = bot.resolve_document(symbol)
    work = next(work for work in bot.documents() if work.symbol == resolved)
    held = official_first({facts.language: facts for facts in work.expressions})
    language = next((code for code in wanted or held if code in held), None)
    if language is None:
        raise UsageError(
            f"Document {resolved} is held in {', '.join(held)}, not in {', '.join(wanted or ())}; "
            "choose one of these with --lang."
        )
    paragraphs = bot.document(resolved, language)
    if as_json:
        print_json([paragraph_dict(paragraph) for paragraph in paragraphs])
        return
    typer.echo(f"{resolved} – {work.title} [{', '.join(held)}]")
    for paragraph in paragraphs:
        typer.echo(f"{paragraph.label:>8}  {shortened(paragraph.text)}")
