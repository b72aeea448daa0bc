"""Labels inside parts that count their paragraphs anew: annexes, annexed decisions, articles.

    >>> display_part("annex-II", "fr"), display_part("BS-IV/7.annex", "en")
    ('annexe II', 'BS-IV/7, annex')

Canonical: ``annex``, ``annex-II``, ``BS-IV/6``, ``BS-IV/7.annex``, ``art18``, ``item-4`` (of an
agenda); with a paragraph inside ``BS-IV/6.2(a)``; of a treaty ``18(2)(a)``.
"""

from __future__ import annotations

import re

from coopbot.numerals import (
    chinese_number,
    chinese_numeral,
    letter_number,
    roman_number,
    roman_numeral,
)

_DECISION = r"(?:BS-[IVX]{1,5}/\d{1,2}|CP-(?:[IVX]{1,5}|\d{1,2})/\d{1,2}|NP-\d{1,2}/\d{1,2})"
_ANNEX = r"annex(?:-(?:[IVX]{1,6}|[A-Z]))?"
_PART = re.compile(
    rf"(?P<part>{_DECISION}(?:\.{_ANNEX})?|{_ANNEX}|art\d{{1,3}}|item-\d{{1,2}})"
    r"(?:\.(?P<rest>[^.].*))?"
)
_ANNEX_WORDS = {
    "zh": "附件", "en": "annex", "fr": "annexe", "es": "anexo", "ru": "приложение",
    "ar": "المرفق",
}  # fmt: skip
_ARTICLE_WORDS = {
    "zh": "第{}条", "en": "Article {}", "fr": "article {}", "es": "artículo {}",
    "ru": "статья {}", "ar": "المادة {}",
}  # fmt: skip
_ITEM_WORDS = {
    "zh": "议程项目{}", "en": "agenda item {}", "fr": "point {} de l'ordre du jour",
    "es": "tema {} del programa", "ru": "пункт {} повестки дня",
    "ar": "البند {} من جدول الأعمال",
}  # fmt: skip
_PARAGRAPH_WORDS = {
    "en": "para. ", "fr": "par. ", "es": "párr. ", "ru": "п. ", "ar": "الفقرة ",
}  # fmt: skip
_COMMAS = {"zh": "", "ar": "، "}
_ARABIC_ORDINALS = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس")

_TYPED_ANNEX = (
    r"(?:annex(?:e|es)?|anexo|приложение|приложения|приложении|(?:ال)?مرفق|附件)"
    r"(?:[ -]?(?P<number{n}>[IVX]{{1,6}}(?![A-Za-z])|\d{{1,2}}|[A-Z](?![A-Za-z])"
    r"|[一二三四五六七八九十]{{1,3}}|" + "|".join(_ARABIC_ORDINALS) + r"))?"
)
_TYPED = re.compile(
    r"(?:(?:(?:decision|décision|decisión|решение|решения|(?:ال)?مقرر|第) ?)?"
    rf"(?P<decision>{_DECISION})(?: ?号决定)?(?:[.,،]? ?(?P<inner>{_TYPED_ANNEX.format(n=1)}))?"
    rf"|(?P<annex>{_TYPED_ANNEX.format(n=2)}))(?![\w/-])?",
    re.IGNORECASE,
)
_TYPED_ARTICLE = re.compile(
    r"(?:art|article|artículo|articulo|статья|статьи|статье|(?:ال)?مادة) ?(\d{1,3})"
    r"|第 ?(\d{1,3}) ?条",
    re.IGNORECASE,
)
_TYPED_ITEM = re.compile(
    r"item-(?P<plain>\d{1,2})|(?:agenda )?item (?P<en>\d{1,2})"
    r"|point (?P<fr>\d{1,2}) de l'ordre du jour|tema (?P<es>\d{1,2}) del programa"
    r"|пункт (?P<ru>\d{1,2}) повестки дня"
    r"|البند (?P<ar>\d{1,2}) من جدول الأعمال|议程项目 ?(?P<zh>\d{1,2})",
    re.IGNORECASE,
)
_LETTERS_FROM = 100
_SEPARATOR = re.compile(r" ?[.,،:]? ?")


