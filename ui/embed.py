"""The page that the widget opens in a frame: plain HTML, our script, our stream."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from coopbot.languages import LANGUAGES, direction
from ui.desk import Service, Shared
from ui.interface import interface_of
from ui.markup import data_block, tag
from ui.texts import preferred_language, texts_in

router = APIRouter(include_in_schema=False)


@router.api_route("/embed", methods=["GET", "HEAD"])
async def embedded(request: Request, service: Shared, lang: str = "") -> HTMLResponse:
    """Return the page in the language asked for, else the browser's."""
    language = (
        lang if lang in LANGUAGES else preferred_language(request.headers.get("accept-language"))
    )
    page = await service.workers.call(lambda: _page(service, language))
    return HTMLResponse(page, headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


def _page(service: Service, language: str) -> str:
    texts = texts_in(language)
    data = interface_of(service.core, service.settings, texts)
    data["portals"] = list(service.settings.portal_origins)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", texts("embed_title")),
        tag("link", rel="stylesheet", href="/coopbot/base.css"),
        tag("link", rel="stylesheet", href="/coopbot/chat.css"),
        tag("link", rel="stylesheet", href="/coopbot/embed.css"),
        tag("link", rel="icon", href="/coopbot/icon.svg", type="image/svg+xml"),
        data_block("coopbot-interface", data),
        tag("script", src="/coopbot/embed.js", type="module"),
    )
    body = tag("body", tag("div", id="coopbot-embed"), class_="embed")
    return "<!doctype html>\n" + tag("html", head, body, lang=language, dir=direction(language))
