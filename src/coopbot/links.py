"""The small words between two others that say who did what to whom, in six languages.

"Invited by the Secretariat" and "invited the Secretariat", "was reviewed" and "reviewed", "and" and
"or" differ in nothing else. So what leads to a word in a statement is compared with what leads to
it in the source; articles, "which" and the like bear on nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from coopbot.tokens import fold


def _alone(words: str) -> dict[str, str]:
    return {word: word for word in words.split()}


_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "be": "be been being", "is": "is are", "was": "was were", "do": "do does did",
        "about": "about regarding concerning", "or": "or", "but": "but", "so": "so", "when": "when",
        "where": "where", "than": "than",
        **_alone("to of in on at by for with from as into upon"),
    },
    "fr": {
        "be": "été être étant", "is": "est sont", "was": "était étaient", "have": "a ont ayant",
        "à": "à au aux", "en": "en dans", "se": "se s", "or": "ou", "but": "mais", "où": "où",
        **_alone("sur par pour avec comme lors selon"),
    },
    "es": {
        "be": "ser sido siendo", "is": "es son está están", "was": "era eran", "has": "ha han",
        "fue": "fue fueron", "a": "a al", "se": "se", "or": "o u", "cuando": "cuando",
        "donde": "donde", **_alone("en por para con como según"),
    },
    "ru": {
        "be": "быть", "was": "был была было были", "is": "является являются", "or": "или",
        "but": "но а", "в": "в во", "с": "с со", "к": "к ко", "о": "о об обо", "на": "на",
        "когда": "когда", "где": "где", "как": "как",
        **_alone("за из от для у при по согласно"),
    },
    "ar": {
        "be": "يكون تكون", "was": "كان كانت وكان وكانت", "or": "أو", "then": "ثم", "where": "حيث",
        "in": "في وفي", "from": "من ومن", "on": "على وعلى", "to": "إلى وإلى", "with": "مع",
        "about": "عن", "as": "كما", "between": "بين",
    },
}  # fmt: skip
"""Classes of small words; those of one class may stand for each other."""

_AND = {
    "en": "and", "fr": "et ainsi", "es": "y e", "ru": "и", "ar": "", "zh": "",
}  # fmt: skip
_AUXILIARIES = frozenset(("be", "is", "was", "have", "has", "fue", "do", "se", "or", "but", "so"))
_AT_A_TIME = frozenset(("in", "on", "en", "в", "на", "lors"))
_RELATIVES = {
    "en": "which who whom whose that", "fr": "qui que dont lequel laquelle",
    "es": "que quien quienes cual cuyo cuya",
    "ru": "который которая которое которые которого которой которых которым которую котором",
    "ar": "التي الذي الذين", "zh": "",
}  # fmt: skip
_DETERMINERS = {
    "fr": "l le la les un une des du au aux ce cet cette ces son sa ses leur leurs",
    "es": "el la lo los las le les del al un una este esta estos estas ese esa su sus",
}
"""Articles where they are also objects before a verb: "la coordina", "coordina la"."""

_PRONOUNS = {
    "en": "it they he she him them", "fr": "il ils elle elles lui eux",
    "es": "él ella ello ellos ellas",
    "ru": "он она оно они ему ею ими", "ar": "هو هي هم وهو وهي وهم", "zh": "",
}  # fmt: skip

_HAN_LINKS = re.compile(
    "(?P<give>(?<![因认作成行较])为(?![了止])|给(?!予))|(?P<will>将(?!来))|(?P<ba>把)|(?P<by>被|(?<!理)由(?!于))"
    "|(?P<to>(?<![方倾导趋])向|(?<![面针])对(?!于))|(?P<with>(?<!参)与)|(?P<or>或(?!许))|(?P<from>从(?!事))"
    "|(?P<let>(?<![促大即致])使得?(?!用)|(?<!转)让|令)|(?P<suffer>(?<!接)受(?!到))|(?P<than>比(?!例|较))"
    "|(?P<but>(?<!从)而(?!且)|但)|(?P<because>因(?!此))"
)
_HAN_DETERMINERS = re.compile("(?:其[他它]?|该|这些?|各|有关|[《“])+$")
_TOKEN = re.compile(r"[^\W\d_]+")
_COMMA = re.compile("[,،，、;；؛:：]")
_OPENING = re.compile("[(（]")


@dataclass(frozen=True, slots=True)
class Link:
    """What stands between two words."""

    words: tuple[str, ...]
    """Classes of its small words, in order."""
    joins: bool
    """Whether it says "and"."""
    separates: bool
    """Whether it has a comma or the like."""
    opens: bool
    """Whether a bracket opens in it."""
    pronouns: frozenset[str]
    relates: bool
    """Whether a relative clause begins in it."""
    determines: bool
    """Whether it has an article or what stands in its place."""

    @property
    def leads(self) -> bool:
        """Tell whether it has a preposition."""
        return any(word not in _AUXILIARIES for word in self.words)

    def leads_to_value(self, other: Link, *, is_date: bool) -> bool:
        """Tell whether a statement leads to a number or date as its source does.

        Before a number "is" may be lost; a date may be named with any word that only says "at".
        """
        bare = tuple(word for word in self.words if word not in _AUXILIARIES)
        there = tuple(word for word in other.words if word not in _AUXILIARIES)
        return bare == there or (is_date and set(bare) <= _AT_A_TIME)

    def leads_as(self, other: Link) -> bool:
        """Tell whether a statement leads to a word as its source does."""
        if self.pronouns - other.pronouns:
            return False
        if self.joins and not (other.joins or other.separates):
            return False
        if other.determines and not self.determines:
            return False
        return self.words == other.words


def link_between(text: str, start: int, end: int, language: str) -> Link:
    """Read what stands between two places of a text; in Chinese, what leads to the second."""
    between = text[start:end]
    words = _TOKEN.findall(fold(between) if language == "ar" else between.lower())
    known, joining, pronouns = _classes(language)
    relatives = _RELATIVES[language].split()
    determiners = _DETERMINERS.get(language, "").split()
    if language == "zh":
        classes = tuple(_han_link(text, end))
        joins = re.search("[和及]$", between.strip()) is not None
    else:
        classes = tuple(known[word] for word in words if word in known)
        joins = any(word in joining for word in words)
    return Link(
        tuple(classes),
        joins,
        _COMMA.search(between) is not None,
        _OPENING.search(between) is not None,
        frozenset(word for word in words if word in pronouns),
        any(word in relatives for word in words),
        any(word in determiners for word in words),
    )


def _han_link(text: str, end: int) -> Iterator[str]:
    """Yield the class of the character right before a place, where it leads to what follows."""
    left = _HAN_DETERMINERS.sub("", text[:end].rstrip())[-3:]
    for found in _HAN_LINKS.finditer(left + text[end : end + 1]):
        if found.end() == len(left) and found.lastgroup:
            yield found.lastgroup


def attached(word: str, language: str) -> str | None:
    """Return the Arabic preposition that a word has taken up before its article, else None."""
    if language != "ar":
        return None
    folded = fold(word)
    bare = folded[1:] if folded.startswith(("ول", "وب", "فل", "فب")) else folded
    return "ل" if bare.startswith("لل") else "ب" if bare.startswith("بال") else None


@cache
def _classes(language: str) -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    def form(word: str) -> str:
        return fold(word) if language == "ar" else word

    known = {
        form(word): name
        for name, words in _WORDS.get(language, {}).items()
        for word in words.split()
    }
    joining = frozenset(map(form, _AND[language].split()))
    return known, joining, frozenset(map(form, _PRONOUNS[language].split()))
