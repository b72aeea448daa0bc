"""What a question states itself: a sentence that only repeats it answers nothing.

Asked for the year in which the memorandum of March 2007 ends, a sentence that says "In March 2007"
holds a date and no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from coopbot.dates import find_dates
from coopbot.intents import plain
from coopbot.quantities import find_quantities

_ALIKE = 4
"""Letters in which a word of the question and one of a text agree when they are forms of one."""
_ENDING = 1
_LONG_ENDING = 2
"""Letters by which forms of one word may differ in length, and those of Russian and Arabic."""
_PARTED = re.compile(r"[^\W\d_\u2e80-\U000323af]+")
"""Words of the scripts that set spaces."""
_PARTICLES = re.compile(r"^[وفبلك]?(?:ال|لل)?(?=\w{3})")
"""What Arabic sets before a word: and, in, to, the."""


def _alike(word: str, other: str) -> bool:
    """Tell whether two words may be forms of one."""
    word, other = _PARTICLES.sub("", word), _PARTICLES.sub("", other)
    shared = min(len(word), len(other))
    ending = _ENDING if word[:1] < "\u0370" else _LONG_ENDING
    return (
        abs(len(word) - len(other)) <= ending
        and word[: max(_ALIKE, shared - 2)] == (other[: max(_ALIKE, shared - 2)])
    )


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
            if not any(
                end == date or end.startswith(f"{date}-")
                for own in self.dates
                for end in (own, *own.split("/"))
            )
        ]

    def is_new(self, name: str) -> bool:
        """Tell whether the question has no form of a name."""
        told = plain(name)
        if not _PARTED.search(told):
            return told not in self.words  # Chinese, which sets no spaces between words
        words = _PARTED.findall(told)
        return not any(
            all(map(_alike, words, self._parted[start : start + len(words)]))
            for start in range(len(self._parted) - len(words) + 1)
        )

    @property
    def _parted(self) -> list[str]:
        return _PARTED.findall(self.words)


@lru_cache(maxsize=512)
def given_by(question: str, language: str) -> Given:
    """Read what a question states itself."""
    return Given(
        dates=tuple(mention.iso for mention in find_dates(question, language)),
        numbers=frozenset(quantity.value for quantity in find_quantities(question, language)),
        words=plain(question),
    )
