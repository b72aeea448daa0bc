from __future__ import annotations

from dataclasses import replace

import pytest

from coopbot.languages import LANGUAGES
from tests.ui.fake_core import SYMBOL, TEXTS, FakeCore
from ui.document_panels import (
    MOST_FILES,
    MOST_WORKS,
    build_report,
    documents_panel,
    label_choices,
    parallel_panel,
    second_language,
)
from ui.texts import texts_in

HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_are_shown_in_every_language_on_one_line(core, language):
    texts = texts_in(language)
    panels = [
        documents_panel(core, texts),
        build_report(core, texts),
        parallel_panel(core, texts, SYMBOL, "1", "zh", language),
    ]
    for panel in panels:
        # Markdown would read something into a second line.
        assert "\n" not in panel
        assert panel.startswith("<div")
        assert panel.endswith("</div>")


def test_documents_panel_shows_each_language_with_its_standing(core):
    panel = documents_panel(core, texts_in("en"))
    assert panel.count('class="work"') == 1
    assert "Official text" in panel
    assert "Unofficial translation" in panel


def test_build_report_shows_outcome_and_reason_of_each_file(core):
    report = build_report(core, texts_in("en"))
    assert report.count("<tr>") == 5
    assert '<span class="outcome damaged">damaged</span>' in report
    assert "no trailer &lt;b&gt;" in report


class ManyCore(FakeCore):
    """A core with more documents than a page can carry, the last of its files damaged."""

    def documents(self):
        (work,) = super().documents()
        return [replace(work, symbol=f"{work.symbol}/{n}") for n in range(MOST_WORKS + 3)]

    def reports(self):
        first, *_, damaged = super().reports()
        return [*[first] * (MOST_FILES + 4), damaged]


def test_long_lists_are_cut_and_say_so_with_the_damaged_files_first():
    core, texts = ManyCore(), texts_in("en")
    panel = documents_panel(core, texts)
    assert panel.count('class="work"') == MOST_WORKS
    assert "3 more; choose them below" in panel
    report = build_report(core, texts)
    assert report.count("<tr>") == 1 + MOST_FILES
    assert "5 more files" in report
    assert report.index("outcome damaged") < report.index("outcome ok")


def test_parallel_panel_says_where_a_language_is_missing(core):
    panel = parallel_panel(core, texts_in("en"), SYMBOL, "1", "zh", "ru")
    assert TEXTS["zh"]["1"] in panel
    assert "not in this language" in panel


def test_second_language_is_the_official_one_unless_it_is_the_first(core):
    assert second_language(core, SYMBOL, "en") == "zh"
    assert second_language(core, SYMBOL, "ar") == "zh"
    assert second_language(core, SYMBOL, "zh") == "en"
    assert second_language(core, "NONE/1", "fr") == "fr"


def test_note_on_a_date_is_shown_where_it_can_be_read(core):
    (work,) = core.documents()
    noted = [replace(facts, date=None, date_note="before May") for facts in work.expressions]
    core.documents = lambda: (replace(work, expressions=tuple(noted)),)
    core.build = "noted"
    assert "before May" in documents_panel(core, texts_in("en"))
    assert "not stated" not in documents_panel(core, texts_in("en"))
    assert "before May" not in documents_panel(core, texts_in("ru"))
    assert texts_in("ru")("date_unknown") in documents_panel(core, texts_in("ru"))


def test_label_choices_are_in_reading_order(core):
    assert [label for _, label in label_choices(core, texts_in("zh"), SYMBOL)] == list(TEXTS["zh"])


def test_panels_show_hostile_text_of_a_document_as_text():
    core = FakeCore(
        {
            "en": TEXTS["en"] | {"1": HOSTILE, "title": HOSTILE},
            "zh": TEXTS["zh"] | {"title": HOSTILE},
        }
    )
    english = texts_in("en")
    for panel in (
        documents_panel(core, english),
        build_report(core, english),
        parallel_panel(core, english, SYMBOL, "1", "en", "zh"),
        parallel_panel(core, english, HOSTILE, HOSTILE, "en", "zh"),
    ):
        assert "<script" not in panel
