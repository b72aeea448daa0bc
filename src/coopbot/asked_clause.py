"""The clause of a question that asks: what stands around it says only what it is about.

"As regards the memorandum signed with UNIDO, for how many years will it remain in force?" asks for
years; a sentence that carries all the other words does not answer it.
"""

from __future__ import annotations

import re

from coopbot.languages import is_as_long

_ASKS = {
    "en": r"who|whom|whose|what|which|when|where|why|how|whether|name|list",
    "fr": r"qui|que|quoi|quels?|quelles?|lequel|laquelle|lesquel(?:le)?s|quand|où|pourquoi|comment|"
    r"combien|est-ce|citez|nommez|listez",
    "es": r"quién|quiénes|qué|cuál|cuáles|cuándo|dónde|cuánt[oa]s?|cómo|por qué|quien|quienes|que|"
    r"cual|cuales|cuando|donde|cuant[oa]s?|como|nombre|enumere",
    "ru": r"кто|кого|кому|кем|чей|что|чего|чему|чем|как(?:ой|ая|ое|ие|ого|ому|им|ую|их|ими|ом|ов|"
    r"ова|ово|овы)|когда|где|куда|откуда|почему|зачем|как|сколько|перечислите|назовите",
    "ar": r"من|ما|ماذا|متى|أين|لماذا|كيف|كم|أي|أية|هل|بماذا|اذكر|عدد",
    "zh": r"谁|什么|哪|何|怎|为什么|多少|几|是否|多久|啥|吗|列出|列举",
}
_PARTS = re.compile(r"[,，;；:：—–。.!！?？؟،؛]+(?=\s|$|[\u4e00-\u9fff])|\s[-–—]\s|—")
"""What clauses are parted by; a full stop within a number or a symbol does not part."""

_LEAST_WORDS = 4
_LEAST_SIGNS = 6
"""Words, of Chinese characters, of a clause that says enough by itself."""


def asked_clause(question: str, language: str) -> str:
    """Return the last clause that asks, with the ones after it; the whole where none is told.

    >>> asked_clause("For my file on the Chiba session, did they say who chaired it?", "en")
    'did they say who chaired it?'
    """
    starts = [0, *(match.end() for match in _PARTS.finditer(question))]
    pattern = _pattern(language)
    asking = [start for start in starts if pattern.search(question, start, _end(question, start))]
    for start in reversed(asking):
        if is_as_long(question[start:], language, words=_LEAST_WORDS, signs=_LEAST_SIGNS):
            return question[start:].strip()
    return question


def _end(question: str, start: int) -> int:
    match = _PARTS.search(question, start)
    return match.start() if match else len(question)


def _pattern(language: str) -> re.Pattern[str]:
    edge = "" if language == "zh" else r"\b"
    # re keeps what it has compiled.
    return re.compile(f"{edge}(?:{_ASKS[language]}){edge}", re.IGNORECASE)
