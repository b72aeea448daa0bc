"""Answers to be exported: real ones with their views, and one whose document is hostile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coopbot.receipts import with_circumstances
from coopbot.types import Answer, Citation, Hit, Paragraph, Statement, View, ViewCell
from coopbot.views import view_of
from tests.bundled import bundled_bot, read_question

JOINED = {
    "zh": "秘书处何时加入绿色海关倡议？",
    "en": "When did the Secretariat join the Green Customs Initiative?",
    "fr": "Quand le Secrétariat a-t-il adhéré à l'Initiative « Douanes vertes » ?",
    "es": "¿Cuándo se incorporó la Secretaría a la Iniciativa Aduanas Verdes?",
    "ru": "Когда секретариат присоединился к инициативе «Зеленая таможня»?",
    "ar": "متى انضمت الأمانة إلى مبادرة الجمارك الخضراء؟",
}

HOSTILE = (
    '<script>alert(1)</script> | a | b [^1] [1] $x^2$ =HYPERLINK("http://evil.example") **bold** '
    "[link](http://evil.example) ![image](x) `code` <img src=x onerror=alert(2)> &amp; &lt; {{f}} "
    "www.evil.example me@evil.example _under_ ~~struck~~ <!-- \\ trailing\\"
)
"""One line of everything that some format takes for markup."""

HOSTILE_LINES = (
    f"{HOSTILE}\n# heading\n1. list\n- list\n+ list\n> quote\n    code\n===\n---\n| x | y |\n"
    "|---|---|\n[^1]: note\n[1]: http://evil.example\n```\n$$\n: definition\n2) list"
)


def answer_in(question: str, **options: Any) -> dict[str, Any]:
    """Return the public JSON of a real answer with its view and circumstances."""
    bot = bundled_bot()
    answer = bot.ask(question, **options)
    answer = replace(answer, view=view_of(read_question(question), answer, bot.index))
    return with_circumstances(answer, bot.settings, (), None, None).to_dict()


def hostile_answer(text: str = HOSTILE, language: str = "en") -> dict[str, Any]:
    """Return an answer whose question, document, labels and registry try to be markup."""
    paragraph = Paragraph(
        symbol="EVIL/<b>|[^1]",
        language=language,
        label="1",
        kind="paragraph",
        text=text,
        spans=((0, len(text)),),
        official=False,
    )
    citation = Citation(1, paragraph, text, "verbatim", "1", "/d/x", {})
    other = replace(citation, n=2)
    cell = ViewCell(text, language, "paragraph", (1, 2))
    view = View(
        "timeline", text, (text, "b"), ((cell, ViewCell(text, "en", "registry")),), (other,)
    )
    answer = Answer(
        question=text,
        language=language,
        standalone_question=f"{text} (completed)",
        text=f"According to it:\n• “{text}” [1]\nEnd [7]",
        statements=(Statement(text, (1,), "verbatim"),),
        citations=(citation,),
        abstained=False,
        reason=None,
        nearest=(Hit(paragraph, 0.5, 1, ("lexical",)),),
        suggestions=(),
        receipt={"build": text, "settings": "s", "model": "none"},
        timings_ms={},
        view=view,
    )
    return answer.to_dict()
