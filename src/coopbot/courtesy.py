"""Set aside what a person says to be polite: a greeting, who asks, thanks, "could you tell me".

None of it is in any document, and each of its words would count as something that no paragraph
has. What is searched and judged is the rest; what is shown stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coopbot.languages import is_as_long, sentence_spans

# "I would like to know": it and what stands before it in the sentence tell nothing of the subject.
_LEADS = {
    "zh": (
        r"(?:想|要)?请(?:教|问)(?:一下|您|你|各位)*",
        r"想(?:要)?(?:问|了解|知道)(?:一下)?",
        r"(?:能|可)(?:不能|否|以)?(?:请?[您你])?告诉我",
        r"麻烦(?:[您你])?(?:问|告诉|说)(?:一下|我)*",
        r"谨(?:询问|请确认|请教)",
        r"请(?:确认|教)",
        r"(?:敬请|恳请|请)(?:告知|示知|指明)",
        r"(?:本?说明|文件|文中)(?:里|中)?有没有(?:说|提到|写明)",
    ),
    "en": (
        r"(?:can|could|would|will) (?:you|someone|anyone|anybody)(?: please| kindly)? "
        r"(?:tell me|explain to me|let me know|remind me)",
        r"i(?:'d| would| should)? (?:just )?(?:like|love|want|need) to (?:know|ask|find out|check)",
        r"do you (?:happen to )?know",
        r"any idea",
        r"i was wondering",
        r"i wonder",
        r"please (?:tell me|let me know)",
        r"(?:quick|simple) question",
        r"(?:i|we)(?:'d| would| should) (?:just |also |therefore )?"
        r"(?:like|love|want|need|wish) to (?:learn|establish|be told|understand|verify|have)",
        r"(?:i|we)(?:'d| would| should)? (?:therefore )?be (?:very |most )?"
        r"(?:grateful|obliged|glad|thankful)(?: if (?:you|someone) could (?:tell|inform) (?:me|us)| to "
        r"(?:learn|know|be told|hear)| for)",
        r"we(?:'d| would| should)? (?:just )?(?:like|love|want|need|wish) to (?:know|ask|find out|check)",
        r"would it be possible to (?:learn|know|find out|be told)",
        r"(?:can|could) (?:i|we) (?:learn|know|ask|get|have)",
        r"(?:and|which|that) (?:wishes|needs|would like) to (?:verify|establish|know|learn)",
        r"does the (?:note|document|paper|report|text) (?:say|tell|state|indicate|specify|mention)"
        r"(?: whether| if)?",
        r"kindly (?:confirm|indicate|advise)(?: whether| if)?",
    ),
    "fr": (
        r"(?:pouvez|pourriez|peux|pourrais)[- ](?:vous|tu)(?:,? s'il (?:vous|te) pla[iî]t,?)? "
        r"(?:me|m')? ?(?:dire|indiquer|rappeler|pr[eé]ciser)",
        r"(?:je voudrais|j'aimerais|je souhaiterais|je souhaite|je veux|j'ai besoin de) "
        r"(?:bien )?savoir",
        r"(?:savez|sais)[- ](?:vous|tu)",
        r"dites[- ]moi",
        r"je me demand(?:e|ais)",
        r"(?:nous (?:voudrions|souhaiterions|aimerions|souhaitons|d[eé]sirons)|d[eé]sir(?:e|erais|ons)|"
        r"souhaite(?:rait|rais)?) (?:bien )?(?:savoir|conna[iî]tre|v[eé]rifier|apprendre)",
        r"(?:je|nous) (?:vous )?(?:serais|serions|saurais|saurions) (?:tr[eè]s )?(?:reconnaissante?s?|"
        r"oblig[eé]e?s?|gr[eé]) de (?:m'|me |nous )?(?:dire|indiquer|pr[eé]ciser|savoir)",
        r"serait-il possible de (?:savoir|conna[iî]tre)",
        r"(?:la note|le document|le texte) (?:dit|indique|pr[eé]cise)(?:-t)?-(?:elle|il) (?:si|s')",
        r"(?:est-ce que )?(?:la note|le document|le texte) (?:dit|indique|pr[eé]cise) (?:si|s')",
        r"auriez-vous",
        r"veuillez (?:nous |me )?(?:indiquer|confirmer|pr[eé]ciser)(?: si| s')?",
    ),
    "es": (
        r"(?:me )?(?:puede|podr[ií]a|puedes|podr[ií]as)(?:, por favor,)? "
        r"(?:decir(?:me)?|indicar(?:me)?|aclarar(?:me)?|recordar(?:me)?)",
        r"(?:me gustar[ií]a|quisiera|quiero|querr[ií]a|necesito|desear[ií]a) "
        r"(?:saber|preguntar|conocer)",
        r"(?:sabe|sabes)(?: usted)?(?= (?:si|qu|cu|d[oó]n|c[oó]m))",
        r"d[ií]game",
        r"me pregunto",
        r"(?:agradecer[ií]a(?:mos)?|desear[ií]a(?:mos)?|quisi[eé]ramos|nos gustar[ií]a|necesitamos) "
        r"(?:saber|conocer|comprobar|averiguar|que se (?:me|nos) (?:indicara|dijera|"
        r"confirmara))",
        r"ser[ií]a posible (?:saber|conocer)",
        r"[¿]?(?:dice|indica|se[nñ]ala|precisa) (?:la nota|el documento|el texto) (?:si|qu[eé])",
        r"s[ií]rvase (?:indicar|confirmar)(?: si)?",
    ),
    "ru": (
        r"(?:подскажите|скажите|объясните)(?:,? (?:мне|нам))?(?:,? пожалуйста)?",
        r"не могли бы вы (?:сказать|подсказать|уточнить)",
        r"(?:хотел(?:а|и|ось)? бы|хочу|хочется) (?:бы )?(?:узнать|спросить|уточнить)",
        r"вы не знаете",
        r"(?:меня |нас )?интересует",
        r"(?:хотел(?:и|ось)? бы|хотим|желаем|нужно|необходимо) (?:бы )?(?:узнать|выяснить|установить|"
        r"уточнить|проверить|знать)",
        r"(?:был|были|буду|будем)(?:а|и)? (?:бы )?(?:признательн\w*|благодарн\w*)(?: за(?: сведения)?|"
        r",? если)?",
        r"можно ли узнать",
        r"(?:говорится|сказано|указано|указывается) ли в (?:записке|документе|тексте),?",
        r"прошу (?:сообщить|указать|подтвердить)",
    ),
    "ar": (
        r"(?:هل )?(?:يمكنك|يمكنكم|بإمكانكم|تستطيع) (?:أن )?(?:تخبرني|إخباري|إخبارنا|تخبرونا)",
        r"(?:أود|أريد|أرغب في|نود) (?:أن )?(?:أعرف|معرفة|أسأل|السؤال|نعرف)",
        r"أخبرني",
        r"أخبرونا",
        r"هل تعرف(?:ون)?",
        r"هل لكم أن (?:تخبروني|تفيدوني|تفيدونا|تخبرونا)(?: ب)?",
        r"(?:نرجو|أرجو|يرجى) (?:إفادتنا|إفادتي|التكرم بإفادتنا|بيان|توضيح|تأكيد)",
        r"(?:نود|أود|نرغب في|يهمنا) (?:أن )?(?:التحقق|نتحقق|الاطلاع|الوقوف)(?: من| على)?",
        r"هل (?:من الممكن|يمكن) (?:معرفة|أن نعرف)",
        r"هل (?:تذكر|تفيد|تبين) (?:المذكرة|الوثيقة) (?:إن كان|ما إذا|أن)",
    ),
}

# Said anywhere.
_PHRASES = {
    "zh": (
        r"您好",
        r"你好",
        r"大家好",
        r"打扰了",
        r"不好意思",
        r"麻烦(?:您|你)?(?:了)?(?=[，。！])",
        r"谢谢(?:您|你|大家)?",
        r"多谢",
        r"感谢",
        r"听说",
    ),
    "en": (
        r"hello",
        r"hi there",
        r"hi",
        r"dear all",
        r"good (?:morning|afternoon|evening)",
        r"excuse me",
        r"sorry to bother you",
        r"please",
        r"thank you(?: very much| in advance)?",
        r"thanks(?: a lot| in advance)?(?! (?:to|for))",
        r"many thanks",
        r"cheers",
        r"i (?:have )?heard(?: that)?",
        r"i was told(?: that)?",
        r"if possible",
    ),
    "fr": (
        r"bonjour",
        r"bonsoir",
        r"salut",
        r"excusez[- ]moi",
        r"pardon",
        r"s'il (?:vous|te) pla[iî]t",
        r"svp",
        r"merci(?: beaucoup| d'avance| bien)?(?= *(?:[!.,]|$))",
        r"si possible",
        r"on m'a dit qu(?:e |')",
        r"j'ai entendu dire qu(?:e |')",
    ),
    "es": (
        r"hola",
        r"buen[oa]s (?:d[ií]as|tardes|noches)",
        r"disculpe",
        r"perdone",
        r"por favor",
        r"(?:muchas )?gracias(?: de antemano)?(?= *(?:[!.,]|$))",
        r"si es posible",
        r"(?:me han dicho|he o[ií]do|o[ií]) que",
    ),
    "ru": (
        r"здравствуйте",
        r"добр(?:ый|ое|ого) (?:день|утро|вечер|дня)",
        r"привет",
        r"извините",
        r"простите",
        r"будьте добры",
        r"пожалуйста",
        r"(?:большое |заранее )?спасибо(?: большое| заранее)?",
        r"заранее благодар(?:ен|на|ю)",
        r"если можно",
        r"(?:я )?слышал[аи]?,? что",
        r"говорят,? что",
    ),
    "ar": (
        r"مرحبا",
        r"أهلا",
        r"السلام عليكم",
        r"صباح الخير",
        r"مساء الخير",
        r"عفوا",
        r"من فضلك",
        r"من فضلكم",
        r"لو سمحت",
        r"لو سمحتم",
        r"رجاء",
        r"شكرا(?: جزيلا| مسبقا| لكم)?",
        r"سمعت أن",
    ),
}

# A sentence that begins so and asks nothing says who asks.
_OF_ONESELF = {
    "zh": (r"我(?:是|们是|在|正在|刚|第一次|叫)",),
    "en": (
        r"i am",
        r"i'm",
        r"we are",
        r"we're",
        r"my name is",
        r"i work",
        r"i have been asked",
    ),
    "fr": (
        r"je suis",
        r"je pr[eé]pare",
        r"je travaille",
        r"j'[eé]cris",
        r"nous sommes",
        r"nous pr[eé]parons",
        r"je m'appelle",
    ),
    "es": (
        r"soy",
        r"somos",
        r"estoy",
        r"estamos",
        r"trabajo",
        r"preparo",
        r"escribo",
        r"me llamo",
    ),
    "ru": (r"(?:я|мы)\b(?! слышал)",),
    "ar": (
        r"أنا",
        r"نحن",
        r"أعمل",
        r"أعد",
        r"اسمي",
    ),
}

_ENOUGH_WORDS = 9
_ENOUGH_SIGNS = 14
"""Words, of Chinese characters, of a question that can do without what stands before its lead."""

_ASKS = re.compile(r"[?？؟]")
_EDGES = " ,;:，；：、،؛.。!！–—-"
_LEFT_OVER = re.compile(r" ?[,，、،](?: ?[,，、،])* ?([,，、،.。!！?？؟])")
"""Commas that stood around words that were taken out."""


def without_courtesy(text: str, language: str) -> str:
    """Return a question without its courtesies; the whole where nothing else is left.

    >>> without_courtesy("Bonjour, je voudrais savoir où siège l'ONUDI. Merci d'avance !", "fr")
    "où siège l'ONUDI."
    """
    pieces = [text[start:end] for start, end in sentence_spans(text)]
    asking = [_asking(piece, language) for piece in pieces]
    if asking == pieces:
        return text
    rest = " ".join(piece for piece in asking if any(map(str.isalnum, piece)))
    return rest or text


def _asking(sentence: str, language: str) -> str:
    """Return what of a sentence asks; nothing of one that only greets, thanks or says who asks."""
    asking = _after_leads(sentence, language)
    asking = _pattern(_PHRASES, language).sub("", asking)
    if asking != sentence:
        asking = _LEFT_OVER.sub(r"\1", " ".join(asking.split()).lstrip(_EDGES))
    of_oneself = _pattern(_OF_ONESELF, language).match(asking)
    return "" if of_oneself and not _ASKS.search(asking) else asking


def _after_leads(sentence: str, language: str) -> str:
    """Return what stands after the last lead; with what stands before it where the rest is too
    little to ask by itself: "certain Parties do so; could you tell me which?".
    """
    pieces = _pattern(_LEADS, language).split(sentence)
    if len(pieces) == 1:
        return sentence
    before, asking = " ".join(pieces[:-1]), pieces[-1]
    enough = is_as_long(asking, language, words=_ENOUGH_WORDS, signs=_ENOUGH_SIGNS)
    return asking if enough else f"{before.strip()} {asking.strip()}"


def _pattern(table: Mapping[str, Sequence[str]], language: str) -> re.Pattern[str]:
    """Return the pattern of what is said in a language; its words are whole ones."""
    edge = "" if language == "zh" else r"\b"
    # re keeps what it has compiled.
    return re.compile(f"{edge}(?:{'|'.join(table[language])}){edge}", re.IGNORECASE)
