"""The endpoints are asked over real HTTP, from a real server in a thread."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from coopbot.errors import ModelUnavailable
from evals.reply import parse_answer
from evals.systems.endpoint import HttpSystem, OpenAiSystem
from tests.evals.oracle import answer

OURS = answer("en", "It is so [1].", citations=[("5", "zh", "q")])


@pytest.fixture
def server():
    received = []
    replies = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            received.append((self.path, body, self.headers.get("Authorization")))
            status, payload = replies[self.path]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(payload.encode())

        def log_message(self, *_):
            return

    http = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    http.url, http.received, http.replies = (
        f"http://127.0.0.1:{http.server_port}",
        received,
        replies,
    )
    yield http
    http.shutdown()
    thread.join()
    http.server_close()


def chat(content):
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


def test_our_form_is_asked_with_history(server):
    server.replies["/api/v1/ask"] = 200, json.dumps(OURS)
    system = HttpSystem(server.url + "/")
    history = [{"role": "user", "text": "Before?"}]
    assert parse_answer(system.ask("When?", history)).cited_keys == (("S/1", "5"),)
    assert server.received == [("/api/v1/ask", {"question": "When?", "history": history}, None)]
    assert system.search("When?", 5) is None
    system.close()


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ((500, ""), "answered with status 500."),
        ((200, "no json"), "gave no usable answer (JSONDecodeError"),
        ((200, "[]"), "answered with list, not a JSON object."),
    ],
)
def test_an_endpoint_that_fails_is_reported(server, reply, message):
    server.replies["/api/v1/ask"] = reply
    with pytest.raises(ModelUnavailable) as raised:
        HttpSystem(server.url).ask("When?", ())
    assert message in str(raised.value)


def test_an_endpoint_that_is_not_there_is_reported():
    with pytest.raises(ModelUnavailable, match=r"gave no usable answer \(ConnectError"):
        HttpSystem("http://127.0.0.1:9").ask("When?", ())


def test_openai_protocol_carries_instruction_history_and_key(server):
    server.replies["/v1/chat/completions"] = chat("```json\n" + json.dumps(OURS) + "\n```")
    system = OpenAiSystem(server.url + "/v1", "m", "secret")
    given = parse_answer(system.ask("When?", [{"role": "assistant", "text": "Hello."}]))
    assert given.cited_keys == (("S/1", "5"),)
    path, body, key = server.received[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "m")
    assert [m["role"] for m in body["messages"]] == ["system", "assistant", "user"]
    assert "secret" not in json.dumps(system.describe())


def test_openai_text_that_is_no_json_is_an_uncited_answer(server):
    server.replies["/chat/completions"] = chat("Elle a été fondée en 2001.")
    given = parse_answer(OpenAiSystem(server.url, "m").ask("Quand ?", ()))
    assert (given.abstained, given.language, given.citations) == (False, "fr", ())


def test_openai_reply_of_another_form_is_reported(server):
    server.replies["/chat/completions"] = 200, "{}"
    with pytest.raises(ModelUnavailable, match=r"does not answer in the OpenAI form"):
        OpenAiSystem(server.url, "m").ask("When?", ())
