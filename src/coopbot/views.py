"""The form that a reader wants: a timeline, a comparison, a card, each cell with what carries it.

A view is made after the answer, from the same evidence and what the index knows beside it. Quoted
cells are verbatim; what the registry says in its own words is marked as such and never cited.
"""

from __future__ import annotations

from dataclasses import replace

from coopbot.index import IndexReader
from coopbot.question import Question
from coopbot.types import Answer, View
from coopbot.view_cards import article_card, decision_card, organization_card
from coopbot.view_cells import CellWriter
from coopbot.view_tables import comparison, timeline

_CARD_REASONS = (None, "not_in_corpus")
"""Answers that may carry a card: given ones, and those that a text not held leaves open."""


def view_of(question: Question, answer: Answer, index: IndexReader) -> View | None:
    """Return the view that a question asks for, or None where the text alone says it best.

    Cards tell what a thing is; timelines and comparisons arrange what the answer quotes.
    """
    if answer.reason not in _CARD_REASONS:
        return None
    makers = (decision_card, article_card, organization_card, comparison, timeline)
    for make in makers:
        cells = CellWriter(question, answer, index)
        view = make(question, cells)
        if view is not None:
            return replace(view, citations=tuple(cells.added))
    return None
