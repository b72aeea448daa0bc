"""One question, from its words to a checked answer, in the order in which it happens.

understand -> retrieve -> judge -> compose -> verify -> Answer
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from coopbot.answering import NEAREST, AnswerWriter, Draft
from coopbot.claims import unsupported_claims
from coopbot.compose import Composition, ExtractiveComposer
from coopbot.embedder import load_reranker
from coopbot.errors import ModelUnavailable, NotInCorpus, UsageError
from coopbot.index import IndexReader
from coopbot.intents import asked_fact
from coopbot.labels import parse_label
from coopbot.question import Question, Scope, understand
from coopbot.references import resolve_symbol
from coopbot.registry import Registry
from coopbot.retriever import HybridRetriever
from coopbot.settings import Settings
from coopbot.sufficiency import SufficiencyJudge
from coopbot.types import (
    Answer,
    Event,
    Evidence,
    FileReport,
    Hit,
    Paragraph,
    ReferenceCard,
    Work,
)
from coopbot.verifier import verify_draft
from coopbot.wording import text

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable

RETRIEVED = 8
"""Paragraph keys considered for an answer."""


class Coopbot:
    """Answer questions over one published index build. Safe to share between threads."""

    def __init__(self, settings: Settings, index: IndexReader) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._use(index)

    def _use(self, index: IndexReader) -> None:
        self._index = index
        self._retriever = HybridRetriever(index, reranker=load_reranker(self.settings.reranker))
        self._judge = SufficiencyJudge(index)
        self._composer = ExtractiveComposer(index)
        self._writer = AnswerWriter(index)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """Open the published build.

        :raises IndexUnavailable: when there is none that these settings can read.
        :raises ModelUnavailable: when a chat model is asked for, which no answer would use.
        """
        settings = settings or Settings()
        if settings.chat_model != "none":
            raise ModelUnavailable(
                f"The setting chat_model is {settings.chat_model!r}, and this version answers by "
                "quoting alone; set COOPBOT_CHAT_MODEL=none."
            )
        return cls(settings, IndexReader.open(settings))

    def close(self) -> None:
        """Release the build's files."""
        self._index.close()

    def reopen_if_changed(self) -> bool:
        """Follow the pointer when another build has been published; tell whether it had."""
        with self._lock:
            if self._index.is_published():
                return False
            self._use(IndexReader.open(self.settings))
            return True

    @property
    def build(self) -> str:
        """Id of the build that answers."""
        return self._index.build

    @property
    def index(self) -> IndexReader:
        """The build, opened for reading."""
        return self._index

    @property
    def registry(self) -> Registry:
        """The registry that the build was made with."""
        return self._index.registry

    # -- answering -------------------------------------------------------------------------

    def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Return one checked answer, or an abstention with the nearest paragraphs.

        :param history: earlier turns, ``{"role": "user" | "assistant", "text": ...}``.
        :param language: of the answer; the question's own where not given.
        :param scope: ``symbols``, ``languages`` and ``meetings`` to stay within.
        """
        steps = self._steps(question, history, language, scope)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                answer: Answer = end.value
                return answer

    def stream(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Any] | None = None,
    ) -> Iterator[Event]:
        """Yield the steps of an answer: ``status``, checked ``statement``s, then ``answer``."""
        answer = yield from self._steps(question, history, language, scope)
        yield Event("answer", answer.to_dict())

    def _steps(
        self,
        question: str,
        history: Sequence[Mapping[str, str]],
        language: str | None,
        scope: Mapping[str, Any] | None,
    ) -> Generator[Event, None, Answer]:
        clock = _Clock()
        self._check(question)
        yield Event("status", {"stage": "understand"})
        with clock("understand"):
            understood = understand(
                question,
                self._index,
                history=history,
                language=language,
                scope=Scope.from_dict(scope),
            )
        yield Event("status", {"stage": "retrieve"})
        with clock("retrieve"):
            hits = self._retriever.retrieve(understood, RETRIEVED)
        yield Event("status", {"stage": "compose"})
        with clock("compose"):
            draft, evidence = self._answer(understood, hits)
        with clock("verify"):
            draft, checks = verify_draft(draft)
        answer = self._finish(understood, draft, evidence, checks, clock)
        yield from _statement_events(answer)
        return answer

    def _check(self, question: str) -> None:
        if not question.strip():
            raise UsageError("The question is empty; write what you want to know.")
        if len(question) > self.settings.max_question:
            raise UsageError(
                f"The question has {len(question)} characters and at most "
                f"{self.settings.max_question} are taken; shorten it."
            )

    def _answer(self, question: Question, hits: list[Hit]) -> tuple[Draft, Evidence]:
        """Compose what the evidence carries, or say why nothing does."""
        missing = self._missing_place(question)
        if missing is not None:
            evidence = Evidence(tuple(hits), 0.0, "not_in_corpus", (missing[1],))
            return self._writer.no_label(question, *missing), evidence
        if question.refusals:
            evidence = Evidence(tuple(hits), 0.0, "out_of_scope")
            return self._writer.refusal(question, evidence), evidence
        if question.ambiguities or question.vague:
            evidence = Evidence(tuple(hits), 0.0, "ambiguous")
            return self._writer.choices(question, evidence), evidence
        fact = asked_fact(question.asked, question.language)
        if fact is not None and not question.names:
            return self._about_document(question, hits, fact)
        collected = self._composer.collect(question)
        if collected is not None:
            return self._writer.collection(question, collected), Evidence(tuple(hits), 1.0)
        evidence = self._judge.judge(question, hits, self.settings.sufficiency)
        if evidence.reason is not None:
            return self._writer.abstention(question, evidence), evidence
        composition = self._composer.compose(question, hits)
        if question.claims:
            composition = self._checked_claim(question, composition)
        return self._writer.extractive(question, composition), evidence

    def _checked_claim(self, question: Question, composition: Composition) -> Composition:
        """Frame quotations as what the documents say, not as a confirmation."""
        evidence = [
            expression
            for passage in composition.passages
            for expression in self._index.ledger.expressions(passage.symbol, passage.label).values()
        ]
        missing = unsupported_claims(question, self._index, evidence)
        if not missing:
            return replace(composition, frame="documents_say")
        terms = text("separator", question.answer_language).join(missing)
        return replace(composition, frame="not_found_quote", values={"terms": terms})

    def _about_document(
        self, question: Question, hits: list[Hit], fact: str
    ) -> tuple[Draft, Evidence]:
        """Say that a document does not state a fact about itself, with what bounds it."""
        symbols = [r.id for r in question.references if r.kind == "symbol"]
        facts = next(
            (
                facts
                for facts in sorted(self._index.facts, key=lambda facts: not facts.official)
                if not symbols or facts.symbol in symbols
            ),
            None,
        )
        evidence = Evidence(tuple(hits), 0.0, "no_evidence")
        return self._writer.not_stated(question, facts, fact), evidence

    def _missing_place(self, question: Question) -> tuple[str, str, list[str]] | None:
        """Return document, label and what is there, when a paragraph asked for does not exist."""
        for symbol, label in question.keys:
            if not self._index.ledger.expressions(symbol, label):
                return symbol, label, _nearest_labels(label, self._index.ledger.labels(symbol))
        return None

    def _finish(
        self,
        question: Question,
        draft: Draft,
        evidence: Evidence,
        checks: Mapping[str, int],
        clock: _Clock,
    ) -> Answer:
        abstained = evidence.reason is not None or not draft.citations
        reason = evidence.reason or ("no_evidence" if abstained else None)
        return Answer(
            question=question.asked,
            language=question.answer_language,
            standalone_question=question.standalone,
            text=draft.text,
            statements=() if abstained else tuple(draft.statements),
            citations=() if abstained else tuple(draft.citations),
            abstained=abstained,
            reason=reason,
            nearest=evidence.hits[:NEAREST] if abstained else (),
            suggestions=_suggestions(question, self._index) if abstained else (),
            receipt={
                "build": self.build,
                "embedder": self.settings.embedder,
                "model": self.settings.chat_model,
                "settings": self.settings.fingerprint(),
                "sufficiency": round(evidence.sufficiency, 4),
                "retrieved": [
                    {
                        "symbol": hit.paragraph.symbol,
                        "label": hit.paragraph.label,
                        "language": hit.paragraph.language,
                        "score": round(hit.score, 4),
                        "found_by": list(hit.found_by),
                    }
                    for hit in evidence.hits
                ],
                "checks": dict(checks),
            },
            timings_ms=clock.finished(),
        )

    # -- reading ---------------------------------------------------------------------------

    def search(self, query: str, k: int = 10, language: str | None = None) -> list[Hit]:
        """Return up to k paragraphs, best first, each with how it was found.

        :param language: only paragraphs in this language.
        """
        self._check(query)
        understood = understand(query, self._index)
        return self._retriever.retrieve(
            understood, k, languages=None if language is None else (language,)
        )

    def documents(self) -> list[Work]:
        """Return the works held, by symbol."""
        works = []
        for symbol in self._index.symbols:
            expressions = tuple(f for f in self._index.facts if f.symbol == symbol)
            titled = sorted(expressions, key=lambda f: (not f.official, f.title is None))
            works.append(
                Work(
                    symbol=symbol,
                    title=titled[0].title or symbol,
                    expressions=expressions,
                    paragraphs=len(self._index.ledger.labels(symbol)),
                )
            )
        return works

    def paragraph(self, symbol: str, label: str) -> dict[str, Paragraph]:
        """Return a paragraph in every language held; symbol and label as a person types them.

        :raises NotInCorpus: with the nearest that exist.
        """
        resolved = self.resolve_document(symbol)
        canonical = parse_label(label) or label
        found = self._index.ledger.expressions(resolved, canonical)
        if not found:
            near = _nearest_labels(canonical, self._index.ledger.labels(resolved))
            raise NotInCorpus(
                f"Document {resolved} has no paragraph {label!r}; the nearest are "
                f"{', '.join(near)}.",
                nearest=tuple(near),
            )
        return found

    def document(self, symbol: str, language: str) -> list[Paragraph]:
        """Return an expression in reading order.

        :raises NotInCorpus: when the document or that language of it is not held.
        """
        resolved = self.resolve_document(symbol)
        paragraphs = self._index.ledger.select(resolved, language=language)
        if not paragraphs:
            held = tuple(f.language for f in self._index.facts if f.symbol == resolved)
            raise NotInCorpus(
                f"Document {resolved} is not held in {language!r}; it is held in "
                f"{', '.join(held)}.",
                nearest=held,
            )
        return paragraphs

    def resolve_document(self, symbol: str) -> str:
        """Return the symbol of a document held, from any form of it.

        :raises NotInCorpus: when there is none, with the nearest.
        """
        found = resolve_symbol(symbol, self._index.symbols)
        if len(found) == 1:
            return found[0]
        if found:
            raise NotInCorpus(
                f"The symbol {symbol!r} fits several documents: {', '.join(found)}; write it in "
                "full.",
                nearest=found,
            )
        import difflib

        near = tuple(
            difflib.get_close_matches(symbol, self._index.symbols, n=3, cutoff=0.3)
        ) or tuple(self._index.symbols[:3])
        raise NotInCorpus(
            f"There is no document {symbol!r} in the corpus; the nearest are {', '.join(near)}.",
            nearest=near,
        )

    def references(self, id: str) -> ReferenceCard:
        """Return what a decision, article, document, body or meeting is, and who cites it.

        :param id: in any form that a person types, in any of the six languages.
        :raises NotInCorpus: when nothing can be recognised in it, or nothing is known of it.
        """
        from coopbot.cards import reference_card

        return reference_card(self._index, id)

    def reports(self) -> list[FileReport]:
        """Return the build's row for each file."""
        return [report for _, _, report in self._index.ledger.files().values()]

    # -- LangChain -------------------------------------------------------------------------

    def as_retriever(self, k: int = RETRIEVED) -> BaseRetriever:
        """Return a LangChain retriever over this index."""
        from coopbot.runnables import CoopbotRetriever

        return CoopbotRetriever(bot=self, k=k)

    def as_runnable(self) -> Runnable[Any, Any]:
        """Return a LangChain runnable: a question, or ``{"question", "history"}``, to the JSON."""
        from coopbot.runnables import answer_runnable

        return answer_runnable(self)


