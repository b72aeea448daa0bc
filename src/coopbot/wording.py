"""The words that are ours in answers, views and exports, in six languages.

They stand in ``words/<language>.json``, all files with equal keys: JSON, because the first answer
of a command must not wait for a YAML parser. Each sentence frames a quotation or says that there
is none; none of them states a fact of a document. Values fill the named places of a text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from coopbot.entries import Title
from coopbot.labels import display_label
from coopbot.languages import LANGUAGES


@lru_cache(maxsize=len(LANGUAGES))
def words_in(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of a language by part (``answers``, ``views``, ``exports``) and key."""
    source = files("coopbot").joinpath("words", f"{language}.json")
    parts: dict[str, dict[str, str]] = json.loads(source.read_text("utf-8"))
    return parts


def text(key: str, language: str, **values: str) -> str:
    """Return a frame sentence of an answer."""
    return words_in(language)["answers"][key].format(**values)


def view_text(key: str, language: str, **values: str) -> str:
    """Return a title, a column or the name of a row of a view."""
    return words_in(language)["views"][key].format(**values)


def export_text(key: str, language: str, **values: str) -> str:
    """Return words of an export."""
    return words_in(language)["exports"][key].format(**values)


def title_text(title: Title, language: str, *, confirmed: bool = True) -> str:
    """Return a title of the registry with what must be said of it, in the reader's language.

    :param confirmed: whether a source was seen that gives the thing this title.
    """
    said = [text("unofficial", language)] if title.rendered else []
    if not confirmed:
        said.append(view_text("unverified", language))
    return f"{title.text} ({text('separator', language).join(said)})" if said else title.text


def language_name(code: str, language: str) -> str:
    """Return the name of the language ``code`` in another language."""
    return text(f"lang_{code}", language)


def place(label: str, language: str) -> str:
    """Return how a reader of a language says where: ``paragraph 21(c)``, ``第21段（三）``."""
    shown = display_label(label, language)
    if not label[0].isdigit():
        return shown
    if language == "zh":
        # The items follow the counter: 第21段（三）, not 第21（三）段.
        number, bracket, items = shown.partition("（")
        return text("paragraph", language, label=number) + bracket + items
    return text("paragraph", language, label=shown)


def places(labels: list[str], language: str) -> str:
    """Return several places as one list."""
    return text("separator", language).join(place(label, language) for label in labels)


def quoted(quote: str, language: str) -> str:
    """Return a quotation in the quotation marks of a language."""
    return f"{text('open_quote', language)}{quote}{text('close_quote', language)}"
