"""Families of documents beyond the seed: reports, decisions, treaties, plain texts."""

import re

import pytest

from ingest.items import find_items
from ingest.laws import verify_document
from ingest.numbering import heading_markers, item_markers, paragraph_marker
from tests.ingest.rewrapping import Setting, blocks_of, read_text, set_anew, shape

REPORT = """CBD

Distr.
GENERAL

UNEP/CBD/BS/COP-MOP/4/18
25 June 2008

ORIGINAL: ENGLISH

CONFERENCE OF THE PARTIES TO THE CONVENTION ON BIOLOGICAL DIVERSITY
Fourth meeting
Bonn, 12-16 May 2008

REPORT OF THE FOURTH MEETING

I. INTRODUCTION

A. Background

1. The meeting was held in Bonn, Germany.

2. The following attended:

(a) Parties;

(b) Observers, namely:

(i) Organizations; and

(ii) Industry.

ITEM 1. OPENING OF THE MEETING

3. The meeting was opened at 10 a.m. 1/

1/ Local time.

Annex I

DECISIONS ADOPTED

BS-IV/6. Cooperation with other organizations

The Conference of the Parties,

Recalling decision BS-III/6,

1. Welcomes the partnerships;

2. Requests the Executive Secretary:

(a) To continue;

(b) To report.

BS-IV/7. Capacity-building

1. Adopts the plan annexed hereto.

Annex

PLAN

A. Scope

1. The plan covers all.

Annex II

1. The end.
"""
TREATY = """Cartagena Protocol on Biosafety

The Parties to this Protocol,

Have agreed as follows:

Article 1
OBJECTIVE

In accordance with the precautionary approach, the objective is to contribute.

Article 2
GENERAL PROVISIONS

1. Each Party shall take necessary measures.

2. The Parties shall ensure that:

(a) one thing is done;

(b) another thing is done, as in Article 1.

Article 3
USE OF TERMS

For the purposes of this Protocol:

(a) "Conference" means the Conference;

(b) "Contained use" means any operation.
"""
CHINESE_TREATY = """第一条 目标

本议定书的目标是协助确保充分的保护。

第二条 一般规定

1. 每一缔约方应采取必要措施。

2. 各缔约方应确保：

(a) 一件事；

(b) 另一件事。

第三条 术语的使用

为本议定书的目的。
"""


def labels(text, language="en"):
    document = read_text(text, language)
    assert verify_document(document) == []
    return [p.label for p in document.paragraphs]


def by_label(text, language="en"):
    return {p.label: p for p in read_text(text, language).paragraphs}


def test_report_labels_keep_annexes_and_decisions_apart():
    numbered = [label for label in labels(REPORT) if not label.split(".")[-1].startswith("b")]
    assert numbered == [
        "title", "I", "I.A", "1", "2", "2(a)", "2(b)", "2(b)(i)", "2(b)(ii)", "item-1", "3", "fn1",
        "annex-I", "annex-I.title", "BS-IV/6", "BS-IV/6.1", "BS-IV/6.2", "BS-IV/6.2(a)",
        "BS-IV/6.2(b)", "BS-IV/7",
        "BS-IV/7.1", "BS-IV/7.annex", "BS-IV/7.annex.title", "BS-IV/7.annex.A", "BS-IV/7.annex.1",
        "annex-II", "annex-II.1",
    ]  # fmt: skip


def test_report_preambles_are_blocks_of_their_decision():
    units = by_label(REPORT)
    assert units["BS-IV/6.b2"].text == "Recalling decision BS-III/6,"
    assert units["BS-IV/6.b2"].heading == (
        "Annex I", "BS-IV/6. Cooperation with other organizations",
    )  # fmt: skip
    assert units["title"].text == "REPORT OF THE FOURTH MEETING"


def test_masthead_is_no_text_that_answers():
    units = by_label(REPORT)
    assert units["title"].kind == "title"
    assert {units[f"b{number}"].kind for number in (1, 2, 3, 4)} == {"masthead"}
    # Without a symbol, a date alone on a line is no masthead.
    plain = by_label("Gardens\n\n25 June 2008\n\nThey are green.\n\n1. One.\n\n2. Two.\n")
    assert "masthead" not in {p.kind for p in plain.values()}


