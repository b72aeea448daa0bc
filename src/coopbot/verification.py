"""Is a build what it says it is? Run in a process of its own: a damaged index can kill one.

``python -m coopbot.verification FOLDER`` prints one JSON object and exits 0 when all is well.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from coopbot.builds import BuildPaths
from coopbot.errors import CoopbotError, IndexDamaged
from coopbot.ledger import Ledger
from coopbot.lexical import LexicalIndex
from coopbot.vectors import VectorIndex

SAMPLE = 200
"""Vectors asked for themselves per language: misses 1% damage less than once in seven builds."""

SELF_HITS = 0.98
"""Least share of stored vectors that must be found by themselves; the graph is approximate."""

_TIMEOUT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification saw."""

    ok: bool
    problems: tuple[str, ...]
    paragraphs: int
    self_queries: int
    self_hits: int


def verify(paths: BuildPaths, *, chroma_url: str | None = None) -> Verification:
    """Compare ledger, lexical and dense index: ids equal, vectors equal, self-queries found."""
    problems: list[str] = []
    asked = hits = total = 0
    with Ledger(paths.ledger) as ledger:
        meta = ledger.meta()
        if "build" not in meta:
            problems.append(f"the ledger {paths.ledger} names no build")
        vectors = VectorIndex(
            paths.chroma, url=chroma_url, prefix=f"{paths.folder.name.split('.')[0]}-"
        )
        try:
            for language in sorted(ledger.counts()):
                indexed = [stored for stored in ledger.vectors() if stored.language == language]
                rows = {stored.row for stored in indexed}
                total += len(rows)
                problems += _compare("lexical", language, rows, _lexical_rows(paths, language))
                problems += _compare("vector", language, rows, vectors.rows(language))
                chosen = random.Random(len(rows)).sample(indexed, min(SAMPLE, len(indexed)))
                held = vectors.stored(language, [stored.row for stored in chosen])
                for stored in chosen:
                    if not np.array_equal(held.get(stored.row, np.empty(0)), stored.vector):
                        problems.append(
                            f"the vector of row {stored.row} ({language}) differs from the ledger"
                        )
                for stored in chosen:
                    asked += 1
                    best = vectors.search(language, stored.vector, 1)
                    own = float(stored.vector @ stored.vector)
                    hits += bool(best) and (
                        best[0][0] == stored.row or best[0][1] >= own - 1e-4
                    )
        finally:
            vectors.close()
    if asked and hits / asked < SELF_HITS:
        problems.append(f"only {hits} of {asked} stored vectors were found by themselves")
    return Verification(not problems, tuple(problems), total, asked, hits)


def verify_in_child(paths: BuildPaths, *, chroma_url: str | None = None) -> Verification:
    """Run :func:`verify` in a process of its own.

    :raises IndexDamaged: when that process dies or does not end in time.
    """
    command = [sys.executable, "-m", "coopbot.verification", str(paths.folder)]
    if chroma_url:
        command.append(chroma_url)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
        )
        fields = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise IndexDamaged(
            f"Verifying {paths.folder} did not end within {_TIMEOUT_SECONDS} s; "
            "run `coopbot rebuild`."
        ) from None
    except ValueError:
        reason = done.stderr.strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
        raise IndexDamaged(
            f"Verifying {paths.folder} failed ({reason[0]}); run `coopbot rebuild`."
        ) from None
    fields["problems"] = tuple(fields["problems"])
    return Verification(**fields)


def _lexical_rows(paths: BuildPaths, language: str) -> set[int]:
    folder = paths.lexical(language)
    return LexicalIndex(folder).rows() if folder.is_dir() else set()


def _compare(name: str, language: str, expected: set[int], found: set[int]) -> list[str]:
    problems = []
    if expected - found:
        problems.append(
            f"the {name} index ({language}) lacks {len(expected - found)} of {len(expected)} "
            "paragraphs"
        )
    if found - expected:
        problems.append(
            f"the {name} index ({language}) holds {len(found - expected)} paragraphs that the "
            "ledger does not"
        )
    return problems


def main() -> int:
    """Verify the build in the folder given and print the result as JSON."""
    folder = Path(sys.argv[1])
    url = sys.argv[2] if len(sys.argv) > 2 else None
    try:
        result = verify(BuildPaths(folder), chroma_url=url)
    except CoopbotError as error:
        result = Verification(False, (str(error),), 0, 0, 0)
    sys.stdout.write(json.dumps(asdict(result), ensure_ascii=False))
    return 0 if result.ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
