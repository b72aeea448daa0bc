"""The chat and the widget are used with the keyboard alone, from left to right and the reverse."""

from __future__ import annotations

import pytest

from tests.ui.browser.test_page import answered
from tests.ui.browser.test_widget import frame_of
from ui.texts import texts_in

pytestmark = pytest.mark.browser

MOST_STEPS = 60
"""So many presses of the key lead to anything; more of them would mean a trap."""
FOCUSED = "selector => Boolean(document.activeElement?.matches(selector))"
IS_FOCUSED = "element => element === document.activeElement"
IN_SHADOW = "document.activeElement.shadowRoot?.activeElement?.tagName"
QUESTION = "#coopbot-question"


def step_to(page, selector: str, place=None, key: str = "Tab") -> None:
    """Press a key until what the selector names has the focus, on the page or in a frame of it."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        if (place or page).evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{key} does not lead to {selector}")


def ask_and_read(page, place, language: str, turn) -> None:
    """Open the first citation, read it in another language and come back, all by keys."""
    # The chips stand before the question: the last of them is met first.
    first = turn.locator(".chip").first
    step_to(page, ".chip", place, "Shift+Tab")
    while not first.evaluate(IS_FOCUSED):
        page.keyboard.press("Shift+Tab")
        assert place.evaluate(FOCUSED, ".turn *")
    page.keyboard.press("Enter")
    assert place.evaluate(FOCUSED, ".card.current")
    card = place.locator(".card.current")
    select = card.locator("footer select")
    select.wait_for()
    step_to(page, ".card.current select", place)
    before = card.locator(".version .quoted").last.get_attribute("lang")
    page.keyboard.press("ArrowDown")
    chosen = select.input_value()
    assert chosen not in ("", before, language)
    shown = card.locator(f'.version .quoted[lang="{chosen}"]')
    assert shown.get_attribute("dir") == ("rtl" if chosen == "ar" else "ltr")
    assert place.evaluate(FOCUSED, ".card.current select")
    page.keyboard.press("Escape")
    assert not place.locator(".evidence").is_visible()
    assert first.evaluate(IS_FOCUSED)
    assert first.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_chat_is_used_with_the_keyboard_alone(visit, service, language):
    watch = visit(f"{service}/{language}")
    page = watch.page
    page.locator(".examples").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED, ".skip")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED, QUESTION)
    page.keyboard.type(texts_in(language).examples[0].question)
    page.keyboard.press("Enter")
    turn = answered(page)
    assert page.evaluate(FOCUSED, QUESTION)
    ask_and_read(page, page, language, turn)

    # A menu gives the focus back as well; evidence that nobody has opened leads to the question.
    step_to(page, "[aria-controls=coopbot-past]", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".past:visible li").first.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED, "[aria-controls=coopbot-past]")
    step_to(page, QUESTION)
    page.keyboard.type(texts_in(language).examples[4].question)
    page.keyboard.press("Enter")
    answered(page, 2)
    step_to(page, ".evidence")
    page.keyboard.press("Escape")
    assert not page.locator(".evidence").is_visible()
    assert page.evaluate(FOCUSED, QUESTION)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_widget_is_used_with_the_keyboard_alone(visit, portal, language):
    watch = visit(f"{portal}/?lang={language}", origins=(portal,))
    page = watch.page
    page.wait_for_function("() => window.coopbot")
    step_to(page, "[data-coopbot-host]")
    assert page.evaluate(IN_SHADOW) == "BUTTON"
    page.keyboard.press("Enter")
    frame = frame_of(page)
    frame.wait_for_function(FOCUSED, arg=QUESTION)
    page.keyboard.type(texts_in(language).examples[0].question)
    page.keyboard.press("Enter")
    turn = frame.locator(".turn")
    turn.locator(".actions").wait_for()
    ask_and_read(page, frame, language, turn)

    assert page.locator("[data-coopbot-host] .frame").is_visible()
    step_to(page, QUESTION, frame)
    page.keyboard.press("Escape")
    page.locator("[data-coopbot-host] .frame").wait_for(state="hidden")
    assert page.evaluate(IN_SHADOW) == "BUTTON"
