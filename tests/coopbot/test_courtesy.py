from __future__ import annotations

import pytest

from coopbot.courtesy import without_courtesy
from tests.bundled import bundled_bot

PLAIN = {
    "zh": "秘书处与哪个组织签署了合作备忘录？",
    "en": "With which organization did the Secretariat sign a memorandum?",
    "fr": "Avec quelle organisation le Secrétariat a-t-il signé un mémorandum ?",
    "es": "¿Con qué organización firmó la Secretaría un memorando?",
    "ru": "С какой организацией секретариат подписал меморандум?",
    "ar": "مع أي منظمة وقعت الأمانة مذكرة التعاون؟",
}
POLITE = {
    "zh": "您好！我是某国代表，正在准备发言。想请问一下，{}谢谢！",
    "en": "Hello, I am a delegate preparing a statement. Could you please tell me: {} Many thanks!",
    "fr": "Bonjour, je prépare un dossier et je voudrais savoir, si possible : {} Merci d'avance !",
    "es": "Buenas tardes. Soy periodista. ¿Podría decirme, por favor: {} Muchas gracias.",
    "ru": "Здравствуйте! Я студентка, пишу курсовую. Подскажите, пожалуйста, {} Заранее спасибо.",
    "ar": "مرحبا، أود أن أعرف، من فضلك: {} شكرا جزيلا.",
}


@pytest.mark.parametrize("language", PLAIN)
def test_courtesies_around_a_question_are_set_aside(language):
    plain = PLAIN[language]
    assert without_courtesy(POLITE[language].format(plain), language).strip(" ¿") == plain.strip(
        "¿"
    )


@pytest.mark.parametrize("language", PLAIN)
def test_a_question_without_courtesies_stays_as_it_is(language):
    assert without_courtesy(PLAIN[language], language) == PLAIN[language]


@pytest.mark.parametrize(
    ("text", "language"),
    [("谢谢！", "zh"), ("Thank you!", "en"), ("Merci !", "fr"), ("Спасибо", "ru"), ("", "en")],
)
def test_what_is_nothing_but_courtesy_stays_whole(text, language):
    assert without_courtesy(text, language) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The secretariat won a prize thanks to its customs work. Which one?", "en"),
        ("Paragraph 9 says that it is thankful. Is that so?", "en"),
        ("我国提出的请求是什么？", "zh"),
        ("Je suis observateur : puis-je demander la parole ?", "fr"),
        ("Я могу зарегистрироваться на семинар?", "ru"),
    ],
)
def test_words_that_belong_to_the_question_stay(text, language):
    assert without_courtesy(text, language) == text


@pytest.mark.parametrize("language", PLAIN)
def test_a_polite_question_is_answered_as_the_plain_one(language):
    plain = bundled_bot().ask(PLAIN[language])
    polite = bundled_bot().ask(POLITE[language].format(PLAIN[language]))
    assert not plain.abstained
    assert [c.paragraph.key for c in polite.citations] == [c.paragraph.key for c in plain.citations]
    assert polite.question == POLITE[language].format(PLAIN[language])
    assert polite.language == language
