from __future__ import annotations

import json

import pytest

from coopbot.errors import UsageError
from evals.build_suite import cases_from
from evals.suite import Target

HEAD = "id,language,class,question,expect,symbol,labels,facts,forbidden,note\n"
ROW = 'a.en,en,numeric,How much?,answer,S/1,"fn1, 8","10,000|10 000; Dakar|达喀尔",,by hand\n'


def written(tmp_path, text, name="s.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding)
    return path


def test_spreadsheet_row_becomes_a_case(tmp_path):
    (case,) = cases_from(written(tmp_path, HEAD + ROW))
    assert case.expected == (Target("S/1", "fn1"), Target("S/1", "8"))
    assert case.facts == (("10,000", "10 000"), ("Dakar", "达喀尔"))
    assert (case.kind, case.expect, case.note) == ("numeric", "answer", "by hand")


def test_spreadsheet_needs_a_question_only(tmp_path):
    cases = cases_from(written(tmp_path, "question\n绿色海关何时成立？\n\nQui coordonne ?\n"))
    assert [(c.id, c.language, c.expect) for c in cases] == [
        ("2.zh", "zh", "abstain"),
        ("4.fr", "fr", "abstain"),
    ]


def test_spreadsheet_may_be_semicolon_separated_with_byte_order_mark(tmp_path):
    text = "question;symbol;labels\nWhen?;S/1;5\n"
    (case,) = cases_from(written(tmp_path, text, encoding="utf-8-sig"))
    assert case.expected == (Target("S/1", "5"),)
    assert case.expect == "answer"


def test_workbook_is_read_like_the_same_table(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="reading .xlsx needs openpyxl")
    book = openpyxl.Workbook()
    for line in (HEAD, ROW):
        import csv

        for row in csv.reader([line]):
            book.active.append([cell or None for cell in row])
    book.save(tmp_path / "s.xlsx")
    assert cases_from(tmp_path / "s.xlsx") == cases_from(written(tmp_path, HEAD + ROW))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question,answer\nx,y\n", "has unknown column 'answer'; the heads are id, language,"),
        ("id\nx\n", "has no column question; the heads are"),
        ("question\n", "holds no case"),
        ("question,labels\nWhen?,5\n", "row 2: labels without a symbol; name the document."),
        ("question,language\nWhen?,de\n", "row 2: language cannot be 'de'"),
    ],
)
def test_spreadsheet_error_names_the_row(tmp_path, text, message):
    with pytest.raises(UsageError) as raised:
        cases_from(written(tmp_path, text))
    assert message in str(raised.value)


def test_squad_file_becomes_a_suite(tmp_path):
    data = {
        "data": [
            {
                "title": "Doc",
                "paragraphs": [
                    {"context": "x", "qas": []},
                    {
                        "context": "y",
                        "qas": [
                            {
                                "id": "q1",
                                "question": "什么时候？",
                                "answers": [{"text": "2006"}, {"text": "2006"}],
                            },
                            {"id": "q2", "question": "Where is it?", "answers": []},
                        ],
                    },
                ],
            }
        ]
    }
    first, second = cases_from(written(tmp_path, json.dumps(data), "s.json"))
    assert (first.language, first.expected, first.facts) == (
        "zh", (Target("Doc", "b2"),), (("2006",),),
    )  # fmt: skip
    assert (second.kind, second.expect) == ("unanswerable", "abstain")


def test_other_files_are_refused(tmp_path):
    with pytest.raises(UsageError, match=r"is not in the SQuAD form"):
        cases_from(written(tmp_path, "{}", "s.json"))
    with pytest.raises(UsageError, match=r"cannot be made into a suite"):
        cases_from(written(tmp_path, "", "s.doc"))
    with pytest.raises(UsageError, match=r"There is no file"):
        cases_from(tmp_path / "absent.csv")
    with pytest.raises(UsageError, match=r"cannot be read as \.xlsx"):
        cases_from(written(tmp_path, "no zip", "s.xlsx"))
