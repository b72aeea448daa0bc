"""The words of views that are ours, in six languages: titles, columns, names of rows."""

from __future__ import annotations

from coopbot.languages import LANGUAGES

_WORDS: dict[str, dict[str, str]] = {
    "timeline": {
        "zh": "按时间排列", "en": "In order of time", "fr": "Dans l'ordre chronologique",
        "es": "En orden cronológico", "ru": "В хронологическом порядке", "ar": "حسب الترتيب الزمني",
    },
    "comparison": {
        "zh": "对照", "en": "Side by side", "fr": "En regard", "es": "Comparación",
        "ru": "Сопоставление", "ar": "مقارنة",
    },
    "decision_card": {
        "zh": "决定 {id}", "en": "Decision {id}", "fr": "Décision {id}", "es": "Decisión {id}",
        "ru": "Решение {id}", "ar": "المقرر {id}",
    },
    "article_card": {
        "zh": "《议定书》第18条：{title}", "en": "Article 18 of the Protocol: {title}",
        "fr": "Article 18 du Protocole : {title}", "es": "Artículo 18 del Protocolo: {title}",
        "ru": "Статья 18 Протокола: {title}", "ar": "المادة 18 من البروتوكول: {title}",
    },
    "date": {
        "zh": "日期", "en": "Date", "fr": "Date", "es": "Fecha", "ru": "Дата", "ar": "التاريخ",
    },
    "document_says": {
        "zh": "文件原文", "en": "What the document says", "fr": "Ce que dit le document",
        "es": "Lo que dice el documento", "ru": "Что говорится в документе",
        "ar": "ما تقوله الوثيقة",
    },
    "place": {
        "zh": "出处", "en": "Where", "fr": "Référence", "es": "Referencia", "ru": "Где",
        "ar": "الموضع",
    },
    "aspect": {
        "zh": "项目", "en": "Aspect", "fr": "Rubrique", "es": "Aspecto", "ru": "Пункт карточки",
        "ar": "البند",
    },
    "known": {
        "zh": "内容", "en": "What is known", "fr": "Ce qui est connu", "es": "Lo que se sabe",
        "ru": "Что известно", "ar": "ما هو معروف",
    },
    "subject": {
        "zh": "主题", "en": "Subject", "fr": "Objet",
        "es": "Tema", "ru": "Тема", "ar": "الموضوع",
    },
    "meeting": {
        "zh": "会议", "en": "Meeting", "fr": "Réunion",
        "es": "Reunión", "ru": "Совещание", "ar": "الاجتماع",
    },
    "related": {
        "zh": "同一主题的决定", "en": "Decisions on the same subject",
        "fr": "Décisions sur le même objet",
        "es": "Decisiones sobre el mismo tema",
        "ru": "Решения по тому же вопросу", "ar": "مقررات في الموضوع نفسه",
    },
    "text_held": {
        "zh": "决定全文", "en": "Text of the decision", "fr": "Texte de la décision",
        "es": "Texto de la decisión", "ru": "Текст решения", "ar": "نص المقرر",
    },
    "held": {
        "zh": "已收入：{symbol}", "en": "Held: {symbol}", "fr": "Disponible : {symbol}",
        "es": "Disponible: {symbol}", "ru": "Имеется: {symbol}", "ar": "متاح: {symbol}",
    },
    "only_cited": {
        "zh": "未收入；只有下列引用它的段落",
        "en": "Not held; only the paragraphs below that cite it",
        "fr": "Non disponible ; seulement les paragraphes ci-dessous qui la citent",
        "es": "No disponible; solo los párrafos siguientes que la citan",
        "ru": "Отсутствует; есть только приведенные ниже пункты, где оно упоминается",
        "ar": "غير متاح؛ لا يوجد إلا الفقرات الواردة أدناه التي تشير إليه",
    },
    "not_held": {
        "zh": "未收入，所收文件也没有引用它",
        "en": "Not held, and no document held cites it",
        "fr": "Non disponible, et aucun document disponible ne la cite",
        "es": "No disponible, y ningún documento disponible la cita",
        "ru": "Отсутствует и ни в одном из имеющихся документов не упоминается",
        "ar": "غير متاح، ولا تشير إليه أي وثيقة متاحة",
    },
    "cited_in": {
        "zh": "引用处", "en": "Cited in", "fr": "Cité dans", "es": "Citado en",
        "ru": "Упоминается в", "ar": "مشار إليه في",
    },
    "named_in": {
        "zh": "提及处", "en": "Named in", "fr": "Nommé dans", "es": "Mencionado en",
        "ru": "Упоминается в", "ar": "مذكور في",
    },
    "name_in": {
        "zh": "名称（{name}）", "en": "Name ({name})", "fr": "Nom ({name})",
        "es": "Nombre ({name})", "ru": "Название ({name})", "ar": "الاسم ({name})",
    },
    "role": {
        "zh": "性质", "en": "What it is", "fr": "Nature",
        "es": "Qué es", "ru": "Что это", "ar": "طبيعتها",
    },
    "part_of": {
        "zh": "{type}，属{parent}", "en": "{type}; part of: {parent}",
        "fr": "{type} ; relève de : {parent}", "es": "{type}; depende de: {parent}",
        "ru": "{type}; входит в: {parent}",
        "ar": "{type}؛ تابعة لـ: {parent}",
    },
    "provision": {
        "zh": "条款", "en": "Provision", "fr": "Disposition", "es": "Disposición",
        "ru": "Положение", "ar": "الحكم",
    },
    "required": {
        "zh": "内容和所需单据（登记册用语，非条约原文）",
        "en": "Substance and documentation required (registry's words, not the treaty's)",
        "fr": "Teneur et documentation requise (mots du registre, non du traité)",
        "es": "Contenido y documentación exigida (palabras del registro, no del tratado)",
        "ru": "Содержание и требуемая документация (словами реестра, а не договора)",
        "ar": "المضمون والوثائق المطلوبة (بكلمات السجل لا بنص المعاهدة)",
    },
    "decisions": {
        "zh": "相关决定（按会议先后）", "en": "Decisions in line", "fr": "Décisions successives",
        "es": "Decisiones sucesivas", "ru": "Решения по порядку", "ar": "المقررات بالتسلسل",
    },
    "committee": {
        "zh": "委员会", "en": "committee", "fr": "comité", "es": "comité", "ru": "комитет",
        "ar": "لجنة",
    },
    "convention": {
        "zh": "公约", "en": "convention or treaty body", "fr": "convention", "es": "convenio",
        "ru": "конвенция", "ar": "اتفاقية",
    },
    "igo": {
        "zh": "政府间组织", "en": "intergovernmental organization",
        "fr": "organisation intergouvernementale", "es": "organización intergubernamental",
        "ru": "межправительственная организация", "ar": "منظمة حكومية دولية",
    },
    "initiative": {
        "zh": "倡议", "en": "initiative", "fr": "initiative", "es": "iniciativa",
        "ru": "инициатива", "ar": "مبادرة",
    },
    "ngo": {
        "zh": "非政府组织", "en": "non-governmental organization",
        "fr": "organisation non gouvernementale", "es": "organización no gubernamental",
        "ru": "неправительственная организация", "ar": "منظمة غير حكومية",
    },
    "portal": {
        "zh": "门户网站", "en": "portal", "fr": "portail", "es": "portal", "ru": "портал",
        "ar": "بوابة",
    },
    "project": {
        "zh": "项目", "en": "project", "fr": "projet", "es": "proyecto", "ru": "проект",
        "ar": "مشروع",
    },
    "secretariat": {
        "zh": "秘书处", "en": "secretariat", "fr": "secrétariat", "es": "secretaría",
        "ru": "секретариат", "ar": "أمانة",
    },
    "unit": {
        "zh": "单位", "en": "unit", "fr": "unité", "es": "dependencia", "ru": "подразделение",
        "ar": "وحدة",
    },
    "unverified": {
        "zh": "未经证实", "en": "not confirmed", "fr": "non confirmé", "es": "sin confirmar",
        "ru": "не подтверждено", "ar": "غير مؤكد",
    },
}  # fmt: skip

KEYS = tuple(_WORDS)
"""Every key; each has all six languages."""


def word(key: str, language: str, **values: str) -> str:
    """Return a word or title in a language with its places filled."""
    return _WORDS[key][language].format(**values)


def complete() -> bool:
    """Tell whether every key has a word in every language."""
    return all(set(words) == set(LANGUAGES) for words in _WORDS.values())
