"""Text of scanned pages by tesseract, where it is installed and asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from coopbot.errors import UnreadableFile
from ingest.readers.sandbox import Sandbox
from ingest.readers.transcript import Transcript
from ingest.reading import Reading

_MODELS = {
    "zh": "chi_sim", "en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara",
}  # fmt: skip
_PAGE_SECONDS = 120
_FILE_SECONDS = 1_800


def is_installed() -> bool:
    """Tell whether tesseract can be called."""
    return shutil.which("tesseract") is not None


def read_scan(path: Path, name: str, language: str) -> Reading:
    """Return the text of scanned pages; it is marked as recognised, not read.

    The pages are drawn by a child process under limits. Raises UnreadableFile, outcome ``ocr``,
    without tesseract or without its model of the language.
    """
    model = _model(name, language)
    sandbox = Sandbox(_FILE_SECONDS)
    transcript = Transcript()
    try:
        with tempfile.TemporaryDirectory(prefix="coopbot-scan-") as folder:
            image = Path(folder) / "page.pgm"
            number, count = 0, 1
            while number < count:
                drawn = sandbox.read(path, "page-image", name, page=str(number), image=str(image))
                count = int(drawn.text)
                transcript.page()
                for line in _recognised(image, model, name):
                    transcript.line(line)
                number += 1
    finally:
        sandbox.close()
    if not transcript.has_text:
        raise UnreadableFile(f"{name} has no text that OCR recognises", outcome="empty")
    transcript.warnings.append("partial: the text was recognised in images and may hold errors")
    return transcript.reading("pdf", unwrapped=False)


def _model(name: str, language: str) -> str:
    if not is_installed():
        raise UnreadableFile(
            f"{name} holds scanned pages; install tesseract or give a text version", outcome="ocr"
        )
    model = _MODELS.get(language, "eng")
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    if model not in listed.stdout.split():
        raise UnreadableFile(
            f"{name} holds scanned pages; tesseract lacks its model {model}: install it",
            outcome="ocr",
        )
    return model


def _recognised(image: Path, model: str, name: str) -> list[str]:
    try:
        done = subprocess.run(
            ["tesseract", str(image), "stdout", "-l", model, "--psm", "3"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_PAGE_SECONDS,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"{name} has a page that OCR does not finish in {_PAGE_SECONDS} seconds; split it",
            outcome="refused",
        ) from error
    return [line.rstrip() for line in done.stdout.replace("\f", "").splitlines()]
