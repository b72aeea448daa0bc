"""Deterministic checks of one answer against one case.

Each returns a value from 0 to 1 or :data:`NOT_APPLICABLE`; :class:`Unscorable` means that the
check itself could not be made, which is counted and never taken for a zero.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from coopbot.languages import detect_language, script_of, sentences
from evals.facts import contains, states, without_markers
from evals.reply import Cited, Given, Key, canonical_symbol, unit_of
from evals.suite import Case
from evals.values import Values, values_of

NOT_APPLICABLE = None
"""Says that a check has no meaning for this answer, such as the precision of no citations."""

_FIRST_TELLING_NUMBER = 10
"""Smaller numbers are counts and ordinals that languages spell out."""

_FRAME_LETTERS = 8
"""Fewer letters outside the quotations are no frame that could be in a wrong language."""

_PIECE = 12
_HAN_PIECE = 4
"""Shortest part of a quotation that is cut out of a frame on its own: a shorter one might be a
word of the frame."""

_SYMBOL = re.compile(r"[A-Z]{2,}(?:[-/][A-Z0-9.&-]+)+|¶\s?\d+\S*")


class Unscorable(Exception):
    """Report that a check could not be made, with the reason."""


class Texts(Protocol):
    """Where the true text of a paragraph is looked up."""

    def text(self, symbol: str, label: str, language: str) -> str | None:
        """Return the text of a paragraph, None where the corpus does not hold it."""

    def languages(self, symbol: str, label: str) -> Mapping[str, str]:
        """Return the text of a paragraph in each language that the corpus holds."""


def answered(case: Case, given: Given, _: Texts | None) -> float | None:
    """Tell whether a question that the documents answer was answered."""
    return float(not given.abstained)


def paragraph_right(case: Case, given: Given, _: Texts | None) -> float | None:
    """Tell whether any citation is an expected paragraph, label for label."""
    return float(not given.abstained and _right(case, given.cited_keys) > 0)


def first_paragraph_right(case: Case, given: Given, _: Texts | None) -> float | None:
    """Tell whether the first citation is an expected paragraph."""
    return float(not given.abstained and _right(case, given.cited_keys[:1]) > 0)


def citation_precision(case: Case, given: Given, _: Texts | None) -> float | None:
    """Return the share of the cited paragraphs that were expected."""
    if given.abstained:
        return NOT_APPLICABLE
    return _right(case, given.cited_keys) / max(len(given.cited_keys), 1)


def citation_recall(case: Case, given: Given, _: Texts | None) -> float | None:
    """Return the share of the expected paragraphs that were cited, an item counting for its own."""
    expected = {(canonical_symbol(t.symbol), unit_of(t.label)) for t in case.expected}
    cited = {(canonical_symbol(s), unit_of(label)) for s, label in _given_keys(given)}
    return len(expected & cited) / len(expected)


def facts(case: Case, given: Given, _: Texts | None) -> float | None:
    """Return the share of the facts that the answer states."""
    return 1 - len(missing_facts(case, given)) / len(case.facts)


def missing_facts(case: Case, given: Given) -> tuple[str, ...]:
    """Return the facts that the answer does not state, each by its first form."""
    if given.abstained:
        return tuple(forms[0] for forms in case.facts)
    return tuple(forms[0] for forms in case.facts if not states(given.shown_text, forms))


def facts_complete(case: Case, given: Given, texts: Texts | None) -> float | None:
    """Tell whether the answer states every fact."""
    return float(facts(case, given, texts) == 1.0)


def forbidden_absent(case: Case, given: Given, _: Texts | None) -> float | None:
    """Tell whether an answer is free of what it must not say; a refusal may name it.

    A form that the question itself contains may be repeated around the statements, where a
    correction denies it; in a statement it is asserted.
    """
    if given.abstained:
        return 1.0
    stated = "\n".join(statement.text for statement in given.statements)
    for form in case.forbidden:
        denied = bool(stated) and contains(case.question, form)
        if contains(stated if denied else given.shown_text, form):
            return 0.0
    return 1.0


def handled(case: Case, given: Given, texts: Texts | None) -> float | None:
    """Tell whether a question that must not simply be answered was treated as the case asks.

    ``abstain``: it abstained in any form. ``refuse``: it declined, or corrected with an expected
    citation and without a forbidden form. ``ask_back``: it asked, or cited every candidate.
    """
    if case.expect == "abstain":
        return float(given.abstained)
    if case.expect == "refuse":
        corrected = (
            bool(case.expected)
            and paragraph_right(case, given, texts) == 1.0
            and forbidden_absent(case, given, texts) == 1.0
        )
        return float(given.abstained or corrected)
    asked = given.outcome == "asked"
    return float(asked or (bool(case.expected) and citation_recall(case, given, texts) == 1.0))


def nearest_right(case: Case, given: Given, _: Texts | None) -> float | None:
    """Tell whether an abstention shows a paragraph that the case names as near."""
    if not given.abstained:
        return NOT_APPLICABLE
    return float(_right(case, given.cited_keys + given.nearest) > 0)


def verbatim_quotes(case: Case, given: Given, texts: Texts | None) -> float | None:
    """Return the share of the quotes that stand in the cited paragraph, character for character."""
    if not given.citations:
        return NOT_APPLICABLE
    if texts is None:
        raise Unscorable("no corpus to compare with")
    return sum(_is_verbatim(citation, texts) for citation in given.citations) / len(given.citations)


def statements_supported(case: Case, given: Given, texts: Texts | None) -> float | None:
    """Return the share of the shown statements that are cited and invent no figure.

    One whose own verdict is ``unsupported`` counts as uncited. A statement invents a figure when a
    date, or a number of two digits and more, stands in none of the paragraphs that it cites, in
    any language.
    """
    if given.abstained:
        return NOT_APPLICABLE
    if not given.statements:
        return 0.0
    by_number = {citation.n: citation for citation in given.citations}
    supported = 0
    for statement in given.statements:
        cited = [by_number[n] for n in statement.citations if n in by_number]
        if not cited or statement.verdict == "unsupported":
            continue
        evidence = [text for citation in cited for text in _evidence(citation, texts)]
        labels = {int(n) for c in cited for n in re.findall(r"\d+", c.label)}
        supported += not invented(statement.text, evidence, labels)
    return supported / len(given.statements)


def frame_language(case: Case, given: Given, _: Texts | None) -> float | None:
    """Tell whether the words around the quotations are in the language of the question."""
    if given.language != case.language:
        return 0.0
    frame = frame_of(given)
    letters = sum(script_of(character) is not None for character in frame)
    if letters < _FRAME_LETTERS:
        return 1.0
    return float(detect_language(frame, default=case.language) == case.language)


def parallels_agree(case: Case, given: Given, texts: Texts | None) -> float | None:
    """Return the share of the parallel texts shown whose figures equal those of the paragraph."""
    pairs = [
        (_evidence_text(citation, texts), other)
        for citation in given.citations
        for other in citation.parallel.values()
    ]
    pairs = [(own, other) for own, other in pairs if own]
    if not pairs:
        return NOT_APPLICABLE
    return sum(_telling(own) == _telling(other) for own, other in pairs) / len(pairs)


def invented(text: str, evidence: Iterable[str], allowed: Collection[int] = ()) -> set[str]:
    """Return the dates and telling numbers of a text that no piece of evidence has.

    :param allowed: numbers that need no evidence, such as those of paragraph labels.
    """
    said = values_of(_SYMBOL.sub(" ", without_markers(text)))
    numbers = {n for n in said.numbers if n >= _FIRST_TELLING_NUMBER} - set(allowed)
    missing = set(said.dates) | {str(n) for n in numbers}
    for piece in evidence:
        known = values_of(piece)
        missing -= known.dates | _parts(known) | {str(n) for n in known.numbers}
        missing = {value for value in missing if value not in piece}
    return missing


def frame_of(given: Given) -> str:
    """Return the answer's own words: its text without quotations, symbols and markers."""
    quoted = [text for c in given.citations for text in (c.quote, *c.parallel.values())]
    pieces: set[str] = set()
    for text in (*quoted, *given.nearest_texts):
        pieces.update((text, *sentences(text)))
        pieces.update(re.split(r"[；;：:，,()（）\n]", text))
    frame = without_markers("\n".join((given.text, *given.suggestions)))
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece.strip()) >= (_HAN_PIECE if _is_han(piece) else _PIECE):
            frame = frame.replace(piece.strip(), " ")
    return _SYMBOL.sub(" ", frame)


