"""Numpy reads how many threads it may use when it is imported: the setting has to come first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SHOW = (
    "import sys; import coopbot.arithmetic; print('numpy' in sys.modules); import coopbot.cli, os;"
    "print(os.environ['OPENBLAS_NUM_THREADS'])"
)


@pytest.mark.parametrize(("given", "kept"), [(None, "1"), ("4", "4")])
def test_one_thread_is_set_before_numpy_and_leaves_what_is_set(
    given: str | None, kept: str
) -> None:
    inherited = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    env = inherited | ({} if given is None else {"OPENBLAS_NUM_THREADS": given})
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", kept]
