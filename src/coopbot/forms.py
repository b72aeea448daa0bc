"""Forms of a word that say another thing than its stem: developed, developing; case and dual."""

from __future__ import annotations

import re
from collections.abc import Collection

from coopbot.tokens import fold

_DONE = {
    "en": r"ed$",
    "fr": r"(?:é|ée|és|ées)$",
    "es": r"(?:(?:ad|id)[oa]s?|ó|aron|ieron)$",
    "ar": r"(?:ان|ين)$",
}
"""Endings of what is done, in Arabic of two of a kind: a stemmer leaves neither."""

_REFLEXIVE = re.compile("(?:ся|сь)$")
_PAST = re.compile("(?:л|ла|ло|ли)(?:ся|сь)?$")


def is_other_form(word: str, others: Collection[str], language: str, *, is_name: bool) -> bool:
    """Tell whether a word stands in a form that none of the same word elsewhere has.

    Russian tells who does what to whom by the endings of names alone: they are compared whole.

    :param others: the forms elsewhere, in small letters.
    :param is_name: whether the word is a name or written with a capital.
    """
    if not others or word.lower() in others:
        return False
    if language == "ru" and not is_name:
        return _is_other_verb(word.lower(), others)
    if language == "ru":
        # The first word of a name shows its case, also where a name is shortened.
        first = word.lower().split()[0]
        return is_name and not word.isupper() and first not in {o.split()[0] for o in others}
    if is_name:
        return False
    folded = [fold(other) if language == "ar" else other for other in others]
    said = fold(word) if language == "ar" else word.lower()
    done = _DONE.get(language)
    if done and re.search(done, said):
        return not any(re.search(done, other) for other in folded)
    if done and language != "ar":
        return all(re.search(done, other) for other in folded)
    return False


def _is_other_verb(said: str, others: Collection[str]) -> bool:
    """Tell whether a Russian word has another voice or time than the same word elsewhere.

    "Joined" and "will join", "discussed" and "was discussed" differ by their endings alone.
    """
    if _REFLEXIVE.search(said) is None and all(map(_REFLEXIVE.search, others)):
        return True
    return _PAST.search(said) is None and all(map(_PAST.search, others))
