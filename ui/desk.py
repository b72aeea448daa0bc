"""What the routes share: the core, its threads, the limits, the store; and who asks."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request

from coopbot.conversations import Conversations
from coopbot.errors import CoopbotError
from coopbot.languages import detect_language
from coopbot.settings import Settings
from ui.bodies import MAX_HISTORY, Question
from ui.core import Core
from ui.limits import Limits
from ui.metrics import Metrics
from ui.problems import Problem, remember_language
from ui.workers import MODEL_THREADS, THREADS, Workers

LOG = logging.getLogger("coopbot.service")


class Service:
    """Hold what the routes share."""

    def __init__(
        self, core: Core, settings: Settings, store: Conversations, metrics: Metrics
    ) -> None:
        self.core = core
        self.settings = settings
        self.store = store
        self.metrics = metrics
        self.workers = Workers(THREADS if settings.chat_model == "none" else MODEL_THREADS)
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
        remember_language(request, body.language)
        self.check(body.question)
        session = await self.session_of(request)
        if body.conversation and session is None:
            raise Problem(401, "session")
        try:
            self.limits.take(session, address_of(request))
        except Problem:
            self.metrics.questions.labels(self.language_of(body), "refused").inc()
            raise
        return session

    def check(self, question: str) -> None:
        """Raise the Problem of a question that is empty or longer than the setting allows."""
        if not question.strip():
            raise Problem(422, "empty")
        limit = self.settings.max_question
        if len(question) > limit:
            raise Problem(422, "long", length=len(question), limit=limit)

    @staticmethod
    def language_of(body: Question) -> str:
        """Return the language that a question counts for."""
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


def address_of(request: Request) -> str:
    """Return the address of the caller, as the server or its trusted proxy gives it."""
    return request.client.host if request.client else "-"


async def required_session(request: Request, service: Shared) -> str:
    """Return the session of a request that needs one."""
    session = await service.session_of(request)
    if session is None:
        raise Problem(401, "session")
    return session


Holder = Annotated[str, Depends(required_session)]
