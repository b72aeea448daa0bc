"""The registry: loading, checking, looking up; and the data of the corpus."""

import pickle
import re
from pathlib import Path

import pytest

from coopbot.decisions import canonical_decision
from coopbot.entries import Title
from coopbot.errors import RegistryError
from coopbot.labels import parse_label
from coopbot.languages import LANGUAGES
from coopbot.registry import Registry
from coopbot.symbols import display_symbol

FOLDER = Path("corpus/registry")
SEED = "UNEP/CBD/BS/COP-MOP/4/6"


@pytest.fixture(scope="module")
def registry():
    return Registry.load(FOLDER)


def write(folder, name, text):
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_registry_dump_and_from_json_keep_everything(registry, tmp_path):
    registry.dump(tmp_path / "registry.json")
    again = Registry.from_json(tmp_path / "registry.json")
    assert again == registry
    assert again.fingerprint == registry.fingerprint


def test_registry_can_be_sent_to_another_process(registry):
    names = registry.find_names("世贸组织")
    assert pickle.loads(pickle.dumps(registry)).find_names("世贸组织") == names


def test_registry_fingerprint_follows_the_content(tmp_path):
    form = "{form: %s, kind: preferred, status: verified}"
    term = f"schema: 1\nterms:\n  - id: lmo\n    forms:\n      en:\n        - {form}\n"
    first = Registry.load(write(tmp_path, "glossary", term % "LMO")).fingerprint
    second = Registry.load(write(tmp_path, "glossary", term % "LMOs")).fingerprint
    assert first != second


def test_registry_without_a_folder_says_what_to_do(tmp_path):
    with pytest.raises(RegistryError) as error:
        Registry.load(tmp_path / "none")
    assert str(error.value) == (
        f"There is no registry folder {tmp_path / 'none'}; set COOPBOT_CORPUS to a folder that has "
        "registry/."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("schema: 2\n", "organizations.yaml, field schema: 2; this program reads schema 1."),
        ("- a\n", "organizations.yaml holds list at its top; write a mapping with `schema`."),
        (
            "schema: 1\norganizations: no\n",
            "organizations.yaml, field organizations: bool; write a list of entries.",
        ),
        (
            "schema: 1\norganizations:\n  - {type: igo}\n",
            "organizations.yaml, organizations entry 1, field id: None; write a text.",
        ),
        (
            "schema: 1\norganizations:\n  - {id: a, type: 3}\n",
            "organizations.yaml, entry a, field type: 3; write a text.",
        ),
        (
            "schema: 1\norganizations:\n  - {id: a, type: igo, names: {xx: []}}\n",
            "organizations.yaml, entry a, field names: 'xx'; write one of zh, en, fr, es, ru, ar.",
        ),
        (
            "schema: 1\norganizations:\n  - id: a\n    type: igo\n    names:\n      en:\n"
            "        - {form: A, kind: full, status: sure}\n",
            "organizations.yaml, entry a, names.en 1, field status: 'sure'; write one of verified, "
            "inferred, unverified.",
        ),
        (
            "schema: 1\norganizations:\n  - {id: a, type: igo}\n  - {id: a, type: igo}\n",
            "organizations.yaml, organizations entry 2, field id: 'a' stands twice; write each "
            "entry once.",
        ),
    ],
)
def test_registry_names_file_entry_field_and_value(tmp_path, text, message):
    with pytest.raises(RegistryError) as error:
        Registry.load(write(tmp_path, "organizations", text))
    assert str(error.value) == message


TITLED = "schema: 1\n%s:\n  - id: compliance\n    title: {en: Compliance}\n    renderings: {%s}\n"


@pytest.mark.parametrize("kind", ["subjects", "chains"])
def test_title_is_what_a_source_has_before_what_was_rendered(tmp_path, kind):
    loaded = Registry.load(write(tmp_path, "decisions", TITLED % (kind, "fr: Respect")))
    (thing,) = loaded.subjects.values() if kind == "subjects" else loaded.chains
    assert thing.title_in("en") == Title("Compliance", "en", rendered=False)
    assert thing.title_in("fr") == Title("Respect", "fr", rendered=True)
    assert thing.title_in("ru") is None
    assert thing.best_title("ru") == thing.title_in("en")


def test_registry_refuses_a_rendering_in_a_language_that_has_a_title(tmp_path):
    with pytest.raises(RegistryError) as error:
        Registry.load(write(tmp_path, "decisions", TITLED % ("subjects", "en: Observance")))
    assert str(error.value) == (
        "decisions.yaml, entry compliance, field renderings: 'en'; write only languages that "
        "`title` does not have."
    )


def test_registry_refuses_broken_yaml(tmp_path):
    with pytest.raises(RegistryError, match=r"^glossary\.yaml is not readable YAML: "):
        Registry.load(write(tmp_path, "glossary", "a: [1\n"))


def test_registry_refuses_a_damaged_compiled_file(tmp_path):
    (tmp_path / "registry.json").write_text("{", "utf-8")
    with pytest.raises(RegistryError, match="cannot be read"):
        Registry.from_json(tmp_path / "registry.json")


def test_registry_looks_up_by_id(registry):
    assert registry.organization("wto").name("fr") == "Organisation mondiale du commerce"
    assert registry.decision("BS-II/6(f)").id == "BS-II/6"
    assert registry.article("18(2)(a)").titles["zh"] == "处理、运输、包装和标志"
    assert registry.meeting(4).dates == ("2008-05-12/2008-05-16",)
    assert registry.meeting("COP-MOP-4").places == ("Bonn",)
    assert registry.term("biosafety").name("es") == "seguridad de la biotecnología"
    assert registry.document("UNEP/CBD/BS/COP-MOP/4/INF/6").titles["zh"].endswith("的报告")
    assert registry.decision("BS-I/99") is None


