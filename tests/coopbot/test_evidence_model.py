from __future__ import annotations

import json
import math
from importlib import resources

import numpy as np
import pytest

from coopbot import evidence_model
from coopbot.errors import ModelUnavailable
from coopbot.evidence import FEATURES, EvidenceReader
from coopbot.evidence_model import EvidenceModel, LinearModel, require_columns
from coopbot.sufficiency import COLUMNS
from tests.bundled import bundled_bot

TREES = {
    "names": ["a", "b"],
    "base": -0.5,
    "depth": 2,
    # The first tree: a <= 1 ? (b <= 0 ? 0.25 : -1) : 2. The second is one leaf, filled up.
    "column": [[0, 1, 0, 0, 0], [0, 0, 0, 0, 0]],
    "limit": [[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0]],
    "left": [[1, 3, 2, 3, 4], [0, 0, 0, 0, 0]],
    "right": [[2, 4, 2, 3, 4], [0, 0, 0, 0, 0]],
    "value": [[0.0, 0.0, 2.0, 0.25, -1.0], [0.125, 0.0, 0.0, 0.0, 0.0]],
}


def logistic(odds):
    return 1 / (1 + math.exp(-odds))


def test_trees_are_walked_to_their_leaves():
    rows = np.array([[1.0, 0.0], [1.0, 0.5], [1.5, 0.0]], dtype=np.float32)
    told = EvidenceModel.from_dict(TREES).probabilities(rows)
    assert told.tolist() == pytest.approx(
        [logistic(-0.5 + 0.25 + 0.125), logistic(-0.5 - 1 + 0.125), logistic(-0.5 + 2 + 0.125)]
    )


def test_no_rows_have_no_probabilities():
    assert EvidenceModel.from_dict(TREES).probabilities(np.zeros((0, 2), np.float32)).size == 0


def test_linear_model_scales_what_it_is_given():
    model = LinearModel.from_dict(
        {
            "names": ["a", "b"],
            "means": [1.0, 0.0],
            "scales": [2.0, 1.0],
            "coefficients": [3.0, -1.0],
            "intercept": 0.5,
        }
    )
    assert model.probability(np.array([3.0, 2.0])) == pytest.approx(logistic(0.5 + 3.0 - 2.0))


def test_shipped_models_have_the_columns_that_are_made():
    assert EvidenceModel.shipped().names == FEATURES
    assert LinearModel.shipped().names == COLUMNS


def test_shipped_models_pass_for_the_columns_that_are_made():
    require_columns(EvidenceModel.shipped(), FEATURES)
    require_columns(LinearModel.shipped(), COLUMNS)


@pytest.mark.parametrize(
    ("columns", "other"),
    [
        (("a", "b", "c"), "c"),
        (("a",), "b"),
        (("b", "a"), "their order"),
    ],
    ids=["one more", "one less", "another order"],
)
def test_model_fitted_on_other_columns_gives_one_clear_sentence(columns, other):
    with pytest.raises(ModelUnavailable) as caught:
        require_columns(EvidenceModel.from_dict(TREES), columns)
    assert str(caught.value) == (
        f"The evidence model was fitted on other numbers than this version makes ({other}); "
        "install coopbot again, or fit it again with `python -m evals.evidence`."
    )


def test_shipped_trees_end_in_leaves_within_their_depth():
    model = EvidenceModel.shipped()
    assert model.column.min() >= 0
    assert model.column.max() < len(FEATURES)
    trees = np.arange(len(model.left))[:, None]
    for walk in (model.left, model.right):
        node = np.zeros((len(model.left), 1), dtype=np.int32)
        for _ in range(model.depth):
            node = walk[trees, node]
        assert (model.left[trees, node] == node).all()
        assert (model.right[trees, node] == node).all()


@pytest.fixture(scope="module")
def index():
    """Return the bundled index, made with the files of the package."""
    return bundled_bot().index


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Let the package's files be looked for in a folder of the test's own."""
    path = tmp_path / "weights" / "evidence" / "model.json"
    path.parent.mkdir(parents=True)
    source = resources.files("coopbot") / "weights" / "evidence" / "model.json"
    path.write_text(source.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(evidence_model.resources, "files", lambda _package: tmp_path)
    evidence_model._stored.cache_clear()
    yield path
    evidence_model._stored.cache_clear()


@pytest.mark.parametrize("damage", ["gone", "cut", "not text"])
def test_damaged_model_file_gives_one_clear_sentence(stored, damage):
    if damage == "gone":
        stored.unlink()
    elif damage == "cut":
        stored.write_bytes(stored.read_bytes()[:1000])
    else:
        stored.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelUnavailable) as caught:
        EvidenceModel.shipped()
    message = str(caught.value)
    assert message.startswith("The evidence model of the package cannot be read (")
    assert message.endswith("); install coopbot again.")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("part", "lacking", "other"),
    [("sentences", EvidenceModel, LinearModel), ("sufficiency", LinearModel, EvidenceModel)],
)
def test_file_that_lacks_a_part_gives_one_clear_sentence(stored, part, lacking, other):
    fields = json.loads(stored.read_text("utf-8"))
    del fields[part]
    stored.write_text(json.dumps(fields), "utf-8")
    with pytest.raises(ModelUnavailable) as caught:
        lacking.shipped()
    assert str(caught.value) == (
        f"The evidence model of the package cannot be read ('{part}'); install coopbot again."
    )
    assert other.shipped().names


def test_file_of_another_version_is_refused_before_any_question(index, stored):
    fields = json.loads(stored.read_text("utf-8"))
    fields["sentences"]["names"][0] = "older"
    stored.write_text(json.dumps(fields), "utf-8")
    with pytest.raises(ModelUnavailable, match="fitted on other numbers"):
        EvidenceReader(index)


def test_file_is_read_once_for_both_models(stored):
    EvidenceModel.shipped()
    stored.unlink()
    assert LinearModel.shipped().names == COLUMNS


def test_whole_model_file_is_read_from_its_place(stored):
    fields = json.loads(stored.read_text("utf-8"))
    fields["sufficiency"]["intercept"] = 12.5
    stored.write_text(json.dumps(fields), "utf-8")
    assert LinearModel.shipped().intercept == 12.5


@pytest.mark.parametrize(
    "damage",
    [
        lambda fields: fields["sentences"].pop("depth"),
        lambda fields: fields["sentences"].update(depth="x"),
        lambda fields: fields.update(sentences=None),
    ],
    ids=["lacks a key", "is no number", "lacks its parts"],
)
def test_model_that_lacks_something_gives_one_clear_sentence(stored, damage):
    fields = json.loads(stored.read_text("utf-8"))
    damage(fields)
    stored.write_text(json.dumps(fields), "utf-8")
    with pytest.raises(ModelUnavailable, match=r"cannot be read .*; install coopbot again"):
        EvidenceModel.shipped()
