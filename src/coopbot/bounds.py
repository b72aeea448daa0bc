"""What stands beside a date or number and moves it: since, until, about; in six languages.

"Since 1990" is not "in 1990" and "about 100,000" is not "100,000", though the figure is the same.
So a value is compared together with its bound.
"""

from __future__ import annotations

import re
from functools import cache

from coopbot.tokens import fold

_REACH = 40
"""Characters on each side of a value in which its bound stands."""

_BETWEEN = {
    "en": r"(?:the|its|early|late|end of|beginning of|us|\$)",
    "fr": r"(?:l[ea]s?|l'|l'année|de|du|des|en|à|au|début|fin)",
    "es": r"(?:el|las?|los|de|del|el año|principios de|fines de)",
    "ru": r"(?:начала|конца|времени проведения)",
    "ar": r"(?:عام|العام|سنه|شهر|يوم|نهايه|بدايه)",
    "zh": r"(?:为|于|在|是|有)",
}
"""Words that may stand between a bound and its value."""

_BEFORE: dict[str, dict[str, str]] = {
    "en": {
        "since": r"since|after|from|at least|(?:no|not) (?:less|fewer) than|more than|over|above|"
        r"exceed\w*|upwards of|starting (?:in|on)",
        "until": r"until|till|by|before|prior to|up to|at (?:the )?most|(?:no|not) more than|"
        r"less than|fewer than|under|below|as late as",
        "about": r"about|around|approximately|roughly|some|nearly|almost|circa|close to|"
        r"an estimated|in the (?:order|region) of",
    },
    "fr": {
        "since": r"depuis|après|dès|à partir|à compter|plus|au moins|au-delà|dépass\w+",
        "until": r"avant|jusqu'(?:à|en|au)|d'ici(?: à)?|moins|au plus|au maximum|n'excéd\w+",
        "about": r"environ|près|quelque|autour|à peu près|presque|vers|approximativement",
    },
    "es": {
        "since": r"desde|después|tras|a partir|más|al menos|por lo menos|como mínimo|superior\w* a",
        "until": r"hasta|antes|a más tardar(?: en)?|menos|no más|como máximo|a lo sumo",
        "about": r"unos|unas|cerca|alrededor|aproximadamente|casi|hacia|en torno a",
    },
    "ru": {
        "since": r"со?|начиная со?|после|свыше|более(?: чем)?|не менее(?: чем)?|больше|"
        r"по меньшей мере|превыша\w+",
        "until": r"до|ко?|не позднее|не более(?: чем)?|менее(?: чем)?|меньше",
        "about": r"около|примерно|приблизительно|почти|порядка|где-то",
    },
    "ar": {
        "since": r"منذ|بعد|اعتبارا من|ابتداء من|اكثر من|ما لا يقل عن|تزيد على|يزيد على|[يت]تجاوز",
        "until": r"قبل|حتي|بحلول|اقل من|ما لا يزيد (?:علي|عن)|لا [يت]تجاوز|في موعد اقصاه",
        "about": r"نحو|حوالي|قرابه|زهاء|ما يقارب|تقريبا|في حدود",
    },
    "zh": {
        "since": r"自从?|从|超过|逾|至少|不少于|多于|高于|不低于",
        "until": r"截至|截止|到|至|最多|至多|不超过|少于|低于|不足|不多于|不迟于",
        "about": r"大?约|(?<!最)近|将近|大概|接近",
    },
}
_AFTER: dict[str, dict[str, str]] = {
    "en": {
        "since": r"(?:or|and) (?:more|later|above|over|upwards)|onwards?",
        "until": r"or (?:less|fewer|earlier)|at (?:the )?most",
        "about": r"or so",
    },
    "fr": {"since": r"(?:et|ou) plus|au moins", "until": r"ou moins|au plus", "about": r"environ"},
    "es": {
        "since": r"[oy] más|por lo menos|al menos",
        "until": r"o menos|como máximo",
        "about": r"aproximadamente",
    },
    "ru": {"since": r"и (?:более|больше)", "until": r"и менее|включительно", "about": r"примерно"},
    "ar": {"since": r"او اكثر|علي الاقل|فصاعدا", "until": r"او اقل|علي الاكثر", "about": r"تقريبا"},
    "zh": {
        "about": r"左右|上下|前后",
        "since": r"以来|以后|之后|后|起|以上|多|余|之上",
        "until": r"以前|之前|前|以下|以内|之内|止",
    },
}


def bound_of(text: str, start: int, end: int, language: str, *, is_range: bool) -> str | None:
    """Return ``since``, ``until`` or ``about`` where such a word bears on a value, else None.

    :param is_range: of a period "from" and "to" are no bounds.
    """
    before, after = _patterns(language)
    left = before.search(_plain(text[max(0, start - _REACH) : start], language))
    found = left or after.match(_plain(text[end : end + _REACH], language))
    bound = found.lastgroup if found else None
    return None if is_range and bound != "about" else bound


def _plain(text: str, language: str) -> str:
    return fold(text) if language == "ar" else text.lower()


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    gap, edge = (r" ?", "") if language == "zh" else (r" +", r"(?<![^\W_])")
    before = "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE[language].items())
    after = "|".join(f"(?P<{name}>{words})" for name, words in _AFTER[language].items())
    between = f"(?:{gap}{_BETWEEN[language]}(?!\\w))*" if gap == r" +" else f"{_BETWEEN['zh']}?"
    end = "" if language == "zh" else r"(?![^\W_])"
    return (
        re.compile(rf"{edge}(?:{before}){between}[ ]*$"),
        re.compile(rf"[ ]?(?:{after}){end}"),
    )
