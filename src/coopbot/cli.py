"""The command line: the composition root, the only module of the core that may import all."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coopbot.errors import CoopbotError, SettingsError, UsageError

if TYPE_CHECKING:
    from coopbot import Coopbot, Settings
    from coopbot.types import Answer, DocumentFacts, Hit, Paragraph
    from coopbot.verification import Verification

EXIT_FAILURE = 1
EXIT_USAGE = 2
EXIT_PARTIAL = 3

app = typer.Typer(
    name="coopbot",
    help="Checked answers over the COP-MOP documents of the Cartagena Protocol on Biosafety.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index builds.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", help="zh, en, fr, es, ru or ar.", show_default=False)
]

# Typer may carry a click of its own; its errors are known by their base there.
_CLICK_ERROR: Any = next(
    base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException"
)

_debug = False


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    global _debug
    _debug = debug


@app.command()
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

    settings = _settings(index=index, workers=workers)
    with _progress(quiet=as_json) as progress:
        result = build_index(settings, paths or (), progress=progress, engine=engine)
    if as_json:
        _print_json(result.to_dict())
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


@app.command()
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
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question, each sentence with the paragraph that carries it."""
    bot = _open(index, **({"chat_model": "none"} if no_llm else {}))
    scope = None if as_of is None else {"meetings": [f"COP-MOP-{n}" for n in range(1, as_of + 1)]}
    answer = bot.ask(question, language=_language(lang), scope=scope)
    if as_json:
        _print_json(answer.to_dict())
    else:
        _print_answer(answer)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words, a reference or a question.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Most paragraphs.")] = 10,
    lang: LanguageOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank paragraphs, each with how it was found."""
    hits = _open(index).search(query, k, _language(lang))
    if as_json:
        _print_json([_hit_dict(hit) for hit in hits])
        return
    if not hits:
        typer.echo("No paragraph was found; use other words or fewer.")
    for hit in hits:
        p = hit.paragraph
        typer.echo(
            f"{hit.rank:>2}. {p.symbol} {_shown(p)} [{p.language}] "
            f"{hit.score:.3f} ({', '.join(hit.found_by)})"
        )
        typer.echo(f"    {_shortened(p.text)}")


@app.command()
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
    bot = _open(index)
    wanted = _languages(lang)
    if label is None:
        _show_document(bot, symbol, wanted, as_json)
        return
    found = bot.paragraph(symbol, label)
    order = wanted or _official_first(found)
    chosen = {language: found[language] for language in order if language in found}
    if not chosen:
        raise UsageError(
            f"Paragraph {label!r} is held in {', '.join(found)}, not in {lang}; "
            "choose one of these with --lang."
        )
    if as_json:
        _print_json({language: _paragraph_dict(p) for language, p in chosen.items()})
        return
    for paragraph in chosen.values():
        typer.echo(
            f"{paragraph.symbol} {_shown(paragraph)} [{paragraph.language}] {_status(paragraph)}"
        )
        if paragraph.heading:
            typer.echo(f"  {' › '.join(paragraph.heading)}")
        typer.echo(f"  {paragraph.text}\n")


@app.command()
def refs(
    id: Annotated[
        str, typer.Argument(help="A decision, article, document, body or meeting, as you write it.")
    ],
    lang: LanguageOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a thing is and every paragraph that cites it."""
    card = _open(index).references(id)
    language = _language(lang)
    if as_json:
        _print_json(card.to_dict())
        return
    typer.echo(f"{card.title} ({card.kind})")
    for name, value in card.facts.items():
        if value not in (None, {}, []):
            typer.echo(f"  {name}: {_plain(value)}")
    if not card.citing:
        typer.echo("No paragraph of the corpus cites it.")
    shown: set[str] = set()
    for paragraph, reference in card.citing:
        if language in (None, paragraph.language) and paragraph.id not in shown:
            shown.add(paragraph.id)
            typer.echo(
                f"  {paragraph.symbol} {_shown(paragraph)} [{paragraph.language}] "
                f"{_status(paragraph)}: {_around(paragraph.text, reference.start, reference.end)}"
            )


@app.command()
def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.")] = None,
    index: IndexOption = None,
) -> None:
    """Start the page, the HTTP interface and the widget."""
    from ui.service import serve as run

    run(_settings(index=index, host=host, port=port))


