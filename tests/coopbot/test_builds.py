from __future__ import annotations

import json

import pytest

from coopbot.builds import (
    BuildPaths,
    Publication,
    build_paths,
    free_folder,
    publication,
    publish,
    published_build,
    published_paths,
    require_whole,
)
from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.seal import write_seal


def make_build(index, folder):
    path = index / "builds" / folder
    path.mkdir(parents=True)
    (path / "ledger.sqlite").write_bytes(b"record")
    return write_seal(path)


def test_publication_comes_back_as_it_was_published(tmp_path):
    seal = make_build(tmp_path, "abc-2")
    publish(tmp_path, Publication("abc", "abc-2", seal))
    assert publication(tmp_path) == Publication("abc", "abc-2", seal)
    assert published_build(tmp_path) == "abc"
    assert published_paths(tmp_path) == BuildPaths(tmp_path / "builds" / "abc-2")
    assert build_paths(tmp_path, "abc") == published_paths(tmp_path)
    assert build_paths(tmp_path, "other").folder.name == "other"


def test_publish_leaves_nothing_but_the_pointer(tmp_path):
    publish(tmp_path, Publication("abc", "abc", make_build(tmp_path, "abc")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["builds", "current"]


def test_publication_of_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(IndexUnavailable) as caught:
        publication(tmp_path)
    assert str(caught.value) == (
        f"There is no index at {tmp_path}; run `coopbot ingest` to build it."
    )


def test_publication_below_a_file_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="There is no index at"):
        publication(tmp_path / "file" / "index")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"build": "abc"}', '{"build": "abc", "folder": "../x", "seal": "s"}', "\0"],
)
def test_publication_that_is_no_pointer_is_one_sentence(tmp_path, content):
    (tmp_path / "current").write_text(content)
    with pytest.raises(IndexUnavailable) as caught:
        publication(tmp_path)
    assert str(tmp_path / "current") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_publication_of_a_folder_that_went_is_refused(tmp_path):
    (tmp_path / "current").write_text(
        json.dumps({"build": "abc", "folder": "abc", "seal": "0" * 64})
    )
    with pytest.raises(IndexUnavailable, match="The published build abc is missing under"):
        publication(tmp_path)


def test_require_whole_names_what_is_damaged(tmp_path):
    published = Publication("abc", "abc", make_build(tmp_path, "abc"))
    require_whole(tmp_path, published, contents=True)
    (tmp_path / "builds" / "abc" / "ledger.sqlite").unlink()
    with pytest.raises(IndexDamaged) as caught:
        require_whole(tmp_path, published)
    assert str(caught.value) == (
        f"The build abc in {tmp_path}/builds/abc is damaged: the file ledger.sqlite is missing; "
        "run `coopbot rebuild`."
    )


def test_free_folder_never_takes_one_that_exists(tmp_path):
    assert free_folder(tmp_path, "abc") == "abc"
    for expected in ("abc-2", "abc-3"):
        (tmp_path / "builds" / free_folder(tmp_path, "abc")).mkdir(parents=True)
        assert free_folder(tmp_path, "abc") == expected
