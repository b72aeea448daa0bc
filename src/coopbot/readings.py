"""What can be read out of one paragraph: sentences, tokens, terms, dates, numbers and names.

Ranking, judging and quoting ask for the same of the same paragraphs, question after question.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from coopbot.dates import find_dates
from coopbot.languages import sentence_spans
from coopbot.quantities import Quantity, find_quantities
from coopbot.registry import Registry
from coopbot.sentence_facts import SentenceFacts, sentence_facts
from coopbot.static_embedder import StaticEmbedder
from coopbot.tokens import Analyzer
from coopbot.types import Paragraph, Reference, Span


class Reading:
    """A paragraph read; each part is made when it is first asked for and then kept."""

    def __init__(
        self,
        paragraph: Paragraph,
        analyzer: Analyzer,
        registry: Registry,
        model: StaticEmbedder,
        references: Callable[[], tuple[Reference, ...]],
    ) -> None:
        """Take what it takes to read a paragraph.

        :param references: gives what the paragraph cites.
        """
        self.text = paragraph.text
        self._language = paragraph.language
        self._heading = paragraph.heading
        self._analyzer = analyzer
        self._registry = registry
        self._model = model
        self._references = references

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the sentences."""
        return tuple(sentence_spans(self.text))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, in order."""
        return tuple(self.text[start:end] for start, end in self.spans)

    @cached_property
    def tokens(self) -> tuple[np.ndarray, ...]:
        """Token ids of each sentence."""
        return tuple(self._model.token_ids(self.sentences))

    @cached_property
    def vectors(self) -> np.ndarray:
        """Unit vectors of the sentences, float32, shape (sentences, dimension)."""
        return self._model.pooled(self.tokens)

    @cached_property
    def sentence_terms(self) -> tuple[frozenset[str], ...]:
        """Search terms of each sentence."""
        return tuple(
            frozenset(self._analyzer.terms(sentence, self._language)) for sentence in self.sentences
        )

    @cached_property
    def terms(self) -> frozenset[str]:
        """Search terms of the paragraph and of the headings above it."""
        return self.heading_terms.union(*self.sentence_terms)

    @cached_property
    def heading_terms(self) -> frozenset[str]:
        """Search terms of the headings above it."""
        return frozenset(
            term for text in self._heading for term in self._analyzer.terms(text, self._language)
        )

    @cached_property
    def heading_names(self) -> frozenset[str]:
        """Registry ids of what the headings above it name."""
        return frozenset(
            m.id for text in self._heading for m in self._registry.find_names(text, self._language)
        )

    @cached_property
    def sentence_names(self) -> tuple[frozenset[str], ...]:
        """For each sentence, registry ids of what is named in it."""
        return tuple(
            frozenset(m.id for m in self._registry.find_names(sentence, self._language))
            for sentence in self.sentences
        )

    @cached_property
    def facts(self) -> tuple[SentenceFacts, ...]:
        """What each sentence holds."""
        references = self._references()
        return tuple(
            sentence_facts(sentence, self._language, span, references)
            for sentence, span in zip(self.sentences, self.spans, strict=True)
        )

    @cached_property
    def dated(self) -> tuple[bool, ...]:
        """For each sentence, whether it has a date."""
        return tuple(bool(find_dates(sentence)) for sentence in self.sentences)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers, dates left out."""
        return find_quantities(self.text, self._language)

    @cached_property
    def names(self) -> frozenset[str]:
        """Registry ids of what is named."""
        return frozenset().union(*self.sentence_names)
