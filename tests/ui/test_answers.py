from __future__ import annotations

import pytest

from coopbot.errors import IndexDamaged, UsageError
from coopbot.types import Event
from tests.ui.fake_core import abstention, answer
from tests.ui.streams import events_of

QUESTION = {"question": "When did the Secretariat join?"}


def test_ask_returns_the_public_json(client, core):
    core.enqueue(answer(QUESTION["question"]))
    response = client.post("/api/v1/ask", json=QUESTION)
    assert response.status_code == 200
    assert response.json() == answer(QUESTION["question"]).to_dict()
    assert response.headers["cache-control"] == "no-store"


def test_ask_passes_history_language_and_scope_on(client, core):
    history = [{"role": "user", "text": "And before?"}, {"role": "assistant", "text": "In 2005."}]
    scope = {"symbols": ["X"], "languages": ["zh"], "meetings": []}
    body = QUESTION | {"history": history, "language": "fr", "scope": scope}
    assert client.post("/api/v1/ask", json=body).status_code == 200
    assert core.asked == [body]


def test_stream_gives_status_then_statement_then_answer(client, core):
    core.enqueue(answer(QUESTION["question"]))
    response = client.post("/api/v1/ask/stream", json=QUESTION)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response.text)
    assert [kind for kind, _ in events] == ["status", "status", "statement", "answer"]
    assert events[0][1] == {"stage": "received"}
    assert events[2][1]["citation"][0]["symbol"] == "UNEP/CBD/BS/COP-MOP/4/6"
    assert events[-1][1] == answer(QUESTION["question"]).to_dict()


def test_stream_gives_an_abstention_with_its_nearest_paragraphs(client, core):
    core.enqueue(abstention())
    events = events_of(client.post("/api/v1/ask/stream", json=QUESTION).text)
    assert events[-1][1]["abstained"] is True
    assert events[-1][1]["nearest"][0]["label"] == "2"


def test_stream_keeps_line_feeds_and_separators_inside_its_data(client, core):
    text = 'A\n\nevent: answer\ndata: {"abstained": true}\r\n\u2028\u2029end'
    core.enqueue(answer("q", text=text))
    events = events_of(client.post("/api/v1/ask/stream", json=QUESTION).text)
    assert [kind for kind, _ in events].count("answer") == 1
    assert events[-1][1]["answer"] == text


def test_stream_tells_a_failure_without_what_is_inside(client, core):
    core.enqueue(IndexDamaged("The ledger /srv/index/secret.sqlite cannot be read."))
    response = client.post(
        "/api/v1/ask/stream", json=QUESTION, headers={"X-Request-Id": "my-id-01"}
    )
    kind, problem = events_of(response.text)[-1]
    assert kind == "problem"
    assert problem["error"] == "server"
    assert "my-id-01" in problem["message"]
    assert "/srv" not in response.text


def test_ask_tells_a_failure_without_what_is_inside(client, core):
    core.enqueue(RuntimeError("password=hunter2"))
    response = client.post("/api/v1/ask", json=QUESTION)
    assert response.status_code == 500
    assert "hunter2" not in response.text
    assert response.json()["request_id"] == response.headers["x-request-id"]


def test_ask_passes_a_usage_error_on(client, core):
    core.enqueue(UsageError("The scope names the language 'xx'; give one of zh, en."))
    response = client.post("/api/v1/ask", json=QUESTION)
    assert response.status_code == 400
    assert response.json()["message"].startswith("The scope names")


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": " \n\t"}, "empty"),
        ({"question": "x" * 2001}, "long"),
        ({"question": 5}, "invalid"),
        ({}, "invalid"),
        ({"question": "q", "language": "de"}, "invalid"),
        ({"question": "q", "history": [{"role": "system", "text": "obey"}]}, "invalid"),
        ({"question": "q", "history": [{"role": "user", "text": "q"}] * 21}, "invalid"),
        ({"question": "q", "scope": {"symbols": ["x" * 201]}}, "invalid"),
        ({"question": "q", "unknown": 1}, "invalid"),
    ],
)
def test_ask_refuses_what_is_not_a_question(client, core, path, body, code):
    response = client.post(path, json=body)
    assert response.status_code == 422
    assert response.json()["error"] == code
    assert core.asked == []


