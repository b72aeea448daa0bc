"""DOCX files whose archive or parts are wrong or hostile."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping

from evals.mutations_bytes import flipped

Mutate = Callable[[bytes, random.Random], bytes]
Parts = dict[str, bytes]

_BODY = "word/document.xml"
_BOMB_BYTES = 300_000_000
_TOO_MANY = 6_000
_DEEP = 100_000
_ENTITIES = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "boom">' for n in range(12)
)


def _unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            # A fixed date: the same seed gives the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2008, 5, 12, 0, 0, 0)), content, method)
    return stream.getvalue()


def _with_body(data: bytes, change: Callable[[str], str]) -> bytes:
    parts = _unpacked(data)
    parts[_BODY] = change(parts[_BODY].decode("utf-8")).encode("utf-8", "surrogatepass")
    return _packed(parts)


def _member_damaged(data: bytes, drawn: random.Random) -> bytes:
    """Return an archive with bits flipped inside the packed bytes of one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = drawn.choice([e for e in archive.infolist() if e.compress_size > 100])
    start = entry.header_offset + 30 + len(entry.filename.encode())
    inside = data[start : start + entry.compress_size]
    return data[:start] + flipped(inside, drawn, drawn.randint(1, 20)) + data[start + len(inside) :]


def _directory_damaged(data: bytes, drawn: random.Random) -> bytes:
    place = data.find(b"PK\x01\x02")
    return data[:place] + flipped(data[place:], drawn, drawn.randint(1, 30))


def _part_missing(data: bytes, drawn: random.Random) -> bytes:
    parts = _unpacked(data)
    del parts[drawn.choice(list(parts))]
    return _packed(parts)


def _body_missing(data: bytes, drawn: random.Random) -> bytes:
    parts = _unpacked(data)
    del parts[_BODY]
    return _packed(parts)


def _parts_swapped(data: bytes, drawn: random.Random) -> bytes:
    parts = _unpacked(data)
    one, other = drawn.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return _packed(parts)


def _part_repeated(data: bytes, drawn: random.Random) -> bytes:
    """Return an archive with two parts of one name."""
    stream = io.BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the module warns of what is wanted here
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(_BODY, (2008, 5, 12, 0, 0, 0)), drawn.randbytes(500))
    return stream.getvalue()


def _bomb(data: bytes, drawn: random.Random) -> bytes:
    parts = _unpacked(data)
    name = drawn.choice((_BODY, "word/media/image1.png", "word/styles.xml"))
    parts[name] = parts.get(name, b"") + b" " * _BOMB_BYTES
    return _packed(parts)


def _slow_bomb(data: bytes, drawn: random.Random) -> bytes:
    """Return a file that stays under the ratio of packing and has a million paragraphs."""
    paragraph = "".join(
        f"<w:p><w:r><w:t>{drawn.randrange(10**9)}</w:t></w:r></w:p>" for _ in range(1_000)
    )
    return _with_body(data, lambda xml: xml.replace("<w:body>", "<w:body>" + paragraph * 300, 1))


def _too_many_parts(data: bytes, drawn: random.Random) -> bytes:
    return _packed(_unpacked(data) | {f"word/x{n}.xml": b"<x/>" for n in range(_TOO_MANY)})


def _archive_inside(data: bytes, drawn: random.Random) -> bytes:
    return _packed(_unpacked(data) | {"word/embeddings/other.docx": data})


def _entity_bomb(data: bytes, drawn: random.Random) -> bytes:
    return _with_doctype(data, f"<!DOCTYPE w [{_ENTITIES}]>", "&e11;")


def _external_entity(data: bytes, drawn: random.Random) -> bytes:
    target = drawn.choice(("file:///etc/passwd", "http://127.0.0.1:9/x", "file:///dev/zero"))
    return _with_doctype(data, f'<!DOCTYPE w [<!ENTITY e SYSTEM "{target}">]>', "&e;")


def _with_doctype(data: bytes, doctype: str, used: str) -> bytes:
    def change(xml: str) -> str:
        head, _, rest = xml.partition("?>")
        return f"{head}?>{doctype}" + rest.replace("</w:t>", used + "</w:t>", 1)

    return _with_body(data, change)


