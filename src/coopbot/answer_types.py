"""The type of answer that a question expects, and whether quotations hold one.

A paragraph on the right subject is not yet an answer: who asks for a cost is not served by a
paragraph that names none. Types are told from the question's words, and looked for in the words
that would be quoted, in every language in which they stand there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coopbot.answer_patterns import (
    ADDRESS,
    COUNTED,
    DAYS,
    DEADLINE,
    EXACTNESS,
    EXPECTED,
    FREQUENCY,
    OFFICE,
    OUTCOME,
    PAYMENT,
    PERIOD,
    PERSON,
    PLACE,
    REASON,
    RESPONSE,
    SEAT,
    SHARE,
    SINCE,
    SINCE_EVENT,
    VENUE,
)
from coopbot.countries import countries_in
from coopbot.dates import find_dates
from coopbot.given import Given, given_by
from coopbot.intents import plain
from coopbot.quantities import Quantity, find_quantities

CURRENCIES = frozenset({"USD", "EUR"})
"""Units that make an amount of money."""

_NEAR = 4
"""Words after a number in which the thing counted stands."""

_NEAR_SIGNS = 10
"""The same in characters, for Chinese."""

_IMPLIED = {"amount": "count", "agent": "person", "duration": "count", "frequency": "count"}
"""A type, and a wider one that its words ask for as well."""

_WORDED = {
    "deadline": DEADLINE,
    "frequency": FREQUENCY,
    "outcome": OUTCOME,
    "payment": PAYMENT,
    "reason": REASON,
    "response": RESPONSE,
    "seat": SEAT,
    "venue": VENUE,
}
"""Types that certain words of a text give."""

_PARTS = {None: 0, "year": 0, "month": 1, "day": 2}
"""Hyphens of an ISO date that is as exact as asked."""

_DATED = re.compile(r"^[\d\s年月日至到上午下午]+[在于]?")

Stemming = Callable[[str, str], Iterable[str]]
"""Search terms of a text in a language."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that would be quoted."""

    text: str
    language: str


def expected_types(question: str, language: str) -> tuple[str, ...]:
    """Return the types of answer that a question expects, of ``amount count person agent reason
    frequency duration address country place outcome response share deadline venue seat payment``.
    """
    asked = plain(question)
    found = tuple(
        name for name, patterns in EXPECTED.items() if _compiled(patterns[language]).search(asked)
    )
    implied = {_IMPLIED[name] for name in found if name in _IMPLIED}
    return tuple(name for name in found if name not in implied)


def holds(
    expected: str, question: str, language: str, quotes: Iterable[Quoted], terms: Stemming
) -> bool:
    """Tell whether quotations hold an answer of a type that the question does not state itself.

    :param terms: gives the search terms of words, to compare what is counted.
    """
    texts = list(quotes)
    given = given_by(question, language)
    if expected == "amount":
        return any(
            q.unit in CURRENCIES and q.value not in given.numbers
            for quote in texts
            for q in find_quantities(quote.text)
        )
    if expected in _WORDED:
        return _matches(_WORDED[expected], texts)
    if expected == "person":
        return any(PERSON.search(quote.text) for quote in texts)
    if expected == "agent":
        return any(PERSON.search(quote.text) or OFFICE.search(quote.text) for quote in texts)
    if expected == "address":
        return any(ADDRESS.search(quote.text) for quote in texts)
    if expected == "duration":
        return any(_lasts(quote) for quote in texts)
    if expected == "country":
        return any(
            given.is_new(name)
            for quote in texts
            for name in countries_in(quote.text, quote.language)
        )
    if expected == "share":
        return any(SHARE.search(quote.text) for quote in texts)
    if expected == "place":
        return any(names_place(quote, given) for quote in texts) or not any(
            quote.language in PLACE for quote in texts
        )
    return _holds_count(question, language, texts, terms)


def _matches(patterns: Mapping[str, str], quotes: Iterable[Quoted]) -> bool:
    return any(
        _cased(patterns[quote.language]).search(quote.text)
        for quote in quotes
        if quote.language in patterns
    )