def test_registry_gives_forms_across_languages(registry):
    forms = {(form.form, form.language) for form in registry.aliases("wto")}
    assert {("世贸组织", "zh"), ("OMC", "fr"), ("ВТО", "ru")} <= forms
    assert {form.language for form in registry.aliases("wto", "ar")} == {"ar"}
    assert registry.aliases("nobody") == ()


def test_registry_knows_the_chain_of_a_provision(registry):
    chain = next(chain for chain in registry.chains_of("BS-III/10") if chain.id == "article-18-2a")
    assert [member for member, _ in chain.members][:3] == ["BS-I/6", "BS-III/10", "BS-IV/9"]


def test_registry_knows_the_errata_of_a_paragraph(registry):
    forms = {erratum.form for erratum in registry.errata_of(SEED, "15")}
    assert {"食品标志法典委员会", "改基因/基因工程"} <= forms
    assert registry.errata_of(SEED, "1") == ()


# -- the data of the corpus ------------------------------------------------------------------


def test_registry_ids_are_canonical(registry):
    assert all(canonical_decision(identity) == identity for identity in registry.decisions)
    assert all(display_symbol(symbol) == symbol for symbol in registry.documents)
    assert all(parse_label(label) == label for e in registry.errata for label in e.labels)


def test_registry_references_inside_it_exist(registry):
    for organization in registry.organizations.values():
        assert organization.parent is None or organization.parent in registry.organizations
    for decision in registry.decisions.values():
        assert {*decision.predecessors, *decision.successors} <= set(registry.decisions)
    for article in registry.articles.values():
        assert set(article.decisions) <= set(registry.decisions)
    for event in registry.events.values():
        assert event.organization in registry.organizations
    for document in registry.documents.values():
        assert document.meeting in registry.meetings


def test_registry_errata_stand_in_the_document(registry):
    text = Path("corpus/documents/UNEP-CBD-BS-COP-MOP-4-6/zh.txt").read_text("utf-8")
    compact = re.sub(r"\s", "", text)
    for erratum in registry.errata:
        assert re.sub(r"\s", "", erratum.form) in compact, erratum.id


def test_registry_names_every_body_in_the_six_languages(registry):
    partners = [o for o in registry.organizations.values() if o.id != "unep-gef-bch-project"]
    for organization in partners:
        missing = set(LANGUAGES) - {form.language for form in organization.forms}
        assert missing <= {"es", "ar"} if organization.id == "ista" else not missing, (
            organization.id,
            missing,
        )


def titled_things(registry):
    return [*registry.decisions.values(), *registry.subjects.values(), *registry.chains]


SCRIPT = {
    "zh": r"[\u4e00-\u9fff]",
    "ru": r"[\u0400-\u04ff]",
    "ar": r"[\u0600-\u06ff]",
    **dict.fromkeys(("en", "fr", "es"), r"[A-Za-zÀ-ÿ]"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_decisions_subjects_and_chains_have_a_title_in_the_script_of_each_language(
    registry, language
):
    things = titled_things(registry)
    assert len(things) > 150
    foreign = {one for code, one in SCRIPT.items() if one != SCRIPT[language] and code != "en"}
    for thing in things:
        title = thing.title_in(language)
        assert title is not None, thing.id
        assert title.text == title.text.strip() != "", thing.id
        assert re.search(SCRIPT[language], title.text), (thing.id, title.text)
        # The letters of items and paragraphs stay Latin where the United Nations write them so.
        words = re.sub(r"\(?[a-z]\)", "", title.text)
        assert not any(re.search(script, words) for script in foreign), (thing.id, title.text)


def test_title_is_unofficial_exactly_where_it_was_rendered(registry):
    for thing in titled_things(registry):
        assert thing.titles, thing.id
        assert {*thing.titles, *thing.renderings} == set(LANGUAGES), thing.id
        for language in LANGUAGES:
            assert thing.title_in(language).rendered is (language not in thing.titles)


def test_decisions_of_the_chinese_report_have_its_titles_and_renderings_of_them(registry):
    seen = {d.id for d in registry.decisions.values() if set(d.titles) == {"zh"}}
    assert seen == {f"BS-IV/{number}" for number in range(1, 14)}
    assert registry.decision("BS-IV/1").titles == {"zh": "履约委员会的报告"}
    assert registry.decision("BS-IV/1").title_in("en").rendered


def test_decisions_name_subjects_of_the_registry(registry):
    for decision in registry.decisions.values():
        assert {one.id for one in registry.subjects_of(decision)} == set(decision.subjects)


def test_titles_and_renderings_are_no_names_to_be_found_in_a_question(registry, tmp_path):
    for path in FOLDER.glob("*.yaml"):
        if path.stem != "decisions":
            write(tmp_path, path.stem, path.read_text("utf-8"))
    without = Registry.load(tmp_path)
    assert without.chinese_words() == registry.chinese_words()
    for thing in titled_things(registry):
        for language in LANGUAGES:
            text = thing.title_in(language).text
            assert registry.find_names(text, language) == without.find_names(text, language)
        assert registry.aliases(thing.id) == without.aliases(thing.id)


def test_registry_files_name_no_place_outside_the_project():
    for path in FOLDER.glob("*.yaml"):
        assert "shared/" not in path.read_text("utf-8"), path.name
