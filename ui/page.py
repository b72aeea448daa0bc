"""The page that delegates open: Gradio Blocks, one page of it for each language of the interface.

The chat itself is our own script on our own stream: Gradio's queue is the limit under load, and
its HTML component needs a policy that lets scripts evaluate text. The other tabs are Gradio's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.components.navbar import Navbar
from gradio.themes.base import Base
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coopbot.languages import LANGUAGES, NATIVE_NAMES, direction
from ui.core import Core
from ui.document_panels import (
    build_report,
    documents_panel,
    label_choices,
    parallel_panel,
    second_language,
)
from ui.headers import gradio_policy
from ui.interface import interface_of
from ui.markup import Html, data_block, head_parts, tag
from ui.paragraphs import works
from ui.registry_panels import (
    decision_choices,
    decision_panel,
    partner_choices,
    partner_panel,
    provision_choices,
    provision_panel,
)
from ui.texts import Texts, texts_in

FIRST_DECISION = "BS-II/6"
FIRST_PARTNER = "green-customs"
FIRST_PROVISION = "18"
"""Shown before anything is chosen, so that no tab opens empty."""

WIDE = 300
"""Pixels that a field needs to show a symbol or how a paragraph begins: one a row on a phone."""


def build_page(core: Core) -> gr.Blocks:
    """Return the Blocks with a page at ``/<language>`` for each language."""
    blocks: gr.Blocks = gr.Blocks(title="coopbot", analytics_enabled=False)
    with blocks:
        gr.Markdown("coopbot")
    for language in LANGUAGES:
        with blocks.route(NATIVE_NAMES[language], f"/{language}", show_in_navbar=False):
            _page(core, texts_in(language))
    blocks.queue(default_concurrency_limit=8, max_size=64)
    return blocks


def theme() -> Base:
    """Return a theme of system fonts alone: nothing is fetched for it."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.gray,
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )


def _page(core: Core, texts: Texts) -> None:
    Navbar(visible=False)
    gr.Column(elem_id="coopbot-header")
    with gr.Tabs(elem_id="coopbot-tabs"):
        with gr.Tab(texts("tab_chat"), id="chat"):
            gr.Column(elem_id="coopbot-chat")
        with gr.Tab(texts("tab_documents"), id="documents") as tab:
            _documents(core, texts, tab)
        with gr.Tab(texts("tab_decisions"), id="decisions") as tab:
            _chooser(
                core,
                texts,
                tab,
                intro=texts("decisions_intro"),
                label=texts("choose_decision"),
                choices=decision_choices(core, texts),
                first=FIRST_DECISION,
                show=decision_panel,
            )
        with gr.Tab(texts("tab_partners"), id="partners") as tab:
            _chooser(
                core,
                texts,
                tab,
                intro=texts("partners_intro"),
                label=texts("choose_partner"),
                choices=partner_choices(core, texts),
                first=FIRST_PARTNER,
                show=partner_panel,
            )
        with gr.Tab(texts("tab_article18"), id="article18") as tab:
            _chooser(
                core,
                texts,
                tab,
                intro=texts("article18_intro"),
                label=texts("choose_provision"),
                choices=provision_choices(core, texts),
                first=FIRST_PROVISION,
                show=provision_panel,
            )


def _chooser(
    core: Core,
    texts: Texts,
    tab: gr.Tab,
    *,
    intro: str,
    label: str,
    choices: list[tuple[str, str]],
    first: str,
    show: Callable[[Core, Texts, str | None], Html],
) -> None:
    """Lay out a list to choose from and the panel of what is chosen."""
    chosen = first if any(value == first for _, value in choices) else None
    _html(tag("p", intro, class_="intro"))
    choice = gr.Dropdown(choices, value=chosen, label=label)
    panel = _html(show(core, texts, chosen))

    def update(value: str | None) -> str:
        return show(core, texts, value)

    _on(choice.change, update, [choice], panel)
    # An index published since the start shows when the tab is opened.
    _on(tab.select, update, [choice], panel)


def _documents(core: Core, texts: Texts, tab: gr.Tab) -> None:
    held = [work.symbol for work in works(core)]
    _html(tag("p", texts("documents_intro"), class_="intro"))
    cards = _html(documents_panel(core, texts))
    _on(tab.select, lambda: documents_panel(core, texts), [], cards)
    if held:
        _side_by_side(core, texts, held)
    report = _html(build_report(core, texts))
    _on(tab.select, lambda: build_report(core, texts), [], report)


