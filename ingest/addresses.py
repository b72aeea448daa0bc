"""Addresses of official documents, told from symbol and language.

    >>> inferred_address("UNEP/CBD/BS/COP-MOP/4/INF/5", "en")
    'https://www.cbd.int/doc/meetings/bs/mop-04/information/mop-04-inf-05-en.pdf'
    >>> inferred_address("CBD/CP/MOP/DEC/9/13", "zh")
    'https://www.cbd.int/doc/decisions/cp-mop-09/cp-mop-09-dec-13-zh.pdf'

The Secretariat's server names files by rule up to 2016, and single decisions to this day. The
documents of later meetings lie under names that nothing tells.
"""

from __future__ import annotations

import re

from coopbot.languages import LANGUAGES
from coopbot.numerals import roman_number
from coopbot.symbols import display_symbol

_SERVER = "https://www.cbd.int/doc"
# Body of the symbol -> folder of the server, prefix of its files.
_BODIES = {
    "BS/COP-MOP": ("bs", "mop"),
    "COP": ("cop", "cop"),
    "SBSTTA": ("sbstta", "sbstta"),
    "WGRI": ("wgri", "wgri"),
}
_MEETING = re.compile(
    r"UNEP/CBD/(?P<body>BS/COP-MOP|COP|SBSTTA|WGRI)/(?P<meeting>\d{1,2})"
    r"(?:/(?P<series>INF)|/(?P<limited>L)\.(?=\d)|/(?=\d))/?(?P<number>\d{1,3})"
    r"(?P<suffixes>(?:/(?:Add|Rev|Corr)\.\d{1,2})*)"
)
_SUFFIX = re.compile(r"/(Add|Rev|Corr)\.(\d{1,2})")
_DECISION = re.compile(
    r"(?:UNEP/)?CBD/(?P<body>CP/MOP|BS/COP-MOP|COP)/DEC/(?P<meeting>\d{1,2}|[IVX]{1,5})"
    r"/(?P<number>\d{1,3})"
)
_LAST_WITHOUT_NAME = 8
"""The last meeting of the COP-MOP whose decision files are called mop-, not cp-mop-."""


def inferred_address(symbol: str, language: str) -> str | None:
    """Return where the server of the Secretariat should have a document; None where no rule says.

    An address made here was not seen in a listing: it may lead nowhere.
    """
    if language not in LANGUAGES:
        return None
    shown = display_symbol(symbol)
    if match := _DECISION.fullmatch(shown):
        return _decision_address(match, language)
    if match := _MEETING.fullmatch(shown):
        return _meeting_address(match, language)
    return None


def _meeting_address(match: re.Match[str], language: str) -> str:
    folder, prefix = _BODIES[match["body"]]
    meeting = f"{prefix}-{int(match['meeting']):02d}"
    number = f"{int(match['number']):02d}"
    if match["series"]:
        kind, number = "information", f"inf-{number}"
    elif match["limited"]:
        kind, number = "insession", f"l-{number}"
    else:
        kind = "official"
    suffixes = "".join(
        f"-{name.lower()}{int(count)}" for name, count in _SUFFIX.findall(match["suffixes"])
    )
    file = f"{meeting}-{number}{suffixes}-{language}.pdf"
    return f"{_SERVER}/meetings/{folder}/{meeting}/{kind}/{file}"


def _decision_address(match: re.Match[str], language: str) -> str | None:
    written = match["meeting"]
    meeting = int(written) if written.isdigit() else roman_number(written)
    if meeting is None:
        return None
    if match["body"] == "COP":
        prefix = "cop"
    else:
        prefix = "mop" if meeting <= _LAST_WITHOUT_NAME else "cp-mop"
    name = f"{prefix}-{meeting:02d}"
    number = int(match["number"])
    return f"{_SERVER}/decisions/{name}/{name}-dec-{number:02d}-{language}.pdf"
