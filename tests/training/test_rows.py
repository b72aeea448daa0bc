"""Reading the rows of the training data."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.rows import IN_DOMAIN_WEIGHT, read_training_data, write_records

RECORDS = [
    {"src": "udhr", "id": "1", "en": "Article 1", "zh": "第一条"},
    {"src": "python_docs", "id": "2", "en": "alone"},
    {"src": "python_docs", "id": "3", "en": "loop", "ru": "цикл"},
]


def test_read_training_data_keeps_rows_of_two_languages(tmp_path: Path) -> None:
    write_records(tmp_path / "train" / "a.jsonl.gz", RECORDS)
    words = {"src": "omw", "id": "4", "en": ["risk", "hazard"], "es": ["riesgo"]}
    write_records(tmp_path / "lexicon" / "b.jsonl.gz", [words])
    data = read_training_data([tmp_path])
    assert [row.texts for row in data.sentences] == [
        {"zh": ("第一条",), "en": ("Article 1",)},
        {"en": ("loop",), "ru": ("цикл",)},
    ]
    assert data.lexicon[0].texts == {"en": ("risk", "hazard"), "es": ("riesgo",)}
    assert list(data.texts("en")) == ["risk", "hazard", "Article 1", "loop"]
    assert [row.weight for row in data.sentences] == [IN_DOMAIN_WEIGHT, 0.5]


def test_write_records_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert write_records(tmp_path / name, RECORDS) == 3
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_read_training_data_names_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="give a folder of the training data"):
        read_training_data([tmp_path])
