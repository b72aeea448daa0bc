from __future__ import annotations

import pytest
import typer

from coopbot.errors import CoopbotError, UsageError
from evals.command import run_command


@pytest.mark.parametrize(("error", "status"), [(UsageError, 2), (CoopbotError, 1)])
def test_error_becomes_one_sentence_and_an_exit_status(error, status, capsys, monkeypatch):
    app = typer.Typer()

    @app.command()
    def main():
        raise error("This was wrong; do that.")

    monkeypatch.setattr("sys.argv", ["program"])
    with pytest.raises(SystemExit) as ended:
        run_command(app)
    assert ended.value.code == status
    assert capsys.readouterr().err == "This was wrong; do that.\n"
