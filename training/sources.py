"""Fetch the parallel text of free software and bring it into the form of the training data.

    python -m training.sources --out DIR

The packages come through their own clients (pip, npm, apt-get), in the versions named below; a
version that a distribution has replaced is an error, not a silent change. Nothing fetched is
committed: only the weights trained on it are, with the licences and attributions of the model card.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import msgpack  # type: ignore[import-untyped]
import typer

from training.rows import LANGUAGES, write_records

DJANGO = "Django==5.2.19"
WORDFREQ = "wordfreq==3.1.1"
CLDR_ANNOTATIONS = "cldr-annotations-full@48.2.0"
LIBREOFFICE_VERSION = "4:7.4.7-1+deb12u14"

TRANSLATIONS = tuple(language for language in LANGUAGES if language != "en")
DJANGO_LOCALES = {language: language for language in TRANSLATIONS} | {"zh": "zh_Hans"}
LIBREOFFICE_LOCALES = {language: language for language in TRANSLATIONS} | {"zh": "zh_CN"}
LIBREOFFICE_PACKAGES = {language: language for language in TRANSLATIONS} | {"zh": "zh-cn"}

FREQUENT_WORDS = 60_000
"""Words of each language that can enter the vocabulary by their frequency alone."""

_SCRIPTS = {
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0620-\u064a]"),
}
_LATIN = re.compile("[A-Za-z]")
_MARKUP = re.compile(r"<[^>]*>|%\(\w*\)?[sdif]?|%\w+|\{[^}]*\}|\$\(?\w+\)?|&\w+;")
_ACCELERATORS = str.maketrans("", "", "~_&")

Pairs = Iterable[tuple[str, str, str]]
"""English text, language, translation."""


def main(arguments: list[str] | None = None) -> None:
    """Fetch all packages and write the rows below the folder given."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m training.sources")
    parser.add_argument("--out", type=Path, required=True, help="folder for the rows")
    out: Path = parser.parse_args(arguments).out
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source, pairs in (("libreoffice", _libreoffice), ("django", _django)):
            count = write_records(
                out / "train" / f"{source}.jsonl.gz", parallel_rows(source, pairs(folder))
            )
            typer.echo(f"{source}: {count} rows")
        keywords, names = _annotations(folder)
        write_records(out / "train" / "cldr_annotations.jsonl.gz", keywords)
        write_records(out / "lexicon" / "cldr_annotations.jsonl.gz", names)
        typer.echo(f"cldr_annotations: {len(keywords)} keyword rows, {len(names)} names")
        for language, words in _frequencies(folder):
            write_records(out / "frequency" / f"{language}.jsonl.gz", words)
            typer.echo(f"wordfreq {language}: {len(words)} words")


