"""The commands that ask: ``ask``, ``replay`` and ``search``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coopbot.cli_options import (
    EXIT_FAILURE,
    IndexOption,
    JsonOption,
    LanguageOption,
    language_of,
    open_bot,
    settings_of,
)
from coopbot.cli_printing import hit_dict, print_answer, print_json, shortened, shown_label


def ask(
    question: Annotated[str, typer.Argument(help="The question, in any of the six languages.")],
    lang: LanguageOption = None,
    as_of: Annotated[
        int | None,
        typer.Option("--as-of", min=1, help="Only documents up to this meeting of the COP-MOP."),
    ] = None,
    no_llm: Annotated[
        bool, typer.Option("--no-llm", help="Quote only, even when a chat model is set.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", help="Also write the answer with footnotes to a .docx, .html or .md file."
        ),
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question, each sentence with the paragraph that carries it."""
    from coopbot.exports import format_of

    form = None if export is None else format_of(export)
    bot = open_bot(index, **({"chat_model": "none"} if no_llm else {}))
    scope = None if as_of is None else {"meetings": [f"COP-MOP-{n}" for n in range(1, as_of + 1)]}
    answer = bot.ask(question, language=language_of(lang), scope=scope)
    if export is not None and form is not None:
        from coopbot.exports import write_export

        write_export(export, [answer.to_dict()], form, answer.language)
    if as_json:
        print_json(answer.to_dict())
    else:
        print_answer(answer)


def replay(
    receipt: Annotated[
        Path, typer.Argument(help="An answer saved with --json, or an exported conversation.")
    ],
    turn: Annotated[
        int | None,
        typer.Option("--turn", min=1, help="Which answer of a conversation; the last by default."),
    ] = None,
    own_build: Annotated[
        bool,
        typer.Option("--own-build", help="Ask the build that answered then, where it is held."),
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask again as a receipt says it was asked; exit 0 when the answer is the same, else 1."""
    from coopbot.receipts import read_receipt
    from coopbot.replaying import open_held
    from coopbot.replaying import replay as ask_again

    saved = read_receipt(receipt, turn)
    bot = open_held(settings_of(index=index), saved.build) if own_build else open_bot(index)
    result = ask_again(saved, bot)
    if as_json:
        print_json(result.to_dict())
    else:
        typer.echo(f"Asked again: {shortened(saved.question)}")
        for difference in result.differences:
            typer.echo(f"- {difference.says}")
        typer.echo("The answer is the same." if result.same else "The answer is another one.")
    if not result.same:
        raise typer.Exit(EXIT_FAILURE)


def search(
    query: Annotated[str, typer.Argument(help="Words, a reference or a question.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Most paragraphs.")] = 10,
    lang: LanguageOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank paragraphs, each with how it was found."""
    hits = open_bot(index).search(query, k, language_of(lang))
    if as_json:
        print_json([hit_dict(hit) for hit in hits])
        return
    if not hits:
        typer.echo("No paragraph was found; use other words or fewer.")
    for hit in hits:
        p = hit.paragraph
        typer.echo(
            f"{hit.rank:>2}. {p.symbol} {shown_label(p)} [{p.language}] "
            f"{hit.score:.3f} ({', '.join(hit.found_by)})"
        )
        typer.echo(f"    {shortened(p.text)}")
