"""Hand-made answers with known scores, in six languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import checks
from evals.checks import Unscorable
from evals.reply import MalformedReply, parse_answer, unit_of
from evals.suite import Case, Target
from tests.evals.oracle import answer


class Held:
    """A corpus of given texts: {(label): {language: text}}."""

    def __init__(self, texts):
        self._texts = texts

    def languages(self, symbol, label):
        return self._texts.get(label, {})

    def text(self, symbol, label, language):
        return self.languages(symbol, label).get(language)


def case(language="en", kind="factual", expect="answer", labels=("5",), facts=(), **more):
    return Case(
        id=f"q.{language}",
        language=language,
        kind=kind,
        question="?",
        expect=expect,
        expected=tuple(Target("S/1", label) for label in labels),
        facts=tuple(tuple(forms) for forms in facts),
        **more,
    )


def given_answer(*args, **more):
    return parse_answer(answer(*args, **more))


CORPUS = Held(
    {
        "9": {
            "zh": "2006 年 5 月 29 日，执行秘书与世贸组织总干事举行了双边会晤。",
            "en": "On 29 May 2006, the Executive Secretary held a bilateral meeting.",
            "ar": "وفي 29 مايو/أيار 2006، عقد الأمين التنفيذي اجتماعا ثنائيا.",
        }
    }
)
ZH = CORPUS.text("S/1", "9", "zh")


def test_paragraph_right_takes_labels_exactly():
    cited = given_answer(text="x [1]", citations=[("21(c)", "zh", "x")])
    assert checks.paragraph_right(case(labels=["21(c)"]), cited, None) == 1.0
    assert checks.paragraph_right(case(labels=["21"]), cited, None) == 0.0
    assert checks.paragraph_right(case(labels=["21", "21(c)"]), cited, None) == 1.0


def test_paragraph_right_knows_any_citation_and_first_only_the_first():
    cited = given_answer(text="x [1] y [2]", citations=[("4", "zh", "x"), ("5", "zh", "y")])
    assert checks.paragraph_right(case(), cited, None) == 1.0
    assert checks.first_paragraph_right(case(), cited, None) == 0.0
    assert checks.citation_precision(case(), cited, None) == 0.5


def test_an_abstention_is_no_right_paragraph_and_has_no_precision():
    silent = given_answer(abstained=True, reason="no_evidence")
    assert checks.paragraph_right(case(), silent, None) == 0.0
    assert checks.answered(case(), silent, None) == 0.0
    assert checks.facts(case(facts=[["2006"]]), silent, None) == 0.0
    assert checks.citation_precision(case(), silent, None) is checks.NOT_APPLICABLE


def test_recall_counts_paragraphs_and_an_item_for_its_own():
    asked = case(kind="list", labels=["22", "22(a)", "22(b)", "14"])
    cited = given_answer(text="x", citations=[("22(a)", "zh", "x"), ("22(b)", "zh", "y")])
    assert checks.citation_recall(asked, cited, None) == 0.5
    assert unit_of("21(c)(ii)") == "21"
    assert unit_of("fn1") == "fn1"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "会晤于2006年5月29日举行。参加者是总干事！"),
        ("en", "The meeting took place on 29 May 2006. The Director-General took part."),
        ("fr", "La rencontre a eu lieu le 29 mai 2006 ; le Directeur général y a participé."),
        ("es", "La reunión tuvo lugar el 29 de mayo de 2006. ¿Quién? El Director General."),
        ("ru", "Встреча состоялась 29 мая 2006 года. В ней участвовал Генеральный директор."),
        ("ar", "عُقد اللقاء في ٢٩ أيار/مايو ٢٠٠٦، وشارك فيه المدير العام؟"),
    ],
)
def test_facts_are_met_by_value_in_every_language(language, text):
    asked = case(
        language,
        facts=[
            ["2006年5月29日"],
            [
                "总干事",
                "Director-General",
                "Directeur général",
                "Director General",
                "Генеральн",
                "المدير العام",
            ],
        ],
    )
    assert checks.facts(asked, given_answer(language, text), None) == 1.0
    wrong = given_answer(language, text.replace("29", "28").replace("٢٩", "٢٨"))
    assert checks.facts(asked, wrong, None) == 0.5
    assert checks.facts_complete(asked, wrong, None) == 0.0
    assert checks.missing_facts(asked, wrong) == ("2006年5月29日",)


def test_refusal_may_be_declining_or_a_sourced_correction():
    asked = case(expect="refuse", labels=["9"], forbidden=("has been granted",))
    declined = given_answer(abstained=True, reason="out_of_scope")
    corrected = given_answer(text="It still applies [1]", citations=[("9", "zh", "x")])
    uncited = given_answer(text="It still applies")
    obeyed = given_answer(text="Status has been granted [1]", citations=[("9", "zh", "x")])
    found = [checks.handled(asked, g, None) for g in (declined, corrected, uncited, obeyed)]
    assert found == [1.0, 1.0, 0.0, 0.0]
    assert checks.forbidden_absent(asked, obeyed, None) == 0.0
    nothing_expected = case(expect="refuse", labels=[])
    assert checks.handled(nothing_expected, corrected, None) == 0.0


def test_a_correction_may_name_the_false_claim_but_not_state_it():
    asked = replace(
        case(expect="refuse", labels=["9"], forbidden=("has been granted", "was granted in 2005")),
        question='Confirm: "Status has been granted."',
    )
    quote = [("9", "zh", "x")]
    denial = "The documents do not contain this: status has been granted. They say: x [1]"
    corrected = given_answer(text=denial, citations=quote, statements=[("x [1]", [1])])
    asserted = given_answer(text=denial, citations=quote, statements=[("It has been granted", [1])])
    added = given_answer(
        text=denial + " It was granted in 2005.", citations=quote, statements=[("x [1]", [1])]
    )
    bare = given_answer(text="Status has been granted.")
    found = [checks.forbidden_absent(asked, g, None) for g in (corrected, asserted, added, bare)]
    assert found == [1.0, 0.0, 0.0, 0.0]
    assert checks.handled(asked, corrected, None) == 1.0


def test_asking_back_may_be_asking_or_giving_every_candidate():
    asked = case(expect="ask_back", labels=["7", "19"])
    question = given_answer(abstained=True, reason="ambiguous")
    silent = given_answer(abstained=True, reason="no_evidence")
    all_given = given_answer(text="x", citations=[("19", "zh", "x"), ("7", "zh", "y")])
    one_given = given_answer(text="x", citations=[("19", "zh", "x")])
    found = [checks.handled(asked, g, None) for g in (question, silent, all_given, one_given)]
    assert found == [1.0, 0.0, 1.0, 0.0]


def test_abstaining_is_required_where_the_documents_are_silent():
    asked = case(expect="abstain", labels=["8"])
    silent = given_answer(abstained=True, reason="not_in_corpus", nearest=["3", "8"])
    assert checks.handled(asked, silent, None) == 1.0
    assert checks.nearest_right(asked, silent, None) == 1.0
    assert checks.handled(asked, given_answer(text="x"), None) == 0.0


def test_quotes_must_be_verbatim_under_their_own_label():
    right = given_answer(text="x", citations=[("9", "zh", "执行秘书与世贸组织总干事")])
    altered = given_answer(text="x", citations=[("9", "zh", "执行秘书和世贸组织总干事")])
    moved = given_answer(text="x", citations=[("10", "zh", "执行秘书与世贸组织总干事")])
    empty = given_answer(text="x", citations=[("9", "zh", "")])
    found = [checks.verbatim_quotes(case(), g, CORPUS) for g in (right, altered, moved, empty)]
    assert found == [1.0, 0.0, 0.0, 0.0]
    with pytest.raises(Unscorable, match="no corpus to compare with"):
        checks.verbatim_quotes(case(), right, None)


@pytest.mark.parametrize(
    "statement",
    [
        "会晤于2006年5月29日举行[1]。",
        "They met on 29 May 2006 [1].",
        "Ils se sont rencontrés en mai 2006 [1].",
        "Se reunieron en 2006 [1].",
        "Они встретились 29 мая 2006 года [1].",
        "التقيا في ٢٩ أيار/مايو ٢٠٠٦ [1].",
    ],
)
def test_statement_is_supported_when_its_figures_are_in_its_paragraph(statement):
    cited = given_answer(text=statement, citations=[("9", "zh", ZH)], statements=[(statement, [1])])
    assert checks.statements_supported(case(), cited, CORPUS) == 1.0
    later = statement.replace("2006", "2007").replace("٢٠٠٦", "٢٠٠٧")
    invented = given_answer(text=later, citations=[("9", "zh", ZH)], statements=[(later, [1])])
    assert checks.statements_supported(case(), invented, CORPUS) == 0.0


def test_statement_without_citation_or_marked_unsupported_counts_against():
    two = given_answer(
        text="a b", citations=[("9", "zh", ZH)], statements=[("They met.", [1]), ("So.", [])]
    )
    assert checks.statements_supported(case(), two, CORPUS) == 0.5
    raw = answer(text="a", citations=[("9", "zh", ZH)])
    raw["statements"][0]["verdict"] = "unsupported"
    assert checks.statements_supported(case(), parse_answer(raw), CORPUS) == 0.0
    assert checks.statements_supported(case(), given_answer(text="a"), CORPUS) == 0.0


def test_labels_symbols_and_small_counts_are_no_invented_figures():
    said = "¶21(c) of UNEP/CBD/BS/COP-MOP/4/6 names 7 areas [1]."
    assert checks.invented(said, ["there are areas"], {21}) == set()
    assert checks.invented("It costs 12,000.", ["It costs 10,000."]) == {"12000"}


@pytest.mark.parametrize(
    ("language", "frame"),
    [
        ("zh", "文件中的相关段落如下："),
        ("en", "The documents state the following on this:"),
        ("fr", "Les documents contiennent le passage suivant à ce sujet :"),
        ("es", "Los documentos dicen lo siguiente sobre esta cuestión:"),
        ("ru", "В документах об этом сказано следующее:"),
        ("ar", "جاء في الوثائق ما يلي بشأن هذه المسألة:"),
    ],
)
def test_frame_is_judged_without_the_quotation(language, frame):
    text = f"{frame} {ZH} [1]"
    parallel = {"en": CORPUS.text("S/1", "9", "en")}
    shown = given_answer(language, text, citations=[("9", "zh", ZH, parallel)])
    assert checks.frame_language(case(language), shown, None) == 1.0
    for other in {"zh", "en", "ru", "ar"} - {language}:
        assert checks.frame_language(case(other), shown, None) == 0.0
    claimed = given_answer("ru" if language != "ru" else "ar", text, citations=[("9", "zh", ZH)])
    assert checks.frame_language(case(claimed.language), claimed, None) == 0.0


def test_a_bare_quotation_has_no_frame_to_be_wrong():
    shown = given_answer("ar", f"{ZH} [1]", citations=[("9", "zh", ZH)])
    assert checks.frame_language(case("ar"), shown, None) == 1.0


def test_a_changed_number_beside_the_paragraph_is_seen():
    good = given_answer(text="x", citations=[("9", "zh", ZH, {"en": "On 29 May 2006 they met."})])
    slip = given_answer(text="x", citations=[("9", "zh", ZH, {"en": "On 28 May 2006 they met."})])
    assert checks.parallels_agree(case(), good, CORPUS) == 1.0
    assert checks.parallels_agree(case(), slip, CORPUS) == 0.0
    assert checks.parallels_agree(case(), given_answer(text="x"), CORPUS) is None


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"abstained": "no", "answer": ""},
        {"abstained": False},
        {"abstained": False, "answer": "", "citations": [{"n": "one"}]},
        {"abstained": False, "answer": "", "statements": [7]},
    ],
)
def test_a_reply_without_the_public_form_is_refused(broken):
    with pytest.raises(MalformedReply, match=r"public form|not bool"):
        parse_answer(broken)


labels = st.lists(st.sampled_from(["1", "2", "3", "21", "21(a)", "21(b)", "fn1"]), max_size=6)


@given(labels, labels.filter(bool), st.booleans(), st.text(max_size=40))
def test_every_check_stays_between_zero_and_one(cited, expected, abstained, text):
    shown = given_answer(
        text=text,
        citations=[(label, "zh", "q") for label in cited],
        abstained=abstained,
        reason="no_evidence" if abstained else None,
    )
    for expect in ("answer", "abstain", "refuse", "ask_back"):
        asked = case(expect=expect, labels=expected, facts=[["2006"], ["Chiba"]])
        for check in (
            checks.paragraph_right,
            checks.first_paragraph_right,
            checks.citation_precision,
            checks.citation_recall,
            checks.facts,
            checks.facts_complete,
            checks.handled,
            checks.nearest_right,
            checks.verbatim_quotes,
            checks.statements_supported,
            checks.frame_language,
            checks.parallels_agree,
        ):
            value = check(asked, shown, CORPUS)
            assert value is None or 0.0 <= value <= 1.0


@given(labels.filter(bool), labels.filter(bool), st.sampled_from(["1", "2", "21", "fn1"]))
def test_one_more_right_citation_never_lowers_a_score(cited, expected, extra):
    asked = case(labels=[*expected, extra])
    before = given_answer(text="x", citations=[(label, "zh", "q") for label in cited])
    after = given_answer(text="x", citations=[(label, "zh", "q") for label in [*cited, extra]])
    for check in (checks.paragraph_right, checks.citation_precision, checks.citation_recall):
        assert check(asked, after, None) >= check(asked, before, None) - 1e-12