def _side_by_side(core: Core, texts: Texts, held: list[str]) -> None:
    """Lay out a paragraph to choose and two languages to read it in."""
    symbol = held[0]
    labels = label_choices(core, texts, symbol)
    label = _first_paragraph(labels)
    languages = [(NATIVE_NAMES[language], language) for language in LANGUAGES]
    second = second_language(core, symbol, texts.language)
    with gr.Row():
        work = gr.Dropdown(held, value=symbol, label=texts("choose_document"), min_width=WIDE)
        place = gr.Dropdown(labels, value=label, label=texts("choose_paragraph"), min_width=WIDE)
    with gr.Row():
        left = gr.Dropdown(languages, value=texts.language, label=texts("first_language"))
        right = gr.Dropdown(languages, value=second, label=texts("second_language"))
    panel = _html(parallel_panel(core, texts, symbol, label, texts.language, second))

    def show(symbol: str | None, label: str | None, first: str, other: str) -> str:
        return parallel_panel(core, texts, symbol, label, first, other)

    def choose(symbol: str | None) -> Any:
        labels = label_choices(core, texts, symbol)
        return gr.Dropdown(choices=labels, value=_first_paragraph(labels))

    inputs = [work, place, left, right]
    _on(work.change, choose, [work], place)
    for part in (place, left, right):
        _on(part.change, show, inputs, panel)


def _first_paragraph(labels: list[tuple[str, str]]) -> str | None:
    """Return the first numbered paragraph: what stands before it is title and notices."""
    known = [label for _, label in labels]
    return next((label for label in known if label.isdigit()), known[0] if known else None)


def _on(
    event: Callable[..., Any], handler: Callable[..., Any], inputs: list[Any], output: Any
) -> None:
    """Run a handler on an event, as no named endpoint and without Gradio's progress display."""
    event(handler, inputs, output, api_visibility="private", show_progress="hidden")


def _html(content: Html) -> gr.Markdown:
    """Show HTML of ours; Gradio's HTML component would need scripts that evaluate text.

    It is one line, so that Markdown has nothing to read in it; our markup escapes all else, and
    the page's policy lets no script run that is not listed by its hash.
    """
    return gr.Markdown(
        content, sanitize_html=False, latex_delimiters=[], container=False, padding=False
    )


class GradioPage:
    """Complete the HTML of Gradio's pages: language, direction, our style, script and policy."""

    def __init__(self, app: ASGIApp, core: Core, settings: Any) -> None:
        self._app = app
        self._core = core
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; hold back the response only of a page."""
        language = scope["path"][1:] if scope["type"] == "http" else ""
        if language not in LANGUAGES:
            await self._app(scope, receive, send)
            return
        started: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
                return
            if message["type"] != "http.response.body":
                return
            body.extend(message.get("body", b""))
            if started["status"] != 200:
                await send(started)
                await send(message)
            elif not message.get("more_body", False):
                page = self._complete(bytes(body).decode("utf-8"), language).encode("utf-8")
                headers = [
                    (name, value)
                    for name, value in started["headers"]
                    if name.lower() not in (b"content-length", b"content-security-policy")
                ]
                headers += [
                    (b"content-length", str(len(page)).encode()),
                    (b"content-security-policy", gradio_policy(page).encode()),
                    (b"content-language", language.encode()),
                    (b"cache-control", b"no-cache"),
                ]
                await send({**started, "headers": headers})
                content = b"" if scope["method"] == "HEAD" else page
                await send({"type": "http.response.body", "body": content})

        await self._app(scope, receive, collect)

    def _complete(self, page: str, language: str) -> str:
        texts = texts_in(language)
        head_start = page.index("<meta charset")
        # Gradio's own title and previews name Gradio and point to its site.
        head_end = page.index("<style>", head_start)
        head = head_parts(
            texts("page_title"),
            ("chat", "page"),
            "page",
            tag("base", href="./"),
            tag("meta", name="description", content=texts("tagline")),
            data_block("coopbot-interface", interface_of(self._core, self._settings, texts)),
        )
        page = page[:head_start] + head + page[head_end:]
        page = _without_previews(page)
        return page.replace(
            'lang="en"', f'lang="{language}" dir="{direction(language)}"', 1
        ).replace('<link rel="manifest" href="/manifest.json" />', "", 1)


def _without_previews(page: str) -> str:
    """Cut the tags for link previews between Gradio's style and its first script."""
    start = page.find('<meta property="og:url"')
    end = page.find("<script>", start)
    return page[:start] + page[end:] if 0 <= start < end else page
