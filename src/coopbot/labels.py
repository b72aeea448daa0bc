"""Paragraph labels: one canonical form for what six languages print and people type.

    >>> parse_label("第21段（三）"), parse_label("paragraph 21(iii)"), parse_label("пункт 21 в)")
    ('21(c)', '21(c)', '21(c)')
    >>> display_label("21(c)", "zh"), display_label("21(c)", "fr"), display_label("fn2", "en")
    ('21（三）', '21 c)', 'footnote 2')

Canonical: ``5``, ``5bis``, ``21(c)``, ``21(c)(ii)`` (items by level: letter, small Roman, letter),
``fn1``, ``fn*``, ``II.A`` for headings, ``title``; ``b3`` for a block that nothing numbers. Inside
annexes and annexed decisions ``annex-I.3`` and ``BS-IV/6.2(a)``, of a treaty ``18(2)(a)``
(:mod:`coopbot.part_labels`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopbot.folded import fold, fold_text
from coopbot.numerals import (
    CHINESE_NUMERAL,
    chinese_number,
    chinese_numeral,
    letter_number,
    letter_numeral,
    roman_number,
    roman_numeral,
)
from coopbot.part_labels import (
    designation_order,
    display_inside,
    display_part,
    parse_part,
    part_order,
    split_part,
)

_ARABIC_LETTERS = {letter: place for place, letter in enumerate("ابجدهوزحطيكلمنسعفص", 1)}
_CYRILLIC_LETTERS = {letter: place for place, letter in enumerate("абвгдежзиклмнопрст", 1)}
# Russian documents of the Secretariat number items a) b) c); typed on a Cyrillic keyboard, these
# letters come out as their look-alikes. The Cyrillic reading needs a neighbour that says so.
_CYRILLIC_AS_LATIN = {
    "а": "a",
    "с": "c",
    "е": "e",
    "і": "i",
    "х": "x",
    "у": "y",
    "о": "o",
    "р": "p",
}
_SUFFIXES = ("bis", "ter", "quater")
_CHINESE_SUFFIXES = {"之二": "bis", "之三": "ter", "之四": "quater"}

_CANONICAL = re.compile(
    r"(?P<number>\d{1,4})(?P<suffix>bis|ter|quater)?(?P<items>(?:\([a-z]{1,6}\))*)"
)
_CANONICAL_TREATY = re.compile(
    r"(?P<article>\d{1,3})\((?P<number>\d{1,3})\)(?P<items>(?:\([a-z]{1,6}\))*)"
)
_CANONICAL_NOTE = re.compile(r"fn(?:\d{1,3}|\*{1,3})")
_CANONICAL_OTHER = re.compile(
    r"subtitle|notice|[bh]\d{1,5}|tn(?:-?fn)?(?:\d{1,4}|\*)?(?:\([a-z]+\))*"
)
_TYPED_TREATY = re.compile(
    r"(?P<article>\d{1,3}) ?\((?P<number>\d{1,3})\)"
    r"(?P<items>(?: ?\(?(?:[a-z]{1,5}|[ء-ي]|\d{1,2})\))*)"
)
_CANONICAL_HEADING = re.compile(r"[IVXL]{1,7}(?:\.[A-Z](?:\.\d{1,2})?)?")

# One item marker in folded text, with its brackets: "(c)", "c)", "(三)", "(ج)", "iii)", "(2)".
_MARKER_SIGN = (
    rf"[a-z]{{1,5}}|[A-Z]|[IVX]{{1,5}}|[а-яё]|[{CHINESE_NUMERAL}]{{1,3}}|هـ|[ء-ي]|\d{{1,2}}"
)
_MARKER = re.compile(rf"[\[(]? ?'?(?P<sign>{_MARKER_SIGN})'? ?(?:[\])][.;]?|[.、])?")
_ITEM = (
    rf"(?: ?第? ?[(\[] ?'?(?:{_MARKER_SIGN})'? ?[)\]](?: ?[项款目])?"
    rf"| ?第 ?[{CHINESE_NUMERAL}]{{1,3}} ?[项款目]"
    r"| ?'?(?:[a-z]{1,5}|[а-я]|[ء-ي])'? ?\)|[ .]?[a-zа-я](?![a-zа-я]))"
)

_PARAGRAPH_NOUN = (
    r"(?:¶{1,2}|§{1,2}|\bparagraphs?\b\.?|\bparas?\b\.?|\bparagraphes?\b|\bpar\.|\bpárrafos?\b|\bpárr\.|\bparrafos?\b"
    r"|\bапартадо\b|\bпункт(?:а|у|е|ом|ы|ов|ах|ам|ами)?\b|\bп\.|\bпараграф(?:а|у|е|ом|ы|ов)?\b"
    r"|(?:ال|لل|بال|وال|فال)?فقر(?:ة|ات|تان|تين))"
)
_NOTE_NOUN = (
    r"(?:\bfoot ?-?notes?\b|\bnotes? de bas de page\b|\bnotas? (?:al|a) pie(?: de página)?\b"
    r"|\bnotes?\b|\bnotas?\b|\bсноск[аиуео]\w{0,2}\b|\bпримечани[еяю]\b|\bfn\b\.?"
    r"|(?:ال|لل|بال|وال)?حاشية|脚注|腳註|註腳|注脚|附注|注释|註釋|注|註)"
)
_SUFFIX = r"(?: ?(?P<suffix>bis|ter|quater|之[二三四]))?"
_LABEL = re.compile(
    rf"(?P<noun>{_PARAGRAPH_NOUN})? ?(?:第 ?)?"
    rf"(?P<number>\d{{1,4}}|[{CHINESE_NUMERAL}]{{1,5}}){_SUFFIX}"
    rf" ?(?P<unit>段落?|节|節)?(?P<after>之[二三四])?,?(?P<items>(?:{_ITEM})*)[.。]?",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    r"(?:\b(?:sub-?paragraph|item|alinéa|inciso|apartado|подпункт)\b"
    r"|(?:ال)?فقرة (?:ال)?فرعية|(?:ال)?بند)?"
    rf" ?(?P<items>{_ITEM}) (?:of|du|del|de la|de|من) (?P<rest>{_PARAGRAPH_NOUN} ?\d{{1,4}})",
    re.IGNORECASE,
)
_NOTE = re.compile(
    rf"{_NOTE_NOUN} ?(?P<number>\d{{1,3}}|\*{{1,3}}|[{CHINESE_NUMERAL}]{{1,3}})/?(?: ?/)?"
    rf"|第 ?(?P<chinese>\d{{1,3}}|[{CHINESE_NUMERAL}]{{1,3}}) ?[个個条條]? ?"
    r"(?:脚注|腳註|注释|註腳)"
    r"|(?P<slash>\d{1,3}|\*{1,3}) ?/|(?P<stars>\*{1,3})",
    re.IGNORECASE,
)
_STAR_NOTE = re.compile(
    r"星号(?:脚注|注)|星號(?:腳註|註)|asterisk(?:ed)? (?:foot)?note|note (?:à|avec) astérisque"
    r"|nota (?:con|de) asterisco|сноска со? звездочк\w+|(?:ال)?حاشية النجمة",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:\b(?:section|part|chapter|partie|chapitre|sección|parte|capítulo|раздел|часть|глава)\b"
    r"|(?:ال)?قسم|第)? ?"
    r"(?P<roman>[IVXL]{1,7}|[一二三四五六七八九十]{1,3})(?:[部节節章]分?)?"
    r"(?:[.、]? ?(?P<letter>[A-Z])(?:[节節])?(?:[.、]? ?(?P<number>\d{1,2}))?)?[.、]?"
)
_TITLES = {
    "zh": "标题", "en": "title", "fr": "titre", "es": "título", "ru": "заголовок", "ar": "العنوان",
}  # fmt: skip
_TITLE_WORDS = frozenset({*_TITLES.values(), "標題", "题目", "題目", "titulo", "название", "عنوان"})
_NOTE_WORDS = {
    "zh": "脚注", "en": "footnote ", "fr": "note ", "es": "nota ", "ru": "сноска ",
    "ar": "الحاشية ",
}  # fmt: skip

# What stands behind the end mark of a translation: a note of its translator on a paragraph or a
# footnote, numbered from the second on; without a number the heading over the notes.
_TRANSLATORS_NOTE = re.compile(
    r"tn(?:-?(?P<footnote>fn)?(?P<target>\d{1,4}|\*)(?P<items>(?:\([a-z]+\))*))?(?:-(?P<count>\d+))?"
)
_TRANSLATORS_NOTES = {
    "zh": "译注", "en": "translator's notes", "fr": "notes du traducteur",
    "es": "notas del traductor", "ru": "примечания переводчика", "ar": "ملاحظات المترجم",
}  # fmt: skip
_TRANSLATORS_NOTE_ON = {
    "zh": ("第{}段译注", "{}译注"),
    "en": ("translator's note on para. {}", "translator's note on {}"),
    "fr": ("note du traducteur, par. {}", "note du traducteur, {}"),
    "es": ("nota del traductor, párr. {}", "nota del traductor, {}"),
    "ru": ("примечание переводчика к п. {}", "примечание переводчика, {}"),
    "ar": ("ملاحظة المترجم على الفقرة {}", "ملاحظة المترجم على {}"),
}
_OTHER_WORDS = {
    "subtitle": {
        "zh": "副标题", "en": "subtitle", "fr": "sous-titre", "es": "subtítulo",
        "ru": "подзаголовок", "ar": "العنوان الفرعي",
    },
    "notice": {
        "zh": "说明", "en": "notice", "fr": "avis", "es": "aviso", "ru": "уведомление",
        "ar": "إشعار",
    },
    "h": {
        "zh": "标题{}", "en": "heading {}", "fr": "intertitre {}", "es": "encabezado {}",
        "ru": "рубрика {}", "ar": "العنوان {}",
    },
    "b": {
        "zh": "文本块{}", "en": "block {}", "fr": "bloc {}", "es": "bloque {}",
        "ru": "блок {}", "ar": "المقطع {}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelMention:
    """A paragraph, item or footnote that a text names."""

    label: str
    text: str
    start: int
    end: int


def parse_label(text: str, language: str | None = None) -> str | None:
    """Return the canonical label of what a person typed or a document printed, else None.

    ``language`` matters only for letters that two alphabets share.
    """
    folded = fold_text(text)
    if not folded or len(folded) > 80:
        return None
    if folded.lower() in _TITLE_WORDS:
        return "title"
    if any(form.fullmatch(folded) for form in (_CANONICAL_NOTE, _CANONICAL_OTHER)):
        return folded
    if _CANONICAL_TREATY.fullmatch(folded):
        return folded
    if _STAR_NOTE.fullmatch(folded):
        return "fn*"
    part = parse_part(folded)
    if part:
        return _label_inside(*part, language)
    treaty = _TYPED_TREATY.fullmatch(folded)
    if treaty:
        return _treaty_label(treaty, language)
    reversed_form = _REVERSED.fullmatch(folded)
    if reversed_form:
        folded = reversed_form["rest"] + reversed_form["items"]
    match = _LABEL.fullmatch(folded)
    if match and not _is_heading(match, folded):
        return _label_of(match, language)
    match = _NOTE.fullmatch(folded)
    if match:
        return _note_label(match)
    match = _HEADING.fullmatch(folded)
    return _heading_label(match) if match else None


def find_labels(text: str, language: str | None = None) -> tuple[LabelMention, ...]:
    """Find the paragraphs and footnotes that a question names with their noun.

    A bare number is no label: it needs a word such as ``paragraph``, ``¶``, ``第…段``, ``脚注``.
    """
    folded = fold(text)
    mentions: list[LabelMention] = []
    for match in _MENTION.finditer(folded.text):
        if language == "es" and match.group().lower().startswith("para "):
            continue  # "para 2030" is "for 2030"; the Spanish abbreviation is "párr."
        label = parse_label(match.group(), language)
        if label:
            start, end = folded.span(*match.span())
            mentions.append(LabelMention(label, text[start:end], start, end))
    return tuple(mentions)


# A named label inside running text. Items without an opening bracket need the closing one here,
# else the first letter of the next word would be taken for an item.
_TIGHT_ITEM = (
    rf" ?\( ?'?(?:[a-z]{{1,5}}|[а-я]|[ء-ي]|[{CHINESE_NUMERAL}]{{1,3}}|\d{{1,2}})'? ?\)(?: ?[项款])?"
    r"| ?(?:[a-zа-я]|[ivx]{1,5})\)"
)
_MENTION = re.compile(
    rf"{_PARAGRAPH_NOUN} ?(?:رقم )?\d{{1,4}}(?![\d/]){_SUFFIX.replace('(?P<suffix>', '(?:')}"
    rf"(?:{_TIGHT_ITEM})*"
    rf"|第 ?(?:\d{{1,4}}|[{CHINESE_NUMERAL}]{{1,5}}) ?(?:段落?)(?:{_TIGHT_ITEM})*"
    rf"|(?<![\w/.])\d{{1,3}} ?\( ?[{CHINESE_NUMERAL}]{{1,3}} ?\)"
    rf"|{_NOTE_NOUN} ?(?:\d{{1,3}}(?![\d/.])|\*{{1,3}})"
    r"|第 ?\d{1,3} ?(?:个|個|条|條)? ?(?:脚注|腳註)"
    rf"|{_STAR_NOTE.pattern}",
    re.IGNORECASE,
)


def item_ordinal(
    marker: str, language: str | None = None, previous: int | None = None
) -> int | None:
    """Return the place that a printed item marker has in its list, else None.

    ``i``, ``v`` and ``x`` are Roman unless ``previous``, the place of the item before, makes them
    the next letter; so is the Cyrillic ``е`` the Latin e unless it follows the fifth.
    """
    match = _MARKER.fullmatch(fold_text(marker))
    if not match:
        return None
    return _sign_ordinal(match["sign"], language, previous)


def item_letter(
    marker: str, language: str | None = None, level: int = 1, previous: int | None = None
) -> str | None:
    """Return the canonical sign of a printed item marker: ``（三）``, ``iii)``, ``(ج)`` are ``c``.

    Levels 1 and 3 have letters, level 2 small Roman numerals. None when it is no marker.
    """
    ordinal = item_ordinal(marker, language, previous)
    return None if ordinal is None else item_sign(ordinal, level)


def item_sign(ordinal: int, level: int = 1) -> str:
    """Return the canonical sign of the n-th item of a list at a level."""
    return roman_numeral(ordinal).lower() if level == 2 else letter_numeral(ordinal)


def display_label(label: str, language: str, printed_style: str | None = None) -> str:
    """Write a canonical label as readers of a language do.

    ``printed_style`` is the marker as the document prints it; its last item is then written so.
    """
    if label == "title":
        return _TITLES.get(language, _TITLES["en"])
    if _CANONICAL_NOTE.fullmatch(label):
        return _NOTE_WORDS.get(language, _NOTE_WORDS["en"]) + label[2:]
    match = _CANONICAL.fullmatch(label)
    if not match:
        return _display_part_label(label, language)
    ordinals = _item_ordinals(match["items"])
    suffix = f" {match['suffix']}" if match["suffix"] else ""
    if match["suffix"] and language == "zh":
        suffix = next(key for key, value in _CHINESE_SUFFIXES.items() if value == match["suffix"])
    items = [_display_item(ordinal, level, language) for level, ordinal in enumerate(ordinals, 1)]
    if items and printed_style and item_ordinal(printed_style, language) is not None:
        items[-1] = fold_text(printed_style) if language != "zh" else printed_style.strip()
    separator = " " if items and language in ("fr", "es", "ru") else ""
    return match["number"] + suffix + separator + separator.join(items)


def parent_label(label: str) -> str | None:
    """Return the label of what contains an item or sub-heading: ``21`` for ``21(c)``."""
    if label.endswith(")"):
        return label[: label.rindex("(")]
    if "." in label:
        return label[: label.rindex(".")]
    return None


def sort_key(label: str) -> tuple[int, tuple[int, ...], str]:
    """Return a key that orders labels: title, headings, paragraphs with their items, footnotes."""
    if label in ("title", "subtitle"):
        return (0, (len(label),), "")
    block = re.fullmatch(r"([bh])(\d{1,5})", label)
    if block:
        return (2, (int(block[2]),), block[1])
    if _CANONICAL_NOTE.fullmatch(label):
        rest = label[2:]
        return (3, (int(rest),) if rest.isdigit() else (0, len(rest)), "")
    match = _CANONICAL.fullmatch(label)
    if match:
        bis = _SUFFIXES.index(match["suffix"]) + 1 if match["suffix"] else 0
        return (2, (int(match["number"]), bis, *_item_ordinals(match["items"])), "")
    treaty = _CANONICAL_TREATY.fullmatch(label)
    if treaty:
        numbers = (int(treaty["article"]), 0, int(treaty["number"]))
        return (2, (*numbers, *_item_ordinals(treaty["items"])), "")
    part = split_part(label)
    if part:
        return _part_key(*part)
    if _CANONICAL_HEADING.fullmatch(label):
        roman, *below = label.split(".")
        places = [letter_number(part) or int(part) for part in below]
        return (1, (roman_number(roman) or 0, *places), "")
    return (4, (), label)


def _part_key(part: str, rest: str) -> tuple[int, tuple[int, ...], str]:
    """Order an article's heading with its paragraphs, other parts behind the main text."""
    if part.startswith("art"):
        return (2, (int(part[3:]),), "")
    if not rest:
        return (5, part_order(part), "")
    if len(rest) == 1:
        return (5, (*part_order(part), 1, designation_order(rest)), "")
    group, numbers, sign = sort_key(rest)
    return (5, (*part_order(part), group, *numbers), sign)


