"""What a question states itself: a sentence that only repeats it answers nothing.

Asked for the year in which the memorandum of March 2007 ends, a sentence that says "In March 2007"
holds a date and no answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from coopbot.dates import find_dates
from coopbot.intents import plain
from coopbot.quantities import find_quantities

_ALIKE = 4
"""Letters in which a word of the question and one of a text agree when they are forms of one."""


@dataclass(frozen=True, slots=True)
class Given:
    """The dates, numbers and words of a question."""

    dates: tuple[str, ...]
    """In the ISO form of :mod:`coopbot.dates`."""
    numbers: frozenset[Decimal]
    words: str
    """In the plain form of :func:`coopbot.intents.plain`."""

    def new_dates(self, dates: Iterable[str]) -> list[str]:
        """Return the dates that say more than those of the question: a day of its month is more,
        its year alone is not.
        """
        return [
            date
            for date in dates
            if not any(own == date or own.startswith(f"{date}-") for own in self.dates)
        ]

    def is_new(self, name: str) -> bool:
        """Tell whether the question has no form of a name."""
        words = plain(name).split()
        return not all(word[: max(_ALIKE, len(word) - 2)] in self.words for word in words)


@lru_cache(maxsize=512)
def given_by(question: str, language: str) -> Given:
    """Read what a question states itself."""
    return Given(
        dates=tuple(mention.iso for mention in find_dates(question, language)),
        numbers=frozenset(quantity.value for quantity in find_quantities(question, language)),
        words=plain(question),
    )
