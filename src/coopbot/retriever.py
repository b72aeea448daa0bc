"""From a question to ranked paragraph keys: exact references, lexical and dense search, fused.

Each language of the index is searched on its own. A paragraph's score is a weighted sum of parts
that are each brought to 0..1 by the best that the question could have reached, so that a part
that finds nothing costs nothing and the sum is no worse than its best part. Expressions of one
paragraph in several languages are one result, and an item and its paragraph are one result.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from coopbot.candidates import NAMED, Candidate, add, collapse, put_behind, spread
from coopbot.embedder import LateInteraction, Reranker
from coopbot.index import IndexReader
from coopbot.own_text import PROVISIONS, OwnText, asked_of, own_texts
from coopbot.query_terms import REFERENCE_WEIGHT, query_terms, reachable_score
from coopbot.question import Question
from coopbot.records import StoredVector, Stretch
from coopbot.static_embedder import TokenCosines
from coopbot.types import Hit, Paragraph

CANDIDATES = 50
"""Rows taken from each retriever and language: the right one is below in under 0.5% of the
development questions."""

SHORTLIST = 210
"""Rows that are compared token by token; shared out among the languages that are searched, twice as
many to the question's own."""

CONSIDERED = 120
"""Rows that are read after the comparison by tokens."""

SENTENCE_CANDIDATES = 24
"""Candidates of the question's language whose sentences are compared; of others, fewer."""

OWN_SENTENCES = 16
"""Candidates of the question's language that take the place of as many in others."""

UNDATED = 0.7
"""Share of a sentence's worth when a date is asked for and it has none."""

ASKED_BY_PLACE = 10.0
"""Worth of a paragraph that the question names by its place: nothing else may come before it."""

PHRASED = frozenset({"zh"})
"""Languages whose tokens are parts of words, so that a word is several of them side by side. In the
others the order of words adds nothing to the words, and takes something from free word order."""

LIST_LENGTH = 6
"""Things of the kind asked for that make a paragraph a list of them."""

MOST_CITING = 200
"""Paragraphs citing a thing that are all looked at when a question names it."""

OWN_CANDIDATES = 12
"""Rows of each language taken from a long text that the question names."""

TYPO_WEIGHT = 0.6
"""Share of the lexical score that a paragraph gets for a word one edit away."""

BM25_CEILING = 2.2
"""k1 + 1 of the engine: what a term can reach at most, times its rarity."""


SEARCHED = frozenset({"paragraph", "item", "footnote", "block"})
"""Kinds of paragraphs that can be results; headings, titles and translators' notes cannot."""

_REFERENCE_KINDS = frozenset({"organization", "decision", "article", "symbol", "date"})
"""Kinds that can be told from a paragraph's references alone."""


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """Weights of the parts of a score; fitted on development data by ``evals.fusion``."""

    lexical: float = 1.0
    late: float = 0.8
    dense: float = 1.0
    """Counts only for embedders without late interaction, which holds the pooled cosine."""
    reference: float = 0.4
    kind: float = 0.5
    sentence: float = 0.6
    phrase: float = 1.0
    """Asked for of Chinese alone: see :data:`PHRASED`."""
    named: float = 0.5
    """Of the text of a thing that the question names, beside what only cites it."""
    rerank: float = 1.0


@dataclass(frozen=True, slots=True)
class _Compared:
    """What candidates were compared by, token by token, and what is held of them."""

    embedder: LateInteraction
    focus: str
    """What is asked about the bodies that the question names; sentences are compared with it."""
    held: Mapping[int, StoredVector]
    cosines: TokenCosines


