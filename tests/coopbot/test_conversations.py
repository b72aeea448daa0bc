from __future__ import annotations

import random
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coopbot.conversations import MAX_COMMENT, MAX_TURNS, Conversations
from coopbot.errors import CoopbotError, SettingsError, UsageError

ANSWER = {"question": "When?", "language": "en", "answer": "In 2006. [1]", "abstained": False}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    opened = Conversations.open(f"sqlite:///{tmp_path}/var/store.sqlite", 90, clock)
    yield opened
    opened.close()


def begun(store: Conversations) -> str:
    session = store.session(store.begin_session())
    assert session is not None
    return session


def test_session_secret_is_never_stored(store, tmp_path):
    secret = store.begin_session()
    assert store.session(secret) is not None
    content = b"".join(path.read_bytes() for path in (tmp_path / "var").iterdir())
    assert secret.encode() not in content
    assert len(secret) >= 43


def test_session_is_not_opened_by_its_stored_hash(store):
    assert store.session(begun(store)) is None


def test_conversation_keeps_its_turns_in_order(store):
    session = begun(store)
    conversation = store.append(session, None, "t1", ANSWER)
    store.append(session, conversation, "t2", ANSWER | {"question": "And then?"})
    turns = store.turns(session, conversation)
    assert [turn.answer["question"] for turn in turns] == ["When?", "And then?"]
    assert [one.title for one in store.conversations(session)] == ["When?"]


def test_conversation_is_readable_only_by_its_holder(store):
    mine, other = begun(store), begun(store)
    conversation = store.append(mine, None, "t1", ANSWER)
    assert store.turns(other, conversation) is None
    assert store.turn(other, "t1") is None
    assert store.conversations(other) == ()
    assert not store.delete(other, conversation)
    with pytest.raises(UsageError, match="no conversation"):
        store.append(other, conversation, "t2", ANSWER)
    assert len(store.turns(mine, conversation)) == 1


def test_conversation_is_not_found_by_guessed_ids(store):
    mine, other = begun(store), begun(store)
    conversation = store.append(mine, None, "t1", ANSWER)
    number = int(conversation, 16)
    near = [f"{number + step:032x}" for step in range(-50, 51)]
    guesser = random.Random(7)
    guessed = [f"{guesser.getrandbits(128):032x}" for _ in range(400)]
    assert all(store.turns(other, one) is None for one in near + guessed)
    assert all(store.turns(mine, one) is None for one in [*near, *guessed] if one != conversation)


def test_end_session_deletes_everything_of_it(store):
    session, other = begun(store), begun(store)
    conversation = store.append(session, None, "t1", ANSWER)
    kept = store.append(other, None, "t2", ANSWER)
    store.end_session(session)
    assert store.turns(session, conversation) is None
    assert store.turns(other, kept) is not None


def test_conversation_refuses_more_turns_than_it_may_have(store):
    session = begun(store)
    conversation = store.append(session, None, "t0", ANSWER)
    for place in range(1, MAX_TURNS):
        store.append(session, conversation, f"t{place}", ANSWER)
    with pytest.raises(UsageError, match=f"has {MAX_TURNS} questions"):
        store.append(session, conversation, "one too many", ANSWER)


def test_expire_deletes_what_is_past_its_time(store, clock):
    session = begun(store)
    old = store.append(session, None, "t1", ANSWER)
    store.add_feedback("up", "", ANSWER, "t1")
    clock.now += timedelta(days=89)
    new = store.append(session, None, "t2", ANSWER)
    assert store.expire() == 0
    clock.now += timedelta(days=1)
    assert store.expire() == 3  # the turn, its conversation, the feedback
    assert store.turns(session, old) is None
    assert store.turns(session, new) is not None
    assert list(store.feedback()) == []


def test_store_that_keeps_nothing_stores_nothing(tmp_path):
    store = Conversations.open(f"sqlite:///{tmp_path}/none.sqlite", 0)
    session = begun(store)
    assert store.append(session, None, "t1", ANSWER) is None
    assert store.add_feedback("up", "good", ANSWER) is None
    assert store.conversations(session) == ()
    store.close()


def test_feedback_is_exported_in_order_and_replaced_on_the_same_turn(store, clock):
    store.add_feedback("up", "fine", ANSWER, "t1")
    clock.now += timedelta(minutes=1)
    store.add_feedback("down", "<script>alert(1)</script>", ANSWER, None)
    clock.now += timedelta(minutes=1)
    store.add_feedback("down", "on second thoughts", ANSWER, "t1")
    rows = [one.to_dict() for one in store.feedback()]
    assert [(row["rating"], row["comment"]) for row in rows] == [
        ("down", "<script>alert(1)</script>"),
        ("down", "on second thoughts"),
    ]
    assert rows[0]["given"] == "2026-11-23T12:01:00Z"
    assert rows[0]["answer"] == ANSWER
    assert [one.comment for one in store.feedback(clock.now)] == ["on second thoughts"]


def test_feedback_that_cannot_be_stored_says_why(store):
    with pytest.raises(UsageError, match="rating cannot be 'maybe'"):
        store.add_feedback("maybe", "", ANSWER)
    with pytest.raises(UsageError, match=f"at most {MAX_COMMENT}"):
        store.add_feedback("up", "x" * (MAX_COMMENT + 1), ANSWER)


@pytest.mark.parametrize(
    "url", ["not a url", "nosuch://host/db", "postgresql+psycopg://me:secret@host/db"]
)
def test_store_with_a_wrong_url_names_the_setting_and_no_password(url):
    with pytest.raises(CoopbotError) as raised:
        Conversations.open(url, 90).check()
    assert "COOPBOT_DATABASE_URL" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_store_on_a_folder_that_cannot_be_made_is_a_settings_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="COOPBOT_DATABASE_URL"):
        Conversations.open(f"sqlite:///{tmp_path}/file/below/store.sqlite", 90)


def test_damaged_store_is_reported_in_one_sentence(tmp_path):
    path = Path(tmp_path) / "store.sqlite"
    path.write_bytes(b"this is no database, only text that is long enough to be read as one" * 20)
    with pytest.raises(CoopbotError, match="does not answer") as raised:
        Conversations.open(f"sqlite:///{path}", 90)
    assert "\n" not in str(raised.value)


def test_store_survives_another_writer(store, tmp_path):
    other = sqlite3.connect(tmp_path / "var" / "store.sqlite", timeout=5)
    other.execute("PRAGMA journal_mode=WAL")
    session = begun(store)
    for place in range(20):
        other.execute("UPDATE sessions SET seen = seen")
        other.commit()
        store.append(session, None, f"t{place}", ANSWER)
    other.close()
    assert len(store.conversations(session)) == 20
