"""The Evaluate page for staff: run a suite, open and compare reports, turn a complaint into a case.

Without the setting ``operator_token`` there is nothing at these addresses.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from coopbot.errors import CoopbotError, NotInCorpus, UsageError
from coopbot.settings import Settings
from ui import evaluate_drafts, evaluate_overview, evaluate_pages, evaluate_results
from ui.desk import Service, Shared, address_of
from ui.evaluate_run import EvalRuns
from ui.evaluate_session import COOKIE, HOURS, PATH, Operators, form_token, is_same_origin
from ui.problems import Problem, language_of
from ui.texts import Texts, evaluate_texts

LOOK_SECONDS = 0.4
"""How often the progress of a run is looked at for those who watch it."""
KEEP_ALIVE_LOOKS = 35
"""Looks without news after which a comment line keeps the stream open."""

router = APIRouter(include_in_schema=False, prefix=PATH)


class Evaluation:
    """Hold what the routes share: who has signed in, and the run that goes on."""

    def __init__(self, settings: Settings, token: str) -> None:
        self.operators = Operators(token)
        self.runs = EvalRuns(settings)


class FormRefused(Exception):
    """Stop a form that does not come from a page of this session."""


def answer_refused_form(request: Request, error: Exception) -> Response:
    """Say why a form was not taken, with the way to go on."""
    texts = texts_of(request)
    secret = _secret(request, evaluation_of(request))
    if secret is None:
        return _html(evaluate_pages.sign_in_page(texts, texts("refused")), 403)
    return _html(evaluate_pages.refused_page(texts, texts("refused"), form_token(secret)), 403)


def evaluation_of(request: Request) -> Evaluation:
    """Return the shared state; without the setting there is nothing here."""
    evaluation: Evaluation | None = getattr(request.app.state, "evaluation", None)
    if evaluation is None:
        raise HTTPException(404, "There is nothing at this address")
    return evaluation


Staff = Annotated[Evaluation, Depends(evaluation_of)]


def texts_of(request: Request) -> Texts:
    """Return the texts in the language asked for, else the browser's."""
    return evaluate_texts(language_of(request, request.query_params.get("ui", "")))


@router.get("")
async def overview(request: Request, service: Shared, staff: Staff) -> Response:
    """Show runs, results and complaints, or the form for the token."""
    texts = texts_of(request)
    secret = _secret(request, staff)
    if secret is None:
        return _html(evaluate_pages.sign_in_page(texts))
    return _html(await _overview(service, staff, texts, secret))


@router.post("/session")
async def sign_in(request: Request, service: Shared, staff: Staff) -> Response:
    """Open a session for a holder of the token."""
    texts = texts_of(request)
    if not is_same_origin(request):
        return _html(evaluate_pages.sign_in_page(texts, texts("refused")), 403)
    fields = await _fields(request)
    try:
        secret = staff.operators.sign_in(fields.get("token", ""), address_of(request))
    except Problem as problem:
        message = texts("too_many", seconds=problem.retry_after)
        refusal = _html(evaluate_pages.sign_in_page(texts, message), 429)
        refusal.headers["Retry-After"] = str(problem.retry_after)
        return refusal
    if secret is None:
        return _html(evaluate_pages.sign_in_page(texts, texts("wrong_token")), 401)
    response = _back(texts)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=HOURS * 3600,
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


@router.post("/leave")
async def sign_out(request: Request, staff: Staff) -> Response:
    """End the session."""
    texts = texts_of(request)
    secret, _ = await _checked(request, staff)
    staff.operators.sign_out(secret)
    response = _back(texts)
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")
    return response


@router.post("/run")
async def run(request: Request, service: Shared, staff: Staff) -> Response:
    """Start a run, unless another one goes on."""
    texts = texts_of(request)
    secret, fields = await _checked(request, staff)
    suites = await service.workers.call(lambda: evaluate_results.suites(service.settings))
    name = fields.get("suite", "")
    if name not in suites:
        raise Problem(400, "invalid", detail=f"There is no suite {name!r}; choose one of the list.")
    system = fields.get("system", "")
    started = await service.workers.call(lambda: staff.runs.start(suites[name], name, system))
    if not started:
        return _html(await _overview(service, staff, texts, secret, texts("busy")), 409)
    return _back(texts)


@router.post("/stop")
async def stop(request: Request, service: Shared, staff: Staff) -> Response:
    """Stop the run that goes on."""
    texts = texts_of(request)
    await _checked(request, staff)
    await service.workers.call(staff.runs.stop)
    return _back(texts)


