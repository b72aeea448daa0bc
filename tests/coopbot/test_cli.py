from __future__ import annotations

import json
import subprocess
import sys

import docx
import pytest

from coopbot import cli
from coopbot.languages import LANGUAGES
from tests.built import make_notes, note
from tests.bundled import (
    NINE_PARTNERS,
    PARTNERS_QUESTION,
    SYMBOL,
    UNANSWERABLE,
    breaches,
    bundled_bot,
    bundled_settings,
    labels_of,
)

ARTICLE_18_2 = {
    "zh": "第18条第2款",
    "en": "Article 18, paragraph 2",
    "fr": "paragraphe 2 de l'article 18",
    "es": "párrafo 2 del artículo 18",
    "ru": "пункт 2 статьи 18",
    "ar": "الفقرة 2 من المادة 18",
}


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process; return its exit status, output and errors."""
    monkeypatch.setenv("COOPBOT_INDEX", str(bundled_settings().index))
    monkeypatch.setenv("COOPBOT_CORPUS", str(bundled_settings().corpus))

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["coopbot", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return call


def sentence(result, status):
    """Return the one sentence that a failed call printed."""
    code, out, err = result
    assert (code, out) == (status, "")
    assert err.count("\n") == 1
    return err.rstrip("\n")


# --- ask ---------------------------------------------------------------------------------------


def test_ask_prints_the_public_json(run):
    code, out, err = run("ask", PARTNERS_QUESTION, "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert breaches(answer, bundled_bot().index) == []
    quotes = "".join(c["quote"] for c in answer["citations"] if c["label"] == "5")
    assert [partner for partner in NINE_PARTNERS if partner not in quotes] == []


def test_ask_finds_the_same_paragraph_in_english(run):
    _, out, _ = run("ask", "Who are the partners of the Green Customs Initiative?", "--json")
    assert "5" in labels_of(json.loads(out))


def test_ask_abstains_with_the_nearest_paragraphs(run):
    code, out, _ = run("ask", UNANSWERABLE, "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["abstained"], answer["reason"]) == (True, "no_evidence")
    assert answer["citations"] == []
    assert answer["nearest"]


def test_ask_prints_answer_citations_and_their_status(run):
    _, out, _ = run("ask", "When was the memorandum with UNIDO signed?")
    assert "March 2007" in out
    assert f"{SYMBOL} ¶21 [zh] official – verbatim" in out
    assert f"{SYMBOL} ¶21 [en] unofficial translation – verbatim" in out


def test_ask_answers_in_the_language_given(run):
    _, out, _ = run("ask", PARTNERS_QUESTION, "--lang", "ru", "--json")
    assert json.loads(out)["language"] == "ru"


def test_ask_as_of_an_earlier_meeting_does_not_see_later_documents(run):
    _, early, _ = run("ask", PARTNERS_QUESTION, "--as-of", "3", "--json")
    assert json.loads(early)["receipt"]["retrieved"] == []
    _, late, _ = run("ask", PARTNERS_QUESTION, "--as-of", "4", "--json")
    assert not json.loads(late)["abstained"]


def test_ask_of_an_empty_question_is_a_wrong_call(run):
    assert sentence(run("ask", ""), 2) == "The question is empty; write what you want to know."


def test_ask_in_an_unknown_language_is_a_wrong_call(run):
    assert (
        sentence(run("ask", "x", "--lang", "de"), 2)
        == "There is no language 'de'; choose one of zh, en, fr, es, ru, ar."
    )


def test_ask_without_an_index_says_what_to_do(run, tmp_path):
    folder = str(tmp_path / "none")
    assert (
        sentence(run("ask", "x", "--index", folder), 1)
        == f"There is no index at {folder}; run `coopbot ingest` to build it."
    )


# --- export and replay -------------------------------------------------------------------------


def test_ask_exports_the_answer_as_a_word_document(run, tmp_path):
    path = tmp_path / "answer.docx"
    code, out, err = run("ask", PARTNERS_QUESTION, "--export", str(path))
    assert (code, err) == (0, "")
    assert "[1]" in out
    paragraphs = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert PARTNERS_QUESTION in paragraphs
    assert any(all(partner in text for partner in NINE_PARTNERS) for text in paragraphs)
    assert [file.name for file in tmp_path.iterdir()] == ["answer.docx"]


@pytest.mark.parametrize(("name", "mark"), [("a.md", "[^1]: "), ("a.html", 'id="note-1"')])
def test_ask_exports_the_answer_as_text_and_page(run, tmp_path, name, mark):
    path = tmp_path / name
    code, out, _ = run("ask", PARTNERS_QUESTION, "--json", "--export", str(path))
    assert code == 0
    assert json.loads(out)["question"] == PARTNERS_QUESTION
    assert mark in path.read_text("utf-8")


def test_ask_refuses_a_format_that_it_cannot_write_before_it_answers(run, tmp_path):
    said = sentence(run("ask", PARTNERS_QUESTION, "--export", str(tmp_path / "a.pdf")), 2)
    assert said.endswith("a.pdf ends in '.pdf'; use one of .docx, .html, .htm, .md, .json.")


def test_replay_of_a_saved_answer_is_the_same(run, tmp_path):
    _, saved, _ = run("ask", PARTNERS_QUESTION, "--json")
    path = tmp_path / "answer.json"
    path.write_text(saved, encoding="utf-8")
    code, out, err = run("replay", str(path))
    assert (code, err) == (0, "")
    assert out == f"Asked again: {PARTNERS_QUESTION}\nThe answer is the same.\n"
    code, out, _ = run("replay", str(path), "--own-build", "--json")
    assert code == 0
    assert {key: json.loads(out)[key] for key in ("same", "differences")} == {
        "same": True,
        "differences": [],
    }


def test_replay_shows_in_plain_words_what_differs(run, tmp_path):
    _, saved, _ = run("ask", PARTNERS_QUESTION, "--json")
    answer = json.loads(saved)
    answer["statements"][0]["text"] = "Another statement."
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    code, out, _ = run("replay", str(path))
    assert code == 1
    assert "- No longer stated: “Another statement.” (verbatim).\n- Now stated: “" in out
    assert out.endswith("The answer is another one.\n")
    code, out, _ = run("replay", str(path), "--json")
    assert code == 1
    assert [one["kind"] for one in json.loads(out)["differences"]] == ["statement", "statement"]


def test_replay_of_what_is_no_receipt_is_a_wrong_call(run, tmp_path):
    path = tmp_path / "answer.json"
    path.write_text("{}", encoding="utf-8")
    assert "holds no answer with a receipt" in sentence(run("replay", str(path)), 2)


# --- search ------------------------------------------------------------------------------------


def test_search_prints_ranked_paragraphs_as_json(run):
    code, out, _ = run("search", "BS-III/10", "-k", "3", "--lang", "fr", "--json")
    found = json.loads(out)
    assert code == 0
    assert [entry["rank"] for entry in found] == [1, 2, 3]
    assert found[0]["label"].startswith("14")
    assert "reference" in found[0]["found_by"]
    assert {entry["language"] for entry in found} == {"fr"}


@pytest.mark.parametrize("k", ["0", "101", "many"])
def test_search_for_a_senseless_number_is_a_wrong_call(run, k):
    code, out, err = run("search", "x", "-k", k)
    assert (code, out) == (2, "")
    assert "'-k'" in err


# --- show --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "label"),
    [("UNEP/CBD/BS/COP-MOP/4/6", "21(c)"), ("4/6", "21（三）"), ("cop-mop/4/6", "¶21 c)")],
)
def test_show_reads_any_form_of_symbol_and_label(run, symbol, label):
    code, out, _ = run("show", symbol, label, "--json")
    shown = json.loads(out)
    assert code == 0
    assert set(shown) == set(LANGUAGES)
    assert {paragraph["label"] for paragraph in shown.values()} == {"21(c)"}
    assert shown["zh"]["text"].startswith("加强合作以便将生物技术安全信息系统纳入")
    assert (shown["zh"]["status"], shown["ar"]["status"]) == ("official", "unofficial")


def test_show_keeps_the_order_of_the_languages_asked_for(run):
    _, out, _ = run("show", "4/6", "21（三）", "--lang", "ar,zh,en")
    heads = [line for line in out.splitlines() if line.startswith(SYMBOL)]
    assert [line.split("[")[1][:2] for line in heads] == ["ar", "zh", "en"]
    assert "¶21（三） [zh] official" in heads[1]
    assert "¶21(ج) [ar] ترجمة غير رسمية" in heads[0]


def test_show_begins_with_the_official_text(run):
    _, out, _ = run("show", "4/6", "5")
    heads = [line for line in out.splitlines() if line.startswith(SYMBOL)]
    assert [line.split("[")[1][:2] for line in heads] == list(LANGUAGES)


def test_show_of_a_document_lists_its_paragraphs(run):
    code, out, _ = run("show", "4/6", "--json")
    paragraphs = json.loads(out)
    assert code == 0
    assert {paragraph["language"] for paragraph in paragraphs} == {"zh"}
    labels = [paragraph["label"] for paragraph in paragraphs]
    assert [label for label in labels if label.isdigit()] == [str(n) for n in range(1, 24)]


def test_show_of_a_document_in_several_languages_puts_them_side_by_side(run):
    _, printed, _ = run("show", "4/6", "--lang", "ar,zh")
    code, out, _ = run("show", "4/6", "--lang", "ar,zh", "--json")
    versions = json.loads(out)
    assert code == 0
    labels = [label for label in versions if label.isdigit()]
    assert labels == [str(n) for n in range(1, 24)]
    assert all(set(versions[label]) == {"ar", "zh"} for label in labels)
    lines = printed.splitlines()
    place = lines.index("5")
    assert lines[place + 1] == f"  [ar] (ترجمة غير رسمية) {versions['5']['ar']['text']}"
    assert lines[place + 2] == f"  [zh] {versions['5']['zh']['text']}"


@pytest.mark.parametrize(
    ("label", "nearest"),
    [("99", "21, 22, 23"), ("21(z)", "21, 21(a), 21(b), 21(c)"), ("0", "1, 2, 3")],
)
def test_show_of_an_unknown_label_names_the_nearest(run, label, nearest):
    assert (
        sentence(run("show", "4/6", label), 1)
        == f"Document {SYMBOL} has no paragraph {label!r}; the nearest are {nearest}."
    )


def test_show_of_an_unknown_symbol_names_the_nearest(run):
    assert (
        sentence(run("show", "UNEP/CBD/BS/COP-MOP/4/7", "5"), 1)
        == "There is no document 'UNEP/CBD/BS/COP-MOP/4/7' in the corpus; the nearest are "
        f"{SYMBOL}."
    )


@pytest.mark.parametrize("languages", ["xx", "zh,,en", "zh;en", ""])
def test_show_in_an_unknown_language_is_a_wrong_call(run, languages):
    assert "There is no language" in sentence(run("show", "4/6", "5", "--lang", languages), 2)


# --- refs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["BS-III/10", "bs 3/10", "BS-lll/10", "第BS-III/10号决定"])
def test_refs_of_a_decision_names_it_and_who_cites_it(run, written):
    code, out, _ = run("refs", written, "--json")
    card = json.loads(out)
    assert code == 0
    assert (card["kind"], card["id"]) == ("decision", "BS-III/10")
    assert {entry["label"] for entry in card["citing"]} == {"14", "14(a)"}
    assert {entry["language"] for entry in card["citing"]} == set(LANGUAGES)
    for entry in card["citing"]:
        assert entry["text"][entry["start"] : entry["end"]] == entry["reference"]


@pytest.mark.parametrize("written", ARTICLE_18_2.values(), ids=ARTICLE_18_2)
def test_refs_of_an_article_reads_the_six_languages(run, written):
    _, out, _ = run("refs", written, "--json")
    card = json.loads(out)
    assert (card["kind"], card["id"]) == ("article", "18(2)")
    assert {entry["label"] for entry in card["citing"]} == {"7"}


def test_refs_prints_each_citing_paragraph_once(run):
    code, out, _ = run("refs", "WCO", "--lang", "zh")
    places = [line.split("]")[0] for line in out.splitlines() if f"{SYMBOL} ¶" in line]
    assert code == 0
    assert out.startswith("World Customs Organization (organization)\n")
    assert len(set(places)) == len(places)
    assert any("¶5 " in place for place in places)


def test_refs_calls_a_decision_in_the_language_asked_for(run):
    _, out, _ = run("refs", "BS-III/10", "--lang", "fr")
    called, *facts = out.splitlines()
    assert called.startswith("BS-III/10 – Paragraphe 2 a) de l’article 18")
    assert called.endswith("(traduction non officielle) (decision)")
    assert any(line.startswith("  renderings: ") and "(unofficial)" in line for line in facts)
    assert "  subjects: article-18, article-18-2a" in facts


def test_refs_of_an_ambiguous_decision_asks_which(run):
    assert (
        sentence(run("refs", "III/6"), 1)
        == "'III/6' fits several things: BS-III/6, COP-III/6; write which one is meant."
    )


def test_refs_of_an_unknown_thing_names_the_nearest(run):
    said = sentence(run("refs", "Article 99"), 1)
    assert said.startswith("No paragraph cites Article 99 and the registry does not know it; ")
    assert "Article 2" in said


def test_refs_of_no_reference_says_how_to_write_one(run):
    assert "write it like BS-III/10" in sentence(run("refs", "nonsense"), 1)


# --- Errors and start --------------------------------------------------------------------------


def test_wrong_setting_is_a_wrong_call(run, monkeypatch):
    monkeypatch.setenv("COOPBOT_SUFFICIENCY", "2")
    assert "sufficiency (COOPBOT_SUFFICIENCY) cannot be '2'" in sentence(run("ask", "x"), 2)


@pytest.mark.parametrize("arguments", [["nosuch"], ["ask"], ["show"], ["ask", "x", "--as-of", "0"]])
def test_wrong_call_shows_the_usage(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: coopbot" in err
    assert "Traceback" not in err


def test_debug_lets_the_error_through(monkeypatch, run):
    from coopbot.errors import NotInCorpus

    monkeypatch.setattr(sys, "argv", ["coopbot", "--debug", "show", "4/9", "5"])
    with pytest.raises(NotInCorpus):
        cli.main()
    assert sentence(run("show", "4/9", "5"), 1).startswith("There is no document '4/9'")


def test_ingest_with_a_file_that_cannot_be_read_ends_with_three(run, tmp_path):
    make_notes(tmp_path, {"empty.txt": "", "NOTE-1/en.txt": note("The workshop is in Lusaka.")})
    index = str(tmp_path / "index")
    code, out, _ = run("ingest", str(tmp_path / "documents"), "--index", index, "--json")
    assert code == 3
    result = json.loads(out)
    outcomes = {file["path"].rsplit("/", 1)[-1]: file["outcome"] for file in result["files"]}
    assert outcomes == {"empty.txt": "empty", "en.txt": "ok"}
    assert result["published"]


def test_cold_ask_loads_no_heavy_library(run):
    code = (
        "import sys\n"
        "from coopbot import cli\n"
        f"sys.argv = ['coopbot', 'ask', {PARTNERS_QUESTION!r}, '--json']\n"
        "try:\n    cli.main()\n"
        "except SystemExit as ended:\n    print(ended.code, file=sys.stderr)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'chromadb', 'langchain',\n"
        "         'langchain_core', 'gradio', 'fastapi', 'pandas', 'scipy', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stderr.splitlines() == ["0", "[]"]
    assert "5" in labels_of(json.loads(done.stdout))