def test_report_headings_nest():
    units = by_label(REPORT)
    assert units["3"].heading == ("INTRODUCTION", "OPENING OF THE MEETING")
    annex = ("Annex I", "BS-IV/7. Capacity-building", "Annex", "PLAN", "Scope")
    assert units["BS-IV/7.annex.1"].heading == annex
    assert units["annex-II.1"].heading == ("Annex II",)


@pytest.mark.parametrize("width", [40, 72, 100])
def test_report_is_the_same_when_wrapped(width):
    document = read_text(REPORT, "en")
    again = read_text(set_anew(blocks_of(document), Setting(width, False, "between")), "en")
    assert shape(again) == shape(document)


CHAPTERS = """CBD/CP/MOP/9/13

29 November 2018

REPORT OF THE CONFERENCE OF THE PARTIES ON ITS NINTH MEETING

The meeting adopted two decisions.

I. DECISIONS ADOPTED

CP-9/1. Compliance

The Conference of the Parties,

1. Welcomes the report;

2. Decides to go on.

Annex

RULES

I. PURPOSE

1. The rules hold.

II. SCOPE

2. They are wide.

CP-9/2. Clearing-House

The Conference of the Parties,

1. Urges Parties.

II. ACCOUNT OF PROCEEDINGS

A. Background

1. The Protocol was adopted in 2000.

ITEM 1. OPENING OF THE MEETING

2. It was opened.

Annex I

SUMMARY

1. A panel met.
"""


def test_report_goes_on_behind_the_decisions_in_its_first_chapter():
    assert [label for label in labels(CHAPTERS) if not re.fullmatch(r"(.*[.])?b\d+", label)] == [
        "title", "I", "CP-9/1", "CP-9/1.1", "CP-9/1.2", "CP-9/1.annex", "CP-9/1.annex.title",
        "CP-9/1.annex.I", "CP-9/1.annex.1", "CP-9/1.annex.II", "CP-9/1.annex.2", "CP-9/2",
        "CP-9/2.1", "II", "II.A", "1", "item-1", "2", "annex-I", "annex-I.title", "annex-I.1",
    ]  # fmt: skip
    assert by_label(CHAPTERS)["1"].heading == ("ACCOUNT OF PROCEEDINGS", "Background")


@pytest.mark.parametrize(
    ("symbol", "printed", "label"),
    [
        ("CBD/CP/MOP/DEC/VIII/12", "VIII/12", "CP-VIII/12"),
        ("UNEP/CBD/BS/COP-MOP/4/18", "IV/6", "BS-IV/6"),
        ("CBD/CP/MOP/DEC/9/13", "9/13", "CP-9/13"),
    ],
)
def test_decision_printed_without_its_body_gets_that_of_the_meeting(symbol, printed, label):
    text = (
        f"{symbol}\n16 December 2016\n\nDECISION ADOPTED BY THE PARTIES\n\n"
        f"{printed}. Risk assessment and risk management\n\nThe Conference of the Parties,\n\n"
        "Recalling decision BS-VII/12,\n\n1. Takes note of it;\n\n2. Invites Parties.\n"
    )
    assert labels(text)[-5:] == [
        label, f"{label}.b1", f"{label}.b2", f"{label}.1", f"{label}.2",
    ]  # fmt: skip
    other = text.replace(f"{printed}.", "XIII/5.")
    assert labels(other)[-2:] == ["1", "2"]


def test_page_of_one_article_is_labelled_by_it():
    text = "Article 18. HANDLING\n\n1. Each Party shall act.\n\n2. It shall ask.\n"
    assert labels(text) == ["art18", "18(1)", "18(2)"]


def test_contents_without_a_heading_are_known_by_their_return():
    entries = "I. AIMS ........ 2\n\nII. MEANS ....... 3\n\nA. Money ....... 4\n\n"
    body = "I. AIMS\n\n1. One.\n\nII. MEANS\n\nA. Money\n\n2. Two.\n"
    assert labels(entries + body) == ["I", "1", "II", "II.A", "2"]
    # A table whose lines do not return is text.
    rows = "Staff ........ 120\n\nTravel ....... 30\n\nMeetings ....... 40\n\n"
    assert any("Travel ....... 30" in p.text for p in read_text(rows + body, "en").paragraphs)


