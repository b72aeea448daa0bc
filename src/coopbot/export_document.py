"""What an export says, before it has a format: blocks of runs, and notes in order of appearance.

A run is text of one language; only runs hold words of documents, and each format escapes every
run. Notes are numbered through the whole export, as in documents of the United Nations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coopbot.export_notes import footnote, reference
from coopbot.languages import LANGUAGES
from coopbot.wording import export_text

_MARKER = re.compile(r" ?\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one language, and the notes whose marks stand behind it."""

    text: str
    language: str
    quoted: bool = False
    """Whether it is a document's own words."""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the export, or a table."""

    kind: str
    """``title``, ``question``, ``line``, ``item``, ``heading``, ``place``, ``quote``, ``small`` or
    ``table``."""
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    """Of a table; the first row names the columns."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote."""

    n: int
    runs: tuple[Run, ...]


@dataclass(slots=True)
class Export:
    """An export being put together."""

    language: str
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def export_of(answers: Sequence[Mapping[str, Any]], language: str) -> Export:
    """Return the export of answers in the public JSON, oldest first.

    :param language: of our own words; quotations keep theirs.
    """
    export = Export(language)
    export.blocks.append(Block("title", (Run(export_text("title", language), language),)))
    for answer in answers:
        _Answered(export, answer).add()
    export.blocks.append(Block("small", (Run(export_text("limits", language), language),)))
    return export


class _Answered:
    """Add one answer to an export."""

    def __init__(self, export: Export, answer: Mapping[str, Any]) -> None:
        self._export = export
        self._answer = answer
        self._own = _known(str(answer["language"]), export.language)
        view = answer.get("view") or {}
        self._citations: dict[int, Mapping[str, Any]] = {
            int(citation["n"]): citation
            for citation in (*answer["citations"], *view.get("citations", ()))
        }
        self._numbers: dict[int, int] = {}

    def add(self) -> None:
        question, standalone = (
            str(self._answer["question"]),
            str(self._answer.get("standalone_question") or self._answer["question"]),
        )
        self._block("question", Run(question, self._own))
        if standalone != question:
            words = export_text("understood", self._export.language, question=standalone)
            self._block("small", Run(words, self._export.language))
        for kind, runs in self._lines():
            self._block(kind, *runs)
        self._view()
        failure = (self._answer.get("receipt") or {}).get("model_failure")
        if failure:
            self._block("small", Run(str(failure), self._own))
        self._nearest()
        receipt = self._answer.get("receipt") or {}
        values = {name: str(receipt.get(name, "–")) for name in ("build", "settings", "model")}
        words = export_text("receipt", self._export.language, **values)
        self._block("small", Run(words, self._export.language))

    def _block(self, kind: str, *runs: Run) -> None:
        self._export.blocks.append(Block(kind, runs))

    def _note(self, n: int) -> int:
        """Return the number of a citation in the whole export, adding its note at first sight."""
        if n not in self._numbers:
            citation = self._citations[n]
            number = len(self._export.notes) + 1
            self._numbers[n] = number
            language = self._export.language
            runs = [Run(footnote(citation, language), language)]
            quote = str(citation["quote"])
            if quote not in str(self._answer["answer"]) and not self._in_view(quote):
                runs += [Run(" ", language), Run(quote, _known(citation["language"]), True)]
            self._export.notes.append(Note(number, tuple(runs)))
        return self._numbers[n]

    def _in_view(self, quote: str) -> bool:
        rows = (self._answer.get("view") or {}).get("rows", ())
        return any(cell["text"] == quote for row in rows for cell in row["cells"])

    # -- the answer's text -----------------------------------------------------------------

    def _lines(self) -> list[tuple[str, list[Run]]]:
        """Return the lines of the answer, quotations apart from our words, markers as notes."""
        lines: list[list[Run]] = [[]]
        for text, language, quoted in self._pieces(str(self._answer["answer"])):
            if quoted:
                lines[-1].append(Run(text, language, True))
                continue
            for place, part in enumerate(text.split("\n")):
                if place:
                    lines.append([])
                self._add_words(lines[-1], part)
        found = []
        for runs in lines:
            kind = "line"
            if runs and runs[0].text.startswith("• "):
                kind = "item"
                runs[0] = Run(runs[0].text[2:], runs[0].language, notes=runs[0].notes)
            runs = [run for run in runs if run.text or run.notes]
            if any(run.text.strip() for run in runs):
                found.append((kind, runs))
        return found

    def _pieces(self, text: str) -> list[tuple[str, str, bool]]:
        """Cut a text into quotations, with their languages, and what stands between them.

        What looks like a marker inside a quotation is the document's own and stays text.
        """
        taken: list[tuple[int, int, str]] = []
        cited = sorted(self._answer["citations"], key=lambda one: -len(str(one["quote"])))
        for citation in cited:
            quote = str(citation["quote"])
            start = text.find(quote) if quote else -1
            while start >= 0:
                end = start + len(quote)
                if all(end <= begun or start >= ended for begun, ended, _ in taken):
                    taken.append((start, end, _known(citation["language"])))
                start = text.find(quote, end)
        pieces, done = [], 0
        for start, end, language in sorted(taken):
            pieces.append((text[done:start], self._own, False))
            pieces.append((text[start:end], language, True))
            done = end
        return [*pieces, (text[done:], self._own, False)]

    def _add_words(self, runs: list[Run], text: str) -> None:
        done = 0
        for match in _MARKER.finditer(text):
            n = int(match.group(1)) if len(match.group(1)) < 6 else 0
            if n not in self._citations:
                continue
            runs.append(Run(text[done : match.start()], self._own))
            last = next((i for i in range(len(runs) - 1, -1, -1) if runs[i].text), None)
            note = self._note(n)
            if last is None:
                runs.append(Run("", self._own, notes=(note,)))
            else:
                run = runs[last]
                runs[last] = Run(run.text, run.language, run.quoted, (*run.notes, note))
            done = match.end()
        runs.append(Run(text[done:], self._own))

    # -- what stands beside it -------------------------------------------------------------

    def _view(self) -> None:
        view = self._answer.get("view")
        if not view:
            return
        self._block("heading", Run(str(view["title"]), self._own))
        columns = tuple((Run(str(name), self._own),) for name in view["columns"])
        rows: list[tuple[tuple[Run, ...], ...]] = [columns]
        rows += [tuple(self._cell(cell) for cell in row["cells"]) for row in view["rows"]]
        self._export.blocks.append(Block("table", rows=tuple(rows)))

    def _cell(self, cell: Mapping[str, Any]) -> tuple[Run, ...]:
        notes = tuple(self._note(int(n)) for n in cell["citations"] if int(n) in self._citations)
        language = _known(cell["language"], self._own)
        told = Run(str(cell["text"]), language, cell["source"] == "paragraph", notes)
        if cell["source"] != "registry" or not told.text:
            return (told,)
        own = self._export.language
        return (told, Run(f" ({export_text('registry', own)})", own))

    def _nearest(self) -> None:
        nearest: Iterable[Mapping[str, Any]] = self._answer.get("nearest") or ()
        language = self._export.language
        for place, hit in enumerate(nearest):
            if place == 0:
                self._block("heading", Run(export_text("nearest", language), language))
            self._block("place", Run(reference(hit, language), language))
            self._block("quote", Run(str(hit["text"]), _known(hit["language"]), True))


def _known(code: Any, otherwise: str = "en") -> str:
    """Return a code of the six languages; an answer that is not ours may name another."""
    return str(code) if code in LANGUAGES else otherwise
