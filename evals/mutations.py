"""Good files made bad, each in its own way and the same way for the same seed.

A mutation takes the bytes of a good file and gives those of a broken or hostile one. What it is
named says what a reader has to survive; whether the file can still be read is not known.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.mutations_archive import ARCHIVE
from evals.mutations_bytes import ANY
from evals.mutations_markup import HTML, TEXT
from evals.mutations_pdf import PDF

Mutate = Callable[[bytes, random.Random], bytes]

_OWN: Mapping[str, Mapping[str, Mutate]] = {"pdf": PDF, "docx": ARCHIVE, "html": HTML, "txt": TEXT}
_FOREIGN = ("pdf", "docx", "html", "txt", "htm", "doc", "rtf", "bin", "")


@dataclass(frozen=True, slots=True)
class Good:
    """A file that can be read."""

    name: str
    """Such as ``zh-weasyprint``."""
    form: str
    """``pdf``, ``docx``, ``html`` or ``txt``."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file made from a good one."""

    kind: str
    """Format and mutation, such as ``pdf/truncated``."""
    name: str
    """File name; its suffix need not be that of the format."""
    data: bytes


def mutants(good: Sequence[Good], count: int, seed: int) -> Iterator[Mutant]:
    """Yield ``count`` broken files: every mutation in turn, on a file that the seed draws."""
    by_form = {form: [g for g in good if g.form == form] for form in _OWN}
    kinds: list[tuple[str, str, Mutate | None]] = [
        (form, name, mutate)
        for form in by_form
        if by_form[form]
        for name, mutate in {**ANY, **_OWN[form]}.items()
    ]
    kinds += [("any", name, None) for name in ("spliced-with-another", "wrong-extension")]
    for number in range(count if len(kinds) > 2 else 0):
        form, name, mutate = kinds[number % len(kinds)]
        drawn = random.Random(f"{seed} {number} {form} {name}")
        if mutate is None:
            yield _of_two(good, name, number, drawn)
            continue
        chosen = drawn.choice(by_form[form])
        data = mutate(chosen.data, drawn)
        yield Mutant(f"{form}/{name}", f"{number:04}-{chosen.name}-{name}.{form}", data)


def _of_two(good: Sequence[Good], name: str, number: int, drawn: random.Random) -> Mutant:
    one, other = drawn.choice(good), drawn.choice(good)
    data, suffix = one.data, one.form
    if name == "wrong-extension":
        suffix = drawn.choice([form for form in _FOREIGN if form != one.form])
    else:
        data = one.data[: drawn.randrange(len(one.data))] + other.data[len(other.data) // 2 :]
    return Mutant(f"any/{name}", f"{number:04}-{one.name}-{name}{'.' * bool(suffix)}{suffix}", data)
