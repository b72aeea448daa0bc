"""Names in running text: organizations, terms and meetings, by every form that the registry has.

Words of alphabets are compared by their stems (plural and case endings, Arabic prefixes and hamza
do not matter), acronyms in capitals, Chinese character by character with the longest form first,
so that 绿色海关组织 is never read as 海关组织. One pass, however many forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from coopbot.folded import FoldedText, fold
from coopbot.tokens import simplify


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name."""

    form: str
    language: str
    kind: str
    """``full``, ``preferred``, ``short``, ``acronym``, ``variant``, ``error`` or ``related``."""
    status: str
    """``verified``, ``inferred`` or ``unverified``."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name found in a text."""

    id: str
    kind: str
    """``organization``, ``term`` or ``meeting``."""
    form: str
    """The form of the registry that matched."""
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    kind: str
    form: Form


_WORD = re.compile(r"[a-zA-Z\u00c0-\u024f\u0400-\u052f\u0621-\u064a]+|\d+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_JOINT = re.compile(r"[\s'\"«»“”„()\-/.,،]{0,3}")
"""What may stand between two words of a name."""

_RUSSIAN_ENDING = re.compile(
    r"(?:иями|ями|ами|ией|иях|иям|ого|его|ому|ему|ыми|ими|ая|яя|ую|юю|ой|ей|ый|ий|ое|ее|ые|ие|ых|их|"
    r"ым|им|ом|ем|ям|ах|ях|ам|ов|ев|ии|ию|ия|а|я|у|ю|ы|и|о|е|ь|й)$"
)
# Conjunctions, prepositions and the article are written as one word with what follows. What
# remains may begin with such a letter itself (بروتوكول), so a second cut makes all forms equal.
_ARABIC_ARTICLE = re.compile(r"^(?:[وف]?[بكل]?ال|[وف]?لل(?!جن)|[وف]?ل(?=لجن))(?=..)")
_ARABIC_PREFIX = re.compile(r"^[وف]?[بكل]{0,2}(?=....)")
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي", "ة": "ه"}
)
_LATIN_ENDING = re.compile(r"(?<=[a-z]{4})(?:es|s|x|e)$|(?<=[a-z]{3})s$")

# Acronyms that are also words when written small; the others of four letters and more may be
# typed in small letters.
_CAPITALS_ONLY = frozenset({"cites", "codex"})
_GENERIC = frozenset({"秘书处"})
"""Names that mean a body only where no other body stands right before them."""
_SHARED_HEAD = "秘书处"
_AND = re.compile(r"(?:\([^()]{1,12}\))?(?:以及|[、和与及])")
"""What joins two names in Chinese, behind the short form in brackets of the first."""
_SHORT_FORM = re.compile(r"\([^()]{1,12}\)")
_GENERIC_STEMS = frozenset({"secretariat", "secretaria", "секретариат", "امانه"})
"""The same in alphabets: one word that any body may have."""
_ALONE = re.compile(
    r"(?<![^\W_])(?:"
    r"(?i:the secretariat(?! (?:of|for) ))"
    r"|(?i:(?:of|by|for) secretariat(?= staff))"
    r"|(?i:(?:le|du|au|ce) secr[eé]tariat(?! (?:d(?:e|u|es) |g[eé]n[eé]ral|ex[eé]cutif)))"
    r"|(?i:la secretar[ií]a(?! (?:de|del|general|ejecutiva)(?![^\W_])))"
    r"|(?<!оба )(?<!обоих )(?<!два )(?<!другой )(?<!другого )[Сс]екретариат(?:а|у|ом|е)?(?![^\W_])"
    r"(?! [А-ЯЁA-Z]| (?:конвенци|протокол|организаци|комисси|комитет))"
    r"|[وف]?(?:[بك]?ال|لل)[أا]مان[ةه](?! (?:العامة|التنفيذية))"
    r")"
)
"""A generic name by itself: "the Secretariat", not "the Secretariat of the Basel Convention"."""
_BEFORE = 12
"""Characters before a generic name in which its article stands."""


@lru_cache(maxsize=50_000)
def stem_key(word: str) -> str:
    """Return what two inflected forms of one word share."""
    lowered = word.lower()
    first = lowered[0]
    if "\u0400" <= first <= "\u04ff":
        bare = lowered.replace("ё", "е")
        stem = _RUSSIAN_ENDING.sub("", bare)
        return stem if len(stem) >= 3 else bare
    if "\u0600" <= first <= "\u06ff":
        bare = lowered.translate(_ARABIC_LETTERS)
        if len(bare) <= 3:
            return bare
        return _ARABIC_PREFIX.sub("", _ARABIC_ARTICLE.sub("", bare), count=1)
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(sign)
    )
    return _LATIN_ENDING.sub("", bare)


