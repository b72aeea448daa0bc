from __future__ import annotations

import pytest

from coopbot import Coopbot
from coopbot.languages import LANGUAGES
from coopbot.question import Scope, understand
from coopbot.retriever import SEARCHED, FusionWeights, HybridRetriever
from ingest.build import ingest
from tests.built import make_notes, note, settings_of
from tests.bundled import SYMBOL, bundled_bot, read_question

LEXICAL_ALONE = FusionWeights(late=0, dense=0, reference=0, kind=0)
MEANING_ALONE = FusionWeights(lexical=0, reference=0, kind=0)

OUTSIDE_THE_VOCABULARY = "ზუგდიდი"
TOY = note(
    "The inspectors of the port opened the containers with maize seeds.",
    "The laboratory analysed the samples of soya beans for modified genes.",
    "The training workshop for customs officers takes place in Nairobi.",
    "The budget for translation was spent before the end of the year.",
    f"The consignment {OUTSIDE_THE_VOCABULARY} was registered and sent on.",
    "The consignment was registered and sent back to the exporter at once.",
    "The library keeps every report that a government has sent.",
)


@pytest.fixture(scope="module")
def bot():
    return bundled_bot()


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """Open an index of a few English sentences in which one way of searching can be blind."""
    folder = tmp_path_factory.mktemp("toy")
    settings = settings_of(make_notes(folder / "c", {"TOY/en.txt": TOY}), folder / "index")
    ingest(settings)
    bot = Coopbot.open(settings)
    yield bot
    bot.close()


def labels(hits):
    return [hit.paragraph.label for hit in hits]


def retrieved(question, k=5, *, weights=None, **options):
    bot = bundled_bot()
    retriever = HybridRetriever(bot.index, weights=weights)
    return retriever.retrieve(read_question(question, **options), k)


# --- Sentences ---


def test_sentence_part_is_what_the_candidates_own_best_sentence_gets(bot):
    """Candidates of several languages are compared in one go; each keeps its own."""
    question = read_question("世贸组织哪些委员会？")
    found, _ = HybridRetriever(bot.index).candidates(question)
    compared = [c for c in found.values() if "sentence" in c.parts]
    assert len({c.language for c in compared}) > 2
    for candidate in compared:
        (stored,) = bot.index.vectors.stored({candidate.row: candidate.language}).values()
        own = bot.index.embedder.rank(question.focus, stored.sentence_tokens())
        assert candidate.parts["sentence"] == pytest.approx(max(0.0, *own.tolist()), abs=1e-6)


def test_neighbouring_tokens_count_for_chinese_questions_alone():
    for asked, counted in (("绿色海关倡议的目标是什么？", True), ("aim of Green Customs", False)):
        found, _ = HybridRetriever(bundled_bot().index).candidates(read_question(asked))
        assert any(c.parts.get("phrase", 0.0) > 0 for c in found.values()) is counted


# --- Scope ---


def test_scope_is_searched_as_if_nothing_else_were_held(tmp_path, monkeypatch):
    """Where many paragraphs elsewhere are nearer, those of the scope are found all the same."""
    crowd = note(*[f"The customs workshop number {n} takes place in Nairobi." for n in range(40)])
    quiet = note("A seminar for border officers was held.", "The budget was approved.")
    corpus = make_notes(tmp_path / "c", {"CROWD/en.txt": crowd, "QUIET/en.txt": quiet})
    monkeypatch.setattr("coopbot.retriever.CANDIDATES", 10)
    ingest(settings_of(corpus, tmp_path / "index"))
    bot = Coopbot.open(settings_of(corpus, tmp_path / "index"))
    asked = "Where does the customs workshop take place?"
    everywhere = HybridRetriever(bot.index).retrieve(understand(asked, bot.index), 10)
    assert {hit.paragraph.symbol for hit in everywhere} == {"CROWD"}
    scoped = understand(asked, bot.index, scope=Scope(symbols=("QUIET",)))
    assert labels(HybridRetriever(bot.index).retrieve(scoped, 10)) == ["1", "2"]
    bot.close()


# --- Fusion ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "label", "blind", "sighted"),
    [
        (OUTSIDE_THE_VOCABULARY, "5", "late", LEXICAL_ALONE),
        ("海关官员的培训在哪个城市举行？", "3", "lexical", MEANING_ALONE),
    ],
    ids=["meaning-is-blind", "words-are-blind"],
)
def test_fusion_finds_what_its_only_sighted_part_finds(toy, question, label, blind, sighted):
    from coopbot.question import understand

    read = understand(question, toy.index)
    (alone, *_) = HybridRetriever(toy.index, weights=sighted).retrieve(read, 5)
    (fused, *_) = HybridRetriever(toy.index).retrieve(read, 5)
    assert alone.paragraph.label == label
    assert fused.paragraph.label == label
    assert not fused.parts.get(blind)


def test_fusion_is_no_worse_than_its_parts_over_six_languages():
    right = {
        "谁管理科学书目数据库？": "12",
        "Where was the second international meeting of academic institutions held?": "20",
        "Quelle est la date de la rencontre bilatérale avec l'OMC ?": "9",
        "¿En qué ciudad se celebrará el taller sobre acceso a la justicia?": "19",
        "Какие организации участвуют в партнёрстве Зелёной таможни?": "5",
        "ما المنظمات التي اتصلت بها الأمانة بشأن مناولة ونقل الكائنات الحية المحورة؟": "22",
    }

    def found(weights):
        ranked = {q: retrieved(q, 3, weights=weights) for q in right}
        return sum(
            right[q] in {hit.paragraph.parent or hit.paragraph.label for hit in hits}
            for q, hits in ranked.items()
        )

    assert found(None) >= max(found(LEXICAL_ALONE), found(MEANING_ALONE))
    assert found(None) == len(right)