def split_part(label: str) -> tuple[str, str] | None:
    """Return the part and the label inside it, empty for the part itself; None without a part."""
    match = _PART.fullmatch(label)
    return (match["part"], match["rest"] or "") if match else None


def display_part(part: str, language: str) -> str:
    """Write the name of a part as readers of a language do."""
    if part.startswith("art"):
        return _ARTICLE_WORDS.get(language, _ARTICLE_WORDS["en"]).format(part[3:])
    if part.startswith("item-"):
        return _ITEM_WORDS.get(language, _ITEM_WORDS["en"]).format(part[5:])
    names = [_display_name(name, language) for name in part.split(".")]
    return _COMMAS.get(language, ", ").join(names)


def display_inside(part: str, shown: str, number: str, language: str) -> str:
    """Write the name of a part with a paragraph in it.

    :param shown: the paragraph's label as the language shows it.
    :param number: the paragraph's number, empty for what is no numbered paragraph.
    """
    name = display_part(part, language)
    if language == "zh":
        inside = f"第{number}段{shown[len(number) :]}" if number else f"，{shown}"
        return name + inside
    word = _PARAGRAPH_WORDS.get(language, _PARAGRAPH_WORDS["en"]) if number else ""
    return f"{name}{_COMMAS.get(language, ', ')}{word}{shown}"


def parse_part(folded: str) -> tuple[str, str] | None:
    """Return the canonical part that a folded text begins with, and the rest of the text."""
    for pattern, form in ((_TYPED_ARTICLE, "art{}"), (_TYPED_ITEM, "item-{}")):
        whole = pattern.fullmatch(folded)
        if whole:
            return form.format(int(next(filter(None, whole.groups())))), ""
    match = _TYPED.match(folded)
    if not match:
        return None
    rest = folded[match.end() :]
    separator = _SEPARATOR.match(rest)
    rest = rest[separator.end() :] if separator else rest
    if match["decision"]:
        inner = f".{_annex(match['number1'])}" if match["inner"] else ""
        return match["decision"].upper() + inner, rest
    return _annex(match["number2"]), rest


def part_order(part: str) -> tuple[int, ...]:
    """Return what orders parts: agenda items, decisions by meeting and number, then annexes."""
    order: list[int] = []
    for name in part.split("."):
        head, _, tail = name.partition("-")
        if head == "annex":
            order += [9, designation_order(tail)]
        elif head == "item":
            order += [0, int(tail)]
        else:
            meeting, _, number = tail.partition("/")
            value = int(meeting) if meeting.isdigit() else roman_number(meeting) or 0
            order += [1 + ("BS", "CP", "NP").index(head), value, int(number)]
    return tuple(order)


def designation_order(sign: str) -> int:
    """Return the place of ``II`` or ``B`` among its like; letters come behind numbers."""
    if not sign:
        return 0
    value = roman_number(sign) if set(sign) <= set("IVX") else None
    return value if value else _LETTERS_FROM + (letter_number(sign) or 0)


def _display_name(name: str, language: str) -> str:
    head, _, number = name.partition("-")
    if head != "annex":
        return name
    word = _ANNEX_WORDS.get(language, _ANNEX_WORDS["en"])
    value = roman_number(number) if number else None
    if language == "zh":
        return word + (chinese_numeral(value) if value else number)
    if language == "ar" and value and value <= len(_ARABIC_ORDINALS):
        number = _ARABIC_ORDINALS[value - 1]
    return f"{word} {number}".rstrip()


def _annex(number: str | None) -> str:
    if not number:
        return "annex"
    if number in _ARABIC_ORDINALS:
        value: int | None = _ARABIC_ORDINALS.index(number) + 1
    elif number.isdigit():
        value = int(number)
    else:
        value = roman_number(number.upper()) or chinese_number(number)
    return f"annex-{roman_numeral(value) if value else number.upper()}"
