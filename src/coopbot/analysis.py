"""Read a sentence for comparison: its values, names and words, as keys that two texts can share."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from coopbot.folded import fold_text
from coopbot.guards import goes_on, guards_of, plain_pattern, plain_words
from coopbot.names import stem_key
from coopbot.registry import Registry
from coopbot.tokens import Analyzer, simplify
from coopbot.tokens import fold as fold_term
from coopbot.values import Item, find_items, is_held_by

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]")
_HAN_RUN = re.compile(f"(?:{_HAN.pattern})+")
_CLAUSE = re.compile(r"[;:；，：؛()（）?？؟!！]|[,،](?!\d)")
_SIGNS = frozenset({"Sc", "Sm", "So", "No", "Nl"})
_FAMILY = 6
"""Letters that two words have to share at their beginning to be forms of one word."""
_FAMILY_ENDING = 2
"""Letters that may be left of the shorter one."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a pair of Chinese characters, a value or a name, in the order of a text."""

    key: str
    text: str
    item: Item | None = None
    start: int = field(default=0, compare=False)
    clause: int = field(default=0, compare=False)
    """Place of its clause in the text."""

    @property
    def is_value(self) -> bool:
        """Tell whether it is a date, number or reference."""
        return self.item is not None and self.item.is_value


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two commas."""

    terms: frozenset[str]
    guards: Mapping[str, int]
    """How often it has words of each class of :data:`coopbot.guards.GUARDS`."""
    goes_on: bool
    """Whether it begins with "and" and so may have the subject of the clause before it."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text, read."""

    language: str
    text: str
    """Folded; offsets of items count in it."""
    items: tuple[Item, ...]
    terms: tuple[Term, ...]
    keys: frozenset[str]
    """Keys of all words and items of the text, the plain words too."""
    tokens: frozenset[str]
    """Words and figures as written, letter case kept."""
    guards: Mapping[str, int]
    clauses: tuple[Clause, ...]
    words: tuple[tuple[str, bool], ...]
    """Each word outside what is checked as a value, and whether it opens the text."""
    signs: frozenset[str]
    """Currency, mathematical and other signs, and figures of other forms, outside the same."""

    def has(self, term: Term) -> bool:
        """Tell whether the text has a term, in any of its forms."""
        return self.has_itself(term) or (term.item is None and _in_family(term.key, self.keys))

    def has_itself(self, term: Term) -> bool:
        """Tell whether the text has a term, no other word of its family counted."""
        return term.key in self.keys or (term.item is not None and self.holds(term.item))

    def holds(self, item: Item) -> bool:
        """Tell whether the text has a value or name, in any language."""
        return any(is_held_by(item, other) for other in self.items)

    def forms(self, term: Term) -> set[str]:
        """Return how the text writes a word or name, in small letters."""
        if term.item is not None:
            return {i.text.lower() for i in self.items if i.id == term.item.id}
        return {
            token.lower()
            for token in self.tokens
            if (key := word_key(token, self.language)) == term.key
            or _in_family(term.key, frozenset((key,)))
        }

    def unknown(self, own: Sequence[Analysis], others: Sequence[Analysis]) -> list[str]:
        """Return the words that carry meaning and stand in none of the texts.

        :param own: texts in the language of this one: words are compared with them.
        :param others: texts in any language, for acronyms and figures.
        """
        words = self._unknown_words(own, others)
        if self.language == "zh":
            return [*_unknown_han(self, own), *words]
        return [*_foreign_han(self.text, own), *words]

    def _unknown_words(self, own: Sequence[Analysis], others: Sequence[Analysis]) -> list[str]:
        plain = plain_words(self.language)
        unknown = []
        for word, opens in self.words:
            foreign = word.isdigit() or (len(word) > 1 and word.isupper())
            if any(word in other.tokens for other in (others if foreign else own)):
                continue
            capital = word[0].isupper() and not opens
            if foreign or (capital and not _capitalised(word, self.language, own)):
                unknown.append(word)
            elif fold_term(word) not in plain:
                key = word_key(word, self.language)
                if not any(key in o.keys or _in_family(key, o.keys) for o in own):
                    unknown.append(word)
        return unknown


def is_same_term(said: Term, there: Term) -> bool:
    """Tell whether a term of a statement is one of its source, in any of its forms."""
    if said.key == there.key:
        return True
    if said.item is not None or there.item is not None:
        return bool(said.item and there.item and is_held_by(said.item, there.item))
    return _in_family(said.key, frozenset((there.key,)))


def analyse(text: str, language: str, registry: Registry) -> Analysis:
    """Read a text in a language for comparison."""
    return _analyse(_folded(text, language), language, registry)


def _folded(text: str, language: str) -> str:
    folded = fold_text(text)
    return simplify(folded) if language == "zh" and _HAN.search(folded) else folded


