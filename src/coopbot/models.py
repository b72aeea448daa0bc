"""Chat models behind one small interface, bounded in time, size and number of tries.

The only home of LangChain's chat clients. Nothing is imported or sent before the first answer that
a model is to word, and nothing at all where the setting ``chat_model`` is ``none``.
"""

from __future__ import annotations

import importlib.util
import os
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coopbot.breaker import FAILURES_TO_OPEN, OPEN_SECONDS, Breaker
from coopbot.errors import ModelUnavailable, SettingsError
from coopbot.settings import Settings

if TYPE_CHECKING:
    import httpx
    from langchain_core.language_models import BaseChatModel

TRIES = 3
"""Times that a busy or unreachable provider is asked, all within the time of one answer."""

FIRST_PAUSE = 0.3
"""Seconds before the second try; doubled after each, and drawn between half of it and all."""

CONNECT_SECONDS = 5.0

_BYTES = 65_536
_BYTES_PER_TOKEN = 600
"""A streamed token comes in an object of 200 to 400 bytes."""

_CHARACTERS_PER_TOKEN = 8

_RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_TRACING = (
    "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2",
)  # fmt: skip
_PACKAGES = {"openai": "langchain_openai", "ollama": "langchain_ollama"}


class ModelFailure(Exception):
    """Report that a model gave no usable text; the message is one sentence without secrets.

    ``kind`` is ``late`` or ``unavailable``.
    """

    def __init__(self, message: str, *, kind: str = "unavailable") -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(slots=True)
class Usage:
    """What a provider said of one answer; None where it said nothing."""

    model: str | None = None
    """Name of the model that answered."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    tries: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the form that receipts have."""
        return {
            "answered_by": self.model,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "tries": self.tries,
        }


@dataclass(slots=True)
class _Budget:
    """What one answer may take; the transport sees it through a context variable."""

    deadline: float
    bytes_left: int
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> float:
        return self.deadline - time.monotonic()

    def spend(self, count: int) -> None:
        """Take so many bytes.

        :raises ModelFailure: when there is no time or size left.
        """
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise ModelFailure("The language model's provider sent more than an answer may have.")
        if self.stopped.is_set() or self.seconds <= 0:
            raise _late()


_BUDGET: ContextVar[_Budget | None] = ContextVar("coopbot_model_budget", default=None)


def check_chat_settings(settings: Settings) -> None:
    """Refuse settings under which no answer could be worded; import and send nothing.

    :raises ModelUnavailable: when the package of the provider is not installed.
    :raises SettingsError: when a tracing service would get a copy of every question.
    """
    for name in _TRACING:
        if os.environ.get(name, "").strip().lower() not in ("", "0", "false", "no", "off"):
            raise SettingsError(
                f"{name} is set, so that LangChain would send every question to a tracing "
                "service; unset it, or set COOPBOT_CHAT_MODEL=none."
            )
    provider = settings.chat_model.partition(":")[0]
    package = _PACKAGES.get(provider)
    if package is not None and importlib.util.find_spec(package) is None:
        raise _not_installed(settings.chat_model, package.replace("_", "-"))


