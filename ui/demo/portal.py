"""The demo portal as an application: what a webmaster's page and policy look like."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response

from coopbot.languages import direction
from ui.markup import tag

_STYLE = (
    "body{font:1.05rem/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1.25rem;"
    "color:#1e2329;background:#fff}h1{font-size:1.6rem}"
)

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<circle cx="8" cy="8" r="7" fill="#555"/></svg>'
)


def demo_portal(service: str, language: str = "en", **options: str) -> FastAPI:
    """Return a portal that embeds the widget of a service.

    :param options: further data attributes, such as ``title`` or ``color``.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # What a careful portal sets: its own files, and of coopbot the script and the frame.
    policy = (
        f"default-src 'none'; style-src 'self'; script-src 'self' {service}; frame-src {service}; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )

    @app.get("/")
    async def page(lang: str = language) -> HTMLResponse:
        """Return the portal's page."""
        attributes = {f"data_{name}": value for name, value in options.items()}
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", "Demo portal"),
            tag("link", rel="stylesheet", href="/portal.css"),
            tag("link", rel="icon", href="/portal.svg", type="image/svg+xml"),
            tag(
                "script",
                src=f"{service}/widget.js",
                async_=True,
                data_coopbot=True,
                data_lang=lang,
                **attributes,
            ),
        )
        body = tag(
            "body",
            tag(
                "main",
                tag("h1", "Demo portal"),
                tag(
                    "p",
                    "This page stands for any portal. It has a strict content security policy and "
                    "one line for the widget, whose button is in the corner.",
                ),
                tag("p", tag("a", "A link of the portal", href="#main")),
                id="main",
            ),
        )
        html = tag("html", head, body, lang=lang, dir=direction(lang))
        return HTMLResponse("<!doctype html>\n" + html, headers={"Content-Security-Policy": policy})

    @app.get("/portal.css")
    async def style() -> Response:
        """Return the portal's style sheet."""
        return Response(_STYLE, media_type="text/css")

    @app.get("/portal.svg")
    async def icon() -> Response:
        """Return the portal's icon."""
        return Response(_ICON, media_type="image/svg+xml")

    return app
