"""The retriever and the chain as LangChain objects, for use in other people's chains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import AddableDict, Runnable, RunnableLambda
from pydantic import ConfigDict

from coopbot.chain import Coopbot
from coopbot.errors import UsageError
from coopbot.types import Hit, status_of

_STREAMED = ("statements", "citations")
"""Keys of the JSON that come piece by piece."""


class CoopbotRetriever(BaseRetriever):
    """Return paragraphs as LangChain documents, with what identifies them as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    bot: Coopbot
    k: int = 8
    """Most paragraphs returned."""
    language: str | None = None
    """Only paragraphs in this language; all by default."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(hit) for hit in self.bot.search(query, self.k, self.language)]


def answer_runnable(bot: Coopbot) -> Runnable[Any, Any]:
    """Return a runnable from a question, or ``{"question", "history", "language"}``, to the JSON.

    It streams as chains do: the chunks add up to what ``invoke`` returns. Each statement comes,
    checked, with its citations; the other keys come last.
    """

    def answer(asked: str | Mapping[str, Any]) -> Iterator[AddableDict]:
        question, options = _asked(asked)
        for event in bot.stream(question, **options):
            if event.kind == "statement":
                statement = {**event.data}
                citations = statement.pop("citation")
                yield AddableDict(statements=[statement], citations=citations)
            elif event.kind == "answer":
                yield AddableDict({**event.data, **{key: [] for key in _STREAMED}})

    return RunnableLambda(answer, name="coopbot")


def _asked(asked: str | Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if isinstance(asked, str):
        return asked, {}
    question = asked.get("question")
    if not isinstance(question, str):
        raise UsageError(
            f"The input of the chain has no question ({sorted(asked)}); give a string or "
            '{"question": ..., "history": [...]}.'
        )
    return question, {
        name: asked[name] for name in ("history", "language", "scope") if name in asked
    }


def _document(hit: Hit) -> Document:
    paragraph = hit.paragraph
    return Document(
        id=paragraph.id,
        page_content=paragraph.text,
        metadata={
            "symbol": paragraph.symbol,
            "label": paragraph.label,
            "language": paragraph.language,
            "status": status_of(paragraph),
            "heading": list(paragraph.heading),
            "score": hit.score,
            "found_by": list(hit.found_by),
        },
    )
