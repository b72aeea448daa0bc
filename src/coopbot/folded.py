"""Text folded for matching, with the way back to the characters as printed.

Recognisers look at a folded copy (compatibility forms, dashes, digits and white space made equal)
and report offsets of the original: what is quoted is never the copy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from coopbot.types import Span

# Zero-width, bidirectional and soft-hyphen characters, the Arabic tatweel and vowel signs: they
# change what is seen, never what is meant.
_IGNORED = (
    "\u00ad\u034f\u061c\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufe00-\ufe0f\ufeff"
)
_COMBINING = "\u0300-\u036f\u0653-\u0655"
# Characters that fold to themselves: ASCII, accented Latin, Cyrillic, Arabic letters and marks,
# Han and its punctuation.
_PLAIN = (
    "!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0400-\u045f\u0621-\u063a\u0641-\u064a"
    "\u060c\u061b\u061f\u3001\u3002\u3008-\u3011\u4e00-\u9fff"
)
_SPECIAL = re.compile(
    # A single space before anything but Chinese stays what it is.
    rf"\s[\s{_IGNORED}]+|[^\S ]| (?=[\u2e80-\U000323af])|\S[{_COMBINING}{_IGNORED}]+|[^\s{_PLAIN}]",
)
_CHINESE = re.compile("[\u3001\u3002\u3008-\u3011\u4e00-\u9fff]")
_IGNORED_CHARACTER = re.compile(f"[{_IGNORED}]")

_CHARACTERS = {
    ord(dash): "-"
    for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\uff0d\uff5e\u301c"
}
_CHARACTERS |= {ord(quote): "'" for quote in "\u2018\u2019\u201b\u02bc\u2032"}
_CHARACTERS |= {0x0660 + digit: str(digit) for digit in range(10)}
_CHARACTERS |= {0x06F0 + digit: str(digit) for digit in range(10)}
_CHARACTERS |= {0x066A: "%", 0x066B: ".", 0x066C: ","}

# Cyrillic and Greek capitals (and a few small letters) that print like Latin ones.
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУӀаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABESIJKMHOPCTXYIaeopcyxisjABEZHIKMNOPTYX",
)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded copy of a text and, for each of its characters, where it was printed."""

    text: str
    starts: Sequence[int]
    """Offset in the original at which each folded character begins."""
    ends: Sequence[int]
    """Offset in the original after each folded character."""

    def span(self, start: int, end: int) -> Span:
        """Return the half-open range of the original behind a non-empty folded range."""
        return (self.starts[start], self.ends[end - 1])


def fold(text: str) -> FoldedText:
    """Fold a text: NFKC, one space for white space, ASCII digits and dashes, nothing invisible.

    Letter case and every visible letter stay. Takes time linear in the length of the text.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in _SPECIAL.finditer(text):
        start, end = match.span()
        pieces.append(text[position:start])
        starts.extend(range(position, start))
        ends.extend(range(position + 1, start + 1))
        folded = _fold_cluster(match.group())
        if folded == " " and _joins_chinese(pieces, text[end : end + 1]):
            folded = ""
        pieces.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
        position = end
    if position == 0:
        return FoldedText(text, range(len(text)), range(1, len(text) + 1))
    pieces.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return FoldedText("".join(pieces), starts, ends)


def fold_text(text: str) -> str:
    """Return the folded copy alone, without outer white space."""
    return fold(text).text.strip()


def latinised(text: str) -> str:
    """Replace letters that look like Latin ones, one for one, so that offsets stay."""
    return text.translate(_LOOK_ALIKES)


def _joins_chinese(before: list[str], after: str) -> bool:
    """Tell whether white space stands inside Chinese, where only a line break puts it."""
    last = next((piece[-1] for piece in reversed(before) if piece), "")
    return bool(
        last
        and after
        and _CHINESE.match(last)
        and _CHINESE.match(unicodedata.normalize("NFKC", after))
    )


def _fold_cluster(cluster: str) -> str:
    if cluster[0].isspace():
        return " "
    visible = _IGNORED_CHARACTER.sub("", cluster).translate(_CHARACTERS)
    normal = unicodedata.normalize("NFKC", visible).translate(_CHARACTERS)
    # Some compatibility forms hold a space (a spacing accent): it must not split a word.
    return normal if len(normal) == 1 else re.sub(r"\s", "", normal)


class Cover:
    """The ranges of a text that are taken: what one recogniser has read the next leaves alone.

    Asking and taking cost as much as the range is long, so a whole pass stays linear.
    """

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether no part of a range is taken."""
        return not any(self._taken[start:end])

    def take(self, start: int, end: int) -> None:
        """Mark a range as taken."""
        self._taken[start:end] = b"\x01" * (end - start)
