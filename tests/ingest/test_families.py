"""Decisions, reports and treaties in six languages and all formats: equal labels, text verbatim."""

import pytest

from ingest.document import read_document
from ingest.laws import verify_document
from ingest.paragraphs import without_space
from ingest.sources import find_sources
from tests.ingest.families import as_html, as_text, family, write_docx
from tests.ingest.rewrapping import LANGUAGES

LABELS = {
    "decision": [
        *(f"b{number}" for number in range(1, 12)), "title", "CP-9/13", "CP-9/13.b1",
        "CP-9/13.b2", "CP-9/13.b3", "fn1", "CP-9/13.1", "CP-9/13.2", "CP-9/13.2(a)",
        "CP-9/13.2(a)(i)", "CP-9/13.2(a)(i)(a)", "CP-9/13.2(a)(i)(b)", "CP-9/13.2(a)(ii)",
        "CP-9/13.2(b)", "CP-9/13.2(c)", "CP-9/13.3", "CP-9/13.3bis", "annex-I", "annex-I.title",
        "annex-I.1", "annex-I.1(a)", "annex-I.1(b)", "annex-I.2", "annex-II", "annex-II.title",
        "annex-II.1", "annex-II.2",
    ],
    "report": [
        *(f"b{number}" for number in range(1, 11)), "title", "I", "I.A", "1", "fn1", "2", "b11",
        "b12", "b13", "item-1", "3", "item-2", "item-2.1", "4", "4(a)", "4(b)", "annex-I",
        "annex-I.title", "BS-V/6", "BS-V/6.b1", "BS-V/6.b2", "BS-V/6.1", "BS-V/6.2",
        "BS-V/6.2(a)", "BS-V/6.2(b)", "BS-V/7", "BS-V/7.b1", "BS-V/7.1", "BS-V/7.2",
        "BS-V/7.annex", "BS-V/7.annex.title", "BS-V/7.annex.b1", "BS-V/7.annex.b2",
        "BS-V/7.annex.b3", "annex-II", "annex-II.title", "annex-II.1",
    ],
    "treaty": [
        "title", "b1", "b2", "b3", "art1", "1", "art2", "2(1)", "2(2)", "2(2)(a)", "2(2)(b)",
        "art3", "3", "3(a)", "3(b)", "3(b)(i)", "3(b)(ii)", "art4", "4", "art5", "5", "art18",
        "18(1)", "18(2)", "18(2)(a)", "18(2)(b)",
    ],
}  # fmt: skip
FACTS = {
    "decision": ("CBD/CP/MOP/DEC/9/13", "2018-11-30", "en", "15", "decision", "COP-MOP-9"),
    "report": ("UNEP/CBD/BS/COP-MOP/5/17", "2010-12-14", "en", None, "report", "COP-MOP-5"),
    "treaty": ("file", None, None, None, None, None),
}


def read(path, language):
    (source,), _ = find_sources([path], path.parent)
    document = read_document(source, path.parent)
    assert document.source.facts.language == language
    assert verify_document(document) == []
    return document


def written(folder, name, language, form):
    blocks = family(name, language)
    path = folder / f"file-{language}.{form.removeprefix('wrapped ')}"
    if form == "docx":
        write_docx(blocks, language, path)
    elif form == "html":
        path.write_text(as_html(blocks, language), encoding="utf-8")
    elif form == "pdf":
        weasyprint = pytest.importorskip("weasyprint", reason="it sets the PDF of this test")
        page = as_html(blocks, language, FACTS[name][0], paged=True)
        weasyprint.HTML(string=page).write_pdf(str(path))
    else:
        width = 84 if form == "wrapped txt" else 0
        path.write_text(as_text(blocks, language, width), encoding="utf-8")
    return path


def assert_whole(document, name, language):
    """Each block must stand in a paragraph, word for word and in its order."""
    text = without_space("".join(_as_printed(document)))
    assert text == without_space(
        "".join(block.printed for block in family(name, language) if block.kind in _IN_ORDER)
    )


_IN_ORDER = {"mast", "title", "h0", "pre", "p", "bis", "i1", "i2", "i3", "plain", "dec", "annex",
             "item", "art", "h1", "h2", "h3"}  # fmt: skip


def _as_printed(document):
    units = [p for p in document.paragraphs if p.kind not in ("item", "footnote", "note")]
    for unit in sorted(units, key=lambda p: p.start):
        yield unit.printed + unit.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["txt", "wrapped txt", "docx", "html"])
@pytest.mark.parametrize("name", ["decision", "report", "treaty"])
def test_families_have_equal_labels_and_lose_no_word(tmp_path, name, form, language):
    document = read(written(tmp_path, name, language, form), language)
    assert [p.label for p in document.paragraphs] == LABELS[name]
    assert_whole(document, name, language)
    facts = document.source.facts
    assert (
        facts.symbol, facts.date, facts.original_language, facts.agenda_item, facts.series,
        facts.meeting,
    ) == FACTS[name]  # fmt: skip


# Setting a PDF takes a second: each language once, each family twice.
@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("decision", "zh"), ("decision", "ru"), ("report", "ar"), ("report", "es"),
        ("treaty", "fr"), ("treaty", "en"),
    ],
)  # fmt: skip
def test_families_have_equal_labels_as_pdf(tmp_path, name, language):
    document = read(written(tmp_path, name, language, "pdf"), language)
    assert [p.label for p in document.paragraphs] == LABELS[name]
    assert_whole(document, name, language)
