"""The six UN languages: codes, names, writing direction, detection and sentence ends."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")
"""Codes in the order in which lists of languages are shown."""

NATIVE_NAMES = {
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
}

ENGLISH_NAMES = {
    "zh": "Chinese",
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ru": "Russian",
    "ar": "Arabic",
}

# The commonest function words; a word in two lists counts for both, so that it decides nothing.
_FUNCTION_WORDS = {
    "en": (
        "the of and to in is are was were what which who whom whose when where how why does did do "
        "has have had for on by with from that this these those it its be been an a at as or not "
        "can could may will would there their they many much about between under any all"
    ),
    "fr": (
        "le la les de du des et à au aux en un une est sont était étaient que qui quoi quel quelle "
        "quels quelles où quand comment pourquoi combien dans pour par sur avec sans ce cette ces "
        "il elle ils elles ne pas plus a ont été être se sa son ses leur leurs y dont entre selon "
        "est-ce"
    ),
    "es": (
        "el la los las de del y a al en un una es son fue fueron que qué quién quiénes cuál cuáles "
        "dónde cuándo cómo por para con sin sobre se su sus lo le les no más ha han hay este esta "
        "estos estas entre según cuánto cuánta cuántos cuántas cuanto cuanta cuantos cuantas donde "
        "cuando como quien cual"
    ),
}
_WORDS = {
    language: frozenset(unicodedata.normalize("NFC", words).split())
    for language, words in _FUNCTION_WORDS.items()
}
_DIACRITICS = {"fr": frozenset("àâçèêëîïôœùûÿ«»"), "es": frozenset("ñ¿¡áíóú")}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:l|d|qu|n|s|j|m|t|c)['’]", re.IGNORECASE)

# "用中文回答", "answer in French": an explicit wish outweighs the script of the question.
_LANGUAGE_NAMES = {
    "zh": r"中文|汉语|漢語|chinese|chinois|chino|китайск\w+|(?:ال)?صينية",
    "en": r"英文|英语|英語|english|anglais|inglés|ingles|английск\w+|(?:ال)?[إا]نجليزية|(?:ال)?[إا]نكليزية",
    "fr": r"法文|法语|法語|french|français|francais|francés|frances|французск\w+|(?:ال)?فرنسية",
    "es": r"西班牙文|西班牙语|西班牙語|西文|spanish|espagnol|español|espanol|испанск\w+|(?:ال)?[إا]سبانية",
    "ru": r"俄文|俄语|俄語|russian|russe|ruso|русск\w+|(?:ال)?روسية",
    "ar": r"阿拉伯文|阿拉伯语|阿拉伯語|阿文|arabic|arabe|árabe|арабск\w+|(?:ال)?عربية",
}
_REQUEST = {
    language: re.compile(
        rf"用\s*(?:{names})\s*(?:来)?\s*(?:回答|作答|说|答复)"
        rf"|(?:answer|reply|respond)[^.?!]{{0,20}}\bin\s+(?:{names})\b"
        rf"|r[ée]pond\w*[^.?!]{{0,20}}\ben\s+(?:{names})\b"
        rf"|(?:responde|conteste|contesta|responda)\w*[^.?!]{{0,20}}\ben\s+(?:{names})\b"
        rf"|(?:ответь|ответьте|отвечай|отвечайте)[^.?!]{{0,20}}\bна\s+(?:{names})\b"
        rf"|(?:أجب|اجب|الإجابة|أجيبوا|الرد)[^.?!؟]{{0,20}}ب(?:ال)?(?:اللغة\s+)?(?:{names})",
        re.IGNORECASE,
    )
    for language, names in _LANGUAGE_NAMES.items()
}


def direction(language: str) -> str:
    """Return ``rtl`` for Arabic, else ``ltr``."""
    return "rtl" if language == "ar" else "ltr"


def script_of(character: str) -> str | None:
    """Return ``han``, ``cyrillic``, ``arabic`` or ``latin`` for a letter, None for all else."""
    code = ord(character)
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF:
        return "han"
    if 0xF900 <= code <= 0xFAFF or code == 0x3007:
        return "han"
    if 0x0400 <= code <= 0x052F:
        return "cyrillic"
    if 0x0600 <= code <= 0x06FF or 0x0750 <= code <= 0x077F or 0xFB50 <= code <= 0xFEFC:
        return "arabic" if character.isalpha() else None
    if code < 0x0250 and character.isalpha():
        return "latin"
    if 0x1E00 <= code <= 0x1EFF or 0xFF21 <= code <= 0xFF5A:
        return "latin" if character.isalpha() else None
    return None


def requested_language(question: str) -> str | None:
    """Return the language that the question asks to be answered in, if it names one."""
    return split_request(question)[0]


def split_request(question: str) -> tuple[str | None, str]:
    """Return the language asked for, if any, and the question without those words.

    >>> split_request("用中文回答: what is LMO-FFP?")
    ('zh', 'what is LMO-FFP?')
    """
    for language, pattern in _REQUEST.items():
        match = pattern.search(question)
        if match:
            rest = f"{question[: match.start()]} {question[match.end() :]}"
            rest = rest.strip(" ,;:，；：、.。")
            return language, rest if any(map(str.isalnum, rest)) else question
    return None, question


def is_as_long(text: str, language: str, *, words: int, signs: int) -> bool:
    """Tell whether a text has so many words, of Chinese so many letters and digits."""
    if language == "zh":
        return sum(map(str.isalnum, text)) >= signs
    return len(text.split()) >= words


def detect_language(text: str, default: str = "en") -> str:
    """Return the UN language of a text, short questions and mixed scripts included.

    Script decides first: any Han, Arabic or Cyrillic word outweighs Latin ones, because
    identifiers and acronyms are Latin in every language. Among the Latin languages function words
    decide, then diacritics; ``default`` where nothing tells.
    """
    scripts = Counter(script for script in map(script_of, text) if script)
    other = {"han": "zh", "arabic": "ar", "cyrillic": "ru"}
    # One Han character carries about as much as three letters.
    weights = {
        other[script]: scripts[script] * (3 if script == "han" else 1)
        for script in other
        if scripts[script]
    }
    if weights:
        best = max(weights, key=lambda language: weights[language])
        latin_words = _latin_evidence(text)
        # A Latin sentence that quotes one foreign term stays Latin.
        if latin_words < 4 or weights[best] >= scripts["latin"] * 0.5:
            return best
    return _latin_language(text, default)


def _latin_evidence(text: str) -> int:
    """Count function words of any Latin language: identifiers and acronyms have none."""
    words = _latin_words(text)
    return max(sum(word in known for word in words) for known in _WORDS.values())


def _latin_words(text: str) -> list[str]:
    """Return the words in lower case, French elisions cut off and kept as evidence of French."""
    words = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", text).lower()):
        word = match.group()
        if _ELISION.match(word):
            words.append("le")
            word = _ELISION.sub("", word)
        words.append(word)
    return words


def _latin_language(text: str, default: str) -> str:
    words = _latin_words(text)
    score = {
        language: sum(
            1.0 / sum(word in other for other in _WORDS.values()) for word in words if word in known
        )
        for language, known in _WORDS.items()
    }
    lowered = text.lower()
    for language, letters in _DIACRITICS.items():
        score[language] += 0.6 * sum(lowered.count(letter) for letter in letters)
    score["fr"] += 0.3 * lowered.count("é")
    score["es"] += 0.3 * lowered.count("é")
    # Keywords have no function words; their endings are what tells.
    score["es"] += 0.25 * sum(bool(_SPANISH_ENDING.fullmatch(word)) for word in words)
    best = max(score.values())
    if best == 0:
        return default
    leaders = [language for language, value in score.items() if value == best]
    return default if default in leaders else leaders[0]


_SPANISH_ENDING = re.compile(
    r"\w{3,}(?:os|as|ado|ada|ci[oó]n|dad|[aei]nto|[íi]?culo|encia|ones|íses)|pa[ií]ses|est[aá]n"
)


_TERMINATORS = "。！？!?؟…"
_ABBREVIATION = re.compile(
    r"(?:\b(?:No|Nos|Art|art|para|paras|p|pp|Add|Rev|Corr|INF|Sr|Sra|Dr|Mr|Ms|Mme|M|St|cf|e\.g|"
    r"i\.e|etc|vol|ed|ex|núm|pág|párr|ст|п|пп|гг|г|т|др|тыс|млн|с|стр|см)|\b[A-ZА-Я])\.$"
)
_NOTE_MARK = re.compile(r"\s?\d{1,2}/(?=\s|$)")
_CLOSERS = "”’»\"')）】》」』"


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the sentences of a text in any of the six languages.

    Full-width and Arabic terminators end a sentence at once. A Latin full stop ends one when white
    space follows and the next visible character is not a lower-case letter or digit, and the word
    before it is no abbreviation. A line feed always ends one. Spans carry no outer white space and
    together own every visible character.
    """
    start = 0
    position = 0
    length = len(text)
    while position < length:
        character = text[position]
        ends = character == "\n" or character in _TERMINATORS
        if character == ".":
            ends = _full_stop_ends(text, start, position)
        position += 1
        if not ends:
            continue
        while position < length and text[position] in _CLOSERS + _TERMINATORS + ".":
            position += 1
        # A footnote marker printed after the full stop belongs to the sentence before it.
        marker = _NOTE_MARK.match(text, position)
        if marker:
            position = marker.end()
        yield from _trimmed(text, start, position)
        start = position
    yield from _trimmed(text, start, length)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[start:end] for start, end in sentence_spans(text)]


def _full_stop_ends(text: str, start: int, position: int) -> bool:
    if _NOTE_MARK.match(text, position + 1):
        return True
    following = text[position + 1 :]
    if following and not following[0].isspace() and following[0] not in _CLOSERS:
        return False
    visible = following.lstrip().lstrip(_CLOSERS + " ")
    if visible and (visible[0].islower() or visible[0].isdigit()):
        return False
    return not _ABBREVIATION.search(text[max(start, position - 12) : position + 1])


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield (start, end)
