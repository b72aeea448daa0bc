"""The outermost layer: what may be asked at all, how large, under which id, with which headers."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coopbot.languages import LANGUAGES
from ui.headers import security_headers
from ui.metrics import Metrics
from ui.problems import MAX_BODY, MAX_TARGET, named_in, refusal, spoken_language

LOG = logging.getLogger("coopbot.service")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PAGES = "|".join(LANGUAGES)

# Everything that Gradio offers is denied but for what its page needs to show and to run the
# handlers of ours: no upload, file, proxy, component server, info, profiling or editing route.
_ROUTES: tuple[tuple[str, str, str], ...] = (
    ("page", "GET HEAD", rf"/(?:{_PAGES})?"),
    ("gradio", "GET HEAD", r"/(?:assets|static)/[\w./+-]+"),
    ("gradio", "GET HEAD", r"/(?:theme\.css|config|config/|manifest\.json|favicon\.ico)"),
    ("gradio", "GET", r"/gradio_api/(?:queue/data|startup-events)"),
    ("gradio", "GET", r"/gradio_api/heartbeat/[\w-]{1,64}"),
    ("gradio", "POST", r"/gradio_api/(?:queue/join|cancel|reset)/?"),
    ("file", "GET HEAD", r"/coopbot/[\w.-]+|/widget\.js|/robots\.txt"),
    ("embed", "GET HEAD", r"/embed"),
    ("reader", "GET HEAD", r"/d/.+"),
    ("staff", "GET POST", r"/evaluate(?:/[\w.+/-]+)?"),
    ("health", "GET HEAD", r"/(?:healthz|readyz)"),
    ("metrics", "GET", r"/metrics"),
    ("api", "GET HEAD POST DELETE OPTIONS", r"/api/v1/.*"),
)
_RULES = tuple(
    (name, frozenset(methods.split()), re.compile(pattern)) for name, methods, pattern in _ROUTES
)


def route_of(method: str, path: str) -> str | None:
    """Return the name of the group of routes that a request belongs to, None when denied."""
    for name, methods, pattern in _RULES:
        if method in methods and pattern.fullmatch(path):
            return name
    return None


class Guard:
    """Wrap the application: ids, the list of routes, size limits, headers, log, metrics."""

    def __init__(self, app: ASGIApp, metrics: Metrics, portal_origins: Iterable[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._portal_origins = tuple(portal_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers.get("x-request-id"))
        scope.setdefault("state", {})["request_id"] = request_id
        path = scope["path"]
        started = time.monotonic()
        route = route_of(scope["method"], path)
        status = 500
        fixed = security_headers(path, self._portal_origins)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                response = MutableHeaders(scope=message)
                for name, value in fixed.items():
                    # A page that knows its own scripts has set a stricter policy for them.
                    response.setdefault(name, value)
                response["X-Request-Id"] = request_id
            await send(message)

        try:
            refused = _refused(scope, headers, route)
            if refused:
                named = named_in(QueryParams(scope["query_string"]))
                language = spoken_language(named, headers.get("accept-language"))
                await _refuse(send_with_headers, refused, language, request_id)
            else:
                await self._app(scope, _limited(receive), send_with_headers)
        finally:
            self._metrics.requests.labels(route or "denied", scope["method"], status).inc()
            # The path of the reader and of the API names public documents only, never a question.
            LOG.info(
                "%s %s %s %d %.0f ms",
                request_id,
                scope["method"],
                path,
                status,
                (time.monotonic() - started) * 1000,
            )


def _refused(scope: Scope, headers: Headers, route: str | None) -> int | None:
    """Return the status with which a request is refused, None when it may pass."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_TARGET:
        return 414
    if route is None:
        return 404
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY:
        return 413
    return None


def _limited(receive: Receive) -> Receive:
    read = 0

    async def receive_within_limit() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MAX_BODY:
            # An error of this kind passes through the frameworks unchanged, wherever they read.
            raise HTTPException(413)
        return message

    return receive_within_limit


async def _refuse(send: Send, status: int, language: str, request_id: str) -> None:
    body = refusal(status).to_dict(language, request_id)
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"application/json"), (b"cache-control", b"no-store")],
        }
    )
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def _request_id(given: str | None) -> str:
    """Return the caller's id where it is harmless in a log, else a new one."""
    return given if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
