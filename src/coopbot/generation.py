"""Have a language model word the evidence, and let through only what the check carries.

The model sees numbered passages and writes a statement a line. Each is checked as soon as it is
complete; whatever fails is handed back as rejected, never shown, and the caller quotes instead.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coopbot import prompts
from coopbot.errors import ModelUnavailable
from coopbot.index import IndexReader
from coopbot.models import ChatModel, ModelFailure, Usage
from coopbot.question import Question
from coopbot.registry import Registry
from coopbot.settings import Settings
from coopbot.statements import StatementChecker, Verdict, plain_text
from coopbot.types import Paragraph, Span

MAX_STATEMENTS = 24
"""Statements let through for one answer: more is reading, not an answer."""

MAX_STATEMENT = 1200
"""Characters of one statement; a longer one is dropped."""

MAX_LINE = 8 * MAX_STATEMENT
"""Characters after which a line is taken to be complete, so that reading stays linear."""

MAX_PASSAGES = 16
MAX_PASSAGE_CHARACTERS = 16_000
"""Characters of all passages together that are sent, about a third of that in tokens."""

_MARKERS = re.compile(r"(?:\s*[\[【［]\s*\d+(?:\s*[,،、;，；]\s*\d+)*\s*[\]】］])+")
_NUMBER = re.compile(r"\d+")
_CLOSING = re.compile(r"[\s.。!！?？؟;；,，،]*")


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered passage that a model is shown, and what a statement that cites it is held to."""

    text: str
    """As it is sent: the paragraph in the language of the answer, or a part of it."""
    reading: Paragraph
    """The paragraph in the language of the answer."""
    expressions: tuple[Paragraph, ...]
    """The paragraph in every language that may be used."""


@dataclass(frozen=True, slots=True)
class Worded:
    """One statement of a model, after its check."""

    text: str
    sources: tuple[int, ...]
    """Places of the passages cited, from 0, in order; those that carry a part of it."""
    verdict: str
    """``verbatim``, ``supported`` or ``unsupported``; the last is not to be shown."""
    reasons: tuple[str, ...] = ()
    places: Mapping[str, Span] = field(default_factory=dict)
    """Span of the best supporting sentence by id of the paragraph in the answer's language."""

    @property
    def stands(self) -> bool:
        """Tell whether the statement may be shown."""
        return self.verdict != "unsupported"


@dataclass(slots=True)
class Generation:
    """What came of one attempt to word an answer."""

    model: str
    statements: list[Worded] = field(default_factory=list)
    """Those that stand."""
    rejected: list[Worded] = field(default_factory=list)
    unknown_markers: int = 0
    failure: str | None = None
    """One English sentence, without secrets; None when something stands and nothing broke."""
    kind: str | None = None
    """The failure as one of :data:`coopbot.prompts.FAILURES`."""
    usage: Usage = field(default_factory=Usage)

    @property
    def dropped(self) -> int:
        """Number of statements that did not pass."""
        return len(self.rejected)

    def fail(self, kind: str, sentence: str) -> None:
        """Note why the documents are to be quoted."""
        self.kind, self.failure = kind, sentence

    def to_dict(self) -> dict[str, Any]:
        """Return the form that receipts have."""
        reasons: dict[str, int] = {}
        for worded in self.rejected:
            for name in dict.fromkeys(reason.partition(":")[0] for reason in worded.reasons):
                reasons[name] = reasons.get(name, 0) + 1
        return {
            "model": self.model,
            "prompt": prompts.VERSION,
            "worded": len(self.statements),
            "failed_checks": len(self.rejected),
            "reasons": reasons,
            "unknown_markers": self.unknown_markers,
            "failure": self.failure,
            **self.usage.to_dict(),
        }


