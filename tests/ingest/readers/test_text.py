"""Text files: encodings, invisible characters, and what is no text."""

import pytest

from coopbot.errors import UnreadableFile
from ingest.laws import verify_document
from ingest.paragraphs import document_from
from ingest.readers import read_file
from ingest.readers.content import content_type
from ingest.readers.encodings import decode
from tests.ingest.rewrapping import SEED, read_seed

SAMPLES = {
    language: (SEED / f"{language}.txt").read_text(encoding="utf-8")
    for language in ("zh", "en", "fr", "es", "ru", "ar")
}
# The notes of a translator quote Chinese, which no old encoding of these languages has.
PLAIN = {
    language: text.split("- - - - -")[0].translate({0x2019: "'", 0xA0: " "})
    for language, text in SAMPLES.items()
}


def refused(path):
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, "file.txt")
    return caught.value.outcome, str(caught.value)


@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_is_decoded(language, encoding):
    decoded = decode(SAMPLES[language].encode(encoding))
    assert decoded.text.lstrip("\ufeff") == SAMPLES[language]


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("zh", "gb18030"), ("ru", "koi8-r"), ("ru", "cp1251"), ("ru", "iso8859-5"),
        ("ru", "cp866"), ("ar", "cp1256"), ("ar", "iso8859-6"), ("fr", "cp1252"), ("es", "cp1252"),
    ],
)  # fmt: skip
def test_text_in_an_old_encoding_is_decoded(language, encoding):
    text = PLAIN[language].encode(encoding, "ignore").decode(encoding)
    decoded = decode(text.encode(encoding))
    assert decoded.encoding == encoding
    assert decoded.text == text


def test_traditional_chinese_in_big5_is_decoded():
    text = "締約方大會第三次會議請執行秘書繼續開展合作，並就改性活生物體的處理作出決定。" * 5
    decoded = decode(text.encode("big5"))
    assert (decoded.encoding, decoded.text) == ("big5", text)


def test_a_broken_byte_is_shown_and_reported(tmp_path):
    data = bytearray(SAMPLES["zh"].encode("utf-8"))
    data[300] = 0xFF
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(data))
    reading = read_file(path)
    assert "\ufffd" in reading.text
    assert any(warning.startswith("partial: ") for warning in reading.warnings)


def test_bytes_of_no_language_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(128, 256)) * 40)
    assert refused(path) == (
        "damaged",
        "file.txt cannot be decoded: neither UTF-8 nor another encoding of the six languages "
        "fits; save it as UTF-8",
    )


def test_binary_data_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 200)
    assert refused(path)[0] == "refused"


@pytest.mark.parametrize("content", ["", " \n\n\t ", "\ufeff", "\u200b\u200f\n"])
def test_text_without_a_visible_character_is_empty(tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_text(content, encoding="utf-8")
    assert refused(path)[0] == "empty"


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(101 * 1024 * 1024)
    outcome, reason = refused(path)
    assert outcome == "refused"
    assert "more than the 104,857,600 that are read" in reason


def test_a_missing_file_has_a_reason(tmp_path):
    assert refused(tmp_path / "none.txt") == (
        "damaged",
        "file.txt cannot be opened: No such file or directory; check the path and its permissions",
    )


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"junk\n%PDF-1.4", "pdf"),
        (b"PK\x03\x04rest", "zip"),
        (b"<!DOCTYPE html><p>", "html"),
        (b"\xef\xbb\xbf<html lang=en>", "html"),
        (b"<?xml version='1.0'?>\n<html>", "html"),
        (b"plain text < 5", "text"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    ],
)
def test_type_is_told_by_content(head, kind):
    assert content_type(head) == kind


def test_images_are_refused_whatever_their_name(tmp_path):
    path = tmp_path / "zh.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert refused(path) == (
        "refused",
        "file.txt is a PNG image, which is not read; give a text, PDF, DOCX or HTML file",
    )


def test_invisible_characters_belong_to_no_paragraph_and_offsets_hold(tmp_path):
    text = "1. The \u202eParties\u202c to\u00ad the\U000e0041 Protocol\x07 met\u200b.\n"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    reading = read_file(path)
    document = document_from(reading, read_seed("en").source)
    (paragraph,) = document.paragraphs
    assert paragraph.text == "The Parties to the Protocol met."
    assert "".join(text[a:b] for a, b in paragraph.spans) == paragraph.text
    assert verify_document(document) == []
    assert set(reading.warnings) == {
        "2 invisible overrides of writing direction left out of the paragraphs",
        "1 invisible soft hyphens left out of the paragraphs",
        "1 invisible tag characters left out of the paragraphs",
        "1 invisible control characters left out of the paragraphs",
        "1 invisible zero-width characters left out of the paragraphs",
    }


def test_form_feeds_part_pages(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("1. One.\n\f2. Two.\n\f\n", encoding="utf-8")
    document = document_from(read_file(path), read_seed("en").source)
    assert document.pages == (0, 9)
    assert [(p.label, p.page) for p in document.paragraphs] == [("1", 1), ("2", 2)]
