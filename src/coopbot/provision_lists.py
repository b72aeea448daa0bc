"""Lists of the parts of a provision: ``2(a) and (b)``, ``7 to 10``, ``第2、3款``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopbot.labels import item_ordinal, item_sign
from coopbot.numerals import chinese_number, letter_number
from coopbot.provision_tokens import Token

LIST_LIMIT = 24
"""Most entries read in one list: longer ones do not occur and would cost quadratic time."""

Parts = tuple[str, ...]
"""Components of a provision, items marked by a colon before their sign: ``("18", "2", ":a")``."""


@dataclass(frozen=True, slots=True)
class Group:
    """Something read: the parts of each entry, and the index of the token after it."""

    entries: list[Parts]
    after: int


class ListReader:
    """Read lists from tokens; every method takes and returns an index into them."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        # In a text that has б) or д) the letters е) and с) are Cyrillic too, not look-alikes.
        self._cyrillic = any(
            token.kind == "item" and re.search("[бгджзи]", token.text) for token in tokens
        )

    def _list(self, index: int, *, strict: bool, nouns: bool = True) -> Group | None:
        """Read entries joined by conjunctions and ranges.

        ``strict``, after a noun in the singular, takes further entries only where they cannot be
        the start of something else (``Article 18 and 20 Parties``). ``nouns`` lets the noun be
        repeated (``paragraph 2 and paragraph 3``).
        """
        entry = self._entry(index)
        if not entry:
            return None
        entries, index = [entry[0]], entry[1]
        while len(entries) < LIST_LIMIT and self._glued(index):
            if self._kind(index) == "item":
                # "(a) (b) and (c)": the first conjunction is not printed.
                entry = self._entry(index)
                if not entry:
                    break
                entries.append(inherited(entries[-1], entry[0]))
                index = entry[1]
                continue
            if self._kind(index) not in ("and", "to"):
                break
            is_range = self._kind(index) == "to"
            comma = self._tokens[index].text in ",،"
            following = index + 1
            while self._at(following, "and") and not is_range:
                comma = False
                following += 1
            named = nouns and self._at(following, "paragraph")
            following += named or self._at(following, "di")
            entry = self._entry(following) if self._glued(following) else None
            # ", subparagraph (a)" narrows what stands before it and is no further entry.
            if not entry or (comma and named and is_item(entry[0][0])):
                break
            if strict and not self._safe(index, entry, comma=comma):
                break
            whole = inherited(entries[-1], entry[0])
            entries += self._expanded(entries[-1], whole) if is_range else [whole]
            index = entry[1]
        return Group(entries[:LIST_LIMIT], index)

    def _safe(self, conjunction: int, entry: tuple[Parts, int], *, comma: bool) -> bool:
        parts, after = entry
        if is_item(parts[0]):
            return True
        token = self._tokens[conjunction]
        if token.kind == "to" and self._text[token.start - 1] != " ":
            return True
        # "Articles 14, paragraph 2 and 20, paragraph 3": 20 is an article.
        if self._at(after, "and") and self._at(after + 1, "paragraph"):
            return False
        following = self._text[self._tokens[after - 1].end :][:2].strip()
        return not comma and (len(parts) > 1 or not following[:1].isalnum())

    def _entry(self, index: int) -> tuple[Parts, int] | None:
        """Read one entry such as ``2``, ``18.2(a)``, ``2 b)``, ``(c)`` or, in Chinese, ``二``."""
        parts: list[str] = []
        kind = self._kind(index)
        if kind == "number":
            parts.append(_digits(self._tokens[index].text))
            index += 1
            while self._kind(index) == "point" and self._kind(index + 1) == "number":
                parts.append(_digits(self._tokens[index + 1].text))
                index += 2
                index += self._at(index, "close")
        elif kind == "chinese":
            value = chinese_number(self._tokens[index].text)
            if not value:
                return None
            parts.append(str(value))
            index += 1
        while len(parts) < 5 and (not parts or self._glued(index)):
            sign = self._tokens[index].text.strip("()[]' ") if index < len(self._tokens) else ""
            if self._kind(index) == "bracketed":
                # Arabic numbers the second level of items: (أ)(1).
                parts.append(f":{sign}" if parts and is_item(parts[-1]) else sign)
            elif self._kind(index) == "item" and self._nests(parts, sign):
                parts.append(f":{sign}")
            else:
                break
            index += 1
        return (tuple(parts), index) if parts else None

    def _nests(self, parts: list[str], sign: str) -> bool:
        """Tell whether an item sign stands one level below the parts, not beside the last one."""
        items = [part for part in parts if is_item(part)]
        if self._place(sign, len(items) + 1) is None:
            return False
        return not items or _style(sign) != _style(items[-1][1:])

    def _place(self, sign: str, level: int) -> int | None:
        """Return the place of an item sign; on the first level a single letter is a letter."""
        lowered = sign.lower()
        if level == 1 and len(lowered) == 1 and "a" <= lowered <= "z":
            return letter_number(lowered)
        if self._cyrillic and len(lowered) == 1 and "а" <= lowered <= "я":
            place = "абвгдежзиклмнопрст".find(lowered)
            return place + 1 if place >= 0 else None
        return item_ordinal(sign)

    def _expanded(self, first: Parts, last: Parts) -> list[Parts]:
        """Return the entries after ``first`` up to ``last``; else only ``last``."""
        if first[:-1] != last[:-1] or is_item(first[-1]) != is_item(last[-1]):
            return [last]
        stem = first[:-1]
        if not is_item(first[-1]):
            numbers = range(int(first[-1]) + 1, int(last[-1]) + 1)
            return (
                [(*stem, str(number)) for number in numbers] if 0 < len(numbers) <= 40 else [last]
            )
        level = sum(map(is_item, first))
        low, high = (self._place(part[1:], level) or 0 for part in (first[-1], last[-1]))
        if not 0 < high - low <= 26:
            return [last]
        return [(*stem, f":{item_sign(place, level)}") for place in range(low + 1, high + 1)]

    def _kind(self, index: int) -> str:
        return self._tokens[index].kind if index < len(self._tokens) else ""

    def _at(self, index: int, kind: str) -> bool:
        return self._kind(index) == kind and self._glued(index)

    def _glued(self, index: int) -> bool:
        """Tell whether at most one space stands between a token and the one before it."""
        if not 0 < index < len(self._tokens):
            return False
        start = self._tokens[index - 1].end
        return self._text[start : self._tokens[index].start] in ("", " ")


def inherited(previous: Parts, entry: Parts) -> Parts:
    """Give ``(b)`` in ``2(a) and (b)`` the number of the entry before.

    ``(ii)`` after ``(a)(i)`` keeps the letter too.
    """
    if not is_item(entry[0]):
        return entry
    items = [part for part in previous if is_item(part)]
    beside = len(items) > 1 and _style(entry[0][1:]) == _style(items[-1][1:])
    return previous[: len(previous) - (1 if beside else len(items))] + entry


def _style(sign: str) -> str:
    """Return how an item is numbered: two levels of one list never share a style."""
    if sign.isdigit():
        return "number"
    if chinese_number(sign) is not None:
        return "chinese"
    return "letter" if sign.lower().strip("ivx") else "roman"


def is_item(part: str) -> bool:
    """Tell an item from a number."""
    return part.startswith(":")


def _digits(text: str) -> str:
    digits = re.match(r"\d+", text)
    return str(int(digits.group())) if digits else "1"
