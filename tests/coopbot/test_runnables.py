from __future__ import annotations

import functools
import operator

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from coopbot.errors import UsageError
from coopbot.runnables import CoopbotRetriever
from tests.bundled import (
    PARTNERS_QUESTION,
    SYMBOL,
    UNANSWERABLE,
    breaches,
    bundled_bot,
    labels_of,
)


@pytest.fixture(scope="module")
def bot():
    return bundled_bot()


def untimed(answer):
    return {key: value for key, value in answer.items() if key != "timings_ms"}


def test_retriever_gives_documents_with_what_identifies_them(bot):
    retriever = bot.as_retriever(k=3)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(PARTNERS_QUESTION)
    hits = bot.search(PARTNERS_QUESTION, 3)
    assert [document.id for document in documents] == [hit.paragraph.id for hit in hits]
    for document, hit in zip(documents, hits, strict=True):
        assert document.page_content == hit.paragraph.text
        assert document.metadata == {
            "symbol": SYMBOL,
            "label": hit.paragraph.label,
            "language": "zh",
            "status": "official",
            "heading": list(hit.paragraph.heading),
            "score": hit.score,
            "found_by": list(hit.found_by),
        }


def test_retriever_can_be_held_to_a_language(bot):
    documents = CoopbotRetriever(bot=bot, k=4, language="fr").invoke(PARTNERS_QUESTION)
    assert {document.metadata["language"] for document in documents} == {"fr"}


def test_runnable_gives_the_answer_as_json(bot):
    answer = bot.as_runnable().invoke(PARTNERS_QUESTION)
    assert breaches(answer, bot.index) == []
    assert untimed(answer) == untimed(bot.ask(PARTNERS_QUESTION).to_dict())


def test_runnable_takes_history_language_and_scope(bot):
    answer = bot.as_runnable().invoke(
        {
            "question": "And what does it provide for?",
            "history": [{"role": "user", "text": "When was the memorandum with UNIDO signed?"}],
            "language": "es",
            "scope": {"symbols": [SYMBOL]},
        }
    )
    assert answer["language"] == "es"
    assert "UNIDO" in answer["standalone_question"]


def test_runnable_answers_a_batch_in_its_order(bot):
    known, unknown = bot.as_runnable().batch([PARTNERS_QUESTION, {"question": UNANSWERABLE}])
    assert "5" in labels_of(known)
    assert unknown["abstained"]


@pytest.mark.parametrize(
    "question", [PARTNERS_QUESTION, "¿Cuándo se firmó el memorando con la ONUDI?"]
)
def test_runnable_streams_statements_that_add_up_to_the_answer(bot, question):
    chunks = list(bot.as_runnable().stream(question))
    assert len(chunks) > 1
    assert all(chunk["statements"] and chunk["citations"] is not None for chunk in chunks[:-1])
    whole = functools.reduce(operator.add, chunks)
    assert untimed(whole) == untimed(bot.ask(question).to_dict())


def test_runnable_streams_an_abstention_in_one_piece(bot):
    (chunk,) = bot.as_runnable().stream(UNANSWERABLE)
    assert chunk["abstained"]
    assert (chunk["statements"], chunk["citations"]) == ([], [])


def test_runnable_is_a_link_of_a_chain(bot):
    chain = RunnableLambda(str.strip) | bot.as_runnable() | (lambda answer: answer["answer"])
    expected = bot.ask(PARTNERS_QUESTION).text
    assert chain.invoke(f"  {PARTNERS_QUESTION} ") == expected
    assert list(chain.stream(PARTNERS_QUESTION))[-1] == expected


def test_runnable_without_a_question_says_what_to_give(bot):
    with pytest.raises(UsageError) as caught:
        bot.as_runnable().invoke({"input": "x"})
    assert str(caught.value) == (
        "The input of the chain has no question (['input']); give a string or "
        '{"question": ..., "history": [...]}.'
    )