class _Clock:
    """Measure named stretches of work, in milliseconds."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._spent: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self._spent[name] = (time.perf_counter() - begun) * 1000

    def finished(self) -> dict[str, float]:
        return {**self._spent, "total": (time.perf_counter() - self._start) * 1000}


def _statement_events(answer: Answer) -> Iterator[Event]:
    sent: set[int] = set()
    for statement in answer.statements:
        new = [c.to_dict() for c in answer.citations if c.n in statement.citations]
        fresh = [citation for citation in new if citation["n"] not in sent]
        sent.update(citation["n"] for citation in fresh)
        yield Event("statement", {**statement.to_dict(), "citation": fresh})


def _suggestions(question: Question, index: IndexReader) -> tuple[str, ...]:
    """Return what to ask instead: who cites the things named, or other words."""
    language = question.answer_language
    things: dict[str, None] = {}
    for reference in question.specific_references():
        if index.ledger.citing(reference.kind, reference.id):
            body = index.registry.organization(reference.id)
            things[body.name(language) if body else reference.id] = None
    return (
        *(text("suggest_refs", language, thing=thing) for thing in things),
        text("suggest_rephrase", language),
    )[:3]


def _nearest_labels(label: str, labels: Sequence[str]) -> list[str]:
    """Return up to three labels of a document that are nearest to one it does not have."""
    from coopbot.labels import sort_key

    whole = label.partition("(")[0]
    parts = [other for other in labels if other.startswith(f"{whole}(")]
    if parts and whole in labels:
        return [whole, *parts][:4]
    numbered = [other for other in labels if other[0].isdigit() and "(" not in other]
    if not numbered:
        return list(labels[:3])
    if whole.isdigit():
        return sorted(
            sorted(numbered, key=lambda other: abs(_number(other) - int(whole)))[:3], key=sort_key
        )
    same_kind = [other for other in labels if other[:2] == label[:2]]
    return (same_kind or numbered)[:3]


def _number(label: str) -> int:
    digits = "".join(character for character in label if character.isdigit())
    return int(digits or 0)
