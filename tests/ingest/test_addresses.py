from __future__ import annotations

import pytest

from ingest.addresses import inferred_address

MEETINGS = "https://www.cbd.int/doc/meetings"
DECISIONS = "https://www.cbd.int/doc/decisions"


@pytest.mark.parametrize(
    ("symbol", "language", "expected"),
    [
        ("UNEP/CBD/BS/COP-MOP/7/1", "en", f"{MEETINGS}/bs/mop-07/official/mop-07-01-en.pdf"),
        ("UNEP/CBD/BS/COP-MOP/4/6*", "zh", f"{MEETINGS}/bs/mop-04/official/mop-04-06-zh.pdf"),
        (
            "UNEP/CBD/SBSTTA/19/1/Add.1",
            "en",
            f"{MEETINGS}/sbstta/sbstta-19/official/sbstta-19-01-add1-en.pdf",
        ),
        (
            "UNEP/CBD/BS/COP-MOP/3/7/Rev.1",
            "fr",
            f"{MEETINGS}/bs/mop-03/official/mop-03-07-rev1-fr.pdf",
        ),
        (
            "unep/cbd/bs/cop-mop/4/inf.5",
            "en",
            f"{MEETINGS}/bs/mop-04/information/mop-04-inf-05-en.pdf",
        ),
        ("UNEP/CBD/BS/COP-MOP/4/L.3", "ar", f"{MEETINGS}/bs/mop-04/insession/mop-04-l-03-ar.pdf"),
        ("CBD/CP/MOP/DEC/VIII/3", "ru", f"{DECISIONS}/mop-08/mop-08-dec-03-ru.pdf"),
        ("CBD/CP/MOP/DEC/11/3", "es", f"{DECISIONS}/cp-mop-11/cp-mop-11-dec-03-es.pdf"),
        ("UNEP/CBD/COP/DEC/XII/3", "en", f"{DECISIONS}/cop-12/cop-12-dec-03-en.pdf"),
    ],
)
def test_address_follows_the_names_of_the_server(symbol, language, expected):
    assert inferred_address(symbol, language) == expected


@pytest.mark.parametrize(
    "symbol",
    [
        "CBD/CP/MOP/9/13",  # later meetings: the names of files tell nothing
        "WT/CTE/W/160/Rev.3",
        "BS-IV/6",
        "UNEP/CBD/BS/COP-MOP/4/CRP.2",
        "a note",
        "",
    ],
)
def test_address_is_not_guessed_where_no_rule_tells_it(symbol):
    assert inferred_address(symbol, "en") is None


def test_address_is_of_the_six_languages_only():
    assert inferred_address("UNEP/CBD/BS/COP-MOP/4/6", "de") is None
