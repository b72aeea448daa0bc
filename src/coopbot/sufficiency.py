"""Does the evidence answer the question? An estimate, and the reason when it does not.

Two kinds of tests. Exact ones: a year, a document or a body that the question names must occur in
the evidence. A calibrated one: a logistic estimate over how much of the question the best
paragraph covers and how near it is, fitted on answerable and unanswerable development questions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopbot.answer_types import CURRENCIES
from coopbot.dates import find_dates
from coopbot.index import IndexReader
from coopbot.quantities import find_quantities
from coopbot.question import ACRONYM, Question
from coopbot.readings import Reading
from coopbot.types import Evidence, Hit, Paragraph

_PROVISION = re.compile(r" ?[段款条條项項号號]")
"""What makes a Chinese ordinal the number of a provision."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_NAME = re.compile(r"[^\W\d_][^\W\d_A-ZА-ЯÀ-Ý]{3,}")
_BEGINS = re.compile(r"(?:^|[.!?:¿¡«“\"(]|[–—] )\s*$")
"""What stands before a word that a sentence begins with."""

MOST_UNKNOWN = 0.6
"""Share of a question's meaning in words that no paragraph has, from which on it may be about
something else."""

IN_DOUBT = 0.7
"""Least estimate that suffices for a question in doubt."""

MOST_NAMED = 0.5
"""Share of the things named by a question that leaves no doubt."""

EVIDENCE_HITS = 3
"""Paragraph keys in which what the question names is looked for."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of the estimate; made by ``evals.sufficiency`` from development questions."""

    intercept: float = -4.24
    coverage: float = 3.05
    late: float = 7.0
    reference: float = 4.03
    unknown: float = -2.56
    sentence: float = 1.18


@dataclass(frozen=True, slots=True)
class Features:
    """What the estimate is made from; each 0 to 1."""

    coverage: float
    """Share of the question's meaning, weighted by rarity, that the best paragraph carries."""
    late: float
    """Token-by-token nearness of the best paragraph."""
    reference: float
    """Share of the things that the question names which the best paragraph carries."""
    unknown: float
    """Share of the question's meaning in words that no paragraph of its language has."""
    sentence: float
    """Token-by-token nearness of the best sentence of the best paragraph."""

    def estimate(self, calibration: Calibration) -> float:
        """Return the probability that the evidence answers the question."""
        total = (
            calibration.intercept
            + calibration.coverage * self.coverage
            + calibration.late * self.late
            + calibration.reference * self.reference
            + calibration.unknown * self.unknown
            + calibration.sentence * self.sentence
        )
        return 1.0 / (1.0 + math.exp(-total))


