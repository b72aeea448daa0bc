"""The HTTP interface under ``/api/v1``: ask, stream, documents, references, conversations."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Protocol

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from coopbot.conversations import MAX_COMMENT, Conversations
from coopbot.errors import CoopbotError
from coopbot.languages import LANGUAGES, detect_language
from coopbot.settings import Settings
from coopbot.types import Answer, Event, FileReport, Hit, ReferenceCard
from ui.export import conversation_page
from ui.limits import Limits
from ui.metrics import Metrics
from ui.paragraphs import Library, paragraph_view, works
from ui.problems import Problem, language_of, problem_of, request_id_of
from ui.texts import texts_in
from ui.workers import Workers

LOG = logging.getLogger("coopbot.service")
KEEP_ALIVE_SECONDS = 15
"""A comment line after so long a silence, lest a proxy closes the stream."""
MAX_HISTORY = 20
"""Messages of the conversation that a question may bring along."""

Language = Literal["zh", "en", "fr", "es", "ru", "ar"]


class Core(Library, Protocol):
    """What of :class:`coopbot.Coopbot` the service needs."""

    def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Sequence[str]] | None = None,
    ) -> Answer:
        """Answer one question."""
        ...

    def stream(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Sequence[str]] | None = None,
    ) -> Any:
        """Yield the events of one answer."""
        ...

    def search(self, query: str, k: int = 10, language: str | None = None) -> list[Hit]:
        """Rank paragraphs."""
        ...

    def references(self, identity: str) -> ReferenceCard:
        """Return a thing that documents cite, and every paragraph that does."""
        ...

    def reopen_if_changed(self) -> bool:
        """Follow a newly published index build."""
        ...

    def reports(self) -> list[FileReport]:
        """Return the build's row of each file."""
        ...


class Message(BaseModel):
    """One message of the conversation so far."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["user", "assistant"]
    text: str = Field(max_length=20_000)


class Scope(BaseModel):
    """What to search in; an empty list is no limit."""

    model_config = ConfigDict(extra="forbid")
    symbols: list[Annotated[str, Field(max_length=200)]] = Field([], max_length=200)
    languages: list[Language] = Field([], max_length=len(LANGUAGES))
    meetings: list[Annotated[str, Field(max_length=40)]] = Field([], max_length=100)


class Question(BaseModel):
    """One question with what it needs to be understood."""

    model_config = ConfigDict(extra="forbid")
    question: str
    history: list[Message] = Field([], max_length=MAX_HISTORY)
    language: Language | None = None
    """Language of the answer; that of the question where not given."""
    scope: Scope | None = None
    conversation: str | None = Field(None, max_length=32)
    """Id of the stored conversation to go on with; needs the session's secret."""


class Rating(BaseModel):
    """Feedback on an answer: on a stored one by its turn, else on the one sent along."""

    model_config = ConfigDict(extra="forbid")
    rating: Literal["up", "down"]
    comment: str = Field("", max_length=MAX_COMMENT)
    turn: str | None = Field(None, max_length=32)
    answer: dict[str, Any] | None = None


