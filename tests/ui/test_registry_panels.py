from __future__ import annotations

import pytest

from coopbot.languages import LANGUAGES
from coopbot.wording import text, view_text
from tests.ui.fake_core import SYMBOL, TEXTS, FakeCore
from ui.markup import isolated
from ui.paragraphs import badge
from ui.registry_panels import (
    decision_choices,
    decision_panel,
    partner_panel,
    provision_choices,
    provision_panel,
)
from ui.texts import texts_in

HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_are_shown_in_every_language_on_one_line(core, language):
    texts = texts_in(language)
    panels = [
        decision_panel(core, texts, "BS-II/6"),
        decision_panel(core, texts, "BS-III/10"),
        partner_panel(core, texts, "green-customs"),
        provision_panel(core, texts, "18"),
        provision_panel(core, texts, "18(2)(a)"),
    ]
    for panel in panels:
        # Markdown would read something into a second line.
        assert "\n" not in panel
        assert panel.startswith("<div")
        assert panel.endswith("</div>")


def test_decision_panel_draws_who_cites_it_and_quotes_the_paragraphs(core):
    panel = decision_panel(core, texts_in("en"), "BS-II/6")
    assert "<svg" in panel
    assert "¶ 1" in panel
    assert "BS-III/6" in panel
    assert f'href="/d/{SYMBOL}/1?lang=en&amp;ui=en"' in panel
    assert "not quoted from a document" in panel


def titled(thing, language):
    """Return how a panel shows the title of a thing of the registry."""
    title = thing.title_in(language)
    shown = isolated(title.text, language)
    return f"{shown} {badge(False, texts_in(language))}" if title.rendered else shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("id", "source"), [("BS-II/6", "en"), ("BS-IV/6", "zh")])
def test_decision_panel_has_the_subject_in_the_language_of_the_page(core, id, source, language):
    texts = texts_in(language)
    decision = core.registry.decision(id)
    assert set(decision.titles) == {source}
    panel = decision_panel(core, texts, id)
    subject = f"<dt>{texts('subject')}</dt><dd>{titled(decision, language)}</dd>"
    assert subject in panel
    assert (texts("unofficial") in subject) is (language != source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_decision_panel_lists_topics_that_say_more_than_the_subject(core, language):
    texts = texts_in(language)
    panel = decision_panel(core, texts, "BS-I/6")
    topics = core.registry.subjects_of(core.registry.decision("BS-I/6"))
    assert len(topics) == 4
    assert all(f"<li>{titled(topic, language)}</li>" in panel for topic in topics)
    assert texts("topics") not in decision_panel(core, texts, "BS-III/1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_decision_choices_label_what_was_rendered_and_what_is_not_confirmed(core, language):
    unofficial, doubted = text("unofficial", language), view_text("unverified", language)
    shown = {id: name for name, id in decision_choices(core, texts_in(language))}
    assert set(shown) == set(core.registry.decisions)
    for decision in core.registry.decisions.values():
        title = decision.title_in(language)
        assert f"{decision.id} · {title.text}" in shown[decision.id]
        assert shown[decision.id].startswith("\u200f") is (language == "ar")
        assert (unofficial in shown[decision.id]) is title.rendered
        assert (doubted in shown[decision.id]) is (decision.status != "verified")


@pytest.mark.parametrize("language", LANGUAGES)
def test_provision_panel_calls_its_chains_in_the_language_of_the_page(core, language):
    panel = provision_panel(core, texts_in(language), "18")
    chains = [one for one in core.registry.chains if one.id.startswith("article-18-")]
    assert len(chains) == 3
    assert all(titled(chain, language) in panel for chain in chains)


def test_decision_that_nothing_cites_says_so(core):
    assert "No paragraph of the documents held here cites it" in decision_panel(
        core, texts_in("en"), "BS-VII/1"
    )


def test_decision_choices_stand_in_order_of_the_meetings(core):
    known = [identity for _, identity in decision_choices(core, texts_in("en"))]
    assert known.index("BS-II/10") < known.index("BS-III/1") < known.index("CP-9/7")


def test_partner_panel_draws_dates_and_marks_the_name(core):
    panel = partner_panel(core, texts_in("en"), "green-customs")
    assert "<mark>Green Customs Initiative</mark>" in panel
    assert "2006 · ¶ 1" in panel
    assert '<bdi lang="ar" dir="rtl">' in panel


def test_provision_choices_are_article_18_with_its_paragraphs_and_items(core):
    shown = [identity for _, identity in provision_choices(core, texts_in("zh"))]
    assert shown == ["18", "18(1)", "18(2)", "18(2)(a)", "18(2)(b)", "18(2)(c)", "18(3)"]


def test_provision_panel_shows_the_chain_of_its_decisions_alone(core):
    panel = provision_panel(core, texts_in("en"), "18(2)(b)")
    assert "BS-III/8" in panel
    assert "BS-III/9" not in panel


def test_panels_show_hostile_text_of_a_document_as_text():
    core = FakeCore({"en": TEXTS["en"] | {"1": f"{TEXTS['en']['1']} {HOSTILE}"}})
    english = texts_in("en")
    panel = partner_panel(core, english, "green-customs")
    assert "&lt;script&gt;" in panel
    for one in (
        panel,
        partner_panel(core, english, HOSTILE),
        decision_panel(core, english, HOSTILE),
    ):
        assert "<script" not in one
