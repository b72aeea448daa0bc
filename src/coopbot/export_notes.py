"""The footnotes of an export, as documents of the United Nations write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopbot.labels import display_label
from coopbot.languages import LANGUAGES
from coopbot.wording import export_text, language_name, text
from coopbot.wording import place as place_of


def reference(place: Mapping[str, Any], language: str) -> str:
    """Return a place as a footnote gives it: symbol, paragraph, language, official or not."""
    label = str(place["label"])
    numbered = label[:1].isdigit() and language != "zh"
    # The items follow the counter in Chinese: 第21段（三）.
    written = display_label(label, language) if numbered else place_of(label, language)
    key = "paragraph" if numbered else "elsewhere"
    shown = export_text(key, language, symbol=str(place["symbol"]), label=written)
    status = str(place.get("status", ""))
    own = str(place["language"])
    if status in ("official", "unofficial"):
        return shown + export_text(status, language, tongue=_named(own, language))
    return shown + export_text("in_brackets", language, tongue=_named(own, language))


def footnote(citation: Mapping[str, Any], language: str) -> str:
    """Return the words of a footnote; a translation says that it is none of the United Nations."""
    shown = reference(citation, language) + export_text("full_stop", language)
    if citation["status"] != "unofficial":
        return shown
    official = sorted(
        code
        for code, other in (citation.get("parallel") or {}).items()
        if other.get("status") == "official"
    )
    named = text("separator", language)
    languages = named.join(_named(code, language) for code in official)
    which = export_text("in_brackets", language, tongue=languages) if official else ""
    return shown + export_text("space", language) + export_text("note", language, tongue=which)


def _named(code: str, language: str) -> str:
    return language_name(code, language) if code in LANGUAGES else code
