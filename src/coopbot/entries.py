"""The entries of the registry: what is known of each thing that documents cite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopbot.languages import LANGUAGES
from coopbot.names import Form

STATUSES = ("verified", "inferred", "unverified")
"""How a fact is known: seen in a source, follows from such facts, or general knowledge."""

TOLD_BY = ("date", "place", "number", "symbol")
"""What may tell a concept without its word."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A body, convention, initiative or project."""

    id: str
    type: str
    parent: str | None
    forms: tuple[Form, ...]
    note: str | None
    sources: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return the name in a language, else the English one."""
        return _name(self.forms, language)


@dataclass(frozen=True, slots=True)
class Title:
    """What a thing is called in one language."""

    text: str
    language: str
    rendered: bool
    """Whether it was rendered for coopbot, so that it is unofficial wherever it is shown."""


class Titled:
    """A thing with titles of its source and, for the other languages, renderings made for coopbot.

    Renderings are for showing alone: no name of them is looked for in a question.
    """

    __slots__ = ()

    titles: Mapping[str, str]
    renderings: Mapping[str, str]

    def title_in(self, language: str) -> Title | None:
        """Return the title in a language, its source's own first; None where there is none."""
        if language in self.titles:
            return Title(self.titles[language], language, rendered=False)
        if language in self.renderings:
            return Title(self.renderings[language], language, rendered=True)
        return None

    def best_title(self, language: str) -> Title | None:
        """Return the title in a language, else in English, else in the first that has one."""
        found = (self.title_in(one) for one in (language, "en", *LANGUAGES))
        return next((title for title in found if title is not None), None)


@dataclass(frozen=True, slots=True)
class Subject(Titled):
    """A subject that decisions are about."""

    id: str
    titles: Mapping[str, str]
    renderings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Decision(Titled):
    """A decision of the COP-MOP; ``status`` is that of the pairing of id and subject."""

    id: str
    meeting: int
    number: int
    titles: Mapping[str, str]
    """Short subjects as seen in a source or, where ``status`` says so, not confirmed."""
    renderings: Mapping[str, str]
    status: str
    subjects: tuple[str, ...]
    """Ids of subjects of the registry."""
    items: tuple[tuple[str, str], ...]
    """Item and summary in our own words: never quoted as the decision's text."""
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    symbol: str | None
    page: str | None
    note: str | None
    sources: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether id and subject were seen together in a source."""
        return self.status == "verified"


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the Cartagena Protocol, or a heading that covers several (``7-10``)."""

    id: str
    titles: Mapping[str, str]
    status: str
    """Status of the titles."""
    paragraphs: Mapping[str, str]
    """Substance by paragraph in our own words: never quoted as treaty text."""
    substance: str | None
    decisions: tuple[str, ...]
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the COP-MOP."""

    id: str
    number: int
    status: str
    dates: tuple[str, ...]
    """ISO ranges, one per part."""
    places: tuple[str, ...]
    report: str | None
    forms: tuple[Form, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Another meeting, workshop or celebration that documents tell of."""

    id: str
    date: str | None
    place: str | None
    organization: str | None
    forms: tuple[Form, ...]
    status: str
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that may stand for one another in a question, in the six languages."""

    id: str
    words: Mapping[str, tuple[str, ...]]
    """Forms by language, the word that documents use first."""
    decisive: bool = False
    """Whether a paragraph that does not speak of it cannot answer who asks for it."""
    told_by: str | None = None
    """What tells it without the word, one of :data:`TOLD_BY`: a date says when."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of art in the six languages."""

    id: str
    forms: tuple[Form, ...]
    note: str | None

    def name(self, language: str) -> str:
        """Return the preferred form in a language, else the English one."""
        return _name(self.forms, language)


@dataclass(frozen=True, slots=True)
class Erratum:
    """An error or variant in a document: shown beside a quotation, never put into it."""

    id: str
    symbol: str
    labels: tuple[str, ...]
    form: str
    kind: str
    reading: Mapping[str, str]
    status: str
    risk: str
    note: str | None


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that is cited, whether or not its text is held."""

    symbol: str
    titles: Mapping[str, str]
    status: str
    meeting: str | None
    series: str | None
    date: str | None
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain(Titled):
    """Decisions on one subject, in the order of the meetings."""

    id: str
    titles: Mapping[str, str]
    renderings: Mapping[str, str]
    members: tuple[tuple[str, str], ...]
    """Decision and status of its place in the chain."""


def _name(forms: Sequence[Form], language: str) -> str:
    """Return the first form that is a name proper, in a language or else in English."""
    for wanted in (language, "en"):
        for form in forms:
            if form.language == wanted and form.kind in ("full", "preferred", "short"):
                return form.form
    return forms[0].form if forms else ""
