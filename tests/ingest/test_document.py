"""From a file to a document: masthead, gate, outcome, alignment."""

import re

import pytest

from coopbot.errors import UnreadableFile
from coopbot.types import Artefact, DocumentFacts, SourceFile
from ingest.alignment import Gap, Match, align
from ingest.document import iter_documents, outcome_of, read_document
from ingest.gate import gated, page_fault
from ingest.masthead import Masthead, meeting_of, read_masthead, series_of
from ingest.paragraphs import document_from
from ingest.reading import Reading
from ingest.sources import find_sources
from tests.ingest.rewrapping import LANGUAGES, SEED, read_seed, read_text

SYMBOL = "UNEP/CBD/BS/COP-MOP/4/8"
MASTHEADS = {
    language: "\n".join((SYMBOL, *lines))
    for language, lines in {
        "en": ("4 February 2008", "ORIGINAL: ENGLISH", "Item 10 of the provisional agenda*"),
        "fr": ("4 février 2008", "ORIGINAL : ANGLAIS", "Point 10 de l'ordre du jour"),
        "es": ("4 de febrero de 2008", "ORIGINAL: INGLÉS", "Tema 10 del programa"),
        "ru": ("4 февраля 2008 года", "ORIGINAL: ENGLISH", "Пункт 10 повестки дня"),
        "zh": ("2008年2月4日", "ORIGINAL: ENGLISH", "临时议程*项目10"),
        "ar": ("4 شباط/فبراير 2008", "ORIGINAL: ENGLISH", "البند 10 من جدول الأعمال"),
    }.items()
}


@pytest.mark.parametrize("language", MASTHEADS)
def test_masthead_in_six_languages(language):
    assert read_masthead(f"CBD\nDistr.\nGENERAL\n{MASTHEADS[language]}\nTITLE\n") == Masthead(
        "UNEP/CBD/BS/COP-MOP/4/8", "en", "2008-02-04", "10"
    )


@pytest.mark.parametrize(
    "symbol",
    [
        "UNEP/CBD/BS/COP-MOP/5/INF/7", "CBD/CP/MOP/9/L.1", "UNEP/CBD/BS/COP-MOP/4/CRP.3",
        "UNEP/CBD/BS/COP-MOP/4/INF/5/Rev.1", "CBD/CP/MOP/DEC/VIII/12", "UNEP/CBD/QR/38",
    ],
)  # fmt: skip
def test_masthead_symbols_of_all_series(symbol):
    assert read_masthead(f"CBD\n{symbol}\n4 February 2008\nENGLISH ONLY\n").symbol == symbol


def test_first_item_of_a_report_is_not_the_agenda_item_of_the_document():
    assert (
        read_masthead(f"{SYMBOL}\n\nREPORT\n\nITEM 1. OPENING OF THE MEETING\n").agenda_item is None
    )


def test_masthead_is_not_found_in_a_text_that_only_cites():
    assert read_masthead("1. See UNEP/CBD/BS/COP-MOP/4/8 of 4 February 2008.") == Masthead()


@pytest.mark.parametrize(
    ("symbol", "series", "meeting"),
    [
        ("UNEP/CBD/BS/COP-MOP/4/6", "pre-session", "COP-MOP-4"),
        ("UNEP/CBD/BS/COP-MOP/4/INF/23", "information", "COP-MOP-4"),
        ("UNEP/CBD/BS/COP-MOP/4/1/Add.1", "agenda", "COP-MOP-4"),
        ("UNEP/CBD/BS/COP-MOP/4/L.2", "limited", "COP-MOP-4"),
        ("CBD/CP/MOP/DEC/VIII/1", "decision", "COP-MOP-8"),
        ("CBD/CP/MOP/9/13", "pre-session", "COP-MOP-9"),
        ("garden", None, None),
    ],
)
def test_symbol_tells_series_and_meeting(symbol, series, meeting):
    assert (series_of(symbol), meeting_of(symbol)) == (series, meeting)


