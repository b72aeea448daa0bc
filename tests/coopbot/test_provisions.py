"""Articles and decisions with their parts, in six languages and many orders."""

import pytest

from coopbot.folded import fold
from coopbot.instruments import with_instrument
from coopbot.provisions import find_provisions


def ids(text):
    folded = fold(text)
    return [found.id for found in with_instrument(folded.text, find_provisions(folded))]


PARAGRAPH_2A = [
    "第18条第2款(a)项",
    "第18条第2(a)款",
    "第 18 条第 2 款第（a）项",
    "第十八条第二款(a)项",
    "第１８条第２款（ａ）项",
    "Article 18, paragraph 2(a)",
    "Article 18, paragraph 2 (a)",
    "paragraph 2 (a) of Article 18",
    "Article 18.2(a)",
    "Article 18(2)(a)",
    "subparagraph (a) of paragraph 2 of Article 18",
    "Article 18, paragraph 2, subparagraph (a)",
    "art. 18, para. 2 (a)",
    "article 18, paragraphe 2 a)",
    "l’alinéa a) du paragraphe 2 de l’article 18",
    "au paragraphe 2 a) de l'article 18",
    "paragraphe 2 a) de l article 18",
    "art. 18, par. 2 a)",
    "artículo 18, párrafo 2 a)",
    "apartado a) del párrafo 2 del artículo 18",
    "Articulo 18, parrafo 2 a)",
    "пункт 2 а) статьи 18",
    "подпункт a) пункта 2 статьи 18",
    "п. 2 a) ст. 18",
    "статья 18, пункт 2 a)",
    "الفقرة 2(أ) من المادة 18",
    "المادة ١٨، الفقرة ٢ (أ)",
    "الفقرة الفرعية (أ) من الفقرة 2 من المادة 18",
    "والفقرة 2 (أ) من المادة 18",
]


@pytest.mark.parametrize("text", PARAGRAPH_2A)
def test_find_provisions_reads_one_paragraph_in_every_form(text):
    assert ids(text) == ["18(2)(a)"]


@pytest.mark.parametrize(
    "text",
    [
        "第18条第2(b)和(c)款",
        "第18条第2款(b)和(c)项",
        "第18条第2款(b)项和(c)项",
        "paragraphs 2(b) and 2(c) of Article 18",
        "Article 18, paragraphs 2 (b) and (c)",
        "párrafos 2 b) y 2 c) del Artículo 18",
        "paragraphes 2 b) et 2 c) de l'article 18",
        "пунктов 2b) и 2с) статьи 18",  # a Cyrillic с
        "الفقرتان 2(ب) و2(ج) من المادة 18",
    ],
)
def test_find_provisions_reads_two_items(text):
    assert ids(text) == ["18(2)(b)", "18(2)(c)"]


@pytest.mark.parametrize(
    "text",
    [
        "第 7 至 10 条",
        "第7条至第10条",
        "Articles 7 to 10",
        "articles 7 à 10",
        "artículos 7 a 10",
        "статей 7–10",
        "المواد 7 إلى 10",
        "المواد من 7 إلى 10",
    ],
)
def test_find_provisions_expands_ranges(text):
    assert ids(text) == ["7", "8", "9", "10"]


