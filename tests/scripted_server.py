"""A real HTTP server on this machine that answers what a test tells it to, and notes the asking."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    """What was asked."""

    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer: status, headers and body; ``cut`` ends it after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    length: int | None = None
    before: Callable[[], object] | None = None
    """Called between the headers and the body."""
    after: Callable[[], object] | None = None
    """Called behind the body."""


Answer = Reply | Callable[[Request], Reply]


class Server:
    """Answers by path; the last answer of a list is given again and again."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[Request] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        # A client that breaks off is no fault of the server.
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self.port = self._http.server_port
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def on(self, path: str, *answers: Answer) -> str:
        """Script a path; return its address."""
        self.answers[path] = list(answers)
        return self.origin + path

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    @contextmanager
    def running(self) -> Iterator[Server]:
        self._thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            self._thread.join()

    def _reply(self, request: Request) -> Reply:
        self.requests.append(request)
        script = self.answers.get(urlsplit(request.path).path, [Reply(404, b"nothing here")])
        answer = script.pop(0) if len(script) > 1 else script[0]
        return answer if isinstance(answer, Reply) else answer(request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                reply = server._reply(Request(self.path, dict(self.headers)))
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if "Transfer-Encoding" not in reply.headers:
                    length = len(reply.body) if reply.length is None else reply.length
                    self.send_header("Content-Length", str(length))
                self.end_headers()
                if reply.before:
                    self.wfile.flush()
                    reply.before()
                try:
                    self.wfile.write(reply.body[: reply.cut])
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                if reply.after:
                    self.wfile.flush()
                    reply.after()
                if reply.cut is not None:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Keep the output of the tests clean."""

        return Handler