@app.command()
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
    settings = _settings()
    with _progress(quiet=as_json) as progress:
        result = bring(
            settings, manifest, languages=_languages(lang) or (), replace=replace, progress=progress
        )
    if as_json:
        _print_json(result.to_dict())
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

    with open_fetcher(_settings()) as fetcher:
        listing = read_listing(fetcher, source, query, endpoint)
    write_manifest(listing, out)
    if as_json:
        _print_json({**listing.to_dict(), "manifest": str(out)})
        return
    for reason in listing.left_out:
        typer.echo(f"left out   {reason}")
    typer.echo(
        f"{len(listing.entries)} documents are in {out}. Look at it, then run "
        f"`coopbot fetch {out}`."
    )


@app.command()
def align(
    symbol: Annotated[str, typer.Argument(help="A document, such as 4/6 or COP-MOP/4/6.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Report how the language versions of a document line up: coverage, gaps and doubts."""
    from coopbot.index import IndexReader
    from ingest.alignment_report import align_work

    reader = IndexReader.open(_settings(index=index))
    try:
        report = align_work(reader, symbol)
    finally:
        reader.close()
    if as_json:
        _print_json(report.to_dict())
        return
    status = "official" if report.official else "unofficial"
    typer.echo(f"{report.symbol} [{report.leading}] {status}: {report.paragraphs} paragraphs")
    if not report.pairs:
        typer.echo("It is held in this language alone: there is nothing to line up.")
    for pair in report.pairs:
        typer.echo(f"{pair.language}  {pair.matched} in common, coverage {pair.coverage:.1%}")
        for gap in pair.gaps:
            typer.echo(f"    gap: {gap}")
        for match in pair.proposed:
            typer.echo(f"    proposed: {match.label} may correspond to {match.other}")
        for doubt in pair.doubts:
            typer.echo(f"    doubt: {doubt.label} is {doubt.ratio:g} times as long as expected")


@app.command()
def rebuild(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Make the published build's indexes again from its ledger."""
    from ingest.operations import rebuild as make_again

    with _progress(quiet=as_json) as progress:
        result = make_again(_settings(index=index), progress=progress)
    _print_verification(result, "The indexes were made again from the ledger", as_json)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="Folder to be made; it must not exist.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the published build, restore the copy aside and verify it; only then is it a backup."""
    from ingest.operations import backup as copy

    _print_verification(copy(_settings(index=index), target), f"Backup in {target}", as_json)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="Folder of a backup.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Verify a backup and publish it."""
    from ingest.operations import restore as bring_back

    _print_verification(bring_back(_settings(index=index), source), f"Restored {source}", as_json)


@app.command()
def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Look at everything that coopbot needs and say what is missing."""
    from dataclasses import asdict

    from ingest.doctor import doctor as look

    checks = look(_settings(index=index))
    if as_json:
        _print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            typer.echo(f"{'ok  ' if check.ok else 'LOOK'} {check.name}: {check.detail}")
            if not check.ok and check.remedy:
                typer.echo(f"     {check.remedy}")
    if not all(check.ok for check in checks):
        raise typer.Exit(EXIT_FAILURE)


@app.command()
def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Compare the published build's ledger with its indexes."""
    from dataclasses import asdict

    from coopbot.builds import build_paths, published_build
    from coopbot.verification import verify_in_child

    settings = _settings(index=index)
    build = published_build(settings.index)
    result = verify_in_child(build_paths(settings.index, build), chroma_url=settings.chroma_url)
    if as_json:
        _print_json({"build": build, **asdict(result)})
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
app.add_typer(feedback_app, name="feedback")


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
    settings = _settings()
    store = Conversations.open(settings.database_url, settings.retention_days)
    for entry in store.feedback(since=start):
        typer.echo(json.dumps(entry.to_dict(), ensure_ascii=False))


def main() -> None:
    """Run the command line; every error becomes one sentence and an exit status."""
    if "eval" in sys.argv[1:2] or "--help" in sys.argv[1:2] or len(sys.argv) < 2:
        # The evals bring libraries that an answer does not need: mounted when they are asked for.
        mount_evals()
    try:
        status = app(prog_name="coopbot", standalone_mode=False)
    except typer.Abort:
        typer.echo("Stopped.", err=True)
        raise SystemExit(EXIT_FAILURE) from None
    except _CLICK_ERROR as error:
        error.show()
        raise SystemExit(EXIT_USAGE) from None
    except (UsageError, SettingsError) as error:
        _fail(error, EXIT_USAGE)
    except CoopbotError as error:
        _fail(error, EXIT_FAILURE)
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(EXIT_FAILURE) from None
    else:
        raise SystemExit(status if isinstance(status, int) else 0)


def mount_evals() -> None:
    """Add the ``eval`` commands."""
    from evals.cli import app as evals_app

    app.add_typer(evals_app, name="eval")


def _fail(error: CoopbotError, status: int) -> None:
    if _debug:
        raise error
    typer.echo(str(error), err=True)
    raise SystemExit(status)


# -- opening -------------------------------------------------------------------------------


def _settings(**changes: Any) -> Settings:
    from coopbot.settings import Settings

    return Settings(**{name: value for name, value in changes.items() if value is not None})


def _open(index: Path | None, **changes: Any) -> Coopbot:
    from coopbot.chain import Coopbot

    return Coopbot.open(_settings(index=index, **changes))


def _language(code: str | None) -> str | None:
    from coopbot.languages import LANGUAGES

    if code is not None and code not in LANGUAGES:
        raise UsageError(f"There is no language {code!r}; choose one of {', '.join(LANGUAGES)}.")
    return code


def _languages(codes: str | None) -> list[str] | None:
    """Read a list of language codes such as ``zh,en``; None where none is given."""
    if codes is None:
        return None
    read = (_language(code.strip()) for code in codes.split(","))
    return [code for code in read if code is not None]


def _official_first(held: Mapping[str, DocumentFacts | Paragraph]) -> list[str]:
    """Return the languages held, official ones first, else in the order of the UN list."""
    from coopbot.languages import LANGUAGES

    return sorted(held, key=lambda code: (not held[code].official, LANGUAGES.index(code)))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a progress callback: bars on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield update


def _print_verification(result: Verification, done: str, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        _print_json(asdict(result))
    elif result.ok:
        typer.echo(f"{done}: {result.paragraphs} paragraphs, verified.")
    else:
        typer.echo("; ".join(result.problems), err=True)
    if not result.ok:
        raise typer.Exit(EXIT_FAILURE)


# -- printing ------------------------------------------------------------------------------


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _print_answer(answer: Answer) -> None:
    if answer.standalone_question != answer.question:
        typer.echo(f"({answer.standalone_question})")
    typer.echo(answer.text)
    if answer.citations:
        typer.echo()
    for citation in answer.citations:
        paragraph = citation.paragraph
        typer.echo(
            f"[{citation.n}] {paragraph.symbol} {_shown(paragraph)} [{paragraph.language}] "
            f"{_status(paragraph)} – {citation.verdict}"
        )
    for hit in answer.nearest:
        typer.echo(
            f"  {_shown(hit.paragraph)} [{hit.paragraph.language}] {_shortened(hit.paragraph.text)}"
        )
    for suggestion in answer.suggestions:
        typer.echo(f"→ {suggestion}")


def _show_document(bot: Coopbot, symbol: str, wanted: list[str] | None, as_json: bool) -> None:
    resolved = bot.resolve_document(symbol)
    work = next(work for work in bot.documents() if work.symbol == resolved)
    held = _official_first({facts.language: facts for facts in work.expressions})
    language = next((code for code in wanted or held if code in held), None)
    if language is None:
        raise UsageError(
            f"Document {resolved} is held in {', '.join(held)}, not in {', '.join(wanted or ())}; "
            "choose one of these with --lang."
        )
    paragraphs = bot.document(resolved, language)
    if as_json:
        _print_json([_paragraph_dict(paragraph) for paragraph in paragraphs])
        return
    typer.echo(f"{resolved} – {work.title} [{', '.join(held)}]")
    for paragraph in paragraphs:
        typer.echo(f"{paragraph.label:>8}  {_shortened(paragraph.text)}")


def _hit_dict(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "found_by": list(hit.found_by),
        **_paragraph_dict(hit.paragraph),
    }


def _paragraph_dict(paragraph: Paragraph) -> dict[str, Any]:
    from coopbot.types import status_of

    return {
        "symbol": paragraph.symbol,
        "label": paragraph.label,
        "display": _shown(paragraph),
        "language": paragraph.language,
        "status": status_of(paragraph),
        "kind": paragraph.kind,
        "heading": list(paragraph.heading),
        "page": paragraph.page,
        "text": paragraph.text,
    }


def _shown(paragraph: Paragraph) -> str:
    from coopbot.labels import display_label

    shown = display_label(paragraph.label, paragraph.language)
    return f"¶{shown}" if paragraph.label[0].isdigit() else shown


def _status(paragraph: Paragraph) -> str:
    from coopbot.types import status_of
    from coopbot.wording import text

    if paragraph.official:
        return status_of(paragraph)
    return text("unofficial", paragraph.language)


def _shortened(text: str, width: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else f"{flat[: width - 1]}…"


def _around(text: str, start: int, end: int, margin: int = 40) -> str:
    before = "…" if start > margin else ""
    after = "…" if end + margin < len(text) else ""
    window = text[max(0, start - margin) : end + margin]
    return f"{before}{' '.join(window.split())}{after}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items() if item)
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(item) for item in value)
    return str(value)


if __name__ == "__main__":
    main()
