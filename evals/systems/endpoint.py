"""Systems behind HTTP: an endpoint of our own form, or one that speaks the OpenAI protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from coopbot.errors import ModelUnavailable
from coopbot.languages import detect_language
from evals.reply import Key

TIMEOUT = 120.0
"""Seconds for one answer: slow models are measured, dead ones end."""

INSTRUCTION = (
    "Answer from the meeting documents that you have access to. Reply with one JSON object and "
    'nothing else: {"language": code of the question\'s language, "abstained": true or false, '
    '"reason": null or "no_evidence" or "not_in_corpus" or "ambiguous" or "out_of_scope", '
    '"answer": text with [n] markers, "statements": [{"text", "citations": [n], "verdict"}], '
    '"citations": [{"n", "symbol", "label", "language", "quote"}]}. Labels are paragraph numbers '
    "such as 5, 21(c) or fn1. Abstain when the documents do not answer."
)
"""What an OpenAI-protocol endpoint is told, so that its answers can be checked like ours."""

_FENCE = re.compile(r"^```(?:json)?\s*|\s*```$")


class HttpSystem:
    """Ask ``POST <url>/api/v1/ask`` of a running service; search is not part of that interface."""

    def __init__(self, url: str, client: httpx.Client | None = None) -> None:
        self._url = url.rstrip("/")
        self._client = client or httpx.Client(timeout=TIMEOUT)

    @property
    def name(self) -> str:
        """Return the short name that results files carry."""
        return "http"

    def describe(self) -> Mapping[str, Any]:
        """Return the address."""
        return {"url": self._url}

    def ask(self, question: str, history: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        """Return the service's answer."""
        body = {"question": question, "history": [dict(turn) for turn in history]}
        return _posted(self._client, f"{self._url}/api/v1/ask", body)

    def search(self, query: str, k: int) -> None:
        """Offer no search."""
        return

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


class OpenAiSystem:
    """Ask ``POST <url>/chat/completions``; an answer that is not our JSON counts as uncited text.

    :param key: sent as bearer token, never shown.
    """

    def __init__(
        self, url: str, model: str, key: str | None = None, client: httpx.Client | None = None
    ) -> None:
        self._url = url.rstrip("/")
        self._model = model
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = client or httpx.Client(timeout=TIMEOUT, headers=headers)

    @property
    def name(self) -> str:
        """Return the short name that results files carry."""
        return "openai"

    def describe(self) -> Mapping[str, Any]:
        """Return address and model."""
        return {"url": self._url, "model": self._model}

    def ask(self, question: str, history: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        """Return the model's answer in the public form."""
        messages = [{"role": "system", "content": INSTRUCTION}]
        messages += [{"role": turn["role"], "content": turn["text"]} for turn in history]
        messages.append({"role": "user", "content": question})
        body = {"model": self._model, "messages": messages, "temperature": 0}
        reply = _posted(self._client, f"{self._url}/chat/completions", body)
        try:
            content = str(reply["choices"][0]["message"]["content"])
        except (KeyError, IndexError, TypeError):
            raise ModelUnavailable(
                f"{self._url} does not answer in the OpenAI form; its reply has no "
                "choices[0].message.content."
            ) from None
        return _public(question, content)

    def search(self, query: str, k: int) -> Sequence[Key] | None:
        """Offer no search."""
        return None

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def _posted(client: httpx.Client, url: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        response = client.post(url, json=body)
        response.raise_for_status()
        reply = response.json()
    except httpx.HTTPStatusError as error:
        raise ModelUnavailable(
            f"{url} answered with status {error.response.status_code}."
        ) from None
    except (httpx.HTTPError, ValueError) as error:
        raise ModelUnavailable(
            f"{url} gave no usable answer ({type(error).__name__}: {error}); check the address."
        ) from None
    if not isinstance(reply, Mapping):
        raise ModelUnavailable(f"{url} answered with {type(reply).__name__}, not a JSON object.")
    return reply


def _public(question: str, content: str) -> Mapping[str, Any]:
    try:
        answer = json.loads(_FENCE.sub("", content.strip()))
    except ValueError:
        answer = None
    if isinstance(answer, dict) and {"abstained", "answer"} <= answer.keys():
        return {"question": question, **answer}
    return {
        "question": question,
        "language": detect_language(content),
        "abstained": False,
        "reason": None,
        "answer": content,
        "statements": [],
        "citations": [],
        "nearest": [],
        "suggestions": [],
    }
