from __future__ import annotations

from evals.retrieval_tables import (
    is_across,
    languages_table,
    means_table,
    pairs_table,
    targets_table,
)


def line(name, asked, searched, first, five=0.9):
    return {
        "set": name,
        "asked": asked,
        "searched": searched,
        "R@1": {"value": first, "low": first - 0.02, "high": first + 0.02, "n": 200},
        "R@5": {"value": five, "low": five - 0.02, "high": five + 0.02, "n": 200},
    }


OURS = {
    "system": {"name": "coopbot"},
    "rows": [
        line("parallel_qa", "zh", "zh", 0.90),
        line("parallel_qa", "zh-Hant", "zh", 0.80),
        line("parallel_qa", "zh", "ar", 0.50, 0.69),
        line("parallel_qa", "en", "zh", 0.74, 0.95),
        line("scbd_parallel", "zh", "ru", 0.91),
    ],
}
BM25 = {
    "system": {"name": "bm25"},
    "rows": [line("parallel_qa", "zh", "zh", 0.89), line("parallel_qa", "zh-Hant", "zh", 0.10)],
}


def test_script_is_no_language():
    assert [is_across(one) for one in OURS["rows"]] == [False, False, True, True, True]


def test_means_keep_pairs_apart_from_languages():
    assert means_table([OURS, BM25]).cells == [
        ["parallel_qa, within a language", "0.850 (0.900)", "0.495 (0.900)"],
        ["parallel_qa, across languages", "0.620 (0.820)", "–"],
        ["scbd_parallel, across languages", "0.910 (0.900)", "–"],
    ]


def test_each_language_and_each_pair_has_its_interval():
    assert languages_table([OURS, BM25]).cells == [
        ["parallel_qa, zh", "0.900 (0.88–0.92)", "0.890 (0.87–0.91)"],
        ["parallel_qa, zh-Hant → zh", "0.800 (0.78–0.82)", "0.100 (0.08–0.12)"],
    ]
    table = pairs_table([BM25, OURS])
    assert table.heads[1:] == ("bm25", "coopbot")
    assert table.cells[0] == ["parallel_qa, zh → ar", "–", "0.500 (0.48–0.52)"]
    assert len(table.cells) == 3


def test_targets_say_which_are_missed():
    cells = targets_table([OURS, BM25]).cells
    assert cells == [
        ["First place above BM25: parallel_qa, zh", "+0.020", "+0.010", "**missed**"],
        ["First place above BM25: parallel_qa, zh-Hant → zh", "+0.020", "+0.700", "reached"],
        ["parallel_qa across languages, 2 pairs: first place, mean", "0.62", "0.620", "reached"],
        ["parallel_qa across languages, 2 pairs: first five, mean", "0.82", "0.820", "reached"],
        [
            "parallel_qa across languages, 2 pairs: first five, worst (zh → ar)",
            "0.70", "0.690", "**missed**",
        ],
        ["scbd_parallel, 1 directions: first place, mean", "0.92", "0.910", "**missed**"],
    ]  # fmt: skip


def test_targets_are_those_of_coopbot_alone():
    assert targets_table([BM25]) is None
    only = {"system": {"name": "coopbot"}, "rows": [line("drcd", "zh", "zh", 0.9)]}
    assert targets_table([only]).cells == []
