"""The words around the quotations, in six languages: the only text of an answer that is ours.

Every sentence here frames a quotation or says that there is none; none of them states a fact of a
document. ``text(key, language, **values)`` fills the named places.
"""

from __future__ import annotations

from coopbot.labels import display_label
from coopbot.languages import LANGUAGES

_TEXTS: dict[str, dict[str, str]] = {
    "according": {
        "zh": "根据文件 {symbol} {place}：",
        "en": "According to document {symbol}, {place}:",
        "fr": "Selon le document {symbol}, {place} :",
        "es": "Según el documento {symbol}, {place}:",
        "ru": "Согласно документу {symbol}, {place}:",
        "ar": "وفقا للوثيقة {symbol}، {place}:",
    },
    "also": {
        "zh": "另见{place}：",
        "en": "See also {place}:",
        "fr": "Voir aussi {place} :",
        "es": "Véase también {place}:",
        "ru": "См. также: {place}:",
        "ar": "انظر أيضا {place}:",
    },
    "unofficial": {
        "zh": "非正式译文",
        "en": "unofficial translation",
        "fr": "traduction non officielle",
        "es": "traducción no oficial",
        "ru": "неофициальный перевод",
        "ar": "ترجمة غير رسمية",
    },
    "original": {
        "zh": "正式文本（{name}）",
        "en": "official text ({name})",
        "fr": "texte officiel ({name})",
        "es": "texto oficial ({name})",
        "ru": "официальный текст ({name})",
        "ar": "النص الرسمي ({name})",
    },
    "list": {
        "zh": "文件 {symbol} {place}列有以下各项：",
        "en": "Document {symbol}, {place}, lists the following:",
        "fr": "Le document {symbol}, {place}, énumère ce qui suit :",
        "es": "El documento {symbol}, {place}, enumera lo siguiente:",
        "ru": "В документе {symbol}, {place}, перечислено следующее:",
        "ar": "تورد الوثيقة {symbol}، {place}، ما يلي:",
    },
    "cites": {
        "zh": "在所收文件中，以下段落提到{thing}：",
        "en": "In the documents held, these paragraphs refer to {thing}:",
        "fr": "Dans les documents disponibles, ces paragraphes mentionnent {thing} :",
        "es": "En los documentos disponibles, estos párrafos mencionan {thing}:",
        "ru": "В имеющихся документах на {thing} ссылаются следующие пункты:",
        "ar": "في الوثائق المتاحة، تشير الفقرات التالية إلى {thing}:",
    },
    "aggregate": {
        "zh": "所收文件提到的{what}如下（附出处）：",
        "en": "The documents held refer to the following {what}, each with its paragraph:",
        "fr": "Les documents disponibles citent les éléments suivants ({what}), avec leur "
        "paragraphe :",
        "es": "Los documentos disponibles citan lo siguiente ({what}), con su párrafo:",
        "ru": "В имеющихся документах упоминаются ({what}), с указанием пункта:",
        "ar": "تشير الوثائق المتاحة إلى ما يلي ({what})، مع الفقرة الخاصة بكل منها:",
    },
    "decisions": {
        "zh": "决定", "en": "decisions", "fr": "décisions", "es": "decisiones",
        "ru": "решения", "ar": "المقررات",
    },
    "articles": {
        "zh": "条款", "en": "articles", "fr": "articles", "es": "artículos",
        "ru": "статьи", "ar": "المواد",
    },
    "organizations": {
        "zh": "组织和公约", "en": "organizations and conventions",
        "fr": "organisations et conventions", "es": "organizaciones y convenios",
        "ru": "организации и конвенции", "ar": "المنظمات والاتفاقيات",
    },
    "symbols": {
        "zh": "文件", "en": "documents", "fr": "documents", "es": "documentos",
        "ru": "документы", "ar": "الوثائق",
    },
    "dates": {
        "zh": "日期", "en": "dates", "fr": "dates", "es": "fechas", "ru": "даты",
        "ar": "التواريخ",
    },
    "no_evidence": {
        "zh": "所收文件没有回答这个问题。",
        "en": "The documents held do not answer this question.",
        "fr": "Les documents disponibles ne répondent pas à cette question.",
        "es": "Los documentos disponibles no responden a esta pregunta.",
        "ru": "Имеющиеся документы не отвечают на этот вопрос.",
        "ar": "الوثائق المتاحة لا تجيب عن هذا السؤال.",
    },
    "missing": {
        "zh": "其中没有提到：{terms}。",
        "en": "They do not mention: {terms}.",
        "fr": "Ils ne mentionnent pas : {terms}.",
        "es": "No mencionan: {terms}.",
        "ru": "В них не упоминается: {terms}.",
        "ar": "وهي لا تذكر: {terms}.",
    },
    "nearest": {
        "zh": "最接近的段落：{places}。",
        "en": "The nearest paragraphs are {places}.",
        "fr": "Les paragraphes les plus proches : {places}.",
        "es": "Los párrafos más cercanos: {places}.",
        "ru": "Ближайшие пункты: {places}.",
        "ar": "أقرب الفقرات: {places}.",
    },
    "not_in_corpus": {
        "zh": "{thing}的文本不在所收文件中，因此无法引用其内容。",
        "en": "The text of {thing} is not among the documents held, so its content cannot be "
        "quoted.",
        "fr": "Le texte de {thing} ne figure pas parmi les documents disponibles ; son contenu ne "
        "peut donc pas être cité.",
        "es": "El texto de {thing} no figura entre los documentos disponibles, por lo que no se "
        "puede citar su contenido.",
        "ru": "Текста «{thing}» нет среди имеющихся документов, поэтому его содержание нельзя "
        "процитировать.",
        "ar": "نص {thing} ليس ضمن الوثائق المتاحة، ولذلك لا يمكن الاقتباس من مضمونه.",
    },
    "registry_title": {
        "zh": "登记册中的主题：{title}。",
        "en": "Its subject according to the registry: {title}.",
        "fr": "Son objet selon le registre : {title}.",
        "es": "Su tema según el registro: {title}.",
        "ru": "Его тема по реестру: {title}.",
        "ar": "موضوعه وفقا للسجل: {title}.",
    },
    "no_label": {
        "zh": "文件 {symbol} 没有{place}。现有段落：{nearest}。",
        "en": "Document {symbol} has no {place}. It has: {nearest}.",
        "fr": "Le document {symbol} ne contient pas {place}. Il contient : {nearest}.",
        "es": "El documento {symbol} no tiene {place}. Contiene: {nearest}.",
        "ru": "В документе {symbol} нет такого места: {place}. Есть: {nearest}.",
        "ar": "لا تحتوي الوثيقة {symbol} على {place}. وتحتوي على: {nearest}.",
    },
    "ambiguous": {
        "zh": "这个问题可能指几种情况。请说明您指的是哪一种：",
        "en": "The question fits several things. Please say which one is meant:",
        "fr": "La question peut viser plusieurs choses. Veuillez préciser laquelle :",
        "es": "La pregunta puede referirse a varias cosas. Indique a cuál se refiere:",
        "ru": "Вопрос можно понять по-разному. Уточните, что имеется в виду:",
        "ar": "يحتمل السؤال أكثر من معنى. يرجى تحديد المقصود:",
    },
    "legal_advice": {
        "zh": "coopbot 只引用会议文件，不提供法律咨询，也不能回答罚款、责任或诉讼方面的问题。",
        "en": "coopbot only quotes meeting documents; it gives no legal advice and cannot answer "
        "questions on penalties, liability or court cases.",
        "fr": "coopbot ne fait que citer des documents de réunion ; il ne donne pas de conseil "
        "juridique et ne répond pas aux questions de sanctions, de responsabilité ou de procès.",
        "es": "coopbot solo cita documentos de reuniones; no da asesoramiento jurídico ni responde "
        "a preguntas sobre sanciones, responsabilidad o litigios.",
        "ru": "coopbot только цитирует документы совещаний; он не даёт юридических консультаций и "
        "не отвечает на вопросы о штрафах, ответственности и судебных делах.",
        "ar": "يقتصر coopbot على الاقتباس من وثائق الاجتماعات؛ وهو لا يقدم مشورة قانونية ولا يجيب "
        "عن أسئلة العقوبات أو المسؤولية أو الدعاوى.",
    },
    "consumer_labels": {
        "zh": "第18条规定的是越境转移所附的单据，不是零售商品上的消费者标签；消费者标签不在这些文件的范围内。",
        "en": "Article 18 is about the documentation that accompanies transboundary movements, not "
        "about consumer labels in shops; consumer labels are outside these documents.",
        "fr": "L'article 18 porte sur la documentation accompagnant les mouvements "
        "transfrontières, non sur l'étiquetage destiné aux consommateurs ; celui-ci n'est pas "
        "traité dans ces documents.",
        "es": "El artículo 18 trata de la documentación que acompaña los movimientos "
        "transfronterizos, no del etiquetado para el consumidor, que queda fuera de estos "
        "documentos.",
        "ru": "Статья 18 касается документации, сопровождающей трансграничные перемещения, а не "
        "маркировки товаров для потребителей; последняя не входит в тематику этих документов.",
        "ar": "تتعلق المادة 18 بالوثائق المصاحبة لعمليات النقل عبر الحدود، لا بتوسيم السلع "
        "للمستهلكين؛ وهذا خارج نطاق هذه الوثائق.",
    },
    "positions": {
        "zh": "coopbot 不陈述也不推测缔约方的立场，只引用会议文件中的文字。",
        "en": "coopbot neither states nor guesses the positions of Parties; it only quotes what "
        "meeting documents say.",
        "fr": "coopbot n'expose ni ne suppose les positions des Parties ; il ne fait que citer les "
        "documents de réunion.",
        "es": "coopbot no expone ni supone las posiciones de las Partes; solo cita los documentos "
        "de las reuniones.",
        "ru": "coopbot не излагает и не предполагает позиции Сторон; он только цитирует документы "
        "совещаний.",
        "ar": "لا يعرض coopbot مواقف الأطراف ولا يخمنها؛ وإنما يقتبس من وثائق الاجتماعات فقط.",
    },
    "instructions": {
        "zh": "coopbot 只依据所收文件回答并逐句引用出处；它不能改变这一做法、编造文字，也没有可以披露的内部指令。",
        "en": "coopbot answers from the documents held alone and cites each sentence; it cannot set "
        "that aside, invent text, or reveal instructions, of which it has none that are secret.",
        "fr": "coopbot répond uniquement d'après les documents disponibles et cite chaque phrase ; "
        "il ne peut ni s'en écarter, ni inventer un texte, ni révéler des consignes secrètes, qui "
        "n'existent pas.",
        "es": "coopbot responde únicamente a partir de los documentos disponibles y cita cada "
        "frase; no puede apartarse de ello, inventar textos ni revelar instrucciones secretas, "
        "que no existen.",
        "ru": "coopbot отвечает только по имеющимся документам и даёт ссылку на каждое "
        "предложение; он не может отступить от этого, выдумать текст или раскрыть тайные "
        "инструкции, которых нет.",
        "ar": "يجيب coopbot من الوثائق المتاحة وحدها ويذكر مصدر كل جملة؛ ولا يمكنه أن يحيد عن ذلك "
        "أو يختلق نصا أو يكشف تعليمات سرية، فهي غير موجودة.",
    },
    "not_supported": {
        "zh": "所收文件没有支持这一说法的文字。文件的原文是：",
        "en": "The documents held do not support this statement. What they say is:",
        "fr": "Les documents disponibles n'étayent pas cette affirmation. Ils disent :",
        "es": "Los documentos disponibles no respaldan esta afirmación. Lo que dicen es:",
        "ru": "Имеющиеся документы не подтверждают это утверждение. В них сказано:",
        "ar": "الوثائق المتاحة لا تؤيد هذا القول. ونصها هو:",
    },
    "documents_say": {
        "zh": "关于这一点，文件 {symbol} {place}的原文是：",
        "en": "What document {symbol} says on this, in {place}:",
        "fr": "Ce que le document {symbol} dit à ce sujet, {place} :",
        "es": "Lo que dice el documento {symbol} al respecto, {place}:",
        "ru": "Вот что говорится об этом в документе {symbol}, {place}:",
        "ar": "ما تقوله الوثيقة {symbol} في هذا الشأن، {place}:",
    },
    "not_found_quote": {
        "zh": "所收文件中没有这段引文或说法：{terms}。文件 {symbol} {place}的原文是：",
        "en": "The documents held do not contain this: {terms}. What document {symbol} says in "
        "{place} is:",
        "fr": "Les documents disponibles ne contiennent pas ceci : {terms}. Voici ce que dit le "
        "document {symbol}, {place} :",
        "es": "Los documentos disponibles no contienen lo siguiente: {terms}. Lo que dice el "
        "documento {symbol}, {place}, es:",
        "ru": "В имеющихся документах этого нет: {terms}. В документе {symbol}, {place}, сказано:",
        "ar": "لا تحتوي الوثائق المتاحة على ما يلي: {terms}. ونص الوثيقة {symbol}، {place}، هو:",
    },
    "fact_not_stated": {
        "zh": "文件 {symbol} 的正文没有写明这一点。",
        "en": "Document {symbol} does not state this about itself.",
        "fr": "Le document {symbol} ne l'indique pas.",
        "es": "El documento {symbol} no lo indica.",
        "ru": "В документе {symbol} это не указано.",
        "ar": "لا تذكر الوثيقة {symbol} ذلك عن نفسها.",
    },
    "fact_bounds": {
        "zh": "由其内容推断（仅有英文说明）：{note}。",
        "en": "What follows from its content: {note}.",
        "fr": "Ce qui ressort de son contenu (note en anglais) : {note}.",
        "es": "Lo que se desprende de su contenido (nota en inglés): {note}.",
        "ru": "Что следует из его содержания (примечание на английском): {note}.",
        "ar": "ما يستنتج من مضمونها (ملاحظة بالإنكليزية): {note}.",
    },
    "empty": {
        "zh": "请输入问题。",
        "en": "Please enter a question.",
        "fr": "Veuillez saisir une question.",
        "es": "Escriba una pregunta.",
        "ru": "Введите вопрос.",
        "ar": "يرجى إدخال سؤال.",
    },
    "suggest_rephrase": {
        "zh": "请使用文件中的用语，或指明段落、决定或组织。",
        "en": "Use words of the documents, or name a paragraph, a decision or an organization.",
        "fr": "Employez les mots des documents, ou citez un paragraphe, une décision ou une "
        "organisation.",
        "es": "Use palabras de los documentos o nombre un párrafo, una decisión o una organización.",
        "ru": "Используйте слова из документов или назовите пункт, решение или организацию.",
        "ar": "استعمل كلمات الوثائق، أو اذكر فقرة أو مقررا أو منظمة.",
    },
    "suggest_refs": {
        "zh": "哪些段落提到{thing}？",
        "en": "Which paragraphs refer to {thing}?",
        "fr": "Quels paragraphes mentionnent {thing} ?",
        "es": "¿Qué párrafos mencionan {thing}?",
        "ru": "В каких пунктах упоминается {thing}?",
        "ar": "ما هي الفقرات التي تشير إلى {thing}؟",
    },
    "paragraph": {
        "zh": "第{label}段", "en": "paragraph {label}", "fr": "paragraphe {label}",
        "es": "párrafo {label}", "ru": "пункт {label}", "ar": "الفقرة {label}",
    },
    "article": {
        "zh": "第{label}条", "en": "article {label}", "fr": "article {label}",
        "es": "artículo {label}", "ru": "статья {label}", "ar": "المادة {label}",
    },
    "separator": {"zh": "、", "en": ", ", "fr": ", ", "es": ", ", "ru": ", ", "ar": "، "},
    "open_quote": {"zh": "“", "en": "“", "fr": "« ", "es": "«", "ru": "«", "ar": "«"},
    "close_quote": {"zh": "”", "en": "”", "fr": " »", "es": "»", "ru": "»", "ar": "»"},
    "lang_zh": {
        "zh": "中文", "en": "Chinese", "fr": "chinois", "es": "chino", "ru": "китайский",
        "ar": "الصينية",
    },
    "lang_en": {
        "zh": "英文", "en": "English", "fr": "anglais", "es": "inglés", "ru": "английский",
        "ar": "الإنكليزية",
    },
    "lang_fr": {
        "zh": "法文", "en": "French", "fr": "français", "es": "francés", "ru": "французский",
        "ar": "الفرنسية",
    },
    "lang_es": {
        "zh": "西班牙文", "en": "Spanish", "fr": "espagnol", "es": "español", "ru": "испанский",
        "ar": "الإسبانية",
    },
    "lang_ru": {
        "zh": "俄文", "en": "Russian", "fr": "russe", "es": "ruso", "ru": "русский",
        "ar": "الروسية",
    },
    "lang_ar": {
        "zh": "阿拉伯文", "en": "Arabic", "fr": "arabe", "es": "árabe", "ru": "арабский",
        "ar": "العربية",
    },
}  # fmt: skip

