"""What stands beside what and in which order, in a statement and in the sentences it rests on.

The words of a sentence, put in another order or with its middle left out, may say that another one
did it, to another one, at another time. So a statement may leave out and move what bears on a
whole, not exchange one for another.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coopbot.analysis import Analysis, Term, is_same_term, word_key
from coopbot.forms import is_other_form
from coopbot.guards import direction_of, is_located
from coopbot.han import torn
from coopbot.links import Link, attached, link_between
from coopbot.values import is_held_by

_TOGETHER = 0.5
"""Share of a word's neighbours that have to stand in one sentence with it."""

_VALUE_TOGETHER = 0.7
_VALUE_IN_CLAUSE = 0.6
"""The same for numbers, dates and references, and for a wider stretch around them: a figure beside
another thing is a false one."""

_NEIGHBOURS = 3
_HAN_NEIGHBOURS = 5
"""Neighbours looked at on each side, where a term is a pair of characters."""

_WIDER = 3
"""Times that many in the wider stretch."""

_SWITCH, _BACK, _CLAUSE_ON = 4, 3, 1
"""What it costs to go to another sentence, back, or to a later clause, when each term of a
statement is looked for in its sources; the cheapest way is taken."""


_LONGEST_CUT = 4
"""Terms that a statement may leave out in the midst of a clause, such as adjectives."""

_WORD = re.compile(r"[^\W\d_]+")
_HAN_PAIR = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term of a statement stands in its source."""

    sentence: int
    term: int


def misplaced(
    sentence: Analysis, held: Sequence[Analysis], supporting: Sequence[Analysis]
) -> Iterator[str]:
    """Yield what a statement puts beside or before another thing than its source does.

    :param held: all cited sentences.
    :param supporting: the fewest of them that together hold the terms of the statement.
    """
    yield from _apart(sentence, held)
    yield from _out_of_order(sentence, supporting)
    if not any(sentence.text.rstrip(".。") in other.text for other in supporting):
        yield from Way(sentence, supporting).breaks()
    if sentence.language == "zh":
        named = [*sentence.items, *(item for other in supporting for item in other.items)]
        names = [item.text for item in named if item.what in ("name", "term")]
        yield from torn(sentence.text, [other.text for other in supporting], names)
    yield from _other_forms(sentence, supporting)
    yield from _too_often(sentence, supporting)


# -- neighbours ----------------------------------------------------------------------------------


def _apart(sentence: Analysis, held: Sequence[Analysis]) -> Iterator[str]:
    """Yield the terms that stand in no cited sentence together with most of their neighbours."""
    reach = _HAN_NEIGHBOURS if sentence.language == "zh" else _NEIGHBOURS
    for place, term in enumerate(sentence.terms):
        together = _together(sentence, held, place, reach)
        if not term.is_value:
            apart = together < _TOGETHER
        else:
            wider = _together(sentence, held, place, reach * _WIDER)
            apart = together < _VALUE_TOGETHER or wider < _VALUE_IN_CLAUSE
        if apart:
            yield f"apart: {term.text}"


def _together(sentence: Analysis, held: Sequence[Analysis], place: int, reach: int) -> float:
    """Return the share of a term's neighbours that one sentence which has the term has too."""
    terms = sentence.terms
    near = [*terms[max(0, place - reach) : place], *terms[place + 1 : place + 1 + reach]]
    near = [other for other in near if any(analysis.has(other) for analysis in held)]
    candidates = [other for other in held if other.has(terms[place])]
    if not candidates or not near:
        return 1.0
    return max(sum(other.has(term) for term in near) / len(near) for other in candidates)


def _out_of_order(sentence: Analysis, supporting: Sequence[Analysis]) -> Iterator[str]:
    """Yield the kinds of which a statement names two in another order than its source."""
    for what in ("number", "date", "reference", "name"):
        said = [item.id for item in sentence.items if item.what == what]
        for other in supporting:
            there = [item.id for item in other.items if item.what == what]
            once = [id for id in dict.fromkeys(said) if there.count(id) == 1 == said.count(id)]
            if once != sorted(once, key=there.index):
                yield f"order: {what}"


