"""A chat provider on this machine that speaks the OpenAI protocol and misbehaves on purpose."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PASSAGE = re.compile(r'<passage n="\d+">\n(.*?)\n</passage>', re.DOTALL)
_QUESTION = re.compile(r"<question>(.*)</question>", re.DOTALL)

SLOW_SECONDS = 0.05
"""Pause before each piece of a slow answer."""

FLOOD_BYTES = 10 * 1024 * 1024

BEHAVIOURS = (
    "good", "slow", "hang", "drip", "cut", "busy", "busy_once", "broken", "wrong_json", "no_stream",
    "empty", "flood", "flood_line", "unknown_model", "other_model", "unauthorised", "redirect",
    "packed",
)  # fmt: skip
"""How it answers, whatever it says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client sent."""

    body: dict[str, Any]
    passages: tuple[str, ...]
    question: str


Speech = Callable[[Asked], str]
"""What a provider says to a request."""


def first_sentences(asked: Asked) -> str:
    """Say the first line of each passage, with its marker: a model that copies."""
    return "\n".join(f"{text} [{n}]" for n, text in enumerate(asked.passages, 1))


@dataclass(slots=True)
class _Script:
    behaviour: str = "good"
    speech: Speech = first_sentences
    asked: list[Asked] = field(default_factory=list)


class Provider:
    """The server; ``behaviour`` and ``speech`` may be changed between requests."""

    def __init__(self) -> None:
        self._script = _Script()
        self._stop = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._script, self._stop))
        self._http.daemon_threads = True
        # A client that breaks off is what many of these answers ask for.
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """Base URL for ``chat_base_url``."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    @property
    def asked(self) -> Sequence[Asked]:
        """Every request so far."""
        return tuple(self._script.asked)

    def play(self, behaviour: str, speech: Speech = first_sentences) -> None:
        """Choose how the next requests are answered, and forget those before.

        :param behaviour: one of :data:`BEHAVIOURS`.
        """
        self._script.behaviour = behaviour
        self._script.speech = speech
        self._script.asked.clear()

    @contextmanager
    def running(self) -> Iterator[Provider]:
        """Serve until the end of the block."""
        self._thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            self._http.shutdown()
            self._http.server_close()
            self._thread.join()


def _handler(script: _Script, stop: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = json.loads(self.rfile.read(length))
            asked = _read(body)
            script.asked.append(asked)
            self.close_connection = True
            _ANSWERS.get(script.behaviour, _plain)(self, script, asked, stop)

        def log_message(self, *_: object) -> None:
            """Keep the output clean."""

    return Handler


def _read(body: dict[str, Any]) -> Asked:
    content = str(body["messages"][-1]["content"])
    question = _QUESTION.search(content)
    return Asked(body, tuple(_PASSAGE.findall(content)), question.group(1) if question else "")


def _head(handler: BaseHTTPRequestHandler, status: int, kind: str, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Connection", "close")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def _event(content: str | None, model: str, finish: str | None = None) -> bytes:
    delta = {} if content is None else {"role": "assistant", "content": content}
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()


def _usage(model: str, text: str) -> bytes:
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": model,
        "choices": [],
        "usage": {"prompt_tokens": 100, "completion_tokens": len(text), "total_tokens": 100},
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


def _pieces(text: str, size: int = 80) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


def _plain(
    handler: BaseHTTPRequestHandler, script: _Script, asked: Asked, stop: threading.Event
) -> None:
    """Answer as a provider should, in pieces; slowly, cut off or under another name if asked."""
    behaviour = script.behaviour
    if behaviour == "busy_once" and len(script.asked) == 1:
        _status(handler, script, asked, stop)
        return
    text = "" if behaviour == "empty" else script.speech(asked)
    model = "another-model" if behaviour == "other_model" else str(asked.body["model"])
    pieces = _pieces(text)
    if behaviour == "cut":
        pieces = pieces[: max(1, len(pieces) // 2)]
    _head(handler, 200, "text/event-stream")
    for piece in pieces:
        if behaviour == "slow":
            time.sleep(SLOW_SECONDS)
        handler.wfile.write(_event(piece, model))
        handler.wfile.flush()
    if behaviour == "cut":
        return
    handler.wfile.write(_event(None, model, "stop"))
    if asked.body.get("stream_options", {}).get("include_usage"):
        handler.wfile.write(_usage(model, text))
    handler.wfile.write(b"data: [DONE]\n\n")


def _hang(
    handler: BaseHTTPRequestHandler, script: _Script, asked: Asked, stop: threading.Event
) -> None:
    """Say nothing at all, or only comments, until the client goes away."""
    if script.behaviour == "drip":
        _head(handler, 200, "text/event-stream")
    for _ in range(600):
        if stop.wait(0.1):
            return
        if script.behaviour == "drip":
            handler.wfile.write(b": still thinking\n\n")
            handler.wfile.flush()


_STATUSES = {
    "busy": 429, "busy_once": 429, "broken": 500, "unknown_model": 404, "unauthorised": 401,
    "redirect": 302,
}  # fmt: skip


def _status(
    handler: BaseHTTPRequestHandler, script: _Script, asked: Asked, stop: threading.Event
) -> None:
    key = handler.headers.get("Authorization", "")
    message = json.dumps({"error": {"message": f"no, {key}", "type": "x", "code": None}}).encode()
    elsewhere = {"Location": "http://127.0.0.1:9/"} if script.behaviour == "redirect" else {}
    _head(handler, _STATUSES[script.behaviour], "application/json", **elsewhere)
    handler.wfile.write(message)


def _wrong_json(
    handler: BaseHTTPRequestHandler, script: _Script, asked: Asked, stop: threading.Event
) -> None:
    _head(handler, 200, "text/event-stream")
    handler.wfile.write(b'data: {"choices": [{"delta": {"content": "It is\n\n')


def _no_stream(
    handler: BaseHTTPRequestHandler, script: _Script, asked: Asked, stop: threading.Event
) -> None:
    _head(handler, 200, "application/json")
    message = {"role": "assistant", "content": script.speech(asked)}
    handler.wfile.write(json.dumps({"choices": [{"message": message}]}).encode())


def _flood(
    handler: BaseHTTPRequestHandler, script: _Script, asked: Asked, stop: threading.Event
) -> None:
    """Send ten megabytes: as text that never ends its line, or as one line of the protocol."""
    _head(handler, 200, "text/event-stream")
    model = str(asked.body["model"])
    block = b"x" * 65_536 if script.behaviour == "flood_line" else _event("word " * 2000, model)
    handler.wfile.write(b"data: " if script.behaviour == "flood_line" else b"")
    for _ in range(FLOOD_BYTES // len(block) + 1):
        handler.wfile.write(block)


def _packed(
    handler: BaseHTTPRequestHandler, script: _Script, asked: Asked, stop: threading.Event
) -> None:
    import gzip

    _head(handler, 200, "text/event-stream", Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(b"data: " + b"x" * FLOOD_BYTES))


_ANSWERS: dict[str, Callable[[BaseHTTPRequestHandler, _Script, Asked, threading.Event], None]] = {
    "hang": _hang,
    "drip": _hang,
    "busy": _status,
    "broken": _status,
    "unknown_model": _status,
    "unauthorised": _status,
    "redirect": _status,
    "wrong_json": _wrong_json,
    "no_stream": _no_stream,
    "flood": _flood,
    "flood_line": _flood,
    "packed": _packed,
}
