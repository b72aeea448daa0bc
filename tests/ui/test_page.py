from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from fastapi.testclient import TestClient

from coopbot.languages import LANGUAGES, direction
from tests.ui.fake_core import FakeCore
from ui.guard import route_of
from ui.service import create_app
from ui.texts import texts_in

# What Gradio's page needs; every other route of Gradio must be denied by the guard. A route that a
# new Gradio brings is in neither list and fails the test below.
NEEDED = {
    "/config", "/config/", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt",
    "/static/x", "/assets/x", "/gradio_api/queue/join", "/gradio_api/queue/data",
    "/gradio_api/heartbeat/x", "/gradio_api/startup-events", "/gradio_api/cancel",
    "/gradio_api/reset", "/gradio_api/reset/",
    *(f"/{language}" for language in LANGUAGES),
}  # fmt: skip
DENIED_GROUPS = re.compile(
    r"/(?:gradio_api/(?:user|login_check|token|app_id|dev/|runs|run/|run-history|deep_link|info|"
    r"openapi\.json|custom_component|proxy=|file=|file/|stream/|api/|call/|component_server|"
    r"queue/status|upload|theme\.css|process_recording|vibe|undo-vibe|profiling)|login|logout|"
    r"svelte/|monitoring|pwa_icon|openapi\.json|docs|redoc|gradio_api/deep_link|(?:"
    + "|".join(LANGUAGES)
    + r")/)"
)


@pytest.fixture(scope="module")
def core():
    return FakeCore()


@pytest.fixture(scope="module")
def application(core, tmp_path_factory):
    from coopbot.settings import Settings

    folder = tmp_path_factory.mktemp("store")
    settings = Settings(database_url=f"sqlite:///{folder}/store.sqlite", retention_days=30)
    return create_app(core, settings)


@pytest.fixture(scope="module")
def client(application):
    with TestClient(application) as client:
        yield client


def gradio_routes(application) -> list[tuple[str, str]]:
    """List method and path of every route of the mounted Gradio application."""
    (mounted,) = [
        route.app for route in application.inner.routes if type(route).__name__ == "Mount"
    ]
    found: list[tuple[str, str]] = []

    def walk(routes, prefix: str) -> None:
        for route in routes:
            path = prefix + getattr(route, "path", "")
            inner = getattr(route, "routes", None) or getattr(
                getattr(route, "original_router", None), "routes", None
            )
            if inner:
                own = getattr(getattr(route, "include_context", None), "prefix", "") or ""
                walk(inner, path + own)
            else:
                filled = re.sub(r"\{[^}]*\}", "x", path)
                found.extend((method, filled) for method in getattr(route, "methods", None) or ())

    walk(mounted.routes, "")
    return found


def test_guard_knows_every_route_of_gradio_as_needed_or_denied(application):
    routes = gradio_routes(application)
    assert len(routes) > 40
    for method, path in routes:
        allowed = route_of(method, path) is not None
        if path in NEEDED or path == "/":
            continue
        assert DENIED_GROUPS.match(path), f"unknown route of Gradio: {method} {path}"
        assert not allowed, f"{method} {path}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_has_its_language_and_direction(client, language):
    response = client.get(f"/{language}")
    assert response.status_code == 200
    assert f'lang="{language}" dir="{direction(language)}"' in response.text
    assert f"<title>{texts_in(language)('page_title')}</title>" in response.text
    assert response.headers["content-language"] == language


def test_root_sends_to_the_browsers_language_and_keeps_the_query(client):
    response = client.get("/?q=Dakar", headers={"Accept-Language": "ru"}, follow_redirects=False)
    assert response.status_code == 307
    assert response.headers["location"] == "/ru?q=Dakar"


def test_page_names_no_other_origin(client):
    page = client.get("/zh").text
    page = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    config = json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.S)[1])
    for key in ("components", "layout", "dependencies"):
        config.pop(key, None)
    outside = re.findall(r'(?:src|href|content)="(https?:[^"]*)"', page)
    assert outside == []


def test_page_policy_lists_every_inline_script_by_its_hash(client):
    response = client.get("/en")
    policy = response.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", response.text, re.S)
    run = [code for attributes, code in scripts if "application/json" not in attributes]
    assert len(run) >= 3
    for code in run:
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_page_carries_the_limits_of_what_it_answers_from(client):
    page = client.get("/en").text
    block = re.search(r'id="coopbot-interface">(.*?)</script>', page, re.S)[1]
    data = json.loads(block)
    assert data["limits"].startswith("Answers only from the documents held here (documents: 1;")
    assert "searchable paragraphs, items and footnotes: 6;" in data["limits"]
    assert data["scope"]["meetings"] == ["COP-MOP-4"]
    assert "30 days" in data["privacy"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/file=pyproject.toml"),
        ("GET", "/monitoring/summary"),
    ],
)
def test_gradio_routes_beyond_the_page_are_denied_in_the_running_service(client, method, path):
    assert client.request(method, path).status_code == 404


def test_service_is_ready_with_the_build_it_serves(client):
    assert client.get("/readyz").json() == {"status": "ready", "build": "fake-1"}
    assert client.get("/healthz").json() == {"status": "ok"}