def _display_part_label(label: str, language: str) -> str:
    treaty = _CANONICAL_TREATY.fullmatch(label)
    if treaty:
        # The treaty's own sub-paragraphs have Latin letters in Chinese too.
        style = "en" if language == "zh" else language
        ordinals = enumerate(_item_ordinals(treaty["items"]), 1)
        items = [_display_item(ordinal, level, style) for level, ordinal in ordinals]
        separator = " " if items and language in ("fr", "es", "ru") else ""
        shown = f"{treaty['article']}({treaty['number']})"
        return shown + separator + separator.join(items)
    part = split_part(label)
    if not part:
        return _display_other(label, language)
    name, rest = part
    if not rest:
        return display_part(name, language)
    if name.startswith("item-") and rest.isdigit():
        # Agenda item 2.1 is a part of the item, not a paragraph in it.
        number = name.removeprefix("item-")
        return display_part(name, language).replace(number, f"{number}.{rest}", 1)
    numbered = _CANONICAL.fullmatch(rest)
    shown = display_label(rest, language) if numbered or _CANONICAL_NOTE.fullmatch(rest) else rest
    return display_inside(name, shown, numbered["number"] if numbered else "", language)


def _display_other(label: str, language: str) -> str:
    """Name what no document numbers; a heading's number, such as ``II.A``, is its own name."""
    note = _TRANSLATORS_NOTE.fullmatch(label)
    if note:
        return _display_translators_note(note, language)
    kind = label if label in _OTHER_WORDS else label.rstrip("0123456789")
    words = _OTHER_WORDS.get(kind)
    return words.get(language, words["en"]).format(label[len(kind) :]) if words else label


