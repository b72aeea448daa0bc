"""Provisions in running text: articles and decisions with their paragraphs and items.

One grammar serves the six languages, because they differ in words and order, not in structure:

    paragraph 2(a) of Article 18  -  Article 18, paragraph 2(a)  -  第18条第2款(a)项  -  18.2(a)

The text is cut into tokens (nouns, numbers, item marks, conjunctions, identifiers) by regular
expressions without nested repetition; a small parser reads the phrases. Lists have a limit, so the
time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

from coopbot.decisions import LooseDecision, identifier_id
from coopbot.folded import FoldedText
from coopbot.labels import item_sign
from coopbot.provision_lists import LIST_LIMIT, Group, ListReader, Parts, inherited, is_item
from coopbot.provision_tokens import PLURAL, Token, holds_provision, tokens_of


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision in folded text: ``kind`` is ``article`` or ``decision``."""

    kind: str
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Target:
    """An article or decision with its parts, and the index of the token after it."""

    kind: str
    entries: list[Parts]
    after: int


def find_provisions(
    folded: FoldedText,
    taken: Sequence[tuple[int, int]] = (),
    loose: Sequence[LooseDecision] = (),
) -> list[Provision]:
    """Find articles and decisions; ranges in ``taken`` (symbols) hold none.

    The range covers the whole expression: noun, number and paragraphs. Entries of a list
    (``Articles 7 to 10``) are references of their own with the range of the list. ``loose`` are
    identifiers already read that the strict pattern does not know.
    """
    text = folded.text
    if not loose and not holds_provision(text):
        return []
    return _Parser(text, tokens_of(text, taken, loose)).provisions()