def test_treaty_labels_are_the_form_in_which_articles_are_cited():
    assert labels(TREATY) == [
        "title", "b1", "b2", "art1", "1", "art2", "2(1)", "2(2)", "2(2)(a)", "2(2)(b)", "art3",
        "3", "3(a)", "3(b)",
    ]  # fmt: skip
    units = by_label(TREATY)
    assert units["art2"].text == "Article 2 GENERAL PROVISIONS"
    assert units["2(2)(b)"].text == "another thing is done, as in Article 1."


def test_chinese_treaty_has_the_same_labels():
    assert labels(CHINESE_TREATY, "zh") == [
        "art1", "1", "art2", "2(1)", "2(2)", "2(2)(a)", "2(2)(b)", "art3", "3",
    ]  # fmt: skip


def test_plain_text_gives_blocks():
    text = "On gardens\n\nGardens are nice. They need water\nand light.\n\nThe end\n"
    assert [(p.label, p.text) for p in read_text(text, "en").paragraphs] == [
        ("b1", "On gardens"),
        ("b2", "Gardens are nice. They need water and light."),
        ("b3", "The end"),
    ]


def test_text_between_numbered_paragraphs_is_a_block():
    text = "1. One is here.\n\nA remark follows it.\n\n2. Two is here.\n"
    assert labels(text) == ["1", "b1", "2"]


def test_missing_number_is_reported():
    document = read_text("1. One.\n\n2. Two.\n\n4. Four.\n", "en")
    assert [p.label for p in document.paragraphs] == ["1", "2", "4"]
    assert document.warnings == (
        "paragraph 4 follows paragraph 2: the numbers between are missing",
    )


def test_year_at_the_beginning_of_a_line_is_no_number():
    text = "1. The meeting was held in\n2008. It adopted eighteen\ndecisions.\n2. It ended.\n"
    assert labels(text) == ["1", "2"]


def test_number_at_the_beginning_of_a_wrapped_line_is_no_paragraph():
    text = (
        "1. The Parties recalled paragraph\n2. of the decision, as they had\n"
        "done before, and went home.\n\n2. They came back.\n"
    )
    units = by_label(text)
    assert list(units) == ["1", "2"]
    assert units["2"].text == "They came back."


def test_repeated_label_is_told_apart():
    assert labels("[A notice.]\n\n1. One.\n\n- - - - -\n\n[Notes]\n\n[¶1] a.\n\n[¶1] b.\n") == [
        "notice", "1", "tn", "tn1", "tn1-2",
    ]  # fmt: skip


def items(text):
    return [(item.path, text[item.start : item.end]) for item in find_items(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("包括：（一）甲项；（二）乙项；以及（三）丙项。其他。",
         [("(a)", "甲项；"), ("(b)", "乙项；"), ("(c)", "丙项。")]),
        ("They are: (a) one thing; (b) two things; and (c) three. More.",
         [("(a)", "one thing;"), ("(b)", "two things;"), ("(c)", "three.")]),
        ("à savoir : a) un point ; b) deux points ; et c) trois points. Suite.",
         [("(a)", "un point ;"), ("(b)", "deux points ;"), ("(c)", "trois points.")]),
        ("следующее: а) первое; б) второе; и в) третье. Далее.",
         [("(a)", "первое;"), ("(b)", "второе;"), ("(c)", "третье.")]),
        ("ما يلي: (أ) أول شيء؛ (ب) ثاني شيء؛ و(ج) ثالث شيء. ثم.",
         [("(a)", "أول شيء؛"), ("(b)", "ثاني شيء؛"), ("(c)", "ثالث شيء.")]),
        ("To:\n(i) Act now;\n(ii) Wait.\nEnd.", [("(a)", "Act now;"), ("(b)", "Wait.")]),
        ("To:\na. Act now\nb. Wait", [("(a)", "Act now"), ("(b)", "Wait")]),
    ],
)  # fmt: skip
def test_items_in_six_languages(text, found):
    assert items(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "第 BS-II/6 号决定(a)段和(b)段。",
        "under paragraph 2 (a) and paragraph 2 (b) of the decision.",
        "in paragraphs (a) and (b) above",
        "conformément au paragraphe 2 a) et au paragraphe 2 b) de la décision",
        "(see item a) and then b))",
        "(a) alone is no list of things",
        "第18条第2款(a)项和(b)项",
    ],
)
def test_references_to_items_are_no_items(text):
    assert items(text) == []


