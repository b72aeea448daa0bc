"""One paragraph in all its languages as JSON: what the evidence panel and the reader show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote

from coopbot.labels import display_label
from coopbot.languages import LANGUAGES
from coopbot.types import DocumentFacts, Paragraph, Work, status_of
from ui.markup import Html, tag
from ui.texts import Texts

SHOWN_ERRATA = frozenset({"typo", "name-error", "omission", "duplication", "grammar"})
"""Kinds of errata that a reader needs to understand the sentence; variants of terms are not."""


class Library(Protocol):
    """What of the core these functions need."""

    def __hash__(self) -> int:
        """Return the identity: what is read of one build is kept for it."""
        ...

    @property
    def build(self) -> str:
        """Id of the index build."""
        ...

    @property
    def registry(self) -> Any:
        """What is known of the things that documents cite."""
        ...

    def documents(self) -> list[Work]:
        """Return every work."""
        ...

    def document(self, symbol: str, language: str) -> list[Paragraph]:
        """Return a document in reading order."""
        ...

    def paragraph(self, symbol: str, label: str) -> Mapping[str, Paragraph]:
        """Return a paragraph by language."""
        ...


def link_to(symbol: str, label: str | None = None, languages: str = "", page: str = "") -> str:
    """Return the stable address of a document or paragraph in the reader.

    :param languages: of the columns, with a comma between two.
    :param page: language of the reader itself.
    """
    path = f"/d/{quote(symbol)}" + (f"/{quote(label, safe='()*')}" if label else "")
    parameters = [f"lang={languages}"] * bool(languages) + [f"ui={page}"] * bool(page)
    return f"{path}?{'&'.join(parameters)}" if parameters else path


def expression_of(library: Library, symbol: str, language: str) -> DocumentFacts | None:
    """Return what is known of one language version of a work."""
    work = work_of(library, symbol)
    expressions = work.expressions if work else ()
    return next((facts for facts in expressions if facts.language == language), None)


def works(library: Library) -> tuple[Work, ...]:
    """Return every work; read once for each index build."""
    return tuple(_works(library, library.build).values())


def work_of(library: Library, symbol: str) -> Work | None:
    """Return the work of a symbol in letters of whatever case, None where it is not held."""
    return _works(library, library.build).get(symbol.casefold())


@lru_cache(maxsize=4)
def _works(library: Library, _build: str) -> dict[str, Work]:
    return {work.symbol.casefold(): work for work in library.documents()}


def title_in(work: Work, language: str) -> str:
    """Return the title of a work in a language, else that of its original."""
    own = (facts.title for facts in work.expressions if facts.language == language)
    return next(own, None) or work.title


def place_shown(label: str, language: str) -> str:
    """Return a label as the page shows it: ``¶ 21(c)``; notes and headings are no paragraphs."""
    shown = display_label(label, language)
    return f"¶ {shown}" if label[:1].isdigit() else shown


def badge(official: bool, texts: Texts) -> Html:
    """Show whether a text is official."""
    status = "official" if official else "unofficial"
    return tag("span", texts(status), class_=f"badge {status}")


def paragraph_view(library: Library, symbol: str, label: str) -> dict[str, Any]:
    """Return a paragraph in its languages with its neighbours.

    :raises NotInCorpus: when there is no such paragraph.
    """
    versions = library.paragraph(symbol, label)
    some = next(iter(versions.values()))
    previous, following = neighbours(library, some)
    return {
        "symbol": some.symbol,
        "label": some.label,
        "parent": some.parent if some.kind == "item" else None,
        "previous": previous,
        "next": following,
        "languages": {
            language: _version(library, versions[language])
            for language in LANGUAGES
            if language in versions
        },
        "notes": [
            {"form": erratum.form, "reading": dict(erratum.reading), "status": erratum.status}
            for erratum in library.registry.errata_of(some.symbol, some.label)
            if erratum.kind in SHOWN_ERRATA
        ],
    }


def neighbours(library: Library, paragraph: Paragraph) -> tuple[str | None, str | None]:
    """Return the labels before and after: of the items beside an item, else of the paragraphs."""
    inside = paragraph.parent if paragraph.kind == "item" else None
    labels = [
        label
        for label, parent in _reading_order(
            library, library.build, paragraph.symbol, paragraph.language
        )
        if parent == inside
    ]
    if paragraph.label not in labels:
        return None, None
    place = labels.index(paragraph.label)
    before = labels[place - 1] if place else None
    after = labels[place + 1] if place + 1 < len(labels) else None
    return before, after


@lru_cache(maxsize=512)
def _reading_order(
    library: Library, _build: str, symbol: str, language: str
) -> tuple[tuple[str, str | None], ...]:
    """Return each label with that of the paragraph whose own text holds it."""
    return tuple(
        (paragraph.label, paragraph.parent if paragraph.kind == "item" else None)
        for paragraph in library.document(symbol, language)
    )


def _version(library: Library, paragraph: Paragraph) -> dict[str, Any]:
    facts = expression_of(library, paragraph.symbol, paragraph.language)
    return {
        "display": display_label(paragraph.label, paragraph.language, paragraph.printed or None),
        "kind": paragraph.kind,
        "text": paragraph.text,
        "status": status_of(paragraph),
        "heading": list(paragraph.heading),
        "page": paragraph.page,
        "source": facts.url if facts else None,
        "link": link_to(paragraph.symbol, paragraph.label, paragraph.language),
    }
