from __future__ import annotations

import io
import random

import docx
import pytest

from coopbot.exports import MEDIA_TYPES
from tests.ui.fake_core import abstention, answer
from tests.ui.streams import events_of

QUESTION = {"question": "When did the Secretariat join?"}


def bearer(client) -> dict[str, str]:
    secret = client.post("/api/v1/session").json()["session"]
    return {"Authorization": f"Bearer {secret}"}


def stored(client, headers, **body) -> dict[str, str]:
    response = client.post("/api/v1/ask/stream", json=QUESTION | body, headers=headers)
    kind, data = events_of(response.text)[-1]
    assert kind == "stored"
    return data


def test_question_without_session_is_answered_and_not_stored(client):
    response = client.post("/api/v1/ask/stream", json=QUESTION)
    assert [kind for kind, _ in events_of(response.text)][-1] == "answer"


def test_conversation_is_stored_listed_and_read_by_its_holder(client):
    mine = bearer(client)
    first = stored(client, mine)
    second = stored(client, mine, conversation=first["conversation"])
    assert second["conversation"] == first["conversation"]
    listed = client.get("/api/v1/conversations", headers=mine).json()["conversations"]
    assert [one["id"] for one in listed] == [first["conversation"]]
    turns = client.get(f"/api/v1/conversations/{first['conversation']}", headers=mine).json()[
        "turns"
    ]
    assert [turn["turn"] for turn in turns] == [first["turn"], second["turn"]]


def test_ask_gives_the_stored_ids_in_headers(client):
    response = client.post("/api/v1/ask", json=QUESTION, headers=bearer(client))
    assert len(response.headers["x-coopbot-conversation"]) == 32
    assert len(response.headers["x-coopbot-turn"]) == 32


def test_stored_conversation_gives_the_history_of_the_next_question(client, core):
    mine = bearer(client)
    core.enqueue(answer("First?"))
    first = stored(client, mine)
    stored(client, mine, conversation=first["conversation"])
    assert core.asked[-1]["history"] == [
        {"role": "user", "text": "First?"},
        {"role": "assistant", "text": answer("First?").text},
    ]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/conversations"),
        ("GET", "/api/v1/conversations/{id}"),
        ("GET", "/api/v1/conversations/{id}/export"),
        ("DELETE", "/api/v1/conversations/{id}"),
        ("DELETE", "/api/v1/session"),
    ],
)
def test_records_need_the_secret(client, method, path):
    conversation = stored(client, bearer(client))["conversation"]
    address = path.replace("{id}", conversation)
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {conversation}"},
    ):
        response = client.request(method, address, headers=headers)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"


def test_other_session_never_reads_a_conversation(client):
    mine, other = bearer(client), bearer(client)
    conversation = stored(client, mine)["conversation"]
    number = int(conversation, 16)
    guesser = random.Random(3)
    guesses = [conversation, f"{number + 1:032x}", f"{number - 1:032x}"]
    guesses += [f"{guesser.getrandbits(128):032x}" for _ in range(50)]
    for guess in guesses:
        assert client.get(f"/api/v1/conversations/{guess}", headers=other).status_code == 404
        assert client.delete(f"/api/v1/conversations/{guess}", headers=other).status_code == 404
    refused = client.post(
        "/api/v1/ask", json=QUESTION | {"conversation": conversation}, headers=other
    )
    assert refused.status_code == 404
    assert client.get(f"/api/v1/conversations/{conversation}", headers=mine).status_code == 200


def test_conversation_is_deleted_by_its_holder(client):
    mine = bearer(client)
    conversation = stored(client, mine)["conversation"]
    assert client.delete(f"/api/v1/conversations/{conversation}", headers=mine).status_code == 204
    assert client.get(f"/api/v1/conversations/{conversation}", headers=mine).status_code == 404


def test_session_is_ended_with_all_it_held(client):
    mine = bearer(client)
    stored(client, mine)
    assert client.delete("/api/v1/session", headers=mine).status_code == 204
    assert client.get("/api/v1/conversations", headers=mine).status_code == 401


