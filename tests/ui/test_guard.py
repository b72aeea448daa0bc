from __future__ import annotations

import pytest

from coopbot.languages import LANGUAGES
from ui.guard import route_of
from ui.problems import MAX_BODY, MAX_TARGET
from ui.texts import texts_in

DENIED = [
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/file=/etc/passwd"),
    ("GET", "/gradio_api/file/etc/passwd"),
    ("GET", "/gradio_api/proxy=http://169.254.169.254/"),
    ("POST", "/gradio_api/component_server"),
    ("POST", "/gradio_api/process_recording"),
    ("POST", "/gradio_api/vibe-edit"),
    ("GET", "/gradio_api/vibe-code"),
    ("GET", "/gradio_api/dev/reload"),
    ("GET", "/gradio_api/profiling/traces"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/openapi.json"),
    ("GET", "/gradio_api/runs"),
    ("POST", "/gradio_api/run/predict"),
    ("POST", "/gradio_api/call/show"),
    ("GET", "/gradio_api/deep_link"),
    ("GET", "/monitoring"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("POST", "/login"),
    ("GET", "/de"),
    ("GET", "/zh/"),
    ("PUT", "/api/v1/ask"),
    ("TRACE", "/"),
    ("GET", "/assets/../secret%00"),
    ("GET", "//evil.example/"),
]


@pytest.mark.parametrize(("method", "path"), DENIED)
def test_guard_denies_every_route_that_is_not_listed(method, path):
    assert route_of(method, path) is None


def test_guard_answers_a_denied_route_in_words(client):
    response = client.get("/gradio_api/info")
    assert response.status_code == 404
    assert response.json()["message"] == "There is nothing at this address."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "key", "limit"),
    [
        ("/gradio_api/info", "address", 0),
        ("/coopbot/none.js", "address", 0),
        ("/api/v1/none", "address", 0),
        ("/api/v1/search?q=" + "x" * MAX_TARGET, "too_long", MAX_TARGET),
    ],
)
def test_refusal_is_told_in_the_language_of_the_request(client, language, path, key, limit):
    told = texts_in(language)(f"error_{key}", limit=limit)
    response = client.get(path, headers={"Accept-Language": language})
    assert response.json()["message"] == told
    asked = f"{path}{'&' if '?' in path else '?'}lang={language}"
    assert client.get(asked, headers={"Accept-Language": "de"}).json()["message"] == told


def test_guard_refuses_a_large_body_by_its_announced_and_its_real_length(client, core):
    large = b'{"question": "' + b"x" * MAX_BODY + b'"}'
    announced = client.post("/api/v1/ask", content=large)
    assert announced.status_code == 413

    def chunks():
        for start in range(0, len(large), 65_536):
            yield large[start : start + 65_536]

    streamed = client.post(
        "/api/v1/ask", content=chunks(), headers={"Content-Type": "application/json"}
    )
    assert streamed.status_code == 413
    told = texts_in("en")("error_too_large", limit=MAX_BODY)
    assert announced.json()["message"] == streamed.json()["message"] == told
    assert core.asked == []


def test_guard_refuses_a_long_address(client):
    assert client.get("/api/v1/search?q=" + "x" * 5000).status_code == 414


@pytest.mark.parametrize(
    "given", ["short", "has space in it", "x" * 65, "a\u00e9b\u00e7d\u00e8f\u00f9"]
)
def test_guard_replaces_a_request_id_that_could_harm_a_log(client, given):
    response = client.get("/healthz", headers={"X-Request-Id": given.encode("latin-1")})
    assert response.headers["x-request-id"] != given
    assert len(response.headers["x-request-id"]) == 16


def test_guard_keeps_a_harmless_request_id(client):
    response = client.get("/healthz", headers={"X-Request-Id": "portal-2026-0001"})
    assert response.headers["x-request-id"] == "portal-2026-0001"


def test_guard_writes_security_headers_on_every_kind_of_response(client):
    for path in ("/healthz", "/nothing", "/api/v1/documents", "/embed", "/widget.js", "/d/x"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "frame-ancestors" in headers["content-security-policy"], path
        assert "x-frame-options" not in headers, path
        assert "unsafe" not in headers["content-security-policy"], path


def test_embed_may_be_framed_by_listed_portals_alone(connect):
    nobody = connect().get("/embed").headers
    assert nobody["content-security-policy"].endswith("frame-ancestors 'none'")
    listed = connect(portal_origins=("https://portal.example", "https://b.example"))
    policy = listed.get("/embed").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors https://portal.example https://b.example")
    for path in ("/healthz", "/d/x", "/widget.js", "/embed/x"):
        policy = listed.get(path).headers["content-security-policy"]
        assert policy.endswith("frame-ancestors 'none'"), path


def test_cors_is_given_to_listed_portals_alone_and_without_credentials(connect):
    client = connect(portal_origins=("https://portal.example",))
    listed = client.get("/api/v1/documents", headers={"Origin": "https://portal.example"})
    assert listed.headers["access-control-allow-origin"] == "https://portal.example"
    assert "access-control-allow-credentials" not in listed.headers
    for origin in ("https://evil.example", "null", "https://portal.example.evil.example"):
        foreign = client.get("/api/v1/documents", headers={"Origin": origin})
        assert "access-control-allow-origin" not in foreign.headers
