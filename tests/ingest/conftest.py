from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest.build
import ingest.operations
from coopbot.embedder import load_embedder
from coopbot.tokens import write_dictionary


@pytest.fixture(autouse=True, scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what takes seconds and is the same for every build: the model and the dictionaries."""
    folder = tmp_path_factory.mktemp("dictionaries")

    @functools.cache
    def made(words: tuple[str, ...]) -> Path:
        path = folder / f"{len(list(folder.iterdir()))}.bin"
        write_dictionary(path, words)
        return path

    def copied(path: Path, words: list[str]) -> None:
        shutil.copyfile(made(tuple(words)), path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest.build, "load_embedder", functools.cache(load_embedder))
        patch.setattr(ingest.build, "write_dictionary", copied)
        patch.setattr(ingest.operations, "write_dictionary", copied)
        yield