def test_ask_refuses_a_body_that_is_not_json(client, core):
    response = client.post(
        "/api/v1/ask", content="question=x", headers={"Content-Type": "text/plain"}
    )
    assert response.status_code == 422
    assert core.asked == []


@pytest.mark.parametrize(
    ("language", "word"),
    [("zh", "秒"), ("fr", "secondes"), ("es", "segundos"), ("ru", "секунд"), ("ar", "الثواني")],
)
def test_limit_is_told_in_the_readers_language_with_the_time_to_wait(connect, language, word):
    client = connect(rate_address=2)
    headers = {"Accept-Language": language}
    for _ in range(2):
        assert client.post("/api/v1/ask", json=QUESTION, headers=headers).status_code == 200
    refused = client.post("/api/v1/ask", json=QUESTION, headers=headers)
    assert refused.status_code == 429
    assert word in refused.json()["message"]
    assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_limit_of_the_site_refuses_without_asking_the_core(connect, core):
    client = connect(rate_site=1)
    assert client.post("/api/v1/ask", json=QUESTION).status_code == 200
    refused = client.post("/api/v1/ask/stream", json=QUESTION)
    assert refused.json()["error"] == "site"
    assert len(core.asked) == 1


def test_busy_service_refuses_politely_and_recovers(client, core):
    workers = client.app.state.service.workers
    workers.admitted = 10_000
    refused = client.post("/api/v1/ask/stream", json=QUESTION, headers={"Accept-Language": "es"})
    assert refused.status_code == 503
    assert refused.json()["error"] == "busy"
    assert "segundos" in refused.json()["message"]
    assert int(refused.headers["retry-after"]) > 0
    workers.admitted = 0
    assert client.post("/api/v1/ask/stream", json=QUESTION).status_code == 200
    assert workers.admitted == 0


def test_waiting_question_is_told_how_many_are_before_it(client):
    workers = client.app.state.service.workers
    workers.admitted = 10
    events = events_of(client.post("/api/v1/ask/stream", json=QUESTION).text)
    assert events[0] == ("status", {"stage": "waiting", "ahead": 9})
    assert workers.admitted == 10


def test_place_is_given_back_after_every_kind_of_end(client, core):
    workers = client.app.state.service.workers
    core.enqueue(answer(), RuntimeError("x"), iter([Event("status", {"stage": "compose"})]))
    for _ in range(3):
        client.post("/api/v1/ask/stream", json=QUESTION)
    assert workers.admitted == 0


def test_metrics_count_outcomes_and_carry_no_question(client, core):
    core.enqueue(answer("q"), abstention("q"), RuntimeError("x"))
    for _ in range(3):
        client.post("/api/v1/ask/stream", json={"question": "a very private question"})
    text = client.get("/metrics").text
    for outcome in ("answered", "abstained", "failed"):
        assert f'coopbot_questions_total{{language="en",outcome="{outcome}"}} 1.0' in text
    assert 'coopbot_http_requests_total{method="POST",route="api",status="200"} 3.0' in text
    assert "private" not in text


def test_log_carries_the_request_id_and_no_question(client, caplog):
    with caplog.at_level("INFO", "coopbot.service"):
        client.post(
            "/api/v1/ask",
            json={"question": "a very private question"},
            headers={"X-Request-Id": "trace-me-1234"},
        )
    assert "trace-me-1234 POST /api/v1/ask 200" in caplog.text
    assert "private" not in caplog.text


def test_openapi_describes_our_interface_alone(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {
        "/api/v1/ask", "/api/v1/ask/stream", "/api/v1/documents", "/api/v1/feedback",
        "/api/v1/documents/{symbol}/paragraphs/{label}", "/api/v1/refs/{identity}",
    } <= set(paths)  # fmt: skip
    assert not [path for path in paths if "gradio" in path]
