"""Watch a page for what must never happen: errors, violations, requests to other origins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

ARTEFACTS = Path(__file__).parents[3] / "test-artefacts"

_VIOLATIONS = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


_NEEDS_TLS = "The Cross-Origin-Opener-Policy header has been ignored"
"""What Chromium says of a header that is for TLS alone, at a name served without it."""


class Watch:
    """Collect what a page does; ``check`` fails when any of it must not be."""

    def __init__(self, page: Page, origins: Iterable[str]) -> None:
        self.page = page
        self.origins = set(origins)
        self.console: list[str] = []
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.add_init_script(_VIOLATIONS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._requested)

    def _heard(self, message: Any) -> None:
        without_tls = message.text.startswith(_NEEDS_TLS) and any(
            "coopbot.test" in frame.url for frame in self.page.frames
        )
        if message.type in ("error", "warning") and not without_tls:
            self.console.append(f"{message.type}: {message.text}")

    def _requested(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            origin = f"{parts.scheme}://{parts.netloc}"
            if origin not in self.origins:
                self.foreign.append(request.url)

    def forgive(self, words: str) -> None:
        """Take back the console messages that a test has brought about, known by their words."""
        self.console = [message for message in self.console if words not in message]

    def violations(self) -> list[str]:
        """Return what the content security policy stopped, in every frame."""
        found: list[str] = []
        for frame in self.page.frames:
            found += frame.evaluate("window.__violations || []")
        return found

    def check(self) -> None:
        """Fail when the page did what it must not."""
        found = {
            "requests to other origins": self.foreign,
            "violations of the content security policy": self.violations(),
            "script errors": self.errors,
            "console messages": self.console,
        }
        wrong = {what: seen for what, seen in found.items() if seen}
        if wrong:
            pytest.fail(f"{self.page.url}: {wrong}")


def axe_findings(
    page: Page, axe_source: str, frame: Any = None, *, within: str = "", contrast: bool = False
) -> list[str]:
    """Return the serious and critical findings of axe on a page or a frame as it is now.

    :param within: selector of the part that is looked at, where that is not the whole.
    :param contrast: look at colours alone, where nothing else has changed since the last look.
    """
    place = frame or page
    if not place.evaluate("Boolean(window.axe)"):
        place.evaluate(axe_source)
    # Each frame is looked at by itself.
    options: dict[str, Any] = {"resultTypes": ["violations"], "iframes": False}
    if contrast:
        options["runOnly"] = ["color-contrast"]
    found = place.evaluate(
        "([within, options]) => axe.run(within || document, options)", [within, options]
    )
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def shoot(page: Page, name: str, *, full: bool = False) -> None:
    """Keep a picture of the page for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(ARTEFACTS / f"{name}.png"), full_page=full)
