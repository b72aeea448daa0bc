"""The staff's page over HTTP: who gets in, what runs, what is shown, what is written."""

from __future__ import annotations

import json
import re
import shutil
import time

import pytest

from coopbot.errors import SettingsError
from evals.suite import CLASSES, EXPECTATIONS, load_suite
from tests.ui.fake_core import ROOT, answer
from tests.ui.streams import events_of
from ui import evaluate_drafts
from ui.evaluate_overview import overview_page
from ui.evaluate_pages import comparison_page, refused_page
from ui.evaluate_results import Result
from ui.evaluate_run import Progress
from ui.evaluate_session import ATTEMPTS, COOKIE, HOURS, Operators
from ui.service import create_app
from ui.texts import evaluate_texts

TOKEN = "a-token-of-the-staff-0123456789"
SUITE = ROOT / "evals" / "suites" / "seed_check.jsonl"
PATIENCE_SECONDS = 300
"""A limit against hanging, not a measurement."""


@pytest.fixture
def folder(tmp_path):
    """A folder of the evals with one small suite."""
    place = tmp_path / "evals"
    (place / "suites").mkdir(parents=True)
    lines = SUITE.read_text("utf-8").splitlines(keepends=True)
    (place / "suites" / "small.jsonl").write_text("".join(lines[:4]), "utf-8")
    return place


@pytest.fixture
def client(connect, folder):
    return connect(operator_token=TOKEN, evals=folder)


def sign_in(client, token=TOKEN):
    return client.post("/evaluate/session", data={"token": token}, follow_redirects=False)


def form_of(client) -> str:
    return re.search(r'name="form" value="(\w+)"', client.get("/evaluate").text)[1]


def post(client, place, **fields):
    return client.post(f"/evaluate/{place}", data={"form": form_of(client), **fields})


def finished(client):
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        events = events_of(client.get("/evaluate/progress").text)
        if events[-1][1]["status"] != "running":
            return events
    raise AssertionError("the run did not end")


# -- getting in -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("place", ["", "/session", "/run", "/progress", "/report/x", "/compare"])
def test_without_the_setting_there_is_nothing(connect, method, place):
    response = connect().request(method, f"/evaluate{place}")
    assert response.status_code in (404, 405)
    assert "token" not in response.text.lower()


def test_get_without_the_setting_is_not_found(connect):
    assert connect().get("/evaluate").status_code == 404


def test_short_token_stops_the_start(core, settings):
    with pytest.raises(
        SettingsError, match=r"operator_token .* has 5 characters; give at least 16"
    ):
        create_app(core, settings(operator_token="short"), page=False)


def test_stranger_sees_the_form_alone(client, folder):
    page = client.get("/evaluate")
    assert page.status_code == 200
    assert 'type="password"' in page.text
    assert "small" not in page.text
    assert client.get("/evaluate/progress").status_code == 401
    assert client.get("/evaluate/report/x").status_code == 401
    assert client.get("/evaluate/compare?a=x&b=y").status_code == 401
    for place in ("run", "stop", "drafts", "leave"):
        assert client.post(f"/evaluate/{place}", data={}).status_code == 403
    assert client.cookies.get(COOKIE) is None


def test_token_opens_a_session_whose_cookie_no_script_or_other_site_gets(client):
    response = sign_in(client)
    assert response.status_code == 303
    cookie = response.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Path=/evaluate", f"Max-Age={HOURS * 3600}"):
        assert part in cookie
    assert TOKEN not in cookie
    assert "small" in client.get("/evaluate").text


def test_cookie_is_for_encrypted_connections_where_there_is_one(client):
    client.base_url = "https://testserver"
    assert "Secure" in sign_in(client).headers["set-cookie"]


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + " ", TOKEN[:-1], "\x00", "令牌"])
def test_wrong_token_is_refused(client, token):
    response = sign_in(client, token)
    assert response.status_code == 401
    assert "This is not the token." in response.text
    assert "set-cookie" not in response.headers


def test_guessing_is_slowed_down_even_for_the_right_token(client):
    for _ in range(ATTEMPTS):
        sign_in(client, "guess")
    response = sign_in(client)
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0
    assert "Too many attempts" in response.text


