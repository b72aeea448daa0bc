"""Conversations and feedback: a database that only the holder of a session's secret can read.

The secret itself is never stored, only its SHA-256; the id of a conversation opens nothing.
SQLite by default, PostgreSQL by URL. What is older than the retention time is deleted.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from coopbot.errors import CoopbotError, SettingsError, UsageError

SECRET_BYTES = 32
"""256 bits: not to be guessed."""
RATINGS = ("up", "down")
MAX_COMMENT = 4000
"""Characters of a comment."""
MAX_TURNS = 200
"""Questions of one conversation; a longer one is refused, so that no row set grows for ever."""

_METADATA = sa.MetaData()
_SESSIONS = sa.Table(
    "sessions",
    _METADATA,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("created", sa.DateTime, nullable=False),
    sa.Column("seen", sa.DateTime, nullable=False, index=True),
)
_CONVERSATIONS = sa.Table(
    "conversations",
    _METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("session", sa.String(64), nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("updated", sa.DateTime, nullable=False, index=True),
)
_TURNS = sa.Table(
    "turns",
    _METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation", sa.String(32), nullable=False, index=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("asked", sa.DateTime, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.UniqueConstraint("conversation", "place"),
)
_FEEDBACK = sa.Table(
    "feedback",
    _METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("given", sa.DateTime, nullable=False, index=True),
    sa.Column("turn", sa.String(32), nullable=True, index=True),
    sa.Column("rating", sa.String(4), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of a session, without its turns."""

    id: str
    title: str
    """The first question."""
    language: str
    updated: datetime
    """In UTC."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with the public JSON of its answer."""

    id: str
    conversation: str
    asked: datetime
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user thought of one answer."""

    id: str
    given: datetime
    turn: str | None
    """Id of the stored turn; None where the answer was not stored."""
    rating: str
    comment: str
    answer: Mapping[str, Any]
    """Public JSON of the answer: question, statements, citations and receipt."""

    def to_dict(self) -> dict[str, Any]:
        """Return one row of the export for staff."""
        return {
            "id": self.id,
            "given": self.given.isoformat(timespec="seconds") + "Z",
            "turn": self.turn,
            "rating": self.rating,
            "comment": self.comment,
            "answer": dict(self.answer),
        }


def utc_now() -> datetime:
    """Return the present time in UTC without zone, as every column holds it."""
    return datetime.now(UTC).replace(tzinfo=None)


class Conversations:
    """Keep sessions, their conversations and feedback."""

    def __init__(
        self, engine: sa.Engine, retention_days: int, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine = engine
        self.retention_days = retention_days
        self._clock = clock

    @classmethod
    def open(cls, url: str, retention_days: int, clock: Callable[[], datetime] = utc_now) -> Self:
        """Open the database, making file, folder and tables where they are missing.

        :raises SettingsError: when the URL cannot be used or its driver is not installed.
        :raises CoopbotError: when the database does not answer.
        """
        try:
            parsed = sa.make_url(url)
            if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, ":memory:"):
                Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
            engine = sa.create_engine(parsed, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ImportError, OSError) as error:
            raise SettingsError(
                f"The setting database_url (COOPBOT_DATABASE_URL) cannot be {_bare(url)!r}: "
                f"{_first_line(error)}; give an SQLAlchemy URL such as "
                "sqlite:///var/coopbot.sqlite."
            ) from None
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _configure_sqlite)
        store = cls(engine, retention_days, clock)
        with store._transaction() as connection:
            _METADATA.create_all(connection)
        return store

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all (``retention_days`` is not 0)."""
        return self.retention_days > 0

    def check(self) -> None:
        """Raise CoopbotError when the database does not answer."""
        with self._transaction() as connection:
            connection.execute(sa.select(sa.func.count()).select_from(_SESSIONS)).scalar_one()

    def begin_session(self) -> str:
        """Make a session and return its secret, which is shown only this once."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = self._clock()
        with self._transaction() as connection:
            connection.execute(_SESSIONS.insert().values(hash=_hash(secret), created=now, seen=now))
        return secret

    def session(self, secret: str) -> str | None:
        """Return the id of the session that a secret opens, None when it opens none."""
        key = _hash(secret)
        with self._transaction() as connection:
            seen = connection.execute(
                _SESSIONS.update().where(_SESSIONS.c.hash == key).values(seen=self._clock())
            )
        return key if seen.rowcount else None

    def end_session(self, session: str) -> None:
        """Delete a session and every conversation of it; feedback stays, without its holder."""
        with self._transaction() as connection:
            mine = sa.select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.session == session)
            connection.execute(_TURNS.delete().where(_TURNS.c.conversation.in_(mine)))
            connection.execute(_CONVERSATIONS.delete().where(_CONVERSATIONS.c.session == session))
            connection.execute(_SESSIONS.delete().where(_SESSIONS.c.hash == session))

    def conversations(self, session: str) -> tuple[Conversation, ...]:
        """Return the conversations of a session, the latest first."""
        query = (
            sa.select(
                _CONVERSATIONS.c.id,
                _CONVERSATIONS.c.title,
                _CONVERSATIONS.c.language,
                _CONVERSATIONS.c.updated,
            )
            .where(_CONVERSATIONS.c.session == session)
            .order_by(_CONVERSATIONS.c.updated.desc(), _CONVERSATIONS.c.id)
        )
        with self._transaction() as connection:
            return tuple(Conversation(*row) for row in connection.execute(query))

    def turns(self, session: str, conversation: str) -> tuple[Turn, ...] | None:
        """Return the turns of a conversation, None unless the session holds it."""
        with self._transaction() as connection:
            if not self._holds(connection, session, conversation):
                return None
            query = (
                sa.select(_TURNS.c.id, _TURNS.c.conversation, _TURNS.c.asked, _TURNS.c.answer)
                .where(_TURNS.c.conversation == conversation)
                .order_by(_TURNS.c.place)
            )
            return tuple(
                Turn(row.id, row.conversation, row.asked, json.loads(row.answer))
                for row in connection.execute(query)
            )

    def append(
        self, session: str, conversation: str | None, turn: str, answer: Mapping[str, Any]
    ) -> str | None:
        """Add a turn and return its conversation's id; None begins a new conversation.

        Returns None when nothing is kept.

        :raises UsageError: when the session does not hold the conversation, or it is full.
        """
        if not self.keeps:
            return None
        now = self._clock()
        with self._transaction() as connection:
            if conversation is None:
                conversation = uuid.uuid4().hex
                connection.execute(
                    _CONVERSATIONS.insert().values(
                        id=conversation,
                        session=session,
                        title=str(answer["question"])[:200],
                        language=answer["language"],
                        updated=now,
                    )
                )
            elif not self._holds(connection, session, conversation):
                raise UsageError(
                    f"There is no conversation {conversation!r} of this session; begin a new one."
                )
            place = connection.execute(
                sa.select(sa.func.count()).where(_TURNS.c.conversation == conversation)
            ).scalar_one()
            if place >= MAX_TURNS:
                raise UsageError(
                    f"The conversation has {place} questions, the most that one may have; "
                    "begin a new one."
                )
            connection.execute(
                _TURNS.insert().values(
                    id=turn,
                    conversation=conversation,
                    place=place,
                    asked=now,
                    answer=json.dumps(answer, ensure_ascii=False),
                )
            )
            connection.execute(
                _CONVERSATIONS.update()
                .where(_CONVERSATIONS.c.id == conversation)
                .values(updated=now)
            )
        return conversation

    def delete(self, session: str, conversation: str) -> bool:
        """Delete a conversation; False unless the session holds it."""
        with self._transaction() as connection:
            if not self._holds(connection, session, conversation):
                return False
            connection.execute(_TURNS.delete().where(_TURNS.c.conversation == conversation))
            connection.execute(_CONVERSATIONS.delete().where(_CONVERSATIONS.c.id == conversation))
        return True

    def turn(self, session: str, turn: str) -> Turn | None:
        """Return one turn, None unless the session holds its conversation."""
        query = (
            sa.select(_TURNS.c.id, _TURNS.c.conversation, _TURNS.c.asked, _TURNS.c.answer)
            .join(_CONVERSATIONS, _CONVERSATIONS.c.id == _TURNS.c.conversation)
            .where(_TURNS.c.id == turn, _CONVERSATIONS.c.session == session)
        )
        with self._transaction() as connection:
            row = connection.execute(query).one_or_none()
        return Turn(row.id, row.conversation, row.asked, json.loads(row.answer)) if row else None

    def add_feedback(
        self, rating: str, comment: str, answer: Mapping[str, Any], turn: str | None = None
    ) -> str | None:
        """Store feedback and return its id; a second one on a stored turn replaces the first.

        Returns None when nothing is kept.

        :raises UsageError: when rating or comment cannot be stored.
        """
        if rating not in RATINGS:
            raise UsageError(f"The rating cannot be {rating!r}; give one of {', '.join(RATINGS)}.")
        if len(comment) > MAX_COMMENT:
            raise UsageError(
                f"The comment has {len(comment)} characters; at most {MAX_COMMENT} are possible."
            )
        if not self.keeps:
            return None
        identity = uuid.uuid4().hex
        with self._transaction() as connection:
            if turn is not None:
                connection.execute(_FEEDBACK.delete().where(_FEEDBACK.c.turn == turn))
            connection.execute(
                _FEEDBACK.insert().values(
                    id=identity,
                    given=self._clock(),
                    turn=turn,
                    rating=rating,
                    comment=comment,
                    answer=json.dumps(answer, ensure_ascii=False),
                )
            )
        return identity

    def feedback(self, since: datetime | None = None) -> Iterator[Feedback]:
        """Yield all feedback, oldest first, given at or after a time (UTC)."""
        query = sa.select(
            _FEEDBACK.c.id,
            _FEEDBACK.c.given,
            _FEEDBACK.c.turn,
            _FEEDBACK.c.rating,
            _FEEDBACK.c.comment,
            _FEEDBACK.c.answer,
        ).order_by(_FEEDBACK.c.given, _FEEDBACK.c.id)
        if since is not None:
            query = query.where(_FEEDBACK.c.given >= since)
        with self._transaction() as connection:
            for row in connection.execute(query):
                yield Feedback(*row[:5], answer=json.loads(row.answer))

    def expire(self) -> int:
        """Delete what is older than the retention time; return the rows deleted."""
        limit = self._clock() - timedelta(days=self.retention_days)
        with self._transaction() as connection:
            old = sa.select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.updated <= limit)
            deleted = [
                connection.execute(_TURNS.delete().where(_TURNS.c.conversation.in_(old))),
                connection.execute(
                    _CONVERSATIONS.delete().where(_CONVERSATIONS.c.updated <= limit)
                ),
                connection.execute(_FEEDBACK.delete().where(_FEEDBACK.c.given <= limit)),
                connection.execute(
                    _SESSIONS.delete().where(
                        _SESSIONS.c.seen <= limit,
                        _SESSIONS.c.hash.not_in(sa.select(_CONVERSATIONS.c.session)),
                    )
                ),
            ]
        return sum(result.rowcount for result in deleted)

    def _holds(self, connection: sa.Connection, session: str, conversation: str) -> bool:
        query = sa.select(_CONVERSATIONS.c.id).where(
            _CONVERSATIONS.c.id == conversation, _CONVERSATIONS.c.session == session
        )
        return connection.execute(query).one_or_none() is not None

    def _transaction(self) -> _Transaction:
        return _Transaction(self._engine)


class _Transaction:
    """Begin on entry, commit on exit; turn the database's errors into one of ours."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> sa.Connection:
        try:
            self._context = self._engine.begin()
            return self._context.__enter__()
        except SQLAlchemyError as error:
            raise _unavailable(self._engine, error) from None

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: Any) -> None:
        try:
            self._context.__exit__(kind, error, trace)
        except SQLAlchemyError as failure:
            raise _unavailable(self._engine, failure) from None
        if isinstance(error, SQLAlchemyError):
            raise _unavailable(self._engine, error) from None


def _unavailable(engine: sa.Engine, error: SQLAlchemyError) -> CoopbotError:
    return CoopbotError(
        f"The store of conversations {_bare(str(engine.url))} does not answer: "
        f"{_first_line(error)}; check COOPBOT_DATABASE_URL and that the database runs."
    )


def _configure_sqlite(connection: Any, _record: Any) -> None:
    """Let readers and one writer work at once, and wait for each other."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _hash(secret: str) -> str:
    """A plain digest is enough: the secret is random, not chosen by a person."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _bare(url: str) -> str:
    """Return a URL without user and password."""
    scheme, separator, rest = url.partition("://")
    return scheme + separator + rest.rpartition("@")[2]


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
