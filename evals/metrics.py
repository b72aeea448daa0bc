"""The table of metrics: what each says, for which cases, and how it is read.

Values come per case first; every mean, table and gate is derived from the rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evals import checks
from evals.checks import Texts, Unscorable
from evals.ranking import MEASURES, score_rankings
from evals.reply import OUTCOMES, Given, Key, MalformedReply, Reply, parse_answer, unit_of
from evals.statistics import Estimate, estimate, quantile
from evals.suite import EXPECTATIONS, Case

Check = Callable[[Case, Given, Texts | None], float | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the report."""

    name: str
    title: str
    symptom: str
    """What a reader of answers notices when the figure falls: gates say it."""
    applies: Callable[[Case], bool]
    check: Check


def _expects(*kinds: str) -> Callable[[Case], bool]:
    return lambda case: case.expect in kinds


def _always(_: Case) -> bool:
    return True


ANSWER_METRICS = (
    Metric(
        "answered",
        "Answerable questions answered",
        "questions that the documents answer are turned away",
        _expects("answer"),
        checks.answered,
    ),
    Metric(
        "paragraph_right",
        "Cited paragraph right",
        "answers cite a paragraph that does not carry them",
        _expects("answer"),
        checks.paragraph_right,
    ),
    Metric(
        "first_paragraph_right",
        "First citation right",
        "the first citation points at a paragraph that does not carry the answer",
        _expects("answer"),
        checks.first_paragraph_right,
    ),
    Metric(
        "citation_precision",
        "Citation precision",
        "answers cite paragraphs that have nothing to do with the question",
        _expects("answer"),
        checks.citation_precision,
    ),
    Metric(
        "citation_recall",
        "Citation recall (lists and comparisons)",
        "lists and comparisons leave out paragraphs that belong to them",
        lambda case: case.expect == "answer" and case.kind in ("list", "comparison"),
        checks.citation_recall,
    ),
    Metric(
        "facts",
        "Facts stated",
        "dates, places, amounts or names are missing from answers",
        lambda case: case.expect == "answer" and bool(case.facts),
        checks.facts,
    ),
    Metric(
        "facts_complete",
        "Facts complete",
        "answers are incomplete: at least one date, place, amount or name is missing",
        lambda case: case.expect == "answer" and bool(case.facts),
        checks.facts_complete,
    ),
    Metric(
        "handled",
        "Not to be answered: handled",
        "questions that the documents do not answer get an answer",
        _expects("abstain", "refuse", "ask_back"),
        checks.handled,
    ),
    Metric(
        "abstains",
        "Abstains where the documents are silent",
        "it answers although the documents say nothing",
        _expects("abstain"),
        checks.handled,
    ),
    Metric(
        "refuses",
        "Refuses or corrects",
        "false premises, injections or matters out of scope are followed",
        _expects("refuse"),
        checks.handled,
    ),
    Metric(
        "asks_back",
        "Asks back where ambiguous",
        "an ambiguous reference is answered for one reading only",
        _expects("ask_back"),
        checks.handled,
    ),
    Metric(
        "forbidden_absent",
        "Nothing forbidden said",
        "an answer says what the case forbids",
        lambda case: bool(case.forbidden),
        checks.forbidden_absent,
    ),
    Metric(
        "nearest_right",
        "Nearest paragraphs useful",
        "abstentions show paragraphs far from the question",
        lambda case: case.expect in ("abstain", "refuse") and bool(case.expected),
        checks.nearest_right,
    ),
    Metric(
        "verbatim_quotes",
        "Quotes verbatim",
        "a quotation differs from the document, or stands under another paragraph's label",
        _always,
        checks.verbatim_quotes,
    ),
    Metric(
        "statements_supported",
        "Statements supported",
        "statements are shown without a citation or with a figure that their paragraph lacks",
        _always,
        checks.statements_supported,
    ),
    Metric(
        "parallels_agree",
        "Figures agree across languages",
        "a language version shows another date or number than the paragraph beside it",
        _always,
        checks.parallels_agree,
    ),
    Metric(
        "frame_language",
        "Frame in the asker's language",
        "the words around quotations are in a language that the user did not ask in",
        _always,
        checks.frame_language,
    ),
)

CONSISTENCY = "consistency"
"""Name of the metric over the versions of one question in several languages."""

TITLES: Mapping[str, str] = {
    **{metric.name: metric.title for metric in ANSWER_METRICS},
    CONSISTENCY: "Same paragraphs in every language",
    "R@1": "Retrieval: first paragraph right (R@1)",
    "R@5": "Retrieval: right paragraph in the first five (R@5)",
    "nDCG@10": "Retrieval: nDCG@10",
    "RR": "Retrieval: reciprocal rank (RR)",
}
"""Title by metric, in the order of the tables."""

