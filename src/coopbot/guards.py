"""Words that turn a statement round, and words that add nothing to one, in six languages.

A wording that loses "not", "may" or "is applying for" says something else than its source, though
each of its names and numbers is right. So these classes are compared one by one. The plain words
are the closed list of what a wording may add: all others must stand in what it cites.
"""

from __future__ import annotations

import re
from functools import cache

from coopbot.tokens import fold

GUARDS = (
    "negation", "possibility", "obligation", "future", "application", "condition", "request",
    "restriction", "totality", "part", "comparison", "completion", "attribution",
)  # fmt: skip
"""Classes of words of which a wording may neither lose nor add one. A further class, ``pairing``
("respectively"), is looked at by :mod:`coopbot.arrangement`."""

ONLY_ADDED = frozenset({"completion"})
"""Those that may be lost: a thing may be told without saying that it is done."""

GOVERNING = frozenset(
    {"attribution", "possibility", "obligation", "future", "application", "condition", "request"}
)
"""Those whose word stands before all that it bears on: "requested ... to undertake, strengthen"."""

_GUARDS: dict[str, dict[str, str]] = {
    "en": {
        "negation": r"not|no|never|none|neither|nor|without|cannot|\w+n't|lack\w*|unable|fail\w*",
        # Only in small letters: May is a month.
        "possibility": r"(?-i:may|might|can|could)|cannot|possib\w+|perhaps|able to|potential\w*|enabl\w+",
        "obligation": r"must|should|shall|need|needs|needed|require\w*|ha(?:s|ve|d) to|obliged",
        "future": r"will|would|shall|to be|plan|plans|planned|intends?|going to|upcoming|envisaged",
        "application": r"appl(?:y|ies|ied|ying)|applications?|seek\w*|sought",
        "condition": r"if|unless|whether|depend\w*|subject to|provided that|in case",
        "request": r"request\w*|invit\w+|urg(?:e|es|ed|ing)|encourag\w+|recommend\w*|propos\w+|"
        r"suggest\w*|call(?:s|ed)? (?:on|upon|for)|wish(?:es)?",
        "restriction": r"only|solely|merely|exclusively",
        "totality": r"all|every|always|each|entire\w*|any",
        "part": r"some|few|several|many|most|partly|certain|almost|nearly|mainly|approximately",
        "comparison": r"than",
        "attribution": r"sa(?:y|ys|id|ying)|answer\w*|repl(?:y|ies|ied)|tell\w*|told|claim\w*|"
        r"assert\w*|alleg\w+|believ\w+|argu(?:e|es|ed)|(?:consider|state|report)(?:s|e?d)? that",
        "pairing": r"respectively",
    },
    "fr": {
        "negation": r"ne|n(?=')|non|pas|jamais|aucune?|sans|ni|manqu\w+|absence",
        "possibility": r"peu(?:t|vent|vai\w+)|pou(?:rr\w+|vai\w+|voir)|possib\w+|éventuel\w*|"
        r"susceptibles?|perme(?:t|ttent|ttra|ttre)",
        "obligation": r"doi(?:t|vent)|devr\w+|devai\w+|nécess\w+|exig\w+|il faut|requi\w+|tenue?s? de",
        "future": r"\w{2,}(?:ra|ront)|prév(?!ention)\w+|prochain\w*|envisag\w+|compte(?:nt)?|à venir",
        "application": r"demand(?:e|es|er|ent|é|ée|ant)|sollicit\w+|candidatures?",
        "condition": r"si|s(?='ils?\b)|sauf|dépend\w*|sous réserve|à condition",
        "request": r"pri(?:e|é|ée|er|ant)|invit\w+|exhort\w+|encourag\w+|recommand\w+|propos\w+|"
        r"suggér\w+|appel\w*|souhait\w+|demand(?:e|es|er|ent|é|ée|ant)",
        "restriction": r"seul\w*|uniquement|exclusivement|ne (?=\w+ que)",
        "totality": r"tou(?:te?s?|s)|chaque|chacune?|toujours|ensemble des|intégral\w*",
        "part": r"certain\w*|quelques|plusieurs|peu|plupart|nombreu\w+|presque|essentiellement|"
        r"environ|principalement",
        "comparison": r"(?:plus|moins|aussi|mieux) (?:\w+ )?qu[e']",
        "attribution": r"di(?:t|tes|re|sent)|répond\w+|affirm\w+|déclar\w+|estim(?:e|ent|é)|prétend\w*|"
        r"consid[éè]r\w+ que",
        "pairing": r"respectivement",
    },
    "es": {
        "negation": r"no|nunca|ninguna?|ningún|sin|ni|tampoco|carec\w+|falta",
        "possibility": r"pued\w+|pod(?:rá|rán|ría|rían|er|ía|ían)|posib\w+|quizás?|eventual\w*|permit\w+",
        "obligation": r"deb(?:e|en|er|erá|erán|ería|erían|ía|ían)|necesi\w+|requi\w+|exig\w+|hay que|"
        r"tendrán? que|tienen? que",
        "future": r"\w{2,}(?:rá|rán)|previst\w+|prevé\w*|proyect\w+ asistir|próxim\w+|va a|van a|"
        r"se propone|tiene previsto",
        "application": r"solicit\w+|candidaturas?",
        "condition": r"si|salvo|depend\w+|a condición|siempre que|a menos",
        "request": r"solicit\w+|pid\w+|pidi\w+|invit\w+|exhort\w+|alient\w+|alentó|recom\w+|propon\w+|"
        r"propus\w+|propuest\w+|suger\w+|sugir\w+|insta\w*|dese\w+",
        "restriction": r"solo|sólo|solamente|únicamente|exclusivamente",
        "totality": r"tod[oa]s?|cada|siempre|cualquier\w*|íntegr\w+",
        "part": r"algun[oa]s?|algún|vari[oa]s|poc[oa]s?|mayoría|much[oa]s?|ciert[oa]s?|casi|"
        r"principalmente|aproximadamente",
        "comparison": r"(?:más|menos|mejor|tan) (?:\w+ )?(?:que|como)",
        "attribution": r"di(?:ce|cen|jo|ga|gan)|decir|respond\w+|afirm\w+|declar\w+|estim(?:a|an|ó)|"
        r"aleg\w+|sostien\w+|considera\w* que",
        "pairing": r"respectivamente",
    },
    "ru": {
        "negation": r"не|нет|ни|никогда|никак\w+|без|отсутств\w+|нельзя|невозмож\w+",
        "possibility": r"мо(?:жет|гут|жно|г|гла|гли|гло|гут)|возмож\w+|вероятн\w+|позволя\w+",
        "obligation": r"долж\w+|необходим\w+|следует|требу\w+|обязан\w*|надлежит|нужн\w+",
        "future": r"буд(?:ет|ут)|планир\w+|намер\w+|предстоящ\w+|предполагается|предусматрива\w+|"
        r"состо(?:ится|ятся)",
        "application": r"ходатайств\w+|заяв(?:ка|ки|ку|ок|ление|ления|лений)\w*|добива\w+",
        "condition": r"если|ли|завис\w+|при условии|в случае",
        "request": r"проси\w*|попроси\w*|просьб\w+|предл(?:ага|ожи|ожен)\w*|приглаша\w+|пригласи\w*|"
        r"рекоменд\w+|призыва\w+|призва\w+|поощр\w+|настоятельно|поруч\w+",
        "restriction": r"только|лишь|исключительно",
        "totality": r"все|всех|всем|всеми|всю|вся|всего|каждый|каждая|каждого|каждой|каждому|всегда|"
        r"любой|любая|любые",
        "part": r"некотор\w+|нескольк\w+|ряд|ряда|мало|немног\w+|больши\w+|почти|главным образом|"
        r"многи\w+|преимущественно|примерно",
        "comparison": r"чем|по сравнению",
        "attribution": r"сказа\w+|скаж\w+|говор\w+|отвеч\w+|ответ(?!ств)\w+|заяв(?:ил|ля)\w*|"
        r"утвержда\w+|счита\w+|полага\w+|сообщ(?!еств)\w+",
        "pairing": r"соответственно",
    },
    "ar": {
        "negation": r"[وف]?(?:لا|لم|لن|ليس|ليست|غير|عدم|بدون|دون|دونما)",
        "possibility": r"[وف]?(?:يمكن\w*|ممكن\w*|قد [يت]\w+|يجوز|تستطيع|يستطيع|محتمل\w*|امكان\w*|يتيح\w*)",
        "obligation": r"[وف]?(?:يجب|ينبغي|تحتاج|يحتاج|يتعين|يلزم|تلزم|يتطلب|تتطلب|لازم\w*)",
        "future": r"[وف]?(?:سوف|س[يتن]\w{3,}|تعتزم|يعتزم|تخطط|المزمع|مزمع|ينتظر)",
        "application": r"[وف]?(?:طلب\w*|الطلب\w*|تقديم طلب\w*|تلتمس|تسع[يى])",
        "condition": r"[وف]?(?:اذا|لو|مشروط\w*|[يت]توقف|[يت]عتمد|رهنا|شريطه)",
        "request": r"[وف]?(?:طلب\w*|يطلب|تطلب|دعا|دعت|يدعو|تدعو|حث\w*|يحث|تحث|اوص[تى]\w*|يوصي|توصي|"
        r"اقترح\w*|يقترح|تقترح|المقترح|شجع\w*|يشجع|يرجو)",
        "restriction": r"[وف]?(?:فقط|الا|انما|حصرا|يقتصر|تقتصر)",
        "totality": r"[وفبل]?(?:كل|جميع|كافه|دائما|اي)",
        "part": r"[وفبل]?(?:بعض|عدد|عده|قليل\w*|معظم|اغلب|كثير\w*|اساسا|تقريبا)",
        "comparison": r"(?:بال)?مقارنه",
        "attribution": r"[وف]?(?:[يت]?قول\w*|قال\w*|اجيب\w*|اجب|[يت]جيب|اخبر\w*|صرح\w*|زعم\w*|[يت]ري|"
        r"[يت]عتبر|اعتبر\w*)",
        "pairing": r"علي التوالي",
    },
    "zh": {
        "negation": r"不|没有|没|未|无|非(?=法)|尚无|缺乏|并非|勿|否认|拒绝",
        "possibility": r"可能|可以|可(?=[^行靠以能])|能够|也许|或许|有望",
        "obligation": r"必须|应当|应该|应(?=[^用对急邀])|需要|须|需(?=[^要求])|有义务|要求",
        "future": r"将(?!其|有关|各|秘|该|这)|拟|计划(?=[参出在于])|预定|打算|即将|(?<![大议次年])会(?=在)",
        "application": r"申请|寻求|谋求",
        "condition": r"如果|倘若|是否|取决|除非|视.{0,6}而定|一旦|能否",
        "request": r"请(?!求)|请求|邀请|敦促|鼓励|建议|提议|要求|呼吁|促请",
        "restriction": r"只(?!能|有)|只有|只能|仅|唯一",
        "totality": r"所有|全部|每|一律|任何|各(?=缔约方)|总是|始终",
        "part": r"一些|某些|若干|部分|少数|多数|大多|很少|几乎|主要|有些|许多|很多|不少(?!于)|大量|众多|约(?=\d)",
        "comparison": r"比(?!例|较|如)",
        "completion": r"了(?!解)|已|曾",
        "attribution": r"回答|认为|声称|表示|宣称|宣布|告诉|据称|说(?!明)",
        "pairing": r"分别",
    },
}

