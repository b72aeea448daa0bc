"""The questions that the page offers to start with are asked of the bundled documents."""

from __future__ import annotations

import pytest

from coopbot.languages import LANGUAGES
from tests.bundled import breaches, bundled_bot
from ui.texts import texts_in

# Of each class that documents can answer: the paragraphs that must be cited first, and what the
# official words quoted of them must say.
EXPECTED = {
    "factual": ({"4"}, ("2006 年", "绿色海关")),
    "list": ({"21", *(f"21({letter})" for letter in "abcdefg")}, ("项目", "提供人员交流的机会")),
    "decision": ({"1"}, ("BS-III/6", "开展、加强和深化")),
    "reference": ({"fn2"}, ("UNEP/CBD/BS/COP-MOP/4/4",)),
    "numeric": ({"fn1"}, ("10,000 美元",)),
    "temporal": ({"20"}, ("2007 年 2 月 26 日至 28 日", "新德里", "2008 年 2 月 11 日至 13 日")),
    "comparison": ({"9", "10"}, ("卫生和植物检疫委员会", "贸易和环境委员会")),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_have_every_class_that_documents_answer(language):
    assert {example.kind for example in texts_in(language).examples} == set(EXPECTED)


@pytest.mark.parametrize("kind", EXPECTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_example_is_answered_from_its_paragraph(language, kind):
    labels, words = EXPECTED[kind]
    for example in texts_in(language).examples:
        if example.kind != kind:
            continue
        answer = bundled_bot().ask(example.question)
        assert answer.language == language
        assert not answer.abstained
        assert breaches(answer.to_dict(), bundled_bot().index) == []
        official = [one for one in answer.citations if one.paragraph.official]
        first = official[: len(labels)]
        assert {one.paragraph.label for one in first} == labels
        quoted = " ".join(one.quote for one in first)
        assert [word for word in words if word not in quoted] == []