def test_feedback_on_a_stored_turn_keeps_the_stored_answer(client):
    mine = bearer(client)
    turn = stored(client, mine)["turn"]
    body = {
        "rating": "down",
        "comment": "<b>wrong</b>",
        "turn": turn,
        "answer": {"answer": "forged"},
    }
    assert client.post("/api/v1/feedback", json=body, headers=mine).status_code == 201
    (kept,) = client.app.state.service.store.feedback()
    assert (kept.rating, kept.comment, kept.turn) == ("down", "<b>wrong</b>", turn)
    assert kept.answer["question"] == QUESTION["question"]
    assert kept.answer["receipt"]["build"] == "fake"


def test_feedback_on_the_turn_of_another_is_refused(client):
    turn = stored(client, bearer(client))["turn"]
    body = {"rating": "up", "turn": turn}
    assert client.post("/api/v1/feedback", json=body).status_code == 401
    assert client.post("/api/v1/feedback", json=body, headers=bearer(client)).status_code == 404
    assert list(client.app.state.service.store.feedback()) == []


def test_feedback_without_session_keeps_the_answer_sent_along(client):
    body = {"rating": "up", "answer": answer().to_dict()}
    assert client.post("/api/v1/feedback", json=body).json()["stored"] is True
    assert client.post("/api/v1/feedback", json={"rating": "up"}).status_code == 422
    assert client.post("/api/v1/feedback", json=body | {"rating": "maybe"}).status_code == 422


def test_sessions_and_feedback_are_limited_by_address(connect):
    client = connect(rate_address=3)
    statuses = [client.post("/api/v1/session").status_code for _ in range(4)]
    assert statuses == [201, 201, 201, 429]


def test_service_that_keeps_nothing_says_so(connect):
    client = connect(retention_days=0)
    mine = bearer(client)
    response = client.post("/api/v1/ask/stream", json=QUESTION, headers=mine)
    assert [kind for kind, _ in events_of(response.text)][-1] == "answer"
    body = {"rating": "up", "answer": answer().to_dict()}
    assert client.post("/api/v1/feedback", json=body).json() == {"id": None, "stored": False}


def test_answer_is_given_even_when_it_cannot_be_stored(client, core):
    mine = bearer(client)
    store = client.app.state.service.store
    conversation = stored(client, mine)["conversation"]
    for place in range(199):
        store.append(
            store.session(mine["Authorization"][7:]), conversation, f"t{place}", answer().to_dict()
        )
    response = client.post(
        "/api/v1/ask/stream", json=QUESTION | {"conversation": conversation}, headers=mine
    )
    assert [kind for kind, _ in events_of(response.text)][-1] == "answer"


@pytest.mark.parametrize(("language", "word"), [("en", "para."), ("zh", "第1段"), ("ar", "الفقرة")])
def test_export_is_a_page_with_every_quotation(client, core, language, word):
    mine = bearer(client)
    hostile = "<img src=x onerror=alert(1)>"
    core.enqueue(answer(hostile), abstention())
    first = stored(client, mine)
    stored(client, mine, conversation=first["conversation"])
    response = client.get(
        f"/api/v1/conversations/{first['conversation']}/export",
        headers=mine | {"Accept-Language": language},
    )
    assert "attachment" in response.headers["content-disposition"]
    assert f'<html lang="{language}"' in response.text
    assert word in response.text
    assert "<blockquote" in response.text
    assert hostile not in response.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in response.text


@pytest.mark.parametrize("form", ["docx", "html", "md", "json"])
def test_export_is_a_file_of_the_format_asked_for(client, core, form):
    mine = bearer(client)
    core.enqueue(answer("When | [^1]?"))
    conversation = stored(client, mine)["conversation"]
    response = client.get(
        f"/api/v1/conversations/{conversation}/export?format={form}", headers=mine
    )
    assert response.status_code == 200
    assert response.headers["content-type"] == MEDIA_TYPES[form]
    assert f'filename="coopbot.{form}"' in response.headers["content-disposition"]
    if form == "docx":
        document = docx.Document(io.BytesIO(response.content))
        assert "When | [^1]?" in [paragraph.text for paragraph in document.paragraphs]
    elif form == "json":
        (turn,) = response.json()["turns"]
        assert turn["answer"]["receipt"]["build"] == "fake"
    else:
        assert "joined the Green Customs Initiative" in response.text


def test_export_in_an_unknown_format_is_refused(client):
    mine = bearer(client)
    conversation = stored(client, mine)["conversation"]
    address = f"/api/v1/conversations/{conversation}/export?format=odt"
    assert client.get(address, headers=mine).status_code == 422
