"""OCR, where tesseract is installed."""

import pypdfium2
import pytest

from coopbot.errors import UnreadableFile
from ingest.document import outcome_of, read_document
from ingest.readers.scan import is_installed
from ingest.sources import find_sources
from tests.ingest.readers.pdfs import paragraph, write_pdf


@pytest.fixture
def scan(tmp_path):
    lines = ["1. The Parties met in Bonn.", "They adopted eighteen decisions."]
    drawn = pypdfium2.PdfDocument(write_pdf(tmp_path / "text", [paragraph(lines, 72, 700, 16)]))
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(drawn[0].render(scale=3))
    image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    folder = tmp_path / "corpus"
    folder.mkdir()
    document.save(folder / "scan-en.pdf")
    return folder


def test_scan_is_not_recognised_unless_asked(scan):
    (source,), _ = find_sources([scan], scan)
    with pytest.raises(UnreadableFile) as caught:
        read_document(source, scan)
    assert caught.value.outcome == "ocr"


@pytest.mark.skipif(not is_installed(), reason="tesseract is not installed")
def test_scan_is_recognised_when_asked_and_marked(scan):
    (source,), _ = find_sources([scan], scan)
    document = read_document(source, scan, ocr=True)
    assert document.paragraphs[0].label == "1"
    assert "Parties met in Bonn" in document.paragraphs[0].text
    assert outcome_of(document) == (
        "partial",
        "the text was recognised in images and may hold errors",
    )
