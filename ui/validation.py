"""Say of a request that does not have the documented form what is wrong with its first wrong field.

The library that checks requests tells it in English alone; here it is told in six languages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from ui.problems import Problem, answer_problem, remember_language

MOST_SHOWN = 60
"""Characters of a wrong value that the sentence about it repeats."""

_CHOICES = re.compile(r"'([^']*)'")
"""A word in the library's list of those that a field takes."""
_LIMITS = ("max_length", "min_length", "ge", "le")

_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "literal_error": "choice",
    "string_too_long": "long",
    "string_too_short": "short",
    "too_long": "many",
    "greater_than_equal": "low",
    "less_than_equal": "high",
    "string_type": "string",
    "int_type": "number",
    "int_parsing": "number",
    "list_type": "list",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
}
"""The part of the text's key by the library's type of error; other types have one common text."""


def answer_validation_error(request: Request, error: Exception) -> JSONResponse:
    """Answer a request whose parts do not have the documented form."""
    if not isinstance(error, RequestValidationError):
        raise error
    if isinstance(error.body, Mapping):
        remember_language(request, error.body.get("language"))
    return answer_problem(request, problem_of_request(error))


def problem_of_request(error: RequestValidationError) -> Problem:
    """Return the problem of the first part of a request that does not have its form."""
    first = error.errors()[0]
    # The first part of a place is where it was sent: body, query or path.
    _, *place = first["loc"]
    if first["type"] == "json_invalid" or not place:
        begins = error.body if error.body is not None else ""
        return Problem(422, "invalid", said="body", value=shown(begins))
    kind = _KINDS.get(first["type"])
    value = first.get("input")
    context = first.get("ctx", {})
    return Problem(
        422,
        "invalid",
        said=f"field_{kind}" if kind else "invalid",
        field=shown(".".join(str(part) for part in place)),
        value=shown(value),
        length=len(value) if isinstance(value, str | list) else None,
        limit=next((context[name] for name in _LIMITS if name in context), None),
        allowed=", ".join(_CHOICES.findall(str(context.get("expected", "")))),
    )


def shown(value: object) -> str:
    """Return a value on one line, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    # Half a pair of code units, which JSON can hold and UTF-8 cannot, becomes a question mark.
    text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"
