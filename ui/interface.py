"""What the script of a page needs to know before the first question."""

from __future__ import annotations

from typing import Any

from coopbot.languages import LANGUAGES, NATIVE_NAMES, direction
from coopbot.settings import Settings
from coopbot.wording import text
from ui.paragraphs import Library, title_in, works
from ui.texts import Texts

TABS = ("chat", "documents", "decisions", "partners", "article18")
"""Ids of the page's tabs, in their order; an address such as ``/en#decisions`` opens one."""


def interface_of(library: Library, settings: Settings, texts: Texts) -> dict[str, Any]:
    """Return texts, examples, limits and what can be searched, in one language.

    ``near`` is how an abstention begins its line of the nearest paragraphs, in each language: the
    page lists them as buttons instead.
    """
    held = works(library)
    languages = [
        language
        for language in LANGUAGES
        if any(facts.language == language for work in held for facts in work.expressions)
    ]
    return {
        **texts.to_dict(),
        "direction": direction(texts.language),
        "names": NATIVE_NAMES,
        "build": library.build,
        "tabs": TABS,
        "limits": texts(
            "limits",
            documents=len(held),
            paragraphs=sum(work.paragraphs for work in held),
            languages=len(languages),
        ),
        "privacy": texts("privacy", days=settings.retention_days)
        if settings.retention_days
        else texts("privacy_none"),
        "keeps": settings.retention_days > 0,
        "near": {one: text("nearest", one, places="\0").split("\0")[0] for one in LANGUAGES},
        "max_question": settings.max_question,
        "scope": {
            "documents": [
                {"symbol": work.symbol, "title": title_in(work, texts.language)} for work in held
            ],
            "meetings": sorted({f.meeting for work in held for f in work.expressions if f.meeting}),
            "languages": languages,
        },
    }
