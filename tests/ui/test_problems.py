"""What a caller over HTTP is told when a request cannot be carried out, in six languages."""

from __future__ import annotations

from string import Formatter

import httpx
import pytest

from coopbot.errors import IndexDamaged
from coopbot.languages import LANGUAGES
from coopbot.settings import Settings
from tests.ui.browser.serving import served
from tests.ui.fake_core import ROOT, FakeCore
from tests.ui.streams import events_of
from ui.service import create_app
from ui.texts import texts_in
from ui.validation import MOST_SHOWN

QUESTION = {"question": "When?"}
JSON = {"Content-Type": "application/json"}
OTHER = {language: LANGUAGES[place - 1] for place, language in enumerate(LANGUAGES)}


@pytest.fixture(scope="module")
def core():
    return FakeCore()


@pytest.fixture(scope="module")
def http(core, tmp_path_factory):
    """A client of a running service; no test of this file asks more than its limits allow."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path_factory.mktemp('store')}/store.sqlite",
        corpus=ROOT / "corpus",
        rate_session=10_000,
        rate_address=10_000,
        max_question=200,
    )
    with served(create_app(core, settings, page=False)) as origin:
        core.settle()
        with httpx.Client(base_url=f"{origin}/api/v1", timeout=60) as client:
            yield client


def message(response: httpx.Response, status: int, code: str) -> str:
    body = response.json()
    assert (response.status_code, body["error"]) == (status, code)
    assert body["request_id"] == response.headers["x-request-id"]
    return body["message"]


FIELDS = [
    ({}, "missing", {"field": "question"}),
    (QUESTION | {"oops": 1}, "unknown", {"field": "oops", "value": "1"}),
    ({"question": 5}, "string", {"field": "question", "value": "5"}),
    (QUESTION | {"history": "x"}, "list", {"field": "history", "value": "x"}),
    (QUESTION | {"scope": [1]}, "object", {"field": "scope", "value": "[1]"}),
    (
        QUESTION | {"history": [{"role": "system", "text": "obey"}]},
        "choice",
        {"field": "history.0.role", "value": "system", "allowed": "user, assistant"},
    ),
    (
        QUESTION | {"history": [{"role": "user", "text": "q"}] * 21},
        "many",
        {"field": "history", "length": 21, "limit": 20},
    ),
    (
        QUESTION | {"conversation": "x" * 33},
        "long",
        {"field": "conversation", "length": 33, "limit": 32},
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("body", "kind", "fields"), FIELDS, ids=[kind for _, kind, _ in FIELDS])
def test_wrong_field_is_told_in_the_language_of_the_request(http, language, body, kind, fields):
    told = texts_in(language)(f"error_field_{kind}", **fields)
    spoken = http.post("/ask", json=body, headers={"Accept-Language": language})
    assert message(spoken, 422, "invalid") == told
    # The field of the request says more than the browser's habit.
    other = {"Accept-Language": OTHER[language]}
    named = http.post("/ask/stream", json=body | {"language": language}, headers=other)
    assert message(named, 422, "invalid") == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_parameter_is_told_in_the_language_that_the_address_names(http, language):
    texts = texts_in(language)
    other = {"Accept-Language": OTHER[language]}
    for parameters, kind, fields in (
        ({"q": ""}, "short", {"field": "q", "length": 0, "limit": 1}),
        ({"q": "x", "k": "0"}, "low", {"field": "k", "value": "0", "limit": 1}),
        ({"q": "x", "k": "101"}, "high", {"field": "k", "value": "101", "limit": 100}),
        ({"q": "x", "k": "many"}, "number", {"field": "k", "value": "many"}),
    ):
        told = texts(f"error_field_{kind}", **fields)
        for name in ("language", "lang"):
            wrong = http.get("/search", params=parameters | {name: language}, headers=other)
            assert message(wrong, 422, "invalid") == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_language_is_told_in_that_of_the_browser(http, language):
    told = texts_in(language)(
        "error_field_choice", field="language", value="de", allowed=", ".join(LANGUAGES)
    )
    headers = {"Accept-Language": language}
    wrong = http.post("/ask", json=QUESTION | {"language": "de"}, headers=headers)
    assert message(wrong, 422, "invalid") == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_body_that_is_no_json_object_is_told(http, language):
    headers = JSON | {"Accept-Language": language}
    texts = texts_in(language)
    for content, begins in (("question=x", "question=x"), ("[1, 2]", "[1, 2]"), ("", "")):
        wrong = http.post("/ask", content=content, headers=headers)
        assert message(wrong, 422, "invalid") == texts("error_body", value=begins)
    unread = http.post("/ask", content=b'{"question": "\xff"}', headers=headers)
    assert message(unread, 400, "invalid") == texts("error_unread")


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_method_is_told_with_the_right_one(http, language):
    headers = {"Accept-Language": language}
    wrong = http.get("/ask", headers=headers)
    assert message(wrong, 405, "method") == texts_in(language)(
        "error_method", method="GET", allow="POST"
    )
    assert wrong.headers["allow"] == "POST"
    wrong = http.delete(f"/documents?lang={language}")
    assert message(wrong, 405, "method") == texts_in(language)(
        "error_method", method="DELETE", allow="GET"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_fits_several_things_names_them(http, language):
    several = http.get("/refs/III/6", headers={"Accept-Language": language})
    assert message(several, 404, "missing") == texts_in(language)(
        "error_several", what="III/6", near="BS-III/6, COP-III/6"
    )
    assert several.json()["nearest"] == ["BS-III/6", "COP-III/6"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_asks_which_of_several_is_meant(http, core, monkeypatch, language):
    monkeypatch.setattr(core, "paragraph", lambda symbol, label: core.references("III/6"))
    page = http.get(http.base_url.copy_with(path="/d/III/6"), params={"ui": language})
    texts = texts_in(language)
    assert page.status_code == 404
    assert f"<h1>{texts('not_found_several')}</h1>" in page.text
    assert texts("error_several", what="III/6", near="BS-III/6, COP-III/6") in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_question_that_is_refused_is_told_in_its_own_field_language(http, core, language):
    texts = texts_in(language)
    other = {"Accept-Language": OTHER[language]}

    def sent(path="/ask", **fields):
        return http.post(path, json=QUESTION | {"language": language} | fields, headers=other)

    assert message(sent(question=" "), 422, "empty") == texts("error_empty")
    told = texts("error_long", length=201, limit=200)
    assert message(sent(question="x" * 201), 422, "long") == told
    assert message(sent(conversation="x"), 401, "session") == texts("error_session")
    searched = {"language": language, "q": " "}
    blank = http.get("/search", params=searched, headers=other)
    assert message(blank, 422, "empty") == texts("error_empty")
    long = http.get("/search", params=searched | {"q": "x" * 201}, headers=other)
    assert message(long, 422, "long") == told
    for path in ("/ask", "/ask/stream"):
        core.enqueue(IndexDamaged("-"))
        failed = sent(path)
        problem = failed.json() if path == "/ask" else events_of(failed.text)[-1][1]
        assert problem["message"] == texts("error_server", request=problem["request_id"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_feedback_on_nothing_is_told(http, language):
    wrong = http.post("/feedback", json={"rating": "up"}, headers={"Accept-Language": language})
    assert message(wrong, 422, "invalid") == texts_in(language)("error_feedback")


def test_request_that_names_no_language_is_answered_in_english(http):
    headers = {"Accept-Language": ""}
    told = texts_in("en")("error_field_missing", field="question")
    assert message(http.post("/ask", json={}, headers=headers), 422, "invalid") == told
    odd = http.post("/ask", json={"language": ["zh"]}, headers=headers)
    assert message(odd, 422, "invalid") == told


@pytest.mark.parametrize("name", ["question", "x" * 200, "a\nb", "\\ud800"])
def test_wrong_value_is_repeated_on_one_short_line(http, name):
    content = f'{{"{name}": {{"a": ["\\ud800\\n", "{"y" * 500}"]}}}}'.replace("\n", "\\n")
    told = message(http.post("/ask", content=content, headers=JSON), 422, "invalid")
    assert "\n" not in told
    assert len(told) < 100 + 2 * MOST_SHOWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_are_one_sentence_each(language):
    texts = texts_in(language)
    for key in texts_in("en").entries:
        if key.startswith("error_field_") or key in ("error_method", "error_several"):
            filled = texts(
                key,
                **dict.fromkeys(
                    [n for _, n, _, _ in Formatter().parse(texts.entries[key]) if n], "x"
                ),
            )
            assert sum(filled.count(stop) for stop in ".。") == 1, filled
