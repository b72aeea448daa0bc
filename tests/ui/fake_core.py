"""A core whose answers are scripted and whose calls can be counted: for tests of the service."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from coopbot.errors import NotInCorpus
from coopbot.registry import Registry
from coopbot.types import (
    Answer,
    Citation,
    DocumentFacts,
    Event,
    FileReport,
    Hit,
    Paragraph,
    Reference,
    ReferenceCard,
    Statement,
    Work,
)

ROOT = Path(__file__).parents[2]
SYMBOL = "UNEP/CBD/BS/COP-MOP/4/6"
TEXTS = {
    "zh": {
        "title": "与其他组织、公约和倡议的合作",
        "1": "秘书处于 2006 年作为伙伴加入了绿色海关组织。",
        "2": "两个组织将进行合作，以便：（一）加强能力；（二）开展项目。",
        "2(a)": "加强能力；",
        "2(b)": "开展项目。",
        "fn1": "见文件 UNEP/CBD/BS/COP-MOP/4/4。",
    },
    "en": {
        "title": "Cooperation with other organizations",
        "1": "The Secretariat joined the Green Customs Initiative as a partner in 2006.",
        "2": "The two will cooperate to: (a) strengthen capacities; (b) run projects.",
        "2(a)": "strengthen capacities;",
        "2(b)": "run projects.",
        "fn1": "See UNEP/CBD/BS/COP-MOP/4/4.",
    },
    "ar": {
        "title": "التعاون مع المنظمات الأخرى",
        "1": "انضمت الأمانة إلى مبادرة الجمارك الخضراء في عام 2006.",
        "2": "ستتعاون المنظمتان من أجل: (أ) تعزيز القدرات؛ (ب) تنفيذ مشاريع.",
        "2(a)": "تعزيز القدرات؛",
        "2(b)": "تنفيذ مشاريع.",
        "fn1": "انظر الوثيقة UNEP/CBD/BS/COP-MOP/4/4.",
    },
}
_KINDS = {"title": "title", "fn1": "footnote", "2(a)": "item", "2(b)": "item"}


def paragraph(
    label: str = "1", language: str = "en", text: str | None = None, symbol: str = SYMBOL
) -> Paragraph:
    """Build a paragraph of the fake document, or one with a text of the test's own."""
    own = TEXTS[language][label] if text is None else text
    return Paragraph(
        symbol=symbol,
        language=language,
        label=label,
        kind=_KINDS.get(label, "paragraph"),
        text=own,
        spans=((0, len(own)),),
        heading=("I. Introduction",) if label != "title" else (),
        parent="2" if label.startswith("2(") else None,
        ordinal=list(TEXTS["en"]).index(label) if label in TEXTS["en"] else 0,
        official=language == "zh",
    )


def answer(question: str = "When?", language: str = "en", **changes: Any) -> Answer:
    """Build an answer with one verbatim statement, or as the changes say."""
    cited = changes.pop("cited", paragraph("1", language))
    citation = Citation(
        n=1,
        paragraph=cited,
        quote=changes.pop("quote", cited.text),
        verdict="verbatim",
        display=cited.label,
        link=f"/d/{cited.symbol}/{cited.label}?lang={language}",
        parallel={},
    )
    values: dict[str, Any] = {
        "question": question,
        "language": language,
        "standalone_question": question,
        "text": f"{cited.text} [1]",
        "statements": (Statement(cited.text, (1,), "verbatim"),),
        "citations": (citation,),
        "abstained": False,
        "reason": None,
        "nearest": (),
        "suggestions": (),
        "receipt": {"build": "fake", "settings": "0"},
        "timings_ms": {"total": 1.0},
    }
    return Answer(**(values | changes))


def abstention(question: str = "Who won?", language: str = "en") -> Answer:
    """Build an abstention that shows one nearest paragraph."""
    return answer(
        question,
        language,
        text="The documents do not answer this.",
        statements=(),
        citations=(),
        abstained=True,
        reason="no_evidence",
        nearest=(Hit(paragraph("2", language), 0.5, 1, ("lexical",)),),
        suggestions=("Which paragraphs cite decision BS-II/6?",),
    )


