"""The lexical index: BM25 by tantivy over our own terms, one index per language.

Terms are made by :mod:`coopbot.tokens` and handed over joined with spaces; the engine only splits
them again. One index per language keeps document lengths and frequencies comparable. An index is
written once and whole: deleted paragraphs would go on counting in the frequencies.
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import tantivy

from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.faults import translated
from coopbot.records import LexicalEntry, Stretch

HEADING_BOOST = 0.3
"""Weight of a match in the headings above a paragraph against one in its own text."""

_ANALYZER = "terms"
_TERMS_REMEMBERED = 16_384
_WRITER_BYTES = 64_000_000


class LexicalIndex:
    """Search the terms of one language.

    :param folder: where the index lies.
    :raises IndexDamaged: from any method, when the files are not what was written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with translated(self._damaged):
            self._index = _opened(folder)
            self._searcher = self._index.searcher()
            self._schema = self._index.schema
        # The index does not change, and a question asks several times for each of its terms.
        self._frequencies: dict[str, int] = {}
        self._rarities: dict[str, float] = {}

    @classmethod
    def write(cls, folder: Path, entries: Iterable[LexicalEntry]) -> Self:
        """Make the index of the given entries, in place of what lies in the folder.

        :raises IndexUnavailable: when it cannot be written.
        """
        with translated(lambda reason: _unwritable(folder, reason)):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            writer = _opened(folder).writer(heap_size=_WRITER_BYTES, num_threads=1)
            for entry in entries:
                document = tantivy.Document()
                document.add_unsigned("row", entry.row)
                document.add_text("terms", " ".join(entry.terms))
                document.add_text("heading", " ".join(entry.heading))
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
        return cls(folder)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, terms: Mapping[str, float], k: int, within: Sequence[Stretch] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k (row, BM25 score), best first.

        :param terms: weight of each term asked for.
        :param within: stretches of rows that alone are searched.
        """
        if not terms or not len(self):
            return []
        with translated(self._damaged):
            clauses = []
            for term, weight in terms.items():
                for field, boost in (("terms", 1.0), ("heading", HEADING_BOOST)):
                    query = tantivy.Query.term_query(self._schema, field, term, "freq")
                    clauses.append(
                        (tantivy.Occur.Should, tantivy.Query.boost_query(query, weight * boost))
                    )
            return self._best(self._narrowed(tantivy.Query.boolean_query(clauses), within), k)

    def frequency(self, term: str) -> int:
        """Return in how many paragraphs the term occurs."""
        known = self._frequencies.get(term)
        if known is None:
            with translated(self._damaged):
                known = int(self._searcher.doc_freq("terms", term))
            if len(self._frequencies) >= _TERMS_REMEMBERED:
                self._frequencies.clear()
            self._frequencies[term] = known
        return known

    def rarity(self, term: str) -> float:
        """Return the term's inverse document frequency, as BM25 weighs it."""
        known = self._rarities.get(term)
        if known is None:
            n = self.frequency(term)
            known = math.log(1 + (len(self) - n + 0.5) / (n + 0.5))
            if len(self._rarities) >= _TERMS_REMEMBERED:
                self._rarities.clear()
            self._rarities[term] = known
        return known

    def similar_terms(
        self, term: str, k: int = 20, within: Sequence[Stretch] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k (row, score) of paragraphs with a term one edit away: for misspellings.

        :param within: as for :meth:`search`.
        """
        with translated(self._damaged):
            query = tantivy.Query.fuzzy_term_query(self._schema, "terms", term, distance=1)
            return self._best(self._narrowed(query, within), k)

    def begins(self, start: str) -> bool:
        """Tell whether some term begins so: a short form of what is written out."""
        with translated(self._damaged):
            query = tantivy.Query.regex_query(self._schema, "terms", f"{re.escape(start)}.+")
            return bool(self._best(query, 1))

    def rows(self) -> set[int]:
        """Return every row that is indexed."""
        if not len(self):
            return set()
        with translated(self._damaged):
            return {row for row, _ in self._best(tantivy.Query.all_query(), len(self))}

    def _narrowed(self, query: tantivy.Query, within: Sequence[Stretch] | None) -> tantivy.Query:
        """Return the query for some stretches of rows; they add nothing to a score."""
        if within is None:
            return query
        places = [
            (
                tantivy.Occur.Should,
                tantivy.Query.range_query(
                    self._schema, "row", tantivy.FieldType.Unsigned, first, end, include_upper=False
                ),
            )
            for first, end in within
        ]
        place = tantivy.Query.const_score_query(tantivy.Query.boolean_query(places), 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, place), (tantivy.Occur.Must, query)]
        )

    def _best(self, query: tantivy.Query, k: int) -> list[tuple[int, float]]:
        """Return up to k (row, score), best first, equal scores by row."""
        hits = self._searcher.search(query, limit=k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scored = [(int(row or 0), float(score)) for row, (score, _) in zip(rows, hits, strict=True)]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def _damaged(self, reason: str) -> IndexDamaged:
        return IndexDamaged(
            f"The lexical index {self.folder} cannot be used ({reason}); run `coopbot rebuild`."
        )


def _opened(folder: Path) -> tantivy.Index:
    index = tantivy.Index(_schema(), path=str(folder), reuse=True)
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_ANALYZER, whitespace)
    return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for field in ("terms", "heading"):
        builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _unwritable(folder: Path, reason: str) -> IndexUnavailable:
    return IndexUnavailable(
        f"The lexical index {folder} cannot be written ({reason}); check the disk's free space and "
        "the folder's permissions, then ingest again."
    )