def _display_translators_note(note: re.Match[str], language: str) -> str:
    if not note["target"]:
        return _TRANSLATORS_NOTES.get(language, _TRANSLATORS_NOTES["en"])
    on_paragraph, on_footnote = _TRANSLATORS_NOTE_ON.get(language, _TRANSLATORS_NOTE_ON["en"])
    target = display_label(
        (note["footnote"] or "") + note["target"] + (note["items"] or ""), language
    )
    shown = (on_footnote if note["footnote"] else on_paragraph).format(target)
    if not note["count"]:
        return shown
    return f"{shown}（{note['count']}）" if language == "zh" else f"{shown} ({note['count']})"


def _label_inside(part: str, rest: str, language: str | None) -> str | None:
    """Return the label of what a text names inside a part."""
    if not rest:
        return part
    inside = rest if re.fullmatch("[A-Z]", rest) else parse_label(rest, language)
    return f"{part}.{inside}" if inside and not split_part(inside) else None


def _treaty_label(match: re.Match[str], language: str | None) -> str | None:
    label = f"{int(match['article'])}({int(match['number'])})"
    for level, item in enumerate(re.finditer(_MARKER_SIGN, match["items"]), 1):
        ordinal = _sign_ordinal(item.group(), language, None)
        if ordinal is None or level > 3:
            return None
        label += f"({item_sign(ordinal, level)})"
    return label