def _other_forms(sentence: Analysis, supporting: Sequence[Analysis]) -> Iterator[str]:
    """Yield the words in a form, or behind a preposition, that gives them another part."""
    language = sentence.language
    for term in sentence.terms:
        if term.is_value:
            continue
        there = [(other, t) for other in supporting for t in other.terms if is_same_term(term, t)]
        forms = {form for other in supporting for form in other.forms(term)}
        is_name = term.item is not None or any(t.text[0].isupper() for _, t in there)
        if is_other_form(term.text, forms, language, is_name=is_name):
            yield f"form: {term.text}"
        said = direction_of(sentence.text, term.start, language, is_name=is_name)
        if said and not any(
            said == direction_of(other.text, t.start, language, is_name=is_name)
            for other, t in there
        ):
            yield f"order: {said} {term.text}"


def _too_often(sentence: Analysis, supporting: Sequence[Analysis]) -> Iterator[str]:
    """Yield the values that a statement has more often than its sources: given to two things."""
    numbers = [item for item in sentence.items if item.what in ("number", "date")]
    held = [item for other in supporting for item in other.items]
    for number in dict.fromkeys(numbers):
        times = sum(other.id == number.id for other in numbers)
        if times > 1 and times > sum(is_held_by(number, other) for other in held):
            yield f"number: {number.text}"


# -- the way through the source ------------------------------------------------------------------


