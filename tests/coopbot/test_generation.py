from __future__ import annotations

import pytest

from coopbot import prompts
from coopbot.generation import (
    MAX_STATEMENT,
    GenerativeComposer,
    Source,
    sources_of,
    split_statements,
)
from coopbot.models import ModelFailure
from tests.bundled import SYMBOL, bundled_bot, read_question

JOINED = "The Secretariat joined the Green Customs Initiative as a partner in 2006."
QUESTION = "When did the Secretariat join the Green Customs Initiative?"


class Scripted:
    """A chat model that says what a test tells it to, in pieces, and keeps what it was sent."""

    name = "scripted"

    def __init__(self, *pieces, failure=None):
        self.pieces = pieces
        self.failure = failure
        self.sent = []

    def stream(self, system, request, usage):
        self.sent.append((system, request))
        usage.tries += 1
        yield from self.pieces
        if self.failure is not None:
            raise self.failure


def paragraph(label, language="en"):
    return bundled_bot().index.ledger.expressions(SYMBOL, label)[language]


def sources(*labels, question=None):
    found = [(paragraph(label), None) for label in labels]
    return sources_of(question or read_question(QUESTION), found, [], bundled_bot().index)


def word(*pieces, labels=("4", "19"), failure=None):
    question = read_question(QUESTION)
    model = Scripted(*pieces, failure=failure)
    steps = GenerativeComposer(bundled_bot().registry, model).word(question, sources(*labels))
    released = []
    while True:
        try:
            released.append(next(steps).text)
        except StopIteration as end:
            return released, end.value, model


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("It was held [1].", [("It was held.", (1,))]),
        ("It was held. [1]", [("It was held.", (1,))]),
        ("- A [1]. B [2][3]; C", [("A.", (1,)), ("B;", (2, 3)), ("C", ())]),
        ("会议举行了【1，2】。", [("会议举行了。", (1, 2))]),
        ("عقدت [١]", [("عقدت", (1,))]),
        ("No marker at all.", [("No marker at all.", ())]),
        ("[1]", []),
        ("  ", []),
    ],
)
def test_line_is_split_at_its_markers(line, expected):
    assert list(split_statements(line)) == expected


def test_statement_is_released_when_its_line_is_complete():
    question = read_question(QUESTION)
    read = []

    class Watched(Scripted):
        def stream(self, system, request, usage):
            for piece in (JOINED[:20], JOINED[20:] + " [1]\n", "The Secretariat"):
                read.append(piece)
                yield piece

    steps = GenerativeComposer(bundled_bot().registry, Watched()).word(question, sources("4"))
    assert next(steps).text == JOINED
    assert len(read) == 2


def test_model_is_shown_the_passages_in_the_language_of_the_answer():
    _, _, model = word(f"{JOINED} [1]")
    system, request = model.sent[0]
    assert system == prompts.rules("en")
    assert paragraph("4").text[:60] in request
    assert paragraph("4", "zh").text[:20] not in request
    assert f"<question>{QUESTION}</question>" in request


def test_what_fails_is_never_released_and_counted_by_its_reason():
    released, done, _ = word(
        f"{JOINED} [1]\n",
        "The Secretariat joined the Green Customs Initiative in 2009 [1].\n",
        "The Secretariat left the Green Customs Initiative in 2006 [1].\n",
        f"{JOINED} [2]\n",
        f"{JOINED}\n",
        f"{JOINED} [7]\n",
        f"{JOINED} [1]\n",
        f"{'very ' * MAX_STATEMENT}long [1]\n",
    )
    assert released == [JOINED]
    report = done.to_dict()
    assert (report["worded"], report["failed_checks"], report["unknown_markers"]) == (1, 6, 1)
    assert report["reasons"]["marker"] == 2
    assert {"date", "word", "length"} <= set(report["reasons"])
    assert report["failure"] is None


def test_unknown_marker_is_removed_beside_a_known_one():
    released, done, _ = word(f"{JOINED} [1][9]")
    assert released == [JOINED]
    assert done.statements[0].sources == (0,)
    assert done.unknown_markers == 1


def test_marker_of_a_passage_that_carries_nothing_is_removed():
    _, done, _ = word(f"{JOINED} [1][2]")
    assert done.statements[0].sources == (0,)


def test_nothing_left_is_a_failure():
    released, done, _ = word("The moon is made of cheese [1].")
    assert (released, done.kind) == ([], "unchecked")


def test_refusal_of_the_model_is_told():
    released, done, _ = word(prompts.NO_ANSWER)
    assert (released, done.kind) == ([], "declined")


def test_refusal_after_statements_ends_the_answer():
    released, done, _ = word(f"{JOINED} [1]\n", f"{prompts.NO_ANSWER}\n", f"{JOINED} [1] x")
    assert (released, done.kind) == ([JOINED], None)


def test_failure_keeps_what_was_released_and_drops_the_broken_line():
    failure = ModelFailure("The language model's provider broke off before the end.")
    released, done, _ = word(f"{JOINED} [1]\n", "The workshop will be held [2]", failure=failure)
    assert released == [JOINED]
    assert (done.kind, done.failure) == ("unavailable", str(failure))


def test_endless_line_is_cut_and_dropped():
    released, done, _ = word(*["endless " * 50] * 100)
    assert (released, done.kind) == ([], "unchecked")


def test_model_is_not_asked_without_a_passage_in_the_language():
    question = read_question(QUESTION, language="en")
    index = bundled_bot().index
    scoped = read_question("x", language="en", scope=None)
    assert scoped.admits(paragraph("4"))
    model = Scripted("x [1]")
    steps = GenerativeComposer(index.registry, model).word(question, [])
    with pytest.raises(StopIteration) as end:
        next(steps)
    assert end.value.value.kind == "no_text"
    assert model.sent == []


def test_sources_hold_each_place_once_and_in_all_languages():
    found = sources_of(
        read_question(QUESTION),
        [
            (paragraph("21"), "The chapeau."),
            (paragraph("21(a)"), None),
            (paragraph("21(a)", "zh"), None),
        ],
        [paragraph("21"), paragraph("21(b)"), paragraph("4")],
        bundled_bot().index,
    )
    assert [(s.reading.label, s.text[:8]) for s in found] == [
        ("21", "The chap"),
        ("21(a)", paragraph("21(a)").text[:8]),
        ("4", paragraph("4").text[:8]),
    ]
    assert all(isinstance(s, Source) and len(s.expressions) == 6 for s in found)
