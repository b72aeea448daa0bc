"""The words that tell which type of answer a question expects, and those that give one.

Patterns of questions are held against the plain form of :func:`coopbot.intents.plain` (lower case,
no accents, Arabic letters without hamza), those of texts against the text as it is printed.
"""

from __future__ import annotations

import re

# What is expected, by the words of the question; on the plain form of intents.plain.
EXPECTED: dict[str, dict[str, str]] = {
    "amount": {
        "zh": r"多少钱|花多少|多少(?:美元|欧元|经费|资金|费用)|(?:费用|成本|金额|价格|开支|经费)(?:是|为|有|要|需|按)?(?:多少|几)|(?<!哪)几(?:万|千)?(?:美元|欧元|块)|"
        r"多少(?:预算|款|拨款)|(?:出|给|投入|投|拨|捐)了?多少|花了多少|"
        r"奖金(?:是|有|为)?(?:多少)?[？?]?$|(?:报名费|门票|差旅费|旅费|学费)(?:是|有|为)?多少|(?:资金|预算|经费)(?:总额|总数)?(?:有|是|为)?多[少大]|要(?:交|收)多少",
        "en": r"\bhow much (?:money|does|do|did|will|would|is it|was|were|funding|have|has|are)\b|\bhow many (?:us )?dollars\b|"
        r"\bwhat (?:is|was|are|were) the (?:\w+ )?(?:costs?|price|amount)\b|\bwhat (?:amount|sum)\b|\bcosts? of\b|"
        r"\bhow much (?:of|did|money|was spent|is spent|cash)\b|\bhow (?:large|big) (?:is|was) (?:the )?(?:bill|budget|grant|fund\w*)\b|"
        r"\bwhat (?:does|do|did|will|would|has|have) .{2,80}\bcost\b|\b(?:prize|award) money\b|\b(?:what|how (?:big|large|high)) (?:is|was|were|are) the (?:[^\W\d_-]+ ){0,4}(?:budget|fee|price|bill|funding)\b|\b(?:what|which) (?:fee|price)\b|\bwhat budget\b|\bwhat (?:does|do|did) .{2,40}\bcharge\b|\b(?:budget|price|costs?|fee)\s*\??$",
        "fr": r"\bcombien (?:cout\w*|d'argent|de dollars|d'euros|verse\w*|paie\w*|paye\w*)|\bquel(?:le)? (?:est le |sera le )?"
        r"(?:montant|somme|cout|prix)\b|"
        r"\bcombien (?:a (?:mis|verse|coute|donne|depense)|d'argent|ca coute)\b|"
        r"\bquel(?:le)? (?:est|etait|sera|serait|fut) (?:le|la) (?:budget|tarif|dotation|enveloppe|montant|cout|prix)\b|\bde combien (?:est|etait|sera|sont|etaient)\b|\bquel(?:le)? (?:budget|tarif|dotation)\b|\b(?:budget|tarif|prix|montant)(?: annuel)?\s*\??$",
        "es": r"\bcuanto (?:cuesta\w*|costo|costar\w*|dinero|paga\w*|aporta\w*|vale)|\bcuantos (?:dolares|euros)\b|"
        r"\b(?:que|cual es el) (?:importe|monto|costo|coste|precio|suma)\b|"
        r"\bcuant[oa] (?:plata|dinero|puso|gast\w+|invirti\w+|financi\w+)\b|"
        r"\bde cuanto (?:es|fue|era|sera|son|eran)\b|\bque (?:presupuesto|tarifa)\b|\bcual (?:es|fue|era|sera) el (?:[^\W\d_]+ )?(?:presupuesto|importe|monto|costo|coste|precio)\b|\bcuanto cobra\w*|\b(?:presupuesto|precio|importe)(?: anual)?\s*\??$",
        "ru": r"сколько (?:стоит|стоят|стоил\w*|будет стоить|денег|долларов|евро|средств|платит\w*|выделя\w+|обойдется)|во сколько обходит\w+|"
        r"как(?:ая|ую|ова) (?:сумм\w+|стоимост\w+)|во сколько обо|"
        r"сколько (?:вложил\w*|потратил\w*|выделил\w*|заплатил\w*|дал\w*|ушло)|"
        r"каков\w* (?:[^\W\d_]+ )?(?:бюджет|сумм\w+|стоимость|размер (?:взноса|бюджета|премии))|как(?:ой|ую|ая|ова) (?:[^\W\d_]+ )?(?:бюджет|взнос|плат[ау])(?!\w)|во что (?:обойд\w+|обош\w+|обход\w+)|(?:бюджет|смета|цена)\s*\??$",
        "ar": r"كم (?:تبلغ )?(?:تكلف\w*|يكلف|كلف\w*|تبلغ التكلفه|المبلغ|دولار\w*|ستدفع|تدفع|يدفع|ثمن)|ما (?:هي )?(?:تكلف\w+|قيمه|مبلغ|المبلغ)|"
        r"كم (?:دفع|دفعت|انفق\w*|خصص\w*|من المال|من الاموال)|"
        r"ما (?:هي )?(?:الميزاني\w+|ميزاني\w+|كلفه|الكلفه|مبالغ)|(?:كم|ما) (?:بلغت?|تبلغ|يبلغ|ستكون) (?:ال)?(?:كلفه|تكلفه|ميزاني\w+|نفق\w+)|كم (?:الثمن|نضع)|قيمه (?:ال)?(?:جائزه|منحه|رسوم)|(?:الميزانيه|ميزانيه)(?: السنويه)?\s*[؟?]?$|كم وفر",
    },
    "count": {
        "zh": r"(?:有|共|了|达)?多少(?!钱|美元|欧元|经费|资金|费用)(?:个|名|人|位|次|项|家|届|种|份|篇|条|国)?|"
        r"(?<![哪第])几(?:个|名|人|位|次|家|种|份|篇)(?!月)|人数|总数",
        "en": r"\bhow many (?!dollars|us dollars)|\bwhat number of\b|\bhow large is\b|\bheadcount\b|"
        r"\bnumber of (?!the (?:session|meeting|decision|article|document|paragraph|report)\b)|(?<!document )(?<!paper )(?<!decision )(?<!phone )\bnumber\s*\??$|\bhow big (?:is|was)\b|\b(?:what is|what was) the size of\b",
        "fr": r"\bcombien (?:de |d')(?!dollars|argent|temps|euros)|\b(?:etai(?:en)?t|sont|seront)(?:-ils|-elles)? combien\b|\bcombien (?:etaient|sont|ont)\b|\bquel nombre\b|"
        r"\bnombre (?:de|d')",
        "es": r"\bcuant[oa]s (?!dolares|euros)|\bcuanta gente\b|\bel numero de\b",
        "ru": r"(?<!во )(?<![а-я])сколько (?!обход|стоит|стоят|стоил|будет стоить|денег|долларов|евро|средств|времени|плати|выделя|обойдется)|"
        r"(?<!по )как(?:ое|ово) (?:количество|число)|численност\w+|"
        r"скольк(?:ими|им|их)(?!\w)|(?:число|количество) (?:участник\w*|мест|\w{4,}(?:ов|ей|ний|тий|аний)(?!\w))",
        "ar": r"(?<!\w)[وبف]?كم (?!تكلف|يكلف|كلف|تبلغ (?:ال)?(?:تكلف|نفق)|المبلغ|دولار|ستدفع|تدفع|يدفع|ثمن|الثمن|من الوقت|مره|ستكون نفق|نضع)|ما عدد|(?<!\w)(?:ال)?عدد (?!لي|لنا|كل|جميع)|"
        r"ما حجم",
    },
    "person": {
        "zh": r"(?:秘书|主任|主席|代表|司长|处长|总干事|专家|作者|人|谁)[^，。？]{0,6}(?:叫什么|姓什么)|姓名|"
        r"(?:哪名|何人)(?:工作人员|官员|职员|专家|代表|负责人|同事|先生|女士)?|(?:人员|官员|主席|专家|签署人|代表)[^，。？]{0,4}(?:名字|姓名)|谁(?:主持|签(?:署|字|的)|带队|率团|当主席|做主席|代表)|"
        r"(?:主持人|负责人|发言人|讲者|主席|签字人|处长|授课人|讲师)(?:姓名|名单|名字)?(?:是谁)?[？?]?$|谁(?:担任|当|任|去做)(?:处长|主席|负责人|主任)|由何人|授课的人|谁执笔|哪一?位(?:工作人员|官员|职员|专家|负责人|同事|先生|女士|主管|负责)",
        "en": r"\b(?:name of the (?:person|executive secretary|chair\w*|author)|what is (?:his|her) name|who is the (?:current |present )?executive secretary)\b|"
        r"\bname of (?:its|the) (?:[^\W\d_-]+ ){0,2}(?:head|director|director-general|president|minister|official|expert)\b|"
        r"\bunder whose\b|\b(?:which|what) (?:[^\W\d_]+ )?(?:official|officer|person|persons|people|individual|individuals|staff member|expert|delegate)s?\b|\bwho (?:signed|chairs|will be chairing)\b|\bnames? of (?:the )?(?:[^\W\d_]+ ){0,2}(?:chief|official|officer|staff member|signator(?:y|ies)|expert|chair\w*)s?\b|"
        r"\bwho (?:heads|headed|is going to preside|will preside|sits for|sat for|is representing|was in the chair|took the chair|spoke for|speaks for|inaugurat\w+)\b|\bchair(?:person|man|woman)?\s*\??$|\b(?:list of|which|what) speakers\b|\bspeakers\s*\??$|\bwhose signature\b|\bwho (?:put|appended) (?:their|his|her)\b|\bcontact person\b|\bname of (?:its|the) (?:[^\W\d_-]+ ){0,2}(?:chair\w*|coordinator|trainer|speaker)s?\b",
        "fr": r"\b(?:comment s'appelle|quel est le nom d[eu] (?:la |le |l')?(?:personne|secretaire|president|auteur))|"
        r"\bsous la presidence de qui\b|\bquel(?:le)?s? (?:fonctionnaire|responsable|personne|agent|expert|delegue)e?s?\b|\bqui (?:presid\w+|a signe)\b|\bnoms? d(?:u|es|e la|e l.) ?(?:fonctionnaire|responsable|chef|directeur|signataire|expert)s?\b|\bpar qui .{0,20}(?:preside|signe)\w*|"
        r"\bqui (?:siege pour|est a la tete|a appose|prendra la parole|ouvrira|a ouvert)\b|\bqui est (?:le |la |l')?(?:president\w*|direct\w+|chef|interlocut\w+)\b|\bquels (?:orateurs|intervenants|conferenciers)\b|\b(?:presidente?|orateurs|intervenants)\s*\??$",
        "es": r"\b(?:como se llama (?:el |la )?(?:persona|secretari\w+|president\w+|director\w*|jef\w+|funcionari\w+|autor\w*)|cual es el nombre del? (?:la )?(?:persona|secretari\w+|president\w+|autor))|"
        r"\bbajo la presidencia de quien\b|\bque (?:funcionari[oa]|responsable|persona|expert[oa]|delegad[oa])s?\b|\bquien(?:es)? (?:presid\w+|firm\w+)\b|\bnombres? del? (?:los |la |las )?(?:funcionari[oa]|jefe|director|signatari[oa]|expert[oa])s?\b|"
        r"\bnombre de la persona\b|\bquien(?:es)? (?:dara|inaugur\w+)\b|\bquien(?:es)? (?:es|fue|son) (?:el |la )?(?:president\w+|director\w*|jef\w+)\b|\b(?:presidente|ponentes|oradores)\s*\??$|\bque (?:ponentes|oradores|conferenciantes)\b",
        "ru": r"как зовут|фамили\w+|как имя|имя исполнительного|"
        r"под чьим председательством|как(?:ой|ие|ого|им|ому) (?:именно )?(?:сотрудник\w*|должностн\w+|чиновник\w*|эксперт\w*|лиц\w+|человек\w*|люди)|кто (?:подписал\w*|подписывал\w*|будет вести)|имена|имя |"
        r"кто возглавля\w+ (?:секретариат|[^\W\d_]*\s?групп\w+|комитет|делегаци\w+)|чья подпись|какие (?:докладчик\w+|оратор\w+)|кто (?:будет )?(?:представит|председатель\w*)|(?:председатель|докладчики|ведущий)\s*\??$|кто (?:является )?(?:директор\w*|председател\w+)",
        "ar": r"ما اسم (?:الامين|المدير|الرئيس|الشخص)|من هو الامين التنفيذي|"
        r"برئاسه من|اي (?:موظف|مسؤول|شخص|خبير|مندوب)|من (?:الذي )?(?:وقع|وقعه|وقعها|تولي رئاسه|سيتراس|تراس\w*)|اسماء (?:الموقعين|الموظفين|الخبراء)|اسم (?:الموظف|المسؤول|رئيس|مدير)|"
        r"من (?:يمثل|مثل|افتتح|يراس|يتراس|المتكلم\w*|المتحدث\w*)|من حضر توقيع|اي (?:وزير|سفير)|رئيس (?:الاجتماع|الدوره|اللجنه|الجلسه)\s*[؟?]?$",
    },
    "agent": {
        "zh": r"派谁|哪一?位(?!工作人员|官员|职员|专家|负责|同事|先生|女士|主管)|由?谁(?:来)?(?:主持|担任主席|代表|出席|颁发|授予|主讲|撰写|起草)|方面是谁|谁代表",
        "en": r"\bwho (?:chaired|presided|moderated|represent(?:s|ed)|presented|handed|spoke|drafted|wrote|will (?:chair|represent|speak))\b|"
        r"\bwho (?:signed|spoke) .*\bon behalf of\b|\bwhich (?:person|official)\b",
        "fr": r"\bqui (?:a |ont )?(?:presid\w+|represent\w+|remis|redige|anime)\b|\bqui a signe .*\bau nom d|\bquelle personnalite\b",
        "es": r"\bquien(?:es)? (?:presidi\w+|represent\w+|entreg\w+|redact\w+|moder\w+)\b|\bquien firmo .*\ben nombre d",
        "ru": r"кто (?:председательств\w+|представля\w+|представит|вручил\w*|вручал\w*|писал\w*|выступал\w*|вел )|кто подписал .*от имени",
        "ar": r"من (?:الذي )?(?:تراس|يراس|سيمثل|مثل|سلم|القي|كتب)|من وقع .*(?:نيابه عن|باسم)",
    },
    "reason": {
        "zh": r"为什么|为何|什么原因|原因是什么|何以|"
        r"怎么(?:会|还|就)(?:这样|没|不)|(?:是)?什么导致|缘由|说明.{0,6}原因|理由",
        "en": r"\bwhy\b|\bwhat (?:is|was|are|were) the reasons?\b|\bfor what reason\b|"
        r"\bhow come\b|\bwhat (?:explains|caused|led to|is behind)\b|\b(?:the|any) (?:stated )?(?:cause|reason)s? (?:of|for|given)\b|\bstated (?:cause|reason)\b|\bwhat makes\b",
        "fr": r"\bpourquoi\b|\bpour quelle raison\b|"
        r"\ba quoi (?:tient|est du|est due)\b|\bqu'est-ce qui explique\b|\bquel(?:le)?s? (?:est|sont) (?:la|les) (?:raison|cause)s?\b|\bmotif\b",
        "es": r"\bpor que\b.*\?|\bpor que (?:razon|motivo)\b|"
        r"\ba que se debe\b|\bque explica\b|\bcual(?:es)? (?:es|fue|son) (?:la|las|el) (?:razon|razones|causa|causas|motivo)\b|\bcomo es que\b|\bmotivo\b",
        "ru": r"почему|зачем|по какой причине|"
        r"чем объясня\w+|из-за чего|с чем связан\w*|какова причина|в чем причина|отчего",
        "ar": r"لماذا|لم (?:اختير|اختيرت)|ما سبب|ما السبب|"
        r"ما الذي (?:يفسر|ادي)|ما (?:هو )?(?:تفسير|الداعي)|لاي سبب",
    },
    "frequency": {
        "zh": r"多久(?:举办|开|办|举行|送|传送|更新|召开)?[^，。？]{0,8}一次|每隔多久|多长时间一次|(?:时间)?间隔(?:是|为)?多|频率|频次|几年一次|一年几次|每年[^，。？]{0,6}几次|多久[^，。？]{0,6}一回|多长时间[^，。？]{0,6}一[次回]",
        "en": r"\bhow often\b|\bhow (?:frequent|regular)ly\b|\bat what intervals?\b|\bhow many times (?:a|per) (?:year|month)\b|\bhow many times (?:a|per|each) year\b|\bhow many times .{2,40}(?:a|per) year\b",
        "fr": r"\b(?:a quelle|avec quelle) (?:frequence|periodicite|regularite)\b|\ba quels intervalles\b|\btous les combien\b|\bcombien de fois par\b|\bcombien de fois .{0,40}\bpar an\b|\bquel nombre par an\b",
        "es": r"\bcon que (?:frecuencia|periodicidad|regularidad)\b|\ba que intervalos\b|\bcada cuanto\b|\bcuantas veces (?:al|por)\b|\bcuant[oa]s [^?]{2,60}\bal ano\b",
        "ru": r"как часто|с какой (?:периодичностью|частотой|регулярностью)|с какими интервалами|как регулярно|сколько раз в|сколько раз за",
        "ar": r"كم مره|كل متي|باي (?:تواتر|انتظام)|علي اي فترات|ما (?:مدي )?(?:تواتر|تكرار)",
    },
    "duration": {
        "zh": r"(?:持续|开了|历时|有效期?|为期)(?:了)?(?:多久|多长时间|多少天|几天)|多长时间|有效期|期限|几年有效|有效几年|到(?:什么时候|何时|哪年)(?:为止|到期)?|"
        r"(?:一共|总共)?(?:谈|开|办|持续)了?(?:几|多少)天|(?:几|多少)(?:天|小时)[呀啊呢]?[？?]?$|(?:谈|聊)了多久",
        "en": r"\bhow long\b(?! ago)|\bfor how many (?:years|months|days|weeks)\b|"
        r"\b(?:valid|good|in force|runs?) (?:until|till) when\b|\b(?:until|till) when\b|\bwhen does .{2,60} (?:expire|run out|end)\b|\bexpir(?:y|es|ation)\b|"
        r"\bnotice period\b|\bperiod of validity\b|\bhow (?:many|much) (?:hours|days|weeks|time) (?:did|does|will|was|were|do)\b",
        "fr": r"\bcombien de temps\b|\bquelle (?:est|etait|a ete) la duree\b|\ba dure combien\b|\bjusqu'(?:a|en) quand\b|\bpour combien d'annees\b|\bpendant combien\b|\bduree de validite\b|\bexpire|"
        r"\bcombien (?:d'heures|de jours|de semaines) (?:a|ont|dure\w*|aura)\b",
        "es": r"\bcuanto (?:tiempo )?(?:duro|dura|durar\w+)\b|\bcuanto tiempo\b|\bhasta cuando\b|\b(?:por|durante) cuantos (?:anos|meses|dias)\b|\bvigencia\b|\bvence\b|\bcaduca|"
        r"\bcuant[oa]s (?:horas|dias|semanas) (?:dur\w+|tom\w+|llev\w+)\b",
        "ru": r"сколько (?:времени|длил\w+|продолжал\w+)|как долго|на (?:какой срок|сколько лет)|до каких пор|до какого (?:года|срока)|срок\w* действия|до когда|"
        r"сколько (?:дней|часов|недель) (?:длил\w*|продолжал\w*|шел|шла|шло|занял\w*|ид[ее]т)|сколько часов",
        "ar": r"كم (?:من الوقت|استغرق\w*|دام\w*|مده)|ما مده|حتي متي|الي متي|لكم (?:سنه|عام)|مده (?:صلاحي|سريان)\w*|"
        r"كم (?:يوما|ساعه|اسبوعا|يوم) (?:استمر\w*|دام\w*|استغرق\w*|اجتمع\w*)|كم (?:سنه|عام\w*) مدت\w+|كم يطول",
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
        "zh": r"(?:哪些|哪几个|哪些个)[^，。？]{0,8}(?:国家|国)(?![际内民])|国家有哪些|(?:哪些|哪几个)(?:缔约方|成员国?)|国名|是哪些国|(?:列出|列举|点出)[^。？]{0,40}(?:国家|各国|国名)[。？?]?$|哪些[^，。？]{0,16}(?:成员|缔约方)(?:反对|支持|参加|加入|利用|提)|(?:国家|缔约方|成员国)[^。？]{0,12}(?:都有谁|是哪些|有哪些|的?名字|叫什么|点名)",
        "en": r"\b(?:which|what|name the) (?:(?!pace|way|extent|many|do|is|are\b)[^\W\d_]+ ){0,3}(?:countries|states|governments|nations)\b|\bname the .{0,12}members\b|"
        r"\bnames? of (?:the |those |these )?(?:[^\W\d_]+ ){0,2}(?:countries|states|governments|nations)\b|\bcountry names\b|"
        r"\b(?:countries|governments|parties)\b.{0,80}\b(?:which ones|who are they|by (?:its |their )?names?)\b|"
        r"\bwhich (?:[^\W\d_]+ ){0,2}parties (?:are|have|do|did|were|make|use|draw)\b|\bwhich ones\b.{0,30}\bcountries\b|\b(?:list|names?|enumeration) (?:of |the |all )*(?:[^\W\d_]+ ){0,2}(?:countries|states|governments)\b",
        "fr": r"\bquels (?:sont les )?(?:[^\W\d_]+ ){0,2}(?:pays|etats|gouvernements)\b|\bnoms? d(?:es|e ces) (?:pays|etats)\b|"
        r"\b(?:pays|etats|parties)\b.{0,80}\b(?:lesquels|lesquelles|nommement|par leur nom)\b|\bquelles (?:sont les |sont ces )?parties\b|\b(?:liste|noms?|citez|nommez) (?:de |des |les |tous les )*(?:pays|etats|gouvernements)\b",
        "es": r"\bque (?:otros |demas )?(?:paises|estados|gobiernos)\b|\bcuales son los (?:[^\W\d_]+ ){0,2}(?:paises|estados|gobiernos)\b|\bnombres? de (?:los |esos )?(?:paises|estados)\b|"
        r"\b(?:paises|estados|partes)\b.{0,80}\b(?:cuales|por su nombre)\b|\b(?:que|cuales son (?:las|esas)) partes\b|\b(?:lista|nombres?|enumere|cite) (?:de |los |todos los )*(?:paises|estados|gobiernos)\b",
        "ru": r"как(?:ие|их|ими|им|ая|ой) (?:[^\W\d_]+ ){0,2}(?:стран\w*|государств\w*)|назван\w+ (?:этих )?стран|"
        r"(?:стран\w*|сторон\w*|государств\w*).{0,80}(?:какие именно|поименно|какие это|назовите)|какие (?:именно )?(?:[^\W\d_]+ )?стороны|(?:список|перечень|перечислите|назовите) (?:все |всех )?(?:стран\w*|государств\w*)",
        "ar": r"(?:ما هي|اي|ما) (?:ال)?(?:بلدان|دول|البلدان|الدول)|اسماء (?:هذه |تلك )?(?:البلدان|الدول)|"
        r"(?:البلدان|الدول|الاطراف).{0,60}(?:ما هي|اسماؤها|بالاسم)|(?:ما هي|اي) الاطراف|(?:قائمه|اسماء|اذكر|عدد) (?:ب|جميع )?(?:البلدان|الدول)",
    },
    "place": {
        "zh": r"哪里(?:举行|召开|开|办|举办)|何地|在哪儿?(?:里)?(?:举行|召开|开|办|举办)|地点|哪个(?:城市|国家)|哪座城市|什么地[方点]|"
        r"在(?:哪里|哪儿)[^，。？]{0,4}(?:签|见面|会面|碰头|庆祝|开的?会|聚)|哪些城市|何处|(?:签署|签字|举办|办公)地[点址]|会址|哪开的",
        "en": r"\bwhere (?:was|were|is|are|did|will|has)\b.*\b(?:held|place|meet|host\w*|organi\w+|celebrat\w+)\b|"
        r"\b(?:which|what) (?:city|country|town|venue)\b|\bvenue\b|"
        r"\bwhere (?:was|were|is|are|did|will|has|have)\b.*\b(?:signed|met|sit down|sat down|gather\w*|adopted|party)\b|\bin (?:which|what) (?:place|location)s?\b|\b(?:which|what) (?:cities|towns)\b|\bplace of (?:signature|signing|meeting)\b|\b(?:meeting|party|celebration|workshop|event|session) (?:place|location|venue)\b",
        "fr": r"\b(?:quelle ville|quel pays)\b|\bou\b.*\b(?:tenu\w*|tient|lieu|organise\w*|fete\w*|celebre\w*|reuni\w*)\b|"
        r"\bquelles villes\b|(?:^|[,:;—–-] ?)ou (?:a|ont|se|s'|est|sont|aura|auront|le|la|les|l')\b.*\b(?:sign\w+|rencontr\w+|trouvai\w+|eu lieu|sieg\w+)\b|\blieu de (?:la )?(?:signature|reunion|rencontre|l'atelier)\b",
        "es": r"\bque (?:ciudad|pais)\b|\bdonde\b.*\b(?:celebr\w+|tuvo lugar|tuvieron lugar|realiz\w+|organiz\w+)\b|"
        r"\bdonde\b.*\b(?:firm\w+|reuni\w+|reunion|sesion\w*|encontr\w+|encuentro|imparti?\w+)\b|\blugar (?:de|del) (?:la )?(?:firma|reunion|taller|sesion|encuentro)\b|\bque ciudades\b",
        "ru": r"в каком городе|в какой стране|где .*(?:прош\w+|состо\w+|провод\w+|провел\w*|проход\w+|отмеч\w+)|"
        r"где .*(?:подписан\w*|подписал\w*|виделся|встреч\w+|встретил\w+|праздн\w+|пройд\w+|заседа\w+|собира\w+|собрал\w+)|в каких городах|(?:город|место|страна) (?:проведения|подписания|встречи)",
        "ar": r"اي (?:مدينه|بلد|دوله)|(?:اين|مكان) .*(?:عقد\w*|تعقد|ستعقد|انعقد\w*|نظم\w*|احتفل\w*)|"
        r"(?:اين|وين) .*(?:وقع\w*|التقي\w*|اجتمع\w*|صار|جرت|جري|اقيم\w*|تقام|تعقد|لقاء)|اي (?:ال)?مدن|مكان (?:توقيع|انعقاد|عقد)",
    },
    "outcome": {
        "zh": r"结果(?:是|如何|怎样|怎么样)|成果|结论|(?:最后|最终|后来).{0,8}(?:通过|决定|同意|达成|商定)|(?:通过|达成|商定|议定)了(?:什么|哪些)|"
        r"建议了(?:什么|哪些)|"
        r"达成(?:了)?(?:什么|哪些|何种)|(?:谈|商量|讨论)出(?:了)?什么|有什么(?:结果|下文)|答应了(?:什么|没有)",
        "en": r"\b(?:outcomes?|results?|conclusions?|findings) of\b|\bwhat (?:was|were) the (?:\w+ )?(?:outcomes?|results?|conclusions?)\b|"
        r"\bwhat did .{3,80}\b(?:agree|conclude|recommend|resolve|adopt|decide)\b|\b(?:agreed|concluded|adopted) (?:at|by|on)\b|\bfinally\b|"
        r"\bwhat came (?:out )?of\b|\bwhat .{3,60}\b(?:promised|was promised|was decided|was agreed)\b|\b(?:what|which) (?:guidelines?|rules?|agreements?|text|measures?) (?:was|were|did|has|have)\b",
        "fr": r"\b(?:resultats?|conclusions?|bilan|issue) (?:de|du|des|d')|\b(?:qu'a|qu'ont|que) .{0,80}\b(?:conclu|convenu|adopte|decide|recommande)\b|"
        r"\bfinalement\b|"
        r"\ba quel(?:le)? (?:accord|conclusion|resultat)\b|\bquelles? (?:directives|regles|mesures) .{0,40}(?:adopte\w*|approuve\w*|convenu\w*)|\bqu'est-il (?:sorti|ressorti)\b",
        "es": r"\b(?:resultados?|conclusion(?:es)?) (?:de|del)\b|\bque .{0,60}\b(?:acord\w+|concluy\w+|adopt\w+|decidi\w+|recomend\w+)\b|"
        r"\bfinalmente\b|"
        r"\ba que (?:acuerdo|conclusion|resultado)\b|\bque (?:directrices|normas|acuerdo|medidas) .{0,40}(?:aprob\w+|adopt\w+|acord\w+)",
        "ru": r"(?:(?<!в )итог\w*|результат\w*|вывод\w*) |чем (?:закончил\w+|завершил\w+)|что .{0,60}(?:решил\w*|постановил\w*|рекомендовал\w*|приняли|договорил\w+)|"
        r"к (?:какому|чему) .{0,40}(?:пришл\w+|решени\w+|соглашени\w+|договорил\w+)|какие (?:руководств\w+|правила|меры) .{0,40}(?:принял\w*|утверд\w+|одобр\w+)",
        "ar": r"نتائج|نتيجه|استنتاجات|ماذا .{0,60}\b(?:قرر\w{0,2}|اوصي\w*|اعتمد\w*|اتفق\w*)\b|بماذا (?:خرج|اوصي)|"
        r"الي (?:ماذا|اي (?:اتفاق|نتيجه)) (?:توصل\w*|انتهي|انتهت)|ما الذي (?:اسفر|نتج|تمخض)|بماذا (?:وعد|تعهد)",
    },
    "response": {
        "zh": r"(?:如何|怎么|怎样)(?:回应|回复|答复|反应|表态|看待|评价)|(?:回应|回复|答复|反应|反馈|评价)(?:如何|怎样|怎么样|是什么|了什么|了吗|没有)|"
        r"(?:有没有|是否)(?:得到|收到)?(?:回应|回复|答复|采纳|认可)",
        "en": r"\bhow did .{2,60}\b(?:react|respond|reply|answer|take it|receive)\b|\b(?:reaction|response|reply|feedback|verdict|opinion) (?:of|from|by|was|did)\b|"
        r"\bwhat came back\b|\bwhat did .{2,60}\b(?:think|reply|answer|respond)\b|"
        r"\bwhat (?:was|is) (?:the|their|its) (?:\w+ )?(?:reaction|response|reply|feedback|verdict|opinion)\b",
        "fr": r"\bcomment .{2,60}\b(?:reagi|repondu|accueilli|recu)\b|\b(?:reaction|reponse|retour|verdict|avis) (?:de|du|des|a)\b|"
        r"\bqu'(?:a|ont) .{2,60}\b(?:pense|repondu)\b|\bquelle (?:a ete |est |fut )?(?:la |leur |sa )?(?:reaction|reponse)\b",
        "es": r"\bcomo .{0,60}\b(?:reaccion\w+|respondi\w+|recibi\w+|acogi\w+)\b|\b(?:reaccion|respuesta|veredicto|opinion) (?:de|del|a|al)\b|"
        r"\bque .{0,60}\b(?:respondi\w+|contest\w+|opin\w+)\b|\bcual fue (?:la|su) (?:reaccion|respuesta)\b",
        "ru": r"как .{0,60}(?:отреагир\w+|реагир\w+|ответил\w*|восприня\w+|оценил\w*)|(?:реакци\w+|ответ\w*|отзыв\w*|мнени\w+) (?:\w+ )?(?:на|от|был)|"
        r"что .{0,60}(?:ответил\w*|думает|сказал\w*) ",
        "ar": r"كيف .{0,60}(?:رد|ردت|استجاب\w*|تفاعل\w*|استقبل\w*)|ما (?:كان |هو |هي )?(?:رد|رد فعل|راي|موقف|جواب)|بماذا (?:رد|اجاب)\w*",
    },
    "share": {
        "zh": r"百分之几|百分之多少|多大比例|占多[大少]|比例(?:是|为|有)?多",
        "en": r"\bwhat (?:percentage|per cent|percent|proportion|share|fraction)\b|\bhow many per ?cent\b",
        "fr": r"\bquel(?:le)? (?:pourcentage|proportion|part)\b",
        "es": r"\bque (?:porcentaje|proporcion|tanto por ciento)\b",
        "ru": r"как(?:ой|ая|ова) (?:процент|доля)|сколько процентов",
        "ar": r"ما (?:هي )?(?:النسبه|نسبه)|كم (?:في المائه|بالمائه|نسبه)|اي نسبه",
    },
    "deadline": {
        "zh": r"截止|最晚|最迟|(?:什么时候|几号|哪天|何时)(?:之)?前",
        "en": r"\bdeadline\b|\bby (?:when|what date|which date|what day)\b|\b(?:latest|last) (?:date|day)\b|\bno later than\b",
        "fr": r"\bdate limite\b|\bquel (?:est le )?delai\b|\bau plus tard\b|\bjusqu'a quel(?:le)? (?:date|jour)\b|\bavant quelle date\b",
        "es": r"\bfecha limite\b|\b(?:que|cual es el) plazo\b|\ba mas tardar\b|\bhasta que (?:dia|fecha)\b|\bantes de que fecha\b",
        "ru": r"крайн\w+ срок\w*|не позднее|до какого числа|к какому (?:числу|сроку|времени)|дедлайн\w*",
        "ar": r"الموعد النهائي|اخر (?:موعد|يوم|اجل)|قبل اي تاريخ|حتي اي (?:يوم|تاريخ)|في موعد اقصاه",
    },
    "venue": {
        "zh": r"(?:哪|什么)(?:个|一?[座栋间家所])?(?:大楼|楼里?|酒店|饭店|宾馆|会议厅|会场|礼堂|会议中心|场馆|大厅|房间|厅)|(?:酒店|会场|会议厅|场馆)(?:[是在]哪|[？?]?$)",
        "en": r"\b(?:which|what) (?:[^\W\d_-]+ )?(?:building|hall|hotel|room|auditorium|premises|conference cent(?:re|er)|street)s?\b|"
        r"\b(?:conference cent(?:re|er)|lecture hall|building|hotel)\s*\??$|\bwhere .{2,60}\b(?:stayed|lodg\w+|accommodat\w+|sleep|slept)\b",
        "fr": r"\bquel(?:le)?s? (?:batiment|hotel|salle|locaux|immeuble|centre de conferences?|rue|amphitheatre)s?\b|\bou .{2,60}\b(?:loge|heberge)\w*\b",
        "es": r"\bque (?:edificio|hotel|sala|salon|recinto|centro de conferencias|calle)\b|\b(?:edificio|hotel|sala) (?:de|del|donde)\b|\bdonde se (?:aloj|hosped)\w+",
        "ru": r"(?:в|на) как\w+ (?:[^\W\d_]+ )?(?:здани\w+|зал\w*|гостиниц\w+|отел\w+|аудитори\w+|помещени\w+|улиц\w+)|где .{2,60}(?:жили|прожива\w+|останавлива\w+|остановил\w+)(?!\w)",
        "ar": r"اي (?:مبني|فندق|قاعه|مركز مؤتمرات|شارع)|اين (?:نزل|اقام|سكن|يقيم|ينزل)",
    },
    "seat": {
        "zh": r"总部(?:设)?在|(?:坐落|位于|办公)在?(?:哪|什么)|所在(?:地|城市)|驻地|办公地[点址]",
        "en": r"\bwhere (?:is|are|does|do) .{2,60}\b(?:based|headquarter\w*|located|seated|have (?:its|their) (?:seat|office|headquarters))\b|\b(?:seat|headquarters) of\b|"
        r"\bsits in (?:which|what)\b|\b(?:which|what) (?:city|country|town) .{0,40}\b(?:based|headquarter\w*|seat|located)\b",
        "fr": r"\bou (?:se trouve le siege|siege|est (?:situe|installe|base)\w*|a (?:son siege|ses bureaux))|\b(?:siege|bureaux) de .{2,60}\b(?:ou|quelle ville|quel pays)\b|"
        r"\b(?:quelle ville|quel pays) .{0,40}\b(?:siege|installe\w*|base\w*|bureaux|situe\w*)\b",
        "es": r"\bdonde (?:esta|tiene|se encuentra) .{0,60}\b(?:sede|oficinas?|ubicad\w+)|\bsede de(?:l| la)?\b|\b(?:ciudad|pais) .{0,30}\bsede\b",
        "ru": r"где (?:располож\w+|базиру\w+)|штаб-квартир\w+|месторасположени\w+|в как\w+ (?:город\w*|стран\w*) .{0,40}(?:располож\w+|штаб|базиру\w+)",
        "ar": r"اين (?:يقع|تقع|يوجد مقر|مقر)|(?:ما|اين) (?:هو )?مقر|مقر \w+ في اي",
    },
    "payment": {
        "zh": r"谁(?:来)?(?:出的?钱|付钱|付费|掏钱|掏腰包|买单|埋单|出资|资助|负担|赞助)|(?:费用?|经费|开支|钱)[^，。？]{0,6}(?:由谁|归谁|谁出|由哪|由何)|由谁(?:出钱|支付|资助|负担|赞助|买单)|"
        r"哪(?:个|家|方|一方)[^，。？]{0,10}(?:出钱|出资|承担费用|资助|赞助|买单|愿意出)|免费|收费|要(?:不要)?(?:交|付)(?:钱|费)|自费",
        "en": r"\bwho (?:is |was |will be |has |had |will )?(?:pay(?:s|ing)?|paid|foot(?:s|ing|ed)?|fund(?:s|ing|ed)?|financ\w+|sponsor\w*|bankroll\w*|bears? the cost|covers? the cost)\b|\bat whose expense\b|"
        r"\bpicks? up the (?:bill|tab)\b|\bpaid for by (?:whom|who)\b|\bfree of charge\b|\b(?:pay|charged?) (?:a |any |for )?fees?\b|\bhave to pay\b|\bwho pays\b",
        "fr": r"\bqui (?:va |doit |a |ont |avait )?(?:pay\w+|paie\w*|financ\w+|subventionn\w+|parrain\w+|pren\w+ en charge|prend\w* a sa charge)|\bqui (?:regl\w+|couvr\w+|support\w+) (?:les|la|le) (?:frais|facture|cout)\w*|"
        r"\baux frais de qui\b|\bpayante?s?\b|\bgratuit\w*|\bdroits? d'(?:entree|inscription|acces)\b|\b(?:faut-il|doit-on) payer\b",
        "es": r"\bquien(?:es)? (?:va a |va |ha |han |debe )?(?:pag\w+|financi\w+|sufrag\w+|corr\w+ con|patrocin\w+)|\bquien(?:es)? (?:asum\w+|cubr\w+) (?:los|el) (?:gastos|costos?|costes?)|\ba (?:costa|cargo) de quien\b|"
        r"\bgratis\b|\bgratuit[oa]s?\b|\bde pago\b|\bhay que pagar\b|\bcuota de (?:inscripcion|entrada|ingreso)\b|\brepart\w+ los gastos\b",
        "ru": r"кто .{0,20}(?:плат(?:ит|ил|ят)\w*|оплач\w+|оплат\w+|заплат\w+|финансир\w+|профинансир\w+|спонсир\w+)|кто .{0,20}(?:нес\w+ расход\w+|покрыва\w+ расход\w+)|за (?:чей|чьи) (?:счет|деньги)|на чьи (?:деньги|средства)|"
        r"бесплатн\w+|(?<!вы)платн(?:ый|ая|ое|ые|о)(?!\w)|(?:нужно|надо|должны|придется) (?:ли )?платить|платили ли",
        "ar": r"من (?:الذي )?(?:دفع|يدفع|تدفع|سيدفع|ستدفع|مول|يمول|ستمول|سيمول|تحمل|يتحمل|سيتحمل|انفق|ينفق)|(?:علي )?(?:نفقه|حساب) من|مجان\w*|بمقابل|رسوم",
    },
}  # fmt: skip

