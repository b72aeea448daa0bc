"""Provisions in running text: articles and decisions with their paragraphs and items.

One grammar serves the six languages, because they differ in words and order, not in structure:

    paragraph 2(a) of Article 18  -  Article 18, paragraph 2(a)  -  第18条第2款(a)项  -  18.2(a)

The text is cut into tokens (nouns, numbers, item marks, conjunctions, identifiers) by regular
expressions without nested repetition; a small parser reads the phrases. Lists have a limit, so the
time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

from coopbot.folded import Cover, FoldedText, fold_text, latinised
from coopbot.labels import item_ordinal, item_sign
from coopbot.numerals import (
    chinese_number,
    letter_number,
    ordinal_number,
    roman_number,
    roman_numeral,
)

_LIST_LIMIT = 24
"""Most entries read in one list: longer ones do not occur and would cost quadratic time."""

Parts = tuple[str, ...]
"""Components of a provision, items marked by a colon before their sign: ``("18", "2", ":a")``."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision in folded text: ``kind`` is ``article`` or ``decision``."""

    kind: str
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LooseDecision:
    """An identifier that people type (``bs-3/10``), read: its id and folded range."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Group:
    """Something read: the parts of each entry, and the index of the token after it."""

    entries: list[Parts]
    after: int


@dataclass(frozen=True, slots=True)
class _Target:
    """An article or decision with its parts, and the index of the token after it."""

    kind: str
    entries: list[Parts]
    after: int


_AR_PREFIX = r"(?<![ء-ي])(?:[وفبكل]?ال|و?لل|[وبل])?"
_ARTICLE = (
    r"\barticles?\b|\barts?\b\.?|\bart[íi]culos?\b|\bстат(?:ья|ьи|ье|ью|ьей|ьям|ьями|ьях|ей)\b"
    rf"|\bст\.|条款(?= ?\d)|{_AR_PREFIX}(?:مادة|مادتان|مادتين|مواد)(?![ء-ي])"
)
_PARAGRAPH = (
    r"\b(?:sub-?|sous-)?paragra(?:ph|phe)s?\b|\b(?:sub-?)?paras?\b\.?|\balin[ée]as?\b|[¶§]{1,2}"
    r"|\b(?:sub-?)?p[áa]rrafos?\b|\bapartados?\b|\bincisos?\b|\bp[áa]rrs?\.|\b(?:под)?пункт[а-я]{0,3}\b"
    rf"|\bпп?\.|{_AR_PREFIX}فقر(?:ة|ات|تان|تين|تا|تي)(?![ء-ي])(?: (?:ال)?فرعي(?:ة|ات|تان|تين))?"
    r"|\bitems?\b|\bletras?\b"
)
_DECISION = (
    r"\bdecisions?\b|\bdécisions?\b|\bdecisi(?:ón|on|ones)\b|\bрешени[а-я]{1,3}\b"
    rf"|{_AR_PREFIX}(?:مقرر|قرار)(?:ات|ان|ين|ي)?(?:ه|ها|هما)?(?![ء-ي])"
)
_ROMAN = r"(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{0,3}|I{1,3})"
_IDENTIFIER = re.compile(
    rf"(?<![A-Za-z0-9/])(?:(?P<body>BS|CP|NP|COP)(?: ?- ?| )?(?P<meeting>{_ROMAN}|\d{{1,2}})"
    rf" ?/ ?(?P<number>\d{{1,2}})|(?P<bare>{_ROMAN}|\d{{1,2}}) ?/ ?(?P<bare_number>\d{{1,2}}))"
    r"(?![\d/A-Za-z]|[.]\d)"
)
_OF = (
    r"\bof(?: the| its)?\b|\bde l'|\bde (?:las?|los|les|sus?|sa|ses|esta|cette)\b|\bdu\b|\bdel\b"
    r"|\bdes\b|\bde\b|\bd'|(?<![ء-ي])(?:من|في)(?![ء-ي])|的|\bin\b"
)
_AND = (
    r"[,;、،&]|\band\b|\bor\b|\bet\b|\bou\b|\by\b|\be\b|\bu\b|\bo\b|\bи\b|\bили\b"
    r"|(?<![ء-ي])و(?= ?[\d(]|(?:ال|لل)(?:فقر|ماد|مقرر|قرار))|(?<![ء-ي])أو(?![ء-ي])|以及|[和及与與或]"
)
_TO = r"-|\bto\b|\bthrough\b|\bà\b|\bau\b|\ba\b|\bal\b|\bпо\b|\bдо\b|(?<![ء-ي])(?:[إا]لى|حتى)(?![ء-ي])|[至到~]"
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
    ("kuan", "分款|[款段项項](?![目链])"),
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
# Without one of these, or an identifier, a text holds no provision: most texts end here.
_WORTH_READING = re.compile(rf"{_ARTICLE}|[条條]", re.IGNORECASE)
_PLURAL = re.compile(
    r"s$|статьи|статей|статья[мх]|подпункт(?:ы|ов)|пункт(?:ы|ов|ам|ах|ами)|пп\.|تان|تين|مواد|فقرات|تا$|تي$",
    re.IGNORECASE,
)


def find_provisions(
    folded: FoldedText,
    taken: Sequence[tuple[int, int]] = (),
    loose: Sequence[LooseDecision] = (),
) -> list[Provision]:
    """Find articles and decisions; ranges in ``taken`` (symbols) hold none.

    The range covers the whole expression: noun, number and paragraphs. Entries of a list
    (``Articles 7 to 10``) are references of their own with the range of the list. ``loose`` are
    identifiers already read that the strict pattern does not know.
    """
    text = folded.text
    if not loose and not _WORTH_READING.search(text) and not _IDENTIFIER.search(latinised(text)):
        return []
    return _Parser(text, _tokens(text, taken, loose)).provisions()


def canonical_decision(text: str) -> str | None:
    """Return ``BS-III/10``, ``CP-VIII/16``, ``CP-9/7``, ``NP-1/8`` or ``COP-XIII/3``, else None.

    Takes small letters, missing or wrong separators and Arabic for Roman numbers; a form without
    its body stays bare: ``III/10``.
    """
    compact = re.sub(r"\s", "", latinised(fold_text(text))).upper().replace("|", "I")
    match = _ANY_DECISION.fullmatch(compact)
    if not match:
        return None
    meeting = match["meeting"]
    if not meeting.isdigit() and roman_number(meeting) is None:
        # A small l, or a one, typed for I.
        meeting = meeting.replace("L", "I").replace("1", "I")
    value = int(meeting) if meeting.isdigit() else roman_number(meeting)
    if not value or value > 30 or not int(match["number"]):
        return None
    return decision_id(match["body"], value, int(match["number"]), roman=not meeting.isdigit())


_LOOSE = re.compile(
    r"(?<![A-Za-z0-9/])(?:(?:BS|NP|CP)[ -]{0,2}(?:decision )?|(?:COP-?)?MOP (?:decision )?)"
    r"(?:[IVXl|1]{1,5}|\d{1,2}) ?[/.-] ?\d{1,2}(?![\d/A-Za-z])",
    re.IGNORECASE,
)
_CHINESE_SPOKEN = re.compile(
    r"(?P<body>缔约方大会)?第 ?(?P<meeting>[一二三四五六七八九十]{1,3}|\d{1,2}) ?[次届]会议"
    r"(?:[上中]?(?:所)?(?:通过|作出)?的?|的)? ?(?:第 ?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2}) ?[号號]决定"
    r"|决定 ?第? ?(?P<number2>\d{1,2}) ?号?)"
)
_SPOKEN = re.compile(
    r"(?:\bdecision|\bdécision|\bdecisión|\bрешени[еяюи]м?|(?:ال)?(?:مقرر|قرار)) "
    r"(?:no\.? ?|n° ?|núm\. ?|№ ?|رقم )?(?P<number>\d{1,2})"
    r"(?: (?:of|from|de|du|del|на|من|الصادر عن))? (?:the |la |el |l')?"
    r"(?:(?P<ordinal>[^\W\d_]+) (?:meeting|réunion|reunión|совещани[яеию]\w?)"
    r"|ل?ل?اجتماع (?P<arabic>ال[ء-ي]+)|(?:COP[-/ ]?)?MOP[- ]?(?P<meeting>\d{1,2}))",
    re.IGNORECASE,
)


def find_loose_decisions(
    folded: FoldedText, taken: Sequence[tuple[int, int]] = ()
) -> list[LooseDecision]:
    """Find identifiers as people type or say them: ``bs-3/10``, ``BSIII/10``, 第三次会议第10号决定."""
    text = folded.text
    cover = Cover(len(text))
    for start, end in taken:
        cover.take(start, end)
    found: list[LooseDecision] = []
    for identity, start, end in _loose_identifiers(text):
        if identity and cover.is_free(start, end):
            cover.take(start, end)
            found.append(LooseDecision(identity, start, end))
    return found


def _loose_identifiers(text: str) -> Iterator[tuple[str | None, int, int]]:
    for match in _LOOSE.finditer(latinised(text)):
        compact = re.sub(r"(?i)decision|\s", "", match.group())
        yield canonical_decision(compact), match.start(), match.end()
    for match in _CHINESE_SPOKEN.finditer(text):
        meeting = _number(match["meeting"])
        number = _number(match["number"] or match["number2"])
        yield _spoken_id(meeting, number), match.start(), match.end()
    for match in _SPOKEN.finditer(text):
        meeting = int(match["meeting"]) if match["meeting"] else _ordinal(match)
        yield _spoken_id(meeting, int(match["number"])), match.start(), match.end()


def _spoken_id(meeting: int | None, number: int | None) -> str | None:
    return decision_id("CP", meeting, number) if meeting and number else None


def _ordinal(match: re.Match[str]) -> int | None:
    word = match["ordinal"] or match["arabic"]
    values = (ordinal_number(word, language) for language in ("en", "fr", "es", "ru", "ar"))
    return next((value for value in values if value), None)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text)


_ANY_DECISION = re.compile(
    r"(?:(?P<body>BS|CP-?MOP|CP|NP|COP-?MOP|MOP|COP)[-/]?)?"
    r"(?P<meeting>[IVXL1]{1,6}|\d{1,2})[/.-](?P<number>\d{1,2})"
)


def decision_id(body: str | None, meeting: int, number: int, *, roman: bool = True) -> str:
    """Write the id of a decision as its meeting numbers them.

    Under the Cartagena Protocol meetings 1 to 7 write BS and Roman figures, the eighth CP-VIII,
    later ones Arabic figures; the COP turned to Arabic figures at its fourteenth meeting.
    """
    if body is None:
        shown = roman_numeral(meeting) if roman else str(meeting)
        return f"{shown}/{number}"
    if body == "NP":
        return f"NP-{meeting}/{number}"
    if body == "COP":
        return f"COP-{roman_numeral(meeting) if meeting < 14 else meeting}/{number}"
    if meeting <= 7:
        return f"BS-{roman_numeral(meeting)}/{number}"
    return f"CP-VIII/{number}" if meeting == 8 else f"CP-{meeting}/{number}"


def _tokens(
    text: str, taken: Sequence[tuple[int, int]], loose: Sequence[LooseDecision]
) -> list[_Token]:
    """Cut the text into tokens; identifiers win over the words and numbers inside them."""
    cover = Cover(len(text))
    for start, end in taken:
        cover.take(start, end)
    identifiers = [_Token("identifier", found.id, found.start, found.end) for found in loose]
    for found in loose:
        cover.take(found.start, found.end)
    identifiers += [
        _Token("identifier", match.group(), *match.span())
        for match in _IDENTIFIER.finditer(latinised(text))
        if cover.is_free(*match.span())
    ]
    blocked = sorted([*taken, *((token.start, token.end) for token in identifiers)])
    words: list[_Token] = []
    place = 0
    for match in _TOKENS.finditer(text):
        while place < len(blocked) and blocked[place][1] <= match.start():
            place += 1
        if place < len(blocked) and blocked[place][0] < match.end():
            continue
        words.append(_Token(match.lastgroup or "", match.group(), *match.span()))
    return sorted([*identifiers, *words], key=lambda token: token.start)


class _Parser:
    """Read provisions from tokens; every method takes and returns an index into them."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._found: list[Provision] = []
        # In a text that has б) or д) the letters е) and с) are Cyrillic too, not look-alikes.
        self._cyrillic = any(
            token.kind == "item" and re.search("[бгджзи]", token.text) for token in tokens
        )

    def provisions(self) -> list[Provision]:
        index = 0
        while index < len(self._tokens):
            index = max(self._phrase(index), index + 1)
        return self._found

    def _phrase(self, index: int) -> int:
        """Read one phrase; return the index after it, or the same index when there is none."""
        kind = self._kind(index)
        if kind in ("paragraph", "item"):
            return self._nested(index)
        if kind in ("article", "decision", "identifier", "di"):
            target = self._target(index)
            if target:
                self._emit(target, index, target.after)
                return target.after
        return index

    def _target(self, index: int) -> _Target | None:
        """Read an article or decision, whatever its noun, with the parts that follow it."""
        kind = self._kind(index)
        if kind == "article":
            return self._article(index)
        if kind in ("decision", "identifier"):
            return self._decision(index)
        return self._chinese(index) if kind == "di" else None

    def _article(self, index: int) -> _Target | None:
        first = index + 1
        if self._kind(first) == "of" and self._glued(first):
            first += 1
        if not self._glued(first) or self._kind(first) not in ("number", "bracketed"):
            return None
        plural = bool(_PLURAL.search(self._tokens[index].text))
        entries: list[Parts] = []
        # "Articles 14, paragraph 2, and 20, paragraph 3": each article with parts of its own.
        while len(entries) < _LIST_LIMIT:
            group = self._list(first, strict=not plural, nouns=False)
            if not group:
                break
            target = self._with_parts("article", group)
            entries += target.entries
            first = target.after
            following = first
            while self._at(following, "and"):
                following += 1
            more = plural and target.entries != group.entries and following > first
            if not (more and self._at(following, "number")):
                break
            first = following
        return _Target("article", entries, target.after) if entries else None

    def _decision(self, index: int) -> _Target | None:
        first = index
        named = self._kind(index) == "decision"
        if named:
            first += 1
            if not self._glued(first):
                return None
        group = self._identifiers(first)
        if not group:
            return None
        after = group.after
        while self._glued(after) and self._kind(after) in ("hao", "decision"):
            named = True
            after += 1
        if not named and any(_is_bare(entry[0]) for entry in group.entries):
            return None
        return self._with_parts("decision", _Group(group.entries, after))

    def _chinese(self, index: int) -> _Target | None:
        """Read ``第18条第2款``, ``第15和16条`` or ``第 BS-III/6 号决定``."""
        first = index + 1
        if not self._glued(first):
            return None
        if self._kind(first) == "identifier":
            return self._decision(first)
        group = self._list(first, strict=False)
        if not group:
            return None
        after = group.after + self._at(group.after, "close")
        if not self._at(after, "tiao"):
            return None
        entries, after = group.entries, after + 1
        if self._at(after, "to"):
            last = self._list(after + (2 if self._at(after + 1, "di") else 1), strict=False)
            if last and self._at(last.after, "tiao"):
                entries = entries + self._expanded(entries[-1], last.entries[0]) + last.entries[1:]
                after = last.after + 1
        return self._with_parts("article", _Group(entries, after))

    def _nested(self, index: int) -> int:
        """Read ``paragraph 2(a) of Article 18``: parts first, then what they belong to."""
        levels: list[list[Parts]] = []
        after = index
        closed = self._kind(index) == "paragraph"
        while len(levels) < 3:
            first = after + 1 if self._kind(after) == "paragraph" else after
            if first > index and not self._glued(first):
                break
            group = self._list(first, strict=False)
            if not group:
                break
            levels.append(group.entries)
            after = group.after
            if self._at(after, "of"):
                after += 1
                closed = True
            elif self._at(after, "and") and self._kind(after + 1) in ("article", "decision"):
                after += 1
            if not self._at(after, "paragraph"):
                break
        if levels and not closed:
            # A list of items that belongs to nothing named: none of its entries begins a phrase.
            return after
        if not levels or not self._glued(after):
            return index
        target = self._target(after) if self._kind(after) != "di" else None
        if not target:
            return index
        entries = [
            reduce(_joined, reversed(inner), base)
            for base in target.entries
            for inner in product(*levels)
        ]
        self._emit(_Target(target.kind, entries, target.after), index, target.after)
        return target.after

    def _with_parts(self, kind: str, group: _Group) -> _Target:
        """Read the paragraphs and items that follow an article or decision."""
        bases, entries, after = group.entries, group.entries, group.after
        for _ in range(4):
            more = self._parts(after)
            if not more:
                break
            adds, parts, after = more
            entries = _attached(bases, entries, parts, adds=adds)
        return _Target(kind, entries, after)

    def _parts(self, index: int) -> tuple[bool, list[Parts], int] | None:
        """Read one group of parts: whether it adds to the last one, its entries, what follows."""
        first, adds = index, False
        if self._kind(first) in ("and", "of") and self._glued(first):
            adds = self._kind(first) == "and" and self._tokens[first].text not in ",،"
            first += 1
        if not self._glued(first):
            return None
        if self._kind(first) == "paragraph":
            plural = _PLURAL.search(self._tokens[first].text)
            if not self._glued(first + 1):
                return None
            group = self._list(first + 1, strict=not plural)
            if not group or self._opens_target(group.after):
                return None
            return adds, group.entries, group.after
        return self._chinese_parts(first, adds)

    def _chinese_parts(self, index: int, adds: bool) -> tuple[bool, list[Parts], int] | None:
        has_di = self._kind(index) == "di"
        first = index + 1 if has_di else index
        if not self._glued(first):
            return None
        group = self._list(first, strict=False)
        if not group:
            return None
        if self._at(group.after, "kuan"):
            return adds, group.entries, group.after + 1
        if self._at(group.after, "tiao"):
            return None
        items_only = all(_is_item(entry[0]) for entry in group.entries)
        with_item = has_di and all(_is_item(entry[-1]) for entry in group.entries)
        bracketed = self._text[self._tokens[first].start] in "(["
        if with_item or (items_only and bracketed and not adds and index == first):
            return adds, group.entries, group.after
        return None

    def _opens_target(self, index: int) -> bool:
        """Tell whether the parts just read belong to an article or decision that follows."""
        if self._at(index, "of"):
            index += 1
        return self._glued(index) and self._kind(index) in ("article", "decision", "identifier")

    def _identifiers(self, index: int) -> _Group | None:
        entries: list[Parts] = []
        while self._kind(index) == "identifier" and len(entries) < _LIST_LIMIT:
            identifier = _identifier_id(self._tokens[index].text)
            if identifier is None:
                break
            entries.append((identifier,))
            index += 1
            following = index
            while self._at(following, "and") or self._at(following, "di"):
                following += 1
            if following == index or not self._at(following, "identifier"):
                break
            index = following
        return _Group(entries, index) if entries else None

    def _list(self, index: int, *, strict: bool, nouns: bool = True) -> _Group | None:
        """Read entries joined by conjunctions and ranges.

        ``strict``, after a noun in the singular, takes further entries only where they cannot be
        the start of something else (``Article 18 and 20 Parties``). ``nouns`` lets the noun be
        repeated (``paragraph 2 and paragraph 3``).
        """
        entry = self._entry(index)
        if not entry:
            return None
        entries, index = [entry[0]], entry[1]
        while len(entries) < _LIST_LIMIT and self._glued(index):
            if self._kind(index) == "item":
                # "(a) (b) and (c)": the first conjunction is not printed.
                entry = self._entry(index)
                if not entry:
                    break
                entries.append(_inherited(entries[-1], entry[0]))
                index = entry[1]
                continue
            if self._kind(index) not in ("and", "to"):
                break
            is_range = self._kind(index) == "to"
            comma = self._tokens[index].text in ",،"
            following = index + 1
            while self._at(following, "and") and not is_range:
                comma = False
                following += 1
            named = nouns and self._at(following, "paragraph")
            following += named or self._at(following, "di")
            entry = self._entry(following) if self._glued(following) else None
            # ", subparagraph (a)" narrows what stands before it and is no further entry.
            if not entry or (comma and named and _is_item(entry[0][0])):
                break
            if strict and not self._safe(index, entry, comma=comma):
                break
            whole = _inherited(entries[-1], entry[0])
            entries += self._expanded(entries[-1], whole) if is_range else [whole]
            index = entry[1]
        return _Group(entries[:_LIST_LIMIT], index)

    def _safe(self, conjunction: int, entry: tuple[Parts, int], *, comma: bool) -> bool:
        parts, after = entry
        if _is_item(parts[0]):
            return True
        token = self._tokens[conjunction]
        if token.kind == "to" and self._text[token.start - 1] != " ":
            return True
        # "Articles 14, paragraph 2 and 20, paragraph 3": 20 is an article.
        if self._at(after, "and") and self._at(after + 1, "paragraph"):
            return False
        following = self._text[self._tokens[after - 1].end :][:2].strip()
        return not comma and (len(parts) > 1 or not following[:1].isalnum())

    def _entry(self, index: int) -> tuple[Parts, int] | None:
        """Read one entry such as ``2``, ``18.2(a)``, ``2 b)``, ``(c)`` or, in Chinese, ``二``."""
        parts: list[str] = []
        kind = self._kind(index)
        if kind == "number":
            parts.append(_digits(self._tokens[index].text))
            index += 1
            while self._kind(index) == "point" and self._kind(index + 1) == "number":
                parts.append(_digits(self._tokens[index + 1].text))
                index += 2
                index += self._at(index, "close")
        elif kind == "chinese":
            value = chinese_number(self._tokens[index].text)
            if not value:
                return None
            parts.append(str(value))
            index += 1
        while len(parts) < 5 and (not parts or self._glued(index)):
            sign = self._tokens[index].text.strip("()[]' ") if index < len(self._tokens) else ""
            if self._kind(index) == "bracketed":
                # Arabic numbers the second level of items: (أ)(1).
                parts.append(f":{sign}" if parts and _is_item(parts[-1]) else sign)
            elif self._kind(index) == "item" and self._nests(parts, sign):
                parts.append(f":{sign}")
            else:
                break
            index += 1
        return (tuple(parts), index) if parts else None

    def _nests(self, parts: list[str], sign: str) -> bool:
        """Tell whether an item sign stands one level below the parts, not beside the last one."""
        items = [part for part in parts if _is_item(part)]
        if self._place(sign, len(items) + 1) is None:
            return False
        return not items or _style(sign) != _style(items[-1][1:])

    def _place(self, sign: str, level: int) -> int | None:
        """Return the place of an item sign; on the first level a single letter is a letter."""
        lowered = sign.lower()
        if level == 1 and len(lowered) == 1 and "a" <= lowered <= "z":
            return letter_number(lowered)
        if self._cyrillic and len(lowered) == 1 and "а" <= lowered <= "я":
            place = "абвгдежзиклмнопрст".find(lowered)
            return place + 1 if place >= 0 else None
        return item_ordinal(sign)

    def _expanded(self, first: Parts, last: Parts) -> list[Parts]:
        """Return the entries after ``first`` up to ``last``; only ``last`` if they do not compare."""
        if first[:-1] != last[:-1] or _is_item(first[-1]) != _is_item(last[-1]):
            return [last]
        stem = first[:-1]
        if not _is_item(first[-1]):
            numbers = range(int(first[-1]) + 1, int(last[-1]) + 1)
            return (
                [(*stem, str(number)) for number in numbers] if 0 < len(numbers) <= 40 else [last]
            )
        level = sum(map(_is_item, first))
        low, high = (self._place(part[1:], level) or 0 for part in (first[-1], last[-1]))
        if not 0 < high - low <= 26:
            return [last]
        return [(*stem, f":{item_sign(place, level)}") for place in range(low + 1, high + 1)]

    def _emit(self, target: _Target, first: int, after: int) -> None:
        start, end = self._tokens[first].start, self._tokens[after - 1].end
        for entry in dict.fromkeys(target.entries):
            self._found.append(Provision(target.kind, self._id(entry), start, end))

    def _id(self, entry: Parts) -> str:
        """Write an id such as ``18(2)(a)``: numbers as they are, items as letters, then Roman."""
        written, level = entry[0], 0
        for part in entry[1:]:
            if _is_item(part):
                level += 1
                part = item_sign(self._place(part[1:], level) or 1, level)
            written += f"({part})"
        return written

    def _kind(self, index: int) -> str:
        return self._tokens[index].kind if index < len(self._tokens) else ""

    def _at(self, index: int, kind: str) -> bool:
        return self._kind(index) == kind and self._glued(index)

    def _glued(self, index: int) -> bool:
        """Tell whether at most one space stands between a token and the one before it."""
        if not 0 < index < len(self._tokens):
            return False
        start = self._tokens[index - 1].end
        return self._text[start : self._tokens[index].start] in ("", " ")