class Service:
    """Hold what the routes share."""

    def __init__(
        self, core: Core, settings: Settings, store: Conversations, metrics: Metrics
    ) -> None:
        self.core = core
        self.settings = settings
        self.store = store
        self.metrics = metrics
        self.workers = Workers()
        self.limits = Limits(settings.rate_session, settings.rate_address, settings.rate_site)

    async def session_of(self, request: Request) -> str | None:
        """Return the session whose secret the request carries, None when it carries none.

        :raises Problem: when the secret opens no session.
        """
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if not secret or scheme.lower() != "bearer":
            return None
        session = await self.workers.call(lambda: self.store.session(secret.strip()))
        if session is None:
            raise Problem(401, "session")
        return session

    async def admit(self, request: Request, body: Question) -> str | None:
        """Check a question and count it; return the session."""
        question = body.question.strip()
        if not question:
            raise Problem(422, "empty")
        if len(body.question) > self.settings.max_question:
            raise Problem(422, "long", length=len(body.question), limit=self.settings.max_question)
        session = await self.session_of(request)
        if body.conversation and session is None:
            raise Problem(401, "session")
        address = request.client.host if request.client else "-"
        try:
            self.limits.take(session, address)
        except Problem:
            self.metrics.questions.labels(self.language_of(body), "refused").inc()
            raise
        return session

    @staticmethod
    def language_of(body: Question) -> str:
        """Return the language in which to speak about a question."""
        return body.language or detect_language(body.question)

    async def history_of(self, session: str | None, body: Question) -> list[dict[str, str]]:
        """Return the messages before a question: those sent along, else the stored ones."""
        if body.history or not (session and body.conversation):
            return [{"role": message.role, "text": message.text} for message in body.history]
        conversation = body.conversation
        turns = await self.workers.call(lambda: self.store.turns(session, conversation))
        if turns is None:
            raise Problem(404, "session")
        messages: list[dict[str, str]] = []
        for turn in turns[-MAX_HISTORY // 2 :]:
            messages.append({"role": "user", "text": str(turn.answer["question"])})
            messages.append({"role": "assistant", "text": str(turn.answer["answer"])})
        return messages

    async def keep(
        self, session: str | None, conversation: str | None, turn: str, answer: Mapping[str, Any]
    ) -> str | None:
        """Store a turn; an answer is given even when it cannot be stored."""
        if session is None:
            return None
        try:
            return await self.workers.call(
                lambda: self.store.append(session, conversation, turn, answer)
            )
        except CoopbotError as error:
            LOG.warning("turn %s is not stored: %s", turn, error)
            return None


def service_of(request: Request) -> Service:
    """Return the shared service."""
    service: Service = request.app.state.service
    return service


Shared = Annotated[Service, Depends(service_of)]
router = APIRouter(prefix="/api/v1")


@router.post("/ask", tags=["questions"])
async def ask(request: Request, body: Question, service: Shared) -> JSONResponse:
    """Answer one question with checked statements, or say that the documents do not answer it."""
    session = await service.admit(request, body)
    history = await service.history_of(session, body)
    scope = body.scope.model_dump() if body.scope else None
    started = time.monotonic()
    with service.workers.place():
        service.metrics.in_work.set(service.workers.admitted)
        answer = await service.workers.call(
            lambda: service.core.ask(body.question, history, body.language, scope=scope).to_dict()
        )
    service.metrics.complete.observe(time.monotonic() - started)
    _count(service, answer)
    turn = uuid.uuid4().hex
    conversation = await service.keep(session, body.conversation, turn, answer)
    return JSONResponse(answer, headers=_stored_headers(conversation, turn))


@router.post("/ask/stream", tags=["questions"])
async def ask_stream(request: Request, body: Question, service: Shared) -> StreamingResponse:
    """Answer one question as server-sent events.

    ``status`` (``stage``), ``statement`` (sent only after its check), ``answer`` (the whole
    JSON), ``stored`` (ids, for holders of a session), ``problem``.
    """
    session = await service.admit(request, body)
    history = await service.history_of(session, body)
    place = service.workers.place()
    place.__enter__()

    async def events() -> AsyncIterator[bytes]:
        try:
            async for chunk in _with_keep_alive(_events(request, service, body, history, session)):
                yield chunk
        finally:
            place.__exit__(None, None, None)
            service.metrics.in_work.set(service.workers.admitted)

    service.metrics.in_work.set(service.workers.admitted)
    return StreamingResponse(
        events(),
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
    language = service.language_of(body)
    scope = body.scope.model_dump() if body.scope else None
    started = time.monotonic()
    ahead = service.workers.ahead
    waiting = {"stage": "waiting", "ahead": ahead} if ahead else {"stage": "received"}
    yield _sse("status", waiting)
    outcome = "left"
    try:
        first = True
        stream = service.workers.iterate(
            lambda: iter(service.core.stream(body.question, history, body.language, scope=scope))
        )
        event: Event
        async for event in stream:
            if first:
                service.metrics.first_byte.observe(time.monotonic() - started)
                first = False
            yield _sse(event.kind, event.data)
            if event.kind == "answer":
                service.metrics.complete.observe(time.monotonic() - started)
                outcome = "abstained" if event.data["abstained"] else "answered"
                turn = uuid.uuid4().hex
                conversation = await service.keep(session, body.conversation, turn, event.data)
                if conversation:
                    yield _sse("stored", {"conversation": conversation, "turn": turn})
    except Exception as error:
        outcome = "failed"
        problem = problem_of(error)
        request_id = request_id_of(request)
        LOG.error("%s question failed", request_id, exc_info=error)
        yield _sse("problem", problem.to_dict(language, request_id))
    finally:
        service.metrics.questions.labels(language, outcome).inc()


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
    # JSON escapes line feeds, so the data is one line whatever it holds.
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _count(service: Service, answer: Mapping[str, Any]) -> None:
    outcome = "abstained" if answer["abstained"] else "answered"
    service.metrics.questions.labels(answer["language"], outcome).inc()
    service.metrics.in_work.set(service.workers.admitted)


def _stored_headers(conversation: str | None, turn: str) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if conversation:
        headers |= {"X-Coopbot-Conversation": conversation, "X-Coopbot-Turn": turn}
    return headers


@router.get("/search", tags=["documents"])
async def search(
    service: Shared,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    k: Annotated[int, Query(ge=1, le=100)] = 10,
    language: Language | None = None,
) -> dict[str, Any]:
    """Rank the paragraphs that a query finds."""
    hits = await service.workers.call(lambda: service.core.search(q, k, language))
    return {
        "query": q,
        "hits": [
            {
                "symbol": hit.paragraph.symbol,
                "label": hit.paragraph.label,
                "language": hit.paragraph.language,
                "text": hit.paragraph.text,
                "score": round(hit.score, 6),
                "found_by": list(hit.found_by),
            }
            for hit in hits
        ],
    }


@router.get("/documents", tags=["documents"])
async def documents(service: Shared) -> dict[str, Any]:
    """List the works held, with their languages, and how each file was read."""
    held = await service.workers.call(lambda: works(service.core))
    reports = await service.workers.call(service.core.reports)
    return {
        "build": service.core.build,
        "documents": [
            {
                "symbol": work.symbol,
                "title": work.title,
                "paragraphs": work.paragraphs,
                "languages": {
                    facts.language: {
                        "title": facts.title,
                        "status": "official" if facts.official else "unofficial",
                        "meeting": facts.meeting,
                        "series": facts.series,
                        "date": facts.date,
                        "source": facts.url,
                    }
                    for facts in work.expressions
                },
            }
            for work in held
        ],
        "files": [
            {
                "path": report.path,
                "symbol": report.symbol,
                "language": report.language,
                "outcome": report.outcome,
                "reason": report.reason,
                "pages": report.pages,
                "paragraphs": report.paragraphs,
            }
            for report in reports
        ],
    }


@router.get("/documents/{symbol:path}/paragraphs/{label}", tags=["documents"])
async def paragraph(symbol: str, label: str, service: Shared) -> dict[str, Any]:
    """Return one paragraph in every language held, with its neighbours."""
    return await service.workers.call(lambda: paragraph_view(service.core, symbol, label))


@router.get("/refs/{identity:path}", tags=["documents"])
async def references(identity: str, service: Shared) -> dict[str, Any]:
    """Return what a decision, article, symbol or organization is, and what cites it."""
    return await service.workers.call(lambda: service.core.references(identity).to_dict())


@router.post("/session", status_code=201, tags=["conversations"])
async def begin_session(request: Request, service: Shared) -> JSONResponse:
    """Hand out a session's secret: shown once, kept by the caller, sent as a bearer token."""
    address = request.client.host if request.client else "-"
    service.limits.take_write(address)
    secret = await service.workers.call(service.store.begin_session)
    return JSONResponse(
        {"session": secret, "kept_days": service.settings.retention_days},
        201,
        {"Cache-Control": "no-store"},
    )


async def required_session(request: Request, service: Shared) -> str:
    """Return the session of a request that needs one."""
    session = await service.session_of(request)
    if session is None:
        raise Problem(401, "session")
    return session


Holder = Annotated[str, Depends(required_session)]


@router.delete("/session", status_code=204, tags=["conversations"])
async def end_session(session: Holder, service: Shared) -> Response:
    """Delete the session and all its conversations."""
    await service.workers.call(lambda: service.store.end_session(session))
    return Response(status_code=204)


@router.get("/conversations", tags=["conversations"])
async def conversations(session: Holder, service: Shared) -> JSONResponse:
    """List the conversations of the session, the latest first."""
    held = await service.workers.call(lambda: service.store.conversations(session))
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "language": one.language,
            "updated": one.updated.isoformat(timespec="seconds") + "Z",
        }
        for one in held
    ]
    return JSONResponse({"conversations": rows}, headers={"Cache-Control": "no-store"})


