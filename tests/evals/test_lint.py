from __future__ import annotations

from dataclasses import replace

import pytest

from evals.lint import lint
from evals.suite import Suite, Target

SYMBOL = "UNEP/CBD/BS/COP-MOP/4/6"


def errors(findings):
    return [f"{f.place} {f.message}" for f in findings if f.severity == "error"]


def test_shipped_suites_have_no_error(dev_suite, check_suite, reference):
    assert errors(lint([dev_suite, check_suite], reference)) == []


def changed(suite, name, **change):
    return replace(
        suite,
        cases=tuple(replace(c, **change) if c.id == name else c for c in suite.cases),
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"expected": (Target(SYMBOL, "24"),)},
            "seed_dev coordinator.zh expects the unknown label 24.",
        ),
        (
            {"expected": (Target("UNEP/CBD/BS/COP-MOP/9/9", "5"),)},
            "seed_dev coordinator.zh expects the unknown symbol UNEP/CBD/BS/COP-MOP/9/9.",
        ),
        (
            {"facts": (("2099",),)},
            "seed_dev coordinator.zh states the fact '2099' in no form that the zh text of its "
            "paragraphs has.",
        ),
        (
            {"expect": "abstain"},
            "seed_dev coordinator.zh has facts although it expects abstain.",
        ),
        (
            {"question": "绿色海关倡议的合作伙伴有哪些机构 ？"},
            "seed_dev coordinator.zh asks the same as green-partners.zh; drop one of them.",
        ),
    ],
)
def test_lint_finds_what_cannot_be_graded(dev_suite, reference, change, message):
    assert message in errors(lint([changed(dev_suite, "coordinator.zh", **change)], reference))


def test_lint_finds_leaks_between_suites(dev_suite, check_suite, reference):
    leaked = next(c for c in dev_suite.cases if c.id == "aarhus-workshop.en")
    leaked = replace(leaked, id="c-leak.en", question=leaked.question + " ")
    with_leak = replace(check_suite, cases=(*check_suite.cases, leaked))
    found = errors(lint([dev_suite, with_leak], reference))
    assert found == [
        "seed_check c-leak.en leaks from seed_dev: it asks the same as aarhus-workshop.en."
    ]


def test_lint_warns_of_unbalanced_suites(dev_suite):
    french = Suite("fr", tuple(c for c in dev_suite.cases if c.language == "fr"))
    answered = Suite("yes", tuple(c for c in dev_suite.cases if c.expect == "answer"))
    found = [f"{f.place} {f.message}" for f in lint([french]) + lint([answered])]
    assert f"fr has 0 of {len(french.cases)} cases in the language ar; add some." in found
    assert (
        f"yes has 0 of {len(answered.cases)} questions that must not be answered; add some."
        in found
    )
