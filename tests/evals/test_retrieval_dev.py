from __future__ import annotations

import gzip
import json

import pytest
from typer.testing import CliRunner

from coopbot.errors import UsageError
from evals.retrieval_dev import app
from tests.evals.conftest import ROOT

PASSAGES = [
    {"pid": "p1", "lang": "fr", "text": "Le délai de réponse est de deux mois."},
    {"pid": "p2", "lang": "fr", "text": "La douane verte forme les agents."},
]
QUESTIONS = [
    {"qid": "q1", "lang": "fr", "question": "Quel est le délai de réponse ?", "pid": "p1"},
    {"qid": "q2", "lang": "fr", "question": "Qui forme les agents de la douane ?", "pid": "p2"},
]


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data" / "dev"
    folder.mkdir(parents=True)
    for name, rows in (("passages", PASSAGES), ("questions", QUESTIONS)):
        with gzip.open(folder / f"piaf_cnil.{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder.parent


def call(data, out, *more):
    arguments = ["--data", str(data), "--set", "piaf", "--out", str(out)]
    registry = ["--registry", str(ROOT / "corpus" / "registry")]
    return CliRunner().invoke(app, [*arguments, *registry, *more])


def test_command_saves_a_file_for_each_system_and_prints_them_side_by_side(data, tmp_path):
    done = call(data, tmp_path / "out", "--system", "coopbot", "--system", "bm25")
    assert done.exit_code == 0, done.output
    for system in ("coopbot", "bm25"):
        (path,) = (tmp_path / "out").glob(f"retrieval_dev-{system}-*.json")
        saved = json.loads(path.read_text("utf-8"))
        assert (saved["kind"], saved["limit"]) == ("retrieval", 300)
        assert saved["system"]["name"] == system
        (row,) = saved["rows"]
        assert (row["set"], row["asked"], row["searched"]) == ("piaf", "fr", "fr")
        assert row["R@1"]["value"] == 1.0
        assert row["R@1"]["n"] == 2
    assert "piaf, fr" in done.output


def test_unknown_system_is_refused(data, tmp_path):
    done = call(data, tmp_path / "out", "--system", "elastic")
    assert isinstance(done.exception, UsageError)
    assert str(done.exception).startswith("There is no searcher 'elastic'; use coopbot, bm25 or")
