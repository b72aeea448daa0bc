from __future__ import annotations

import pytest

from coopbot.compose import Composition, Passage, Quote
from coopbot.expectation import Expectation
from coopbot.languages import LANGUAGES
from tests.bundled import SYMBOL, bundled_bot, read_question


def holds(asked, label, language="en", sentence=0):
    """Tell whether one sentence of a paragraph holds what a question expects."""
    index = bundled_bot().index
    paragraph = index.expressions(SYMBOL, label)[language]
    quote = Quote(paragraph, index.reading(paragraph).spans[sentence])
    composition = Composition((Passage(label, SYMBOL, (quote,)),))
    return Expectation(index).holds(read_question(asked, language=language), composition)


@pytest.mark.parametrize(
    ("language", "when", "month", "day", "stated"),
    [
        (
            "zh", "罗马的那次会议是什么时候举行的？", "罗马的那次会议是哪个月举行的？",
            "罗马的那次会议是哪一天举行的？", "2008年2月在罗马的会议，后续会议何时举行？",
        ),
        (
            "en", "When was the meeting in Rome held?", "In which month was the meeting in Rome?",
            "On what day did the meeting in Rome open?",
            "When is the one after the meeting of February 2008 in Rome?",
        ),
        (
            "fr", "Quand s'est tenue la réunion de Rome ?", "Quel mois s'est tenue cette réunion ?",
            "Quel jour s'est ouverte la réunion de Rome ?",
            "Quand aura lieu la réunion qui suit celle de février 2008 à Rome ?",
        ),
        (
            "es", "¿Cuándo se celebró la reunión de Roma?", "¿En qué mes se celebró en Roma?",
            "¿Qué día se inauguró la reunión de Roma?",
            "¿Cuándo será la reunión que sigue a la de febrero de 2008 en Roma?",
        ),
        (
            "ru", "Когда проходило совещание в Риме?", "В каком месяце было совещание в Риме?",
            "Какого числа открылось совещание в Риме?",
            "Когда будет следующее совещание, кроме того, что было в феврале 2008 года в Риме?",
        ),
        (
            "ar", "متى عقد اجتماع روما؟", "في أي شهر عقد اجتماع روما؟",
            "في أي يوم افتتح اجتماع روما؟",
            "متى يعقد الاجتماع الذي يلي اجتماع فبراير 2008 في روما؟",
        ),
    ],
    ids=LANGUAGES,
)  # fmt: skip
def test_time_is_told_as_exactly_as_asked_and_not_by_the_question(
    language, when, month, day, stated
):
    # The first sentence of paragraph 16 says "February 2008".
    assert holds(when, "16", language)
    assert holds(month, "16", language)
    assert not holds(day, "16", language)
    assert not holds(stated, "16", language)
    assert not holds(when, "16", language, sentence=2)


def test_day_is_told_where_it_is_given():
    assert holds("On what days was the session in Chiba held?", "14", sentence=1)
    assert holds("On what day did the session in Chiba open?", "14", sentence=1)


def test_nothing_quoted_tells_no_time():
    question = read_question("When was the meeting in Rome held?")
    assert not Expectation(bundled_bot().index).holds(question, Composition())
