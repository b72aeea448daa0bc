"""Symbols of documents: found in text, brought to one form, resolved when shortened.

    >>> display_symbol("unep/cbd/bs/cop-mop/4/inf.6*")
    'UNEP/CBD/BS/COP-MOP/4/INF/6'
    >>> canonical_symbol("UNEP/CBD/BS/COP-MOP/1/1/Add.1")
    'UNEP/CBD/BS/COP-MOP/1/1/ADD1'

The normal form is the one that the Secretariat compares by (capitals; only letters, digits,
``/`` and ``-``), the display form the one that documents print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coopbot.folded import Cover, FoldedText, fold_text, latinised

_SLASH = r"(?: ?/|/ ?)"
# Parts that a symbol may consist of after UNEP/CBD: organs, meetings, series, numbers, suffixes.
_PART = (
    r"(?:(?:Add|Rev|Corr|Amend|Annex|Inf|CRP|Dec|L)\.? ?\d{1,3}"
    r"|(?:COP|CP)[ -]MOP|[A-Z][A-Z0-9]{0,9}(?:[-&][A-Z]{1,6}){0,3}|\d{1,4}|Inf|Dec)(?![A-Za-z0-9])"
)
_SUFFIX = r"(?:Add|Rev|Corr)\.? ?\d{1,2}"
_CBD = re.compile(rf"(?<![A-Za-z0-9/-])(?:UNEP{_SLASH})?CBD(?:{_SLASH}{_PART}){{1,10}}")
_CBD_LOOSE = re.compile(_CBD.pattern, re.IGNORECASE)
_SHORT = re.compile(
    rf"(?<![A-Za-z0-9/-])(?:(?:BS|CP)[/ ])?(?:COP[-/ ]?)?MOP/\d{{1,2}}(?:{_SLASH}{_PART}){{1,4}}",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?<![A-Za-z0-9/])(?:"
    r"(?:WT|TN|G)/[A-Z]{1,6}(?:/[A-Z]{1,3})?(?:/\d{1,4}){1,2}(?:/(?:Add|Rev|Corr)\.?\d{1,2})*"
    r"|ALINORM ?\d{2}/\d{1,2}/\d{1,3}[A-Z]?|CX/[A-Z]{2,5} ?\d{2}/\d{1,2}/\d{1,3}"
    r"|CAC/(?:GL|RCP|RM|MRL) ?\d{1,3}(?:-\d{4})?"
    r"|ST/SG/AC\.\d{1,2}(?:/C\.\d{1,2})?(?:/\d{1,4}){1,2}(?:/(?:Add|Rev|Corr)\.?\d{1,2})*"
    r"|ENV/JM/MONO ?\(\d{4}\) ?\d{1,3}(?:/REV\d{1,2})?"
    r"|SCBD(?:/[A-Za-z]{1,6}){1,4}/\d{3,6}(?: ?\(\d{4}-\d{3}\))?"
    r")(?![A-Za-z0-9])"
)
_CONJUNCTION = r"(?: ?[,、،&]| (?:and|et|y|e|и)\b| و| ?[和及与])"
_MORE = re.compile(
    rf"{_CONJUNCTION} ?(?P<part>{_SUFFIX}|Inf[./ ]{{1,2}}\d{{1,3}})(?![A-Za-z0-9])", re.IGNORECASE
)
_STARS = re.compile(r" ?\*{1,3}")
_SERIES = {"ADD": "Add.", "REV": "Rev.", "CORR": "Corr.", "AMEND": "Amend.", "ANNEX": "Annex."}
_SLASHED = {"INF": "INF", "CRP": "CRP.", "L": "L.", "DEC": "DEC"}
_NUMBERED = re.compile(r"([A-Z]+)\.?(\d+)")
_MORE_LIMIT = 12


@dataclass(frozen=True, slots=True)
class SymbolMatch:
    """A symbol in folded text: display form and the folded range that prints it."""

    symbol: str
    start: int
    end: int


def find_symbols(folded: FoldedText, *, loose: bool = False) -> list[SymbolMatch]:
    """Find document symbols, longest first, ``and Corr.1`` and ``and INF/23`` after them included.

    ``loose`` also takes small letters and forms that begin with the organ (``COP-MOP/4/6``).
    """
    text = latinised(folded.text)
    patterns = (_CBD_LOOSE, _SHORT, _FOREIGN) if loose else (_CBD, _FOREIGN)
    matches: list[SymbolMatch] = []
    cover = Cover(len(text))
    for pattern in patterns:
        for match in pattern.finditer(text):
            end = _trimmed_end(match)
            if end is None or not cover.is_free(match.start(), end):
                continue
            cover.take(match.start(), end)
            symbol = display_symbol(text[match.start() : end])
            matches.append(SymbolMatch(symbol, match.start(), _with_stars(text, end)))
            matches += _continued(text, symbol, end)
    return sorted(matches, key=lambda match: match.start)


def canonical_symbol(text: str) -> str:
    """Return the normal form: capitals, and only A-Z 0-9 / - kept (``Add.1`` becomes ``ADD1``).

    ``INF.6``, ``INF 6`` and ``INF/6`` are one; a ``*`` (issued again) is dropped.
    """
    kept = re.sub(r"[^A-Z0-9/-]", "", display_symbol(text).upper())
    return kept.rstrip("/")


def display_symbol(text: str) -> str:
    """Return the form that documents print: ``/INF/6``, ``/Add.1``, ``/L.1``, without ``*``."""
    upper = latinised(fold_text(text)).upper().rstrip("*").strip()
    upper = re.sub(r" ?/ ?", "/", upper)
    if not re.match(r"(?:UNEP/)?CBD/|(?:(?:BS|CP)[/ ])?(?:COP[-/ ]?)?MOP/|\d|INF", upper):
        return _display_foreign(text)
    upper = re.sub(r"\b(INF|L|CRP|ADD|REV|CORR|AMEND|ANNEX|DEC)[. ]+(?=\d)", r"\1.", upper)
    upper = re.sub(r"\b(COP|CP)[ /]MOP\b", r"\1-MOP", upper) if "CBD/CP/MOP" not in upper else upper
    parts: list[str] = []
    for part in upper.rstrip("/").split("/"):
        numbered = _NUMBERED.fullmatch(part)
        name, number = (numbered[1], numbered[2]) if numbered else (part, "")
        if name in _SERIES:
            parts.append(_SERIES[name] + number)
        elif name in ("L", "CRP") and number:
            parts.append(_SLASHED[name] + number.lstrip("0"))
        elif name in ("INF", "DEC") and number:
            parts += [name, number.lstrip("0")]
        else:
            parts.append(part.lstrip("0") or "0" if part.isdigit() else part)
    return _joined(parts)


def resolve_symbol(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known symbols that a full or shortened form stands for, in their given form.

    ``4/6``, ``COP-MOP/4/6``, ``MOP 4/6`` and ``INF.6`` match the end of a symbol; the spellings
    BS COP-MOP, CP COP-MOP and CP/MOP of one body are equal. An exact match wins over all others.
    """
    wanted = _pieces(text)
    if not wanted:
        return ()
    candidates = [(symbol, _pieces(symbol)) for symbol in known]
    exact = tuple(symbol for symbol, pieces in candidates if pieces == wanted)
    if exact:
        return exact
    return tuple(symbol for symbol, pieces in candidates if pieces[-len(wanted) :] == wanted)


