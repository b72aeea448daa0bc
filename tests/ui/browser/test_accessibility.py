"""Every state of the chat and the widget in six languages: axe finds nothing serious in it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from coopbot.languages import LANGUAGES
from tests.ui.browser.pausing import paused
from tests.ui.browser.test_page import OVERFLOW, UNANSWERABLE, answered, ask
from tests.ui.browser.test_widget import REFUSED_AFTER_MS, frame_of
from tests.ui.browser.watching import axe_findings, shoot
from tests.ui.fake_core import ROOT
from ui.limits import Limits
from ui.texts import texts_in

pytestmark = pytest.mark.browser

CASES = {
    case["id"]: case["question"]
    for case in map(
        json.loads, (ROOT / "evals" / "suites" / "seed_dev.jsonl").read_text("utf-8").splitlines()
    )
}
MANY_CITATIONS = 1
"""Place of the example that asks for a list: its answer has more numbers than a line holds."""


@pytest.fixture
def no_more_questions(application, monkeypatch):
    """Let the service refuse every question from now on, as when many came in a short time."""

    def refuse():
        limits = Limits(session=1, address=1, site=1000)
        limits.take(None, "127.0.0.1")
        monkeypatch.setattr(application.state.service, "limits", limits)

    yield refuse
    monkeypatch.undo()


@pytest.mark.parametrize("language", LANGUAGES)
def test_conversation_in_all_its_states(
    visit, service, application, axe, no_more_questions, language
):
    texts = texts_in(language)
    watch = visit(f"{service}/{language}")
    page = watch.page
    page.locator(".examples button").first.wait_for()

    def button(name):
        return page.get_by_role("button", name=texts(name), exact=True)

    with paused(application.state.service.core) as pauses:
        page.locator(".examples button").first.click()
        page.locator(".progress.busy").wait_for()
        assert axe_findings(page, axe, within=".chat") == []
        pauses.begin.set()
        page.locator(".said").first.wait_for()
        assert axe_findings(page, axe, within=".chat") == []
        button("stop").click()
        answered(page).get_by_text(texts("stopped")).wait_for()

    # One conversation holds an abstention, a question back, a refusal and an answer.
    refused, asked_back = (
        CASES[f"{id}.{language}"] for id in ("party-position", "bare-decision-6")
    )
    for turns, question in enumerate((UNANSWERABLE[language], asked_back, refused), 2):
        ask(page, question)
        expect(answered(page, turns).locator(".abstained")).to_have_count(1)
    assert texts("nearest_readings") in page.locator(".turn").nth(2).text_content()
    ask(page, texts.examples[MANY_CITATIONS].question)
    listed = answered(page, 5)

    # It goes on with what failed: the service is gone, and then it refuses.
    page.context.set_offline(True)
    ask(page, texts.examples[0].question)
    assert texts("error_network") in answered(page, 6).get_by_role("alert").text_content()
    page.context.set_offline(False)
    no_more_questions()
    ask(page, texts.examples[0].question)
    told = texts("error_rate", seconds="\0").split("\0")[0]
    assert told in answered(page, 7).get_by_role("alert").text_content()
    watch.forgive("Failed to load resource")

    # The opinion on an answer, its evidence in two languages, and what is searched, all open.
    listed.get_by_role("button", name=texts("feedback_down"), exact=True).click()
    page.locator(".scope summary").click()
    listed.locator(".chip").first.click()
    page.locator(".card footer select").first.wait_for()
    page.locator(".card select").select_option("fr" if language in ("zh", "en") else "en")
    assert page.locator(".card .version").count() >= 2
    assert axe_findings(page, axe) == []
    button("history").click()
    page.locator(".past:visible li").first.wait_for()
    assert axe_findings(page, axe, within=".tools") == []
    button("export").click()
    page.locator(".past:visible").get_by_text("DOCX").wait_for()
    assert axe_findings(page, axe, within=".tools") == []
    page.emulate_media(color_scheme="dark")
    assert axe_findings(page, axe, contrast=True) == []
    shoot(page, f"states-{language}-dark")

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_widget_in_all_its_states(
    visit, remote, foreign_portal, distant_portal, application, axe, language
):
    texts = texts_in(language)
    watch = visit(
        f"{distant_portal}/?lang={language}", origins=(distant_portal, foreign_portal, remote)
    )
    page = watch.page
    page.locator("[data-coopbot-host] button").click()
    frame = frame_of(page)
    frame.locator(".examples button").first.wait_for()
    assert axe_findings(page, axe) == []
    assert axe_findings(page, axe, frame) == []
    with paused(application.state.service.core) as pauses:
        frame.locator(".examples button").nth(MANY_CITATIONS).click()
        frame.locator(".progress.busy").wait_for()
        assert axe_findings(page, axe, frame) == []
        pauses.begin.set()
        pauses.end.set()
        frame.locator(".actions").wait_for()
    frame.locator(".chip").first.click()
    frame.locator(".card footer select").first.wait_for()
    assert frame.evaluate(OVERFLOW) <= 0
    page.context.set_offline(True)
    frame.locator(".banner", has_text=texts("offline")).wait_for()
    assert axe_findings(page, axe, frame) == []
    page.emulate_media(color_scheme="dark")
    assert axe_findings(page, axe, frame, contrast=True) == []
    page.emulate_media(color_scheme="light")
    page.context.set_offline(False)

    # Where it is refused, it waits and then says so.
    page.clock.install()
    page.goto(f"{foreign_portal}/?lang={language}")
    page.locator("[data-coopbot-host] button").click()
    page.locator("[data-coopbot-host] .opening:visible").wait_for()
    assert axe_findings(page, axe) == []
    page.clock.fast_forward(REFUSED_AFTER_MS)
    page.locator("[data-coopbot-host] .failed:visible").wait_for()
    assert axe_findings(page, axe) == []
    watch.forgive("frame-ancestors")


def test_pages_of_what_is_not_held(visit, service, axe):
    watch = visit()
    page = watch.page
    for language in LANGUAGES:
        page.goto(f"{service}/d/UNEP/CBD/BS/COP-MOP/4/99?ui={language}")
        assert page.locator("h1").text_content() == texts_in(language)("not_found")
        assert axe_findings(page, axe) == []
    watch.forgive("Failed to load resource")