class _Tables:
    """The forms of one group of names, by their first word or character."""

    def __init__(self) -> None:
        self.by_stem: dict[str, list[tuple[tuple[str, ...], list[_Entry]]]] = {}
        self.by_acronym: dict[str, list[tuple[tuple[str, ...], list[_Entry]]]] = {}
        self.by_sign: dict[str, list[tuple[str, list[_Entry]]]] = {}

    def add(self, table: str, words: tuple[str, ...], entries: list[_Entry]) -> None:
        ranked = _ranked(entries)
        if table == "han":
            self.by_sign.setdefault(words[0][0], []).append((words[0], ranked))
        elif table == "acronym":
            self.by_acronym.setdefault(words[0], []).append((words, ranked))
        else:
            self.by_stem.setdefault(words[0], []).append((words, ranked))

    def sort(self) -> None:
        """Put the longest forms first: they win."""
        for rows in (*self.by_stem.values(), *self.by_acronym.values()):
            rows.sort(key=lambda row: -len(row[0]))
        for signs in self.by_sign.values():
            signs.sort(key=lambda row: -len(row[0]))


class NameFinder:
    """Find all names of a list of forms; built once, then safe to share between threads."""

    def __init__(self, forms: Iterable[tuple[str, str, Form]]) -> None:
        """Index forms.

        :param forms: id, kind (``organization``, ``term``, ``meeting``) and form of each name.
        """
        grouped: dict[tuple[bool, str, tuple[str, ...]], list[_Entry]] = {}
        for identity, kind, form in forms:
            for table, words in _keys(form):
                key = (kind == "meeting", table, words)
                grouped.setdefault(key, []).append(_Entry(identity, kind, form))
        self._bodies, self._events = _Tables(), _Tables()
        for (is_event, table, words), entries in grouped.items():
            (self._events if is_event else self._bodies).add(table, words, entries)
        self._bodies.sort()
        self._events.sort()

    def find(self, text: str, language: str | None = None) -> tuple[NameMatch, ...]:
        """Return the names in a text in order of place.

        Organizations and terms do not overlap, though one place may name two ids; an event may
        hold the name of the body that met. ``language`` decides between equal forms; forms of all
        languages are looked for.
        """
        return self.find_in(fold(text), language)

    def find_in(self, folded: FoldedText, language: str | None = None) -> tuple[NameMatch, ...]:
        """Do the work of :meth:`find` on a folded text; offsets are those of the original."""
        found = self._find_han(folded, language) + self._find_words(folded, language)
        found.sort(key=lambda match: (match.start, -match.end))
        kept: list[NameMatch] = []
        last: NameMatch | None = None
        for match in found:
            if match.kind != "meeting":
                same = last and (match.start, match.end) == (last.start, last.end)
                if last and match.start < last.end and not same:
                    continue
                last = match
            kept.append(match)
        return tuple(kept)

    def _find_han(self, folded: FoldedText, language: str | None) -> list[NameMatch]:
        if not _HAN.search(folded.text):
            return []
        # Soft line breaks may have left spaces beside Chinese words.
        places = [place for place, sign in enumerate(folded.text) if sign != " "]
        compact = "".join([folded.text[place] for place in places])
        simplified = simplify(compact)
        if len(simplified) == len(compact):
            compact = simplified
        compact = compact.lower()
        found: list[NameMatch] = []
        for tables in (self._bodies, self._events):
            position = 0
            while position < len(compact):
                row = _han_at(tables, compact, position)
                if not row:
                    position += 1
                    continue
                form, entries = row
                after = position + len(form)
                if _shares_head(tables, compact, after):
                    entries = _entries_of(tables, form + _SHARED_HEAD) or entries
                if form not in _GENERIC or _stands_alone(compact, position):
                    start, end = folded.span(places[position], places[after - 1] + 1)
                    found += _matches(entries, language, start, end)
                position = after
        return found

    def _find_words(self, folded: FoldedText, language: str | None) -> list[NameMatch]:
        words = list(_WORD.finditer(folded.text))
        exact = [word.group() for word in words]
        stems = [stem_key(word) for word in exact]
        found: list[NameMatch] = []
        for tables in (self._bodies, self._events):
            index = 0
            while index < len(words):
                best = _words_at(tables, folded.text, words, (stems, exact), index)
                if best is None:
                    index += 1
                    continue
                length, entries = best
                if (
                    length == 1
                    and stems[index] in _GENERIC_STEMS
                    and not _is_alone(folded.text, words[index])
                ):
                    index += 1
                    continue
                start, end = folded.span(words[index].start(), words[index + length - 1].end())
                found += _matches(entries, language, start, end)
                index += length
        return found


