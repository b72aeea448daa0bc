"""Each type of answer in each language: how it is asked for, what holds it and what does not."""

from __future__ import annotations

import pytest

from coopbot.answer_types import Quoted, expected_types, holds
from coopbot.languages import LANGUAGES
from tests.coopbot.test_answer_types import terms

# --- What is asked for, in six languages --------------------------------------------------------

ASKED = {
    "amount": {
        "zh": "捐助方出了多少钱？",
        "en": "What sum did the donor give?",
        "fr": "Quelle somme le donateur a-t-il versée ?",
        "es": "¿Qué suma aportó el donante?",
        "ru": "Какую сумму выделил донор?",
        "ar": "كم دفعت الجهة المانحة؟",
    },
    "person": {
        "zh": "是哪位官员签的信？",
        "en": "Who signed the letter?",
        "fr": "Qui a signé la lettre ?",
        "es": "¿Quién firmó la carta?",
        "ru": "Кто подписал письмо?",
        "ar": "أي موظف وقع الرسالة؟",
    },
    "agent": {
        "zh": "谁代表秘书处出席了会议？",
        "en": "Who represented the Secretariat in Lusaka?",
        "fr": "Qui a représenté le Secrétariat à Lusaka ?",
        "es": "¿Quién representó a la Secretaría en Lusaka?",
        "ru": "Кто представлял секретариат в Лусаке?",
        "ar": "من الذي مثل الأمانة في لوساكا؟",
    },
    "reason": {
        "zh": "延误的原因是什么？",
        "en": "What explains the delay?",
        "fr": "À quoi tient ce retard ?",
        "es": "¿A qué se debe el retraso?",
        "ru": "Чем объясняется задержка?",
        "ar": "ما سبب التأخير؟",
    },
    "frequency": {
        "zh": "数据每隔多久发送？",
        "en": "At what intervals are records sent?",
        "fr": "À quelle fréquence les données sont-elles envoyées ?",
        "es": "¿Cada cuánto se envían los datos?",
        "ru": "Как часто направляются данные?",
        "ar": "ما مدى تواتر إرسال البيانات؟",
    },
    "duration": {
        "zh": "备忘录有效期多长？",
        "en": "Until when does the memorandum run?",
        "fr": "Jusqu'à quand le mémorandum est-il valable ?",
        "es": "¿Hasta cuándo rige el memorando?",
        "ru": "На какой срок подписан меморандум?",
        "ar": "حتى متى تسري المذكرة؟",
    },
    "country": {
        "zh": "哪些国家派出了官员？",
        "en": "Name the countries that sent officers.",
        "fr": "Quels pays ont envoyé des fonctionnaires ?",
        "es": "¿Qué países enviaron funcionarios?",
        "ru": "Какие страны направили сотрудников?",
        "ar": "ما هي البلدان التي أرسلت موظفين؟",
    },
    "outcome": {
        "zh": "日内瓦会谈有什么结果？",
        "en": "What came of the talks in Geneva?",
        "fr": "Qu'ont décidé les Parties à Genève ?",
        "es": "¿Qué acordaron las Partes en Ginebra?",
        "ru": "Чем закончились переговоры в Женеве?",
        "ar": "ما الذي أسفرت عنه المحادثات في جنيف؟",
    },
    "response": {
        "zh": "秘书处如何回应这项提议？",
        "en": "How did the Secretariat react to the offer?",
        "fr": "Comment le Secrétariat a-t-il réagi à cette offre ?",
        "es": "¿Cómo reaccionó la Secretaría a la oferta?",
        "ru": "Как секретариат отреагировал на предложение?",
        "ar": "كيف استجابت الأمانة للعرض؟",
    },
    "share": {
        "zh": "提交报告的缔约方占多大比例？",
        "en": "What percentage of the Parties sent a report?",
        "fr": "Quel pourcentage des Parties a envoyé un rapport ?",
        "es": "¿Qué porcentaje de las Partes envió un informe?",
        "ru": "Какой процент Сторон прислал доклад?",
        "ar": "ما هي النسبة المئوية للأطراف التي أرسلت تقريرا؟",
    },
    "deadline": {
        "zh": "提交意见的截止日期是哪天？",
        "en": "By what date must comments be sent?",
        "fr": "Quelle est la date limite d'envoi des observations ?",
        "es": "¿Cuál es la fecha límite para enviar observaciones?",
        "ru": "До какого числа нужно прислать замечания?",
        "ar": "ما هو الموعد النهائي لإرسال التعليقات؟",
    },
    "venue": {
        "zh": "代表们在哪家酒店开会？",
        "en": "In which building did the delegates meet?",
        "fr": "Dans quel bâtiment les délégués se sont-ils réunis ?",
        "es": "¿En qué edificio se reunieron los delegados?",
        "ru": "В каком здании собирались делегаты?",
        "ar": "في أي مبنى اجتمع المندوبون؟",
    },
    "seat": {
        "zh": "该机构的总部在哪儿？",
        "en": "Where does the body have its headquarters?",
        "fr": "Où siège cet organisme ?",
        "es": "¿Dónde tiene su sede el organismo?",
        "ru": "Где расположен этот орган?",
        "ar": "أين مقر الهيئة؟",
    },
    "payment": {
        "zh": "讲习班由谁出钱？",
        "en": "Who pays for the workshop?",
        "fr": "Qui finance l'atelier ?",
        "es": "¿Quién paga el taller?",
        "ru": "Кто оплачивает семинар?",
        "ar": "من يمول ورشة العمل؟",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("expected", ASKED)
def test_type_is_told_in_every_language(expected, language):
    assert expected_types(ASKED[expected][language], language) == (expected,)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("zh", "秘书处与世界海关组织开展合作的情况"),
        ("en", "Which body coordinates the cooperation?"),
        ("fr", "Quel organisme coordonne la coopération ?"),
        ("es", "¿Qué organismo coordina la cooperación?"),
        ("ru", "Какой орган координирует сотрудничество?"),
        ("ar", "أي هيئة تنسق التعاون؟"),
    ],
    ids=LANGUAGES,
)
def test_question_of_another_kind_expects_no_type(language, question):
    assert expected_types(question, language) == ()


