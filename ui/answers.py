"""Ask and be answered: at once as JSON, or as a stream of events."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse

from coopbot.types import Event
from ui.bodies import Question
from ui.desk import Service, Shared
from ui.problems import problem_of, reply_language, request_id_of

LOG = logging.getLogger("coopbot.service")
KEEP_ALIVE_SECONDS = 15
"""A comment line after so long a silence, lest a proxy closes the stream."""

router = APIRouter(prefix="/api/v1", tags=["questions"])


@router.post("/ask")
async def ask(request: Request, body: Question, service: Shared) -> JSONResponse:
    """Answer one question with checked statements, or say that the documents do not answer it."""
    session = await service.admit(request, body)
    history = await service.history_of(session, body)
    scope = body.scope.model_dump() if body.scope else None
    started = time.monotonic()
    with service.workers.place():
        service.metrics.in_work.set(service.workers.admitted)
        answer = await service.workers.answer(
            lambda: service.core.ask(body.question, history, body.language, scope=scope).to_dict()
        )
    service.metrics.complete.observe(time.monotonic() - started)
    _count(service, answer)
    turn = uuid.uuid4().hex
    conversation = await service.keep(session, body.conversation, turn, answer)
    return JSONResponse(answer, headers=_stored_headers(conversation, turn))


@router.post("/ask/stream")
async def ask_stream(request: Request, body: Question, service: Shared) -> StreamingResponse:
    """Answer one question as server-sent events.

    ``status`` (``stage``), ``statement`` (sent only after its check), ``answer`` (the whole
    JSON), ``stored`` (ids, for holders of a session), ``problem``.
    """
    session = await service.admit(request, body)
    history = await service.history_of(session, body)
    service.workers.require_room()
    return StreamingResponse(
        _with_keep_alive(_events(request, service, body, history, session)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    request: Request,
    service: Service,
    body: Question,
    history: list[dict[str, str]],
    session: str | None,
) -> AsyncIterator[bytes]:
    outcome = "left"
    try:
        # The place is taken here, not in the route: a caller who has left by now takes none.
        with service.workers.place():
            service.metrics.in_work.set(service.workers.admitted)
            async for kind, data in _steps(service, body, history):
                yield _sse(kind, data)
                if kind == "answer":
                    outcome = "abstained" if data["abstained"] else "answered"
                    turn = uuid.uuid4().hex
                    conversation = await service.keep(session, body.conversation, turn, data)
                    if conversation:
                        yield _sse("stored", {"conversation": conversation, "turn": turn})
    except Exception as error:
        outcome = "failed"
        problem = problem_of(error)
        request_id = request_id_of(request)
        if problem.code == "server":
            LOG.error("%s question failed", request_id, exc_info=error)
        yield _sse("problem", problem.to_dict(reply_language(request), request_id))
    finally:
        service.metrics.questions.labels(service.language_of(body), outcome).inc()
        service.metrics.in_work.set(service.workers.admitted)


async def _steps(
    service: Service, body: Question, history: list[dict[str, str]]
) -> AsyncIterator[tuple[str, Mapping[str, Any]]]:
    """Yield the events of the core, before them that the question was received or must wait."""
    ahead = service.workers.ahead
    yield "status", {"stage": "waiting", "ahead": ahead} if ahead else {"stage": "received"}
    scope = body.scope.model_dump() if body.scope else None
    started = time.monotonic()
    first = True
    event: Event
    async for event in service.workers.iterate(
        lambda: service.core.stream(body.question, history, body.language, scope=scope)
    ):
        if first:
            service.metrics.first_byte.observe(time.monotonic() - started)
            first = False
        if event.kind == "answer":
            service.metrics.complete.observe(time.monotonic() - started)
        yield event.kind, event.data


async def _with_keep_alive(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the chunks, and a comment whenever nothing came for a while."""
    step = asyncio.ensure_future(anext(chunks))
    try:
        while True:
            done, _ = await asyncio.wait({step}, timeout=KEEP_ALIVE_SECONDS)
            if not done:
                yield b": waiting\n\n"
                continue
            try:
                yield step.result()
            except StopAsyncIteration:
                return
            step = asyncio.ensure_future(anext(chunks))
    finally:
        step.cancel()
        await asyncio.gather(step, return_exceptions=True)
        await chunks.aclose()  # type: ignore[attr-defined]


def _sse(kind: str, data: Mapping[str, Any]) -> bytes:
    # JSON escapes line feeds; some readers take these two for the end of a line as well.
    line = json.dumps(data, ensure_ascii=False)
    line = line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"event: {kind}\ndata: {line}\n\n".encode()


def _count(service: Service, answer: Mapping[str, Any]) -> None:
    outcome = "abstained" if answer["abstained"] else "answered"
    service.metrics.questions.labels(answer["language"], outcome).inc()
    service.metrics.in_work.set(service.workers.admitted)


def _stored_headers(conversation: str | None, turn: str) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if conversation:
        headers |= {"X-Coopbot-Conversation": conversation, "X-Coopbot-Turn": turn}
    return headers