PLAIN: dict[str, str] = {
    "en": "a an the of to in on at by for with from as and or but also both its their his her it "
    "they he she them him this that these those which who whom whose where when there is "
    "are was were be been being has have do does did than so such into upon about regarding "
    "concerning according including include includes included comprise comprises comprised "
    "comprising consist consists consisting namely following follows well s",
    "fr": "le la les l un une des du de d à au aux en dans sur par pour avec et ou où mais aussi "
    "ainsi que qu qui dont ce c cet cette ces il elle ils elles se s sa son ses leur leurs "
    "y est sont était étaient été être a ont ayant comme selon notamment ci suivants "
    "suivantes suivant comprend comprennent comprenant inclut incluent savoir lors lui eux "
    "celui celle ceux",
    "es": "el la los las lo un una unos unas de del al a en por para con y e o u que quien "
    "quienes cual cuales cuyo cuya donde cuando como su sus se es son fue fueron era eran "
    "ser sido siendo está están ha han este esta estos estas ese esa esos esas también así "
    "según incluye incluyen incluido siguiente siguientes comprende comprenden saber le les "
    "ello ella ellas ellos él",
    "ru": "и в во на с со к ко о об обо по за из от для у при а но или что как который которая "
    "которое которые которого которой которых которым которую котором это этот эта эти "
    "этого этой этих этим этом его ее их им ими ему он она оно они был была было были быть "
    "является являются также так же то том тот та те тех согласно включает включают включая "
    "следующие следующих следующее именно свой своих своей свои своего где когда году года",
    "ar": "في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين و أو ثم أن إن أنه أنها كان كانت "
    "يكون تكون هو هي هم ما كما أيضا بين وفقا وفق تشمل يشمل تضم يضم شملت التالية الآتي "
    "التالي به بها له لها فيه فيها منه منها عليه عليها إليه إليها وهو وهي وقد قد وكان وكانت "
    "وذلك بما وفي ومن وعلى وإلى ومع وهم وهذه وهذا حيث وأن بأن",
    "zh": "的 了 和 与 及 以及 并 并且 在 于 是 为 由 对 向 从 至 到 以 其 该 此 这 这些 "
    "等 也 还 而 则 所 者 之 被 把 因 因此 包括 包含 有 即 如下 下列 以下 根据 按照 "
    "依据 分别 其中 此外 同时 一个 这一 并于 作为 关于 有关 了解 中 地 得 着 就",
}
"""What a wording may add: articles, particles and words that only arrange."""


