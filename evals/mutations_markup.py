"""HTML pages and texts that are wrong or hostile."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Mutate = Callable[[bytes, random.Random], bytes]

_TAG = re.compile(rb"</?[a-z][^>]*>")
_DEEP = 100_000
_ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "gb18030", "big5", "shift_jis",
    "windows-1252", "windows-1251", "koi8-r", "windows-1256", "iso8859-6", "cp037",
)  # fmt: skip
_CHARACTERS = "\u202e\u2066\u200f\u200b\ufeff\U000e0041\u0301\ufffd\ue000\x0b\x1f\x7f\x85\u2028٣Ⅷ"


def _tags_lost(data: bytes, drawn: random.Random) -> bytes:
    return _TAG.sub(lambda match: b"" if drawn.random() < 0.3 else match.group(), data)


def _tags_shuffled(data: bytes, drawn: random.Random) -> bytes:
    tags = _TAG.findall(data)
    return _TAG.sub(lambda match: drawn.choice(tags), data)


def _nested_deep(data: bytes, drawn: random.Random) -> bytes:
    tag = drawn.choice((b"div", b"ol><li", b"b", b"table><tr><td", b"sup", b"blockquote"))
    return data.replace(b"<main>", b"<main>" + (b"<" + tag + b">") * _DEEP, 1)


def _external_entity(data: bytes, drawn: random.Random) -> bytes:
    target = drawn.choice((b"file:///etc/passwd", b"http://127.0.0.1:9/x"))
    doctype = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "' + target + b'">]>'
    return doctype + data.replace(b"<!doctype html>", b"").replace(b"</p>", b"&e;</p>")


def _never_closed(data: bytes, drawn: random.Random) -> bytes:
    opened = drawn.choice((b"<!--", b'<p title="', b"<script>", b"<![CDATA[", b"<textarea>", b"<"))
    place = drawn.randrange(len(data))
    return data[:place] + opened + data[place:]


def _declared_wrong(data: bytes, drawn: random.Random) -> bytes:
    name = drawn.choice((*_ENCODINGS, "no-such-encoding", "x" * 500, "idna", "base64"))
    return data.replace(b"charset=utf-8", b"charset=" + name.encode())


def _two_encodings(data: bytes, drawn: random.Random) -> bytes:
    other = _encoded(data, drawn)
    return data[: len(data) // 2] + other[len(other) // 2 :]


def _huge_attribute(data: bytes, drawn: random.Random) -> bytes:
    return data.replace(b"<p>", b'<p style="' + b"color:red;" * 500_000 + b'">', 1)


def _huge_table(data: bytes, drawn: random.Random) -> bytes:
    row = b"<tr>" + b"<td colspan=99999999 rowspan=-1>1.</td>" * 50 + b"</tr>"
    return data.replace(b"</main>", b"<table>" + row * 1_000 + b"</table></main>", 1)


def _numbers_of_lists(data: bytes, drawn: random.Random) -> bytes:
    start = drawn.choice((b"-5", b"999999", b"99999999999999999999", b"0", b"x", b"4000"))
    form = drawn.choice((b"i", b"I", b"a", b"1"))
    listed = b"<ol type=" + form + b" start=" + start + b">" + b"<li>Text" * 200 + b"</ol>"
    return data.replace(b"</main>", listed + b"</main>", 1)


def _endless_entities(data: bytes, drawn: random.Random) -> bytes:
    entity = drawn.choice(
        (b"&#x110000;", b"&#xD800;", b"&#0;", b"&nbsp;", b"&unknown;", b"&#x202e;")
    )
    return data.replace(b"</p>", entity * 500 + b"</p>")


def _hidden_everywhere(data: bytes, drawn: random.Random) -> bytes:
    style = drawn.choice((b"display:none", b"color:#fff", b"font-size:0", b"left:-9999px"))
    return data.replace(b"<p>", b'<p style="' + style + b'">')


def _encoded(data: bytes, drawn: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(drawn.choice(_ENCODINGS), "replace")


def _odd_characters(data: bytes, drawn: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    places = sorted(drawn.sample(range(len(text)), 60), reverse=True)
    for place in places:
        text = text[:place] + drawn.choice(_CHARACTERS) * drawn.randint(1, 40) + text[place:]
    return text.encode("utf-8")


def _surrogates(data: bytes, drawn: random.Random) -> bytes:
    place = drawn.randrange(len(data))
    return data[:place] + "\ud800\udfff".encode("utf-8", "surrogatepass") * 20 + data[place:]


def _one_line(data: bytes, drawn: random.Random) -> bytes:
    return data.replace(b"\n", b" ") * 10


def _all_breaks(data: bytes, drawn: random.Random) -> bytes:
    sign = drawn.choice((b"\n", b"\r", b"\f", b"\t", b" "))
    place = drawn.randrange(len(data))
    return data[:place] + sign * 500_000 + data[place:]


def _all_numbers(data: bytes, drawn: random.Random) -> bytes:
    """Return a text in which every line is numbered anew: a jungle of labels."""
    markers = (
        "1.",
        "(a)",
        "(i)",
        "一、",
        "（三）",
        "II.",
        "A.",
        "в)",
        "(ج)",
        "99999.",
        "1/",
        "*",
        "第1条",
    )
    lines = [f"{drawn.choice(markers)} line {n}" for n in range(5_000)]
    return "\n".join(lines).encode("utf-8")


def _deep_items(data: bytes, drawn: random.Random) -> bytes:
    markers = ("1.", "(a)", "(i)", "(A)", "(1)")
    lines = [" " * n + markers[n % len(markers)] + " item" for n in range(1_000)]
    return data + "\n".join(lines).encode("utf-8")


def _references_galore(data: bytes, drawn: random.Random) -> bytes:
    pieces = (
        "Articles 1, 2, 3, 4, 5, 6 and 7 to 99 ", "第1、2、3、4、5条", "decision BS-III/10(((((",
        "UNEP/CBD/BS/COP-MOP/4/6/Add.1/Rev.1/Corr.1/", "paragraph 1 (a) (b) (c) (i) of ", "((((",
        "1 January 2008-", "статьи 1, 2, 3, 4 и ", "المواد 1 و2 و3 و4 ",
    )  # fmt: skip
    return "".join(drawn.choice(pieces) for _ in range(4_000)).encode("utf-8")


def _one_sign(data: bytes, drawn: random.Random) -> bytes:
    return (
        drawn.choice(("(", "第", "1", ".", "a", "١", "/", "*", "-", "한", "￿")).encode() * 300_000
    )


TEXT: Mapping[str, Mutate] = {
    "other-encoding": _encoded,
    "two-encodings": _two_encodings,
    "odd-characters": _odd_characters,
    "surrogates": _surrogates,
    "one-line": _one_line,
    "all-breaks": _all_breaks,
    "all-numbers": _all_numbers,
    "nested-deep": _deep_items,
    "references-galore": _references_galore,
    "one-sign": _one_sign,
}
"""Mutations of texts, by name."""

HTML: Mapping[str, Mutate] = {
    "tags-lost": _tags_lost,
    "tags-shuffled": _tags_shuffled,
    "nested-deep": _nested_deep,
    "external-entity": _external_entity,
    "never-closed": _never_closed,
    "declared-wrong": _declared_wrong,
    "two-encodings": _two_encodings,
    "other-encoding": _encoded,
    "huge-attribute": _huge_attribute,
    "huge-table": _huge_table,
    "numbers-of-lists": _numbers_of_lists,
    "endless-entities": _endless_entities,
    "hidden-everywhere": _hidden_everywhere,
    "odd-characters": _odd_characters,
    "surrogates": _surrogates,
}
"""Mutations of HTML pages, by name."""
