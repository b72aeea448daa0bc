"""The treaty or body behind a provision: Article 18 of the Convention is not Article 18 of the
Protocol, decision VIII/18 of the Conference of the Parties not one of the COP-MOP.

The words right before or after the expression decide. Without any, an article is the Protocol's
and a bare decision stays bare.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coopbot.decisions import canonical_decision
from coopbot.provisions import Provision

_REACH = 90
"""Characters looked at on each side: a treaty's name and what joins it to the article."""

_JOIN = (
    r"[,،]? ?(?:of|to|under|in|from)? ?(?:the|this|that|its)? ?"
    r"|,? ?(?:de la|de l'|du|à la|del|de este|de dicho)? ?|[,،]? ?(?:من|في)? ?"
)
_CONVENTION = (
    r"Convention on Biological Diversity|CBD\b"
    r"|Convention\b(?! (?:on|d'|de|sur|internationale|for)\b)"
    r"|Convention sur la diversité biologique|CDB\b"
    r"|Convenio sobre la Diversidad Biológica|Convenio\b(?! (?:de|sobre|internacional))"
    r"|Конвенци[ияюей]{1,2} о биологическом разнообразии|Конвенци[ияюей]{1,2}(?! [А-ЯоО])|КБР\b"
    r"|اتفاقية التنوع البيولوجي|(?:ال|لل)اتفاقية(?! ال?[ء-ي]+ية)"
    r"|《?生物多样性公约》?|《公约》|(?:(?<![\u4e00-\u9fff])|(?<=[据照按该本和与及的于在]))公约"
)
_NAGOYA = (
    r"Nagoya Protocol|Protocole de Nagoya(?! ?-)|Protocolo de Nagoya(?! ?-)"
    r"|Нагойск\w+ протокол\w{0,2}|بروتوكول ناغويا(?! ?-)|《?名古屋议定书》?"
)
_SUPPLEMENTARY = (
    r"(?:Nagoya ?- ?Kuala Lumpur )?Supplementary Protocol|Protocole additionnel"
    r"|Protocolo suplementario|(?:Нагойско-Куала-Лумпурск\w+ )?Дополнительн\w+ протокол\w{0,2}"
    r"|البروتوكول التكميلي|بروتوكول ناغويا ?- ?كوالالمبور|《?(?:名古屋-吉隆坡)?补充议定书》?"
)
# Treaties named after a place: en, fr, es, ru (stem), ar, zh.
_PLACES = {
    "aarhus-convention": ("Aarhus", "Aarhus", "Aarhus", "Орхусск", "آرهوس", "奥胡斯"),
    "basel-convention": ("Basel", "Bâle", "Basilea", "Базельск", "بازل", "巴塞尔"),
    "rotterdam-convention": (
        "Rotterdam", "Rotterdam", "Rotterdam", "Роттердамск", "روتردام", "鹿特丹",
    ),
    "stockholm-convention": (
        "Stockholm", "Stockholm", "Estocolmo", "Стокгольмск", "استكهولم", "斯德哥尔摩",
    ),
    "minamata-convention": (
        "Minamata", "Minamata", "Minamata", "Минаматск", "ميناماتا", "水俣",
    ),
    "montreal-protocol": (
        "Montreal", "Montréal", "Montreal", "Монреальск", "مونتريال", "蒙特利尔",
    ),
}  # fmt: skip


def _place_pattern(places: tuple[str, ...]) -> str:
    en, fr, es, ru, ar, zh = places
    return (
        rf"{en} (?:Convention|Protocol)|(?:Convention|Protocole) (?:de |d'){fr}"
        rf"|(?:Convención|Convenio|Protocolo) de {es}|{ru}\w+ (?:конвенци|протокол)\w{{0,2}}"
        rf"|(?:اتفاقية|بروتوكول) {ar}|《?{zh}(?:公约|议定书)》?"
    )


