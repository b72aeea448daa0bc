"""A conversation as one HTML page to keep, print or open in a word processor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coopbot.conversations import Turn
from coopbot.languages import NATIVE_NAMES, direction
from ui.markup import Child, Html, isolated, tag
from ui.texts import Texts

_STYLE = Html(
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h2{font-size:1.15rem;margin-top:2.5rem}blockquote{margin:.2rem 0 .6rem;"
    "border-inline-start:3px solid #888;padding-inline-start:.8rem;white-space:pre-line}"
    "footer,.note{color:#555;font-size:.9rem}"
)


def conversation_page(turns: Iterable[Turn], texts: Texts, build: str) -> str:
    """Return the page: each question, its checked statements and the quotations behind them."""
    body: list[Child] = [tag("h1", texts("page_title"))]
    for turn in turns:
        body += _turn(turn.answer, texts)
    body.append(tag("footer", tag("p", f"{texts('build')}: {build}")))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width"),
        tag("title", texts("page_title")),
        tag("style", _STYLE),
    )
    page = tag("html", head, tag("body", body), lang=texts.language, dir=direction(texts.language))
    return "<!doctype html>\n" + page


def _turn(answer: Mapping[str, Any], texts: Texts) -> list[Child]:
    language = str(answer["language"])
    block: list[Child] = [tag("h2", str(answer["question"]), dir="auto")]
    if answer["abstained"]:
        block.append(tag("p", texts(f"abstain_{answer['reason']}")))
        block += [_place(hit, hit["text"], texts) for hit in answer["nearest"]]
        return block
    for statement in answer["statements"]:
        markers = "".join(f" [{n}]" for n in statement["citations"])
        block.append(
            tag("p", str(statement["text"]), markers, lang=language, dir=direction(language))
        )
    block.append(tag("ol", (_citation(citation, texts) for citation in answer["citations"])))
    return block


def _citation(citation: Mapping[str, Any], texts: Texts) -> Html:
    return tag("li", _place(citation, citation["quote"], texts), value=int(citation["n"]))


def _place(place: Mapping[str, Any], text: str, texts: Texts) -> Html:
    language = str(place["language"])
    label = str(place.get("display") or place["label"])
    note = texts(str(place["status"])) if "status" in place else ""
    return tag(
        "div",
        isolated(footnote(str(place["symbol"]), label, texts)),
        tag("span", f" – {NATIVE_NAMES.get(language, language)} {note}", class_="note"),
        tag("blockquote", text, lang=language, dir=direction(language)),
    )


def footnote(symbol: str, label: str, texts: Texts) -> str:
    """Return a reference as a footnote gives it: the word for paragraph only before a number."""
    key = "footnote" if label[:1].isdigit() else "footnote_other"
    return texts(key, symbol=symbol, label=label)