def test_session_ends_after_its_hours_and_on_signing_out(client):
    now = [0.0]
    operators = Operators(TOKEN, clock=lambda: now[0])
    secret = operators.sign_in(TOKEN, "192.0.2.1")
    assert operators.holds(secret)
    assert not operators.holds(secret + "x")
    now[0] = HOURS * 3600 + 1
    assert not operators.holds(secret)

    sign_in(client)
    assert post(client, "leave").status_code == 200
    assert 'type="password"' in client.get("/evaluate").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_form_of_another_site_is_refused(client, headers):
    signed_in = sign_in(client)
    assert signed_in.status_code == 303
    fields = {"form": form_of(client), "suite": "small", "system": "bm25"}
    assert client.post("/evaluate/run", data=fields, headers=headers).status_code == 403
    assert (
        client.post("/evaluate/session", data={"token": TOKEN}, headers=headers).status_code == 403
    )


def test_form_without_the_sessions_own_mark_is_refused(client):
    sign_in(client)
    for form in ("", "0" * 64):
        fields = {"form": form, "suite": "small", "system": "bm25"}
        refused = client.post("/evaluate/run", data=fields)
        assert refused.status_code == 403
        assert "Open the page again." in refused.text
        assert "Back to the overview" in refused.text


def test_pages_are_not_stored_and_forms_go_nowhere_else(client):
    headers = client.get("/evaluate").headers
    assert headers["cache-control"] == "no-store"
    assert "form-action 'self'" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "form-action 'none'" in client.get("/embed").headers["content-security-policy"]


def test_page_speaks_six_languages(client):
    seen = set()
    for language in ("zh", "en", "fr", "es", "ru", "ar"):
        page = client.get(f"/evaluate?ui={language}").text
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
        seen.add(re.search(r"<h1>(.*?)</h1>", page)[1])
    assert len(seen) == 6


# -- running --------------------------------------------------------------------------------


def test_suite_is_run_and_its_report_opened_and_compared(client, folder):
    sign_in(client)
    assert post(client, "run", suite="small", system="bm25").status_code == 200
    assert post(client, "run", suite="small", system="bm25").status_code == 409
    last = finished(client)[-1][1]
    assert last["status"] == "done", last
    assert (last["done"], last["total"]) == (4, 4)
    (results,) = (folder / "results").glob("small-bm25-*.json")
    assert last["results"] == results.stem

    assert results.stem in client.get("/evaluate").text
    report = client.get(f"/evaluate/report/{results.stem}")
    assert "small – bm25" in report.text
    policy = report.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy

    compared = client.get(f"/evaluate/compare?a={results.stem}&b={results.stem}")
    assert compared.status_code == 200
    assert "+0.000" in compared.text
    assert "may be chance" in compared.text

    shutil.rmtree(folder / "reports")
    assert "small – bm25" in client.get(f"/evaluate/report/{results.stem}").text


def test_run_is_stopped_with_its_processes(client, folder):
    lines = (ROOT / "evals" / "suites" / "seed_dev.jsonl").read_text("utf-8")
    (folder / "suites" / "long.jsonl").write_text(lines, "utf-8")
    sign_in(client)
    post(client, "run", suite="long", system="bm25")
    assert post(client, "stop").status_code == 200
    assert finished(client)[-1][1]["status"] == "stopped"
    assert not list((folder / "results").glob("*.json"))
    runs = client.app.inner.state.evaluation.runs
    assert runs._process.wait(PATIENCE_SECONDS) != 0


def test_failed_run_says_why_in_one_sentence(client, folder):
    (folder / "suites" / "bad.jsonl").write_text('{"id": 1}\n', "utf-8")
    sign_in(client)
    post(client, "run", suite="bad", system="bm25")
    last = finished(client)[-1][1]
    assert last["status"] == "failed"
    assert "bad.jsonl line 1" in last["message"]
    assert "bad.jsonl line 1" in client.get("/evaluate").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"suite": "../secret", "system": "bm25"}, 400),
        ({"suite": "small", "system": "http:http://169.254.169.254/"}, 400),
        ({"suite": "small", "system": "--help"}, 400),
    ],
)
def test_run_takes_only_what_is_listed(client, fields, status):
    sign_in(client)
    assert post(client, "run", **fields).status_code == status
    assert client.app.inner.state.evaluation.runs.progress().status == "none"


