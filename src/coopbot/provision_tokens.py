"""The tokens of provisions: the words, numbers and signs of six languages, by kind.

All kinds of all languages are looked for at once, so that a question in mixed languages is read
like any other. No expression repeats a repetition: the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coopbot.decisions import IDENTIFIER, LooseDecision
from coopbot.folded import Cover, latinised


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign that matters, in folded text."""

    kind: str
    text: str
    start: int
    end: int


_AR_PREFIX = r"(?<![ء-ي])(?:[وفبكل]?ال|و?لل|[وبل])?"
_ARTICLE = (
    r"\barticles?\b|\barts?\b\.?|\bart[íi]culos?\b|\bстат(?:ья|ьи|ье|ью|ьей|ьям|ьями|ьях|ей)\b"
    rf"|\bст\.|条款(?= ?\d)|{_AR_PREFIX}(?:مادة|مادتان|مادتين|مواد)(?![ء-ي])"
)
_PARAGRAPH = (
    r"\b(?:sub-?|sous-)?paragra(?:ph|phe)s?\b|\b(?:sub-?)?paras?\b\.?|\bpar\.(?= ?\d)"
    r"|\balin[ée]as?\b|[¶§]{1,2}"
    r"|\b(?:sub-?)?p[áa]rrafos?\b|\bapartados?\b|\bincisos?\b|\bp[áa]rrs?\.|\b(?:под)?пункт[а-я]{0,3}\b"
    rf"|\bпп?\.|{_AR_PREFIX}فقر(?:ة|ات|تان|تين|تا|تي)(?![ء-ي])(?: (?:ال)?فرعي(?:ة|ات|تان|تين))?"
    r"|\bitems?\b|\bletras?\b"
)
_DECISION = (
    r"\bdecisions?\b|\bdécisions?\b|\bdecisi(?:ón|on|ones)\b|\bрешени[а-я]{1,3}\b"
    rf"|{_AR_PREFIX}(?:مقرر|قرار)(?:ات|ان|ين|ي)?(?:ه|ها|هما)?(?![ء-ي])"
)
_OF = (
    r"\bof(?: the| its)?\b|\bde l(?:'|(?= art))|\bde (?:las?|los|les|sus?|sa|ses|esta|cette)\b"
    r"|\bdu\b|\bdel\b|\bdes\b|\bde\b|\bd'|(?<![ء-ي])(?:من|في)(?![ء-ي])|的|\bin\b"
)
_AND = (
    r"[,;、،&]|\band\b|\bor\b|\bet\b|\bou\b|\by\b|\be\b|\bu\b|\bo\b|\bи\b|\bили\b"
    r"|(?<![ء-ي])و(?= ?[\d(]|(?:ال|لل)(?:فقر|ماد|مقرر|قرار))|(?<![ء-ي])أو(?![ء-ي])"
    "|以及|[和及与與或]"
)
_TO = (
    r"-|\bto\b|\bthrough\b|\bà\b|\bau\b|\ba\b|\bal\b|\bпо\b|\bдо\b"
    r"|(?<![ء-ي])(?:[إا]لى|حتى)(?![ء-ي])|[至到~]"
)
_LETTER = r"[a-zа-я]|[ابجدهوزحطيكلمنأ]"
_ITEM = (
    rf"[(\[]{{1,2}} ?'?(?:{_LETTER}|[ivx]{{2,5}}|[一二三四五六七八九十]{{1,3}})'? ?[)\]]"
    rf"|(?<![a-zа-яء-ي'])(?:{_LETTER}|[ivx]{{2,5}}) ?\)"
    r"|(?<=[\d)])[a-hа-е](?![a-zа-я0-9])|(?<=\d )[a-h](?= \()"
)
_TOKEN_KINDS = (
    ("article", _ARTICLE),
    ("paragraph", _PARAGRAPH),
    ("decision", rf"{_DECISION}|决定|決定|决议|決議"),
    ("hao", "[号號]"),
    ("di", "第"),
    ("tiao", "[条條]"),
    ("kuan", "分款|[款项項](?![目链])"),
    ("duan", "段(?!落)"),
    ("bracketed", r"\( ?\d{1,2} ?\)"),
    ("item", _ITEM),
    ("close", r"(?<=[\d)])\)"),
    ("point", r"(?<=\d)[.,](?=\d)"),
    ("number", r"(?<![\d/])\d{1,3}(?:er|º|ª)?(?![\d/])|\bpremier\b|\bprimero\b"),
    ("chinese", "[一二三四五六七八九十百]{1,5}"),
    ("of", _OF),
    ("and", _AND),
    ("to", _TO),
    (
        "section",
        r"\bsections?\b|\bsecci[óo]n\b|\bраздел[а-я]{0,2}\b|(?<![ء-ي])(?:ال)?(?:قسم|جزء)(?![ء-ي])",
    ),
)
_TOKENS = re.compile(
    "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TOKEN_KINDS), re.IGNORECASE
)
_WORTH_READING = re.compile(rf"{_ARTICLE}|[条條]", re.IGNORECASE)
PLURAL = re.compile(
    r"s$|статьи|статей|статья[мх]|подпункт(?:ы|ов)|пункт(?:ы|ов|ам|ах|ами)|пп\.|تان|تين|مواد|فقرات|تا$|تي$",
    re.IGNORECASE,
)


def holds_provision(text: str) -> bool:
    """Tell whether a folded text can hold a provision: most cannot."""
    return bool(_WORTH_READING.search(text) or IDENTIFIER.search(latinised(text)))


def tokens_of(
    text: str, taken: Sequence[tuple[int, int]], loose: Sequence[LooseDecision]
) -> list[Token]:
    """Cut the text into tokens; identifiers win over the words and numbers inside them."""
    cover = Cover(len(text))
    for start, end in taken:
        cover.take(start, end)
    identifiers = [Token("identifier", found.id, found.start, found.end) for found in loose]
    for found in loose:
        cover.take(found.start, found.end)
    identifiers += [
        Token("identifier", match.group(), *match.span())
        for match in IDENTIFIER.finditer(latinised(text))
        if cover.is_free(*match.span())
    ]
    blocked = sorted([*taken, *((token.start, token.end) for token in identifiers)])
    words: list[Token] = []
    place = 0
    for match in _TOKENS.finditer(text):
        while place < len(blocked) and blocked[place][1] <= match.start():
            place += 1
        if place < len(blocked) and blocked[place][0] < match.end():
            continue
        words.append(Token(match.lastgroup or "", match.group(), *match.span()))
    return sorted([*identifiers, *words], key=lambda token: token.start)