def _is_han(text: str) -> bool:
    return any(script_of(character) == "han" for character in text)


def _right(case: Case, keys: tuple[Key, ...]) -> int:
    expected = {(canonical_symbol(target.symbol), target.label) for target in case.expected}
    return sum((canonical_symbol(symbol), label) in expected for symbol, label in keys)


def _given_keys(given: Given) -> tuple[Key, ...]:
    return () if given.abstained and given.outcome != "asked" else given.cited_keys


def _is_verbatim(citation: Cited, texts: Texts) -> bool:
    text = texts.text(citation.symbol, citation.label, citation.language)
    return text is not None and bool(citation.quote) and citation.quote in text


def _evidence(citation: Cited, texts: Texts | None) -> tuple[str, ...]:
    known = texts.languages(citation.symbol, citation.label) if texts else {}
    return (citation.quote, *citation.parallel.values(), *known.values())


def _evidence_text(citation: Cited, texts: Texts | None) -> str:
    text = texts.text(citation.symbol, citation.label, citation.language) if texts else None
    return text or ""


def _telling(text: str) -> tuple[frozenset[str], frozenset[int]]:
    values = values_of(text)
    return values.dates, frozenset(n for n in values.numbers if n >= _FIRST_TELLING_NUMBER)


def _parts(values: Values) -> set[str]:
    """Return what dates imply: their days alone, months and years."""
    parts: set[str] = set()
    for date in values.dates:
        for day in date.split("/"):
            parts.update((day, day[:7], day[:4], str(int(day[8:] or 0))))
    return parts
