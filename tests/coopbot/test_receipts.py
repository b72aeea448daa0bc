from __future__ import annotations

import copy
import json
import re
from dataclasses import replace

import pytest

from coopbot import receipts
from coopbot.errors import IndexUnavailable, UsageError
from coopbot.receipts import compare_answers, read_receipt, shaping_of, with_circumstances
from coopbot.replaying import open_held, replay
from coopbot.settings import Settings
from ingest.build import ingest
from tests.built import built_copy
from tests.bundled import PARTNERS_QUESTION, RECEIPT_KEYS, UNANSWERABLE, bundled_bot

CIRCUMSTANCES = {"question", "standalone_question", "language", "history", "scope", "shaping"}
HISTORY = (
    {"role": "user", "text": "What is the memorandum with UNIDO about?"},
    {"role": "assistant", "text": "Biosafety capacity-building."},
)


def asked(question=PARTNERS_QUESTION, history=(), language=None, scope=None, bot=None):
    """Return the public JSON of an answer that tells how it was asked."""
    bot = bot or bundled_bot()
    answer = bot.ask(question, history, language, scope=scope)
    return with_circumstances(answer, bot.settings, history, language, scope).to_dict()


def saved(folder, value):
    path = folder / "answer.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def changed(answer, /, **changes):
    return {**copy.deepcopy(answer), **changes}


def said(before, after):
    return [difference.says for difference in compare_answers(before, after).differences]


# --- What a receipt holds ----------------------------------------------------------------------


def test_receipt_tells_how_the_question_was_asked():
    scope = {"symbols": ["UNEP/CBD/BS/COP-MOP/4/6"], "languages": [], "meetings": []}
    receipt = asked("When was it signed?", HISTORY, "fr", scope)["receipt"]
    assert set(receipt) >= CIRCUMSTANCES | RECEIPT_KEYS
    assert receipt["question"] == "When was it signed?"
    assert "memorandum" in receipt["standalone_question"]
    assert receipt["history"] == list(HISTORY)
    assert (receipt["language"], receipt["scope"]) == ("fr", scope)
    assert receipt["shaping"]["embedder"] == "static"
    json.dumps(receipt)


def test_answers_of_the_chat_carry_such_a_receipt():
    scope = {"languages": ["zh"]}
    receipt = bundled_bot().ask(PARTNERS_QUESTION, HISTORY, "zh", scope=scope).receipt
    assert receipt["history"] == list(HISTORY)
    assert (receipt["language"], receipt["scope"]) == ("zh", scope)
    assert receipt["shaping"] == shaping_of(bundled_bot().settings)


