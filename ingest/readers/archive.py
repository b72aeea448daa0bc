"""Zip containers, opened only when they are harmless."""

from __future__ import annotations

import zipfile
from pathlib import Path

from coopbot.errors import UnreadableFile

MAX_ENTRIES = 5_000
MAX_UNPACKED = 500 * 1024 * 1024
"""Bytes of all parts together."""
MAX_RATIO = 200
ALWAYS_ALLOWED = 1024 * 1024
"""A part up to this size may be packed as tightly as it likes."""
_DOCTYPE_WINDOW = 64 * 1024
_ENCRYPTED_FLAG = 0x1


def open_archive(path: Path, name: str) -> zipfile.ZipFile:
    """Open a zip file after its table of contents has passed every limit.

    Raises UnreadableFile: ``damaged`` for a broken archive, ``encrypted``, ``refused`` for one
    over a limit, with another archive inside or with a document type declaration in a part.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(
            f"{name} is a damaged archive: {error}; bring the file again"
        ) from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        _refuse(name, f"it has {len(entries):,} parts, more than {MAX_ENTRIES:,}")
    if unpacked > MAX_UNPACKED:
        _refuse(name, f"it unpacks to {unpacked:,} bytes, more than {MAX_UNPACKED:,}")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableFile(
                f"{name} is encrypted; save it without a password", outcome="encrypted"
            )
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > ALWAYS_ALLOWED and ratio > MAX_RATIO:
            _refuse(name, f"its part {entry.filename} is packed {ratio:.0f} to 1")
        if entry.filename.lower().endswith((".zip", ".docx", ".jar", ".7z", ".gz", ".rar")):
            _refuse(name, f"it holds another archive, {entry.filename}")
    return archive


def read_part(archive: zipfile.ZipFile, part: str, name: str) -> bytes | None:
    """Return one XML part, None where the archive lacks it."""
    try:
        data = archive.read(part)
    except KeyError:
        return None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(
            f"{name} is damaged: its part {part} cannot be unpacked ({error}); bring it again"
        ) from error
    except Exception as error:
        # zlib.error and the like have no common base.
        raise UnreadableFile(
            f"{name} is damaged: its part {part} cannot be unpacked ({error}); bring it again"
        ) from error
    head = data[:_DOCTYPE_WINDOW].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        _refuse(name, f"its part {part} has a document type declaration")
    return data


def _refuse(name: str, reason: str) -> None:
    raise UnreadableFile(
        f"{name} is refused as unsafe: {reason}; save it anew with a word processor",
        outcome="refused",
    )