class ChatModel:
    """A chat model by the settings; its client is made for the first answer."""

    def __init__(self, settings: Settings, *, breaker: Breaker | None = None) -> None:
        check_chat_settings(settings)
        self._settings = settings
        self._breaker = breaker or Breaker()
        self._lock = threading.Lock()
        self._client: BaseChatModel | None = None

    @property
    def name(self) -> str:
        """The setting ``chat_model``."""
        return self._settings.chat_model

    def stream(self, system: str, request: str, usage: Usage) -> Iterator[str]:
        """Yield the model's text as it comes; end within ``chat_timeout`` whatever happens.

        :param usage: filled as the provider tells.
        :raises ModelFailure: when there is no answer, or not the whole of it. What was yielded
            before stands as it is.
        :raises ModelUnavailable: when the client cannot be made with these settings.
        """
        if not self._breaker.admits():
            raise ModelFailure(
                f"The language model {self.name} failed {FAILURES_TO_OPEN} times in a row and is "
                f"not asked for {OPEN_SECONDS:.0f} s."
            )
        ended = False
        try:
            yield from self._bounded([("system", system), ("human", request)], usage)
            ended = True
            self._breaker.succeeded()
        except (ModelFailure, ModelUnavailable):
            ended = True
            self._breaker.failed()
            raise
        finally:
            if not ended:
                self._breaker.abandoned()

    def _bounded(self, messages: list[tuple[str, str]], usage: Usage) -> Iterator[str]:
        """Read in a thread of its own, so that no read can hold the answer past its time.

        Making the client, which imports a good deal, is part of that time.
        """
        tokens = self._settings.chat_max_tokens
        budget = _Budget(
            time.monotonic() + self._settings.chat_timeout, _BYTES + _BYTES_PER_TOKEN * tokens
        )
        pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        reader = threading.Thread(
            target=_read,
            args=(self._opened, messages, budget, usage, pieces),
            name="coopbot-chat-model",
            daemon=True,
        )
        reader.start()
        characters = _CHARACTERS_PER_TOKEN * tokens
        empty = True
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, budget.seconds))
                except queue.Empty:
                    raise _late() from None
                if isinstance(piece, Exception):
                    raise piece
                if piece is None:
                    break
                characters -= len(piece)
                if characters < 0:
                    raise ModelFailure("The language model wrote more than an answer may have.")
                empty = empty and not piece.strip()
                yield piece
        finally:
            budget.stopped.set()
        if empty:
            raise ModelFailure("The language model's provider sent an empty answer.")

    def _opened(self) -> BaseChatModel:
        with self._lock:
            if self._client is None:
                self._client = _client(self._settings)
            return self._client


def _read(
    opened: Callable[[], BaseChatModel],
    messages: list[tuple[str, str]],
    budget: _Budget,
    usage: Usage,
    pieces: queue.SimpleQueue[str | Exception | None],
) -> None:
    """Put the pieces of one answer into a queue, then None, or why there are no more."""
    _BUDGET.set(budget)
    pause = FIRST_PAUSE
    while True:
        usage.tries += 1
        begun = False
        try:
            for piece in _pieces(opened(), messages, budget, usage):
                begun = True
                pieces.put(piece)
            pieces.put(None)
            return
        except ModelUnavailable as error:
            pieces.put(error)
            return
        except Exception as error:  # a client raises what its provider and libraries raise
            failure = _failure(error)
            again = not begun and usage.tries < TRIES and _may_pass(error)
            wait = random.uniform(pause / 2, pause)
            if not again or wait >= budget.seconds or budget.stopped.wait(wait):
                pieces.put(failure)
                return
            pause *= 2


def _pieces(
    client: BaseChatModel, messages: list[tuple[str, str]], budget: _Budget, usage: Usage
) -> Iterator[str]:
    finished = False
    for chunk in client.stream(messages):
        budget.spend(0)
        metadata: Mapping[str, Any] = chunk.response_metadata or {}
        usage.model = metadata.get("model_name") or metadata.get("model") or usage.model
        finished = finished or bool(metadata.get("finish_reason") or metadata.get("done_reason"))
        counts: Mapping[str, Any] | None = getattr(chunk, "usage_metadata", None)
        if counts:
            usage.input_tokens = counts.get("input_tokens", usage.input_tokens)
            usage.output_tokens = counts.get("output_tokens", usage.output_tokens)
        text = str(chunk.text)
        if text:
            yield text
    if not finished and _reports_ending(client):
        raise ModelFailure("The language model's provider broke off before the end.")


def _reports_ending(client: BaseChatModel) -> bool:
    """Tell whether a client says why a stream ended: without it a cut stream looks complete."""
    return type(client).__name__ in ("ChatOpenAI", "ChatOllama")