def parallel_rows(source: str, pairs: Pairs) -> list[dict[str, Any]]:
    """Join the translations of each English text, without those that cannot be translations."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for english, language, translation in pairs:
        english, translation = clean(english), clean(translation)
        if is_pair(english, language, translation):
            found[english].setdefault(language, translation)
    return [
        {"src": source, "id": f"{source}:{number}", "en": english, **translations}
        for number, (english, translations) in enumerate(sorted(found.items()))
    ]


def clean(text: str) -> str:
    """Take out markup, placeholders and the marks of keyboard accelerators."""
    return " ".join(_MARKUP.sub(" ", text).translate(_ACCELERATORS).split())


def is_pair(english: str, language: str, translation: str) -> bool:
    """Tell whether a translation is in its script, differs from the English, has a fit length."""
    script = _SCRIPTS.get(language, _LATIN)
    return (
        len(english) > 1
        and _LATIN.search(english) is not None
        and script.search(translation) is not None
        and translation.lower() != english.lower()
        and len(translation) <= 6 * len(english) + 20
        and len(english) <= 10 * len(translation) + 20
    )


def _libreoffice(folder: Path) -> Iterator[tuple[str, str, str]]:
    for language, package in LIBREOFFICE_PACKAGES.items():
        versioned = f"libreoffice-l10n-{package}={LIBREOFFICE_VERSION}"
        _call("apt-get", "download", versioned, within=folder)
        (archive,) = folder.glob(f"libreoffice-l10n-{package}_*.deb")
        _call("dpkg-deb", "-x", archive.name, "libreoffice", within=folder)
        locale = LIBREOFFICE_LOCALES[language]
        for path in sorted((folder / "libreoffice").rglob(f"{locale}/LC_MESSAGES/*.mo")):
            with path.open("rb") as catalogue:
                yield from _messages(language, catalogue)


def _django(folder: Path) -> Iterator[tuple[str, str, str]]:
    with zipfile.ZipFile(_wheel(DJANGO, folder)) as archive:
        for language, locale in DJANGO_LOCALES.items():
            inner = f"/locale/{locale}/LC_MESSAGES/"
            for name in sorted(archive.namelist()):
                if inner in name and name.endswith(".mo"):
                    with archive.open(name) as catalogue:
                        yield from _messages(language, catalogue)


def _messages(language: str, catalogue: IO[bytes]) -> Iterator[tuple[str, str, str]]:
    """Give the messages of a compiled catalogue, without their contexts, in the first form."""
    messages = vars(gettext.GNUTranslations(catalogue))["_catalog"]
    for key, translation in messages.items():
        identifier = key[0] if isinstance(key, tuple) else key
        if identifier:
            yield identifier.split("\x04")[-1], language, translation


def _annotations(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return, for each symbol, the keywords as one text and the name as a lexicon entry."""
    _call("npm", "pack", "--silent", CLDR_ANNOTATIONS, within=folder)
    (archive,) = folder.glob("cldr-annotations-full-*.tgz")
    symbols: dict[str, dict[str, Any]] = {}
    with tarfile.open(archive) as files:
        for language in LANGUAGES:
            member = files.extractfile(f"package/annotations/{language}/annotations.json")
            if member is None:
                raise FileNotFoundError(f"{CLDR_ANNOTATIONS} has no annotations in {language}.")
            symbols[language] = json.load(member)["annotations"]["annotations"]
    keywords: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for symbol in sorted(symbols["en"]):
        label = {"src": "cldr_annotations", "id": f"cldr_annotations:{ord(symbol[0]):x}"}
        entries = {code: found[symbol] for code, found in symbols.items() if symbol in found}
        texts = {code: ", ".join(_words(code, entry)) for code, entry in entries.items()}
        keywords.append(label | {code: text for code, text in texts.items() if text})
        names.append(label | {code: e["tts"] for code, e in entries.items() if "tts" in e})
    return keywords, names


def _words(language: str, entry: dict[str, list[str]]) -> list[str]:
    script = _SCRIPTS.get(language, _LATIN)
    return [word for word in entry.get("default", []) if script.search(word)]


def _frequencies(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give each language's most frequent words; a bin of words one below loses a centibel."""
    wheel = _wheel(WORDFREQ, folder)
    with zipfile.ZipFile(wheel) as archive:
        for language in LANGUAGES:
            packed = archive.read(f"wordfreq/data/large_{language}.msgpack.gz")
            _, *bins = msgpack.unpackb(gzip.decompress(packed), raw=False)
            words = [
                {"word": word, "frequency": 10 ** (-level / 100)}
                for level, bin_of_words in enumerate(bins, start=1)
                for word in bin_of_words
            ]
            yield language, words[:FREQUENT_WORDS]


def _wheel(requirement: str, folder: Path) -> Path:
    download = ("-m", "pip", "download", "--quiet", "--no-deps", requirement)
    _call(sys.executable, *download, within=folder)
    name = requirement.partition("==")[0].lower()
    (wheel,) = (path for path in folder.glob("*.whl") if path.name.lower().startswith(name))
    return wheel


def _call(program: str, *arguments: str, within: Path) -> None:
    """Run a package client; its own message says what went wrong."""
    path = shutil.which(program)
    if path is None:
        raise FileNotFoundError(
            f"The program {program} is not installed; install it to fetch data."
        )
    subprocess.run([path, *arguments], cwd=within, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
