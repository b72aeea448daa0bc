"""Sessions, their conversations, and feedback: readable only by the holder of the secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from coopbot.exports import MEDIA_TYPES, export_bytes
from ui.bodies import Rating
from ui.desk import Holder, Shared, address_of
from ui.problems import Problem, language_of

router = APIRouter(prefix="/api/v1", tags=["conversations"])


@router.post("/session", status_code=201)
async def begin_session(request: Request, service: Shared) -> JSONResponse:
    """Hand out a session's secret: shown once, kept by the caller, sent as a bearer token."""
    service.limits.take_write(address_of(request))
    secret = await service.workers.call(service.store.begin_session)
    return JSONResponse(
        {"session": secret, "kept_days": service.settings.retention_days},
        201,
        {"Cache-Control": "no-store"},
    )


@router.delete("/session", status_code=204)
async def end_session(session: Holder, service: Shared) -> Response:
    """Delete the session and all its conversations."""
    await service.workers.call(lambda: service.store.end_session(session))
    return Response(status_code=204)


@router.get("/conversations")
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


@router.get("/conversations/{conversation}")
async def conversation(conversation: str, session: Holder, service: Shared) -> JSONResponse:
    """Return the turns of a conversation of the session."""
    turns = await service.workers.call(lambda: service.store.turns(session, conversation))
    if turns is None:
        raise Problem(404, "session")
    rows = [{"turn": turn.id, "answer": dict(turn.answer)} for turn in turns]
    return JSONResponse({"id": conversation, "turns": rows}, headers={"Cache-Control": "no-store"})


@router.delete("/conversations/{conversation}", status_code=204)
async def delete_conversation(conversation: str, session: Holder, service: Shared) -> Response:
    """Delete a conversation of the session."""
    if not await service.workers.call(lambda: service.store.delete(session, conversation)):
        raise Problem(404, "session")
    return Response(status_code=204)


@router.get("/conversations/{conversation}/export")
async def export_conversation(
    request: Request,
    conversation: str,
    session: Holder,
    service: Shared,
    form: Annotated[Literal["docx", "html", "md", "json"], Query(alias="format")] = "html",
) -> Response:
    """Return a conversation as a file with footnotes; as JSON it can be replayed."""
    turns = await service.workers.call(lambda: service.store.turns(session, conversation))
    if turns is None:
        raise Problem(404, "session")
    language = language_of(request)
    content = await service.workers.call(
        lambda: export_bytes([turn.answer for turn in turns], form, language)
    )
    return Response(
        content,
        media_type=MEDIA_TYPES[form],
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="coopbot.{form}"',
        },
    )


@router.post("/feedback", status_code=201)
async def feedback(request: Request, body: Rating, service: Shared) -> dict[str, Any]:
    """Store what the reader of an answer thinks of it."""
    session = await service.session_of(request)
    service.limits.take_write(address_of(request))
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
        raise Problem(422, "invalid", said="feedback")
    identity = await service.workers.call(
        lambda: service.store.add_feedback(body.rating, body.comment, answer, body.turn)
    )
    if identity:
        service.metrics.feedback.labels(body.rating).inc()
    return {"id": identity, "stored": identity is not None}
