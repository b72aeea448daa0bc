"""References of real documents and of questions."""

import gzip
import json
import os
import re
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopbot.languages import LANGUAGES
from coopbot.references import find_references, references_in_question
from coopbot.registry import Registry

FOLDER = Path("corpus/documents/UNEP-CBD-BS-COP-MOP-4-6")
REGISTRY = Registry.load(Path("corpus/registry"))
TEXTS = {language: (FOLDER / f"{language}.txt").read_text("utf-8") for language in LANGUAGES}
KNOWN = [
    "UNEP/CBD/BS/COP-MOP/4/6",
    "UNEP/CBD/BS/COP-MOP/4/4",
    "UNEP/CBD/BS/COP-MOP/4/INF/5",
    "UNEP/CBD/BS/COP-MOP/4/INF/6",
]


def paragraph(language, number):
    """Cut one numbered paragraph out of a file; the Chinese file wraps its lines."""
    if language != "zh":
        return re.search(rf"(?ms)^{number}\. (.*?)(?=^\S{{1,6}}[.-] |^\* )", TEXTS[language])[1]
    end = rf"^ ?{number + 1}\. |^ ?[二三A-G]\. |^\*|^1/|^\n {{50,}}|\Z"
    return re.search(rf"(?ms)^ ?{number}\. (.*?)(?={end})", TEXTS["zh"])[1]


def ids(text, language, *kinds):
    return sorted(
        {found.id for found in find_references(text, language, REGISTRY) if found.kind in kinds}
    )


CITED = {
    1: ["BS-II/6", "BS-III/6"],
    2: ["BS-III/6"],
    7: ["18", "18(2)", "25"],
    14: ["18", "BS-III/10", "BS-III/11", "BS-III/9(3)"],
    17: ["BS-II/6"],
    18: ["23"],
    22: ["18(3)", "BS-II/6(f)"],
}
DATED = {
    4: ["2006"],
    5: ["2001"],
    7: ["2006", "2007-05", "2007-08"],
    8: ["2007", "2007-09", "2008", "2008-01"],
    9: ["2006-05-29"],
    12: ["1990"],
    14: ["2007-09-24/2007-09-28"],
    15: ["2008-04-28/2008-05-02"],
    16: ["2008-02"],
    19: ["2008-05-19/2008-05-20"],
    20: ["2007-02-26/2007-02-28", "2007-04-16/2007-04-18", "2008-02-11/2008-02-13"],
    21: ["2007-03"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 24))
