"""A service in a process of its own that stops in the middle of its first answer.

Call: ``python -m tests.ui.browser.slow_service PORT``. Given ``whole`` behind the port it answers.
"""

from __future__ import annotations

import sys
import threading

import uvicorn

from coopbot.settings import Settings
from coopbot.types import Event
from tests.ui.fake_core import FakeCore, answer
from ui.service import create_app


def halves():
    """Yield the first statement of an answer, then nothing more."""
    first = answer("When?")
    statement = first.statements[0].to_dict()
    yield Event("statement", statement | {"citation": [first.citations[0].to_dict()]})
    threading.Event().wait(600)


class HaltingCore(FakeCore):
    def stream(self, question, *arguments, **named):
        self.enqueue(halves())
        return super().stream(question, *arguments, **named)


def main() -> None:
    whole = "whole" in sys.argv
    app = create_app(
        FakeCore() if whole else HaltingCore(),
        Settings(database_url="sqlite://", retention_days=0),
        page=False,
    )
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error", ws="none")


if __name__ == "__main__":
    main()
