"""Tell whether the quotations chosen for a question hold what the question expects.

The last test before an answer: the subject is right, the sentences are chosen, and what is asked
for (a date, a sum, a name, a reason) has to be among them.
"""

from __future__ import annotations

from collections.abc import Sequence

from coopbot.answer_types import (
    Quoted,
    asked_exactness,
    expected_types,
    holds_dates,
    holds_since,
)
from coopbot.answer_types import holds as holds_type
from coopbot.compose import Composition
from coopbot.given import given_by
from coopbot.index import IndexReader
from coopbot.question import ACRONYM, Question


class Expectation:
    """Hold quotations against questions, over one index."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index

    def holds(self, question: Question, composition: Composition) -> bool:
        """Tell whether the quotations hold an answer of the type that the question expects.

        A place that is asked for by its number, and a claim to be checked, are quoted whatever
        they hold; entries of a list can be counted by the reader.
        """
        if question.keys or question.claims:
            return True
        if not self._speaks_of_it(question, composition):
            return False
        quotes = [
            Quoted(words, paragraph.language)
            for passage in composition.passages
            for quote in passage.quotes
            for words, paragraph in (
                (quote.text, quote.anchor),
                (quote.reading_text, quote.reading),
            )
            if words and paragraph
        ]
        if "time" in question.intents and not self._tells_time(question, quotes):
            return False
        if {"list", "organization"} <= {*question.intents, *question.kinds} and not any(
            self._names_bodies(quote, question) for quote in quotes
        ):
            return False
        listed = any(passage.is_list for passage in composition.passages[:1])
        return all(
            (listed and expected == "count")
            or holds_type(
                expected,
                question.text,
                question.language,
                self._unnamed(quotes) if expected == "country" else quotes,
                self._terms,
            )
            for expected in expected_types(question.asked, question.language)
        )

    def _tells_time(self, question: Question, quotes: Sequence[Quoted]) -> bool:
        """Tell whether a time is given, as exactly as asked, that the question does not state."""
        given = given_by(question.text, question.language)
        exact = asked_exactness(question.asked, question.language)
        if exact is None and holds_since(quotes):
            return True
        return holds_dates(quotes, given, exact)

    def _unnamed(self, quotes: Sequence[Quoted]) -> list[Quoted]:
        """Return quotations with the names that the registry knows blanked."""
        blanked = []
        for quote in quotes:
            text = quote.text
            for match in self._index.registry.find_names(text, quote.language):
                text = text[: match.start] + " " * (match.end - match.start) + text[match.end :]
            blanked.append(Quoted(text, quote.language))
        return blanked

    def _speaks_of_it(self, question: Question, composition: Composition) -> bool:
        """Tell whether the quoted paragraphs speak of what the question is decided by.

        A word may belong to several concepts: one of them is enough.
        """
        thesaurus = self._index.thesaurus
        decisive = [c for c in question.concepts if thesaurus.is_decisive(c.id)]
        if not decisive:
            return True
        paragraphs = [
            paragraph
            for passage in composition.passages
            for paragraph in self._index.expressions(passage.symbol, passage.label).values()
        ]
        spoken = {
            concept.id
            for concept in question.concepts
            if any(thesaurus.is_spoken_of(concept.id, p.text, p.language) for p in paragraphs)
        }
        answered = {term for c in question.concepts if c.id in spoken for term in c.terms}
        return all(c.id in spoken or c.terms & answered for c in decisive)

    def _names_bodies(self, quote: Quoted, question: Question) -> bool:
        """Tell whether bodies are named that the question does not name itself."""
        found = self._index.registry.find_names(quote.text, quote.language)
        return bool(
            {match.id for match in found if match.kind == "organization"} - set(question.names)
        ) or bool(ACRONYM.search(quote.text))

    def _terms(self, text: str, language: str) -> list[str]:
        return self._index.analyzer.content_terms(text, language)
