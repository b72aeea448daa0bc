"""Check a worded statement against the paragraphs that it cites; whatever cannot be told fails.

Deterministic, and strict on purpose: every word that carries meaning stands in a cited paragraph,
in the statement's own language; every number, date, reference and name stands in some expression
of it; what stood together stays together and in order; no word that turns a statement round is
lost or added. A wording that is right but freer than that is dropped, and the text is quoted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coopbot.analysis import Analysis, Clause, analyse
from coopbot.arrangement import misplaced
from coopbot.folded import fold_text
from coopbot.guards import GOVERNING, GUARDS, ONLY_ADDED
from coopbot.intents import out_of_scope
from coopbot.languages import detect_language, sentence_spans
from coopbot.registry import Registry
from coopbot.types import Paragraph, Span
from coopbot.values import Item

LEAST_TERMS = 2
"""Terms that a statement needs to say anything that can be checked."""

_CLAUSE_SHARE = 0.5
"""Share of a clause's terms that a statement repeats when it is about that clause."""

_SAME_CLAUSE = 0.7
"""Share of its terms that two clauses have in common when they are one but for a few words."""

_QUOTED = re.compile(
    r"“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|「([^「」]*)」|『([^『』]*)』|\"([^\"]*)\""
)
_ITEM_MARK = re.compile(r"(?<![^\W_])[^\W\d_]{1,3}\)(?=\s)|(?<=\d)\s[^\W\d_]\)|^\d{1,2}\)")
_QUOTE_SIGNS = re.compile('[“”„«»「」『』"]')
_ADDRESS = re.compile(
    r"\b(?:https?|ftp|mailto|javascript|data|file):|//|\bwww\."
    r"|\b[\w-]+\.(?:com|org|net|int|edu|gov|info|biz|io|co|cn|ru|fr|es|uk|ly|me|app|dev|xyz|top)\b"
    r"|\S@\S",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[<>\[\]{}|\\^~*`]|&#?\w+;")
_EMPHASIS = re.compile(r"\*\*|__|`+")
_BULLET = re.compile(r"^(?:[-–—•*·▪◦>#]+\s+|\d{1,2}[.)、]\s+)+")
_NOT_SHOWN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_EDGES = " .。!！?？؟;；,，،:："


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    verdict: str
    """``verbatim``, ``supported`` or ``unsupported``."""
    reasons: tuple[str, ...] = ()
    """Why a statement is unsupported: ``number``, ``date``, ``reference``, ``name``, ``word``,
    ``quote``, ``language``, ``address``, ``markup``, ``apart``, ``order``, ``empty``,
    ``no_text`` or one of :data:`coopbot.guards.GUARDS`; each with what was seen."""
    places: Mapping[str, Span] = field(default_factory=dict)
    """Span of the best supporting sentence by id of a cited paragraph, for the paragraphs in the
    statement's language that carry a part of it."""

    @property
    def stands(self) -> bool:
        """Tell whether the statement may be shown."""
        return self.verdict != "unsupported"


def plain_text(text: str) -> str:
    """Return a model's line without what is not text: controls, tags, bidi signs, list marks."""
    visible = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in _NOT_SHOWN
    )
    flat = " ".join(_EMPHASIS.sub("", visible).split())
    return _BULLET.sub("", flat).strip()


def check_statement(
    text: str, paragraphs: Sequence[Paragraph], language: str, registry: Registry
) -> Verdict:
    """Return whether a statement says what the paragraphs say that it cites.

    :param text: one statement, without its markers.
    :param paragraphs: every expression, in every language held, of the places cited.
    :param language: that the statement has to be in.
    """
    return StatementChecker(language, registry).check(text, paragraphs)


class StatementChecker:
    """Check the statements of one answer, reading each paragraph once."""

    def __init__(self, language: str, registry: Registry) -> None:
        self._language = language
        self._registry = registry
        self._read: dict[str, _Source] = {}

    def check(self, text: str, paragraphs: Sequence[Paragraph]) -> Verdict:
        """Return the verdict on one statement; see :func:`check_statement`."""
        sources = [self._source(paragraph) for paragraph in paragraphs]
        own = [source for source in sources if source.paragraph.language == self._language]
        if not own:
            return Verdict("unsupported", ("no_text",))
        reasons = [*_form_reasons(text, sources), *self._language_reasons(text, own)]
        places: dict[str, dict[Span, float]] = {}
        terms = 0
        for start, end in sentence_spans(text):
            sentence = analyse(text[start:end], self._language, self._registry)
            # A name says as much as two words.
            terms += sum(2 if term.item is not None else 1 for term in sentence.terms)
            reasons += _sentence_reasons(sentence, sources, own)
            _add_places(places, sentence, own)
        if terms < LEAST_TERMS:
            reasons.append("empty")
        if reasons:
            return Verdict("unsupported", tuple(dict.fromkeys(reasons)))
        exact = any(text in source.paragraph.text for source in own)
        verdict = "verbatim" if exact else "supported"
        return Verdict(verdict, (), _best_places(places))

    def _source(self, paragraph: Paragraph) -> _Source:
        if paragraph.id not in self._read:
            self._read[paragraph.id] = _read_source(paragraph, self._language, self._registry)
        return self._read[paragraph.id]

    def _language_reasons(self, text: str, own: Sequence[_Source]) -> Iterator[str]:
        if _is_verbatim(text, own):
            return
        outside = _QUOTED.sub(" ", text)
        detected = detect_language(outside, default=self._language)
        if detected != self._language:
            yield f"language: {detected}"


@dataclass(frozen=True, slots=True)
class _Source:
    """One expression of a cited place, read for comparison."""

    paragraph: Paragraph
    text: str
    """Without the sentences that try to steer."""
    folded: str
    whole: Analysis
    heading: Analysis
    sentences: tuple[tuple[Span, Analysis], ...]
    """In the language of the answer only: others are compared as a whole."""


def _read_source(paragraph: Paragraph, language: str, registry: Registry) -> _Source:
    spans = [
        span
        for span in sentence_spans(paragraph.text)
        if "instructions" not in out_of_scope(paragraph.text[slice(*span)], paragraph.language)
    ]
    text = " ".join(paragraph.text[slice(*span)] for span in spans)
    sentences: list[tuple[Span, Analysis]] = []
    if paragraph.language == language:
        sentences = [
            (span, analyse(paragraph.text[slice(*span)], language, registry)) for span in spans
        ]
    return _Source(
        paragraph,
        text,
        fold_text(text),
        analyse(text, paragraph.language, registry),
        analyse("\n".join(paragraph.heading), paragraph.language, registry),
        tuple(sentences),
    )


# -- form ----------------------------------------------------------------------------------------


def _form_reasons(text: str, sources: Sequence[_Source]) -> Iterator[str]:
    """Yield what is wrong with a statement whatever it says: addresses, markup, false quotes."""
    if _ADDRESS.search(text):
        yield "address"
    if _MARKUP.search(text):
        yield "markup"
    for match in _QUOTED.finditer(text):
        quoted = next(group for group in match.groups() if group is not None).strip()
        if not _occurs(quoted, sources):
            yield f"quote: {quoted}"
    if _QUOTE_SIGNS.search(_QUOTED.sub("", text)):
        yield "quote: not closed"
    if not _closes_brackets(text) and not any(text in source.text for source in sources):
        yield "bracket: not closed"


def _closes_brackets(text: str) -> bool:
    """Tell whether brackets are closed that were opened; those of "a)" close none."""
    bare = _ITEM_MARK.sub("", text)
    return sum(map(bare.count, "(（")) == sum(map(bare.count, ")）"))


def _occurs(quoted: str, sources: Sequence[_Source]) -> bool:
    wanted = " ".join(quoted.split()).rstrip(_EDGES)
    return bool(wanted) and any(wanted in " ".join(source.text.split()) for source in sources)


def _is_verbatim(text: str, own: Sequence[_Source]) -> bool:
    bare = text.strip().strip('“”„«»「」『』"').strip().rstrip(_EDGES)
    return bool(bare) and any(bare in source.paragraph.text for source in own)


# -- content -------------------------------------------------------------------------------------


def _sentence_reasons(
    sentence: Analysis, sources: Sequence[_Source], own: Sequence[_Source]
) -> list[str]:
    reasons = [
        f"{item.what}: {item.text}"
        for item in sentence.items
        if item.required
        and not any(_holds(other, item) for other in (own if item.is_counted else sources))
    ]
    signs = sentence.signs - {sign for source in sources for sign in source.whole.text}
    reasons += [f"sign: {sign}" for sign in sorted(signs)]
    reasons += [f"word: {word}" for word in sentence.unknown(_analyses(own), _analyses(sources))]
    if reasons:
        return reasons
    held = [analysis for source in own for _, analysis in source.sentences]
    supporting = _supporting(sentence, held)
    return [*misplaced(sentence, held, supporting), *_turned_round(sentence, supporting)]


def _holds(source: _Source, item: Item) -> bool:
    return source.whole.holds(item) or source.heading.holds(item)


def _analyses(sources: Iterable[_Source]) -> list[Analysis]:
    return [analysis for source in sources for analysis in (source.whole, source.heading)]


def _supporting(sentence: Analysis, held: Sequence[Analysis]) -> list[Analysis]:
    """Return the fewest cited sentences, the best first, that together hold all terms.

    Where one sentence has a word itself, another form of it elsewhere does not count.
    """
    left = set(sentence.terms)
    own = {term for term in left if any(other.has_itself(term) for other in held)}
    covers = {
        place: {t for t in left if other.has_itself(t) or (t not in own and other.has(t))}
        for place, other in enumerate(held)
    }
    chosen: list[Analysis] = []
    while covers:
        best = max(covers, key=lambda place: len(covers[place] & left))
        covered = covers.pop(best) & left
        if not covered:
            break
        chosen.append(held[best])
        left -= covered
    return chosen


def _turned_round(sentence: Analysis, supporting: Sequence[Analysis]) -> Iterator[str]:
    """Yield the classes of turning words that a statement lost or added, or has elsewhere."""
    wanted = Counter[str]()
    for other in supporting:
        for guards in _bearing(sentence, other):
            wanted.update(guards)
    for name in GUARDS:
        said = sentence.guards.get(name, 0)
        if wanted[name] and not said and name not in ONLY_ADDED:
            yield f"{name}: lost"
        elif said > wanted[name]:
            yield f"{name}: added"
    held = [clause for other in supporting for clause in other.clauses]
    for clause in sentence.clauses:
        same = [other for other in held if _is_same_clause(clause, other)]
        if same and all(dict(clause.guards) != dict(other.guards) for other in same):
            yield f"{next(iter(clause.guards), 'negation')}: in another clause"


def _is_same_clause(clause: Clause, other: Clause) -> bool:
    """Tell whether two clauses are one but for a few words."""
    shared = len(clause.terms & other.terms)
    return shared >= LEAST_TERMS and shared >= _SAME_CLAUSE * max(
        len(clause.terms), len(other.terms)
    )


def _bearing(sentence: Analysis, other: Analysis) -> Iterator[Mapping[str, int]]:
    """Yield the counts of turning words that bear on what a statement takes from a sentence.

    Those of the clauses that it repeats; and of what leads up to them with the same subject, those
    that govern what follows.
    """
    shares = [_share(clause.terms, sentence) for clause in other.clauses]
    most = max((held for held, _ in shares), default=0)
    repeated = [
        place
        for place, (held, share) in enumerate(shares)
        if held and (share >= _CLAUSE_SHARE or held == most)
    ]
    for place, clause in enumerate(other.clauses):
        if place in repeated:
            yield clause.guards
        elif any(place < later for later in repeated):
            # Who is said to have said a thing may stand in a clause that shares no word with it.
            names = GOVERNING if shares[place][0] else {"attribution"}
            yield {name: n for name, n in clause.guards.items() if name in names}


def _share(terms: frozenset[str], sentence: Analysis) -> tuple[int, float]:
    held = len(terms & sentence.keys)
    return held, held / len(terms) if terms else 0.0


# -- places --------------------------------------------------------------------------------------


def _add_places(
    places: dict[str, dict[Span, float]], sentence: Analysis, own: Sequence[_Source]
) -> None:
    """Add how many terms of a sentence each sentence of each cited paragraph holds."""
    for source in own:
        counts = places.setdefault(source.paragraph.id, {})
        for span, analysis in source.sentences:
            held = sum(analysis.has(term) for term in sentence.terms)
            counts[span] = counts.get(span, 0.0) + held / max(1, len(sentence.terms))


def _best_places(places: Mapping[str, Mapping[Span, float]]) -> dict[str, Span]:
    """Return the best sentence of each paragraph that carries enough of the statement."""
    best = {
        id: max(counts.items(), key=lambda entry: entry[1])
        for id, counts in places.items()
        if counts
    }
    most = max((share for _, share in best.values()), default=0.0)
    return {id: span for id, (span, share) in best.items() if share >= most / 3}