@pytest.mark.parametrize(
    "text",
    [
        "第15和16条",
        "第15条和第16条",
        "Articles 15 and 16",
        "(Article 15 and 16)",
        "les articles 15 et 16",
        "los artículos 15 y 16",
        "статьями 15 и 16",
        "المادتان 15 و16",
    ],
)
def test_find_provisions_reads_lists_of_articles(text):
    assert ids(text) == ["15", "16"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第18.2条", ["18(2)"]),
        ("المادة 18,2", ["18(2)"]),
        ("Article 26(2)", ["26(2)"]),
        ("article 26.2)", ["26(2)"]),
        ("Artículo 26 (2)", ["26(2)"]),
        ("المادة (12)", ["12"]),
        ("第8(b)条", ["8(b)"]),
        ("Article 8(j)", ["8(j)"]),
        ("第18条第2、3款", ["18(2)", "18(3)"]),
        ("Article 17, paragraph 1 (a) (i) and (iii)", ["17(1)(a)(i)", "17(1)(a)(iii)"]),
        ("Article 18.1 (a) (b) and (c)", ["18(1)(a)", "18(1)(b)", "18(1)(c)"]),
        ("الفقرتين (1) و(2) من المادة 17.1 (أ)", ["17(1)(a)(i)", "17(1)(a)(ii)"]),
        ("Articles 14, paragraph 2 and 20, paragraph 3 (b)", ["14(2)", "20(3)(b)"]),
        ("пункт 2 статьи 14 и пункт 3 b) статьи 20", ["14(2)", "20(3)(b)"]),
        ("under Article 18 and paragraph 2 of Article 19", ["18", "19(2)"]),
        ("Article 18 and 20 Parties", ["18"]),
        ("In Article 18, 3 Parties", ["18"]),
    ],
)
def test_find_provisions_reads_what_belongs_together(text, expected):
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第 BS-III/9 号决定第 3 段", ["BS-III/9(3)"]),
        ("第 BS-II/6 号决定(f)段", ["BS-II/6(f)"]),
        ("第CP-VIII/16号决定", ["CP-VIII/16"]),
        ("决定 BS-IV/4", ["BS-IV/4"]),
        ("（决定 NP-1/8）", ["NP-1/8"]),
        ("CP-9/7号决定", ["CP-9/7"]),
        ("第 BS-III/6\n号决定", ["BS-III/6"]),
        ("第 BS-III/9 和 BS-III/10 号决定", ["BS-III/9", "BS-III/10"]),
        ("decision BS-III/6", ["BS-III/6"]),
        ("paragraph 3 of decision BS-III/9", ["BS-III/9(3)"]),
        ("paragraph (f) of decision BS-II/6", ["BS-II/6(f)"]),
        ("decision BS-II/6 (f)", ["BS-II/6(f)"]),
        ("decisions BS-III/10, BS-IV/9 and BS-V/8", ["BS-III/10", "BS-IV/9", "BS-V/8"]),
        ("BS- V/2", ["BS-V/2"]),
        ("BS II/6", ["BS-II/6"]),
        ("BS‑III/10", ["BS-III/10"]),
        ("BS-VII/1.", ["BS-VII/1"]),
        ("au paragraphe 1 d) de la décision BS-V/9", ["BS-V/9(1)(d)"]),
        ("en el párrafo 15 de la decisión BS-I/10", ["BS-I/10(15)"]),
        ("el párrafo 2 de su decisión XI/10", ["XI/10(2)"]),
        ("в соответствии с решением BS-IV/4", ["BS-IV/4"]),
        ("решении BS-III/10", ["BS-III/10"]),
        ("пункта 6 решения VII/23", ["VII/23(6)"]),
        ("المقرر CP-VIII/16", ["CP-VIII/16"]),
        ("وفقا للقرار BS-IV/4", ["BS-IV/4"]),
        ("في المقرر BS-II/6", ["BS-II/6"]),
        ("الفقرة 3 من المقرر BS-III/9", ["BS-III/9(3)"]),
    ],
)
def test_find_provisions_reads_decisions(text, expected):
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 18, paragraph 3, of the Convention", "CBD:18(3)"),
        ("《公约》第 18 条第 3 款", "CBD:18(3)"),
        ("根据《生物多样性公约》第18条第3款", "CBD:18(3)"),
        ("article 18, paragraphe 3, de la Convention", "CBD:18(3)"),
        ("artículo 18, párrafo 3, del Convenio", "CBD:18(3)"),
        ("пункт 3 статьи 18 Конвенции", "CBD:18(3)"),
        ("الفقرة 3 من المادة 18 من الاتفاقية", "CBD:18(3)"),
        ("Article 18, paragraph 3, of the Protocol", "18(3)"),
        ("《议定书》第 18 条第 3 款", "18(3)"),
        ("Article 8 of the Nagoya Protocol", "NP:8"),
        ("статьи 17 Нагойского протокола", "NP:17"),
        ("Article 6 of the Rotterdam Convention", "rotterdam-convention:6"),
        ("巴塞尔公约第5条", "basel-convention:5"),
        ("decision VIII/18 of the Conference of the Parties", "COP-VIII/18"),
        ("缔约方大会第VIII/18号决定", "COP-VIII/18"),
        (
            "decision III/10, of the Conference of the Parties serving as the meeting",
            "BS-III/10",
        ),
        ("作为议定书缔约方会议的缔约方大会第III/10号决定", "BS-III/10"),
        ("its decision I/9", "I/9"),
    ],
)
def test_with_instrument_names_the_treaty_or_body(text, expected):
    assert ids(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "第三次会议",
        "第 3 段",
        "paragraph 2 of that decision",
        "18 Parties",
        "in particular",
        "一条建议",
        "UNEP",
        "4/6",
        "decision of the Parties",
        "(a) to (c)",
        "The article is long",
    ],
)
def test_find_provisions_leaves_other_text(text):
    assert ids(text) == []
