"""The type of answer that a question expects, and whether quotations hold one.

A paragraph on the right subject is not yet an answer: who asks for a cost is not served by a
paragraph that names none. Types are told from the question's words, and looked for in the words
that would be quoted, in every language in which they stand there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coopbot.dates import find_dates
from coopbot.intents import plain
from coopbot.quantities import Quantity, find_quantities

CURRENCIES = frozenset({"USD", "EUR"})
"""Units that make an amount of money."""

# What is expected, by the words of the question; on the plain form of intents.plain.
_EXPECTED: dict[str, dict[str, str]] = {
    "amount": {
        "zh": r"多少钱|花多少|多少(?:美元|欧元|经费|资金|费用)|(?:费用|成本|金额|价格|开支|经费)(?:是|为|有|要|需)?(?:多少|几)|几(?:万|千)?(?:美元|欧元|块)",
        "en": r"\bhow much (?:money|does|do|did|will|would|is it|was|were|funding|have|has|are)\b|\bhow many (?:us )?dollars\b|"
        r"\bwhat (?:is|was|are|were) the (?:\w+ )?(?:costs?|price|amount)\b|\bwhat (?:amount|sum)\b|\bcosts? of\b",
        "fr": r"\bcombien (?:cout\w*|d'argent|de dollars|d'euros|verse\w*|paie\w*|paye\w*)|\bquel(?:le)? (?:est le |sera le )?"
        r"(?:montant|somme|cout|prix)\b",
        "es": r"\bcuanto (?:cuesta\w*|costo|costar\w*|dinero|paga\w*|aporta\w*|vale)|\bcuantos (?:dolares|euros)\b|"
        r"\b(?:que|cual es el) (?:importe|monto|costo|coste|precio|suma)\b",
        "ru": r"сколько (?:стоит|стоят|стоил\w*|будет стоить|денег|долларов|евро|средств|платит\w*|выделя\w+|обойдется)|во сколько обходит\w+|"
        r"как(?:ая|ую|ова) (?:сумм\w+|стоимост\w+)|во сколько обо",
        "ar": r"كم (?:تبلغ )?(?:تكلف\w*|يكلف|تبلغ التكلفه|المبلغ|دولار\w*|ستدفع|تدفع|يدفع|ثمن)|ما (?:هي )?(?:تكلف\w+|قيمه|مبلغ|المبلغ)",
    },
    "count": {
        "zh": r"(?:有|共|了|达)?多少(?!钱|美元|欧元|经费|资金|费用)(?:个|名|人|位|次|项|家|届|种|份|篇|条|国)?|"
        r"(?<!哪)几(?:个|名|人|位|次|家|种|份|篇)(?!月)|人数|总数",
        "en": r"\bhow many (?!dollars|us dollars)|\bthe number of\b|\bwhat number of\b|\bhow large is\b|\bheadcount\b",
        "fr": r"\bcombien (?:de |d')(?!dollars|argent|temps|euros)|\b(?:etai(?:en)?t|sont|seront)(?:-ils|-elles)? combien\b|\bcombien (?:etaient|sont|ont)\b|\bquel nombre\b|"
        r"\bnombre (?:de|d')",
        "es": r"\bcuant[oa]s (?!dolares|euros)|\bcuanta gente\b|\bel numero de\b",
        "ru": r"(?<!во )сколько (?!обход|стоит|стоят|стоил|будет стоить|денег|долларов|евро|средств|времени|плати|выделя|обойдется)|"
        r"как(?:ое|ово) (?:количество|число)|численност\w+",
        "ar": r"كم (?!تكلف|يكلف|تبلغ (?:ال)?تكلف|المبلغ|دولار|ستدفع|تدفع|يدفع|ثمن|من الوقت)|ما عدد|عدد ",
    },
    "person": {
        "zh": r"(?:秘书|主任|主席|代表|司长|处长|总干事|专家|作者|人|谁)[^，。？]{0,6}(?:叫什么|姓什么)|姓名",
        "en": r"\b(?:name of the (?:person|executive secretary|chair\w*|author)|what is (?:his|her) name|who is the (?:current |present )?executive secretary)\b|"
        r"\bname of (?:its|the) (?:[^\W\d_-]+ ){0,2}(?:head|director|director-general|president|minister|official|expert)\b",
        "fr": r"\b(?:comment s'appelle|quel est le nom d[eu] (?:la |le |l')?(?:personne|secretaire|president|auteur))",
        "es": r"\b(?:como se llama|cual es el nombre del? (?:la )?(?:persona|secretari\w+|president\w+|autor))",
        "ru": r"как зовут|фамили\w+|как имя|имя исполнительного",
        "ar": r"ما اسم (?:الامين|المدير|الرئيس|الشخص)|من هو الامين التنفيذي",
    },
    "agent": {
        "zh": r"派谁|由?谁(?:来)?(?:主持|担任主席|代表|出席|颁发|授予|主讲|撰写|起草)|方面是谁|谁代表",
        "en": r"\bwho (?:chaired|presided|moderated|represent(?:s|ed)|presented|handed|spoke|drafted|wrote|will (?:chair|represent|speak))\b|"
        r"\bwho (?:signed|spoke) .*\bon behalf of\b|\bwhich (?:person|official)\b",
        "fr": r"\bqui (?:a |ont )?(?:presid\w+|represent\w+|remis|redige|anime)\b|\bqui a signe .*\bau nom d|\bquelle personnalite\b",
        "es": r"\bquien(?:es)? (?:presidi\w+|represent\w+|entreg\w+|redact\w+|moder\w+)\b|\bquien firmo .*\ben nombre d",
        "ru": r"кто (?:председательств\w+|представля\w+|представит|вручил\w*|вручал\w*|писал\w*|выступал\w*|вел )|кто подписал .*от имени",
        "ar": r"من (?:الذي )?(?:تراس|يراس|سيمثل|مثل|سلم|القي|كتب)|من وقع .*(?:نيابه عن|باسم)",
    },
    "reason": {
        "zh": r"为什么|为何|什么原因|原因是什么|何以",
        "en": r"\bwhy\b|\bwhat (?:is|was|are|were) the reasons?\b|\bfor what reason\b",
        "fr": r"\bpourquoi\b|\bpour quelle raison\b",
        "es": r"\bpor que\b.*\?|\bpor que (?:razon|motivo)\b",
        "ru": r"почему|зачем|по какой причине",
        "ar": r"لماذا|لم (?:اختير|اختيرت)|ما سبب|ما السبب",
    },
    "frequency": {
        "zh": r"多久(?:举办|开|办|举行|送|传送|更新|召开)?[^，。？]{0,8}一次|每隔多久|多长时间一次",
        "en": r"\bhow often\b|\bhow frequently\b|\bhow many times (?:a|per) (?:year|month)\b",
        "fr": r"\ba quelle frequence\b|\btous les combien\b|\bcombien de fois par\b",
        "es": r"\bcon que frecuencia\b|\bcada cuanto\b|\bcuantas veces (?:al|por)\b",
        "ru": r"как часто|с какой периодичностью|сколько раз в",
        "ar": r"كم مره|كل متي|ما (?:مدي )?(?:تواتر|تكرار)",
    },
    "duration": {
        "zh": r"(?:持续|开了|历时|有效期?|为期)(?:了)?(?:多久|多长时间|多少天|几天)|多长时间",
        "en": r"\bhow long (?:did|does|will|was|is|were|are)\b",
        "fr": r"\bcombien de temps\b|\bquelle (?:est|etait|a ete) la duree\b|\ba dure combien\b",
        "es": r"\bcuanto (?:tiempo )?(?:duro|dura|durar\w+)\b|\bcuanto tiempo\b",
        "ru": r"сколько (?:времени|длил\w+|продолжал\w+)|как долго|на какой срок",
        "ar": r"كم (?:من الوقت|استغرق\w*|دام\w*|مده)|ما مده",
    },
    "address": {
        "zh": r"网址|网站地址|电子邮件|电邮|邮箱|电话(?:号码)?|通讯地址",
        "en": r"\b(?:web ?address|url|e-?mail|phone|telephone|postal address|website address)\b",
        "fr": r"\b(?:adresse (?:internet|web|electronique|postale|e-mail)|courriel|telephone)\b",
        "es": r"\b(?:direccion (?:web|electronica|de internet|postal|de correo)|correo electronico|telefono|pagina web)\b",
        "ru": r"(?:адрес\w* (?:электронной|сайта|в интернете|веб)|электронн\w+ (?:почт\w+|адрес\w*)|телефон\w*|веб-адрес|адрес сайта)",
        "ar": r"عنوان (?:الموقع|الويب|البريد|الانترنت)|البريد الالكتروني|رقم الهاتف|الهاتف",
    },
    "country": {
        "zh": r"(?:哪些|哪几个|哪些个)[^，。？]{0,8}(?:国家|国)(?![际内民])|国家有哪些",
        "en": r"\b(?:which|what|name the) (?:[^\W\d_]+ ){0,3}(?:countries|states|governments|nations)\b|\bname the .{0,12}members\b",
        "fr": r"\bquels (?:sont les )?(?:[^\W\d_]+ ){0,2}(?:pays|etats|gouvernements)\b",
        "es": r"\b(?:que|cuales son los) (?:[^\W\d_]+ ){0,2}(?:paises|estados|gobiernos)\b",
        "ru": r"как\w+ (?:[^\W\d_]+ ){0,2}(?:стран\w*|государств\w*)",
        "ar": r"(?:ما هي|اي|ما) (?:ال)?(?:بلدان|دول|البلدان|الدول)",
    },
    "place": {
        "zh": r"哪里(?:举行|召开|开|办|举办)|何地|在哪儿?(?:里)?(?:举行|召开|开|办|举办)|地点|哪个(?:城市|国家)|哪座城市|什么地[方点]",
        "en": r"\bwhere (?:was|were|is|are|did|will|has)\b.*\b(?:held|place|meet|host\w*|organi\w+|celebrat\w+)\b|"
        r"\b(?:which|what) (?:city|country|town|venue)\b|\bvenue\b",
        "fr": r"\b(?:quelle ville|quel pays)\b|\bou\b.*\b(?:tenu\w*|tient|lieu|organise\w*|fete\w*|celebre\w*|reuni\w*)\b",
        "es": r"\bque (?:ciudad|pais)\b|\bdonde\b.*\b(?:celebr\w+|tuvo lugar|tuvieron lugar|realiz\w+|organiz\w+)\b",
        "ru": r"в каком городе|в какой стране|где .*(?:прош\w+|состо\w+|провод\w+|провел\w*|проход\w+|отмеч\w+)",
        "ar": r"اي (?:مدينه|بلد|دوله)|(?:اين|مكان) .*(?:عقد\w*|تعقد|ستعقد|انعقد\w*|نظم\w*|احتفل\w*)",
    },
    "outcome": {
        "zh": r"结果(?:是|如何|怎样|怎么样)|成果|结论|(?:最后|最终|后来).{0,8}(?:通过|决定|同意|达成|商定)|(?:通过|达成|商定|议定)了(?:什么|哪些)|"
        r"建议了(?:什么|哪些)",
        "en": r"\b(?:outcomes?|results?|conclusions?|findings) of\b|\bwhat (?:was|were) the (?:\w+ )?(?:outcomes?|results?|conclusions?)\b|"
        r"\bwhat did .{3,80}\b(?:agree|conclude|recommend|resolve|adopt|decide)\b|\b(?:agreed|concluded|adopted) (?:at|by|on)\b|\bfinally\b",
        "fr": r"\b(?:resultats?|conclusions?|bilan|issue) (?:de|du|des|d')|\b(?:qu'a|qu'ont|que) .{0,80}\b(?:conclu|convenu|adopte|decide|recommande)\b|"
        r"\bfinalement\b",
        "es": r"\b(?:resultados?|conclusion(?:es)?) (?:de|del)\b|\bque .{0,60}\b(?:acord\w+|concluy\w+|adopt\w+|decidi\w+|recomend\w+)\b|"
        r"\bfinalmente\b",
        "ru": r"(?:(?<!в )итог\w*|результат\w*|вывод\w*) |чем (?:закончил\w+|завершил\w+)|что .{0,60}(?:решил\w*|постановил\w*|рекомендовал\w*|приняли|договорил\w+)",
        "ar": r"نتائج|نتيجه|استنتاجات|ماذا .{0,60}\b(?:قرر\w{0,2}|اوصي\w*|اعتمد\w*|اتفق\w*)\b|بماذا (?:خرج|اوصي)",
    },
}  # fmt: skip

# Words that say what came of something, in the text of a document.
_OUTCOME: dict[str, str] = {
    "zh": r"通过了|决定|商定|建议|结论|成果|结果|达成|确定|议定|要求|重申|签署|签订|同意|审查|获得了|荣获|查明",
    "en": r"\b(?:adopt\w*|decid\w+|decision|agree[ds]?\b|agreement|recommend\w*|conclu\w+|outcome|result(?:s|ed)?|identified|"
    r"request(?:s|ed)|reaffirm\w*|sign(?:ed|s)|determin\w+|review(?:ed|s)|received)",
    "fr": r"\b(?:adopt\w*|decid\w+|décid\w+|décision|conven\w*|accord\w*|recommand\w*|conclu\w*|résultat\w*|défini\w*|recens\w*|"
    r"demand\w+|réaffirm\w*|sign[éea]\w*|arrêt\w*|examin\w+|reçu\w*)",
    "es": r"\b(?:adopt\w*|aprob\w*|decid\w+|decisión|acord\w*|acuerd\w*|recomend\w*|conclu\w*|resultad\w*|determin\w*|solicit\w+|"
    r"pid\w+|reafirm\w*|firm[aóa]\w*|examin\w*|recib\w*)",
    "ru": r"(?:принял\w*|принят\w*|решил\w*|решени\w+|постанов\w+|соглас\w+|договор\w+|рекоменд\w+|вывод\w*|итог\w*|результат\w*|определ\w+|"
    r"просил\w*|предложил\w*|подтверд\w+|подписал\w*|рассмотрел\w*|получил\w*)",
    "ar": r"(?:اعتمد|قرر|مقرر|اتفق|اتفاق|أوصى|توصي|خلص|استنتاج|نتائج|نتيجة|حدد|طلب|أكد|وقع|استعرض|حصل|تلق)",
}

# Where something takes place, in the text of a document.
_NAME = r"[A-ZÀ-ÝА-ЯЁ][^\W\d_]+"
_PLACE: dict[str, str] = {
    "zh": r"(?:在|于)[^，。；]{1,60}?(?:举行|召开|举办|进行|主办|举)|[（(][^）)]{0,30}(?:日|月|年)[^）)]{0,20}，[^）)]{2,12}[）)]",
    "en": rf"\b(?:in|at) (?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Article)\b)({_NAME})",
    "fr": rf"\b(?:à|au|en) ({_NAME})",
    "es": rf"\ben ({_NAME})",
    "ru": rf"(?<!\w)[Вв]о? ({_NAME})",
}

_PERSON = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|M|Mme|Sr|Sra)\.? [A-ZÀ-Ý]|先生|女士|博士|教授|\b[гГ]-(?:н|жа) |السيد |السيدة "
)
"""Titles that stand before or after the name of a person."""

_ADDRESS = re.compile(r"https?://|www\.|\S@\S|\+\d[\d ()-]{6,}")

# Words that give a reason or a purpose, in the text of a document.
_REASON: dict[str, str] = {
    "zh": r"因为|由于|为了|以便|旨在|鉴于|因此|为此|目的|原因|从而|取决于|更具|有助于",
    "en": r"\b(?:because|since it|as it|due to|owing to|in order (?:to|that)|so that|so as to|with a view to|to enable|enables?|aims? (?:of|at|is)|"
    r"purpose|reasons?|therefore|thus|more (?:cost-effective|efficient|effective)|depends? on|to this end)\b",
    "fr": r"\b(?:parce qu|car |en raison|du fait|afin (?:de|que)|pour (?:que|permettre)|en vue d|vise à|visant à|but|objectif|raison|donc|ainsi|"
    r"dépend\w*|à cette fin|permet\w*|plus (?:rentable|efficace|économique))",
    "es": r"\b(?:porque|ya que|debido a|a fin de|con el fin|para (?:que|permitir)|con miras a|tiene por objeto|objetivo|finalidad|razón|por "
    r"ello|por lo tanto|depend\w*|con ese fin|permite\w*|más (?:eficaz|eficiente|económic\w+|rentable))",
    "ru": r"(?:потому что|поскольку|так как|из-за|в связи с|чтобы|с целью|в целях|для того|цель\w*|направлен\w*|причин\w*|поэтому|"
    r"завис\w+|позволя\w+|более (?:эффективн\w+|экономичн\w+))",
    "ar": r"(?:لأن|بسبب|نظرا|من أجل|بغية|بهدف|لكي|حتى|الغرض|الهدف|يهدف|تهدف|سبب|ولذلك|يتوقف|تتوقف|يمكّن|تمكين|لهذه الغاية|أكثر (?:فعالية|كفاءة))",
}

_FREQUENCY: dict[str, str] = {
    "zh": r"每[年月周季次隔]|[一二两三]次|定期|经常|两年期",
    "en": r"\b(?:once|twice|every|annual\w*|monthly|quarterly|weekly|regular\w*|per (?:year|month)|a year|biennial)\b",
    "fr": r"\b(?:une fois|deux fois|chaque|annuel\w*|mensuel\w*|trimestriel\w*|réguli\w+|par an|tous les)\b",
    "es": r"\b(?:una vez|dos veces|cada|anual\w*|mensual\w*|trimestral\w*|regular\w*|al año|por año|periódic\w+)\b",
    "ru": r"(?:раз в|один раз|ежегодн\w+|ежемесячн\w+|ежекварталь\w+|кажд\w+|регулярн\w+)",
    "ar": r"(?:مرة|مرتين|كل (?:سنة|عام|شهر)|سنوي|شهري|بانتظام|منتظم|دوري)",
}

_SINCE = re.compile(
    r"(?:since|depuis|desde|established|créée?|creó|establec\w+|учрежд\w+|создан\w*|с) .{0,20}\b(?:19|20)\d\d|(?:19|20)\d\d ?年(?:起|以来|设立|成立|建立|创)|منذ|أنشئت?",
    re.IGNORECASE,
)
_SINCE_EVENT = re.compile(
    r"\b(?:since the|depuis l[ae']|desde l[ao]|со времени|после|начиная с) |自[^，。；]{2,30}(?:以来|起)|(?:以来|之后)|منذ ",
    re.IGNORECASE,
)
_PROPER = re.compile(rf"(?<=[a-zà-ÿа-я,] )({_NAME})")
"""A capitalised word inside a sentence."""

_COUNTED: dict[str, str] = {
    "en": r"how many ((?:[^\W\d_-]+ ?){1,3})|number of ((?:[^\W\d_-]+ ?){1,2})",
    "fr": r"(?:combien (?:de |d')|nombre (?:de |d'))((?:[^\W\d_-]+ ?){1,2})",
    "es": r"cuant[oa]s ((?:[^\W\d_-]+ ?){1,2})|cuanta (gente)|numero de ((?:[^\W\d_-]+ ?){1,2})",
    "ru": r"сколько (?:всего )?((?:[^\W\d_-]+ ?){1,2})|(?:количество|число) ((?:[^\W\d_-]+ ?){1,2})",
    "ar": r"(?:كم|عدد) ((?:[^\W\d_]+ ?){1,2})",
    "zh": r"([\u4e00-\u9fff]{2,4}?)(?:一共|总共|共)?有多少个?[？?。]?$|(?:多少|几)(?:个|名|位|次|项|家|届|种|份|篇|条)?([\u4e00-\u9fff]{1,6})|([\u4e00-\u9fff]{2,4})(?:的)?(?:人数|总数|数量)",
}
"""The words counted, after the question word."""

_PERIOD = re.compile(
    r"^(?:days?|years?|months?|jours?|annees?|ans?|mois|dias?|anos?|meses|дней|дня|лет|года?|месяц\w*|يوم|ايام|سن\w+|عام|شهر|天|日|年|月)"
)
"""A period that is asked for in its units: dates and anniversaries tell it too."""

_NEAR = 4
"""Words after a number in which the thing counted stands."""

_NEAR_SIGNS = 10
"""The same in characters, for Chinese."""

Stemming = Callable[[str, str], Iterable[str]]
"""Search terms of a text in a language."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that would be quoted."""

    text: str
    language: str


