from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from coopbot.errors import UsageError
from coopbot.export_document import export_of
from coopbot.exports import MEDIA_TYPES, export_bytes, format_of, write_export
from coopbot.languages import LANGUAGES, direction
from coopbot.receipts import read_receipt
from coopbot.wording import export_text, language_name, text
from ingest.readers.docx import read_docx
from tests.bundled import PARTNERS_QUESTION, UNANSWERABLE, bundled_bot
from tests.exported import HOSTILE, HOSTILE_LINES, JOINED, answer_in, hostile_answer
from ui.texts import texts_in

MARK = re.compile(r"(?<!\\)\[\^(\d+)\](?!:)")
NOTE = re.compile(r"^\[\^(\d+)\]: (.*)$", re.MULTILINE)
PARA = {
    "zh": "第4段",
    "en": "para. {label}",
    "fr": "par. {label}",
    "es": "párr. {label}",
    "ru": "п. {label}",
    "ar": "الفقرة {label}",
}


def markdown(answers, language="en"):
    return export_bytes(answers, "md", language).decode("utf-8")


def page(answers, language="en"):
    return export_bytes(answers, "html", language).decode("utf-8")


def word(answers, language="en"):
    return docx.Document(io.BytesIO(export_bytes(answers, "docx", language)))


def footnotes(document):
    """Return the XML of the footnotes, without the separators."""
    (part,) = [p for p in document.part.package.iter_parts() if p.partname == "/word/footnotes.xml"]
    root = docx.oxml.parse_xml(part.blob)
    return [note for note in root if int(note.get(qn("w:id"))) > 0]


def text_of(element):
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def plain(text):
    """Bring white space to single blanks: what a reader of a page sees."""
    return " ".join(text.split())