class FakeCore:
    """Answer with what was queued, else with paragraph 1; remember every call."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]] = TEXTS) -> None:
        self.build = "fake-1"
        self.texts = texts
        self.queue: deque[Answer | Exception | Iterator[Event]] = deque()
        self.asked: list[dict[str, Any]] = []
        self.reopened = 0

    @cached_property
    def registry(self) -> Registry:
        return Registry.load(ROOT / "corpus" / "registry")

    def enqueue(self, *results: Answer | Exception | Iterator[Event]) -> None:
        """Say what the next questions get: an answer, an error, or events of the test's own."""
        self.queue.extend(results)

    def settle(self) -> str:
        """Wait for the question that the service warms up with, forget it and return it."""
        limit = time.monotonic() + 30
        while not self.asked:
            if time.monotonic() > limit:
                raise AssertionError("the service did not warm up")
            time.sleep(0.005)
        return str(self.asked.pop()["question"])

    def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Any] | None = None,
        quote_only: bool = False,
    ) -> Answer:
        result = self._next(question, history, language, scope)
        if isinstance(result, Exception):
            raise result
        assert isinstance(result, Answer)
        return result

    def stream(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Any] | None = None,
        quote_only: bool = False,
    ) -> Iterator[Event]:
        result = self._next(question, history, language, scope)
        yield Event("status", {"stage": "retrieve"})
        if isinstance(result, Exception):
            raise result
        if not isinstance(result, Answer):
            yield from result
            return
        for statement in result.statements:
            new = [c.to_dict() for c in result.citations if c.n in statement.citations]
            yield Event("statement", {**statement.to_dict(), "citation": new})
        yield Event("answer", result.to_dict())

    def _next(self, question: str, history: Any, language: str | None, scope: Any) -> Any:
        self.asked.append(
            {"question": question, "history": list(history), "language": language, "scope": scope}
        )
        return self.queue.popleft() if self.queue else answer(question)

    def search(self, query: str, k: int = 10, language: str | None = None) -> list[Hit]:
        return [Hit(paragraph("1", language or "en"), 1.0, 1, ("lexical",))][:k]

    def documents(self) -> list[Work]:
        expressions = tuple(
            DocumentFacts(
                symbol=SYMBOL,
                language=language,
                title=texts["title"],
                meeting="COP-MOP-4",
                official=language == "zh",
                url="https://www.cbd.int/doc/4-6-zh.pdf" if language == "zh" else None,
            )
            for language, texts in self.texts.items()
        )
        return [Work(SYMBOL, next(iter(self.texts.values()))["title"], expressions, 6)]

    def document(self, symbol: str, language: str) -> list[Paragraph]:
        if symbol != SYMBOL or language not in self.texts:
            raise NotInCorpus("-", nearest=(SYMBOL,), thing=symbol)
        return [paragraph(label, language, text) for label, text in self.texts[language].items()]

    def paragraph(self, symbol: str, label: str) -> dict[str, Paragraph]:
        if symbol != SYMBOL:
            raise NotInCorpus("-", nearest=(SYMBOL,), thing=symbol)
        found = {
            language: paragraph(label, language, texts[label])
            for language, texts in self.texts.items()
            if label in texts
        }
        if not found:
            raise NotInCorpus("-", nearest=("1", "2"), thing=f"{symbol} {label}")
        return found

    def references(self, identity: str) -> ReferenceCard:
        if identity == "III/6":
            near = ("BS-III/6", "COP-III/6")
            raise NotInCorpus("-", nearest=near, thing=identity, several=True)
        if identity not in ("green-customs", "BS-II/6", "Article 18"):
            raise NotInCorpus("-", nearest=("BS-II/6",), thing=identity)
        cited = paragraph("1", "en", self.texts["en"]["1"])
        start = max(cited.text.find("Green Customs Initiative"), 0)
        reference = Reference(
            "organization", identity, cited.text[start : start + 24], start, start + 24
        )
        return ReferenceCard("organization", identity, identity, {}, ((cited, reference),))

    def reports(self) -> list[FileReport]:
        return [
            FileReport(f"documents/{language}.txt", SYMBOL, language, "ok", None, 1, 6, 2)
            for language in self.texts
        ] + [FileReport("documents/broken.pdf", None, None, "damaged", "no trailer <b>", 0, 0)]

    def reopen_if_changed(self) -> bool:
        self.reopened += 1
        return False
