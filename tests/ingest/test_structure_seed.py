"""The seed document, whole: what a reader of the page sees is what the structure says."""

import re
from itertools import pairwise

import pytest

from ingest.laws import verify_document
from tests.ingest.rewrapping import LANGUAGES, SEED, read_seed, read_text, shape

NUMBERS = [str(number) for number in range(1, 24)]
ITEMS = {"14": "abc", "21": "abcdefg", "22": "abcde", "23": "ab"}
SECTIONS = {
    "I": ("导言", "1 2 3"),
    "II.A": ("绿色海关倡议", "4 5 6 7 8"),
    "II.B": ("与世界贸易组织的合作", "9 10"),
    "II.C": ("信息分享合作", "11 12 13"),
    "II.D": ("与食品标准法典委员会和国际植物保护公约的合作", "14 15 16"),
    "II.E": ("与关于公众意识和参与的奥胡斯公约的合作", "17 18 19"),
    "II.F": ("能力建设", "20 21"),
    "II.G": ("改性活生物体的处理、运输、包装和标志", "22"),
    "III": ("决定草案的基本组成部分", "23"),
}


@pytest.fixture(scope="module")
def seed():
    return read_seed("zh")


@pytest.fixture(scope="module")
def by_label(seed):
    return {paragraph.label: paragraph for paragraph in seed.paragraphs}


@pytest.mark.parametrize("language", LANGUAGES)
def test_seed_keeps_every_law(language):
    assert verify_document(read_seed(language)) == []


def test_seed_labels_in_reading_order(seed):
    order = ["title", "subtitle", "I", "1", "2", "3", "fn*", "II", "II.A", "4", "5", "6", "7", "8"]
    order += ["fn1", "II.B", "9", "10", "II.C", "11", "12", "13", "II.D", "14", "14(a)", "14(b)"]
    order += ["14(c)", "15", "16", "II.E", "17", "18", "19", "II.F", "20", "fn2", "fn3", "21"]
    order += [f"21({letter})" for letter in "abcdefg"] + ["II.G", "22"]
    order += [f"22({letter})" for letter in "abcde"] + ["III", "23", "23(a)", "23(b)"]
    assert [paragraph.label for paragraph in seed.paragraphs] == order


def test_seed_kinds(seed):
    kinds = {}
    for paragraph in seed.paragraphs:
        kinds.setdefault(paragraph.kind, []).append(paragraph.label)
    assert kinds["title"] == ["title", "subtitle"]
    assert kinds["paragraph"] == NUMBERS
    assert kinds["footnote"] == ["fn*", "fn1", "fn2", "fn3"]
    assert kinds["item"] == [f"{n}({letter})" for n, letters in ITEMS.items() for letter in letters]
    assert len(kinds["heading"]) == 10
    assert set(kinds) == {"title", "paragraph", "footnote", "item", "heading"}


def test_seed_headings_stand_above_their_paragraphs(by_label):
    for label, (text, numbers) in SECTIONS.items():
        assert by_label[label].text == text
        outer = ("关于当前合作活动的概览",) if label.startswith("II.") else ()
        for number in numbers.split():
            assert by_label[number].heading == (*outer, text)


def test_seed_heading_numerals_are_kept_as_printed(by_label):
    printed = {label: by_label[label].printed for label in ("I", "II", "III", "II.A")}
    assert printed == {"I": "一、", "II": "二.", "III": "三.", "II.A": "A."}


def test_seed_title(by_label):
    assert by_label["title"].text == "与其他组织、公约和倡议的合作"
    assert by_label["subtitle"].text == "执行秘书的说明"


def test_seed_soft_breaks_inside_references_words_and_dates_are_gone(by_label):
    assert "第 BS-III/6 号决定中，请执行秘书" in by_label["1"].text
    assert by_label["1"].text.endswith("努力实现增效协力，特别是加强能力建设。")
    assert "标志和单据要求的第 18 条第 2 款问题" in by_label["7"].text
    assert "1990 年以来各国家" in by_label["12"].text
    assert "2007 年 9 月 24 日至 28 日在日本千叶县" in by_label["14"].text
    assert "在这方面，参与生物技术安全教育" in by_label["20"].text
    assert "4 月 16 日至 18 日在马来西亚" in by_label["20"].text
    assert by_label["fn3"].text.endswith(
        "UNEP/CBD/BS/COP-MOP/4/INF/5 和 UNEP/CBD/BS/COP-MOP/4/INF/23。"
    )


def test_seed_spaces_printed_inside_lines_stay(by_label):
    assert "于2007年8月在毛里求斯" not in by_label["7"].text
    assert "为2007年8月在毛里求斯" in by_label["7"].text
    assert "第 BS-II/6 号决定(f)段" in by_label["22"].text


def test_seed_line_breaks_are_the_only_change(seed):
    for paragraph in seed.paragraphs:
        for line in "".join(seed.text[a:b] for a, b in paragraph.spans).split("\n"):
            assert re.sub(r"\s", "", line) in re.sub(r"\s", "", paragraph.text)
            # What stood on one line stands there character for character.
            assert line.strip() in paragraph.text or paragraph.kind == "item"


def test_seed_footnote_cuts_no_sentence(by_label, seed):
    chapeau = "两个组织将通过《合作备忘录》进行合作，以便：（一）加强发展中国家"
    assert chapeau in by_label["21"].text
    assert len(by_label["21"].spans) == 2
    gap = seed.text[by_label["21"].spans[0][1] : by_label["21"].spans[1][0]]
    assert "关于这一问题的进一步资料" in gap
    assert "INF/23。" in gap


