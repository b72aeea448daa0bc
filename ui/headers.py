"""The security headers of every response, written in this one place."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

_SELF_ONLY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
)
# The staff's page has forms that work without a script.
_FORMS = _SELF_ONLY.replace("form-action 'none'", "form-action 'self'")
_API = "default-src 'none'; base-uri 'none'; form-action 'none'"

# Powerful features are off; copying to the clipboard is the one that our pages use.
_PERMISSIONS = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), "
    "display-capture=(), screen-wake-lock=(), browsing-topics=(), clipboard-read=(), "
    "clipboard-write=(self)"
)
_INLINE_SCRIPT = re.compile(
    rb"<script(?P<attributes>(?![^>]*\bsrc=)[^>]*)>(?P<code>.*?)</script>", re.S
)


def security_headers(path: str, portal_origins: Iterable[str]) -> dict[str, str]:
    """Return the headers of a response by its path; the framing rule stands only in its CSP."""
    portals = " ".join(portal_origins)
    framed = path == "/embed" and bool(portals)
    ancestors = f"frame-ancestors {portals}" if framed else "frame-ancestors 'none'"
    policy = _API if path.startswith(("/api/", "/gradio_api/")) else _SELF_ONLY
    if path == "/evaluate" or path.startswith("/evaluate/"):
        policy = _FORMS
    # Other origins may load the widget's script, and embed its page; nothing else.
    shared = path == "/widget.js" or framed
    return {
        "Content-Security-Policy": f"{policy}; {ancestors}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": _PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin" if shared else "same-origin",
    }


def gradio_policy(page: bytes) -> str:
    """Return the policy of a Gradio page, its inline scripts allowed by hash alone.

    Gradio writes inline styles at run time and its page sets a base address of its own.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(match['code']).digest()).decode()}'"
        for match in _INLINE_SCRIPT.finditer(page)
        if b"application/json" not in match["attributes"]
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; manifest-src 'self'; "
        "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    )