@pytest.mark.parametrize(
    ("question", "language", "wider", "told"),
    [
        ("How many dollars were spent?", "en", "count", "amount"),
        ("Quel est le montant et le nombre de cours ?", "fr", "count", "amount"),
        ("Which official signed the letter?", "en", "person", "agent"),
        ("谁代表签署方出席？", "zh", "person", "agent"),
    ],
)
def test_narrower_type_stands_for_the_wider_one(question, language, wider, told):
    types = expected_types(question, language)
    assert told in types
    assert wider not in types


# --- What holds it, and what does not -----------------------------------------------------------

HELD = {
    "person": {
        "zh": ("由艾弗斯先生签署。", "由秘书处签署。"),
        "en": ("Mr. Ivers signed it.", "The Secretariat signed it."),
        "fr": ("M. Ivers l'a signée.", "Le Secrétariat l'a signée."),
        "es": ("La firmó la Sra. Ivers.", "La firmó la Secretaría."),
        "ru": ("Его подписал г-н Иверс.", "Его подписал секретариат."),
        "ar": ("وقعها السيد إيفرز.", "وقعتها الأمانة."),
    },
    "reason": {
        "zh": ("由于施工，会议改期。", "会议改在小会议厅。"),
        "en": ("It was moved because the hall was small.", "It was moved to the small hall."),
        "fr": ("Elle a été déplacée en raison des travaux.", "Elle a eu lieu dans la salle 2."),
        "es": ("Se trasladó debido a las obras.", "Se trasladó a la sala pequeña."),
        "ru": ("Его перенесли из-за ремонта.", "Его перенесли в малый зал."),
        "ar": ("نقل الاجتماع بسبب الأعمال.", "نقل الاجتماع إلى القاعة الصغيرة."),
    },
    "frequency": {
        "zh": ("数据每月发送。", "数据以邮寄方式发送。"),
        "en": ("Records are sent every month.", "Records are sent by post."),
        "fr": ("Les données sont envoyées chaque mois.", "Les données sont envoyées par poste."),
        "es": ("Los datos se envían cada mes.", "Los datos se envían por correo."),
        "ru": ("Данные направляются ежемесячно.", "Данные направляются по почте."),
        "ar": ("ترسل البيانات كل شهر.", "ترسل البيانات بالبريد."),
    },
    "duration": {
        "zh": ("有效期为三年。", "由两个秘书处签署。"),
        "en": ("It is valid for three years.", "It was signed by the two secretariats."),
        "fr": ("Il est valable trois ans.", "Il a été signé par les deux secrétariats."),
        "es": ("Tiene una validez de tres años.", "Lo firmaron las dos secretarías."),
        "ru": ("Он действует три года.", "Его подписали два секретариата."),
        "ar": ("تسري لمدة 3 سنوات.", "وقعتها الأمانتان."),
    },
    "outcome": {
        "zh": ("会议通过了一项草案。", "会议于中午开始。"),
        "en": ("The meeting agreed on a draft.", "The meeting began at noon."),
        "fr": ("La réunion a adopté un projet.", "La réunion a commencé à midi."),
        "es": ("La reunión aprobó un proyecto.", "La reunión empezó al mediodía."),
        "ru": ("Совещание приняло решение.", "Совещание началось в полдень."),
        "ar": ("اعتمد الاجتماع مشروعا.", "بدأ الاجتماع ظهرا."),
    },
    "response": {
        "zh": ("各缔约方欢迎这项提议。", "各缔约方上午开会。"),
        "en": ("The Parties welcomed the offer.", "The Parties met in the morning."),
        "fr": ("Les Parties ont accueilli l'offre.", "Les Parties se sont réunies le matin."),
        "es": ("Las Partes acogieron la oferta.", "Las Partes se reunieron por la mañana."),
        "ru": ("Стороны приветствовали предложение.", "Стороны собрались утром."),
        "ar": ("رحبت الأطراف بالعرض.", "اجتمعت الأطراف صباحا."),
    },
    "share": {
        "zh": ("百分之四十的缔约方作了答复。", "会议成立了工作组，取得成功和成果。"),
        "en": ("Of the Parties, 40 per cent replied.", "Forty Parties replied."),
        "fr": ("Au total, 40 pour cent des Parties ont répondu.", "Quarante Parties ont répondu."),
        "es": ("El 40 por ciento de las Partes respondió.", "Respondieron cuarenta Partes."),
        "ru": ("Ответили 40 процентов Сторон.", "Ответили сорок Сторон."),
        "ar": ("ردت 40 في المائة من الأطراف.", "ردت أربعون من الأطراف."),
    },
    "deadline": {
        "zh": ("意见应不迟于5月15日提交。", "欢迎提出意见。"),
        "en": ("Comments are due no later than 15 May.", "Comments are welcome."),
        "fr": ("Les observations sont dues au plus tard le 15 mai.", "Elles sont bienvenues."),
        "es": ("Deben enviarse a más tardar el 15 de mayo.", "Se agradecen las observaciones."),
        "ru": ("Их следует направить не позднее 15 мая.", "Замечания приветствуются."),
        "ar": ("ترسل التعليقات في موعد أقصاه 15 مايو.", "نرحب بالتعليقات."),
    },
    "venue": {
        "zh": ("会议在人民大会堂的会议厅举行。", "会议在上海举行。"),
        "en": ("They met in the Palais des Nations.", "They met in Geneva."),
        "fr": ("La réunion a eu lieu à l'hôtel Métropole.", "La réunion a eu lieu à Paris."),
        "es": ("Se reunieron en el hotel Central.", "Se reunieron en Colonia."),
        "ru": ("Совещание прошло в здании министерства.", "Совещание прошло в Лусаке."),
        "ar": ("عقد الاجتماع في فندق الواحة.", "عقد الاجتماع في لوساكا."),
    },
    "seat": {
        "zh": ("该机构总部设在巴黎。", "该机构在巴黎开了会。"),
        "en": ("The body is based in Paris.", "The body met in Paris."),
        "fr": ("L'organisme a son siège à Paris.", "L'organisme s'est réuni à Paris."),
        "es": ("El organismo tiene sede en París.", "El organismo se reunió en París."),
        "ru": ("Штаб-квартира органа в Париже.", "Орган заседал в Париже."),
        "ar": ("مقر الهيئة في باريس.", "اجتمعت الهيئة في باريس."),
    },
    "payment": {
        "zh": ("讲习班由秘书处供资。", "讲习班在科隆举行。"),
        "en": ("The workshop is funded by the donor.", "It is cost-effective and is held in May."),
        "fr": ("L'atelier est financé par le donateur.", "L'atelier a lieu à Cologne."),
        "es": ("El taller lo financia el donante.", "El taller se celebra en Colonia."),
        "ru": ("Семинар проводится на средства донора.", "Семинар пройдёт в Кёльне."),
        "ar": ("ورشة العمل بتمويل من الجهة المانحة.", "تعقد ورشة العمل في كولونيا."),
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("expected", HELD)
def test_type_is_held_in_every_language(expected, language):
    question = ASKED[expected][language]
    held, lacking = (Quoted(text, language) for text in HELD[expected][language])
    assert holds(expected, question, language, [held], terms)
    assert not holds(expected, question, language, [lacking], terms)
    assert holds(expected, question, language, [lacking, held], terms)
    assert not holds(expected, question, language, [], terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_agent_is_held_by_what_holds_a_person(language):
    question = ASKED["agent"][language]
    held, lacking = (Quoted(text, language) for text in HELD["person"][language])
    assert holds("agent", question, language, [held], terms)
    assert not holds("agent", question, language, [lacking], terms)


def test_type_is_held_in_the_language_of_the_quotation():
    quotes = [Quoted("各缔约方欢迎这项提议。", "zh")]
    assert holds("response", "How did the Parties react to it?", "en", quotes, terms)
