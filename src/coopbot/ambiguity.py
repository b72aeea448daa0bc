"""Tell whether a question fits several places: the committee, that decision, the May meeting.

A question that names nothing but a kind of thing is asked back when what else it says holds of
several paragraphs: whoever answers it must guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coopbot.answer_types import Quoted, expected_types, holds, holds_dates
from coopbot.dates import find_dates
from coopbot.index import IndexReader
from coopbot.intents import generic_words, plain
from coopbot.question import Question
from coopbot.tokens import HAN_RUN
from coopbot.types import Hit

# One thing of a kind, as if it were known which; on the plain form of intents.plain.
_ONE_OF_A_KIND: dict[str, str] = {
    "zh": r"(?<![哪些几每各])(?:那|这|该)?(?:个|次|项|份|届)?(委员会|讲习班|会议|会|培训班|决定|报告)",
    "en": r"\b(?:the|that|this) (?:(?!of|on|for|in|to|and)[\w]+ ){0,2}(committee|workshop|meeting|session|decision|report|seminar)\b",
    "fr": r"(?:\b(?:la|le|cette|ce|cet|au|du) |l')(comite|atelier|reunion|session|decision|rapport|seminaire)\b",
    "es": r"\b(?:el|la|del|al|esa|ese|esta|este|aquella|aquel) (comite|taller|reunion|periodo de sesiones|decision|informe|seminario)\b",
    "ru": r"(?<!как)(?<!\w)(комитет\w*|семинар\w*|совещани\w+|сесси\w+|решени\w+|доклад\w*)",
    "ar": r"(?:ال|لل)(لجنه|اجتماع|حلقه|دوره|مقرر|تقرير)\b",
}
_SELECTS: dict[str, str] = {
    "zh": r"哪|什么(?:会|决定|报告|委员会)|几",
    "en": r"\b(?:which|what) (?:\w+ )?(?:committee|workshop|meeting|session|decision|report|seminar)s?\b",
    "fr": r"\bquel(?:le)?s? ",
    "es": r"\b(?:que|cual|cuales) (?:\w+ )?(?:comite|taller|reunion|decision|informe|seminario)",
    "ru": r"\bкак(?:ой|ое|ая|ие|ом|им) (?:комитет|семинар|совещан|сесси|решени|доклад)",
    "ar": r"(?:اي|ما هو|ما هي) (?:ال)?(?:لجنه|اجتماع|حلقه|دوره|مقرر|تقرير)",
}  # fmt: skip

SEVERAL = 2
"""Paragraphs from which on a question fits several."""

TELLING_TYPES = frozenset({"amount", "frequency", "address", "person"})
"""Types of answer so rare in a text that the one paragraph that holds one is meant."""


def fitting(question: Question, hits: Sequence[Hit], index: IndexReader) -> list[Hit]:
    """Return the hits that a question fits alike when it names one thing of a kind, else none.

    Each of them speaks of the kind, has every further word that tells something, and the dates.
    """
    head = _head(question)
    if head is None or not _says_nothing_else(question):
        return []
    further = _further_terms(question, head, index)
    if further is None:
        return []
    expected = expected_types(question.asked, question.language)
    dates = {mention.iso for mention in find_dates(question.text)}
    kind = set(index.analyzer.content_terms(head, question.language))
    if question.language == "zh":
        kind = {head}
    fits = []
    for hit in hits:
        own = index.expressions(*hit.paragraph.key).get(question.language)
        if own is None:
            continue
        reading = index.reading(own)
        speaks = head in reading.text if question.language == "zh" else kind <= reading.terms
        held = [mention.iso for mention in find_dates(reading.text)]
        dated = all(any(_falls_in(other, date) for other in held) for date in dates)
        answers = _holds_all(expected, question, hit, index)
        if speaks and dated and answers and further <= reading.terms:
            fits.append(hit)
    return fits if len(fits) >= SEVERAL else []


def told_by_type(question: Question, hits: Sequence[Hit], index: IndexReader) -> bool:
    """Tell whether one paragraph alone holds the type of answer that is asked of a kind of thing:
    what a workshop costs, where only one paragraph gives a cost.
    """
    expected = expected_types(question.asked, question.language)
    if _head(question) is None or not expected or not TELLING_TYPES.issuperset(expected):
        return False
    return sum(_holds_all(expected, question, hit, index) for hit in hits) == 1


def _holds_all(expected: Sequence[str], question: Question, hit: Hit, index: IndexReader) -> bool:
    """Tell whether a paragraph holds every type of answer that is expected, in any language."""

    def terms(text: str, language: str) -> list[str]:
        return index.analyzer.content_terms(text, language)

    versions = index.expressions(*hit.paragraph.key).values()
    quotes = [Quoted(version.text, version.language) for version in versions]
    if "time" in question.intents and not holds_dates(quotes):
        return False
    return all(holds(kind, question.text, question.language, quotes, terms) for kind in expected)


def _head(question: Question) -> str | None:
    asked = plain(question.asked)
    if _compiled(_SELECTS[question.language]).search(asked):
        return None
    match = _compiled(_ONE_OF_A_KIND[question.language]).search(asked)
    return match.group(1) if match else None


def _says_nothing_else(question: Question) -> bool:
    """Tell whether nothing is named and nothing gathered, and the question stands by itself."""
    named = question.names or question.specific_references() or question.keys
    gathers = {"list", "aggregate", "comparison"} & set(question.intents)
    return not (named or gathers or question.claims or question.earlier_terms)


def _further_terms(question: Question, head: str, index: IndexReader) -> set[str] | None:
    """Return the telling terms beside the kind; None where a word stands in no paragraph."""
    analyzer, language = index.analyzer, question.language
    lexical = index.lexical(language)
    generic = set(analyzer.terms(generic_words(language), language))
    generic |= set(analyzer.content_terms(head, language))
    for mention in find_dates(question.text):
        generic |= set(analyzer.terms(mention.text, language))
    terms = {term for term in question.terms if term not in generic and len(term) > 1}
    if language == "zh":
        words = set(analyzer.words(question.text))
        terms = {term for term in terms if term in words or not HAN_RUN.match(term)}
    if lexical is None or any(not lexical.frequency(term) for term in terms):
        return None
    return terms


def _falls_in(date: str, asked: str) -> bool:
    """Tell whether a date or a range begins or ends in what is asked for, a month or a year."""
    return any(part.startswith(asked) for part in date.split("/"))


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
