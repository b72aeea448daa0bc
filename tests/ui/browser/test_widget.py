from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from coopbot.languages import LANGUAGES
from tests.ui.browser.watching import axe_findings, shoot
from ui.texts import texts_in

pytestmark = pytest.mark.browser


REFUSED_AFTER_MS = 16_000
"""Milliseconds on the page's clock after which the widget no longer waits for its frame."""


def frame_of(page):
    handle = page.locator("[data-coopbot-host] iframe").element_handle()
    return handle.content_frame()


@pytest.mark.parametrize("language", LANGUAGES)
def test_widget_opens_asks_cites_and_closes_on_another_origin(
    visit, service, portal, axe, language
):
    watch = visit(f"{portal}/?lang={language}", origins=(portal,))
    page = watch.page
    launcher = page.locator("[data-coopbot-host] button")
    assert launcher.text_content() == texts_in(language)("embed_title")
    assert axe_findings(page, axe) == []
    launcher.click()
    frame = frame_of(page)
    frame.locator(".examples button").first.wait_for()
    frame.wait_for_function("() => document.activeElement.id === 'coopbot-question'")
    assert frame.locator("html").get_attribute("lang") == language
    shoot(page, f"widget-{language}-1280")

    frame.locator(".examples button").first.click()
    frame.locator(".actions").wait_for()
    assert frame.locator(".said").count() >= 1
    frame.locator(".chip").first.click()
    assert frame.locator(".card.current mark").first.is_visible()
    shoot(page, f"widget-answer-{language}-1280")

    frame.locator("#coopbot-question").focus()
    page.keyboard.press("Escape")
    page.locator("[data-coopbot-host] .frame").wait_for(state="hidden")
    focused = "document.activeElement.shadowRoot?.activeElement?.tagName"
    assert page.evaluate(focused) == "BUTTON"


def test_widget_answers_its_interface(visit, portal):
    watch = visit(f"{portal}/", origins=(portal,))
    page = watch.page
    page.wait_for_function("() => window.coopbot")
    page.evaluate(
        """() => {
          window.heard = [];
          for (const type of ["ready", "open", "ask", "answer", "close"]) {
            coopbot.on(type, (payload) => heard.push([type, payload]));
          }
          coopbot.ask("When did the Secretariat join the Green Customs Initiative?");
        }"""
    )
    page.wait_for_function("() => heard.some(([type]) => type === 'answer')")
    heard = page.evaluate("heard")
    assert [type_ for type_, _ in heard] == ["open", "ready", "ask", "answer"]
    assert heard[-1][1]["abstained"] is False
    assert heard[-1][1]["citations"] >= 1
    page.evaluate("coopbot.close()")
    assert page.evaluate("heard.at(-1)[0]") == "close"
    page.evaluate("coopbot.setLanguage('ar')")
    assert page.locator("[data-coopbot-host] .box").get_attribute("dir") == "rtl"


