"""Make the lexical and the dense index of a build from its ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from coopbot.builds import BuildPaths
from coopbot.languages import LANGUAGES
from coopbot.ledger import Ledger
from coopbot.lexical import LexicalEntry, LexicalIndex
from coopbot.registry import Registry
from coopbot.tokens import Analyzer, reference_terms
from coopbot.types import Paragraph, Reference
from coopbot.vectors import VectorIndex

Progress = Callable[[str, int, int], None]
"""Called with the stage, what is done and what is to do."""

UNINDEXED = frozenset({"title", "heading", "notice", "note"})
"""Kinds that answer nothing by themselves: headings are searched as part of the paragraphs under
them, and what a translator added is apparatus, not the document."""

EXTRACTED = frozenset({"symbol", "decision", "article"})
"""Kinds of references whose words are taken out before tokenising."""

_LEXICAL_BATCH = 5_000
_VECTOR_BATCH = 2_000


def write_indexes(
    paths: BuildPaths,
    ledger: Ledger,
    registry: Registry,
    *,
    add: Sequence[int] | None,
    remove: Mapping[str, Sequence[int]],
    chroma_url: str | None,
    progress: Progress,
) -> None:
    """Bring both indexes to what the ledger holds.

    :param add: rows to be written; None writes everything.
    :param remove: rows to be deleted, by language.
    """
    analyzer = Analyzer(registry.chinese_words())
    rows = {language: [] for language in LANGUAGES}  # type: dict[str, list[int]]
    wanted = None if add is None else set(add)
    for row, paragraph in ledger.iterate():
        if paragraph.kind not in UNINDEXED and (wanted is None or row in wanted):
            rows[paragraph.language].append(row)
    total = sum(map(len, rows.values()))
    vectors = VectorIndex(
        paths.chroma, writable=True, url=chroma_url, prefix=f"{paths.folder.name.split('.')[0]}-"
    )
    done = 0
    try:
        for language in LANGUAGES:
            gone = remove.get(language, ())
            if not rows[language] and not gone:
                continue
            _write_lexical(paths, ledger, analyzer, language, rows[language], gone)
            _write_vectors(vectors, ledger, language, rows[language], gone)
            done += len(rows[language])
            progress("index", done, total)
    finally:
        vectors.close()


def lexical_entry(
    analyzer: Analyzer, row: int, paragraph: Paragraph, references: Sequence[Reference]
) -> LexicalEntry:
    """Return the terms of a paragraph: its words outside references, and the references."""
    omit = [(r.start, r.end) for r in references if r.kind in EXTRACTED]
    return LexicalEntry(
        row=row,
        terms=analyzer.terms(paragraph.text, paragraph.language, omit)
        + reference_terms(references),
        heading=[
            term
            for heading in paragraph.heading
            for term in analyzer.terms(heading, paragraph.language)
        ],
    )


def _write_lexical(
    paths: BuildPaths,
    ledger: Ledger,
    analyzer: Analyzer,
    language: str,
    rows: Sequence[int],
    remove: Sequence[int],
) -> None:
    index = LexicalIndex(paths.lexical(language), writable=True)
    index.update(_entries(ledger, analyzer, rows), remove)


def _entries(
    ledger: Ledger, analyzer: Analyzer, rows: Sequence[int]
) -> Iterable[LexicalEntry]:
    for start in range(0, len(rows), _LEXICAL_BATCH):
        some = rows[start : start + _LEXICAL_BATCH]
        references = ledger.references_of(some)
        for row, paragraph in sorted(ledger.paragraphs(some).items()):
            yield lexical_entry(analyzer, row, paragraph, references.get(row, ()))


def _write_vectors(
    vectors: VectorIndex,
    ledger: Ledger,
    language: str,
    rows: Sequence[int],
    remove: Sequence[int],
) -> None:
    gone: Sequence[int] = remove
    for start in range(0, max(1, len(rows)), _VECTOR_BATCH):
        some = list(ledger.vectors(rows[start : start + _VECTOR_BATCH]))
        if some or gone:
            matrix = (
                np.stack([stored.vector for stored in some])
                if some
                else np.empty((0, 0), dtype=np.float32)
            )
            vectors.update(language, [stored.row for stored in some], matrix, gone)
        gone = ()