@cache
def _guard_patterns(language: str) -> dict[str, re.Pattern[str]]:
    bounds = ("", "") if language == "zh" else (r"(?<![^\W_])", r"(?![^\W_])")
    return {
        name: re.compile(f"{bounds[0]}(?:{words}){bounds[1]}", re.IGNORECASE)
        for name, words in _GUARDS[language].items()
    }


def guards_of(text: str, language: str) -> dict[str, int]:
    """Return how often a text has words of each class, for the classes that it has.

    :param text: with its letter case, since an English May is no permission; Arabic with the
        letters as :func:`coopbot.tokens.fold` leaves them.
    """
    counts = {
        name: sum(1 for _ in pattern.finditer(text))
        for name, pattern in _guard_patterns(language).items()
    }
    return {name: count for name, count in counts.items() if count}


_AGENT = {
    "en": r"by", "fr": r"par", "es": r"por", "ru": r"(?!)", "ar": r"من قبل|من جانب|علي يد|بواسطه",
    "zh": r"由|被|受",
}  # fmt: skip
_GOAL = {
    "en": r"to|from", "fr": r"à|aux?", "es": r"al?", "ru": r"ко?|от", "ar": r"الي",
    "zh": r"向|给|对|从",
}  # fmt: skip
_ARTICLE = {
    "en": r"the |its |their ", "fr": r"l[ea]s? |l'|s(?:on|a|es) ", "es": r"el |l[ao]s? |sus? ",
    "ru": "", "ar": "", "zh": r"其|该",
}  # fmt: skip
_LOCATIVE = {
    "en": r"in|at", "fr": r"à|en|aux?", "es": r"en", "ru": r"во?|на", "ar": r"في", "zh": r"在|于",
}  # fmt: skip
_REACH = 24
"""Characters before a word in which its preposition stands."""


