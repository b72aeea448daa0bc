"""The command line: the composition root, which with its ``cli_*`` modules may import all."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

import coopbot.arithmetic  # noqa: F401 - before all that imports numpy
from coopbot.cli_answers import ask, replay, search
from coopbot.cli_corpus import align, fetch, ingest
from coopbot.cli_operations import backup, doctor, feedback_app, rebuild, restore, serve, verify
from coopbot.cli_options import EXIT_FAILURE, EXIT_USAGE
from coopbot.cli_reading import refs, show
from coopbot.errors import CoopbotError, SettingsError, UsageError

COMMANDS = (
    ingest, ask, replay, search, show, refs, serve, fetch, align, rebuild, backup, restore, doctor,
    verify,
)  # fmt: skip
"""In the order in which the help lists them; each is named as its function."""

app = typer.Typer(
    name="coopbot",
    help="Checked answers over the COP-MOP documents of the Cartagena Protocol on Biosafety.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for command in COMMANDS:
    app.command()(command)
app.add_typer(feedback_app, name="feedback")


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


def main() -> None:
    """Run the command line; every error becomes one sentence and an exit status."""
    if {"eval", "bench"} & set(sys.argv[1:2]) or "--help" in sys.argv[1:2] or len(sys.argv) < 2:
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
    """Add the ``eval`` and ``bench`` commands."""
    from evals.bench import bench
    from evals.cli import app as evals_app

    app.add_typer(evals_app, name="eval")
    app.command("bench")(bench)


def _fail(error: CoopbotError, status: int) -> None:
    if _debug:
        raise error
    typer.echo(str(error), err=True)
    raise SystemExit(status)


if __name__ == "__main__":
    main()
