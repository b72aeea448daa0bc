"""Everyday words for what documents say: which concepts a question touches, and their terms.

People ask who *runs* a thing that a document says is *coordinated*. The words of one concept are
alternatives at a low weight, at the time of the question only; the index knows nothing of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coopbot.entries import Concept
from coopbot.tokens import Analyzer, fold


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """A concept that a question touches."""

    id: str
    terms: frozenset[str]
    """Terms of the question that name it."""


class Thesaurus:
    """Find concepts in questions and give their terms; safe to share between threads."""

    def __init__(self, concepts: Mapping[str, Concept], analyzer: Analyzer) -> None:
        self._concepts = concepts
        self._analyzer = analyzer
        self._by_term: dict[str, dict[str, list[ConceptMatch]]] = {}
        self._forms: dict[tuple[str, str], tuple[frozenset[str], ...]] = {}

    def find(self, text: str, terms: Iterable[str], language: str) -> tuple[ConceptMatch, ...]:
        """Return the concepts whose words stand in a question.

        :param terms: the search terms of the text.
        """
        own = set(terms)
        folded = fold(text) if language == "zh" else ""
        table = self._table(language)
        found: dict[str, ConceptMatch] = {}
        for term in own:
            for match in table.get(term, ()):
                if match.terms <= own or (folded and match.terms & own):
                    earlier = found.get(match.id)
                    joined = match.terms | earlier.terms if earlier else match.terms
                    found[match.id] = ConceptMatch(match.id, frozenset(joined & own))
        return tuple(found[id] for id in sorted(found))

    def is_decisive(self, id: str) -> bool:
        """Tell whether a paragraph that does not speak of it answers nobody who asks for it."""
        return self._concepts[id].decisive

    def told_by(self, id: str) -> str | None:
        """Return what tells a concept without its word: a date says when."""
        return self._concepts[id].told_by

    def is_spoken_of(self, id: str, text: str, language: str) -> bool:
        """Tell whether a text has a word of a concept."""
        if language == "zh":
            folded = fold(text)
            return any(word in folded for form in self.forms(id, language) for word in form)
        held = set(self._analyzer.terms(text, language))
        return any(form <= held for form in self.forms(id, language))

    def forms(self, id: str, language: str) -> tuple[frozenset[str], ...]:
        """Return the terms of each word of a concept in a language."""
        key = (id, language)
        if key not in self._forms:
            words = self._concepts[id].words.get(language, ())
            forms = (self._terms(word, language) for word in words)
            self._forms[key] = tuple(dict.fromkeys(form for form in forms if form))
        return self._forms[key]

    def _table(self, language: str) -> Mapping[str, list[ConceptMatch]]:
        if language not in self._by_term:
            table: dict[str, list[ConceptMatch]] = defaultdict(list)
            for id in self._concepts:
                for form in self.forms(id, language):
                    for term in form:
                        table[term].append(ConceptMatch(id, form))
            self._by_term[language] = dict(table)
        return self._by_term[language]

    def _terms(self, word: str, language: str) -> frozenset[str]:
        """Return the terms of a word; of a Chinese one only itself, not its characters."""
        if language == "zh":
            return frozenset({fold(word)})
        return frozenset(self._analyzer.content_terms(word, language))
