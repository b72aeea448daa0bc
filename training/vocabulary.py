"""The tokeniser: words that are frequent, and pieces for all others.

A Unigram model cuts each word into the likeliest pieces. The vocabulary holds pieces that the
Unigram trainer finds, single characters and numbers; the rest is whole words by their frequency,
which is the mean of that in the training data and that in general text.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import jieba
from tokenizers import Tokenizer, models, trainers

from training.folding import normalizer, pre_tokenizer
from training.rows import LANGUAGES, TrainingData, read_records

SIZE = 96_000
"""Tokens in all: 24.6 MB of vectors, and a tokeniser that loads in a fifth of a second."""

TRAINED_PIECES = 24_000
LONGEST_PIECE = 10
LONGEST_WORD = 24

MOST_CHARACTERS = 4_000_000
"""Text of a language that is counted (a third for Chinese): more changes only rare words."""

UNKNOWN = "[UNK]"
NUMBERS = (
    [str(number) for number in range(1000)]
    + [f"0{digit}" for digit in range(10)]
    + [str(year) for year in range(1000, 2101)]
)
"""Numbers that are one token: up to 999, and years."""

BALLAST = frozenset({"python_docs", "anki_tatoeba", "debian_handbook", "quran"})
"""Big sources far from our subject: counted after all others."""


def build_tokenizer(data: TrainingData, frequencies: dict[str, dict[str, float]]) -> Tokenizer:
    """Build the tokeniser for these texts and these frequencies of general words.

    Not deterministic to the last piece: the Unigram trainer sums in an order that changes from run
    to run.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    cut = _cutter(tokenizer)
    texts = {language: list(_segmented(data, language)) for language in LANGUAGES}
    counts = {language: Counter(cut(found)) for language, found in texts.items()}
    shares: defaultdict[str, float] = defaultdict(float)
    general: set[str] = set()
    for language in LANGUAGES:
        known = _general_words(frequencies.get(language, {}), cut)
        general |= known.keys()
        for words in (dict(counts[language]), known):
            total = sum(words.values())
            for word, count in words.items():
                shares[word] += count / total / 2 / len(LANGUAGES)
    seen: Counter[str] = Counter()
    for found in counts.values():
        seen.update(found)
    scores = _trained_pieces(tokenizer, [text for found in texts.values() for text in found])
    least = min(scores.values())
    for character in sorted({character for word in shares for character in word}):
        if not character.isdigit():
            scores.setdefault(character, least - 2)
    room = SIZE - len(scores) - len(NUMBERS) - 1
    for word, share in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        usable = 1 < len(word) <= LONGEST_WORD and not word[0].isdigit()
        if word in scores:
            scores[word] = max(scores[word], math.log(share))
        elif usable and room and (word in general or seen[word] > 1):
            scores[word] = math.log(share)
            room -= 1
    return _with_pieces(tokenizer, scores)


def read_frequencies(folder: Path) -> dict[str, dict[str, float]]:
    """Read ``frequency/<language>.jsonl.gz`` of a folder; empty where it has none."""
    return {
        path.name.partition(".")[0]: {
            record["word"]: record["frequency"] for record in read_records(path)
        }
        for path in sorted((folder / "frequency").glob("*.jsonl.gz"))
    }


def _segmented(data: TrainingData, language: str) -> Iterator[str]:
    """Give a language's folded texts up to the limit, Chinese with spaces between its words."""
    fold = normalizer().normalize_str
    sentences = sorted(data.sentences, key=lambda row: row.source in BALLAST)
    left = MOST_CHARACTERS // 3 if language == "zh" else MOST_CHARACTERS
    for row in (*data.lexicon, *sentences):
        for text in row.texts.get(language, ()):
            folded = fold(text)
            yield " ".join(jieba.cut(folded, HMM=False)) if language == "zh" else folded
            left -= len(text)
        if left <= 0:
            return


def _cutter(tokenizer: Tokenizer) -> Callable[[list[str]], Iterator[str]]:
    """Return a function that gives the words of folded texts."""
    cut = tokenizer.pre_tokenizer.pre_tokenize_str
    return lambda texts: (word for text in texts for word, _ in cut(text))


def _general_words(
    frequencies: dict[str, float], cut: Callable[[list[str]], Iterator[str]]
) -> dict[str, float]:
    """Return the frequencies of folded words; what folding cuts in two is left out."""
    fold = normalizer().normalize_str
    found: dict[str, float] = defaultdict(float)
    for word, frequency in frequencies.items():
        parts = list(cut([fold(word)]))
        if len(parts) == 1:
            found[parts[0]] += frequency
    return found


def _trained_pieces(tokenizer: Tokenizer, texts: list[str]) -> dict[str, float]:
    """Return the pieces that the Unigram trainer finds, with their log probabilities."""
    trainer = trainers.UnigramTrainer(
        vocab_size=TRAINED_PIECES,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    pieces = json.loads(tokenizer.to_str())["model"]["vocab"]
    return {piece: score for piece, score in pieces if not piece.isdigit() and piece != UNKNOWN}


def _with_pieces(tokenizer: Tokenizer, scores: dict[str, float]) -> Tokenizer:
    """Return the tokeniser with these pieces; the unknown token has number 0."""
    state = json.loads(tokenizer.to_str())
    numbers = [(number, -8 - len(number) / 2) for number in NUMBERS]
    state["model"]["vocab"] = [(UNKNOWN, 0.0), *scores.items(), *numbers]
    state["model"]["unk_id"] = 0
    return Tokenizer.from_str(json.dumps(state))
