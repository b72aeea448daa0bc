"""Serve an application on a free port from a thread, for a browser to open."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

STARTING_SECONDS = 60


@contextmanager
def served(app: Any, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve until the block ends; yields the origin."""
    config = uvicorn.Config(
        app, host=host, port=port, log_level="error", ws="none", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    limit = time.monotonic() + STARTING_SECONDS
    while not server.started:
        if time.monotonic() > limit or not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    taken = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://{host}:{taken}"
    server.should_exit = True
    thread.join(20)
