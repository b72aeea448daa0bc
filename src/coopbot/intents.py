"""What a question wants: told from its words, in six languages.

Rules, not a model: each can be read, tested and explained to a delegate.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coopbot.tokens import simplify, strip_accents

# What the asker wants to get. Patterns are matched on lower-case text; accents are optional, Arabic
# letters are compared without hamza.
_INTENTS: dict[str, dict[str, str]] = {
    "aggregate": {
        "zh": r"(?:一共|总共|全部|所有|共)?(?:引用|提到|提及|援引|涉及|列举|出现)了?(?:的)?(?:哪些|哪几|多少)(?:个|项)?"
        r"[^，。？]{0,12}(?:决定|条款|条文|组织|机构|文件|日期)|(?:哪些|哪几[个项]|所有|全部)[^，。？]{0,12}"
        r"(?:决定|条款|文件)[^，。？]{0,6}(?:被)?(?:引用|提到|提及|援引)",
        "en": r"\b(?:which|what|list|all(?: the)?)\b[^.?]{0,40}\b(?:decisions|articles|documents|organi[sz]ations|"
        r"bodies)\b[^.?]{0,40}\b(?:cited?|mention(?:ed|s)?|refer(?:red|s)?(?: to)?|named?|quote[ds]?|referenced?)\b",
        "fr": r"\b(?:quel(?:le)?s|liste[rz]?|toutes?|tous|enumere[rz]?)\b[^.?]{0,40}\b(?:decisions|articles|documents|"
        r"organisations|organismes)\b[^.?]{0,40}\b(?:cite\w*|mentionn\w*|nomm\w*|referenc\w*|renvoi\w*)",
        "es": r"\b(?:que|cuales|lista|todas?|todos|enumere|enumera)\b[^.?]{0,40}\b(?:decisiones|articulos|documentos|"
        r"organizaciones|organismos)\b[^.?]{0,40}\b(?:cita\w*|menciona\w*|nombra\w*|remite\w*|se refiere\w*)",
        "ru": r"(?:как\w+|перечислит\w*|все|список|сколько)[^.?]{0,40}(?:решени\w+|стат(?:ь\w+|ей)|документ\w*|"
        r"организаци\w+)[^.?]{0,40}(?:упомина\w+|упомянут\w*|цитир\w+|ссыла\w+|назван\w*|привод\w+)"
        r"|на какие (?:решения|статьи|документы)[^.?]{0,40}ссыла\w+",
        "ar": r"(?:ما|اي|ماهي|كل|جميع|اذكر|عدد)[^.؟]{0,30}(?:المقررات|القرارات|المواد|الوثائق|المنظمات)[^.؟]{0,40}"
        r"(?:ذكر\w*|تذكر\w*|يشير|تشير|المشار|استشهد\w*|تستشهد|ورد\w*|الوارده)",
    },
    "list": {
        "zh": r"哪些|哪几|哪两[件个项点]|几[件点条]事?|各项|逐项|逐条|清单|列出|列举|请列|包括什么|有什么|都有|分别|所有|全部|几项|几方面|哪两|哪三|哪五|哪九",
        "en": r"\b(?:list|all (?:of )?(?:them|points|items)|(?:the|all) points|what (?:exactly|all)|which (?:\w+ )?(?:\w+s)\b|what (?:are|were) the|name (?:all|the)|all (?:of )?the|who are|"
        r"what (?:\w+ )?(?:areas|issues|questions|items|partners|bodies|organi[sz]ations|elements|activities))",
        "fr": r"\b(?:liste[rz]?|quels points|tous les points|tous\b|toutes\b|quel(?:le)?s (?:sont|etaient|\w+s)|enumere[rz]?|citez|nommez|qui sont|tou(?:s|tes) les)\b",
        "es": r"\b(?:lista|listar|todos los puntos|que puntos|que cosas|cuales (?:son|eran|\w+)|enumer\w+|nombre los|quienes son|que (?!es\b|nos\b|las\b|los\b)\w{3,}s\b|tod[oa]s l[oa]s)",
        "ru": r"перечисл\w+|перечень|все пункты|по каким пунктам|что именно|о ч[её]м договорил\w+|назовите|какие|каких|какими|каковы|список|кто (?:является|входит)|все ",
        "ar": r"ما هي|ماهي|النقاط|جميعها|كلها|ما المطلوب|اذكر|عدد|قائمه|من هم|ما هو|جميع|كل ال|اي (?:المنظمات|الجهات|الهيئات)|الجهات|المجالات",
    },
    "time": {
        "zh": r"何时|什么时[候间]|啥时候|哪一?[年月天日]|几[年月日号]|多久|日期|时间|哪年|年份|追溯|最早(?:的)?(?:是|到|从)",
        "en": r"\b(?:when|what (?:date|year|day|month)|which (?:date|year|day|month)|date[s]?|since when|how long|how (?:far back|old|recent))\b",
        "fr": r"\b(?:quand|quelles? (?:date|annee)s?|date[s]?|depuis quand|en quelle annee|quel jour|quel mois|remonte\w* (?:a|jusqu)|jusqu'ou remonte\w*)\b",
        "es": r"\b(?:cuando|que (?:fecha|ano|dia|mes)|fecha[s]?|en que ano|desde cuando|(?:se )?remonta\w*)\b",
        "ru": r"когда|как(?:ого|им) числ\w+|в каком году|дат[аыу]|какого года|с каких пор|насколько давн\w+|как давно|восход\w+ к|каком месяце",
        "ar": r"متي|تاريخ|تواريخ|اي (?:سنه|عام|يوم|شهر)|منذ متي|الي (?:متي|اي (?:سنه|عام|تاريخ)) (?:يعود|تعود|يرجع|ترجع)|في اي وقت",
    },
    "place": {
        "zh": r"哪里|何地|哪儿|在哪|什么地[方点]|地点|哪个(?:城市|国家|地方)|哪座城市",
        "en": r"\b(?:where|which (?:city|country|place|town)|what (?:city|country|place)|venue|location)\b",
        "fr": r"\b(?:ou (?:a|se|s'|est|ont|sont|aura|doit)|quelle ville|quel (?:pays|lieu|endroit)|lieu)\b|\bou\b.*\?",
        "es": r"\b(?:donde|que (?:ciudad|pais|lugar)|lugar|sede)\b",
        "ru": r"где|в каком городе|в какой стране|место проведения|каком месте",
        "ar": r"اين|اي مدينه|اي بلد|مكان|في اي دوله",
    },
    "number": {
        "zh": r"多少|几[个项次届种条名]|第几|费用|成本|金额|花多少|预算",
        "en": r"\b(?:how (?:much|many)|what (?:number|amount|cost)|cost|costs|amount|number of)\b",
        "fr": r"\b(?:combien|quel (?:montant|nombre|cout)|cout|coute|montant)\b",
        "es": r"\b(?:cuanto|cuanta|cuantos|cuantas|que (?:numero|cantidad|importe)|costo|cuesta|coste|importe)\b",
        "ru": r"сколько|какова (?:сумма|стоимость)|стоимост\w+|расход\w+|какая по счету|количеств\w+",
        "ar": r"كم|تكلفه|تكاليف|مبلغ|ما عدد|عدد ",
    },
    "who": {
        "zh": r"谁|哪个(?:机构|部门|组织|公约|处)|由哪|哪一?家|何人|哪方",
        "en": r"\b(?:who|whom|which (?:body|organi[sz]ation|agency|institution|secretariat))\b",
        "fr": r"\b(?:qui|quel(?:le)? (?:organisation|organisme|institution|secretariat|service))\b",
        "es": r"\b(?:quien|quienes|que (?:organizacion|organismo|institucion|secretaria))\b",
        "ru": r"кто|кем|кому|какая организация|какой орган|какое учреждение",
        "ar": r"من (?:هو|هي|هم|الذي|يتولي|ينسق|يدير|قام|اجري)|اي (?:جهه|منظمه|هيئه)|^من ",
    },
    "comparison": {
        "zh": r"比较|区别|不同|差别|相比|对比|异同|哪个(?:更?先|更?早|更?晚)|先后|哪.{2,24}[，,、].{0,6}哪",
        "en": r"\b(?:compare|comparison|differ(?:s|ence|ent|ences)?|versus|vs|first or|earlier|later|distinguish|contrast\w*)\b|\b(?:where|which|who)\b.{6,80}\band (?:where|which|who|for which|in which)\b",
        "fr": r"\b(?:compar\w+|differen\w+|distingu\w+|d'abord|en premier|la premiere|oppos\w+ a)\b|\b(?:quel\w*|ou)\b.{6,80}\bet (?:pour |dans |a )?(?:les?)?quel\w*\b",
        "es": r"\b(?:compar\w+|diferenci\w+|distingu\w+|contrast\w+|primero|antes)\b|\b(?:que|cual\w*|donde)\b.{6,80}\by (?:en |para |a )(?:que|cual\w*|donde)\b",
        "ru": r"сравн\w+|отлича\w+|различ\w+|разниц\w+|что раньше|чем .{0,20}отлич|сопостав\w+|(?:где|как\w+).{6,80}, а (?:где|куда|в как\w+|как\w+)",
        "ar": r"قارن|الفرق|يختلف|تختلف|الاختلاف|مقارنه|ايهما|\bاي\b.{6,80}\bوفي اي\b",
    },
    "content": {
        "zh": r"(?:说|讲|写|规定|内容|要求|请求|提出)(?:了)?(?:的)?(?:是)?(?:什么|啥)|什么内容|内容是",
        "en": r"\b(?:what (?:does|did|do) .{0,60}(?:say|ask|request|require|provide|decide|cover|state)|text of|content of)\b",
        "fr": r"\b(?:que (?:dit|demande|prevoit|prescrit|contient|stipule)|teneur|contenu|texte (?:de|du))\b",
        "es": r"\b(?:que (?:dice|pide|solicita|dispone|establece|preve|contiene)|contenido|texto (?:de|del))\b",
        "ru": r"что (?:говорит\w*|сказано|предусм\w+|требует\w*|просит\w*|содерж\w+|гласит)|о ч[её]м|содержани\w+|текст",
        "ar": r"ماذا (?:يقول|تقول|يطلب|تطلب|ينص|تنص|جاء|ورد)|مضمون|نص |بماذا|ما موضوع",
    },
}  # fmt: skip

# The kind of thing that an answer has to hold, where the question's nouns tell it.
_KINDS: dict[str, dict[str, str]] = {
    "organization": {
        "zh": r"(?:哪些|哪几|什么|哪个|哪家|全部|所有|几个)?[^，。？]{0,12}(?:伙伴|组织|机构|公约|委员会|单位|部门|成员|大学|院校|高校)",
        "en": r"\b(?:partners?|organi[sz]ations?|bod(?:y|ies)|agenc(?:y|ies)|conventions?|institutions?|members?|committees?|universit(?:y|ies))\b",
        "fr": r"\b(?:partenaires?|organisations?|organismes?|conventions?|institutions?|membres?|comites?|instances?|universites?)\b",
        "es": r"\b(?:socios?|asociad[oa]s?|organizaci(?:on|ones)|organismos?|convenios?|instituci(?:on|ones)|miembros?|"
        r"comites?|entidades|forman parte|universidad(?:es)?)\b",
        "ru": r"партн[её]р\w*|организаци\w+|орган[аыо]\w*|конвенци\w+|учреждени\w+|член\w*|комитет\w*|университет\w*|вуз\w*",
        "ar": r"الشرك\w+|شرك\w+|المنظمات|منظم\w+|الهيئات|الجهات|الاتفاقيات|الاعضاء|اللجان|الجامعات|جامع\w+",
    },
    "decision": {
        "zh": r"(?:哪些|哪几|哪一?|几|什么)[^，。？]{0,6}(?:号)?决定",
        "en": r"\b(?:which|what|list)\b[^.?]{0,20}\bdecisions?\b",
        "fr": r"\bquel(?:le)?s?\b[^.?]{0,20}\bdecisions?\b",
        "es": r"\b(?:que|cual(?:es)?)\b[^.?]{0,20}\bdecisi(?:on|ones)\b",
        "ru": r"как\w+[^.?]{0,20}решени\w+",
        "ar": r"(?:ما|اي)[^.؟]{0,20}(?:المقررات?|القرارات?|مقرر|قرار)",
    },
    "article": {
        "zh": r"(?:哪|第?几|什么)[^，。？]{0,4}(?:条|款)",
        "en": r"\b(?:which|what)\b[^.?]{0,20}\b(?:articles?|provisions?)\b",
        "fr": r"\bquel(?:le)?s?\b[^.?]{0,20}\b(?:articles?|dispositions?)\b",
        "es": r"\b(?:que|cual(?:es)?)\b[^.?]{0,20}\b(?:articulos?|disposici(?:on|ones))\b",
        "ru": r"как\w+[^.?]{0,20}(?:стат\w+|положени\w+)",
        "ar": r"(?:ما|اي)[^.؟]{0,20}(?:الماده|المواد|ماده|مواد)",
    },
    "symbol": {
        "zh": r"(?:哪|什么)[^，。？]{0,6}(?:文件|文号)|文号|载于|见于|登在|收在|(?:哪里|哪儿)[^，。？]{0,3}(?:能|可以|可)?(?:查|看|读|找)|指的是哪",
        "en": r"\b(?:which|what)\b[^.?]{0,24}\b(?:documents?|papers?)\b|\bsymbols?\b|\b(?:document|paper|doc) (?:number|no|symbol)s?\b|"
        r"\bwhere (?:can|could|do|does|may|might|will|is|are) (?:i|we|one|you|it|they|the \w+)\b[^.?]{0,30}\b(?:find|found|read|look up|written up|reported)\b",
        "fr": r"\bquel(?:le)?s?\b[^.?]{0,24}\bdocuments?\b|\bcotes?\b|\bnumeros? d(?:u|es|e) documents?\b|\bou (?:puis-je |peut-on |pourrais-je )?(?:trouver|lire|consulter|trouve-t-on|lit-on)\b",
        "es": r"\b(?:que|cual(?:es)?)\b[^.?]{0,24}\bdocumentos?\b|\bsignaturas?\b|\bnumeros? del? documentos?\b|\bdonde (?:puedo |se puede |podemos )?(?:encontrar|leer|consultar|encuentro|leo|se lee|se encuentra)\b",
        "ru": r"как\w+[^.?]{0,24}документ\w*|условн\w+ обозначени\w+|номер\w* документ\w+|где (?:можно |мне |нам )?(?:найти|прочитать|прочесть|почитать|прочту|искать|посмотреть)",
        "ar": r"(?:ما|اي)[^.؟]{0,24}(?:وثيقه|الوثيقه|وثائق|الوثائق|وثيقتين)|رمز|رقم الوثيقه|اين (?:يمكن(?:ني|نا)? )?(?:اجد|نجد|اقرا|العثور|قراءه|ان اجد|ان اقرا|الاطلاع)",
    },
    "amount": {
        "zh": r"费用|成本|金额|花多少|多少钱|美元|预算",
        "en": r"\b(?:costs?|amounts?|how much|price|dollars?|budget|funds?)\b",
        "fr": r"\b(?:cout\w*|montants?|prix|dollars?|budget\w*)\b",
        "es": r"\b(?:cost\w*|cuesta\w*|importes?|precio|dolares|presupuesto)\b",
        "ru": r"стоимост\w+|\bстоит\b|\bстоят\b|сумм\w+|расход\w+|доллар\w*|бюджет\w*",
        "ar": r"تكلف\w+|تكاليف|مبلغ|دولار\w*|ميزاني\w+",
    },
    "count": {
        "zh": r"多少(?:个|名|人|位|次|项|家|届|年)|几(?:个|名|人|位|次|项|家|届)|第几|人数|数量",
        "en": r"\bhow many\b|\bnumber of\b|\bwhat number\b",
        "fr": r"\bcombien\b|\bnombre de\b|\bquel nombre\b",
        "es": r"\bcuant[oa]s\b|\bque numero\b|\bnumero de\b",
        "ru": r"сколько|какая по сч[её]ту|какой по сч[её]ту|количеств\w+|число ",
        "ar": r"كم |عدد ",
    },
}  # fmt: skip

# Nouns that say nothing by themselves about which of many is meant.
_GENERIC: dict[str, str] = {
    "zh": "会议 讲习班 委员会 决定 费用 秘书处 文件 缔约方 大会 组织 机构 报告 说明 问题 活动 培训 训练 班 会 议 次 第三 三次 第三次 第一次 "
    "第二次 第四次 两个 一起 时候 召开 举行 办 开 时间 地点 召 举 行 内容 合作 事 那个 这个 规定"
    " 哪儿 哪里 地方 城市 国家 一起 共同 多久 几天 多少天 天数 持续 编号 文号 符号 举办 主办 参加 出席 正在 目前 现在 最后 最近 上次 下次 双方 各方 决议 结果 情况"
    " 工作 上面 下面 有关 相关 一些 时间表 议程 日期 啥时候 何处 届会 联合 标题"
    " 脚注 注释 资料 资料文件 载有 要求 请求 执行秘书 一致 约定 商定 进行 关于 委员 说 讲 写 指 安排 一项 该",
    "en": "meeting workshop committee decision cost secretariat document party conference organization body report note "
    "activity training session third first second fourth two one together held take place hold say going do did "
    "open date time place"
    " where when city country days day long last lasted duration going happen happened working work"
    " on currently now latest next previous both parties result outcome joint jointly symbol number"
    " title agenda item take took attend attended group year month talk talks event conference paper"
    " footnote note say information contain contains ask asked request requested executive secretary"
    " agree agreed arrangement commission collaborate cooperate cooperation point item",
    "fr": "réunion atelier comité décision coût secrétariat document partie conférence organisation organe rapport note activité "
    "formation session troisième première deuxième quatrième deux ensemble tenue tenu tenir lieu coûte dit faire date"
    " où quand ville pays jour jours durée duré dure durer eu lieu être était été tient tenait"
    " travaille travaillent travailler actuellement maintenant dernier dernière prochain prochaine"
    " résultat cote symbole titre numéro ordre point participe assisté groupe année mois événement"
    " passé passe deux ensemble conjoint"
    " note bas page information contient contenir demander demandé secrétaire exécutif convenu accord"
    " commission collaborer collaborent coopérer coopération point alinéa ressorti",
    "es": "reunión taller comité decisión costo secretaría documento parte conferencia organización órgano informe nota "
    "actividad formación período sesiones tercera primera segunda cuarta dos juntas juntos celebró celebrar lugar cuesta "
    "dice hacer fecha sesión"
    " dónde cuándo ciudad país día días duró dura durar duración tuvo tiene tener lugar fue será es"
    " son trabaja trabajan trabajar actualmente ahora último última próximo próxima resultado"
    " signatura título número orden punto asistió grupo año mes evento conjunto hacen hará harán"
    " nota pie información contiene contener pedir pidió solicitó secretario ejecutivo acordó"
    " acordado acuerdo comisión colaborar colaboran cooperar cooperación punto apartado inciso",
    "ru": "совещание семинар комитет решение стоимость секретариат документ сторона конференция организация орган доклад "
    "записка деятельность подготовка сессия третье первое второе четвертое два вместе прошло проходить состоялось решил "
    "стоит делать дата третий заседание"
    " где когда город страна день дней длилось длился длилась продолжительность сколько работать"
    " работают работает сейчас последний последняя следующий следующее результат номер название"
    " повестка участвовать группа год месяц мероприятие оба обе обоих двое состояться состоится"
    " проводить проводится пройдет проходил над говорить говорится символ обозначение"
    " сноска информационный содержится содержать просить просили исполнительный секретарь"
    " договориться договоренность комиссия сотрудничать сотрудничество сотрудничают состоит пункт"
    " подпункт совместно",
    "ar": "الاجتماع حلقة العمل اللجنة المقرر التكلفة الأمانة الوثيقة الطرف المؤتمر المنظمة الهيئة التقرير المذكرة النشاط التدريب الدورة "
    "الثالث الأول الثاني الرابع معا عقد عقدت تكلف تفعل تاريخ اجتماع دورة لجنة"
    " أين متى مدينة بلد يوم أيام مدة استمر استغرق تعقد يعقد ستعقد انعقد عقد حلقة العمل يعمل تعمل"
    " تعملان حاليا الآن الأخير الأخيرة القادم المقبل نتيجة رمز عنوان رقم بند جدول الأعمال شارك حضر"
    " مجموعة سنة شهر الأمانتان الأمانتين معا سويا يقول تقول"
    " الحاشية حاشية معلومات إعلامية يتضمن تتضمن طلب الأمين التنفيذي اتفاق الاتفاق جرى اللجنة الهيئة"
    " تعاون تتعاون يتعاون فقرة نقطة",
}  # fmt: skip

_OUT_OF_SCOPE: dict[str, dict[str, str]] = {
    "legal_advice": {
        "zh": r"罚款|处罚|罚多少|被罚|起诉|打官司|索赔|胜诉|算不算违法|违法吗|法律责任|法律后果|我们?公司|律师|刑事",
        "en": r"\b(?:fine[ds]?|penalt(?:y|ies)|sue|lawsuit|liable|prosecut\w+|legal advice|my company|our company|lawyer|"
        r"in court|illegal for (?:me|us)|am i|are we (?:allowed|obliged))\b",
        "fr": r"\b(?:amende|sanction(?:s|ne)? penal|poursuivre en justice|en justice|mon entreprise|notre entreprise|ma "
        r"societe|notre societe|avocat|proces|conseil juridique|suis-je|chances de gagner)\b",
        "es": r"\b(?:multa\w*|sancion(?:es)? penal|demandar|denunciar|mi empresa|nuestra empresa|abogado|juicio|"
        r"asesoramiento juridico|tribunales|me pueden)\b",
        "ru": r"штраф\w*|наказани\w+|подать в суд|судиться|засуд\w+|наша компания|моя компания|адвокат|юридическ\w+ (?:совет|консультац)\w*"
        r"|ответственность грозит|нашу компанию|привлечь к ответственности",
        "ar": r"غرام\w+|عقوب\w+|ادعي عليه|مقاضاه|اقاضي|شركتي|شركتنا|محام|استشاره قانونيه|تنصحني|الدعوي",
    },
    "consumer_labels": {
        "zh": r"超市|商店|零售|货架|消费者|买(?:的|到)|餐[馆厅]",
        "en": r"\b(?:supermarkets?|shops?|stores?|retail(?:ers?)?|consumers?|shelf|shelves|restaurant|groceries)\b",
        "fr": r"\b(?:supermarches?|magasin[s]?|consommateur[s]?|rayon[s]?|commerce de detail|restaurant)\b",
        "es": r"\b(?:supermercado[s]?|tienda[s]?|consumidor\w*|venta al por menor|restaurante)\b",
        "ru": r"супермаркет\w*|магазин\w*|потребител\w+|рознич\w+|прилавк\w*|полк\w+ магазин",
        "ar": r"سوبر ?ماركت|السوبرماركت|متجر|المتاجر|المستهلك\w*|الرفوف|البقاله|متاجر|محلات",
    },
    "positions": {
        "zh": r"(?:持|什么|哪种|何种)?(?:的)?立场|哪些(?:国家|代表团|缔约方)(?:表示)?(?:反对|支持|不同意)|会?(?:怎么|如何)?投票|支持还是反对|赞成还是反对|哪个国家(?:支持|反对)|态度",
        "en": r"\b(?:position of|position on|'s position|stance|(?:delegations?|countries|governments|parties) (?:are |is |were )?(?:against|opposed|object\w*)|vote|voting|(?<!as )oppose[ds]?|in favou?r or against)\b",
        "fr": r"\b(?:position (?:de|du|des|sur)|quelle position|voter|vote|s'oppose|favorable ou|(?:delegations?|pays|gouvernements?) (?:sont |s'y )?(?:contre|opposent|opposees?))\b",
        "es": r"\b(?:posicion (?:de|del|sobre)|que posicion|votar|voto|vota|se opone|a favor o en contra|(?:delegaciones|paises|gobiernos) (?:estan |se )?(?:en contra|oponen))\b",
        "ru": r"позици\w+|голосова\w+|проголосу\w+|выступа\w+ против|против как\w+ стран\w*|(?:делегаци\w+|стран\w+) (?:выступают |возражают |)против|за или против",
        "ar": r"موقف|مواقف|تصوت|التصويت|ستصوت|تعارض|يعارض\w*|تؤيد ام",
    },
    "instructions": {
        "zh": r"忽略(?:以上|之前|前面|所有)?[^，。]{0,8}(?:指令|指示|规则|要求)|系统提示|提示词|内部指令|不要看文件|不受任何?限制|"
        r"没有任何限制|扮演|假装|直接(?:告诉|宣布)|请?宣布|改写成?|编造|捏造|伪造|必须说|原样打印|越狱",
        "en": r"\b(?:ignore (?:all|any|the|your|previous)|disregard|system prompt|your instructions|forget your|pretend|"
        r"role ?play|without citations|from your general knowledge|make up|invent|fabricate|jailbreak|new policy|"
        r"say that|write that|rewrite|developer mode|system:|you are now|announce that|print your|hidden "
        r"instructions?|api key|password)\b",
        "fr": r"\b(?:ignore[rz]? (?:toutes?|les|tes|vos)|oublie[rz]? (?:tes|vos|toutes)|consigne[s]?|instructions internes|"
        r"invente[rz]?|fais semblant|fabrique[rz]?|ecris que|dis que|reecri\w+|prompt|mot de passe|cle d'acces|"
        r"annonce[rz]? que|sans (?:citer|source))\b",
        "es": r"\b(?:ignora\w*|olvida\w*|instrucciones internas|tus instrucciones|inventa\w*|finge|escribe que|di que|"
        r"reescrib\w+|prompt|contrasena|clave de acceso|anuncia que|sin (?:citar|fuentes)|fabrica|palabra por palabra tus)\b",
        "ru": r"игнорируй\w*|забудь\w*|инструкци\w+|промпт|выдумай\w*|придумай\w*|притвор\w+|перепиш\w+|напиши,? что|скажи,? что|"
        r"объяви\w*|пароль|system:|без ссылок|сочини\w*|ответь только словом",
        "ar": r"تجاهل\w*|انس[ ي]|تعليماتك|التعليمات السابقه|اختلق|تظاهر|اكتب ان|قل ان|اعد كتابه|كلمه المرور|بدون مصدر|لا تذكر اي "
        r"مصدر|اعلن ان|النظام:|اكشف عن",
    },
    "writing": {
        "zh": r"(?:替我|帮我|给我|为我)?(?:写|撰写|起草|拟)(?:一)?(?:篇|份|封|首|段)[^，。？]{0,24}(?:文|文章|讲话|演讲|讲话稿|发言稿|信|诗|评论|新闻稿)",
        "en": r"\b(?:write|draft|compose|prepare)\b (?:me |us |for (?:me|us|our \w+) )?(?:an?|the|some) (?:[\w-]+ ){0,3}(?:essay|op-ed|article for|speech|letter|poem|press release|column|blog|story)\b",
        "fr": r"\b(?:redige\w*|ecri\w+|prepare\w*)(?:-(?:moi|nous))? (?:[\w' ]{0,30} )?(?:une? )?(?:[\w-]+ ){0,2}(?:tribune|discours|lettre|poeme|article d'opinion|communique de presse|dissertation)\b",
        "es": r"\b(?:escrib\w+|redact\w+|prepar\w+),? ?(?:por favor,? )?(?:[\w' ]{0,20})?(?:una? )(?:[\w-]+ ){0,2}(?:columna|discurso|carta|poema|articulo de opinion|comunicado de prensa|ensayo)\b",
        "ru": r"(?:напиши\w*|составь\w*|подготовь\w*|сочини\w*),? (?:пожалуйста, )?(?:[\w-]+ ){0,3}(?:статью|речь|письмо|стих\w*|колонку|эссе|пресс-релиз|выступление)",
        "ar": r"(?:اكتب|صغ|حرر|اعد|اعدوا|اكتبوا)(?: لي| لنا| لوزيرنا)? (?:من فضلك )?(?:مقال\w*|خطاب\w*|كلمه|رساله|قصيده|عمود\w*|بيان\w* صحفي\w*)",
    },
    "advice": {
        "zh": r"(?:推荐|建议)我们?|(?:该|应该)(?:买|选|种)(?:哪|什么)|买哪(?:个|种|家|款)|哪(?:个|种|家)牌子",
        "en": r"\b(?:should (?:we|i) (?:buy|plant|choose|use|invest)|do you recommend|which brand|recommend (?:me|us))\b",
        "fr": r"\b(?:nous (?:conseille\w*|recommande\w*)|me (?:conseille\w*|recommande\w*)|(?:devons-nous|dois-je) (?:acheter|planter|choisir)|quelle marque)\b",
        "es": r"\b(?:nos (?:aconsej\w+|recomiend\w+)|me (?:aconsej\w+|recomiend\w+)|deberiamos comprar|debo comprar|que marca)\b",
        "ru": r"(?:посовету\w+|порекоменду\w+|какой фирмы|какую марку|что нам купить)",
        "ar": r"(?:تنصح\w*|توصي(?:نا|ني)|اي علامه تجاريه|هل نشتري|ماذا نشتري)",
    },
}  # fmt: skip

_CLAIM: dict[str, str] = {
    "zh": r"请?确认|对吧|对吗|是吧|没错吧|写道|请引用原文|属实吗|规定.{0,30}(?:引用|原文)|是不是(?:写|说)|不是吗",
    "en": r"\b(?:confirm|isn't it|right\?|is it (?:true|correct) that|true that|states that|says that|it is written|quote the)\b",
    "fr": r"\b(?:confirme[rz]?|n'est-ce pas|est-il (?:vrai|exact) que|il est (?:ecrit|dit) que|c'est bien|citez-l\w+|dit que)\b",
    "es": r"\b(?:confirm\w+|verdad\?|no es asi|es (?:cierto|verdad|correcto) que|citalo|citelo|dice que)\b",
    "ru": r"подтверд\w+|не так ли|верно ли|правда ли|правда, что|сказано, что|говорится, что|процитируй\w*|дай ссылку",
    "ar": r"اكد|اكدوا|اليس كذلك|هل صحيح|صحيح ان|تقول الفقره|ينص علي ان|اقتبس|مع ذكر المصدر",
}


_DOCUMENT_FACTS: dict[str, str] = {
    "zh": r"(?:(?:这|本|该)(?:份|篇|个)?(?:执行秘书的)?(?:说明|文件|文档|报告)|执行秘书的(?:这份)?说明)[^。？]{0,14}(?:印发|发布|发表|日期|哪一?[天年日月]|何时|什么时候|编写)",
    "en": r"(?:date|when|day)\b[^.?]{0,40}\b(?:this|the) (?:note|document|report|paper)\b[^.?]{0,40}\b(?:issued?|published|written|dated|released|"
    r"prepared)|(?:this|the) (?:note|document)[^.?]{0,20}\bdated?\b|date of (?:this|the) (?:note|document)",
    "fr": r"(?:date|quand|jour)\b[^.?]{0,40}\b(?:cette note|ce document|la note|le document)\b[^.?]{0,50}\b(?:publie\w*|emise?|diffuse\w*|redige\w*|datee?)"
    r"|date de (?:la|cette) note",
    "es": r"(?:fecha|cuando|dia)\b[^.?]{0,40}\b(?:esta nota|este documento|la nota|el documento)\b[^.?]{0,40}|fecha de (?:la|esta) nota",
    "ru": r"(?:какого числа|когда|дат[аыу]|в какой день)[^.?]{0,40}(?:эт[аоу]\w* (?:записк\w+|документ\w*)|записк\w+)[^.?]{0,40}|(?:издан\w*|опубликован\w*|выпущен\w*)"
    r"[^.?]{0,20}эт\w+ (?:записк\w+|документ\w*)",
    "ar": r"(?:متي|تاريخ|في اي يوم)[^.؟]{0,30}(?:هذه المذكره|المذكره|هذه الوثيقه|مذكره الامين)[^.؟]{0,30}|(?:صدرت|نشرت)[^.؟]{0,20}هذه (?:المذكره|الوثيقه)",
}


# Words before "when the document was written" that ask for something else of that time.
_ASKS_ELSE: dict[str, str] = {
    "zh": r"哪些|哪几|什么(?!时候|日期)|谁|几个",
    "en": r"\b(?:which|what (?!date|day)|who|where|how)\b",
    "fr": r"\b(?:quel(?:le)?s\b|que\b|qui\b|quels\b|combien)",
    "es": r"\b(?:que (?!fecha|dia)|cuales|quien|cuantos)\b",
    "ru": r"как(?:ие|ое|ая|ой) |кто |сколько |что ",
    "ar": r"ما (?!هو? ?تاريخ|تاريخ)|من |كم |اي (?!يوم|تاريخ)",
}


def asked_fact(question: str, language: str) -> str | None:
    """Return ``date`` when the question asks for the date of the document itself, else None."""
    asked = plain(question)
    match = _compiled(_DOCUMENT_FACTS[language]).search(asked)
    if match is None or _compiled(_ASKS_ELSE[language]).search(asked[: match.start()]):
        return None
    return "date"


def plain(question: str) -> str:
    """Return the question as the patterns expect it: lower case, no accents, hamza or Traditional."""
    text = simplify(question.lower().replace("’", "'").replace("ё", "е"))
    text = strip_accents(text) if not any("\u0400" <= c <= "\u04ff" for c in text) else text
    text = re.sub("[\u064b-\u0652\u0640]", "", text)
    for seat, letter in (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ة", "ه")):
        text = text.replace(seat, letter)
    return text


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _matching(table: dict[str, dict[str, str]], question: str, language: str) -> tuple[str, ...]:
    asked = plain(question)
    return tuple(
        name for name, patterns in table.items() if _compiled(patterns[language]).search(asked)
    )


def intents_of(question: str, language: str) -> tuple[str, ...]:
    """Return what is wanted, any of ``aggregate list time place number who comparison content``."""
    return _matching(_INTENTS, question, language)


def kinds_wanted(question: str, language: str) -> tuple[str, ...]:
    """Return the kinds of things an answer has to hold: ``organization``, ``decision``,
    ``article``, ``symbol``, ``amount``, ``count``, and ``date`` for questions of time.
    """
    kinds = _matching(_KINDS, question, language)
    wants = intents_of(question, language)
    return (*kinds, "date") if "time" in wants else kinds


def generic_words(language: str) -> str:
    """Return words that say nothing by themselves about which of many is meant."""
    return _GENERIC[language]


def out_of_scope(question: str, language: str) -> tuple[str, ...]:
    """Return why a question is none for these documents, any of ``legal_advice``,
    ``consumer_labels``, ``positions``, ``writing`` (a text to be made up), ``advice`` (what to buy or
    to do) and ``instructions`` (an attempt to steer the assistant).
    """
    return _matching(_OUT_OF_SCOPE, question, language)


def asserts_claim(question: str, language: str) -> bool:
    """Tell whether the question asks to confirm or quote something that it states itself."""
    return bool(_compiled(_CLAIM[language]).search(plain(question)))