_NAMED = (
    ("NKLSP", _SUPPLEMENTARY),
    ("NP", _NAGOYA),
    ("CBD", _CONVENTION),
    *((identity, _place_pattern(places)) for identity, places in _PLACES.items()),
    ("cites", r"CITES\b|СИТЕС\b|سايتس|《?濒危(?:野生动植物种国际贸易|物种)公约》?"),
    (
        "ippc",
        r"IPPC\b|International Plant Protection Convention|《?(?:国际)?植(?:物保护|保)公约》?",
    ),
    ("sps-agreement", r"SPS Agreement|Accord SPS|Acuerdo MSF|《?卫生和植物检疫(?:措施)?协定》?"),
)
"""Prefix of the ids of a treaty's articles, and its names. Registry ids where there is one."""
_ANY = "|".join(f"(?P<i{place}>{names})" for place, (_, names) in enumerate(_NAMED))
_AFTER = re.compile(rf"(?:{_JOIN})(?:{_ANY})", re.IGNORECASE)
# Chinese puts the treaty first; in the others "CBD Article 18" and "the Convention, Article 18".
_BEFORE = re.compile(rf"(?:{_ANY})[, ]{{0,2}}(?:的|之)? ?$", re.IGNORECASE)
_COP_AFTER = re.compile(
    r",? ?(?:(?:of|by|adopted by) the Conference of the Parties|de la Conférence des Parties"
    r"|de la Conferencia de las Partes|Конференции Сторон|(?:من )?ل?مؤتمر الأطراف)"
    r"(?! ?,? ?(?:serving|acting|siégeant|agissant|que actúa|в качестве|выступающ|действующ"
    r"|العامل))",
    re.IGNORECASE,
)
_SESSION = r"(?:第?[一二三四五六七八九十\d]{1,3}(?:次|届)会议)?(?:的|在|通过的)?"
_COP_BEFORE = re.compile(
    rf"(?:\b(?:COP|CdP|КС)(?: \d{{1,2}})?,?(?:'s)?|(?<!会议的)缔约方大会{_SESSION}) ?$"
)
_MOP_AFTER = re.compile(
    r",? ?(?:of|by|adopted by) the (?:Conference of the Parties serving|COP-MOP|meeting of the P)"
    r"|,? ?de la Conférence des Parties (?:siégeant|agissant)"
    r"|,? ?de la Conferencia de las Partes que actúa"
    r"|,? ?Конференции Сторон,? (?:выступающей|действующей)|(?: من| ل)? ?ل?مؤتمر الأطراف العامل",
    re.IGNORECASE,
)
_MOP_BEFORE = re.compile(rf"(?:\b(?:COP[-/ ]?)?MOP(?: \d{{1,2}})?,?|会议的缔约方大会{_SESSION}) ?$")


def with_instrument(text: str, provisions: list[Provision]) -> list[Provision]:
    """Return the provisions with the treaty or body that the text names beside them.

    :param text: the folded text that the provisions' ranges refer to.
    """
    return [
        replace(provision, id=_article_id(text, provision))
        if provision.kind == "article"
        else replace(provision, id=_decision_id(text, provision))
        for provision in provisions
    ]


def _article_id(text: str, provision: Provision) -> str:
    match = _AFTER.match(text, provision.end, provision.end + _REACH) or _BEFORE.search(
        text, max(0, provision.start - _REACH), provision.start
    )
    if not match:
        return provision.id
    return f"{_NAMED[int((match.lastgroup or 'i0')[1:])][0]}:{provision.id}"


def _decision_id(text: str, provision: Provision) -> str:
    base, bracket, parts = provision.id.partition("(")
    if "-" in base:
        return provision.id
    before = text[max(0, provision.start - _REACH) : provision.start]
    body = None
    if _MOP_AFTER.match(text, provision.end) or _MOP_BEFORE.search(before):
        body = "CP"
    elif _COP_AFTER.match(text, provision.end) or _COP_BEFORE.search(before):
        body = "COP"
    known = canonical_decision(f"{body}-{base}") if body else None
    return (known or base) + bracket + parts
