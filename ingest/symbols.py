"""Document symbols as folder and file names write them, and back."""

from __future__ import annotations

import re

_UN_FOLDER = re.compile(r"(?:UNEP-)?CBD-[A-Z0-9]", re.IGNORECASE)
# Names of bodies that have a hyphen of their own; the folder's name shows it as any other hyphen.
_HYPHENATED = ("COP/MOP", "CM/CB", "LG/CB", "LG/RARM", "BCH/IAC", "AHTEG/RA", "WG/ABS", "WG/L&R")
_SUFFIX = re.compile(r"/(add|rev|corr|amend)\.?(?=\d)", re.IGNORECASE)


def folder_name(symbol: str) -> str:
    """Return the folder name of a symbol: ``UNEP-CBD-BS-COP-MOP-4-6``."""
    return symbol.replace("/", "-")


def symbol_of_folder(name: str) -> str:
    """Return the symbol that a folder's name stands for.

    Names that do not look like a UN symbol are symbols as they are. Hyphens become strokes, those
    inside the names of bodies excepted: ``UNEP/CBD/BS/COP-MOP/4/6``.
    """
    if not _UN_FOLDER.match(name):
        return name
    symbol = name.replace("-", "/")
    for body in _HYPHENATED:
        symbol = re.sub(
            rf"(?<=/){re.escape(body)}(?=/|$)", body.replace("/", "-"), symbol, flags=re.IGNORECASE
        )
    symbol = _SUFFIX.sub(lambda match: f"/{match.group(1).capitalize()}.", symbol)
    # "Add-1" was "Add.1".
    return re.sub(
        r"/(Add|Rev|Corr|Amend)/(?=\d)",
        lambda match: f"/{match.group(1).capitalize()}.",
        symbol,
        flags=re.IGNORECASE,
    )
