"""What the Evaluate pages are made of: their frame, links, form fields, figures and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from coopbot.languages import LANGUAGES, NATIVE_NAMES
from ui.evaluate_session import PATH
from ui.markup import Child, Html, head_parts, html_page, tag
from ui.texts import Texts, evaluate_texts


def framed(texts: Texts, body: Sequence[Child], signed_in: str | None, back: bool = False) -> str:
    """Return a page in its frame: languages, the way out for who has signed in, the way back.

    :param signed_in: what a form of the session carries.
    """
    head = head_parts(f"{texts('title')} – coopbot", ("evaluate",), "evaluate")
    languages = [
        tag("a", NATIVE_NAMES[one], href=link("", evaluate_texts(one)), lang=one)
        for one in LANGUAGES
        if one != texts.language
    ]
    leave = tag(
        "form",
        hidden("form", signed_in),
        tag("button", texts("sign_out"), type="submit"),
        method="post",
        action=link("leave", texts),
    ) if signed_in else None  # fmt: skip
    header = tag(
        "header",
        tag("h1", texts("title")),
        tag("nav", languages, aria_label=texts("languages")),
        leave,
    )
    way_back = tag("p", tag("a", texts("back"), href=link("", texts))) if back else None
    main = tag("main", body, way_back)
    return html_page(texts.language, head, tag("body", header, main, class_="evaluate"))


def link(place: str, texts: Texts) -> str:
    """Return the address of a place of the page, in its language."""
    return f"{PATH}{'/' + place if place else ''}?ui={texts.language}"


def report_link(name: str) -> str:
    """Return the address of the report of results."""
    return f"{PATH}/report/{quote(name, safe='')}"


def alert(message: str) -> Html | None:
    """Return a sentence that is read out at once, nothing for none."""
    return tag("p", message, role="alert", class_="alert") if message else None


def hidden(name: str, value: str | None) -> Html:
    """Return a field that a form carries along."""
    return tag("input", type="hidden", name=name, value=value)


def select(name: str, caption: str, choices: Mapping[str, str], chosen: str = "") -> Html:
    """Return a labelled list to choose from; ``choices`` are shown words by value."""
    options = [
        tag("option", shown, value=value, selected=value == chosen)
        for value, shown in choices.items()
    ]
    return tag("label", caption, " ", tag("select", options, name=name))


def area(name: str, caption: str, text: str) -> Html:
    """Return a labelled field for several lines."""
    return tag("label", caption, tag("textarea", text, name=name, rows="3", dir="auto"))


def figure(value: float | None) -> str:
    """Return a figure as all tables show it."""
    return "–" if value is None else f"{value:.3f}"


def table(heads: Sequence[str], rows: Sequence[Sequence[Child]], caption: str) -> Html:
    """Return a table that scrolls by itself, by keyboard too."""
    return tag(
        "div",
        tag(
            "table",
            tag("thead", tag("tr", (tag("th", head, scope="col") for head in heads))),
            tag("tbody", (tag("tr", (tag("td", cell) for cell in row)) for row in rows)),
        ),
        class_="scroll",
        role="region",
        aria_label=caption,
        tabindex="0",
    )