# How exact a time is asked for.
EXACTNESS: dict[str, dict[str, str]] = {
    "day": {
        "zh": r"哪[一几]?天|哪日|几号(?!决定|文件|标准)|几日|具体日期",
        "en": r"\b(?:what|which) (?:exact )?days?\b|\bday and month\b|\bexact (?:date|day)\b",
        "fr": r"\bquels? jours?\b|\b(?:date exacte|jour exact)\b",
        "es": r"\b(?:que|cuales) dias?\b|\b(?:fecha exacta|dia exacto)\b",
        "ru": r"как(?:ого|им) числ\w+|в какой (?:именно )?день|точн\w+ дат\w+",
        "ar": r"اي يوم|التاريخ (?:المحدد|الدقيق)|بالتحديد في اي تاريخ",
    },
    "month": {
        "zh": r"哪个?月|几月",
        "en": r"\b(?:what|which) month\b",
        "fr": r"\bquel mois\b",
        "es": r"\bque mes\b",
        "ru": r"како(?:м|й|го) (?:именно )?месяц\w*",
        "ar": r"اي شهر",
    },
    "year": {
        "zh": r"哪一?年|几几年|年份",
        "en": r"\b(?:what|which) year\b",
        "fr": r"\bquelle annee\b",
        "es": r"\bque ano\b",
        "ru": r"како(?:м|й|го) (?:именно )?год\w*",
        "ar": r"اي (?:سنه|عام)",
    },
}

