"""Characters that nobody sees: found, named and kept out of paragraphs.

A text may carry instructions or reordered letters that a person who checks the page does not see
(bidirectional overrides, tag characters). They stay in the decoded text, so that offsets hold, but
no paragraph owns them.
"""

from __future__ import annotations

import re
from collections import Counter

from coopbot.types import Span

# ZERO WIDTH (NON-)JOINER is left alone: it shapes letters and is visible in its effect.
_CLASSES = {
    "control characters": "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f",
    "marks of writing direction": "\u061c\u200e\u200f",
    "overrides of writing direction": "\u202a-\u202e\u2066-\u2069",
    "zero-width characters": "\u200b\u2060-\u2064\ufeff\u180e",
    "soft hyphens": "\u00ad",
    "tag characters": "\U000e0000-\U000e007f",
    "variation selectors": "\ufe00-\ufe0f\U000e0100-\U000e01ef",
    "non-characters": "\ufff0-\ufffb\ufffe\uffff",
    "lone surrogates": "\ud800-\udfff",
}
_HIDDEN = re.compile("[" + "".join(_CLASSES.values()) + "]+")
_NAMED = {name: re.compile(f"[{members}]") for name, members in _CLASSES.items()}

# Marks of direction stand in honest Arabic text, a byte order mark opens honest files: they are
# dropped, but they are no news.
_UNREPORTED = frozenset({"marks of writing direction"})


def hidden_spans(text: str) -> tuple[Span, ...]:
    """Return the stretches of a text that nobody sees, in order."""
    return tuple(match.span() for match in _HIDDEN.finditer(text))


def hidden_warnings(text: str, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """Return one sentence for each kind of invisible character that was kept out."""
    found = "".join(text[start:end] for start, end in spans)
    if found.startswith("\ufeff") and spans[0][0] == 0:
        found = found[1:]
    counts: Counter[str] = Counter()
    for name, pattern in _NAMED.items():
        counts[name] = len(pattern.findall(found))
    return tuple(
        f"{count} invisible {name} left out of the paragraphs"
        for name, count in counts.items()
        if count and name not in _UNREPORTED
    )
