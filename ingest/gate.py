"""The quality gate: text that a converter has ruined is refused, with the figure that shows it.

Better no page than a page of wrong letters: a quotation from it would be false.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coopbot.errors import UnreadableFile
from coopbot.languages import ENGLISH_NAMES, script_of
from coopbot.types import Artefact, Span
from ingest.reading import Reading

_SCRIPTS = {"zh": "han", "ru": "cyrillic", "ar": "arabic"}
_MIN_LETTERS = 80
"""A page with fewer letters is not judged."""
_MIN_WORDS = 40
_MIN_SCRIPT = 0.2
"""Least share of a document's letters that belong to the script of its language."""
_MAX_UNKNOWN = 0.02
"""Largest share of characters without meaning: U+FFFD, private use, unassigned."""
_MAX_CODES = 0.05
"""Largest share of words that are codes of glyphs, such as ``(cid:12)``."""
_MIN_UNKNOWN = 5
"""Fewer characters without meaning are ornaments: the icons of a page, the marks of a list."""
_MAX_SINGLE = 0.1
"""Largest share of words of a letter that is no word; honest passages have up to 7 %
(mathematics)."""
_ONE_LETTER_WORDS = {
    "en": "ai", "fr": "aày", "es": "aeouy", "ru": "авиксуояж", "ar": "وم",
}  # fmt: skip
"""Letters that are words of their own, or a usual abbreviation: the Arabic "and" and "A.D."."""
_MAX_BAD_PAGES = 0.5
"""A document of which more than this share of the letters is ruined is refused as a whole."""
_MIN_ACCENTS = {"fr": 0.004, "es": 0.003}
"""Least share of accented letters; honest text has 3 % (fr) and 2 % (es)."""
_ACCENT_SAMPLE = 1_500
"""Letters below which accents are not counted."""

_GLYPH_CODE = re.compile(r"\(cid:\d+\)|/G[0-9A-F]{2}\b|/[a-z]\d{2,4}\b")
# What an apostrophe or a hyphen joins is one word: "l'accès", "a-t-il".
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‐‑-][^\W\d_]+)*")
# Letters that stand alone in honest text: those that number items, and initials.
_ITEM_LETTER = re.compile(r"[(（]\s?\w\s?[)）]|(?<!\w)\w[)）.]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a page or document."""

    what: str
    share: float
    limit: float

    def __str__(self) -> str:
        return f"{self.what}: {self.share:.1%}, the limit is {self.limit:.1%}"


def gated(reading: Reading, language: str, name: str) -> Reading:
    """Return the reading with its ruined pages set aside and reported.

    Raises UnreadableFile, outcome ``damaged``, where most of the text is ruined or belongs to
    another script than the language that it is said to be in.
    """
    fault = _wrong_script(reading.text, language)
    if fault:
        raise UnreadableFile(
            f"{name} is not readable as {ENGLISH_NAMES.get(language, language)} "
            f"({fault}); check the file and its language"
        )
    bad = {
        number: fault
        for number, (start, end) in enumerate(_pages(reading), 1)
        if (fault := page_fault(_shown(reading, start, end), language))
    }
    pages = list(_pages(reading))
    ruined = sum(_letters(reading.text[slice(*pages[number - 1])]) for number in bad)
    # A page of nothing but replacement characters has no letter that could be counted.
    if bad and (ruined > _MAX_BAD_PAGES * _letters(reading.text) or len(bad) == len(pages)):
        number, first = next(iter(bad.items()))
        place = f"page {number}, " if len(pages) > 1 else ""
        raise UnreadableFile(
            f"{name} holds ruined text ({place}{first}); give another version, best DOCX or HTML"
        )
    warnings = [f"partial: page {number} is ruined and left out ({bad[number]})" for number in bad]
    lost = _lost_accents(reading.text, language)
    if lost:
        warnings.append(f"partial: letters are missing ({lost})")
    kept = reading if not bad else _without_pages(reading, [pages[number - 1] for number in bad])
    return replace(kept, warnings=(*kept.warnings, *warnings))


def page_fault(text: str, language: str) -> Fault | None:
    """Return what makes a page unfit, None for a good one."""
    if _letters(text) < _MIN_LETTERS and "\ufffd" not in text:
        return None
    visible = [character for character in text if not character.isspace()]
    strange = sum(map(_is_unknown, visible))
    unknown = strange / (len(visible) or 1)
    if unknown > _MAX_UNKNOWN and strange >= _MIN_UNKNOWN and len(visible) >= _MIN_LETTERS:
        return Fault("characters without meaning", unknown, _MAX_UNKNOWN)
    words = _WORD.findall(_ITEM_LETTER.sub(" ", _without_marks(text)))
    codes = len(_GLYPH_CODE.findall(text)) / (len(text.split()) or 1)
    if codes > _MAX_CODES and len(words) >= _MIN_WORDS:
        return Fault("codes of glyphs instead of letters", codes, _MAX_CODES)
    return _split_words(words, language)


def _split_words(words: list[str], language: str) -> Fault | None:
    """Return a fault where spaces part the letters of words."""
    script = _SCRIPTS.get(language, "latin")
    if script == "han":
        return None
    own = [word for word in words if script_of(word[0]) == script]
    if len(own) < _MIN_WORDS:
        return None
    whole = _ONE_LETTER_WORDS.get(language, "")
    single = sum(len(word) == 1 and word.lower() not in whole for word in own) / len(own)
    if single <= _MAX_SINGLE:
        return None
    return Fault("words of a single letter", single, _MAX_SINGLE)


def _without_marks(text: str) -> str:
    """Return a text without the marks that belong to the letter before: vowel signs, accents."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if unicodedata.category(c) not in ("Mn", "Cf"))


def _wrong_script(text: str, language: str) -> Fault | None:
    counts = Counter(script for script in map(script_of, text) if script)
    total = sum(counts.values())
    if total < _MIN_LETTERS:
        return None
    share = counts[_SCRIPTS.get(language, "latin")] / total
    if share >= _MIN_SCRIPT:
        return None
    return Fault("letters of the expected script", share, _MIN_SCRIPT)


def _lost_accents(text: str, language: str) -> Fault | None:
    limit = _MIN_ACCENTS.get(language)
    letters = [c for c in text if script_of(c) == "latin"]
    if limit is None or len(letters) < _ACCENT_SAMPLE:
        return None
    share = sum(not c.isascii() for c in letters) / len(letters)
    return Fault("accented letters", share, limit) if share < limit else None


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_unknown(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn")


def _pages(reading: Reading) -> Iterator[Span]:
    starts = reading.pages or (0,)
    yield from zip(starts, (*starts[1:], len(reading.text)), strict=True)


def _shown(reading: Reading, start: int, end: int) -> str:
    """Return the text of a page without its invisible characters."""
    parts, position = [], start
    for low, high in reading.hidden:
        if start <= low < end:
            parts.append(reading.text[position:low])
            position = high
    return "".join([*parts, reading.text[position:end]])


def _without_pages(reading: Reading, pages: list[Span]) -> Reading:
    """Turn whole pages into furniture, so that no paragraph takes their text."""

    def outside(offset: int) -> bool:
        return not any(start <= offset < end for start, end in pages)

    return replace(
        reading,
        furniture=(
            *(item for item in reading.furniture if outside(item.start)),
            *(Artefact("hidden", start, end) for start, end in pages),
        ),
        hidden=tuple(span for span in reading.hidden if outside(span[0])),
        hints=tuple(hint for hint in reading.hints if outside(hint.start)),
    )
