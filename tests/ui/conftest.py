from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from coopbot.settings import Settings
from tests.ui.fake_core import ROOT, FakeCore
from ui.service import create_app


@pytest.fixture
def core() -> FakeCore:
    return FakeCore()


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Make settings with a store of the test's own."""

    def make(**changes: Any) -> Settings:
        values = {
            "database_url": f"sqlite:///{tmp_path}/store.sqlite",
            "corpus": ROOT / "corpus",
            "rate_session": 1000,
            "rate_address": 1000,
        }
        return Settings(**(values | changes))

    return make


@pytest.fixture
def connect(
    core: FakeCore, settings: Callable[..., Settings]
) -> Iterator[Callable[..., TestClient]]:
    """Start the service without Gradio's page, with the settings that a test needs."""
    clients: list[TestClient] = []

    def start(**changes: Any) -> TestClient:
        client = TestClient(
            create_app(core, settings(**changes), page=False), raise_server_exceptions=False
        )
        client.__enter__()
        clients.append(client)
        core.settle()
        return client

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(connect: Callable[..., TestClient]) -> TestClient:
    return connect()