def expected_types(question: str, language: str) -> tuple[str, ...]:
    """Return the types of answer that a question expects, of ``amount count person agent reason
    frequency duration address country place outcome``.
    """
    asked = plain(question)
    found = tuple(
        name for name, patterns in _EXPECTED.items() if _compiled(patterns[language]).search(asked)
    )
    return tuple(name for name in found if name != "count" or "amount" not in found)


def holds(
    expected: str, question: str, language: str, quotes: Iterable[Quoted], terms: Stemming
) -> bool:
    """Tell whether quotations hold an answer of a type.

    :param terms: gives the search terms of words, to compare what is counted.
    """
    texts = list(quotes)
    if expected == "amount":
        return any(q.unit in CURRENCIES for quote in texts for q in find_quantities(quote.text))
    if expected in ("person", "agent"):
        return any(_PERSON.search(quote.text) for quote in texts)
    if expected == "address":
        return any(_ADDRESS.search(quote.text) for quote in texts)
    if expected == "reason":
        return _matches(_REASON, texts)
    if expected == "frequency":
        return _matches(_FREQUENCY, texts)
    if expected == "duration":
        return any(_lasts(quote) for quote in texts)
    if expected == "country":
        return _names_places(texts)
    if expected == "outcome":
        return _matches(_OUTCOME, texts)
    if expected == "place":
        return _matches(_PLACE, texts) or not any(quote.language in _PLACE for quote in texts)
    return _holds_count(question, language, texts, terms)


