"""The title of a document and what stands under it, once its first units are known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.drafts import Draft
from ingest.linebreaks import is_terminal
from ingest.masthead import is_masthead_fact, is_masthead_line, is_symbol

_SUBTITLE = re.compile(
    r"(?:执行秘书的说明|秘书处的说明|執行秘書的說明|"
    r"note by the (?:executive secretary|secretariat)|"
    r"note d(?:u secrétaire exécutif|u secrétariat)|nota d(?:el secretario ejecutivo|e la "
    r"secretaría)|записка (?:исполнительного секретаря|секретариата)|"
    r"مذكرة (?:من )?(?:الأمين التنفيذي|الأمانة))",
    re.IGNORECASE,
)
_MAX_TITLE = 500
"""Characters that the lines of a title have together at most."""


def is_subtitle(text: str) -> bool:
    """Tell whether a text begins like the line under a title that says whose note it is."""
    return bool(_SUBTITLE.match(text))


def name_titles(drafts: list[Draft], text: str) -> None:
    """Name the title and what stands under it, and number the blocks that remain.

    The title is what stands behind the masthead and before the first heading or number, as far as
    it does not end like a sentence.
    """
    first = next(
        (n for n, draft in enumerate(drafts) if draft.kind in ("heading", "paragraph")), None
    )
    blocks = [draft for draft in drafts[:first] if draft.kind == "block"]
    words = [_words(draft, text) for draft in blocks]
    # Without a symbol, a date or a language there is no masthead, whatever bodies are named.
    stated = any(map(is_masthead_fact, words))
    lines = [n for n, word in enumerate(words) if stated and is_masthead_line(word)]
    behind = lines[-1] + 1 if lines else 0
    if any(map(is_symbol, words)):
        # The facts of the document are taken from these; they answer no question themselves.
        for number in lines:
            blocks[number].kind = "masthead"
    subtitle = next((n for n, word in enumerate(words) if is_subtitle(word)), None)
    if first is None and behind == 0:
        return
    if subtitle is not None:
        behind = behind if behind <= subtitle else max(0, subtitle - 1)
    title: list[Draft] = []
    for draft, word in zip(blocks[behind:], words[behind:], strict=True):
        if is_terminal(word) or word[-1] in ",，،" or len(title) == 2:
            break
        title.append(draft)
    if sum(end - start for draft in title for start, end in draft.segments) > _MAX_TITLE:
        return
    for draft, label in zip(title, ("title", "subtitle"), strict=False):
        draft.kind, draft.label = "title", label
    _renumber(drafts)


def _words(draft: Draft, text: str) -> str:
    return " ".join(text[start:end] for start, end in draft.segments)


def _renumber(drafts: Sequence[Draft]) -> None:
    """Number blocks from one again, now that some of them have become the title."""
    blocks = [draft for draft in drafts if re.fullmatch(r"b\d+", draft.label)]
    for number, draft in enumerate(blocks, 1):
        draft.label = f"b{number}"
