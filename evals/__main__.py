"""``python -m evals``: the eval commands without the rest of coopbot's command line."""

from __future__ import annotations

from evals.cli import app
from evals.command import run_command

if __name__ == "__main__":
    run_command(app)
