"""DOCX files: computed numbers, footnotes, what is not seen, and unsafe archives."""

import zipfile

import docx
import pytest

from coopbot.errors import UnreadableFile
from evals.typesetting import write_docx
from ingest.laws import verify_document
from ingest.paragraphs import document_from
from ingest.readers import read_file
from ingest.readers.docx import read_docx
from tests.ingest.rewrapping import LANGUAGES, read_seed, shape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def write(path, body, **parts):
    """Write a DOCX file of a body and further parts, given by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return path


def p(text, properties="", run=""):
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def numbered(text, depth, list_id=1):
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def numbering(*levels, overrides=""):
    shown = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{shown}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num></w:numbering>'
    )


def lines(reading):
    return reading.text.rstrip("\n").split("\n")


def refused(path):
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, "file.docx")
    return caught.value.outcome, str(caught.value)


def test_docx_numbers_are_computed_as_the_word_processor_shows_them(tmp_path):
    body = "".join(
        numbered(text, depth)
        for text, depth in (
            ("one", 0), ("first", 1), ("second", 1), ("deep", 2), ("two", 0), ("again", 1),
        )
    )  # fmt: skip
    levels = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
    path = write(tmp_path / "a.docx", body, numbering=numbering(*levels))
    assert lines(read_docx(path, "a")) == [
        "1. one", "(a) first", "(b) second", "(i) deep", "2. two", "(a) again",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("chineseCounting", "（%1）", ["（一） x", "（二） x", "（三） x"]),
        ("upperRoman", "%1.", ["I. x", "II. x", "III. x"]),
        ("russianLower", "%1)", ["а) x", "б) x", "в) x"]),
        ("arabicAbjad", "(%1)", ["(أ) x", "(ب) x", "(ج) x"]),
        ("arabicAlpha", "(%1)", ["(أ) x", "(ب) x", "(ت) x"]),
        ("bullet", "•", ["x", "x", "x"]),
    ],
)
def test_docx_number_formats_of_six_languages(tmp_path, form, text, shown):
    path = write(tmp_path / "a.docx", numbered("x", 0) * 3, numbering=numbering((form, text)))
    assert lines(read_docx(path, "a")) == shown


def test_docx_row_of_figures_is_one_line_and_numbered_cells_are_not(tmp_path):
    def table(*cells):
        return "<w:tbl><w:tr>" + "".join(f"<w:tc>{c}</w:tc>" for c in cells) + "</w:tr></w:tbl>"

    body = table(p("Austria"), p("22,108")) + table(numbered("one", 0), p("x"))
    body += table(p("a") + p("b"), p("c"))
    path = write(tmp_path / "a.docx", body, numbering=numbering(("decimal", "%1.")))
    assert lines(read_docx(path, "a")) == ["Austria\t22,108", "1. one", "x", "a", "b", "c"]


def test_docx_contents_are_no_text(tmp_path):
    styles = f'<w:styles {W}><w:style w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>'
    body = p("BS-V/6. Cooperation", '<w:pStyle w:val="T"/>') + p("1. One.") + p("2. Two.")
    path = write(tmp_path / "a.docx", body, styles=styles)
    document = document_from(read_file(path), read_seed("en").source)
    assert [q.label for q in document.paragraphs] == ["1", "2"]
    assert document.warnings == ("a table of contents of 1 lines left out",)
    assert verify_document(document) == []


def test_docx_list_that_starts_anew(tmp_path):
    overrides = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = numbered("x", 0) * 2 + numbered("y", 0, 2) * 2 + numbered("z", 0)
    path = write(
        tmp_path / "a.docx",
        body,
        numbering=numbering(("decimal", "%1."), overrides=overrides),
    )
    assert lines(read_docx(path, "a")) == ["1. x", "2. x", "5. y", "6. y", "7. z"]


def test_docx_footnotes_hang_on_their_paragraph(tmp_path):
    mark = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    body = f"<w:p><w:r><w:t>1. The Parties met</w:t></w:r>{mark}<w:r><w:t>.</w:t></w:r></w:p>"
    notes = f'<w:footnotes {W}><w:footnote w:id="7">{p("In Bonn.")}</w:footnote></w:footnotes>'
    reading = read_docx(write(tmp_path / "a.docx", body, footnotes=notes), "a")
    document = document_from(reading, read_seed("en").source)
    assert [(q.label, q.text, q.printed) for q in document.paragraphs] == [
        ("1", "The Parties met¹.", "1."),
        ("fn1", "In Bonn.", "¹"),
    ]
    (note,) = document.paragraphs[0].notes
    assert (note.label, document.paragraphs[0].text[note.start : note.end]) == ("fn1", "¹")
    assert verify_document(document) == []


def test_docx_headings_by_style_become_headings(tmp_path):
    sheet = docx.Document()
    sheet.add_paragraph("Report", style="Title")
    sheet.add_heading("I. Opening", level=1)
    sheet.add_paragraph("1. The meeting was opened.")
    sheet.add_heading("Welcome", level=2)
    sheet.add_paragraph("Words of welcome were said.")
    sheet.save(str(tmp_path / "a.docx"))
    document = document_from(read_file(tmp_path / "a.docx"), read_seed("en").source)
    assert [(q.label, q.kind, q.heading) for q in document.paragraphs] == [
        ("title", "title", ()),
        ("I", "heading", ()),
        ("1", "paragraph", ("Opening",)),
        ("h1", "heading", ("Opening",)),
        ("b1", "block", ("Opening", "Welcome")),
    ]


def test_docx_text_that_nobody_sees_is_left_out_and_reported(tmp_path):
    body = (
        p("seen")
        + p("vanished", run="<w:vanish/>")
        + p("white", run='<w:color w:val="FFFFFF"/>')
        + p("tiny", run='<w:sz w:val="2"/>')
        + "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
        + "<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins></w:p>"
    )
    reading = read_docx(write(tmp_path / "a.docx", body), "a")
    assert lines(reading) == ["seen", "inserted"]
    assert reading.warnings == (
        "1 deleted passages left out",
        "1 passages of hidden text left out",
        "1 passages of tiny text left out",
        "1 passages of white text left out",
    )


def test_docx_line_break_in_a_paragraph_ends_no_block(tmp_path):
    body = "<w:p><w:r><w:t>1. one line</w:t><w:br/><w:t>and the next</w:t></w:r></w:p>"
    reading = read_docx(write(tmp_path / "a.docx", body), "a")
    (paragraph,) = document_from(reading, read_seed("en").source).paragraphs
    assert paragraph.text == "one line and the next"


@pytest.mark.parametrize("language", LANGUAGES)
def test_docx_of_the_seed_gives_the_seed(tmp_path, language):
    seed = read_seed(language)
    write_docx(seed, tmp_path / "seed.docx")
    document = document_from(read_file(tmp_path / "seed.docx"), seed.source)
    wanted = {
        label: value
        for label, value in shape(seed).items()
        if value[0] != "note" and not label.startswith("tn")
    }
    assert shape(document) == wanted
    assert verify_document(document) == []


def test_docx_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    outcome, reason = refused(path)
    assert outcome == "refused"
    assert "word/document.xml is packed" in reason


def test_docx_with_many_parts_is_refused(tmp_path):
    path = tmp_path / "many.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_001):
            archive.writestr(f"part{number}.xml", "")
    assert refused(path)[0] == "refused"


def test_docx_with_an_entity_is_refused(tmp_path):
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document {W}><w:body>&a;</w:body></w:document>'
    path = tmp_path / "entity.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    outcome, reason = refused(path)
    assert outcome == "refused"
    assert "document type declaration" in reason


def test_docx_with_an_archive_inside_is_refused(tmp_path):
    path = write(tmp_path / "a.docx", p("text"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/inner.zip", b"PK")
    assert refused(path)[0] == "refused"


def test_docx_cut_short_is_damaged(tmp_path):
    data = write(tmp_path / "a.docx", p("text " * 500)).read_bytes()
    (tmp_path / "cut.docx").write_bytes(data[: len(data) // 2])
    assert refused(tmp_path / "cut.docx")[0] == "damaged"


def test_docx_without_text_is_empty(tmp_path):
    assert refused(write(tmp_path / "a.docx", p(" ")))[0] == "empty"


@pytest.mark.parametrize(
    ("part", "kind"),
    [("xl/workbook.xml", "a spreadsheet"), ("ppt/presentation.xml", "a presentation")],
)
def test_other_office_files_are_refused_by_name(tmp_path, part, kind):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<x/>")
    assert refused(path) == (
        "refused",
        f"file.docx is {kind}, which is not read; give a text, PDF, DOCX or HTML file",
    )


def test_encrypted_office_file_is_called_encrypted(tmp_path):
    path = tmp_path / "a.docx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path)[0] == "encrypted"
    path.write_bytes(head + "WordDocument".encode("utf-16-le"))
    assert refused(path)[0] == "refused"