def _failure(error: Exception) -> ModelFailure:
    """Say in one sentence what a client raised, without its text: that may repeat a key."""
    for cause in _causes(error):
        if isinstance(cause, ModelFailure):
            return cause
    if any("Timeout" in type(cause).__name__ for cause in _causes(error)):
        return _late()
    status = _status(error)
    if status is not None:
        return ModelFailure(f"The language model's provider answered with HTTP status {status}.")
    return ModelFailure(
        f"The language model's provider could not be read ({type(error).__name__})."
    )


def _may_pass(error: Exception) -> bool:
    """Tell whether trying again may help: a busy or unreachable provider, not a wrong request."""
    if any(isinstance(cause, ModelFailure) for cause in _causes(error)):
        return False
    status = _status(error)
    if status is not None:
        return status in _RETRIED
    names = {kind.__name__ for cause in _causes(error) for kind in type(cause).__mro__}
    return bool({"TransportError", "ConnectionError"} & names)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


def _late() -> ModelFailure:
    return ModelFailure("The language model did not answer within chat_timeout.", kind="late")


# -- clients -------------------------------------------------------------------------------------


def _client(settings: Settings) -> BaseChatModel:
    """Return LangChain's client for the settings.

    :raises ModelUnavailable: with what to install or change.
    """
    provider, _, name = settings.chat_model.partition(":")
    try:
        from langchain.chat_models import init_chat_model

        client: BaseChatModel = init_chat_model(
            name, model_provider=provider, **_options(provider, settings)
        )
    except ImportError as error:
        package = (error.name or f"langchain-{provider}").partition(".")[0].replace("_", "-")
        raise _not_installed(settings.chat_model, package) from None
    except Exception as error:  # each provider's client has errors of its own
        raise ModelUnavailable(
            f"The chat model {settings.chat_model!r} cannot be opened "
            f"({type(error).__name__}); check COOPBOT_CHAT_MODEL, COOPBOT_CHAT_API_KEY and "
            "COOPBOT_CHAT_BASE_URL, or set COOPBOT_CHAT_MODEL=none."
        ) from None
    return client


def _not_installed(model: str, package: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"The chat model {model!r} needs the package {package}; "
        f"run `pip install {package}` or set COOPBOT_CHAT_MODEL=none."
    )


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """Return what a provider's client is made with; retries are ours, so theirs are off."""
    options: dict[str, Any] = {"temperature": 0}
    if settings.chat_base_url is not None:
        options["base_url"] = settings.chat_base_url
    if provider == "ollama":
        options["num_predict"] = settings.chat_max_tokens
        options["client_kwargs"] = _transport(settings)
        return options
    options |= {
        "max_tokens": settings.chat_max_tokens,
        "timeout": settings.chat_timeout,
        "max_retries": 0,
    }
    if settings.chat_api_key is not None:
        options["api_key"] = settings.chat_api_key
    if provider == "openai":
        import httpx

        if settings.chat_base_url is not None and settings.chat_api_key is None:
            # Servers of one's own ask for no key, and their client for any.
            options["api_key"] = "none"
        options["http_client"] = httpx.Client(**_transport(settings))
        options["use_responses_api"] = False
    return options


def _transport(settings: Settings) -> dict[str, Any]:
    """Return the options of an HTTP client that cannot be kept, led elsewhere or flooded."""
    import httpx

    return {
        "timeout": httpx.Timeout(
            settings.chat_timeout, connect=min(CONNECT_SECONDS, settings.chat_timeout)
        ),
        "follow_redirects": False,
        "headers": {"Accept-Encoding": "identity"},
        "event_hooks": {"response": [_limit]},
    }


def _limit(response: httpx.Response) -> None:
    """Bound a response before anything of it is read."""
    budget = _BUDGET.get()
    if budget is None:
        return
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ModelFailure("The language model's provider sent a packed answer that was not asked.")
    response.stream = _limited(response.stream, budget)


def _limited(stream: Any, budget: _Budget) -> httpx.SyncByteStream:
    """Return a stream that spends the budget of its answer as it is read."""
    import httpx

    class Limited(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for part in stream:
                budget.spend(len(part))
                yield part

        def close(self) -> None:
            stream.close()

    return Limited()
