"""Arabic lines: from the order on the page to the order of reading."""

import pytest

from ingest.readers.bidi import is_visual, reading_order, unshaped, with_brackets_upright


def on_page(logical_runs):
    """Return characters from right to left: Latin runs and numbers stand turned round."""
    return [char for run, latin in logical_runs for char in (run[::-1] if latin else run)]


@pytest.mark.parametrize(
    "runs",
    [
        [("في عام ", False), ("2006", True), ("، وبعد", False)],
        [("1", True), (". طلب", False)],
        [("المقرر ", False), ("BS-III/6", True), (" بشأن", False)],
        [("من ", False), ("24", True), (" إلى ", False), ("28", True), (" أيلول", False)],
        [("مبلغ ", False), ("10,000", True), (" دولار", False)],
        [("الوثيقة ", False), ("UNEP/CBD/BS/COP-MOP/4/INF/5", True), (" و", False)],
        [("(", False), ("2008", True), (")", False), (" ثم", False)],
        [("* ", False), ("UNEP/CBD/4/1", True), (".", False)],
        [("من ", False), ("Codex Alimentarius", True), (" ثم", False)],
        [("المقرر ", False), ("BS-", True)],
        [("اليابان، ", False), ("11", True), ("-", False), ("15", True), (" أكتوبر", False)],
        [("14", True), (" ", False), ("December 2010", True)],
    ],
)
def test_reading_order_turns_latin_and_figures_round_again(runs):
    assert "".join(reading_order(on_page(runs))) == "".join(run for run, _ in runs)


def test_brackets_face_the_words_that_they_hold():
    lines = ["منظمة )اليونيب( و", "بند )أ( هنا", "سجلات)النصوص( ثم"]
    assert with_brackets_upright(lines) == ["منظمة (اليونيب) و", "بند (أ) هنا", "سجلات(النصوص) ثم"]
    upright = ["منظمة (اليونيب) و", "بند (أ) هنا"]
    assert with_brackets_upright(upright) == upright


def test_visual_order_is_told_by_final_letters():
    text = "مدينة كبيرة وقرية صغيرة واتفاقية دولية على مستوى الأمانة العامة"
    assert not is_visual(text)
    assert is_visual(text[::-1])


def test_presentation_forms_become_letters():
    assert unshaped("\ufefb\ufe8e\ufedf") == "لاال"
    assert unshaped("No. 5 ½ é") == "No. 5 ½ é"