# --- The form of a result list -----------------------------------------------------------------


@pytest.mark.parametrize("query", ["改性活生物体", "biosafety capacity-building", "BS-III/10"])
def test_hits_are_ranked_from_one_with_falling_scores(bot, query):
    hits = bot.search(query, 40)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", ["改性活生物体", "memorandum of cooperation", "المشاركة العامة"])
def test_hits_are_one_for_a_paragraph_its_items_and_its_six_languages(bot, query):
    hits = bot.search(query, 100)
    places = [(h.paragraph.symbol, h.paragraph.parent or h.paragraph.label) for h in hits]
    assert len(set(places)) == len(places)


def test_hits_are_no_headings_titles_or_notes(bot):
    kinds = {hit.paragraph.kind for hit in bot.search("Cooperation in information-sharing", 100)}
    assert kinds <= SEARCHED


def test_hits_are_at_most_k(bot):
    full = bot.search("Green Customs", 9)
    assert [hit.paragraph.key for hit in bot.search("Green Customs", 4)] == [
        hit.paragraph.key for hit in full[:4]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_in_one_language_gives_that_language_alone(bot, language):
    hits = bot.search("UNIDO 2007", 5, language)
    assert hits
    assert {hit.paragraph.language for hit in hits} == {language}


def test_hits_are_shown_in_the_language_of_the_question():
    hits = retrieved("¿Quién coordina la Iniciativa Aduanas Verdes?")
    assert {hit.paragraph.language for hit in hits} == {"es"}


# --- How a paragraph was found -----------------------------------------------------------------


def test_found_by_tells_reference_and_words(bot):
    (best, *_) = bot.search("第 BS-III/10 号决定 详细标志要求", 3)
    assert best.found_by == ("dense", "lexical", "reference")
    assert {"lexical", "reference"} <= set(best.parts)


def test_found_by_tells_that_only_the_meaning_fits(bot):
    (best, *_) = bot.search("negotiating", 3, "zh")
    assert (best.paragraph.label, best.found_by) == ("10", ("dense",))


def test_words_of_a_concept_are_found_in_another_language(bot):
    (best, *_) = bot.search("scientific bibliographic database of abstracts", 3, "zh")
    assert (best.paragraph.label, best.found_by) == ("12", ("dense", "lexical"))


def test_a_thing_that_many_paragraphs_cite_is_found_by_its_words(bot, monkeypatch):
    monkeypatch.setattr("coopbot.retriever.MOST_CITING", 1)
    for question in ("绿色海关倡议是什么？", "What does the Green Customs Initiative do?"):
        found = retrieved(question)
        assert found[0].parts["reference"] == 1.0
        assert bot.index.ledger.citing_rows("organization", "green-customs", 1) is None


def test_paragraph_asked_for_by_its_place_comes_first(bot):
    for query in ("第21段（三）", "paragraph 21(c) of UNEP/CBD/BS/COP-MOP/4/6", "пункт 21 c)"):
        (best, *_) = bot.search(query, 3)
        assert best.paragraph.key == (SYMBOL, "21(c)"), query
        assert "reference" in best.found_by


# --- Damaged and unusual spelling --------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("BS-lll/10", "14"),
        ("bs 3/10", "14"),
        ("Bs–iii/10", "14"),
        ("memorandm of coperation UNIDO", "21"),
        ("Oganisation for the Prohibition of Chemical Wepons", "5"),
        ("academic meeting in Kuala Lumpor", "20"),
        ("creacion de capacidad memorando de cooperacion con la ONUDI", "21"),
        ("memorandum de cooperation ONUDI renforcement des capacites", "21"),
        ("備忘錄 工發組織", "21"),
        ("اين ستعقد حلقه العمل مع اتفاقيه ارهوس", "19"),
        ("МЕМОРАНДУМ О СОТРУДНИЧЕСТВЕ С ЮНИДО", "21"),
        ("ＵＮＩＤＯ 备忘录", "21"),
    ],
)
def test_search_reads_damaged_and_unusual_spelling(bot, query, label):
    found = {hit.paragraph.parent or hit.paragraph.label for hit in bot.search(query, 2)}
    assert label in found


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("綠色海關倡議的合作夥伴", "绿色海关倡议的合作伙伴"),
        ("اتفاقيه ارهوس والمشاركه العامه", "اتفاقية آرهوس والمشاركة العامة"),
        ("ＢＳ－ＩＩＩ／１０", "BS-III/10"),
        ("la creacion de la Comision y el taller", "la creación de la Comisión y el taller"),
    ],
    ids=["traditional", "hamza", "full-width", "accents"],
)
def test_search_does_not_depend_on_the_form_of_the_letters(bot, written, plain):
    assert labels(bot.search(written, 5)) == labels(bot.search(plain, 5))


def test_search_of_words_that_stand_nowhere_is_no_error(bot):
    for query in ("zzzzqqqq", "。。。", "%", '"unclosed AND (', "\u202e"):
        for hit in bot.search(query, 5):
            assert hit.paragraph.kind in SEARCHED
