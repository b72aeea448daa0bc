"""The numbers that a word processor computes for the paragraphs of a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from coopbot.numerals import chinese_numeral, roman_numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9

_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALIF_BA_TA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"


def _letters(alphabet: str) -> Callable[[int], str]:
    def letter(value: int) -> str:
        # Behind the last letter Word doubles them: aa, bb.
        turns, place = divmod(value - 1, len(alphabet))
        return alphabet[place] * (turns + 1)

    return letter


def _chinese(value: int) -> str:
    return chinese_numeral(value) if value < 100 else str(value)


_LATIN = "abcdefghijklmnopqrstuvwxyz"
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "lowerRoman": lambda value: roman_numeral(value).lower(),
    "upperRoman": roman_numeral,
    "russianLower": _letters(_CYRILLIC),
    "russianUpper": _letters(_CYRILLIC.upper()),
    "arabicAbjad": _letters(_ABJAD),
    "arabicAlpha": _letters(_ALIF_BA_TA),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographTraditional": _letters(_HEAVENLY_STEMS),
    "ordinal": str,
    "bullet": lambda _: "",
    "none": lambda _: "",
}
"""Number formats of WordprocessingML (ECMA-376, ST_NumberFormat) that UN documents use."""


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    suffix: str = " "
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """An instance of a list: its levels, and the counter that it shares with its like."""

    abstract: str
    levels: dict[int, _Level]
    overridden: dict[int, int] = field(default_factory=dict)


class ListNumbers:
    """Counts the paragraphs of the lists of one document."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._load(numbering)

    def _load(self, numbering: etree._Element) -> None:
        abstracts = {
            _value(element, "abstractNumId"): _levels(element)
            for element in numbering.iter(f"{W}abstractNum")
        }
        for element in numbering.iter(f"{W}num"):
            reference = element.find(f"{W}abstractNumId")
            abstract = _value(reference, "val") if reference is not None else ""
            levels = dict(abstracts.get(abstract, {}))
            instance = _List(abstract, levels)
            for override in element.iter(f"{W}lvlOverride"):
                depth = int(_value(override, "ilvl") or 0)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    instance.overridden[depth] = _integer(_value(start, "val"), 1)
                levels |= _levels(override)
            self._lists[_value(element, "numId")] = instance

    def number(self, list_id: str, depth: int) -> str:
        """Count one paragraph and return its printed number with the space behind it."""
        instance = self._lists.get(list_id)
        if instance is None or depth not in instance.levels or not 0 <= depth < _LEVELS:
            return ""
        counters = self._counters.setdefault(instance.abstract, [None] * _LEVELS)
        if depth in instance.overridden and (list_id, depth) not in self._begun:
            counters[depth] = instance.overridden[depth] - 1
            self._begun.add((list_id, depth))
        level = instance.levels[depth]
        for upper in range(depth):
            if counters[upper] is None:
                counters[upper] = instance.levels.get(upper, _Level()).start
        previous = counters[depth]
        counters[depth] = level.start if previous is None else previous + 1
        counters[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.form == "bullet":
            return ""
        text = re.sub(
            r"%([1-9])",
            lambda match: self._shown(instance, counters, int(match.group(1)) - 1, level.legal),
            level.text,
        )
        return text + level.suffix if text else ""

    def _shown(self, instance: _List, counters: list[int | None], depth: int, legal: bool) -> str:
        level = instance.levels.get(depth, _Level())
        form = "decimal" if legal else level.form
        return FORMATS.get(form, str)(counters[depth] or level.start)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels = {}
    for element in parent.iter(f"{W}lvl"):
        children = {etree.QName(child).localname: _value(child, "val") for child in element}
        suffix = {"nothing": "", "space": " "}.get(children.get("suff", "tab"), " ")
        levels[_integer(_value(element, "ilvl"), 0)] = _Level(
            form=children.get("numFmt", "decimal"),
            text=children.get("lvlText", ""),
            start=_integer(children.get("start", "1"), 1),
            suffix=suffix,
            legal="isLgl" in children,
            style=children.get("pStyle"),
        )
    return levels


def _value(element: etree._Element, name: str) -> str:
    return str(element.get(f"{W}{name}") or "")


def _integer(text: str, default: int) -> int:
    # Numbers of a hostile file may be huge; those of a real one are not.
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default
