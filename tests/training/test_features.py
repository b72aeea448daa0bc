"""Features: what lets a rare form start near its relatives."""

from __future__ import annotations

import numpy as np
import pytest

from training.features import FeatureTable, consonants, features


@pytest.mark.parametrize(
    "spellings",
    [
        ("cantor", "кантор", "كانتور"),
        ("priestley", "пристли", "بريستلي"),
        ("cartagena", "картахена", "قرطاجنة"),
        ("montreal", "монреал", "مونتريال"),
    ],
)
def test_consonants_agree_across_scripts(spellings: tuple[str, ...]) -> None:
    found = [consonants(spelling) for spelling in spellings]
    assert found[0] == found[2] or found[0] == found[1], found


@pytest.mark.parametrize("piece", ["风险", "2006", "a1b", "é"])
def test_consonants_are_empty_where_there_is_no_word_to_hear(piece: str) -> None:
    assert consonants(piece) == ""


def test_features_are_shared_by_forms_and_by_characters() -> None:
    assert set(features("biological")) & set(features("biologist"))
    assert set(features("生物多样性")) >= {"han 生", "han 物", "han 生物", "han 多样"}
    assert set(features("кантор")) & set(features("cantor"))
    assert features("2006") == features("x") == []


def test_feature_table_gives_each_piece_its_features() -> None:
    table = FeatureTable(["[UNK]", "biological", "2006", "biologist", "生物", "物"])
    flat, offsets, shares = table.of(np.array([3, 2, 1]))
    assert offsets.tolist() == [0, shares.size // 2, shares.size // 2]
    first, second = flat[: offsets[1]], flat[offsets[2] :]
    assert first.tolist() == second.tolist()
    assert (shares**2).sum() == pytest.approx(2)
    assert flat.max() < table.size
