"""A system that knows the right answers, and ways to break it one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evals.reference import Reference
from evals.suite import Case, Suite

REASONS = {"abstain": "no_evidence", "ask_back": "ambiguous", "refuse": "out_of_scope"}


def answer(
    language="en",
    text="",
    citations=(),
    statements=None,
    abstained=False,
    reason=None,
    nearest=(),
):
    """Build the public JSON; citations are (label, language, quote[, parallel])."""
    cited = [
        {
            "n": n,
            "symbol": "S/1",
            "label": label,
            "language": quoted_in,
            "quote": quote,
            "verdict": "verbatim",
            "parallel": {
                name: {"text": other, "status": "official"}
                for name, other in (parallel[0] if parallel else {}).items()
            },
        }
        for n, (label, quoted_in, quote, *parallel) in enumerate(citations, start=1)
    ]
    if statements is None:
        statements = [(text, [c["n"] for c in cited])] if cited else []
    return {
        "question": "?",
        "language": language,
        "standalone_question": "?",
        "abstained": abstained,
        "reason": reason,
        "answer": text,
        "statements": [
            {"text": said, "citations": list(numbers), "verdict": "supported"}
            for said, numbers in statements
        ],
        "citations": cited,
        "nearest": [
            {"symbol": "S/1", "label": label, "language": language, "text": "", "score": 1.0}
            for label in nearest
        ],
        "suggestions": [],
        "receipt": {},
        "timings_ms": {},
    }


class OracleSystem:
    """Answer each case of a suite rightly, from the paragraphs of a corpus.

    ``breaking`` names what is wrong with it: ``labels``, ``abstention``, ``search``, ``frame`` or
    nothing.
    """

    name = "oracle"

    def __init__(self, suite: Suite, corpus: Reference, breaking: str = "") -> None:
        self._cases = {self._key(c.question, c.history): c for c in suite.cases}
        self._corpus = corpus
        self._breaking = breaking

    @staticmethod
    def _key(question, history):
        return (question, "".join(turn["text"] for turn in history))

    def describe(self) -> Mapping[str, object]:
        return {"build": f"broken-{self._breaking}" if self._breaking else "sound"}

    def ask(self, question: str, history: Sequence[Mapping[str, str]]):
        case = self._cases[self._key(question, history)]
        if case.expect != "answer" and self._breaking != "abstention":
            return self._declined(case)
        return self._answered(case)

    def search(self, query: str, k: int):
        case = next((c for c in self._cases.values() if c.question == query), None)
        right = [target.key for target in case.expected] if case else []
        return [("OTHER/1", str(n)) for n in range(k)] if self._breaking == "search" else right

    def close(self) -> None:
        return

    def _declined(self, case: Case):
        symbol = case.expected[0].symbol if case.expected else ""
        nearest = [
            {"symbol": symbol, "label": t.label, "language": "zh", "text": "", "score": 1.0}
            for t in case.expected
        ]
        return answer(case.language, "", abstained=True, reason=REASONS[case.expect]) | {
            "nearest": nearest
        }

    def _answered(self, case: Case):
        symbol = case.expected[0].symbol if case.expected else "UNEP/CBD/BS/COP-MOP/4/6"
        labels = list(dict.fromkeys(t.label.split("(")[0] for t in case.expected)) or ["1"]
        citations, lines = [], []
        for n, label in enumerate(labels, start=1):
            texts = self._corpus.languages(symbol, label)
            quote = texts["zh"]
            shown = (
                str(int(label) % 23 + 1)
                if self._breaking == "labels" and label.isdigit()
                else label
            )
            citations.append(
                {
                    "n": n,
                    "symbol": symbol,
                    "label": shown,
                    "language": "zh",
                    "quote": quote,
                    "verdict": "verbatim",
                    "parallel": {case.language: {"text": texts[case.language], "status": "x"}},
                }
            )
            lines.append(f"{quote} [{n}]")
        facts = " ".join(forms[0] for forms in case.facts if forms[0] == "七")
        text = "\n".join([*lines, *([facts] if facts else [])])
        if self._breaking == "frame":
            text = "The documents that are held state the following about this: " + text
        language = "en" if self._breaking == "frame" else case.language
        body = answer(language, text)
        return body | {
            "citations": citations,
            "statements": [
                {"text": line, "citations": [n], "verdict": "verbatim"}
                for n, line in enumerate(lines, start=1)
            ],
        }


def with_text(reference: Reference, label: str, language: str, old: str, new: str) -> Reference:
    """Return the corpus with a translator's slip in one paragraph."""
    changed = Reference([])
    changed._texts = {key: dict(texts) for key, texts in reference._texts.items()}
    key = next(k for k in changed._texts if k[1] == label)
    assert old in changed._texts[key][language]
    changed._texts[key][language] = changed._texts[key][language].replace(old, new)
    return changed


def only(suite: Suite, *languages: str) -> Suite:
    """Return the cases in some languages."""
    return replace(suite, cases=tuple(c for c in suite.cases if c.language in languages))