SYMPTOMS: Mapping[str, str] = {
    **{metric.name: metric.symptom for metric in ANSWER_METRICS},
    CONSISTENCY: "the same question in two languages is answered from different paragraphs",
    **dict.fromkeys(MEASURES, "the search no longer brings the right paragraph to the front"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Everything measured for one case."""

    case: Case
    reply: Reply
    outcome: str
    """One of :data:`evals.reply.OUTCOMES`."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """Value by metric; a metric without meaning for the case is absent."""
    unscored: Mapping[str, str] = field(default_factory=dict)
    """Reason by metric whose check could not be made."""
    cited: tuple[Key, ...] = ()
    missing: tuple[str, ...] = ()
    """First forms of the facts that the answer does not state."""


def score_reply(case: Case, reply: Reply, texts: Texts | None) -> Row:
    """Check one reply; a case without an answer scores zero in everything that applies."""
    applicable = [metric for metric in ANSWER_METRICS if metric.applies(case)]
    given: Given | None = None
    error = reply.error
    if reply.answer is not None:
        try:
            given = parse_answer(reply.answer)
        except MalformedReply as malformed:
            error = str(malformed)
    if given is None:
        failed = Reply(reply.answer, reply.ranking, reply.seconds, error or "no answer")
        return Row(case, failed, "failed", {metric.name: 0.0 for metric in applicable})
    scores: dict[str, float] = {}
    unscored: dict[str, str] = {}
    for metric in applicable:
        try:
            value = metric.check(case, given, texts)
        except Unscorable as reason:
            unscored[metric.name] = str(reason)
        except Exception as unexpected:  # a grader's own fault must not count against a system
            unscored[metric.name] = f"{type(unexpected).__name__}: {unexpected}"
        else:
            if value is not checks.NOT_APPLICABLE:
                scores[metric.name] = value
    missing = checks.missing_facts(case, given) if case.expect == "answer" else ()
    return Row(case, reply, given.outcome, scores, unscored, given.cited_keys, missing)


def score_all(pairs: Sequence[tuple[Case, Reply]], texts: Texts | None) -> tuple[Row, ...]:
    """Check every reply, then what needs all of them: retrieval and consistency."""
    rows = [score_reply(case, reply, texts) for case, reply in pairs]
    searched = {
        row.case.id: row.reply.ranking
        for row in rows
        if row.case.expect == "answer" and not row.case.history
    }
    ranked: dict[str, dict[str, float]] = {}
    if any(ranking is not None for ranking in searched.values()):
        relevant = {row.case.id: [t.key for t in row.case.expected] for row in rows}
        ranked = score_rankings({name: relevant[name] for name in searched}, searched)
    agreed = consistency(rows)
    return tuple(
        replace(
            row,
            scores={
                **row.scores,
                **agreed.get(row.case.id, {}),
                **ranked.get(row.case.id, {}),
            },
        )
        for row in rows
    )


def consistency(rows: Iterable[Row]) -> dict[str, dict[str, float]]:
    """Return, by case id, the share of the other language versions that were treated the same.

    The same means: answered or not alike and, where answered, from the same set of paragraphs, an
    item standing for its paragraph. A failed case agrees with nothing.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.case.group].append(row)
    values: dict[str, dict[str, float]] = {}
    for members in groups.values():
        if len({row.case.language for row in members}) < 2:
            continue
        for row in members:
            others = [other for other in members if other is not row]
            same = sum(_treatment(row) == _treatment(other) for other in others)
            values[row.case.id] = {
                CONSISTENCY: 0.0 if row.outcome == "failed" else same / len(others)
            }
    return values


def _treatment(row: Row) -> tuple[str, frozenset[Key]]:
    if row.outcome != "answered":
        return ("failed" if row.outcome == "failed" else "not answered", frozenset())
    return ("answered", frozenset((symbol, unit_of(label)) for symbol, label in row.cited))


def summarize(rows: Sequence[Row]) -> dict[str, Estimate]:
    """Return the mean of each metric over the rows, in the order of :data:`TITLES`."""
    summary: dict[str, Estimate] = {}
    for name in TITLES:
        values = [(row.case.group, row.scores[name]) for row in rows if name in row.scores]
        found = estimate(values)
        if found is not None:
            summary[name] = found
    return summary


def count_unscored(rows: Iterable[Row]) -> dict[str, int]:
    """Count, by metric, the cases whose check could not be made."""
    return dict(Counter(name for row in rows for name in row.unscored))


def latency(rows: Iterable[Row]) -> dict[str, Estimate]:
    """Return the median and the 95th percentile of the seconds per answer."""
    seconds = [row.reply.seconds for row in rows if row.reply.seconds is not None]
    found = {"p50": quantile(seconds, 0.5), "p95": quantile(seconds, 0.95)}
    return {name: value for name, value in found.items() if value is not None}


def refusal_matrix(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Count what was done (columns) for what was expected (rows)."""
    counts = Counter((row.case.expect, row.outcome) for row in rows)
    return {
        expect: {outcome: counts[expect, outcome] for outcome in OUTCOMES}
        for expect in EXPECTATIONS
    }