class GenerativeComposer:
    """Word evidence by a chat model."""

    def __init__(self, registry: Registry, model: ChatModel) -> None:
        self._registry = registry
        self._model = model

    def word(
        self, question: Question, sources: Sequence[Source]
    ) -> Generator[Worded, None, Generation]:
        """Yield each statement that stands once it is checked; return what came of it all."""
        done = Generation(self._model.name)
        if not sources:
            done.fail("no_text", "No passage is held in the language of the answer.")
            return done
        checker = StatementChecker(question.answer_language, self._registry)
        try:
            for line in self._lines(question, sources, done.usage):
                if prompts.NO_ANSWER in line:
                    if not done.statements:
                        done.fail("declined", "The language model found no answer in the passages.")
                    return done
                yield from self._checked(line, sources, checker, done)
                if len(done.statements) >= MAX_STATEMENTS:
                    break
        except (ModelFailure, ModelUnavailable) as failure:
            done.fail(getattr(failure, "kind", "unavailable"), str(failure))
            return done
        if not done.statements:
            done.fail("unchecked", "No statement of the language model passed the check.")
        return done

    def _lines(self, question: Question, sources: Sequence[Source], usage: Usage) -> Iterator[str]:
        """Yield the model's lines as they become complete."""
        request = prompts.request(question.text, [source.text for source in sources])
        rest = ""
        for piece in self._model.stream(prompts.rules(question.answer_language), request, usage):
            *lines, rest = re.split(r"[\r\n]+", rest + piece)
            yield from lines
            if len(rest) > MAX_LINE:
                yield rest
                rest = ""
        yield rest

    def _checked(
        self,
        line: str,
        sources: Sequence[Source],
        checker: StatementChecker,
        done: Generation,
    ) -> Iterator[Worded]:
        for text, numbers in split_statements(line):
            known = [number - 1 for number in numbers if 1 <= number <= len(sources)]
            done.unknown_markers += len(numbers) - len(known)
            worded = _checked(text, tuple(dict.fromkeys(known)), sources, checker)
            if worded.stands and any(worded.text == other.text for other in done.statements):
                continue
            (done.statements if worded.stands else done.rejected).append(worded)
            if worded.stands:
                yield worded


def generate(
    question: Question, sources: Sequence[Source], settings: Settings, registry: Registry
) -> Generation:
    """Word an answer from numbered passages, all at once."""
    steps = GenerativeComposer(registry, ChatModel(settings)).word(question, sources)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            done: Generation = end.value
            return done


def split_statements(line: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the statements of a line and the numbers behind each; none where it has no marker.

    >>> list(split_statements("- It was held [1]. It ended [2][3]."))
    [('It was held.', (1,)), ('It ended.', (2, 3))]
    """
    position = 0
    for match in _MARKERS.finditer(line):
        after = _CLOSING.match(line, match.end())
        end = after.end() if after else match.end()
        text = plain_text(line[position : match.start()] + line[match.end() : end].strip())
        if text:
            yield text, tuple(int(number) for number in _NUMBER.findall(match.group()))
        position = end
    text = plain_text(line[position:])
    if any(map(str.isalnum, text)):
        yield text, ()


def _checked(
    text: str, cited: tuple[int, ...], sources: Sequence[Source], checker: StatementChecker
) -> Worded:
    if not cited:
        return Worded(text, (), "unsupported", ("marker",))
    if len(text) > MAX_STATEMENT:
        return Worded(text, cited, "unsupported", ("length",))
    verdict: Verdict = checker.check(
        text, [paragraph for n in cited for paragraph in sources[n].expressions]
    )
    carrying = tuple(n for n in cited if sources[n].reading.id in verdict.places)
    return Worded(text, carrying or cited, verdict.verdict, verdict.reasons, verdict.places)


# -- passages ------------------------------------------------------------------------------------


def sources_of(
    question: Question,
    first: Sequence[tuple[Paragraph, str | None]],
    others: Sequence[Paragraph],
    index: IndexReader,
) -> list[Source]:
    """Return the passages to be shown: what would be quoted, then what else was found.

    :param first: paragraphs of the quotations; with a text where only a part of one is meant.
    :param others: further paragraphs, best first.
    """
    sources: list[Source] = []
    left = MAX_PASSAGE_CHARACTERS
    for number, (paragraph, part) in enumerate([*first, *((other, None) for other in others)]):
        taken = [source.reading for source in sources]
        overlaps = _overlaps if number >= len(first) else _is_same
        if len(sources) >= MAX_PASSAGES or any(overlaps(paragraph, other) for other in taken):
            continue
        source = _source(question, paragraph, part, index)
        if source is not None and len(source.text) <= left:
            left -= len(source.text)
            sources.append(source)
    return sources


def _is_same(paragraph: Paragraph, other: Paragraph) -> bool:
    return paragraph.key == other.key


def _overlaps(paragraph: Paragraph, other: Paragraph) -> bool:
    """Tell whether one of two paragraphs is the other or an item of it."""
    return paragraph.symbol == other.symbol and (
        paragraph.label in (other.label, other.parent) or paragraph.parent == other.label
    )


def _source(
    question: Question, paragraph: Paragraph, part: str | None, index: IndexReader
) -> Source | None:
    held = {paragraph.language: paragraph, **index.parallel(paragraph)}
    usable = {language: other for language, other in held.items() if question.admits(other)}
    reading = usable.get(question.answer_language)
    if reading is None:
        return None
    return Source(part or reading.text, reading, tuple(usable.values()))