# Words that say what came of something, in the text of a document.
OUTCOME: dict[str, str] = {
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

# Words that say how something was met, in the text of a document.
RESPONSE: dict[str, str] = {
    "zh": r"答复|回复|回应|接受|批准|赞同|认可|欢迎|表示|采纳|拒绝|同意|反应|认为",
    "en": r"\b(?:repl(?:y|ied)|respon(?:d\w*|se)|react\w*|answer\w*|accept\w*|approv\w*|endors\w*|welcom\w*|reject\w*|agree[ds]?\b|"
    r"granted|noted|felt|considered|expressed|commented)",
    "fr": r"\b(?:répon(?:d\w*|se)|réag\w+|réaction|accept\w*|approuv\w*|entérin\w*|accueill\w*|rejet\w*|convenu\w*|accordé\w*|estim\w*|"
    r"exprim\w*|pris note)",
    "es": r"\b(?:respond\w*|respuesta|contest\w*|reaccion\w*|acept\w*|aprob\w*|respald\w*|acog\w*|rechaz\w*|acord\w*|concedi\w*|estim\w*|"
    r"expres\w*|tomó nota)",
    "ru": r"(?:ответил\w*|ответ\b|отреаг\w+|реакци\w+|принял\w*|одобр\w+|поддерж\w+|приветств\w+|отклон\w+|соглас\w+|предостав\w+|сочл\w+|"
    r"выраз\w+|принято к сведению)",
    "ar": r"(?:\bرد|أجاب|استجاب|قبل|وافق|أقر|أيد|رحب|رفض|اتفق|منح|رأى|أعرب|أحاط)",
}

# Words that name the house where something takes place, in the text of a document.
VENUE: dict[str, str] = {
    "zh": r"大楼|酒店|饭店|宾馆|会议厅|礼堂|会议中心|会堂|大厦|厅举行",
    "en": r"\b(?:[Bb]uilding|[Hh]all|[Hh]otel|[Cc]onference [Cc]entre|[Hh]eadquarters|[Pp]remises|[Pp]alais|[Rr]oom|[Cc]ampus)\b(?! capacit)",
    "fr": r"\b(?:bâtiment|hôtel|Hôtel|salle|locaux|[Cc]entre de conférences|siège|Palais|campus)\b",
    "es": r"\b(?:edificio|hotel|Hotel|sala|Sala|locales|[Cc]entro de conferencias|sede|Palacio|campus)\b",
    "ru": r"(?:здани\w+|гостиниц\w+|отел\w+|зал[еа]?(?!\w)|помещени\w+|конференц-центр\w*|штаб-квартир\w+|Дворц\w+)",
    "ar": r"(?:مبنى|فندق|قاعة|مركز المؤتمرات|مقر|قصر)",
}

# Words that say where a body has its seat, in the text of a document.
SEAT: dict[str, str] = {
    "zh": r"总部|设在|位于|驻",
    "en": r"\b(?:based (?:in|at)|headquarter\w*|located|seat (?:in|at|of)|offices? (?:in|at))\b",
    "fr": r"\b(?:siège\b|situ[ée]e?s?\b|sis[e]?\b|bas[ée]e?s? à|install[ée]e?s? à|bureaux? à)",
    "es": r"\b(?:con sede|sede en|ubicad\w+|situad\w+|radicad\w+|oficinas? en)",
    "ru": r"(?:[Шш]таб-квартир\w+|располож\w+|находится|базирующ\w+)",
    "ar": r"(?:مقر|الكائن|يقع|تقع)",
}

# Words of money and who gives it, in the text of a document.
PAYMENT: dict[str, str] = {
    "zh": r"[费钱]|经费|资金|资助|预算|开支|供资|资源|免费|捐",
    "en": r"\b(?:pay(?:s|ing|ment)?|paid|fund(?:s|ed|ing)?|financ\w+|costs?(?!-)|budget\w*|expens\w+|resources|sponsor\w*|contributions?|free of charge|fees?)\b",
    "fr": r"\b(?:pa(?:y|i)e\w*|fonds|financ\w+|coûts?|budget\w*|frais|dépenses|ressources|contributions|gratuit\w*|subvention\w*|à la charge)",
    "es": r"\b(?:pag\w+|fondos|financi\w+|costos?|costes?|presupuest\w+|gastos|recursos|contribuciones|gratuit\w+|sufrag\w+)",
    "ru": r"(?:плат\w+|оплат\w+|средств\w*|финанс\w+|стоимост\w+|бюджет\w*|расход\w*|ресурс\w*|взнос\w*|бесплатн\w+)",
    "ar": r"(?:دفع|تمويل|أموال|مول|تكلفة|تكاليف|ميزانية|نفقات|موارد|مساهمات|مجانا|رسوم)",
}

# Words that set a last date, in the text of a document.
DEADLINE: dict[str, str] = {
    "zh": r"截止|之前|以前|日前|不迟于|最晚",
    "en": r"\b(?:deadline|no later than|not later than|by \d|by (?:the end|January|February|March|April|May|June|July|August|September|October|November|December)|until|before)\b",
    "fr": r"\b(?:date limite|délai|au plus tard|jusqu'au|avant le)\b",
    "es": r"\b(?:fecha límite|plazo|a más tardar|hasta el|antes del)\b",
    "ru": r"(?:крайн\w+ срок|не позднее|срок\w*|до \d|к \d)",
    "ar": r"(?:الموعد النهائي|موعد أقصاه|أجل|قبل|حتى)",
}

SHARE = re.compile(
    r"%|٪|\bper ?cent\b|pour cent|por ciento|процент|في المائة|بالمائة|百分之|[一二三四五六七八九两几\d] ?成(?![立员为功本果])"
)
"""A share in per cent."""

# Where something takes place, in the text of a document.
NAME = r"[A-ZÀ-ÝА-ЯЁ][^\W\d_]+"
PLACE: dict[str, str] = {
    "zh": r"(?:在|于)([^，。；]{1,60}?)(?:举行|召开|举办|进行|主办|举)|[（(][^）)]{0,30}(?:日|月|年)[^）)]{0,20}，([^）)]{2,12})[）)]",
    "en": rf"\b(?:in|at) (?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Article)\b)({NAME})",
    "fr": rf"\b(?:à|au|en) ({NAME})",
    "es": rf"\ben ({NAME})",
    "ru": rf"(?<!\w)[Вв]о? ({NAME})",
}

OFFICE = re.compile(
    r"Director-General|Directeur général|Director General|Генеральн\w+ директор|المدير العام|总干事"
)
"""Offices whose holder acts for a body."""

PERSON = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|M|Mme|Sr|Sra)\.? [A-ZÀ-Ý]|先生|女士|博士|教授|\b[гГ]-(?:н|жа) |السيد |السيدة "
)
"""Titles that stand before or after the name of a person."""