@router.get("/progress")
async def progress(request: Request, staff: Staff) -> StreamingResponse:
    """Tell how the run goes as server-sent events, until it has ended."""
    if _secret(request, staff) is None:
        raise Problem(401, "session")
    return StreamingResponse(
        _told(staff.runs),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get("/report/{name}")
async def report(request: Request, name: str, service: Shared, staff: Staff) -> Response:
    """Show the report of results; the page carries its own style and nothing else."""
    texts = texts_of(request)
    secret = _secret(request, staff)
    if secret is None:
        return _html(evaluate_pages.sign_in_page(texts), 401)
    page = await _or_sentence(
        service, lambda: evaluate_results.report_page(service.settings, name), texts, secret
    )
    if isinstance(page, Response):
        return page
    response = _html(page)
    response.headers["Content-Security-Policy"] = evaluate_results.report_policy(page)
    return response


@router.get("/compare")
async def compare(
    request: Request, service: Shared, staff: Staff, a: str = "", b: str = ""
) -> Response:
    """Show in which metrics B differs from A, and the cases that changed sides."""
    texts = texts_of(request)
    secret = _secret(request, staff)
    if secret is None:
        return _html(evaluate_pages.sign_in_page(texts), 401)
    page = await _or_sentence(
        service,
        lambda: evaluate_pages.comparison_page(
            texts, form_token(secret), evaluate_results.compared(service.settings, a, b)
        ),
        texts,
        secret,
    )
    return page if isinstance(page, Response) else _html(page)


@router.get("/feedback/{identity}")
async def feedback(request: Request, identity: str, service: Shared, staff: Staff) -> Response:
    """Show a complaint with the form that makes a draft case of it."""
    texts = texts_of(request)
    secret = _secret(request, staff)
    if secret is None:
        return _html(evaluate_pages.sign_in_page(texts), 401)
    found = await service.workers.call(lambda: evaluate_drafts.complaint(service.store, identity))
    if found is None:
        raise HTTPException(404, "There is no such feedback")
    return _html(evaluate_pages.case_page(texts, form_token(secret), found))


@router.post("/drafts")
async def drafts(request: Request, service: Shared, staff: Staff) -> Response:
    """Add a draft case to the drafts, or hand it out as a file."""
    texts = texts_of(request)
    secret, fields = await _checked(request, staff)
    identity = fields.get("feedback", "")
    found = await service.workers.call(lambda: evaluate_drafts.complaint(service.store, identity))
    if found is None:
        raise HTTPException(404, "There is no such feedback")
    folder = service.settings.evals / "drafts"
    try:
        case = evaluate_drafts.draft_case(
            found,
            *(fields.get(name, "") for name in ("class", "expect", "expected", "facts", "note")),
        )
        if fields.get("do") == "download":
            return Response(
                json.dumps(case, ensure_ascii=False) + "\n",
                media_type="application/x-ndjson; charset=utf-8",
                headers={
                    "Cache-Control": "no-store",
                    "Content-Disposition": f'attachment; filename="{case["id"]}.jsonl"',
                },
            )
        added = await service.workers.call(lambda: evaluate_drafts.add_draft(folder, case))
    except UsageError as error:
        return _html(evaluate_pages.case_page(texts, form_token(secret), found, str(error)), 400)
    message = texts(
        "draft_added" if added else "draft_held", file=str(folder / evaluate_drafts.FILE)
    )
    return _html(await _overview(service, staff, texts, secret, message))


async def _overview(
    service: Service, staff: Evaluation, texts: Texts, secret: str, message: str = ""
) -> str:
    def make() -> str:
        return evaluate_overview.overview_page(
            texts,
            form_token(secret),
            list(evaluate_results.suites(service.settings)),
            evaluate_results.past_results(service.settings),
            evaluate_drafts.complaints(service.store),
            staff.runs.progress(),
            str(service.settings.evals / "suites"),
            message,
        )

    return await service.workers.call(make)


async def _or_sentence(
    service: Service, make: Callable[[], str], texts: Texts, secret: str
) -> str | Response:
    """Return what is made, or the page with the sentence of why it cannot be."""
    try:
        return await service.workers.call(make)
    except CoopbotError as error:
        kinds = ((NotInCorpus, 404), (UsageError, 400), (CoopbotError, 503))
        status = next(status for kind, status in kinds if isinstance(error, kind))
        page = evaluate_pages.refused_page(texts, str(error), form_token(secret))
        return _html(page, status)


async def _told(runs: EvalRuns) -> AsyncIterator[bytes]:
    """Yield the progress whenever it has changed, and at last that the run has ended."""
    last, silent = None, 0
    while True:
        now = runs.progress()
        key = (now.status, now.done, now.total)
        if key != last:
            last, silent = key, 0
            yield f"event: progress\ndata: {json.dumps(asdict(now))}\n\n".encode()
        if now.status != "running":
            return
        silent += 1
        if silent % KEEP_ALIVE_LOOKS == 0:
            yield b": running\n\n"
        await asyncio.sleep(LOOK_SECONDS)


async def _checked(request: Request, staff: Evaluation) -> tuple[str, dict[str, str]]:
    """Return the session's secret and the fields of a form of this session.

    :raises FormRefused: when the form comes from elsewhere or nobody has signed in.
    """
    secret = _secret(request, staff)
    fields = await _fields(request)
    if (
        secret is None
        or not is_same_origin(request)
        or not hmac.compare_digest(fields.get("form", "").encode(), form_token(secret).encode())
    ):
        raise FormRefused
    return secret, fields


async def _fields(request: Request) -> dict[str, str]:
    """Return the fields of a form that a browser sends; the guard has limited its size."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        read = parse_qs(body, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Problem(400, "invalid", detail="The form has too many fields.") from None
    return {name: values[0] for name, values in read.items()}


def _secret(request: Request, staff: Evaluation) -> str | None:
    secret = request.cookies.get(COOKIE)
    return secret if staff.operators.holds(secret) else None


def _html(page: str, status: int = 200) -> HTMLResponse:
    # With no referrer at all, browsers would name no origin when they send a form.
    return HTMLResponse(
        page, status, {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    )


def _back(texts: Texts) -> RedirectResponse:
    return RedirectResponse(f"{PATH}?ui={texts.language}", 303, {"Cache-Control": "no-store"})