def test_nested_items_take_three_levels():
    text = "To:\n(a) One:\n(i) Deep:\na) Deeper one;\nb) Deeper two;\n(ii) Deep two;\n(b) Two."
    assert [path for path, _ in items(text)] == [
        "(a)", "(a)(i)", "(a)(i)(a)", "(a)(i)(b)", "(a)(ii)", "(b)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("21. Text", (21, "")), ("21．文", (21, "")), ("٢١- نص", (21, "")),
        ("5 bis. Text", (5, "bis")),
        ("5之二. 文", (5, "bis")), ("2008 年", None), ("10,000", None), ("1.5 degrees", None),
        ("21) Text", (21, "")),
    ],
)  # fmt: skip
def test_paragraph_numbers(text, value):
    marker = paragraph_marker(text)
    assert (marker and (marker.value, marker.suffix)) == value


@pytest.mark.parametrize(
    ("text", "level", "value"),
    [
        ("一、导言", 1, 1), ("十二. 其他", 1, 12), ("IV. TITLE", 1, 4), ("أولا- مقدمة", 1, 1),
        ("ثانياً - عرض", 1, 2), ("B. Title", 2, 2), ("جيم- عنوان", 2, 3), ("В. Заголовок", 2, 3),
    ],
)  # fmt: skip
def test_heading_numerals(text, level, value):
    assert (level, value) in {(m.level, m.value) for m in heading_markers(text)}


def test_item_markers_give_both_readings_of_a_letter():
    assert {(m.style, m.value) for m in item_markers("(i) x")} == {
        ("latin-both", 9), ("roman-both", 1),
    }  # fmt: skip


def test_footnote_mark_at_the_beginning_of_a_line_is_no_note():
    text = "1. The Parties met in Bonn\n1/ and went home after\nthat meeting had ended.\n\n"
    text += "1/ In May.\n"
    units = by_label(text)
    assert list(units) == ["1", "fn1"]
    assert units["fn1"].text == "In May."
    assert units["1"].text == (
        "The Parties met in Bonn 1/ and went home after that meeting had ended."
    )


def test_footnotes_that_count_anew_on_each_page_stay_apart():
    text = (
        "1. First 1/ mark is here.\n\n1/ Note one.\n\n2. Second 1/ mark is here.\n\n1/ Note two.\n"
    )
    document = read_text(text, "en")
    assert [(p.label, p.text) for p in document.paragraphs if p.kind == "footnote"] == [
        ("fn1", "Note one."),
        ("fn1-2", "Note two."),
    ]
    assert verify_document(document) == []


def test_what_stands_apart_behind_a_note_is_no_part_of_a_closed_paragraph():
    text = (
        "1. One is here,* and it goes on for\na line.\n\n2. Two is here.\n\n* Of May.\n\n"
        "Sampling at Ports\n\nPorts are.\n\nThey have been.\n"
    )
    units = by_label(text)
    assert units["2"].text == "Two is here."
    assert [p.text for p in units.values() if p.kind == "block"] == [
        "Sampling at Ports", "Ports are.", "They have been.",
    ]  # fmt: skip


def test_slash_of_a_symbol_is_no_footnote():
    assert labels("1. See UNEP/CBD/BS/COP-MOP/4/1 and and/or 1/2 of it.\n") == ["1"]


def test_bulleted_list_is_no_asterisk_note():
    document = read_text("Things:\n\n* one thing\n\n* another thing\n", "en")
    assert {p.kind for p in document.paragraphs} == {"block"}