ADDRESS = re.compile(r"https?://|www\.|\S@\S|\+\d[\d ()-]{6,}")

# Words that give a reason or a purpose, in the text of a document.
REASON: dict[str, str] = {
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

FREQUENCY: dict[str, str] = {
    "zh": r"每[年月周季次隔]|[一二两三]次|定期|经常|两年期",
    "en": r"\b(?:once|twice|every|annual\w*|monthly|quarterly|weekly|regular\w*|per (?:year|month)|a year|biennial)\b",
    "fr": r"\b(?:une fois|deux fois|chaque|annuel\w*|mensuel\w*|trimestriel\w*|réguli\w+|par an|tous les)\b",
    "es": r"\b(?:una vez|dos veces|cada|anual\w*|mensual\w*|trimestral\w*|regular\w*|al año|por año|periódic\w+)\b",
    "ru": r"(?:раз в|один раз|ежегодн\w+|ежемесячн\w+|ежекварталь\w+|кажд\w+|регулярн\w+)",
    "ar": r"(?:مرة|مرتين|كل (?:سنة|عام|شهر)|سنوي|شهري|بانتظام|منتظم|دوري)",
}

SINCE = re.compile(
    r"(?:since|depuis|desde|established|créée?|creó|establec\w+|учрежд\w+|создан\w*|с) .{0,20}\b(?:19|20)\d\d|(?:19|20)\d\d ?年(?:起|以来|设立|成立|建立|创)|منذ|أنشئت?",
    re.IGNORECASE,
)
SINCE_EVENT = re.compile(
    r"\b(?:since the|depuis l[ae']|desde l[ao]|со времени|после|начиная с) |自[^，。；]{2,30}(?:以来|起)|(?:以来|之后)|منذ ",
    re.IGNORECASE,
)
COUNTED: dict[str, str] = {
    "en": r"how many ((?:[^\W\d_-]+ ?){1,3})|number of ((?:[^\W\d_-]+ ?){1,2})",
    "fr": r"(?:combien (?:de |d')|nombre (?:de |d'))((?:[^\W\d_-]+ ?){1,2})",
    "es": r"cuant[oa]s ((?:[^\W\d_-]+ ?){1,2})|cuanta (gente)|numero de ((?:[^\W\d_-]+ ?){1,2})",
    "ru": r"сколько (?:всего )?((?:[^\W\d_-]+ ?){1,2})|(?:количество|число) ((?:[^\W\d_-]+ ?){1,2})",
    "ar": r"(?:كم|عدد) ((?:[^\W\d_]+ ?){1,2})",
    "zh": r"([\u4e00-\u9fff]{2,4}?)(?:一共|总共|共)?有多少个?[？?。]?$|(?:多少|几)(?:个|名|位|次|项|家|届|种|份|篇|条)?([\u4e00-\u9fff]{1,6})|([\u4e00-\u9fff]{2,4})(?:的)?(?:人数|总数|数量)",
}
"""The words counted, after the question word."""

DAYS = re.compile(
    r"^(?:hours?|days?|weeks?|heures?|jours?|semaines?|horas?|dias?|semanas?|час\w*|дней|дня|недел\w+|ساع\w+|يوما?|ايام|اسبوعا?|اسابيع|小时|天|周)(?!\w)|^(?:小时|天|周)"
)
"""Hours, days and weeks that are asked for: only a period tells them."""
PERIOD = re.compile(
    r"^(?:years?|months?|annees?|ans?|mois|anos?|meses|лет|года?|месяц\w*|سن\w+|عام\w*|شهر\w*|日|年|月)"
)
"""Years and months that are asked for: dates and anniversaries tell them too."""
