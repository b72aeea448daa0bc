"""The staff's page in a real browser: sign in, run, watch, report, compare, draft."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from coopbot.settings import Settings
from tests.ui.browser.conftest import PATIENCE_MS
from tests.ui.browser.serving import served
from tests.ui.browser.watching import Watch, axe_findings, shoot
from tests.ui.fake_core import ROOT, FakeCore, answer
from ui.service import create_app
from ui.texts import evaluate_texts

pytestmark = pytest.mark.browser

TOKEN = "a-token-of-the-staff-0123456789"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def staff(browser, tmp_path):
    """A service with a small suite and a reader's complaint; yields the page and the folder."""
    folder = tmp_path / "evals"
    (folder / "suites").mkdir(parents=True)
    lines = (ROOT / "evals" / "suites" / "seed_check.jsonl").read_text("utf-8").splitlines(True)
    (folder / "suites" / "small.jsonl").write_text("".join(lines[:12]), "utf-8")
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/store.sqlite",
        corpus=ROOT / "corpus",
        evals=folder,
        operator_token=TOKEN,
        rate_address=1000,
    )
    core = FakeCore()
    app = create_app(core, settings, page=False)
    hostile = answer("<b onclick=x>When?</b>").to_dict()
    app.state.service.store.add_feedback("down", "<img src=x onerror=alert(1)>", hostile)
    with served(app) as origin:
        core.settle()
        context = browser.new_context(viewport={"width": 1280, "height": 850})
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch(context.new_page(), {origin})
        yield watch, origin, folder
        watch.check()
        context.close()


def sign_in(watch, origin, language="en"):
    watch.page.goto(f"{origin}/evaluate?ui={language}")
    watch.page.locator("input[name=token]").fill(TOKEN)
    watch.page.locator("form.card button").click()
    watch.page.locator("select[name=suite]").wait_for()


def test_operator_runs_a_suite_watches_it_and_opens_the_report(staff, axe):
    watch, origin, _ = staff
    page = watch.page
    page.goto(f"{origin}/evaluate?ui=en")
    assert axe_findings(page, axe) == []
    sign_in(watch, origin)
    for _ in range(2):
        page.locator("select[name=system]").select_option("bm25")
        page.get_by_role("button", name="Run", exact=True).click()
        page.locator("#finished a").wait_for()
        assert page.locator("#progress-text").text_content().startswith("Done in")
    page.reload()
    assert axe_findings(page, axe) == []
    shoot(page, "evaluate-en-1280", full=True)

    page.get_by_role("button", name="Compare B with A").click()
    page.get_by_text("B compared with A").wait_for()
    assert axe_findings(page, axe) == []
    shoot(page, "evaluate-compare-en-1280")
    page.get_by_role("link", name="Back to the overview").click()

    page.get_by_role("link", name="Report: small-bm25").first.click()
    page.get_by_role("heading", name="small – bm25").wait_for()
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "1152px"
    assert axe_findings(page, axe) == []
    shoot(page, "evaluate-report-en-1280")


def test_run_is_stopped_by_its_button(staff):
    watch, origin, folder = staff
    whole = (ROOT / "evals" / "suites" / "seed_dev.jsonl").read_text("utf-8")
    (folder / "suites" / "small.jsonl").write_text(whole, "utf-8")
    sign_in(watch, origin)
    page = watch.page
    page.locator("select[name=system]").select_option("bm25")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped.").wait_for()


def test_complaint_becomes_a_draft_and_stays_text(staff, axe):
    watch, origin, folder = staff
    sign_in(watch, origin)
    page = watch.page
    expect(page.locator("main img")).to_have_count(0)
    page.get_by_role("link", name="Make a case").click()
    page.get_by_text("Draft case").wait_for()
    expect(page.locator("main img, main b[onclick]")).to_have_count(0)
    assert axe_findings(page, axe) == []
    shoot(page, "evaluate-case-en-1280", full=True)
    page.get_by_role("button", name="Add to the drafts").click()
    page.get_by_role("alert").wait_for()
    assert (folder / "drafts" / "feedback.jsonl").is_file()
    page.get_by_role("link", name="Make a case").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the line").click()
    assert started.value.suggested_filename.startswith("feedback-")


@pytest.mark.parametrize("language", ["zh", "ar"])
def test_page_in_other_scripts_fits_a_phone(staff, axe, language):
    watch, origin, _ = staff
    sign_in(watch, origin, language)
    page = watch.page
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("h1").text_content() == evaluate_texts(language)("title")
    assert page.evaluate(OVERFLOW) <= 0
    assert axe_findings(page, axe) == []
    shoot(page, f"evaluate-{language}-390", full=True)
    page.locator("header button").click()
    page.locator("input[name=token]").wait_for()
