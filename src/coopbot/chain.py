"""One question, from its words to a checked answer, in the order in which it happens.

understand -> retrieve -> judge -> compose (and, where a model is set, word) -> verify -> Answer
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from coopbot.ambiguity import fitting, told_by_type
from coopbot.answering import CHOICES, NEAREST, AnswerWriter, Draft
from coopbot.candidates import of_what_is_named
from coopbot.claims import unsupported_claims
from coopbot.collecting import collect
from coopbot.compose import Composition, ExtractiveComposer
from coopbot.embedder import load_reranker
from coopbot.errors import NotInCorpus, UsageError
from coopbot.evidence import EvidenceReader
from coopbot.expectation import Expectation
from coopbot.index import IndexReader
from coopbot.intents import asked_fact
from coopbot.labels import parse_label
from coopbot.question import Question, Scope, understand
from coopbot.receipts import with_circumstances
from coopbot.references import resolve_symbol
from coopbot.registry import Registry
from coopbot.retriever import SEARCHED, HybridRetriever
from coopbot.settings import Settings
from coopbot.sufficiency import SufficiencyJudge
from coopbot.types import (
    Answer,
    Citation,
    Event,
    Evidence,
    FileReport,
    Hit,
    Paragraph,
    ReferenceCard,
    Statement,
    Work,
)
from coopbot.verifier import verify_draft
from coopbot.views import view_of
from coopbot.wording import text

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable

    from coopbot.models import ChatModel
    from coopbot.worded import WordedAnswer, WordedComposer

RETRIEVED = 8
"""Paragraph keys considered for an answer."""


class Coopbot:
    """Answer questions over one published index build. Safe to share between threads."""

    def __init__(self, settings: Settings, index: IndexReader) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._model = _chat_model(settings)
        self._use(index)

    def _use(self, index: IndexReader) -> None:
        self._index = index
        self._retriever = HybridRetriever(index, reranker=load_reranker(self.settings.reranker))
        self._evidence = EvidenceReader(index)
        self._judge = SufficiencyJudge(index)
        self._composer = ExtractiveComposer(index)
        self._expectation = Expectation(index)
        self._writer = AnswerWriter(index)
        self._worded = _worded_composer(index, self._model)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """Open the published build.

        :raises IndexUnavailable: when there is none that these settings can read.
        :raises ModelUnavailable: when the package of the chat model's provider is not installed.
        :raises SettingsError: when a tracing service would hear what a chat model is asked.
        """
        settings = settings or Settings()
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
        quote_only: bool = False,
    ) -> Answer:
        """Return one checked answer, or an abstention with the nearest paragraphs.

        :param history: earlier turns, ``{"role": "user" | "assistant", "text": ...}``.
        :param language: of the answer; the question's own where not given.
        :param scope: ``symbols``, ``languages`` and ``meetings`` to stay within.
        :param quote_only: ask no language model, even where one is set.
        """
        steps = self._steps(question, history, language, scope, quote_only)
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
        quote_only: bool = False,
    ) -> Iterator[Event]:
        """Yield the steps of an answer: ``status``, checked ``statement``s, then ``answer``.

        What a language model words comes statement by statement, each after its check.
        """
        answer = yield from self._steps(question, history, language, scope, quote_only)
        yield Event("answer", answer.to_dict())

    def _steps(
        self,
        question: str,
        history: Sequence[Mapping[str, str]],
        language: str | None,
        scope: Mapping[str, Any] | None,
        quote_only: bool,
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
            draft, evidence, composition = self._answer(understood, hits)
        sender = _Sender()
        worded: WordedAnswer | None = None
        if composition is not None and self._worded is not None and not quote_only:
            yield Event("status", {"stage": "word"})
            with clock("word"):
                steps = self._worded.write(understood, composition, hits)
                worded = yield from _sent(steps, sender)
        with clock("verify"):
            draft, checks = verify_draft(draft) if worded is None else (worded.draft, worded.checks)
        answer = self._finish(understood, draft, evidence, checks, worded)
        with clock("view"):
            view = view_of(understood, answer, self._index)
        answer = replace(answer, view=view, timings_ms=clock.finished())
        answer = with_circumstances(
            answer, self.settings, history, language, scope, quote_only=quote_only
        )
        yield from sender.new(answer.statements, answer.citations)
        return answer

    def _check(self, question: str) -> None:
        if not question.strip():
            raise UsageError("The question is empty; write what you want to know.")
        if len(question) > self.settings.max_question:
            raise UsageError(
                f"The question has {len(question)} characters and at most "
                f"{self.settings.max_question} are taken; shorten it."
            )

    def _answer(
        self, question: Question, hits: list[Hit]
    ) -> tuple[Draft, Evidence, Composition | None]:
        """Compose what the evidence carries, or say why nothing does.

        The composition comes beside its draft where a language model may word it. A paragraph asked
        for by its place, a collection and a claim that nothing supports are always quoted.
        """
        judged = self._without_quotations(question, hits)
        if judged is not None:
            return *judged, None
        hits = of_what_is_named(hits)
        evidence = self._judge.exact(question, hits)
        if evidence.reason is not None:
            return self._writer.abstention(question, evidence), evidence, None
        weighed = self._evidence.weigh(question, hits)
        composition = self._composer.compose(question, hits, weighed)
        evidence = self._judge.judged(
            question,
            evidence,
            weighed,
            composition,
            self.settings.sufficiency,
            holds=self._expectation.holds(question, composition),
        )
        if evidence.reason is not None:
            return self._writer.abstention(question, evidence), evidence, None
        if question.claims:
            composition = self._checked_claim(question, composition)
        draft = self._writer.extractive(question, composition)
        quoted = question.keys or not composition.passages or composition.frame == "not_found_quote"
        return draft, evidence, None if quoted else composition

    def _without_quotations(
        self, question: Question, hits: list[Hit]
    ) -> tuple[Draft, Evidence] | None:
        """Answer what needs no judgement of the evidence: what is missing, refused or counted."""
        missing = self._missing_place(question)
        if missing is not None:
            evidence = Evidence(tuple(hits), 0.0, "not_in_corpus", (missing[1],))
            return self._writer.no_label(question, *missing), evidence
        if question.refusals:
            evidence = Evidence(tuple(hits), 0.0, "out_of_scope")
            return self._writer.refusal(question, evidence), evidence
        told = told_by_type(question, hits, self._index)
        vague = question.vague and not told
        fits = () if vague or told else fitting(question, hits, self._index)
        if question.ambiguities or vague or fits:
            evidence = Evidence(tuple(fits or hits), 0.0, "ambiguous")
            return self._writer.choices(question, evidence), evidence
        fact = asked_fact(question.asked, question.language)
        if fact is not None and not question.specific_references():
            return self._about_document(question, hits, fact)
        collected = collect(question, self._index)
        if collected is not None:
            return self._writer.collection(question, collected), Evidence(tuple(hits), 1.0)
        return None

    def _checked_claim(self, question: Question, composition: Composition) -> Composition:
        """Frame quotations as what the documents say, not as a confirmation."""
        evidence = [
            expression
            for passage in composition.passages
            for expression in self._index.expressions(passage.symbol, passage.label).values()
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
        worded: WordedAnswer | None,
    ) -> Answer:
        abstained = evidence.reason is not None or not draft.citations
        reason = evidence.reason or ("no_evidence" if abstained else None)
        # Each place that is offered as a choice can be opened.
        shown = CHOICES if reason == "ambiguous" else NEAREST
        return Answer(
            question=question.asked,
            language=question.answer_language,
            standalone_question=question.standalone,
            text=draft.text,
            statements=() if abstained else tuple(draft.statements),
            citations=() if abstained else tuple(draft.citations),
            abstained=abstained,
            reason=reason,
            nearest=evidence.hits[:shown] if abstained else (),
            suggestions=_suggestions(question, self._index) if abstained else (),
            receipt={
                "build": self.build,
                "embedder": self.settings.embedder,
                "model": self.settings.chat_model,
                "generation": None if worded is None else worded.generation.to_dict(),
                "model_failure": None if worded is None else worded.notice,
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
                    paragraphs=self._index.ledger.count(
                        symbol,
                        [f.language for f in expressions if f.official]
                        or [f.language for f in expressions],
                        SEARCHED,
                    ),
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
                thing=f"{resolved} {label}",
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
                thing=f"{resolved} ({language})",
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
                thing=symbol,
                several=True,
            )
        import difflib

        near = tuple(
            difflib.get_close_matches(symbol, self._index.symbols, n=3, cutoff=0.3)
        ) or tuple(self._index.symbols[:3])
        raise NotInCorpus(
            f"There is no document {symbol!r} in the corpus; the nearest are {', '.join(near)}.",
            nearest=near,
            thing=symbol,
        )

    def references(self, id: str, language: str = "en") -> ReferenceCard:
        """Return what a decision, article, document, body or meeting is, and who cites it.

        :param id: in any form that a person types, in any of the six languages.
        :param language: of the title of a decision.
        :raises NotInCorpus: when nothing can be recognised in it, or nothing is known of it.
        """
        from coopbot.cards import reference_card

        return reference_card(self._index, id, language)

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


class _Sender:
    """Send each statement once, each citation with the first statement that has it."""

    def __init__(self) -> None:
        self._statements = 0
        self._citations: set[int] = set()

    def new(
        self, statements: Sequence[Statement], citations: Sequence[Citation]
    ) -> Iterator[Event]:
        """Yield events for the statements that have come since the last call."""
        for statement in statements[self._statements :]:
            new = set(statement.citations) - self._citations
            self._citations |= new
            fresh = [citation.to_dict() for citation in citations if citation.n in new]
            yield Event("statement", {**statement.to_dict(), "citation": fresh})
        self._statements = max(self._statements, len(statements))


def _sent(
    steps: Generator[Draft, None, WordedAnswer], sender: _Sender
) -> Generator[Event, None, WordedAnswer]:
    """Send the statements of an answer that is being worded, each when it has passed."""
    while True:
        try:
            draft = next(steps)
        except StopIteration as end:
            worded: WordedAnswer = end.value
            return worded
        yield from sender.new(draft.statements, draft.citations)


def _chat_model(settings: Settings) -> ChatModel | None:
    """Return the model that words answers, unless the documents are only quoted."""
    if settings.chat_model == "none":
        return None
    from coopbot.models import ChatModel

    return ChatModel(settings)


def _worded_composer(index: IndexReader, model: ChatModel | None) -> WordedComposer | None:
    if model is None:
        return None
    from coopbot.worded import WordedComposer

    return WordedComposer(index, model)


def _suggestions(question: Question, index: IndexReader) -> tuple[str, ...]:
    """Return what to ask instead: who cites the things named, or other words."""
    language = question.answer_language
    things: dict[str, None] = {}
    for reference in question.specific_references():
        if index.ledger.is_cited(reference.kind, reference.id):
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
