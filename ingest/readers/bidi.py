"""From the order on the page to the order of reading, in lines set from right to left.

A page shows letters where they stand; the text has to be in the order in which it is read. Latin
words and figures inside an Arabic line run from left to right and are turned round again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_LETTER, _FIGURE, _OTHER, _ARABIC = "letter", "figure", "other", "arabic"
_KINDS = {"L": _LETTER, "EN": _FIGURE, "AN": _FIGURE, "R": _ARABIC, "AL": _ARABIC}
_INSIDE_NUMBERS = frozenset(".,:/+-\u2013\u066b\u066c")
_INSIDE_ARABIC_NUMBERS = _INSIDE_NUMBERS - set("+-\u2013")
_PARTS_WORDS = "-/"
_MAX_BETWEEN_WORDS = 3
"""More signs than this between two Latin words part them."""
_BRACKETS = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_OPENING, _CLOSING = "([{«", ")]}»"
_BEHIND_CLOSING = "،؛.,:;!؟" + _CLOSING


def reading_order(visual: Sequence[str]) -> list[str]:
    """Return the characters of a line, given from right to left, in reading order.

    What stands between two Latin words belongs to them, what stands between two numbers only if
    it is a separator inside one number (Unicode Standard Annex 9, rules W4, W7 and N1).
    """
    ordered: list[str] = []
    run: list[str] = []
    between: list[str] = []
    arabic = False
    for char in visual:
        kind = _kind(char)
        if kind in (_LETTER, _FIGURE):
            if run and not _belongs(run[-1], between, char, arabic):
                ordered += [*run[::-1], *between]
                run, between = [], []
            if run:
                run += between
            else:
                ordered += between
            between = []
            run.append(char)
        elif kind == _OTHER and run:
            between.append(char)
        else:
            arabic = arabic or kind == _ARABIC
            ordered += [*run[::-1], *between, char]
            run, between = [], []
    # A Latin word that the line's end parts keeps its hyphen behind it.
    parted = bool(run and not between and ordered and ordered[-1] in _PARTS_WORDS)
    if parted and (len(ordered) == 1 or ordered[-2].isspace()):
        run.insert(0, ordered.pop())
    return [*ordered, *run[::-1], *between]


def _kind(char: str) -> str:
    return _KINDS.get(unicodedata.bidirectional(char[0]), _OTHER)


def _belongs(left: str, between: Sequence[str], right: str, arabic: bool) -> bool:
    """Tell whether two Latin letters or figures and what parts them are one run.

    ``left`` stands on the right of the page. ``arabic`` tells whether an Arabic letter came before
    in the line: a hyphen behind one parts numbers, so that 11-15 stands as 15-11 (rules W2, W4).
    """
    kinds = {_kind(left), _kind(right)}
    if not between:
        return True
    if kinds == {_FIGURE}:
        inside = _INSIDE_ARABIC_NUMBERS if arabic else _INSIDE_NUMBERS
        return len(between) == 1 and between[0] in inside
    if kinds == {_LETTER}:
        return len(between) <= _MAX_BETWEEN_WORDS and "." not in between
    # "December 2010", "Article 18": a word and the number beside it.
    return between == [" "] or not any(char.isspace() for char in between)


def with_brackets_upright(lines: Sequence[str]) -> list[str]:
    """Return right-to-left lines with the brackets that stand the wrong way turned round.

    Programs disagree on whether the bracket that is seen or the one that is meant is stored; the
    white space around it tells, and where it does not, the other brackets of the document do.
    """
    faces = [
        _faces_away(line, place)
        for line in lines
        for place, char in enumerate(line)
        if char in _OPENING + _CLOSING
    ]
    turn_unclear = faces.count(True) > faces.count(False)
    return [
        "".join(
            char.translate(_BRACKETS)
            if char in _OPENING + _CLOSING
            and (turn_unclear if (away := _faces_away(line, place)) is None else away)
            else char
            for place, char in enumerate(line)
        )
        for line in lines
    ]


def _faces_away(line: str, place: int) -> bool | None:
    """Tell whether a bracket stands the wrong way round, None where nothing tells."""
    before = line[place - 1] if place else " "
    after = line[place + 1] if place + 1 < len(line) else " "
    opens = (before.isspace() or before in _OPENING) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _BEHIND_CLOSING)
    if opens == closes:
        return None
    return (line[place] in _OPENING) == closes


_FINAL_ONLY = "ةى"
"""Letters that stand at the end of an Arabic word and nowhere else."""


def is_visual(text: str) -> bool:
    """Tell whether Arabic text is stored in the order of the page, final letters first."""
    words = [word for word in text.split() if len(word) > 2]
    begins = sum(word[0] in _FINAL_ONLY for word in words)
    ends = sum(word.rstrip("،؛.:")[-1:] in _FINAL_ONLY for word in words)
    return begins > 3 and begins > 2 * ends


def unshaped(text: str) -> str:
    """Return Arabic presentation forms as the letters that they are shapes of."""
    return "".join(
        unicodedata.normalize("NFKC", char)
        if "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefc"
        else char
        for char in text
    )
