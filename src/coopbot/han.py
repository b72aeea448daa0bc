"""How a Chinese statement is put together from its source: whole words, in the source's order.

Chinese has no spaces, so that characters left out of the midst of a sentence may leave two halves
of words that read as a third. A statement is therefore laid over its source stretch by stretch.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from coopbot.guards import plain_pattern
from coopbot.tokens import Analyzer

_CLAUSE = re.compile("[，；：。！？;:,!?()（）]")
_MARK = re.compile(r"[\W_]")
_VALUE = re.compile("[于在至]?(?:[0-9]+|年|月|日|至|[第一二三四五六七八九十]|次|届)+")
_LOCATED = re.compile("[于在]")
_LEADS = "与和同跟由对向为被把将给从"
"""Characters that lead to who does something with whom, to whom or by whom: never left out or put
for one another."""
_SPARE = "也又均都还再该各、，“”《》（）"
"""Characters that may be left out alone."""

_LEAST = 2
"""Characters of a stretch that says anything."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that stand side by side in a statement and in its source."""

    start: int
    """In the statement."""
    at: int
    """In the source."""
    length: int

    @property
    def stop(self) -> int:
        """Where it ends in the source."""
        return self.at + self.length


def torn(statement: str, sources: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield the stretches of a statement that cut a word of its source, or go back in it.

    :param sources: cited sentences, the one that carries most of the statement first.
    :param names: those of the statement and of its source; a statement may begin with one.
    """
    said = "".join(statement.split())
    if not sources or _bare(said) in _bare(sources[0]):
        return
    source = "".join(sources[0].split())
    edges = _analyzer().word_edges(source)
    for name in names:
        for found in re.finditer(re.escape("".join(name.split())), source):
            edges -= set(range(found.start() + 1, found.end()))
    stretches = list(_stretches(said, source))
    front = said[: stretches[0].start].strip("“《 ") if stretches else ""
    bare = front.rstrip("，,")
    if bare and bare not in names and not _is_plain(bare):
        yield f"apart: {bare}"
    elif bare in tuple(_LEADS) and source[: stretches[0].at][-1:] != bare:
        yield f"order: {bare}"
    yield from _single(said, stretches, source, edges)
    for i, stretch in enumerate(stretches):
        text = said[stretch.start : stretch.start + stretch.length]
        if not edges >= {stretch.at, stretch.stop}:
            yield f"apart: {text}"
        before = stretches[i - 1] if i else None
        between = source[before.stop : stretch.at] if before is not None else ""
        if len(between) == 1 and (
            between in _LEADS or (not plain_pattern().fullmatch(between) and between not in _SPARE)
        ):
            # One character alone is a verb, a "not" or what makes a doer of a sufferer.
            yield f"apart: {text}"
        if (
            before is not None
            and stretch.at < before.at
            and not _may_go_back(source, stretch, said, before)
        ):
            yield f"order: {text}"


def _is_plain(text: str) -> bool:
    return not plain_pattern().sub("", _MARK.sub("", text))


def _single(said: str, stretches: Sequence[Stretch], source: str, edges: set[int]) -> Iterator[str]:
    """Yield what stands between two stretches and is no plain word, nor a word of the source."""
    for before, after in itertools.pairwise(stretches):
        text = said[before.start + before.length : after.start]
        if text and not _is_plain(text):
            words = (found.span() for found in re.finditer(re.escape(text), source))
            if not any({start, end} <= edges for start, end in words):
                yield f"apart: {text}"


def _may_go_back(source: str, stretch: Stretch, said: str, before: Stretch) -> bool:
    """Tell whether a stretch begins a clause of the source, or is or follows a date or a place."""
    text = source[stretch.at : stretch.stop]
    clause = re.split(_CLAUSE, source[: stretch.at])[-1]
    leads = _VALUE.sub("", clause)
    value = _VALUE.fullmatch(said[before.start : before.start + before.length])
    return not leads or bool(_LOCATED.match(text)) or bool(_VALUE.fullmatch(text)) or bool(value)


def _stretches(said: str, source: str) -> Iterator[Stretch]:
    """Lay a statement over its source, the longest stretch first that goes on in it."""
    place, at = 0, 0
    while place < len(said):
        if _MARK.match(said[place]):
            place += 1
            continue
        found = _longest(said, place, source, at)
        if found is None or found.length < _LEAST:
            plain = plain_pattern().match(said, place)
            place = plain.end() if plain else place + 1
            continue
        yield found
        place, at = found.start + found.length, found.stop


def _longest(said: str, place: int, source: str, at: int) -> Stretch | None:
    """Return the longest stretch from a place on; of equal ones the nearest further on."""
    length = 1
    while place + length <= len(said) and said[place : place + length] in source:
        length += 1
    text = said[place : place + length - 1]
    if not text:
        return None
    ahead = source.find(text, at)
    return Stretch(place, ahead if ahead >= 0 else source.rfind(text, 0, at), len(text))


def _bare(text: str) -> str:
    return "".join(text.split()).strip("。；;.")


@cache
def _analyzer() -> Analyzer:
    return Analyzer()