def _pieces(text: str) -> tuple[str, ...]:
    """Split a symbol into comparable pieces: letters and numbers, one name for the body."""
    upper = latinised(fold_text(text)).upper().rstrip("*")
    pieces = re.findall(r"[A-Z]+|\d+", upper)
    pieces = [piece.lstrip("0") or "0" if piece.isdigit() else piece for piece in pieces]
    while pieces and pieces[0] in ("UNEP", "CBD"):
        pieces.pop(0)
    if "MOP" in pieces:
        place = pieces.index("MOP")
        before = [piece for piece in pieces[:place] if piece not in ("BS", "CP", "COP")]
        pieces = [*before, "MOP", *pieces[place + 1 :]]
    return tuple(pieces)


def _trimmed_end(match: re.Match[str]) -> int | None:
    """Return where the symbol ends; None when the match has no number, so is no symbol."""
    text = match.group()
    return match.end() if re.search(r"\d", text) else None


def _with_stars(text: str, end: int) -> int:
    stars = _STARS.match(text, end)
    # A space before the star belongs to it only if a number mark does not follow: "4/4 * note".
    return stars.end() if stars and text[end] == "*" else end


def _continued(text: str, symbol: str, end: int) -> list[SymbolMatch]:
    """Return the documents named by their last part only, after a full symbol."""
    found: list[SymbolMatch] = []
    while len(found) < _MORE_LIMIT:
        match = _MORE.match(text, end)
        if not match:
            break
        part = display_symbol("4/" + match["part"])[2:]
        stem = symbol if not part.startswith("INF") else re.sub(r"/INF/\d+$|/\d+$", "", symbol)
        found.append(SymbolMatch(f"{stem}/{part}", match.start("part"), match.end("part")))
        end = match.end()
    return found


def _joined(parts: list[str]) -> str:
    """Join parts; ``INF`` and a following number stay two parts, as printed."""
    return "/".join(part for part in parts if part)


def _display_foreign(text: str) -> str:
    return re.sub(r" ?/ ?", "/", fold_text(text)).rstrip("*")
