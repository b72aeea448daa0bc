from __future__ import annotations

import pytest

from coopbot.answering import Draft
from coopbot.types import Citation, Statement
from coopbot.verifier import is_verbatim, verify_draft
from coopbot.wording import text
from tests.bundled import SYMBOL, bundled_bot

TRUE = "为此目的，秘书处于 2006 年作为伙伴加入了绿色海关组织。"
WRONG_YEAR = TRUE.replace("2006", "2016")


@pytest.fixture(scope="module")
def expressions():
    return bundled_bot().index.ledger.expressions(SYMBOL, "4")


def cite(n, paragraph, quote):
    return Citation(n, paragraph, quote, "verbatim", paragraph.label, f"/d/{n}")


def draft_of(*entries, language="zh", frame="根据文件："):
    """Return a draft of (quote, paragraph) pairs, each a statement with its own citation."""
    draft = Draft(language, [frame])
    for n, (quote, paragraph) in enumerate(entries, start=1):
        draft.citations.append(cite(n, paragraph, quote))
        draft.statements.append(Statement(quote, (n,), "verbatim"))
        draft.lines.append(f"“{quote}” [{n}]")
    return draft


def test_draft_of_true_quotations_is_left_as_it_is(expressions):
    draft = draft_of((TRUE, expressions["zh"]))
    lines = list(draft.lines)
    verified, counts = verify_draft(draft)
    assert verified.lines == lines
    assert counts == {"statements": 1, "dropped": 0, "quotes_verbatim": 1}


@pytest.mark.parametrize(
    "changed",
    [
        WRONG_YEAR,
        TRUE.replace(" ", ""),
        TRUE[:-1] + "！",
        TRUE.replace("加入了", "没有加入"),
        TRUE + "。",
    ],
    ids=["number", "white-space", "punctuation", "negation", "addition"],
)
def test_changed_quotation_is_dropped_and_counted(expressions, changed):
    verified, counts = verify_draft(
        draft_of((TRUE, expressions["zh"]), (changed, expressions["zh"]))
    )
    assert counts == {"statements": 1, "dropped": 1, "quotes_verbatim": 1}
    assert [statement.text for statement in verified.statements] == [TRUE]
    assert [citation.n for citation in verified.citations] == [1]
    assert changed not in verified.text


def test_what_is_left_after_a_drop_keeps_its_markers_and_its_label(expressions):
    english = expressions["en"].text
    verified, _ = verify_draft(
        draft_of(
            (WRONG_YEAR, expressions["zh"]),
            (english, expressions["en"]),
            (TRUE, expressions["zh"]),
            language="fr",
        )
    )
    assert verified.lines == [
        f"“{english}” ({text('unofficial', 'fr')}) [2]",
        f"“{TRUE}” [3]",
    ]
    assert [citation.n for citation in verified.citations] == [2, 3]


def test_draft_with_nothing_left_says_that_there_is_no_answer(expressions):
    verified, counts = verify_draft(draft_of((WRONG_YEAR, expressions["zh"]), language="es"))
    assert verified.text == text("no_evidence", "es")
    assert (verified.statements, verified.citations) == ([], [])
    assert counts == {"statements": 0, "dropped": 1, "quotes_verbatim": 0}


def test_quotation_of_another_paragraph_is_dropped(expressions):
    other = bundled_bot().index.ledger.expressions(SYMBOL, "5")["zh"]
    _, counts = verify_draft(draft_of((TRUE, other)))
    assert counts["dropped"] == 1


def test_statement_with_a_false_second_citation_is_dropped(expressions):
    draft = draft_of((TRUE, expressions["zh"]))
    draft.citations.append(cite(2, expressions["en"], "joined in 2016"))
    draft.statements[0] = Statement(TRUE, (1, 2), "verbatim")
    verified, counts = verify_draft(draft)
    assert counts["dropped"] == 1
    assert verified.citations == []


def test_citation_that_no_statement_uses_is_not_shown(expressions):
    draft = draft_of((TRUE, expressions["zh"]))
    draft.citations.append(cite(2, expressions["en"], "joined in 2016"))
    draft.lines.append("“joined in 2016” [2]")
    verified, counts = verify_draft(draft)
    assert [citation.n for citation in verified.citations] == [1]
    assert "2016" not in verified.text
    assert counts["dropped"] == 0


@pytest.mark.parametrize("numbers", [(), (2,), (1, 2)], ids=["none", "unknown", "one-unknown"])
def test_statement_without_all_its_citations_is_not_verbatim(expressions, numbers):
    citations = {1: cite(1, expressions["zh"], TRUE)}
    assert is_verbatim(Statement(TRUE, (1,), "verbatim"), citations)
    assert not is_verbatim(Statement(TRUE, numbers, "verbatim"), citations)


def test_draft_without_statements_stays_as_written():
    draft = Draft("en", ["The documents held do not answer this question."])
    verified, counts = verify_draft(draft)
    assert verified.lines == ["The documents held do not answer this question."]
    assert counts == {"statements": 0, "dropped": 0, "quotes_verbatim": 0}
