from __future__ import annotations

import sys
import threading
import time

import pytest

from coopbot.breaker import FAILURES_TO_OPEN, Breaker
from coopbot.errors import ModelUnavailable, SettingsError
from coopbot.models import TRIES, ChatModel, ModelFailure, Usage, check_chat_settings
from coopbot.settings import Settings
from evals.provider import FLOOD_BYTES, Provider

KEY = "sk-secret-key"
PATIENCE = 60.0
"""Seconds that a provider gets where time is not what is tested: the machine may be busy."""


@pytest.fixture(scope="module")
def provider():
    with Provider().running() as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def _client_imported():
    """Import the client once: the first answer's time would be spent on it."""
    import langchain_openai  # noqa: F401


def model(provider, *, breaker=None, **changes):
    values = {"chat_timeout": PATIENCE, "chat_api_key": KEY, **changes}
    settings = Settings(chat_model="openai:tested", chat_base_url=provider.base_url, **values)
    return ChatModel(settings, breaker=breaker)


def answer(chat, usage=None):
    return "".join(
        chat.stream("rules", '<passage n="1">\nIt was held.\n</passage>', usage or Usage())
    )


def failure(provider, behaviour, **options):
    provider.play(behaviour)
    with pytest.raises(ModelFailure) as caught:
        answer(model(provider, **options))
    return caught.value


def test_answer_is_streamed_and_counted(provider):
    provider.play("good", lambda _: "one two three " * 30)
    usage = Usage()
    pieces = list(model(provider).stream("rules", "request", usage))
    assert len(pieces) > 3
    assert "".join(pieces) == "one two three " * 30
    assert (usage.model, usage.tries) == ("tested", 1)
    assert provider.asked[0].body["max_completion_tokens"] == Settings().chat_max_tokens
    assert [m["role"] for m in provider.asked[0].body["messages"]] == ["system", "user"]


def test_name_of_the_model_that_answered_is_noted(provider):
    provider.play("other_model")
    usage = Usage()
    answer(model(provider), usage)
    assert usage.model == "another-model"


@pytest.mark.parametrize(
    ("behaviour", "tries", "said"),
    [
        ("busy", TRIES, "HTTP status 429"),
        ("broken", TRIES, "HTTP status 500"),
        ("unknown_model", 1, "HTTP status 404"),
        ("unauthorised", 1, "HTTP status 401"),
        ("redirect", 1, "HTTP status 302"),
        ("wrong_json", 1, "could not be read"),
        ("no_stream", 1, "could not be read"),
        ("empty", 1, "empty answer"),
        ("cut", 1, "broke off"),
        ("flood", 1, "more than an answer may have"),
        ("flood_line", 1, "more than an answer may have"),
        ("packed", 1, "packed answer"),
    ],
)
def test_misbehaviour_is_one_sentence_without_secrets(provider, behaviour, tries, said):
    error = failure(provider, behaviour)
    assert said in str(error)
    assert error.kind == "unavailable"
    assert KEY not in str(error)
    assert len(provider.asked) == tries


@pytest.mark.parametrize("behaviour", ["hang", "drip"])
def test_silent_provider_is_left_in_time(provider, behaviour):
    # That the failure comes at all is the point: the provider never ends.
    assert failure(provider, behaviour, chat_timeout=0.5).kind == "late"


def read_until_failure(chat):
    """Return the pieces that came and the failure that ended them."""
    pieces = []
    try:
        for piece in chat.stream("rules", "request", Usage()):
            pieces.append(piece)
    except ModelFailure as failure:
        return pieces, failure
    pytest.fail("the answer came whole")


def test_what_came_before_a_cut_is_kept(provider):
    provider.play("cut", lambda _: "one two three " * 20)
    pieces, _ = read_until_failure(model(provider))
    assert "".join(pieces).startswith("one two three")


def test_busy_provider_is_asked_again(provider):
    provider.play("busy_once", lambda _: "It was held.")
    usage = Usage()
    assert answer(model(provider), usage) == "It was held."
    assert usage.tries == 2


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/v1", "http://127.0.0.1:9/v1"])
def test_provider_that_cannot_be_reached_is_one_sentence(url):
    settings = Settings(
        chat_model="openai:tested", chat_base_url=url, chat_api_key=KEY, chat_timeout=PATIENCE
    )
    usage = Usage()
    with pytest.raises(ModelFailure, match="could not be read") as caught:
        answer(ChatModel(settings), usage)
    assert caught.value.kind == "unavailable"
    assert usage.tries == TRIES
    assert KEY not in str(caught.value)


def test_flood_is_not_read_to_its_end(provider):
    provider.play("flood", lambda _: "x")
    pieces, _ = read_until_failure(model(provider))
    assert sum(map(len, pieces)) < FLOOD_BYTES / 100


def test_reader_that_leaves_ends_the_reading(provider):
    provider.play("slow", lambda _: "one two three " * 200)
    stream = model(provider, chat_timeout=30).stream("r", "q", Usage())
    next(stream)
    stream.close()
    deadline = time.monotonic() + 20
    while _readers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _readers() == []


def _readers():
    return [t.name for t in threading.enumerate() if t.name == "coopbot-chat-model"]


def test_failing_provider_is_left_alone(provider):
    chat = model(provider, breaker=Breaker(lambda: 0.0))
    provider.play("unauthorised")
    for _ in range(FAILURES_TO_OPEN + 2):
        with pytest.raises(ModelFailure) as caught:
            answer(chat)
    assert len(provider.asked) == FAILURES_TO_OPEN
    assert "is not asked for 60 s" in str(caught.value)


# --- Settings -----------------------------------------------------------------------------------


def test_tracing_is_refused(monkeypatch):
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    with pytest.raises(SettingsError) as caught:
        check_chat_settings(Settings(chat_model="openai:x"))
    assert str(caught.value) == (
        "LANGSMITH_TRACING is set, so that LangChain would send every question to a tracing "
        "service; unset it, or set COOPBOT_CHAT_MODEL=none."
    )
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    check_chat_settings(Settings(chat_model="openai:x"))


def test_missing_package_is_named_before_anything_is_asked(monkeypatch):
    monkeypatch.setitem(sys.modules, "langchain_ollama", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable) as caught:
        ChatModel(Settings(chat_model="ollama:llama"))
    assert str(caught.value) == (
        "The chat model 'ollama:llama' needs the package langchain-ollama; run "
        "`pip install langchain-ollama` or set COOPBOT_CHAT_MODEL=none."
    )


def test_package_of_another_provider_is_named_when_it_is_missing():
    chat = ChatModel(Settings(chat_model="anthropic:claude"))
    with pytest.raises(ModelUnavailable, match=r"needs the package langchain-anthropic"):
        answer(chat)


def test_provider_that_langchain_does_not_know_is_one_sentence():
    with pytest.raises(ModelUnavailable, match=r"'nosuch:thing' cannot be opened"):
        answer(ChatModel(Settings(chat_model="nosuch:thing")))
