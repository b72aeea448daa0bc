from __future__ import annotations

import pytest

from coopbot.answer_types import (
    Quoted,
    asked_exactness,
    expected_types,
    holds,
    holds_dates,
    names_place,
)
from coopbot.given import given_by
from coopbot.languages import LANGUAGES
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
        ("count", "How many days did it last?", "en", "It met in January 2008.", False),
        ("count", "How many days did it last?", "en", "It met on 19 and 20 May 2008.", True),
        ("count", "For how many years?", "en", "It was signed in March 2007.", False),
        ("count", "How many years lay between?", "en", "Set up in 2001, joined in 2006.", True),
        ("count", "How many years ago?", "en", "The twentieth anniversary.", True),
        ("count", "How many sessions so far?", "en", "The thirty-sixth session.", True),
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


# --- What the question states itself ------------------------------------------------------------

STATED = [
    (
        "amount", "zh", "5万美元拨款花了多少？", "拨款为50,000美元。", "其中花费20,000美元。",
    ),
    (
        "amount", "en", "How much of the 50,000 dollars was spent?",
        "The grant was 50,000 United States dollars.", "Of it, 20,000 United States dollars went.",
    ),
    (
        "amount", "fr", "Combien a coûté l'atelier doté de 50 000 dollars ?",
        "La dotation était de 50 000 dollars des États-Unis.",
        "L'atelier a coûté 20 000 dollars des États-Unis.",
    ),
    (
        "amount", "es", "¿Cuánto costó el taller dotado de 50.000 dólares?",
        "La dotación era de 50.000 dólares de los Estados Unidos.",
        "Costó 20.000 dólares de los Estados Unidos.",
    ),
    (
        "amount", "ru", "Сколько стоил семинар, на который дали 50 000 долларов?",
        "Выделено 50 000 долларов США.", "Потрачено 20 000 долларов США.",
    ),
    (
        "amount", "ar", "كم تبلغ تكلفة الحلقة من أصل 50000 دولار؟",
        "بلغت المنحة 50000 دولار.", "وأنفق منها 20000 دولار.",
    ),
    (
        "country", "zh", "除日本外，哪些国家派了官员？", "日本派出两名官员。",
        "赞比亚派出两名官员。",
    ),
    (
        "country", "en", "Which countries besides Japan sent officers?",
        "Japan sent two officers.", "Zambia sent two officers.",
    ),
    (
        "country", "fr", "Quels pays, outre le Japon, ont envoyé des agents ?",
        "Le Japon a envoyé deux agents.", "La Zambie a envoyé deux agents.",
    ),
    (
        "country", "es", "¿Qué países, además del Japón, enviaron agentes?",
        "El Japón envió a dos agentes.", "Zambia envió a dos agentes.",
    ),
    (
        "country", "ru", "Какие страны, кроме Японии, направили сотрудников?",
        "Япония направила двух сотрудников.", "Замбия направила двух сотрудников.",
    ),
    (
        "country", "ar", "ما هي البلدان غير اليابان التي أرسلت موظفين؟",
        "أرسلت اليابان موظفين.", "أرسلت زامبيا موظفين.",
    ),
    (
        "place", "zh", "内罗毕的培训班后来又在哪里举行？", "培训班于2007年9月在内罗毕举行。",
        "后来于2007年在卢萨卡举行。",
    ),
    (
        "place", "en", "Where was the Nairobi course held again?",
        "The course was held in Nairobi.", "It was held again in Lusaka.",
    ),
    (
        "place", "fr", "Où le cours de Nairobi a-t-il de nouveau eu lieu ?",
        "Le cours a eu lieu à Nairobi.", "Il a de nouveau eu lieu à Lusaka.",
    ),
    (
        "place", "es", "¿Dónde se celebró después el curso de Nairobi?",
        "El curso se celebró en Nairobi.", "Se celebró de nuevo en Lusaka.",
    ),
    (
        "place", "ru", "Где ещё прошёл курс, проведённый в Найроби?",
        "Курс прошёл в Найроби.", "Затем он прошёл в Лусаке.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "language", "question", "same", "new"),
    STATED,
    ids=[f"{case[0]}-{case[1]}" for case in STATED],
)
def test_what_the_question_states_itself_is_no_answer(expected, language, question, same, new):
    assert expected in expected_types(question, language)
    assert not holds(expected, question, language, [Quoted(same, language)], terms)
    assert holds(expected, question, language, [Quoted(new, language)], terms)


def test_currency_is_no_country():
    quotes = [Quoted("A sum of 50,000 United States dollars was paid.", "en")]
    assert not holds("country", "Which countries paid?", "en", quotes, terms)


def test_place_that_a_question_names_is_one_for_a_question_that_does_not():
    quote = Quoted("The course was held in Nairobi.", "en")
    assert names_place(quote)
    assert names_place(quote, given_by("Where was it held?", "en"))
    assert not names_place(quote, given_by("Who came to Nairobi?", "en"))


@pytest.mark.parametrize(
    ("language", "question", "same", "day", "later"),
    [
        (
            "zh", "2007年3月签署的备忘录何时到期？", "备忘录于2007年3月签署。",
            "备忘录于2007年3月28日签署。", "备忘录于2009年到期。",
        ),
        (
            "en", "When does the memorandum signed in March 2007 end?",
            "It was signed in March 2007.", "It was signed on 28 March 2007.", "It ended in 2009.",
        ),
        (
            "fr", "Quand finit le mémorandum signé en mars 2007 ?",
            "Il a été signé en mars 2007.", "Il a été signé le 28 mars 2007.",
            "Il a pris fin en 2009.",
        ),
        (
            "es", "¿Cuándo termina el memorando firmado en marzo de 2007?",
            "Se firmó en marzo de 2007.", "Se firmó el 28 de marzo de 2007.", "Terminó en 2009.",
        ),
        (
            "ru", "Когда истекает меморандум, подписанный в марте 2007 года?",
            "Он подписан в марте 2007 года.", "Он подписан 28 марта 2007 года.",
            "Он истёк в 2009 году.",
        ),
        (
            "ar", "متى تنتهي المذكرة الموقعة في مارس 2007؟", "وقعت في مارس 2007.",
            "وقعت في 28 مارس 2007.", "انتهت في عام 2009.",
        ),
    ],
    ids=LANGUAGES,
)  # fmt: skip
def test_date_counts_where_it_says_more_and_is_as_exact_as_asked(
    language, question, same, day, later
):
    given = given_by(question, language)
    month, exact, year = ([Quoted(text, language)] for text in (same, day, later))
    assert [holds_dates(quotes, given) for quotes in (month, exact, year)] == [False, True, True]
    # How exact each is, whatever the question states.
    assert [holds_dates(month, exact=part) for part in ("year", "month", "day")] == [
        True, True, False,
    ]  # fmt: skip
    assert [holds_dates(exact, exact=part) for part in ("year", "month", "day")] == [True] * 3
    assert [holds_dates(year, exact=part) for part in ("year", "month", "day")] == [
        True, False, False,
    ]  # fmt: skip


def test_year_of_the_month_in_the_question_is_not_more_exact():
    given = given_by("On what day of March 2007 was it signed?", "en")
    assert not holds_dates([Quoted("It was signed in 2007.", "en")], given)
    assert not holds_dates([Quoted("It was signed in April 2007.", "en")], given, "day")
    assert holds_dates([Quoted("It was signed on 28 March 2007.", "en")], given, "day")


def test_period_is_as_exact_as_its_beginning():
    years, months, days = (
        [Quoted(f"It ran {period}.", "en")]
        for period in (
            "from 2005 to 2009",
            "from March to May 2007",
            "from 24 to 28 September 2007",
        )
    )
    assert [holds_dates(quotes, exact="month") for quotes in (years, months, days)] == [
        False, True, True,
    ]  # fmt: skip
    assert [holds_dates(quotes, exact="day") for quotes in (years, months, days)] == [
        False, False, True,
    ]  # fmt: skip


# --- How exact a time is asked for --------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "day", "month", "year", "time"),
    [
        ("zh", "是哪一天开幕的？", "是几月举行的？", "是哪一年举行的？", "什么时候举行的？"),
        ("en", "On what day did it open?", "In which month?", "In what year?", "When was it?"),
        ("fr", "Quel jour a-t-il ouvert ?", "En quel mois ?", "En quelle année ?", "Quand ?"),
        ("es", "¿Qué día se inauguró?", "¿En qué mes fue?", "¿En qué año fue?", "¿Cuándo fue?"),
        ("ru", "Какого числа он открылся?", "В каком месяце?", "В каком году?", "Когда?"),
        ("ar", "في أي يوم افتتح؟", "في أي شهر عقد؟", "في أي سنة عقد؟", "متى عقد؟"),
    ],
    ids=LANGUAGES,
)
def test_exactness_is_told_from_the_words_of_the_question(language, day, month, year, time):
    assert [asked_exactness(asked, language) for asked in (day, month, year, time)] == [
        "day", "month", "year", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language"),
    [("In what month and on which day?", "en"), ("是几月几日？", "zh")],
)
def test_day_is_asked_where_a_month_is_asked_too(question, language):
    assert asked_exactness(question, language) == "day"
