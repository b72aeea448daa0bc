"""Open a system by the name that the command line gives it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coopbot.errors import UsageError
from evals.systems.protocol import System


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything that a system may need to open."""

    index: Path
    corpus: Path
    target: str = ""
    """What follows the colon of the name: an address, or ``address#model``."""
    overrides: Mapping[str, str] = field(default_factory=dict)
    """Settings of coopbot by name."""
    label: str | None = None
    """Another name for the results files."""


def _coopbot(choice: Choice) -> System:
    from coopbot.settings import Settings
    from evals.systems.ours import OurSystem

    values = {"index": choice.index, "corpus": choice.corpus, **choice.overrides}
    return OurSystem(Settings(**values), choice.label or "coopbot")


def _bm25(choice: Choice) -> System:
    from evals.reference import Reference
    from evals.systems.bm25 import Bm25System

    return Bm25System(Reference.load(choice.corpus).passages())


def _recipe(choice: Choice) -> System:
    from evals.reference import Reference
    from evals.systems.recipe import RecipeSystem

    return RecipeSystem(Reference.load(choice.corpus).passages())


def _http(choice: Choice) -> System:
    from evals.systems.endpoint import HttpSystem

    return HttpSystem(choice.target)


def _openai(choice: Choice) -> System:
    from evals.systems.endpoint import OpenAiSystem

    url, _, model = choice.target.partition("#")
    # The key is a secret of the person who runs the comparison, not a setting of the product.
    return OpenAiSystem(url, model or "default", os.environ.get("OPENAI_API_KEY"))


SYSTEMS: Mapping[str, Callable[[Choice], System]] = {
    "coopbot": _coopbot,
    "bm25": _bm25,
    "recipe": _recipe,
    "http": _http,
    "openai": _openai,
}
"""Factory by name; ``http`` and ``openai`` take an address after a colon."""

_NEED_ADDRESS = ("http", "openai")


def open_system(
    spec: str,
    *,
    index: Path,
    corpus: Path,
    overrides: Mapping[str, str] | None = None,
    label: str | None = None,
) -> System:
    """Open the system that a specification such as ``bm25`` or ``http:https://host`` names.

    :raises UsageError: for an unknown name or a missing address.
    """
    name, _, target = spec.partition(":")
    if name not in SYSTEMS:
        raise UsageError(
            f"There is no system {spec!r}; use one of {', '.join(SYSTEMS)} "
            "(http:<address>, openai:<address>#<model>)."
        )
    if (name in _NEED_ADDRESS) != bool(target):
        wanted = f"{name}:<address>" if name in _NEED_ADDRESS else name
        raise UsageError(f"The system {spec!r} cannot be opened; write {wanted}.")
    if overrides and name != "coopbot":
        raise UsageError(f"The system {name!r} takes no settings; drop --set.")
    return SYSTEMS[name](Choice(index, corpus, target, overrides or {}, label))