class Reader(HTMLParser):
    """Collect the elements, the addresses and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.text, self.attributes = [], [], "", set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        self.text += data


# --- In six languages --------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_numbered_in_order_and_say_place_language_and_status(language):
    answer = answer_in(JOINED[language])
    export = export_of([answer], language)
    assert [note.n for note in export.notes] == list(range(1, len(export.notes) + 1))
    marks = [n for block in export.blocks for run in block.runs for n in run.notes]
    assert list(dict.fromkeys(marks)) == sorted(set(marks))
    notes = [note.runs[0].text for note in export.notes]
    assert all(note.startswith("UNEP/CBD/BS/COP-MOP/4/6") for note in notes)
    place = PARA[language].format(label=answer["citations"][0]["label"])
    assert any(place in note for note in notes)
    chinese = export_text("official", language, tongue=language_name("zh", language))
    assert any(chinese in note for note in notes)
    own = export_text("unofficial", language, tongue=language_name(language, language))
    note = export_text("note", language, tongue="").split("{")[0][:12]
    unofficial = [one for one in notes if own in one]
    assert bool(unofficial) is (language != "zh")
    assert all(note in one for one in unofficial)


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_has_every_quotation_and_a_note_for_every_mark(language):
    answer = answer_in(JOINED[language])
    text = markdown([answer], language)
    for citation in answer["citations"]:
        assert citation["quote"] in text
    marks = {int(n) for n in MARK.findall(text)}
    notes = {int(n): words for n, words in NOTE.findall(text)}
    assert marks == set(notes) == set(range(1, len(notes) + 1))
    assert text.startswith(f"# {export_text('title', language)}\n")


@pytest.mark.parametrize(("language", "marks"), [("zh", "一二三四五六七"), ("fr", "abcdefg")])
def test_entries_of_a_list_keep_their_printed_marks(language, marks):
    question = next(e.question for e in texts_in(language).examples if e.kind == "list")
    text = markdown([answer_in(question)], language)
    pattern = r"^- (?:（(.)）“|(.)\) « )"
    assert ["".join(found) for found in re.findall(pattern, text, re.MULTILINE)] == list(marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_has_language_and_direction_of_each_quotation_and_links_marks_with_notes(language):
    answer = answer_in(JOINED[language])
    text = page([answer], language)
    assert f'<html lang="{language}" dir="{direction(language)}">' in text
    assert '<q lang="zh" dir="ltr">' in text
    assert f'<q lang="{language}" dir="{direction(language)}">' in text
    for n in range(1, len(answer["citations"]) + 1):
        assert text.count(f'id="mark-{n}"') == 1
        assert text.count(f'id="note-{n}"') == 1
    links = Reader(text).links
    assert links
    assert all(link.startswith(("#mark-", "#note-")) for link in links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_docx_has_real_footnotes_fonts_and_directions(language):
    answer = answer_in(JOINED[language])
    document = word([answer], language)
    body = document.element.body
    marks = [int(mark.get(qn("w:id"))) for mark in body.iter(qn("w:footnoteReference"))]
    notes = footnotes(document)
    assert marks == [int(note.get(qn("w:id"))) for note in notes] == list(range(1, len(notes) + 1))
    assert all("UNEP/CBD/BS/COP-MOP/4/6" in text_of(note) for note in notes)
    whole = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for citation in answer["citations"]:
        assert citation["quote"] in whole
    runs = [run for run in body.iter(qn("w:r")) if text_of(run)]
    for run in runs:
        chinese = any("\u4e00" <= character <= "\u9fff" for character in text_of(run))
        language_tag = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        if chinese:
            assert language_tag.get(qn("w:eastAsia")) == "zh-CN"
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts.get(qn("w:eastAsia")) == "SimSun"
        elif any("\u0600" <= character <= "\u06ff" for character in text_of(run)):
            assert run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
            assert language_tag.get(qn("w:bidi")) == "ar-SA"
    question = next(p for p in document.paragraphs if p.text == JOINED[language])
    bidi = question._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}")
    assert (bidi is not None) is (language == "ar")
    assert document.core_properties.language.startswith(language)


def test_docx_is_read_back_by_the_reader_of_documents(tmp_path):
    path = tmp_path / "answer.docx"
    write_export(path, [answer_in(JOINED["en"])], "docx", "en")
    text = read_docx(path, "answer.docx").text
    assert "the Secretariat joined the Green Customs Initiative as a partner in 2006.”" in text
    assert "¹ UNEP/CBD/BS/COP-MOP/4/6, para. 4 (English, unofficial translation)." in text
    assert "² UNEP/CBD/BS/COP-MOP/4/6, para. 4 (Chinese, official text)." in text


def test_docx_table_of_an_arabic_view_runs_from_the_right():
    answer = answer_in("ما هي مبادرة الجمارك الخضراء؟")
    assert answer["view"]["kind"] == "organization"
    (table,) = word([answer], "ar").tables
    assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert [cell.text for cell in table.rows[0].cells] == answer["view"]["columns"]
    assert len(table.rows) == len(answer["view"]["rows"]) + 1
    (english,) = word([answer_in("What is the Green Customs Initiative?")], "en").tables
    assert english._tbl.tblPr.find(qn("w:bidiVisual")) is None


# --- What an export holds ----------------------------------------------------------------------


def test_conversation_numbers_its_notes_through():
    answers = [answer_in(PARTNERS_QUESTION), answer_in(JOINED["en"])]
    export = export_of(answers, "en")
    assert len(export.notes) >= len(answers[0]["citations"]) + len(answers[1]["citations"])
    text = markdown(answers)
    assert text.index(PARTNERS_QUESTION) < text.index(JOINED["en"])
    assert "[^1]" in text.split(JOINED["en"])[0]
    assert "[^1]" not in text.split(JOINED["en"])[1].split("\n[^")[0]


def test_abstention_shows_the_nearest_paragraphs_with_their_status():
    answer = answer_in(UNANSWERABLE)
    text = markdown([answer], "zh")
    assert "### 最接近的段落（没有回答这个问题）" in text
    assert "UNEP/CBD/BS/COP-MOP/4/6 号文件，第23段（二）（中文，正式文本）" in text
    assert not NOTE.findall(text)
    assert "<blockquote" in page([answer], "zh")


def test_follow_up_shows_how_it_was_understood():
    history = [{"role": "user", "text": "What is the memorandum with UNIDO about?"}]
    answer = answer_in("When was it signed?", history=history)
    assert "Understood as: When was it signed?" in markdown([answer])


def test_worded_statement_has_the_words_that_carry_it_in_its_note():
    answer = answer_in("When was the memorandum with UNIDO signed?", language="zh")
    quote = answer["citations"][0]["quote"]
    answer["answer"] = "备忘录于2007年3月签署。 [1]"
    answer["statements"] = [{"text": answer["answer"], "citations": [1], "verdict": "supported"}]
    assert quote in NOTE.findall(markdown([answer], "zh"))[0][1]
    assert quote in text_of(footnotes(word([answer], "zh"))[0])


def test_json_export_is_read_as_receipts(tmp_path):
    answers = [answer_in(PARTNERS_QUESTION), answer_in(UNANSWERABLE)]
    path = tmp_path / "conversation.json"
    write_export(path, answers, "json", "en")
    assert read_receipt(path, 1).answer == json.loads(json.dumps(answers[0]))


# --- Hostile documents -------------------------------------------------------------------------


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_LINES], ids=["line", "lines"])
@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_markdown_of_a_hostile_document_is_text(text, language):
    written = markdown([hostile_answer(text, language)], language)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in tokens} | {token.type for token in inline}
    assert kinds <= {
        "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "text",
        "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
        "blockquote_open", "blockquote_close", "table_open", "table_close", "thead_open",
        "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close",
        "td_open", "td_close", "hardbreak", "softbreak", "text_special",
    }  # fmt: skip
    assert [token.tag for token in tokens if token.type == "heading_open"] == [
        "h1", "h2", "h3", "h3",
    ]  # fmt: skip
    columns = [token for token in tokens if token.type == "th_open"]
    assert len(columns) == 2
    assert len([token for token in tokens if token.type == "td_open"]) == 2
    shown = [
        plain("".join(" " if c.type.endswith("break") else c.content for c in token.children))
        for token in tokens
        if token.type == "inline"
    ]
    shown = [line.replace("\u2068", "").replace("\u2069", "") for line in shown]
    assert plain(text) in shown[1]
    assert sum(plain(text) in line for line in shown) >= 6
    assert {int(n) for n in MARK.findall(written)} == {1, 2}
    assert [int(n) for n, _ in NOTE.findall(written)] == [1, 2]
    assert not re.search(r"(?<!\\)\$", written)


def test_markdown_makes_no_link_of_an_address():
    written = markdown([hostile_answer()])
    for address in ("http://evil", "www.evil", "me@evil"):
        assert address not in written


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_LINES], ids=["line", "lines"])
def test_html_of_a_hostile_document_is_text(text):
    read = Reader(page([hostile_answer(text)]))
    assert not {"script", "img", "iframe", "object", "svg"} & set(read.tags)
    assert not [name for name in read.attributes if name.startswith("on")]
    assert all(link.startswith("#") for link in read.links)
    assert read.text.count(text) >= 6
    assert read.tags.count("meta") == 3


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_LINES], ids=["line", "lines"])
def test_docx_of_a_hostile_document_is_text(text):
    document = word([hostile_answer(text)])
    for root in (document.element, *footnotes(document)):
        for name in ("w:instrText", "w:fldSimple", "w:hyperlink", "w:object", "w:drawing"):
            assert list(root.iter(qn(name))) == []
    assert any(text in paragraph.text for paragraph in document.paragraphs)
    (table,) = document.tables
    assert text in table.rows[1].cells[0].text
    external = [r for r in document.part.rels.values() if r.is_external]
    assert external == []


def test_characters_that_xml_cannot_hold_are_shown_as_missing():
    document = word([hostile_answer("a\x00b\x0bc\ud800d\ufffee")])
    assert any("a\ufffdb\ufffdc\ufffdd\ufffde" in p.text for p in document.paragraphs)


def test_marker_inside_a_quotation_stays_text_and_an_unknown_one_too():
    answer = hostile_answer("See note [1] above")
    text = markdown([answer])
    assert "“See note \\[1\\] above”[^1]" in text
    assert "End \\[7\\]" in text


# --- Files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form"), [("a.docx", "docx"), ("a.HTML", "html"), ("b.htm", "html"), ("c.md", "md")]
)
def test_format_is_told_by_the_ending(name, form):
    assert format_of(Path(name)) == form


@pytest.mark.parametrize("name", ["a.pdf", "a", ".md"])
def test_other_ending_is_a_wrong_call(name):
    with pytest.raises(UsageError, match=r"use one of \.docx, \.html, \.htm, \.md, \.json\."):
        format_of(Path(name))


def test_unknown_format_is_a_wrong_call():
    with pytest.raises(UsageError, match="There is no export format 'odt'; choose docx, html, md"):
        export_bytes([], "odt", "en")


def test_export_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(UsageError, match="cannot be written: No such file or directory"):
        write_export(tmp_path / "none" / "a.md", [hostile_answer()], "md", "en")
    (tmp_path / "a.md").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_export(tmp_path / "a.md", [hostile_answer()], "md", "en")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_exports_label_a_title_rendered_for_coopbot(language):
    answer = answer_in("BS-III/6?", language=language)
    title = bundled_bot().registry.decision("BS-III/6").title_in(language)
    label = f" ({text('unofficial', language)})" if title.rendered else ""
    told = f"{title.text}{label} ({export_text('registry', language)})"
    assert told in plain(page([answer], language))
    cells = [cell.text for table in word([answer], language).tables for cell in table._cells]
    assert told in cells


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_export_of_nothing_is_a_file_all_the_same(form):
    assert export_bytes([], form, "fr")