@cache
def _prepositions(words: str, language: str) -> re.Pattern[str]:
    articles = f"(?:{_ARTICLE[language]})?" if _ARTICLE[language] else ""
    edge, gap = ("", "") if language == "zh" else (r"(?<![^\W_])", " ")
    return re.compile(f"{edge}(?P<word>{words}){gap}{articles}$", re.IGNORECASE)


def _before(text: str, start: int, language: str) -> str:
    left = text[max(0, start - _REACH) : start]
    return fold(left).rstrip() + " " if language == "ar" else left


def direction_of(text: str, start: int, language: str, *, is_name: bool) -> str | None:
    """Return the preposition before a word that says who did a thing, or to whom, else None.

    :param is_name: whether the word is a name; before others, in languages with capitals, "to"
        may lead to a verb or a purpose.
    """
    words = _AGENT[language]
    if is_name or language in ("ar", "zh"):
        words += f"|{_GOAL[language]}"
    found = _prepositions(words, language).search(_before(text, start, language))
    return found["word"].lower() if found else None


def is_located(text: str, start: int, language: str) -> bool:
    """Tell whether a word is led in by a preposition of place."""
    pattern = _prepositions(_LOCATIVE[language], language)
    return pattern.search(_before(text, start, language)) is not None


_GOING_ON = {
    "en": r"and|as well as", "fr": r"et|ainsi que", "es": r"y|e", "ru": r"и|а также",
    "ar": r"و", "zh": r"并且?|而且|以及|和|且",
}  # fmt: skip


def goes_on(clause: str, language: str) -> bool:
    """Tell whether a clause begins with "and", or ends the one before it so."""
    bare = clause.strip(" ,،，;；")
    after = "" if language in ("zh", "ar") else r"(?!\w)"
    return re.match(f"(?:{_GOING_ON[language]}){after}", bare, re.IGNORECASE) is not None


@cache
def plain_words(language: str) -> frozenset[str]:
    """Return the words that a wording may add, folded as search terms are."""
    return frozenset(fold(PLAIN[language]).split())


@cache
def plain_pattern() -> re.Pattern[str]:
    """Return the pattern of the Chinese words that a wording may add, the longest first."""
    return re.compile("|".join(sorted(PLAIN["zh"].split(), key=len, reverse=True)))
