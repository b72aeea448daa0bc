"""From the order on the page to the order of reading, in lines set from right to left.

A page shows letters where they stand; the text has to be in the order in which it is read. Latin
words and figures inside an Arabic line run from left to right and are turned round again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_LEFT_TO_RIGHT = frozenset({"L", "EN", "AN"})
_SEPARATORS = frozenset({"ES", "CS", "ET", "ON", "WS", "NSM", "BN"})
_BRACKETS = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_OPENING, _CLOSING = "([{«", ")]}»"
_BEHIND_CLOSING = "،؛.,:;!؟" + _CLOSING


def reading_order(visual: Sequence[str]) -> list[str]:
    """Return the characters of a line, given from right to left, in reading order."""
    ordered: list[str] = []
    run: list[str] = []
    neutral: list[str] = []
    for char in visual:
        kind = unicodedata.bidirectional(char[0])
        if kind in _LEFT_TO_RIGHT:
            run += neutral if run else []
            ordered += [] if run else neutral
            neutral = []
            run.append(char)
        elif run and kind in _SEPARATORS:
            neutral.append(char)
        else:
            ordered += _turned_run(run)
            ordered += neutral
            ordered.append(char)
            run, neutral = [], []
    return ordered + _turned_run(run) + neutral


def _turned_run(run: list[str]) -> list[str]:
    """Turn a run of Latin or figures round; figures that a space parts stay in Arabic order."""
    if not any(unicodedata.bidirectional(char[0]) == "L" for char in run):
        words: list[list[str]] = [[]]
        for char in run:
            if char.isspace():
                words.append([])
            else:
                words[-1].append(char)
        turned = ["".join(reversed(word)) for word in words]
        return list(" ".join(turned))
    return run[::-1]


def with_brackets_upright(text: str) -> str:
    """Return a right-to-left line with each bracket that stands the wrong way turned round.

    Programs disagree on whether the bracket that is seen or the one that is meant is stored; the
    white space around it tells.
    """
    turned = list(text)
    for place, char in enumerate(text):
        if char not in _OPENING and char not in _CLOSING:
            continue
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < len(text) else " "
        opens = (before.isspace() or before in _OPENING) and not after.isspace()
        closes = not before.isspace() and (after.isspace() or after in _BEHIND_CLOSING)
        if (char in _OPENING and closes and not opens) or (
            char in _CLOSING and opens and not closes
        ):
            turned[place] = char.translate(_BRACKETS)
    return "".join(turned)


_FINAL_ONLY = "ةى"
"""Letters that stand at the end of an Arabic word and nowhere else."""


def is_visual(text: str) -> bool:
    """Tell whether Arabic text is stored in the order of the page: words begin with final letters."""
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
