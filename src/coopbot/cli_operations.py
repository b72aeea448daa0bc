"""The commands of those who run it: ``serve``, ``verify``, ``rebuild`` and so on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coopbot.cli_options import (
    EXIT_FAILURE,
    IndexOption,
    JsonOption,
    progress_bars,
    settings_of,
)
from coopbot.cli_printing import print_json
from coopbot.errors import UsageError

if TYPE_CHECKING:
    from coopbot.verification import Verification


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.")] = None,
    index: IndexOption = None,
) -> None:
    """Start the page, the HTTP interface and the widget."""
    from ui.service import serve as run

    run(settings_of(index=index, host=host, port=port))


def rebuild(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Make the published build's indexes again from its ledger."""
    from ingest.operations import rebuild as make_again

    with progress_bars(quiet=as_json) as progress:
        result = make_again(settings_of(index=index), progress=progress)
    print_verification(result, "The indexes were made again from the ledger", as_json)


def backup(
    target: Annotated[Path, typer.Argument(help="Folder to be made; it must not exist.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the published build, restore the copy aside and verify it; only then is it a backup."""
    from ingest.operations import backup as copy

    print_verification(copy(settings_of(index=index), target), f"Backup in {target}", as_json)


def restore(
    source: Annotated[Path, typer.Argument(help="Folder of a backup.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Verify a backup and publish it."""
    from ingest.operations import restore as bring_back

    print_verification(bring_back(settings_of(index=index), source), f"Restored {source}", as_json)


def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Look at everything that coopbot needs and say what is missing."""
    from dataclasses import asdict

    from ingest.doctor import doctor as look

    checks = look(settings_of(index=index))
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            typer.echo(f"{'ok  ' if check.ok else 'LOOK'} {check.name}: {check.detail}")
            if not check.ok and check.remedy:
                typer.echo(f"     {check.remedy}")
    if not all(check.ok for check in checks):
        raise typer.Exit(EXIT_FAILURE)


def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Compare the published build's ledger with its indexes."""
    from dataclasses import asdict

    from coopbot.builds import build_paths, published_build
    from coopbot.verification import verify_in_child

    settings = settings_of(index=index)
    build = published_build(settings.index)
    result = verify_in_child(build_paths(settings.index, build), chroma_url=settings.chroma_url)
    if as_json:
        print_json({"build": build, **asdict(result)})
    elif result.ok:
        typer.echo(
            f"Build {build} is sound: {result.paragraphs} paragraphs, "
            f"{result.self_hits} of {result.self_queries} self-queries found."
        )
    else:
        for problem in result.problems:
            typer.echo(f"Build {build}: {problem}.", err=True)
        typer.echo("Run `coopbot rebuild` to make the indexes again from the ledger.", err=True)
    if not result.ok:
        raise typer.Exit(EXIT_FAILURE)


feedback_app = typer.Typer(help="What users said of answers.", no_args_is_help=True)


@feedback_app.command()
def export(
    since: Annotated[
        str | None, typer.Option("--since", help="Only from this ISO date on.")
    ] = None,
) -> None:
    """Print feedback as JSON lines, oldest first."""
    from datetime import UTC, datetime

    from coopbot.conversations import Conversations

    try:
        start = None if since is None else datetime.fromisoformat(since).replace(tzinfo=UTC)
    except ValueError:
        raise UsageError(f"The date {since!r} cannot be read; write it like 2026-11-01.") from None
    settings = settings_of()
    store = Conversations.open(settings.database_url, settings.retention_days)
    for entry in store.feedback(since=start):
        typer.echo(json.dumps(entry.to_dict(), ensure_ascii=False))


def print_verification(result: Verification, done: str, as_json: bool) -> None:
    """Print whether a build is sound; end with a failure when it is not."""
    from dataclasses import asdict

    if as_json:
        print_json(asdict(result))
    elif result.ok:
        typer.echo(f"{done}: {result.paragraphs} paragraphs, verified.")
    else:
        typer.echo("; ".join(result.problems), err=True)
    if not result.ok:
        raise typer.Exit(EXIT_FAILURE)
