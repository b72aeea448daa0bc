"""Ask the question of a receipt again: on the published build, or on the one that answered."""

from __future__ import annotations

import hashlib

from coopbot.builds import Publication, publication
from coopbot.chain import Coopbot
from coopbot.errors import IndexUnavailable
from coopbot.index import IndexReader
from coopbot.receipts import Receipt, Replay, compare_answers
from coopbot.seal import SEAL
from coopbot.settings import Settings


def replay(receipt: Receipt, bot: Coopbot) -> Replay:
    """Ask again as the receipt says it was asked, and return every difference."""
    again = bot.ask(
        receipt.question,
        receipt.history,
        receipt.language,
        scope=receipt.scope,
        quote_only=receipt.quote_only,
    )
    return compare_answers(receipt.answer, again.to_dict())


def open_held(settings: Settings, build: str) -> Coopbot:
    """Open a build by its id, the published one or one before it that is still on the disk.

    :raises IndexUnavailable: when it is not held any more.
    """
    current = publication(settings.index)
    if current.build == build:
        return Coopbot.open(settings)
    folders = settings.index / "builds"
    # The same build may have been made twice; the later folder has a number behind the id.
    named = [folder for folder in folders.glob(f"{build}*") if _id_of(folder.name) == build]
    sealed = [folder for folder in sorted(named) if (folder / SEAL).is_file()]
    if not build or not sealed:
        held = sorted({_id_of(path.parent.name) for path in folders.glob(f"*/{SEAL}")})
        raise IndexUnavailable(
            f"The build {build!r} of the receipt is not held in {settings.index} any more; held "
            f"are {', '.join(held)}. Replay on the published build instead."
        )
    folder = sealed[-1]
    digest = hashlib.sha256((folder / SEAL).read_bytes()).hexdigest()
    return Coopbot(settings, IndexReader(settings, Publication(build, folder.name, digest)))


def _id_of(folder: str) -> str:
    """Return the id of the build in a folder: ``b123-2`` is the second making of ``b123``."""
    name, _, number = folder.rpartition("-")
    return name if name and number.isdigit() else folder
