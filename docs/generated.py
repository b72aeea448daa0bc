"""Write the parts of the documentation that are made from the code and from its answers.

``python -m docs.generated`` (``make docs``) writes ``docs/reference.md`` and the example of
``README.md`` again; the tests compare them with what this module would write now. The tables of
figures are :mod:`evals.readme`'s.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from coopbot.cli import app
from coopbot.settings import PREFIX, Settings
from evals.bench import app as bench_app
from evals.cli import app as evals_app

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference.md"
README = ROOT / "README.md"

QUESTION = "绿色海关倡议的合作伙伴有哪些？"
"""The question that the README shows with its answer: a whole list, nine names, one paragraph."""


# -- docs/reference.md ---------------------------------------------------------------------


def reference() -> str:
    """Return docs/reference.md: every setting and every command."""
    lines = (
        "# Reference",
        "",
        "Made from the code by `make docs`; a test compares the two. The descriptions are edited "
        "there.",
        "",
        "## Settings",
        "",
        "Each is read from the environment. A wrong value stops the start with its name, the value "
        "and what is allowed.",
        "",
        *_settings_rows(),
        "",
        "## Commands",
        "",
        "Exit status: 0 done; 1 failed; 2 a call that cannot be carried out as written; 3 "
        "(`ingest`) some files could not be read. An error is one sentence; "
        "`coopbot --debug COMMAND` shows where it arose.",
        "",
        *_command_sections(),
    )
    return "\n".join(lines)


def _settings_rows() -> Iterator[str]:
    yield "| variable | default | meaning |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "not set" if default is None or default == () else f"`{default}`"
        yield f"| `{PREFIX}{name.upper()}` | {shown} | {_cell(field.description)} |"


def commands() -> Iterator[tuple[str, Any]]:
    """Yield the name and the command object of every command, groups opened, sorted."""
    found = dict(_inside(typer.main.get_command(app), ()))
    # The command line mounts these only when they are asked for.
    found.update(_inside(typer.main.get_command(evals_app), ("eval",)))
    found.update({"bench": typer.main.get_command(bench_app)})
    yield from sorted(found.items())


def _inside(group: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _inside(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def _command_sections() -> Iterator[str]:
    for name, command in commands():
        words = [_spelling(p) for p in command.params if p.param_type_name == "argument"]
        yield f"### coopbot {' '.join((name, *words))}"
        yield ""
        yield _cell(command.help)
        yield ""
        rows = [_parameter_row(parameter) for parameter in command.params]
        if rows:
            yield from ("| argument or option | default | meaning |", "|---|---|---|", *rows, "")


def _parameter_row(parameter: Any) -> str:
    value = parameter.default
    if parameter.required:
        shown = "required"
    elif value is None or value is False or value == [] or callable(value):
        shown = ""
    else:
        shown = f"`{value}`".lower() if isinstance(value, bool) else f"`{value}`"
    return f"| `{_spelling(parameter)}` | {shown} | {_cell(parameter.help)} |"


def _spelling(parameter: Any) -> str:
    """Write an argument as ``PATHS...`` and an option with its other spellings."""
    if parameter.param_type_name == "option":
        return ", ".join((*parameter.opts, *parameter.secondary_opts))
    word = parameter.name.upper() + ("..." if parameter.nargs == -1 else "")
    return word if parameter.required else f"[{word}]"


def _cell(text: str | None) -> str:
    """Bring a description onto one line that a table can hold."""
    return " ".join((text or "").split()).replace("|", "\\|")


# -- the example of README.md ---------------------------------------------------------------


def answer_block(printed: str) -> str:
    """Return the README's question with its answer, as the command printed it."""
    return f'```console\n$ coopbot ask "{QUESTION}"\n{printed.rstrip()}\n```'


def ask(index: Path, question: str = QUESTION) -> str:
    """Return what ``coopbot ask`` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "coopbot.cli", "ask", question, "--index", str(index)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout


def block(text: str, name: str) -> str:
    """Return what stands between the marks of a block.

    :raises ValueError: when the marks are not there.
    """
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", text, re.DOTALL)
    if found is None:
        raise ValueError(f"The text has no block {name!r}; put <!-- {name} --> marks around it.")
    return found.group(1)


def with_block(text: str, name: str, content: str) -> str:
    """Return a text with the content of a block replaced."""
    start, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
    return text.replace(f"{start}{block(text, name)}{end}", f"{start}{content}{end}")


def main() -> None:
    """Write everything again."""
    REFERENCE.write_text(reference(), encoding="utf-8")
    answer = answer_block(ask(Settings().index))
    README.write_text(with_block(README.read_text("utf-8"), "answer", answer), encoding="utf-8")


if __name__ == "__main__":
    main()