def _holds_count(question: str, language: str, quotes: Sequence[Quoted], terms: Stemming) -> bool:
    """Tell whether a number stands before what is counted.

    In another language than the question's the number alone has to do.
    """
    words = _counted(question, language)
    if DAYS.search(words):
        return any(_lasts(quote) for quote in quotes)
    if PERIOD.search(words):
        return _tells_years(quotes)
    counted = set(terms(words, language))
    in_other = False
    seen_own = False
    for quote in quotes:
        numbers = [q for q in find_quantities(quote.text, quote.language) if _counts(q)]
        if quote.language != language:
            in_other = in_other or bool(numbers)
            continue
        seen_own = True
        if not counted and numbers:
            return True
        for number in numbers:
            after = quote.text[number.end :]
            near = after[:_NEAR_SIGNS] if language == "zh" else " ".join(after.split()[:_NEAR])
            if counted & set(terms(near, language)):
                return True
    return in_other and not seen_own


def _tells_years(quotes: Sequence[Quoted]) -> bool:
    """Tell whether years or months can be counted: two dates, an anniversary, a period."""
    dates = {mention.iso for quote in quotes for mention in find_dates(quote.text)}
    return len(dates) > 1 or any(
        q.kind == "ordinal" or q.unit in ("month", "year")
        for quote in quotes
        for q in find_quantities(quote.text)
    )


def _lasts(quote: Quoted) -> bool:
    """Tell whether a text gives a period: from one day to another, since a year, for so long."""
    if any("/" in mention.iso for mention in find_dates(quote.text)):
        return True
    return any(q.unit in ("day", "month", "year") for q in find_quantities(quote.text)) or bool(
        SINCE.search(quote.text)
    )


def names_place(quote: Quoted, given: Given | None = None) -> bool:
    """Tell whether a text says where something takes place; no for languages without a pattern.

    :param given: what the question states itself: a place that it names is none that it asks for.
    """
    if quote.language not in PLACE:
        return False
    found = _cased(PLACE[quote.language]).finditer(quote.text)
    return any(given is None or given.is_new(_of_place(match)) for match in found)


def _of_place(match: re.Match[str]) -> str:
    """Return the name in a match: its group that took part, without a date that stands before."""
    name: str = match.group(match.lastindex or 0)
    return _DATED.sub("", name) or name


def _counts(quantity: Quantity) -> bool:
    """Tell whether a number counts: the thirty-sixth session tells how many there have been."""
    return quantity.kind in ("cardinal", "ordinal") or (
        quantity.unit is not None and quantity.unit not in CURRENCIES
    )


def _counted(question: str, language: str) -> str:
    """Return the words after the question word that say what is counted."""
    match = _compiled(COUNTED[language]).search(plain(question))
    return next((group for group in match.groups() if group), "") if match else ""


def asked_exactness(question: str, language: str) -> str | None:
    """Return ``day``, ``month`` or ``year`` where a question asks for just that, else None."""
    asked = plain(question)
    return next(
        (
            name
            for name, patterns in EXACTNESS.items()
            if _compiled(patterns[language]).search(asked)
        ),
        None,
    )


def holds_dates(
    quotes: Iterable[Quoted], given: Given | None = None, exact: str | None = None
) -> bool:
    """Tell whether a date or a year stands in quotations.

    :param given: what the question states itself: its own dates do not count.
    :param exact: ``day`` or ``month`` where a date has to tell it.
    """
    dates = [mention.iso for quote in quotes for mention in find_dates(quote.text)]
    if given is not None:
        dates = given.new_dates(dates)
    return any(date.partition("/")[0].count("-") >= _PARTS[exact] for date in dates)


def holds_since(quotes: Iterable[Quoted]) -> bool:
    """Tell whether a time is given by an event: since the third meeting."""
    return any(SINCE_EVENT.search(quote.text) for quote in quotes)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=256)
def _cased(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
