"""What people type: misspelt, in other characters, without marks, near to another name.

Each line of a group is the language of the words, the paragraphs that are right, and the words.
"""

from __future__ import annotations

import pytest

from coopbot.languages import LANGUAGES
from tests.bundled import bundled_bot

FIRST = 5
"""Places among which a right paragraph has to be."""

TYPED = {
    "typo": """
en | 4,5,6,7,8 | Who coordinates the Green Custms Initiative?
en | 4,5,6,7,8 | aim of the gren customs initiative
en | 14 | Where did the Codex Alimentaruis task force on foods meet?
en | 19 | When is the internatinal workshop in Colonge on acces to information?
en | 12 | What does the ICGBE bibliographic databse contain?
en | 21 | memorandum of coperation with UNIDO signed in Marhc 2007
en | 8 | Ozone Protecion Award
en | 11 | OECD harmonsation of regulatory oversight biotecnology
en | 16 | International Plant Protecton Convention meeting in Rome
en | 20 | coordination meetings in Lusaka and New Dehli
fr | 21 | mémorandum de cooperation avec l'ONUDI signé en mars 2007
fr | 18,17,19 | coopération avec la Convention d'Arhus
fr | 9,10 | Organisation mondiale du comerce statut d'observatuer
fr | 8 | prix de la protection de l'ozonne
es | 9,10 | Organización Mundial del Comerzio condición de observador
es | 21 | memorando de cooperasión con la ONUDI
es | 4,5,6,7,8 | Inicitiva Aduanas Verdes
es | 12 | base de datos bibligráficos científicos del CIIGB
ru | 9,10 | статус наблюдателя во Всемирной торговой организацыи
ru | 21 | меморандум о сотрудничистве с ЮНИДО
ru | 17,18,19 | сотрудничество с секретариатом Орхуской конвенции
ru | 4,5,6,7,8 | инициатива «Зеленая тамажня»
ar | 9,10 | صفة المراقب في منظمة التجاره العالميه
ar | 21 | مذكرة تعاون مع اليونيدوو
ar | 17,18,19 | اتفاقيه ارهوس
zh | 4,5,6,7,8 | 绿色海关倡意的目标
zh | 21 | 工发组织合作备望录
zh | 17,18,19 | 奥胡思公约秘书处的合作
zh | 9,10 | 世界贸易组只观察员地位
zh | 12 | 国际遗传工成和生物技术中心的数据库
en | 14 | Codex Almentarius Commision task force in Chiba
es | 17,18,19 | Convención de Arhus participación del público
""",
    "traditional": """
zh | 4,5,6,7,8 | 綠色海關倡議的目標是什麼？
zh | 5 | 綠色海關倡議的合作夥伴有哪些？
zh | 9,10 | 世界貿易組織的觀察員地位
zh | 21 | 秘書處與聯合國工業發展組織簽署了什麼備忘錄？
zh | 17,18,19 | 奧胡斯公約秘書處的合作
zh | 19 | 國際講習班在德國科隆何時舉行？
zh | 12 | 國際遺傳工程和生物技術中心的書目數據庫
zh | 14 | 食品標準法典委員會特設工作隊在日本千葉縣的會議
zh | 16 | 國際植物保護公約羅馬會議
zh | 22 | 第十八條第三款處理、運輸、包裝和標誌
zh | 8 | 臭氧保護獎
zh | 11 | 經合組織生物技術監管協調工作組
zh | 20 | 盧薩卡和新德里的協調會議
""",
    "pinyin": """
zh | 12 | guoji yichuan gongcheng he shengwu jishu zhongxin ICGEB
zh | 17,18,19 | Aohusi 公约 Aarhus
zh | 7 | Shanghai 绿色海关讲习班
en | 7 | Green Customs workshop in Shanghai
zh | 19 | Kelong Cologne 讲习班 2008年5月
zh | 14 | Chiba 千叶县 工作队
""",
    "diacritics": """
fr | 4,5,6,7,8 | initiative douanes vertes objectif
fr | 17,18,19 | cooperation avec le secretariat de la convention d aarhus
fr | 21 | memorandum de cooperation signe avec l ONUDI
fr | 12 | base de donnees bibliographiques scientifiques du CIGGB
fr | 9,10 | statut d observateur aupres de l OMC
fr | 8 | vingtieme anniversaire du protocole de montreal
fr | 15 | comite du codex sur l etiquetage des denrees alimentaires
fr | 16 | convention internationale pour la protection des vegetaux reunion a rome
fr | 20 | reunions de coordination a lusaka et new delhi
fr | 22 | paragraphe 3 de l article 18 emballage transport identification
es | 4,5,6,7,8 | iniciativa aduanas verdes objetivo
es | 17,18,19 | cooperacion con la secretaria de la convencion de aarhus
es | 21 | memorando de cooperacion con la ONUDI
es | 9,10 | condicion de observador en la organizacion mundial del comercio
es | 12 | base de datos bibliograficos cientificos
es | 22 | parrafo 3 del articulo 18 manipulacion envasado transporte
es | 15 | comite del codex sobre etiquetado de los alimentos
es | 8 | vigesimo aniversario del protocolo de montreal
es | 20 | reuniones de coordinacion en lusaka y nueva delhi
ru | 22 | упаковка и транспортировка живых измененных организмов статья 18
ru | 4,5,6,7,8 | инициатива зелёная таможня
ru | 20 | совещания по координации в Лусаке и Нью-Дели
""",
    "hamza": """
ar | 17,18,19 | التعاون مع امانة اتفاقية ارهوس
ar | 21 | مذكرة تعاون مع منظمة الامم المتحدة للتنمية الصناعية
ar | 13 | غرفة تبادل معلومات السلامة الاحيائية مشروع برنامج الامم المتحدة للبيئة
ar | 12 | المركز الدولي للهندسة الوراثية والتكنولوجيا الاحيائية
ar | 9,10 | منظمه التجاره العالميه صفه المراقب
ar | 15 | لجنة الدستور الغذائي المعنية بتوسيم الاغذية اوتاوا
ar | 19 | حلقة العمل الدولية في كولونيا المانيا 2008
ar | 16 | الاتفاقية الدولية لوقاية النباتات اجتماع روما ايطاليا
ar | 20 | اجتماعات التنسيق في لوساكا ونيودلهي
ar | 22 | المادة 18 الفقرة 3 مناولة الكائنات الحية المحورة
ar | 1 | المقرر BS-III/6 التعاون
""",
    "identifier": """
en | 1,2 | decision BS-lll/6
en | 1,2 | bs iii/6
en | 1,2 | bs 3/6
en | 1,2 | decision BS III / 6
zh | 1,2 | BS-III／6号决定
zh | 1,2 | bs-3/6
fr | 1,2 | décision BS-lll/6
es | 1,2 | decisión bs iii/6
ru | 1,2 | решение BS-Ш/6
ru | 1,2 | решение БС-III/6
ar | 1,2 | المقرر BS-III/٦
en | 17 | BS-ll/6 public awareness Aarhus
en | 17 | bs 2/6 aarhus
en | 14 | BS-lll/10
en | 14 | bs 3/10
zh | 14 | bs 3/10
fr | 14 | bs-lll/10
es | 14 | decisión BS III/10
ru | 14 | решение bs 3/10
ar | 14 | المقرر bs 3/10
en | 14 | BS-III/1O
en | 14 | BS-III/1Ø
zh | 14 | BS-III/1O 号决定
en | 14 | BS-III/11 risk assessment
en | fn2 | UNEP/CBD/BS/C0P-M0P/4/4
en | fn3 | COP-MOP/4/INF/5
en | fn3 | unep/cbd/bs/cop mop/4/inf/23
en | 22 | Art. 18.3
zh | 22 | 第十八条第三款
fr | 22 | art. 18 par. 3
en | 14 | decision BS-lll/1O
fr | 22 | paragraphe 3 de l article 18
es | 22 | art. 18 párr. 3
""",
    "near": """
zh | 14 | 食品标准法典委员会
zh | 15 | 食品标志法典委员会
en | 14 | Codex Alimentarius Commission
en | 15 | Codex Committee on Food Labelling
fr | 15 | Comité du Codex sur l'étiquetage
es | 15 | Comité del Codex sobre Etiquetado
ru | 15 | Комитет Кодекса по маркировке
ar | 15 | لجنة توسيم الأغذية
zh | 21 | 合作备忘录
en | 21 | memorandum of cooperation
fr | 21 | mémorandum de coopération
es | 21 | memorando de cooperación
ru | 21 | меморандум о сотрудничестве
ar | 21 | مذكرة تعاون
zh | 22 | 议定书第18条第3款
en | 22 | Article 18, paragraph 3, of the Protocol
ru | 22 | пункт 3 статьи 18 Протокола
ar | 22 | الفقرة 3 من المادة 18 من البروتوكول
zh | 22 | 世界海关组织
zh | 4,5,6,7,8 | 绿色海关组织
en | 5 | World Customs Organization partner of the Initiative
en | 5 | Montreal Protocol Initiative partnership secretariats Basel Rotterdam Stockholm
ar | 14 | هيئة الدستور الغذائي
fr | 14 | Commission du Codex Alimentarius
""",
}
"""By what is wrong with them, or hard."""

