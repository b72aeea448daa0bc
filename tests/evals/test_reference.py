from __future__ import annotations

import pytest

from coopbot.errors import UsageError
from coopbot.languages import LANGUAGES
from evals.reference import Reference

SYMBOL = "UNEP/CBD/BS/COP-MOP/4/6"


def test_reference_holds_paragraphs_items_and_footnotes_in_six_languages(reference):
    for label in ("5", "21(c)", "fn1", "fn*", "23(b)"):
        assert set(reference.languages(SYMBOL, label)) == set(LANGUAGES)
    assert reference.official(SYMBOL, "5") == {"zh"}
    assert "臭氧行动处负责协调" in reference.text(SYMBOL, "5", "zh")
    assert reference.text(SYMBOL, "24", "zh") is None


def test_reference_takes_symbols_in_any_spelling(reference):
    assert reference.holds("unep/cbd/bs/cop-mop/4/6*", "5")
    assert reference.holds_symbol(" UNEP/CBD/BS/COP-MOP/4/6")
    assert not reference.holds_symbol("UNEP/CBD/BS/COP-MOP/4/7")


def test_passages_hold_no_items_and_no_notices(reference):
    labels = {passage.label for passage in reference.passages()}
    assert {"5", "fn1", "title"} <= labels
    assert not any("(" in label for label in labels)
    assert not any(label.startswith("tn") or label == "notice" for label in labels)


def test_a_folder_without_documents_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"No paragraph could be read under"):
        Reference.load(tmp_path)
