"""The documentation says what the program does: settings, commands, answers, figures."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from coopbot.settings import Settings
from docs.generated import (
    QUESTION,
    README,
    REFERENCE,
    answer_block,
    ask,
    block,
    commands,
    reference,
    with_block,
)
from evals.readme import tables_from

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "corpus" / "README.md")
)
FENCE = re.compile(r"```[a-z]*\n(.*?)```", re.DOTALL)
PARTNERS = (
    "环境规划署", "巴塞尔公约", "濒危物种公约", "斯德哥尔摩公约", "鹿特丹公约", "蒙特利尔议定书",
    "禁止化学武器组织", "海关组织", "刑警组织",
)  # fmt: skip
"""The nine that ¶5 of the bundled document names."""
INLINE = re.compile(r"`([^`\n]+)`")


def code_of(page: Path) -> list[str]:
    """Return every command-like line of a page: lines of fenced blocks and inline code."""
    text = page.read_text("utf-8")
    fenced = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return [
        line.strip().removeprefix("$ ") for line in (*fenced, *INLINE.findall(FENCE.sub("", text)))
    ]


def mentions(program: str) -> list[tuple[str, str]]:
    return [
        (page.relative_to(ROOT).as_posix(), line)
        for page in PAGES
        for line in code_of(page)
        if line.startswith(f"{program} ")
    ]


def test_reference_is_what_the_code_says():
    assert REFERENCE.read_text("utf-8") == reference(), "run `make docs`"


def test_every_setting_has_a_description():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_command_argument_and_option_has_a_description():
    silent = [
        f"{name} {parameter.name}"
        for name, command in commands()
        for parameter in command.params
        if not getattr(parameter, "help", None)
    ]
    assert [name for name, command in commands() if not command.help] == []
    assert silent == []


def test_reading_commands_print_json_and_take_an_index():
    options = {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in commands()
    }
    for name in ("ask", "search", "show", "refs", "verify"):
        assert {"--json", "--index"} <= options[name], name


@pytest.mark.parametrize(("page", "line"), mentions("coopbot"))
def test_documented_command_exists_with_its_options(page, line):
    words = shlex.split(line.split(" #")[0].split(" | ")[0], posix=True)[1:]
    words = [word for word in words if word != "--debug"]
    if not words or words[0] == "COMMAND":
        return
    known = dict(commands())
    name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
    groups = {path.split()[0] for path in known}
    assert name in known or (words[0] in groups and len(words) == 1), f"{page}: {line}"
    if name in known:
        options = {
            option
            for parameter in known[name].params
            for option in (*parameter.opts, *parameter.secondary_opts)
        }
        used = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert used <= options, f"{page}: {line}"


@pytest.mark.parametrize(("page", "line"), mentions("make"))
def test_documented_make_target_exists(page, line):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = [word for word in line.split(" #")[0].split()[1:] if "=" not in word]
    assert set(named) <= targets, f"{page}: {line}"


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (page.relative_to(ROOT).as_posix(), name)
        for page in PAGES
        for name in sorted(set(re.findall(r"\bCOOPBOT_[A-Z_]+\b", page.read_text("utf-8"))))
    ],
)
def test_documented_setting_exists(page, name):
    allowed = {f"COOPBOT_{field.upper()}" for field in Settings.model_fields}
    # Read by the developers' tools alone, through an option of theirs.
    allowed.add("COOPBOT_TRAINING_DATA")
    assert name in allowed, page


@pytest.mark.parametrize(
    ("page", "target"),
    [
        (page.relative_to(ROOT).as_posix(), target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    ],
)
def test_link_between_pages_leads_somewhere(page, target):
    assert ((ROOT / page).parent / target).exists()


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_files_that_a_page_names_exist(page):
    text = FENCE.sub("", (ROOT / page).read_text("utf-8"))
    named = [
        name
        for name in INLINE.findall(text)
        if re.fullmatch(r"(?:src|ingest|ui|evals|training|tests|docs|corpus)/[\w./-]*", name)
    ]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Build the index of the bundled corpus, as `make chat` does."""
    folder = tmp_path_factory.mktemp("index")
    subprocess.run(
        [sys.executable, "-m", "coopbot.cli", "ingest", "--index", str(folder)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    return folder


def test_answer_of_the_readme_is_the_answer_of_the_program(index):
    shown = block(README.read_text("utf-8"), "answer")
    assert shown == answer_block(ask(index)), "run `make docs`"


def test_answer_of_the_readme_names_all_nine_partners():
    shown = block(README.read_text("utf-8"), "answer")
    assert QUESTION in shown
    assert [name for name in PARTNERS if name not in shown] == []


def test_python_example_of_the_readme_runs(index):
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "COOPBOT_INDEX": str(index), "PYTHONPATH": str(ROOT / "src")},
    )
    assert "'5'" in done.stdout


def test_figures_of_the_readme_come_from_the_files_that_it_names():
    shown = block(README.read_text("utf-8"), "eval:quality")
    files = [ROOT / "evals" / "results" / name for name in re.findall(r"`([\w.+-]+\.json)`", shown)]
    if not files:
        assert shown == "No results file is held yet; `make eval` writes one."
    else:
        assert shown == tables_from(files)["quality"]


def test_block_is_replaced_in_place_and_a_missing_one_is_named():
    text = "a\n<!-- x -->\nold\n<!-- /x -->\nb"
    assert with_block(text, "x", "new") == "a\n<!-- x -->\nnew\n<!-- /x -->\nb"
    with pytest.raises(ValueError, match=r"^The text has no block 'y'"):
        block(text, "y")
