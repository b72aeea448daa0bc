"""Rows of parallel text and word lists, as the training data folder holds them.

``train/*.jsonl.gz`` has one string per language and row, ``lexicon/*.jsonl.gz`` a list of words.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")

IN_DOMAIN = frozenset(
    {
        "scbd_i18n",
        "cbd_texts",
        "un_charter",
        "udhr",
        "country_codes",
        "open_sdg",
        "sdg_metadata",
        "tico19",
    }
)
"""Texts of the United Nations and of the Convention, or written as carefully."""

IN_DOMAIN_WEIGHT = 3.0

SOURCE_WEIGHTS = {
    "python_docs": 0.5,
    "osm_tagging": 0.5,
    "libreoffice": 0.5,
    "django": 0.5,
    "quran": 0.3,
}
"""How often rows of a source are drawn, against 1 for a source that is not listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold what one record says in each language: one text, or several words for one meaning."""

    source: str
    texts: dict[str, tuple[str, ...]]

    @property
    def weight(self) -> float:
        """Return how often the row is drawn, relative to the others."""
        return SOURCE_WEIGHTS.get(self.source, 1.0) * (
            IN_DOMAIN_WEIGHT if self.source in IN_DOMAIN else 1.0
        )


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Hold all rows, in the order of the files and of their lines."""

    sentences: list[Row]
    lexicon: list[Row]

    def texts(self, language: str) -> Iterator[str]:
        """Give the word lists' texts, then the sentences' texts, of one language."""
        for row in (*self.lexicon, *self.sentences):
            yield from row.texts.get(language, ())


def read_training_data(folders: Iterable[Path]) -> TrainingData:
    """Read ``train/`` and ``lexicon/`` of each folder; a folder without either is an error."""
    sentences: list[Row] = []
    lexicon: list[Row] = []
    for folder in folders:
        before = len(sentences) + len(lexicon)
        for path in sorted((folder / "train").glob("*.jsonl.gz")):
            sentences += read_rows(path)
        for path in sorted((folder / "lexicon").glob("*.jsonl.gz")):
            lexicon += read_rows(path)
        if len(sentences) + len(lexicon) == before:
            raise FileNotFoundError(
                f"The folder {folder} holds no train/*.jsonl.gz or lexicon/*.jsonl.gz; "
                "give a folder of the training data."
            )
    return TrainingData(sentences, lexicon)


def read_rows(path: Path) -> list[Row]:
    """Read the rows that exist in two languages or more."""
    rows = []
    for record in read_records(path):
        found = {
            language: (value,) if isinstance(value, str) else tuple(value)
            for language in LANGUAGES
            if (value := record.get(language))
        }
        if len(found) > 1:
            rows.append(Row(record["src"], found))
    return rows


def read_records(path: Path) -> list[dict[str, Any]]:
    """Read one compressed JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_records(path: Path, records: Iterable[dict[str, Any]]) -> int:
    """Write one compressed JSON Lines file, the same bytes for the same records; count them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    return len(lines)
