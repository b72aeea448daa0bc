"""Put the service together: our routes first, Gradio's page behind them, the guard around all."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from coopbot import __version__
from coopbot.conversations import Conversations
from coopbot.errors import CoopbotError, SettingsError
from coopbot.settings import Settings
from ui import answers, embed, evaluate, library, reader, records
from ui.core import Core
from ui.desk import Service, Shared
from ui.evaluate import Evaluation, FormRefused, answer_refused_form
from ui.guard import Guard
from ui.metrics import Metrics
from ui.problems import (
    Problem,
    answer_http_error,
    answer_problem,
    language_of,
)
from ui.texts import texts_in
from ui.validation import answer_validation_error

LOG = logging.getLogger("coopbot.service")
FOLLOW_SECONDS = 5
"""How often a newly published index build is looked for."""
EXPIRE_SECONDS = 3600
"""How often conversations past their retention time are looked for."""

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "LANGSMITH_TRACING": "false",
}
_TRACING_KEYS = ("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY")


class Application:
    """The whole service as one ASGI application; ``state`` and ``routes`` are FastAPI's."""

    def __init__(self, inner: FastAPI, outer: ASGIApp) -> None:
        self.inner = inner
        self._outer = outer
        self.state = inner.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every request through the guard."""
        await self._outer(scope, receive, send)


def create_app(bot: Core, settings: Settings, *, page: bool = True) -> Application:
    """Return the service over an open index.

    :param page: without it only the HTTP interface and the widget are served, which starts in a
        fraction of the time that Gradio needs.
    :raises SettingsError: when a setting cannot be used for a public service.
    """
    _refuse_tracing()
    store = Conversations.open(settings.database_url, settings.retention_days)
    metrics = Metrics(bot.build)
    service = Service(bot, settings, store, metrics)
    app = FastAPI(
        title="coopbot",
        version=__version__,
        description="Checked answers over the COP-MOP documents, in the six UN languages. Errors "
        "are told in the language of `language` in the body or the address, else of the parameter "
        "`lang`, else of Accept-Language, else in English.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(service),
    )
    app.state.service = service
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.portal_origins),
        allow_credentials=False,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=[
            "Retry-After", "X-Request-Id", "X-Coopbot-Conversation", "X-Coopbot-Turn",
        ],
    )  # fmt: skip
    app.add_exception_handler(FormRefused, answer_refused_form)
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(CoopbotError, answer_problem)
    app.add_exception_handler(RequestValidationError, answer_validation_error)
    app.add_exception_handler(HTTPException, answer_http_error)
    app.add_exception_handler(Exception, _answer_unexpected)
    _add_health(app)
    _add_files(app)
    if settings.operator_token:
        app.state.evaluation = Evaluation(settings, settings.operator_token)
    for part in (answers, library, records, reader, embed, evaluate):
        app.include_router(part.router)
    inner: ASGIApp = app
    if page:
        inner = _with_page(app, bot, settings)
    return Application(app, Guard(inner, metrics, settings.portal_origins))


def serve(settings: Settings, *, announce: Callable[[str], None] = print) -> None:
    """Open the index and serve until interrupted; say the address once it can be opened.

    :raises CoopbotError: when there is no index or a setting cannot be used.
    """
    from coopbot import Coopbot

    with _bound_socket(settings.host, settings.port) as listening:
        bot = Coopbot.open(settings)
        config = uvicorn.Config(
            create_app(bot, settings),
            log_level=settings.log_level,
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=10,
        )
        try:
            _Announcing(config, announce).run(sockets=[listening])
        finally:
            bot.close()


def _bound_socket(host: str, port: int) -> socket.socket:
    """Take the address before the index is opened: a port in use is told at once."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"The service cannot listen on {host}:{port} ({error.strerror}); stop what uses that "
            "port or choose another with --port (COOPBOT_PORT)."
        ) from None
    return listening