def _han_at(tables: _Tables, compact: str, position: int) -> tuple[str, list[_Entry]] | None:
    for form, entries in tables.by_sign.get(compact[position], ()):
        if compact.startswith(form, position):
            return form, entries
    return None


def _entries_of(tables: _Tables, form: str) -> list[_Entry] | None:
    return next((entries for own, entries in tables.by_sign[form[0]] if own == form), None)


def _shares_head(tables: _Tables, compact: str, position: int) -> bool:
    """Tell whether a name is followed by others and a word that belongs to all of them.

    甲公约与乙公约(乙)秘书处 means the secretariats of both, where other languages write the
    plural in front.
    """
    place = position
    while joint := _AND.match(compact, place):
        row = _han_at(tables, compact, joint.end())
        if row is None:
            return False
        place = joint.end() + len(row[0])
    if place == position:
        return False
    if short := _SHORT_FORM.match(compact, place):
        place = short.end()
    return compact.startswith(_SHARED_HEAD, place)


def _words_at(
    tables: _Tables,
    text: str,
    words: list[re.Match[str]],
    keys: tuple[list[str], list[str]],
    index: int,
) -> tuple[int, list[_Entry]] | None:
    """Return the longest form that begins with a word: its number of words and its entries."""
    best: tuple[int, list[_Entry]] | None = None
    for table, own in zip((tables.by_stem, tables.by_acronym), keys, strict=True):
        for form, entries in table.get(own[index], ()):
            if best and len(form) <= best[0]:
                break
            if _reads(text, words, own, index, form):
                best = (len(form), entries)
                break
    return best


def _keys(form: Form) -> list[tuple[str, tuple[str, ...]]]:
    """Return the table and the words under which a form is looked up."""
    text = fold(form.form).text.strip()
    if _HAN.search(text):
        return [("han", (simplify(text.replace(" ", "")).lower(),))]
    words = [match.group() for match in _WORD.finditer(text)]
    if not words:
        return []
    if form.kind != "acronym":
        return [("stem", tuple(stem_key(word) for word in words))]
    keys = [("acronym", tuple(words))]
    if words[-1].isupper() and words[-1].isascii():
        keys.append(("acronym", (*words[:-1], f"{words[-1]}s")))
    lowered = tuple(word.lower() for word in words)
    if sum(map(len, words)) >= 4 and lowered[0] not in _CAPITALS_ONLY:
        keys.append(("acronym", lowered))
    return keys


def _ranked(entries: list[_Entry]) -> list[_Entry]:
    """Put real names before related ones, which stand for something else nearby."""
    real = [entry for entry in entries if entry.form.kind != "related"]
    return real or entries


def _reads(
    text: str, words: list[re.Match[str]], keys: list[str], index: int, form: tuple[str, ...]
) -> bool:
    if tuple(keys[index : index + len(form)]) != form:
        return False
    return all(
        _JOINT.fullmatch(text, words[place].end(), words[place + 1].start())
        for place in range(index, index + len(form) - 1)
    )


def _matches(entries: list[_Entry], language: str | None, start: int, end: int) -> list[NameMatch]:
    """Return one match for each id, in the form of the wanted language where there is one."""
    chosen: dict[tuple[str, str], Form] = {}
    for entry in entries:
        key = (entry.id, entry.kind)
        if key not in chosen or entry.form.language == language != chosen[key].language:
            chosen[key] = entry.form
    return [
        NameMatch(identity, kind, form.form, form.language, start, end)
        for (identity, kind), form in chosen.items()
    ]


def _is_alone(text: str, word: re.Match[str]) -> bool:
    """Tell whether a generic name in an alphabet has its article and no other body's name."""
    for found in _ALONE.finditer(text, max(0, word.start() - _BEFORE)):
        if found.start() > word.start():
            return False
        if found.end() >= word.end():
            return True
    return False


def _stands_alone(compact: str, position: int) -> bool:
    """Tell whether a generic name is not the tail of another body's name."""
    before = compact[max(0, position - 3) : position]
    if before.endswith(("公约", "的", ")", "组织", "议定书", "各", "组织和")):
        return False
    return not re.search("[两二三四五六七八九十]个?$", before)
