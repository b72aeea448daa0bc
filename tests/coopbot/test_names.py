"""Names of bodies and terms: longest match, inflection, scripts, acronyms."""

from itertools import pairwise
from pathlib import Path

import pytest

from coopbot.names import Form, NameFinder
from coopbot.registry import Registry

REGISTRY = Registry.load(Path("corpus/registry"))


def names(text, kind="organization", language=None):
    return [m.id for m in REGISTRY.find_names(text, language) if m.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("食品标准法典委员会", ["codex"]),
        ("食品标志法典委员会", ["ccfl"]),
        ("绿色海关组织", ["green-customs"]),
        ("绿色海关组织和海关组织", ["green-customs", "wco"]),
        ("环境规划署技术、工业和经济司臭氧行动处", ["ozonaction"]),
        ("环境规划署", ["unep"]),
        ("环境规划署/全环基金有效参与生物技术安全资料交换所能力建设项目", ["unep-gef-bch-project"]),
        ("国际植物检疫门户", ["ipp"]),
        ("国际植物保护公约", ["ippc"]),
        ("联合国危险货物运输小组委员会", ["un-tdg-subcommittee"]),
        ("小组委员会", []),
        ("委员会", []),
        ("世界貿易組織和經合組織", ["wto", "oecd"]),  # Traditional script
        ("秘\n书处 与世界海\n\n关组织", ["cbd-secretariat", "wco"]),
        ("奥胡斯公约秘书处", ["aarhus-convention"]),
        ("两个秘书处", []),
        # A head that two names share belongs to both; the word "of" parts it from the first.
        (
            "生物多样性公约与国际植物保护公约（植保公约）秘书处之间",
            ["cbd-secretariat", "ippc", "ippc"],
        ),
        ("生物多样性公约、世贸组织和经合组织秘书处", ["cbd-secretariat", "wto", "oecd"]),
        ("生物多样性公约与国际植物保护公约之间的合作", ["cbd", "ippc"]),
        ("生物多样性公约和食品标准法典委员会的秘书处", ["cbd", "codex"]),
        ("生物多样性公约的秘书处", ["cbd"]),
    ],
)
def test_find_names_reads_chinese_by_the_longest_form(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "What did the Secretariat do?",
        "the cost for Secretariat staff",
        "Que fait le Secrétariat ?",
        "afin de permettre au Secrétariat d'entretenir",
        "¿Qué hizo la Secretaría?",
        "Что сделал секретариат?",
        "участие секретариата в Инициативе",
        "ماذا فعلت الأمانة؟",
        "موظفي للأمانة",
        "秘书处做了什么？",
    ],
)
def test_find_names_reads_the_secretariat_alone_in_six_languages(text):
    assert names(text) == ["cbd-secretariat"]


@pytest.mark.parametrize(
    "text",
    [
        "the Secretariat of the Basel Convention",
        "the WTO Secretariat",
        "the two secretariats",
        "le Secrétariat de l'OMC",
        "les deux secrétariats",
        "la Secretaría de la OMC",
        "секретариат Орхусской конвенции",
        "оба секретариата",
        "أمانة اتفاقية بازل",
        "الأمانة العامة",
        "国际组织和秘书处",
    ],
)
def test_find_names_leaves_the_secretariats_of_others_alone(text):
    assert "cbd-secretariat" not in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "в третьем и четвертом координационных совещаниях",
        "третье и четвертое координационные совещания",
    ],
)
def test_find_names_reads_russian_neuter_adjectives_in_every_case(text):
    assert names(text, "meeting") == ["coordination-meeting-3", "coordination-meeting-4"]


@pytest.mark.parametrize(
    "text",
    [
        "the World Trade Organization",
        "world trade organization",
        "l'OMC",
        "la OMC",
        "Organisation mondiale du commerce",
        "la Organizacion Mundial del Comercio",  # no accent
        "Всемирной торговой организации",
        "во Всемирную торговую организацию",
        "с ВТО",
        "منظمة التجارة العالمية",
        "ومنظمة التجارة العالمية",
        "لمنظمة التجارة العالمية",
        "世贸组织",
        "世界贸易组织",
    ],
)
def test_find_names_reads_one_body_in_six_languages(text):
    assert names(text) == ["wto"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who cites the WHO and CITES", ["who", "cites"]),
        ("la Organización Mundial de Aduanas", ["wco"]),
        ("the OMC", ["wto"]),
        ("omc", []),
        ("cac", []),
        ("the CAC", ["codex"]),
        ("pic", []),
        ("UNIDO", ["unido"]),
        ("unido", ["unido"]),
        ("UNIDOS", []),
        ("COMCO", []),
        ("Interpol", ["interpol"]),
    ],
)
def test_find_names_takes_acronyms_as_whole_words_in_capitals(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("living modified organisms", "living-modified-organism"),
        ("LMOs", "living-modified-organism"),
        ("改性活生物體", "living-modified-organism"),
        ("живых измененных организмов", "living-modified-organism"),
        ("organismes vivants modifiés", "living-modified-organism"),
        ("OVM", "living-modified-organism"),
    ],
)
def test_find_names_reads_terms_in_any_number_and_case(text, term):
    assert names(text, "term") == [term]


def test_find_names_gives_each_id_of_one_form():
    finder = NameFinder(
        [
            ("a", "organization", Form("ABC", "en", "acronym", "verified")),
            ("b", "term", Form("ABC", "fr", "acronym", "verified")),
        ]
    )
    assert {(m.id, m.start, m.end) for m in finder.find("the ABC")} == {("a", 4, 7), ("b", 4, 7)}


def test_find_names_prefers_the_form_of_the_language():
    match = REGISTRY.find_names("OMC", "es")[0]
    assert (match.id, match.form, match.language) == ("wto", "OMC", "es")


def test_find_names_reports_exact_offsets_and_no_overlap():
    text = "Le PNUE, l'OMC et les Nations; 与世界贸易组织（世贸组织）合作。 ВТО"
    matches = REGISTRY.find_names(text)
    assert [text[m.start : m.end] for m in matches] == [
        "PNUE",
        "OMC",
        "世界贸易组织",
        "世贸组织",
        "ВТО",
    ]
    assert all(a.end <= b.start for a, b in pairwise(matches))
