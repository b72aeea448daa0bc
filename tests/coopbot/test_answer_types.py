from __future__ import annotations

import pytest

from coopbot.answer_types import Quoted, expected_types, holds, holds_dates
from tests.bundled import bundled_bot


def terms(text: str, language: str) -> list[str]:
    return bundled_bot().index.analyzer.content_terms(text, language)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("How much does one meeting cost?", "en", ("amount",)),
        ("How much does it cost to attend?", "en", ("amount",)),
        ("参加一次会议要花多少钱？", "zh", ("amount",)),
        ("Combien coûte une réunion ?", "fr", ("amount",)),
        ("¿Cuánto cuesta la reunión?", "es", ("amount",)),
        ("Во сколько обойдётся поездка?", "ru", ("amount",)),
        ("كم تبلغ تكلفة الاجتماع؟", "ar", ("amount",)),
        ("How many people came?", "en", ("count",)),
        ("来了多少人？", "zh", ("count",)),
        ("Combien de pays ont participé ?", "fr", ("count",)),
        ("¿Cuántos países participaron?", "es", ("count",)),
        ("Сколько человек приехало?", "ru", ("count",)),
        ("كم شخصا حضر؟", "ar", ("count",)),
        ("In which city was it held?", "en", ("place",)),
        ("在哪个城市举行？", "zh", ("place",)),
        ("What did the session recommend?", "en", ("outcome",)),
        ("会议结果如何？", "zh", ("outcome",)),
        ("执行秘书叫什么名字？", "zh", ("person",)),
        ("那本手册叫什么名字？", "zh", ()),
        ("Which decision asks for cooperation?", "en", ()),
        ("How cost-effective is joint training?", "en", ()),
        ("Who chaired the meeting?", "en", ("agent",)),
        ("谁主持了会议？", "zh", ("agent",)),
        ("Who coordinates the Initiative?", "en", ()),
        ("Why was Chiba chosen?", "en", ("reason",)),
        ("为什么选在千叶？", "zh", ("reason",)),
        ("How often are courses held?", "en", ("frequency",)),
        ("培训班多久举办一次？", "zh", ("frequency",)),
        ("How long did the meeting last?", "en", ("duration",)),
        ("What is the web address of the portal?", "en", ("address",)),
        ("Which countries sent records?", "en", ("country",)),
        ("哪些国家提交了记录？", "zh", ("country",)),
    ],
)
def test_type_is_told_from_the_words_of_the_question(question, language, expected):
    assert expected_types(question, language) == expected


@pytest.mark.parametrize(
    ("expected", "question", "language", "text", "held"),
    [
        ("amount", "How much is it?", "en", "The cost is 10,000 United States dollars.", True),
        ("amount", "How much is it?", "en", "The meeting lasted 3 days in 2007.", False),
        ("amount", "多少钱？", "zh", "费用为 100,000 美元。", True),
        ("count", "How many people came?", "en", "The two secretariats are organizing it.", False),
        ("count", "How many secretariats?", "en", "The two secretariats are organizing it.", True),
        ("count", "有几个秘书处？", "zh", "两个秘书处正在合作。", True),
        ("count", "有多少人参加？", "zh", "两个秘书处正在合作。", False),
        (
            "count",
            "How many days did it last?",
            "en",
            "It was held from 16 to 18 April 2007.",
            True,
        ),
        ("place", "Where was it held?", "en", "It was held in Lusaka, Zambia.", True),
        ("place", "Where was it held?", "en", "It was held in September 2007.", False),
        ("place", "在哪里举行？", "zh", "会议于2007年在巴黎举行。", True),
        ("place", "أين عقد؟", "ar", "عقد الاجتماع في عام 2007.", True),
        (
            "outcome",
            "What was agreed?",
            "en",
            "The topics to be discussed include labelling.",
            False,
        ),
        ("outcome", "What was agreed?", "en", "The partners reviewed the activities.", True),
        ("agent", "Who chaired it?", "en", "Mr. Ivers chaired it.", True),
        ("agent", "Who chaired it?", "en", "A meeting was held in Rome.", False),
        ("reason", "Why?", "en", "This is more cost-effective than separate courses.", True),
        ("reason", "Why?", "en", "It was held in Chiba, Japan.", False),
        ("reason", "为什么？", "zh", "能否参加取决于资源。", True),
        ("frequency", "How often?", "en", "Training workshops (once a year) cost more.", True),
        ("frequency", "How often?", "en", "Records will be sent automatically.", False),
        ("frequency", "多久一次？", "zh", "每年一次的讲习班。", True),
        ("duration", "How long?", "en", "It was held from 24 to 28 September 2007.", True),
        ("duration", "How long?", "en", "It was held on 29 May 2006.", False),
        ("address", "What is the URL?", "en", "See https://bch.cbd.int for more.", True),
        ("address", "What is the URL?", "en", "It can be searched in the portal.", False),
        ("country", "Which countries?", "en", "Records came from Norway.", True),
        ("country", "Which countries?", "en", "Many countries submit records directly.", False),
        ("person", "Who is he?", "en", "The Executive Secretary met the Director-General.", False),
        ("person", "Who is he?", "en", "Mr. Djoghlaf met the Director-General.", True),
    ],
)
def test_quotation_holds_the_type_or_not(expected, question, language, text, held):
    assert holds(expected, question, language, [Quoted(text, language)], terms) is held


def test_number_in_another_language_has_to_do_where_no_own_text_is_quoted():
    quotes = [Quoted("两个秘书处正在合作。", "zh")]
    assert holds("count", "How many secretariats?", "en", quotes, terms)
    assert not holds("count", "How many secretariats?", "en", [], terms)


def test_years_are_dates():
    assert holds_dates([Quoted("It was established in 2001.", "en")])
    assert not holds_dates([Quoted("It was established recently.", "en")])
