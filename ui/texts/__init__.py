"""Every text of the interface, in the six languages: one YAML file each, all with equal keys.

The staff's Evaluate page has files of its own in ``evaluate/``: readers' pages do not carry them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from coopbot.languages import LANGUAGES

DEFAULT_LANGUAGE = "en"
"""Shown where the browser names none of the six."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start with, of one class."""

    kind: str
    """Class of the question, such as ``factual``: its name is the text ``class_<kind>``."""
    question: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    language: str
    entries: Mapping[str, str]
    examples: tuple[Example, ...]

    def __call__(self, key: str, **fields: object) -> str:
        """Return a text with its fields filled in."""
        text = self.entries[key]
        return text.format(**fields) if fields else text

    def to_dict(self) -> dict[str, Any]:
        """Return what the scripts of the pages read."""
        return {
            "language": self.language,
            "texts": dict(self.entries),
            "examples": [
                {"class": self(f"class_{example.kind}"), "question": example.question}
                for example in self.examples
            ],
        }


@lru_cache(maxsize=len(LANGUAGES))
def texts_in(language: str) -> Texts:
    """Load the texts of a language."""
    data = _read(f"{language}.yaml")
    examples = tuple(
        Example(entry["class"], entry["question"]) for entry in data.pop("example_questions")
    )
    return Texts(language, data, examples)


@lru_cache(maxsize=len(LANGUAGES))
def evaluate_texts(language: str) -> Texts:
    """Load the texts of the Evaluate page in a language."""
    return Texts(language, _read("evaluate", f"{language}.yaml"), ())


def _read(*path: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("ui").joinpath("texts", *path).read_text("utf-8"))
    return data


def preferred_language(accept_language: str | None) -> str:
    """Return the language of the six that a browser's ``Accept-Language`` header likes best."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate((accept_language or "").split(",")[:20]):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary in LANGUAGES:
            wishes.append((-_quality(parameters), place, primary))
    accepted = [wish for wish in wishes if wish[0] < 0]
    return min(accepted)[2] if accepted else DEFAULT_LANGUAGE


def _quality(parameters: str) -> float:
    match = re.search(r"q\s*=\s*(\d(?:\.\d{1,3})?)", parameters)
    return float(match[1]) if match else 1.0
