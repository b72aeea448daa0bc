"""Make a suite from a spreadsheet or from a file in the SQuAD form.

A spreadsheet has one row a case and the columns ``id, language, class, question, expect, symbol,
labels, facts, forbidden, note``; ``labels`` are separated by blanks or commas, facts by ``;`` and
the forms of one fact by ``|``.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from coopbot.languages import detect_language
from evals.suite import Case, parse_case

COLUMNS = (
    "id",
    "language",
    "class",
    "question",
    "expect",
    "symbol",
    "labels",
    "facts",
    "forbidden",
    "note",
)
"""Columns of a spreadsheet, in any order; ``question`` is required."""


def cases_from(path: Path) -> list[Case]:
    """Read a ``.csv``, ``.tsv``, ``.xlsx`` or SQuAD-style ``.json`` file.

    :raises UsageError: naming the row that is wrong.
    """
    readers = {".csv": _csv_rows, ".tsv": _csv_rows, ".xlsx": _xlsx_rows}
    suffix = path.suffix.lower()
    if not path.is_file():
        raise UsageError(f"There is no file {path}; give a spreadsheet or a SQuAD-style file.")
    if suffix == ".json":
        return list(_squad_cases(path))
    if suffix not in readers:
        raise UsageError(
            f"{path} cannot be made into a suite; give .csv, .tsv, .xlsx or .json (SQuAD)."
        )
    cases = [_case_of_row(row, f"{path} row {number}") for number, row in readers[suffix](path)]
    if not cases:
        raise UsageError(f"{path} holds no case; write one question a row below the heads.")
    return cases


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        # utf-8-sig: spreadsheet programs write a byte order mark.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); save it as UTF-8.") from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(text), delimiter=delimiter)
    yield from _named(((table.line_num, row) for row in table), path)


def _xlsx_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise UsageError(
            "Reading .xlsx needs the package openpyxl; install it with `pip install openpyxl`, "
            "or save the sheet as .csv."
        ) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets errors of zip, XML and its own through
        raise UsageError(f"{path} cannot be read as .xlsx ({error}).") from None
    rows = [
        (number, ["" if cell is None else str(cell) for cell in row])
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
    ]
    book.close()
    yield from _named(iter(rows), path)


def _named(
    rows: Iterator[tuple[int, list[str]]], path: Path
) -> Iterator[tuple[int, dict[str, str]]]:
    """Join each row with the heads of the first one; rows without any text are left out."""
    first = next(rows, None)
    heads = [head.strip().lower() for head in first[1]] if first else []
    unknown = sorted({head for head in heads if head} - set(COLUMNS))
    if "question" not in heads or unknown:
        seen = f"unknown column {unknown[0]!r}" if unknown else "no column question"
        raise UsageError(f"{path} has {seen}; the heads are {', '.join(COLUMNS)}.")
    for number, row in rows:
        if any(cell.strip() for cell in row):
            yield number, {head: cell.strip() for head, cell in zip(heads, row, strict=False)}


def _case_of_row(row: Mapping[str, str], place: str) -> Case:
    symbol = row.get("symbol", "")
    labels = [label for label in re.split(r"[\s,，;；]+", row.get("labels", "")) if label]
    if labels and not symbol:
        raise UsageError(f"{place}: labels without a symbol; name the document.")
    language = row.get("language") or detect_language(row["question"])
    entry: dict[str, Any] = {
        "id": row.get("id") or f"{place.rsplit(' ', 1)[-1]}.{language}",
        "language": language,
        "class": row.get("class") or "factual",
        "question": row["question"],
        "expect": row.get("expect") or ("answer" if labels else "abstain"),
        "expected": [{"symbol": symbol, "label": label} for label in labels],
        "facts": [
            [form.strip() for form in fact.split("|") if form.strip()]
            for fact in re.split(r"[;；]", row.get("facts", ""))
            if fact.strip()
        ],
        "forbidden": [
            form.strip() for form in re.split(r"[;；]", row.get("forbidden", "")) if form.strip()
        ],
    }
    if row.get("note"):
        entry["note"] = row["note"]
    return parse_case(entry, place)


def _squad_cases(path: Path) -> Iterator[Case]:
    """Yield the questions of a SQuAD-style file.

    The symbol is the article's title, the label the paragraph's own ``label`` or ``b<n>``, the
    place among the blocks of that document.
    """
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        for article in articles:
            for number, paragraph in enumerate(article["paragraphs"], start=1):
                label = str(paragraph.get("label") or f"b{number}")
                for question in paragraph["qas"]:
                    yield _squad_case(question, str(article["title"]), label, path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is not in the SQuAD form ({type(error).__name__}: {error}); it has "
            "data[].title, .paragraphs[].context and .qas[] with id, question and answers."
        ) from None


def _squad_case(question: Mapping[str, Any], symbol: str, label: str, path: Path) -> Case:
    answers = list(dict.fromkeys(answer["text"] for answer in question["answers"]))
    impossible = bool(question.get("is_impossible")) or not answers
    return parse_case(
        {
            "id": str(question["id"]),
            "language": detect_language(question["question"]),
            "class": "unanswerable" if impossible else "factual",
            "question": question["question"],
            "expect": "abstain" if impossible else "answer",
            "expected": [] if impossible else [{"symbol": symbol, "label": label}],
            "facts": [] if impossible else [answers],
        },
        f"{path} question {question['id']}",
    )
