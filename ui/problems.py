"""What the service says when it cannot do what was asked: a code, a sentence, a request id."""

from __future__ import annotations

import math

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from coopbot.errors import CoopbotError, NotInCorpus, UsageError
from coopbot.languages import LANGUAGES
from ui.texts import preferred_language, texts_in


class Problem(Exception):
    """Stop a request with a status, a code and a sentence in the reader's language."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        retry_after: float | None = None,
        nearest: tuple[str, ...] = (),
        allow: str | None = None,
        detail: str | None = None,
        said: str | None = None,
        **fields: object,
    ) -> None:
        """:param allow: the methods that the address takes, where it was another.

        :param detail: a sentence that has one language alone, instead of the text.

        :param said: key of the text, where it is not that of the code.
        """
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = None if retry_after is None else max(1, math.ceil(retry_after))
        self.nearest = nearest
        self.allow = allow
        self.detail = detail
        self.said = said or code
        self.fields = fields

    def sentence(self, language: str, request_id: str = "-") -> str:
        """Write the problem in a language."""
        if self.detail is not None:
            return self.detail
        fields = {
            **self.fields,
            "seconds": self.retry_after,
            "request": request_id,
            "allow": self.allow,
            "near": ", ".join(self.nearest),
        }
        return texts_in(language)(f"error_{self.said}", **fields)

    def to_dict(self, language: str, request_id: str) -> dict[str, object]:
        """Return the public JSON of a problem."""
        body: dict[str, object] = {
            "error": self.code,
            "message": self.sentence(language, request_id),
            "request_id": request_id,
        }
        if self.retry_after is not None:
            body["retry_after"] = self.retry_after
        if self.nearest:
            body["nearest"] = list(self.nearest)
        return body


MAX_BODY = 256 * 1024
"""Bytes of a request's body: a long question with its history needs less than half of it."""
MAX_TARGET = 4096
"""Bytes of path and query."""

REFUSALS = {404: "missing", 413: "too_large", 414: "too_long"}
"""Code by status of what is refused whoever asks, before any route or by the framework."""


def refusal(status: int) -> Problem:
    """Return the problem of an address that leads nowhere, or of a request over a limit."""
    limit = MAX_BODY if status == 413 else MAX_TARGET
    code = REFUSALS[status]
    return Problem(status, code, said="address" if status == 404 else code, limit=limit)


def problem_of(error: Exception) -> Problem:
    """Turn what a call raised into what the caller may know of it."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, NotInCorpus):
        said = "several" if error.several else "missing_near" if error.nearest else "missing"
        detail = None if error.thing else str(error)
        return Problem(
            404, "missing", nearest=error.nearest, detail=detail, said=said, what=error.thing
        )
    if isinstance(error, UsageError):
        return Problem(400, "invalid", detail=str(error))
    # A sentence of ours may name folders or addresses of the machine: it goes to the log alone.
    return Problem(503 if isinstance(error, CoopbotError) else 500, "server")


def answer_problem(request: Request, error: Exception) -> JSONResponse:
    """Make the response for a problem."""
    problem = problem_of(error)
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.allow is not None:
        headers["Allow"] = problem.allow
    language = reply_language(request)
    body = problem.to_dict(language, request_id_of(request))
    return JSONResponse(body, problem.status, headers)


def answer_http_error(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses: an unknown address, a wrong method, an unreadable body."""
    if not isinstance(error, HTTPException) or error.status_code >= 500:
        return answer_problem(request, Problem(500, "server"))
    status = error.status_code
    if status in REFUSALS:
        return answer_problem(request, refusal(status))
    if status == 405:
        allow = (error.headers or {}).get("Allow", "")
        return answer_problem(request, Problem(405, "method", allow=allow, method=request.method))
    return answer_problem(request, Problem(status, "invalid", said="unread"))


def remember_language(request: Request, language: object) -> None:
    """Keep the language that the body of a request names, for what must be said of it later."""
    request.state.language = language if language in LANGUAGES else ""


def reply_language(request: Request) -> str:
    """Return the language in which to tell a caller of the interface what went wrong.

    It is that of the field or parameter ``language``, else of the parameter ``lang``, else the
    browser's.
    """
    sent = getattr(request.state, "language", "")
    return language_of(request, sent or named_in(request.query_params))


def named_in(query: QueryParams) -> str:
    """Return the language that the parameters of an address name, empty where they name none."""
    named = (query.get("language", ""), query.get("lang", ""))
    return next((one for one in named if one in LANGUAGES), "")


def language_of(request: Request, asked: str = "") -> str:
    """Return the language in which to speak to a sender: the one asked for, else the browser's."""
    return spoken_language(asked, request.headers.get("accept-language"))


def spoken_language(asked: str, accept_language: str | None) -> str:
    """Return the language asked for where it is one of the six, else the browser's."""
    return asked if asked in LANGUAGES else preferred_language(accept_language)


def request_id_of(request: Request) -> str:
    """Return the id that the request has in the log."""
    return str(request.scope.get("state", {}).get("request_id", "-"))