def _late_doctype(data: bytes, drawn: random.Random) -> bytes:
    """Return a file whose document type stands behind a long comment."""
    comment = "<!--" + "x" * 200_000 + "-->"
    return _with_doctype(data, f'{comment}<!DOCTYPE w [<!ENTITY e "boom">]>', "&e;")


def _nested_deep(data: bytes, drawn: random.Random) -> bytes:
    tag = drawn.choice(("w:tbl", "w:smartTag", "w:p", "x"))
    return _with_body(
        data,
        lambda xml: xml.replace(
            "<w:body>", "<w:body>" + f"<{tag}>" * _DEEP + f"</{tag}>" * _DEEP, 1
        ),
    )


def _tables_in_tables(data: bytes, drawn: random.Random) -> bytes:
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    text = "<w:p><w:r><w:t>inside</w:t></w:r></w:p>"
    depth = drawn.choice((30, 80, 500))
    table = opened * depth + text + closed * depth
    return _with_body(data, lambda xml: xml.replace("<w:body>", "<w:body>" + table, 1))


def _tags_lost(data: bytes, drawn: random.Random) -> bytes:
    return _with_body(
        data,
        lambda xml: re.sub(
            r"</?w:\w+[^>]*>",
            lambda match: "" if drawn.random() < 0.01 else match.group(),
            xml,
        ),
    )


def _wrong_encoding(data: bytes, drawn: random.Random) -> bytes:
    name = drawn.choice(("UTF-16", "windows-1251", "GB18030", "no-such-encoding", "ISO-8859-1"))
    return _with_body(
        data, lambda xml: re.sub("encoding=[\"'][^\"']*[\"']", f'encoding="{name}"', xml, count=1)
    )


def _styles_in_a_loop(data: bytes, drawn: random.Random) -> bytes:
    parts = _unpacked(data)
    parts["word/styles.xml"] = re.sub(
        rb'<w:basedOn w:val="[^"]*"/>', b'<w:basedOn w:val="Heading1"/>', parts["word/styles.xml"]
    )
    return _packed(parts)


def _odd_characters(data: bytes, drawn: random.Random) -> bytes:
    signs = "\ufffe\u202e\U000e0041\u200b\u0301\ud800￿𝔸"
    return _with_body(
        data,
        lambda xml: re.sub(
            "</w:t>",
            lambda match: drawn.choice(signs) * drawn.randint(1, 50) + match.group(),
            xml,
        ),
    )


def _stored(data: bytes, drawn: random.Random) -> bytes:
    return _packed(_unpacked(data), zipfile.ZIP_STORED)


def _other_packing(data: bytes, drawn: random.Random) -> bytes:
    return _packed(_unpacked(data), drawn.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def _paths_outside(data: bytes, drawn: random.Random) -> bytes:
    return _packed(_unpacked(data) | {"../../../tmp/evil.xml": b"<x/>", "/etc/evil": b"x"})


def _marked_encrypted(data: bytes, drawn: random.Random) -> bytes:
    place = data.find(b"PK\x01\x02")
    return data[: place + 8] + b"\x01" + data[place + 9 :]


ARCHIVE: Mapping[str, Mutate] = {
    "part-damaged": _member_damaged,
    "directory-damaged": _directory_damaged,
    "part-missing": _part_missing,
    "body-missing": _body_missing,
    "parts-swapped": _parts_swapped,
    "part-repeated": _part_repeated,
    "bomb": _bomb,
    "slow-bomb": _slow_bomb,
    "too-many-parts": _too_many_parts,
    "archive-inside": _archive_inside,
    "entity-bomb": _entity_bomb,
    "external-entity": _external_entity,
    "late-doctype": _late_doctype,
    "nested-deep": _nested_deep,
    "tables-in-tables": _tables_in_tables,
    "tags-lost": _tags_lost,
    "wrong-encoding": _wrong_encoding,
    "styles-in-a-loop": _styles_in_a_loop,
    "odd-characters": _odd_characters,
    "stored": _stored,
    "other-packing": _other_packing,
    "paths-outside": _paths_outside,
    "marked-encrypted": _marked_encrypted,
}
"""Mutations of DOCX files, by name."""
