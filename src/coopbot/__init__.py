"""Checked answers over the COP-MOP documents of the Cartagena Protocol on Biosafety."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coopbot.chain import Coopbot
    from coopbot.settings import Settings

__version__ = "0.1.0"
__all__ = ["Coopbot", "Settings", "__version__"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are asked for: the command line starts without them."""
    if name == "Coopbot":
        from coopbot.chain import Coopbot

        return Coopbot
    if name == "Settings":
        from coopbot.settings import Settings

        return Settings
    raise AttributeError(f"module 'coopbot' has no attribute {name!r}")
