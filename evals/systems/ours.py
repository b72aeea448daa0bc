"""coopbot itself, with any settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopbot.builds import published_build
from coopbot.settings import Settings
from evals.reply import Key

if TYPE_CHECKING:
    from coopbot import Coopbot

_SECRET_ENDINGS = ("key", "token", "database_url")
_NOT_OF_ANSWERS = ("index", "corpus", "evals", "host", "port", "log_level", "workers")
"""Settings that differ between machines and shape no answer: they would change every hash."""


class OurSystem:
    """Answer through the public Python surface.

    :param name: what results files call it; give variants different names.
    """

    def __init__(self, settings: Settings, name: str = "coopbot") -> None:
        from coopbot import Coopbot

        self._name = name
        self._settings = settings
        self._coopbot: Coopbot = Coopbot.open(settings)

    @property
    def name(self) -> str:
        """Return the short name that results files carry."""
        return self._name

    def describe(self) -> Mapping[str, Any]:
        """Return the published build and the settings that can change an answer."""
        shown = {
            name: value
            for name, value in self._settings.model_dump(mode="json").items()
            if not name.endswith(_SECRET_ENDINGS) and name not in _NOT_OF_ANSWERS
        }
        return {
            "build": published_build(self._settings.index),
            "embedder": self._settings.embedder,
            "model": self._settings.chat_model,
            "settings": shown,
            "fingerprint": self._settings.fingerprint(),
        }

    def ask(self, question: str, history: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        """Return the answer; the language is left for the system to find out."""
        return self._coopbot.ask(question, history=history).to_dict()

    def search(self, query: str, k: int) -> Sequence[Key]:
        """Return the paragraphs found, in any language."""
        return [hit.paragraph.key for hit in self._coopbot.search(query, k)]

    def close(self) -> None:
        """Close the index."""
        close = getattr(self._coopbot, "close", None)
        if close is not None:
            close()