def _attached(
    bases: list[Parts], entries: list[Parts], parts: list[Parts], *, adds: bool
) -> list[Parts]:
    """Join parts to what they belong to: paragraphs to the article, items to the paragraph."""
    if _is_item(parts[0][0]):
        if _is_item(entries[-1][-1]):
            return entries + [_inherited(entries[-1], part) for part in parts]
        return [entry + part for entry in entries for part in parts]
    added = [bases[-1] + part for part in parts]
    if adds and entries != bases:
        return entries + added
    return entries[:-1] + added


def _inherited(previous: Parts, entry: Parts) -> Parts:
    """Give ``(b)`` in ``2(a) and (b)`` the number of the entry before.

    ``(ii)`` after ``(a)(i)`` keeps the letter too.
    """
    if not _is_item(entry[0]):
        return entry
    items = [part for part in previous if _is_item(part)]
    beside = len(items) > 1 and _style(entry[0][1:]) == _style(items[-1][1:])
    return previous[: len(previous) - (1 if beside else len(items))] + entry


def _style(sign: str) -> str:
    """Return how an item is numbered: two levels of one list never share a style."""
    if sign.isdigit():
        return "number"
    if chinese_number(sign) is not None:
        return "chinese"
    return "letter" if sign.lower().strip("ivx") else "roman"


def _joined(base: Parts, parts: Parts) -> Parts:
    """Join inner parts to outer ones; a number below an item is an item of the next level."""
    if _is_item(base[-1]) and not _is_item(parts[0]):
        return (*base, f":{parts[0]}", *parts[1:])
    return base + parts


def _is_item(part: str) -> bool:
    return part.startswith(":")


def _digits(text: str) -> str:
    digits = re.match(r"\d+", text)
    return str(int(digits.group())) if digits else "1"


def _identifier_id(text: str) -> str | None:
    match = _IDENTIFIER.fullmatch(latinised(text))
    if not match:
        return None
    meeting = match["meeting"] or match["bare"]
    value = int(meeting) if meeting.isdigit() else roman_number(meeting)
    number = int(match["number"] or match["bare_number"])
    if not value or not number:
        return None
    return decision_id(match["body"], value, number, roman=not meeting.isdigit())


def _is_bare(identifier: str) -> bool:
    return "-" not in identifier
