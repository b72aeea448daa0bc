"""What the commands share: their common options, and what they open with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coopbot.errors import UsageError

if TYPE_CHECKING:
    from coopbot import Coopbot, Settings
    from coopbot.types import DocumentFacts, Paragraph

EXIT_FAILURE = 1
EXIT_USAGE = 2
EXIT_PARTIAL = 3

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index builds.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", help="zh, en, fr, es, ru or ar.", show_default=False)
]


def settings_of(**changes: Any) -> Settings:
    """Return the settings of the environment, with what the call itself gives."""
    from coopbot.settings import Settings

    return Settings(**{name: value for name, value in changes.items() if value is not None})


def open_bot(index: Path | None, **changes: Any) -> Coopbot:
    """Open the published build of an index."""
    from coopbot.chain import Coopbot

    return Coopbot.open(settings_of(index=index, **changes))


def language_of(code: str | None) -> str | None:
    """Check the code of a language.

    :raises UsageError: when it is none of the six.
    """
    from coopbot.languages import LANGUAGES

    if code is not None and code not in LANGUAGES:
        raise UsageError(f"There is no language {code!r}; choose one of {', '.join(LANGUAGES)}.")
    return code


def languages_of(codes: str | None) -> list[str] | None:
    """Read a list of language codes such as ``zh,en``; None where none is given."""
    if codes is None:
        return None
    read = (language_of(code.strip()) for code in codes.split(","))
    return [code for code in read if code is not None]


def official_first(held: Mapping[str, DocumentFacts | Paragraph]) -> list[str]:
    """Return the languages held, official ones first, else in the order of the UN list."""
    from coopbot.languages import LANGUAGES

    return sorted(held, key=lambda code: (not held[code].official, LANGUAGES.index(code)))


@contextmanager
def progress_bars(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
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
