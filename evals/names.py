"""Ask for everything that the registry knows by each of its names, and see what is found.

``python -m evals.names`` makes one question of each form of each organization, decision, article
and glossary term that the corpus mentions, in each language, searches for it, and saves
``evals/results/names-<hash>.json``. Right is a paragraph whose text, in any language held, has one
of the thing's names: that is told from the corpus by plain comparison of strings, not by the index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coopbot import Coopbot, Settings
from coopbot.errors import UsageError
from coopbot.languages import LANGUAGES
from coopbot.registry import Registry
from evals.command import run_command
from evals.folding import fold
from evals.reference import Passage, Reference
from evals.results import save_measurement
from evals.statistics import estimate

app = typer.Typer(add_completion=False)

FIRST = 5
"""Places among which a right paragraph has to be."""

_DECISION = {
    "zh": "第{id}号决定", "en": "decision {id}", "fr": "décision {id}", "es": "decisión {id}",
    "ru": "решение {id}", "ar": "المقرر {id}",
}  # fmt: skip
_ARTICLE = {
    "zh": "第{id}条", "en": "Article {id}", "fr": "article {id}", "es": "artículo {id}",
    "ru": "статья {id}", "ar": "المادة {id}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One name of one thing as a question, and how to tell that a text mentions the thing."""

    kind: str
    id: str
    language: str
    text: str
    forms: Mapping[str, re.Pattern[str]]
    """By language, what matches the names of the thing."""

    def is_named_in(self, text: str, language: str) -> bool:
        """Tell whether a text has one of the thing's names."""
        pattern = self.forms.get(language)
        return pattern is not None and pattern.search(fold(text)) is not None


def questions(registry: Registry, passages: Iterable[Passage]) -> Iterator[Asked]:
    """Yield every name of every thing that a paragraph of the corpus mentions.

    A thing that stands in headings alone is left out: headings answer nothing by themselves.
    """
    texts = [(p.language, fold(p.text)) for p in passages if p.label[:1].isdigit() or _is_note(p)]

    def is_mentioned(forms: Mapping[str, re.Pattern[str]]) -> bool:
        return any(language in forms and forms[language].search(text) for language, text in texts)

    for kind, id, names, spelled in _things(registry):
        forms = {language: _any_of(some) for language, some in spelled.items() if some}
        if is_mentioned(forms):
            for language, some in names.items():
                for text in dict.fromkeys(some):
                    yield Asked(kind, id, language, text, forms)


def _things(
    registry: Registry,
) -> Iterator[tuple[str, str, Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]]:
    """Yield kind, id, the names to ask by and the forms that texts have."""
    for kind, entries in (("organization", registry.organizations), ("term", registry.terms)):
        for id, entry in entries.items():
            names: dict[str, list[str]] = defaultdict(list)
            for form in entry.forms:
                if form.kind != "related":
                    names[form.language].append(form.form)
            yield kind, id, names, names
    for id in registry.decisions:
        # A decision is written with the same sign in every language.
        asked = {language: [pattern.format(id=id)] for language, pattern in _DECISION.items()}
        yield "decision", id, asked, {language: [id] for language in LANGUAGES}
    for id in registry.articles:
        asked = {language: [pattern.format(id=id)] for language, pattern in _ARTICLE.items()}
        yield "article", id, asked, asked


def _is_note(passage: Passage) -> bool:
    return passage.label.startswith("fn")


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_whole, sorted(forms, key=len, reverse=True))))


def place_of(bot: Coopbot, asked: Asked) -> int | None:
    """Return the place, from 1, of the first paragraph among ten that mentions what is asked."""
    for place, hit in enumerate(bot.search(asked.text, 10), start=1):
        versions = bot.paragraph(*hit.paragraph.key)
        if any(asked.is_named_in(p.text, language) for language, p in versions.items()):
            return place
    return None


@app.command()
def main(
    index: Annotated[Path, typer.Option(help="Folder of the index builds.")] = Path("index"),
    corpus: Annotated[Path, typer.Option(help="Folder of the corpus.")] = Path("corpus"),
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evals/results"),
) -> None:
    """Measure whether everything is found by each of its names."""
    bot = Coopbot.open(Settings(index=index, corpus=corpus))
    registry = Registry.load(corpus / "registry")
    passages = list(Reference.load(corpus).passages())
    rows = [(asked, place_of(bot, asked)) for asked in questions(registry, passages)]
    if not rows:
        raise UsageError(f"The documents of {corpus} mention nothing that its registry names.")
    data: dict[str, Any] = {
        "system": {"name": "coopbot", "build": bot.build, "settings": bot.settings.fingerprint()},
        "first": FIRST,
        "groups": _groups(rows),
        "missed": [
            {
                "kind": a.kind,
                "id": a.id,
                "language": a.language,
                "asked": a.text,
                "place": place,
            }
            for a, place in rows
            if place is None or place > FIRST
        ],
    }
    path = save_measurement("names", data, out, data["system"])
    console = Console()
    console.print(_table(data["groups"]))
    console.print(f"Saved as {path}", soft_wrap=True)


def _groups(rows: Sequence[tuple[Asked, int | None]]) -> list[dict[str, Any]]:
    """Return the share found among the first five, by kind, by language and in all."""
    groups: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for asked, place in rows:
        value = (asked.id, float(place is not None and place <= FIRST))
        for name in (asked.kind, asked.language, "all"):
            groups[name].append(value)
    found = []
    for name, values in groups.items():
        mean = estimate(values)
        found.append(
            {"group": name, "questions": len(values), "found": mean.to_dict() if mean else None}
        )
    return found


def _table(groups: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title=f"Right paragraph among the first {FIRST}", title_justify="left")
    for title in ("Names", "Questions", "Found", "95 % interval"):
        table.add_column(title, justify="left" if title == "Names" else "right")
    for group in groups:
        found = group["found"]
        table.add_row(
            group["group"],
            str(group["questions"]),
            f"{found['value']:.3f}",
            f"{found['low']:.3f} – {found['high']:.3f}",
        )
    return table


def _whole(form: str) -> str:
    """Return a pattern for a form that is no part of a longer word or number."""
    escaped = re.escape(fold(form))
    if re.match(r"[\u3400-\u9fff]", form):
        return escaped
    return rf"(?<!\w){escaped}(?!\w)"


if __name__ == "__main__":
    run_command(app)
