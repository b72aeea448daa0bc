"""Retrieval measures by ir-measures, a case without results counting as zero.

The expected paragraphs of a case are alternatives: any of them answers. They are therefore one
relevant document, found where the first of them stands. R@1 is then the share of the questions
whose first paragraph is right, RR the mean of one over the place of the first right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coopbot.errors import UsageError
from evals.reply import Key

MEASURES = ("R@1", "R@5", "nDCG@10", "RR")
"""In the order of the tables."""

DEPTH = 10
"""Paragraphs asked for; nDCG@10 needs no more, RR is cut there."""


def score_rankings(
    relevant: Mapping[str, Iterable[Key]], rankings: Mapping[str, Sequence[Key] | None]
) -> dict[str, dict[str, float]]:
    """Return the measures by case id.

    :param relevant: the alternatives that answer each case; each case gets values.
    :param rankings: what was found, best first; None or absent counts as nothing found.
    """
    try:
        import ir_measures
    except ImportError:
        raise UsageError(
            "Retrieval measures need the package ir-measures; install it with "
            "`pip install ir-measures`."
        ) from None
    qrels, run = [], []
    for name, keys in relevant.items():
        targets = set(keys)
        qrels.append(ir_measures.Qrel(name, "right", 1))
        place = first_place(rankings.get(name) or (), targets)
        for rank in range(1, (place or 0) + 1):
            document = "right" if rank == place else f"wrong-{rank}"
            run.append(ir_measures.ScoredDoc(name, document, -float(rank)))
    measures = {str(m): m for m in map(ir_measures.parse_measure, MEASURES)}
    values: dict[str, dict[str, float]] = {name: {} for name in relevant}
    for metric in ir_measures.iter_calc(list(measures.values()), qrels, run):
        values[metric.query_id][str(metric.measure)] = float(metric.value)
    return values


def first_place(ranking: Sequence[Key], targets: set[Key], depth: int = DEPTH) -> int | None:
    """Return the rank, from 1, of the first target, each paragraph counting once.

    The same paragraph found in two languages takes one place.
    """
    for rank, key in enumerate(list(dict.fromkeys(ranking))[:depth], start=1):
        if key in targets:
            return rank
    return None