def _is_heading(match: re.Match[str], folded: str) -> bool:
    """Tell ``二.`` and ``第二节``, headings, from a paragraph number in Chinese."""
    number = match["number"]
    if number.isdigit():
        return bool(re.search("[节節]", folded))
    return match["noun"] is None and match["unit"] not in ("段", "段落")


def _label_of(match: re.Match[str], language: str | None) -> str | None:
    number = match["number"]
    value = int(number) if number.isdigit() else chinese_number(number)
    if not value:
        return None
    suffix = match["suffix"] or match["after"] or ""
    label = f"{value}{_CHINESE_SUFFIXES.get(suffix, suffix.lower())}"
    for level, item in enumerate(re.finditer(_MARKER_SIGN, match["items"].lower()), 1):
        ordinal = _sign_ordinal(item.group(), language, None)
        if ordinal is None or level > 3:
            return None
        label += f"({item_sign(ordinal, level)})"
    return label


def _note_label(match: re.Match[str]) -> str | None:
    sign = match["number"] or match["chinese"] or match["slash"] or match["stars"]
    if sign.isdigit():
        return f"fn{int(sign)}" if int(sign) else None
    if sign.startswith("*"):
        return f"fn{sign}"
    value = chinese_number(sign)
    return f"fn{value}" if value else None


