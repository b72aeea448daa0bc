"""Put many questions at once to a running service, then thousands, and watch its memory.

``python -m evals.load`` starts ``coopbot serve`` on the published index and writes
``evals/results/load-<hash>.json``. The questions come from a suite and go through the streaming
endpoint, each over a connection of its own, as browsers open them. Client and service share the
machine, so the times include the client's own work.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coopbot.builds import published_build
from evals.command import run_command
from evals.results import save_measurement
from evals.served import Served, memory_mb, served
from evals.sse import Heard, ask_stream
from evals.statistics import spread
from evals.suite import load_suite

app = typer.Typer(add_completion=False)

WARM_UP = 12
"""Questions before anything counts: the first ones load word lists."""
SAMPLE_EVERY = 50
"""Questions between two looks at the memory."""
BUDGETS = {25: 0.6, 200: 5.0}
"""Seconds within which 95 % of so many simultaneous readers see their first byte."""
FLAT_SHARE = 0.02
"""Memory counts as flat when it ends at most this share above where it was when warm."""


async def burst(service: Served, questions: Sequence[str], users: int) -> dict[str, Any]:
    """Ask as many questions at the same moment as there are users."""
    asked = list(itertools.islice(itertools.cycle(questions), users))
    started = time.perf_counter()
    heard = await asyncio.gather(*(ask_stream(service, question) for question in asked))
    seconds = time.perf_counter() - started
    return {"users": users, "seconds": round(seconds, 3), **summary(heard)}


async def soak(
    service: Served, questions: Sequence[str], count: int, at_a_time: int
) -> dict[str, Any]:
    """Ask many questions, some at a time, and sample the memory of the service between them."""
    samples: list[dict[str, float]] = []
    heard: list[Heard] = []
    waiting = iter(itertools.islice(itertools.cycle(questions), count))

    def sample() -> None:
        memory = memory_mb(service.process)
        if memory:
            samples.append({"questions": len(heard), **memory})

    async def ask_on(questions_left: Iterator[str]) -> None:
        for question in questions_left:
            heard.append(await ask_stream(service, question))
            if len(heard) % SAMPLE_EVERY == 0:
                sample()

    sample()
    started = time.perf_counter()
    await asyncio.gather(*(ask_on(waiting) for _ in range(at_a_time)))
    seconds = time.perf_counter() - started
    sample()
    return {
        "questions": count,
        "at_a_time": at_a_time,
        "seconds": round(seconds, 1),
        "questions_per_second": round(count / seconds, 1),
        **summary(heard),
        "memory_mb": samples,
        **growth(samples),
    }


def growth(samples: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Compare the memory of the last fifth with that of the second fifth, when all was warm.

    ``flat`` is None where the system does not tell a process's memory or samples are too few.
    """
    fifth = len(samples) // 5
    if not fifth or "rss" not in samples[0]:
        return {"rss_growth_mb": None, "flat": None}
    warm = fmean([sample["rss"] for sample in samples[fifth : 2 * fifth]])
    last = fmean([sample["rss"] for sample in samples[-fifth:]])
    return {"rss_growth_mb": round(last - warm, 1), "flat": last <= warm * (1 + FLAT_SHARE)}


def summary(heard: Sequence[Heard]) -> dict[str, Any]:
    """Count the outcomes and give the quantiles of the times of those that were served."""
    spreads = {
        name: spread((t for one in heard if (t := getattr(one, name)) is not None), digits=4)
        for name in ("first_byte", "first_statement", "complete")
    }
    counts = Counter(one.outcome for one in heard)
    return {
        "outcomes": {name: counts[name] for name in ("answered", "abstained", "refused", "failed")},
        "seconds_to": spreads,
    }


async def _measure(
    service: Served, questions: list[str], users: Sequence[int], count: int, at_a_time: int
) -> dict[str, Any]:
    for question in questions[:WARM_UP]:
        await ask_stream(service, question)
    started = memory_mb(service.process)
    bursts = []
    for number in users:
        bursts.append({**await burst(service, questions, number), "budget": BUDGETS.get(number)})
    soaked = await soak(service, questions, count, at_a_time) if count else None
    return {"memory_warm_mb": started, "bursts": bursts, "soak": soaked}


@app.command()
def main(
    users: Annotated[
        list[int] | None, typer.Option(min=1, help="Simultaneous questions; 25 and 200 by default.")
    ] = None,
    questions: Annotated[
        int, typer.Option(min=0, help="Questions of the long run; 0 leaves it out.")
    ] = 5000,
    at_a_time: Annotated[int, typer.Option(min=1, help="Of them, how many at a time.")] = 8,
    index: Annotated[Path, typer.Option(help="Folder of the index builds.")] = Path("index"),
    corpus: Annotated[Path, typer.Option(help="Folder of the corpus.")] = Path("corpus"),
    suite: Annotated[Path, typer.Option(help="Suite that questions come from.")] = Path(
        "evals/suites/seed_dev.jsonl"
    ),
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evals/results"),
) -> None:
    """Measure a served coopbot under load and save what was seen."""
    console = Console()
    asked = [case.question for case in load_suite(suite).cases if not case.history]
    wanted = users or list(BUDGETS)
    with served(index, corpus) as service:
        measured = asyncio.run(_measure(service, asked, wanted, questions, at_a_time))
    build = published_build(index)
    identity = [build, wanted, questions, at_a_time, asked]
    path = save_measurement("load", {"build": build, **measured}, out, identity)
    console.print(_table(measured))
    soaked = measured["soak"]
    if soaked:
        console.print(
            f"Memory over {soaked['questions']} questions: {soaked['rss_growth_mb']} MB more at "
            f"the end; {_flat(soaked['flat'])}.",
            soft_wrap=True,
        )
    console.print(f"Saved as {path}", soft_wrap=True)


def _table(data: dict[str, Any]) -> Table:
    table = Table(title="Under load", title_justify="left")
    heads = ("At once", "Answered", "Abstained", "Refused", "Failed", "First byte p50 / p95 s")
    for head in (*heads, "Allowed s", "Statement p95 s", "Complete p95 s"):
        table.add_column(head, justify="right")
    rows = [(str(row["users"]), row, row["budget"]) for row in data["bursts"]]
    if data["soak"]:
        soaked = data["soak"]
        rows.append((f"{soaked['questions']} by {soaked['at_a_time']}", soaked, None))
    for name, row, budget in rows:
        times = row["seconds_to"]
        first = times["first_byte"]
        table.add_row(
            name,
            *(str(row["outcomes"][kind]) for kind in row["outcomes"]),
            f"{first.get('p50', 0):.3f} / {first.get('p95', 0):.3f}" if first else "–",
            f"{budget:g}" if budget else "–",
            f"{times['first_statement'].get('p95', 0):.3f}",
            f"{times['complete'].get('p95', 0):.3f}",
        )
    return table


def _flat(flat: bool | None) -> str:
    return {True: "flat", False: "not flat", None: "too few samples to say whether flat"}[flat]


if __name__ == "__main__":
    run_command(app)
