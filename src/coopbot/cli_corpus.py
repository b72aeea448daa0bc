"""The commands around the corpus: ``ingest``, ``fetch`` and ``align``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coopbot.cli_options import (
    EXIT_PARTIAL,
    IndexOption,
    JsonOption,
    languages_of,
    progress_bars,
    settings_of,
)
from coopbot.cli_printing import print_json
from coopbot.errors import UsageError


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders; the corpus folder when none is given."),
    ] = None,
    index: IndexOption = None,
    workers: Annotated[
        int | None, typer.Option("--workers", help="Processes; one per core by default.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="local or ray.")] = "local",
    as_json: JsonOption = False,
) -> None:
    """Read documents, build the index and publish it; a row per file."""
    from ingest.build import ingest as build_index

    settings = settings_of(index=index, workers=workers)
    with progress_bars(quiet=as_json) as progress:
        result = build_index(settings, paths or (), progress=progress, engine=engine)
    if as_json:
        print_json(result.to_dict())
    else:
        for file in result.files:
            remark = f"  {file.reason}" if file.reason else ""
            typer.echo(f"{file.outcome:<10} {file.paragraphs:>6} paragraphs  {file.path}{remark}")
            for warning in file.warnings:
                typer.echo(f"{'':<10} {warning}")
        if result.published:
            typer.echo(f"Published build {result.build} in {settings.index}.")
        else:
            typer.echo("Nothing was published: no file could be read.", err=True)
    if not result.complete:
        raise typer.Exit(EXIT_PARTIAL)


def fetch(
    manifest: Annotated[
        Path | None, typer.Argument(help="The manifest; that of the corpus when none is given.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="Write a manifest from a listing: index or informea."),
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", help="What to ask the listing, in its own language.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", help="Address of the listing, when it has moved.")
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", help="The manifest that --from writes; it must not exist.")
    ] = Path("listing.yaml"),
    lang: Annotated[
        str | None, typer.Option("--lang", help="Languages, such as zh,en; all by default.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a held file give way to another one.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the documents that a manifest names into the corpus and check their sha256."""
    from ingest.fetching import fetch as bring

    if source is not None:
        if manifest is not None:
            raise UsageError(f"--from writes a manifest and {manifest} names one; choose.")
        _write_listing(source, query, endpoint, out, as_json)
        return
    if query is not None or endpoint is not None:
        raise UsageError("--query and --endpoint belong to a listing; name one with --from.")
    settings = settings_of()
    with progress_bars(quiet=as_json) as progress:
        result = bring(
            settings,
            manifest,
            languages=languages_of(lang) or (),
            replace=replace,
            progress=progress,
        )
    if as_json:
        print_json(result.to_dict())
    else:
        for file in result.files:
            place = file.path or file.url or ""
            typer.echo(f"{file.outcome:<10} {file.symbol} [{file.language}]  {place}")
            if file.inferred and file.outcome not in ("present", "skipped"):
                typer.echo(f"{'':<10} inferred address: {file.url}")
            if file.sha256:
                typer.echo(f"{'':<10} sha256 {file.sha256}, {file.size:,} bytes")
            if file.reason:
                typer.echo(f"{'':<10} {file.reason}")
        if any(file.outcome == "fetched" for file in result.files):
            typer.echo("Run `coopbot ingest` to bring them into the index.")
    if not result.complete:
        raise typer.Exit(EXIT_PARTIAL)


def _write_listing(
    source: str, query: str | None, endpoint: str | None, out: Path, as_json: bool
) -> None:
    from ingest.fetching import open_fetcher
    from ingest.listings import read_listing, write_manifest

    with open_fetcher(settings_of()) as fetcher:
        listing = read_listing(fetcher, source, query, endpoint)
    write_manifest(listing, out)
    if as_json:
        print_json({**listing.to_dict(), "manifest": str(out)})
        return
    for reason in listing.left_out:
        typer.echo(f"left out   {reason}")
    typer.echo(
        f"{len(listing.entries)} documents are in {out}. Look at it, then run "
        f"`coopbot fetch {out}`."
    )


def align(
    symbol: Annotated[str, typer.Argument(help="A document, such as 4/6 or COP-MOP/4/6.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Report how the language versions of a document line up: coverage, gaps and doubts."""
    from coopbot.index import IndexReader
    from ingest.alignment_report import align_work

    reader = IndexReader.open(settings_of(index=index))
    try:
        report = align_work(reader.ledger, symbol)
    finally:
        reader.close()
    if as_json:
        print_json(report.to_dict())
        return
    status = "official" if report.official else "unofficial"
    typer.echo(f"{report.symbol} [{report.leading}] {status}: {report.paragraphs} paragraphs")
    if not report.pairs:
        typer.echo("It is held in this language alone: there is nothing to line up.")
    for pair in report.pairs:
        typer.echo(f"{pair.language}  {pair.matched} in common, coverage {pair.coverage:.1%}")
        for finding in pair.findings:
            typer.echo(f"    {finding}")
