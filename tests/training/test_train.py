"""Batches, vocabulary and training, run as a whole on a few real sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from coopbot.static_embedder import StaticEmbedder
from training import batches, train, vocabulary
from training.batches import Sampler
from training.rows import LANGUAGES, read_training_data, write_records

SENTENCES = {
    "en": [
        "Each Party shall assess the risk",
        "The Secretariat keeps a roster of experts",
        "All human beings are born free",
        "The budget was adopted by the meeting",
    ],
    "zh": ["每一缔约方应评估风险", "秘书处保存专家名册", "人人生而自由", "会议通过了预算"],
    "fr": [
        "Chaque Partie évalue le risque",
        "Le Secrétariat tient un fichier d'experts",
        "Tous les êtres humains naissent libres",
        "Le budget a été adopté par la réunion",
    ],
    "es": [
        "Cada Parte evaluará el riesgo",
        "La Secretaría mantiene una lista de expertos",
        "Todos los seres humanos nacen libres",
        "La reunión aprobó el presupuesto",
    ],
    "ru": [
        "Каждая Сторона оценивает риск",
        "Секретариат ведёт список экспертов",
        "Все люди рождаются свободными",
        "Совещание утвердило бюджет",
    ],
    "ar": [
        "يقيّم كل طرف المخاطر",
        "تحتفظ الأمانة بقائمة الخبراء",
        "يولد جميع الناس أحرارا",
        "اعتمد الاجتماع الميزانية",
    ],
}
WORDS = {"en": "risk", "zh": "风险", "fr": "risque", "es": "riesgo", "ru": "риск", "ar": "خطر"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a training folder of four sentences and a few words in six languages."""
    folder = tmp_path_factory.mktemp("data")
    rows = [
        {"src": "udhr", "id": str(n)} | {lang: texts[n] for lang, texts in SENTENCES.items()}
        for n in range(4)
    ]
    write_records(folder / "train" / "a.jsonl.gz", rows)
    words = [{"src": "omw", "id": "1"} | {lang: [word] for lang, word in WORDS.items()}]
    words += [
        {"src": "omw", "id": str(n), "en": [f"item {n}"], "fr": [f"pièce {n}"]} for n in range(2, 6)
    ]
    write_records(folder / "lexicon" / "b.jsonl.gz", words)
    return folder


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Tokenizer:
    frequencies = {"en": {"precaution": 0.5, "two words": 0.5}, "zh": {"谨慎": 1.0}}
    return vocabulary.build_tokenizer(read_training_data([folder]), frequencies)


@pytest.fixture(autouse=True)
def _few_rows_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LEAST_ROWS", 1)


def test_tokenizer_has_words_numbers_and_an_unknown_token(tokenizer: Tokenizer) -> None:
    assert tokenizer.token_to_id(vocabulary.UNKNOWN) == 0
    assert tokenizer.encode("Precaution in 2006").tokens[0] == "precaution"
    assert tokenizer.encode("谨慎").tokens == ["谨慎"]
    assert "2006" in tokenizer.encode("in 2006.").tokens
    assert tokenizer.encode("☃ ...").ids == []


def test_sampler_pairs_translations_once_a_batch(folder: Path, tokenizer: Tokenizer) -> None:
    sampler = Sampler(read_training_data([folder]), tokenizer, seed=7)
    texts = {
        ids.tobytes(): (number, language)
        for number, row in enumerate(sampler.sentences)
        for language, found in row.texts.items()
        for ids in found
    }
    for _ in range(20):
        questions, passages = sampler.sentence_batch()
        assert 1 <= len(questions) == len(passages) <= len(sampler.sentences)
        for question, passage in zip(questions, passages, strict=True):
            assert 0 < len(question) <= batches.LONGEST_QUESTION
            assert 0 < len(passage) <= batches.LONGEST_PASSAGE
            held = [texts[whole] for whole in texts if whole in passage.tobytes()]
            assert len({language for _, language in held}) == 1, "one language of passages"


def test_sampler_repeats_itself_by_its_seed(folder: Path, tokenizer: Tokenizer) -> None:
    data = read_training_data([folder])
    first, second = (Sampler(data, tokenizer, seed=3) for _ in range(2))
    for _ in range(5):
        for mine, theirs in zip(first.sentence_batch(), second.sentence_batch(), strict=True):
            assert [text.tolist() for text in mine] == [text.tolist() for text in theirs]
        assert str(first.lexicon_batch()) == str(second.lexicon_batch())


@pytest.mark.parametrize(("step", "rate"), [(1, 0.02), (25, 0.47), (50, 0.902), (500, 0.002)])
def test_rate_rises_and_falls_to_nothing(step: int, rate: float) -> None:
    assert train.rate_at(step, 500) == pytest.approx(rate, abs=0.01)


def test_training_learns_and_repeats_itself(
    folder: Path, tokenizer: Tokenizer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = tmp_path / "tokenizer.json"
    tokenizer.save(str(stored))
    for name in ("a", "b"):
        train.main(
            [
                "--data",
                str(folder),
                "--tokenizer",
                str(stored),
                "--out",
                str(tmp_path / name),
                "--steps",
                "60",
            ]
        )
    assert "4 rows of text, 5 of words" in capsys.readouterr().out
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    model = StaticEmbedder.from_folder(tmp_path / "a")
    right = 0
    for asked in LANGUAGES:
        for told in LANGUAGES:
            passages = model.token_ids(SENTENCES[told])
            scores = np.stack([model.rank(text, passages) for text in SENTENCES[asked]])
            right += int((scores.argmax(axis=1) == np.arange(4)).sum())
    assert right >= 130, "of 144: chance gives 36"