class _Announcing(uvicorn.Server):
    """Say the address once the service can be opened."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[str], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        for server in getattr(self, "servers", ()):
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
                self._announce(f"coopbot is ready: http://{shown}:{port}")


def _lifespan(service: Service) -> Callable[[FastAPI], Any]:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(_warm_up(service)),
            asyncio.create_task(_every(EXPIRE_SECONDS, service, service.store.expire)),
            asyncio.create_task(_every(FOLLOW_SECONDS, service, service.core.reopen_if_changed)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            evaluation: Evaluation | None = getattr(app.state, "evaluation", None)
            if evaluation is not None:
                evaluation.runs.stop()
            service.workers.close()
            service.store.close()

    return lifespan


async def _warm_up(service: Service) -> None:
    """Ask one question, so that the first person does not wait for word lists to be loaded."""
    question = texts_in("zh").examples[0].question
    try:
        await service.workers.answer(lambda: service.core.ask(question, quote_only=True))
    except CoopbotError as error:
        LOG.warning("%s", error)
    # What is loaded now stays: the collector need not walk through it for 50 ms every now and then.
    gc.freeze()


async def _every(seconds: float, service: Service, work: Callable[[], object]) -> None:
    """Do some work now and then; a failure is logged and tried again."""
    while True:
        try:
            await service.workers.call(work)
        except CoopbotError as error:
            LOG.warning("%s", error)
        await asyncio.sleep(seconds)


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", tags=["operations"])
    async def healthz() -> dict[str, str]:
        """Say that the process answers."""
        return {"status": "ok"}

    @app.get("/readyz", tags=["operations"])
    async def readyz(service: Shared) -> JSONResponse:
        """Say whether questions can be answered: index open, store reachable."""
        try:
            await service.workers.call(service.store.check)
        except CoopbotError as error:
            LOG.error("%s", error)
            return JSONResponse({"status": "store unavailable", "build": service.core.build}, 503)
        return JSONResponse({"status": "ready", "build": service.core.build})

    @app.get("/metrics", tags=["operations"])
    async def metrics(service: Shared) -> Response:
        """Return the counters for Prometheus."""
        return Response(service.metrics.text(), media_type="text/plain; version=0.0.4")


def _add_files(app: FastAPI) -> None:
    folder = files("ui").joinpath("static")
    held = {entry.name: entry.read_bytes() for entry in folder.iterdir() if "." in entry.name}

    async def file(name: str) -> Response:
        """Return one of our own files."""
        if name not in held:
            raise HTTPException(404, f"There is no file {name!r}")
        return Response(
            held[name],
            media_type=_TYPES[name.rpartition(".")[2]],
            headers={"Cache-Control": "public, max-age=300"},
        )

    async def widget() -> Response:
        """Return the script that a portal adds."""
        return await file("widget.js")

    app.add_api_route("/coopbot/{name}", file, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_api_route("/widget.js", widget, methods=["GET", "HEAD"], include_in_schema=False)

    @app.get("/robots.txt", include_in_schema=False)
    async def robots() -> PlainTextResponse:
        """Let search engines read documents, not conversations."""
        return PlainTextResponse(
            "User-agent: *\nDisallow: /api/\nDisallow: /embed\nDisallow: /evaluate\n"
        )


def _with_page(app: FastAPI, bot: Core, settings: Settings) -> ASGIApp:
    """Mount Gradio behind our routes and send ``/`` to the page in the browser's language."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    # What a handler writes goes to a folder of its own, never to one that others read.
    os.environ.setdefault("GRADIO_TEMP_DIR", tempfile.mkdtemp(prefix="coopbot-gradio-"))
    import warnings

    import gradio as gr

    from ui.page import GradioPage, build_page, theme

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def home(request: Request) -> RedirectResponse:
        language = language_of(request)
        query = f"?{request.url.query}" if request.url.query else ""
        response = RedirectResponse(f"/{language}{query}", 307)
        response.headers["Vary"] = "Accept-Language"
        response.headers["Cache-Control"] = "no-store"
        return response

    def mount() -> None:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "SSR mode is not supported with multi-page apps")
            gr.mount_gradio_app(
                app,
                build_page(bot),
                path="/",
                show_error=False,
                run_history=False,
                footer_links=[],
                enable_monitoring=False,
                mcp_server=False,
                ssr_mode=False,
                pwa=False,
                max_file_size="1kb",
                allowed_paths=[],
                blocked_paths=["/"],
                theme=theme(),
            )

    _in_event_loop(mount)
    return GradioPage(app, bot, settings)


def _in_event_loop(function: Callable[[], None]) -> None:
    """Call a function inside a running loop, where Gradio does not make and leave open its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:

        async def call() -> None:
            function()

        asyncio.run(call())
    else:
        function()


def _refuse_tracing() -> None:
    """Stop where a tracing service would be sent what people ask."""
    for name in _TRACING_KEYS:
        if os.environ.get(name):
            raise SettingsError(
                f"The environment variable {name} is set, which would send questions to a "
                "tracing service; unset it to start coopbot."
            )


async def _answer_unexpected(request: Request, error: Exception) -> JSONResponse:
    LOG.error("request failed", exc_info=error)
    return answer_problem(request, error)