def document_of(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    (source,), refused = find_sources([folder / name], folder)
    assert refused == []
    return read_document(source, folder)


def test_loose_file_takes_its_facts_from_the_masthead(tmp_path):
    text = f"{MASTHEADS['fr']}\nCOOPÉRATION\nNote du Secrétaire exécutif\n\n1. La Conférence.\n"
    facts = document_of(tmp_path, "scan.txt", text.replace("\n", "\n\n")).source.facts
    assert (facts.symbol, facts.language) == ("UNEP/CBD/BS/COP-MOP/4/8", "fr")
    assert (facts.date, facts.original_language, facts.agenda_item) == ("2008-02-04", "en", "10")
    assert (facts.title, facts.series, facts.meeting) == ("COOPÉRATION", "pre-session", "COP-MOP-4")
    assert facts.inferred == ("language",)


def test_document_that_is_not_of_the_un_is_named_by_its_file(tmp_path):
    facts = document_of(tmp_path, "gardens.txt", "Gardens need the water and the sun.").source.facts
    assert (facts.symbol, facts.language, facts.series) == ("gardens", "en", None)


def test_what_the_manifest_says_stands():
    files, _ = find_sources([SEED / "zh.txt"], SEED.parents[1])
    facts = read_document(files[0], SEED.parents[1]).source.facts
    assert facts == files[0].facts


def test_iter_documents_gives_the_error_of_a_bad_file_and_goes_on(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("1. Good.", encoding="utf-8")
    files, _ = find_sources([tmp_path], tmp_path)
    bad, good = (result for _, result in iter_documents(files, tmp_path))
    assert isinstance(bad, UnreadableFile)
    assert bad.outcome == "empty"
    assert str(bad) == "a.txt is empty (0 bytes); bring the file again"
    assert good.paragraphs[0].text == "Good."


def test_reading_twice_gives_the_same_document():
    files, _ = find_sources([SEED], SEED.parents[1])
    for source in files:
        assert read_document(source, SEED.parents[1]) == read_document(source, SEED.parents[1])


def test_warning_of_lost_text_makes_the_outcome_partial():
    document = read_text("1. One.\n", "en")
    assert outcome_of(document) == ("ok", None)
    damaged = gated(
        Reading(text=document.text, format="text", warnings=("partial: page 2 is a scan",)),
        "en",
        "a",
    )
    source = SourceFile("a", "", 0, DocumentFacts("X", "en"))
    assert outcome_of(document_from(damaged, source)) == ("partial", "page 2 is a scan")


@pytest.mark.parametrize("language", LANGUAGES)
def test_gate_lets_honest_text_through(language):
    text = (SEED / f"{language}.txt").read_text(encoding="utf-8")
    reading = Reading(text=text, format="text")
    assert gated(reading, language, "seed") == reading
    assert page_fault(text, language) is None


def with_vowel_signs(text):
    return "".join(c + "\u064e" if "\u0621" <= c <= "\u064a" else c for c in text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", with_vowel_signs((SEED / "ar.txt").read_text(encoding="utf-8"))),
        ("fr", "L’organe a-t-il l’accord d’un État d’origine, à l’égard d’un organisme qu’il n’a "
               "pas à l’annexe ? S’il y a lieu, l’examen d’une demande s’étend à l’usage qu’on a "
               "l’intention d’en faire, à l’avis d’un expert, à l’étude d’impact et à l’aide qu’on "
               "a à offrir."),
        ("es", "¿Y a quién o a qué se dirige el país, conforme a las leyes y a los protocolos, o a "
               "la lista o a la nota, y a las comunidades y a los usuarios, sea a título propio o "
               "a petición, u a otro y a otra, y a su costa o a la de todos?"),
        ("en", "J. R. R. Doe and A. B. Roe chose a set P, a set Q and a norm such that the value "
               "f(n) of each number falls below n as it grows; items a) to c) of the list, or "
               "(d) and e., state what a reader can expect of it when the sets are of one size."),
        ("en", "2,044 likes and nine people \U000f13cb talk about this page of the clearing-house "
               "\U000f02cb where members share the news of the meeting \U000f07e0."),
    ],
)  # fmt: skip
def test_gate_lets_vowel_signs_elisions_and_formulas_through(language, text):
    reading = Reading(text=text, format="text")
    assert gated(reading, language, "a.txt") == reading


def plain(language):
    return (SEED / f"{language}.txt").read_text(encoding="utf-8").split("- - - - -")[0]


@pytest.mark.parametrize(
    ("language", "ruin", "what"),
    [
        ("ar", lambda text: " ".join(text), "words of a single letter"),
        ("ar", lambda text: with_vowel_signs(" ".join(text)), "words of a single letter"),
        ("es", lambda text: " ".join(text), "words of a single letter"),
        # A converter that parts one word in three.
        ("ru", lambda text: re.sub(r"(\w+ \w+ )(\w)(\w+)", r"\1\2 \3", text), "single letter"),
        ("fr", lambda text: re.sub(r"(\w+ \w+ )(\w)(\w+)", r"\1\2 \3", text), "single letter"),
        ("zh", lambda text: text.replace("的", "\ufffd").replace("作", "\ue001"),
         "characters without meaning"),
        ("ru", lambda text: text.encode("cp1251", "ignore").decode("latin-1"),
         "letters of the expected script"),
    ],
)  # fmt: skip
def test_gate_refuses_ruined_text_with_the_figure(language, ruin, what):
    reading = Reading(text=ruin(plain(language)), format="text")
    with pytest.raises(UnreadableFile, match=rf"{what}: [\d.]+%, the limit is"):
        gated(reading, language, "a.pdf")


def test_text_filed_under_another_language_gets_a_remark(tmp_path):
    for language in LANGUAGES:
        assert not any("reads as" in warning for warning in read_seed(language).warnings)
    (tmp_path / "fr.txt").write_text(read_seed("es").text, "utf-8")
    facts = DocumentFacts(symbol=SYMBOL, language="fr")
    document = read_document(SourceFile("fr.txt", "", 0, facts), tmp_path)
    assert document.warnings[-1] == (
        "the text reads as Spanish and is filed as French; check the file's name and the manifest"
    )
    assert document.source.facts.language == "fr"


def test_gate_refuses_a_text_without_any_letter_that_was_decoded():
    reading = Reading(text="\ufffd" * 200, format="pdf")
    with pytest.raises(UnreadableFile, match=r"characters without meaning: 100\.0%"):
        gated(reading, "en", "a.pdf")


def test_text_that_is_all_furniture_has_no_paragraph():
    furniture = (Artefact("page-number", 0, 6),)
    reading = Reading(text="Page 1\n", format="pdf", furniture=furniture)
    document = document_from(reading, SourceFile("a", "", 0, DocumentFacts("X", "en")))
    assert document.paragraphs == ()


def test_gate_sets_a_ruined_page_aside_and_reports_it():
    good, bad = plain("ar")[:6000], " ".join(plain("ar")[6000:7500])
    text = good + bad + good
    pages = (0, len(good), len(good) + len(bad))
    reading = gated(Reading(text=text, format="pdf", pages=pages), "ar", "a.pdf")
    (warning,) = reading.warnings
    assert warning.startswith("partial: page 2 is ruined and left out (words of a single letter")
    document = document_from(reading, SourceFile("a", "", 0, DocumentFacts("X", "ar")))
    inside = [p for p in document.paragraphs if any(pages[1] <= s < pages[2] for s, _ in p.spans)]
    assert inside == []


def test_gate_reports_lost_accents():
    text = plain("fr").encode("ascii", "ignore").decode()
    (warning,) = gated(Reading(text=text, format="pdf"), "fr", "a.pdf").warnings
    assert warning == ("partial: letters are missing (accented letters: 0.0%, the limit is 0.4%)")


def test_alignment_of_the_seed_is_whole():
    seed = read_seed("zh")
    for language in LANGUAGES[1:]:
        result = align(seed, read_seed(language))
        assert result.gaps == ()
        assert not any(match.proposed for match in result.matches)
        assert len(result.matches) == len(seed.paragraphs)


def test_alignment_proposes_and_reports_what_labels_do_not_join():
    one = read_text("1. First of 2006.\n\n2. Second of 2007 by WTO.\n\n3. Third.\n", "en")
    other = read_text("1. Premier de 2006.\n\nDeuxième de 2007, WTO.\n\n3. Troisième.\n", "fr")
    other_labels = [p.label for p in other.paragraphs]
    assert other_labels == ["1", "b1", "3"]
    result = align(one, other)
    assert result.matches == (Match("1", "1", False), Match("3", "3", False))
    assert result.gaps == (Gap("2", "fr"), Gap("b1", "en"))
    assert list(map(str, result.gaps)) == [
        "fr has no counterpart of 2",
        "en has no counterpart of b1",
    ]


def test_alignment_proposes_a_pair_of_one_kind_with_the_same_figures():
    one = read_text("1. One.\n\nIn 2007 the WTO met.\n\n2. Two.\n", "en")
    other = read_text("1. Un.\n\nUn mot de 1999.\n\nEn 2007, la WTO.\n\n2. Deux.\n", "fr")
    result = align(one, other)
    assert result.matches == (
        Match("1", "1", False), Match("b1", "b2", True), Match("2", "2", False),
    )  # fmt: skip
    assert result.gaps == (Gap("b1", "en"),)


def test_alignment_joins_blocks_of_equal_number():
    one = read_text("Recalling this,\n\n1. One.\n", "en")
    other = read_text("Rappelant cela,\n\n1. Un.\n", "fr")
    assert align(one, other).matches == (Match("b1", "b1", False), Match("1", "1", False))