class Way:
    """The places of a statement's terms in its sources, in the order of the statement."""

    def __init__(self, sentence: Analysis, supporting: Sequence[Analysis]) -> None:
        self._sentence = sentence
        self._supporting = supporting
        self._ends: dict[int, dict[int, int]] = {}
        found = list(self._found())
        self._all_steps = found
        self._steps = [step for i, step in enumerate(found) if not _is_joint(found, i)]

    def breaks(self) -> Iterator[str]:
        """Yield how the statement's words go another way than a shortened source would."""
        words = [(term, place) for term, place in self._steps if not term.is_value]
        for i, (term, place) in enumerate(words[1:], 1):
            earlier, (last, before) = words[:i], words[i - 1]
            back = before.sentence == place.sentence and place.term < before.term
            if self._is_place(term):
                continue
            if back and not (
                (i == 1 and last.item)
                or self._turns_at_a_clause(place)
                or self._moves(term, before, place)
            ):
                yield f"order: {term.text}"
            if term.item and (last.item or not back):
                continue
            if back:
                astray = self._loses_what_leads_to(place, earlier)
            else:
                astray = self._enters_amid(place, earlier)
            if astray:
                yield f"order: {term.text}"
        yield from self._switches()
        yield from self._unplaced()
        yield from self._other_links()
        yield from self._cut_amid(words)
        yield from self._exchanged(words)
        yield from self._other_front(words)
        yield from self._beside_another_value()

    # -- rules -----------------------------------------------------------------------------------

    def _is_place(self, term: Term) -> bool:
        """Tell whether a term is a place, which may stand anywhere."""
        language = self._sentence.language
        may_be = language in ("ar", "zh") or term.text[0].isupper()
        return may_be and is_located(self._sentence.text, term.start, language)

    def _switches(self) -> Iterator[str]:
        """Yield where a statement goes on in another sentence of its source.

        It may behind a name that stands for the subject, or with a clause of its own that begins
        where the other sentence does.
        """
        for i, ((last, before), (term, place)) in enumerate(itertools.pairwise(self._steps)):
            if before.sentence == place.sentence or (i == 0 and last.item is not None):
                continue
            if term.clause == last.clause or place.term:
                yield f"apart: {term.text}"

    def _moves(self, term: Term, before: Place, place: Place) -> bool:
        """Tell whether a word is led by a preposition that may move with it in its clause.

        Not "by": who did one thing did not do the other.
        """
        link = self._link(self._sentence, term)
        agents = {"by", "par", "por", "من", "from"}
        same = self._clause(before) == self._clause(place)
        return bool(link.words) and not agents & set(link.words) and same

    def _turns_at_a_clause(self, place: Place) -> bool:
        """Tell whether a word is the first of its clause, numbers and dates not counted."""
        return not self._before(place)

    def _unplaced(self) -> Iterator[str]:
        """Yield the words that stand in no source but within a reference, number or date."""
        placed = {term.start for term, _ in self._all_steps}
        for i, term in enumerate(self._sentence.terms):
            if term.start in placed or _HAN_PAIR.fullmatch(term.text):
                continue
            if i or term.item is None or self._has_front():
                yield f"apart: {term.text}"

    def _has_front(self) -> bool:
        """Tell whether the source names another subject than the heading's, which a name may be."""
        if not self._steps:
            return True
        sentence, term = self._steps[0][1].sentence, self._steps[0][1].term
        earlier = self._supporting[sentence].terms[:term]
        return any(there.item is not None and not there.is_value for there in earlier)

    def _other_links(self) -> Iterator[str]:
        """Yield the words that something else leads to than in the source."""
        steps = self._steps
        for i, (term, place) in enumerate(steps):
            source = self._supporting[place.sentence]
            said = self._link(self._sentence, term)
            there = self._link(source, source.terms[place.term])
            before = steps[i - 1][1] if i else None
            if before == place and term.item is None:
                yield from self._repeats(term, place)
                continue
            follows = before is not None and before.sentence == place.sentence
            adjacent = follows and before is not None and place.term == before.term + 1
            if attached(term.text, source.language) != attached(
                source.terms[place.term].text, source.language
            ):
                yield f"link: {term.text}"
            elif said.opens and not adjacent:
                yield f"link: ({term.text}"
            elif self._explains(i):
                continue
            elif term.item is not None and term.item.what in ("date", "number"):
                if not said.leads_to_value(there, is_date=term.item.what == "date"):
                    yield f"link: {term.text}"
            elif not said.leads_as(there) and (
                before is None or not self._cut_leads_as(said, before, place)
            ):
                yield f"link: {term.text}"
        last = self._sentence.terms[-1] if self._sentence.terms else None
        if last is not None and self._sentence.language != "zh":
            text = self._sentence.text
            tail = link_between(text, _end(last), len(text), self._sentence.language)
            if tail.words or tail.joins:
                yield "link: at the end"

    def _explains(self, i: int) -> bool:
        """Tell whether a name stands beside itself, behind it or first of all: "the World Trade
        Organization is WTO". What leads to a name further on is looked at.
        """
        first = max(i, 1)
        if first >= len(self._steps):
            return False
        (before, _), (term, _) = self._steps[first - 1 : first + 1]
        return before.item is not None and term.item is not None and before.key == term.key

    def _repeats(self, term: Term, place: Place) -> Iterator[str]:
        """Yield a word said twice, and one that the source's name has otherwise than beside it."""
        name = self._supporting[place.sentence].terms[place.term]
        first = next(t for t, at in self._steps if at == place)
        said = self._keys(self._sentence.text[first.start : _end(term)])
        held = self._keys(name.text)
        # A name's first word says what it is; in English its last may too.
        alone = self._sentence.language == "en" and len(said) == 1
        places = range(len(held)) if alone else (0,)
        # A number that belongs to a name may have been read alone.
        longer = self._keys(self._sentence.text[: _end(term)])[-len(said) - 1 :]
        stands = any(held[i : i + len(said)] == said for i in places) or (
            held[: len(longer)] == longer
        )
        if name.item is None or not (stands or self._sentence.language == "zh"):
            yield f"apart: {term.text}"

    def _keys(self, text: str) -> list[str]:
        return [word_key(word, self._sentence.language) for word in _WORD.findall(text)]

    def _cut_leads_as(self, said: Link, before: Place, place: Place) -> bool:
        """Tell whether a short cut keeps what followed on the word before it."""
        short = before.sentence == place.sentence and 0 < place.term - before.term <= _LONGEST_CUT
        terms = self._supporting[before.sentence].terms
        if not short or before.term + 1 >= len(terms) or not said.words:
            return False
        following = self._link(self._supporting[before.sentence], terms[before.term + 1])
        return said.leads_as(following)

    def _link(self, analysis: Analysis, term: Term) -> Link:
        """Return what leads to a term of a sentence from the term before it."""
        ends = self._ends.setdefault(id(analysis), _ends_before(analysis))
        start = min(ends[term.start], term.start)
        return link_between(analysis.text, start, term.start, analysis.language)

    def _loses_what_leads_to(self, place: Place, earlier: Sequence[tuple[Term, Place]]) -> bool:
        """Tell whether the word right before the one that something was put before is left out.

        "The Initiative was established and is run by the Branch": "the Branch was established".
        """
        before = self._before(place)
        return bool(before) and not _is_said(before[-1], earlier)

    def _enters_amid(self, place: Place, earlier: Sequence[tuple[Term, Place]]) -> bool:
        """Tell whether a statement goes on in another clause behind that clause's own subject."""
        clause = self._clause(place)
        visited = {self._clause(other) for _, other in earlier}
        if clause in visited:
            return False
        goes_on = self._supporting[place.sentence].clauses[clause[1]].goes_on
        if goes_on and clause[1] and (clause[0], clause[1] - 1) not in visited:
            return True
        before = self._before(place)
        if not before and all(other.sentence != place.sentence for _, other in earlier):
            # Another sentence begins with its own subject, whatever its clauses begin with.
            terms = self._supporting[place.sentence].terms[: place.term]
            return any(not other.is_value for other in terms)
        return any(not _is_said(other, earlier) for other in before)

    def _cut_amid(self, words: Sequence[tuple[Term, Place]]) -> Iterator[str]:
        """Yield a word behind a long cut that ends in the midst of a clause.

        What is left out for brevity ends with a clause; else two halves of different clauses read
        as one that nobody wrote.
        """
        for (_, before), (term, place) in itertools.pairwise(words):
            same = before.sentence == place.sentence
            if same and place.term - before.term <= _LONGEST_CUT:
                continue
            if not self._begins_clause(place) and not self._is_place(term):
                yield f"apart: {term.text}"
        yield from self._halved(words)
        yield from self._another_antecedent(words)

    def _halved(self, words: Sequence[tuple[Term, Place]]) -> Iterator[str]:
        """Yield a word whose preposition belongs to one of two things that "and" joins.

        "Was established in 2001 and is coordinated by the Branch": "was established by the Branch".
        """
        for (_, before), (term, place) in itertools.pairwise(words):
            if before.sentence != place.sentence or self._begins_clause(place):
                continue
            source = self._supporting[place.sentence]
            cut = [
                self._link(source, there) for there in source.terms[before.term + 1 : place.term]
            ]
            said = self._link(self._sentence, term)
            if said.leads and not said.joins and any(link.joins for link in cut):
                yield f"apart: {term.text}"

    def _another_antecedent(self, words: Sequence[tuple[Term, Place]]) -> Iterator[str]:
        """Yield what a relative clause says, said of the subject of the sentence instead."""
        for i, ((_, before), (term, place)) in enumerate(itertools.pairwise(words), 1):
            if before.sentence != place.sentence or place.term <= before.term + 1:
                continue
            source = self._supporting[place.sentence]
            link = self._link(source, source.terms[place.term])
            said = {p.term for _, p in words[:i]}
            terms = enumerate(source.terms[: before.term + 1])
            subject = all(t.is_value or n in said for n, t in terms)
            if link.relates and subject and place.term - before.term > _LONGEST_CUT:
                yield f"order: {term.text}"

    def _begins_clause(self, place: Place) -> bool:
        terms = self._supporting[place.sentence].terms
        return place.term == 0 or terms[place.term - 1].clause != terms[place.term].clause

    def _exchanged(self, words: Sequence[tuple[Term, Place]]) -> Iterator[str]:
        """Yield a word that keeps its place while two around it have changed sides."""
        for number in range(len(self._supporting)):
            places = [place.term for _, place in words if place.sentence == number]
            paired = bool(self._sentence.guards.get("pairing"))
            if paired and places != sorted(places):
                yield "order: pairing"
            if not paired and self._splits_pairs(number, places):
                yield "pairing: lost"
            highest = -1
            for i, place in enumerate(places):
                if highest > place and any(later < place for later in places[i + 1 :]):
                    yield f"order: {self._term(Place(number, place)).text}"
                    break
                highest = max(highest, place)

    def _splits_pairs(self, number: int, places: Sequence[int]) -> bool:
        """Tell whether a source that gives things "respectively" is taken apart."""
        source = self._supporting[number]
        clauses = {source.terms[place].clause for place in places}
        return bool(source.guards.get("pairing")) and len(clauses) > 1

    def _other_front(self, words: Sequence[tuple[Term, Place]]) -> Iterator[str]:
        """Yield a name that stands first, while the one that is first in the source is lost."""
        if not words or words[0][0].item is None or not self._before(words[0][1]):
            return
        first, place = words[0]
        names = [t for t in self._supporting[place.sentence].terms if t.item and not t.is_value]
        if names and not is_same_term(first, names[0]) and not _is_said(names[0], words):
            yield f"order: {first.text}"

    def _beside_another_value(self) -> Iterator[str]:
        """Yield a date or number behind a word that another one is nearer to in the source."""
        for (word, before), (value, place) in zip(self._steps, self._steps[1:], strict=False):
            kind = value.item.what if value.item else ""
            if kind not in ("date", "number") or word.is_value or before.sentence != place.sentence:
                continue
            terms = self._supporting[place.sentence].terms
            end = place.term if before.term < place.term else before.term + 2
            between = terms[before.term + 1 : end]
            if any(t.item and t.item.what == kind and t.key != value.key for t in between):
                yield f"apart: {value.text}"

    # -- places ----------------------------------------------------------------------------------

    def _found(self) -> Iterator[tuple[Term, Place]]:
        """Yield each term that stands in a source with its place, by the cheapest way."""
        layers: list[tuple[Term, dict[Place, tuple[int, Place | None]]]] = []
        for term in self._sentence.terms:
            places = self._places_of(term)
            if not places:
                continue
            costs: dict[Place, tuple[int, Place | None]] = {}
            for place in places:
                if layers:
                    earlier = layers[-1][1]
                    best = min(earlier, key=lambda p: earlier[p][0] + self._cost(p, place))
                    costs[place] = (earlier[best][0] + self._cost(best, place), best)
                else:
                    costs[place] = (0, None)
            layers.append((term, costs))
        way: list[tuple[Term, Place]] = []
        at: Place | None = None
        for term, costs in reversed(layers):
            if at is None:
                at = min(costs, key=lambda p: costs[p][0])
            way.append((term, at))
            at = costs[at][1]
        yield from reversed(way)

    def _places_of(self, term: Term) -> list[Place]:
        """Return where a term stands in the first source that has it, its own form if any has.

        A word of a name that a source has whole stands where the name does.
        """
        for is_it in (_is_equal, is_same_term, self._is_word_of):
            for number, other in enumerate(self._supporting):
                places = [
                    Place(number, i) for i, there in enumerate(other.terms) if is_it(term, there)
                ]
                if places:
                    return places
        return []

    def _is_word_of(self, term: Term, there: Term) -> bool:
        if term.item is not None or there.item is None or there.is_value:
            return False
        language = self._sentence.language
        words = (Term(word_key(word, language), word) for word in _WORD.findall(there.text))
        return any(is_same_term(term, word) for word in words)

    def _cost(self, first: Place, second: Place) -> int:
        if first.sentence != second.sentence:
            return _SWITCH
        if second.term <= first.term:
            return _BACK
        return _CLAUSE_ON if self._clause(first) != self._clause(second) else 0

    def _term(self, place: Place) -> Term:
        return self._supporting[place.sentence].terms[place.term]

    def _clause(self, place: Place) -> tuple[int, int]:
        return (place.sentence, self._term(place).clause)

    def _before(self, place: Place) -> list[Term]:
        """Return the words and names of a clause before a place."""
        clause = self._term(place).clause
        terms = self._supporting[place.sentence].terms[: place.term]
        return [t for t in terms if t.clause == clause and not t.is_value]


def _is_joint(steps: Sequence[tuple[Term, Place]], i: int) -> bool:
    """Tell whether a Chinese pair only comes of two words that met when one between was left out.

    The pairs that overlap it stand in one sentence, it in another.
    """
    if not 0 < i < len(steps) - 1 or not _HAN_PAIR.fullmatch(steps[i][0].text):
        return False
    (left, before), (pair, place), (right, after) = steps[i - 1 : i + 2]
    overlap = left.start + 1 == pair.start == right.start - 1
    return overlap and before.sentence == after.sentence != place.sentence


def _ends_before(analysis: Analysis) -> dict[int, int]:
    """Return by the start of each term the furthest end of those before it."""
    ends: dict[int, int] = {}
    furthest = 0
    for term in analysis.terms:
        ends.setdefault(term.start, furthest)
        furthest = max(furthest, _end(term))
    return ends


def _end(term: Term) -> int:
    return term.item.end if term.item is not None else term.start + len(term.text)


def _is_equal(term: Term, there: Term) -> bool:
    return term.key == there.key


def _is_said(there: Term, words: Sequence[tuple[Term, Place]]) -> bool:
    return any(is_same_term(term, there) for term, _ in words)
