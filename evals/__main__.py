"""``python -m evals``: the eval commands without the rest of coopbot's command line."""

from __future__ import annotations

import sys

from coopbot.errors import CoopbotError, UsageError
from evals.cli import app


def main() -> None:
    """Run a command; an error becomes one sentence and an exit status."""
    try:
        app()
    except CoopbotError as error:
        print(error, file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)


if __name__ == "__main__":
    main()
