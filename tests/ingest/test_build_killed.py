from __future__ import annotations

import os
import random
import subprocess
import time

import pytest

from coopbot.builds import publication, require_whole
from coopbot.children import module_command, module_environment
from coopbot.index import IndexReader
from coopbot.verification import verify_in_child
from ingest.build import ingest
from tests.built import built_copy, make_notes, note, paths_of

KILLS = int(os.environ.get("COOPBOT_TEST_KILLS", "3"))
"""Kills of each kind; the default run samples, a long one goes through every step."""

CUSTOMS = "The Secretariat took part in the Green Customs Initiative, see decision BS-III/10."


def start(settings, n):
    command = module_command(
        "tests.ingest.killed", str(settings.corpus), str(settings.index), str(n)
    )
    return subprocess.Popen(
        command, env=module_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def changed(folder):
    """Return an index with a published build, and a corpus that asks for another one."""
    settings = built_copy(folder)
    make_notes(settings.corpus, {f"N{n}/en.txt": note(CUSTOMS, f"Note {n}.") for n in range(3)})
    return settings


def require_sound(settings, builds):
    """Whatever was published is whole, and it is the build before or the new one."""
    published = publication(settings.index)
    assert published.build in builds
    require_whole(settings.index, published, contents=True)
    reader = IndexReader.open(settings)
    assert reader.ledger.labels("UNEP/CBD/BS/COP-MOP/4/6")
    reader.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the steps of a build that is not killed, and the ids of both builds."""
    settings = changed(tmp_path_factory.mktemp("whole"))
    before = publication(settings.index).build
    with start(settings, 0) as process:
        steps = int(process.stdout.read())
    return steps, (before, publication(settings.index).build)


def test_build_killed_at_any_step_leaves_a_sound_index(whole, tmp_path_factory):
    steps, builds = whole
    assert steps > 20
    sampled = random.Random(KILLS).sample(range(1, steps + 1), min(KILLS - 1, steps))
    # Always among them: after the rename of the folder, around the pointer's.
    chosen = sorted({*sampled, steps - 4})
    settings = changed(tmp_path_factory.mktemp("killed"))
    for n in chosen:
        with start(settings, n) as process:
            process.communicate()
        # Once the new build is published, the next run has nothing to do and ends by itself.
        assert process.returncode in (-9, 0), f"step {n}"
        require_sound(settings, builds)
    result = ingest(settings)
    assert result.build == builds[1]
    assert verify_in_child(paths_of(settings)).ok
    left = {path.name for path in settings.index.iterdir()}
    assert left == {"builds", "current", "lock"}
    assert not list((settings.index / "builds").glob("*.partial"))


def test_build_killed_at_any_moment_leaves_a_sound_index(whole, tmp_path_factory):
    _, builds = whole
    chance = random.Random(20080512)
    settings = changed(tmp_path_factory.mktemp("moments"))
    for _ in range(max(1, KILLS // 3)):
        process = start(settings, 0)
        with process:
            lock = settings.index / "lock"
            while process.poll() is None and not lock.read_text():
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 3))
            process.kill()
        require_sound(settings, builds)
    assert ingest(settings).build == builds[1]
    assert verify_in_child(paths_of(settings)).ok