class SufficiencyJudge:
    """Judge hits by one index's vocabulary."""

    def __init__(self, index: IndexReader, calibration: Calibration | None = None) -> None:
        self._index = index
        self._calibration = calibration or Calibration()

    def judge(self, question: Question, hits: Sequence[Hit], threshold: float) -> Evidence:
        """Return the evidence with its estimate and, when it does not suffice, the reason."""
        if not hits:
            return Evidence((), 0.0, "no_evidence")
        evidence = [
            self._index.reading(paragraph)
            for hit in hits[:EVIDENCE_HITS]
            for paragraph in self._paragraphs(hit).values()
        ]
        missing = self._missing_references(question, hits)
        if missing:
            return Evidence(tuple(hits), 0.0, "not_in_corpus", missing)
        missing = (
            *self._missing_names(question),
            *self._missing_acronyms(question),
            *self._missing_years(question, evidence),
            *self._missing_ordinals(question, evidence),
            *self._missing_proper_names(question),
        )
        if missing:
            return Evidence(tuple(hits), 0.0, "no_evidence", missing)
        if not self._holds_kind(question, hits, evidence):
            return Evidence(tuple(hits), 0.0, "no_evidence")
        if question.keys:
            return Evidence(tuple(hits), 1.0)
        features = self.features(question, hits)
        estimate = features.estimate(self._calibration)
        doubtful = features.unknown >= MOST_UNKNOWN and features.reference < MOST_NAMED
        if estimate < (max(threshold, IN_DOUBT) if threshold and doubtful else threshold):
            return Evidence(tuple(hits), estimate, "no_evidence", self._uncovered(question))
        return Evidence(tuple(hits), estimate)

    def features(self, question: Question, hits: Sequence[Hit]) -> Features:
        """Return the features of the best hit."""
        best = hits[0]
        coverage, unknown = self._coverage(question, best)
        late = best.parts.get("late", best.parts.get("dense", 0.0))
        return Features(
            coverage=coverage,
            late=_bounded(late),
            reference=_bounded(best.parts.get("reference", 0.0)),
            unknown=unknown,
            sentence=_bounded(best.parts.get("sentence", late)),
        )

    def _coverage(self, question: Question, hit: Hit) -> tuple[float, float]:
        """Return the rarity-weighted share of the question's terms in the hit's expressions, and
        of those that stand nowhere.
        """
        expressions = self._paragraphs(hit)
        own = expressions.get(question.language)
        if own is None:
            return _bounded(max(hit.parts.get("lexical", 0.0), hit.parts.get("late", 0.0))), 0.0
        weights = self._rarities(question)
        if not weights:
            return 0.0, 0.0
        held = {*self._index.reading(own).terms, *self._alias_terms(question, expressions)}
        for concept in question.concepts:
            forms = self._index.thesaurus.forms(concept.id, own.language)
            if any(form <= held for form in forms):
                held |= concept.terms
        whole = sum(weights.values())
        covered = sum(weight for term, weight in weights.items() if term in held)
        lexical = self._index.lexical(question.language)
        unknown = sum(
            weight
            for term, weight in weights.items()
            if term not in held and lexical is not None and not lexical.frequency(term)
        )
        return covered / whole, unknown / whole

    def _alias_terms(self, question: Question, expressions: Mapping[str, Paragraph]) -> set[str]:
        """Return the question's own names of things that the paragraph names otherwise."""
        terms: set[str] = set()
        for match in self._index.registry.find_names(question.text, question.language):
            if any(match.id in self._index.reading(p).names for p in expressions.values()):
                printed = question.text[match.start : match.end]
                terms.update(self._index.analyzer.terms(printed, question.language))
        return terms

    def _rarities(self, question: Question) -> dict[str, float]:
        lexical = self._index.lexical(question.language)
        if lexical is None:
            return {}
        return {term: lexical.rarity(term) for term in question.terms}

    def _missing_references(self, question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return decisions, articles and documents that are named and cited nowhere."""
        missing = []
        for reference in question.specific_references():
            if reference.kind not in ("decision", "symbol", "article"):
                continue
            if reference.kind == "symbol" and reference.id in self._index.symbols:
                continue
            if not self._index.ledger.is_cited(reference.kind, reference.id):
                missing.append(reference.id)
        return tuple(dict.fromkeys(missing))

    def _missing_names(self, question: Question) -> tuple[str, ...]:
        """Return, as the question writes them, organizations that no document mentions."""
        missing = []
        registry = self._index.registry
        for match in registry.find_names(question.text, question.language):
            if match.kind != "organization":
                continue
            if not self._index.ledger.is_cited("organization", match.id):
                missing.append(question.text[match.start : match.end])
        return tuple(dict.fromkeys(missing))

    def _missing_acronyms(self, question: Question) -> tuple[str, ...]:
        """Return acronyms of the question that no document holds and the registry does not know."""
        known = self._index.registry.find_names(question.text, question.language)
        missing = []
        for match in ACRONYM.finditer(question.text):
            start, end = match.span()
            inside = any(m.start <= start and end <= m.end for m in known) or any(
                r.start <= start and end <= r.end for r in question.references
            )
            in_symbols = any(match.group() in symbol for symbol in self._index.symbols)
            if inside or in_symbols or len(match.group()) < 3:
                continue
            terms = self._index.analyzer.terms(match.group(), "en")
            if not any(self._frequency(term) for term in terms):
                missing.append(match.group())
        return tuple(dict.fromkeys(missing))

    def _frequency(self, term: str) -> int:
        """Return in how many paragraphs of any language a term occurs."""
        return sum(
            index.frequency(term)
            for language in self._index.languages
            if (index := self._index.lexical(language)) is not None
        )

    def _holds_kind(
        self, question: Question, hits: Sequence[Hit], evidence: Sequence[Reading]
    ) -> bool:
        """Tell whether an amount or a count is there at all when the question asks for one.

        Items can be counted by the reader.
        """
        best = hits[0].paragraph
        items = best.parent or self._index.ledger.select(best.symbol, parent=best.label)
        if "amount" in question.kinds and "number" in question.intents:
            return any(q.unit in CURRENCIES for read in evidence for q in read.quantities)
        if "count" in question.kinds and "number" in question.intents:
            return bool(items) or any(
                q.unit not in CURRENCIES for read in evidence for q in read.quantities
            )
        return True

    def _missing_years(self, question: Question, evidence: Sequence[Reading]) -> tuple[str, ...]:
        """Return years of the question that no evidence has: the surest sign of another matter."""
        asked = {mention.iso[:4]: mention.text for mention in find_dates(question.text)}
        return tuple(
            printed
            for year, printed in asked.items()
            if year.isdigit() and not any(year in read.text for read in evidence)
        )

    def _missing_ordinals(self, question: Question, evidence: Sequence[Reading]) -> tuple[str, ...]:
        """Return ordinals of the question, from the second on, that no evidence has: the fifth
        meeting is not the fourth.
        """
        asked = [
            q
            for q in find_quantities(question.asked, question.language)
            if q.kind == "ordinal"
            and q.value > 1
            and not question.keys
            and not _PROVISION.match(question.asked, q.end)
            and not any(r.start <= q.start < r.end for r in question.references)
        ]
        return tuple(
            dict.fromkeys(
                q.text
                for q in asked
                if not any(q.value == held.value for read in evidence for held in read.quantities)
            )
        )

    def _missing_proper_names(self, question: Question) -> tuple[str, ...]:
        """Return capitalised words that no document has, nor any word one letter away.

        The first word of a sentence is left out, and questions that write most words so.
        """
        lexical = self._index.lexical(question.language)
        words = list(_WORD.finditer(question.text))
        capital = [m for m in words if m.group()[0].isupper() and not m.group().isupper()]
        if lexical is None or question.language in ("zh", "ar") or len(capital) * 2 > len(words):
            return ()
        known = self._index.registry.find_names(question.text, question.language)
        missing = []
        for match in capital:
            start, end = match.span()
            if _BEGINS.search(question.text[:start]) or not _NAME.fullmatch(match.group()):
                continue
            if any(m.start < end and start < m.end for m in known):
                continue
            terms = self._index.analyzer.content_terms(match.group(), question.language)
            if any(self._frequency(term) or lexical.similar_terms(term, 1) for term in terms):
                continue
            if terms:
                missing.append(match.group())
        return tuple(dict.fromkeys(missing))

    def _uncovered(self, question: Question) -> tuple[str, ...]:
        """Return words of the question that stand nowhere in the index, as they were typed."""
        lexical = self._index.lexical(question.language)
        if lexical is None:
            return ()
        missing = []
        for word in _words(question.text):
            terms = self._index.analyzer.content_terms(word, question.language)
            if terms and not any(lexical.frequency(term) for term in terms):
                missing.append(word)
        return tuple(dict.fromkeys(missing))[:5]

    def _paragraphs(self, hit: Hit) -> Mapping[str, Paragraph]:
        return self._index.expressions(hit.paragraph.symbol, hit.paragraph.label)


def _bounded(value: float) -> float:
    return min(1.0, max(0.0, value))


def _words(text: str) -> list[str]:
    """Return the words of a text as typed; runs of Han are left out, they have no spaces."""
    return [word for word in re.findall(r"[^\W\d_][\w’'-]{2,}", text) if word[0] < "\u2e80"]
