"""The page that the widget opens in a frame: plain HTML, our script, our stream."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.desk import Service, Shared
from ui.interface import interface_of
from ui.markup import data_block, head_parts, html_page, tag
from ui.problems import language_of
from ui.texts import texts_in

router = APIRouter(include_in_schema=False)


@router.api_route("/embed", methods=["GET", "HEAD"])
async def embedded(request: Request, service: Shared, lang: str = "") -> HTMLResponse:
    """Return the page in the language asked for, else the browser's."""
    language = language_of(request, lang)
    page = await service.workers.call(lambda: _page(service, language))
    return HTMLResponse(page, headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


def _page(service: Service, language: str) -> str:
    texts = texts_in(language)
    data = interface_of(service.core, service.settings, texts)
    data["portals"] = list(service.settings.portal_origins)
    block = data_block("coopbot-interface", data)
    head = head_parts(texts("embed_title"), ("chat", "embed"), "embed", block)
    return html_page(language, head, tag("body", tag("div", id="coopbot-embed"), class_="embed"))
