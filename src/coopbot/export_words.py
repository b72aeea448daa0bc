"""The words of exports that are ours, in six languages; footnotes are as the UN writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopbot.labels import display_label
from coopbot.languages import LANGUAGES
from coopbot.wording import language_name
from coopbot.wording import place as place_of

_WORDS: dict[str, dict[str, str]] = {
    "title": {
        "zh": "《卡塔赫纳生物安全议定书》会议文件的回答",
        "en": "Answers from the meeting documents of the Cartagena Protocol on Biosafety",
        "fr": "Réponses tirées des documents de réunion du Protocole de Cartagena sur la "
        "prévention des risques biotechnologiques",
        "es": "Respuestas de los documentos de las reuniones del Protocolo de Cartagena sobre "
        "Seguridad de la Biotecnología",
        "ru": "Ответы из документов совещаний по Картахенскому протоколу по биобезопасности",
        "ar": "إجابات من وثائق اجتماعات بروتوكول قرطاجنة للسلامة الأحيائية",
    },
    "understood": {
        "zh": "理解为：{question}", "en": "Understood as: {question}",
        "fr": "Compris comme : {question}", "es": "Entendida como: {question}",
        "ru": "Понято так: {question}", "ar": "فُهم على أنه: {question}",
    },
    "nearest": {
        "zh": "最接近的段落（没有回答这个问题）",
        "en": "Nearest paragraphs (they do not answer the question)",
        "fr": "Paragraphes les plus proches (ils ne répondent pas à la question)",
        "es": "Párrafos más cercanos (no responden a la pregunta)",
        "ru": "Ближайшие пункты (ответа на вопрос в них нет)",
        "ar": "أقرب الفقرات (لا تجيب عن السؤال)",
    },
    "paragraph": {
        "zh": "{symbol}，第{label}段", "en": "{symbol}, para. {label}",
        "fr": "{symbol}, par. {label}", "es": "{symbol}, párr. {label}",
        "ru": "{symbol}, п. {label}", "ar": "{symbol}، الفقرة {label}",
    },
    "elsewhere": {
        "zh": "{symbol} 号文件，{label}", "en": "{symbol}, {label}", "fr": "{symbol}, {label}",
        "es": "{symbol}, {label}", "ru": "{symbol}, {label}", "ar": "{symbol}، {label}",
    },
    "official": {
        "zh": "（{tongue}，正式文本）", "en": " ({tongue}, official text)",
        "fr": " ({tongue}, texte officiel)", "es": " ({tongue}, texto oficial)",
        "ru": " ({tongue}, официальный текст)", "ar": " ({tongue}، النص الرسمي)",
    },
    "unofficial": {
        "zh": "（{tongue}，非正式译文）", "en": " ({tongue}, unofficial translation)",
        "fr": " ({tongue}, traduction non officielle)",
        "es": " ({tongue}, traducción no oficial)",
        "ru": " ({tongue}, неофициальный перевод)", "ar": " ({tongue}، ترجمة غير رسمية)",
    },
    "note": {
        "zh": "译者注：本译文由机器或联合国以外的译者完成，并非正式文本；"
        "以正式文本{tongue}为准。",
        "en": "Translator's note: this translation, made by machine or by others than the United "
        "Nations, is unofficial; the official text{tongue} prevails.",
        "fr": "Note du traducteur : cette traduction, faite par une machine ou par d'autres que "
        "l'Organisation des Nations Unies, n'est pas officielle ; le texte officiel{tongue} fait "
        "foi.",
        "es": "Nota del traductor: esta traducción, hecha por una máquina o por personas ajenas a "
        "las Naciones Unidas, no es oficial; prevalece el texto oficial{tongue}.",
        "ru": "Примечание переводчика: этот перевод, выполненный машиной или не Организацией "
        "Объединенных Наций, является неофициальным; преимущественную силу имеет официальный "
        "текст{tongue}.",
        "ar": "ملاحظة المترجم: هذه الترجمة، التي أُنجزت آليا أو من جانب جهة غير الأمم المتحدة، غير "
        "رسمية؛ والعبرة بالنص الرسمي{tongue}.",
    },
    "in_brackets": {
        "zh": "（{tongue}）", "en": " ({tongue})", "fr": " ({tongue})", "es": " ({tongue})",
        "ru": " ({tongue})", "ar": " ({tongue})",
    },
    "full_stop": {"zh": "。", "en": ".", "fr": ".", "es": ".", "ru": ".", "ar": "."},
    "space": {"zh": "", "en": " ", "fr": " ", "es": " ", "ru": " ", "ar": " "},
    "receipt": {
        "zh": "索引 {build}；设置 {settings}；模型 {model}",
        "en": "Index build {build}; settings {settings}; model {model}",
        "fr": "Index {build} ; réglages {settings} ; modèle {model}",
        "es": "Índice {build}; ajustes {settings}; modelo {model}",
        "ru": "Индекс {build}; настройки {settings}; модель {model}",
        "ar": "الفهرس {build}؛ الإعدادات {settings}؛ النموذج {model}",
    },
    "limits": {
        "zh": "仅根据所收文件回答；不构成法律意见，以正式文本为准。",
        "en": "Answered from the documents held alone; no legal advice: the official texts "
        "prevail.",
        "fr": "Réponses tirées des seuls documents disponibles, sans valeur de conseil juridique ; "
        "les textes officiels font foi.",
        "es": "Respuestas basadas solo en los documentos disponibles; no es asesoramiento "
        "jurídico: prevalecen los textos oficiales.",
        "ru": "Ответы только по имеющимся документам; это не юридическая консультация: "
        "преимущественную силу имеют официальные тексты.",
        "ar": "إجابات من الوثائق المتاحة وحدها؛ وليست مشورة قانونية: العبرة بالنصوص الرسمية.",
    },
    "registry": {
        "zh": "登记册",
        "en": "from the registry",
        "fr": "du registre",
        "es": "del registro",
        "ru": "из реестра",
        "ar": "من السجل",
    },
    "notes": {
        "zh": "脚注", "en": "Notes", "fr": "Notes", "es": "Notas", "ru": "Примечания",
        "ar": "الحواشي",
    },
}  # fmt: skip

KEYS = tuple(_WORDS)
"""Every key; each has all six languages."""


def word(key: str, language: str, **values: str) -> str:
    """Return words in a language with their places filled."""
    return _WORDS[key][language].format(**values)


def reference(place: Mapping[str, Any], language: str) -> str:
    """Return a place as a footnote gives it: symbol, paragraph, language, official or not."""
    label = str(place["label"])
    numbered = label[:1].isdigit() and language != "zh"
    # The items follow the counter in Chinese: 第21段（三）.
    written = display_label(label, language) if numbered else place_of(label, language)
    key = "paragraph" if numbered else "elsewhere"
    shown = word(key, language, symbol=str(place["symbol"]), label=written)
    status = str(place.get("status", ""))
    own = str(place["language"])
    if status in ("official", "unofficial"):
        return shown + word(status, language, tongue=_named(own, language))
    return shown + word("in_brackets", language, tongue=_named(own, language))


def footnote(citation: Mapping[str, Any], language: str) -> str:
    """Return the words of a footnote; a translation says that it is none of the United Nations."""
    shown = reference(citation, language) + word("full_stop", language)
    if citation["status"] != "unofficial":
        return shown
    official = sorted(
        code
        for code, other in (citation.get("parallel") or {}).items()
        if other.get("status") == "official"
    )
    named = "、" if language == "zh" else "، " if language == "ar" else ", "
    languages = named.join(_named(code, language) for code in official)
    which = word("in_brackets", language, tongue=languages) if official else ""
    return shown + word("space", language) + word("note", language, tongue=which)


def complete() -> bool:
    """Tell whether every key has words in every language."""
    return all(set(words) == set(LANGUAGES) for words in _WORDS.values())


def _named(code: str, language: str) -> str:
    return language_name(code, language) if code in LANGUAGES else code
