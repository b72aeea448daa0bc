"""Paragraph labels: what is typed and printed, in one canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.labels import (
    display_label,
    find_labels,
    item_letter,
    item_ordinal,
    item_sign,
    parent_label,
    parse_label,
    sort_key,
)
from coopbot.languages import LANGUAGES


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("21（三）", "21(c)"),
        ("21(三)", "21(c)"),
        ("第21段（三）", "21(c)"),
        ("第21段第（三）项", "21(c)"),
        ("第21段第三项", "21(c)"),
        ("第二十一段", "21"),
        ("¶21(c)", "21(c)"),
        ("para 21 (c)", "21(c)"),
        ("paragraph 21(iii)", "21(c)"),
        ("21 c)", "21(c)"),
        ("21c", "21(c)"),
        ("21.c", "21(c)"),
        ("item (c) of paragraph 21", "21(c)"),
        ("пункт 21 в)", "21(c)"),
        ("пункт 21 c)", "21(c)"),
        ("21 с)", "21(c)"),  # a Cyrillic look-alike
        ("الفقرة 21 (ج)", "21(c)"),
        ("٢١(ج)", "21(c)"),
        ("21(هـ)", "21(e)"),
        ("23(b)", "23(b)"),
        ("23（二）", "23(b)"),
        ("23(ii)", "23(b)"),
        ("23㈡", "23(b)"),
        ("21(c)(ii)", "21(c)(ii)"),
        ("21（三）(b)", "21(c)(ii)"),
        ("21 c) ii)", "21(c)(ii)"),
        ("5 bis", "5bis"),
        ("第5段之二", "5bis"),
        ("5.", "5"),
        ("21(d)", "21(d)"),
        ("脚注2", "fn2"),
        ("腳註2", "fn2"),
        ("注2", "fn2"),
        ("footnote 2", "fn2"),
        ("note 2", "fn2"),
        ("2/", "fn2"),
        ("nota al pie 2", "fn2"),
        ("note de bas de page 2", "fn2"),
        ("сноска 2", "fn2"),
        ("الحاشية 2", "fn2"),
        ("第2个脚注", "fn2"),
        ("fn2", "fn2"),
        ("*", "fn*"),
        ("fn*", "fn*"),
        ("星号脚注", "fn*"),
        ("asterisk footnote", "fn*"),
        ("II.A", "II.A"),
        ("二.A", "II.A"),
        ("一、", "I"),
        ("二.", "II"),
        ("section II.B", "II.B"),
        ("标题", "title"),
        ("title", "title"),
        ("العنوان", "title"),
        ("b12", "b12"),
        ("notice", "notice"),
        ("tn5", "tn5"),
        ("subtitle", "subtitle"),
    ],
)
def test_parse_label_reads_every_form(typed, label):
    assert parse_label(typed) == label


@pytest.mark.parametrize("text", ["", "hello", "paragraph", "21(ab)", "说明", "x" * 500, "()"])
def test_parse_label_gives_none_for_other_text(text):
    assert parse_label(text) is None


@pytest.mark.parametrize(
    ("marker", "letter"),
    [
        ("（三）", "c"),
        ("(c)", "c"),
        ("c)", "c"),
        ("в)", "c"),
        ("(ج)", "c"),
        ("iii)", "c"),
        ("(3)", "c"),
        ("三、", "c"),
        ("ز)", "g"),
        ("（七）", "g"),
        ("g)", "g"),
        ("(هـ)", "e"),
        ("c.", "c"),
        ("word", None),
    ],
)
def test_item_letter_reads_every_marker(marker, letter):
    assert item_letter(marker) == letter


def test_item_letter_counts_the_second_level_in_roman():
    assert item_letter("(b)", level=2) == "ii"
    assert item_letter("ii)", level=2) == "ii"
    assert item_letter("(b)", level=3) == "b"


@pytest.mark.parametrize(
    ("marker", "previous", "place"),
    [
        ("i)", None, 1),
        ("i)", 8, 9),
        ("v)", 4, 5),
        ("v)", 21, 22),
        ("x)", 23, 24),
        ("е)", 4, 5),
        ("е)", 5, 6),
        ("с)", 2, 3),
        ("с)", 16, 17),
    ],
)
def test_item_ordinal_lets_the_item_before_decide(marker, previous, place):
    assert item_ordinal(marker, previous=previous) == place


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("21(c)", ["21（三）", "21(c)", "21 c)", "21 c)", "21 c)", "21(ج)"]),
        (
            "21(c)(ii)",
            ["21（三）(b)", "21(c)(ii)", "21 c) ii)", "21 c) ii)", "21 c) ii)", "21(ج)(2)"],
        ),
        ("fn2", ["脚注2", "footnote 2", "note 2", "nota 2", "сноска 2", "الحاشية 2"]),
        ("5", ["5"] * 6),
        ("II.A", ["II.A"] * 6),
    ],
)
def test_display_label_writes_as_each_language_does(label, shown):
    assert [display_label(label, language) for language in LANGUAGES] == shown


def test_display_label_follows_the_printed_style():
    assert display_label("23(b)", "en", "(ii)") == "23(ii)"
    assert display_label("23(b)", "zh", "（二）") == "23（二）"


LABELS = st.one_of(
    st.builds(
        lambda number, suffix, items: (
            f"{number}{suffix}"
            + "".join(f"({item_sign(place, level)})" for level, place in enumerate(items, 1))
        ),
        st.integers(1, 400),
        st.sampled_from(["", "", "", "bis", "ter"]),
        st.lists(st.integers(1, 8), max_size=3),
    ),
    st.integers(1, 99).map(lambda number: f"fn{number}"),
    st.sampled_from(["fn*", "title", "II.A", "III", "IV.C"]),
)


PARTS = st.one_of(
    st.builds(
        "BS-{}/{}".format, st.sampled_from(["I", "II", "III", "IV", "V"]), st.integers(1, 19)
    ),
    st.builds("CP-{}/{}".format, st.integers(9, 12), st.integers(1, 19)),
    st.sampled_from(["annex", "annex-I", "annex-IV", "annex-VII", "annex-XII", "annex-A"]),
    st.sampled_from(["BS-IV/7.annex", "BS-IV/7.annex-II", "CP-9/1.annex"]),
)
PARAGRAPHS = st.builds(
    lambda number, suffix, items: (
        f"{number}{suffix}"
        + "".join(f"({item_sign(place, level)})" for level, place in enumerate(items, 1))
    ),
    st.integers(1, 99),
    st.sampled_from(["", "", "bis"]),
    st.lists(st.integers(1, 8), max_size=3),
)
PART_LABELS = st.one_of(
    PARTS,
    st.builds("{}.{}".format, PARTS, PARAGRAPHS),
    st.builds("{}.{}".format, PARTS, st.sampled_from(["A", "b2", "h3", "fn1", "II"])),
    st.integers(1, 40).map("art{}".format),
    st.integers(1, 20).map("item-{}".format),
    st.builds(
        lambda article, number, items: (
            f"{article}({number})"
            + "".join(f"({item_sign(place, level)})" for level, place in enumerate(items, 1))
        ),
        st.integers(1, 40),
        st.integers(1, 9),
        st.lists(st.integers(1, 8), max_size=2),
    ),
)
"""Labels inside annexes, annexed decisions, treaties and agendas."""


@given(PART_LABELS, st.sampled_from(LANGUAGES))
def test_display_label_of_a_part_parses_back(label, language):
    assert parse_label(display_label(label, language), language) == label


@given(PART_LABELS)
def test_parse_label_keeps_the_canonical_label_of_a_part(label):
    assert parse_label(label) == label


@given(st.lists(st.one_of(LABELS, PART_LABELS), min_size=2, max_size=12, unique=True))
def test_sort_key_tells_labels_apart_and_keeps_parents_first(labels):
    ordered = sorted(labels, key=sort_key)
    assert len(set(map(sort_key, labels))) == len(labels)
    for label in labels:
        parent = parent_label(label)
        if parent in labels:
            assert ordered.index(parent) < ordered.index(label)


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("annex-II.3", ["附件二第3段", "annex II, para. 3", "annexe II, par. 3",
                        "anexo II, párr. 3", "приложение II, п. 3", "المرفق الثاني، الفقرة 3"]),
        ("BS-IV/6.2(a)", ["BS-IV/6第2段（一）", "BS-IV/6, para. 2(a)", "BS-IV/6, par. 2 a)",
                          "BS-IV/6, párr. 2 a)", "BS-IV/6, п. 2 a)", "BS-IV/6، الفقرة 2(أ)"]),
        ("18(2)(a)", ["18(2)(a)", "18(2)(a)", "18(2) a)", "18(2) a)", "18(2) a)", "18(2)(أ)"]),
        ("art18", ["第18条", "Article 18", "article 18", "artículo 18", "статья 18", "المادة 18"]),
    ],
)  # fmt: skip
def test_display_label_names_the_part_in_each_language(label, shown):
    assert [display_label(label, language) for language in LANGUAGES] == shown


def test_part_of_an_agenda_item_is_no_paragraph():
    shown = [display_label("item-2.1", language) for language in LANGUAGES]
    assert shown[:2] == ["议程项目2.1", "agenda item 2.1"]
    assert all("2.1" in text for text in shown)


def test_sort_key_counts_inside_parts():
    ordered = ["2", "art18", "18(2)", "18(2)(a)", "18(10)", "fn1", "BS-IV/6", "BS-IV/6.2",
               "BS-IV/6.2(a)", "BS-IV/6.10", "BS-IV/10", "annex-I", "annex-I.2", "annex-I.10",
               "annex-II"]  # fmt: skip
    assert sorted(reversed(ordered), key=sort_key) == ordered


@given(LABELS, st.sampled_from(LANGUAGES))
def test_display_label_parses_back(label, language):
    assert parse_label(display_label(label, language), language) == label


@given(LABELS)
def test_parse_label_is_idempotent(label):
    assert parse_label(label) == label


@given(st.lists(LABELS, min_size=2, max_size=12))
def test_sort_key_orders_parents_before_items(labels):
    ordered = sorted(labels, key=sort_key)
    for label in labels:
        parent = parent_label(label)
        if parent in labels:
            assert ordered.index(parent) < ordered.index(label)


def test_sort_key_follows_the_document():
    labels = [
        "fn2",
        "21(c)",
        "3",
        "21",
        "title",
        "II.A",
        "21(a)",
        "fn*",
        "5bis",
        "5",
        "II",
        "21(c)(i)",
    ]
    assert sorted(labels, key=sort_key) == [
        "title",
        "II",
        "II.A",
        "3",
        "5",
        "5bis",
        "21",
        "21(a)",
        "21(c)",
        "21(c)(i)",
        "fn*",
        "fn2",
    ]


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("第21段（三）和脚注2说了什么？", ["21(c)", "fn2"]),
        ("What do paragraphs say in paragraph 21(c)?", ["21(c)"]),
        ("Que dit le paragraphe 23 b) ?", ["23(b)"]),
        ("Что сказано в пункте 21 c) и сноске 2?", ["21(c)", "fn2"]),
        ("ماذا تقول الفقرة ٢١(ج)؟", ["21(c)"]),
        ("paragraph 5 a partner", ["5"]),
        ("21（三）", ["21(c)"]),
        ("How many partners joined in 2006?", []),
    ],
)
def test_find_labels_reads_questions(question, labels):
    mentions = find_labels(question)
    assert [mention.label for mention in mentions] == labels
    assert all(question[m.start : m.end] == m.text for m in mentions)


@pytest.mark.parametrize(
    ("label", "language", "shown"),
    [
        ("tn", "en", "translator's notes"),
        ("tn4", "zh", "第4段译注"),
        ("tn7-2", "en", "translator's note on para. 7 (2)"),
        ("tn-fn1", "ru", "примечание переводчика, сноска 1"),
        ("notice", "fr", "avis"),
        ("b12", "ar", "المقطع 12"),
        ("II.A", "es", "II.A"),
    ],
)
def test_display_label_names_what_no_document_numbers(label, language, shown):
    assert display_label(label, language) == shown
