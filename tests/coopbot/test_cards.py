from __future__ import annotations

import pytest

from coopbot import Coopbot
from coopbot.cards import reference_card
from coopbot.errors import NotInCorpus
from coopbot.languages import LANGUAGES
from coopbot.wording import text
from ingest.build import ingest
from tests.built import make_corpus, make_notes, settings_of
from tests.bundled import SYMBOL, bundled_bot


@pytest.fixture(scope="module")
def index():
    return bundled_bot().index


def places(card, language="zh"):
    return [p.label for p, _ in card.citing if p.language == language]


def test_decision_is_known_by_the_registry_and_cited_by_its_paragraphs(index):
    card = reference_card(index, "BS-III/10")
    assert (card.kind, card.id, card.facts["meeting"]) == ("decision", "BS-III/10", "COP-MOP-3")
    assert card.facts["text_held"] is False
    assert set(places(card)) == {"14", "14(a)"}


def test_decision_annexed_to_a_report_is_held_and_its_paragraphs_answer(tmp_path):
    report = (
        "UNEP/CBD/BS/COP-MOP/5/17\n\n14 December 2010\n\nREPORT OF THE FIFTH MEETING\n\n"
        "1. The meeting was held in Nagoya in October of that year.\n\nAnnex I\n\n"
        "BS-V/6. Cooperation with other organizations\n\n"
        "The Conference of the Parties,\n\n1. Welcomes the information on partnerships;\n\n"
        "2. Requests the Executive Secretary to pursue cooperation with the customs offices.\n"
    )
    corpus = make_corpus(tmp_path / "corpus", [])
    make_notes(corpus, {"UNEP-CBD-BS-COP-MOP-5-17/en.txt": report})
    settings = settings_of(corpus, tmp_path / "index")
    ingest(settings)
    bot = Coopbot.open(settings)
    card = reference_card(bot.index, "BS-V/6")
    assert card.facts["text_held"] is True
    assert [p.label for p, _ in card.citing] == ["BS-V/6"]
    answer = bot.ask("What does decision BS-V/6 request the Executive Secretary to do?")
    assert not answer.abstained
    assert answer.citations[0].paragraph.label == "BS-V/6.2"


def test_decision_that_nobody_cites_is_told_from_the_registry(index):
    card = reference_card(index, "BS-V/2")
    assert card.citing == ()
    assert card.facts["status"] == "verified"


@pytest.mark.parametrize("language", LANGUAGES)
def test_card_of_a_decision_is_called_in_the_language_asked_for(index, language):
    title = index.registry.decision("BS-IV/6").title_in(language)
    label = "" if language == "zh" else f" ({text('unofficial', language)})"
    assert reference_card(index, "BS-IV/6", language).title == f"BS-IV/6 – {title.text}{label}"


def test_card_keeps_titles_of_a_source_and_renderings_apart(index):
    facts = reference_card(index, "BS-IV/6").facts
    assert facts["titles"] == {"zh": "与其他组织、公约和倡议的合作"}
    assert set(facts["renderings"]) == set(LANGUAGES) - {"zh"}
    assert {one["status"] for one in facts["renderings"].values()} == {"unofficial"}
    (subject,) = facts["subjects"]
    assert subject["id"] == "cooperation"
    assert {*subject["titles"], *subject["renderings"]} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_citations_stand_where_they_say_in_each_language(index, language):
    card = reference_card(index, "UNIDO")
    mine = [(p, r) for p, r in card.citing if p.language == language]
    assert mine
    assert all(p.text[r.start : r.end] == r.text for p, r in mine)


def test_citing_paragraphs_come_official_first_then_in_reading_order(index):
    card = reference_card(index, "Green Customs Initiative")
    languages = list(dict.fromkeys(p.language for p, _ in card.citing))
    assert languages == list(LANGUAGES)
    ordinals = [p.ordinal for p, _ in card.citing if p.language == "zh"]
    assert ordinals == sorted(ordinals)


@pytest.mark.parametrize(
    ("written", "kind", "id"),
    [
        ("unido", "organization", "unido"),
        ("世界海关组织", "organization", "wco"),
        ("ONUDI", "organization", "unido"),
        ("4/6", "symbol", SYMBOL),
        ("UNEP/CBD/BS/COP-MOP/4/INF/6", "symbol", "UNEP/CBD/BS/COP-MOP/4/INF/6"),
        ("Article 25", "article", "25"),
        ("COP-MOP-3", "meeting", "COP-MOP-3"),
        ("BS-II/6(f)", "decision", "BS-II/6(f)"),
    ],
)
def test_thing_is_recognised_as_a_person_writes_it(index, written, kind, id):
    card = reference_card(index, written)
    assert (card.kind, card.id) == (kind, id)
    assert card.facts or card.citing


def test_document_held_says_so(index):
    assert reference_card(index, "4/6").facts["text_held"] is True
    assert reference_card(index, "COP-MOP/4/4").facts["text_held"] is False


@pytest.mark.parametrize(
    ("written", "readings"),
    [("III/6", {"BS-III/6", "COP-III/6"}), ("decision 6", {"BS-II/6", "BS-III/6", "BS-IV/6"})],
)
def test_ambiguous_thing_is_asked_back(index, written, readings):
    with pytest.raises(NotInCorpus, match="fits several things") as caught:
        reference_card(index, written)
    assert readings <= set(caught.value.nearest)
    assert (caught.value.thing, caught.value.several) == (written, True)


@pytest.mark.parametrize("written", ["BS-IX/99", "Article 99", "UNEP/CBD/BS/COP-MOP/4/9"])
def test_unknown_thing_comes_with_the_nearest_of_its_kind(index, written):
    with pytest.raises(NotInCorpus, match="the nearest that are cited are") as caught:
        reference_card(index, written)
    cited = {id for _, id in index.ledger.reference_counts()}
    assert caught.value.nearest
    assert set(caught.value.nearest) <= cited
    assert (caught.value.thing, caught.value.several) == (written, False)


@pytest.mark.parametrize("written", ["", "nonsense", "a/b", "///"])
def test_text_that_names_nothing_says_how_to_write_it(index, written):
    with pytest.raises(NotInCorpus, match="write it like BS-III/10"):
        reference_card(index, written)


def test_card_as_json_carries_status_and_place(index):
    shown = reference_card(index, "BS-III/10").to_dict()
    assert set(shown) == {"kind", "id", "title", "facts", "citing"}
    status = {entry["language"]: entry["status"] for entry in shown["citing"]}
    assert status == {code: "official" if code == "zh" else "unofficial" for code in LANGUAGES}