@pytest.mark.parametrize("name", ["..%2F..%2Fpyproject", "none", "%2Fetc%2Fpasswd"])
def test_report_of_unknown_results_is_not_found(client, name):
    sign_in(client)
    response = client.get(f"/evaluate/report/{name}")
    assert response.status_code == 404
    assert "coopbot.cli" not in response.text


def test_results_of_another_making_do_not_hide_the_others(client, folder):
    (folder / "results").mkdir()
    for name, text in (("a", "["), ("b", "[1]"), ("c", "{}"), ("d", '{"kind": "load"}')):
        (folder / "results" / f"{name}.json").write_text(text, "utf-8")
    sign_in(client)
    page = client.get("/evaluate")
    assert page.status_code == 200
    assert "Other measurements" in page.text
    assert client.get("/evaluate/report/d").status_code == 404


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_hostile_names_in_results_and_suites_are_text(client, folder):
    (folder / "results").mkdir()
    answers = {
        "kind": "answers", "date": HOSTILE, "commit": HOSTILE, "errors": 0, "metrics": {},
        "suite": {"name": HOSTILE, "cases": 1}, "system": {"name": HOSTILE, "build": HOSTILE},
    }  # fmt: skip
    for name, held in (("a", answers), ("b", {"kind": HOSTILE, "date": HOSTILE})):
        (folder / "results" / f"{name}.json").write_text(json.dumps(held), "utf-8")
    (folder / "results" / "<img src=x>.json").write_text(json.dumps(answers), "utf-8")
    (folder / "suites" / "<img src=x>.jsonl").write_text("", "utf-8")
    sign_in(client)
    page = client.get("/evaluate").text
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "<img" not in page
    assert "<script>alert" not in page


def test_hostile_words_of_runs_and_comparisons_are_text():
    texts = evaluate_texts("en")
    comparison = {
        "a": HOSTILE,
        "b": HOSTILE,
        "better": [],
        "worse": [],
        "differences": {
            "facts": {"title": HOSTILE, "a": 0, "b": 1, "difference": 1, "low": 0, "high": 1}
        },
        "flips": [{"id": HOSTILE, "title": HOSTILE, "before": 0, "after": 1, "question": HOSTILE}],
    }
    failed = Progress("failed", message=HOSTILE)
    for page in (
        comparison_page(texts, "form", comparison),
        overview_page(texts, "form", [HOSTILE], [], [], failed, HOSTILE, HOSTILE),
        overview_page(texts, "form", [], [], [], failed, HOSTILE),
        refused_page(texts, HOSTILE, None),
    ):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page
        assert "<img" not in page


def test_comparison_offered_first_is_of_one_suite():
    def chosen(*suites):
        results = [
            Result(f"r{n}", "answers", f"2026-01-0{9 - n}", "c", suite=suite)
            for n, suite in enumerate(suites)
        ]
        page = overview_page(evaluate_texts("en"), "form", [], results, [], Progress("none"), "f")
        radios = re.findall(r'<input type="radio"[^>]*>', page)
        values = (re.search(r'name="(.)" value="(r\d)" checked', radio) for radio in radios)
        return dict(found.groups() for found in values if found)

    assert chosen("x", "y", "x", "x") == {"a": "r2", "b": "r0"}
    assert chosen("x", "y") == {"a": "r1", "b": "r0"}
    assert chosen("x") == {"a": "r0", "b": "r0"}


# -- drafts ---------------------------------------------------------------------------------


@pytest.fixture
def complaint(client):
    """The id of a thumbs-down with a hostile comment, given over HTTP."""
    given = answer("When did the Secretariat join?").to_dict()
    body = {"rating": "down", "comment": "<script>x</script> wrong year", "answer": given}
    identity = client.post("/api/v1/feedback", json=body).json()["id"]
    client.post("/api/v1/feedback", json={**body, "rating": "up", "comment": "fine"})
    client.post("/api/v1/feedback", json={**body, "comment": " "})
    sign_in(client)
    return identity