@router.get("/conversations/{conversation}", tags=["conversations"])
async def conversation(conversation: str, session: Holder, service: Shared) -> JSONResponse:
    """Return the turns of a conversation of the session."""
    turns = await service.workers.call(lambda: service.store.turns(session, conversation))
    if turns is None:
        raise Problem(404, "session")
    rows = [{"turn": turn.id, "answer": dict(turn.answer)} for turn in turns]
    return JSONResponse({"id": conversation, "turns": rows}, headers={"Cache-Control": "no-store"})


@router.delete("/conversations/{conversation}", status_code=204, tags=["conversations"])
async def delete_conversation(conversation: str, session: Holder, service: Shared) -> Response:
    """Delete a conversation of the session."""
    if not await service.workers.call(lambda: service.store.delete(session, conversation)):
        raise Problem(404, "session")
    return Response(status_code=204)


@router.get("/conversations/{conversation}/export", tags=["conversations"])
async def export_conversation(
    request: Request, conversation: str, session: Holder, service: Shared
) -> Response:
    """Return a conversation as one HTML page that needs nothing else to be read or printed."""
    turns = await service.workers.call(lambda: service.store.turns(session, conversation))
    if turns is None:
        raise Problem(404, "session")
    page = conversation_page(turns, texts_in(language_of(request)), service.core.build)
    return Response(
        page,
        media_type="text/html; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="coopbot.html"',
        },
    )


@router.post("/feedback", status_code=201, tags=["feedback"])
async def feedback(request: Request, body: Rating, service: Shared) -> dict[str, Any]:
    """Store what the reader of an answer thinks of it."""
    session = await service.session_of(request)
    address = request.client.host if request.client else "-"
    service.limits.take_write(address)
    answer: Mapping[str, Any] = body.answer or {}
    if body.turn:
        turn_id = body.turn
        if session is None:
            raise Problem(401, "session")
        holder = session
        turn = await service.workers.call(lambda: service.store.turn(holder, turn_id))
        if turn is None:
            raise Problem(404, "session")
        answer = turn.answer
    elif not answer:
        raise Problem(422, "invalid", detail="Feedback needs the turn or the answer it is about.")
    identity = await service.workers.call(
        lambda: service.store.add_feedback(body.rating, body.comment, answer, body.turn)
    )
    if identity:
        service.metrics.feedback.labels(body.rating).inc()
    return {"id": identity, "stored": identity is not None}
