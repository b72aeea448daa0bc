"""Does the evidence answer the question? An estimate, and the reason when it does not.

Two kinds of tests. Exact ones: a year, a document or a body that the question names must occur in
the evidence. A calibrated one: a logistic estimate over the likeliest sentence, what else is likely
and what would be quoted, fitted on answerable and unanswerable development questions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coopbot.compose import Composition
from coopbot.dates import find_dates
from coopbot.evidence import FEATURES, Weighed
from coopbot.evidence_model import LinearModel, require_columns
from coopbot.index import IndexReader
from coopbot.own_text import PROVISIONS, own_texts
from coopbot.quantities import find_quantities
from coopbot.question import ACRONYM, Question
from coopbot.readings import Reading
from coopbot.tokens import WORD
from coopbot.types import Evidence, Hit, Paragraph

_PROVISION = re.compile(r" ?[段款条條项項号號]")
"""What makes a Chinese ordinal the number of a provision."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_NAME = re.compile(r"[^\W\d_][^\W\d_A-ZА-ЯÀ-Ý]{3,}")
_BEGINS = re.compile(r"(?:^|[.!?:¿¡«“\"(]|[–—] )\s*$")
"""What stands before a word that a sentence begins with."""

EVIDENCE_HITS = 3
"""Paragraph keys in which what the question names is looked for."""


MOST_UNKNOWN = 0.6
"""Share of a question's meaning in words that no paragraph has, from which on it may be about
something else."""

IN_DOUBT = 0.7
"""Least estimate that suffices for a question of which nothing is known; less where more is."""

MOST_NAMED = 0.5
"""Share of the things named by a question that leaves no doubt."""

SHORT_FORM = 4
"""Letters from which on the beginning of a word tells it: Sept, Орхус."""

COLUMNS = (
    *("odds", "second", "other_paragraph", "holds", "quoted", "is_list"),
    *FEATURES,
)
"""What the estimate is made from: the likeliest sentence, what else is likely, what is quoted."""

_CERTAIN = 1e-4
"""Distance from 0 and 1 that a probability keeps, so that its odds stay finite."""


class SufficiencyJudge:
    """Judge evidence by one index's vocabulary."""

    def __init__(self, index: IndexReader, model: LinearModel | None = None) -> None:
        self._index = index
        self._model = model

    def exact(self, question: Question, hits: Sequence[Hit]) -> Evidence:
        """Return the evidence and, where what the question names is missing, the reason."""
        if not hits:
            return Evidence((), 0.0, "no_evidence")
        missing = self._missing_references(question, hits)
        if missing:
            return Evidence(tuple(hits), 0.0, "not_in_corpus", missing)
        evidence = [
            self._index.reading(paragraph)
            for hit in hits[:EVIDENCE_HITS]
            for paragraph in self._paragraphs(hit).values()
        ]
        missing = (
            *self._missing_names(question),
            *self._missing_acronyms(question),
            *self._missing_years(question, evidence),
            *self._missing_ordinals(question, evidence),
            *self._missing_proper_names(question),
        )
        if missing:
            return Evidence(tuple(hits), 0.0, "no_evidence", missing)
        return Evidence(tuple(hits), 1.0)

    def judged(
        self,
        question: Question,
        evidence: Evidence,
        weighed: Sequence[Weighed],
        composition: Composition,
        threshold: float,
        *,
        holds: bool,
    ) -> Evidence:
        """Return evidence with the estimate that what would be quoted answers, and the reason
        where that is below the threshold.

        :param holds: whether the quotations hold the type of answer that is expected.
        """
        if question.keys or not weighed:
            return evidence
        model = self._model or LinearModel.shipped()
        require_columns(model, COLUMNS)
        estimate = model.probability(columns(weighed, composition, holds=holds))
        if holds and self._quotes_own_text(question, composition):
            # Asked what a decision says, its own words answer, whatever they have in common.
            return replace(evidence, sufficiency=max(estimate, threshold))
        best = max(weighed, key=lambda sentence: sentence.probability)
        unknown, named = best.feature("unknown"), best.feature("hit_reference")
        if threshold and unknown >= MOST_UNKNOWN and named < MOST_NAMED:
            threshold = max(threshold, IN_DOUBT * unknown)
        if estimate < threshold:
            missing = self._uncovered(question)
            return replace(evidence, sufficiency=estimate, reason="no_evidence", missing=missing)
        return replace(evidence, sufficiency=estimate)

    def _quotes_own_text(self, question: Question, composition: Composition) -> bool:
        """Tell whether what would be quoted is the text of a decision or article that is named."""
        own = [
            text
            for text in own_texts(question, self._index)
            if text.kind in ("decision", "article")
        ]
        anchors = (quote.anchor for passage in composition.passages[:1] for quote in passage.quotes)
        return bool(own) and any(text.holds(anchor) for anchor in anchors for text in own)

    def _missing_references(self, question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return decisions, articles and documents that are named, not held and cited nowhere."""
        missing = []
        held = {(text.kind, text.id) for text in own_texts(question, self._index)}
        for reference in question.specific_references():
            if reference.kind not in PROVISIONS or (reference.kind, reference.id) in held:
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
            if match.id not in self._index.mentioned_bodies:
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
        ordinals = [
            q for q in find_quantities(question.asked, question.language) if q.kind == "ordinal"
        ]
        if any(q.value == 1 for q in ordinals):
            # The first and the second are the question's own.
            return ()
        asked = [
            q
            for q in ordinals
            if q.value > 1
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
            if any(
                self._frequency(term)
                or lexical.similar_terms(term, 1)
                or (len(term) >= SHORT_FORM and lexical.begins(term))
                for term in terms
            ):
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


def columns(
    weighed: Sequence[Weighed], composition: Composition, *, holds: bool
) -> NDArray[np.float64]:
    """Return the values of :data:`COLUMNS` for what would be quoted."""
    ranked = sorted(weighed, key=lambda sentence: -sentence.probability)
    best = ranked[0]
    likely = min(1 - _CERTAIN, max(_CERTAIN, best.probability))
    elsewhere = (s.probability for s in ranked if s.key != best.key)
    quotes = [quote for passage in composition.passages for quote in passage.quotes]
    own = (
        math.log(likely / (1 - likely)),
        ranked[1].probability if len(ranked) > 1 else 0.0,
        next(elsewhere, 0.0),
        float(holds),
        float(len(quotes)),
        float(any(passage.is_list for passage in composition.passages[:1])),
    )
    return np.array([*own, *best.features], dtype=np.float64)


def _words(text: str) -> list[str]:
    """Return the words of a text as typed; runs of Han are left out, they have no spaces."""
    return [
        word
        for word in WORD.findall(text)
        if len(word) > 2 and word[0].isalpha() and word[0] < "\u2e80"
    ]
