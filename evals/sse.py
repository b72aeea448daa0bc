"""Put a question to the streaming endpoint of a service and note when what arrives."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass

from evals.served import Served

PATIENCE_SECONDS = 300
"""A question that is not through by then counts as failed."""

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Heard:
    """How one question fared; times in seconds from before the connection was opened."""

    outcome: str
    """``answered``, ``abstained``, ``refused`` (politely: limits, a full house) or ``failed``."""
    first_byte: float | None = None
    """First byte of the stream: the reader sees that the question is taken."""
    first_statement: float | None = None
    """First checked statement, or the abstention."""
    complete: float | None = None


async def ask_stream(served: Served, question: str) -> Heard:
    """Ask over a connection of its own; whatever goes wrong is an outcome, not an exception."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await _ask(served, question)
    except (OSError, TimeoutError, ValueError):
        return Heard("failed")


async def _ask(served: Served, question: str) -> Heard:
    body = json.dumps({"question": question}).encode()
    head = (
        f"POST /api/v1/ask/stream HTTP/1.1\r\nHost: {served.host}:{served.port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection(served.host, served.port)
    try:
        writer.write(head.encode() + body)
        await writer.drain()
        status = int((await reader.readline()).split()[1])
        while (await reader.readline()).strip():
            pass
        if status != 200:
            return Heard("refused" if status in (429, 503) else "failed")
        first = statement = None
        heard = bytearray()
        while chunk := await reader.read(_CHUNK):
            now = time.perf_counter() - started
            first = now if first is None else first
            heard += chunk
            if statement is None and (b"event: statement" in heard or b"event: answer" in heard):
                statement = now
        return Heard(outcome_of(bytes(heard)), first, statement, time.perf_counter() - started)
    finally:
        writer.close()


def outcome_of(stream: bytes) -> str:
    """Return what a complete stream ended in."""
    if b"event: problem" in stream:
        return "refused" if b'"error": "busy"' in stream else "failed"
    if b"event: answer" not in stream:
        return "failed"
    return "abstained" if b'"abstained": true' in stream else "answered"
