"""Find what is wrong with suites before they are believed."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coopbot.languages import LANGUAGES, detect_language
from evals.facts import contains, states
from evals.folding import squeeze
from evals.reference import Reference
from evals.suite import CLASSES, Case, Suite

_NEAR = 0.85
"""Share of common character triples from which two questions count as nearly the same."""
_LEAST_SHARE = 0.5
"""A language or class with less than this share of an even split is called rare."""
_LEAST_UNANSWERED = 0.2
"""Share of questions that must not simply be answered, below which refusing goes untested."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    severity: str
    """``error`` (the case cannot be graded rightly) or ``warning``."""
    place: str
    """Suite and case."""
    message: str


def lint(suites: Sequence[Suite], reference: Reference | None = None) -> list[Finding]:
    """Check suites for themselves, against each other and against the corpus."""
    findings: list[Finding] = []
    for suite in suites:
        findings += _duplicates(suite)
        findings += _balance(suite)
        for case in suite.cases:
            findings += _case(case, f"{suite.name} {case.id}")
            if reference is not None:
                findings += _against(case, reference, f"{suite.name} {case.id}")
    findings += _leaks(suites)
    return sorted(findings, key=lambda finding: (finding.severity, finding.place))


def _duplicates(suite: Suite) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for case in suite.cases:
        key = (squeeze(case.question), squeeze("".join(t["text"] for t in case.history)))
        if key in seen:
            yield Finding(
                "error",
                f"{suite.name} {case.id}",
                f"asks the same as {seen[key]}; drop one of them.",
            )
        seen.setdefault(key, case.id)


def _balance(suite: Suite) -> Iterator[Finding]:
    total = len(suite.cases)
    for what, names, counts in (
        ("language", LANGUAGES, Counter(case.language for case in suite.cases)),
        ("class", CLASSES, Counter(case.kind for case in suite.cases)),
    ):
        for name in names:
            if counts[name] < _LEAST_SHARE * total / len(names):
                yield Finding(
                    "warning",
                    suite.name,
                    f"has {counts[name]} of {total} cases in the {what} {name}; add some.",
                )
    unanswered = sum(case.expect != "answer" for case in suite.cases)
    if unanswered < _LEAST_UNANSWERED * total:
        yield Finding(
            "warning",
            suite.name,
            f"has {unanswered} of {total} questions that must not be answered; add some.",
        )


def _case(case: Case, place: str) -> Iterator[Finding]:
    if case.expect != "answer" and case.facts:
        yield Finding("error", place, f"has facts although it expects {case.expect}.")
    if case.expect == "answer" and not case.facts:
        yield Finding("warning", place, "has no facts: only the citation is checked.")
    detected = detect_language(case.question, default=case.language)
    if detected != case.language:
        yield Finding("warning", place, f"is marked {case.language} but reads like {detected}.")
    for forms in case.facts:
        for form in forms:
            if contains(case.question, form) and len(forms) == 1:
                yield Finding("warning", place, f"gives the fact {form!r} away in its question.")


def _against(case: Case, reference: Reference, place: str) -> Iterator[Finding]:
    known = True
    for target in case.expected:
        if not reference.holds_symbol(target.symbol):
            yield Finding("error", place, f"expects the unknown symbol {target.symbol}.")
            known = False
        elif not reference.holds(target.symbol, target.label):
            yield Finding("error", place, f"expects the unknown label {target.label}.")
            known = False
    if not known or case.expect != "answer":
        return
    texts = [reference.languages(target.symbol, target.label) for target in case.expected]
    official = {
        language
        for target in case.expected
        for language in reference.official(target.symbol, target.label)
    }
    held = {language for text in texts for language in text}
    # An answer quotes the official text, with the text in the asker's language beside it.
    for language in sorted((official | {case.language}) & held):
        quoted = "\n".join(text.get(language, "") for text in texts)
        for forms in case.facts:
            if not states(quoted, forms):
                yield Finding(
                    "error",
                    place,
                    f"states the fact {forms[0]!r} in no form that the {language} text of its "
                    "paragraphs has.",
                )


def _leaks(suites: Sequence[Suite]) -> Iterator[Finding]:
    """Find questions that stand, nearly word for word, in two suites.

    Two sets that are so alike share one of their rarest members, so only those are looked up
    (prefix filtering: Chaudhuri et al. 2006, Bayardo et al. 2007).
    """
    entries = [(suite, case, frozenset(_triples(case))) for suite in suites for case in suite.cases]
    common = Counter(triple for _, _, triples in entries for triple in triples)
    by_rare: dict[str, list[int]] = defaultdict(list)
    for number, (suite, case, triples) in enumerate(entries):
        rarest_first = sorted(triples, key=lambda triple: (common[triple], triple))
        rare = rarest_first[: len(triples) - math.ceil(_NEAR * len(triples)) + 1]
        for other in dict.fromkeys(other for triple in rare for other in by_rare[triple]):
            other_suite, other_case, other_triples = entries[other]
            share = len(triples & other_triples) / max(len(triples | other_triples), 1)
            if other_suite is not suite and share >= _NEAR:
                yield Finding(
                    "error",
                    f"{suite.name} {case.id}",
                    f"leaks from {other_suite.name}: it asks the same as {other_case.id}.",
                )
        for triple in rare:
            by_rare[triple].append(number)


def _triples(case: Case) -> Iterable[str]:
    text = squeeze("".join(turn["text"] for turn in case.history) + case.question)
    return (text[start : start + 3] for start in range(max(len(text) - 2, 1)))
