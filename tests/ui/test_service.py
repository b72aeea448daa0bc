from __future__ import annotations

import socket
import time

import pytest
from fastapi.testclient import TestClient

from coopbot.errors import CoopbotError, SettingsError
from ui.service import create_app, serve
from ui.texts import texts_in


@pytest.mark.parametrize("name", ["LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"])
def test_service_does_not_start_where_questions_would_be_traced(core, settings, monkeypatch, name):
    monkeypatch.setenv(name, "secret")
    with pytest.raises(SettingsError, match=f"{name} is set") as raised:
        create_app(core, settings(), page=False)
    assert "secret" not in str(raised.value).replace("to a", "")


def test_service_with_a_store_that_is_gone_is_not_ready(client):
    store = client.app.state.service.store

    def fail():
        raise CoopbotError("The store of conversations sqlite:///x does not answer.")

    store.check = fail
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "store unavailable"
    assert client.get("/healthz").status_code == 200


def test_service_warms_the_core_up_and_follows_new_builds(core, settings):
    with TestClient(create_app(core, settings(), page=False)):
        assert core.settle() == texts_in("zh").examples[0].question
        limit = time.monotonic() + 30
        while not core.reopened and time.monotonic() < limit:
            time.sleep(0.005)
    assert core.reopened >= 1


def test_serve_on_a_port_in_use_says_so_before_anything_is_opened(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"cannot listen on 127.0.0.1:{port} .*--port"):
            serve(settings(port=port, index="does-not-exist"))


def test_serve_without_an_index_says_what_to_do(settings, tmp_path):
    with pytest.raises(CoopbotError, match="coopbot ingest"):
        serve(settings(port=0, index=tmp_path / "none"))


def test_unknown_address_is_answered_in_json(client):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.json()["error"] == "missing"