@pytest.mark.parametrize(
    "change",
    [
        {"embedder": "openai:other"},
        {"reranker": "sentence-transformers:other"},
        {"chat_model": "openai:other"},
        {"chat_base_url": "http://user:secret@10.0.0.1/v1"},
        {"sufficiency": 0.5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_setting_of_the_fingerprint_shows_in_the_receipt(change):
    plain, other = Settings(), Settings(**change)
    assert plain.fingerprint() != other.fingerprint()
    assert shaping_of(plain) != shaping_of(other)
    assert "secret" not in json.dumps(shaping_of(other))


def test_receipt_has_no_setting_that_the_fingerprint_does_not_know():
    from coopbot import settings

    assert {*receipts.SHAPING, "chat_base_url"} == set(settings._ANSWER_FIELDS)


# --- Reading -----------------------------------------------------------------------------------


def test_receipt_is_read_from_an_answer_a_conversation_and_feedback(tmp_path):
    first, second = asked(), asked(UNANSWERABLE)
    assert read_receipt(saved(tmp_path, first)).question == PARTNERS_QUESTION
    conversation = saved(tmp_path, {"turns": [{"answer": first}, {"answer": second}]})
    assert read_receipt(conversation).question == UNANSWERABLE
    assert read_receipt(conversation, 1).question == PARTNERS_QUESTION
    lines = tmp_path / "feedback.jsonl"
    rows = [{"rating": "down", "answer": first}, {"rating": "up", "answer": second}]
    lines.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert read_receipt(lines, 2).question == UNANSWERABLE


def test_receipt_of_an_older_answer_is_asked_in_its_language(tmp_path):
    older = asked(language="ru")
    for name in CIRCUMSTANCES:
        del older["receipt"][name]
    receipt = read_receipt(saved(tmp_path, older))
    assert (receipt.history, receipt.language, receipt.scope) == ((), "ru", None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON: Expecting value|holds no answer with a receipt"),
        (b"\xff\xfe\x00", "is not UTF-8 text; give a JSON file."),
        (b"{not json", "is not JSON:"),
        (b"[" * 100_000, "is not JSON:"),
        (b'{"question": "x"}', "holds no answer with a receipt; save one with"),
        (b'[1, "two", null]', "holds no answer with a receipt; save one with"),
        (
            b'{"question": "x", "receipt": {"history": [{"role": 1}]}}',
            "has a history or scope that cannot be read.",
        ),
        (
            b'{"question": "x", "receipt": {"scope": "all"}}',
            "has a history or scope that cannot be read.",
        ),
    ],
)
def test_file_that_is_no_receipt_is_a_wrong_call(tmp_path, content, sentence):
    path = tmp_path / "answer.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=sentence):
        read_receipt(path)


def test_missing_file_and_missing_turn_are_wrong_calls(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file or directory"):
        read_receipt(tmp_path / "none.json")
    path = saved(tmp_path, asked())
    with pytest.raises(UsageError, match=re.escape(f"{path} holds 1 answers and no number 2.")):
        read_receipt(path, 2)


# --- Comparing ---------------------------------------------------------------------------------


def test_equal_answers_have_no_difference():
    answer = asked()
    other = changed(answer, timings_ms={"total": 99.0})
    assert said(answer, other) == []
    assert compare_answers(answer, other).same


def test_other_build_and_settings_are_shown_and_leave_the_answer_the_same():
    answer = asked()
    other = copy.deepcopy(answer)
    other["receipt"] |= {"build": "b2", "settings": "ffff"}
    other["receipt"]["shaping"]["sufficiency"] = 0.5
    result = compare_answers(answer, other)
    assert [difference.says for difference in result.differences] == [
        f"Build {answer['receipt']['build']} answered then, build b2 now.",
        f"The setting sufficiency was {bundled_bot().settings.sufficiency:g} and is 0.5.",
    ]
    assert result.same
    del other["receipt"]["shaping"]
    assert said(answer, other)[1].startswith("The settings that shape answers differ (fingerprint")


def test_statement_citation_verdict_and_words_that_differ_are_named():
    answer = asked()
    quotes = [citation["quote"] for citation in answer["citations"]]
    shown = [quote if len(quote) <= 80 else f"{quote[:79]}…" for quote in quotes]
    without = changed(answer, statements=[], citations=[], abstained=True, reason="no_evidence")
    first, *others = said(answer, without)
    assert first == "It was answered and is not any more (no_evidence)."
    assert sorted(others) == sorted(
        [f"No longer stated: “{quote}” (verbatim)." for quote in shown]
        + [
            f"No longer cited: UNEP/CBD/BS/COP-MOP/4/6 ¶5 [zh] official “{quote}”."
            for quote in shown
        ]
    )
    assert said(without, answer)[0] == "It was not answered (no_evidence) and is now."
    assert said(without, changed(without, reason="ambiguous")) == [
        "The reason was no_evidence and is ambiguous."
    ]
    assert said(answer, changed(answer, answer="Other words")) == [
        "The words around the quotations differ."
    ]
    assert said(answer, changed(answer, language="en")) == [
        "It was answered in zh and is now in en."
    ]


def test_order_status_and_table_that_differ_are_named():
    answer = asked("When was the memorandum with UNIDO signed?")
    turned = changed(answer, statements=answer["statements"][::-1])
    assert said(answer, turned) == ["The statements come in another order."]
    other = copy.deepcopy(answer)
    other["citations"][0]["status"] = "unofficial"
    assert [line.partition(" “")[0] for line in said(answer, other)] == [
        "No longer cited: UNEP/CBD/BS/COP-MOP/4/6 ¶21 [zh] official",
        "Now cited: UNEP/CBD/BS/COP-MOP/4/6 ¶21 [zh] unofficial",
    ]
    view = {"kind": "timeline", "title": "t", "columns": ["c"], "rows": [], "citations": []}
    assert said(changed(answer, view=None), changed(answer, view=view)) == [
        "The table or card beside the answer differs."
    ]
    older = {key: value for key, value in answer.items() if key != "view"}
    assert said(older, changed(answer, view=view)) == []


# --- Asking again ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "history", "language", "scope"),
    [
        (PARTNERS_QUESTION, (), None, None),
        ("When was it signed?", HISTORY, "ar", None),
        (PARTNERS_QUESTION, (), None, {"languages": ["zh"]}),
        (UNANSWERABLE, (), None, None),
        ("BS-IV/9 说什么？", (), None, {"meetings": ["COP-MOP-4"]}),
    ],
)
def test_replay_gives_the_same_answer(tmp_path, question, history, language, scope):
    path = saved(tmp_path, asked(question, history, language, scope))
    result = replay(read_receipt(path), bundled_bot())
    assert result.differences == ()
    assert result.same


def test_replay_without_the_history_is_another_answer(tmp_path):
    answer = asked("What are its aims?", HISTORY)
    answer["receipt"]["history"] = []
    result = replay(read_receipt(saved(tmp_path, answer)), bundled_bot())
    assert not result.same


def test_replay_after_the_corpus_changed_shows_what_changed_and_the_old_build_does_not(tmp_path):
    settings = built_copy(tmp_path)
    from coopbot import Coopbot

    bot = Coopbot.open(settings)
    path = saved(tmp_path, asked(bot=bot))
    bot.close()
    document = next(settings.documents.glob("*/zh.txt"))
    document.write_text(document.read_text("utf-8").replace("刑警组织", "国际刑警组织"), "utf-8")
    ingest(settings)

    receipt = read_receipt(path)
    now = Coopbot.open(settings)
    result = replay(receipt, now)
    now.close()
    assert not result.same
    kinds = [difference.kind for difference in result.differences]
    assert kinds[0] == "build"
    assert {"statement", "citation"} <= set(kinds)

    then = open_held(settings, receipt.build)
    again = replay(receipt, then)
    then.close()
    assert again.differences == ()


def test_build_that_is_not_held_is_refused_with_those_that_are():
    bot = bundled_bot()
    with pytest.raises(IndexUnavailable, match=f"is not held .* held are {bot.build}. Replay on"):
        open_held(bot.settings, "b0")
    with pytest.raises(IndexUnavailable, match="The build '' of the receipt"):
        open_held(bot.settings, "")


def test_receipt_is_kept_when_an_answer_is_changed_otherwise():
    answer = bundled_bot().ask(PARTNERS_QUESTION)
    told = with_circumstances(answer, bundled_bot().settings, (), None, None)
    assert replace(told, receipt=answer.receipt) == answer
    assert all(told.receipt[key] == value for key, value in answer.receipt.items())
