"""Understand a question: its language, what it names, what it wants, what it continues."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from coopbot.courtesy import without_courtesy
from coopbot.index import IndexReader
from coopbot.intents import (
    asserts_claim,
    generic_words,
    intents_of,
    kinds_wanted,
    out_of_scope,
    plain,
)
from coopbot.languages import detect_language, sentence_spans, split_request
from coopbot.numerals import chinese_number
from coopbot.references import Ambiguity, QuestionReferences, references_in_question
from coopbot.thesaurus import ConceptMatch
from coopbot.tokens import HAN_RUN, Analyzer
from coopbot.types import Paragraph, Reference

EXTRACTED = frozenset({"symbol", "decision", "article"})
"""Kinds of references whose words are taken out before tokenising, as in the index."""

_SHORT = 4
"""A question with at most this many meaningful terms may lean on the one before."""

# Words that point back to what was said; at the start of a question or as its pronoun.
_POINTS_BACK = {
    "zh": r"^(?:那么?|它|其|这|该|此|还有|另外|另一|然后|呢|上述|前者|后者)|它|该(?:次|机构|组织|会议|倡议)|呢[？?]?$",
    "en": r"^(?:and|but|what about|how about|so|then|also)\b|\b(?:it|its|they|their|them|this one|that one|there|he|she|"
    r"the (?:former|latter|same))\b",
    "fr": r"^(?:et|mais|alors|qu'en est-il|quid)\b|(?<!-)\b(?:il|elle|ils|elles|son|sa|ses|leur|leurs|y|celui-ci|celle-ci|"
    r"ce dernier|cette derniere|en)\b",
    "es": r"^¿?(?:y|pero|entonces|que hay de)\b|\b(?:su|sus|ellos|ellas|este ultimo|esta ultima|alli)\b",
    "ru": r"^(?:а|и|но|тогда|также)\s|\b(?:он|она|оно|они|его|ее|их|ему|ей|им|там|этот же|последн\w+)\b",
    "ar": r"^(?:و|ف)(?:ماذا|ما|من|متي|اين|كيف|هل|كم|في|باي|لماذا|اي)|\b(?:هو|هي|هم|هناك|ذلك|تلك)\b",
}
ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{1,9}(?:-[A-Z0-9]{2,6})?(?![\w])")
_BARE_DECISION = re.compile(r"(?<![\w/-])([IVX]{1,5}/\d{1,2})(?![\d/])")
_CHINESE_DECISION = re.compile(r"第([一二三四五六七八九十]{1,3})[号號]决?決?定")
_NUMBER = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question may look; empty means everywhere."""

    symbols: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any] | None) -> Scope:
        """Read the form that the HTTP interface takes."""
        if not values:
            return cls()
        return cls(
            *(tuple(values.get(name) or ()) for name in ("symbols", "languages", "meetings"))
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood."""

    asked: str
    """As the user wrote it."""
    text: str
    """What is searched for: attempts to steer removed."""
    standalone: str
    """The question completed from the conversation, as shown to the user."""
    language: str
    """Language of the question's words."""
    answer_language: str
    references: tuple[Reference, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()
    labels: tuple[str, ...] = ()
    """Paragraphs that the question names."""
    keys: tuple[tuple[str, str], ...] = ()
    """(symbol, label) of paragraphs asked for by their place."""
    names: tuple[str, ...] = ()
    """Registry ids of what is named: organizations, terms, events, meetings."""
    terms: tuple[str, ...] = ()
    """Meaningful search terms in the question's language."""
    focus: str = ""
    """What is searched for without the bodies that it names: what is asked about them."""
    focus_terms: tuple[str, ...] = ()
    """The terms of the focus."""
    earlier_terms: tuple[str, ...] = ()
    """Terms that only the question before has, which this one continues."""
    universal_terms: tuple[str, ...] = ()
    """Numbers and acronyms: the same in every language."""
    concepts: tuple[ConceptMatch, ...] = ()
    """Concepts of the thesaurus that its words name."""
    intents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kinds of things that an answer has to hold."""
    vague: bool = False
    """Whether its words fit many things: no name, no reference, no telling word."""
    refusals: tuple[str, ...] = ()
    """Why the question is none for these documents."""
    claims: bool = False
    """Whether it asks to confirm what it states itself."""
    scope: Scope = field(default_factory=Scope)
    allowed_symbols: frozenset[str] | None = None

    def admits(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph lies in the question's scope."""
        if self.allowed_symbols is not None and paragraph.symbol not in self.allowed_symbols:
            return False
        return not self.scope.languages or paragraph.language in self.scope.languages

    def specific_references(self) -> tuple[Reference, ...]:
        """Return the references that an answer has to be about: all but dates."""
        return tuple(reference for reference in self.references if reference.kind != "date")


def understand(
    asked: str,
    index: IndexReader,
    *,
    history: Sequence[Mapping[str, str]] = (),
    language: str | None = None,
    scope: Scope | None = None,
) -> Question:
    """Read a question in the light of the conversation and of what the index holds.

    :param history: earlier turns, each with ``role`` and ``text``, oldest first.
    :param language: of the answer; told from the question where not given.
    """
    scope = scope or Scope()
    wished, words = split_request(asked)
    words_language = detect_language(words, default=language or "en")
    steering, text = _without_steering(words, words_language)
    text = without_courtesy(text, words_language)
    earlier = _earlier_question(history, index)
    names = _names(text, words_language, index)
    continues = earlier is not None and _leans_back(text, words_language, names, index)
    searched = f"{earlier} {text}" if continues and earlier else text
    found = references_in_question(searched, words_language, index.registry, index.symbols)
    if not found.references and not found.ambiguities:
        found = _bare_decisions(searched, words_language, index) or found
    found = replace(found, references=_telling(found.references, index))
    omit = [(r.start, r.end) for r in found.references if r.kind in EXTRACTED]
    labels = tuple(dict.fromkeys(mention.label for mention in found.labels))
    terms = tuple(index.analyzer.content_terms(searched, words_language, omit))
    focus = _without_names(_blanked(searched, omit), words_language, index)
    # The "decision" of a decision that is named asks for no other.
    before = len(searched) - len(text)
    own_words = _blanked(text, [(s - before, e - before) for s, e in omit if s >= before])
    own_terms = set(index.analyzer.content_terms(text, words_language))
    return Question(
        asked=asked,
        text=searched,
        standalone=_standalone(text, earlier, words_language) if continues and earlier else asked,
        language=words_language,
        answer_language=language or wished or words_language,
        references=found.references,
        ambiguities=found.ambiguities,
        labels=labels,
        keys=_keys(labels, found.references, index),
        names=_names(searched, words_language, index),
        terms=terms,
        focus=focus,
        focus_terms=tuple(index.analyzer.content_terms(focus, words_language)),
        earlier_terms=tuple(term for term in terms if term not in own_terms),
        concepts=index.thesaurus.find(searched, terms, words_language),
        universal_terms=_universal(searched, omit, index),
        intents=intents_of(text, words_language),
        kinds=kinds_wanted(_without_names(own_words, words_language, index), words_language),
        vague=_is_vague(searched, words_language, names, found, index),
        refusals=(
            *(kind for kind in out_of_scope(text, words_language)),
            *(("instructions",) if steering and not text.strip() else ()),
        ),
        claims=asserts_claim(text, words_language),
        scope=scope,
        allowed_symbols=_allowed(scope, found.references, index),
    )


def _without_steering(asked: str, language: str) -> tuple[bool, str]:
    """Set sentences aside that try to steer the assistant; return whether any, and the rest.

    Where the rest asks nothing, nothing is set aside: the whole is refused later.
    """
    pieces = [
        piece
        for start, end in sentence_spans(asked)
        for piece in re.split(r"(?<=[:：])\s*(?=.{6,})", asked[start:end])
    ]
    kept = [piece for piece in pieces if "instructions" not in out_of_scope(piece, language)]
    rest = " ".join(kept).strip()
    if len(kept) == len(pieces):
        return False, asked
    asks = bool(re.search(r"[?？؟]", rest)) and bool(plain(rest).strip(" ?？؟"))
    return True, rest if asks else asked


def _names(text: str, language: str, index: IndexReader) -> tuple[str, ...]:
    """Return what is named, without bodies that every other paragraph speaks of."""
    found = index.registry.find_names(text, language)
    return tuple(
        dict.fromkeys(
            match.id
            for match in found
            if match.kind != "organization" or not index.is_common(match.id)
        )
    )


def _bare_decisions(text: str, language: str, index: IndexReader) -> QuestionReferences | None:
    """Read ``III/6`` and ``第六号决定`` as decisions whose series or meeting is left open.

    The references of the result have no place in the question; only its readings are used.
    """
    spelled = _BARE_DECISION.sub(r"decision \1", text)
    spelled = _CHINESE_DECISION.sub(
        lambda match: f"第{chinese_number(match.group(1))}号决定", spelled
    )
    if spelled == text:
        return None
    found = references_in_question(spelled, language, index.registry, index.symbols)
    return replace(found, references=(), labels=()) if found.ambiguities else None


def _is_vague(
    text: str,
    language: str,
    names: tuple[str, ...],
    found: QuestionReferences,
    index: IndexReader,
) -> bool:
    """Tell whether only generic words are left: the third meeting, the committee, the cost."""
    if found.references or found.labels or found.ambiguities:
        return False
    if any(index.registry.organization(name) for name in names):
        return False
    analyzer = index.analyzer
    generic = _generic_terms(analyzer, language)
    # A letter is the mark of an item that many paragraphs have.
    terms = [term for term in analyzer.content_terms(text, language) if len(term) > 1]
    if language == "zh":
        # Pairs of characters across two words tell nothing.
        words = set(analyzer.words(text))
        terms = [term for term in terms if term in words or not HAN_RUN.match(term)]
    return not [term for term in terms if term not in generic]


@lru_cache(maxsize=16)
def _generic_terms(analyzer: Analyzer, language: str) -> frozenset[str]:
    return frozenset(analyzer.terms(generic_words(language), language))


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with stretches replaced by spaces."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _telling(references: Sequence[Reference], index: IndexReader) -> tuple[Reference, ...]:
    """Return the references without bodies that every other paragraph speaks of."""
    return tuple(
        reference
        for reference in references
        if reference.kind != "organization" or not index.is_common(reference.id)
    )


def _without_names(text: str, language: str, index: IndexReader) -> str:
    """Return the text with names blanked: the "Convention" of a name asks for no convention."""
    bodies = [
        match
        for match in index.registry.find_names(text, language)
        if match.kind == "organization" and not index.is_common(match.id)
    ]
    for match in sorted(bodies, key=lambda match: -match.start):
        text = f"{text[: match.start]} {text[match.end :]}"
    return text


def _earlier_question(history: Sequence[Mapping[str, str]], index: IndexReader) -> str | None:
    """Return the last question that stood on its own: what leaned on it has the same subject."""
    asked = [
        turn["text"].strip()
        for turn in history
        if turn.get("role") == "user" and turn.get("text", "").strip()
    ]
    for text in reversed(asked):
        language = detect_language(text)
        if not _leans_back(text, language, _names(text, language, index), index):
            return text
    return asked[0] if asked else None


def _leans_back(text: str, language: str, names: tuple[str, ...], index: IndexReader) -> bool:
    """Tell whether a question cannot be understood without the one before."""
    if re.search(_POINTS_BACK[language], plain(text).strip(" ¿")):
        return True
    terms = index.analyzer.content_terms(text, language)
    words = [term for term in terms if len(term) > 1] if language == "zh" else terms
    return not names and len(words) <= _SHORT


def _standalone(text: str, earlier: str, language: str) -> str:
    opened, closed = ("（", "）") if language == "zh" else (" (", ")")
    return f"{text}{opened}← {earlier}{closed}"


def _universal(text: str, omit: Sequence[tuple[int, int]], index: IndexReader) -> tuple[str, ...]:
    outside = "".join(
        " " if any(start <= i < end for start, end in omit) else character
        for i, character in enumerate(text)
    )
    words = [*ACRONYM.findall(outside), *_NUMBER.findall(outside)]
    return tuple(dict.fromkeys(term for word in words for term in index.analyzer.terms(word, "en")))


def _keys(
    labels: Sequence[str], references: Sequence[Reference], index: IndexReader
) -> tuple[tuple[str, str], ...]:
    """Resolve labels to paragraphs of the documents named, or of all when none is named."""
    named = [r.id for r in references if r.kind == "symbol" and r.id in index.symbols]
    return tuple((symbol, label) for symbol in named or index.symbols[:3] for label in labels)


def _allowed(
    scope: Scope, references: Sequence[Reference], index: IndexReader
) -> frozenset[str] | None:
    """Return the symbols that the scope leaves; None when it leaves all."""
    if not scope.symbols and not scope.meetings:
        return None
    return frozenset(
        facts.symbol
        for facts in index.facts
        if (not scope.symbols or facts.symbol in scope.symbols)
        and (not scope.meetings or facts.meeting in scope.meetings)
    )