def _heading_label(match: re.Match[str]) -> str | None:
    roman = match["roman"]
    value = roman_number(roman) or chinese_number(roman)
    if not value:
        return None
    parts = [roman_numeral(value), match["letter"], match["number"]]
    return ".".join(part for part in parts if part)


def _sign_ordinal(sign: str, language: str | None, previous: int | None) -> int | None:
    if sign.isdigit():
        return int(sign) or None
    value = chinese_number(sign)
    if value is not None:
        return value or None
    lowered = sign.lower()
    arabic = _ARABIC_LETTERS.get(lowered[0].replace("أ", "ا").replace("إ", "ا"))
    if arabic:
        return arabic
    if "а" <= lowered <= "я":
        return _cyrillic_ordinal(lowered, previous)
    letter = letter_number(lowered)
    if letter and previous is not None and letter == previous + 1:
        return letter
    # Only i, v and x number lists: c), d), l) and m) are letters.
    roman = None if lowered.strip("ivx") else roman_number(lowered)
    return roman or letter


def _cyrillic_ordinal(letter: str, previous: int | None) -> int | None:
    cyrillic = _CYRILLIC_LETTERS.get(letter)
    twin = _CYRILLIC_AS_LATIN.get(letter)
    latin = letter_number(twin) if twin else None
    if previous is not None and previous + 1 in (cyrillic, latin):
        return previous + 1
    return latin or cyrillic


def _item_ordinals(items: str) -> list[int]:
    """Return the places of canonical items, such as [3, 2] for ``(c)(ii)``."""
    signs = re.findall(r"\(([a-z]+)\)", items)
    return [
        (roman_number(sign) if level == 2 else letter_number(sign)) or 0
        for level, sign in enumerate(signs, 1)
    ]


def _display_item(ordinal: int, level: int, language: str) -> str:
    letter = letter_numeral(ordinal)
    if language == "zh":
        signs = {1: f"（{chinese_numeral(ordinal)}）", 2: f"({letter})", 3: f"({ordinal})"}
        return signs[min(level, 3)]
    if language == "ar":
        arabic = next((sign for sign, place in _ARABIC_LETTERS.items() if place == ordinal), None)
        sign = (arabic or letter).replace("ا", "أ") if level == 1 else str(ordinal)
        return f"({sign})"
    sign = item_sign(ordinal, level)
    return f"({sign})" if language == "en" else f"{sign})"