class _Identity:
    """Make a registry a key of a cache by what it is, not by what it holds."""

    __slots__ = ("registry",)

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def __hash__(self) -> int:
        return id(self.registry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.registry is self.registry


def _analyse(text: str, language: str, registry: Registry) -> Analysis:
    return _cached_analysis(text, language, _Identity(registry))


@lru_cache(maxsize=4096)
def _cached_analysis(text: str, language: str, identity: _Identity) -> Analysis:
    items = tuple(find_items(text, language, identity.registry))
    masked = _masked(text, items)
    # A word of permission in a name permits nothing.
    guarded = _blanked(text, items, ("date", "name"))
    ends = [*(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    terms = tuple(
        replace(term, clause=bisect_right(ends, term.start))
        for term in _terms(text, masked, items, language)
    )
    return Analysis(
        language=language,
        text=text,
        items=items,
        terms=terms,
        keys=frozenset(_keys(text, language)) | {item.id for item in items},
        tokens=frozenset(_TOKEN.findall(text)),
        guards=guards_of(_for_guards(guarded, language), language),
        clauses=tuple(_clauses(guarded, language, ends, terms)),
        words=tuple(_words(masked)),
        signs=frozenset(c for c in masked if unicodedata.category(c) in _SIGNS),
    )


# -- words ---------------------------------------------------------------------------------------


def _masked(text: str, items: Iterable[Item]) -> str:
    return _blanked(text, items, ("date", "number", "reference", "name"))


def _blanked(text: str, items: Iterable[Item], what: tuple[str, ...]) -> str:
    characters = list(text)
    for item in items:
        if item.what in what:
            characters[item.start : item.end] = "\x00" * (item.end - item.start)
    return "".join(characters)


def _words(masked: str) -> Iterator[tuple[str, bool]]:
    """Yield the words that are no Chinese, and whether each is the first of the text."""
    opens = True
    for match in _TOKEN.finditer(_HAN.sub(" ", masked)):
        yield match.group(), opens and not masked[: match.start()].strip(" \"'“«„(¿¡")
        opens = False


def _terms(text: str, masked: str, items: Sequence[Item], language: str) -> Iterator[Term]:
    """Yield what carries meaning in the order of the text."""
    found = [Term(item.id, item.text, item, item.start) for item in items if item.required]
    if language == "zh":
        found += [Term(pair, pair, None, place) for place, pair in _telling_pairs(masked)]
    plain = plain_words(language)
    for match in _TOKEN.finditer(_HAN.sub(" ", masked)):
        word = match.group()
        if fold_term(word) not in plain or (len(word) > 1 and word.isupper()):
            found.append(Term(word_key(word, language), word, None, match.start()))
    yield from sorted(found, key=lambda term: term.start)


def _keys(text: str, language: str) -> Iterator[str]:
    for match in _TOKEN.finditer(_HAN.sub(" ", text)):
        yield word_key(match.group(), language)
    yield from (text[i : i + 2] for i in _han_pairs(text))


def _han_pairs(text: str) -> Iterator[int]:
    for i in range(len(text) - 1):
        if _HAN.match(text[i]) and _HAN.match(text[i + 1]):
            yield i


def _plain_places(text: str) -> set[int]:
    return {i for match in plain_pattern().finditer(text) for i in range(*match.span())}


def _telling_pairs(masked: str) -> Iterator[tuple[int, str]]:
    plain = _plain_places(masked)
    for i in _han_pairs(masked):
        if i not in plain and i + 1 not in plain:
            yield i, masked[i : i + 2]


def _unknown_han(analysis: Analysis, own: Sequence[Analysis]) -> Iterator[str]:
    """Yield the Chinese pairs, and single characters between plain words, that no text has.

    A pair is no word where the text has both the pair before it and the pair behind it: there
    two words met when something between them was left out.
    """
    masked = _masked(analysis.text, analysis.items)
    plain = _plain_places(masked)
    places = list(_han_pairs(masked))
    held = {i for i in places if any(masked[i : i + 2] in other.text for other in own)}
    alone = set(range(len(masked)))
    for i in places:
        joins = i - 1 in held and i + 1 in held
        if i in held or joins:
            alone -= {i, i + 1}
        elif i not in plain and i + 1 not in plain:
            alone -= {i, i + 1}
            yield masked[i : i + 2]
    for i in sorted(alone - plain):
        if _HAN.match(masked[i]) and not any(masked[i] in other.text for other in own):
            yield masked[i]


def _foreign_han(text: str, own: Sequence[Analysis]) -> Iterator[str]:
    """Yield the Chinese of a text in another language that no text in that language has."""
    for match in _HAN_RUN.finditer(text):
        if not any(match.group() in other.text for other in own):
            yield match.group()


@lru_cache(maxsize=50_000)
def word_key(word: str, language: str) -> str:
    """Return what the forms of one word share."""
    terms = _ANALYZER.terms(stem_key(word) if language == "ar" else word, language)
    return terms[0] if terms else fold_term(word)


_ANALYZER = Analyzer()


def _in_family(key: str, keys: frozenset[str]) -> bool:
    """Tell whether a word's stem begins as another does: cooperation, cooperative."""
    if len(key) < _FAMILY or not key.isalpha():
        return False
    return any(
        other[:_FAMILY] == key[:_FAMILY] and _differ_little(key, other)
        for other in keys
        if len(other) >= _FAMILY
    )


def _differ_little(one: str, other: str) -> bool:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return min(len(one), len(other)) - shared <= _FAMILY_ENDING and shared >= _FAMILY


def _capitalised(word: str, language: str, own: Sequence[Analysis]) -> bool:
    """Tell whether a form of a word stands with a capital in one of the texts."""
    key = word_key(word, language)
    return any(
        token[0].isupper() and word_key(token, language) == key
        for other in own
        for token in other.tokens
    )


# -- clauses -------------------------------------------------------------------------------------


def _clauses(
    guarded: str, language: str, ends: Sequence[int], terms: Sequence[Term]
) -> Iterator[Clause]:
    start = 0
    for place, end in enumerate(ends):
        part = guarded[start:end]
        keys = frozenset(term.key for term in terms if term.clause == place)
        guards = guards_of(_for_guards(part, language), language)
        yield Clause(keys, guards, goes_on(part, language))
        start = end


def _for_guards(text: str, language: str) -> str:
    return fold_term(text) if language == "ar" else text
