"""The lexical index: BM25 by tantivy over our own terms, one index per language.

Terms are made by :mod:`coopbot.tokens` and handed over joined with spaces; the engine only splits
them again. One index per language keeps document lengths and frequencies comparable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import tantivy

from coopbot.errors import IndexDamaged

HEADING_BOOST = 0.3
"""Weight of a match in the headings above a paragraph against one in its own text."""

_ANALYZER = "terms"
_WRITER_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """What is indexed of one paragraph."""

    row: int
    terms: list[str]
    heading: list[str]


class LexicalIndex:
    """Search and maintain the terms of one language.

    :param folder: where the index lies; made when it does not exist and ``writable``.
    """

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        self.folder = folder
        if writable:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(_schema(), path=str(folder), reuse=True)
        except ValueError as error:
            raise IndexDamaged(
                f"The lexical index {folder} cannot be opened ({error}); run `coopbot rebuild`."
            ) from None
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(_ANALYZER, whitespace)
        self._searcher = self._index.searcher()
        self._schema = self._index.schema

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def update(self, add: Iterable[LexicalEntry], remove: Iterable[int] = ()) -> None:
        """Delete the given rows, add the given entries, and commit once."""
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for row in remove:
            writer.delete_documents_by_term("row", row)
        for entry in add:
            document = tantivy.Document()
            document.add_unsigned("row", entry.row)
            document.add_text("terms", " ".join(entry.terms))
            document.add_text("heading", " ".join(entry.heading))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, terms: Mapping[str, float], k: int) -> list[tuple[int, float]]:
        """Return up to k (row, BM25 score), best first.

        :param terms: weight of each term asked for.
        """
        if not terms or not len(self):
            return []
        clauses = []
        for term, weight in terms.items():
            for field, boost in (("terms", 1.0), ("heading", HEADING_BOOST)):
                query = tantivy.Query.term_query(self._schema, field, term, "freq")
                clauses.append(
                    (tantivy.Occur.Should, tantivy.Query.boost_query(query, weight * boost))
                )
        result = self._searcher.search(tantivy.Query.boolean_query(clauses), limit=k, count=False)
        addresses = [address for _, address in result.hits]
        rows = self._searcher.fast_field_values("row", addresses)
        scored = [
            (int(row or 0), float(score))
            for row, (score, _) in zip(rows, result.hits, strict=True)
        ]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def frequency(self, term: str) -> int:
        """Return in how many paragraphs the term occurs."""
        return int(self._searcher.doc_freq("terms", term))

    def similar_terms(self, term: str, k: int = 20) -> list[tuple[int, float]]:
        """Return up to k (row, score) of paragraphs with a term one edit away: for misspellings."""
        query = tantivy.Query.fuzzy_term_query(self._schema, "terms", term, distance=1)
        result = self._searcher.search(query, limit=k, count=False)
        rows = self._searcher.fast_field_values("row", [address for _, address in result.hits])
        return [(int(row or 0), float(s)) for row, (s, _) in zip(rows, result.hits, strict=True)]

    def rows(self) -> set[int]:
        """Return every row that is indexed."""
        if not len(self):
            return set()
        result = self._searcher.search(
            tantivy.Query.all_query(), limit=max(1, len(self)), count=False
        )
        addresses = [address for _, address in result.hits]
        return {int(row or 0) for row in self._searcher.fast_field_values("row", addresses)}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for field in ("terms", "heading"):
        builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()