def _matches(patterns: Mapping[str, str], quotes: Iterable[Quoted]) -> bool:
    return any(
        _cased(patterns[quote.language]).search(quote.text)
        for quote in quotes
        if quote.language in patterns
    )


def _holds_count(question: str, language: str, quotes: Sequence[Quoted], terms: Stemming) -> bool:
    """Tell whether a number stands before what is counted.

    In another language than the question's the number alone has to do.
    """
    words = _counted(question, language)
    if _PERIOD.search(words):
        return holds_dates(quotes) or any(
            q.kind == "ordinal" for quote in quotes for q in find_quantities(quote.text)
        )
    counted = set(terms(words, language))
    in_other = False
    seen_own = False
    for quote in quotes:
        numbers = [q for q in find_quantities(quote.text, quote.language) if _counts(q)]
        if quote.language != language:
            in_other = in_other or bool(numbers)
            continue
        seen_own = True
        if not counted and numbers:
            return True
        for number in numbers:
            after = quote.text[number.end :]
            near = after[:_NEAR_SIGNS] if language == "zh" else " ".join(after.split()[:_NEAR])
            if counted & set(terms(near, language)):
                return True
    return in_other and not seen_own


def _lasts(quote: Quoted) -> bool:
    """Tell whether a text gives a period: from one day to another, since a year, for so long."""
    if any("/" in mention.iso for mention in find_dates(quote.text)):
        return True
    return any(q.unit in ("day", "month", "year") for q in find_quantities(quote.text)) or bool(
        _SINCE.search(quote.text)
    )


