from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopbot.errors import UsageError
from coopbot.languages import LANGUAGES
from evals.suite import CLASSES, Case, Target, load_suite, save_suite

GOOD = {
    "id": "a.en",
    "language": "en",
    "class": "factual",
    "question": "When?",
    "expect": "answer",
    "expected": [{"symbol": "S/1", "label": "5"}],
    "facts": [["2006"]],
}


def write(tmp_path, *rows):
    path = tmp_path / "suite.jsonl"
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8"
    )
    return path


def test_suite_is_read_with_its_name_and_cases(tmp_path):
    suite = load_suite(write(tmp_path, GOOD))
    assert (suite.name, len(suite.cases)) == ("suite", 1)
    assert suite.cases[0].expected == (Target("S/1", "5"),)
    assert suite.cases[0].group == "a"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"language": "de"}, "language cannot be 'de'; use one of zh, en, fr, es, ru, ar."),
        ({"class": "hard"}, f"class cannot be 'hard'; use one of {', '.join(CLASSES)}."),
        ({"expect": "x"}, "expect cannot be 'x'; use one of answer, abstain, ask_back, refuse."),
        ({"question": " "}, "question must be a text that is not empty, not ' '."),
        ({"expected": [{"symbol": "S/1"}]}, "expected holds {'symbol': 'S/1'}; give symbol and"),
        ({"facts": [[]]}, "a fact without forms can never be met; give one or drop it."),
        ({"facts": ["2006"]}, "each of facts must be a list of texts, not '2006'."),
        ({"history": [{"role": "bot"}]}, "a turn has role (user or assistant) and text."),
        ({"answer": "x"}, "unknown field 'answer'; allowed are class, expect, expected,"),
        ({"expected": []}, "a case that expects an answer needs a paragraph in expected;"),
    ],
)
def test_suite_error_names_the_line_and_what_is_wrong(tmp_path, change, message):
    path = write(tmp_path, GOOD, "", {**GOOD, "id": "b.en", **change})
    with pytest.raises(UsageError) as raised:
        load_suite(path)
    assert str(raised.value).startswith(f"{path} line 3: ")
    assert message in str(raised.value)


def test_suite_error_for_broken_json_names_line_and_column(tmp_path):
    path = write(tmp_path, GOOD, '{"id": ')
    with pytest.raises(UsageError, match=r"line 2: not JSON \(Expecting value at column 8\)\."):
        load_suite(path)


def test_suite_refuses_an_id_twice_and_an_empty_file(tmp_path):
    with pytest.raises(UsageError, match=r"line 2: the id 'a\.en' was used in line 1"):
        load_suite(write(tmp_path, GOOD, GOOD))
    with pytest.raises(UsageError, match="holds no case"):
        load_suite(write(tmp_path, ""))
    with pytest.raises(UsageError, match="cannot be read"):
        load_suite(tmp_path / "absent.jsonl")


def test_suite_takes_the_class_names_of_the_handbook(tmp_path):
    kinds = ["list / aggregate", "Decision lookup", "cross_reference"]
    rows = [{**GOOD, "id": f"{n}.en", "class": kind} for n, kind in enumerate(kinds)]
    read = [case.kind for case in load_suite(write(tmp_path, *rows)).cases]
    assert read == ["list", "decision-lookup", "cross-reference"]


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@settings(max_examples=40)
@given(
    st.builds(
        Case,
        id=texts,
        language=st.sampled_from(LANGUAGES),
        kind=st.sampled_from(CLASSES),
        question=texts,
        expect=st.just("answer"),
        expected=st.lists(st.builds(Target, texts, texts), min_size=1).map(tuple),
        facts=st.lists(st.lists(texts, min_size=1).map(tuple)).map(tuple),
        forbidden=st.lists(texts).map(tuple),
    )
)
def test_case_survives_writing_and_reading(tmp_path_factory, case):
    path = tmp_path_factory.mktemp("suite") / "s.jsonl"
    save_suite(path, [case])
    assert load_suite(path).cases == (case,)
