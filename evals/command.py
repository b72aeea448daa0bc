"""The edge of every measuring command: an error becomes one sentence and an exit status."""

from __future__ import annotations

import sys

import typer

from coopbot.errors import CoopbotError, UsageError


def run_command(app: typer.Typer) -> None:
    """Run a command line; exit 2 for a call that cannot be carried out, 1 for a failure."""
    try:
        app()
    except CoopbotError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2 if isinstance(error, UsageError) else 1)
