"""Is a build what it says it is? Its bytes by the seal, its indexes against the ledger.

The comparison runs in a process of its own, since a damaged index can kill one:
``python -m coopbot.verification FOLDER`` prints one JSON object and exits 0 when all is well.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from coopbot.builds import BuildPaths, publication
from coopbot.children import ended, last_line, module_command, module_environment
from coopbot.errors import CoopbotError, IndexDamaged, IndexUnavailable
from coopbot.ledger import Ledger
from coopbot.lexical import LexicalIndex
from coopbot.records import StoredVector
from coopbot.seal import seal_problems
from coopbot.vectors import VectorIndex

SAMPLE = 200
"""Vectors asked for themselves per language: misses 1% damage less than once in seven builds."""

NEAREST = 10
"""Neighbours that the graph's answer is compared with the exact one by."""

LEAST_RECALL = 0.8
"""Least share of the exact neighbours that the graph must give. On prose it gives 0.99 and more; of
some hundred near copies of one sentence, which official documents have, it reaches 0.91; of a graph
that two processes wrote to, half (docs/decisions/010)."""

_ROUNDING = 1e-5
_TIMEOUT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification saw."""

    ok: bool
    problems: tuple[str, ...]
    paragraphs: int
    """Searched paragraphs of the languages that were compared."""
    self_queries: int
    """Stored vectors that were asked for."""
    self_hits: int
    """Of these, those that found themselves, or a vector as near."""
    recall: float
    """Mean share of the exact ten nearest that the graph gave for them; 1 where none was asked."""


def verify_in_child(paths: BuildPaths, *, chroma_url: str | None = None) -> Verification:
    """Verify a build: its bytes, when it is the published one, then :func:`verify` in a child.

    :raises IndexDamaged: when the child dies or does not end in time.
    """
    problems = _sealed_problems(paths)
    if problems:
        return Verification(False, problems, 0, 0, 0, 0.0)
    arguments = [str(paths.folder), *([chroma_url] if chroma_url else [])]
    try:
        done = subprocess.run(
            module_command("coopbot.verification", *arguments),
            env=module_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
        fields = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise IndexDamaged(
            f"Verifying {paths.folder} did not end within {_TIMEOUT_SECONDS} s; "
            "run `coopbot rebuild`."
        ) from None
    except ValueError:
        reason = last_line(done.stderr) or ended(done.returncode)
        raise IndexDamaged(
            f"Verifying {paths.folder} failed ({reason}); run `coopbot rebuild`."
        ) from None
    return Verification(**fields | {"problems": tuple(fields["problems"])})


def verify(
    paths: BuildPaths,
    *,
    chroma_url: str | None = None,
    languages: Collection[str] | None = None,
) -> Verification:
    """Compare ledger, lexical and dense index: rows equal, vectors equal, self-queries found.

    :param languages: compare only these; all that the ledger or an index holds by default.
    """
    problems: list[str] = []
    recalls: list[float] = []
    hits = total = 0
    with Ledger(paths.ledger) as ledger:
        if "build" not in ledger.meta():
            problems.append(f"the ledger {paths.ledger} names no build")
        compared = ledger.indexed() if languages is None else languages
        vectors = VectorIndex(paths.chroma, url=chroma_url, prefix=paths.collections)
        try:
            for language in sorted(compared):
                rows = ledger.indexed_rows(language)
                total += len(rows)
                problems += _compare("lexical", language, rows, _lexical_rows(paths, language))
                problems += _compare("vector", language, rows, vectors.rows(language))
                chosen = random.Random(len(rows)).sample(sorted(rows), min(SAMPLE, len(rows)))
                sample = list(ledger.vectors(chosen))
                problems += _differing(vectors, language, sample)
                if not sample:
                    continue
                asked = np.stack([stored.vector for stored in sample])
                exact = asked @ ledger.matrix(language)[1].T
                answers = vectors.search_all(language, asked, NEAREST)
                for answer, cosines in zip(answers, exact, strict=True):
                    recall, itself = _compared([score for _, score in answer], cosines)
                    recalls.append(recall)
                    hits += itself
        finally:
            vectors.close()
    recall = sum(recalls) / len(recalls) if recalls else 1.0
    if recall < LEAST_RECALL:
        problems.append(
            f"the vector index gives {recall:.0%} of the nearest paragraphs, not {LEAST_RECALL:.0%}"
        )
    return Verification(not problems, tuple(problems), total, len(recalls), hits, recall)


def _sealed_problems(paths: BuildPaths) -> tuple[str, ...]:
    try:
        published = publication(paths.folder.parent.parent)
    except IndexUnavailable:
        return ()
    if published.folder != paths.folder.name:
        return ()
    return tuple(seal_problems(paths.folder, published.seal, contents=True))


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


def _differing(vectors: VectorIndex, language: str, sample: Iterable[StoredVector]) -> list[str]:
    wanted = {stored.row: stored.vector for stored in sample}
    held = vectors.stored(language, list(wanted))
    differing = sum(
        not np.array_equal(held.get(row, np.empty(0)), vector) for row, vector in wanted.items()
    )
    if not differing:
        return []
    return [f"{differing} of {len(wanted)} vectors ({language}) differ from the ledger's"]


def _compared(found: Sequence[float], exact: np.ndarray) -> tuple[float, bool]:
    """Compare the cosines of a graph's answer with all: recall, and whether the best is there.

    Cosines are compared, not rows: copies of a paragraph are as good as one another.
    """
    k = min(NEAREST, len(exact))
    best = np.sort(exact)[::-1][:k].tolist()
    reached = sum(score >= best[-1] - _ROUNDING for score in found[:k])
    return reached / k, bool(found) and found[0] >= best[0] - _ROUNDING


def main() -> int:
    """Verify the build in the folder given and print the result as JSON."""
    url = sys.argv[2] if len(sys.argv) > 2 else None
    try:
        result = verify(BuildPaths(Path(sys.argv[1])), chroma_url=url)
    except CoopbotError as error:
        result = Verification(False, (str(error).rstrip("."),), 0, 0, 0, 0.0)
    sys.stdout.write(json.dumps(asdict(result), ensure_ascii=False))
    return 0 if result.ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