def test_complaint_is_shown_as_text_and_praise_is_not(client, complaint):
    page = client.get("/evaluate").text
    assert page.count("/evaluate/feedback/") == 1
    assert "&lt;script&gt;x&lt;/script&gt; wrong year" in page
    assert "<script>x" not in client.get(f"/evaluate/feedback/{complaint}").text


def test_complaint_becomes_a_draft_that_loads_as_a_suite_and_is_never_overwritten(
    client, complaint, folder
):
    page = client.get(f"/evaluate/feedback/{complaint}").text
    assert "UNEP/CBD/BS/COP-MOP/4/6 1" in page
    fields = {
        "feedback": complaint,
        "class": "temporal",
        "expect": "answer",
        "expected": "UNEP/CBD/BS/COP-MOP/4/6 21(c)\n",
        "facts": "2006 | 二〇〇六年\n",
        "note": "a note\nof two lines",
    }
    assert "Added to" in post(client, "drafts", **fields, do="add").text
    path = folder / "drafts" / evaluate_drafts.FILE
    (case,) = load_suite(path).cases
    assert case.question == "When did the Secretariat join?"
    assert [target.label for target in case.expected] == ["21(c)"]
    assert case.facts == (("2006", "二〇〇六年"),)
    assert case.note == "a note of two lines"

    before = path.read_bytes()
    again = post(client, "drafts", **{**fields, "class": "list"}, do="add")
    assert "already; nothing was changed" in again.text
    assert path.read_bytes() == before
    assert "drafts/feedback" in client.get("/evaluate").text


def test_draft_joins_a_file_that_somebody_edited(client, complaint, folder):
    path = folder / "drafts" / evaluate_drafts.FILE
    path.parent.mkdir()
    first = SUITE.read_text("utf-8").splitlines()[0]
    path.write_text(first, "utf-8")  # without an end of line
    fields = {"feedback": complaint, "class": "factual", "expect": "abstain", "expected": ""}
    assert "Added to" in post(client, "drafts", **fields, do="add").text
    assert path.read_text("utf-8").startswith(first + "\n")
    assert len(load_suite(path).cases) == 2


def test_draft_is_downloaded_as_a_line(client, complaint, folder):
    fields = {"feedback": complaint, "class": "factual", "expect": "abstain", "expected": ""}
    response = post(client, "drafts", **fields, do="download")
    assert response.headers["content-disposition"].startswith('attachment; filename="feedback-')
    assert json.loads(response.text)["expect"] == "abstain"
    assert not (folder / "drafts").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"class": "beauty"}, "The class cannot be"),
        ({"expect": "maybe"}, "The expectation cannot be"),
        ({"expected": ""}, "needs a paragraph"),
        ({"expected": "4/6"}, "write symbol, space, label"),
    ],
)
def test_draft_that_cannot_be_read_is_refused_with_its_reason(client, complaint, change, sentence):
    fields = {"feedback": complaint, "class": "list", "expect": "answer", "expected": "4/6 1"}
    response = post(client, "drafts", **{**fields, **change}, do="add")
    assert response.status_code == 400
    assert sentence in response.text


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"question": ["x"], "citations": [1, {"symbol": None}], "language": {}},
        {"citations": "x"},
    ],
)
def test_answer_of_any_form_sent_with_feedback_does_no_harm(client, given):
    body = {"rating": "down", "comment": "odd", "answer": {**given, "x": 1}}
    identity = client.post("/api/v1/feedback", json=body).json()["id"]
    sign_in(client)
    assert client.get("/evaluate").status_code == 200
    assert client.get(f"/evaluate/feedback/{identity}").status_code == 200
    fields = {"feedback": identity, "class": "list", "expect": "abstain", "expected": ""}
    assert post(client, "drafts", **fields, do="download").status_code in (200, 400)


def test_classes_and_expectations_are_those_of_the_evals():
    assert evaluate_drafts.CLASSES == CLASSES
    assert evaluate_drafts.EXPECTATIONS == EXPECTATIONS
