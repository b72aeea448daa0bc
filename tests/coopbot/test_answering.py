from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from coopbot.answering import AnswerWriter, link
from coopbot.compose import Composition, Passage, Quote, anchor_and_reading
from coopbot.languages import LANGUAGES
from coopbot.types import Evidence
from coopbot.wording import text, view_text
from tests.bundled import PARTNERS_QUESTION, SYMBOL, bundled_bot, read_question


@pytest.fixture(scope="module")
def index():
    return bundled_bot().index


@pytest.fixture(scope="module")
def writer(index):
    return AnswerWriter(index)


def quote_of(index, label, language="zh", reading=None):
    held = index.ledger.expressions(SYMBOL, label)
    anchor, other = held[language], held[reading] if reading else None
    return Quote(anchor, (0, len(anchor.text)), other, (0, len(other.text)) if other else None)


def composed(*quotes, is_list=False):
    label = quotes[0].anchor.label
    return Composition(
        (Passage(label, SYMBOL, quotes, is_list),), "list" if is_list else "according"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_stands_with_its_marker_in_a_frame_of_the_asker(index, writer, language):
    quote = quote_of(index, "4")
    draft = writer.extractive(read_question(PARTNERS_QUESTION, language=language), composed(quote))
    frame, *lines = draft.lines
    assert SYMBOL in frame
    assert "4" in frame.replace(SYMBOL, "")
    assert any(quote.text in line and "[1]" in line for line in lines)
    assert [(s.text, s.citations) for s in draft.statements] == [(quote.text, (1,))]


def test_translation_comes_first_labelled_and_the_official_text_follows(index, writer):
    quote = quote_of(index, "4", reading="fr")
    draft = writer.extractive(read_question(PARTNERS_QUESTION, language="fr"), composed(quote))
    _, translated, official = draft.lines
    assert quote.reading_text in translated
    assert text("unofficial", "fr") in translated
    assert quote.text in official
    assert text("unofficial", "fr") not in official
    languages = {c.n: c.paragraph.language for c in draft.citations}
    translation, original = draft.statements
    assert [languages[n] for n in translation.citations] == ["fr", "zh"]
    assert [languages[n] for n in original.citations] == ["zh"]


def test_quotation_of_an_unofficial_text_alone_is_labelled(index, writer):
    quote = quote_of(index, "4", language="en")
    draft = writer.extractive(read_question("Green Customs", language="en"), composed(quote))
    assert text("unofficial", "en") in draft.text


def test_same_quotation_is_cited_once(index, writer):
    quote = quote_of(index, "4")
    draft = writer.extractive(read_question(PARTNERS_QUESTION), composed(quote, quote))
    assert [citation.n for citation in draft.citations] == [1]


def test_entries_of_a_list_are_bullets_in_their_order(index, writer):
    quotes = [quote_of(index, f"23({letter})") for letter in "ab"]
    draft = writer.extractive(read_question("要点有哪些？"), composed(*quotes, is_list=True))
    bullets = [line for line in draft.lines if line.startswith("• ")]
    assert [quote.text in line for quote, line in zip(quotes, bullets, strict=True)] == [True, True]
    assert re.findall(r"\[(\d)\]", draft.text) == ["1", "2"]


@pytest.mark.parametrize(
    ("language", "mark"), [("zh", "（二）“"), ("en", "(b) “"), ("fr", "b) « "), ("ar", "(ب) «")]
)
def test_entry_of_a_list_has_its_printed_mark_before_the_quotation(index, writer, language, mark):
    expressions = index.expressions(SYMBOL, "21(b)")
    anchor, reading = anchor_and_reading(expressions, language)
    whole = (0, len(anchor.text))
    quote = Quote(anchor, whole, reading, (0, len(reading.text)) if reading else None)
    draft = writer.extractive(
        read_question("UNIDO?", language=language), composed(quote, is_list=True)
    )
    (entry,) = [line for line in draft.lines if line.startswith("• ")]
    shown = reading or anchor
    assert entry.startswith(f"• {mark}{shown.text}")
    assert draft.statements[0].text == shown.text


def test_words_of_a_list_that_are_no_entry_have_no_mark(index, writer):
    draft = writer.extractive(
        read_question("要点有哪些？"), composed(quote_of(index, "21"), is_list=True)
    )
    assert draft.lines[-1].startswith("• “2007")


def test_citation_carries_display_link_and_parallel_text(index, writer):
    draft = writer.extractive(read_question(PARTNERS_QUESTION), composed(quote_of(index, "21(c)")))
    (citation,) = draft.citations
    assert citation.display == "21（三）"
    assert set(citation.parallel) == set(LANGUAGES) - {"zh"}
    assert unquote(citation.link) == f"/d/{SYMBOL}/21(c)?lang=zh"


@pytest.mark.parametrize("label", ["fn*", "21(c)", "title"])
def test_link_is_a_path_without_blanks(index, label):
    path = link(index.ledger.expressions(SYMBOL, label)["zh"])
    assert re.fullmatch(r"/d/[\w/()*%.-]+\?lang=zh", path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_abstention_names_what_is_missing_and_the_nearest_places(writer, language):
    hits = tuple(bundled_bot().search(PARTNERS_QUESTION, 3))
    question = read_question(PARTNERS_QUESTION, language=language)
    draft = writer.abstention(question, Evidence(hits, 0.0, "no_evidence", ("XQTZ",)))
    assert text("no_evidence", language) in draft.text
    assert "XQTZ" in draft.text
    assert all(hit.paragraph.label in draft.text for hit in hits)
    assert (draft.statements, draft.citations) == ([], [])


def test_abstention_from_a_decision_not_held_gives_its_title_from_the_registry(writer, index):
    question = read_question("What does decision BS-V/2 say?")
    draft = writer.abstention(question, Evidence((), 0.0, "not_in_corpus", ("BS-V/2",)))
    assert index.registry.decision("BS-V/2").titles["en"] in draft.text
    assert text("unofficial", "en") not in draft.text


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_abstention_gives_a_title_rendered_for_the_asker_as_unofficial(writer, index, language):
    question = read_question("What does decision BS-V/2 say?", language=language)
    draft = writer.abstention(question, Evidence((), 0.0, "not_in_corpus", ("BS-V/2",)))
    title = index.registry.decision("BS-V/2").title_in(language)
    shown = f"{title.text} ({text('unofficial', language)})"
    assert text("registry_title", language, title=shown) in draft.lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_abstention_gives_no_title_that_is_not_confirmed(writer, index, language):
    question = read_question("What does decision BS-VII/6 say?", language=language)
    draft = writer.abstention(question, Evidence((), 0.0, "not_in_corpus", ("BS-VII/6",)))
    assert index.registry.decision("BS-VII/6").title_in(language).text not in draft.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_name_each_reading_in_the_language_of_the_asker(writer, index, language):
    question = read_question("What does decision III/6 say?", language=language)
    draft = writer.choices(question, Evidence((), 0.0, "ambiguous"))
    assert draft.lines[0] == text("ambiguous", language)
    title = index.registry.decision("BS-III/6").title_in(language)
    label = f" ({text('unofficial', language)})" if title.rendered else ""
    assert f"• BS-III/6 – {title.text}{label}" in draft.lines
    assert "• COP-III/6" in draft.lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_say_which_title_is_not_confirmed(writer, language):
    question = read_question("What does decision 6 say?", language=language)
    draft = writer.choices(question, Evidence((), 0.0, "ambiguous"))
    doubted = [line for line in draft.lines if view_text("unverified", language) in line]
    assert [line.split()[1] for line in doubted] == ["BS-VII/6"]


def test_refusal_is_one_sentence_before_the_nearest_places(writer):
    question = read_question("What is the position of Brazil?")
    draft = writer.refusal(question, Evidence((), 0.0, "out_of_scope"))
    assert draft.lines == [text("positions", "en")]


def test_paragraph_that_is_not_there_is_named_with_what_is(writer):
    draft = writer.no_label(read_question("第99段说了什么？"), SYMBOL, "99", ["22", "23"])
    assert "99" in draft.text
    assert "第22段" in draft.text
    assert draft.citations == []
