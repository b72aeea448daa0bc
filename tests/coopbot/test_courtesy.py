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


@pytest.mark.parametrize(
    ("language", "lead", "asked"),
    [
        ("zh", "敬请告知", "第二次海关官员培训讲习班是在哪个城市举行的。"),
        ("zh", "文件里有没有提到", "秘书处参加了海关官员的培训讲习班？"),
        (
            "en",
            "We should be grateful to learn ",
            "in which city the second workshop for customs officers was held.",
        ),
        (
            "en",
            "Does the note say whether ",
            "the two secretariats have already signed a joint memorandum?",
        ),
        (
            "en",
            "Would it be possible to know ",
            "which bodies took part in the training of customs officers?",
        ),
        (
            "en",
            "Kindly confirm whether ",
            "the Secretariat took part in the training of customs officers.",
        ),
        (
            "fr",
            "Nous souhaiterions savoir ",
            "dans quelle ville s'est tenu le deuxième atelier destiné aux agents.",
        ),
        (
            "fr",
            "Je vous serais reconnaissante de m'indiquer ",
            "quels organismes ont pris part à la formation des agents.",
        ),
        (
            "fr",
            "La note dit-elle si ",
            "le Secrétariat a pris part à la formation des agents ?",
        ),
        (
            "es",
            "Agradeceríamos saber ",
            "en qué ciudad se celebró el segundo taller para agentes de aduanas.",
        ),
        (
            "es",
            "¿Indica la nota si ",
            "la Secretaría tomó parte en la formación de los agentes?",
        ),
        (
            "es",
            "Sírvase indicar si ",
            "la Secretaría tomó parte en la formación de los agentes.",
        ),
        (
            "ru",
            "Были бы признательны за сведения, ",
            "какие организации участвовали в обучении сотрудников таможни в Лусаке.",
        ),
        (
            "ru",
            "Говорится ли в записке, ",
            "какие организации участвовали в обучении сотрудников таможни в Лусаке?",
        ),
        (
            "ru",
            "Прошу сообщить, ",
            "какие организации участвовали в обучении сотрудников таможни в Лусаке.",
        ),
        (
            "ar",
            "نرجو إفادتنا ",
            "في أي مدينة عقدت حلقة العمل الثانية الموجهة لموظفي الجمارك.",
        ),
        (
            "ar",
            "هل تذكر المذكرة ما إذا ",
            "شاركت الأمانة في تدريب موظفي الجمارك في مدينة لوساكا؟",
        ),
    ],
)
def test_lead_is_set_aside_where_the_rest_asks_by_itself(language, lead, asked):
    assert without_courtesy(lead + asked, language) == asked


@pytest.mark.parametrize(
    ("language", "before", "lead", "rest"),
    [
        ("zh", "有些缔约方自己举办了培训；", "能否告诉我", "是哪些？"),
        ("en", "Certain Parties ran their own courses;", "could you tell me", "which?"),
        ("fr", "Certaines Parties ont leurs cours ;", "pourriez-vous me dire", "lesquelles ?"),
        ("es", "Algunas Partes dan sus propios cursos;", "¿podría decirme", "cuáles?"),
        ("ru", "Некоторые Стороны проводят курсы;", "скажите, пожалуйста", ", какие?"),
        ("ar", "نظمت بعض الأطراف دورات خاصة بها؛", "هل يمكنكم إخبارنا", "أيها؟"),
    ],
    ids=list(PLAIN),
)
def test_what_stands_before_a_lead_stays_where_the_rest_is_short(language, before, lead, rest):
    kept = without_courtesy(f"{before} {lead} {rest}", language)
    assert kept.startswith(before)
    assert kept.endswith(rest)
    assert lead.strip("¿") not in kept


def test_what_stands_before_a_lead_goes_where_the_rest_asks_by_itself():
    text = (
        "I read of the workshop in Lusaka, and I would like to know "
        "how many customs officers from the region took part."
    )
    assert without_courtesy(text, "en") == "how many customs officers from the region took part."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Could you tell me?", "en"),
        ("I should like to know", "en"),
        ("Pourriez-vous me dire ?", "fr"),
        ("¿Podría decirme?", "es"),
        ("Скажите, пожалуйста", "ru"),
        ("هل يمكنكم إخبارنا؟", "ar"),
        ("请问？", "zh"),
    ],
)
def test_what_is_nothing_but_a_lead_stays_whole(text, language):
    assert without_courtesy(text, language) == text


@pytest.mark.parametrize("language", PLAIN)
def test_a_polite_question_is_answered_as_the_plain_one(language):
    plain = bundled_bot().ask(PLAIN[language])
    polite = bundled_bot().ask(POLITE[language].format(PLAIN[language]))
    assert not plain.abstained
    assert [c.paragraph.key for c in polite.citations] == [c.paragraph.key for c in plain.citations]
    assert polite.question == POLITE[language].format(PLAIN[language])
    assert polite.language == language


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Which organization needs to establish a list of experts?"),
        ("en", "What does a Party need to know?"),
        ("es", "¿Qué necesita saber el oficial de aduanas?"),
        ("zh", "谁负责询问各缔约方的意见？"),
    ],
)
def test_a_need_of_somebody_else_is_no_courtesy(language, question):
    assert without_courtesy(question, language) == question
