"""Read server-sent events in tests."""

from __future__ import annotations

import json
from typing import Any


def events_of(body: str) -> list[tuple[str, dict[str, Any]]]:
    """Return kind and data of each event of a stream."""
    events = []
    for block in body.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            events.append((lines["event"], json.loads(lines["data"])))
    return events