class _Parser(ListReader):
    """Read provisions from tokens; every method takes and returns an index into them."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        super().__init__(text, tokens)
        self._found: list[Provision] = []

    def provisions(self) -> list[Provision]:
        index = 0
        while index < len(self._tokens):
            index = max(self._phrase(index), index + 1)
        return self._found

    def _phrase(self, index: int) -> int:
        """Read one phrase; return the index after it, or the same index when there is none."""
        kind = self._kind(index)
        if kind in ("paragraph", "item"):
            return self._nested(index)
        if kind in ("article", "decision", "identifier", "di"):
            target = self._target(index)
            if target:
                self._emit(target, index, target.after)
                return target.after
        return index

    def _target(self, index: int) -> _Target | None:
        """Read an article or decision, whatever its noun, with the parts that follow it."""
        kind = self._kind(index)
        if kind == "article":
            return self._article(index)
        if kind in ("decision", "identifier"):
            return self._decision(index)
        return self._chinese(index) if kind == "di" else None

    def _article(self, index: int) -> _Target | None:
        first = index + 1
        if self._kind(first) == "of" and self._glued(first):
            first += 1
        if not self._glued(first) or self._kind(first) not in ("number", "bracketed"):
            return None
        plural = bool(PLURAL.search(self._tokens[index].text))
        entries: list[Parts] = []
        # "Articles 14, paragraph 2, and 20, paragraph 3": each article with parts of its own.
        while len(entries) < LIST_LIMIT:
            group = self._list(first, strict=not plural, nouns=False)
            if not group:
                break
            target = self._with_parts("article", group)
            entries += target.entries
            first = target.after
            following = first
            while self._at(following, "and"):
                following += 1
            more = plural and target.entries != group.entries and following > first
            if not (more and self._at(following, "number")):
                break
            first = following
        return _Target("article", entries, target.after) if entries else None

    def _decision(self, index: int) -> _Target | None:
        first = index
        named = self._kind(index) == "decision"
        if named:
            first += 1
            if not self._glued(first):
                return None
        group = self._identifiers(first)
        if not group:
            return None
        after = group.after
        while self._glued(after) and self._kind(after) in ("hao", "decision"):
            named = True
            after += 1
        if not named and any(_is_bare(entry[0]) for entry in group.entries):
            return None
        return self._with_parts("decision", Group(group.entries, after))

    def _chinese(self, index: int) -> _Target | None:
        """Read ``第18条第2款``, ``第15和16条`` or ``第 BS-III/6 号决定``."""
        first = index + 1
        if not self._glued(first):
            return None
        if self._kind(first) == "identifier":
            return self._decision(first)
        group = self._list(first, strict=False)
        if not group:
            return None
        after = group.after + self._at(group.after, "close")
        if not self._at(after, "tiao"):
            return None
        entries, after = group.entries, after + 1
        if self._at(after, "to"):
            last = self._list(after + (2 if self._at(after + 1, "di") else 1), strict=False)
            if last and self._at(last.after, "tiao"):
                entries = entries + self._expanded(entries[-1], last.entries[0]) + last.entries[1:]
                after = last.after + 1
        return self._with_parts("article", Group(entries, after))

    def _nested(self, index: int) -> int:
        """Read ``paragraph 2(a) of Article 18``: parts first, then what they belong to."""
        levels: list[list[Parts]] = []
        after = index
        closed = self._kind(index) == "paragraph"
        while len(levels) < 3:
            first = after + 1 if self._kind(after) == "paragraph" else after
            if first > index and not self._glued(first):
                break
            group = self._list(first, strict=False)
            if not group:
                break
            levels.append(group.entries)
            after = group.after
            if self._at(after, "of"):
                after += 1
                closed = True
            elif self._at(after, "and") and self._kind(after + 1) in ("article", "decision"):
                after += 1
            if not self._at(after, "paragraph"):
                break
        if levels and not closed:
            # A list of items that belongs to nothing named: none of its entries begins a phrase.
            return after
        if not levels or not self._glued(after):
            return index
        target = self._target(after) if self._kind(after) != "di" else None
        if not target:
            return index
        entries = [
            reduce(_joined, reversed(inner), base)
            for base in target.entries
            for inner in product(*levels)
        ]
        self._emit(_Target(target.kind, entries, target.after), index, target.after)
        return target.after

    def _with_parts(self, kind: str, group: Group) -> _Target:
        """Read the paragraphs and items that follow an article or decision."""
        bases, entries, after = group.entries, group.entries, group.after
        for _ in range(4):
            more = self._parts(kind, after)
            if not more:
                break
            adds, parts, after = more
            entries = _attached(bases, entries, parts, adds=adds)
        return _Target(kind, entries, after)

    def _parts(self, kind: str, index: int) -> tuple[bool, list[Parts], int] | None:
        """Read one group of parts: whether it adds to the last one, its entries, what follows."""
        first, adds = index, False
        if self._kind(first) in ("and", "of") and self._glued(first):
            adds = self._kind(first) == "and" and self._tokens[first].text not in ",،"
            first += 1
        if not self._glued(first):
            return None
        if self._kind(first) == "paragraph":
            plural = PLURAL.search(self._tokens[first].text)
            if not self._glued(first + 1):
                return None
            group = self._list(first + 1, strict=not plural)
            if not group or self._opens_target(group.after):
                return None
            return adds, group.entries, group.after
        return self._chinese_parts(kind, first, adds)

    def _chinese_parts(
        self, kind: str, index: int, adds: bool
    ) -> tuple[bool, list[Parts], int] | None:
        has_di = self._kind(index) == "di"
        first = index + 1 if has_di else index
        if not self._glued(first):
            return None
        group = self._list(first, strict=False)
        if not group:
            return None
        if self._at(group.after, "kuan"):
            return adds, group.entries, group.after + 1
        if self._at(group.after, "duan"):
            # Treaties have 款, decisions 段: "第18条和第21段" names a paragraph of something else.
            foreign = adds and kind == "article"
            return None if foreign else (adds, group.entries, group.after + 1)
        if self._at(group.after, "tiao"):
            return None
        items_only = all(is_item(entry[0]) for entry in group.entries)
        with_item = has_di and all(is_item(entry[-1]) for entry in group.entries)
        bracketed = self._text[self._tokens[first].start] in "(["
        if with_item or (items_only and bracketed and not adds and index == first):
            return adds, group.entries, group.after
        return None

    def _opens_target(self, index: int) -> bool:
        """Tell whether the parts just read belong to an article or decision that follows."""
        if self._at(index, "of"):
            index += 1
        return self._glued(index) and self._kind(index) in ("article", "decision", "identifier")

    def _identifiers(self, index: int) -> Group | None:
        entries: list[Parts] = []
        while self._kind(index) == "identifier" and len(entries) < LIST_LIMIT:
            identifier = identifier_id(self._tokens[index].text)
            if identifier is None:
                break
            entries.append((identifier,))
            index += 1
            following = index
            while self._at(following, "and") or self._at(following, "di"):
                following += 1
            if following == index or not self._at(following, "identifier"):
                break
            index = following
        return Group(entries, index) if entries else None

    def _emit(self, target: _Target, first: int, after: int) -> None:
        start, end = self._tokens[first].start, self._tokens[after - 1].end
        for entry in dict.fromkeys(target.entries):
            self._found.append(Provision(target.kind, self._id(entry), start, end))

    def _id(self, entry: Parts) -> str:
        """Write an id such as ``18(2)(a)``: numbers as they are, items as letters, then Roman."""
        written, level = entry[0], 0
        for part in entry[1:]:
            if is_item(part):
                level += 1
                part = item_sign(self._place(part[1:], level) or 1, level)
            written += f"({part})"
        return written


def _attached(
    bases: list[Parts], entries: list[Parts], parts: list[Parts], *, adds: bool
) -> list[Parts]:
    """Join parts to what they belong to: paragraphs to the article, items to the paragraph."""
    if is_item(parts[0][0]):
        if is_item(entries[-1][-1]):
            return entries + [inherited(entries[-1], part) for part in parts]
        return [entry + part for entry in entries for part in parts]
    added = [bases[-1] + part for part in parts]
    if adds and entries != bases:
        return entries + added
    return entries[:-1] + added


def _joined(base: Parts, parts: Parts) -> Parts:
    """Join inner parts to outer ones; a number below an item is an item of the next level."""
    if is_item(base[-1]) and not is_item(parts[0]):
        return (*base, f":{parts[0]}", *parts[1:])
    return base + parts


def _is_bare(identifier: str) -> bool:
    return "-" not in identifier
