"""Questions that name a decision, an article or a document whose text is held."""

import shutil

import pytest

from coopbot import Coopbot
from coopbot.index import IndexReader
from coopbot.own_text import own_texts
from coopbot.question import understand
from ingest.build import ingest
from tests.built import SYMBOL, make_corpus, settings_of
from tests.ingest.families import as_text, family

REPORT, DECISION, TREATY = "UNEP/CBD/BS/COP-MOP/5/17", "CBD/CP/MOP/DEC/9/13", "CP-TREATY"
FAMILIES = {"report": REPORT, "decision": DECISION, "treaty": TREATY}
LANGUAGES = ("en", "zh", "fr", "es", "ru", "ar")
REQUESTS = {
    "en": "What does decision BS-V/6 request the Executive Secretary to do?",
    "zh": "第BS-V/6号决定要求执行秘书做什么？",
    "fr": "Que demande la décision BS-V/6 au Secrétaire exécutif ?",
    "es": "¿Qué pide la decisión BS-V/6 al Secretario Ejecutivo?",
    "ru": "О чем решение BS-V/6 просит Исполнительного секретаря?",
    "ar": "ماذا يطلب المقرر BS-V/6 من الأمين التنفيذي؟",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Return the seed, a report with annexed decisions, a decision and a treaty as one index."""
    root = tmp_path_factory.mktemp("own-text")
    corpus = make_corpus(root / "corpus", LANGUAGES)
    for name, symbol in FAMILIES.items():
        folder = corpus / "documents" / symbol.replace("/", "-")
        folder.mkdir()
        for language in LANGUAGES:
            text = as_text(family(name, language), language)
            (folder / f"{language}.txt").write_text(text, encoding="utf-8")
    made = settings_of(corpus, root / "index")
    ingest(made)
    yield made
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def index(settings):
    reader = IndexReader.open(settings)
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def bot(settings):
    opened = Coopbot.open(settings)
    yield opened
    opened.close()


def cited(answer):
    return [
        (citation.paragraph.symbol, citation.paragraph.label.split("(")[0])
        for citation in answer.citations
    ]


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("What does decision BS-V/6 request?", [(REPORT, "BS-V/6")]),
        ("What does paragraph 2 of decision BS-V/6 request?", [(REPORT, "BS-V/6.2")]),
        ("What does paragraph 9 of decision BS-V/6 request?", [(REPORT, "BS-V/6")]),
        ("What does decision CP-9/13 request?", [(DECISION, None)]),
        (f"What does {SYMBOL} say about customs?", [(SYMBOL, None)]),
        ("What does Article 18(2) require?", [(TREATY, "18(2)")]),
        ("What does Article 18 of the Convention on Biological Diversity require?", []),
        ("What does decision BS-III/6 request?", []),
        ("Who coordinates the Green Customs Initiative?", []),
    ],
)
def test_the_text_of_what_a_question_names_is_known(index, asked, held):
    question = understand(asked, index)
    assert [(text.symbol, text.label) for text in own_texts(question, index)] == held


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_decision_requests_is_cited_from_its_own_text(bot, language):
    answer = bot.ask(REQUESTS[language])
    assert (REPORT, "BS-V/6.2") in cited(answer)
    assert {(c.paragraph.symbol, c.paragraph.label[:6]) for c in answer.citations} == {
        (REPORT, "BS-V/6")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_paragraphs_come_before_those_that_speak_of_other_decisions(bot, language):
    ranked = [(h.paragraph.symbol, h.paragraph.label) for h in bot.search(REQUESTS[language], k=10)]
    own = [symbol == REPORT and label.startswith("BS-V/6.") for symbol, label in ranked]
    assert own[:2] == [True, True]
    # Nothing else cites it: what follows speaks of others.
    assert own == sorted(own, reverse=True)
    assert (SYMBOL, "1") in ranked


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("What does decision BS-V/7 approve?", (REPORT, "BS-V/7.1")),
        ("Which document does decision BS-V/6 welcome?", (REPORT, "BS-V/6.1")),
        ("Which decision does BS-V/6 recall?", (REPORT, "BS-V/6.b2")),
        ("What does paragraph 2 of decision BS-V/6 request?", (REPORT, "BS-V/6.2")),
        ("What does decision CP-9/13 decide to establish?", (DECISION, "CP-9/13.2")),
        ("Que demande la décision CP-9/13 à la Secrétaire exécutive ?", (DECISION, "CP-9/13.3")),
        ("What does Article 18(2) require?", (TREATY, "18")),
        ("What is the objective in Article 1 of the Cartagena Protocol?", (TREATY, "1")),
        ("What did decision BS-III/6 request the Executive Secretary to do?", (SYMBOL, "1")),
    ],
)
def test_the_first_citation_is_the_text_named_or_what_cites_it(bot, asked, place):
    assert cited(bot.ask(asked))[:1] == [place]


def test_a_comparison_with_a_decision_that_is_only_cited_keeps_what_cites_it(bot):
    hits = bot.search("Compare decision BS-V/6 with decision BS-III/6.", k=6)
    assert {REPORT, SYMBOL} <= {hit.paragraph.symbol for hit in hits}
    (citing,) = [hit for hit in hits if hit.paragraph.key == (SYMBOL, "1")]
    assert citing.parts["named"] == 0.0


def test_what_a_document_says_is_sought_in_it_alone(bot):
    answer = bot.ask(f"What does {SYMBOL} say about the World Customs Organization?")
    assert {citation.paragraph.symbol for citation in answer.citations} == {SYMBOL}


def test_a_long_text_that_is_named_is_searched_by_itself(bot, monkeypatch):
    monkeypatch.setattr("coopbot.retriever.MOST_CITING", 5)
    first = bot.search(REQUESTS["en"], k=1)[0].paragraph
    assert (first.symbol, first.label) == (REPORT, "BS-V/6.2")


@pytest.mark.parametrize("asked", ["What does decision BS-V/6 say?", REQUESTS["zh"]])
def test_the_noun_of_a_decision_that_is_named_asks_for_no_other(index, asked):
    assert understand(asked, index).kinds == ()
    assert "decision" in understand("Which decision does BS-V/6 recall?", index).kinds
