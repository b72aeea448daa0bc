"""Symbols of documents: found, canonical, resolved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.folded import fold
from coopbot.symbols import canonical_symbol, display_symbol, find_symbols, resolve_symbol

SYMBOLS = [
    "UNEP/CBD/BS/COP-MOP/4/1",
    "UNEP/CBD/BS/COP-MOP/4/4",
    "UNEP/CBD/BS/COP-MOP/4/6",
    "UNEP/CBD/BS/COP-MOP/4/INF/5",
    "UNEP/CBD/BS/COP-MOP/4/INF/6",
    "UNEP/CBD/BS/COP-MOP/4/INF/23",
    "UNEP/CBD/BS/COP-MOP/3/6/Corr.1",
    "UNEP/CBD/BS/COP-MOP/3/8/Add.2",
    "UNEP/CBD/BS/COP-MOP/1/1/Add.1/Rev.1",
    "CBD/CP/MOP/9/13",
]


def found(text, *, loose=False):
    return [match.symbol for match in find_symbols(fold(text), loose=loose)]


@pytest.mark.parametrize(
    "symbol",
    [
        *SYMBOLS,
        "CBD/CP/MOP/DEC/VIII/1",
        "CBD/COP/DEC/XIII/23",
        "CBD/CP/CC/14/2",
        "CBD/CP/BCH-IAC/11/3",
        "CBD/SBI/2/22",
        "CBD/COP/14/1/Add.2",
        "UNEP/CBD/NP/COP-MOP/DEC/1/12",
        "UNEP/CBD/BS/CM-CB/3/3",
        "UNEP/CBD/QR/38",
        "UNEP/CBD/BS/COP-MOP/4/L.1",
        "WT/CTE/W/160/Rev.3",
        "TN/TE/S/5/Rev.1",
        "ALINORM 08/31/34",
        "CX/FL 08/36/10",
        "CAC/GL 46-2003",
        "ST/SG/AC.10/C.3/102",
        "ENV/JM/MONO(2002)7/REV1",
        "SCBD/BS/WDY/jh/55012 (2006-051)",
    ],
)
def test_find_symbols_reads_each_family_in_a_sentence(symbol):
    assert found(f"载于资料文件 {symbol}。") == [symbol]
    assert found(f"as stated in ({symbol}), among others") == [symbol]


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("UNEP/CBD/BS/COP-MOP/\n4/INF/6", "UNEP/CBD/BS/COP-MOP/4/INF/6"),
        ("UNEP/CBD/BS/COP–MOP/4/6", "UNEP/CBD/BS/COP-MOP/4/6"),
        ("ＵＮＥＰ／ＣＢＤ／ＢＳ／ＣＯＰ－ＭＯＰ／４／６", "UNEP/CBD/BS/COP-MOP/4/6"),
        ("UNEP/CBD/BS/СОР-МОР/4/6", "UNEP/CBD/BS/COP-MOP/4/6"),  # Cyrillic look-alikes
        ("UNEP/CBD/BS/COP-MOP/5/17*", "UNEP/CBD/BS/COP-MOP/5/17"),
        ("UNEP/CBD/BS/COP-MOP/4/Inf.6", "UNEP/CBD/BS/COP-MOP/4/INF/6"),
        ("UNEP/CBD/BS/\u200bCOP-MOP/٤/٦", "UNEP/CBD/BS/COP-MOP/4/6"),
    ],
)
def test_find_symbols_reads_damaged_print(printed, symbol):
    matches = find_symbols(fold(printed))
    assert [match.symbol for match in matches] == [symbol]


def test_find_symbols_reads_the_documents_named_by_their_last_part():
    assert found("UNEP/CBD/BS/COP-MOP/3/6 and Corr.1") == [
        "UNEP/CBD/BS/COP-MOP/3/6",
        "UNEP/CBD/BS/COP-MOP/3/6/Corr.1",
    ]
    assert found("UNEP/CBD/BS/COP-MOP/4/INF/5 和 INF/23") == [
        "UNEP/CBD/BS/COP-MOP/4/INF/5",
        "UNEP/CBD/BS/COP-MOP/4/INF/23",
    ]


@pytest.mark.parametrize(
    "text", ["CBD/Secretariat", "UNEP/CBD", "and/or 4/6", "http://www.cbd.int/a"]
)
def test_find_symbols_leaves_other_text(text):
    assert found(text) == []


def test_display_symbol_unifies_spellings():
    spellings = [
        "unep/cbd/bs/cop-mop/4/inf.6",
        "UNEP/CBD/BS/COP-MOP/4/INF 6",
        "UNEP/CBD/BS/COP-MOP/4/Inf/6*",
    ]
    assert {display_symbol(text) for text in spellings} == {"UNEP/CBD/BS/COP-MOP/4/INF/6"}


def test_canonical_symbol_is_the_secretariat_form():
    assert canonical_symbol("UNEP/CBD/BS/COP-MOP/1/1/Add.1") == "UNEP/CBD/BS/COP-MOP/1/1/ADD1"


@given(st.sampled_from(SYMBOLS))
def test_symbols_are_idempotent_in_both_forms(symbol):
    assert display_symbol(symbol) == symbol
    assert canonical_symbol(canonical_symbol(symbol)) == canonical_symbol(symbol)
    assert canonical_symbol(symbol.lower()) == canonical_symbol(symbol)


@pytest.mark.parametrize(
    ("typed", "resolved"),
    [
        ("4/6", ("UNEP/CBD/BS/COP-MOP/4/6",)),
        ("COP-MOP/4/6", ("UNEP/CBD/BS/COP-MOP/4/6",)),
        ("MOP 4/6", ("UNEP/CBD/BS/COP-MOP/4/6",)),
        ("CBD/CP/MOP/4/6", ("UNEP/CBD/BS/COP-MOP/4/6",)),
        ("UNEP-CBD-BS-COP-MOP-4-6", ("UNEP/CBD/BS/COP-MOP/4/6",)),
        ("INF.6", ("UNEP/CBD/BS/COP-MOP/4/INF/6",)),
        ("4/INF/23*", ("UNEP/CBD/BS/COP-MOP/4/INF/23",)),
        ("9/13", ("CBD/CP/MOP/9/13",)),
        ("7/99", ()),
        ("", ()),
    ],
)
def test_resolve_symbol_completes_short_forms(typed, resolved):
    assert resolve_symbol(typed, SYMBOLS) == resolved


def test_resolve_symbol_gives_every_reading():
    known = ["UNEP/CBD/BS/COP-MOP/4/INF/6", "UNEP/CBD/BS/COP-MOP/5/INF/6"]
    assert resolve_symbol("INF/6", known) == tuple(known)
