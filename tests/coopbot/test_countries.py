from __future__ import annotations

import pytest

from coopbot.countries import countries_in
from coopbot.languages import LANGUAGES


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("zh", "讲习班先后在日本千叶和赞比亚卢萨卡举行。", ["日本", "赞比亚"]),
        ("en", "It was held in Chiba, Japan, and then in Lusaka, Zambia.", ["Japan", "Zambia"]),
        ("fr", "Il a eu lieu à Dakar (Sénégal), puis à Lima (Pérou).", ["Sénégal", "Pérou"]),
        ("es", "Se celebró en Lima (Perú) y luego en Dakar (Senegal).", ["Perú", "Senegal"]),
        ("ru", "Он прошёл в Лусаке, Замбия, и в Лиме, Перу.", ["Замбия", "Перу"]),
        ("ar", "عقدت الحلقة في زامبيا ثم في اليابان.", ["زامبيا", "اليابان"]),
    ],
    ids=LANGUAGES,
)
def test_countries_are_found_in_the_order_of_the_text(language, text, names):
    assert list(countries_in(text, language)) == names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "各国派出的官员参加了培训。"),
        ("en", "The countries of the region sent their officers."),
        ("fr", "Les pays de la région ont envoyé leurs agents."),
        ("es", "Los países de la región enviaron a sus agentes."),
        ("ru", "Страны региона направили своих сотрудников."),
        ("ar", "أرسلت بلدان المنطقة موظفيها."),
    ],
    ids=LANGUAGES,
)
def test_countries_that_are_not_named_are_none(language, text):
    assert list(countries_in(text, language)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "费用为50,000加拿大元。"),
        ("en", "The cost is 50,000 United States dollars."),
        ("fr", "Le coût est de 50 000 dollars des États-Unis."),
        ("es", "El costo es de 50.000 dólares de los Estados Unidos."),
        ("ru", "Стоимость составляет 50 000 долларов Канады."),
        ("ar", "تبلغ التكلفة 50000 من دولارات الولايات المتحدة."),
    ],
    ids=LANGUAGES,
)
def test_currency_is_no_country(language, text):
    assert list(countries_in(text, language)) == []


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("zh", "加拿大派出两名官员。", "加拿大"),
        ("en", "The United States sent two officers.", "United States"),
        ("fr", "Les États-Unis ont envoyé deux agents.", "États-Unis"),
        ("es", "Los Estados Unidos enviaron a dos agentes.", "Estados Unidos"),
        ("ru", "Двух сотрудников направили от Канады.", "Канады"),
        ("ar", "أرسلت الولايات المتحدة موظفين.", "الولايات المتحدة"),
    ],
    ids=LANGUAGES,
)
def test_country_of_a_currency_is_one_where_no_sum_is_near(language, text, name):
    assert list(countries_in(text, language)) == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The United Nations and the European Union sent observers."),
        ("fr", "Les Nations Unies et l'Union européenne ont envoyé des observateurs."),
        ("es", "Las Naciones Unidas y la Unión Europea enviaron observadores."),
        ("es", "Reunión de las Partes: la Reunión aprobó su programa."),
        ("zh", "联合国和欧盟派出了观察员。"),
    ],
)
def test_groups_of_countries_and_a_meeting_are_none(language, text):
    assert list(countries_in(text, language)) == []


@pytest.mark.parametrize("form", ["Япония", "Японии", "Японию", "Японией"])
def test_russian_name_is_found_in_its_cases(form):
    assert list(countries_in(f"Среди участников: {form}.", "ru")) == [form]


@pytest.mark.parametrize("text", ["Индийский океан", "Китайская делегация", "Он этого не знал"])
def test_russian_word_that_only_begins_like_a_name_is_none(text):
    assert list(countries_in(text, "ru")) == []


def test_arabic_name_is_found_with_a_particle_before_it():
    assert list(countries_in("شاركت كينيا وبيرو في الاجتماع.", "ar")) == ["كينيا", "وبيرو"]


@pytest.mark.parametrize(
    "text", ["a turkey in a china shop", "the Nigerian delegate", "Malian law"]
)
def test_word_that_only_looks_like_a_name_is_none(text):
    assert list(countries_in(text, "en")) == []


def test_longer_name_is_not_taken_for_the_shorter_one_in_it():
    text = "Guinea-Bissau, Equatorial Guinea and Guinea took part."
    assert list(countries_in(text, "en")) == ["Guinea-Bissau", "Equatorial Guinea", "Guinea"]
