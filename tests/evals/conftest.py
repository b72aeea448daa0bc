from __future__ import annotations

from pathlib import Path

import pytest

from evals.reference import Reference
from evals.suite import load_suite

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def corpus_folder():
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def reference(corpus_folder):
    return Reference.load(corpus_folder)


@pytest.fixture(scope="session")
def dev_suite():
    return load_suite(ROOT / "evals" / "suites" / "seed_dev.jsonl")


@pytest.fixture(scope="session")
def check_suite():
    return load_suite(ROOT / "evals" / "suites" / "seed_check.jsonl")