def names_place(quote: Quoted) -> bool:
    """Tell whether a text says where something takes place; no for languages without a pattern."""
    return quote.language in _PLACE and bool(_cased(_PLACE[quote.language]).search(quote.text))


def _names_places(quotes: Iterable[Quoted]) -> bool:
    """Tell whether proper names stand in running text; where no script tells, yes."""
    readable = [quote for quote in quotes if quote.language in _PLACE and quote.language != "zh"]
    return not readable or any(_PROPER.search(quote.text) for quote in readable)


def _counts(quantity: Quantity) -> bool:
    return quantity.kind == "cardinal" or (
        quantity.unit is not None and quantity.unit not in CURRENCIES
    )


def _counted(question: str, language: str) -> str:
    """Return the words after the question word that say what is counted."""
    match = _compiled(_COUNTED[language]).search(plain(question))
    return next((group for group in match.groups() if group), "") if match else ""


def holds_dates(quotes: Iterable[Quoted]) -> bool:
    """Tell whether a date or a year stands in quotations."""
    return any(find_dates(quote.text) for quote in quotes)


def holds_since(quotes: Iterable[Quoted]) -> bool:
    """Tell whether a time is given by an event: since the third meeting."""
    return any(_SINCE_EVENT.search(quote.text) for quote in quotes)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=256)
def _cased(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
