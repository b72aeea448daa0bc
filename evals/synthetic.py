"""Corpora of any size, made of real sentences: what the benchmark grows.

The same seed gives the same bytes. Works are parallel in six languages, as the real ones are, and
figures are drawn anew for each paragraph, so that paragraphs differ as those of real notes do.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from coopbot.languages import LANGUAGES, sentences
from evals.reference import Passage, Reference

PARAGRAPHS_PER_DOCUMENT = 40
"""As many as a pre-session note of some length has."""

_SENTENCES = (2, 4)
"""Fewest and most sentences of a paragraph."""

_FIGURE = re.compile(r"(?<![\d/])\d{2,5}(?![\d/])")
_LEAST_CHARACTERS = 12
_TRAINING_FILES = ("scbd_i18n", "cbd_texts", "un_charter", "open_sdg", "tico19")
"""Parallel sets whose rows are sentences of official or factual prose."""


def source_sentences(corpus: Path, data: Path | None = None) -> dict[str, list[str]]:
    """Return real sentences by language.

    :param data: a folder of the training data, for a vocabulary that grows with the corpus.
    """
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for passage in Reference.load(corpus).passages():
        found[passage.language] += [
            sentence for sentence in sentences(passage.text) if len(sentence) >= _LEAST_CHARACTERS
        ]
    for row in _training_rows(data) if data else ():
        for language in LANGUAGES:
            text = " ".join(str(row.get(language, "")).split())
            if len(text) >= _LEAST_CHARACTERS:
                found[language].append(text)
    return found


def passages(
    source: Mapping[str, Sequence[str]], count: int, seed: int = 20_080_512
) -> Iterator[Passage]:
    """Yield ``count`` paragraphs, an equal number in each language, labelled alike in all."""
    for number in range(count):
        place, language = divmod(number, len(LANGUAGES))
        document, paragraph = divmod(place, PARAGRAPHS_PER_DOCUMENT)
        yield Passage(
            symbol=f"BENCH-{document + 1}",
            label=str(paragraph + 1),
            language=LANGUAGES[language],
            text=_paragraph(source[LANGUAGES[language]], LANGUAGES[language], place, seed),
        )


def write_corpus(made: Iterator[Passage], folder: Path, registry: Path) -> None:
    """Write paragraphs as numbered documents that ``coopbot ingest`` reads."""
    # One work after another: a million paragraphs need not be held at once.
    for symbol, work in itertools.groupby(made, key=lambda passage: passage.symbol):
        texts: dict[str, list[str]] = {}
        for passage in work:
            texts.setdefault(passage.language, []).append(f"{passage.label}. {passage.text}")
        place = folder / "documents" / symbol
        place.mkdir(parents=True, exist_ok=True)
        for language, paragraphs in texts.items():
            text = "\n\n".join(paragraphs) + "\n"
            (place / f"{language}.txt").write_text(text, encoding="utf-8")
    shutil.copytree(registry, folder / "registry")


def _paragraph(source: Sequence[str], language: str, place: int, seed: int) -> str:
    drawn = random.Random(f"{seed} {place} {language}")
    chosen = drawn.sample(source, min(drawn.randint(*_SENTENCES), len(source)))
    text = ("" if language == "zh" else " ").join(chosen)
    return _FIGURE.sub(lambda match: _other_figure(match.group(), drawn), text)


def _other_figure(figure: str, drawn: random.Random) -> str:
    return str(drawn.randint(10 ** (len(figure) - 1), 10 ** len(figure) - 1))


def _training_rows(data: Path) -> Iterator[Mapping[str, object]]:
    for name in _TRAINING_FILES:
        path = data / "train" / f"{name}.jsonl.gz"
        if path.is_file():
            with gzip.open(path, "rt", encoding="utf-8") as file:
                yield from (json.loads(line) for line in file)
