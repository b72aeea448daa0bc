"""Search terms: what the lexical index stores and what a question asks for.

Stored text stays verbatim; folding, stemming and segmentation exist only in these derived terms.
Each language has its own analysis: words of jieba's search mode and character bigrams for
Chinese, Snowball stems for the others, digits and identifiers alike in all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import Stemmer

from coopbot.languages import script_of

if TYPE_CHECKING:
    import jieba as jieba_module

    from coopbot.frequencies import WordFrequencies
    from coopbot.types import Reference

_STEMMERS = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "ru": "russian",
    "ar": "arabic",
}

# Removed before matching: zero-width and bidi controls, soft hyphen, tatweel, Arabic vowel signs.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و",
                         "ئ": "ي", "ک": "ك", "ی": "ي"})  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?:\D|$))")
_TERM = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
WORD = re.compile("[\\w][\\w\u064b-\u0652\u0670\u0640’'-]*")
"""A word as it is typed, Arabic vowel signs and the stroke that lengthens letters included."""
_ELISION = re.compile(r"^(?:l|d|qu|n|s|j|m|t|c|jusqu|lorsqu|puisqu)['’]")
_ARTICLE = re.compile(r"^(?:[وفبك]ال|لل|ال)(?=\w{3})")
"""The article with its prefixes: the stemmer leaves it on some forms of a word and not others."""
_POSSESSIVE = re.compile(r"['’]s?$")

_STOP = {
    "en": "the of and to in is are was were be been a an at as or for on by with from that this "
    "these those it its what which who whom whose when where how why does did do has have had "
    "there can could would should will many much about into any all other their they he she his "
    "her we you your i not no if than then so such"
    " please thanks thank hello hi want wants need know tell like exactly really actually"
    " complete full me my us wonder heard say said bit also let just could get"
    " one ones up out back over our ours both more most each every own same only still already even"
    " ever again but because though although while upon off them themselves itself himself themself"
    " give gives given giving make makes made come comes came go goes going gone put got thing"
    " things kind sort name names might must shall do doing done did am being pls quick sorry"
    " yes ok regarding concerning according speaking far quite rather very too",
    "fr": "le la les de du des et à au aux en un une est sont était étaient que qui quoi quel "
    "quelle quels quelles où quand comment pourquoi combien dans pour par sur avec ce cet cette "
    "ces il elle ils elles ne pas plus a ont été être se sa son ses leur leurs y dont est-ce on "
    "ou si nous vous je tout tous toute toutes c'est aux"
    " merci bonjour bonsoir voudrais voudrait faudrait faut svp s'il plaît veuillez me dire"
    " dites moi savoir entendu liste complète précisément exactement aimerais peux pouvez peut"
    " vraiment donc aussi"
    " a-t-il a-t-elle ont-ils ont-elles est-il est-elle sont-ils sont-elles fait faire fais font"
    " doit doivent devait devaient avait avaient avoir eu même mêmes celui celle ceux celles lequel"
    " laquelle lesquels lesquelles entre encore déjà mon ma mes notre nos votre vos ca ça cela ceci"
    " c'était chaque chez comme lors via sans selon parmi va vont veut veulent pourriez pourrais"
    " souhaiterais souhaite indiquer indiquez d'indiquer énumérez enumerez citez donnez donner donne"
    " seulement plutôt surtout sorte façon manière chacun non oui eux lui suis juste mais car"
    " peut-on trouve-t-on parle-t-il",
    "es": "el la los las de del y a al en un una unos unas es son fue fueron que qué quién "
    "quiénes cuál cuáles dónde cuándo cómo por para con sobre se su sus lo le les ha han hay este "
    "esta estos estas o no si cuánto cuánta cuántos cuántas más como cual ser sido está están "
    "cuando donde quien"
    " gracias hola buenos buenas días tardes quisiera querría quiero saber favor dígame dime"
    " decirme lista completa exactamente realmente puede podría pueden también necesito"
    " todo toda todos todas va van ya cada sólo solo tiene tienen tuvo tuvieron hacer hace hizo"
    " hicieron haciendo hecho debo debe deben sin entre según dentro ante mi mis nos nuestra"
    " nuestro nuestras nuestros ese esa esos esas eso aquel algún alguna algo vez bien hubo ver"
    " indique enumere diga cite mejor me te ello ellos ellas pero porque aunque mismo misma mismos"
    " mismas debía así tan muy soy",
    "ru": "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только "
    "ее мне было вот от меня еще нет о из ему теперь когда даже ну ли если уже или ни быть был "
    "него до вас нибудь уж вам ведь там потом себя ей может они где есть для мы тебя их чем была "
    "сам чтоб без будто чего раз тоже себе под будет кто этот какой какая какие какое каких "
    "какую это при об какими каким сколько который которая которые которых"
    " пожалуйста здравствуйте спасибо подскажите скажите расскажите хочу хотел хотела хотелось"
    " нужен нужна нужны нужно полный полная список узнать интересно именно вообще также можно"
    " могли добрый"
    " которой котором которому которым которыми которого которую кем чем чему кому чьи чей чья"
    " своей свой своих своего своему своими свои своя этой этого этом этих эти эту этим наш наша"
    " наше нашей нашего нашу нас нам вас ваш про через над перед между среди ради насчет назовите"
    " перечислите укажите указано просим прошу сделано всех всем всего весь тех тем той тому"
    " должна должен должны должно хотят хотим согласно либо однако чтобы потому пока",
    "ar": "في من على الى إلى عن ما ماذا هل هو هي هم التي الذي الذين هذا هذه ذلك تلك كان كانت و او "
    "أو ثم قد لقد لا لم لن ان أن إن كم متى اين أين كيف لماذا من هي بين مع عند كل بعد قبل أي اي"
    " شكرا فضلك رجاء مرحبا السلام عليكم اريد أريد أود اود معرفه معرفة اخبرني قائمه قائمة كامله"
    " كاملة بالضبط حقا ايضا أيضا يمكن هلا"
    " أم بها فيها وما فما بماذا ولا به معها لها له منها منهما فيهما إليها إليه لدينا لي لكي كي"
    " فيما فهل وهل ومن وكم وأين نفسها نفسه عبر ضمن بشأن بخصوص بأي فضلكم يرجى أرجو اللي مين وين"
    " ايش شو الى هناك حيث كذلك لكل جميع كله كلها مما عما",
    "zh": "的 了 是 在 有 和 与 及 吗 呢 吧 啊 什么 哪些 哪 哪个 哪里 谁 如何 怎么 怎样 为何 为什么 多少 几 "
    "请问 请 这 那 这个 那个 它 其 被 把 就 都 也 而 且 或 于 对 从 到 由 以 为 之 地 得 着 过 吗 何时 何 "
    "我 你 您 我们 他们 一个 哪一 是否 有没有 可以 能 会 要 说 告诉 关于 根据 按照 中 上 下 里"
    " 您好 你好 谢谢 多谢 打扰 打扰了 想 请教 一下 麻烦 老师 想问 想知道 想问问 请问一下 吧 嘛 呀 哦 究竟 到底 具体 完整 全部列出 听说 知道"
    " 没有 那次 这次 时候 已经 为了 自己 还是 除了 有些 这些 那些 不是 是不是 只是 出来 起来 一样 需要 这份"
    " 那份 它们 它 列出 给出 里头 一共 总共 东西 情况 文中 是从 一块 一块儿 那边 这边 然后 因为 所以 但是 不过 如果",
}

HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]+")


def fold(text: str) -> str:
    """Return the text as matching sees it: NFKC, lower case, digits and letters unified.

    Arabic letters lose hamza seats and vowel signs, Traditional Chinese becomes Simplified, Latin
    letters keep their accents (stemming needs them; :func:`strip_accents` removes them after).
    """
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text)
    text = _DASHES.sub("-", text)
    text = text.translate(_DIGITS).translate(_ARABIC).lower().replace("ё", "е").replace("ø", "0")
    if HAN_RUN.search(text):
        text = simplify(text)
    return text


def simplify(text: str) -> str:
    """Return the text with Traditional Chinese characters replaced by Simplified ones."""
    return _converter()(text)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def strip_accents(word: str) -> str:
    """Return the word without combining marks on Latin letters; other scripts are left alone."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f" or "й" in word)
    )


