from __future__ import annotations

import random

import pytest

from coopbot.seal import SEAL, seal_problems, write_seal


@pytest.fixture
def sealed(tmp_path):
    (tmp_path / "inner" / "deep").mkdir(parents=True)
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "inner" / "b.bin").write_bytes(b"second")
    (tmp_path / "inner" / "deep" / "empty.bin").write_bytes(b"")
    (tmp_path / "inner" / ".writer.lock").write_bytes(b"")
    return tmp_path, write_seal(tmp_path)


def test_seal_of_an_untouched_folder_finds_nothing(sealed):
    folder, digest = sealed
    assert seal_problems(folder, digest, contents=True) == []


def test_seal_is_a_function_of_the_content(sealed, tmp_path_factory):
    folder, digest = sealed
    assert write_seal(folder) == digest


def test_seal_leaves_the_libraries_lock_files_out(sealed):
    folder, digest = sealed
    (folder / "inner" / ".writer.lock").unlink()
    assert seal_problems(folder, digest, contents=True) == []


def test_seal_notices_a_missing_file_by_its_size_check(sealed):
    folder, digest = sealed
    (folder / "inner" / "b.bin").unlink()
    assert seal_problems(folder, digest, contents=False) == ["the file inner/b.bin is missing"]


def test_seal_notices_another_size_by_its_size_check(sealed):
    folder, digest = sealed
    (folder / "a.bin").write_bytes(b"short")
    problems = seal_problems(folder, digest, contents=False)
    assert problems == ["the file a.bin has 5 bytes, not 5,120"]


def test_seal_notices_each_flipped_bit_by_its_contents(sealed):
    folder, digest = sealed
    content = (folder / "a.bin").read_bytes()
    for seed in range(20):
        chance = random.Random(seed)
        place = chance.randrange(len(content))
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        (folder / "a.bin").write_bytes(flipped)
        assert seal_problems(folder, digest, contents=False) == []
        assert seal_problems(folder, digest, contents=True) == ["the file a.bin has changed"]


def test_seal_that_was_replaced_is_not_believed(sealed):
    folder, digest = sealed
    (folder / "a.bin").write_bytes(b"other")
    write_seal(folder)
    problems = seal_problems(folder, digest, contents=False)
    assert problems == ["its seal is not the one that was published"]


def test_seal_that_is_missing_is_a_problem(sealed):
    folder, digest = sealed
    (folder / SEAL).unlink()
    problems = seal_problems(folder, digest, contents=False)
    assert problems == ["its seal cannot be read (No such file or directory)"]


def test_seal_looks_only_at_what_is_asked(sealed):
    folder, digest = sealed
    (folder / "a.bin").unlink()
    assert seal_problems(folder, digest, contents=True, only=("inner/b.bin",)) == []
