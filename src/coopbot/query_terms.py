"""The weighted terms that a question asks of the paragraphs of a language."""

from __future__ import annotations

from coopbot.index import IndexReader
from coopbot.question import Question
from coopbot.tokens import HAN_RUN, reference_terms

ALIAS_WEIGHT = 0.5
"""Weight of a term of another name of the same thing, beside 1 for a word of the question."""

EARLIER_WEIGHT = 0.6
"""Weight of a word that only the question before has."""

NAME_WEIGHT = 0.5
"""Weight of the words of a body's name: its canonical reference asks for it already, and texts
speak of it as "the Initiative" where the name stands above."""

CONCEPT_WEIGHT = 0.6
"""Weight of a word that may stand for a word of the question."""

REFERENCE_WEIGHT = 2.0
"""Weight of a canonical reference among the lexical terms: the most telling word of a question."""

BODY_WEIGHT = 1.0
"""Weight of a body's canonical reference: its name's words ask for the same again."""

CHARACTER_WEIGHT = 0.3
BIGRAM_WEIGHT = 0.7
"""Weights of a Chinese character and pair: a word asks for itself, its pairs and characters."""


def query_terms(question: Question, language: str, index: IndexReader) -> dict[str, float]:
    """Return the weighted terms that a question asks of the paragraphs of a language.

    In its own language: its words, and other names of the things it names at a lower weight.
    In another: those things' names there, and what is written alike in all languages
    (numbers, identifiers, acronyms).
    """
    terms = {
        term: BODY_WEIGHT if term.startswith("organization:") else REFERENCE_WEIGHT
        for term in reference_terms(question.references)
    }
    if language == question.language:
        focus, earlier = set(question.focus_terms), set(question.earlier_terms)
        terms |= {
            term: _weight(term)
            * (1.0 if term in focus else NAME_WEIGHT)
            * (EARLIER_WEIGHT if term in earlier else 1.0)
            for term in question.terms
        }
    else:
        terms |= dict.fromkeys(question.universal_terms, 1.0)
    for name in question.names:
        for term in index.alias_terms(name, language):
            terms.setdefault(term, ALIAS_WEIGHT)
    for concept in question.concepts:
        for words in index.thesaurus.forms(concept.id, language):
            if len(words) == 1:
                # The words of a phrase, each by itself, mean something else.
                terms.setdefault(next(iter(words)), CONCEPT_WEIGHT)
    return terms


def reachable_score(question: Question, language: str, index: IndexReader) -> float:
    """Return what a paragraph of a language that holds the whole question would score.

    The other words of a concept are no further demands.
    """
    lexical = index.lexical(language)
    if lexical is None:
        return 0.0
    return sum(
        weight * lexical.rarity(term)
        for term, weight in query_terms(question, language, index).items()
        if weight != CONCEPT_WEIGHT
    )


def _weight(term: str) -> float:
    """Return the weight of a word of the question, by what else asks for the same."""
    if HAN_RUN.fullmatch(term) and len(term) <= 2:
        return CHARACTER_WEIGHT if len(term) == 1 else BIGRAM_WEIGHT
    return 1.0
