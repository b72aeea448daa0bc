"""What a delegate sees of one answer: its standing, its place, its evidence, what can be done."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.browser.test_page import UNANSWERABLE, answered, ask
from ui.texts import texts_in

pytestmark = pytest.mark.browser

LIST = {
    "zh": "秘书处与工发组织根据合作备忘录将开展哪些合作？",
    "en": "When did the Secretariat join the Green Customs Initiative?",
}
SYMBOL = "UNEP/CBD/BS/COP-MOP/4/6"


def open_page(visit, service, language="en", **options):
    watch = visit(f"{service}/{language}", **options)
    watch.page.locator(".examples button").first.wait_for()
    return watch.page


def test_translation_is_labelled_in_the_answer_with_the_official_words_below(visit, service):
    page = open_page(visit, service)
    ask(page, LIST["en"])
    turn = answered(page)
    passage = turn.locator(".passage").first
    assert passage.locator(".whence").text_content().startswith(f"{SYMBOL}, para. 4")
    assert passage.locator(".whence .badge.unofficial").is_visible()
    official = passage.locator('.original .said[lang="zh"]')
    assert not official.is_visible()
    passage.locator(".original summary").click()
    assert official.is_visible()
    expect(official.locator(".chip")).to_have_count(1)
    # Every quotation stands in a passage, and none without its standing.
    expect(turn.locator(".said.verbatim")).to_have_count(turn.locator(".passage .said").count())
    expect(turn.locator(".passage")).to_have_count(turn.locator(".whence .badge").count())


def test_items_are_one_passage_and_one_card_with_every_quotation_marked(visit, service):
    page = open_page(visit, service, "zh")
    ask(page, LIST["zh"])
    turn = answered(page)
    said = turn.locator(".said.verbatim > .text").all_text_contents()
    assert len(said) > 2
    marks = turn.locator(".said .item").all_text_contents()
    assert marks == [f"（{numeral}）" for numeral in "一二三四五六七"[: len(marks)]]
    assert len(marks) >= len(said) - 2
    expect(turn.locator(".passage")).to_have_count(1)
    expect(turn.locator(".whence .badge.official")).to_have_count(1)
    expect(turn.locator(".original")).to_have_count(0)
    card = page.locator(".card")
    card.locator("footer select").wait_for()
    expect(card).to_have_count(1)
    assert card.locator("mark").all_text_contents() == said
    expect(card.locator(".number")).to_have_count(len(said))
    # Its neighbours are those of the whole paragraph, not items.
    card.get_by_role("button", name=texts_in("zh")("context"), exact=True).click()
    expect(card.locator(".around:visible b")).to_have_text(["脚注3", "II.G"])


def test_evidence_begins_with_the_language_of_the_page(visit, service):
    page = open_page(visit, service, "ar")
    page.locator(".examples button").first.click()
    answered(page)
    page.locator(".card footer select").first.wait_for()
    versions = page.locator(".card").first.locator(".version .quoted")
    assert [one.get_attribute("lang") for one in versions.all()] == ["ar", "zh"]
    # A symbol at its beginning does not turn the place round.
    for place in page.locator(".whence > bdi, .card .place > bdi").all():
        assert place.evaluate("place => getComputedStyle(place).direction") == "rtl"


def test_what_only_comes_near_is_not_called_evidence(visit, service):
    page = open_page(visit, service)
    ask(page, LIST["en"])
    answered(page)
    assert page.locator(".evidence h2").text_content() == "Evidence"
    ask(page, UNANSWERABLE["en"])
    turn = answered(page, 2)
    assert not page.locator(".evidence").is_visible()
    turn.locator(".near button").first.click()
    assert page.locator(".evidence h2").text_content() == "Nearest paragraphs"
    page.locator(".turn").first.locator(".chip").first.click()
    assert page.locator(".evidence h2").text_content() == "Evidence"


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_abstention_names_the_nearest_paragraphs_once(visit, service, language):
    page = open_page(visit, service, language)
    ask(page, UNANSWERABLE[language])
    turn = answered(page)
    held = page.request.post(f"{service}/api/v1/ask", data={"question": UNANSWERABLE[language]})
    lines = held.json()["answer"].split("\n")
    assert turn.locator(".abstained p").all_text_contents() == lines[:-1]
    assert turn.locator(".near button").count() >= 1


def test_readings_of_a_question_are_shown_once(visit, service):
    page = open_page(visit, service)
    ask(page, "What did the decision say?")
    turn = answered(page)
    assert turn.locator(".near button").count() > 1
    expect(turn.locator(".abstained p")).to_have_count(1)


def test_question_has_the_direction_of_its_own_words(visit, service):
    page = open_page(visit, service, "ar")
    ask(page, "What is BS-III/6?")
    words = answered(page).locator(".asked .words")
    assert words.text_content() == "What is BS-III/6?"
    assert words.evaluate("words => getComputedStyle(words).direction") == "ltr"


def test_row_of_a_table_names_its_source_once(visit, service):
    page = open_page(visit, service, "zh")
    page.locator(".examples button").nth(5).click()
    rows = answered(page).locator(".view tbody tr")
    assert rows.count() > 1
    for row in rows.all():
        chips = row.locator(".chip").all_text_contents()
        assert chips
        assert len(chips) == len(set(chips))


def test_copying_works_without_tls_and_a_failure_is_told(visit, remote):
    page = open_page(visit, remote, origins=(remote,))
    assert page.evaluate("navigator.clipboard === undefined")
    ask(page, LIST["en"])
    turn = answered(page)
    page.evaluate(
        """() => document.addEventListener("copy", () => {
          window.taken = document.activeElement.value;
        })"""
    )
    copying = turn.locator(".actions button").first
    copying.click()
    turn.get_by_text("Copied", exact=True).wait_for()
    assert f"[1] {SYMBOL}, para. 4 (Official text)" in page.evaluate("window.taken")
    assert copying.evaluate("button => button === document.activeElement")
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy as footnote").first.click()
    page.get_by_text("please select the text").wait_for()


def test_evidence_stands_before_the_question_box_on_a_phone(visit, service):
    page = open_page(visit, service, width=390)
    ask(page, LIST["en"])
    turn = answered(page)
    turn.locator(".chip").first.click()
    page.locator(".card.current").wait_for()
    page.wait_for_function(
        """() => {
          const top = (name) => document.querySelector(name).getBoundingClientRect();
          const head = top(".evidence header"), card = top(".card.current"), box = top(".ask-box");
          return head.top >= 0 && card.top >= head.bottom - 1 && card.top < box.top
            && Math.abs(box.bottom - innerHeight) < 2;
        }"""
    )
    # The way back stays in sight however long the card is.
    page.get_by_role("button", name="Close the evidence").click()
    assert turn.locator(".chip").first.evaluate("chip => chip === document.activeElement")


def test_empty_field_has_the_direction_of_the_page(visit, service):
    page = open_page(visit, service, "ar")
    field = page.locator("#coopbot-question")
    shown = "field => getComputedStyle(field).direction"
    assert field.evaluate(shown) == "rtl"
    field.fill("What is BS-III/6?")
    assert field.evaluate(shown) == "ltr"
    field.fill("")
    assert field.evaluate(shown) == "rtl"


def test_boxes_of_the_scope_look_like_boxes(visit, service):
    page = open_page(visit, service)
    page.locator(".scope summary").click()
    for box in page.locator(".scope [type=checkbox]").all():
        size = box.bounding_box()
        assert size["width"] == size["height"]
        assert 12 <= size["width"] <= 24
        assert box.evaluate("box => getComputedStyle(box).appearance") == "auto"


def test_menus_close_by_escape_and_by_a_press_elsewhere(visit, service):
    page = open_page(visit, service)
    ask(page, LIST["en"])
    answered(page)
    past = page.get_by_role("button", name="Conversations", exact=True)
    export = page.get_by_role("button", name="Export", exact=True)
    past.click()
    page.locator(".past:visible").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".past:visible")).to_have_count(0)
    assert past.evaluate("button => button === document.activeElement")
    export.click()
    past.click()
    page.locator(".past:visible li").first.wait_for()
    expect(page.locator(".past:visible")).to_have_count(1)
    page.locator(".brand").click()
    expect(page.locator(".past:visible")).to_have_count(0)


def test_question_stays_in_its_field_without_a_connection(visit, remote):
    page = open_page(visit, remote, origins=(remote,))
    page.context.set_offline(True)
    page.locator(".banner", has_text="No connection").wait_for()
    ask(page, LIST["en"])
    assert page.locator("#coopbot-question").input_value() == LIST["en"]
    expect(page.locator(".turn")).to_have_count(0)
    page.context.set_offline(False)
    page.locator(".banner").wait_for(state="hidden")
    page.locator("#coopbot-question").press("Enter")
    assert answered(page).locator(".said").count() >= 1


def test_device_without_a_network_uses_a_service_of_its_own(visit, service):
    watch = visit()
    page = watch.page
    page.add_init_script("Object.defineProperty(navigator, 'onLine', {get: () => false})")
    page.goto(f"{service}/en")
    page.locator(".examples button").first.wait_for()
    ask(page, LIST["en"])
    assert answered(page).locator(".said").count() >= 1
    assert not page.locator(".banner").is_visible()


def test_reader_begins_a_long_paragraph_at_its_number_on_a_phone(visit, service):
    watch = visit(f"{service}/d/{SYMBOL}/21(c)?lang=zh,ru&ui=ru", width=390)
    anchor = watch.page.locator("#chosen .anchor").bounding_box()
    names = watch.page.locator(".names").bounding_box()
    assert names["y"] + names["height"] <= anchor["y"] < 844


def test_documents_are_read_beside_the_official_text(visit, service):
    watch = visit(f"{service}/ru#documents", width=390)
    page = watch.page
    page.locator(".panel:visible .parallel").wait_for()
    columns = page.locator(".panel:visible .parallel .badge")
    texts = texts_in("ru")
    expect(columns).to_have_text([texts("unofficial"), texts("official")])
    lines = """cell => {
      const all = document.createRange();
      all.selectNodeContents(cell);
      return all.getClientRects().length;
    }"""
    for cell in page.locator(".panel:visible tbody td:nth-child(2)").all():
        assert cell.evaluate(lines) == 1


def test_tabs_that_do_not_fit_are_behind_a_word(visit, service):
    page = open_page(visit, service, "es", width=390)
    more = page.locator(".overflow-menu > button")
    more.wait_for()
    assert not more.locator("svg").is_visible()
    shown = more.evaluate("button => getComputedStyle(button, '::after').content")
    assert texts_in("es")("more") in shown
    more.click()
    page.get_by_role("button", name=texts_in("es")("tab_decisions")).click()
    page.locator(".panel:visible .picture").wait_for()
