"""What callers send to the HTTP interface, checked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from coopbot.conversations import MAX_COMMENT
from coopbot.languages import LANGUAGES

MAX_HISTORY = 20
"""Messages of the conversation that a question may bring along."""

Language = Literal["zh", "en", "fr", "es", "ru", "ar"]


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
