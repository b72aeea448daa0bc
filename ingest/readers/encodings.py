"""Which letters the bytes of a text file stand for.

UTF-8 and the byte order marks decide at once. Everything else is a guess, so a guess must pass a
check: the decoded letters have to belong to the script of a language that uses the encoding, and
to the common part of it. A wrong guess gives rare letters.
"""

from __future__ import annotations

import codecs
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

_SCRIPT = {"zh": "han", "ru": "cyrillic", "ar": "arabic", "latin": "latin"}
_MIN_SHARE = 0.8
"""Least share of the letters outside ASCII that must belong to the expected script."""

# The commonest letters of each language cover most of any text; a text decoded with the wrong
# table does not show them.
_COMMON = {
    "zh": set(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
        "过子说产种面而方后多定行学法所民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两"
        "体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新"
        "线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已"
        "通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较"
        "將議約締協書決規關會國際組織執行條項機構發生對於這個為與經過後學時們來說產動員問題條約物"
    ),
    "ru": set("оеаинтсрвлкмдпуяыьгзбчй"),
    "ar": set("اليمنوتربةعدسفهكقأحجشطصخإىثزضغذءئظؤآ"),
    "latin": set("éèàçêîôûùâëïóáíúñöüäßœæøåãõÉÈÀÇÓÁÍÚÑ«»’‘“”–—°ºª¿¡…•"),
}
_MIN_COMMON = {"zh": 0.3, "ru": 0.85, "ar": 0.9, "latin": 0.9}
"""Least share of the letters of the script that must be common ones."""

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
    # Chinese text has few zero bytes, but its line feeds and spaces give some, all on one side.
    if odd > half * 0.02 and even == 0:
        return "utf-16-le"
    if even > half * 0.02 and odd == 0:
        return "utf-16-be"
    return None


def _legacy(data: bytes, declared: str | None) -> Decoded | None:
    """Return what the encoding gives whose letters are the most common, the declared one first."""
    if b"\x00" in data:
        return None
    names = [*([declared] if declared else []), *LEGACY]
    best: tuple[float, Decoded] | None = None
    for name in dict.fromkeys(filter(None, map(_known, names))):
        decoded = _strict(data, name)
        if not decoded:
            continue
        share = _share_of_common(decoded.text, LEGACY[name])
        if share is not None and (best is None or share > best[0] + 0.02):
            best = (share, decoded)
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


def _share_of_common(text: str, language: str) -> float | None:
    """Return the share of common letters, or None where the script check fails."""
    foreign = Counter(_NON_ASCII.findall(text))
    letters = {character: n for character, n in foreign.items() if character.isalpha()}
    total = sum(letters.values())
    if language == "latin":
        known = sum(n for character, n in foreign.items() if character in _COMMON["latin"])
        share = known / (sum(foreign.values()) or 1)
        # In Latin text the letters of ASCII prevail by far.
        ascii_letters = sum(character.isascii() and character.isalpha() for character in text)
        passes = ascii_letters > 4 * total
    else:
        if not total:
            return None
        expected = {c: n for c, n in letters.items() if script_of(c) == _SCRIPT[language]}
        passes = sum(expected.values()) >= _MIN_SHARE * total
        common = sum(n for c, n in expected.items() if c.lower() in _COMMON[language])
        share = common / (sum(expected.values()) or 1)
        # Cyrillic decoded by the wrong table shows capitals inside words.
        share -= _inner_capitals(text) if language == "ru" else 0
    return share if passes and share >= _MIN_COMMON[language] else None


def _inner_capitals(text: str) -> float:
    """Return the share of Cyrillic letters that are capitals behind a small letter."""
    inner = len(re.findall(r"(?<=[а-яё])[А-ЯЁ]", text))
    return 3 * inner / (len(re.findall(r"[А-Яа-яЁё]", text)) or 1)
