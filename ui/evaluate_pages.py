"""The pages of Evaluate beside the overview: signing in, a comparison, a draft case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopbot.conversations import Feedback
from coopbot.languages import LANGUAGES
from ui.evaluate_drafts import CLASSES, EXPECTATIONS, cited, question_of
from ui.evaluate_parts import alert, area, figure, framed, hidden, link, select, table
from ui.markup import isolated, tag
from ui.texts import Texts


def sign_in_page(texts: Texts, message: str = "") -> str:
    """Return the form for the token."""
    token = tag("input", type="password", name="token", required=True, autocomplete="off")
    form = tag(
        "form",
        tag("p", texts("staff_only")),
        tag("label", texts("token"), " ", token),
        tag("button", texts("sign_in"), type="submit"),
        method="post",
        action=link("session", texts),
        class_="card",
    )
    return framed(texts, [alert(message), form], signed_in=None)


def comparison_page(texts: Texts, form: str, comparison: Mapping[str, Any]) -> str:
    """Return how B differs from A, and the cases that changed sides."""
    rows = []
    for name, one in comparison["differences"].items():
        verdict = "chance"
        for word in ("better", "worse"):
            verdict = word if name in comparison[word] else verdict
        rows.append(
            [
                str(one["title"]),
                figure(one["a"]),
                figure(one["b"]),
                f"{one['difference']:+.3f}",
                f"{one['low']:+.3f} – {one['high']:+.3f}",
                tag("span", texts(f"verdict_{verdict}"), class_=f"verdict {verdict}"),
            ]
        )
    heads = [
        texts("metric"), "A", "B", texts("difference"), texts("interval"), texts("verdict"),
    ]  # fmt: skip
    flips = [
        [
            str(flip["id"]),
            str(flip["title"]),
            f"{flip['before']:.2f}",
            f"{flip['after']:.2f}",
            tag("span", str(flip["question"]), dir="auto"),
        ]
        for flip in comparison["flips"]
    ]
    flip_heads = [texts("case"), texts("metric"), "A", "B", texts("question")]
    names = [
        tag("p", f"{letter}: ", isolated(str(comparison[letter.lower()]))) for letter in ("A", "B")
    ]
    body = [
        tag("h2", texts("compare_title")),
        names,
        table(heads, rows, texts("compare_title")),
        tag("h2", texts("flips", count=len(flips))),
        table(flip_heads, flips, texts("flips", count=len(flips))) if flips else None,
    ]
    return framed(texts, body, signed_in=form, back=True)


def case_page(texts: Texts, form: str, feedback: Feedback, message: str = "") -> str:
    """Return a complaint with the form that makes a draft case of it."""
    answer = feedback.answer
    language = str(answer.get("language") or "")
    abstained = bool(answer.get("abstained"))
    body = [
        alert(message),
        tag("h2", texts("case_title")),
        tag("p", tag("b", texts("question")), ": ", tag("bdi", question_of(feedback))),
        tag("p", tag("b", texts("comment")), ": ", tag("bdi", feedback.comment)),
        tag(
            "details",
            tag("summary", texts("answer_given")),
            tag(
                "p",
                str(answer.get("answer") or ""),
                class_="quoted",
                lang=language if language in LANGUAGES else None,
                dir="auto",
            ),
        ),
        tag(
            "form",
            hidden("form", form),
            hidden("feedback", feedback.id),
            select("class", texts("class"), {one: one for one in CLASSES}),
            select(
                "expect",
                texts("expect"),
                {one: texts(f"expect_{one}") for one in EXPECTATIONS},
                "abstain" if abstained else "answer",
            ),
            area("expected", texts("expected"), "\n".join(cited(answer))),
            area("facts", texts("facts_wanted"), ""),
            area("note", texts("note"), feedback.comment),
            tag(
                "p",
                tag("button", texts("add_draft"), type="submit", name="do", value="add"),
                " ",
                tag("button", texts("download"), type="submit", name="do", value="download"),
            ),
            method="post",
            action=link("drafts", texts),
            class_="card",
        ),
    ]
    return framed(texts, body, signed_in=form, back=True)


def refused_page(texts: Texts, message: str, form: str | None) -> str:
    """Return a sentence that says why something was not done, and the way back."""
    return framed(texts, [alert(message)], signed_in=form, back=True)
