"""Which letters the bytes of a text file stand for.

UTF-8 and the byte order marks decide at once. Everything else is a guess, so a guess must pass a
check: the decoded letters have to belong to the script of a language that uses the encoding, and
have to be as frequent as that language has them. A wrong table gives rare letters.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from dataclasses import dataclass

from coopbot.languages import script_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LEGACY = {
    "gb18030": "zh",
    "big5": "zh",
    "koi8-r": "ru",
    "cp1251": "ru",
    "iso8859-5": "ru",
    "cp866": "ru",
    "cp1256": "ar",
    "iso8859-6": "ar",
    "cp1252": "latin",
}
"""Encodings from before Unicode that UN documents exist in, with the script they must show."""

_SCRIPT = {"zh": "han", "ru": "cyrillic", "ar": "arabic"}
_MIN_OF_FOREIGN = 0.8
"""Least share of the letters outside ASCII that must belong to the expected script."""
_MIN_OF_ALL = 0.2
"""Least share of all letters that must; accented letters of Latin text are far fewer."""

# Letters from frequent to rare, per thousand, counted in running text.
_RUSSIAN = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14,
         12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1),
        strict=True,
    )
)  # fmt: skip
_ARABIC = dict(
    zip(
        "اليمنوتربةعدسفهكقأحجشطصخإىذثضزغئءظؤآ",
        (135, 115, 70, 60, 58, 60, 50, 45, 35, 30, 33, 30, 25, 28, 28, 20, 21, 25, 18, 15, 12, 10,
         10, 9, 12, 11, 7, 7, 6, 6, 5, 4, 4, 3, 2, 2),
        strict=True,
    )
)  # fmt: skip
_FREQUENCIES = {"ru": _RUSSIAN, "ar": _ARABIC}
_MIN_LIKELIHOOD = -3.6
"""Least mean logarithm of a letter's frequency; honest text has about -2.9."""
_RARE = math.log(0.0001)

_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
    "过子说产种面而方后多定行学法所民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两"
    "体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新"
    "线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已"
    "通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较"
    "將議約締協書決規關會國際組織執行條項機構發生對於這個為與經過後學時們來說產動員問題條約物"
)
_MIN_COMMON_HAN = 0.3
_LATIN_LETTERS = frozenset("éèàçêîôûùâëïóáíúñöüäßœæøåãõÉÈÀÇÓÁÍÚÑ«»’‘“”–—°ºª¿¡…•")
_MIN_COMMON_LATIN = 0.9

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_TOLERATED = 0.001
"""Largest share of undecodable bytes in a file that is else plain UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that gave it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """Return the text of ``data``, or None where no encoding gives one that passes the check."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding) or _damaged(data, encoding)
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return _strict(data, unmarked)
    return (
        _strict(data, "utf-8")
        or _legacy(data, declared)
        or (_damaged(data, "utf-8") if _mostly_utf8(data) else None)
    )


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _damaged(data: bytes, encoding: str) -> Decoded | None:
    """Decode with U+FFFD for what cannot be read, when that is next to nothing."""
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if lost > max(1, len(text) * _TOLERATED):
        return None
    return Decoded(
        text, encoding, (f"partial: {lost} undecodable {encoding} sequences shown as U+FFFD",)
    )


def _mostly_utf8(data: bytes) -> bool:
    """Tell whether the bytes outside ASCII are UTF-8 sequences, some broken ones apart."""
    text = data.decode("utf-8", errors="replace")
    return len(_NON_ASCII.findall(text)) > 20 * text.count("\ufffd")


def _utf16_without_mark(data: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark: every second byte of ASCII in it is zero."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    # Chinese text has few zero bytes, but its line feeds and spaces give some, most on one side.
    if odd > half * 0.02 and odd > 5 * even:
        return "utf-16-le"
    if even > half * 0.02 and even > 5 * odd:
        return "utf-16-be"
    return None


def _legacy(data: bytes, declared: str | None) -> Decoded | None:
    """Return what the encoding gives whose letters are the likeliest, the declared one first."""
    if b"\x00" in data:
        return None
    names = [*([declared] if declared else []), *LEGACY]
    best: tuple[float, Decoded] | None = None
    for name in dict.fromkeys(filter(None, map(_known, names))):
        decoded = _strict(data, name)
        if not decoded:
            continue
        likelihood = _likelihood(decoded.text, LEGACY[name])
        if likelihood is not None and (best is None or likelihood > best[0] + 0.02):
            best = (likelihood, decoded)
    return best[1] if best else None


def _known(name: str) -> str | None:
    """Return the name under which an encoding stands in ``LEGACY``, None for one that does not."""
    alias = {"latin_1": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
    try:
        canonical = codecs.lookup(name).name
    except LookupError:
        return None
    canonical = alias.get(canonical, canonical)
    return canonical if canonical in LEGACY else None


def _likelihood(text: str, language: str) -> float | None:
    """Return how likely the letters are in a language, None where the script check fails.

    The value is comparable between languages: the mean logarithm of a letter's frequency.
    """
    foreign = Counter(_NON_ASCII.findall(text))
    if language == "latin":
        known = sum(n for character, n in foreign.items() if character in _LATIN_LETTERS)
        total = sum(foreign.values())
        passes = total and known >= _MIN_COMMON_LATIN * total
        return _MIN_LIKELIHOOD if passes and _ascii_letters(text) > 4 * total else None
    letters = {character: n for character, n in foreign.items() if character.isalpha()}
    total = sum(letters.values())
    own = {c: n for c, n in letters.items() if script_of(c) == _SCRIPT[language]}
    count = sum(own.values())
    if count < _MIN_OF_FOREIGN * total or count < _MIN_OF_ALL * (total + _ascii_letters(text)):
        return None
    if not count:
        return None
    if language == "zh":
        share = sum(n for c, n in own.items() if c in _COMMON_HAN) / count
        return share - 3 if share >= _MIN_COMMON_HAN else None
    frequencies = _FREQUENCIES[language]
    likelihood = sum(
        n * (math.log(frequencies[c.lower()] / 1000) if c.lower() in frequencies else _RARE)
        for c, n in own.items()
    )
    # Cyrillic decoded by the wrong table shows capitals inside words.
    mean = likelihood / count - (5 * _inner_capitals(text) if language == "ru" else 0)
    return mean if mean >= _MIN_LIKELIHOOD else None


def _ascii_letters(text: str) -> int:
    return sum(character.isascii() and character.isalpha() for character in text)


def _inner_capitals(text: str) -> float:
    """Return the share of Cyrillic letters that are capitals behind a small letter."""
    inner = len(re.findall(r"(?<=[а-яё])[А-ЯЁ]", text))
    return inner / (len(re.findall(r"[А-Яа-яЁё]", text)) or 1)