OPTIONS = {
    "title": "Ask <b>us",
    "greeting": "What would you like to know?",
    "open": "",
    "position": "start",
    "color": "#ffdd00",
    "symbols": "UNEP/CBD/BS/COP-MOP/4/6",
    "languages": "zh,fr",
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_options_of_the_script_element_are_followed(visit, portal, language):
    watch = visit(origins=(portal,))
    page = watch.page

    # As if they stood in the portal's page: the script runs later than this.
    page.add_init_script(
        f"""new MutationObserver(() => {{
          const script = document.querySelector("script[data-coopbot]");
          if (script) Object.assign(script.dataset, {json.dumps(OPTIONS)});
        }}).observe(document, {{ childList: true, subtree: true }});"""
    )
    page.goto(f"{portal}/?lang={language}")
    # Open from the start, at the corner where the writing begins, readable on a light colour.
    box = page.locator("[data-coopbot-host] .frame")
    box.wait_for()
    place = box.bounding_box()
    middle = place["x"] + place["width"] / 2
    assert (middle < 640) == (language == "en")
    launcher = page.locator("[data-coopbot-host] button")
    style = launcher.evaluate(
        "b => [getComputedStyle(b).backgroundColor, getComputedStyle(b).color]"
    )
    assert style == ["rgb(255, 221, 0)", "rgb(0, 0, 0)"]
    frame = frame_of(page)
    assert frame.locator("h1").text_content() == "Ask <b>us"
    assert frame.locator(".start h2").text_content() == "What would you like to know?"
    assert frame.locator(".scope summary b").text_content() == (
        "UNEP/CBD/BS/COP-MOP/4/6, 中文, Français"
    )
    frame.get_by_role("button", name=texts_in(language)("embed_close"), exact=True).click()
    box.wait_for(state="hidden")
    assert launcher.text_content() == "Ask <b>us"


def test_widget_ignores_messages_of_others(visit, portal):
    watch = visit(f"{portal}/", origins=(portal,))
    page = watch.page
    page.wait_for_function("() => window.coopbot")
    page.evaluate("coopbot.open()")
    frame = frame_of(page)
    frame.locator(".examples").wait_for()
    # The portal itself may not speak as the frame, nor the frame's own window as the portal.
    page.evaluate("window.postMessage({v: 1, type: 'close', payload: {}}, location.origin)")
    frame.evaluate(
        "window.postMessage({v: 1, type: 'ask', payload: {question: 'x'}}, location.origin)"
    )
    page.evaluate(
        "document.querySelector('[data-coopbot-host]').shadowRoot.querySelector('iframe')"
        ".contentWindow.postMessage({v: 2, type: 'ask', payload: {question: 'x'}}, '*')"
    )
    page.wait_for_timeout(500)
    assert page.locator("[data-coopbot-host] .frame").is_visible()
    expect(frame.locator(".turn")).to_have_count(0)


def test_widget_fills_a_phone_and_keeps_a_way_out(visit, service, portal):
    watch = visit(f"{portal}/?lang=en", width=390, origins=(portal,))
    page = watch.page
    page.locator("[data-coopbot-host] button").click()
    frame = frame_of(page)
    frame.locator(".examples button").first.wait_for()
    box = page.locator("[data-coopbot-host] .frame").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
    frame.locator(".examples button").first.click()
    frame.locator(".actions").wait_for()
    shoot(page, "widget-answer-en-390")
    # What stands behind a full screen is not reached by the keyboard.
    page.evaluate("document.querySelector('main a').focus()")
    assert page.evaluate("document.activeElement.hasAttribute('data-coopbot-host')")
    frame.get_by_role("button", name="Close", exact=True).click()
    page.locator("[data-coopbot-host] .frame").wait_for(state="hidden")


def test_question_is_not_hidden_under_the_head_of_the_frame(visit, portal):
    watch = visit(f"{portal}/?lang=en", width=390, origins=(portal,))
    page = watch.page
    page.locator("[data-coopbot-host] button").click()
    frame = frame_of(page)
    frame.locator(".examples button").first.click()
    frame.locator(".actions").wait_for()
    head = frame.locator("#coopbot-embed > header").bounding_box()
    asked = frame.locator(".asked").bounding_box()
    assert asked["y"] >= head["y"] + head["height"]


def test_escape_closes_a_menu_of_the_frame_and_then_the_frame(visit, portal):
    watch = visit(f"{portal}/?lang=en", origins=(portal,))
    page = watch.page
    page.locator("[data-coopbot-host] button").click()
    frame = frame_of(page)
    frame.get_by_role("button", name="Conversations", exact=True).click()
    frame.locator(".past:visible").wait_for()
    page.keyboard.press("Escape")
    frame.locator(".past:visible").wait_for(state="hidden")
    page.wait_for_timeout(300)
    assert page.locator("[data-coopbot-host] .frame").is_visible()
    page.keyboard.press("Escape")
    page.locator("[data-coopbot-host] .frame").wait_for(state="hidden")


def test_widget_that_is_refused_on_a_phone_leaves_a_way_out(browser, foreign_portal):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{foreign_portal}/?lang=en")
    launcher = page.locator("[data-coopbot-host] button")
    launcher.click()
    assert page.locator("[data-coopbot-host] .opening").text_content() == "Opening…"
    # While it waits, and after it was refused: a click is what a visitor can do.
    launcher.click(timeout=5000)
    page.locator("[data-coopbot-host] .frame").wait_for(state="hidden")
    launcher.click()
    page.clock.fast_forward(REFUSED_AFTER_MS)
    page.locator("[data-coopbot-host] .failed").wait_for()
    link = page.locator("[data-coopbot-host] .failed a")
    assert link.get_attribute("href").endswith("/en")
    launcher.click(timeout=5000)
    page.locator("[data-coopbot-host] .frame").wait_for(state="hidden")
    context.close()


def test_widget_on_a_portal_that_is_not_listed_is_refused_in_words(browser, foreign_portal):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(f"{foreign_portal}/?lang=en")
    page.locator("[data-coopbot-host] button").click()
    page.locator("[data-coopbot-host] .opening:visible").wait_for()
    page.clock.fast_forward(REFUSED_AFTER_MS)
    message = page.locator("[data-coopbot-host] .failed")
    message.wait_for()
    assert "may not be on the service's list" in message.text_content()
    expect(page.locator("[data-coopbot-host] iframe")).to_have_count(0)
    context.close()


def test_embedded_page_speaks_to_no_origin_that_is_not_listed(browser, service, foreign_portal):
    context = browser.new_context()
    page = context.new_page()
    # Opened on its own with a forged host, it has nobody to speak to and offers no closing.
    page.goto(f"{service}/embed?lang=en&host={foreign_portal}")
    page.locator(".examples").wait_for()
    expect(page.locator(".close")).to_have_count(0)
    context.close()
