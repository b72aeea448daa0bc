from __future__ import annotations

import pytest

from coopbot.errors import CoopbotError, SettingsError
from ui.service import create_app


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


def test_service_warms_the_core_up_and_follows_new_builds(connect, core):
    connect()
    for _ in range(200):
        if core.reopened:
            break
        connect_wait()
    assert core.reopened >= 1


def connect_wait() -> None:
    import time

    time.sleep(0.02)


def test_unknown_address_is_answered_in_json(client):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.json()["error"] == "missing"