def test_find_references_reads_the_decisions_and_articles_of_each_paragraph(number, language):
    assert ids(paragraph(language, number), language, "decision", "article") == CITED.get(
        number, []
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 24))
def test_find_references_reads_the_dates_of_each_paragraph(number, language):
    assert ids(paragraph(language, number), language, "date") == DATED.get(number, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_references_reads_the_symbols_of_the_document(language):
    assert ids(TEXTS[language], language, "symbol") == [
        "UNEP/CBD/BS/COP-MOP/4/1",
        "UNEP/CBD/BS/COP-MOP/4/4",
        "UNEP/CBD/BS/COP-MOP/4/INF/23",
        "UNEP/CBD/BS/COP-MOP/4/INF/5",
        "UNEP/CBD/BS/COP-MOP/4/INF/6",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("number", "expected"), [(1, [3]), (3, [4]), (4, [2, 3]), (10, [3]), (5, [])]
)
def test_find_references_reads_the_meetings_of_the_parties(number, expected, language):
    meetings = ids(paragraph(language, number), language, "meeting")
    assert meetings == [f"COP-MOP-{meeting}" for meeting in expected]


# The Chinese text calls the Secretariat 秘书处 throughout; the others' common noun is no name. The
# name of the project in paragraph 13 is held in Chinese and English only, and Russian prints the
# name of the OECD inside that of its working group.
UNCOMMON = {"cbd-secretariat", "unep-gef-bch-project", "unep", "gef", "oecd-wg-hrob"}


@pytest.mark.parametrize("number", range(1, 24))
def test_find_references_reads_the_same_bodies_in_six_languages(number):
    found = {
        language: set(ids(paragraph(language, number), language, "organization")) - UNCOMMON
        for language in LANGUAGES
    }
    assert all(found[language] == found["zh"] for language in LANGUAGES), found


def test_find_references_reads_the_nine_partners_of_green_customs():
    partners = {
        "unep",
        "basel-convention",
        "cites",
        "stockholm-convention",
        "rotterdam-convention",
        "montreal-protocol",
        "opcw",
        "wco",
        "interpol",
    }
    assert partners <= set(ids(paragraph("zh", 5), "zh", "organization"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_references_reports_the_printed_text(language):
    text = TEXTS[language]
    for found in find_references(text, language, REGISTRY):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_references_overlaps_within_a_kind_only_as_one_list(language):
    found = find_references(TEXTS[language], language, REGISTRY)
    for kind in ("symbol", "decision", "article", "organization", "date"):
        spans = sorted({(one.start, one.end) for one in found if one.kind == kind})
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_find_references_lets_identifiers_win_over_names_inside_them():
    found = find_references("UNEP/CBD/BS/COP-MOP/4/6 and decision BS-II/6", "en", REGISTRY)
    assert [(one.kind, one.id) for one in found] == [
        ("symbol", "UNEP/CBD/BS/COP-MOP/4/6"),
        ("decision", "BS-II/6"),
    ]


def test_find_references_reads_a_decision_issued_as_a_document():
    found = find_references("CBD/CP/MOP/DEC/VIII/16", "en")
    assert {(one.kind, one.id) for one in found} == {
        ("symbol", "CBD/CP/MOP/DEC/VIII/16"),
        ("decision", "CP-VIII/16"),
    }


PIECES = st.sampled_from(
    [
        "第 18 条第 2 款",
        "第 BS-III/9 号决定第 3 段",
        "(a)",
        "paragraph 2",
        " of ",
        "Article 18",
        "статьи 18",
        "пункт 2",
        "المادة 18",
        "الفقرة 2",
        " من ",
        "UNEP/CBD/BS/COP-MOP/4/INF/6",
        "2007年9月24日至28日",
        "24–28 September 2007",
        "世贸组织",
        "WTO",
        "\u200b",
        "é",
        "（三）",
        "\n\n",
        " ",
        "和",
        ", ",
        " and ",
        "BS-",
        "III/10",
        "décision ",
        "COP-MOP 4",
        "1",
        ".",
        "－",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_find_references_holds_its_laws_on_any_mixture(text):
    found = find_references(text, None, REGISTRY)
    assert all(text[one.start : one.end] == one.text and one.text for one in found)
    for one, other in combinations(found, 2):
        if one.kind == other.kind and one.kind != "meeting":
            same = (one.start, one.end) == (other.start, other.end)
            assert same or one.end <= other.start or other.end <= one.start


# -- questions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("bs-3/10是什么？", ["BS-III/10"]),
        ("What about BS-lll/10?", ["BS-III/10"]),
        ("第三次会议第10号决定", ["BS-III/10"]),
        ("CP VIII/16", ["CP-VIII/16"]),
        ("bs-2/6(f)", ["BS-II/6(f)"]),
        ("4/6 讲什么？", ["UNEP/CBD/BS/COP-MOP/4/6"]),
        ("COP-MOP/4/6*", ["UNEP/CBD/BS/COP-MOP/4/6"]),
        ("unep/cbd/bs/cop-mop/4/inf.6", ["UNEP/CBD/BS/COP-MOP/4/INF/6"]),
        ("Inf/6", ["UNEP/CBD/BS/COP-MOP/4/INF/6"]),
        ("INF.5", ["UNEP/CBD/BS/COP-MOP/4/INF/5"]),
        ("What happened at MOP-4?", ["COP-MOP-4"]),
        ("Was sagt Article 18.2(a) und 第 25 条?", ["18(2)(a)", "25"]),
    ],
)
def test_references_in_question_reads_loose_forms(question, expected):
    found = references_in_question(question, None, REGISTRY, KNOWN)
    assert [one.id for one in found.references] == expected
    assert found.ambiguities == ()
    assert all(question[one.start : one.end] == one.text for one in found.references)


def test_references_in_question_flags_a_bare_decision():
    found = references_in_question("What does decision III/10 say?", "en", REGISTRY)
    (ambiguity,) = found.ambiguities
    assert ambiguity.reason == "series"
    assert ambiguity.readings == ("BS-III/10", "COP-III/10")


@pytest.mark.parametrize(
    "question", ["第6号决定", "What does decision 6 say?", "¿Qué dice la decisión 6?"]
)
def test_references_in_question_flags_a_number_alone(question):
    (ambiguity,) = references_in_question(question, None, REGISTRY).ambiguities
    assert ambiguity.reason == "number"
    assert {"BS-II/6", "BS-III/6", "BS-IV/6"} <= set(ambiguity.readings)


def test_references_in_question_flags_a_short_symbol_of_two_meetings():
    known = ["UNEP/CBD/BS/COP-MOP/4/INF/6", "UNEP/CBD/BS/COP-MOP/5/INF/6"]
    found = references_in_question("INF/6?", "en", None, known)
    (ambiguity,) = found.ambiguities
    assert ambiguity.reason == "symbol"
    assert ambiguity.readings == tuple(known)
    assert found.references == ()


def test_references_in_question_keeps_paragraphs_of_documents_apart():
    found = references_in_question("第18条第2款和第21段（三）、脚注2", "zh", REGISTRY)
    assert [one.id for one in found.references] == ["18(2)"]
    assert [mention.label for mention in found.labels] == ["21(c)", "fn2"]


# -- time ------------------------------------------------------------------------------------

ADVERSARIAL = ["Article 1 and ", "(a)", "UNEP/CBD/", "المادة 1 و", "1 May ", "INF.1 "]
_PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from pathlib import Path
from coopbot.references import find_references, references_in_question
from coopbot.registry import Registry
registry = Registry.load(Path("corpus/registry"))
for unit in sys.argv[1:]:
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    find_references(text, None, registry)
    references_in_question(text, None, registry)
print("done")
"""


def test_find_references_stays_within_a_processor_limit_on_hostile_text():
    """Quadratic work on 100,000 characters would need far more than the 60 seconds allowed."""
    path = os.pathsep.join(["src", *filter(None, [os.environ.get("PYTHONPATH")])])
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *ADVERSARIAL],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert (result.returncode, result.stdout) == (0, "done\n"), result.stderr[-500:]


# -- agreement across languages on the development data --------------------------------------

FLOORS = {"zh": 0.97, "fr": 0.98, "es": 0.98, "ru": 0.99, "ar": 0.96}


def articles(text, language):
    found = find_references(text, language)
    return {one.id.rpartition(":")[2] for one in found if one.kind == "article"}


@pytest.mark.parametrize("language", FLOORS)
def test_find_references_agrees_with_english_on_aligned_segments(language):
    folder = os.environ.get("COOPBOT_TRAINING_DATA")
    if not folder:
        pytest.skip("COOPBOT_TRAINING_DATA names no folder of the training data")
    with gzip.open(Path(folder) / "train" / "scbd_i18n.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row.get(language)]
    pairs = [(articles(row["en"], "en"), articles(row[language], language)) for row in rows]
    cited = [(english, other) for english, other in pairs if english]
    assert len(cited) > 150
    assert sum(english == other for english, other in cited) / len(cited) >= FLOORS[language]