class Analyzer:
    """Turn text into search terms, per language.

    :param user_words: Chinese terms (names, glossary) that segmentation must keep whole.
    :param frequencies: the dictionary that :func:`write_dictionary` made with these words; without
        it jieba's own is loaded, which takes a second and gives the same terms.
    """

    def __init__(
        self, user_words: Iterable[str] = (), frequencies: WordFrequencies | None = None
    ) -> None:
        self._user_words = tuple(sorted({simplify(word) for word in user_words}))
        self._frequencies = frequencies
        self._segmenter: jieba_module.Tokenizer | None = None
        self._stemmers: dict[str, Stemmer.Stemmer] = {}
        self._stop = {language: frozenset(fold(words).split()) for language, words in _STOP.items()}

    def terms(self, text: str, language: str, omit: Sequence[tuple[int, int]] = ()) -> list[str]:
        """Return the search terms of a text, in order, with repetitions.

        :param omit: spans of the text that have been read as references already and give no terms.
        """
        return [
            term for piece in _outside(text, omit) for term in self._piece_terms(piece, language)
        ]

    def content_terms(
        self, text: str, language: str, omit: Sequence[tuple[int, int]] = ()
    ) -> list[str]:
        """Return the terms that carry meaning: without stop words, each once, in order."""
        stop = self._stop[language]
        kept = {
            term: None
            for piece in _outside(text, omit)
            for term in self._piece_terms(piece, language, stop)
        }
        return list(kept)

    def words(self, text: str) -> list[str]:
        """Return the Chinese words of a text, as the dictionary cuts it, in order."""
        return [word for run in HAN_RUN.findall(fold(text)) for word in self._cut(run)]

    def word_edges(self, text: str) -> set[int]:
        """Return the places of a text, its ends included, at which no Chinese word is cut."""
        edges = set(range(len(text) + 1))
        for run in HAN_RUN.finditer(text):
            edges -= set(range(run.start() + 1, run.end()))
            place = run.start()
            for word in self._opened().cut(run.group(), HMM=False):
                place += len(word)
                edges.add(place)
        return edges

    def _piece_terms(
        self, piece: str, language: str, stop: frozenset[str] = frozenset()
    ) -> Iterable[str]:
        folded = _GROUPED.sub("", fold(piece))
        position = 0
        for run in HAN_RUN.finditer(folded):
            yield from self._word_terms(folded[position : run.start()], language, stop)
            yield from self._han_terms(run.group(), stop)
            position = run.end()
        yield from self._word_terms(folded[position:], language, stop)

    def _word_terms(self, text: str, language: str, stop: frozenset[str]) -> Iterable[str]:
        for match in _TERM.finditer(text):
            word = match.group()
            if word in stop:
                continue
            if not word[0].isdigit():
                word = self._stem(word, language)
                if not word or word in stop:
                    continue
            yield word

    def _stem(self, word: str, language: str) -> str:
        """Stem by the script of the word, so that a foreign word in a question still meets."""
        script = script_of(word[0])
        if script == "cyrillic":
            language = "ru"
        elif script == "arabic":
            language = "ar"
        elif language not in ("en", "fr", "es"):
            language = "en"
        if language == "fr":
            word = _ELISION.sub("", word)
        elif language == "ar":
            word = _ARTICLE.sub("", word)
        word = _POSSESSIVE.sub("", word)
        if language == "es":
            word = re.sub(r"([cs])ion$", r"\1ión", word)
        elif language == "fr":
            word = re.sub(r"ite(s?)$", r"ité\1", word) if len(word) > 6 else word
        if language not in self._stemmers:
            self._stemmers[language] = Stemmer.Stemmer(_STEMMERS[language])
        return strip_accents(self._stemmers[language].stemWord(word))

    def _han_terms(self, run: str, stop: frozenset[str]) -> Iterable[str]:
        """Yield jieba's words, all character bigrams, and the characters.

        The three together were the best or level with it on each of three development sets of
        Chinese questions; words alone lose what the dictionary cuts apart, bigrams alone lose
        one-character matches. In a question (``stop`` given) stop words break the run, so that
        bigrams across them ask for nothing.
        """
        words = self._cut(run)
        rest = run
        for word in words:
            if word in stop:
                rest = rest.replace(word, " ", 1)
        for word in words:
            if len(word) > 1 and word not in stop:
                yield word
        for part in rest.split():
            yield from (part[i : i + 2] for i in range(len(part) - 1))
            yield from part

    def _cut(self, run: str) -> list[str]:
        return list(self._opened().cut_for_search(run, HMM=False))

    def _opened(self) -> jieba_module.Tokenizer:
        if self._segmenter is None:
            self._segmenter = _segmenter(self._user_words, self._frequencies)
        return self._segmenter


