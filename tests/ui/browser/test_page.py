from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from coopbot.languages import LANGUAGES, direction
from tests.ui.browser.watching import axe_findings, shoot
from ui.texts import texts_in

pytestmark = pytest.mark.browser

UNANSWERABLE = {
    "zh": "谁赢得了2006年足球世界杯？",
    "en": "Who won the football World Cup in 2006?",
    "fr": "Qui a gagné la Coupe du monde de football en 2006 ?",
    "es": "¿Quién ganó la Copa Mundial de fútbol de 2006?",
    "ru": "Кто выиграл чемпионат мира по футболу в 2006 году?",
    "ar": "من فاز بكأس العالم لكرة القدم عام 2006؟",
}
WHICH_DECISION = {
    "zh": "第BS-III/6号决定是什么？",
    "en": "What is decision BS-III/6?",
    "fr": "Qu'est-ce que la décision BS-III/6 ?",
    "es": "¿Qué es la decisión BS-III/6?",
    "ru": "Что такое решение BS-III/6?",
    "ar": "ما هو المقرر BS-III/6؟",
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PANELS = ("documents", "decisions", "partners", "article18")


def ask(page, question: str) -> None:
    page.locator("#coopbot-question").fill(question)
    page.keyboard.press("Enter")


def is_question(request) -> bool:
    return request.url.endswith("/ask/stream")


def answered(page, turns: int = 1):
    turn = page.locator(".turn").nth(turns - 1)
    turn.locator(".actions").wait_for()
    return turn


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_answers_with_evidence_in_one_click(visit, service, axe, language):
    watch = visit(f"{service}/{language}")
    page = watch.page
    page.locator(".examples button").first.wait_for()
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == direction(language)
    assert axe_findings(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert axe_findings(page, axe, contrast=True) == []
    page.emulate_media(color_scheme="light")
    shoot(page, f"start-{language}-1280")

    page.locator(".examples button").first.click()
    turn = answered(page)
    assert turn.locator(".said").count() >= 1
    assert page.locator(".evidence").is_visible()
    page.locator(".card footer select").first.wait_for()
    check_marks(page)
    shoot(page, f"answer-{language}-1280")


def check_marks(page) -> None:
    """What is marked in a card must be what the answer quotes, inside the paragraph's own text."""
    marked = page.locator(".card mark").all_text_contents()
    assert marked
    whole = page.locator(".card .quoted").all_text_contents()
    assert all(any(words in text for text in whole) for words in marked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_follows_up_abstains_takes_feedback_and_exports(visit, service, application, language):
    texts = texts_in(language)
    watch = visit(f"{service}/{language}")
    page = watch.page
    page.locator(".examples button").nth(2).click()
    answered(page)

    sent = []
    page.on("request", lambda request: sent.append(request) if is_question(request) else None)
    ask(page, texts.examples[4].question)
    answered(page, 2)
    body = json.loads(sent[-1].post_data)
    assert [message["role"] for message in body["history"]] == ["user", "assistant"]
    assert body["history"][0]["text"] == texts.examples[2].question
    assert len(body["conversation"]) == 32

    page.get_by_role("button", name=texts("new_conversation"), exact=True).click()
    ask(page, UNANSWERABLE[language])
    turn = answered(page)
    assert turn.locator(".abstained").is_visible()
    assert turn.locator(".near button").count() >= 1
    turn.locator(".near button").first.click()
    assert page.locator(".card.current").is_visible()
    shoot(page, f"abstention-{language}-1280")

    comment = f"<b>{language}</b>"
    turn.get_by_role("button", name=texts("feedback_down"), exact=True).click()
    turn.locator(".opinion textarea").fill(comment)
    turn.get_by_role("button", name=texts("feedback_send"), exact=True).click()
    turn.get_by_text(texts("feedback_thanks")).wait_for()
    stored = [one for one in application.state.service.store.feedback() if one.comment == comment]
    assert [(one.rating, one.answer["question"]) for one in stored] == [
        ("down", UNANSWERABLE[language])
    ]

    exported = take_away(page, texts, "html").decode("utf-8")
    assert f'<html lang="{language}"' in exported
    assert UNANSWERABLE[language] in exported
    document = docx.Document(io.BytesIO(take_away(page, texts, "docx")))
    assert UNANSWERABLE[language] in [paragraph.text for paragraph in document.paragraphs]


def take_away(page, texts, form: str) -> bytes:
    """Export the conversation in a format of the menu; the focus comes back to its button."""
    button = page.get_by_role("button", name=texts("export"), exact=True)
    button.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=texts(f"export_{form}"), exact=True).click()
    assert download.value.suggested_filename == f"coopbot.{form}"
    assert button.evaluate("element => element === document.activeElement")
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_view_is_a_table_with_chips_in_the_direction_of_the_page(visit, service, axe, language):
    watch = visit(f"{service}/{language}")
    page = watch.page
    page.locator(".examples button").first.wait_for()
    ask(page, WHICH_DECISION[language])
    view = answered(page).locator(".view")
    assert view.get_attribute("dir") == direction(language)
    expect(view.locator("th")).to_have_count(2)
    assert view.locator("tbody tr").count() >= 5
    expect(view.locator("td .badge.unofficial")).to_have_count(0 if language == "zh" else 2)
    view.locator(".chip").last.click()
    assert page.locator(".card.current").is_visible()
    quote = view.locator("td.paragraph > span:first-child").last.text_content()
    page.locator(".card.current mark").first.wait_for()
    assert any(quote in text for text in page.locator(".card .quoted").all_text_contents())
    assert axe_findings(page, axe) == []
    shoot(page, f"view-{language}-1280")


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_switches_its_parallel_language(visit, service, language):
    watch = visit(f"{service}/{language}")
    page = watch.page
    page.locator(".examples button").first.click()
    answered(page)
    card = page.locator(".card").first
    select = card.locator("footer select")
    select.wait_for()
    other = select.locator("option").last.get_attribute("value")
    select.select_option(other)
    version = card.locator(f'.quoted[lang="{other}"]')
    assert version.get_attribute("dir") == direction(other)
    place = card.locator("footer a").first.get_attribute("href").split("?")[0]
    symbol, _, label = place.removeprefix("/d/").rpartition("/")
    held = page.request.get(f"{service}/api/v1/documents/{symbol}/paragraphs/{label}").json()
    assert version.text_content() == held["languages"][other]["text"]
    card.get_by_role("button", name=texts_in(language)("context"), exact=True).click()
    card.locator(".around .quoted").first.wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_show_documents_decisions_partners_and_article_18(visit, service, axe, language):
    watch = visit(f"{service}/{language}")
    page = watch.page
    page.locator(".examples").wait_for()
    for place, name in enumerate(PANELS, 1):
        page.locator("#coopbot-tabs [role=tab]").nth(place).click()
        page.locator(".panel:visible").first.wait_for()
        assert axe_findings(page, axe) == [], name
        page.emulate_media(color_scheme="dark")
        assert axe_findings(page, axe, contrast=True) == [], name
        page.emulate_media(color_scheme="light")
        shoot(page, f"{name}-{language}-1280", full=True)
    expect(page.locator(".picture:visible")).to_have_count(0)
    page.locator("#coopbot-tabs [role=tab]").nth(2).click()
    expect(page.locator(".picture:visible")).to_have_count(1)
    page.locator(".tabitem:visible input").click()
    page.locator("[role=listbox]").wait_for()
    assert axe_findings(page, axe) == []


def test_decision_panel_follows_the_choice(visit, service):
    watch = visit(f"{service}/en#decisions")
    page = watch.page
    choice = page.get_by_label("Decision", exact=True)
    choice.wait_for()
    choice.click()
    page.locator("[role=listbox] [role=option]", has_text="BS-III/10 ").click()
    page.locator(".panel:visible h3", has_text="BS-III/10").wait_for()
    assert page.locator(".panel:visible mark", has_text="BS-III/10").count() >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_decision_is_called_in_the_language_of_the_page(visit, service, application, language):
    texts = texts_in(language)
    registry = application.state.service.core.registry
    watch = visit(f"{service}/{language}#decisions")
    page = watch.page
    for id, source in (("BS-III/10", "en"), ("BS-IV/1", "zh")):
        title = registry.decision(id).title_in(language)
        choice = page.get_by_label(texts("choose_decision"), exact=True)
        choice.click()
        page.locator("[role=listbox] [role=option]", has_text=f"{id} · {title.text}").click()
        page.locator(".panel:visible h3", has_text=id).wait_for()
        page.locator("[role=listbox]").wait_for(state="detached")
        subject = page.locator(".panel:visible dd").nth(1)
        assert subject.locator("> bdi").text_content() == title.text
        assert subject.locator("> bdi").get_attribute("lang") == language
        expect(subject.locator("> .badge.unofficial")).to_have_count(int(language != source))
    shoot(page, f"decision-{language}-1280", full=True)


def test_documents_show_the_build_report_within_two_clicks(visit, service):
    watch = visit(f"{service}/en")
    page = watch.page
    page.get_by_role("tab", name="Documents").click()
    rows = page.locator(".panel:visible tbody tr")
    rows.first.wait_for()
    expect(rows).to_have_count(6)
    expect(page.locator(".panel:visible .outcome.ok")).to_have_count(6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_fits_a_phone(visit, service, axe, language):
    watch = visit(f"{service}/{language}", width=390)
    page = watch.page
    page.locator(".examples button").first.wait_for()
    shoot(page, f"start-{language}-390")
    page.locator(".examples button").first.click()
    answered(page)
    page.locator(".card footer select").first.wait_for()
    assert page.evaluate(OVERFLOW) <= 0
    assert axe_findings(page, axe) == []
    shoot(page, f"answer-{language}-390", full=True)

    # The tabs that do not fit open below the word that they are behind.
    page.set_viewport_size({"width": 260, "height": 844})
    more = page.locator(".overflow-menu > button")
    more.click()
    menu = page.locator(".overflow-menu > .overflow-dropdown")
    menu.wait_for()
    assert axe_findings(page, axe, within="#coopbot-tabs .overflow-menu") == []
    above, below = more.bounding_box(), menu.bounding_box()
    edges = [box["x"] + (0 if language == "ar" else box["width"]) for box in (above, below)]
    assert abs(edges[0] - edges[1]) < 2


def test_page_reflows_at_320_pixels(visit, service):
    watch = visit(f"{service}/ru", width=320)
    page = watch.page
    page.locator(".examples button").first.click()
    answered(page)
    assert page.evaluate(OVERFLOW) <= 0


def test_appearance_is_chosen_and_remembered(visit, service):
    watch = visit(f"{service}/en")
    page = watch.page
    page.get_by_label("Appearance").select_option("dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.reload()
    page.locator(".examples").wait_for()
    assert page.evaluate(background) == dark
    page.get_by_label("Appearance").select_option("light")
    assert page.evaluate(background) != dark


def test_interface_language_is_chosen_by_the_browser_and_switched(visit, service):
    watch = visit(f"{service}/", locale="ar-EG")
    page = watch.page
    page.locator(".examples").wait_for()
    assert page.url.endswith("/ar")
    page.get_by_role("link", name="中文").click()
    page.locator(".examples").wait_for()
    assert page.locator("html").get_attribute("lang") == "zh"


def test_earlier_conversations_are_opened_and_deleted(visit, service):
    watch = visit(f"{service}/en")
    page = watch.page
    page.locator(".examples button").first.click()
    answered(page)
    question = page.locator(".asked").text_content().removeprefix("You: ")
    page.reload()
    page.get_by_role("button", name="Conversations", exact=True).click()
    page.locator(".past li button[dir=auto]").first.click()
    assert page.locator(".asked").text_content().endswith(question)
    assert page.locator(".said").count() >= 1
    assert page.locator(".evidence").is_visible()
    page.get_by_role("button", name="Conversations", exact=True).click()
    page.get_by_role("button", name="Delete all").click()
    page.get_by_text("No earlier conversation in this browser.").wait_for()


def test_scope_is_shown_and_sent(visit, service):
    watch = visit(f"{service}/en")
    page = watch.page
    sent = []
    page.on("request", lambda request: sent.append(request) if is_question(request) else None)
    page.get_by_text("Search in").click()
    page.locator(".scope").get_by_label("中文").check()
    assert page.locator(".scope summary b").text_content() == "中文"
    ask(page, "When did the Secretariat join the Green Customs Initiative?")
    answered(page)
    scope = json.loads(sent[-1].post_data)["scope"]
    assert scope == {"symbols": [], "languages": ["zh"], "meetings": []}
    assert page.locator('.said[lang="zh"]').count() >= 1


def test_page_says_that_it_is_offline_and_recovers(visit, remote):
    watch = visit(f"{remote}/en", origins=(remote,))
    page = watch.page
    page.locator(".examples").wait_for()
    page.context.set_offline(True)
    page.locator(".banner", has_text="No connection").wait_for()
    assert page.get_by_role("button", name="Ask", exact=True).is_disabled()
    page.context.set_offline(False)
    page.locator(".banner").wait_for(state="hidden")
    assert page.get_by_role("button", name="Ask", exact=True).is_enabled()


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_shows_the_paragraph_in_two_columns(visit, service, axe, language):
    symbol = "UNEP/CBD/BS/COP-MOP/4/6"
    watch = visit(f"{service}/d/{symbol}/21(c)?lang=zh,{language}&ui={language}")
    page = watch.page
    expect(page.locator("#chosen mark")).to_have_count(1 if language == "zh" else 2)
    assert page.evaluate("document.activeElement.id") == "chosen"
    box = page.locator("#chosen").bounding_box()
    assert 0 <= box["y"] <= 850
    assert axe_findings(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert axe_findings(page, axe, contrast=True) == []
    page.emulate_media(color_scheme="light")
    shoot(page, f"reader-{language}-1280")


def test_scope_of_many_documents_is_searched(visit, service):
    watch = visit()
    page = watch.page

    def enlarge(route):
        body = route.fetch().text()
        opening = '"documents": ['
        assert opening in body
        many = "".join(f'{{"symbol": "DOC/{n}", "title": "No. {n}"}}, ' for n in range(300))
        route.fulfill(body=body.replace(opening, opening + many, 1), content_type="text/html")

    page.route(f"{service}/en", enlarge)
    page.goto(f"{service}/en")
    page.locator(".scope summary").click()
    rows = page.locator(".scope fieldset").first.locator("label:visible")
    expect(rows).to_have_count(12)
    field = page.locator(".scope [type=search]")
    field.fill("doc/299")
    expect(rows).to_have_text(["DOC/299 – No. 299"])
    rows.first.locator("input").check()
    field.fill("")
    expect(rows).to_have_count(13)
    assert page.locator(".scope summary b").text_content() == "DOC/299"