MOST_APART = "near"
"""Names one character or one word from another: only the first place is right."""


def lines(group: str) -> list[tuple[str, set[str], str]]:
    parted = [line.split(" | ") for line in TYPED[group].strip().splitlines()]
    return [(language, set(labels.split(",")), words) for language, labels, words in parted]


@pytest.mark.parametrize("group", TYPED)
def test_what_is_typed_finds_its_paragraph(group: str) -> None:
    depth = 1 if group == MOST_APART else FIRST
    missed = []
    for _, right, words in lines(group):
        hits = bundled_bot().search(words, depth)
        found = [hit.paragraph.label for hit in hits]
        if right.isdisjoint({*found, *(label.split("(")[0] for label in found)}):
            missed.append((words, sorted(right), found))
    assert not missed


def test_probe_is_large_and_in_six_languages() -> None:
    every = [line for group in TYPED for line in lines(group)]
    assert len({words for _, _, words in every}) >= 120
    assert {language for language, _, _ in every} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("食品标准法典委员会", "食品标志法典委员会"),
        ("Codex Alimentarius Commission", "Codex Committee on Food Labelling"),
        ("Article 18, paragraph 3, of the Protocol", "Article 18, paragraph 3, of the Convention"),
        ("议定书第18条第3款", "公约第18条第3款"),
        ("BS-II/6", "BS-III/6"),
    ],
)
def test_near_misses_are_told_apart(one: str, other: str) -> None:
    first, second = (bundled_bot().search(words, 1)[0].paragraph.label for words in (one, other))
    assert first.split("(")[0] != second.split("(")[0]
