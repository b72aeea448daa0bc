from __future__ import annotations

from coopbot.superseding import superseded
from coopbot.types import DocumentFacts

STEM = "UNEP/CBD/BS/COP-MOP/3/7"


def held(*symbols, **replaces):
    return [
        DocumentFacts(symbol, "en", supersedes=tuple(replaces.get(symbol, ())))
        for symbol in symbols
    ]


def test_revision_replaces_the_document_and_earlier_revisions():
    found = superseded(held(STEM, f"{STEM}/Rev.1", f"{STEM}/Rev.2"))
    assert found == {STEM: f"{STEM}/Rev.2", f"{STEM}/Rev.1": f"{STEM}/Rev.2"}


def test_tenth_revision_comes_after_the_ninth():
    found = superseded(held(f"{STEM}/Rev.10", f"{STEM}/Rev.9"))
    assert found == {f"{STEM}/Rev.9": f"{STEM}/Rev.10"}


def test_corrigendum_and_addendum_replace_nothing():
    assert superseded(held(STEM, f"{STEM}/Corr.1", f"{STEM}/Add.1")) == {}


def test_revised_addendum_replaces_that_addendum_alone():
    found = superseded(held(STEM, f"{STEM}/Add.1", f"{STEM}/Add.1/Rev.1"))
    assert found == {f"{STEM}/Add.1": f"{STEM}/Add.1/Rev.1"}


def test_revision_alone_replaces_nothing_that_is_held():
    assert superseded(held(f"{STEM}/Rev.1", "UNEP/CBD/BS/COP-MOP/3/8")) == {}


def test_revision_is_recognised_in_another_spelling():
    assert superseded(held(STEM, f"{STEM}/REV1")) == {STEM: f"{STEM}/REV1"}


def test_manifest_names_what_is_replaced():
    facts = [
        DocumentFacts("A/1", "en"),
        DocumentFacts("A/2", "en", supersedes=("A/1", "A/9")),
        DocumentFacts("A/2", "fr", supersedes=("A/1", "A/9")),
    ]
    assert superseded(facts) == {"A/1": "A/2"}


def test_replacement_is_followed_to_the_one_in_force():
    facts = [
        DocumentFacts("A/1", "en"),
        DocumentFacts("A/2", "en", supersedes=("A/1",)),
        DocumentFacts("A/3", "en", supersedes=("A/2",)),
    ]
    assert superseded(facts) == {"A/1": "A/3", "A/2": "A/3"}


def test_documents_that_replace_each_other_or_themselves_stay_in_force():
    facts = [
        DocumentFacts("A/1", "en", supersedes=("A/1", "A/2")),
        DocumentFacts("A/2", "en", supersedes=("A/1",)),
    ]
    assert superseded(facts) == {}