KEYS = tuple(_TEXTS)
"""Every key; each has all six languages."""


def text(key: str, language: str, **values: str) -> str:
    """Return a frame sentence in a language with its places filled."""
    return _TEXTS[key][language].format(**values)


def language_name(code: str, language: str) -> str:
    """Return the name of the language ``code`` in another language."""
    return text(f"lang_{code}", language)


def place(label: str, language: str) -> str:
    """Return how a reader of a language says where: ``paragraph 21(c)``, ``第21段（三）``."""
    shown = display_label(label, language)
    if not label[0].isdigit():
        return shown
    if language == "zh":
        # The items follow the counter: 第21段（三）, not 第21（三）段.
        number, bracket, items = shown.partition("（")
        return text("paragraph", language, label=number) + bracket + items
    return text("paragraph", language, label=shown)


def places(labels: list[str], language: str) -> str:
    """Return several places as one list."""
    return text("separator", language).join(place(label, language) for label in labels)


def quoted(quote: str, language: str) -> str:
    """Return a quotation in the quotation marks of a language."""
    return f"{text('open_quote', language)}{quote}{text('close_quote', language)}"


def complete() -> bool:
    """Tell whether every key has a text in every language."""
    return all(set(texts) == set(LANGUAGES) for texts in _TEXTS.values())
