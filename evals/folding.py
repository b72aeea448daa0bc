"""Bring text to a form in which what a reader takes for equal is equal.

Used for comparison only; nothing that is folded is ever shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = dict.fromkeys(map(ord, '“”„‟«»「」『』〝〞"'), None) | dict.fromkeys(
    map(ord, "‘’‚‛ʼ"), "'"
)
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
# Every decimal digit of Unicode, so that Arabic-Indic figures equal ASCII ones.
_DIGIT = re.compile(r"(?![0-9])\d")
# White space beside a Han character carries nothing: the sources set it at random.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3000-\u303f\uff00-\uffef"
_HAN_SPACE = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return the text without case, diacritics, width, quotation marks and spelling of dashes.

    Arabic hamza seats, alif maqsura and ta marbuta are levelled, digits become ASCII, white space
    single. Folding twice changes nothing.
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = text.translate(_DASHES).translate(_QUOTES).casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_ARABIC)
    text = _DIGIT.sub(lambda match: str(unicodedata.digit(match.group())), text)
    text = unicodedata.normalize("NFC", text)
    return _SPACE.sub(" ", _HAN_SPACE.sub("", text)).strip()


@lru_cache(maxsize=65_536)
def squeeze(text: str) -> str:
    """Return the folded text without any white space."""
    return fold(text).replace(" ", "")