def test_seed_footnotes_hang_on_their_marks(by_label, seed):
    marks = {
        (paragraph.label, note.label): paragraph.text[note.start : note.end]
        for paragraph in seed.paragraphs
        for note in paragraph.notes
    }
    assert marks == {("8", "fn1"): "1/", ("20", "fn2"): "2/", ("20", "fn3"): "3/"}
    assert by_label["8"].text.endswith("支持该倡议的工作。1/")
    assert by_label["fn1"].heading == by_label["8"].heading
    assert by_label["fn1"].printed == "1/"
    assert by_label["fn1"].text.startswith("绿色海关倡议进程的两年期内")
    assert by_label["fn*"].text == "UNEP/CBD/BS/COP-MOP/4/1。"


def test_seed_items_are_views_on_their_paragraph(by_label):
    assert by_label["21(c)"].printed == "（三）"
    assert by_label["21(c)"].parent == "21"
    assert by_label["21(b)"].text == "查明、设计并酌情实施有助于生物技术安全能力建设努力的项目："
    assert by_label["21(f)"].text.endswith("模块和课程；")
    assert by_label["21(g)"].text == "提供人员交流的机会。"
    assert by_label["21"].text.endswith("与工发组织一道组织的。")
    assert by_label["22(c)"].text == "万国邮政联盟；"
    assert by_label["14(b)"].text.endswith("第 BS-III/9 号决定第 3 段）；")


def test_seed_items_on_their_own_lines_stay_on_their_own_lines(by_label):
    lines = by_label["23"].text.split("\n")
    assert [line[:4] for line in lines] == ["谨提议作", "（一） ", "（二） "]
    assert "\n" not in by_label["21"].text


def test_seed_pages_are_inferred_from_the_space_at_their_head(seed, by_label):
    assert [seed.text[page : page + 6].strip()[:4] for page in seed.pages] == [
        "与其他组", "二. 关", "B. 与", "15. ", "（一）加",
    ]  # fmt: skip
    pages = {label: by_label[label].page for label in ("title", "3", "4", "8", "9", "14", "15")}
    assert pages == {"title": 1, "3": 1, "4": 2, "8": 2, "9": 3, "14": 3, "15": 4}
    assert (by_label["21"].page, by_label["21(a)"].page, by_label["23"].page) == (4, 5, 5)


def test_seed_end_mark_is_an_artefact(seed):
    marks = [a for a in seed.artefacts if a.kind == "end-mark"]
    assert [seed.text[a.start : a.end] for a in marks] == ["- - - - -"]


def test_seed_number_markers_are_artefacts_not_text(seed, by_label):
    markers = [seed.text[a.start : a.end] for a in seed.artefacts if a.kind == "marker"]
    assert [m for m in markers if re.fullmatch(r"\d+\.", m)] == [f"{n}." for n in NUMBERS]
    assert "1\n/" in markers
    assert not by_label["21"].text.startswith("21")


def test_seed_does_not_need_the_spaces_at_line_ends(seed):
    stripped = re.sub(r" +\n", "\n", (SEED / "zh.txt").read_text(encoding="utf-8"))
    assert shape(read_text(stripped)) == shape(seed)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("without blank lines", lambda text: re.sub(r"\n+", "\n", text)),
        ("with double blank lines", lambda text: text.replace("\n", "\n\n")),
        ("with CR LF", lambda text: text.replace("\n", "\r\n")),
        ("with no-break spaces", lambda text: text.replace(" ", "\u00a0")),
        ("without indents or ends", lambda text: re.sub(r" *\n+ *", "\n", text)),
    ],
)
def test_seed_structure_survives_other_white_space(seed, name, change):
    text = change((SEED / "zh.txt").read_text(encoding="utf-8"))
    document = read_text(text)
    assert verify_document(document) == []
    assert shape(document) == shape(seed), name


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_translation_has_the_labels_of_the_original(language, seed):
    translation = read_seed(language)
    own = [p.label for p in seed.paragraphs if p.kind != "footnote"]
    labels = [
        p.label
        for p in translation.paragraphs
        if p.kind not in ("note", "notice", "footnote") and p.label != "tn"
    ]
    assert labels == own
    footnotes = {p.label for p in translation.paragraphs if p.kind == "footnote"}
    assert footnotes == {"fn*", "fn1", "fn2", "fn3"}
    marks = {(p.label, note.label) for p in translation.paragraphs for note in p.notes}
    assert marks == {("8", "fn1"), ("20", "fn2"), ("20", "fn3")}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_translation_sets_its_notice_and_notes_apart(language):
    translation = read_seed(language)
    first = translation.paragraphs[0]
    assert (first.kind, first.label) == ("notice", "notice")
    assert first.text.startswith("[")
    assert first.text.endswith("]")
    notes = [p for p in translation.paragraphs if p.kind == "note"]
    assert notes
    for note in notes:
        assert re.fullmatch(r"tn(?:\d+|-fn\d)(?:-\d+)?", note.label)
        assert re.fullmatch(r"\[(?:¶\d+|fn\d)\]", note.printed)
        assert not note.text.startswith("[")
    assert {a.kind for a in translation.artefacts} == {"marker", "end-mark"}


def test_seed_offsets_of_paragraphs_ascend(seed):
    starts = [p.start for p in seed.paragraphs if p.kind in ("paragraph", "heading", "title")]
    assert all(left < right for left, right in pairwise(starts))
