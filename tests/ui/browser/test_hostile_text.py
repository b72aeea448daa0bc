"""Text from everywhere is shown as text: question, answer, document, registry, address."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from coopbot.settings import Settings
from coopbot.types import Event, Hit, Statement, View, ViewCell
from tests.ui.browser.conftest import PATIENCE_MS
from tests.ui.browser.serving import served
from tests.ui.browser.watching import Watch, axe_findings, shoot
from tests.ui.fake_core import TEXTS, FakeCore, abstention, answer, paragraph
from ui.service import create_app

pytestmark = pytest.mark.browser

HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>[x](javascript:hacked=1)'
)


@pytest.fixture
def page(browser, scripted):
    _, origin = scripted
    context = browser.new_context()
    watch = Watch(context.new_page(), {origin})
    watch.page.goto(f"{origin}/embed?lang=en")
    watch.page.locator(".examples").wait_for()
    yield watch.page
    watch.check()
    context.close()


def ask(page, question: str = "When?"):
    page.locator("#coopbot-question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    turn.locator(".actions").wait_for()
    return turn


def check_inert(page) -> None:
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    expect(page.locator("#coopbot-embed img, #coopbot-embed script")).to_have_count(0)
    assert page.locator('a[href^="javascript"]').count() == 0


def test_hostile_question_is_shown_as_text(page):
    turn = ask(page, HOSTILE)
    assert HOSTILE in turn.locator(".asked").text_content()
    check_inert(page)


def test_hostile_answer_and_quotation_are_shown_as_text(page, scripted):
    core, _ = scripted
    hostile = replace(
        paragraph("1", "en", HOSTILE), heading=(HOSTILE,), symbol="UNEP/CBD/BS/COP-MOP/4/6"
    )
    core.texts = {"en": TEXTS["en"] | {"1": HOSTILE}}
    said = tuple(Statement(HOSTILE, (1,), verdict) for verdict in ("verbatim", "supported"))
    core.enqueue(
        answer("q", cited=hostile, quote=HOSTILE, standalone_question=HOSTILE, statements=said,
               receipt={"model_failure": HOSTILE})
    )  # fmt: skip
    turn = ask(page)
    turn.locator(".chip").first.click()
    page.locator(".card footer select").wait_for()
    assert turn.locator(".said > .text").all_text_contents() == [HOSTILE, HOSTILE]
    assert turn.locator(".note", has_text=HOSTILE).count() == 2
    assert page.locator(".card mark").text_content() == HOSTILE
    check_inert(page)


def test_hostile_abstention_is_shown_as_text(page, scripted):
    core, _ = scripted
    hit = Hit(paragraph("2", "en", HOSTILE), 0.5, 1, ("lexical",))
    question = f"{HOSTILE}?"
    core.enqueue(
        replace(abstention(), text=HOSTILE, nearest=(hit,), suggestions=(question, HOSTILE))
    )
    turn = ask(page)
    assert turn.locator(".abstained .title").text_content() == HOSTILE
    # A question can be asked by a click; advice is text alone.
    assert turn.locator(".suggestions button").text_content() == question
    assert turn.locator(".suggestions p").text_content() == HOSTILE
    check_inert(page)


def test_hostile_view_is_shown_as_text_with_a_chip_for_each_cell(page, scripted):
    core, _ = scripted
    hostile = replace(paragraph("1", "en", HOSTILE), symbol="UNEP/CBD/BS/COP-MOP/4/6")
    core.texts = {"en": TEXTS["en"] | {"1": HOSTILE}}
    good = answer("q", cited=hostile, quote=HOSTILE)
    further = replace(good.citations[0], n=2)
    cells = (ViewCell(HOSTILE, "en", "paragraph", (1, 2)), ViewCell(HOSTILE, "en", "registry"))
    view = View("timeline", HOSTILE, (HOSTILE, HOSTILE), (cells,), (further,))
    core.enqueue(replace(good, view=view))
    shown = ask(page).locator(".view")
    assert shown.locator("h3, th, td > span:first-child").all_text_contents() == [HOSTILE] * 5
    assert shown.locator(".scrolling").get_attribute("aria-label") == HOSTILE
    expect(shown.locator(".badge.unofficial")).to_have_count(1)
    shown.locator(".chip").last.click()
    numbers = page.locator(".card.current .number")
    assert numbers.all_text_contents() == ["1", "2"]
    check_inert(page)


def test_hostile_question_is_text_in_the_list_of_conversations_too(page):
    ask(page, HOSTILE)
    page.get_by_role("button", name="Conversations", exact=True).click()
    row = page.locator(".past li button[dir=auto]")
    assert row.text_content().startswith(HOSTILE[:40])
    check_inert(page)
    row.click()
    page.locator(".turn .actions").wait_for()
    assert HOSTILE in page.locator(".asked").text_content()
    check_inert(page)


def test_hostile_document_is_text_in_the_tabs_of_the_page(browser, tmp_path):
    texts = {language: TEXTS[language] | {"title": HOSTILE} for language in ("zh", "en")}
    texts["en"]["1"] = f"Green Customs Initiative {HOSTILE} **bold** $x^2$"
    core = FakeCore(texts)
    settings = Settings(database_url=f"sqlite:///{tmp_path}/store.sqlite")
    with served(create_app(core, settings)) as origin:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch(context.new_page(), {origin})
        page = watch.page
        page.goto(f"{origin}/en")
        page.locator(".examples").wait_for()
        page.locator("#coopbot-tabs [role=tab]").nth(1).click()
        page.locator(".parallel:visible .quoted[lang=en]").wait_for()
        assert page.locator(".work:visible h3").text_content() == HOSTILE
        assert page.locator(".parallel:visible .quoted[lang=en]").text_content() == texts["en"]["1"]
        page.locator("#coopbot-tabs [role=tab]").nth(3).click()
        page.locator(".places:visible .quoted").first.wait_for()
        assert page.locator(".places:visible .quoted").text_content() == texts["en"]["1"]
        page.wait_for_timeout(200)
        assert page.evaluate("window.hacked") is None
        expect(page.locator(".panel img, .panel script, .panel strong")).to_have_count(0)
        assert page.locator('a[href^="javascript"]').count() == 0
        watch.check()
        context.close()


def test_hostile_link_of_a_citation_goes_nowhere(page, scripted):
    core, _ = scripted
    good = answer("q")
    citation = replace(good.citations[0], link="javascript:window.hacked=1")
    core.enqueue(replace(good, citations=(citation,)))
    ask(page)
    page.locator(".card footer a").first.wait_for()
    for link in page.locator(".card footer a").all():
        assert link.get_attribute("href").startswith(("/d/", "https://"))
    check_inert(page)


def test_hostile_address_of_the_page_is_shown_as_text(browser, scripted):
    _, origin = scripted
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{origin}/embed?lang=en&title={HOSTILE}&greeting={HOSTILE}&symbols={HOSTILE}")
    page.locator(".examples").wait_for()
    check_inert(page)
    context.close()


def test_failure_is_told_politely_and_the_question_can_be_asked_again(page, scripted, axe):
    core, _ = scripted
    core.enqueue(RuntimeError("inside"))
    turn = ask(page)
    alert = turn.get_by_role("alert")
    assert "report this number" in alert.text_content()
    assert "inside" not in alert.text_content()
    assert axe_findings(page, axe) == []
    turn.get_by_role("button", name="Ask again").click()
    page.locator(".turn").nth(1).locator(".said").wait_for()


def test_limit_is_told_politely(browser, scripted, axe):
    _, origin = scripted
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{origin}/embed?lang=fr")
    page.locator(".examples").wait_for()
    for _ in range(5):
        ask(page)
    turn = ask(page)
    assert "secondes" in turn.get_by_role("alert").text_content()
    assert axe_findings(page, axe) == []
    shoot(page, "limit-fr")
    context.close()


def test_answer_is_stopped_by_its_reader(page, scripted):
    core, _ = scripted
    go_on = threading.Event()

    def slowly():
        yield Event("status", {"stage": "compose"})
        go_on.wait(60)
        yield from ()

    core.enqueue(slowly())
    page.locator("#coopbot-question").fill("Slow?")
    page.keyboard.press("Enter")
    page.get_by_text("Writing the answer").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.locator(".turn .note", has_text="Stopped.").wait_for()
    go_on.set()
    expect(ask(page).locator(".said")).to_have_count(1)
