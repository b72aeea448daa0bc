from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.errors import IndexDamaged
from coopbot.frequencies import WordFrequencies, write_frequencies
from coopbot.registry import Registry
from coopbot.tokens import Analyzer
from tests.built import CORPUS, FOLDER, built, paths_of


@given(st.dictionaries(st.text(max_size=6), st.integers(0, 2**32 - 1), max_size=40))
def test_frequencies_come_back_as_they_were_written(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("words") / "words.bin"
    write_frequencies(path, words, 12345)
    found = WordFrequencies(path)
    assert len(found) == len(words)
    assert found.total == 12345
    for word, frequency in words.items():
        assert word in found
        assert found[word] == found.get(word) == frequency
    assert "没有的词" not in found
    assert found.get("没有的词") is None
    assert found.get("没有的词", 7) == 7
    with pytest.raises(KeyError):
        found["没有的词"]


def test_dictionary_of_a_build_gives_the_terms_of_jiebas_own():
    words = Registry.load(CORPUS / "registry").chinese_words()
    own = Analyzer(words)
    mapped = Analyzer(words, WordFrequencies(paths_of(built()[0]).dictionary))
    text = (CORPUS / "documents" / FOLDER / "zh.txt").read_text("utf-8")
    assert mapped.terms(text, "zh") == own.terms(text, "zh")
    question = "绿色海关倡议的合作伙伴有哪些？臭氧保护奖是谁给的"
    assert mapped.content_terms(question, "zh") == own.content_terms(question, "zh")


@pytest.mark.parametrize("content", [b"", b"something else entirely", b"coopbot words 1\n{"])
def test_dictionary_that_is_none_is_damage(tmp_path, content):
    path = tmp_path / "words.bin"
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="cannot be read"):
        WordFrequencies(path)


def test_dictionary_that_was_cut_is_damage(tmp_path):
    path = tmp_path / "words.bin"
    write_frequencies(path, {str(n): n for n in range(100)}, 1)
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(IndexDamaged, match="cannot be read"):
        WordFrequencies(path)
