"""Check what a question itself asserts: a quotation, a number, a year."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coopbot.dates import find_dates
from coopbot.folded import fold_text
from coopbot.index import IndexReader
from coopbot.quantities import find_quantities
from coopbot.question import Question
from coopbot.tokens import simplify
from coopbot.types import Paragraph

_QUOTED = re.compile(r"[“\"«「『]\s*([^”\"»」』]{6,}?)\s*[”\"»」』]")
_NOT_TELLING = re.compile(r"[\W_]+")


def unsupported_claims(
    question: Question, index: IndexReader, evidence: Iterable[Paragraph]
) -> tuple[str, ...]:
    """Return what the question asserts and no expression of the evidence holds, as it writes it.

    Quotations must stand word for word, white space and punctuation aside; numbers, amounts and
    years must occur. An empty result does not confirm the claim: it only finds nothing against it.
    """
    readings = [index.reading(paragraph) for paragraph in evidence]
    missing = [
        quoted
        for quoted in _QUOTED.findall(question.asked)
        if not any(_compact(quoted) in _compact(read.text) for read in readings)
    ]
    named = index.registry.find_names(question.asked, question.language)
    outside = _blanked(question.asked, [(m.start, m.end) for m in named])
    held = {quantity.value for read in readings for quantity in read.quantities}
    for quantity in find_quantities(_without_places(outside, question)):
        if quantity.unit and quantity.value not in held:
            missing.append(quantity.text)
    years = {mention.iso[:4] for read in readings for mention in find_dates(read.text)}
    for mention in find_dates(question.asked):
        if mention.iso[:4].isdigit() and mention.iso[:4] not in years:
            missing.append(mention.text)
    return tuple(dict.fromkeys(text.rstrip(".。!！?？؟;；") for text in missing))


def _compact(text: str) -> str:
    """Return the letters and digits of a text as matching sees them."""
    return _NOT_TELLING.sub("", simplify(fold_text(text).lower()))


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _without_places(text: str, question: Question) -> str:
    """Return the text without references: their numbers are no quantities."""
    return _blanked(text, [(r.start, r.end) for r in question.references if r.end <= len(text)])
