"""What of fetched catalogues becomes a row."""

from __future__ import annotations

import pytest

from training.sources import clean, is_pair, parallel_rows


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("~Save %PRODUCTNAME <b>now</b>", "Save now"),
        ("_Open %(count)d files in {folder}", "Open files in"),
        ("Copy &amp; paste", "Copy paste"),
        ("Column $(ARG1):  %s", "Column :"),
        ("50 % of all", "50 % of all"),
    ],
)
def test_clean_takes_out_markup_and_placeholders(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


@pytest.mark.parametrize(
    ("english", "language", "translation"),
    [
        ("Save", "zh", "Save as"),
        ("Save", "ru", "Sauver"),
        ("Table", "fr", "TABLE"),
        ("A", "fr", "Un"),
        ("12", "fr", "douze"),
        ("Ok", "es", "x" * 60),
    ],
    ids=["no-han", "no-cyrillic", "same", "short", "no-letters", "too-long"],
)
def test_is_pair_refuses_what_is_no_translation(
    english: str, language: str, translation: str
) -> None:
    assert not is_pair(english, language, translation)


def test_parallel_rows_joins_the_languages_of_a_message() -> None:
    pairs = [
        ("_Risk", "fr", "_Risque"),
        ("Risk", "ru", "Риск"),
        ("Risk", "ru", "Опасность"),
        ("Risk", "zh", "Risk"),
    ]
    assert parallel_rows("here", pairs) == [
        {"src": "here", "id": "here:0", "en": "Risk", "fr": "Risque", "ru": "Риск"}
    ]