def write_dictionary(path: Path, user_words: Iterable[str]) -> None:
    """Write the dictionary of an :class:`Analyzer` with these words, to be opened by others."""
    from coopbot.frequencies import write_frequencies

    segmenter = _segmenter(tuple(sorted({simplify(word) for word in user_words})), None)
    write_frequencies(path, segmenter.FREQ, segmenter.total)


def _segmenter(
    user_words: tuple[str, ...], frequencies: WordFrequencies | None
) -> jieba_module.Tokenizer:
    """Return jieba with a dictionary that holds our words.

    Not by its ``initialize``, which believes whatever lies in the shared temporary folder under
    the name of its cache.
    """
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    segmenter = jieba.Tokenizer()
    segmenter.initialized = True
    if frequencies is not None:
        segmenter.FREQ, segmenter.total = frequencies, frequencies.total
        return segmenter
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    for word in user_words:
        if len(word) > 1 and HAN_RUN.fullmatch(word):
            segmenter.add_word(word)
    return segmenter


def _outside(text: str, omit: Sequence[tuple[int, int]]) -> Iterable[str]:
    position = 0
    for start, end in sorted(omit):
        if start > position:
            yield text[position:start]
        position = max(position, end)
    yield text[position:]


def reference_terms(references: Iterable[Reference]) -> list[str]:
    """Return search terms for references: the thing itself and each whole that it is part of.

    ``18(2)(a)`` of kind article gives ``article:18(2)(a)``, ``article:18(2)`` and ``article:18``.
    Dates give none: their digits are terms already.
    """
    terms: dict[str, None] = {}
    for reference in references:
        if reference.kind == "date":
            continue
        whole = reference.id.replace(" ", "")
        terms[f"{reference.kind}:{whole}"] = None
        while whole.endswith(")") and "(" in whole:
            whole = whole[: whole.rindex("(")]
            terms[f"{reference.kind}:{whole}"] = None
    return list(terms)
