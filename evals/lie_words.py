"""Words that a lying language model of ours puts into true sentences, in six languages."""

from __future__ import annotations

AND = {"zh": "和", "en": " and ", "fr": " et ", "es": " y ", "ru": " и ", "ar": " و"}
NAMES = {
    "zh": "维里迪安研究所", "en": "the Veridian Institute", "fr": "l'Institut Véridien",
    "es": "el Instituto Veridiano", "ru": "Веридианский институт", "ar": "معهد فيريديان",
}  # fmt: skip
PLACES = {
    "zh": "在利隆圭", "en": " in Lilongwe", "fr": " à Lilongwe", "es": " en Lilongwe",
    "ru": " в Лилонгве", "ar": " في ليلونغوي",
}  # fmt: skip
REFERENCES = {
    "zh": ("（第BS-IX/77号决定）", "（第41条）", "（UNEP/CBD/BS/COP-MOP/9/44）"),
    "en": (" (decision BS-IX/77)", " (Article 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "fr": (" (décision BS-IX/77)", " (article 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "es": (" (decisión BS-IX/77)", " (artículo 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "ru": (" (решение BS-IX/77)", " (статья 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "ar": (" (المقرر BS-IX/77)", " (المادة 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
}  # fmt: skip
FALSE_REFERENCES = ("BS-IX/77", "41", "COP-MOP/9/44")
TURNS = {
    "en": ((" has ", " has not "), (" will ", " "), (" will ", " may "), (" was ", " was not "),
           (" is ", " is not "), (" can ", " cannot "), ("Some ", "All "), (" to apply for ", " "),
           (" will depend ", " depends "), (" joined ", " will join "), (" plans to ", " "),
           (" requested ", " "), ("also requested", "also allowed"), (" joined ", " left "),
           (" provided ", " may provide "), (" attended ", " was to attend "), (" few ", " many "),
           ("Few ", "Some "), (" some ", " all "), (" many ", " all "), (" not ", " "),
           (" continued to ", " never "), (" proposed ", " "), (" mainly ", " only "),
           (" need to ", " can "), (" illegal ", " legal "), (" prevent ", " facilitate "),
           (" whether ", " that "), (" in order to ", " and to "), (" envisaged ", " "),
           ("exploring the possibility of ", ""), (" currently ", " no longer "),
           (" had ", " has "), ("plans to attend", "attended"), (" more ", " less ")),
    "zh": (("将", ""), ("将", "可能"), ("已", "尚未"), ("请", ""), ("可", "不可"), ("申请", ""),
           ("一些", "所有"), ("是", "不是"), ("将", "已"), ("继续", "停止"), ("计划", ""),
           ("需要", "不需要"), ("目前", "不再"), ("加入", "退出"), ("很少", "很多"), ("提议", ""),
           ("一些", ""), ("进一步探讨", "完成"), ("没有", ""), ("主要", "仅"), ("非法", "合法"),
           ("能否", "能"), ("防止", "便利"), ("很多", "所有"), ("可能性", ""), ("取决于", "有助于"),
           ("若干", "全部"), ("加强", "减少"), ("负责", "可"), ("设想", ""), ("尤其", "仅")),
    "fr": ((" a ", " n'a pas "), (" sera ", " est "), (" est ", " n'est pas "),
           (" peut ", " ne peut "), (" ont ", " n'ont pas "), (" demandé ", " "),
           (" prévoit de participer ", " participe "), (" a ", " aurait "), (" prié ", " vu "),
           (" continuera de demander ", " obtient "), ("Certaines ", "Toutes les "),
           (" certaines ", " toutes les "), (" s'est joint ", " se joindra "),
           (" actuellement ", " jamais "), (" principalement ", " uniquement "),
           (" illicite ", " licite "), (" prévenir ", " faciliter "), (" devant ", " pouvant "),
           (" possibilité de ", " décision de "), (" se tiendra ", " s'est tenu "),
           (" dépendra ", " ne dépendra pas "), (" proposé ", " décidé ")),
    "es": ((" ha ", " no ha "), (" será ", " es "), (" es ", " no es "), (" puede ", " no puede "),
           (" se ", " no se "), (" pidió ", " "), ("Algunas ", "Todas las "),
           (" algunas ", " todas las "), (" se celebrará ", " se celebró "), (" sumó ", " sumará "),
           (" actualmente ", " nunca "), (" principalmente ", " únicamente "),
           (" ilícito ", " lícito "), (" deben ", " pueden "), (" tiene previsto ", " "),
           (" seguirá ", " "), (" solicitando ", " teniendo "), (" propone ", " decide "),
           (" dependerá ", " no dependerá "), (" ha ", " habría "), (" posibilidad de ", " "),
           (" pocas ", " muchas ")),
    "ru": ((" будет ", " "), (" может ", " не может "), (" является ", " не является "),
           (" продолжал ", " не продолжал "), (" просила ", " "), (" принял ", " не принял "),
           (" присоединился ", " присоединится "), (" будет ", " может "), ("Некоторые ", "Все "),
           (" некоторые ", " все "), (" состоится ", " состоялся "), (" планирует ", " "),
           (" предлагается ", " решено "), (" ходатайствовать ", " "), (" не ", " "),
           (" главным образом ", " только "), (" незаконн", " законн"), (" мало ", " много "),
           (" возможность ", " "), (" должны ", " могут "), (" необходимо ", " можно "),
           (" в настоящее время ", " более не "), (" получил ", " может получить ")),
    "ar": (("ستعقد", "عقدت"), ("يمكن", "لا يمكن"), ("طلب", ""), ("بعض", "جميع"),
           ("شارك", "لم يشارك"), ("ستُعقد", "عُقدت"), ("انضمت", "ستنضم"), ("انضمت", "انسحبت"),
           ("تعتزم الأمانة المشاركة", "شاركت الأمانة"), ("وبعض", "وجميع"), ("ستواصل", "واصلت"),
           ("وستواصل الأمانة تقديم طلبات للحصول على", "وحصلت الأمانة على"), ("حاليا", "سابقا"),
           ("سيتوقف", "لا يتوقف"), ("غير المشروع", "المشروع"), ("أساسا", "فقط"),
           ("يُقترح", "تقرر"), ("إمكانية ", ""), ("كثيرا", "جميعا"), ("شاركت", "لم تشارك"),
           ("تتمتع", "لا تتمتع"), ("على المنظمات", "للمنظمات"), ("ستحيل", "أحالت")),
}  # fmt: skip
"""Words that turn a sentence round when the second is put for the first."""

NEGATIONS = {"zh": "不", "en": "not", "fr": "ne pas", "es": "no", "ru": "не", "ar": "لا"}

LEADING = {
    "en": ((" to ", " from "), (" from ", " to "), (" by ", " for "), (" for ", " by "),
           (" with ", " for "), (" by ", " to "), (" of ", " by "), (" to ", " by "),
           (" of ", " to "), (" under ", " with "), (" in ", " for "), (" as ", " with ")),
    "fr": ((" à ", " par "), (" à ", " de "), (" par ", " pour "), (" pour ", " par "),
           (" avec ", " pour "), (" par ", " à "), (" au ", " du "), (" du ", " au "),
           (" de ", " par "), (" en ", " par ")),
    "es": ((" a ", " por "), (" a ", " de "), (" por ", " para "), (" para ", " por "),
           (" con ", " para "), (" por ", " a "), (" al ", " del "), (" del ", " al "),
           (" de ", " por "), (" en ", " por ")),
    "ru": ((" к ", " от "), (" от ", " к "), (" с ", " для "), (" в ", " из "), (" из ", " в "),
           (" для ", " от "), (" о ", " из "), (" по ", " без "), (" в ", " от ")),
    "ar": ((" إلى ", " من "), (" من ", " إلى "), (" مع ", " من "), (" في ", " من "),
           (" على ", " من "), (" عن ", " من "), (" من ", " مع ")),
    "zh": (("向", "由"), ("由", "向"), ("与", "由"), ("对", "由"), ("为", "由"), ("由", "与"),
           ("于", "由"), ("从", "向"), ("在", "由"), ("被", ""), ("与", ""), ("向", "")),
}  # fmt: skip
"""Prepositions that change who did a thing, for whom or where."""

EITHER = {
    "en": (" and ", " or "), "fr": (" et ", " ou "), "es": (" y ", " o "), "ru": (" и ", " или "),
    "ar": (" و", " أو "), "zh": ("和", "或"),
}  # fmt: skip

VOICES = {
    "en": ((" was ", " "), (" were ", " "), (" been ", " "), (" is ", " was "), (" are ", " were "),
           (" is ", " "), (" are ", " "), (" was ", " is "), (" has ", " is "), (" be ", " ")),
    "fr": ((" été ", " "), (" est ", " était "), (" est ", " a "), (" sont ", " ont "),
           (" a été ", " est "), (" sont ", " étaient "), (" a ", " est ")),
    "es": ((" fue ", " "), (" fueron ", " "), (" es ", " era "), (" son ", " eran "),
           (" sido ", " "), (" se ", " "), (" está ", " ")),
    "ru": ((" был ", " "), (" была ", " "), (" было ", " "), (" были ", " "), (" являются ", " "),
           ("лся ", "л "), ("тся ", "т "), ("лась ", "ла ")),
    "ar": ((" كانت ", " "), ("المقدمة إلى", "المقدمة من"), (" من جانب ", " إلى ")),
    "zh": (("被", "把"), ("受", ""), ("应邀", ""), ("由", "把"), ("使得", ""), ("让", ""),
           ("获", "")),
}  # fmt: skip
"""Auxiliaries without which the one who suffers a thing has done it, or did it at another time."""

CONNECTED = {
    "en": (" so ", " because ", ", when ", " although ", ", so that ", " where "),
    "fr": (" donc ", " parce que ", " quand ", ", de sorte que ", " où "),
    "es": (" porque ", " cuando ", " aunque ", ", de modo que ", " donde "),
    "ru": (", когда ", ", поэтому ", ", потому что ", ", но ", ", где "),
    "ar": (" لأن ", " حيث ", " ثم ", "، ولذلك ", " مما يعني أن "),
    "zh": ("，因此", "，因为", "，而", "，所以", "，从而", "，使"),
}  # fmt: skip

COUNTS = {
    "en": "one two/both three four five six seven eight nine ten first second third fourth fifth "
    "sixth seventh twentieth thirteenth thirty-sixth",
    "fr": "deux trois quatre cinq six sept huit neuf dix première/premier deuxième troisième "
    "quatrième cinquième sixième septième vingtième treizième",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez primera/primer segunda/segundo "
    "tercera/tercer cuarta quinta sexta séptima vigésimo",
    "ru": "два/две/обе три четыре пять шесть семь восемь девять десять первого второго/второй "
    "третьего/третьей четвертого пятого седьмой",
    "ar": "الأول الثاني/الثانية الثالث/الثالثة الرابع/الرابعة الخامس السادس السابع/السابعة "
    "اثنين ثلاثة أربعة خمسة",
    "zh": "两个 三个 四个 五个 第一 第二 第三 第四 第五 第七 第十三 第三十六 二十 三十",
}
"""Numbers in words, one put for another; those with a stroke between them are equal."""

PRONOUNS = {
    "zh": "它", "en": "It ", "fr": "Il ", "es": "Él ", "ru": "Он ", "ar": "وهو ",
}  # fmt: skip

ABOUT = {
    "zh": "约", "en": "about ", "fr": "environ ", "es": "unos ", "ru": "около ", "ar": "نحو ",
}  # fmt: skip