class HybridRetriever:
    """Rank the paragraphs of one index for a question."""

    def __init__(
        self,
        index: IndexReader,
        *,
        weights: FusionWeights | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._index = index
        self._weights = weights or FusionWeights()
        self._shares: Mapping[str, float] = asdict(self._weights)
        self._reranker = reranker

    def retrieve(
        self, question: Question, k: int = 10, *, languages: Sequence[str] | None = None
    ) -> list[Hit]:
        """Return up to k paragraph keys, best first.

        :param languages: search only expressions in these languages; all by default.
        """
        found, paragraphs = self.candidates(question, languages)
        return collapse(question, found, paragraphs, k)

    def candidates(
        self, question: Question, languages: Sequence[str] | None = None
    ) -> tuple[dict[int, Candidate], dict[int, Paragraph]]:
        """Return every row that was looked at with the parts of its score, and the paragraphs."""
        places = {
            language: self._stretches(question, language)
            for language in self._index.languages
            if (languages is None or language in languages)
            and language in (question.scope.languages or (language,))
        }
        found: dict[int, Candidate] = {}
        own_ceiling = reachable_score(question, question.language, self._index)
        for language, within in places.items():
            found.update(self._lexical(question, language, own_ceiling, within))
        self._dense(question, places, found)
        self._shorten(question, places, found)
        own = own_texts(question, self._index)
        cited = self._referenced(question, places, found)
        cited |= self._own(question, own, places, own_ceiling, found)
        compared = self._late(question, asked_of(question, own).text, found)
        self._narrow(found, cited)
        paragraphs = self._index.paragraphs(found)
        asked = {symbol for symbol, _ in question.keys}
        for row, paragraph in paragraphs.items():
            if not question.admits(paragraph) or not self._index.in_force(paragraph, asked):
                del found[row]
        self._credit(question, own, found, paragraphs)
        for candidate in found.values():
            candidate.score = self._fused(candidate)
        self._kinds(question, found)
        if compared is not None:
            self._sentences(question, found, compared)
        if self._reranker is not None:
            self._rerank(question, found, paragraphs)
        put_behind(found, paragraphs)
        return found, paragraphs

    def _stretches(self, question: Question, language: str) -> Sequence[Stretch] | None:
        """Return the stretches of rows that the question's scope leaves; None for all."""
        if question.allowed_symbols is None:
            return None
        return self._index.ledger.stretches(question.allowed_symbols, language)

    # -- parts -----------------------------------------------------------------------------

    def _lexical(
        self,
        question: Question,
        language: str,
        own_ceiling: float,
        within: Sequence[Stretch] | None,
    ) -> dict[int, Candidate]:
        """Return the rows that share terms with the question, each with its share of what the whole
        question would score in its own language.

        In another language only what the question names can match: measured by itself, a name
        alone would count as the whole.
        """
        index = self._index.lexical(language)
        terms = query_terms(question, language, self._index)
        ceiling = own_ceiling or reachable_score(question, language, self._index)
        if index is None or not terms or not ceiling:
            return {}
        scores: defaultdict[int, float] = defaultdict(float)
        known: dict[str, float] = {}
        for term, weight in terms.items():
            if index.frequency(term):
                known[term] = weight
            elif len(term) > 4 and ":" not in term and weight >= 1.0:
                worth = TYPO_WEIGHT * weight * index.rarity(term)
                for row, score in index.similar_terms(term, CANDIDATES, within):
                    scores[row] += worth * score
        for row, score in index.search(known, CANDIDATES, within):
            scores[row] += score / BM25_CEILING
        return {
            row: Candidate(row, language, {"lexical": min(1.0, score / ceiling)})
            for row, score in scores.items()
        }

    def _dense(
        self,
        question: Question,
        places: Mapping[str, Sequence[Stretch] | None],
        found: dict[int, Candidate],
    ) -> None:
        vector = self._index.embedder.embed_queries([question.text])[0]
        if not vector.any():
            return
        for language, within in places.items():
            for row, cosine in self._index.vectors.search(language, vector, CANDIDATES, within):
                add(found, row, language, "dense", max(0.0, cosine))

    def _shorten(
        self, question: Question, languages: Collection[str], found: dict[int, Candidate]
    ) -> None:
        """Keep of each language what words and pooled vectors together hold for best.

        To read a paragraph's tokens and headings costs more than to find it.
        """
        weights = self._weights
        shares = {language: 1 + (language == question.language) for language in languages}
        of_language: dict[str, list[tuple[float, int]]] = {language: [] for language in languages}
        for row, candidate in found.items():
            worth = weights.lexical * candidate.parts.get("lexical", 0.0)
            worth += weights.late * candidate.parts.get("dense", 0.0)
            of_language[candidate.language].append((-worth, row))
        for language, ranked in of_language.items():
            kept = SHORTLIST * shares[language] // sum(shares.values())
            for _, row in sorted(ranked)[kept:]:
                del found[row]

    def _referenced(
        self, question: Question, languages: Collection[str], found: dict[int, Candidate]
    ) -> set[int]:
        """Add what stands under a label asked for, and what cites a thing asked for; return these.

        Where many paragraphs cite it, that alone picks none of them: its name among the terms
        has found the best.
        """
        added: set[int] = set()
        for symbol, label in question.keys:
            for row, paragraph in self._index.ledger.rows_of(symbol, label).items():
                # Asked for by its place, a heading is a result too.
                if paragraph.language in languages:
                    add(found, row, paragraph.language, "reference", ASKED_BY_PLACE)
                    added.add(row)
        for reference in question.specific_references():
            rows = self._index.ledger.citing_rows(reference.kind, reference.id, MOST_CITING)
            for row, paragraph in self._index.paragraphs(rows or ()).items():
                if paragraph.kind in SEARCHED and paragraph.language in languages:
                    found.setdefault(row, Candidate(row, paragraph.language))
                    added.add(row)
        return added

    def _own(
        self,
        question: Question,
        own: Sequence[OwnText],
        places: Mapping[str, Sequence[Stretch] | None],
        own_ceiling: float,
        found: dict[int, Candidate],
    ) -> set[int]:
        """Add what the text of a thing that is named holds, of a long text the best; return it."""
        added: set[int] = set()
        for text in own:
            rows = self._index.ledger.rows_under(text.symbol, text.label, MOST_CITING)
            if rows is None:
                rows = self._best_of(question, text, places, own_ceiling, found)
            for row, paragraph in self._index.paragraphs(rows).items():
                if paragraph.kind in SEARCHED and paragraph.language in places:
                    add(found, row, paragraph.language, "lexical", self._name_share(question, text))
                    added.add(row)
        return added

    def _name_share(self, question: Question, text: OwnText) -> float:
        """Return what a paragraph would score for the name of a thing: its text stands under it."""
        index = self._index.lexical(question.language)
        ceiling = reachable_score(question, question.language, self._index)
        if index is None or not ceiling:
            return 0.0
        return REFERENCE_WEIGHT * index.rarity(f"{text.kind}:{text.id}") / ceiling

    def _best_of(
        self,
        question: Question,
        text: OwnText,
        places: Collection[str],
        own_ceiling: float,
        found: dict[int, Candidate],
    ) -> set[int]:
        """Search the work alone that holds a text; add its best rows and return them."""
        added: set[int] = set()
        vector = self._index.embedder.embed_queries([question.text])[0]
        for language in places:
            within = self._index.ledger.stretches([text.symbol], language)
            by_words = self._lexical(question, language, own_ceiling, within)
            ranked = sorted(by_words.values(), key=lambda c: -c.parts["lexical"])
            for candidate in ranked[:OWN_CANDIDATES]:
                added.add(found.setdefault(candidate.row, candidate).row)
            if not vector.any():
                continue
            near = self._index.vectors.search(language, vector, OWN_CANDIDATES, within)
            for row, cosine in near:
                candidate = found.setdefault(row, Candidate(row, language))
                candidate.parts.setdefault("dense", max(0.0, cosine))
                added.add(row)
        return added

    def _narrow(self, found: dict[int, Candidate], kept: Collection[int]) -> None:
        """Keep the best by words and tokens, and what is kept anyway: no other part is worth the
        distance to the first places.
        """
        ranked = sorted(found.values(), key=self._fused, reverse=True)
        for candidate in ranked[CONSIDERED:]:
            if candidate.row not in kept:
                del found[candidate.row]

    def _credit(
        self,
        question: Question,
        own: Sequence[OwnText],
        found: Mapping[int, Candidate],
        paragraphs: Mapping[int, Paragraph],
    ) -> None:
        """Give each candidate its share of the things that the question names, and mark what is the
        text of one of them or speaks of it, where the text of any is held.

        What a heading above a paragraph refers to counts for the paragraph as well.
        """
        things = [
            (
                kind,
                self._index.ledger.citing_among(kind, id, found),
                self._index.topics(kind, id),
                [text for text in own if (text.kind, text.id) == (kind, id)],
            )
            for kind, id in dict.fromkeys((r.kind, r.id) for r in question.specific_references())
        ]
        known = [thing for thing in things if any(thing[1:])]
        for row, candidate in found.items():
            paragraph = paragraphs[row]
            places = {(paragraph.symbol, paragraph.language, text) for text in paragraph.heading}
            held = [
                kind
                for kind, rows, topics, texts in known
                if row in rows
                or not places.isdisjoint(topics)
                or any(text.holds(paragraph) for text in texts)
            ]
            if held:
                candidate.parts["reference"] = max(
                    len(held) / len(known), candidate.parts.get("reference", 0.0)
                )
            if own and not PROVISIONS.isdisjoint(held):
                candidate.parts[NAMED] = float(any(text.holds(paragraph) for text in own))

    def _late(
        self, question: Question, asked: str, found: Mapping[int, Candidate]
    ) -> _Compared | None:
        """Give each candidate its nearness token by token; return what that was read from.

        :param asked: the words of the question that are compared.
        """
        embedder = self._index.embedder
        if not found:
            return None
        if not isinstance(embedder, LateInteraction):
            spread(found.values())
            return None
        held = self._index.vectors.stored({c.row: c.language for c in found.values()})
        tokens = [stored.tokens for stored in held.values()]
        focus = question.focus if question.focus_terms else asked
        cosines = embedder.cosines([asked, focus], tokens)
        scores = embedder.rank(
            asked,
            tokens,
            np.stack([stored.vector for stored in held.values()]),
            cosines,
        )
        for candidate in found.values():
            candidate.parts["late"] = 0.0
        for row, score in zip(held, scores.tolist(), strict=True):
            found[row].parts["late"] = score
        if question.language in PHRASED:
            phrases = embedder.phrases(asked, tokens)
            for row, phrase in zip(held, phrases.tolist(), strict=True):
                found[row].parts["phrase"] = phrase
        return _Compared(embedder, focus, held, cosines)

    def _kinds(self, question: Question, found: Mapping[int, Candidate]) -> None:
        """Favour paragraphs that hold the kind of thing asked for: bodies, decisions, dates.

        Only the best are looked at; a list needs several of the kind.
        """
        wanted = [kind for kind in question.kinds if kind in _REFERENCE_KINDS]
        if not wanted or not (question.names or question.specific_references()):
            # Outside what the registry knows, the kinds a text holds tell nothing.
            return
        lists = "list" in question.intents
        enough, worth = (LIST_LENGTH, 2.5) if lists else (1, 1.0)
        asked = set(question.names) | {reference.id for reference in question.references}
        best = sorted(found.values(), key=lambda c: -c.score)[:CANDIDATES]
        cited = self._index.ledger.cited_in(c.row for c in best)
        for candidate in best:
            held = [kind for kind, id in cited.get(candidate.row, ()) if id not in asked]
            shares = [min(1.0, held.count(kind) / enough) for kind in wanted]
            candidate.parts["kind"] = worth * sum(shares) / len(shares)
            candidate.score += self._weights.kind * candidate.parts["kind"]

    def _sentences(
        self, question: Question, found: Mapping[int, Candidate], compared: _Compared
    ) -> None:
        """Favour paragraphs in which one sentence says it: the words of a question stand close.

        Only the best candidates are looked at; where a date is asked for, a sentence without one
        does not answer.
        """
        ranked = sorted(found.values(), key=lambda c: -c.score)
        own = [c for c in ranked if c.language == question.language]
        others = [c for c in ranked if c.language != question.language]
        best = (
            own[:SENTENCE_CANDIDATES] + others[: SENTENCE_CANDIDATES - min(len(own), OWN_SENTENCES)]
        )
        held = {c.row: compared.held[c.row] for c in best if c.row in compared.held}
        tokens = [ids for stored in held.values() for ids in stored.sentence_tokens()]
        scores = iter(
            compared.embedder.rank(compared.focus, tokens, cosines=compared.cosines).tolist()
        )
        dates = None
        if "date" in question.kinds:
            dates = self._index.ledger.dates_in(held)
        # In the order of what is held, which need not be that of the candidates.
        for row, stored in held.items():
            values = []
            for start, end, _ in stored.sentences.tolist():
                value = next(scores)
                if dates is not None and not any(
                    start <= date < end for date in dates.get(row, ())
                ):
                    value *= UNDATED
                values.append(value)
            candidate = found[row]
            candidate.parts["sentence"] = max((0.0, *values))
            candidate.score += self._weights.sentence * candidate.parts["sentence"]

    def _rerank(
        self,
        question: Question,
        found: Mapping[int, Candidate],
        paragraphs: Mapping[int, Paragraph],
    ) -> None:
        if self._reranker is None:
            return
        best = sorted(found.values(), key=lambda c: -c.score)[:CANDIDATES]
        scores = self._reranker.score(question.text, [paragraphs[c.row].text for c in best])
        for candidate, score in zip(best, scores, strict=True):
            judged = 1.0 / (1.0 + math.exp(-float(score)))
            candidate.parts["rerank"] = judged
            candidate.score += self._weights.rerank * judged

    def _fused(self, candidate: Candidate) -> float:
        shares, parts = self._shares, candidate.parts
        score = 0.0
        for name, value in parts.items():
            if name != "dense" or "late" not in parts:
                score += shares[name] * value
        return score
